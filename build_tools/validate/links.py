"""Links inside the site lead somewhere, in the language of the page, and pictures are there and described."""

from __future__ import annotations

import posixpath
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from build_tools.content.economy import CORE, SOURCE
from build_tools.validate.markdown import anchors, without_code
from build_tools.validate.walk import similar

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from build_tools.content.faults import Faults
    from build_tools.content.frontmatter import PageSource
    from build_tools.content.project import Project

CHECK: Final = "LINKS"
_LINK: Final = re.compile(r"\[((?:[^\[\]]++|\[[^\]]*\])*+)\]\(\s*<?([^\s)>]*)>?[^)]*\)")
_DEFINITION: Final = re.compile(r"^[ \t]{0,3}\[(?!\^)([^\]]+)\]:[ \t]*<?([^\s>]+)>?", re.MULTILINE)
_OUTSIDE: Final = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//")
_FOOTNOTE: Final = re.compile(r"fn(ref)?\d*:")


def validate(project: Project, faults: Faults, today: date) -> None:  # noqa: ARG001  the date is every check's
    """Follow every link and picture of every page."""
    checker = _Checker(project, faults)
    for page in project.pages:
        if "](" in page.body or "]:" in page.body:
            checker.page(page)


class _Checker:
    """Knows every page and, once asked, the anchors of each."""

    def __init__(self, project: Project, faults: Faults) -> None:
        self.faults = faults
        self.project = project
        self.pages = {(page.language, page.path): page for page in project.pages}
        self.anchors = lru_cache(maxsize=None)(self.read_anchors)
        self.exists = lru_cache(maxsize=None)(self.look)

    def page(self, page: PageSource) -> None:
        body = without_code(page.body)
        for found in _LINK.finditer(body):
            self.link(page, found, body, found.start())
            for inner in _LINK.finditer(found[1]):  # a picture that is a link
                self.link(page, inner, found[1], found.start())
        for found in _DEFINITION.finditer(body) if "]:" in body else ():
            self.follow(page, found[2], found.start(), picture=False)

    def link(self, page: PageSource, found: re.Match[str], text: str, offset: int) -> None:
        picture = found.start() > 0 and text[found.start() - 1] == "!"
        if picture and not found[1].strip():
            self.faults.error(CHECK, "links.alt", page.body_place(offset), value=found[2])
        self.follow(page, found[2], offset, picture=picture)

    def follow(self, page: PageSource, target: str, offset: int, *, picture: bool) -> None:
        place = page.body_place(offset)
        if not target:
            self.faults.error(CHECK, "links.empty", place)
            return
        if _OUTSIDE.match(target):
            return
        path, _, anchor = unquote(target).partition("#")
        if path.startswith("/"):
            self.faults.error(CHECK, "links.absolute", place, value=target)
            return
        resolved = (
            posixpath.normpath(posixpath.join(posixpath.dirname(page.path), path)) if path else page.path
        )
        if path.endswith(".md") or not path:
            self.to_page(page, target, resolved, anchor, offset)
        elif picture or posixpath.splitext(path)[1]:
            if not self.exists(page.language, resolved):
                key = "links.picture" if picture else "links.file"
                self.faults.error(CHECK, key, place, value=target)
        else:
            near = f"{path.rstrip('/')}.md"
            self.faults.error(CHECK, "links.not_a_file", place, value=target, example=near)

    def to_page(self, page: PageSource, target: str, resolved: str, anchor: str, offset: int) -> None:
        found = self.pages.get((page.language, resolved))
        if found is None and page.language not in CORE:
            found = self.pages.get((SOURCE, resolved))  # shown in the source language until translated
        if found is None:
            here = posixpath.dirname(page.path) or "."
            paths = [posixpath.relpath(path, here) for lang, path in self.pages if lang == page.language]
            near = similar(target.partition("#")[0], paths)
            place = page.body_place(offset)
            self.faults.error(CHECK, "links.page", place, value=target, language=page.language, similar=near)
            return
        if not anchor or _FOOTNOTE.match(anchor) or "tool" in found.meta or "hero" in found.meta:
            return
        known = self.anchors(found.language, found.path)
        if anchor not in known:
            near = similar(anchor, sorted(known))
            place = page.body_place(offset)
            self.faults.error(
                CHECK,
                "links.anchor",
                place,
                value=anchor,
                file=found.file,
                similar=f"#{near}" if near else "",
            )

    def read_anchors(self, language: str, path: str) -> set[str]:
        return anchors(self.pages[language, path].body)

    def look(self, language: str, path: str) -> bool:
        folders: tuple[Path, ...] = (self.project.root / "content", self.project.economy_folder / "content")
        return any((folder / language / path).is_file() for folder in folders)
