// The page's side of the engine: starts the worker early, numbers the questions, mends, cancels. Text in, text out.

const SILENT = 90_000; // milliseconds without a word from a worker that was asked something
const IDLE = 4_000; // milliseconds to wait at most for a quiet moment

// `report` is told {progress}, {ready} and {restarted}. A question that cannot be answered rejects with an Error whose
// `kind` is the name of a sentence: download, missing, hash, stalled, start, old_browser, worker, crash, too_long, cancelled.
export function openEngine(config, report) {
  const root = new URL(config.base, document.baseURI).href;
  const waiting = new Map();
  const reload = [];
  let worker = null;
  let watch = 0;
  let number = 0;

  function start() {
    if (worker) return;
    const { runtime, data, texts, language } = config;
    const name = JSON.stringify({ root, runtime, data, texts, language, reload });
    worker = new Worker(new URL("./engine-worker.mjs", import.meta.url), { type: "module", name });
    worker.onmessage = ({ data: message }) => hear(message);
    worker.onerror = (event) => {
      event.preventDefault?.();
      stop("worker", event.message);
    };
    for (const question of waiting.values()) worker.postMessage(question.message);
    expect();
  }

  function expect() {
    clearTimeout(watch);
    if (waiting.size) watch = setTimeout(() => stop("too_long"), SILENT);
  }

  function hear({ id, response, crash, failed, progress, ready }) {
    if (failed) return mend(failed);
    if (crash) return stop("crash", crash);
    if (id) {
      waiting.get(id)?.resolve(response);
      waiting.delete(id);
    } else {
      report({ progress, ready });
    }
    expect();
  }

  // What arrives damaged is fetched once more past every cache; the second time it is a failure.
  function mend({ kind, url, detail }) {
    if (kind !== "hash" || reload.includes(url)) return stop(kind, `${url ?? ""} ${detail}`);
    reload.push(url);
    end();
    report({ restarted: url });
    start();
  }

  function end() {
    worker?.terminate();
    worker = null;
    clearTimeout(watch);
  }

  function stop(kind, detail = "") {
    end();
    const lost = [...waiting.values()];
    waiting.clear();
    for (const question of lost) question.reject(Object.assign(new Error(`${kind} ${detail}`), { kind }));
    if (!lost.length && kind !== "cancelled") console.warn("engine:", kind, detail); // nobody is waiting for it yet
  }

  function ask(name, ...args) {
    return new Promise((resolve, reject) => {
      const id = ++number;
      const message = { id, name, args };
      waiting.set(id, { message, resolve, reject });
      if (worker) worker.postMessage(message);
      else start();
      expect();
    });
  }

  return { ask, start, cancel: () => stop("cancelled") };
}

// Starts the engine when it is likely to be wanted: in a quiet moment where the connection is known to be fast, at the
// first touch of the form otherwise. A visitor who saves data is asked first: the form's button is the asking.
export function startEarly(form, start) {
  const line = navigator.connection;
  if (line?.saveData) return;
  form.addEventListener("focusin", start, { once: true });
  form.addEventListener("pointerdown", start, { once: true });
  if (line?.effectiveType === "4g" && line.downlink >= 1.5) {
    const idle = window.requestIdleCallback ?? ((run) => setTimeout(run, 1000));
    idle(start, { timeout: IDLE });
  }
}
