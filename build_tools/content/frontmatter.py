"""Reads a Markdown page: the facts about it at the top, and its text below.

The facts are read once, as text; the text is kept as it is and rendered by nobody here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from build_tools.content.faults import Faults, Place, Step
from build_tools.content.yamltext import CHECK, Document, file_name, parse, read_text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FENCE: Final = "---"
_END: Final = re.compile(r"^---[ \t]*$", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSource:
    """One page in one language, as it was written."""

    language: str
    path: str
    """Where the page stands inside its language: ``learn/backup.md``; the same in every language."""
    file: str
    meta: Mapping[str, Any]
    body: str = field(repr=False)
    body_line: int
    from_overlay: bool
    document: Document | None = field(repr=False)

    @property
    def name(self) -> str:
        """The page as other files refer to it: ``learn/backup``."""
        return self.path.removesuffix(".md")

    def place(self, path: tuple[Step, ...] = ()) -> Place:
        """Give the place of one of the facts at the top of the page."""
        return self.document.place(path) if self.document else Place(file=self.file, path=path)

    def body_place(self, offset: int) -> Place:
        """Give the place of a character of the text."""
        before = self.body[:offset]
        line = before.count("\n")
        return Place(file=self.file, line=self.body_line + line, column=offset - (before.rfind("\n") + 1) + 1)


def read_page(
    path: Path, *, root: Path, language: str, page: str, from_overlay: bool, faults: Faults
) -> PageSource | None:
    """Read a page; None if it cannot be read as text at all, which is then among the faults."""
    file = file_name(path, root)
    text = read_text(path, file=file, faults=faults)
    if text is None:
        return None
    document: Document | None = None
    meta: Mapping[str, Any] = {}
    head, body, body_line = split(text, file=file, faults=faults)
    if head is not None:
        document = parse(head, file=file, faults=faults, first_line=2)
        if document is not None and isinstance(document.value, dict):
            meta = document.value
        elif document is not None:
            faults.error(CHECK, "page.not_mapping", document.place())
    return PageSource(
        language=language,
        path=page,
        file=file,
        meta=meta,
        body=body,
        body_line=body_line,
        from_overlay=from_overlay,
        document=document,
    )


def split(text: str, *, file: str, faults: Faults) -> tuple[str | None, str, int]:
    r"""Cut a page into the facts at its top, its text, and the line on which the text starts.

    >>> split("---\ntitle: Prices\n---\nText\n", file="a.md", faults=Faults())
    ('title: Prices\n', 'Text\n', 4)
    """
    first, _, rest = text.partition("\n")
    if first.rstrip() != FENCE:
        faults.error(CHECK, "page.no_front_matter", Place(file=file))
        return None, text, 1
    end = _END.search(rest)
    if end:
        head = rest[: end.start()]
        return head, rest[end.end() + 1 :], head.count("\n") + 3
    faults.error(CHECK, "page.open_front_matter", Place(file=file))
    return None, "", 1
