// Several products on the device: a list beside the one in the form. Whatever the device says, the page goes on.
export function openProducts({ tool, replace, run, answers, today }) {
  const key = `${tool.dataset.format}.products`;
  const box = tool.querySelector("[data-saved]");
  const list = tool.querySelector("[data-saved-list]");
  const drop = tool.querySelector("[data-saved-drop]");

  function read() {
    try {
      const kept = JSON.parse(localStorage.getItem(key));
      return Array.isArray(kept) ? kept.filter((one) => one?.answers?.constructor === Object) : [];
    } catch {
      return [];
    }
  }

  function write(products, chosen = "") {
    try {
      localStorage.setItem(key, JSON.stringify(products));
    } catch {} // no room, or forbidden: the list lives as long as the page
    draw(products, chosen);
  }

  function draw(products, chosen = "") {
    list.replaceChildren(list.options[0], ...products.map(({ name }) => new Option(name, name)));
    list.value = chosen;
    box.hidden = !products.length;
    drop.hidden = !chosen;
  }

  tool.querySelector("[data-saved-keep]").addEventListener("click", () => {
    const now = answers();
    const name = now["product.name"] || now["product.hs"] || today();
    write([...read().filter((one) => one.name !== name), { name, answers: now, on: today() }], name);
    box.scrollIntoView({ block: "center" });
    list.focus({ preventScroll: true });
  });
  list.addEventListener("change", () => {
    const found = read().find(({ name }) => name === list.value);
    drop.hidden = !found;
    if (!found) return;
    replace(found.answers);
    run();
  });
  drop.addEventListener("click", () => write(read().filter(({ name }) => name !== list.value)));
  addEventListener("storage", (event) => event.key === key && draw(read(), list.value));
  draw(read());
}
