// The page of one's own progress: shows what lessons and tools have kept on this device, takes it along as a file, and
// makes a certificate to print. Words stand in the page.
import { download } from "./form.mjs";
import { answered, code, FORMAT, joined, line, opened, same, score, STORES } from "./learned.mjs";

const place = document.querySelector("[data-progress]");
const say = JSON.parse(place.dataset.say);
const find = (name) => place.querySelector(`[data-${name}]`);
const today = () => new Date().toLocaleDateString("sv");
const day = (text) => new Date(`${text}T12:00:00`).toLocaleDateString(document.documentElement.lang, { dateStyle: "long" });
const short = (text) => new Date(`${text}T12:00:00`).toLocaleDateString(document.documentElement.lang, { day: "numeric", month: "short" });
const filled = (name, values = {}) => say[name].replace(/\{(\w+)\}/g, (_, key) => values[key]);
const tell = (name, values) => { find("told").textContent = filled(name, values); };
const EMPTY = { format: "puente.learn", version: 1, lessons: {} };

// What is damaged or of another version is left as it is, and counts as nothing.
function kept(name) {
  try {
    const found = JSON.parse(localStorage.getItem(name) ?? "null");
    return found?.format === name ? found : null;
  } catch {
    return null;
  }
}
function learnt() {
  const found = kept("puente.learn");
  return found?.version === 1 && found.lessons?.constructor === Object ? found : EMPTY;
}
const rows = [...place.querySelectorAll("[data-lesson]")];
const lessonsOf = ({ lessons }) => rows.map((row) => ({ id: row.dataset.lesson, title: row.dataset.title, mine: lessons[row.dataset.lesson] }));
const result = (mine, part) => {
  const { right, chosen, of } = score(mine, part);
  return chosen ? `${right}/${of}` : "–";
};

function show() {
  const all = lessonsOf(learnt());
  const gain = { before: 0, after: 0, of: 0 };
  all.forEach(({ mine }, at) => {
    rows[at].querySelector("[data-read]").textContent = mine?.read ? short(mine.read) : "–";
    for (const part of ["before", "after"]) rows[at].querySelector(`[data-${part}]`).textContent = result(mine, part);
    const [before, after] = [score(mine, "before"), score(mine, "after")];
    if (!before.chosen || !after.chosen) return; // a gain needs both
    gain.before += before.right / before.chosen;
    gain.after += after.right / after.chosen;
    gain.of += 1;
  });
  const share = (sum) => (sum / gain.of).toLocaleString(document.documentElement.lang, { style: "percent", maximumFractionDigits: 0 });
  find("read-count").textContent = filled("read", { count: all.filter(({ mine }) => mine?.read || answered(mine)).length, total: rows.length });
  find("answered-count").textContent = filled("answered", { count: all.filter(({ mine }) => answered(mine)).length, total: rows.length });
  find("gain").textContent = gain.of ? filled("gain", { before: share(gain.before), after: share(gain.after), count: gain.of }) : say.no_gain;
  const [plan, diagnosis] = [kept("puente.plan"), kept("puente.diagnosis")];
  const ticked = Object.entries(plan?.answers ?? {}).filter(([name, value]) => name.startsWith("done-") && value === "yes");
  find("plan").textContent = plan ? filled("plan", { count: ticked.length }) : say.no_plan;
  find("diagnosis").textContent = diagnosis?.on ? filled("diagnosis", { date: day(diagnosis.on) }) : say.no_diagnosis;
}

function save() {
  const stores = Object.fromEntries(STORES.map((name) => [name, kept(name)]).filter(([, store]) => store));
  if (!Object.keys(stores).length) return tell("nothing");
  download(`${FORMAT}-${today()}.json`, JSON.stringify({ format: FORMAT, version: 1, on: today(), stores }));
  tell("saved");
}

async function bring(file) {
  if (!file) return;
  if (file.size > 2_000_000) return tell("not_ours");
  const { stores, why } = opened(await file.text());
  if (why) return tell(why);
  let left = 0;
  try {
    for (const [name, store] of Object.entries(stores)) {
      const text = localStorage.getItem(name);
      if (name === "puente.learn" && (!text || learnt() !== EMPTY)) localStorage.setItem(name, JSON.stringify(joined(learnt(), store)));
      else if (text) left += text === JSON.stringify(store) ? 0 : 1;
      else localStorage.setItem(name, JSON.stringify(store));
    }
    tell(left ? "brought_partly" : "brought");
  } catch {
    tell("no_room");
  }
  show();
}

async function certify(name) {
  const done = lessonsOf(learnt()).filter(({ mine }) => answered(mine));
  if (!name.trim()) return tell("no_name");
  if (!done.length) return tell("no_lesson");
  const lines = done.map(({ id, mine }) => ({ id, before: result(mine, "before"), after: result(mine, "after") }));
  const text = line(name, today(), lines);
  find("certificate-name").textContent = name.trim();
  find("certificate-day").textContent = day(today());
  find("certificate-lessons").replaceChildren(...done.map(({ title }, at) =>
    Object.assign(document.createElement("li"), { textContent: filled("lesson", { title, before: lines[at].before, after: lines[at].after }) })));
  find("certificate-line").textContent = text;
  find("certificate-code").textContent = (await code(text)) || say.no_code;
  find("certificate").hidden = false;
  tell("made");
  find("certificate").focus();
}

async function check(text, given) {
  const found = await code(text);
  tell(!found ? "no_code" : same(found, given) ? "matches" : "differs");
}

const acts = { save, bring: () => find("file").click(), print: () => print() };
place.addEventListener("click", ({ target }) => acts[target.closest("[data-do]")?.dataset.do]?.());
find("file").addEventListener("change", ({ target }) => bring(target.files[0]).finally(() => (target.value = "")));
for (const [name, act] of [["make", (form) => certify(form.elements.name.value)], ["check", (form) => check(form.elements.line.value, form.elements.code.value)]]) {
  find(name).addEventListener("submit", (event) => {
    event.preventDefault();
    act(event.target);
  });
}
addEventListener("storage", ({ key }) => STORES.includes(key) && show());
show();
