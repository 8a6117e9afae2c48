// site_src/glue/site.mjs — what every page shares: colours, the way to the other language, the contents beside a page.
// It knows no sentence: words stand in the page.

const page = document.documentElement;
const CARRY = "puente.carry";

// ---- one 404 page serves every language: show the visitor's, before anything is tied to its buttons ----
const root = page.dataset.notFound;
if (root) {
  const home = [...document.querySelectorAll("a[data-language]")].map((link) => new URL(link.href).pathname)
    .find((path) => path !== root && location.pathname.startsWith(path));
  if (home) {
    const answer = await fetch(`${home}404.html`).catch(() => null);
    if (answer?.ok) {
      const other = new DOMParser().parseFromString(await answer.text(), "text/html");
      page.lang = other.documentElement.lang;
      document.title = other.title;
      document.body.replaceChildren(...[...other.body.children].filter((part) => part.localName !== "script"));
    }
  }
}

// ---- colours: as on the device, light or dark ----
const ORDER = ["auto", "light", "dark"];
const surfaces = [...document.querySelectorAll('meta[name="theme-color"]')];
const own = surfaces.map((meta) => meta.content);

function paint(theme) {
  page.dataset.theme = theme;
  surfaces.forEach((meta, at) => { meta.content = theme === "auto" ? own[at] : own[theme === "light" ? 0 : 1]; });
  for (const button of document.querySelectorAll("[data-theme-toggle]")) {
    button.querySelector("[data-theme-name]").textContent = button.dataset[theme];
    button.title = button.dataset[theme];
  }
}

paint(ORDER.includes(page.dataset.theme) ? page.dataset.theme : "auto");
for (const button of document.querySelectorAll("[data-theme-toggle]")) {
  button.addEventListener("click", () => {
    const next = ORDER[(ORDER.indexOf(page.dataset.theme) + 1) % ORDER.length];
    paint(next);
    try { localStorage.setItem("puente.theme", next); } catch { /* the choice lasts for this page */ }
  });
}

// ---- the other language: same place, same words typed ----
// Headings have other ids in another language but stand in the same order, so a place travels as "the nth mark, and
// so many pixels below it".
const marks = () => [...document.querySelectorAll("main [id]:is(h1, h2, h3, h4, fieldset, section)")];
const fields = () => [...document.querySelectorAll("form[data-keep], [role=search]")]
  .flatMap((form) => [...form.elements]).filter((field) => field.name && !["password", "file", "hidden"].includes(field.type));

function pack() {
  const seen = marks();
  const at = seen.findLastIndex((mark) => mark.getBoundingClientRect().top <= 8);
  return {
    mark: at,
    below: at < 0 ? scrollY : -seen[at].getBoundingClientRect().top,
    target: location.hash ? seen.findIndex((mark) => `#${mark.id}` === decodeURIComponent(location.hash)) : -1,
    typed: fields().map((field) => [field.name, /radio|checkbox/.test(field.type) ? field.value : null,
      /radio|checkbox/.test(field.type) ? field.checked : field.value]),
  };
}

function unpack({ mark, below, target, typed }) {
  for (const [name, value, content] of typed) {
    const field = fields().find((one) => one.name === name && (value === null || one.value === value));
    if (!field || (value === null ? field.value : field.checked) === content) continue;
    if (value === null) field.value = content; else field.checked = content;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }
  const seen = marks();
  if (seen[target] && !document.getElementById(location.hash.slice(1))) {
    history.replaceState(null, "", `#${seen[target].id}`);
  }
  const top = mark < 0 ? 0 : seen[mark] ? seen[mark].getBoundingClientRect().top + scrollY : 0;
  scrollTo({ top: top + below, behavior: "instant" });
}

for (const link of document.querySelectorAll("a[data-language]")) {
  link.addEventListener("click", () => {
    const there = new URL(link.href);
    there.search = location.search;
    there.hash = location.hash;
    link.href = there.href;
    try { sessionStorage.setItem(CARRY, JSON.stringify({ to: there.pathname, ...pack() })); } catch { /* only the place is lost */ }
  });
}

try {
  const carried = JSON.parse(sessionStorage.getItem(CARRY));
  sessionStorage.removeItem(CARRY);
  // after every other module of the page, which may still be filling its form
  if (carried?.to === location.pathname) addEventListener("load", () => unpack(carried), { once: true });
} catch { /* nothing was carried */ }

// ---- contents beside the page: where the reader is ----
const entries = new Map([...document.querySelectorAll(".toc a")].map((link) => [link.hash.slice(1), link]));
if (entries.size) {
  const heads = [...entries.keys()].map((id) => document.getElementById(decodeURIComponent(id))).filter(Boolean);
  const follow = () => {
    const here = heads.findLast((head) => head.getBoundingClientRect().top < innerHeight * 0.3);
    for (const [id, link] of entries) {
      if (here && decodeURIComponent(id) === here.id) link.setAttribute("aria-current", "true"); else link.removeAttribute("aria-current");
    }
  };
  let waiting = false;
  addEventListener("scroll", () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; follow(); });
  }, { passive: true });
  follow();
}

// ---- without a connection: copies on the device, newer versions, installing. Nothing of it weighs on a first page ----
const site = new URL("../../", import.meta.url).href;
const device = () => import("./device.mjs");
const atRest = (act) => addEventListener("load", () => (window.requestIdleCallback ?? setTimeout)(() => act().catch(() => {})), { once: true });
const { serviceWorker, connection } = navigator;
if (serviceWorker?.controller || (serviceWorker && document.referrer.startsWith(site) && !connection?.saveData)) {
  atRest(async () => (await device()).visit());
}
if (document.querySelector("[data-keep]")) atRest(() => import("./keep.mjs"));
addEventListener("beforeinstallprompt", async (event) => {
  event.preventDefault(); // offered in the page, after the first answer
  (await device()).installable(event);
});

// ---- `puente serve`: read the page again when it has been built again ----
if (document.body.dataset.live) {
  let built;
  setInterval(async () => {
    const now = await fetch(document.body.dataset.live, { cache: "no-store" }).then((answer) => answer.text(), () => built);
    if (built && now !== built) location.reload();
    built = now;
  }, 1000);
}
