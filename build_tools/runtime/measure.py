"""How long until the first answer: our tool page against stock Pyodide of the same version with the same engine.

    uv run python -m build_tools.runtime.measure site --rounds 5

Real Chromium, a server on this machine that compresses as hosts do. Each round visits both by turns with an empty
cache, then once more after closing the browser. The stock page does what Pyodide's own guide says: a module worker,
``loadPyodide`` with the whole standard library, the engine as a zip of sources. Ours presses the button of the tool
page as soon as it can be pressed; bytes of ours include the whole page and what is kept for use without a network.
"""

from __future__ import annotations

import argparse
import contextlib
import functools
import gzip
import json
import os
import shutil
import statistics
import tempfile
import threading
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from build_tools import browser
from build_tools.runtime import pack

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from playwright.sync_api import BrowserContext

ROOT = Path(__file__).resolve().parents[2]
TOOL = "tools/diagnosis/"
STATES = ("first visit", "next visit")
COMPRESSED = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css",
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".wasm": "application/wasm",
}
REQUEST = '{"answers":{},"on":"2026-11-21"}'
# Presses the button as soon as the page can be used, and notes when the engine's answer is on the page.
PRESS = """
document.addEventListener("DOMContentLoaded", () => {
  const answer = document.querySelector("[data-answer]");
  const form = document.querySelector("[data-form]");
  if (!answer || !form) return;
  const seen = new MutationObserver(() => {
    if (answer.classList.contains("is-sample")) return;
    window.took ??= performance.now();
  });
  seen.observe(answer, { childList: true, attributes: true });
  form.requestSubmit();
});"""
STOCK_PAGE = """<!doctype html><meta charset="utf-8"><title>Stock</title><link rel="icon" href="data:,">
<p id="answer"></p><script type="module">
const worker = new Worker("worker.mjs", { type: "module" });
worker.onmessage = ({ data }) => {
  document.getElementById("answer").innerHTML = data;
  window.took = performance.now();
};</script>"""
STOCK_WORKER = """import { loadPyodide } from "./pyodide/pyodide.mjs";
const [pyodide, engine, files] = await Promise.all([
  loadPyodide(),
  fetch("engine.zip").then((found) => found.arrayBuffer()),
  fetch("files.json").then((found) => found.json()),
]);
pyodide.unpackArchive(engine, "zip");
const bridge = pyodide.pyimport("py_engine.bridge");
const door = pyodide.pyimport("puente_views.door");
for (const [name, text] of files.shards) bridge.load(name, text);
door.load_texts("en", files.texts);
self.postMessage(JSON.parse(door.page("diagnostic.assess", files.request, "diagnostic/result", "en", "../")).html);
"""


def stock(folder: Path, site: Path) -> None:
    """Write the stock page beside a copy of the site."""
    (folder / "pyodide").mkdir(parents=True)
    source = ROOT / "node_modules" / "pyodide"
    for name in (
        "pyodide.mjs",
        "pyodide.asm.js",
        "pyodide.asm.wasm",
        "python_stdlib.zip",
        "pyodide-lock.json",
    ):
        shutil.copy(source / name, folder / "pyodide")
    page = (site / TOOL / "index.html").read_text("utf-8")
    config = json.loads(page.split('id="puente-tool">')[1].split("</script>")[0])
    files = {
        "shards": [[file["name"], (site / file["url"]).read_text("utf-8")] for file in config["data"]],
        "texts": (site / config["texts"]["url"]).read_text("utf-8"),
        "request": REQUEST,
    }
    (folder / "files.json").write_text(json.dumps(files, ensure_ascii=False), "utf-8")
    sources = pack.engine_sources(ROOT, ROOT / ".build" / "views")
    (folder / "engine.zip").write_bytes(pack.zipped(sources))
    (folder / "worker.mjs").write_text(STOCK_WORKER, "utf-8")
    (folder / "index.html").write_text(STOCK_PAGE, "utf-8")


@dataclass(slots=True)
class Counted:
    """What a server has sent."""

    requests: int = 0
    bytes: int = 0


@contextlib.contextmanager
def serving(site: Path) -> Iterator[tuple[str, Counted]]:
    """Serve a folder as a static host does, text and WebAssembly compressed beforehand, and count what is sent."""
    counted = Counted()

    @functools.cache
    def packed(path: Path) -> bytes:
        return gzip.compress(path.read_bytes(), 9)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: object) -> None:
            """Say nothing."""

        def do_GET(self) -> None:
            path = site / unquote(urlsplit(self.path).path).lstrip("/")
            path = path / "index.html" if path.is_dir() else path
            if not path.is_file():
                self.send_error(404)
                return
            squeezed = path.suffix in COMPRESSED
            body = packed(path) if squeezed else path.read_bytes()
            self.send_response(200)
            self.send_header("Content-Type", COMPRESSED.get(path.suffix, "application/octet-stream"))
            self.send_header("Content-Length", str(len(body)))
            self.send_header(
                "Cache-Control", "max-age=31536000" if "/assets/" in self.path else "max-age=600"
            )
            if squeezed:
                self.send_header("Content-Encoding", "gzip")
            self.end_headers()
            self.wfile.write(body)
            counted.requests += 1
            counted.bytes += len(body)

    for path in site.rglob("*"):
        if path.suffix in COMPRESSED and ("stock" in path.parts or TOOL.strip("/") in path.as_posix()):
            packed(path)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://localhost:{server.server_address[1]}/", counted
    finally:
        server.shutdown()
        server.server_close()


def visit(context: BrowserContext, address: str) -> float:
    """Milliseconds from the start of the navigation to the answer; waits until the page is kept for the next time."""
    page = context.new_page()
    page.add_init_script(PRESS)
    page.goto(address)
    took = 0.0
    for _ in range(2400):
        took = float(page.evaluate("window.took ?? 0"))
        if took:
            break
        page.wait_for_timeout(25)
    else:
        raise TimeoutError(f"no answer from {address}")
    for _ in range(400):
        if page.evaluate("document.getElementById('tool')?.dataset.offline ?? 'none'") != "asked":
            break
        page.wait_for_timeout(25)
    page.close()
    return took


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print medians and ratios."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only who measures needs it

    parser = argparse.ArgumentParser(description="Time to the first answer against stock Pyodide")
    parser.add_argument("site", type=Path, help="a built site")
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args(arguments)
    times: dict[str, list[float]] = {}
    sent: dict[str, tuple[int, int]] = {}
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        site = Path(folder, "site")
        shutil.copytree(given.site, site)
        stock(site / "stock", site)
        chosen = os.environ.get("PUENTE_CHROMIUM") or shutil.which("chromium")
        with serving(site) as (address, counted):
            for _ in range(given.rounds):
                for name, path in (("ours", TOOL), ("stock", "stock/")):
                    profile = tempfile.mkdtemp(dir=folder)
                    for state in STATES:
                        context = playwright.chromium.launch_persistent_context(
                            profile, executable_path=chosen, args=browser.flags()
                        )
                        counted.requests = counted.bytes = 0
                        times.setdefault(f"{name}, {state}", []).append(visit(context, address + path))
                        sent[f"{name}, {state}"] = (counted.requests, counted.bytes)
                        context.close()
    for state in STATES:
        ours, base = (statistics.median(times[f"{name}, {state}"]) for name in ("ours", "stock"))
        print(f"{state}: ours {ours:.0f} ms, stock {base:.0f} ms, ratio {ours / base:.2f}")
    for name, values in times.items():
        requests, amount = sent[name]
        print(
            f"{name}: {', '.join(f'{value:.0f}' for value in values)} ms; {requests} requests, {amount} bytes"
        )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
