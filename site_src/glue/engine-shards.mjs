// Brings data when a question needs it: one chapter's rules, not all. Each file is checked against its hash, and what was
// brought longest ago is let go, so that the engine stays small however much is looked at.
import { openFiles } from "./engine-files.mjs";

const ROOM = 6e6; // bytes of data, unpacked, that stay; in Python they take several times as much
const ROUNDS = 20; // a question that still needs something then would go on for ever

const UNREACHED = ["download", "stalled"];

const size = (entry) => (entry.unpacked ?? entry.bytes) + (entry.texts ? size(entry.texts) : 0);
const sent = (entry) => entry.bytes + (entry.texts ? sent(entry.texts) : 0);

// `index`: the file that lists what there is, if this tool has one. `begin` is told how many bytes will come, `came` how
// many have. A failure is an error whose `kind` names a sentence; only the question that needed the file is lost.
export function openShards({ root, index, language, bridge, door, begin, came }) {
  const reload = []; // addresses to fetch past every cache
  const kept = new Map(); // name -> bytes; the oldest comes first
  let listing;

  async function text(entry, heard = came) {
    let first; // what went wrong: later complaints are only its echo
    const fail = (kind, url, detail) => {
      first ??= Object.assign(new Error(`${kind} ${url} ${detail ?? ""}`), { kind: UNREACHED.includes(kind) ? "no_data" : kind });
      return first;
    };
    try {
      return await openFiles({ root, reload, fail, came: heard }).text(entry);
    } catch {
      if (first.kind !== "hash" || reload.includes(entry.url)) throw first;
      reload.push(entry.url); // a damaged copy is fetched once more
      return text(entry, heard);
    }
  }

  function list() {
    listing ??= index ? text(index, () => {}).then(JSON.parse) : Promise.resolve({});
    listing.catch(() => (listing = undefined));
    return listing;
  }

  function letGo(needed) {
    let held = [...kept.values()].reduce((sum, bytes) => sum + bytes, 0);
    for (const [name, bytes] of kept) {
      if (held <= ROOM) return;
      if (needed.has(name)) continue;
      bridge.unload(name);
      door.forget_texts(language, name);
      kept.delete(name);
      held -= bytes;
    }
  }

  async function bring(names, needed) {
    const entries = await list();
    const wanted = names.filter((name) => entries[name]);
    begin(wanted.reduce((sum, name) => sum + sent(entries[name]), 0));
    const files = await Promise.all(wanted.map((name) => {
      const { texts } = entries[name];
      return Promise.all([text(entries[name]), texts && text(texts)]);
    }));
    for (const name of names) needed.add(name);
    for (const name of names.filter((one) => !entries[one])) bridge.lack(name);
    wanted.forEach((name, place) => {
      const [shard, words] = files[place];
      files[place] = null;
      bridge.load(name, shard);
      if (words) door.load_texts(language, words, name);
      kept.set(name, size(entries[name]));
    });
    letGo(needed);
  }

  return {
    // So that the first question that needs something does not wait for the list too.
    prepare: () => list().catch(() => {}),
    // Asks, brings what is needed, asks again; gives the answer.
    async answered(ask) {
      const needed = new Set();
      for (let round = 0; round < ROUNDS; round += 1) {
        const said = ask();
        if (!said.startsWith('{"needs":')) return said;
        await bring(JSON.parse(said).needs, needed);
      }
      throw new Error(`still needs ${[...needed]}`);
    },
    // Asks in another language. Its page says where its sentences are; they come for this one answer and go again.
    async translated({ language: other, texts, data, index: listed }, ask) {
      const entries = listed ? JSON.parse(await text(listed, () => {})) : {};
      const brought = [...kept.keys()].map((name) => ({ ...entries[name], name }));
      const wanted = [{ texts, name: "" }, ...data, ...brought].filter((entry) => entry.texts);
      const words = await Promise.all(wanted.map((entry) => text(entry.texts, () => {})));
      try {
        words.forEach((sentences, place) => door.load_texts(other, sentences, wanted[place].name));
        return ask();
      } finally {
        for (const { name } of wanted) door.forget_texts(other, name);
      }
    },
  };
}
