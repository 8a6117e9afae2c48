// What a tool page does with forms, answers and files, whatever the tool.

export const collected = (form) => Object.fromEntries([...new FormData(form)].filter(([, value]) => value !== ""));

export function restore(form, answers) {
  for (const field of form.elements) {
    if (/radio|checkbox/.test(field.type)) field.checked = answers[field.name] === field.value;
    else if (field.name) field.value = answers[field.name] ?? "";
  }
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
