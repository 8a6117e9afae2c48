// A document of one market: shown, printed, saved, put into a link whose figures travel only behind the #, read again.
import { download } from "./form.mjs";

async function through(bytes, stream) {
  return new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(stream)).arrayBuffer());
}

export async function packed(text) {
  const bytes = await through(new TextEncoder().encode(text), new CompressionStream("deflate-raw"));
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join("")).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

export async function unpacked(words) {
  const bytes = Uint8Array.from(atob(words.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));
  return new TextDecoder().decode(await through(bytes, new DecompressionStream("deflate-raw")));
}

export function openDossiers({ tool, form, config, engine, replace, run, today }, side) {
  const place = tool.querySelector("[data-dossier]");
  let dossier, name;

  function show(reply) {
    if (!reply) return;
    const told = reply.ok ? JSON.parse(reply.response).ok : {};
    dossier = told.dossier;
    name = told.file_name ?? `${tool.dataset.format}.json`;
    place.scrollIntoView();
  }

  // The same document in the other language of the site, each part beside its own. Without the line it is in one language,
  // and says so.
  async function beside(request) {
    const mine = place.dataset.turn;
    try {
      if (!navigator.onLine) throw new Error("offline");
      const address = document.querySelector("a[hreflang]").href.split("#")[0];
      const page = new DOMParser().parseFromString(await (await fetch(address)).text(), "text/html");
      const theirs = JSON.parse(page.getElementById("puente-tool").textContent);
      const asked = ["origin.dossier", JSON.stringify({ on: today(), ...request }), "origin/dossier", theirs.language, config.base];
      const { html } = JSON.parse(await engine.ask("translated", JSON.stringify(theirs), ...asked));
      if (place.dataset.turn === mine) pair(html, theirs.language);
    } catch (problem) {
      console.warn(problem);
      if (place.dataset.turn === mine) place.querySelector("[data-dossier-alone]").hidden = false;
    }
  }

  function pair(html, language) {
    const other = document.createElement("template");
    other.innerHTML = html;
    const parts = (of) => [...of.querySelector(".dossier").children].filter((part) => !part.matches(".dossier__tools"));
    const twins = parts(other.content);
    for (const [at, part] of parts(place).entries()) {
      const both = Object.assign(document.createElement("div"), { className: "dossier__pair" });
      part.replaceWith(both);
      both.append(part, Object.assign(twins[at], { lang: language }));
    }
  }

  const who = () => Object.fromEntries([...new FormData(form)].filter(([field, value]) => field.startsWith("page.who.") && value).map(([field, value]) => [field.slice(9), value]));

  return {
    async make(market) {
      const request = { ...market, who: who() };
      const reply = await side(place, "origin.dossier", request, "origin/dossier");
      show(reply);
      if (reply?.ok) await beside(request);
    },
    async received(words) {
      let text = words;
      try {
        text = await unpacked(words);
      } catch {} // then the engine says what is wrong with it
      show(await side(place, "origin.rerun", { text }, "origin/rerun"));
    },
    presses: {
      "dossier-print": () => print(),
      "dossier-save": () => download(name, JSON.stringify(dossier)),
      async "dossier-link"(button) {
        const line = place.querySelector("[data-dossier-said]");
        const link = `${location.href.split("#")[0]}#dossier=${await packed(JSON.stringify(dossier))}`;
        try {
          await navigator.clipboard.writeText(link);
          line.textContent = button.dataset.copied;
        } catch {
          line.textContent = `${button.dataset.shown} ${link}`;
        }
      },
      "rerun-take": () => (replace(dossier.answers), run()),
    },
  };
}
