// Remembers on this device which answer of a lesson's questions was opened first, before and after reading it.
// The questions work without it. It knows no sentence: words stand in the page.
const NAME = "puente.learn";
const lesson = location.pathname.match(/learn\/([\w-]+)\/?(?:index\.html)?$/)?.[1];
const place = document.querySelector("[data-score]");

// A question is a run of options one after the other; it belongs to the heading above it, #before or #after.
function questions(part) {
  const found = [];
  for (let at = document.getElementById(part)?.nextElementSibling; at && at.localName !== "h2"; at = at.nextElementSibling) {
    if (!at.matches("details.right, details.wrong")) continue;
    if (!at.previousElementSibling.matches("details.right, details.wrong")) found.push([]);
    found.at(-1).push(at);
  }
  return found;
}
const parts = { before: questions("before"), after: questions("after") };

// What another version has written, or what is damaged, is left as it is: then nothing is remembered.
function read() {
  const text = localStorage.getItem(NAME);
  if (!text) return { format: NAME, version: 1, lessons: {} };
  const kept = JSON.parse(text);
  if (kept.format !== NAME || kept.version !== 1 || kept.lessons?.constructor !== Object) throw new Error(NAME);
  return kept;
}

function show() {
  const mine = read().lessons[lesson] ?? {};
  let any = false;
  for (const [part, asked] of Object.entries(parts)) {
    const chosen = (mine[part] ?? []).slice(0, asked.length).filter((one) => one !== null && one !== undefined);
    place.querySelector(`[data-${part}]`).textContent = chosen.length ? `${chosen.filter(Boolean).length} / ${asked.length}` : "–";
    any ||= chosen.length > 0;
  }
  place.hidden = !any;
}

function choose(part, at, right) {
  const kept = read();
  const mine = (kept.lessons[lesson] ??= {});
  mine[part] ??= [];
  if (typeof mine[part][at] === "boolean") return; // only the first choice counts
  mine[part][at] = right;
  mine.asked = { before: parts.before.length, after: parts.after.length };
  mine.on = new Date().toLocaleDateString("sv");
  localStorage.setItem(NAME, JSON.stringify(kept));
}

const careful = (act) => { try { act(); } catch {} }; // a device that keeps nothing spoils no lesson

for (const [part, asked] of Object.entries(parts)) {
  asked.forEach((options, at) => {
    for (const option of options) {
      option.addEventListener("toggle", () => {
        if (!option.open) return;
        careful(() => choose(part, at, option.classList.contains("right")));
        careful(show);
      });
    }
  });
}
// Whoever reaches the questions at the end has read the lesson.
const end = document.getElementById("after");
const reached = new IntersectionObserver(([seen]) => seen.isIntersecting && careful(() => {
  reached.disconnect();
  const kept = read();
  const mine = (kept.lessons[lesson] ??= {});
  if (mine.read) return;
  mine.read = new Date().toLocaleDateString("sv");
  localStorage.setItem(NAME, JSON.stringify(kept));
}));
if (end && lesson) reached.observe(end);
place.querySelector("button").addEventListener("click", () => careful(() => {
  const kept = read();
  delete kept.lessons[lesson];
  localStorage.setItem(NAME, JSON.stringify(kept));
  for (const option of document.querySelectorAll("details.right[open], details.wrong[open]")) option.open = false;
  show();
}));
careful(show);
