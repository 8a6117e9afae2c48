// Starts the engine once, from nothing or from what the device remembers of an earlier start, then carries text. It knows
// no rule, no language and no sentence. In: {id, name: "call" | "page" | "translated" | "heap", args: [text…]}. Out: {id, response},
// {id, crash} or {id, lost: kind} when data could not be brought; before that {progress}, {restoring} and {ready} or, once
// and for good, {failed: {kind, url, detail}}; some time after the start {kept: boolean}. What to load stands in the
// worker's own name.
import { openFiles } from "./engine-files.mjs";
import { openMemory } from "./engine-memory.mjs";
import { openShards } from "./engine-shards.mjs";

const { root, runtime, data, index, texts, language, reload, memory: wish } = JSON.parse(self.name);
const HUNG = 80_000; // milliseconds for a start with everything at hand; a slow phone takes 15 seconds
const SPOKEN = 80; // milliseconds between two reports of progress
const CALM = 1_000; // milliseconds without a question until the device may be kept busy
const file = Object.fromEntries(runtime.files.map((entry) => [entry.role, entry]));
// Sentences of the page, then those that belong to a shard.
const spoken = [texts, ...data.filter((entry) => entry.texts).map((entry) => ({ ...entry.texts, of: entry.name }))];
const weigh = (entries) => entries.reduce((sum, entry) => sum + entry.bytes, 0);
let total = 0; // not known until it is clear what the device remembers
let done = 0;
let told = 0;
let failed = false;
let restoring = false;
let giveUp, calm, writing;
const broken = new Promise((_, reject) => (giveUp = reject));

// Pyodide waits for ever when something it asked for does not come, so every failure is told from here, the first only.
function fail(kind, url, detail) {
  const error = new Error(kind);
  const blamed = restoring && !url ? "memory" : kind; // whatever goes wrong on the way back is the memory's fault
  if (!failed) self.postMessage({ failed: { kind: blamed, url, detail: String(detail ?? "") } });
  failed = true;
  giveUp(error);
  return error;
}

function say(step) {
  self.postMessage({ progress: { step, done: Math.min(Math.round(done), total), total } });
}

function came(count) {
  done += count;
  if (!total || (performance.now() - told < SPOKEN && done < total)) return;
  told = performance.now();
  say("loading");
}

const { address, take, bytes, text, script } = openFiles({ root, reload, fail, came });
const browser = navigator.userAgent.replace(/[^\w.]+/g, "-"); // another browser, another memory
const device = openMemory(root, `${runtime.version}/${browser}`);

// Everything the start needs, from the device where it is kept there, else from the network.
async function gather() {
  const loader = script(file.loader);
  const emscripten = script(file.script); // leaves the function that Pyodide looks for
  if (wish === "distrust") await device.refuse();
  const kept = wish === "use" && crypto.subtle ? await device.recall() : null;
  restoring = Boolean(kept);
  const has = kept?.about.has ?? [];
  const shards = data.filter(({ url }) => !has.includes(url));
  const sentences = spoken.filter(({ url }) => !has.includes(url));
  if (kept) self.postMessage({ restoring: true });
  total = weigh([...(kept ? [file.loader, file.script] : runtime.files), ...shards, ...sentences]);
  const compiled = kept ? WebAssembly.compile(kept.wasm) : WebAssembly.compileStreaming(take(file.wasm, "application/wasm"));
  compiled.catch((error) => fail("start", kept ? "" : file.wasm.url, error));
  const [wasm, stdlib, engine, ready, words, { loadPyodide }] = await Promise.all([
    compiled,
    kept ? kept.files.stdlib : bytes(file.stdlib),
    kept ? kept.files.engine : bytes(file.engine),
    Promise.all(shards.map(async (entry) => [entry.name, await text(entry)])),
    Promise.all(sentences.map(async (entry) => [await text(entry), entry.of ?? ""])),
    loader,
    emscripten,
  ]);
  return { wasm, stdlib, engine, shards: ready, words, loadPyodide, memory: kept?.memory };
}

