"""Styles, fonts, glue and pictures under names that carry their content hash, so that browsers keep them for ever.

Glue modules import one another by plain name; the import is rewritten to the hashed name here, deepest first.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from build_tools.site.bundle import bundled

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FONT = "@fontsource-variable/atkinson-hyperlegible-next/files/atkinson-hyperlegible-next-{}-wght-normal.woff2"
TOGETHER = frozenset({"tool.mjs", "engine-worker.mjs"})  # one file each, with what they import
# Parts of these that nobody else asks for. The engine's own module stays: whoever measures or tests asks it directly.
INSIDE = frozenset(
    {"early.mjs", "engine-files.mjs", "engine-memory.mjs", "engine-shards.mjs", "status.mjs", "store.mjs"}
)
_IMPORT = re.compile(r"""((?:from|import)\s*\(?\s*|new URL\(\s*)(["'])\./([\w-]+\.mjs)\2""")


def hashed(name: str, data: bytes) -> str:
    """The name with ten characters of the content's hash before its ending.

    >>> hashed("styles/site.css", b"")
    'styles/site.e3b0c44298.css'
    """
    stem, _, ending = name.rpartition(".")
    return f"{stem}.{hashlib.sha256(data).hexdigest()[:10]}.{ending}"


class AssetError(ValueError):
    """An asset names another that is not there, or two glue modules import each other."""


def _glue(folder: Path) -> dict[str, tuple[str, bytes]]:
    sources = {path.name: path.read_text("utf-8") for path in sorted(folder.glob("*.mjs"))}
    done: dict[str, tuple[str, bytes]] = {}

    def finish(name: str, trail: tuple[str, ...]) -> str:
        if name in trail:
            raise AssetError(f"site_src/glue: {' imports '.join((*trail, name))}")
        if name not in sources:
            raise AssetError(f"site_src/glue/{trail[-1]} imports ./{name}, which is not there")
        if name not in done:

            def rename(found: re.Match[str]) -> str:
                target = finish(found[3], (*trail, name))
                return f"{found[1]}{found[2]}./{target.removeprefix('glue/')}{found[2]}"

            whole = bundled(name, sources) if name in TOGETHER else sources[name]
            text = _IMPORT.sub(rename, whole).encode()
            done[name] = (hashed(f"glue/{name}", text), text)
        return done[name][0]

    for name in sources:
        if name not in INSIDE:
            finish(name, ())
    return done


def styles(root: Path) -> bytes:
    """All style sheets as one, in the order that ``site_src/styles/order.txt`` gives."""
    folder = root / "site_src" / "styles"
    names = [line.strip() for line in (folder / "order.txt").read_text("utf-8").splitlines()]
    return b"\n".join((folder / name).read_bytes() for name in names if name and not name.startswith("#"))


def collect(
    root: Path, modules: Path, brand: Path, brand_css: str
) -> tuple[dict[str, str], dict[str, bytes]]:
    """Every asset of the site.

    Args:
        root: The repository.
        modules: The ``node_modules`` folder that has the font.
        brand: The economy's folder of pictures, its logo among them.
        brand_css: The economy's colours, added after the styles.

    Returns:
        The hashed name of each plain name, and the bytes of each hashed name, both below ``assets/``.
    """
    names: dict[str, str] = {}
    files: dict[str, bytes] = {}

    def add(name: str, data: bytes) -> str:
        names[name] = hashed(name, data)
        files[names[name]] = data
        return names[name]

    for subset in ("latin", "latin-ext"):
        add(f"fonts/atkinson-{subset}.woff2", (modules / FONT.format(subset)).read_bytes())
    for folder, prefix in ((root / "site_src" / "assets", ""), (brand, "brand/")):
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.name != ".gitkeep":
                add(prefix + path.relative_to(folder).as_posix(), path.read_bytes())
    for name, (final, data) in _glue(root / "site_src" / "glue").items():
        names[f"glue/{name}"] = final
        files[final] = data
    for path in sorted(
        (root / "site_src" / "styles" / "tools").glob("*.css")
    ):  # for the page of one tool alone
        add(f"styles/{path.name}", minify(path.read_bytes()))
    add("styles/site.css", minify(_resolve_urls(styles(root) + brand_css.encode(), names)))
    return names, files


def minify(css: bytes) -> bytes:
    """Style sheets without comments and without white space that means nothing."""
    text = re.sub(r"/\*.*?\*/", "", css.decode(), flags=re.DOTALL)
    text = re.sub(r"\s+", " ", text)
    return re.sub(r" ?([{};,]) ?", r"\1", text).replace(";}", "}").strip().encode()


def _resolve_urls(css: bytes, names: Mapping[str, str]) -> bytes:
    def rename(found: re.Match[str]) -> str:
        name = found[1]
        if name not in names:
            raise AssetError(
                f"site_src/styles: url(../{name}) is not an asset; there are: {', '.join(sorted(names))}"
            )
        return f"url(../{names[name]})"

    return re.sub(r"url\([\"']?\.\./([\w./-]+)[\"']?\)", rename, css.decode()).encode()
