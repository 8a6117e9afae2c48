// Starts Pyodide under Node with packed files and runs one function of a guest: node views.mjs <job.json>. Prints JSON.
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

const job = JSON.parse(fs.readFileSync(process.argv[2], "utf8"));
const { loadPyodide } = await import(pathToFileURL(path.join(job.pyodide, "pyodide.mjs")).href);
const { info } = JSON.parse(fs.readFileSync(path.join(job.pyodide, "pyodide-lock.json"), "utf8"));
const pyodide = await loadPyodide({
  args: ["-X", "no_debug_ranges"],
  env: { PYTHONHASHSEED: "0", PYTHONPATH: job.place },
  lockFileContents: { info, packages: {} },
  ...(job.stdlib ? { stdLibURL: job.stdlib } : {}),
  fsInit: async (files) => files.writeFile(job.place, fs.readFileSync(job.packed)),
});
const guest = pyodide.toPy({ __name__: "guest" });
pyodide.runPython(fs.readFileSync(job.guest, "utf8"), { globals: guest });
process.stdout.write(`${guest.get("measure")(JSON.stringify(job))}\n`);
