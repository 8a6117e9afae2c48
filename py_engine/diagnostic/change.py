"""What has changed since an earlier time: both sets of answers, measured with the same questions and figures.

So a difference is one of the firm and never one of the questionnaire. A direction is given only where the open answers
cannot turn it round.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from py_engine.diagnostic.assess import bounds_in, overall_of, stand
from py_engine.quantity import floor_tenths

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from py_engine.diagnostic.assess import Standing
    from py_engine.diagnostic.model import Question
    from py_engine.diagnostic.score import Bounds

__all__ = ["change_json"]


def change_json(now: Standing, earlier: Mapping[str, str], day: date) -> dict[str, Any]:
    """Compare with what was answered on an earlier day."""
    known = {name: earlier[name] for name in now.model.questions if name in earlier}
    before = stand(now.model, now.measure, known)
    return {
        "on": day.isoformat(),
        "overall": {**overall_of(before), "direction": _direction(before.overall, now.overall)},
        "dimensions": [
            {
                "id": dimension.id,
                "name": dimension.name,
                "low": floor_tenths(bounds_in(before, dimension).low, now.measure.whole),
                "high": floor_tenths(bounds_in(before, dimension).high, now.measure.whole),
                "direction": _direction(bounds_in(before, dimension), bounds_in(now, dimension)),
            }
            for dimension in now.model.dimensions
        ],
        "answers": list(_answers(before, now)),
    }


def _direction(before: Bounds, now: Bounds) -> str:
    """Say which way an amount went; what is known only within bounds that overlap is unclear."""
    if now.low > before.high:
        return "up"
    if now.high < before.low:
        return "down"
    return "same" if before == now and now.low == now.high else "unclear"


def _answers(before: Standing, now: Standing) -> Iterable[dict[str, Any]]:
    """Show the answers that are not what they were; first those that went up, then the others in their order."""
    moved: list[tuple[bool, dict[str, Any]]] = []
    for name, question in now.model.questions.items():
        then, given = before.answers.get(name), now.answers.get(name)
        if then == given:
            continue
        direction = _direction(before.points[name], now.points[name])
        shown = {"question": name, "name": question.name, "direction": direction}
        labels = {"before": _label(question, then), "now": _label(question, given)}
        moved.append((direction != "up", {**shown, **labels}))
    moved.sort(key=lambda each: each[0])
    return [shown for _, shown in moved]


def _label(question: Question, given: str | None) -> str | None:
    option = question.option(given) if given is not None else None
    return option.label if option else None
