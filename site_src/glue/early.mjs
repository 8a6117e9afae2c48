// Decides when the engine starts by itself: in a quiet moment where that costs nobody anything, at the first touch of the
// form elsewhere, and with Save-Data never before somebody asks, which pressing the form's button does.
const FAST = 1.5; // megabits a second
const PROMPT = 400; // milliseconds in which this very page came, where the browser says nothing about the line

// Of the page's own journey: fast enough to guess that the line is good. A page out of a cache tells nothing.
function camePromptly() {
  const [trip] = performance.getEntriesByType("navigation");
  return trip?.transferSize > 0 && trip.responseEnd - trip.requestStart < PROMPT;
}

async function onDevice(address) {
  try {
    return Boolean(await caches.match(address));
  } catch {
    return false; // no caches here, or the visitor's settings forbid them
  }
}

function inQuiet(start) {
  const wait = () => (window.requestIdleCallback ? requestIdleCallback(start, { timeout: 4000 }) : setTimeout(start, 1500));
  if (document.readyState === "complete") wait();
  else addEventListener("load", wait, { once: true });
}

// `largest` is the address of the largest file: once it is on the device, starting loads nothing.
export async function startEarly(form, start, largest) {
  if (await onDevice(largest)) return inQuiet(start);
  const line = navigator.connection;
  if (line?.saveData || matchMedia("(prefers-reduced-data: reduce)").matches) return;
  for (const touch of ["focusin", "pointerdown"]) form.addEventListener(touch, start, { once: true });
  if (line ? line.effectiveType === "4g" && line.downlink >= FAST : camePromptly()) inQuiet(start);
}
