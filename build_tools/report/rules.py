"""Tells how far the rules of every agreement are read: `puente report rules`.

Everything is counted from the committed files. With `--source`, the labels that the publisher of the United Kingdom's
rule sets gave its sentences are compared again; without it, the counts published before are kept.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import yaml

from build_tools.report import differing
from build_tools.report.coverage import Coverage, coverage, share
from build_tools.report.resolved import Resolved, resolved

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["FILE", "labels", "main", "published", "table", "written_cases"]

ROOT: Final = Path(__file__).resolve().parent.parent.parent
FILE: Final = "content/data/coverage/rules.yml"
TARGET: Final = 97
HEAD: Final = """\
# yaml-language-server: $schema=../../../schemas/coverage.schema.json
# Written by `uv run puente report rules --publish`; never by hand. The page is content/<language>/rules-coverage.md.
"""
CASES: Final = "tests/cases/agreements"
LOADER: Final[Any] = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
Labels = dict[str, tuple[int, int]]
Products = dict[str, Resolved]


def labels(source: Path) -> Labels:
    """Compare with the publisher's labels: how many could be compared, and how many say something else."""
    from build_tools.importers.uk import import_all  # noqa: PLC0415 - only where the sources are
    from build_tools.importers.uk_report import disagreements  # noqa: PLC0415
    from build_tools.importers.uk_tables import read_tables  # noqa: PLC0415

    tables = read_tables()
    found = {
        one.agreement.id: disagreements(one) for one in import_all(list(tables.agreements), source, tables)
    }
    return {name: (one.compared, len(one.rows)) for name, one in found.items()}


def written_cases(root: Path) -> dict[str, int]:
    """Count the cases that a person worked out by reading the legal text, by agreement."""
    tables = [_load(path) for path in sorted((root / CASES).glob("*.yaml"))]
    return {found["agreement"]: len(found["cases"]) for found in tables}


def table(
    found: Sequence[Coverage], compared: Labels, products: Products | None = None, *, verbose: bool = False
) -> str:
    """Write the table that is printed; with ``verbose`` every chapter and row that is not full."""
    head = f"{'agreement':<19} HS    rows    full       %  twice  once  part  left  notes  labels differ"
    lines = [f"{head}  products  gap in part  gap  why not"]
    for one in found:
        seen, differ = compared.get(one.agreement, (0, 0))
        why = ", ".join(f"{reason} {count}" for reason, count in sorted(one.reasons.items())) or "-"
        said = f"{differ}/{seen}" if seen else "-"
        leads = (products or {}).get(one.agreement)
        led = (
            f"{leads.whole:>8}  {leads.part:>11}  {leads.none:>3}"
            if leads
            else f"{'-':>8}  {'-':>11}  {'-':>3}"
        )
        short = "" if 100 * one.full >= TARGET * one.rows else f"  BELOW {TARGET} %"
        lines.append(
            f"{one.agreement:<19} {one.edition}  {one.rows:>4}    {one.full:>4}  {share(one.full, one.rows):>6}"
            f"  {one.statuses['hand-checked-twice']:>5}  {one.statuses['read-once']:>4}"
            f"  {one.statuses['partly-read']:>4}  {one.statuses['not-covered']:>4}"
            f"  {one.notes - one.notes_left}/{one.notes:<4}  {said:>13}  {led}  {why}{short}"
        )
        if verbose:
            lines.extend(
                f"    chapter {part.chapter}: {part.full} of {part.rows} rows"
                for part in one.chapters
                if part.full < part.rows
            )
            lines.extend(f"    {left.item}: {left.codes}: {', '.join(left.reasons)}" for left in one.left)
    rows, full = sum(one.rows for one in found), sum(one.full for one in found)
    lines.append(f"{'all':<19}       {rows:>5}   {full:>5}  {share(full, rows):>6}")
    if products:
        every = [sum(column) for column in zip(*products.values(), strict=True)]
        pairs = [(one.agreement, *pair) for one in found for pair in one.doubled]
        lines.append(
            f"subheadings of HS 2022 x agreements: {sum(every)}, resolved {every[0]}, stated gap in part {every[1]},"
            f" stated gap {every[2]}; pairs of rows for the same goods: {len(pairs)}"
        )
        lines.extend(f"    {name}: {one} and {other}; the first decides" for name, one, other in pairs)
    return "\n".join(lines)


