// Runs one job of the build in Pyodide under Node: node sandbox.mjs <job.json>. Prints one JSON line.
// A job: {pyodide, lock, guest, stdlib?: zip, path?: [zip…] to import from, files?: {place: file} to lie at hand,
// answer?: {…}, compile?: [[from, to]…], squeeze?: [[from, to]…]}
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

const job = JSON.parse(fs.readFileSync(process.argv[2], "utf8"));

async function work() {
  const { loadPyodide } = await import(pathToFileURL(path.join(job.pyodide, "pyodide.mjs")).href);
  const started = performance.now();
  const places = job.path.map((_, index) => `/packed/${index}.zip`);
  const pyodide = await loadPyodide({
    args: ["-X", "no_debug_ranges"],
    env: { PYTHONHASHSEED: "0", PYTHONPATH: places.join(":") },
    lockFileContents: job.lock,
    ...(job.stdlib ? { stdLibURL: job.stdlib } : {}),
    fsInit: async (files) => {
      files.mkdirTree("/packed");
      job.path.forEach((file, index) => files.writeFile(places[index], fs.readFileSync(file)));
      for (const [place, file] of Object.entries(job.files ?? {})) files.writeFile(place, fs.readFileSync(file));
    },
  });
  const booted = performance.now() - started;
  const guest = pyodide.toPy({ __name__: "guest" });
  pyodide.runPython(fs.readFileSync(job.guest, "utf8"), { globals: guest });
  const result = { booted: Math.round(booted), python: pyodide.runPython("import sys; sys.version.split()[0]") };

  if (job.answer) {
    Object.assign(result, JSON.parse(guest.get("answer")(JSON.stringify(job.answer))));
    try {
      pyodide.runPython("raise RuntimeError('provoked')", { filename: "provoked.py" }); // what reports a bug is needed too
    } catch (error) {
      result.traceback = error.message;
    }
  }
  for (const [task, pairs] of [["compile_zip", job.compile ?? []], ["squeeze", job.squeeze ?? []]]) {
    for (const [from, to] of pairs) {
      pyodide.FS.writeFile("/from", fs.readFileSync(from));
      guest.get(task)("/from", "/to");
      fs.writeFileSync(to, pyodide.FS.readFile("/to"));
    }
  }
  process.stdout.write(`${JSON.stringify(result)}\n`);
}

work().catch((error) => {
  process.stderr.write(`${error.message}\n`); // of a Python error the traceback, of any other no page of minified script
  process.exit(1);
});
