// The line of a tool page that tells how things are going, with its bar and its buttons.
const LATE = 3000; // milliseconds until cancelling is offered to somebody who pressed no button

export function openStatus(tool, { say, language }) {
  const [line, bar, cancel, retry] = ["status", "progress", "cancel", "retry"].map((name) => tool.querySelector(`[data-${name}]`));
  const megabytes = new Intl.NumberFormat(language, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  let waited = false; // for, by a visitor who pressed the button
  let late;

  function tell(name, values = {}) {
    // a counter is seen but not read out again and again
    line.setAttribute("aria-live", line.dataset.said === name && values.done ? "off" : "polite");
    line.dataset.said = name;
    line.textContent = (say[name] ?? name).replace(/\{(\w+)\}/g, (_, key) => values[key]);
  }

  function progress({ step, done, total }) {
    if (!waited) return;
    tell(step, { done: megabytes.format(done / 1e6), total: megabytes.format(total / 1e6) });
    Object.assign(bar, { max: total, value: done, hidden: step !== "loading" });
  }

  function working(now, quietly) {
    tool.querySelector("[data-answer]").setAttribute("aria-busy", now);
    waited = now && !quietly;
    clearTimeout(late);
    if (now && quietly) late = setTimeout(() => (cancel.hidden = false), LATE);
    cancel.hidden = !waited;
    bar.hidden = true;
    if (now) retry.hidden = true;
  }

  function offer(words, act) {
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: words });
    button.addEventListener("click", act);
    line.append(" ", button);
  }

  return { tell, progress, working, offer, cancel, retry };
}