async function start() {
  if (!self.DecompressionStream) throw fail("old_browser");
  const room = wish === "use" && crypto.subtle && device.roomFor(3 * file.wasm.unpacked);
  let { wasm, stdlib, engine, shards, words, loadPyodide, memory } = await gather();
  const timer = setTimeout(() => fail("start", "", "timeout"), HUNG);
  say("starting");

  // Pyodide fetches two files under names of its own. They are here already.
  const indexURL = new URL("./", address(file.loader)).href;
  const held = { [`${indexURL}pyodide.asm.wasm`]: [], [`${indexURL}stdlib.zip`]: [stdlib] };
  const plainFetch = self.fetch;
  self.fetch = (url, options) => (held[url] ? new Response(...held[url]) : plainFetch(url, options));
  WebAssembly.instantiateStreaming = async (_, imports) => ({
    module: wasm,
    instance: await WebAssembly.instantiate(wasm, imports),
  });
  const fresh = !memory && (await room);
  const pyodide = await loadPyodide({
    indexURL,
    stdLibURL: `${indexURL}stdlib.zip`,
    lockFileContents: runtime.lock,
    env: { PYTHONPATH: "/engine.zip" },
    fsInit: async (files) => files.writeFile("/engine.zip", new Uint8Array(engine)),
    _makeSnapshot: Boolean(fresh),
    _loadSnapshot: memory,
  });
  self.fetch = plainFetch;
  if (memory) pyodide.runPython("import random; random.seed()"); // else chance would repeat itself at every visit
  let bridge, door;
  const open = () => [bridge, door] = ["py_engine.bridge", "puente_views.door"].map((name) => pyodide.pyimport(name));
  open();
  for (const [name, shard] of shards) bridge.load(name, shard);
  for (const [sentences, of] of words) door.load_texts(language, sentences, of);
  const warmed = () => {
    try {
      for (const [call, request, view] of runtime.warm ?? []) door.page(call, request, view, language, "./");
      return true;
    } catch {
      return false; // the data or the words are not those of the build: nothing to remember
    }
  };
  if (fresh && warmed()) {
    bridge.destroy(); // a memory with open hands could not be kept
    door.destroy();
    remember(device.packed(pyodide.makeMemorySnapshot()));
    open();
  }
  stdlib = engine = shards = words = memory = held[`${indexURL}stdlib.zip`] = null; // megabytes
  clearTimeout(timer);
  restoring = false;
  device.proved();
  calm?.();
  self.postMessage({ ready: Math.round(performance.now()) });
  const begin = (bytes) => ([total, done] = [bytes, 0]);
  const shelf = openShards({ root, index, language, bridge, door, begin, came });
  shelf.prepare();
  return {
    call: (...args) => shelf.answered(() => bridge.call(...args)),
    page: (...args) => shelf.answered(() => door.page(...args)),
    translated: (other, ...args) => shelf.translated(JSON.parse(other), () => door.page(...args)),
    heap: () => String(pyodide._module.HEAPU8.length),
  };
}

// Writes the memory down once nobody has asked anything for a while. It was taken before the first question. What it needs
// comes out of the browser's own cache, or the memory is not kept: nobody's line is used twice.
function remember(memory) {
  const { bytes: again } = openFiles({ root, reload: [], fail: (kind) => new Error(kind), came() {}, cache: "only-if-cached" });
  const parts = { wasm: { bytes: () => again(file.wasm), type: "application/wasm" } };
  for (const part of ["stdlib", "engine"]) parts[part] = { bytes: () => again(file[part]) };
  const has = [...data, ...spoken].map(({ url }) => url);
  const write = async () => {
    calm = null;
    self.postMessage({ kept: Boolean(memory && (await device.keep(memory, parts, { has }))) });
    memory = null;
  };
  calm = () => {
    clearTimeout(writing);
    writing = setTimeout(write, CALM);
  };
}

const starting = start();
starting.catch((error) => fail("start", "", error));
const engine = Promise.race([starting, broken]);
engine.catch(() => {}); // told already

async function reply({ id, name, args }) {
  try {
    const response = await (await engine)[name](...args);
    self.postMessage({ id, response });
    calm?.();
  } catch (error) {
    if (failed) return; // told already
    self.postMessage(error.kind ? { id, lost: error.kind } : { id, crash: String(error) }); // a bug: refusals come back as JSON
  }
}

// One question after the other: what one has brought is not let go before it is answered.
let queue = Promise.resolve();
self.onmessage = ({ data: message }) => (queue = queue.then(() => reply(message)));
