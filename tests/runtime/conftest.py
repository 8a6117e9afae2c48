"""A small site around a toy engine that can crash and hang, and a server that can misbehave like real networks do."""

from __future__ import annotations

import base64
import hashlib
import json
import shutil
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import yaml

from build_tools.runtime import build_runtime, of_tool, squeeze

ROOT = Path(__file__).resolve().parents[2]
TOY = Path(__file__).parent / "toy"
TOOLS = {"toy": ()}
SHARDS = 6  # to be loaded on demand, as large as the engine keeps two of
POLICY = (
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'; "
    "style-src 'self'; img-src 'self' data:"
)
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".mjs": "text/javascript",
    ".js": "text/javascript",
    ".json": "application/json",
    ".bin": "application/octet-stream",
}
PAGE = """<!doctype html><html lang="{language}"><head><meta charset="utf-8"><link rel="icon" href="data:,">
<link rel="manifest" href="{base}{home}manifest.webmanifest">
<title>Toy</title><script src="{base}early-press.js"></script></head><body>
<section class="tool" id="tool" data-tool="toy" data-call="toy.assess" data-open="toy.open" data-view="toy/result"
 data-open-view="toy/opened" data-collect="answers" data-format="puente.toy" data-version="1">
<form data-form><fieldset id="q-q1"><legend>1</legend>{radios}</fieldset><input name="q2">
<input type="checkbox" name="agreed" value="yes"><fieldset data-needs="agreed"><input name="q3"></fieldset>
<button>Go</button></form>
<p data-status role="status" aria-live="polite"></p><progress data-progress hidden></progress>
<button type="button" data-cancel hidden>Stop</button><button type="button" data-retry hidden>Again</button>
<section data-answer class="tool__answer is-sample" tabindex="-1">sample</section>
<div>{buttons}<input type="file" data-file hidden></div></section>
<script type="application/json" id="puente-tool">{config}</script>
<script type="module" src="{base}assets/glue/tool.mjs"></script></body></html>"""


def sentences(language):
    return yaml.safe_load((ROOT / "i18n" / language / "glue.yml").read_text("utf-8"))


def asset(site, name, data):
    """Write one asset under a hashed name and describe it as the page does."""
    digest = hashlib.sha256(data).digest()
    url = f"assets/{name.format(digest.hex()[:10])}"
    (site / url).parent.mkdir(parents=True, exist_ok=True)
    (site / url).write_bytes(data)
    return {
        "url": url,
        "bytes": len(data),
        "integrity": "sha256-" + base64.b64encode(digest).decode(),
    }


def on_demand(site):
    """Shards of three million letters with a sentence beside each, packed, and their index."""
    plain = {
        f"rules/{place:02}": json.dumps({"fill": f"{place}" * 3_000_000}).encode() for place in range(SHARDS)
    }
    words = {name: json.dumps({"messages": {name: "x"}}).encode() for name in plain}
    packed = squeeze(ROOT, [*plain.values(), *words.values()])

    def entry(name, data):
        return {
            **asset(site, f"data/{name.replace('/', '-')}.{{}}.gz.bin", packed[data]),
            "unpacked": len(data),
        }

    entries = {
        name: {**entry(name, data), "texts": entry(f"{name}.en", words[name])} for name, data in plain.items()
    }
    return asset(site, "data/index.{}.json", json.dumps(entries).encode())


def write_pages(site, runtime):
    shutil.copy(
        ROOT / "site_src/overrides/partials/theme-init.js", site / "early-press.js"
    )  # inline on the real site
    shard = {"name": "toy", **asset(site, "data/toy.{}.json", b'{"version":"1"}')}
    listed = on_demand(site)
    for language, home in (("en", ""), ("es", "es/")):
        text = json.dumps({"messages": {"toy.title": f"Result {language}"}}).encode()
        base = "../../" + "../" * home.count("/")
        config = {
            "language": language,
            "base": base,
            "runtime": runtime,
            "data": [shard],
            "index": listed,
            "texts": asset(site, f"data/texts-{language}.{{}}.json", text),
            "say": sentences(language),
        }
        radios = "".join(
            f'<label><input type="radio" name="q1" value="{value}">{value}</label>'
            for value in ("a", "b", "loop", "crash", "refuse", "import")
        )
        buttons = "".join(
            f'<button type="button" data-do="{name}">{name}</button>'
            for name in ("export", "import", "print", "again", "clear", "undo")
        )
        written = PAGE.format(
            language=language, home=home, radios=radios, buttons=buttons, base=base, config=json.dumps(config)
        )
        pages = {"tools/toy": written, "other": f"<!doctype html><head><title>O</title></head><p>{home}other"}
        pages["offline"] = (
            f'<!doctype html><html><head><title>Off</title></head><p id="off">offline-{language}'
        )
        for name, body in pages.items():
            folder = site / home / name
            folder.mkdir(parents=True, exist_ok=True)
            (folder / "index.html").write_text(body, "utf-8")


def write_lists(site):
    """What the build writes about its pages: addresses, sizes, hashes; and the sentences about them."""
    for language, home in (("en", ""), ("es", "es/")):
        pages = []
        for path in sorted((site / home).rglob("index.html")):
            address = path.parent.relative_to(site).as_posix() + "/"
            if address.startswith("es/") == bool(home) and not address.endswith("offline/"):
                data = path.read_bytes()
                pages.append(
                    {
                        "url": address,
                        "title": address,
                        "group": "tools" if "tools" in address else "",
                        "hash": hashlib.sha256(data).hexdigest()[:10],
                        "bytes": len(data),
                        "files": [],
                    }
                )
        listed = {"shell": 1000, "groups": {"": "Rest", "tools": "Tools"}, "files": [], "pages": pages}
        (site / home / "offline/pages.json").write_text(json.dumps(listed), "utf-8")
        said = yaml.safe_load((ROOT / "i18n" / language / "offline.yml").read_text("utf-8"))
        (site / home / "offline/say.json").write_text(json.dumps(said), "utf-8")


