// Takes what an answer shows out of the page: tables for a spreadsheet, days for a calendar. Words stand in the page.
const tool = document.getElementById("tool");
const answer = tool.querySelector("[data-answer]");
const name = () => `${tool.dataset.format}-${new Date().toLocaleDateString("sv")}`;

function download(file, type, text) {
  const href = URL.createObjectURL(new Blob([text], { type }));
  Object.assign(document.createElement("a"), { href, download: file }).click();
  setTimeout(() => URL.revokeObjectURL(href), 10_000);
}

const words = (cell) => cell.textContent.trim().replace(/\s+/g, " ");
// A cell that begins like a formula would be run by a spreadsheet; a number may begin with a minus.
const safe = (text) => (/^[=+@\t\r]|^-(?!\d)/.test(text) ? `'${text}` : text);
const quoted = (text) => (/[",;\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

export function csv(tables) {
  const line = (row) => [...row.cells].map((cell) => quoted(safe(cell.dataset.raw ?? words(cell)))).join(",");
  const each = (table) => [...table.rows].map(line).join("\r\n");
  return `\ufeff${[...tables].map(each).join("\r\n\r\n")}\r\n`;
}

// iCalendar (RFC 5545): commas and the like are escaped, lines are folded before 75 octets.
const escaped = (text) => text.replace(/[\\;,]/g, "\\$&").replace(/\n/g, "\\n");
function folded(line) {
  let [made, length] = ["", 0];
  for (const sign of line) {
    const octets = new TextEncoder().encode(sign).length;
    if (length + octets > 73) [made, length] = [`${made}\r\n `, 1];
    made += sign;
    length += octets;
  }
  return made;
}

export function calendar(items, stamp) {
  const day = (text) => text.replaceAll("-", "");
  const after = (text) => new Date(Date.parse(`${text}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
  const events = [...items].flatMap((item) => [
    "BEGIN:VEVENT",
    `UID:${item.dataset.name}.${day(item.dataset.event)}@puente`,
    `DTSTAMP:${stamp}`,
    `DTSTART;VALUE=DATE:${day(item.dataset.event)}`,
    `DTEND;VALUE=DATE:${day(after(item.dataset.event))}`,
    `SUMMARY:${escaped(words(item.querySelector(".todo__name")))}`,
    `DESCRIPTION:${escaped([...item.querySelectorAll(".todo__text")].map(words).join("\n"))}`,
    "BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:PT9H", `DESCRIPTION:${escaped(words(item.querySelector(".todo__name")))}`, "END:VALARM",
    "END:VEVENT",
  ]);
  return ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Puente//Puente//EN", ...events, "END:VCALENDAR", ""].map(folded).join("\r\n");
}

const actions = {
  sheet: () => download(`${name()}.csv`, "text/csv;charset=utf-8", csv(answer.querySelectorAll("[data-sheet]"))),
  calendar() {
    const stamp = new Date().toISOString().replace(/[-:]|\.\d+/g, "");
    download(`${name()}.ics`, "text/calendar;charset=utf-8", calendar(answer.querySelectorAll("[data-event]"), stamp));
  },
};
// What another tool has kept on this device is taken along, when the visitor comes here and when it changes.
for (const place of tool.querySelectorAll("[data-device]")) {
  const field = place.querySelector("textarea");
  const take = () => {
    let kept = null;
    try {
      kept = localStorage.getItem(place.dataset.device);
    } catch {} // forbidden by the visitor's settings
    const { answers, on } = JSON.parse(kept ?? "{}");
    if (!answers) return;
    place.querySelector("span").textContent = place.dataset.found;
    const text = JSON.stringify({ format: place.dataset.device, answers, on });
    if (field.value === text) return;
    field.value = text;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const careful = () => { try { take(); } catch {} }; // a damaged diagnosis is mended on its own page
  careful();
  addEventListener("storage", ({ key }) => key === place.dataset.device && careful());
}
// A step that is ticked in the answer ticks its box in the form, where it is kept.
tool.addEventListener("click", (event) => document.getElementById(event.target.closest("[data-tick]")?.dataset.tick)?.click());
tool.addEventListener("click", (event) => actions[event.target.closest("[data-do]")?.dataset.do]?.());
// A file that an answer carries is saved as it is; what an answer offers for the form is put into it, field by field.
tool.addEventListener("click", ({ target }) => {
  const { save, type, text, fill } = target.closest("[data-save], [data-fill]")?.dataset ?? {};
  if (save) return download(`${tool.dataset.format}-${save}`, `${type};charset=utf-8`, text);
  if (!fill) return;
  const form = tool.querySelector("form");
  for (const [field, value] of Object.entries(JSON.parse(fill))) form.elements[field].value = value;
  form.querySelector("textarea").dispatchEvent(new Event("change", { bubbles: true }));
});
// A chosen file is read into the field beside it, where it can be seen before anything is done with it.
tool.addEventListener("change", async ({ target }) => {
  const field = document.getElementById(target.dataset?.paste);
  const [file] = field ? target.files : [];
  if (!file) return;
  field.value = await file.text();
  target.value = "";
  field.dispatchEvent(new Event("change", { bubbles: true }));
});
