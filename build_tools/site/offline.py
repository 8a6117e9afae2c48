"""What a device needs to know to keep pages: which there are, what each of them loads, and how much that weighs.

Two files for each language: ``offline/pages.json`` (sizes as they travel, compressed; "about" is the word to show them
with) and ``offline/say.json`` (the sentences of the room ``offline``).
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from build_tools.site import written

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from build_tools.site.prepared import Prepared

SHELL = re.compile(
    r"assets/(styles|glue|fonts/atkinson-latin\.)|assets/(favicon|icon-maskable-180)\.|(\w+/)?manifest"
)
PACKED = {
    ".woff2",
    ".bin",
    ".png",
    ".jpg",
    ".webp",
    ".pagefind",
    ".pf_meta",
    ".pf_index",
    ".pf_fragment",
    ".pf_filter",
}
FIRST = ("learn", "tools")  # what people keep most; pages of no folder come last


def shell(out: Path) -> list[str]:
    """Files that every page needs; the service worker keeps them before anything else."""
    return [name for name in written.files(out) if SHELL.match(name)]


def travels(data: bytes, suffix: str) -> int:
    """How many bytes go over the line, about: what is packed already, as it is.

    >>> travels(b"a" * 1000, ".html") < 30, travels(b"a" * 1000, ".woff2")
    (True, 1000)
    """
    return len(data) if suffix in PACKED else written.compressed(data)


def lists(prepared: Prepared) -> list[str]:
    """Addresses of the lists of pages, one for each language."""
    return [f"{prepared.address(code, 'index.md')}offline/pages.json" for code in prepared.languages]


def write(prepared: Prepared, out: Path) -> None:
    """Write both files of every language. Comes last: it weighs what the others have written."""
    common = set(shell(out))
    weights: dict[str, int] = {}
    for language in prepared.languages:
        home = out / prepared.address(language, "index.md") / "offline"
        for name, value in (
            ("pages", _pages(prepared, language, out, common, weights)),
            ("say", _sentences(prepared, language)),
        ):
            text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
            (home / f"{name}.json").write_text(text, "utf-8")


def _sentences(prepared: Prepared, language: str) -> dict[str, Any]:
    return {
        key.removeprefix("offline."): sentence
        for key, sentence in sorted(prepared.project.messages[language].items())
        if key.startswith("offline.")
    }


def _weigh(name: str, out: Path, weights: dict[str, int]) -> int:
    if name not in weights:
        path = out / name
        weights[name] = travels(path.read_bytes(), path.suffix)
    return weights[name]


def _pages(
    prepared: Prepared, language: str, out: Path, common: set[str], weights: dict[str, int]
) -> dict[str, Any]:
    present = set(written.files(out))
    files: dict[str, int] = {}  # name -> its place in the list of files
    rows: list[dict[str, Any]] = []
    for (code, path), page in sorted(prepared.pages.items()):
        address = prepared.address(code, path)
        if code != language or path == "offline.md":
            continue
        noted = written.pages(prepared)[address]
        source = out / address / "index.html"
        named = sorted({*noted.assets, *_inside(noted.pictures, source, out)} - common)
        row: dict[str, Any] = {
            "url": address,
            "title": page.source.meta.get("title", ""),
            "group": path.partition("/")[0] if "/" in path else "",
            "hash": noted.digest[:10],
            "bytes": noted.weight,
            "files": [files.setdefault(name, len(files)) for name in named if name in present],
        }
        if media := _inside(noted.media, source, out):
            row["media"] = [{"url": name, "bytes": _weigh(name, out, weights)} for name in media]
        if page.source.meta.get("template") == "search.html":
            row["more"] = list(_search_files(out, language))
            row["bytes"] += sum(_weigh(name, out, weights) for name in row["more"])
        rows.append(row)
    return {
        "shell": sum(_weigh(name, out, weights) for name in common),
        "groups": {
            name: _group_title(prepared, language, name)
            for name in sorted(
                {row["group"] for row in rows}, key=lambda name: (*map(name.__ne__, FIRST), not name)
            )
        },
        "files": [[name, _weigh(name, out, weights)] for name in files],
        "pages": rows,
    }


def _inside(addresses: tuple[str, ...], page: Path, out: Path) -> list[str]:
    found = {(page.parent / address).resolve() for address in addresses if "://" not in address}
    root = out.resolve()
    return sorted(
        file.relative_to(root).as_posix() for file in found if file.is_file() and file.is_relative_to(root)
    )


def _search_files(out: Path, language: str) -> Iterator[str]:
    """The search's own files and those of one language's index."""
    for name in written.files(out / "pagefind"):
        if re.match(
            rf"pagefind(-entry\.json|\.js|-worker\.js|\.{language}_)|wasm\.{language}\.|\w+/{language}_", name
        ):
            yield f"pagefind/{name}"


def _group_title(prepared: Prepared, language: str, group: str) -> str:
    messages: Mapping[str, Any] = prepared.project.messages[language]
    index = prepared.pages.get((language, f"{group}/index.md"))
    if not group:
        return str(messages["offline.rest"])
    return str(messages.get(f"site.nav.{group}") or (index.source.meta["title"] if index else group))
