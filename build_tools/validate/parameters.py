"""Every figure has ascending dates, a document behind it, and a value its unit allows."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from build_tools.validate.walk import as_decimal, mappings, similar, walk

if TYPE_CHECKING:
    from datetime import date

    from build_tools.content.faults import Faults
    from build_tools.content.project import Project
    from build_tools.content.yamltext import Document
    from build_tools.validate.walk import Path

CHECK: Final = "PARAMETERS"
MOST: Final = {"share": Decimal(1), "percent": Decimal(100), "points-of-100": Decimal(100)}
"""The highest value of the units that have one; the lowest is 0. Any unit that begins with percent is one."""


def validate(project: Project, faults: Faults, today: date) -> None:  # noqa: ARG001  the date is every check's
    """Check every dated figure and every reference of every data file."""
    for (shard, _), file in project.data_files.items():
        document = project.documents[file]
        shared = project.data[shard].get("sources")
        sources = [*_sources(document.value), *_sources(shared)]
        for path, value in walk(document.value):
            if not isinstance(value, dict):
                continue
            if isinstance(value.get("values"), list) and "unit" in value:
                _figure(value, path, document, faults)
            named = value.get("source")
            if path and isinstance(named, str) and named not in sources:
                near = similar(named, sources)
                place = document.place((*path, "source"))
                faults.error(CHECK, "parameters.source", place, value=named, similar=near)


def _sources(value: Any) -> list[str]:
    return [str(source.get("id")) for _, source in mappings(value, "sources")]


def _figure(figure: dict[str, Any], path: Path, document: Document, faults: Faults) -> None:
    dated = mappings(figure, "values", path)
    days = [(where, value["from"]) for where, value in dated if isinstance(value.get("from"), str)]
    for (_, before), (where, day) in pairwise(days):
        if day <= before:
            place = document.place((*where, "from"))
            faults.error(CHECK, "parameters.dates", place, value=day, before=before)
    unit = str(figure.get("unit"))
    most = MOST.get("percent" if unit.startswith("percent") else unit)
    for where, value in dated:
        place = document.place((*where, "value"))
        if "value" not in value and "expected" not in value:
            faults.error(CHECK, "parameters.no_value", document.place(where))
        if "reference" not in value and value.get("value") is not None:
            faults.error(CHECK, "parameters.no_reference", document.place(where))
        number = as_decimal(value.get("value"))
        if number is not None and most is not None and not 0 <= number <= most:
            faults.error(
                CHECK, "parameters.range", place, value=str(value["value"]), unit=unit, most=str(most)
            )
