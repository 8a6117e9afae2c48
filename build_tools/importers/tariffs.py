"""Imports the tariffs of the economies that goods are sold to: what everybody pays, and what partners pay.

The official documents: the Harmonized Tariff Schedule of the United States (hts.usitc.gov), the customs tariff of Peru
(DS 404-2021-EF), the Global Tariff of the United Kingdom (gov.uk) and the law of import duties of Mexico (LIGIE). The
folder given with `--source` holds them as `tariffs/…` and, beside them, `hs-correlation/*.xlsx`.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from build_tools.content.faults import Faults
from build_tools.content.yamltext import load
from build_tools.importers import tariff_gb, tariff_latin, tariff_us
from build_tools.importers.errors import SourceFault, dated
from build_tools.importers.tariff_lines import checked, written
from build_tools.importers.uk_hs import read_edition
from build_tools.importers.uk_source import LayoutError
from build_tools.importers.uk_write import yaml_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from build_tools.importers.tariff_lines import Line, Read

__all__ = ["Imported", "import_one", "main", "schedules"]

ROOT = Path(__file__).resolve().parents[2]
TABLE = Path(__file__).with_name("tariff_schedules.yml")
READERS = {
    "us": tariff_us.read,
    "pe": tariff_latin.read_peru,
    "gb": tariff_gb.read,
    "mx": tariff_latin.read_mexico,
}
CHECKED_ON = "2026-11-22"
OWNER = "Puente maintainers"
ONLY_HERE = ("source", "not_in_edition")


class Imported(NamedTuple):
    """One schedule, read: its lines, and the files to write."""

    id: str
    lines: tuple[Line, ...]
    files: Mapping[str, str]
    aside: int


def schedules() -> list[dict[str, Any]]:
    """Give what we say of each schedule."""
    document = load(TABLE, root=TABLE.parent, faults=Faults())
    value: Any = document.value if document else {}
    found: list[dict[str, Any]] = value["schedules"]
    return found


def import_one(about: dict[str, Any], source: Path) -> Imported:
    """Read one schedule; nothing is written.

    Raises:
        SourceFault: The source cannot be relied on as it stands.
        LayoutError: The tables of codes are not there.
    """
    dated(TABLE.name, about["id"], about["source"])
    read = READERS[about["id"]](source / "tariffs")
    edition = read_edition(source / "hs-correlation", about["hs"])
    aside = about.get("not_in_edition", [])
    lines = checked(read.lines, about["id"], edition, aside)
    _known(lines, about)
    return Imported(about["id"], lines, _files(about, lines, read), len(aside))


def _known(lines: tuple[Line, ...], about: dict[str, Any]) -> None:
    """Refuse a programme nobody has heard of."""
    known = {one["code"] for one in about.get("programmes", [])} | set(about.get("others", []))
    for line in lines:
        if strange := [name for name, _ in line.special if name not in known]:
            raise SourceFault(about["id"], line.at, f"{line.code}: the programme '{strange[0]}' is new")


def _files(about: dict[str, Any], lines: tuple[Line, ...], read: Read) -> dict[str, str]:
    chapters: dict[str, list[str]] = {}
    for line in lines:
        chapters.setdefault(line.code[:2], []).append(written(line, about.get("groups")))
    kept = {
        "owner": OWNER,
        "checked_on": CHECKED_ON,
        "sources": [{**about["source"], "sha256": read.sha256}],
    }
    head = {
        "id": f"tariffs-{about['id']}",
        **kept,
        **{name: value for name, value in about.items() if name not in ONLY_HERE and name != "id"},
        "chapters": sorted(chapters),
    }
    files = {"tariff.yml": yaml_text(head)}
    for chapter, said in chapters.items():
        name = {"id": f"tariffs-{about['id']}-{chapter}", **kept, "tariff": about["id"], "chapter": chapter}
        files[f"ch{chapter}.yml"] = yaml_text(name) + "lines: |-\n" + "".join(f"  {line}\n" for line in said)
    return files


def put(folder: Path, files: Mapping[str, str]) -> None:
    """Write a schedule, and take away files of chapters it no longer has."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.glob("*.yml"):
        if path.name not in files:
            path.unlink()
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")


def report(imported: list[Imported]) -> str:
    """Say what was read, and what could not be."""
    told = []
    for one in imported:
        kinds = Counter(_kind(line.duty) for line in one.lines)
        size = sum(len(text.encode()) for text in one.files.values())
        counts = ", ".join(f"{count} {kind}" for kind, count in kinds.most_common())
        told.append(
            f"{one.id}: {len(one.lines)} lines in {len(one.files) - 1} chapters, {size // 1024} KB: {counts}"
        )
        if one.aside:
            told.append(f"    {one.aside} lines whose code does not exist in the edition were left out")
        here = sum(1 for line in one.lines for _, rate in line.special if rate.startswith("unknown"))
        if here:
            told.append(f"    {here} preferential rates are not in the source as figures and stay unknown")
    return "\n".join(told)


def _kind(duty: str) -> str:
    if duty.startswith(("free", "unknown", "prohibited")):
        return duty.partition(":")[0]
    return "percentages" if "/" not in duty else "compound" if "%" in duty else "specific"


def main(arguments: list[str]) -> int:
    """Import all schedules, or one, and print what was read and what was not."""
    parser = argparse.ArgumentParser(
        prog="puente import tariffs", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument(
        "--source", type=Path, required=True, help="the folder with tariffs and hs-correlation"
    )
    parser.add_argument("--only", choices=sorted(READERS), help="one schedule")
    parser.add_argument(
        "--into", type=Path, default=ROOT / "content" / "data" / "tariffs", help="where to write"
    )
    parser.add_argument("--dry-run", action="store_true", help="read and report, write nothing")
    options = parser.parse_args(arguments)
    chosen = [one for one in schedules() if options.only in (None, one["id"])]
    try:
        imported = [import_one(one, options.source) for one in chosen]
    except (SourceFault, LayoutError, OSError, ValueError, KeyError) as error:
        print(f"stopped, nothing written:\n{error}", file=sys.stderr)
        return 1
    if not options.dry_run:
        for one in imported:
            put(options.into / one.id, one.files)
    print(report(imported))
    return 0