def write_service_worker(site, build):
    write_lists(site)
    lists = [f"{home}offline/{name}.json" for home in ("", "es/") for name in ("pages", "say")]
    shell = [
        "offline/",
        "es/offline/",
        *lists,
        *(f"assets/glue/{path.name}" for path in (site / "assets/glue").iterdir()),
    ]
    filled = {
        "id": build,
        "live": False,
        "lists": [name for name in lists if "pages" in name],
        "shell": sorted(shell),
        "offline": {"en": "offline/", "es": "es/offline/"},
    }
    source = (ROOT / "site_src/glue/sw.js").read_text("utf-8")
    assert source.count("/*BUILD*/null") == 1
    (site / "sw.js").write_text(source.replace("/*BUILD*/null", json.dumps(filled)), "utf-8")


@pytest.fixture(scope="session")
def toy_root(tmp_path_factory):
    """A project of its own around the toy engine. What depends on Pyodide alone comes from the real cache."""
    root = tmp_path_factory.mktemp("toy")
    for package, module in (("py_engine", "bridge.py"), ("puente_views", "door.py")):
        (root / package).mkdir()
        (root / package / "__init__.py").write_bytes(b"")
        shutil.copy(
            TOY / module, root / package
        )  # not kept as packages: pytest would import them for the real ones
    shutil.copy(ROOT / "py_engine" / "pyproject.toml", root / "py_engine")
    (root / "node_modules").symlink_to(ROOT / "node_modules")
    cache = ROOT / ".build" / "cache" / "runtime"
    cache.mkdir(parents=True, exist_ok=True)
    (root / ".build" / "cache").mkdir(parents=True)
    (root / ".build" / "cache" / "runtime").symlink_to(cache)
    return root


@pytest.fixture(scope="session")
def toy_texts():
    return json.dumps({"messages": {"toy.title": "Result"}}).encode()


@pytest.fixture(scope="session")
def toy_site(toy_root, toy_texts, tmp_path_factory):
    """The toy's site as a folder of files."""
    site = tmp_path_factory.mktemp("site")
    packed = site / "assets" / "runtime"
    runtime = of_tool(
        build_runtime(
            toy_root, toy_root / "puente_views", {}, toy_texts, packed, lambda _: None, tools=TOOLS
        ),
        "toy",
    )
    for file in runtime["files"]:
        file["url"] = f"assets/{file['url']}"
    (site / "assets" / "glue").mkdir()
    for source in (ROOT / "site_src" / "glue").glob("*.mjs"):
        shutil.copy(source, site / "assets" / "glue")
    write_pages(site, runtime)
    write_service_worker(site, "one")
    (site / "runtime.json").write_text(json.dumps(runtime))
    return site


@dataclass
class Host:
    """A static host whose faults a test chooses: part of an address → what goes wrong with it."""

    site: Path
    faults: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    policy: str = POLICY
    port: int = 0
    pause: float = 0.0  # seconds between pieces of 64 KB

    def address(self, path="tools/toy/", name="localhost"):
        return f"http://{name}:{self.port}/puente/{path}"


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    host: Host

    def log_message(self, *_):
        pass

    def do_GET(self):
        path = self.path.split("?")[0].removeprefix("/puente/")
        self.host.asked.append(path)
        fault = next((kind for part, kind in self.host.faults.items() if part in path), "")
        file = self.host.site / (path + "index.html" if path.endswith("/") or not path else path)
        if fault == "404" or not file.is_file():
            self.send_response(404)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        data = file.read_bytes()
        if fault == "slow":
            time.sleep(1.2)
        elif fault == "corrupt":
            data = data[:-9] + bytes(9)
        elif fault == "corrupt-once":
            data = data[:-9] + bytes(9)
            self.host.faults = {}
        elif fault == "scramble":
            data = bytes(len(data))
        elif fault == "truncate":
            data = data[: len(data) // 2]
        self.send_response(200)
        self.send_header("Content-Type", TYPES.get(file.suffix, "text/plain"))
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Content-Security-Policy", self.host.policy)
        fresh = path.startswith("assets/") and not path.startswith("assets/glue/")
        self.send_header("Cache-Control", "public, max-age=31536000, immutable" if fresh else "no-cache")
        self.end_headers()
        try:
            if fault == "silence":
                self.wfile.write(data[: len(data) // 2])
                time.sleep(5)
                self.connection.shutdown(2)
                return
            if fault == "cut":
                self.wfile.write(data[: len(data) // 2])
                self.wfile.flush()
                self.connection.shutdown(2)
                return
            for place in range(0, len(data), 65536):
                self.wfile.write(data[place : place + 65536])
                if self.host.pause and fresh:
                    time.sleep(self.host.pause)
        except OSError:
            self.close_connection = True


@pytest.fixture
def host(toy_site, tmp_path):
    """The toy's site on a host of its own, which a test may spoil."""
    site = tmp_path / "site"
    shutil.copytree(toy_site, site)
    made = Host(site)
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Bound", (Handler,), {"host": made}))
    server.daemon_threads = True
    made.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield made
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(params=["en", "es"])
def spoken(request):
    """Each language in turn: its code, the start of its addresses, its sentences."""
    code = request.param
    return code, "" if code == "en" else "es/", sentences(code)
