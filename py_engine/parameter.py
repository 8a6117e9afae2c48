"""Values that change with time: each with the day it begins and the document that says so.

History is appended, never rewritten. ``null`` ends a value; ``expected`` announces one whose figure is not yet known.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from py_engine.reading import Reader

__all__ = ["DatedValue", "Parameter", "read_parameter"]

EXAMPLE_VALUE = '{"from":"2026-11-01","value":"1"}'


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedValue:
    """One value from one day on; without a value, the earlier one ends that day."""

    start: date
    value: str | None
    reference: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A dated, sourced value: a weight, a threshold, a rate.

    >>> from datetime import date
    >>> rate = Parameter(
    ...     id="example.rate",
    ...     unit="percent",
    ...     values=(
    ...         DatedValue(start=date(2019, 1, 1), value="10"),
    ...         DatedValue(start=date(2024, 7, 1), value="15"),
    ...         DatedValue(start=date(2027, 1, 1), value=None),
    ...     ),
    ... )
    >>> [rate.value_on(date(year, 7, 1)) for year in (2018, 2023, 2024, 2027)]
    [None, '10', '15', None]
    """

    id: str
    unit: str
    values: tuple[DatedValue, ...]

    def on(self, day: date) -> DatedValue | None:
        """Give the value in force on a day with its reference, or nothing if none is."""
        begun = [value for value in self.values if value.start <= day]
        return begun[-1] if begun and begun[-1].value is not None else None

    def value_on(self, day: date) -> str | None:
        """Give the value in force on a day, or nothing if none is."""
        found = self.on(day)
        return found.value if found else None


def read_parameter(source: Reader, *, example: str) -> Parameter:
    """Read a parameter; what is wrong with it is remembered as refusals.

    Dates must strictly ascend. A first entry without a value has nothing to end.
    """
    values: list[DatedValue] = []
    previous: date | None = None
    for entry in source.at("values").items(example=f"[{EXAMPLE_VALUE}]"):
        if not entry.is_object(example=EXAMPLE_VALUE):
            continue
        start = entry.at("from").day()
        if start is None:
            continue
        if previous is not None and start <= previous:
            entry.at("from").refuse(
                "engine.parameter.ascending", previous=previous.isoformat(), example="2027-01-01"
            )
        previous = start
        announced = entry.at("expected").present
        given = entry.at("value")
        value = None if announced or (given.value is None and given.present) else given.text(example=example)
        if value is not None:
            given.millionths(example=example)
        elif not values and not announced:
            entry.at("from").refuse("engine.parameter.nothing_to_end", example=EXAMPLE_VALUE)
        references = entry.at("reference")
        reference = (
            references.value if references.present and references.is_object(example='{"source":"…"}') else {}
        )
        values.append(DatedValue(start=start, value=value, reference=reference))
    name = source.at("id").text(example="diagnostic.weight.culture")
    if source.at("values").value == []:
        source.refusals.add(source.path, "engine.parameter.empty", value=name, example=EXAMPLE_VALUE)
    return Parameter(id=name, unit=source.at("unit").text(example="share"), values=tuple(values))
