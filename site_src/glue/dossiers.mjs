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

export function openDossiers({ tool, form, config, replace, run }, side) {
  const place = tool.querySelector("[data-dossier]");
  let dossier, name;

  function show(reply) {
    if (!reply) return;
    const told = reply.ok ? JSON.parse(reply.response).ok : {};
    dossier = told.dossier;
    name = told.file_name ?? `${tool.dataset.format}.json`;
    place.scrollIntoView();
  }

  const who = () => Object.fromEntries([...new FormData(form)].filter(([field, value]) => field.startsWith("page.who.") && value).map(([field, value]) => [field.slice(9), value]));

  return {
    make: async (market) => show(await side(place, "origin.dossier", { ...market, who: who() }, "origin/dossier")),
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
