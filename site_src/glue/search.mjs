// site_src/glue/search.mjs — the search page. Pagefind finds, this file shows; every sentence stands in the page.

const form = document.querySelector("form[data-search]");
const input = form.elements.q;
const facets = form.querySelector("[data-facets]");
const status = document.querySelector("[data-search-status]");
const list = document.querySelector("[data-search-results]");
const more = document.querySelector("[data-search-more]");
const say = JSON.parse(document.getElementById("search-say").textContent);
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
const PAGE = 10;
const FACETS = ["kind", "topic", "sector"];
const count = new Intl.PluralRules(document.documentElement.lang);

let pagefind;
let found = [];
let shown = 0;
let turn = 0;

async function load() {
  if (pagefind) return;
  const bundle = new URL(form.dataset.bundle, document.baseURI);
  // a failed import is remembered for its address: ask for another one when somebody tries again
  const engine = await import(new URL(`pagefind.js${turn > 1 ? `?${turn}` : ""}`, bundle).href);
  await engine.options({ baseUrl: new URL(form.dataset.root, document.baseURI).pathname, excerptLength: 26 });
  await engine.init();
  offer(await engine.filters());
  pagefind = engine;
}

function offer(filters) {
  const asked = new URLSearchParams(location.search);
  for (const name of FACETS) {
    const values = Object.keys(filters[name] ?? {});
    if (values.length < 2) continue;
    const label = document.createElement("label");
    const select = document.createElement("select");
    select.name = name;
    select.append(new Option(say.all, ""));
    const worded = values.map((value) => [say.names[name]?.[value] ?? value, value]);
    for (const [words, value] of worded.sort((a, b) => a[0].localeCompare(b[0]))) select.append(new Option(words, value));
    select.value = asked.get(name) ?? "";
    if (select.selectedIndex < 0) select.value = "";
    label.append(say[name], select);
    facets.append(label);
  }
  facets.hidden = !facets.querySelector("select");
}

const chosen = () => Object.fromEntries([...facets.querySelectorAll("select")].filter((one) => one.value).map((one) => [one.name, one.value]));

function tell(sentence, hint, button) {
  const parts = [sentence];
  if (hint) parts.push(Object.assign(document.createElement("span"), { className: "hint", textContent: hint }));
  if (button) parts.push(button);
  status.replaceChildren(...parts);
}

function press(words, act) {
  const button = Object.assign(document.createElement("button"), { type: "button", className: "action action--quiet", textContent: words });
  button.addEventListener("click", act);
  return button;
}

function remember(words, filters) {
  const query = new URLSearchParams({ ...(words && { q: words }), ...filters });
  history.replaceState(null, "", `${location.pathname}${query.size ? `?${query}` : ""}`);
}

async function search() {
  const mine = ++turn;
  const words = input.value.trim();
  try {
    if (words && !pagefind) tell(say.working);
    await load();
    if (mine !== turn) return;
    const filters = chosen();
    remember(words, filters);
    if (!words && !Object.keys(filters).length) return clear();
    const answer = await pagefind.search(words || null, { filters });
    if (mine !== turn) return;
    found = answer.results;
    shown = 0;
    list.replaceChildren();
    const values = { words: words || Object.entries(filters).map(([name, value]) => say.names[name]?.[value] ?? value).join(", "), count: String(found.length) };
    if (found.length) tell(fill(say[count.select(found.length)] ?? say.other, values));
    else tell(fill(say.none, values), say.noneHint, Object.keys(filters).length ? press(say.clear, unfilter) : null);
    await show(mine);
  } catch {
    if (mine !== turn) return;
    clear();
    tell(say.failed, say.failedHint, press(say.retry, search));
  }
}

function clear() {
  found = [];
  list.replaceChildren();
  status.replaceChildren();
  more.hidden = true;
}

function unfilter() {
  for (const select of facets.querySelectorAll("select")) select.value = "";
  input.focus();
  search();
}

async function show(mine = turn) {
  const pages = await Promise.all(found.slice(shown, shown + PAGE).map((result) => result.data()));
  if (mine !== turn) return;
  const first = list.children.length;
  list.append(...pages.map(card));
  shown += pages.length;
  more.hidden = shown >= found.length;
  if (first) list.children[first]?.querySelector("a").focus();
}

function card({ url, meta, excerpt, filters }) {
  const item = Object.assign(document.createElement("li"), { className: "card" });
  const kind = filters.kind?.[0];
  if (kind && kind !== "page") item.append(Object.assign(document.createElement("p"), { className: "tag", textContent: say.names.kind[kind] ?? kind }));
  const title = Object.assign(document.createElement("h2"), { className: "card__title" });
  title.append(Object.assign(document.createElement("a"), { href: url, textContent: meta.title }));
  const text = document.createElement("p");
  text.innerHTML = excerpt; // Pagefind escapes the text and adds nothing but <mark>
  item.append(title, text);
  return item;
}

let resting;
input.addEventListener("input", () => { clearTimeout(resting); resting = setTimeout(search, 200); });
input.addEventListener("focus", () => load().catch(() => {}), { once: true });
facets.addEventListener("change", search);
more.addEventListener("click", () => show());
form.addEventListener("submit", (event) => { event.preventDefault(); clearTimeout(resting); search(); });
input.value = new URLSearchParams(location.search).get("q") ?? input.value;
if (input.value || location.search) search();
