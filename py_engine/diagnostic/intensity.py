"""The side score: how many of twelve signs of digital intensity a firm shows, as a statistical office counts them.

It stands beside the score and changes nothing in it. A sign nobody asked about or knows is neither there nor missing:
the count is given with both ends.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from py_engine.diagnostic.model import UNKNOWN
from py_engine.parameter import read_parameter
from py_engine.quantity import MILLION, millionths
from py_engine.verdict import Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from py_engine.errors import Refusals
    from py_engine.parameter import Parameter
    from py_engine.reading import Reader

__all__ = ["ANSWERS", "Intensity", "intensity_json", "read_intensity"]

ANSWERS = ("yes", "no", UNKNOWN)
SAID = {"yes": Verdict.MET, "no": Verdict.NOT_MET}
TEXT = "diagnostic.example"


class Sign(NamedTuple):
    """One sign of digital intensity; it is there or it is not."""

    id: str
    name: str
    ask: str


class Band(NamedTuple):
    """A range of counts that has a name, from a count on."""

    id: str
    name: str
    position: int
    from_score: Parameter


class Intensity(NamedTuple):
    """The signs, and the names of the ranges."""

    signs: Mapping[str, Sign]
    bands: tuple[Band, ...]


def read_intensity(source: Reader) -> Intensity | None:
    """Read the signs; a questionnaire may come without them."""
    if not source.present:
        return None
    signs = [
        Sign(*(entry.at(part).text(example=TEXT) for part in ("id", "name", "ask")))
        for entry in source.at("indicators").items(example='[{"id":"dii-website"}]')
    ]
    bands = [
        Band(
            id=entry.at("id").text(example="low"),
            name=entry.at("name").text(example=TEXT),
            position=at,
            from_score=read_parameter(entry.at("from_score"), example="4"),
        )
        for at, entry in enumerate(source.at("levels").items(example='[{"id":"low"}]'), 1)
    ]
    if source.at("levels").value == []:
        source.at("levels").refuse("engine.value.list", example='[{"id":"low"}]')
    return Intensity({sign.id: sign for sign in signs}, tuple(bands))


def intensity_json(
    intensity: Intensity | None, said: Mapping[str, str], day: date, refusals: Refusals
) -> dict[str, Any] | None:
    """Count the signs.

    Raises:
        EngineError: A range has no beginning that day.
    """
    if intensity is None:
        return None
    verdicts = {name: SAID.get(said.get(name, UNKNOWN), Verdict.UNDETERMINED) for name in intensity.signs}
    found = list(verdicts.values())
    low = found.count(Verdict.MET)
    high = len(found) - found.count(Verdict.NOT_MET)
    begins: list[int] = []
    for band in intensity.bands:
        value = band.from_score.value_on(day)
        if value is None:
            when = {"date": day.isoformat()}
            example = "2026-11-21"
            refusals.add(
                "on", "engine.parameter.no_value", value=band.from_score.id, date=when, example=example
            )
        begins.append(millionths(value or "0"))
    refusals.raise_if_any()
    return {
        "total": len(found),
        "answered": len(found) - found.count(Verdict.UNDETERMINED),
        "low": str(low),
        "high": str(high),
        "level": _band(intensity, begins, low),
        "possible": _band(intensity, begins, high),
        "indicators": [
            {"id": sign.id, "name": sign.name, "verdict": verdicts[sign.id].value}
            for sign in intensity.signs.values()
        ],
    }


def _band(intensity: Intensity, begins: list[int], count: int) -> dict[str, Any]:
    reached = sum(begin <= count * MILLION for begin in begins[1:])
    band = intensity.bands[reached]
    return {"id": band.id, "name": band.name, "position": band.position}
