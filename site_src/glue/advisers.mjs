// Adviser mode: a list of clients and products, some lines at a time. The page hands the list on, gathers rows and faults
// as they come, and writes the file. Rows that are there stay, whatever happens to the others.
import { download } from "./form.mjs";

const SHOWN = 300; // rows on the page; a phone would choke on more, and the file has them all
const LARGEST = 5_000_000; // bytes of a list
const FIRST = "5"; // lines in the first question, so that something is seen soon
const AT_ONCE = "25";

export function openAdvisers({ tool, config, ask, today }, cell) {
  const box = tool.querySelector("[data-batch]");
  const [file, bar, said, cancel, save, out] = ["file", "bar", "said", "cancel", "save", "out"].map((name) => box.querySelector(`[data-batch-${name}]`));
  let turn = 0; // of the newest list
  let lines = []; // of the file to save

  const tell = (words, values = {}) => (said.textContent = words.replace(/\{(\w+)\}/g, (_, name) => values[name]));

  function gather(html) {
    const slice = document.createElement("template");
    slice.innerHTML = html;
    const table = slice.content.querySelector("table");
    const text = (row) => [...row.cells].map((one) => cell(one.textContent)).join(",");
    if (!lines.length) lines.push(text(table.tHead.rows[0]));
    lines.push(...[...table.tBodies[0].rows].map(text));
    const shown = out.querySelector("table");
    if (!shown) return begin(slice.content);
    const room = SHOWN - shown.tBodies[0].rows.length;
    shown.tBodies[0].append(...[...table.tBodies[0].rows].slice(0, Math.max(0, room)));
    out.querySelector("[data-batch-faults]").append(...slice.content.querySelector("[data-batch-faults]").children);
  }

  function begin(slice) {
    const table = slice.querySelector("table");
    const scroll = Object.assign(document.createElement("div"), { className: "chart__scroll", tabIndex: 0, role: "group", ariaLabel: box.dataset.table });
    table.replaceWith(scroll);
    scroll.append(table);
    for (const row of [...table.tBodies[0].rows].slice(SHOWN)) row.remove();
    out.replaceChildren(slice);
  }

  async function run(text) {
    const mine = ++turn;
    lines = [];
    out.replaceChildren();
    save.hidden = true;
    cancel.hidden = bar.hidden = false;
    bar.removeAttribute("value");
    tell(config.say.working);
    try {
      for (let from = "0"; from !== null; ) {
        const reply = await ask("origin.batch", { text, on: today(), from, count: from === "0" ? FIRST : AT_ONCE }, "origin/batch");
        if (mine !== turn) return;
        if (!reply.ok) {
          tell("");
          out.innerHTML = reply.html;
          break;
        }
        const { total, next } = JSON.parse(reply.response).ok;
        gather(reply.html);
        Object.assign(bar, { max: Math.max(1, total), value: next ?? total });
        tell(next ? config.say.batch_going : config.say.batch_done, { done: next ?? total, total, rows: lines.length - 1, faults: out.querySelector("[data-batch-faults]").children.length });
        from = next;
      }
    } catch (problem) {
      if (mine === turn) tell(config.say[problem.kind] ?? config.say.crash);
      console.warn(problem);
    } finally {
      if (mine === turn) end();
    }
  }

  function end() {
    cancel.hidden = bar.hidden = true;
    save.hidden = lines.length < 2;
    box.querySelector("[data-batch-more]").hidden = lines.length - 1 <= SHOWN;
  }

  async function take(given) {
    if (!given) return;
    if (given.size > LARGEST) return tell(config.say.file_too_large);
    const bytes = await given.arrayBuffer();
    try {
      run(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    } catch {
      run(new TextDecoder("windows-1252").decode(bytes)); // as older spreadsheets write
    }
  }

  const sample = box.querySelector("[data-batch-sample]").textContent;
  const presses = {
    choose: () => file.click(),
    "try": () => run(sample),
    example: () => download(`${box.dataset.name}.csv`, `\ufeff${sample.trim()}\n`),
    save: () => download(`puente-${today()}.csv`, `\ufeff${lines.join("\r\n")}\r\n`),
    cancel() {
      turn += 1;
      end();
      tell(config.say.batch_stopped);
    },
  };
  box.addEventListener("click", ({ target }) => presses[target.closest("[data-batch-do]")?.dataset.batchDo]?.());
  file.addEventListener("change", () => take(file.files[0]).finally(() => (file.value = "")));
  box.addEventListener("dragover", (event) => event.preventDefault());
  box.addEventListener("drop", (event) => {
    event.preventDefault();
    take(event.dataTransfer.files[0]);
  });
}
