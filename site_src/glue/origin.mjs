// What the page of origin and markets has beyond its form: rows, examples, the finder, suggestions, markets in full,
// what-if, documents. It carries words between the page and the engine and knows no rule and no sentence.
import { openAdvisers } from "./advisers.mjs";
import { openDossiers } from "./dossiers.mjs";
import { download } from "./form.mjs";
import { openProducts } from "./products.mjs";
import { openRows } from "./rows.mjs";

const QUIET = 250; // milliseconds after the last move of a slider until the engine is asked
const COLUMNS = ["name", "hs", "value", "weight", "unit", "origin", "originating", "role", "supplier", "certificate"];

const data = (place) => Object.fromEntries([...place.querySelectorAll("data[data-field]")].map((one) => [one.dataset.field, one.value]));
const field = (form, name) => form.elements.namedItem(name);
// A cell that begins like a formula would be run by a spreadsheet.
const cell = (text) => (/[",;\n]/.test(text) || /^[=+@-]/.test(text) ? `"${(/^[=+@-]/.test(text) ? "'" : "") + text.replaceAll('"', '""')}"` : text);

export function begin(host) {
  const { tool, form, answer, config, ask, changed, replace, run, today } = host;
  const one = (name) => tool.querySelector(`[data-${name}]`);
  const [asked, finder, finderOut, said, suggestOut] = ["asked", "finder", "find-out", "said-code", "suggest-out"].map(one);
  const rows = openRows(form);
  const dossiers = openDossiers(host, side);
  openProducts(host);
  openAdvisers(host, cell);
  let target = "product"; // what the finder looks for
  let looked = ""; // the words it was asked for
  let moved = {}; // what the sliders say instead of the answers
  let pause;

  // Asks the engine something beside the answer of the page and shows it in its place. Gives the reply, or nothing.
  async function side(place, name, request, view, { calm } = {}) {
    const mine = (place.dataset.turn = String(Number(place.dataset.turn ?? 0) + 1));
    place.setAttribute("aria-busy", "true");
    if (!place.childElementCount) place.textContent = config.say.working;
    try {
      const reply = await ask(name, request.answers ? { on: today(), ...request } : request, view);
      if (place.dataset.turn !== mine) return null;
      place.innerHTML = reply.html;
      if (!calm) place.focus({ preventScroll: true });
      return reply;
    } catch (problem) {
      if (place.dataset.turn === mine) place.textContent = config.say[problem.kind] ?? config.say.crash;
      console.warn(problem);
      return null;
    } finally {
      if (place.dataset.turn === mine) place.removeAttribute("aria-busy");
    }
  }

  const market = ({ agreement, importer }) => ({ answers: host.answers(), agreement, importer });

  // ---- the finder ----
  async function find(path) {
    const place = path === "product" ? finderOut : form.querySelector(`[data-path="${path}"] [data-find-out]`);
    const words = field(form, `${path}.name`).value;
    const facts = path === target && words === looked ? Object.fromEntries(new FormData(finder)) : {};
    [target, looked] = [path, words];
    const answers = { ...facts, "search.words": words, "search.language": config.language };
    await side(place, "search.find", { answers }, "origin/found");
  }

  async function describe() {
    const code = field(form, "product.hs").value;
    said.textContent = "";
    if (!code) return;
    try {
      const { response } = await ask("search.describe", { answers: { "search.hs": code, "search.language": config.language } }, "origin/described");
      const told = JSON.parse(response).ok;
      if (field(form, "product.hs").value === code && told) said.textContent = told.path.map(({ text }) => text).join(" › ");
    } catch {} // nice to have
  }

  function choose({ hs }) {
    const place = target === "product" ? finderOut : form.querySelector(`[data-path="${target}"] [data-find-out]`);
    field(form, `${target}.hs`).value = hs;
    place.replaceChildren();
    field(form, `${target}.hs`).focus();
    changed();
    if (target === "product") describe();
  }

  // ---- inputs ----
  function take(button) {
    const row = rows.free("inputs");
    for (const name of ["name", "hs", "role"]) field(form, `${row.dataset.path}.${name}`).value = button.dataset[name] ?? "";
    button.disabled = true;
  }

  async function paste() {
    const box = one("paste");
    const reply = await side(one("paste-out"), "origin.open", { text: box.value }, "origin/opened");
    if (!reply?.ok) return;
    const given = Object.entries(JSON.parse(reply.response).ok.answers).filter(([name]) => name.startsWith("inputs."));
    const now = Object.fromEntries(Object.entries(host.answers()));
    const first = Math.max(-1, ...Object.keys(now).map((name) => Number(name.match(/^inputs\.(\d+)\./)?.[1] ?? -1))) + 1;
    const shifted = given.map(([name, value]) => [name.replace(/^inputs\.(\d+)/, (_, at) => `inputs.${Number(at) + first}`), value]);
    replace({ ...now, ...Object.fromEntries(shifted) });
    box.value = "";
  }

  function csv() {
    const lines = rows.rows("inputs").map((row) => COLUMNS.map((name) => cell(field(form, `${row.dataset.path}.${name}`).value)).join(","));
    download(`puente-${today()}.csv`, `\ufeff${[COLUMNS.join(","), ...lines].join("\r\n")}\r\n`);
  }

  // ---- questions of the engine ----
  // One that was answered moves into the form, so that it stays and can be changed; the engine asks it no more.
  function settle() {
    for (const question of answer.querySelectorAll(".asked[data-field]")) {
      const given = [...question.querySelectorAll("input, select")].find((one) => (one.type === "radio" ? one.checked : one.value));
      if (!given || given.value === "unknown") continue;
      const [own] = elsewhere(question.dataset.field);
      if (own) own.value = given.value;
      else asked.append(question);
    }
  }

  const elsewhere = (name) => [...form.elements].filter((one) => one.name === name && !answer.contains(one));

  function clean() {
    for (const question of answer.querySelectorAll(".asked[data-field]")) {
      for (const one of elsewhere(question.dataset.field)) if (one.type === "hidden") one.remove();
      for (const list of question.querySelectorAll("[data-economies]")) {
        list.append(...[...field(form, "made_in").options].slice(1).map((option) => option.cloneNode(true)));
      }
    }
  }

  // ---- what if ----
  function slide(range) {
    const sliders = range.closest(".sliders");
    const place = sliders.querySelector("[data-what-if]");
    range.parentElement.querySelector("[data-slide-value]").textContent = new Intl.NumberFormat(config.language).format(range.value);
    moved[range.dataset.slide] = range.value;
    sliders.querySelector("[data-slide-use]").hidden = false;
    clearTimeout(pause);
    pause = setTimeout(() => {
      const request = market(place.dataset);
      side(place, "origin.determine", { ...request, answers: { ...request.answers, ...moved } }, "origin/whatif", { calm: true });
    }, QUIET);
  }

  function use(values) {
    moved = {};
    replace({ ...host.answers(), ...values });
    run();
  }

  const presses = {
    example: (button) => (replace(data(button)), describe(), run()),
    find: (button) => find(button.dataset.find),
    suggest: () => side(suggestOut, "chains.suggest", { answers: { "product.hs": field(form, "product.hs").value } }, "origin/suggested"),
    take: (button) => (take(button), changed()),
    hs: (button) => choose(button.dataset),
    "take-all"(button) {
      const here = rows.rows("inputs").map((row) => field(form, `${row.dataset.path}.hs`).value); // what is listed already stays
      for (const one of button.closest(".suggestion").querySelectorAll("[data-take]:not(:disabled)")) {
        if (here.includes(one.dataset.hs)) one.disabled = true;
        else take(one);
      }
      button.disabled = true;
      changed();
    },
    "row-add": (button) => rows.add(button.dataset.rowAdd).querySelector("input").focus(),
    "row-remove"(button) {
      const neighbour = rows.remove(button.closest(".input-row"));
      one("row-undo").hidden = false;
      (neighbour?.querySelector("input") ?? one("row-add")).focus();
      changed();
    },
    "row-undo"(button) {
      rows.undo()?.querySelector("input").focus();
      button.hidden = true;
      changed();
    },
    "rows-csv": csv,
    "paste-read": paste,
    aside: (button) => button.tagName === "BUTTON" && side(button.closest(".way").querySelector("[data-aside-out]"), button.dataset.aside, market(button.dataset), button.dataset.asideView),
    set: (button) => use(data(button)),
    "slide-use": () => use(moved),
    "dossier-of": (button) => dossiers.make(market(button.dataset)),
  };

  tool.addEventListener("click", ({ target: pressed }) => {
    const button = pressed.closest("button");
    if (!button) return;
    for (const [name, act] of Object.entries({ ...presses, ...dossiers.presses })) if (button.matches(`[data-${name}]`)) return act(button);
  });
  // A way to a card that is folded or not shown at the moment opens it first.
  answer.addEventListener("click", ({ target: pressed }) => {
    const link = pressed.closest("a[href^='#m-']");
    const card = link && document.getElementById(link.hash.slice(1));
    if (!card) return;
    answer.querySelector("[name='page.show'][value=all]").checked = true;
    for (let fold = card.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  });
  tool.addEventListener("toggle", ({ target: opened }) => {
    if (!opened.matches("details[data-aside]") || !opened.open) return;
    side(opened.querySelector("[data-aside-out]"), opened.dataset.aside, market(opened.dataset), opened.dataset.asideView, { calm: true });
  }, true);
  tool.addEventListener("input", ({ target: moving }) => moving.matches("[data-slide]") && slide(moving));
  finder.addEventListener("submit", (event) => {
    event.preventDefault();
    find(target);
  });
  field(form, "product.hs").addEventListener("change", describe);

  return {
    // Before answers are put into the form: rows for them, and a place for those that the page has no field for.
    filling(answers) {
      rows.fit(answers);
      asked.replaceChildren();
      finderOut.replaceChildren();
      suggestOut.replaceChildren();
      said.textContent = "";
      for (const name of Object.keys(answers)) {
        if (!field(form, name)) asked.append(Object.assign(document.createElement("input"), { type: "hidden", name }));
      }
    },
    leaving: settle,
    shown: clean,
    // The page has been filled with what the device kept; an address may bring more.
    begun() {
      if (field(form, "product.hs").value) describe();
      const sent = new URLSearchParams(location.hash.slice(1));
      if (sent.has("dossier")) dossiers.received(sent.get("dossier"));
      else if (sent.has("product.hs")) {
        replace({ ...host.answers(), ...Object.fromEntries([...sent].filter(([name]) => /^product\.(hs|name)$/.test(name))) });
        describe();
      }
    },
  };
}
