// What the device can do for the site: keep pages for when there is no network, offer a newer version, install it.
// Loaded only once the page is at rest, never on a first visit before an answer. Its sentences come from the site.
const ROOT = new URL("../../", import.meta.url).href;
const PATIENCE = 300_000; // milliseconds until a service worker that says nothing is given up
const home = new URL("./", document.querySelector("link[rel=manifest]")?.href ?? ROOT).href; // of this language

let registering, sentences, prompt;

export const words = () => (sentences ??= fetch(`${home}offline/say.json`).then((answer) => answer.json()));
export const list = () => fetch(`${home}offline/pages.json`).then((answer) => answer.json());
const MEMORY = `engine-memory ${new URL(ROOT).pathname}`; // as engine-memory.mjs names it
export const remembers = () => caches.has(MEMORY);
export const forget = () => caches.delete(MEMORY);
export const absolute = (address) => new URL(address, ROOT).href;

function choice(name, value) {
  const [kind, key] = name;
  try {
    if (value) window[kind].setItem(key, value);
    return window[kind].getItem(key);
  } catch {
    return null; // then it is asked again on the next page
  }
}

export function button(words, act, quiet = true) {
  const made = Object.assign(document.createElement("button"), { type: "button", textContent: words });
  made.className = quiet ? "action action--quiet" : "action";
  made.addEventListener("click", act);
  return made;
}

// Rejects where there is no service worker: an old browser, plain http, private windows of some browsers, no room.
export function register() {
  registering ??= (async () => {
    const registration = await navigator.serviceWorker.register(`${ROOT}sw.js`, { updateViaCache: "none" });
    watch(registration);
    const { installing } = registration;
    await new Promise((resolve, reject) => {
      navigator.serviceWorker.ready.then(resolve);
      installing?.addEventListener("statechange", () => installing.state === "redundant" && !registration.active && reject(new Error("install")));
    });
    return registration;
  })();
  registering.catch(() => (registering = undefined));
  return registering;
}

// Gives the service worker a task; gives its answer.
export async function ask(task) {
  const { active } = await register();
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = ({ data }) => resolve(data);
    setTimeout(resolve, PATIENCE, { kept: false, why: "network" });
    active.postMessage(task, [port2]);
  });
}

// ---- a newer version ----
function watch(registration) {
  const look = () => registration.waiting && navigator.serviceWorker.controller && offerUpdate(registration);
  look();
  registration.addEventListener("updatefound", () => registration.installing?.addEventListener("statechange", look));
}

async function offerUpdate(registration) {
  const later = ["sessionStorage", "puente.later"];
  if (choice(later) || document.querySelector(".bar")) return;
  const say = await words();
  const text = Object.assign(document.createElement("p"), { className: "bar__text" });
  text.setAttribute("role", "status");
  const bar = Object.assign(document.createElement("section"), { className: "bar" });
  bar.setAttribute("aria-label", say.update_name);
  const now = button(say.update_now, () => {
    bar.setAttribute("aria-busy", "true");
    const again = () => location.reload();
    if (!registration.waiting) return again(); // another tab was faster
    navigator.serviceWorker.addEventListener("controllerchange", again, { once: true });
    setTimeout(again, 10_000);
    registration.waiting.postMessage({ activate: true });
  }, false);
  bar.append(text, now, button(say.update_later, () => {
    choice(later, "yes");
    bar.remove();
  }));
  const skip = document.querySelector(".skip");
  if (skip) skip.after(bar);
  else document.body.prepend(bar);
  setTimeout(() => (text.textContent = say.update_ready), 50); // a live region speaks when its words change
}

// ---- installing ----
// `place` is put in front of the buttons' words; with `asked` the visitor looked for it, so an old "no" does not count.
export async function offerInstall(after, asked) {
  const never = ["localStorage", "puente.install"];
  if (!prompt || !after || (!asked && choice(never)) || document.querySelector(".install")) return;
  const say = await words();
  const card = Object.assign(document.createElement("aside"), { className: "notice install" });
  card.setAttribute("aria-label", say.install_name);
  const text = Object.assign(document.createElement("p"), { textContent: say.install_text });
  const yes = button(say.install_yes, async () => {
    await prompt.prompt();
    prompt = undefined; // it can be used once
    card.remove();
  });
  const no = button(say.install_no, () => {
    choice(never, "no");
    card.remove();
  });
  card.append(text, yes, ...(asked ? [] : [no]));
  after.after(card);
}

const places = () => [document.querySelector("#tool[data-offline]"), document.querySelector("[data-install]")];

export function installable(event) {
  prompt = event;
  const [tool, panel] = places();
  offerInstall(panel ?? tool, Boolean(panel)).catch(() => {});
}

// ---- on a page ----
// From the second page of a visit on, and on every later one.
export async function visit() {
  if (!navigator.onLine && !navigator.serviceWorker.controller) return;
  const { active } = await register();
  active.postMessage({ visited: [location.href, document.referrer] });
}

// After the first answer of a tool: its page is kept with everything the engine needs.
export async function useful(tool) {
  offerInstall(tool).catch(() => {});
  if (!navigator.serviceWorker || !navigator.onLine) return "not-kept"; // old browser, plain http, or no network just now
  const { kept } = await ask({ keep: location.href }).catch(() => ({ kept: false }));
  return kept ? "kept" : "not-kept";
}
