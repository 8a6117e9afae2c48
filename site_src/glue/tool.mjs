// The postman of a tool page: form → request → engine → the page's answer. It knows no rule and no sentence: what it
// says are the sentences in `say`, and what an answer means is the engine's business.
import { openEngine, startEarly } from "./engine.mjs";
import { keepOffline } from "./offline.mjs";
import { openStore } from "./store.mjs";

const QUIET = 400; // milliseconds after the last change before the answer is asked for again
const LATE = 3000; // milliseconds after which a visitor is offered to cancel what they did not start themselves
const LARGEST = 1_000_000; // bytes of a saved file; ours have a few thousand

const tool = document.getElementById("tool");
const config = JSON.parse(document.getElementById("puente-tool").textContent);
const part = (name) => tool.querySelector(`[data-${name}]`);
const [form, answer, status, bar, cancel, retry, file] =
  ["form", "answer", "status", "progress", "cancel", "retry", "file"].map(part);
const { call, open, view, collect, format, version } = tool.dataset;
const store = openStore(format, Number(version));
const engine = openEngine(config, hear);
const sample = { html: answer.innerHTML, name: answer.className };
const megabytes = new Intl.NumberFormat(config.language, { minimumFractionDigits: 1, maximumFractionDigits: 1 });

let turn = 0; // of the newest question; older answers are not shown
let busy = false;
let shown = false; // an answer of the engine is on the page
let timer = 0;
let before = null; // answers to bring back after clearing

const today = () => new Date().toLocaleDateString("en-CA"); // the visitor's own day, as 2026-11-21
const button = (name) => tool.querySelector(`[data-do="${name}"]`);
const show = (element, visible) => element && (element.hidden = !visible);

function tell(name, values = {}, steady = true) {
  status.setAttribute("aria-live", steady ? "polite" : "off"); // a counter is seen, not read out
  status.textContent = (config.say[name] ?? name).replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);
  status.dataset.said = name;
}

function hear({ progress, ready }) {
  if (ready) tool.dataset.ready = ready;
  if (!progress || !busy) return;
  const values = { done: megabytes.format(progress.done / 1e6), total: megabytes.format(progress.total / 1e6) };
  const news = status.dataset.said !== progress.step;
  tell(progress.step, values, news);
  Object.assign(bar, { max: progress.total, value: progress.done });
  show(bar, progress.step === "loading");
}

function collected() {
  return Object.fromEntries([...new FormData(form)].filter(([, value]) => typeof value === "string" && value !== ""));
}

function restore(answers) {
  for (const field of form.elements) {
    if (!field.name) continue;
    if (field.type === "radio" || field.type === "checkbox") field.checked = answers[field.name] === field.value;
    else field.value = answers[field.name] ?? "";
  }
}

function save() {
  const trouble = store.write(collected(), today());
  if (trouble && tool.dataset.trouble !== trouble) tell(trouble); // once is enough
  tool.dataset.trouble = trouble ?? "";
}

function working(now, quietly) {
  busy = now && !quietly;
  answer.setAttribute("aria-busy", String(now));
  clearTimeout(timer);
  show(bar, false);
  show(cancel, busy);
  if (now) show(retry, false);
  if (now && quietly) timer = setTimeout(() => show(cancel, true), LATE);
}

// Swaps the answer; when nobody asked for it just now, focus and scroll stay where they are.
function put(html, quietly) {
  const held = document.activeElement;
  const top = held?.getBoundingClientRect().top;
  const inside = answer.contains(held) && held.id;
  const opened = [...answer.querySelectorAll("details[open][id]")].map(({ id }) => id);
  answer.innerHTML = html;
  answer.className = sample.name.replace("is-sample", "").trim();
  if (!quietly) {
    answer.focus({ preventScroll: true });
    answer.scrollIntoView();
    return;
  }
  for (const id of opened) document.getElementById(id)?.setAttribute("open", "");
  if (inside) document.getElementById(inside)?.focus({ preventScroll: true });
  else if (held && held !== document.body) window.scrollBy(0, held.getBoundingClientRect().top - top);
}

