"""Which codes exist in an edition of the Harmonized System, from the conversion tables of the United Nations.

The tables are spreadsheets, read with nothing but the standard library.
"""

from __future__ import annotations

import re
import zipfile
from bisect import bisect_left
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple
from xml.etree import ElementTree as ET

from build_tools.importers.uk_source import LayoutError
from py_engine.hs import HSRange

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

__all__ = ["Edition", "read_edition"]

SPACE = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
FILE = "HS2022toHS{edition}ConversionAndCorrelationTables.xlsx"
FEWEST = 4900


class Edition(NamedTuple):
    """The subheadings of one edition, in order."""

    name: str
    codes: tuple[str, ...]

    def has(self, digits: str) -> bool:
        """Say whether a chapter, heading or subheading exists."""
        at = bisect_left(self.codes, digits)
        return at < len(self.codes) and self.codes[at].startswith(digits)

    def within(self, low: str, high: str) -> tuple[str, ...]:
        """Give the subheadings from one code of ten digits to another."""
        found = self.codes[bisect_left(self.codes, low[:6]) : bisect_left(self.codes, high[:6] + "~")]
        return tuple(code for code in found if low <= code + "0000" and code + "9999" <= high)

    def ranges(self, codes: Iterable[str]) -> tuple[HSRange, ...]:
        """Write a set of subheadings as few ranges: of headings where these are whole, of subheadings elsewhere."""
        wanted = set(codes)
        headings = _headings(self.codes)
        runs: list[list[str]] = []
        before = ""  # the last heading in the order of the edition that was written
        for heading, members in headings.items():
            inside = [code for code in members if code in wanted]
            whole = len(inside) == len(members)
            units = [heading] if whole else inside
            follows = before and units and len(runs[-1][-1]) == len(units[0])
            joined = follows and (whole or members[0] == units[0])
            for unit in units:
                if runs and joined:
                    runs[-1].append(unit)
                else:
                    runs.append([unit])
                position = members.index(unit) if not whole else 0
                after = members[position + 1] if not whole and position + 1 < len(members) else ""
                joined = bool(after) and after in wanted
            before = heading if units and (whole or members[-1] == units[-1]) else ""
        return tuple(self._range(run) for run in runs)

    def _range(self, run: list[str]) -> HSRange:
        text = run[0] if len(run) == 1 else f"{run[0]}-{run[-1]}"
        if len(run[0]) == 4:
            chapter = run[0][:2]
            whole = [heading for heading in _headings(self.codes) if heading[:2] == chapter]
            text = chapter if run == whole else text
        return HSRange.parse(text, edition=self.name)


@lru_cache(maxsize=8)
def _headings(codes: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for code in codes:
        found.setdefault(code[:4], []).append(code)
    return {heading: tuple(members) for heading, members in found.items()}


@lru_cache(maxsize=8)
def read_edition(folder: Path, edition: str) -> Edition:
    """Read the subheadings of an edition.

    Raises:
        LayoutError: The table is not there, or is not laid out as it was.
    """
    newest = edition == "2022"
    path = folder / FILE.format(edition="2017" if newest else edition)
    if not path.is_file():
        raise LayoutError(f"{path.name}: not found; it says which codes exist in HS {edition}")
    found = set()
    for row in _rows(path):
        six = [cell for cell in row if re.fullmatch(r"\d{6}", cell)]
        if len(six) == 2:
            found.add(six[0] if newest else six[1])
    if len(found) < FEWEST:
        raise LayoutError(f"{path.name}: only {len(found)} subheadings found")
    return Edition(edition, tuple(sorted(found)))


def _rows(path: Path) -> Iterator[list[str]]:
    with zipfile.ZipFile(path) as book:
        shared = [
            "".join(part.text or "" for part in item.iter(f"{{{SPACE['m']}}}t"))
            for item in ET.fromstring(book.read("xl/sharedStrings.xml")).findall("m:si", SPACE)  # noqa: S314  own file
        ]
        for name in ("sheet1", "sheet2"):  # conversion, then correlation: only both together name every code
            sheet = ET.fromstring(book.read(f"xl/worksheets/{name}.xml"))  # noqa: S314  a file the user names
            for row in sheet.iter(f"{{{SPACE['m']}}}row"):
                yield [_cell(cell, shared) for cell in row.findall("m:c", SPACE)]


def _cell(cell: ET.Element, shared: list[str]) -> str:
    value = cell.find("m:v", SPACE)
    text = value.text or "" if value is not None else ""
    return shared[int(text)] if cell.get("t") == "s" and text else text
