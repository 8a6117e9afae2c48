// What lessons have left on this device: reading it, joining what a file brings, and the code of a certificate.
// No page and no sentence here, so that it can be tried without a browser.
export const FORMAT = "puente.progress";
export const STORES = ["puente.learn", "puente.plan", "puente.diagnosis"];

const object = (one) => one?.constructor === Object;
const DAY = /^\d{4}-\d\d-\d\d$/;

// First choices of one lesson: {right, chosen, of}. Of how many questions is known since the lesson was last answered.
export function score(mine, part) {
  const chosen = (Array.isArray(mine?.[part]) ? mine[part] : []).filter((one) => typeof one === "boolean");
  return { right: chosen.filter(Boolean).length, chosen: chosen.length, of: Math.max(Number(mine?.asked?.[part]) || 0, chosen.length) };
}

// A lesson counts as answered when every question after it was.
export const answered = (mine) => {
  const { chosen, of } = score(mine, "after");
  return chosen > 0 && chosen === of;
};

// Of two devices the first choice counts: what is here stays, what is missing is filled in.
export function joined(here, there) {
  const lessons = { ...here.lessons };
  for (const [name, other] of Object.entries(there.lessons ?? {})) {
    if (!/^[a-z0-9-]{1,60}$/.test(name) || !object(other)) continue;
    const mine = { ...lessons[name] };
    for (const part of ["before", "after"]) {
      const [a, b] = [mine[part] ?? [], Array.isArray(other[part]) ? other[part].slice(0, 20) : []];
      if (b.length) mine[part] = Array.from({ length: Math.max(a.length, b.length) }, (_, at) => [a[at], b[at]].find((one) => typeof one === "boolean") ?? null);
    }
    mine.asked ??= object(other.asked) ? other.asked : undefined;
    for (const day of ["on", "read"]) mine[day] ??= DAY.test(other[day]) ? other[day] : undefined;
    lessons[name] = mine;
  }
  return { ...here, lessons };
}

// Gives the stores of a file, or the name of a sentence that says why not.
export function opened(text) {
  let file = null;
  try {
    file = JSON.parse(text);
  } catch {} // then it is no file of ours
  if (!object(file) || file.format !== FORMAT || !object(file.stores)) return { why: "not_ours" };
  if (!(Number.isInteger(file.version) && file.version >= 1)) return { why: "not_ours" };
  if (file.version > 1) return { why: "newer" };
  const right = ([name, store]) => STORES.includes(name) && object(store) && store.format === name;
  const stores = Object.fromEntries(Object.entries(file.stores).filter(right));
  if (stores["puente.learn"] && (stores["puente.learn"].version !== 1 || !object(stores["puente.learn"].lessons))) return { why: "newer" };
  return Object.keys(stores).length ? { stores } : { why: "empty" };
}

// One line that holds everything a certificate says, in one way only, so that its code can be worked out again.
export const line = (name, day, lessons) =>
  ["Puente 1", name.normalize("NFC").replace(/[\s|]+/g, " ").trim(), day, lessons.map(({ id, before, after }) => `${id} ${before} ${after}`).join(", ")].join(" | ");

// Sixty bits of SHA-256 in letters that are not mistaken for one another. Nothing where a page is not served safely.
export async function code(text, crypto = globalThis.crypto) {
  if (!crypto?.subtle) return "";
  const plain = text.normalize("NFC").replace(/\s+/g, " ").trim();
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(plain)));
  let number = 0n;
  for (const byte of bytes.slice(0, 8)) number = (number << 8n) | BigInt(byte);
  number >>= 4n;
  const signs = Array.from({ length: 12 }, (_, at) => "0123456789ABCDEFGHJKMNPQRSTVWXYZ"[Number((number >> BigInt(55 - 5 * at)) & 31n)]);
  return signs.join("").replace(/.{4}(?=.)/g, "$&-");
}

export const same = (one, other) => {
  const plain = (text) => text.toUpperCase().replace(/[^0-9A-Z]/g, "").replace(/O/g, "0").replace(/[IL]/g, "1");
  return plain(one) !== "" && plain(one) === plain(other);
};
