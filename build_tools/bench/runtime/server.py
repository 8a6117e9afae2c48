"""A static host behind a line of our choice: so many bits a second, so much delay, gzip where hosts have it.

All connections share one line, as they do on a phone. A request waits one round trip, the first of a connection two.
What browsers say about their line to pages cannot be trusted on one's own machine, so visits tell it, see ``visits``.
"""

from __future__ import annotations

import asyncio
import contextlib
import gzip
import hashlib
import mimetypes
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

KINDS = {".mjs": "text/javascript", ".js": "text/javascript", ".wasm": "application/wasm"}
# What static hosts compress on the way; archives, wheels, fonts and .bin they send as they are.
PACKED = (".html", ".css", ".js", ".mjs", ".json", ".svg", ".xml", ".webmanifest", ".txt", ".wasm")
LARGEST_HEAD = 65_536
ENDINGS = (ConnectionError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, asyncio.CancelledError)
PART = 0.02  # seconds of line that one piece takes


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A network line. ``kbps`` 0 means as fast as the machine is. ``kind`` is what a browser calls such a line."""

    id: str
    kbps: int
    rtt: int
    kind: str = "4g"


LINES = {
    line.id: line
    for line in (
        Line(id="none", kbps=0, rtt=0),
        Line(id="4g", kbps=9000, rtt=170),
        Line(id="fast-3g", kbps=1600, rtt=150),
        Line(id="slow-3g", kbps=400, rtt=400, kind="3g"),
    )
}


@dataclass(slots=True)
class Sent:
    """What has been sent since the last reset, headers included."""

    requests: int = 0
    bytes: int = 0
    files: dict[str, int] = field(default_factory=dict)

    def add(self, path: str, amount: int) -> None:
        """Count a piece of a response."""
        self.bytes += amount
        self.files[path] = self.files.get(path, 0) + amount


class Clock:
    """When the line is free again: each piece takes its turn, whichever connection it belongs to.

    >>> clock = Clock()
    >>> clock.take(1000, kbps=8, now=10.0), clock.take(1000, kbps=8, now=10.0), clock.take(9, kbps=0, now=0.0)
    (1.0, 2.0, 0.0)
    """

    def __init__(self) -> None:
        self.free = 0.0

    def take(self, amount: int, *, kbps: int, now: float) -> float:
        """Reserve the line for so many bytes; gives the seconds until they are through."""
        if not kbps:
            return 0.0
        self.free = max(self.free, now) + amount * 8 / (kbps * 1000)
        return self.free - now


@dataclass(frozen=True, slots=True)
class Ready:
    """A file as it is sent."""

    head: bytes
    body: bytes
    etag: str


class Host:
    """Serves folders under prefixes, and counts."""

    def __init__(self, folders: Mapping[str, Path], store: Path) -> None:
        """Take the folders by prefix, and a folder that keeps compressed files from run to run."""
        self.folders = {prefix: folder.resolve() for prefix, folder in folders.items()}
        self.store = store
        self.line = LINES["none"]
        self.sent = Sent()
        self.port = 0
        self._clock = Clock()
        self._ready: dict[tuple[Path, bool], Ready] = {}

    def use(self, line: Line) -> None:
        """Change the line for all requests to come."""
        self.line = line

    def reset(self) -> None:
        """Begin to count anew; what is still under way counts from here on."""
        self.sent = Sent()

    def find(self, path: str) -> Path | None:
        """The file behind an address, never one outside the folders."""
        prefix, _, rest = path.lstrip("/").partition("/")
        folder = self.folders.get(prefix)
        if folder is None:
            return None
        file = (folder / rest).resolve()
        file = file / "index.html" if file.is_dir() else file
        return file if file.is_relative_to(folder) and file.is_file() else None

    def warm(self) -> None:
        """Compress beforehand what will be asked for, so that no measurement pays for it."""
        for folder in self.folders.values():
            for file in folder.rglob("*"):
                if file.is_file() and file.suffix in {".wasm", ".js", ".mjs", ".json"}:
                    self.ready(file, squeeze=True)

    def ready(self, file: Path, *, squeeze: bool) -> Ready:
        """Head and body of the response for a file."""
        squeeze = squeeze and file.suffix in PACKED
        if found := self._ready.get((file, squeeze)):
            return found
        body = file.read_bytes()
        name = hashlib.sha256(body).hexdigest()[:20]
        if squeeze:
            kept = self.store / f"{name}.gz"
            if not kept.is_file():
                self.store.mkdir(parents=True, exist_ok=True)
                kept.write_bytes(gzip.compress(body, 9, mtime=0))
            body = kept.read_bytes()
        kind = KINDS.get(file.suffix) or mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        head = [
            f"Content-Type: {kind}; charset=utf-8" if kind.startswith("text/") else f"Content-Type: {kind}",
            "Cache-Control: max-age=600",
            f'ETag: "{name}"',
            "Vary: Accept-Encoding",
            *(["Content-Encoding: gzip"] if squeeze else []),
        ]
        made = Ready(head="\r\n".join(head).encode(), body=body, etag=f'"{name}"')
        self._ready[file, squeeze] = made
        return made

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one connection until the browser closes it."""
        trips = 2  # a new connection costs one more
        with contextlib.suppress(*ENDINGS):
            while True:
                asked = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
                await asyncio.sleep(trips * self.line.rtt / 1000)
                trips = 1
                await self._respond(asked, writer)
        writer.close()

    async def _respond(self, asked: str, writer: asyncio.StreamWriter) -> None:
        first, *rest = asked.split("\r\n")
        method, target, _ = first.split(" ", 2)
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in rest)}
        path = unquote(urlsplit(target).path)
        self.sent.requests += 1
        file = self.find(path)
        if file is None or method not in {"GET", "HEAD"}:
            await self._send(path, b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", writer)
            return
        found = self.ready(file, squeeze="gzip" in headers.get("accept-encoding", ""))
        if headers.get("if-none-match") == found.etag:
            await self._send(path, b"HTTP/1.1 304 Not Modified\r\n" + found.head + b"\r\n\r\n", writer)
            return
        length = f"\r\nContent-Length: {len(found.body)}\r\n\r\n".encode()
        await self._send(path, b"HTTP/1.1 200 OK\r\n" + found.head + length, writer)
        if method == "GET":
            await self._send(path, found.body, writer)

    async def _send(self, path: str, data: bytes, writer: asyncio.StreamWriter) -> None:
        kbps = self.line.kbps
        size = max(1460, min(16_384, int(kbps * 1000 / 8 * PART))) if kbps else 262_144
        for start in range(0, len(data), size):
            piece = data[start : start + size]
            now = asyncio.get_running_loop().time()
            if (wait := self._clock.take(len(piece), kbps=kbps, now=now)) > 0.001:
                await asyncio.sleep(wait)
            writer.write(piece)
            self.sent.add(path, len(piece))
            await writer.drain()

    @property
    def address(self) -> str:
        """Where it listens, with a slash at the end."""
        return f"http://localhost:{self.port}/"


@contextlib.contextmanager
def serving(host: Host) -> Iterator[Host]:
    """Run a host in a thread of its own on a free port of this machine."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()

    async def start() -> asyncio.Server:
        return await asyncio.start_server(host.answer, "127.0.0.1", 0, limit=LARGEST_HEAD)

    server = asyncio.run_coroutine_threadsafe(start(), loop).result()
    host.port = int(server.sockets[0].getsockname()[1])

    async def stop() -> None:
        server.close()
        own = asyncio.current_task()
        for task in asyncio.all_tasks():
            if task is not own:
                task.cancel()
        await asyncio.sleep(0.05)

    try:
        yield host
    finally:
        asyncio.run_coroutine_threadsafe(stop(), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
