// Fetches the engine's files. Nothing that was not checked is ever run, and silence on the line has an end.
const STALLED = 30_000; // milliseconds without one byte

export async function sha256(bytes) {
  const hash = await crypto.subtle.digest("SHA-256", bytes);
  return `sha256-${btoa(String.fromCharCode(...new Uint8Array(hash)))}`;
}

// `root`: where addresses start. `reload`: those to fetch past every cache. `fail` tells a failure and gives an error;
// `came` is told how many bytes have travelled, piece by piece.
export function openFiles({ root, reload, fail, came, cache = "default" }) {
  const address = (entry) => new URL(entry.url, root).href;
  const told = (entry, kind) => (error) => {
    throw fail(kind, entry.url, error);
  };

  // Fetches one file. Its bytes pass on as they come, but the end is held back until the hash is right. `fetch` with
  // `integrity` would give no byte before the last, so no progress; it is what is left where the page comes over plain
  // http and there is no `crypto.subtle`.
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
      mode: "same-origin",
      cache: reload.includes(entry.url) ? "reload" : cache,
      integrity: crypto.subtle ? "" : entry.integrity,
      signal: patience.signal,
    }).catch(told(entry, "download"));
    if (!response.ok) throw fail("missing", entry.url, response.status);
    const reader = response.body.getReader();
    const checked = new ReadableStream({
      async pull(out) {
        const { done, value } = await reader.read().catch(told(entry, "download"));
        alive();
        if (!done) {
          came(value.length * weight);
          if (crypto.subtle) parts.push(value);
          return out.enqueue(value);
        }
        clearTimeout(timer);
        if (crypto.subtle) {
          const whole = await new Blob(parts.splice(0)).arrayBuffer();
          if ((await sha256(whole)) !== entry.integrity) throw fail("hash", entry.url);
        }
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
  return { address, take, bytes, text, script };
}
