// The page's side of the engine: starts the worker early, numbers the questions, mends, cancels. Text in, text out.
const SILENT = 90_000; // milliseconds without a word from a worker that was asked something

// `report` is told {progress} and {ready}. A question that cannot be answered rejects with an Error whose `kind` names a
// sentence: download, missing, hash, stalled, start, old_browser, worker, crash, too_long, cancelled.
export function openEngine(config, report) {
  const root = new URL(config.base, document.baseURI).href;
  const waiting = new Map();
  const reload = []; // addresses to fetch past every cache
  let worker, watch;
  let number = 0;

  function start() {
    if (worker) return;
    const { runtime, data, texts, language } = config;
    const name = JSON.stringify({ root, runtime, data, texts, language, reload });
    worker = new Worker(new URL("./engine-worker.mjs", import.meta.url), { type: "module", name });
    worker.onmessage = ({ data: message }) => hear(message);
    worker.onerror = (event) => stop("worker", event.message);
    for (const question of waiting.values()) worker.postMessage(question.message);
    listen();
  }

  function listen() {
    clearTimeout(watch);
    if (waiting.size) watch = setTimeout(() => stop("too_long"), SILENT);
  }

  function hear({ id, response, crash, failed, progress, ready }) {
    if (failed) return mend(failed);
    if (crash) return stop("crash", crash);
    if (id) waiting.get(id)?.resolve(response);
    else report({ progress, ready });
    waiting.delete(id);
    listen();
  }

  // What is damaged is fetched once more, past every cache; the second time it is a failure. A module that does not
  // compile may be damaged, and over plain http the browser does not tell damaged from lost.
  function mend({ kind, url, detail }) {
    const damaged = ["hash", "start"].includes(kind) || (kind === "download" && !window.isSecureContext);
    if (!url || !damaged || reload.includes(url)) return stop(kind, `${url} ${detail}`);
    reload.push(url);
    end();
    start();
  }

  function end() {
    clearTimeout(watch);
    worker = worker?.terminate(); // undefined
  }

  function stop(kind, detail = "") {
    end();
    const lost = [...waiting.values()];
    waiting.clear();
    for (const { reject } of lost) reject(Object.assign(new Error(`${kind} ${detail}`), { kind }));
  }

  function ask(name, ...args) {
    return new Promise((resolve, reject) => {
      const message = { id: ++number, name, args };
      waiting.set(message.id, { message, resolve, reject });
      if (worker) worker.postMessage(message);
      else start();
      listen();
    });
  }

  return { ask, start, cancel: () => stop("cancelled") };
}

// Starts the engine when it is likely to be wanted: in a quiet moment where the line is known to be fast, at the first
// touch of the form elsewhere. Who saves data is asked first: pressing the form's button is the answer.
export function startEarly(form, start) {
  const line = navigator.connection;
  if (line?.saveData) return;
  for (const touch of ["focusin", "pointerdown"]) form.addEventListener(touch, start, { once: true });
  if (line?.effectiveType === "4g" && line.downlink >= 1.5) window.requestIdleCallback?.(start, { timeout: 4000 });
}
