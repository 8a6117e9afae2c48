"""Imports the rules of origin of the United States' agreements from the Harmonized Tariff Schedule.

The General Notes are published by the United States International Trade Commission (hts.usitc.gov, "General Notes"),
as PDF; the folder given with `--source` holds the text of each, with the page marks kept (`pdftotext -layout`), and
beside it the folder of the United Nations' conversion tables between editions of the Harmonized System.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from build_tools.importers.errors import SourceFault, dated
from build_tools.importers.gn_context import Context, read_context
from build_tools.importers.gn_files import Heading, Made, make_files
from build_tools.importers.gn_merge import by_dry_weight, doubtful, merged, on_component, sparing
from build_tools.importers.gn_notes import Draft, process_notes, read_notes
from build_tools.importers.gn_report import check_codes, check_ranges, report
from build_tools.importers.gn_rows import Row, rows_of
from build_tools.importers.gn_source import Source, read_source
from build_tools.importers.gn_words import Vocabulary, load, read_vocabulary
from build_tools.importers.grammar.codes import Nomenclature
from build_tools.importers.uk_hs import read_edition
from build_tools.importers.uk_source import LayoutError
from py_engine.hs import HSRange
from py_engine.origin.notation import Setting
from py_engine.origin.rule_sets import Subdivision
from py_engine.origin.rules import AllOf, Goods, Process, ProductIs, Provided

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from build_tools.importers.layout_gn import Block

__all__ = ["Imported", "import_one", "main"]

ROOT = Path(__file__).resolve().parent.parent.parent
SCHEME = "hts-us"
CORRELATION = "hs-correlation"


class Imported(NamedTuple):
    """One agreement, read: its source, its rows and notes, and its files."""

    agreement: Mapping[str, Any]
    source: Source
    rows: tuple[Row, ...]
    notes: tuple[Draft, ...]
    made: Made


def import_one(
    agreement: Mapping[str, Any], folder: Path, table: Mapping[str, Any], words: Vocabulary
) -> Imported:
    """Read one agreement; nothing is written.

    Raises:
        SourceFault: The source is not as it was, or says what cannot be.
    """
    source = read_source(folder, agreement, table["edition"])
    nomenclature = Nomenclature(agreement["hs"], SCHEME)
    processes = load("gn_processes.yml")
    setting = Setting(nomenclature.edition, SCHEME)
    notes = [
        *_notes(source, agreement, nomenclature),
        *process_notes(processes["notes"].get(agreement["id"], ()), processes, setting),
        *_scarce(agreement, nomenclature),
        *_doubts(agreement, nomenclature),
    ]
    printed = list(_rows(source, agreement, nomenclature, words))
    current = [row for row in (_on_the_day(row, table["published"]) for row in printed) if row]
    rows = [_finished(row, agreement, notes) for row in merged(current, agreement)]
    try:
        edition = read_edition(folder.parent / CORRELATION, agreement["hs"])
    except LayoutError as error:
        raise SourceFault(CORRELATION, 0, str(error)) from error
    check_codes(rows, edition, set(agreement.get("absent", ())))
    check_ranges(rows, set(agreement.get("backwards", ())))
    heading = Heading(agreement, source, table["published"], table["checked_on"])
    return Imported(agreement, source, tuple(rows), tuple(notes), make_files(heading, rows, notes, words))


def _rows(
    source: Source, agreement: Mapping[str, Any], nomenclature: Nomenclature, words: Vocabulary
) -> Iterator[Row]:
    """Read every rule; those that hold for a time or between two parties only know it from the paragraph before."""
    context: Context | None = None
    for block in source.note.blocks:
        if block.kind == "rule":
            context = read_context(block)
            if context and context.has_rules:
                for row in _read(context.block, agreement, nomenclature, words):
                    yield _in_context(row, context)
                context = None
            continue
        found = _read(block, agreement, nomenclature, words)
        if context and not all(context.holds_for(row.covers, nomenclature) for row in found):
            context = None
        for row in found:
            yield _in_context(row, context) if context else row


def _read(
    block: Block, agreement: Mapping[str, Any], nomenclature: Nomenclature, words: Vocabulary
) -> tuple[Row, ...]:
    rows = rows_of(block, nomenclature, words.words)
    for doubt in agreement.get("doubtful", ()):
        if doubt["printed"] in block.passage.text:
            passage = block.passage
            while passage.text.count(doubt["printed"]) == 1:
                passage = passage.corrected(doubt["printed"], doubt["meant"])
            meant = rows_of(block._replace(passage=passage), nomenclature, words.words)
            return tuple(_decided(doubt, *pair) for pair in zip(rows, meant, strict=True))
    return rows


def _decided(doubt: Mapping[str, Any], printed: Row, meant: Row) -> Row:
    """Take a doubtful print as it is meant, and say so; or decide only what both readings agree on."""
    if printed.rule == meant.rule:
        return printed
    if doubt.get("taken") == "meant":
        return meant._replace(status="read-once", notes=(doubt["note"],))
    fact = f"print-{printed.chapter}-{printed.label.lower()}"
    return printed._replace(rule=doubtful(printed.rule, meant.rule, fact, printed.span))


def _doubts(agreement: Mapping[str, Any], nomenclature: Nomenclature) -> Iterator[Draft]:
    """Give the notes that say how a doubtful print is taken."""
    for doubt in agreement.get("doubtful", ()):
        if "note" in doubt:
            covers = tuple(HSRange.parse(code, edition=nomenclature.edition) for code in doubt["covers"])
            place = f"prints {doubt['printed']}, read as {doubt['meant']}"
            yield Draft(
                doubt["note"], covers, "informs", 0, place, covers[0].first.chapter, status="read-once"
            )


def _in_context(row: Row, context: Context) -> Row:
    row = row._replace(start=context.start, until=context.until)
    if not context.between:
        return row
    traded = f"traded-{context.between}-us"
    if row.ex is None:
        return row._replace(ex=Subdivision(traded))
    return row._replace(rule=AllOf((ProductIs((Goods(named=(traded,)),)), row.rule)))


def _on_the_day(row: Row, published: str) -> Row | None:
    """Leave out what had lapsed when the edition was published: the document vouches for its own day and after."""
    day = date.fromisoformat(published)
    if row.until and row.until < day:
        return None
    return row._replace(start=None) if row.start and row.start <= day else row


def _notes(source: Source, agreement: Mapping[str, Any], nomenclature: Nomenclature) -> Iterator[Draft]:
    readings = load("gn_readings.yml")["readings"]
    listed = (agreement["scarce"]["listed"],) if "scarce" in agreement else ()
    numbers: dict[str, int] = {}
    for block in source.note.blocks:
        if block.kind == "rule" and read_context(block) is None:
            numbers[block.chapter] = numbers.get(block.chapter, 0) + 1
            yield from read_notes(block, numbers[block.chapter], nomenclature, readings, listed)


def _scarce(agreement: Mapping[str, Any], nomenclature: Nomenclature) -> Iterator[Draft]:
    """Textile goods made of materials in short supply have one more way to qualify."""
    scarce = agreement.get("scarce")
    if not scarce:
        return
    sewn = Process(("cut_or_knit_to_shape", "sewn_or_assembled"))
    ways = (
        ("textiles", ["50-60"], Provided("formed-from-listed-fibers")),
        ("apparel", ["61-62"], AllOf((Provided("outer-shell-of-scarce-fabrics"), sewn))),
        ("made-up", scarce["made_up"], AllOf((Provided("component-of-listed-fabrics"), sewn))),
    )
    for name, codes, rule in ways:
        covers = tuple(HSRange.parse(code, edition=nomenclature.edition) for code in codes)
        yield Draft(f"scarce-{name}", covers, "offers", 0, "", "", rule, article=scarce["article"])


def _finished(row: Row, agreement: Mapping[str, Any], notes: list[Draft]) -> Row:
    """Let chapter rules that say what a rule looks at take effect inside the rule."""
    rule = row.rule
    for note in notes:
        own = note.chapter == row.chapter or any(code.first.chapter == row.chapter for code in note.covers)
        if note.component and own and _covered(row, note):
            rule = on_component(rule)
            break
    dry = agreement.get("dry_weight")
    if dry and dry[0] <= row.chapter <= dry[1]:
        rule = by_dry_weight(rule)
    if "scarce" in agreement:
        rule = sparing(rule, agreement["scarce"]["listed"])
    return row._replace(rule=rule)


def _covered(row: Row, note: Draft) -> bool:
    return all(any(mine.contains(code.first) for mine in note.covers) for code in row.covers)


def put(folder: Path, files: Mapping[str, str]) -> None:
    """Put all files of an agreement in place, or none: they are written aside first."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as aside:
        for name, text in files.items():
            path = Path(aside) / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        for old in sorted((folder / "rules").glob("*.yml")):
            old.unlink()
        (folder / "rules").mkdir(exist_ok=True)
        for name in files:
            shutil.move(Path(aside) / name, folder / name)


