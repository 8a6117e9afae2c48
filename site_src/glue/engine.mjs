// The page's side of the engine: starts the worker early, numbers the questions, mends, cancels. Text in, text out.
const SILENT = 90_000; // milliseconds without a word from a worker that was asked something
const RESTORED = 20_000; // milliseconds for going on from the memory kept on the device; a slow phone takes 5 seconds

// `report` is told {progress} and {ready}. A question that cannot be answered rejects with an Error whose `kind` names a
// sentence: download, missing, hash, stalled, no_data, start, old_browser, worker, crash, too_long, cancelled.
export function openEngine(config, report) {
  const root = new URL(config.base, document.baseURI).href;
  const waiting = new Map();
  const reload = []; // addresses to fetch past every cache
  let worker, watch, back, restored;
  let number = 0;
  let memory = config.runtime.memory === false ? "off" : "use"; // what the device remembers of an earlier start

  function start() {
    if (worker) return;
    const { runtime, data, index, texts, language } = config;
    const name = JSON.stringify({ root, runtime, data, index, texts, language, reload, memory });
    try {
      worker = new Worker(new URL("./engine-worker.mjs", import.meta.url), { type: "module", name });
    } catch (error) {
      return stop(window.Worker ? "worker" : "old_browser", error);
    }
    worker.onmessage = ({ data: message }) => hear(message);
    worker.onerror = (event) => (back ? distrust() : stop("worker", event.message));
    for (const question of waiting.values()) worker.postMessage(question.message);
    listen();
  }

  function listen() {
    clearTimeout(watch);
    if (waiting.size) watch = setTimeout(() => stop("too_long"), SILENT);
  }

  function hear({ id, response, crash, lost, failed, progress, restoring, ready, kept }) {
    if (restoring) back = setTimeout(distrust, (restored = RESTORED));
    if (ready) back = clearTimeout(back); // undefined
    if (failed) return mend(failed);
    if (crash) return restored ? distrust() : stop("crash", crash);
    if (lost) waiting.get(id)?.reject(Object.assign(new Error(lost), { kind: lost })); // the next question may go better
    else if (id) waiting.get(id)?.resolve(response);
    else report({ progress, ready, kept });
    waiting.delete(id);
    listen();
  }

  // What is damaged is fetched once more, past every cache; the second time it is a failure. A module that does not
  // compile may be damaged, and over plain http the browser does not tell damaged from lost.
  function mend({ kind, url, detail }) {
    if (kind === "memory") return distrust();
    const damaged = ["hash", "start"].includes(kind) || (kind === "download" && !window.isSecureContext);
    if (!url || !damaged || reload.includes(url)) return stop(kind, `${url} ${detail}`);
    reload.push(url);
    end();
    start();
  }

  // Going on from what the device remembers has failed: start from nothing, and nobody notices.
  function distrust() {
    memory = "distrust";
    end();
    start();
  }

  function end() {
    clearTimeout(watch);
    back = restored = clearTimeout(back);
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
