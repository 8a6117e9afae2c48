"""How much of each agreement's rules a machine can evaluate, counted row by row from the committed files.

A row counts as full if no part of it is left to a person. How it came to be full is counted apart: read by machine,
by hand and checked twice, or read once. What is not full is told with its place and its reason.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import yaml

from build_tools.report.resolved import printed_twice
from py_engine.origin.notation_files import file_from_notation
from py_engine.origin.notation_parts import write_codes
from py_engine.origin.rules import Unread

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from py_engine.origin.rule_sets import Note, RuleFile, RuleSet

__all__ = ["CHAPTERS", "OPEN", "Chapter", "Coverage", "Left", "coverage", "share"]

CHAPTERS: Final = tuple(f"{number:02}" for number in range(1, 98))
OPEN: Final = frozenset({"partly-read", "not-covered"})
LOADER: Final[Any] = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # the files hold texts only
HUNDREDTHS: Final = 10_000


class Chapter(NamedTuple):
    """The rows of one chapter: how many, and how many of them are full."""

    chapter: str
    rows: int
    full: int


class Left(NamedTuple):
    """A row that is not full: where it stands, for which codes, why, and whether a part of it can be computed."""

    item: str
    codes: str
    reasons: tuple[str, ...]
    in_part: bool


class Coverage(NamedTuple):
    """The rows and notes of one agreement, each counted once; ``doubled`` are pairs of rows for the same goods."""

    agreement: str
    edition: str
    statuses: Counter[str]
    chapters: tuple[Chapter, ...]
    left: tuple[Left, ...]
    notes: int
    notes_left: int
    sets: tuple[RuleSet, ...] = ()
    doubled: tuple[tuple[str, str], ...] = ()

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return sum(self.statuses.values())

    @property
    def full(self) -> int:
        """How many rows can be evaluated as a whole."""
        return sum(count for status, count in self.statuses.items() if status not in OPEN)

    @property
    def reasons(self) -> Counter[str]:
        """Why rows are not full; a row may have several reasons."""
        return Counter(reason for one in self.left for reason in one.reasons)


def share(full: int, rows: int) -> str:
    """Give a share in percent with two decimals, cut and never rounded up.

    >>> share(999, 1000), share(99_999, 100_000), share(5, 5)
    ('99.90', '99.99', '100.00')
    """
    cut = HUNDREDTHS * full // rows if rows else HUNDREDTHS
    return f"{cut // 100}.{cut % 100:02}"


def coverage(folder: Path) -> tuple[Coverage, ...]:
    """Count every agreement that has rules.

    Args:
        folder: ``content/data/agreements``.

    Raises:
        EngineError: A file is not written in the notation.
    """
    return tuple(_one(found) for found in sorted(folder.iterdir()) if (found / "rules").is_dir())


def _one(folder: Path) -> Coverage:
    files = [_file(path) for path in sorted((folder / "rules").glob("*.yml"))]
    rows = [row for file in files for row in file.rule_sets]
    notes = [note for file in files for note in file.notes]
    by_chapter: dict[str, list[RuleSet]] = {chapter: [] for chapter in CHAPTERS}
    for row in rows:
        by_chapter[row.covers[0].first.chapter].append(row)
    return Coverage(
        agreement=folder.name,
        edition=files[0].edition,
        statuses=Counter(row.status for row in rows),
        chapters=tuple(
            Chapter(chapter, len(found), sum(row.status not in OPEN for row in found))
            for chapter, found in by_chapter.items()
        ),
        left=tuple(_left(row) for row in rows if row.status in OPEN),
        notes=len(notes),
        notes_left=sum(map(_is_left, notes)),
        sets=tuple(rows),
        doubled=tuple(printed_twice(rows)),
    )


def _file(path: Path) -> RuleFile:
    # texts only: no type of YAML's own is made
    return file_from_notation(yaml.load(path.read_text(encoding="utf-8"), Loader=LOADER), path=path.name)  # noqa: S506


def _left(row: RuleSet) -> Left:
    reasons = tuple(dict.fromkeys(part.reason for part in _unread(row.rule)))
    codes = ", ".join(write_codes(one) for one in row.covers)
    return Left(row.citation.item, codes, reasons, row.status == "partly-read")


def _is_left(note: Note) -> bool:
    return note.status in OPEN


def _unread(rule: Any) -> Iterator[Unread]:
    if isinstance(rule, Unread):
        yield rule
    elif isinstance(rule, tuple):
        for part in rule:
            yield from _unread(part)
