"""What the engine found about one rule: the verdict, why, with which figures, and which facts it waits for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from py_engine.message import Message
from py_engine.origin.answers import MET, NOT_MET, Answer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from py_engine.message import Value
    from py_engine.origin.rules import Citation
    from py_engine.verdict import Verdict

__all__ = ["Finding", "finding"]


class Finding(NamedTuple):
    """One node of the explanation, built like the rule itself.

    ``figures`` are exact or cut towards the stricter side, as texts. ``branch`` is the place, among the parts of a
    choice, of the one that passed.
    """

    verdict: Verdict
    rule: str
    message: Message
    citation: Citation
    figures: tuple[tuple[str, str], ...] = ()
    asks: tuple[str, ...] = ()
    parts: tuple[Finding, ...] = ()
    branch: int | None = None

    @property
    def answer(self) -> Answer:
        """Give the verdict with the facts it waits for."""
        return Answer(self.verdict, self.asks)

    def as_json(self) -> dict[str, Any]:
        """Give the finding in the shape it travels in."""
        return {
            "verdict": self.verdict.value,
            "rule": self.rule,
            "message": self.message.as_json(),
            "citation": {name: part for name, part in self.citation._asdict().items() if part},
            "figures": dict(self.figures),
            "asks": list(self.asks),
            "parts": [part.as_json() for part in self.parts],
            "branch": self.branch,
        }


def finding(
    answer: Answer,
    kind: str,
    citation: Citation,
    said: str | None = None,
    *,
    values: Mapping[str, Value] | None = None,
    figures: tuple[tuple[str, str], ...] = (),
    parts: tuple[Finding, ...] = (),
    branch: int | None = None,
) -> Finding:
    """Put a finding together; unless something special is said, the kind of rule and the verdict make the message."""
    key = f"origin.say.{said or kind}"
    if said is None:
        key += ".met" if answer.verdict is MET else ".not_met" if answer.verdict is NOT_MET else ".open"
    message = Message(key, values or {})
    return Finding(answer.verdict, kind, message, citation, figures, answer.asks, parts, branch)
