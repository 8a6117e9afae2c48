// Makes pages work without a network. One cache for each build, filled completely before it is used: a page is kept only
// together with the files it names, whatever carries its hash in its name never changes, so old and new never mix. A
// newer build waits until a visitor asks for it, or no page of the older one is open.
// The build writes {id, live, shell: [address…], offline: {language: address}, lists: [address…]} into the next line.
const BUILD = /*BUILD*/null;
const ROOT = new URL("./", self.location).href;
const PREFIX = `puente ${new URL(ROOT).pathname} `; // several editions may live on one host
const NAME = PREFIX + BUILD?.id;
const CHOSEN = `${PREFIX}choice`; // an entry for each page that the visitor wants to keep: what else belongs to it
const SLOW = 4000; // milliseconds a visitor waits for the network when a copy is at hand
const VISITED = 100; // pages kept because they were seen; the oldest go first
const HASHED = /assets\/[\w./@-]*\.([0-9a-f]{10})\.[\w.]+/g;
const HEAVY = /\/assets\/(runtime|data)\//; // what a tool loads when it is used
const MEDIA = /\.(mp4|webm|opus|mp3|m4a|ogg)$/; // kept only by choice
const ANY = { ignoreSearch: true, ignoreVary: true };

const absolute = (address) => new URL(address, ROOT).href;
const plain = (url) => url.split(/[?#]/)[0];
const isHashed = (url) => url.startsWith(`${ROOT}assets/`) && url.search(HASHED) >= 0;
const isPage = (url) => url.endsWith("/");
const isSearch = (url) => url.startsWith(`${ROOT}pagefind/`);
const others = async () => (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== NAME && name !== CHOSEN);

async function fetched(url, cache) {
  const response = await fetch(url, { cache });
  if (!response.ok || response.redirected) {
    throw Object.assign(new Error(`${url}: ${response.status}`), { gone: [404, 410].includes(response.status) || response.redirected });
  }
  return response;
}

// A file with a hash is taken from any cache there is; anything else is asked for anew.
async function store(cache, url) {
  if (!isHashed(url)) return cache.put(url, await fetched(url, "no-cache"));
  if (!(await cache.match(url))) await cache.put(url, (await caches.match(url, ANY)) ?? (await fetched(url, "default")));
}

// The files that a page names: everything with a hash, and its own pictures.
function named(html, url) {
  const pictures = [...html.matchAll(/<img[^>]*\ssrc="([^"]+)"/g)].map(([, address]) => new URL(address, url).href);
  const wanted = [...(html.match(HASHED) ?? []).map(absolute).filter((one) => !MEDIA.test(one)), ...pictures.filter((one) => one.startsWith(ROOT))];
  return [...new Set(wanted)];
}

// Stores files, and the modules that modules import.
async function bring(cache, wanted) {
  await Promise.all(wanted.map(async (url) => {
    await store(cache, url);
    if (!url.endsWith(".mjs")) return;
    const code = await (await cache.match(url)).text();
    const inner = [...code.matchAll(/["']\.\/([\w-]+\.[0-9a-f]{10}\.mjs)["']/g)].map(([, name]) => new URL(name, url).href);
    await bring(cache, (await Promise.all(inner.map(async (one) => !(await cache.match(one)) && one))).filter(Boolean));
  }));
}

// Keeps a page: files first and the page last, so it is there completely or not at all. A page of this build that is here
// already is not fetched again.
async function keep(cache, url, whole, response) {
  const page = response ?? (await cache.match(plain(url), ANY)) ?? (await fetched(url, "no-cache"));
  const files = named(await page.clone().text(), url);
  await bring(cache, whole ? files : files.filter((file) => !HEAVY.test(file)));
  await cache.put(plain(url), page);
}

// Pages that the visitor chose, with the addresses of what else was kept for each of them.
async function chosen() {
  const cache = await caches.open(CHOSEN);
  return new Map(await Promise.all((await cache.keys()).map(async ({ url }) => [url, await (await cache.match(url)).json()])));
}

// A page that was merely visited. There are at most so many of them.
async function remember(url, response) {
  const cache = await caches.open(NAME);
  await keep(cache, url, false, response);
  const wanted = await chosen();
  const shell = new Set(BUILD.shell.map(absolute));
  const visited = (await cache.keys()).map((one) => one.url).filter((one) => isPage(one) && !wanted.has(one) && !shell.has(one));
  for (const old of visited.slice(0, -VISITED)) await cache.delete(old);
}

async function digest(response) {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", await response.arrayBuffer()));
  return [...hash.slice(0, 5)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

// Brings what an older build keeps into this one: unchanged pages are copied, changed ones fetched, lost ones let go.
async function carry(cache) {
  const known = new Map();
  for (const address of BUILD.lists) {
    const list = await (await cache.match(absolute(address))).json();
    for (const one of list.pages) known.set(absolute(one.url), one);
  }
  const letGo = (error) => {
    if (!error.gone) throw error; // the line failed: this build is tried again later
  };
  for (const name of await others()) {
    const old = await caches.open(name);
    for (const { url } of await old.keys()) {
      const page = known.get(url);
      if (isSearch(url)) await store(cache, url).catch(letGo);
      if (!page || (await cache.match(url))) continue;
      const copy = await old.match(url);
      const heavy = named(await copy.clone().text(), url).filter((file) => HEAVY.test(file));
      const whole = (await Promise.all(heavy.map((file) => old.match(file)))).every(Boolean);
      const same = (await digest(copy.clone())) === page.hash;
      await keep(cache, url, whole, same ? copy : undefined).catch(letGo);
    }
  }
  for (const [url, more] of await chosen()) {
    const wanted = [...(known.get(url)?.more ?? []).map(absolute), ...more.filter((file) => MEDIA.test(file))];
    for (const file of wanted) if (!(await cache.match(file))) await store(cache, file).catch(letGo);
  }
}

async function install() {
  if (BUILD.live) self.skipWaiting();
  const cache = await caches.open(NAME);
  try {
    await Promise.all(BUILD.shell.map((address) => store(cache, absolute(address))));
    if ((await others()).length) await carry(cache);
  } catch (error) {
    if (error.name !== "QuotaExceededError") throw error;
    await caches.delete(NAME); // no room for two: the newer build starts empty, rather than the older one staying for ever
  }
}

// Older builds go when no window is open that may still ask for their files.
async function tidy(windows) {
  const open = (await self.clients.matchAll({ type: "window", includeUncontrolled: true })).filter(({ url }) => url.startsWith(ROOT));
  if (open.length > windows) return;
  for (const name of await others()) {
    if (!self.registration.waiting && !self.registration.installing) await caches.delete(name);
  }
}

// Lets pages go, and every file that no other page names.
async function drop(urls) {
  const cache = await caches.open(NAME);
  const choice = await caches.open(CHOSEN);
  const shell = BUILD.shell.map(absolute);
  for (const url of urls) {
    await choice.delete(url);
    if (!shell.includes(url)) await cache.delete(url);
  }
  const rest = (await cache.keys()).map(({ url }) => url);
  const needed = new Set([...shell, ...[...(await chosen()).values()].flat()]);
  for (const url of rest.filter(isPage)) for (const file of named(await (await cache.match(url)).text(), url)) needed.add(file);
  for (const url of rest) if (!isPage(url) && !url.endsWith(".mjs") && !needed.has(url)) await cache.delete(url);
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

// What changes under its name: from the network, and from a copy without one. The search's files and pictures are kept
// once they were used; the names of most of the former carry a hash.
async function file(request) {
  const known = /_[0-9a-f]{7,}\.pf_/.test(request.url) && (await caches.match(request.url));
  if (known) return known;
  try {
    const response = await fetch(request);
    const wanted = isSearch(request.url) || request.destination === "image";
    if (wanted && response.status === 200 && response.type === "basic") {
      const cache = await caches.open(NAME);
      await cache.put(plain(request.url), response.clone()).catch(() => {});
    }
    return response;
  } catch (error) {
    const copy = await caches.match(plain(request.url), ANY);
    if (copy) return copy;
    throw error;
  }
}

// Players ask for parts of a film; a kept one is cut to measure.
async function part(request) {
  const copy = await caches.match(plain(request.url), ANY);
  const [, first, last] = /bytes=(\d+)-(\d*)/.exec(request.headers.get("range")) ?? [];
  if (!copy || first === undefined) return fetch(request);
  const whole = await copy.blob();
  const end = Math.min(last === "" ? whole.size - 1 : Number(last), whole.size - 1);
  const headers = { "Content-Range": `bytes ${first}-${end}/${whole.size}`, "Content-Type": copy.headers.get("Content-Type") };
  return new Response(whole.slice(Number(first), end + 1), { status: 206, headers });
}

// The page that says there is no network, in the language of the address, and with that page's own links.
async function unreachable(url) {
  const homes = Object.values(BUILD.offline).map((address) => absolute(address));
  const fits = homes.filter((home) => url.startsWith(new URL("../", home).href));
  const home = fits.sort((a, b) => b.length - a.length)[0] ?? homes[0];
  const copy = await (await caches.open(NAME)).match(home, ANY);
  if (!copy) return Response.error(); // there was no room for it: the browser says what it says
  const html = (await copy.text()).replace(/<head[^>]*>/, (head) => `${head}<base href="${home}">`);
  return new Response(html, { status: 503, headers: { "Content-Type": "text/html; charset=utf-8" } });
}

// Reading a page again is what people do when something looks wrong, so its files are compared with their names.
async function mend(copy, url) {
  for (const address of named(await copy.text(), url).filter((one) => isHashed(one) && !HEAVY.test(one))) {
    const held = await caches.match(address, ANY);
    HASHED.lastIndex = 0;
    if (!held || (await digest(held)) === HASHED.exec(address)[1]) continue;
    const response = await fetched(address, "reload").catch(() => null);
    for (const name of response ? await caches.keys() : []) {
      const cache = await caches.open(name);
      if (await cache.match(address)) await cache.put(address, response.clone());
    }
  }
}

async function page(event) {
  const { request } = event;
  const url = plain(request.url);
  const cache = await caches.open(NAME);
  const copy = await cache.match(url, ANY);
  const again = ["no-cache", "reload", "no-store"].includes(request.cache);
  if (copy && again) await mend(copy.clone(), url).catch(() => {});
  if (copy && !again && !BUILD.live) return copy;
  const network = fetch(request).then((response) => {
    const own = response.ok && response.type === "basic" && !response.redirected;
    if (own && isPage(url)) event.waitUntil(remember(url, response.clone()).catch(() => {}));
    return response.status >= 500 && copy ? copy : response;
  });
  network.catch(() => {});
  const late = new Promise((resolve) => setTimeout(resolve, SLOW)).then(() => copy ?? network);
  try {
    return await Promise.race([network, late]);
  } catch {
    if (copy) return copy;
    return (await cache.match(`${url}/`)) ? Response.redirect(`${url}/`) : unreachable(url);
  }
}

const tasks = {
  // {keep: address, more: [address…], choose: whether the visitor asked for it}
  async keep({ keep: url, more = [], choose }) {
    const cache = await caches.open(NAME);
    await keep(cache, url, true);
    for (const file of more) if (!(await cache.match(file))) await store(cache, file);
    if (choose) await (await caches.open(CHOSEN)).put(plain(url), new Response(JSON.stringify(more)));
    return { kept: true };
  },
  async visited({ visited }) {
    for (const url of visited.map(plain)) {
      if (isPage(url) && url.startsWith(ROOT) && !(await (await caches.open(NAME)).match(url))) await remember(url, await fetched(url, "default"));
    }
    await tidy(1);
  },
  async drop({ drop: urls }) {
    const pages = async () => [...(await (await caches.open(NAME)).keys()).map(({ url }) => url).filter(isPage), ...(await chosen()).keys()];
    await drop(urls === "all" ? await pages() : urls);
    return { kept: false };
  },
  // Which pages are kept with everything they need, and which the visitor asked for.
  async kept() {
    const cache = await caches.open(NAME);
    const pages = (await cache.keys()).map(({ url }) => url).filter(isPage);
    const complete = await Promise.all(pages.map(async (url) => {
      const files = named(await (await cache.match(url)).text(), url);
      return (await Promise.all(files.map((one) => cache.match(one)))).every(Boolean) && url;
    }));
    return { pages: complete.filter(Boolean), chosen: [...(await chosen()).keys()] };
  },
  async activate() {
    await self.skipWaiting();
  },
};

self.addEventListener("install", (event) => BUILD && event.waitUntil(install()));
self.addEventListener("activate", (event) => BUILD && event.waitUntil(self.clients.claim().then(() => tidy(0))));
self.addEventListener("message", (event) => {
  const reply = (answer) => event.ports[0]?.postMessage(answer ?? {});
  const task = BUILD && Object.keys(tasks).find((name) => event.data?.[name]);
  if (!task) return reply({ kept: false });
  const failed = (error) => reply({ kept: false, why: error.name === "QuotaExceededError" ? "full" : error.gone ? "gone" : "network" });
  event.waitUntil(tasks[task](event.data).then(reply, failed));
});
self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (!BUILD || request.method !== "GET" || !request.url.startsWith(ROOT)) return;
  if (request.mode === "navigate") event.respondWith(page(event));
  else if (MEDIA.test(plain(request.url))) event.respondWith(part(request));
  else if (!request.headers.has("range")) event.respondWith(isHashed(request.url) ? asset(request) : file(request));
});
