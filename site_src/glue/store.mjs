// Keeps a person's answers on the device, and only there. Whatever the device says, the page goes on from memory.

export function openStore(format, version) {
  const asked = `${format}.asked`;
  let memory = null;
  let device = null;
  let trouble = "storage_denied";
  try {
    device = window.localStorage;
    device.getItem(format);
    trouble = null;
  } catch {
    device = null;
  }

  const usable = (saved) =>
    saved?.format === format && saved.answers !== null && typeof saved.answers === "object" && !Array.isArray(saved.answers);

  // What cannot be read is never thrown away: it gets a name of its own and is offered as a file.
  function setAside(text) {
    const name = `${format}.set-aside.${Date.now()}`;
    device.removeItem(format);
    try {
      device.setItem(name, text);
    } catch {} // then the file is offered from memory
    return { saved: null, trouble: "set_aside", aside: { name, text } };
  }

  return {
    // {saved, trouble, aside}: the answers or null, the name of a sentence or null, what was set aside.
    read() {
      if (!device) return { saved: memory, trouble };
      const text = device.getItem(format);
      if (text === null) return { saved: null, trouble: null };
      try {
        const saved = JSON.parse(text);
        if (saved?.version > version) {
          device = null; // left by a newer page: not ours to change
          trouble = "saved_newer";
          return { saved: null, trouble };
        }
        if (usable(saved)) return { saved, trouble: null };
      } catch {}
      return setAside(text);
    },
    // The name of a sentence when the device does not keep the answers, else null.
    write(answers, on) {
      memory = { format, version, answers, on };
      if (!device) return trouble;
      try {
        device.setItem(format, JSON.stringify(memory));
        return null;
      } catch {
        return "storage_full";
      }
    },
    clear() {
      memory = null;
      device?.removeItem(format);
    },
    // Calls back when another tab has changed the answers.
    watch(changed) {
      window.addEventListener("storage", (event) => device && event.key === format && changed());
    },
    // Whether this tab has seen an answer, so that the page in the other language shows it at once.
    asked(now) {
      try {
        if (now !== undefined) sessionStorage.setItem(asked, now ? "yes" : "");
        return sessionStorage.getItem(asked) === "yes";
      } catch {
        return false;
      }
    },
  };
}
