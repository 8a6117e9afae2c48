"""Reads the Global Tariff of the United Kingdom as published for its start in 2021, with codes of 2020."""

from __future__ import annotations

import csv
import gzip
import re
from typing import TYPE_CHECKING, Final

from build_tools.importers.errors import SourceFault
from build_tools.importers.tariff_lines import Line, Read, percent, sha256
from py_engine.quantity import decimal_from_text, text_from_decimal

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["duty", "read"]

FILE: Final = "global-uk-tariff.csv.gz"
COLUMNS: Final = ("commodity", "ukgt_duty_rate", "trade_remedy_applies", "suspension_applies", "atq_applies")
MARKS: Final = {"trade_remedy_applies": "remedy", "suspension_applies": "suspension", "atq_applies": "quota"}
SHARE: Final = re.compile(r"([\d.]+)%")
SPECIFIC: Final = re.compile(r"([\d.]+) GBP ?/ ?(.+)")
SEASON: Final = re.compile(r"([\d.]+)% \((\d\d) ([A-Z]{3}) - (\d\d) ([A-Z]{3})\)")
MONTHS: Final = "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split()  # noqa: SIM905  reads better
UNITS: Final = {
    "100kg": "100kg",
    "1000kg": "t",
    "hl": "hl",
    "item": "piece",
    "100 items": "100piece",
    "1000 items": "1000piece",
    "% vol / hl": "vol-hl",
    "%vol/hl": "vol-hl",
    "kg/lactic matter": "kg of lactic",
    "100kg eda": "100kg of drained",
    "100kg mas": "100kg of dry-matter",
    "100kg std qual": "100kg of standard-quality",
    "100kg/net/%sacchar.": "sugar-point-100kg",
}


def read(folder: Path) -> Read:
    """Read the schedule.

    Raises:
        SourceFault: A column is missing or a rate is worded in a new way.
    """
    path = folder / FILE
    rows = csv.DictReader(gzip.decompress(path.read_bytes()).decode("utf-8-sig").splitlines())
    if missing := [name for name in COLUMNS if name not in (rows.fieldnames or ())]:
        raise SourceFault(FILE, 1, f"no column {', '.join(missing)}")
    lines = []
    for row in rows:
        marks = tuple(mark for column, mark in MARKS.items() if row[column] == "True")
        lines.append(
            Line(row["commodity"], duty(row["ukgt_duty_rate"], rows.line_num), (), marks, rows.line_num)
        )
    return Read(tuple(lines), sha256(path))


def duty(text: str, at: int) -> str:
    """Write a rate as our duties are written.

    >>> duty("10.00% + 77.00 GBP/100kg", 1), duty("1.40 GBP / % vol / hl", 1)
    ('10% + 77 GBP/100kg', '1.4 GBP/vol-hl')
    >>> duty("8.00% (01 NOV - 14 MAY), 14.00% (15 MAY - 31 OCT)", 1)
    '8% in 11-01..05-14; 14% in 05-15..10-31'

    Raises:
        SourceFault: The wording is new.
    """
    if "(" in text:
        return "; ".join(_season(part, at) for part in text.split(", "))
    return " + ".join(_addend(part.strip(), at) for part in text.split("+"))


def _season(text: str, at: int) -> str:
    found = SEASON.fullmatch(text)
    if not found:
        raise SourceFault(FILE, at, f"the season '{text}' is new")
    rate, first, month, last, end = found.groups()
    days = [f"{MONTHS.index(name) + 1:02}-{day}" for day, name in ((first, month), (last, end))]
    if days[1] == "02-28":  # the end of February in any year
        days[1] = "02-29"
    return f"{percent(rate)} in {days[0]}..{days[1]}"


def _addend(text: str, at: int) -> str:
    if share := SHARE.fullmatch(text):
        return percent(share[1])
    found = SPECIFIC.fullmatch(text)
    unit = UNITS.get(" ".join(found[2].split())) if found else None
    if not found or unit is None:
        raise SourceFault(FILE, at, f"the rate '{text}' is new")
    return f"{text_from_decimal(decimal_from_text(found[1]))} GBP/{unit}"
