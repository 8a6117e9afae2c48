// The postman of a tool page: form → request → engine → answer on the page. It knows no rule and no sentence; what it
// says are the sentences in `say`, and what an answer means is the engine's business.
import { startEarly } from "./early.mjs";
import { openEngine } from "./engine.mjs";
import { collected, download, heed, restore, swap, touched } from "./form.mjs";
import { openStatus } from "./status.mjs";
import { openStore } from "./store.mjs";

const QUIET = 400; // milliseconds after the last change before the answer is asked for again
const LARGEST = 1_000_000; // bytes of a saved file; ours have a few thousand

const tool = document.getElementById("tool");
const config = JSON.parse(document.getElementById("puente-tool").textContent);
const { call, open, view, openView, collect, format, version } = tool.dataset;
const [form, answer, file, undoing] = ["form", "answer", "file", "do=undo"].map((name) => tool.querySelector(`[data-${name}]`));
const sample = { html: answer.innerHTML, name: answer.className };
const { tell, progress, working, offer, cancel, retry } = openStatus(tool, config);
const store = openStore(format, Number(version));
const engine = openEngine(config, (news) => {
  if (news.ready) tool.dataset.ready = news.ready;
  if (news.progress) progress(news.progress);
});

let turn = 0; // of the newest question; late answers to older ones are not shown
let shown = false; // an answer of the engine is on the page
let earlier; // round of answers to compare with: {answers, on}
let removed; // what to bring back after clearing
let pause;
let more; // what this tool has beyond a form and an answer

const today = () => new Date().toLocaleDateString("sv"); // the visitor's own day, as 2026-11-21
const round = (name) => ({ [name]: collected(form), on: today(), ...(earlier && { before: earlier }) });
const saved = () => JSON.stringify({ format, version: Number(version), ...round("answers") });

function fill({ answers = {}, before }) {
  more?.filling(answers); // makes the fields that these answers need
  restore(form, answers);
  earlier = before;
}

function save() {
  const trouble = store.write(saved()) ?? "";
  if (trouble && tool.dataset.trouble !== trouble) tell(trouble); // once is enough
  tool.dataset.trouble = trouble;
}

const ask = async (name, request, shape) =>
  JSON.parse(await engine.ask("page", name, JSON.stringify(request), shape, config.language, config.base));

// Asks the engine for the answer of the page. Gives nothing when it failed, which is said, or when something newer was asked.
async function page(name, request, shape, quietly) {
  const mine = ++turn;
  working(true, quietly);
  if (!quietly) tell("working");
  try {
    const reply = await ask(name, request, shape);
    return mine === turn && reply;
  } catch (problem) {
    if (mine !== turn) return null;
    tell(problem.kind ?? (window.Worker ? "crash" : "old_browser"));
    retry.hidden = false;
    console.warn(problem);
    return null;
  } finally {
    if (mine === turn) working(false);
  }
}

async function run(quietly = false) {
  const request = round(collect);
  const reply = await page(call, request, view, quietly);
  if (!reply) return;
  if (JSON.stringify(round(collect)) !== JSON.stringify(request)) return run(quietly); // changed while it was loading
  more?.leaving();
  swap(answer, reply.html, quietly);
  more?.shown(quietly);
  tell(reply.ok ? (quietly ? "answered_again" : "answered") : "refused");
  shown = store.seen(true) || true;
  if (tool.dataset.offline || !navigator.onLine) return;
  tool.dataset.offline = "asked"; // only now, when nothing else waits for the line
  tool.dataset.offline = await import("./device.mjs").then(({ useful }) => useful(tool), () => "not-kept");
}

function changed() {
  heed(form);
  undoing.hidden = true;
  save();
  clearTimeout(pause);
  if (shown) pause = setTimeout(run, QUIET, true);
}

// Puts other answers into the form; those that were there can be brought back.
function replace(answers) {
  removed = round("answers");
  fill({ answers });
  changed();
  undoing.hidden = false;
}

async function bring([chosen]) {
  if (chosen?.size > LARGEST) return tell("file_too_large");
  const reply = chosen && (await page(open, { text: await chosen.text() }, openView));
  if (!reply) return;
  swap(answer, reply.html);
  if (!reply.ok) return tell("import_refused");
  const opened = JSON.parse(reply.response).ok;
  fill(opened);
  save();
  if (opened.set_aside.length) tell("imported_partly", { count: opened.set_aside.length });
  else run();
}

const actions = {
  export: () => download(`${format}-${today()}.json`, saved()),
  import: () => file.click(),
  print: () => print(),
  again() {
    earlier = { answers: collected(form), on: store.read().on ?? today() };
    save();
    tell("again");
  },
  clear() {
    removed = round("answers");
    fill({});
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
    fill(removed);
    changed();
    tell("undone");
  },
};

form.addEventListener("submit", (event) => {
  event.preventDefault();
  run();
});
tool.addEventListener("change", ({ target }) => target.form === form && changed());
cancel.addEventListener("click", () => engine.cancel());
retry.addEventListener("click", () => {
  // A part that the server no longer has belonged to an older build: the page itself is read again, answers and all.
  if (tool.querySelector("[data-said=missing]") && !tool.dataset.trouble && store.seen(true)) location.reload();
  else run();
});
file.addEventListener("change", () => bring([...file.files]).finally(() => (file.value = "")));
tool.addEventListener("click", (event) => actions[event.target.closest("[data-do]")?.dataset.do]?.());
store.watch(() => {
  fill(store.read());
  tell("other_tab");
});

if (tool.dataset.more === "origin") {
  const { begin } = await import("./origin.mjs");
  more = begin({ tool, form, answer, config, engine, ask, tell, changed, replace, run, today, answers: () => collected(form) });
}
const { trouble, aside, ...kept } = store.read();
const typed = touched(form); // before these scripts were here
tool.dataset.trouble = aside ? "" : (trouble ?? "");
if (kept.answers) fill({ ...kept, answers: { ...kept.answers, ...typed } });
heed(form);
if (trouble || kept.answers) tell(trouble ?? "restored");
if (aside) offer(config.say.set_aside_download, () => download(`${aside.name}.json`, aside.text));
if (Object.keys(typed).length) save();
if ("pressed" in form.dataset) run();
else if (kept.answers && store.seen()) run(true);
more?.begun();
const largest = config.base + config.runtime.files.find(({ role }) => role === "wasm").url;
if (window.Worker) startEarly(form, engine.start, new URL(largest, document.baseURI).href);
