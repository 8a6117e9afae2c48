"""What is noted of a page at the moment it is written, so that nobody has to read it from the disk again."""

from __future__ import annotations

import hashlib
import os
import re
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from build_tools.site.prepared import Prepared

HASHED = re.compile(r"assets/[\w./@-]*\.[0-9a-f]{10}\.[\w.]+")
MEDIA = re.compile(r"""\ssrc="([^"]+\.(?:mp4|webm|opus|mp3|m4a|ogg))\"""")
PICTURE = re.compile(r"""<img[^>]*\ssrc="([^"]+)\"""")
DRAWING = re.compile(r"<svg\b.*?</svg>", re.DOTALL)
FOUND = "data-pagefind-body"


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A page: the hash of its bytes, what it weighs on the line, and the addresses it names."""

    digest: str
    weight: int
    assets: frozenset[str]
    pictures: tuple[str, ...]
    media: tuple[str, ...]


def compressed(data: bytes) -> int:
    """How many bytes go over the line, about: most hosts compress text."""
    return len(zlib.compress(data, 1))


def note(html: str, url: str, prepared: Prepared) -> None:
    """Note what others will ask of a page, and lay out for the search what is to be found in it.

    Args:
        html: The page.
        url: Its address, relative to the root of the site.
        prepared: What the build has made; its memory keeps the notes.
    """
    data = html.encode()
    prepared.memory.setdefault("written", {})[url] = Written(
        digest=hashlib.sha256(data).hexdigest(),
        weight=compressed(data),
        assets=frozenset(HASHED.findall(html)),
        pictures=tuple(PICTURE.findall(html)) if "<img" in html else (),
        media=tuple(MEDIA.findall(html)) if "src=" in html else (),
    )
    if FOUND in html:
        # Only what is to be found: the frame around it is the same on every page and costs time to read, as do icons.
        head, body = html[: html.index("<head")], html[html.index("<main") : html.index("</main>")]
        body = DRAWING.sub("", body)
        target = searched(prepared) / url / "index.html"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(f"{head}<body>{body}</main></body></html>", "utf-8")


def searched(prepared: Prepared) -> Path:
    """The folder of what the search shall find."""
    return prepared.root / ".build" / "searched"


def pages(prepared: Prepared) -> dict[str, Written]:
    """The notes by address."""
    noted: dict[str, Written] = prepared.memory["written"]
    return noted


def files(folder: Path) -> list[str]:
    """Every file below a folder by its path from there, sorted.

    A walk of our own: at ten thousand files the paths of `pathlib` cost more than the disk.
    """
    start = len(os.fspath(folder)) + 1
    return sorted(
        f"{place}/{name}"[start:].replace(os.sep, "/")
        for place, _, names in os.walk(folder)
        for name in names
    )
