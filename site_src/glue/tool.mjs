// The postman of a tool page: form → request → engine → answer on the page. It knows no rule and no sentence; what it
// says are the sentences in `say`, and what an answer means is the engine's business.
import { openEngine, startEarly } from "./engine.mjs";
import { collected, download, restore, swap } from "./form.mjs";
import { keepOffline } from "./offline.mjs";
import { openStore } from "./store.mjs";

const QUIET = 400; // milliseconds after the last change before the answer is asked for again
const LATE = 3000; // milliseconds until cancelling is offered to somebody who pressed no button
const LARGEST = 1_000_000; // bytes of a saved file; ours have a few thousand

const tool = document.getElementById("tool");
const config = JSON.parse(document.getElementById("puente-tool").textContent);
const { call, open, view, openView, collect, format, version } = tool.dataset;
const [form, answer, status, bar, cancel, retry, file, undoing] =
  ["form", "answer", "status", "progress", "cancel", "retry", "file", "do=undo"].map((name) => tool.querySelector(`[data-${name}]`));
const sample = { html: answer.innerHTML, name: answer.className };
const megabytes = new Intl.NumberFormat(config.language, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const store = openStore(format, Number(version));
const engine = openEngine(config, hear);

let turn = 0; // of the newest question; late answers to older ones are not shown
let waited = false; // for, by a visitor who pressed the button
let shown = false; // an answer of the engine is on the page
let late, pause, before; // timers; answers to bring back after clearing

const today = () => new Date().toLocaleDateString("sv"); // the visitor's own day, as 2026-11-21
const saved = () => JSON.stringify({ format, version: Number(version), answers: collected(form), on: today() });

function tell(name, values = {}) {
  // a counter is seen but not read out again and again
  status.setAttribute("aria-live", status.dataset.said === name && values.done ? "off" : "polite");
  status.dataset.said = name;
  status.textContent = (config.say[name] ?? name).replace(/\{(\w+)\}/g, (_, key) => values[key]);
}

function hear({ progress, ready }) {
  if (ready) tool.dataset.ready = ready;
  if (!progress || !waited) return;
  const { step, done, total } = progress;
  tell(step, { done: megabytes.format(done / 1e6), total: megabytes.format(total / 1e6) });
  Object.assign(bar, { max: total, value: done, hidden: step !== "loading" });
}

function save() {
  const trouble = store.write(saved()) ?? "";
  if (trouble && tool.dataset.trouble !== trouble) tell(trouble); // once is enough
  tool.dataset.trouble = trouble;
}

function working(now, quietly) {
  waited = now && !quietly;
  answer.setAttribute("aria-busy", now);
  clearTimeout(late);
  if (now && quietly) late = setTimeout(() => (cancel.hidden = false), LATE);
  cancel.hidden = !waited;
  bar.hidden = true;
  if (now) retry.hidden = true;
}

// Asks the engine for a piece of page. Gives nothing when it failed, which is said, or when something newer was asked.
async function page(name, request, shape, quietly) {
  const mine = ++turn;
  working(true, quietly);
  if (!quietly) tell("working");
  try {
    const reply = JSON.parse(await engine.ask("page", name, JSON.stringify(request), shape, config.language, config.base));
    return mine === turn && reply;
  } catch (problem) {
    if (mine !== turn) return null;
    tell(problem.kind ?? "crash");
    retry.hidden = false;
    console.warn(problem);
    return null;
  } finally {
    if (mine === turn) working(false);
  }
}

async function run(quietly = false) {
  const reply = await page(call, { [collect]: collected(form), on: today() }, view, quietly);
  if (!reply) return;
  swap(answer, reply.html, quietly);
  tell(reply.ok ? (quietly ? "answered_again" : "answered") : "refused");
  shown = store.seen(true) || true;
  if (tool.dataset.offline) return;
  tool.dataset.offline = "asked"; // only now, when nothing else waits for the line
  tool.dataset.offline = (await keepOffline(config.base)) ? "kept" : "not-kept";
}

function changed() {
  undoing.hidden = true;
  save();
  clearTimeout(pause);
  if (shown) pause = setTimeout(run, QUIET, true);
}

async function bring([chosen]) {
  if (chosen?.size > LARGEST) return tell("file_too_large");
  const reply = chosen && (await page(open, { text: await chosen.text() }, openView));
  if (!reply) return;
  swap(answer, reply.html);
  if (!reply.ok) return tell("import_refused");
  const { answers, set_aside } = JSON.parse(reply.response).ok;
  restore(form, answers);
  save();
  if (set_aside.length) tell("imported_partly", { count: set_aside.length });
  else run();
}

const actions = {
  export: () => download(`${format}-${today()}.json`, saved()),
  import: () => file.click(),
  print: () => print(),
  clear() {
    before = collected(form);
    restore(form, {});
    store.clear();
    store.seen(false);
    turn += 1; // whatever is still on its way is not wanted any more
    if (!cancel.hidden) engine.cancel();
    working(false);
    clearTimeout(pause);
    shown = undoing.hidden = false;
    Object.assign(answer, { innerHTML: sample.html, className: sample.name });
    tell("cleared");
  },
  undo() {
    restore(form, before);
    changed();
    tell("undone");
  },
};

form.addEventListener("submit", (event) => {
  event.preventDefault();
  run();
});
form.addEventListener("change", changed);
cancel.addEventListener("click", () => engine.cancel());
retry.addEventListener("click", () => run());
file.addEventListener("change", () => bring([...file.files]).finally(() => (file.value = "")));
tool.addEventListener("click", (event) => actions[event.target.closest("[data-do]")?.dataset.do]?.());
store.watch(() => {
  restore(form, store.read().answers ?? {});
  tell("other_tab");
});

const { answers, trouble, aside } = store.read();
tool.dataset.trouble = aside ? "" : (trouble ?? "");
if (answers) restore(form, answers);
if (trouble || answers) tell(trouble ?? "restored");
if (aside) {
  const offer = Object.assign(document.createElement("button"), { type: "button", textContent: config.say.set_aside_download });
  offer.addEventListener("click", () => download(`${aside.name}.json`, aside.text));
  status.append(" ", offer);
}
if (answers && store.seen()) run(true);
startEarly(form, engine.start);
