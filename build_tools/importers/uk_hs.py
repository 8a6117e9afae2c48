"""Which codes exist in an edition of the Harmonized System, from the conversion tables of the United Nations.

The tables are spreadsheets; only their first sheet is read, with nothing but the standard library.
"""

from __future__ import annotations

import re
import zipfile
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
        return any(code.startswith(digits) for code in self.codes)

    def within(self, low: str, high: str) -> tuple[str, ...]:
        """Give the subheadings from one code of ten digits to another."""
        return tuple(code for code in self.codes if low <= code + "0000" and code + "9999" <= high)

    def ranges(self, codes: Iterable[str]) -> tuple[HSRange, ...]:
        """Write a set of subheadings as few ranges: of headings where these are whole, of subheadings elsewhere."""
        wanted = set(codes)
        whole = {code[:4] for code in self.codes} - {code[:4] for code in self.codes if code not in wanted}
        units = list(dict.fromkeys(code[:4] if code[:4] in whole else code for code in self.codes))
        runs: list[list[str]] = []
        before = False
        for unit in units:
            inside = unit in whole or unit in wanted
            if inside and before and len(runs[-1][-1]) == len(unit):
                runs[-1].append(unit)
            elif inside:
                runs.append([unit])
            before = inside
        return tuple(part for run in runs for part in self._range(run))

    def _range(self, run: list[str]) -> Iterator[HSRange]:
        text = run[0] if len(run) == 1 else f"{run[0]}-{run[-1]}"
        chapter = run[0][:2]
        if len(run[0]) == 4 and run == sorted({code[:4] for code in self.codes if code[:2] == chapter}):
            text = chapter
        yield HSRange.parse(text, edition=self.name)


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
        sheet = ET.fromstring(book.read("xl/worksheets/sheet1.xml"))  # noqa: S314  a file the user names, no network
        for row in sheet.iter(f"{{{SPACE['m']}}}row"):
            cells = []
            for cell in row.findall("m:c", SPACE):
                value = cell.find("m:v", SPACE)
                text = value.text or "" if value is not None else ""
                cells.append(shared[int(text)] if cell.get("t") == "s" and text else text)
            yield cells
