// Lets a visitor choose pages to keep on the device: this page, this section, or any. Every sentence comes from the site.
import { absolute, ask, button, forget, list, offerInstall, remembers, words } from "./device.mjs";

const panel = document.querySelector("[data-keep]");
const rows = panel.querySelector("[data-keep-rows]");
const { lang } = document.documentElement;
const here = location.href.split(/[?#]/)[0];

const unit = (name, digits) => new Intl.NumberFormat(lang, { style: "unit", unit: name, unitDisplay: "short", maximumFractionDigits: digits });
const [kilobytes, megabytes] = [unit("kilobyte", 0), unit("megabyte", 1)];
const size = (bytes) => (bytes < 950_000 ? kilobytes.format(Math.max(1, bytes / 1e3)) : megabytes.format(bytes / 1e6));
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, key) => values[key]);
const make = (name, className, ...parts) => {
  const made = Object.assign(document.createElement(name), { className });
  made.append(...parts);
  return made;
};

let say, all, kept, chosen, stopped;
const status = make("p", "keep__status");
status.setAttribute("role", "status");
const bar = Object.assign(make("progress", "tool__progress"), { hidden: true });
const stop = make("span", "");

async function look() {
  const registration = await navigator.serviceWorker.getRegistration(absolute(""));
  const ours = registration?.active?.scriptURL === absolute("sw.js"); // one of another site may answer for ours
  const state = ours ? await ask({ kept: true }) : {};
  [kept, chosen] = [new Set(state.pages), new Set(state.chosen)];
}

const isKept = (page) => chosen.has(absolute(page.url)) && kept.has(absolute(page.url));
const media = (pages) => pages.flatMap((page) => page.media ?? []);

// What keeping these pages costs: files that several of them load, or that are here already, count once.
function weight(pages) {
  const had = new Set(all.pages.filter((page) => kept.has(absolute(page.url))).flatMap(({ files }) => files));
  const files = new Set(pages.flatMap((page) => page.files).filter((file) => !had.has(file)));
  const wanted = pages.filter((page) => !isKept(page));
  return wanted.reduce((sum, page) => sum + page.bytes, 0) + [...files].reduce((sum, file) => sum + all.files[file][1], 0);
}

async function keep(pages, films) {
  const wanted = pages.filter((page) => !isKept(page) || films);
  const total = weight(wanted) + (films ? media(wanted).reduce((sum, film) => sum + film.bytes, 0) : 0);
  const room = await navigator.storage?.estimate?.().catch(() => null);
  if (room && room.quota - room.usage < total * 3) return say.failed_full; // unpacked, and two versions during an update
  await navigator.storage?.persist?.().catch(() => {});
  let done = 0;
  for (const page of wanted) {
    if (stopped) return say.stopped;
    status.textContent = fill(say.keeping, { done: size(done), total: size(total) });
    Object.assign(bar, { hidden: false, max: total, value: done });
    const cost = weight([page]);
    const more = [...(page.more ?? []), ...(films ? (page.media ?? []).map(({ url }) => url) : [])].map(absolute);
    const answer = await ask({ keep: absolute(page.url), more, choose: true }).catch(() => ({ why: "network" }));
    if (!answer.kept) return say[`failed_${answer.why}`] ?? say.failed_network;
    kept.add(absolute(page.url));
    done += cost + (films ? media([page]).reduce((sum, film) => sum + film.bytes, 0) : 0);
  }
  return say.kept;
}

// Does one thing at a time, says how it ended, and draws the rows anew with the focus where it was.
async function work(place, act) {
  stopped = false;
  panel.setAttribute("aria-busy", "true");
  for (const one of rows.querySelectorAll("button")) one.disabled = true;
  stop.replaceChildren(button(say.stop, () => (stopped = true)));
  const said = await act();
  stop.replaceChildren();
  bar.hidden = true;
  await draw();
  status.textContent = `${said} ${await used()}`;
  panel.removeAttribute("aria-busy");
  rows.querySelector(`[data-place="${place}"] button`)?.focus();
}