async function asked(quietly, question) {
  const mine = ++turn;
  working(true, quietly);
  if (!quietly) tell("working");
  try {
    const reply = await question();
    if (mine === turn) working(false);
    return mine === turn ? reply : null;
  } catch (problem) {
    if (mine !== turn) return null;
    working(false);
    tell(problem.kind ?? "crash");
    show(retry, true);
    console.warn(problem);
    return null;
  }
}

const page = (name, request) =>
  engine.ask("page", name, JSON.stringify(request), view, config.language, config.base).then(JSON.parse);

async function run(quietly = false) {
  const reply = await asked(quietly, () => page(call, { [collect]: collected(), on: today() }));
  if (!reply) return;
  put(reply.html, quietly);
  tell(reply.ok ? (quietly ? "answered_again" : "answered") : "refused");
  shown = true;
  store.asked(true);
  if (tool.dataset.offline) return;
  tool.dataset.offline = "asked"; // after the first answer, when nothing else waits for the line
  tool.dataset.offline = (await keepOffline(config.base, location.href)) ? "kept" : "not-kept";
}

let pause = 0;
function changed() {
  before = null;
  show(button("undo"), false);
  save();
  clearTimeout(pause);
  if (shown) pause = setTimeout(() => run(true), QUIET);
}

function download(name, text) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

async function bring(chosen) {
  if (chosen.size > LARGEST) return tell("file_too_large");
  const request = { text: await chosen.text() };
  const reply = await asked(false, () => engine.ask("call", open, JSON.stringify(request)).then(JSON.parse));
  if (reply?.ok) {
    restore(reply.ok.answers);
    changed();
    tell(reply.ok.set_aside.length ? "imported_partly" : "imported", { count: reply.ok.set_aside.length });
  } else if (reply) {
    const refusal = await asked(false, () => page(open, request));
    if (refusal) put(refusal.html, false);
    if (refusal) tell("import_refused");
  }
}

function clear() {
  before = collected();
  form.reset();
  restore({});
  store.clear();
  store.asked(false);
  engine.cancel();
  turn += 1;
  working(false);
  shown = false;
  answer.innerHTML = sample.html;
  answer.className = sample.name;
  show(button("undo"), true);
  tell("cleared");
}

function undo() {
  if (!before) return;
  restore(before);
  changed();
  tell("undone");
}

const actions = {
  export: () => download(`${format}-${today()}.json`, JSON.stringify({ format, version: Number(version), answers: collected(), on: today() }, null, 1)),
  import: () => file.click(),
  print: () => window.print(),
  clear,
  undo,
};

function begin() {
  const { saved, trouble, aside } = store.read();
  if (saved) restore(saved.answers);
  if (trouble) tell(trouble);
  tool.dataset.trouble = trouble === "set_aside" ? "" : (trouble ?? "");
  if (aside) {
    const link = document.createElement("button");
    Object.assign(link, { type: "button", className: "link", textContent: config.say.set_aside_download });
    link.addEventListener("click", () => download(`${aside.name}.json`, aside.text));
    status.append(" ", link);
  }
  if (saved && !trouble && Object.keys(saved.answers).length) tell("restored");
  if (saved && store.asked()) run(true);
  startEarly(form, engine.start);
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  run();
});
form.addEventListener("change", changed);
cancel?.addEventListener("click", () => engine.cancel());
retry?.addEventListener("click", () => run());
file?.addEventListener("change", () => {
  if (file.files[0]) bring(file.files[0]);
  file.value = "";
});
tool.addEventListener("click", (event) => actions[event.target.closest("[data-do]")?.dataset.do]?.());
store.watch(() => {
  restore(store.read().saved?.answers ?? {});
  tell("other_tab");
});
show(button("undo"), false);
begin();
tool.dataset.glue = "ready";
