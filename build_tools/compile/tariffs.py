"""Compiles customs tariffs into one shard for each chapter of products, all importers together.

A schedule may be of an older edition of the Harmonized System than the product's code: each line goes to every
subheading of today in which its goods may stand, and is marked where only a part of them does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from build_tools.compile.archive import ArchiveError
from build_tools.compile.shard import as_json
from build_tools.compile.tariff_lines import TariffLine, TariffLineError, tariff_line, tariff_lines
from py_engine.hs import EDITION

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from build_tools.compile.archive import Archive
    from build_tools.compile.rules import Texts
    from py_engine.origin.correlation import Correlation

__all__ = ["compiled"]

ABOUT: Final = "tariff"
COPIED: Final = ("hs", "from", "until", "currency", "status", "preferences", "look_up", "not_included")
SOURCE: Final = ("id", "title", "issuer", "href", "published")


def compiled(archive: Archive, correlation: Correlation) -> Iterator[tuple[str, dict[str, Any], Texts]]:
    """Give every shard.

    Raises:
        ArchiveError: A line is not written as it should be.
    """
    files = archive.data.get("tariffs", {})
    chapters: dict[str, dict[str, Any]] = {
        chapter: {} for chapter in sorted({code[:2] for code in correlation.forward[EDITION]})
    }
    for name in sorted(stem.removesuffix(f"/{ABOUT}") for stem in files if stem.endswith(f"/{ABOUT}")):
        about = files[f"{name}/{ABOUT}"]
        lines = _lines(name, about, files)
        found = _by_chapter(about, lines, correlation)
        for chapter, importers in chapters.items():
            importers[about["economy"]] = _importer(about, found.get(chapter, {}))
    if files:
        for chapter, importers in chapters.items():
            yield f"tariffs/{chapter}", {"chapter": chapter, "hs": EDITION, "importers": importers}, {}


def _lines(name: str, about: Mapping[str, Any], files: Mapping[str, Any]) -> list[TariffLine]:
    """Read all lines of a schedule; only the programmes that carry out an agreement are kept."""
    used = {one["code"] for one in about.get("programmes", [])}
    known = used | set(about.get("others", []))
    found = []
    for stem in sorted(files):
        if stem.startswith(f"{name}/") and not stem.endswith(f"/{ABOUT}"):
            for at, text in tariff_lines(files[stem]["lines"]):
                try:
                    line = tariff_line(text, about.get("groups", {}), known)
                except TariffLineError as error:
                    place = f"content/data/tariffs/{stem}.yml, line {at + 1} of the lines"
                    raise ArchiveError(f"{place}: {error}") from error
                special = {code: rate for code, rate in line.special.items() if code in used}
                found.append(line._replace(special=special))
    return found


def _by_chapter(
    about: Mapping[str, Any], lines: list[TariffLine], correlation: Correlation
) -> dict[str, dict[str, list[tuple[TariffLine, bool]]]]:
    """Put lines under the subheadings of today, by chapter; the flag says that all of a line's goods are there."""
    today = correlation.forward[about["hs"]]
    found: dict[str, dict[str, list[tuple[TariffLine, bool]]]] = {}
    for line in lines:
        now = today.get(line.code[:6], ())
        for code in now:
            found.setdefault(code[:2], {}).setdefault(code, []).append((line, len(now) == 1))
    return found


def _importer(about: Mapping[str, Any], found: Mapping[str, list[tuple[TariffLine, bool]]]) -> dict[str, Any]:
    """Write an importer's part of a shard: each duty, and each set of special duties, once."""
    part = {name: about[name] for name in COPIED if name in about}
    part["source"] = {name: about["sources"][0][name] for name in SOURCE if name in about["sources"][0]}
    if about.get("partial") == "true":
        part["partial"] = True
    if not found:
        return part
    duties: dict[str, int] = {}
    sets: dict[tuple[tuple[str, int], ...], int] = {}
    lines: dict[str, list[list[Any]] | str] = {}
    first: dict[str, str] = {}
    for code in sorted(found):
        entries: list[list[Any]] = []
        for line, whole in found[code]:
            special = tuple(
                (name, duties.setdefault(rate, len(duties))) for name, rate in sorted(line.special.items())
            )
            duty = duties.setdefault(line.duty, len(duties))
            rates = sets.setdefault(special, len(sets)) if special else -1
            entries.append([line.code, duty, rates, *line.marks, *([] if whole else [1])])
        same = first.setdefault(as_json(entries), code)  # lines of one old code that became several
        lines[code] = entries if same == code else same
    if sets:
        part["programmes"] = {
            one["code"]: {"agreement": one["agreement"], "exporters": one["exporters"]}
            for one in about["programmes"]
        }
    return {**part, "duties": list(duties), "special": [dict(one) for one in sets], "lines": lines}
