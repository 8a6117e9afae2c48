"""A quiet web server for measurements: what a plain static host does, gzip included, and nothing else."""

from __future__ import annotations

import contextlib
import gzip
import mimetypes
import threading
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# The systems' own lists differ on these, and a wrong one stops a module or the runtime from starting.
_KINDS = {".mjs": "text/javascript", ".js": "text/javascript", ".wasm": "application/wasm"}
_PACKED = (".html", ".css", ".js", ".mjs", ".json", ".svg", ".xml", ".webmanifest", ".txt", ".wasm")


@contextlib.contextmanager
def serving(site: Path) -> Iterator[str]:
    """Serve a built site on a free port of this machine and give its address, ending in a slash."""
    root = site.resolve()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: object) -> None:
            """Say nothing: the measurement owns the terminal."""

        def do_GET(self) -> None:
            path = (root / unquote(urlsplit(self.path).path).lstrip("/")).resolve()
            path = path / "index.html" if path.is_dir() else path
            here = path.is_relative_to(root) and path.is_file()
            path = path if here else root / "404.html"
            body = path.read_bytes() if path.is_file() else b""
            kind = _KINDS.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
            self.send_response(HTTPStatus.OK if here else HTTPStatus.NOT_FOUND)
            self.send_header("Content-Type", f"{kind}; charset=utf-8" if kind.startswith("text/") else kind)
            self.send_header(
                "Cache-Control", "max-age=31536000" if "/assets/" in self.path else "max-age=600"
            )
            if path.suffix in _PACKED and "gzip" in self.headers.get("Accept-Encoding", ""):
                body = gzip.compress(body, 6)
                self.send_header("Content-Encoding", "gzip")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
