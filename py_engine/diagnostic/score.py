"""Turns answers into exact scores and levels.

The score of a dimension is the mean, over its aspects and weighted, of what the questions of the aspect give on
average: points divided by highest points, times 100. The overall score is the weighted mean of the dimensions. Nothing
is rounded before it is compared: a score is a whole number of equal parts, fine enough that each answer is worth a
whole number of them.
"""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from py_engine.quantity import HUNDRED_POINTS, millionths
from py_engine.verdict import Verdict, within

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from py_engine.diagnostic.model import Gate, Level, Question, Questionnaire
    from py_engine.errors import Refusals
    from py_engine.message import Value
    from py_engine.parameter import Parameter

__all__ = ["Bounds", "Yardstick", "add", "points_of", "verdict_of", "yardstick"]


class Bounds(NamedTuple):
    """Where an amount certainly lies; for a given answer both ends are the same."""

    low: int
    high: int


class Yardstick(NamedTuple):
    """How much every answer weighs on one day.

    ``whole`` parts are the full 100 points of a dimension; ``whole * total`` parts are the full 100 points overall.
    """

    whole: int
    total: int
    weight: Mapping[str, int]  # of a dimension
    parts: Mapping[str, int]  # of its dimension that one millionth of a point of a question is worth
    begins: tuple[int, ...]  # where each level begins, in millionths of a point of 100
    used: tuple[dict[str, Any], ...]  # every dated value relied on, with its reference

    def in_dimension(self, question: Question, points: Bounds) -> Bounds:
        """Say what points of a question are worth in its dimension."""
        unit = self.parts[question.id]
        return Bounds(points.low * unit, points.high * unit)

    def overall(self, question: Question, points: int) -> int:
        """Say what points of a question are worth in the overall score."""
        return points * self.parts[question.id] * self.weight[question.dimension]

    def reached(self, parts: int, whole: int, *, highest: int) -> int:
        """Give the position of the level a score reaches, at most the highest one allowed."""
        return max(
            (
                at
                for at, begin in enumerate(self.begins[:highest], 1)
                if parts * HUNDRED_POINTS >= begin * whole
            ),
            default=1,
        )


def points_of(question: Question, chosen: str | None) -> Bounds:
    """Give the points of an answer; without one, anything from the worst to the best is possible."""
    option = question.option(chosen) if chosen is not None else None
    return Bounds(option.points, option.points) if option else Bounds(0, question.most)


def verdict_of(gate: Gate, points: Bounds) -> Verdict:
    """Say whether a gate is met, or cannot be known yet."""
    return within(low=points.low, high=points.high, at_least=gate.at_least)


def add(bounds: Iterable[Bounds]) -> Bounds:
    """Add up amounts that are known only within bounds."""
    found = list(bounds)
    return Bounds(sum(each.low for each in found), sum(each.high for each in found))


def yardstick(model: Questionnaire, day: date, refusals: Refusals) -> Yardstick:
    """Prepare the scoring for one day.

    Raises:
        EngineError: A weight or a threshold has no value that day, or nothing counts, or levels are out of order.
    """
    used: list[dict[str, Any]] = []
    weight = {each.id: _value(model.weights[each.id], day, used, refusals) for each in model.dimensions}
    aspect = {name: _value(found, day, used, refusals) for name, found in model.aspect_weights.items()}
    begins = tuple(_value(level.from_score, day, used, refusals) for level in model.levels)
    refusals.raise_if_any()

    shared = {each.id: Counter(asked.aspect for asked in each.questions) for each in model.dimensions}
    sums = {name: sum(aspect[each] for each in counts) for name, counts in shared.items()}
    for name, amount in [*sums.items(), (model.id, sum(weight.values()))]:
        if not amount:
            refusals.add("on", "engine.questionnaire.no_points", value=name, date=_date(day), example="1")
    _check_levels(model.levels, begins, day, refusals)
    refusals.raise_if_any()

    aspects = math.lcm(*(sums[name] * count for name, counts in shared.items() for count in counts.values()))
    points = math.lcm(*(question.most for question in model.questions.values()))
    parts = {
        question.id: aspect[question.aspect]
        * (aspects // (sums[question.dimension] * shared[question.dimension][question.aspect]))
        * (points // question.most)
        for question in model.questions.values()
    }
    used.sort(key=lambda value: str(value["id"]))
    return Yardstick(aspects * points, sum(weight.values()), weight, parts, begins, tuple(used))


def _value(parameter: Parameter, day: date, used: list[dict[str, Any]], refusals: Refusals) -> int:
    found = parameter.on(day)
    if found is None or found.value is None:
        known = [value.start.isoformat() for value in parameter.values if value.value is not None]
        example = known[-1] if known else "2026-11-21"
        refusals.add("on", "engine.parameter.no_value", value=parameter.id, date=_date(day), example=example)
        return 0
    used.append(
        {
            "id": parameter.id,
            "unit": parameter.unit,
            "value": found.value,
            "from": found.start.isoformat(),
            "reference": dict(found.reference),
        }
    )
    return millionths(found.value)


def _check_levels(levels: tuple[Level, ...], begins: tuple[int, ...], day: date, refusals: Refusals) -> None:
    previous = -1
    for level, begin in zip(levels, begins, strict=True):
        if begin <= previous or begin > HUNDRED_POINTS or (previous < 0 < begin):
            start = level.from_score.value_on(day) or ""
            values: dict[str, Value] = {
                "value": level.id,
                "from": start,
                "date": _date(day),
                "example": "0, 25, 50, 75",
            }
            refusals.add("on", "engine.questionnaire.level_order", **values)
        previous = begin


def _date(day: date) -> dict[str, str]:
    return {"date": day.isoformat()}
