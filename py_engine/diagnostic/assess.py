"""From answers to a result: scores within bounds, levels, gates, and what every single answer means."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from py_engine.diagnostic.model import UNKNOWN
from py_engine.diagnostic.score import Bounds, add, points_of, verdict_of
from py_engine.quantity import floor_tenths
from py_engine.verdict import Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping

    from py_engine.diagnostic.model import Dimension, Gate, Level, Question, Questionnaire
    from py_engine.diagnostic.score import Yardstick

__all__ = ["Standing", "answer_of", "dimension_of", "level_json", "overall_of", "stand"]


class Standing(NamedTuple):
    """Where a firm stands: its answers, measured."""

    model: Questionnaire
    measure: Yardstick
    answers: Mapping[str, str]  # question -> option, or "unknown"; a question left out is unanswered
    points: Mapping[str, Bounds]  # of each question
    verdicts: Mapping[str, Verdict]  # of each gate
    overall: Bounds  # in parts of the overall score
    level: Level  # certain, whatever the open answers turn out to be
    possible: Level  # the best that can still come out

    @property
    def whole(self) -> int:
        """Give the parts of a full overall score."""
        return self.measure.whole * self.measure.total

    def gate_on(self, question: str) -> Gate | None:
        """Find the gate that a question decides."""
        return next((gate for gate in self.model.gates if gate.question == question), None)

    def is_open(self, question: Question) -> bool:
        """Say whether the answer to a question is still missing or unknown."""
        return question.option(self.answers.get(question.id, UNKNOWN)) is None


def stand(model: Questionnaire, measure: Yardstick, answers: Mapping[str, str]) -> Standing:
    """Measure the answers.

    The certain level takes every open answer as the worst and every open gate as a barrier; the possible level takes
    them as the best. So learning a fact can only bring the two together.
    """
    points = {name: points_of(question, answers.get(name)) for name, question in model.questions.items()}
    verdicts = {gate.id: verdict_of(gate, points[gate.question]) for gate in model.gates}
    overall = Bounds(
        sum(measure.overall(question, points[name].low) for name, question in model.questions.items()),
        sum(measure.overall(question, points[name].high) for name, question in model.questions.items()),
    )
    top = len(model.levels)
    certain = min([gate.highest for gate in model.gates if verdicts[gate.id] is not Verdict.MET], default=top)
    allowed = min([gate.highest for gate in model.gates if verdicts[gate.id] is Verdict.NOT_MET], default=top)
    whole = measure.whole * measure.total
    level = model.levels[measure.reached(overall.low, whole, highest=certain) - 1]
    possible = model.levels[measure.reached(overall.high, whole, highest=allowed) - 1]
    return Standing(model, measure, answers, points, verdicts, overall, level, possible)


def level_json(level: Level) -> dict[str, Any]:
    """Show a level."""
    return {"id": level.id, "name": level.name, "means": level.means, "position": level.position}


def overall_of(standing: Standing) -> dict[str, Any]:
    """Show the overall result; it is settled when no open answer can change the level."""
    return {
        "low": floor_tenths(standing.overall.low, standing.whole),
        "high": floor_tenths(standing.overall.high, standing.whole),
        "level": level_json(standing.level),
        "possible": level_json(standing.possible),
        "settled": standing.level == standing.possible,
    }


def bounds_in(standing: Standing, dimension: Dimension) -> Bounds:
    """Give the score of a dimension, in parts of that dimension."""
    return add(
        standing.measure.in_dimension(asked, standing.points[asked.id]) for asked in dimension.questions
    )


def dimension_of(standing: Standing, dimension: Dimension) -> dict[str, Any]:
    """Show one dimension. Gates hold back the overall level only; a dimension shows what it has by itself."""
    measure, levels = standing.measure, standing.model.levels
    bounds = bounds_in(standing, dimension)
    low, high = (levels[measure.reached(parts, measure.whole, highest=len(levels)) - 1] for parts in bounds)
    return {
        "id": dimension.id,
        "name": dimension.name,
        "icon": dimension.icon,
        "low": floor_tenths(bounds.low, measure.whole),
        "high": floor_tenths(bounds.high, measure.whole),
        "level": level_json(low),
        "possible": level_json(high),
        "aspects": [
            {
                "aspect": asked.aspect,
                "question": asked.id,
                "name": asked.name,
                "low": floor_tenths(standing.points[asked.id].low, asked.most),
                "high": floor_tenths(standing.points[asked.id].high, asked.most),
            }
            for asked in dimension.questions
        ],
    }


def answer_of(standing: Standing, question: Question) -> dict[str, Any]:
    """Explain one answer: what it gained of what was possible, what it means, and what the next answer would add."""
    given = standing.answers.get(question.id)
    option = question.option(given) if given is not None else None
    gate = standing.gate_on(question.id)
    following = None
    if option and option.points < question.most:
        better = next(each for each in question.options if each.points > option.points)
        following = {
            "option": better.id,
            "label": better.label,
            "gain": _share(standing, question, better.points - option.points),
        }
    status = "answered" if option else UNKNOWN if given == UNKNOWN else "unanswered"
    return {
        "question": question.id,
        "dimension": question.dimension,
        "aspect": question.aspect,
        "name": question.name,
        "ask": question.ask,
        "status": status,
        "option": option.id if option else None,
        "label": option.label if option else None,
        "explain": option.explain if option else None,
        "gained": _share(standing, question, standing.points[question.id].low),
        "best": _share(standing, question, question.most),
        "next": following,
        "gate": gate.id if gate else None,
        "lesson": question.lesson,
    }


def _share(standing: Standing, question: Question, points: int) -> str:
    return floor_tenths(standing.measure.overall(question, points), standing.whole)
