// Loads the engine once, then carries text. It knows no rule, no language and no sentence.
// In: {id, name: "call" | "page" | "load", args: [text…]}. Out: {id, response} or {id, crash}; before that {progress} and
// {ready} or, once and for good, {failed: {kind, url, detail}}. What to load stands in the worker's own name.

const { root, runtime, data, texts, language, reload } = JSON.parse(self.name);
const STALLED = 30_000; // milliseconds without one byte
const HUNG = 80_000; // milliseconds for a start with everything at hand; a slow phone takes 15 seconds
const file = Object.fromEntries(runtime.files.map((entry) => [entry.role, entry]));
const address = (entry) => new URL(entry.url, root).href;
const total = [...runtime.files, ...data, texts].reduce((sum, entry) => sum + entry.bytes, 0);
let done = 0;
let failed = false;
let giveUp;
const broken = new Promise((_, reject) => (giveUp = reject));

// Pyodide waits for ever when something it asked for does not come, so every failure is told from here, the first only.
function fail(kind, url, detail) {
  const error = new Error(kind);
  if (!failed) self.postMessage({ failed: { kind, url, detail: String(detail ?? "") } });
  failed = true;
  giveUp(error);
  return error;
}

const told = (entry, kind) => (error) => {
  throw fail(kind, entry.url, error);
};

function say(step) {
  self.postMessage({ progress: { step, done: Math.min(Math.round(done), total), total } });
}

async function sha256(parts) {
  const hash = await crypto.subtle.digest("SHA-256", await new Blob(parts).arrayBuffer());
  return `sha256-${btoa(String.fromCharCode(...new Uint8Array(hash)))}`;
}

// Fetches one file. Its bytes pass on as they come, but the end is held back until the hash is right: nothing that was
// not checked is ever run. `fetch` with `integrity` would give no byte before the last, so no progress; it is what is
// left where the page comes over plain http and there is no `crypto.subtle`.
async function take(entry, type = "application/octet-stream") {
  const packed = entry.url.endsWith(".gz.bin");
  const weight = packed ? 1 : entry.bytes / (entry.unpacked ?? entry.bytes); // hosts compress text on the way
  const patience = new AbortController();
  const parts = [];
  let timer;
  const alive = () => {
    clearTimeout(timer);
    timer = setTimeout(() => patience.abort(fail("stalled", entry.url)), STALLED);
  };
  alive();
  const response = await fetch(address(entry), {
    cache: reload.includes(entry.url) ? "reload" : "default",
    integrity: crypto.subtle ? "" : entry.integrity,
    signal: patience.signal,
  }).catch(told(entry, "download"));
  if (!response.ok) throw fail("missing", entry.url, response.status);
  const reader = response.body.getReader();
  const checked = new ReadableStream({
    async pull(out) {
      const { done: ended, value } = await reader.read().catch(told(entry, "download"));
      alive();
      if (!ended) {
        done += value.length * weight;
        say("loading");
        if (crypto.subtle) parts.push(value);
        return out.enqueue(value);
      }
      clearTimeout(timer);
      if (crypto.subtle && (await sha256(parts)) !== entry.integrity) throw fail("hash", entry.url);
      out.close();
    },
  });
  const plain = packed ? checked.pipeThrough(new DecompressionStream("gzip")) : checked;
  return new Response(plain, { headers: { "Content-Type": type } });
}

// What went wrong on the way is told by `take`; what cannot be unpacked although it arrived is damaged.
const bytes = (entry) => take(entry).then((response) => response.arrayBuffer()).catch(told(entry, "hash"));
const text = (entry) => take(entry).then((response) => response.text()).catch(told(entry, "hash"));
// A script is checked first; the import then finds it in the browser's cache.
const script = (entry) => bytes(entry).then(() => import(address(entry))).catch(told(entry, "start"));

async function start() {
  if (!self.DecompressionStream) throw fail("old_browser");
  const loader = script(file.loader);
  const emscripten = script(file.script); // leaves the function that Pyodide looks for
  const compiled = WebAssembly.compileStreaming(take(file.wasm, "application/wasm"));
  compiled.catch((error) => fail("start", file.wasm.url, error));
  const stdlib = bytes(file.stdlib);
  const engine = bytes(file.engine);
  const shards = Promise.all(data.map(async (entry) => [entry.name, await text(entry)]));
  const sentences = text(texts);
  await Promise.all([loader, emscripten, compiled, stdlib, engine, shards, sentences]);
  const timer = setTimeout(() => fail("start", undefined, "timeout"), HUNG);
  say("starting");

  // Pyodide fetches two files under names of its own. They are here already.
  const indexURL = new URL("./", address(file.loader)).href;
  const held = { [`${indexURL}pyodide.asm.wasm`]: [], [`${indexURL}stdlib.zip`]: [await stdlib] };
  const plainFetch = self.fetch;
  self.fetch = (url, options) => (held[url] ? new Response(...held[url]) : plainFetch(url, options));
  WebAssembly.instantiateStreaming = async (_, imports) => {
    const module = await compiled;
    return { module, instance: await WebAssembly.instantiate(module, imports) };
  };
  const { loadPyodide } = await loader;
  const pyodide = await loadPyodide({
    indexURL,
    stdLibURL: `${indexURL}stdlib.zip`,
    lockFileContents: runtime.lock,
    env: { PYTHONPATH: "/engine.zip" },
    fsInit: async (files) => files.writeFile("/engine.zip", new Uint8Array(await engine)),
  });
  const bridge = pyodide.pyimport("py_engine.bridge");
  const door = pyodide.pyimport("puente_views.door");
  for (const [name, shard] of await shards) bridge.load(name, shard);
  door.load_texts(language, await sentences);
  clearTimeout(timer);
  self.postMessage({ ready: Math.round(performance.now()) });
  return {
    call: (name, request) => bridge.call(name, request),
    page: (...args) => door.page(...args),
    load: async (entry) => bridge.load(JSON.parse(entry).name, await text(JSON.parse(entry))),
  };
}

const starting = start();
starting.catch((error) => fail("start", undefined, error));
const engine = Promise.race([starting, broken]);
engine.catch(() => {}); // told already

self.onmessage = async ({ data: { id, name, args } }) => {
  try {
    self.postMessage({ id, response: await (await engine)[name](...args) });
  } catch (error) {
    if (!failed) self.postMessage({ id, crash: String(error) }); // a bug: refusals come back as JSON
  }
};
