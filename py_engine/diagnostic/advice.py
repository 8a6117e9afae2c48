"""What follows from a result: strengths, next steps, the way to the next level, and what to find out first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from py_engine.diagnostic.assess import bounds_in, level_json
from py_engine.message import Message, number, reference
from py_engine.quantity import HUNDRED_POINTS, ceiling_tenths, floor_tenths
from py_engine.verdict import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable

    from py_engine.diagnostic.assess import Standing
    from py_engine.diagnostic.model import Gate, Option, Question

__all__ = ["next_steps", "open_questions", "strengths", "summary", "to_next_level"]

MOST_STRENGTHS = 3
MOST_STEPS = 5
SAY = "diagnostic.say"


class _Step(NamedTuple):
    question: Question
    option: Option
    gain: int
    gate: Gate | None
    has: int  # what its side of the business has already; the least comes first among equals
    place: int  # in the questionnaire


def strengths(standing: Standing) -> list[str]:
    """Name the questions answered best: more than half of their points, the fullest and weightiest first.

    Those that are equal come in the order in which they are asked.
    """
    good: list[tuple[int, int, int, str]] = []
    for place, (name, question) in enumerate(standing.model.questions.items()):
        points = standing.points[name].low
        if not standing.is_open(question) and 2 * points > question.most:
            share = points * standing.measure.whole // question.most
            good.append((-share, -standing.measure.overall(question, points), place, name))
    return [name for *_, name in sorted(good)[:MOST_STRENGTHS]]


def next_steps(standing: Standing) -> list[dict[str, Any]]:
    """Give at most five steps: gates that are not met first, the lowest barrier first; then what gains most.

    Among equals the side of the business with fewest points comes first, then the order in which they are asked.
    """
    steps = sorted(_steps(standing), key=_urgency)[:MOST_STEPS]
    return [
        {
            "question": step.question.id,
            "name": step.question.name,
            "option": step.option.id,
            "label": step.option.label,
            "gain": floor_tenths(step.gain, standing.whole),
            "gate": step.gate.id if step.gate else None,
            "why": _why(standing, step).as_json(),
        }
        for step in steps
    ]


def _steps(standing: Standing) -> Iterable[_Step]:
    side = {each.id: bounds_in(standing, each).low for each in standing.model.dimensions}
    for place, (name, question) in enumerate(standing.model.questions.items()):
        if standing.is_open(question):
            continue
        points = standing.points[name].low
        gate = standing.gate_on(name)
        failed = gate if gate and standing.verdicts[gate.id] is Verdict.NOT_MET else None
        wanted = failed.at_least if failed else points + 1
        option = next((each for each in question.options if each.points >= wanted), None)
        if option is None:
            continue
        gain = standing.measure.overall(question, option.points - points)
        if gain or failed:
            yield _Step(question, option, gain, failed, side[question.dimension], place)


def _urgency(step: _Step) -> tuple[bool, int, int, int, int]:
    return (step.gate is None, step.gate.highest if step.gate else 0, -step.gain, step.has, step.place)


def _why(standing: Standing, step: _Step) -> Message:
    gain = number(floor_tenths(step.gain, standing.whole))
    if step.gate is None:
        return Message(f"{SAY}.why.gain", {"gain": gain})
    held = standing.model.levels[step.gate.highest - 1]
    values = {"gain": gain, "gate": reference(step.gate.name), "level": reference(held.name)}
    return Message(f"{SAY}.why.gate", values)


def to_next_level(standing: Standing) -> dict[str, Any] | None:
    """Say what separates the certain level from the one above: points, rounded up, and gates not known to be met."""
    levels = standing.model.levels
    if standing.level.position == len(levels):
        return None
    target = levels[standing.level.position]
    begin = standing.measure.begins[target.position - 1]
    short = begin * standing.whole - standing.overall.low * HUNDRED_POINTS
    return {
        "level": level_json(target),
        "missing": ceiling_tenths(max(short, 0), standing.whole * HUNDRED_POINTS),
        "gates": [
            gate.id
            for gate in standing.model.gates
            if gate.highest < target.position and standing.verdicts[gate.id] is not Verdict.MET
        ],
    }


def open_questions(standing: Standing) -> list[str]:
    """Name the questions still open: those that decide a gate first, the lowest barrier first; then the weightiest."""
    found: list[tuple[int, int, int, str]] = []
    for place, (name, question) in enumerate(standing.model.questions.items()):
        if standing.is_open(question):
            gate = standing.gate_on(name)
            barrier = gate.highest if gate else len(standing.model.levels)
            found.append((barrier, -standing.measure.overall(question, question.most), place, name))
    return [name for *_, name in sorted(found)]


def summary(standing: Standing) -> list[Message]:
    """Say the result in a few sentences, each true whatever the open answers turn out to be."""
    left = open_questions(standing)
    if len(left) == len(standing.model.questions):
        return [Message(f"{SAY}.summary.nothing")]
    said = [_where(standing), *_held_back(standing), *_extremes(standing)]
    ahead = to_next_level(standing)
    if ahead and not ahead["gates"] and standing.overall.low == standing.overall.high:
        values = {"missing": number(ahead["missing"]), "level": reference(ahead["level"]["name"])}
        said.append(Message(f"{SAY}.summary.next_level", values))
    if left:
        said.append(Message(f"{SAY}.summary.left", {"count": str(len(left))}))
    return said


def _where(standing: Standing) -> Message:
    low, high = (number(floor_tenths(parts, standing.whole)) for parts in standing.overall)
    values = {"level": reference(standing.level.name), "low": low}
    if standing.level != standing.possible:
        return Message(
            f"{SAY}.summary.open", {**values, "high": high, "possible": reference(standing.possible.name)}
        )
    if standing.overall.low != standing.overall.high:
        return Message(f"{SAY}.summary.settled_between", {**values, "high": high})
    return Message(f"{SAY}.summary.settled", values)


def _held_back(standing: Standing) -> Iterable[Message]:
    """Speak of a gate only where it matters: the score alone would lead, or could lead, past its barrier."""
    for gate in standing.model.gates:
        verdict = standing.verdicts[gate.id]
        parts = standing.overall.low if verdict is Verdict.NOT_MET else standing.overall.high
        reached = standing.measure.reached(parts, standing.whole, highest=len(standing.model.levels))
        if verdict is not Verdict.MET and reached > gate.highest:
            held = standing.model.levels[gate.highest - 1]
            key = "held_back" if verdict is Verdict.NOT_MET else "gate_open"
            values = {"gate": reference(gate.name), "level": reference(held.name)}
            yield Message(f"{SAY}.summary.{key}", values)


def _extremes(standing: Standing) -> Iterable[Message]:
    """Name the strongest and the weakest dimension, if the open answers cannot change which they are."""
    bounds = [(dimension, bounds_in(standing, dimension)) for dimension in standing.model.dimensions]
    for dimension, own in bounds:
        others = [other for each, other in bounds if each is not dimension]
        values = {"dimension": reference(dimension.name)}
        if others and all(own.low > other.high for other in others):
            yield Message(f"{SAY}.summary.strongest", values)
        if others and all(own.high < other.low for other in others):
            yield Message(f"{SAY}.summary.weakest", values)
