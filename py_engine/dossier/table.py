"""Reads a table the way spreadsheets write it: commas, semicolons or tabs, quotation marks where they are needed."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

__all__ = ["Line", "read_table", "write_table"]

SIGNS = ",;\t"


class Line(NamedTuple):
    """A row of cells and the number of the line it begins on, counted from 1."""

    number: int
    cells: tuple[str, ...]


def read_table(text: str) -> tuple[Line, ...]:
    r"""Read rows; empty ones are passed over. What separates the cells is what the first line has most of.

    >>> [line.cells for line in read_table('name;value\n"a;b";3,10\n\nsay no;2')]
    [('name', 'value'), ('a;b', '3,10'), ('say no', '2')]
    >>> [line.number for line in read_table("a\n\nb")]
    [1, 3]
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    head = text.lstrip("\n").partition("\n")[0]
    counts = Counter(sign for sign in head if sign in SIGNS)
    sign = max(SIGNS, key=lambda one: counts[one])
    rows: list[Line] = []
    number = start = 1
    cells: list[str] = []
    cell: list[str] = []
    quoted = False
    at = 0
    while at <= len(text):
        char = text[at] if at < len(text) else "\n"
        at += 1
        if quoted:
            if char == '"' and text[at : at + 1] == '"':
                cell.append('"')
                at += 1
            elif char == '"' or at > len(text):
                quoted = False
            else:
                cell.append(char)
                number += char == "\n"
        elif char == '"' and not "".join(cell).strip():
            quoted = True
            cell = []
        elif char == sign:
            cells.append("".join(cell).strip())
            cell = []
        elif char == "\n":
            cells.append("".join(cell).strip())
            if any(cells):
                rows.append(Line(start, tuple(cells)))
            cells, cell = [], []
            number += 1
            start = number
        else:
            cell.append(char)
    return tuple(rows)


def write_table(rows: list[list[str]]) -> str:
    """Write rows with commas. A cell that a spreadsheet would take for a formula gets an apostrophe in front.

    >>> write_table([["a", "b,c"], ["=1+1", "x"]]).splitlines()
    ['a,"b,c"', "'=1+1,x"]
    """
    return "".join(",".join(_cell(cell) for cell in row) + "\r\n" for row in rows)


def _cell(text: str) -> str:
    if text[:1] in ("=", "+", "@") or (text[:1] == "-" and not text[1:2].isdigit()):
        text = f"'{text}"
    if any(sign in text for sign in ',";\n\t\r'):
        return '"' + text.replace('"', '""') + '"'
    return text