// The pages, and the started engine that a tool keeps for the next visit.
async function removeAll() {
  await forget();
  await ask({ drop: "all" });
  return say.removed;
}

async function used() {
  const { usage } = (await navigator.storage?.estimate?.().catch(() => null)) ?? {};
  return usage ? fill(say.used, { used: size(usage) }) : "";
}

function row(title, pages, place, href) {
  const name = href ? Object.assign(make("a", "", title), { href }) : title;
  const line = make("div", "keep__row", make("span", "keep__name", name));
  line.dataset.place = place;
  const films = media(pages);
  const box = Object.assign(document.createElement("input"), { type: "checkbox" });
  if (films.length) {
    const words = fill(say.with_media, { size: size(films.reduce((sum, film) => sum + film.bytes, 0)) });
    line.append(make("label", "keep__media", box, words));
  }
  const here = pages.every(isKept);
  if (here) line.append(make("span", "tag", say.on_device));
  if (!here || films.length) line.append(press(fill(say.keep, { size: size(weight(pages)) }), () => keep(pages, box.checked)));
  if (here) line.append(press(say.remove, () => ask({ drop: pages.map(({ url }) => absolute(url)) }).then(() => say.removed)));
  return line;

  function press(words, act) {
    const made = button(words, () => work(place, act));
    made.append(make("span", "sr", ` ${title}`));
    return made;
  }
}

function group(name) {
  const pages = all.pages.filter((page) => page.group === name);
  const each = pages.map((page) => row(page.title, [page], page.url, absolute(page.url)));
  const inner = make("details", "keep__pages", make("summary", "", fill(say.one_by_one, { count: pages.length })), ...each);
  inner.dataset.group = name;
  return [row(all.groups[name], pages, `/${name}`), inner];
}

async function draw() {
  await look();
  const opened = [...rows.querySelectorAll("details[open]")].map((one) => one.dataset.group);
  const shown = [];
  const page = all.pages.find(({ url }) => absolute(url) === here);
  const known = all.pages.filter(({ url }) => kept.has(absolute(url)));
  if (panel.dataset.keep === "page" && page) shown.push(row(say.this_page, [page], "page"));
  if (panel.dataset.keep === "section" && page) {
    shown.push(row(say.whole_group, all.pages.filter((one) => one.group === page.group), "section"));
  }
  if (panel.dataset.keep === "all") {
    const missing = all.pages.filter(({ url }) => chosen.has(absolute(url)) && !kept.has(absolute(url)));
    if (missing.length) shown.push(row(say.incomplete, missing, "missing"));
    for (const name of Object.keys(all.groups)) shown.push(...group(name));
    shown.push(make("p", "keep__note", fill(say.common, { size: size(all.shell) })));
    if (chosen.size || known.length || (await remembers().catch(() => false))) shown.push(button(say.remove_all, () => work("none", removeAll)));
  }
  if (panel.dataset.keep === "kept") {
    const links = known.map(({ url, title }) => make("li", "", Object.assign(make("a", "", title), { href: absolute(url) })));
    shown.push(make("p", "", known.length ? say.pages_here : say.nothing), make("ul", "", ...links));
  }
  rows.replaceChildren(...shown);
  for (const one of rows.querySelectorAll("details")) one.open = opened.includes(one.dataset.group);
}

async function begin() {
  panel.append(bar, stop, status);
  try {
    say = await words();
  } catch {
    return; // without a network and without a copy: what stands in the page has to do
  }
  if (!navigator.serviceWorker) {
    status.textContent = say.no_worker;
    return;
  }
  try {
    all = await list();
    await draw();
    if (panel.dataset.keep === "all") status.textContent = await used();
  } catch {
    status.textContent = say.no_list;
  }
  offerInstall(document.querySelector("[data-install]"), true).catch(() => {});
}

// The list of pages is loaded when somebody comes near it.
new IntersectionObserver((seen, observer) => {
  if (!seen.some((one) => one.isIntersecting)) return;
  observer.disconnect();
  begin();
}, { rootMargin: "200px" }).observe(panel);
