"""Customs tariffs: every line is written as it should be, with codes that exist, in order, in the right file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from build_tools.compile.correlation import HUB, codes_of, hub_codes, pairs_of
from build_tools.compile.tariff_lines import MARKS, TariffLineError, tariff_line, tariff_lines
from build_tools.content.faults import Place
from build_tools.validate.walk import listed, mappings, similar

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from build_tools.content.faults import Faults
    from build_tools.content.project import Project
    from build_tools.content.yamltext import Document

CHECK: Final = "TARIFFS"
SHARD: Final = "tariffs"
ABOUT: Final = "tariff"
CHAPTER: Final = 2
SUBHEADING: Final = 6


def validate(project: Project, faults: Faults, today: date) -> None:  # noqa: ARG001  the date is every check's
    """Check every schedule, line by line."""
    codes: dict[str, frozenset[str]] = {}
    for stem in sorted(project.data.get(SHARD, {})):
        folder, _, name = stem.partition("/")
        document = project.documents[project.data_files[SHARD, stem]]
        if name == ABOUT:
            _programmes(project, document, faults)
            continue
        about = project.data[SHARD].get(f"{folder}/{ABOUT}")
        if not isinstance(about, dict):
            faults.error(CHECK, "tariffs.no_tariff", document.place(), name=folder)
            continue
        edition = str(about.get("hs"))
        if edition not in codes:
            codes[edition] = _codes(project, edition)
        _lines(document, about, codes[edition], faults)


def _programmes(project: Project, about: Document, faults: Faults) -> None:
    known = sorted({stem.partition("/")[0] for stem in project.data.get("agreements", {})})
    for path, programme in mappings(about.value, "programmes"):
        name = programme.get("agreement")
        if isinstance(name, str) and name not in known:
            near = similar(name, known)
            faults.error(
                CHECK, "tariffs.agreement", about.place((*path, "agreement")), value=name, similar=near
            )


def _codes(project: Project, edition: str) -> frozenset[str]:
    """Give the subheadings of an edition; none if the tables that say so are not there or are broken."""
    tables = project.data.get("correlation", {})
    own = tables.get(f"hs{edition}")
    if not isinstance(own, dict) or f"hs{HUB}" not in tables:
        return frozenset()
    try:
        hub = hub_codes(tables[f"hs{HUB}"])
        return frozenset(codes_of(hub) if edition == HUB else (old for _, old in pairs_of(hub, own)))
    except (ValueError, KeyError, AttributeError):  # told by the check of these tables
        return frozenset()


def _lines(document: Document, about: Mapping[str, Any], codes: frozenset[str], faults: Faults) -> None:
    value = document.value if isinstance(document.value, dict) else {}
    text, chapter = value.get("lines"), value.get("chapter")
    if not isinstance(text, str):
        return
    known = {str(one.get("code")) for _, one in mappings(about, "programmes")} | set(about.get("others", []))
    first = document.where(("lines",)).line + 1
    before = ""
    for at, written in tariff_lines(text):
        place = Place(file=document.file, line=first + at, column=3, path=("lines", at))
        try:
            line = tariff_line(written, about.get("groups", {}), known)
        except TariffLineError as error:
            values = {"allowed": listed(MARKS)} if error.key == "tariffs.mark" else {}
            faults.error(CHECK, error.key, place, value=error.value, **values)
            continue
        shown = written.partition(" ")[0]
        if line.code[:CHAPTER] != chapter or line.code <= before:
            faults.error(CHECK, "tariffs.order", place, value=shown, chapter=str(chapter))
        elif codes and line.code[:SUBHEADING] not in codes:
            faults.error(CHECK, "tariffs.code", place, value=shown, edition=str(about.get("hs")))
        before = max(before, line.code)
