"""`puente serve`: builds the site, serves it on this machine, and builds it again whenever a file changes.

Serves as an ordinary static host does: under the path of the site's address, with the types browsers insist on.
"""

from __future__ import annotations

import functools
import http.server
import sys
import threading
import time
import webbrowser
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

from build_tools.build import BuildError, build
from build_tools.content.project import read_project

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from build_tools.progress import Progress

WATCHED = ("content", "economy", "i18n", "site_src", "py_engine", "schemas", "mkdocs.yml")
TYPES = {
    ".mjs": "text/javascript",
    ".js": "text/javascript",
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json",
    ".json": "application/json",
    ".woff2": "font/woff2",
    ".svg": "image/svg+xml",
    ".bin": "application/octet-stream",
}
OUTSIDE = "/.not-a-file-of-this-site"
QUIET_SECONDS = 0.4  # editors save in several steps; wait until they are done


class Handler(http.server.SimpleHTTPRequestHandler):
    """Files of one folder below one path; everything else is this site's own 404 page."""

    protocol_version = "HTTP/1.1"
    extensions_map = {**http.server.SimpleHTTPRequestHandler.extensions_map, **TYPES}  # noqa: RUF012 - as the base has it

    def __init__(self, *arguments: Any, base: str, stamp: Callable[[], str], **named: Any) -> None:
        self.base, self.stamp = base, stamp
        super().__init__(*arguments, **named)

    def do_GET(self) -> None:
        """Answer one request."""
        path = urlsplit(self.path).path
        if path == "/" != self.base:
            self.send_response(302)
            self.send_header("Location", self.base)
            self.send_header("Content-Length", "0")
            self.end_headers()
        elif path == f"{self.base}__built":
            text = self.stamp().encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/plain")
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)
        else:
            super().do_GET()

    def translate_path(self, path: str) -> str:
        """The file behind a path; a path outside the site leads nowhere."""
        inside = urlsplit(path).path
        here = inside.startswith(self.base)
        return super().translate_path("/" + inside[len(self.base) :] if here else OUTSIDE)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """The site's own page for what is not there."""
        page = f"{self.directory}/404.html"
        try:
            with open(page, "rb") as file:  # noqa: PTH123 - the base class hands out text paths
                body = file.read()
        except OSError:
            super().send_error(code, message, explain)
            return
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def end_headers(self) -> None:
        """Nothing is kept by the browser while somebody is editing."""
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def log_message(self, *_: Any) -> None:
        """Requests are not news."""


class Server(http.server.ThreadingHTTPServer):
    """Serves many requests at once; a browser that hangs up in the middle of a file is not news."""

    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Report what went wrong, unless the other side only closed the connection."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


def server(folder: Path, base: str, port: int, stamp: Callable[[], str] = lambda: "") -> Server:
    """A server of one built site on this machine; port 0 takes a free one."""
    handler = functools.partial(Handler, directory=str(folder), base=base, stamp=stamp)
    return Server(("127.0.0.1", port), handler)


class _Changes(FileSystemEventHandler):
    def __init__(self) -> None:
        self.last = 0.0

    def on_any_event(self, event: FileSystemEvent) -> None:
        name = str(event.src_path)
        if (
            event.event_type in {"opened", "closed_no_write"}
            or "__pycache__" in name
            or name.endswith(("~", ".swp"))
        ):
            return
        self.last = time.monotonic()


def serve(root: Path, out: Path, *, port: int, language: str, open_browser: bool, progress: Progress) -> int:
    """Build, serve and rebuild until somebody presses Ctrl+C.

    Returns:
        The exit code: 1 when the first build failed.
    """
    built = {"at": "0"}

    def once() -> bool:
        try:
            build(root, out, language=language, live=True, progress=progress)
        except (BuildError, RuntimeError, ValueError) as error:
            progress.note(f"  ✗ {error}")
            return False
        built["at"] = str(time.time_ns())
        return True

    if not once():
        return 1
    base = _base_path(root)
    try:
        httpd = server(out, base, port, lambda: built["at"])
    except OSError:
        progress.note(f"  port {port} is taken; using a free one")
        httpd = server(out, base, 0, lambda: built["at"])
    threading.Thread(target=httpd.serve_forever, daemon=True).start()
    address = f"http://localhost:{httpd.server_port}{base}"
    progress.note(f"\nThe site is at {address}  (Ctrl+C to stop; it is built again when a file changes)")
    if open_browser:
        webbrowser.open(address)
    changes, observer = _Changes(), Observer()
    for name in WATCHED:
        if (root / name).exists():
            observer.schedule(changes, str(root / name), recursive=True)
    observer.start()
    try:
        while True:
            time.sleep(QUIET_SECONDS / 2)
            if changes.last and time.monotonic() - changes.last > QUIET_SECONDS:
                changes.last = 0.0
                once()
    except KeyboardInterrupt:
        progress.note("Stopped.")
    finally:
        observer.stop()
        httpd.shutdown()
    return 0


def _base_path(root: Path) -> str:
    address = read_project(root, archives=False).economy.site_url
    path = "/" + urlsplit(address).path.strip("/") + "/"
    return path.replace("//", "/")
