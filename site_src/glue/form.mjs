// What a tool page does with forms, answers and files, whatever the tool.

export const collected = (form) => Object.fromEntries([...new FormData(form)].filter(([, value]) => value !== ""));

const ticked = (field) => /radio|checkbox/.test(field.type);

// What is behind a consent box counts only while the box is ticked: a disabled group is neither asked nor kept.
export function heed(form) {
  for (const group of form.querySelectorAll("fieldset[data-needs]")) {
    group.disabled = !form.elements[group.dataset.needs]?.checked;
  }
}

// A field marked `data-fixed` is what the page itself says, such as its language: no answer.
export function restore(form, answers) {
  for (const field of form.elements) {
    if (ticked(field)) field.checked = answers[field.name] === field.value;
    else if (field.name && !("fixed" in field.dataset)) field.value = answers[field.name] ?? "";
  }
  heed(form);
}

// What a visitor has already answered in a page whose scripts were still on their way.
export function touched(form) {
  const asShipped = (field) =>
    ticked(field) ? field.checked === field.defaultChecked
      : field.options ? [...field.options].every((one) => one.selected === one.defaultSelected)
        : field.value === field.defaultValue;
  const names = new Set([...form.elements].filter((field) => field.name && !asShipped(field)).map(({ name }) => name));
  return Object.fromEntries(Object.entries(collected(form)).filter(([name]) => names.has(name)));
}

// Swaps the answer. When nobody pressed a button, focus and scroll stay where they are.
export function swap(answer, html, quietly) {
  const held = document.activeElement;
  const top = held.getBoundingClientRect().top;
  const inside = answer.contains(held) && held.id;
  const opened = [...answer.querySelectorAll("details[open][id]")].map(({ id }) => id);
  answer.innerHTML = html;
  answer.classList.remove("is-sample");
  for (const id of opened) document.getElementById(id)?.setAttribute("open", "");
  if (!quietly) {
    answer.focus({ preventScroll: true });
    answer.scrollIntoView();
  } else if (inside) document.getElementById(inside)?.focus({ preventScroll: true });
  else if (held !== document.body) scrollBy(0, held.getBoundingClientRect().top - top);
}

export function download(name, text) {
  const href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  Object.assign(document.createElement("a"), { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), 10_000);
}
