"""The actions a plan can be made of, and which of them a business needs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from py_engine.diagnostic.model import UNKNOWN
from py_engine.quantity import MILLION

if TYPE_CHECKING:
    from collections.abc import Mapping

    from py_engine.diagnostic.model import Questionnaire

__all__ = ["Action", "Gap", "actions_of", "gap_of"]


class Action(NamedTuple):
    """One thing to do; title and how are keys."""

    id: str
    closes: tuple[str, ...]
    export: bool
    minutes: int
    effect: int
    needs: tuple[str, ...]
    lesson: str
    tool: str
    title: str
    how: str


class Gap(NamedTuple):
    """How far a business is from having it: 0 to 3 steps, and the question and answer that say so."""

    steps: int
    question: str
    label: str
    known: bool


def actions_of(shard: Mapping[str, Any]) -> dict[str, Action]:
    """Read the actions; the build has checked them."""
    return {
        one["id"]: Action(
            one["id"],
            tuple(one.get("closes", ())),
            one.get("export") == "yes",
            int(one["minutes"]),
            int(one["effect"]),
            tuple(one.get("needs", ())),
            one["lesson"],
            one.get("tool", ""),
            one["title"],
            one["how"],
        )
        for one in shard["actions"]["actions"]
    }


def gap_of(action: Action, model: Questionnaire, answers: Mapping[str, str]) -> Gap | None:
    """Find the largest gap among the questions an action closes; nothing if none was answered or none is open.

    An answer that is not known is a gap of one step: it has to be found out, and it is not taken for a lack.
    """
    largest: Gap | None = None
    for name in action.closes:
        question = model.questions.get(name)
        if question is None or name not in answers:
            continue
        option = question.option(answers[name])
        if option is None:
            found = Gap(1, question.name, "", answers[name] != UNKNOWN)
        else:
            found = Gap((question.most - option.points) // MILLION, question.name, option.label, True)
        if found.steps and (largest is None or found.steps > largest.steps):
            largest = found
    return largest