def _chosen(table: Mapping[str, Any], only: str | None) -> list[Mapping[str, Any]]:
    dated("gn_agreements.yml", "agreements", table, ("edition", "published", "checked_on"))
    for one in table["agreements"]:
        dated("gn_agreements.yml", one["id"], one, ("document", "hs", "says"))
    known = [one["id"] for one in table["agreements"]]
    if only is not None and only not in known:
        raise SourceFault("gn_agreements.yml", 0, f"no agreement is called '{only}'", tuple(known))
    return [one for one in table["agreements"] if only in (None, one["id"])]


def main(arguments: list[str]) -> int:
    """Import all agreements, or one, and print what was read and what was not."""
    summary = (__doc__ or "").splitlines()[0]
    parser = argparse.ArgumentParser(prog="puente import gn", description=summary, epilog=__doc__)
    parser.add_argument("--source", type=Path, required=True, help="the folder with GN11.txt, GN26.txt …")
    parser.add_argument("--only", help="one agreement, for instance us-peru")
    parser.add_argument(
        "--into", type=Path, default=ROOT / "content" / "data" / "agreements", help="where to write"
    )
    parser.add_argument("--dry-run", action="store_true", help="read and report, write nothing")
    parser.add_argument("--verbose", action="store_true", help="tell every rule that was not read")
    options = parser.parse_args(arguments)
    try:
        table, words = load("gn_agreements.yml"), read_vocabulary()
        chosen = _chosen(table, options.only)
        imported = [import_one(one, options.source, table, words) for one in chosen]
    except (SourceFault, OSError) as error:
        print(f"stopped, nothing written:\n{error}", file=sys.stderr)
        return 1
    if not options.dry_run:
        for one in imported:
            put(options.into / one.agreement["id"], one.made.files)
    print(report(imported, verbose=options.verbose))
    return 0
