"""Imports the correlation tables of the Harmonized System: what each code of 2022 was in earlier editions.

The tables are those of the United Nations Statistics Division (unstats.un.org/unsd/classifications/Econ, "HS 2022
conversion and correlation tables"). The folder given with `--source` holds the four workbooks.

Written is only what is not one to one and equal, kept apart by how the codes relate. Codes stand one after the other,
and two digits alone continue the heading before them: `010121 29 30` are three subheadings of 0101.
"""

from __future__ import annotations

import argparse
import sys
from hashlib import sha256
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING, Final, NamedTuple
from zipfile import BadZipFile

from build_tools.compile.correlation import HUB, KINDS, NOT_SPECIFIED, SIX, short
from build_tools.importers.errors import SourceFault
from build_tools.importers.hs_workbook import Line, read_sheets

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["Table", "files_of", "kinds_of", "main", "read_table"]

ROOT: Final = Path(__file__).resolve().parent.parent.parent
EDITIONS: Final = ("2017", "2012", "2007", "2002")
BOOK: Final = "HS2022toHS{edition}ConversionAndCorrelationTables.xlsx"
FEWEST: Final = 4900
WIDTH: Final = 112
PUBLISHED: Final = "2022"
HREF: Final = "https://unstats.un.org/unsd/classifications/Econ"
RELATIONS: Final = ("1:1", "1:n", "n:1", "n:n")


class Table(NamedTuple):
    """How the subheadings of 2022 relate to those of one earlier edition: pairs of a new code and an old one."""

    edition: str
    pairs: tuple[tuple[str, str], ...]
    sha256: str


def read_table(folder: Path, edition: str) -> Table:
    """Read one workbook and compare its two sheets, and its own labels, with the pairs.

    Raises:
        SourceFault: The workbook is not laid out as it was, or contradicts itself.
    """
    name = BOOK.format(edition=edition)
    path = folder / name
    if not path.is_file():
        raise SourceFault(name, 0, "the file is not there")
    try:
        conversion, correlation = read_sheets(path)
    except (BadZipFile, KeyError, ValueError) as error:
        raise SourceFault(name, 0, f"not a workbook with two sheets: {error}") from None
    pairs: dict[tuple[str, str], Line] = {}
    for line in _rows(name, correlation, headers=2, columns=3):
        pair = (line.cells[0], line.cells[1])
        if pair in pairs:
            raise SourceFault(name, line.number, f"the pair {pair[0]} and {pair[1]} stands twice")
        pairs[pair] = line
    newer = {new for new, _ in pairs}
    if min(len(newer), len({old for _, old in pairs})) < FEWEST:
        raise SourceFault(name, 0, f"only {len(newer)} subheadings found, at least {FEWEST} expected")
    for line in _rows(name, conversion, headers=1, columns=2):
        if (line.cells[0], line.cells[1]) not in pairs:
            reading = "the sheets name different codes", "a row of the second sheet is missing"
            raise SourceFault(
                name, line.number, f"{line.cells[0]} to {line.cells[1]} is in one sheet only", reading
            )
    _labels(name, pairs)
    kept = tuple(sorted(pair for pair in pairs if NOT_SPECIFIED not in pair))
    return Table(edition, kept, sha256(path.read_bytes()).hexdigest())


def _rows(name: str, lines: Iterable[Line], *, headers: int, columns: int) -> Iterable[Line]:
    for at, line in enumerate(lines):
        if at < headers:
            if any(cell.isdigit() for cell in line.cells):
                raise SourceFault(name, line.number, "a heading was expected")
            continue
        cells = line.cells[:columns]
        codes = cells[:2]
        if len(cells) < columns or not all(len(code) == SIX and code.isdigit() for code in codes):
            raise SourceFault(name, line.number, f"not two codes of six digits: {', '.join(line.cells)}")
        if columns > len(codes) and cells[2] not in RELATIONS:
            raise SourceFault(name, line.number, f"'{cells[2]}' is not one of {', '.join(RELATIONS)}")
        yield line


def _labels(name: str, pairs: Mapping[tuple[str, str], Line]) -> None:
    """Compare the label of every pair with how often its codes occur."""
    news = _count(new for new, _ in pairs)
    olds = _count(old for _, old in pairs)
    for (new, old), line in pairs.items():
        counted = f"{'n' if olds[old] > 1 else '1'}:{'n' if news[new] > 1 else '1'}"
        if line.cells[2] != counted:
            readings = (f"the label is right: {line.cells[2]}", f"the rows are right: {counted}")
            raise SourceFault(name, line.number, f"{new} and {old} are not related as labelled", readings)


def _count(codes: Iterable[str]) -> dict[str, int]:
    counted: dict[str, int] = {}
    for code in codes:
        counted[code] = counted.get(code, 0) + 1
    return counted


