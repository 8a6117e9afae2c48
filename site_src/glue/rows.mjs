// A list of rows in a form, some with a list of rows of their own. A row's place in the answers is its path: inputs.0,
// inputs.0.inputs.1. Numbers may have gaps. The words are in the page; what a row means is the engine's business.
const PLACE = /^(.+)\.(\d+)$/;

export function openRows(form) {
  const pattern = form.querySelector("template[data-row]").innerHTML;
  const list = (path) => form.querySelector(`[data-rows="${path}"]`);
  const rows = (path) => [...(list(path)?.children ?? [])];
  const number = (row) => Number(row.dataset.path.match(PLACE)[2]);
  const next = (path) => Math.max(-1, ...rows(path).map(number)) + 1;
  const fields = (row) => [...row.querySelectorAll("[name]")];
  const empty = (row) => fields(row).every((field) => !field.value);
  let removed; // {path, before, row}

  function add(path, at = next(path)) {
    const made = document.createElement("template");
    made.innerHTML = pattern.replaceAll("PATH", `${path}.${at}`);
    const row = made.content.firstElementChild;
    list(path).append(row);
    return row;
  }

  // The row of a path is there afterwards, and the rows that it stands in.
  function have(place) {
    const [, path, at] = place.match(PLACE);
    if (path.includes(".")) have(path.slice(0, path.lastIndexOf(".")));
    if (!rows(path).some((row) => number(row) === Number(at))) add(path, Number(at));
  }

  // Makes the list fit these answers, with `least` rows at the top.
  function fit(answers, least = 2) {
    for (const row of rows("inputs")) row.remove();
    removed = undefined;
    const places = new Set(Object.keys(answers).map((name) => name.match(/^((?:inputs\.\d+\.?)+)\.(?!inputs)/)?.[1]).filter(Boolean));
    const order = [...places].sort((one, other) => one.localeCompare(other, "en", { numeric: true }));
    for (const place of order) have(place);
    while (rows("inputs").length < least) add("inputs");
    for (const row of form.querySelectorAll("[data-path]")) {
      const inner = [...places].some((place) => place.startsWith(`${row.dataset.path}.inputs.`));
      if (inner) row.querySelector("details").open = true;
    }
  }

  // A row with nothing in it, made if there is none.
  const free = (path) => rows(path).find(empty) ?? add(path);

  function remove(row) {
    removed = { parent: row.parentElement, before: row.nextElementSibling, row };
    const neighbour = row.nextElementSibling ?? row.previousElementSibling;
    row.remove();
    return neighbour;
  }

  function undo() {
    const { parent, before, row } = removed ?? {};
    parent?.insertBefore(row, before?.parentElement === parent ? before : null);
    removed = undefined;
    return row;
  }

  return { add, fit, free, next, rows, remove, undo };
}
