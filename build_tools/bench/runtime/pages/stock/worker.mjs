// What Pyodide's guide to web workers does: the whole standard library, the package as a wheel of sources.
import { loadPyodide } from "/pyodide/pyodide.mjs";

const [pyodide, wheel, files] = await Promise.all([
  loadPyodide(),
  fetch("/shared/engine.whl").then((found) => found.arrayBuffer()),
  fetch("/shared/files.json").then((found) => found.json()),
]);
pyodide.unpackArchive(wheel, "wheel");
const bridge = pyodide.pyimport("py_engine.bridge");
const door = pyodide.pyimport("puente_views.door");
for (const [name, text] of files.shards) bridge.load(name, text);
door.load_texts("en", files.texts);
self.postMessage(JSON.parse(door.page(files.call, files.request, files.view, "en", "../")).html);
