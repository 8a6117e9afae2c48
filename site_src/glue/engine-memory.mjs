// Keeps the memory of a started engine on the device, so that the next visit goes on from there instead of starting
// again. It is taken before any question reaches the engine: nothing that a visitor entered is in it. Whatever is in
// doubt is thrown away, and the engine starts as on a first visit.
import { sha256 } from "./engine-files.mjs";

const PAGE = 65_536; // bytes; pages of zeros are not kept
const LARGEST = 48e6; // bytes of memory worth keeping
const ROOM = 5; // times what is kept must be free on the device
const UNFINISHED = 10_000; // milliseconds after which a start that was begun did not end well
const ABOUT = "x-puente-memory";

// `key`: whatever decides that a memory fits this engine and this browser. Everything resolves, at worst to nothing.
export function openMemory(root, key) {
  const name = `engine-memory ${new URL(root).pathname}`;
  const at = (part) => new URL(`engine-memory/${key}/${part}`, root).href;
  const quietly = (work) => work().catch(() => null); // no storage, storage full, private window: start as ever
  const described = (found) => JSON.parse(found.headers.get(ABOUT));

  async function checked(found) {
    const bytes = await found.arrayBuffer();
    if ((await sha256(bytes)) !== described(found).digest) throw new Error("damaged");
    return bytes;
  }

  async function put(cache, part, bytes, about, type = "application/octet-stream") {
    const headers = { "Content-Type": type, [ABOUT]: JSON.stringify({ ...about, digest: await sha256(bytes) }) };
    await cache.put(at(part), new Response(bytes, { headers }));
  }

  // {about, memory, wasm, files: {part: bytes}}, or nothing.
  async function recall() {
    const cache = await caches.open(name);
    const [kept, trying] = await Promise.all(["memory", "trying"].map((part) => cache.match(at(part))));
    if (!kept || (trying && Date.now() - Number(await trying.text()) > UNFINISHED)) return null;
    quietly(() => cache.put(at("trying"), new Response(String(Date.now()))));
    const about = described(kept);
    const found = await Promise.all(["wasm", ...about.parts].map((part) => cache.match(at(part))));
    const [packed, wasm, ...files] = await Promise.all([kept, ...found].map(checked));
    const memory = new Uint8Array(about.size);
    let from = 0;
    for (const [start, length] of about.ranges) {
      memory.set(new Uint8Array(packed, from, length), start);
      from += length;
    }
    return { about, memory, wasm, files: Object.fromEntries(about.parts.map((part, index) => [part, files[index]])) };
  }

  // Where a memory is not zero, in whole pages.
  function filled(memory) {
    const words = new Int32Array(memory.buffer, memory.byteOffset, memory.length >> 2);
    const ranges = [];
    for (let start = 0; start < memory.length; start += PAGE) {
      const end = Math.min(start + PAGE, memory.length);
      let word = start >> 2;
      while (word < end >> 2 && words[word] === 0) word += 1;
      if (word === end >> 2) continue;
      const last = ranges.at(-1);
      if (last && last[0] + last[1] === start) last[1] += end - start;
      else ranges.push([start, end - start]);
    }
    return ranges;
  }

  // What is worth keeping of a memory, without the pages of zeros, or nothing when that is too much.
  function packed(memory) {
    const ranges = filled(memory);
    const size = ranges.reduce((sum, [, length]) => sum + length, 0);
    if (size > LARGEST) return null;
    const bytes = new Uint8Array(size);
    let to = 0;
    for (const [start, length] of ranges) {
      bytes.set(memory.subarray(start, start + length), to);
      to += length;
    }
    return { bytes, ranges, size: memory.length };
  }

  // `parts`: {part: {bytes: () => promise, type?}}. The memory comes last: it is there with all it needs, or not at all.
  async function keep({ bytes: worth, ranges, size }, parts, about) {
    const cache = await caches.open(name);
    if (await cache.match(at("refused"))) return false;
    await cache.delete(at("memory"));
    for (const [part, { bytes, type }] of Object.entries(parts)) await put(cache, part, await bytes(), {}, type);
    const files = Object.keys(parts).filter((part) => part !== "wasm");
    await put(cache, "memory", worth, { ...about, parts: files, size, ranges });
    for (const { url } of await cache.keys()) if (!url.startsWith(at(""))) await cache.delete(url);
    return true;
  }

  return {
    // Whether the device has so much room that `bytes` more are nothing to it.
    roomFor: (bytes) =>
      quietly(async () => {
        await caches.open(name); // throws where it is forbidden
        const { quota = 0, usage = 0 } = await navigator.storage.estimate();
        return quota - usage > ROOM * bytes;
      }),
    recall: () => quietly(recall),
    packed,
    keep: (memory, parts, about) => quietly(() => keep(memory, parts, about)),
    // The engine is up: what is kept has proved itself.
    proved: () => quietly(async () => (await caches.open(name)).delete(at("trying"))),
    // What is kept has failed although it is not damaged: none is kept again with this key.
    refuse: () =>
      quietly(async () => {
        await caches.delete(name);
        await (await caches.open(name)).put(at("refused"), new Response(""));
      }),
  };
}
