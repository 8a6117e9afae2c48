"""Reads the schedules of Peru (DS 404-2021-EF) and of Mexico (LIGIE, in part), as tables of lines and percentages."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Final

from build_tools.importers.errors import SourceFault
from build_tools.importers.tariff_lines import Line, Read, percent, sha256
from py_engine.quantity import is_decimal_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["read_mexico", "read_peru"]

PERU: Final = "peru_arancel_2022.csv"
MEXICO: Final = "mexico_ligie_lines.csv"
LAST: Final = "98"
PERU_DIGITS: Final = 10
MEXICO_DIGITS: Final = 8
WORDS: Final = {
    '"Ex"': "free",
    '"AE"': "unknown: not-given",  # a specific duty whose figure is not in the table
    '"AMX"': "unknown: not-given",  # a mixed one
    '"Prohibida"': "prohibited",
}


def read_peru(folder: Path) -> Read:
    """Read the schedule of Peru: lines of ten digits; shorter codes are titles.

    Raises:
        SourceFault: A column is missing, or a rate is no percentage.
    """
    lines = []
    for at, row in _rows(folder / PERU, ("code", "adv")):
        digits = row["code"].replace(".", "")
        if digits[:2] >= LAST:
            continue
        if len(digits) != PERU_DIGITS:
            if row["adv"]:
                raise SourceFault(PERU, at, f"{row['code']} has a duty, and is no line")
            continue
        lines.append(Line(digits, _share(row["adv"], PERU, at), at=at))
    return Read(tuple(lines), sha256(folder / PERU))


def read_mexico(folder: Path) -> Read:
    """Read the lines of Mexico that are at hand.

    Raises:
        SourceFault: A column is missing, or a rate is neither a percentage nor one of the known words.
    """
    lines = []
    for at, row in _rows(folder / MEXICO, ("fraccion", "import_duty")):
        digits, rate = row["fraccion"].replace(".", ""), row["import_duty"]
        if len(digits) != MEXICO_DIGITS:
            raise SourceFault(MEXICO, at, f"{row['fraccion']} is no line of eight digits")
        lines.append(Line(digits, WORDS[rate] if rate in WORDS else _share(rate, MEXICO, at), at=at))
    return Read(tuple(lines), sha256(folder / MEXICO))


def _rows(path: Path, columns: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    with path.open(encoding="utf-8-sig", newline="") as text:
        rows = csv.DictReader(text)
        if missing := [name for name in columns if name not in (rows.fieldnames or ())]:
            raise SourceFault(path.name, 1, f"no column {', '.join(missing)}")
        for row in rows:
            yield rows.line_num, row


def _share(text: str, document: str, at: int) -> str:
    if not text:
        return "unknown: not-given"
    if not is_decimal_text(text):
        raise SourceFault(document, at, f"'{text}' is no percentage")
    return percent(text)
