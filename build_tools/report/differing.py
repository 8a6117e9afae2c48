"""Rows whose label by the publisher says something else than our reading, and why: one list, kept by hand.

The list is `build_tools/importers/uk_labels.yml`; that it is complete is tested where the official files are at hand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import yaml

from py_engine.origin.notation_parts import write_codes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from build_tools.report.coverage import Coverage

__all__ = ["FILE", "Difference", "counted", "differences", "published"]

FILE: Final = "build_tools/importers/uk_labels.yml"
LOADER: Final[Any] = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # the file holds texts only


class Difference(NamedTuple):
    """Rows that differ from their label in one way: the reason, the label, our reading, and the rows by agreement."""

    reason: str
    labels: tuple[str, ...]
    read: tuple[str, ...]
    rows: Mapping[str, tuple[str, ...]]


def differences(root: Path) -> tuple[Difference, ...]:
    """Read the list."""
    text = (root / FILE).read_text(encoding="utf-8")
    written = yaml.load(text, Loader=LOADER)["differences"]  # noqa: S506  texts only
    return tuple(
        Difference(
            one["reason"],
            tuple(one["labels"]),
            tuple(one["read"]),
            {name: tuple(items) for name, items in one["rows"].items()},
        )
        for one in written
    )


def counted(found: Sequence[Difference]) -> dict[str, int]:
    """Count the rows of each agreement."""
    numbers: dict[str, int] = {}
    for one in found:
        for name, items in one.rows.items():
            numbers[name] = numbers.get(name, 0) + len(items)
    return numbers


def published(found: Sequence[Difference], agreements: Sequence[Coverage]) -> list[dict[str, Any]]:
    """Give the list as the public page shows it, each row with the codes for which it holds.

    Raises:
        KeyError: A row of the list is not among the rules.
    """
    codes = {one.agreement: _codes(one) for one in agreements}
    return [
        {
            "reason": one.reason,
            "labels": ", ".join(one.labels),
            "count": str(sum(map(len, one.rows.values()))),
            "agreements": [
                {"id": name, "rows": [{"item": item, "codes": codes[name][item]} for item in items]}
                for name, items in one.rows.items()
            ],
        }
        for one in found
    ]


def _codes(one: Coverage) -> dict[str, str]:
    """Say for which codes each place of the text holds."""
    places: dict[str, dict[str, None]] = {}
    for row in one.sets:
        found = places.setdefault(row.citation.item, {})
        found.update(dict.fromkeys(map(write_codes, row.covers)))
    return {item: ", ".join(found) for item, found in places.items()}
