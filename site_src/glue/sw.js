// Makes pages work without a network. One cache for each build; whatever carries its hash in its name never changes, and
// a page is kept only together with everything it names, so old and new never mix. A newer build waits until no page of
// the older one is open. The build writes {id, shell: [address…], offline: {language: address}} into the next line.
const BUILD = /*BUILD*/null;
const PREFIX = "puente-";
const NAME = `${PREFIX}${BUILD?.id}`;
const ROOT = new URL("./", self.location).href;
const SLOW = 4000; // milliseconds a visitor waits for the network when a copy is at hand
const HASHED = /assets\/[\w./@-]*\.[0-9a-f]{10}\.[\w.]+/g;
const MEDIA = /\.(mp4|webm|opus|mp3|m4a|ogg)$/; // large: kept only by choice

const absolute = (address) => new URL(address, ROOT).href;
const isHashed = (url) => url.startsWith(`${ROOT}assets/`) && url.search(HASHED) >= 0 && !MEDIA.test(url);
const ANY = { ignoreSearch: true, ignoreVary: true };

async function fetched(url, cache) {
  const response = await fetch(url, { cache });
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return response;
}

// A file with a hash is taken from any cache there is; anything else is asked for anew.
async function store(cache, url) {
  if (isHashed(url)) await cache.put(url, (await caches.match(url, ANY)) ?? (await fetched(url, "default")));
  else await cache.put(url, await fetched(url, "no-cache"));
}

// Keeps a page with every hashed file it names; the page comes last, so it is there completely or not at all.
async function keep(url) {
  const cache = await caches.open(NAME);
  const response = await fetched(url, "no-cache");
  const named = (await response.clone().text()).match(HASHED) ?? [];
  const wanted = [...new Set(named)].map(absolute).filter(isHashed);
  await Promise.all(wanted.map((asset) => store(cache, asset)));
  await cache.put(new URL(url).origin + new URL(url).pathname, response);
}

async function install() {
  const cache = await caches.open(NAME);
  await Promise.all(BUILD.shell.map((address) => store(cache, absolute(address))));
  // Pages that an older build keeps are fetched anew; one that no longer exists is let go.
  const older = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== NAME);
  for (const name of older) {
    const pages = (await (await caches.open(name)).keys()).map(({ url }) => url).filter((url) => url.endsWith("/"));
    await Promise.all(pages.map((url) => keep(url).catch(() => {})));
  }
}

async function activate() {
  for (const name of await caches.keys()) if (name.startsWith(PREFIX) && name !== NAME) await caches.delete(name);
  await self.clients.claim();
}

async function asset(request) {
  const again = request.cache === "reload"; // the engine found a damaged copy
  const copy = again ? null : await caches.match(request.url, ANY);
  if (copy) return copy;
  const response = await fetch(request);
  if (response.status === 200 && response.type === "basic") {
    const cache = await caches.open(NAME);
    await cache.put(request.url, response.clone()).catch(() => {}); // no room: the network still has it
  }
  return response;
}

// The page that says there is no network, in the language of the address, and with that page's own links.
async function unreachable(url) {
  const homes = Object.values(BUILD.offline).map((address) => absolute(address));
  const fits = homes.filter((home) => url.startsWith(new URL("../", home).href));
  const home = fits.sort((a, b) => b.length - a.length)[0] ?? homes[0];
  const copy = await (await caches.open(NAME)).match(home, ANY);
  const html = (await copy.text()).replace(/<head[^>]*>/, (head) => `${head}<base href="${home}">`);
  return new Response(html, { status: 503, headers: { "Content-Type": "text/html; charset=utf-8" } });
}

async function page(event) {
  const cache = await caches.open(NAME);
  const copy = () => cache.match(event.request.url.split("#")[0], ANY);
  const network = fetch(event.request).then(async (response) => {
    const put = response.ok && response.type === "basic" && !response.redirected;
    if (put) event.waitUntil(cache.put(response.url.split(/[?#]/)[0], response.clone()).catch(() => {}));
    return (response.status >= 500 && (await copy())) || response;
  });
  network.catch(() => {});
  const late = new Promise((resolve) => setTimeout(resolve, SLOW)).then(async () => (await copy()) ?? network);
  try {
    return await Promise.race([network, late]);
  } catch {
    return (await copy()) ?? unreachable(event.request.url);
  }
}

self.addEventListener("install", (event) => BUILD && event.waitUntil(install()));
self.addEventListener("activate", (event) => BUILD && event.waitUntil(activate()));
self.addEventListener("message", (event) => {
  const reply = (kept) => event.ports[0]?.postMessage({ kept });
  if (event.data?.keep && BUILD) event.waitUntil(keep(event.data.keep).then(() => reply(true), () => reply(false)));
  else if (event.data?.activate) self.skipWaiting();
  else reply(false);
});
self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (!BUILD || request.method !== "GET" || !request.url.startsWith(ROOT) || request.headers.has("range")) return;
  if (request.mode === "navigate") event.respondWith(page(event));
  else if (isHashed(request.url)) event.respondWith(asset(request));
  else event.respondWith(fetch(request).catch(async (error) => (await caches.match(request.url, ANY)) ?? Promise.reject(error)));
});
