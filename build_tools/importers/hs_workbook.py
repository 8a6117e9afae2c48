"""Reads the first two sheets of a workbook as lines of text, with nothing but the standard library."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING, NamedTuple
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Line", "read_sheets"]

SPACE = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


class Line(NamedTuple):
    """A row of a sheet, counted from 1."""

    number: int
    cells: tuple[str, ...]


def read_sheets(path: Path) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """Read both sheets; empty cells are left out.

    Raises:
        BadZipFile, KeyError: It is no such workbook.
    """
    with zipfile.ZipFile(path) as book:
        shared = [
            "".join(part.text or "" for part in item.iter(f"{{{SPACE['m']}}}t"))
            for item in ET.fromstring(book.read("xl/sharedStrings.xml")).findall("m:si", SPACE)  # noqa: S314  own file
        ]
        first, second = (
            _lines(book.read(f"xl/worksheets/{name}.xml"), shared) for name in ("sheet1", "sheet2")
        )
    return first, second


def _lines(sheet: bytes, shared: list[str]) -> tuple[Line, ...]:
    rows = ET.fromstring(sheet).iter(f"{{{SPACE['m']}}}row")  # noqa: S314  a file the user names
    return tuple(
        Line(number, tuple(filter(None, (_cell(cell, shared).strip() for cell in row.findall("m:c", SPACE)))))
        for number, row in enumerate(rows, 1)
    )


def _cell(cell: ET.Element, shared: list[str]) -> str:
    value = cell.find("m:v", SPACE)
    text = value.text or "" if value is not None else ""
    return shared[int(text)] if cell.get("t") == "s" and text else text
