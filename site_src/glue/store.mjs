// Keeps a person's answers on the device, and only there. Whatever the device says, the page goes on from memory.
export function openStore(format, version) {
  let device = null;
  let trouble = "storage_denied"; // the name of a sentence: why the device keeps nothing
  try {
    device = window.localStorage;
    trouble = null;
  } catch {} // forbidden by the visitor's settings

  const round = (one) => one?.answers?.constructor === Object;
  const usable = (saved) => saved?.format === format && round(saved);

  // What cannot be read is not thrown away: it gets a name of its own and is offered as a file.
  function setAside(text) {
    const name = `${format}.set-aside.${Date.now()}`;
    device.removeItem(format);
    try {
      device.setItem(name, text);
    } catch {} // then it is offered from memory
    return { trouble: "set_aside", aside: { name, text } };
  }

  return {
    // {answers, on, before: an earlier round}, or nothing; with it {trouble}, the name of a sentence, and {aside: {name, text}}.
    read() {
      const text = device?.getItem(format);
      if (!text) return { trouble };
      try {
        const saved = JSON.parse(text);
        if (saved?.version > version) {
          device = null; // left by a newer page: not ours to change
          trouble = "saved_newer";
          return { trouble };
        }
        if (usable(saved)) return { answers: saved.answers, on: saved.on, before: round(saved.before) ? saved.before : undefined };
      } catch {} // not JSON
      return setAside(text);
    },
    // The name of a sentence when the device does not keep the text, else nothing.
    write(text) {
      try {
        device?.setItem(format, text);
        return trouble;
      } catch {
        return "storage_full";
      }
    },
    clear: () => device?.removeItem(format),
    // Calls back when another tab has changed the answers.
    watch: (changed) => addEventListener("storage", ({ key }) => device && key === format && changed()),
    // Whether this tab has seen an answer, so that the page in the other language shows it at once.
    seen(now) {
      try {
        if (now !== undefined) sessionStorage.setItem(`${format}.seen`, now);
        return sessionStorage.getItem(`${format}.seen`) === "true";
      } catch {
        return false;
      }
    },
  };
}