def kinds_of(pairs: Iterable[tuple[str, str]]) -> dict[str, dict[str, list[str]]]:
    """Sort what is not equal by how the codes relate.

    Renumbered and split codes stand under the old one, merged and reorganised ones under the new one.

    >>> kinds_of([("010121", "010121"), ("030111", "030110"), ("030119", "030110")])["split"]
    {'030110': ['030111', '030119']}
    """
    pairs = tuple(pairs)
    news, olds = _count(new for new, _ in pairs), _count(old for _, old in pairs)
    found: dict[str, dict[str, list[str]]] = {kind: {} for kind in KINDS}
    for new, old in sorted(pairs):
        if news[new] == olds[old] == 1:
            if new != old:
                found["renumbered"].setdefault(old, []).append(new)
        elif news[new] == 1:
            found["split"].setdefault(old, []).append(new)
        else:
            found["merged" if olds[old] == 1 else "reorganised"].setdefault(new, []).append(old)
    return found


def file_text(name: str, about: str, body: Iterable[str], source: str, digest: str) -> str:
    """Write the top of a file and what follows it."""
    return "\n".join(
        (
            f"# {about}",
            f"id: {name}",
            'owner: "Puente maintainers"',
            'checked_on: "2026-11-22"',
            "sources:",
            f"  - id: {source}",
            f'    title: "{_title(source)}"',
            '    issuer: "United Nations Statistics Division"',
            f'    published: "{PUBLISHED}"',
            f'    href: "{HREF}"',
            f'    sha256: "{digest}"',
            *body,
            "",
        )
    )


def _title(source: str) -> str:
    return f"HS 2022 to HS {source.removeprefix('hs2022-hs')} conversion and correlation tables"


def files_of(tables: Iterable[Table]) -> dict[str, str]:
    """Write the hub's codes and one file for every earlier edition."""
    tables = tuple(tables)
    hub = sorted({new for new, _ in tables[0].pairs})
    for table in tables:
        if {new for new, _ in table.pairs} != set(hub):
            raise SourceFault(
                BOOK.format(edition=table.edition), 0, "names other subheadings of 2022 than the first"
            )
    chapters = sorted({code[:2] for code in hub})
    lines = [f'edition: "{HUB}"', "codes:"]
    for chapter in chapters:
        lines += _entry(chapter, [code for code in hub if code[:2] == chapter])
    first = tables[0]
    made = {
        "hs2022.yml": file_text(
            "hs2022",
            "All subheadings of HS 2022, by chapter.",
            lines,
            f"hs2022-hs{first.edition}",
            first.sha256,
        )
    }
    for table in tables:
        lines = [f'edition: "{table.edition}"', f'hub: "{HUB}"']
        for kind, groups in kinds_of(table.pairs).items():
            if groups:
                lines.append(f"{kind}:")
            for key, codes in sorted(groups.items()):
                lines += _entry(key, codes)
        name = f"hs{table.edition}"
        about = f"What is not one to one and equal between HS 2022 and HS {table.edition}."
        made[f"{name}.yml"] = file_text(name, about, lines, f"hs2022-{name}", table.sha256)
    return made


def _entry(key: str, codes: list[str]) -> list[str]:
    """Write one line, or a folded text where that would be too long."""
    text = short(codes)
    line = f'  "{key}": "{text}"'
    if len(line) <= WIDTH:
        return [line]
    return [f'  "{key}": >-', *(f"    {part}" for part in wrap(text, WIDTH - 4))]


def main(arguments: list[str]) -> int:
    """Import the tables and print how the codes relate."""
    parser = argparse.ArgumentParser(prog="puente import hs-correlation", description=__doc__.splitlines()[0])
    parser.add_argument("--source", type=Path, required=True, help="the folder with the four workbooks")
    parser.add_argument(
        "--into", type=Path, default=ROOT / "content" / "data" / "correlation", help="where to write"
    )
    parser.add_argument("--dry-run", action="store_true", help="read and report, write nothing")
    options = parser.parse_args(arguments)
    try:
        tables = [read_table(options.source, edition) for edition in EDITIONS]
        made = files_of(tables)
    except (SourceFault, OSError) as error:
        print(f"stopped, nothing written:\n{error}", file=sys.stderr)
        return 1
    if not options.dry_run:
        options.into.mkdir(parents=True, exist_ok=True)
        for name, text in made.items():
            (options.into / name).write_text(text, encoding="utf-8")
    for table in tables:
        counts = {kind: sum(map(len, groups.values())) for kind, groups in kinds_of(table.pairs).items()}
        told = ", ".join(f"{counts[kind]} {kind}" for kind in KINDS)
        equal = len(table.pairs) - sum(counts.values())
        print(f"HS {table.edition}: {len(table.pairs)} pairs, {equal} equal, {told}")
    return 0