def published(
    root: Path, found: Sequence[Coverage], compared: Labels, products: Products, day: str
) -> dict[str, Any]:
    """Give the content of the data file: every value is text."""
    cases = written_cases(root)
    rows, full = sum(one.rows for one in found), sum(one.full for one in found)
    whole, part, none = (sum(column) for column in zip(*products.values(), strict=True))
    return {
        "id": "rules-coverage",
        "owner": "Puente maintainers",
        "checked_on": day,
        "sources": [
            {
                "id": "rules-coverage",
                "title": "Rules of origin in this repository, counted",
                "issuer": "Puente maintainers",
                "retrieved": day,
                "href": "rules-coverage",
            }
        ],
        "command": "uv run puente report rules",
        "target": str(TARGET),
        "rows": str(rows),
        "full": str(full),
        "share": share(full, rows),
        "below": str(sum(100 * one.full < TARGET * one.rows for one in found)),
        "cases": str(sum(cases.values())),
        "products": {
            "all": str(whole + part + none),
            "resolved": str(whole),
            "gap_part": str(part),
            "gap": str(none),
            "doubled": str(sum(len(one.doubled) for one in found)),
        },
        "labelled": {
            "compared": str(sum(seen for seen, _ in compared.values())),
            "differ": str(sum(differ for _, differ in compared.values())),
        },
        "agreements": [
            _published(root, one, compared.get(one.agreement), cases.get(one.agreement, 0))
            | {"products": _led(products[one.agreement])}
            for one in found
        ],
        "differences": differing.published(differing.differences(root), found),
    }


def _led(one: Resolved) -> dict[str, str]:
    return {
        "all": str(one.products),
        "resolved": str(one.whole),
        "gap_part": str(one.part),
        "gap": str(one.none),
    }


def _published(root: Path, one: Coverage, compared: tuple[int, int] | None, cases: int) -> dict[str, Any]:
    about = _load(root / "content" / "data" / "agreements" / one.agreement / "agreement.yml")
    entry: dict[str, Any] = {
        "id": one.agreement,
        "name": about["name"],
        "short": about["short"],
        "hs": one.edition,
        "rows": str(one.rows),
        "full": str(one.full),
        "share": share(one.full, one.rows),
        "met": "yes" if 100 * one.full >= TARGET * one.rows else "no",
        "twice": str(one.statuses["hand-checked-twice"]),
        "once": str(one.statuses["read-once"]),
        "partly": str(one.statuses["partly-read"]),
        "left": str(one.statuses["not-covered"]),
        "notes": str(one.notes),
        "notes_left": str(one.notes_left),
        "cases": str(cases),
        "strip": _strip(one),
    }
    if compared:
        entry["labels"] = {"compared": str(compared[0]), "differ": str(compared[1])}
    if one.left:
        entry["open"] = [
            {"item": left.item, "codes": left.codes, "reasons": list(left.reasons)} for left in one.left
        ]
    return entry


def _strip(one: Coverage) -> list[dict[str, str]]:
    """Give the chapters as runs of one kind: all rows full, some not, or no row at all."""
    runs: list[dict[str, str]] = []
    for part in one.chapters:
        kind = "none" if not part.rows else "full" if part.full == part.rows else "some"
        if runs and runs[-1]["kind"] == kind:
            runs[-1]["chapters"] = str(int(runs[-1]["chapters"]) + 1)
        else:
            runs.append({"kind": kind, "first": str(int(part.chapter)), "chapters": "1"})
    return runs


def kept(root: Path) -> Labels:
    """Read the comparison of labels that was published before."""
    path = root / FILE
    before: Mapping[str, Any] = _load(path) if path.is_file() else {}
    return {
        one["id"]: (int(one["labels"]["compared"]), int(one["labels"]["differ"]))
        for one in before.get("agreements", ())
        if "labels" in one
    }


def _load(path: Path) -> Any:
    # texts only: no type of YAML's own is made
    return yaml.load(path.read_text(encoding="utf-8"), Loader=LOADER)  # noqa: S506


def main(arguments: list[str]) -> int:
    """Count, print, and with `--publish` write the data of the public page."""
    from build_tools.bench.runtime.publish import Quoted  # noqa: PLC0415 - writes every value as text
    from build_tools.build import today  # noqa: PLC0415

    summary = (__doc__ or "").splitlines()[0]
    parser = argparse.ArgumentParser(prog="puente report rules", description=summary, epilog=__doc__)
    parser.add_argument("--source", type=Path, help="the folder with uk-origin and hs-correlation")
    parser.add_argument("--publish", action="store_true", help=f"write {FILE}")
    parser.add_argument("--verbose", action="store_true", help="tell every row that is not read fully")
    options = parser.parse_args(arguments)
    found = coverage(ROOT / "content" / "data" / "agreements")
    compared = labels(options.source) if options.source else kept(ROOT)
    products = resolved(ROOT)
    print(table(found, compared, products, verbose=options.verbose))
    if options.publish:
        content = published(ROOT, found, compared, products, today().isoformat())
        text = yaml.dump(content, Dumper=Quoted, sort_keys=False, allow_unicode=True, width=110)
        (ROOT / FILE).parent.mkdir(parents=True, exist_ok=True)
        (ROOT / FILE).write_text(HEAD + text, encoding="utf-8")
    return 0
