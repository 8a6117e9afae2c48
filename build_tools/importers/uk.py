"""Imports the rules of origin of the United Kingdom's agreements and of the CPTPP.

The official documents are the Origin Reference Documents of each agreement (gov.uk, "Origin reference documents"); the
rule sets are those the UK Trade Tariff publishes (github.com/trade-tariff/trade-tariff-backend, `lib/rules_of_origin`).
The folder given with `--source` holds `uk-origin/rule_sets/*.json` and `hs-correlation/*.xlsx`.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from build_tools.importers.errors import SourceFault
from build_tools.importers.uk_files import Written, agreement_files, put
from build_tools.importers.uk_hs import read_edition
from build_tools.importers.uk_report import report
from build_tools.importers.uk_rows import Draft, drafts, parts
from build_tools.importers.uk_source import LayoutError, Row, Source, read_source
from build_tools.importers.uk_tables import Agreement, read_tables

if TYPE_CHECKING:
    from build_tools.importers.uk_hs import Edition
    from build_tools.importers.uk_tables import Tables

__all__ = ["Imported", "import_all", "import_one", "main"]

ROOT = Path(__file__).resolve().parent.parent.parent


class Imported(NamedTuple):
    """One agreement, read: its source, what each row said, the files, and what could not be decided."""

    agreement: Agreement
    source: Source
    drafts: tuple[Draft, ...]
    written: Written
    told: tuple[str, ...]


def import_one(agreement: Agreement, folder: Path, tables: Tables, edition: Edition) -> Imported:
    """Read one agreement; nothing is written.

    Raises:
        LayoutError: The source is not laid out as it was, or a row names codes that do not exist.
    """
    source = read_source(folder / "uk-origin" / "rule_sets" / f"{agreement.file}.json")
    found: list[Draft] = []
    faults: list[str] = []
    for row in _merged(source.rows, agreement, tables):
        try:
            found.extend(drafts(row, agreement, tables, edition))
        except LayoutError as error:
            faults.append(str(error))
    if faults:
        raise LayoutError("\n".join(faults))
    made, told = parts(found, agreement)
    written = agreement_files(agreement, made, tables, edition, source.sha256)
    return Imported(agreement, source, tuple(found), written, tuple(told))


def _merged(rows: tuple[Row, ...], agreement: Agreement, tables: Tables) -> list[Row]:
    """Put rows together that the source cut in two."""
    made: list[Row] = []
    for row in rows:
        if any(one.action == "merge" for one in tables.about(agreement.id, row)):
            made[-1] = made[-1]._replace(sentences=(*made[-1].sentences, *row.sentences))
        else:
            made.append(row)
    return made


def import_all(chosen: list[Agreement], source: Path, tables: Tables) -> list[Imported]:
    """Read every chosen agreement before anything is written; the faults of all are told together."""
    found: list[Imported] = []
    faults: list[str] = []
    for one in chosen:
        try:
            edition = read_edition(source / "hs-correlation", one.edition)
            found.append(import_one(one, source, tables, edition))
        except LayoutError as error:
            faults.append(str(error))
    if faults:
        raise LayoutError("\n".join(faults))
    return found


def main(arguments: list[str]) -> int:
    """Import all agreements, or one, and print what was read and what was not."""
    parser = argparse.ArgumentParser(prog="puente import uk", description=__doc__.splitlines()[0])
    parser.add_argument(
        "--source", type=Path, required=True, help="the folder with uk-origin and hs-correlation"
    )
    parser.add_argument("--only", help="one agreement, for instance cptpp")
    parser.add_argument(
        "--into", type=Path, default=ROOT / "content" / "data" / "agreements", help="where to write"
    )
    parser.add_argument("--dry-run", action="store_true", help="read and report, write nothing")
    parser.add_argument("--verbose", action="store_true", help="tell every sentence that was not read")
    options = parser.parse_args(arguments)
    try:
        tables = read_tables()
        chosen = [one for one in tables.agreements if options.only in (None, one.id)]
        if not chosen:
            parser.error(f"no agreement is called '{options.only}'")
        imported = import_all(chosen, options.source, tables)
    except (LayoutError, SourceFault, OSError) as error:
        print(f"stopped, nothing written:\n{error}", file=sys.stderr)
        return 1
    if not options.dry_run:
        for one in imported:
            put(options.into / one.agreement.id, one.written)
    print(report(imported, verbose=options.verbose))
    return 0
