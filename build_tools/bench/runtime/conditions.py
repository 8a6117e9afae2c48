"""The conditions that visits are made under, and the rounds in which all contestants take their turns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from build_tools.bench.runtime.server import LINES
from build_tools.bench.runtime.visits import NoAnswerError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from build_tools.bench.runtime.contestants import Contestant
    from build_tools.bench.runtime.server import Line
    from build_tools.bench.runtime.visits import Visit, Visitor

FIRST, TAB, RELAUNCH = "first", "tab", "relaunch"
READABLE, READING = "readable", "reading"
QUARTER = 0.25


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """A line, a share of a core, who takes part, and whether they come back after the first visit."""

    id: str
    line: Line
    part: float | None = None
    peers: bool = False
    returns: bool = True
    reading: bool = False
    settle: float = 2.0  # seconds without a byte until a visit counts as over


CONDITIONS = {
    condition.id: condition
    for condition in (
        Condition(id="none", line=LINES["none"], peers=True),
        Condition(id="4g", line=LINES["4g"], peers=True),
        Condition(id="quarter", line=LINES["none"], part=QUARTER, settle=8.0),
        Condition(id="fast-3g", line=LINES["fast-3g"], returns=False, reading=True),
        Condition(id="slow-3g", line=LINES["slow-3g"], returns=False),
        Condition(id="slow-3g-quarter", line=LINES["slow-3g"], part=QUARTER, returns=False),
    )
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """One visit and what it was part of."""

    condition: str
    contestant: str
    state: str
    round: int
    visit: Visit


def run(
    visitor: Visitor,
    condition: Condition,
    contestants: Sequence[Contestant],
    number: int,
    say: Callable[[str], None],
) -> tuple[list[Taken], dict[str, str]]:
    """One round of a condition: everybody once, beginning with another one each time.

    Returns:
        What was measured, and for a contestant that gave no answer the reason.
    """
    visitor.set(condition.line, condition.part)
    taking = [one for one in contestants if condition.peers or one.id in {"ours", "stock"}]
    turn = number % len(taking)
    taken: list[Taken] = []
    failed: dict[str, str] = {}

    def note(contestant: str, state: str, visit: Visit) -> None:
        taken.append(
            Taken(condition=condition.id, contestant=contestant, state=state, round=number, visit=visit)
        )
        say(f"{condition.id}, {contestant}, {state}: {visit.ms / 1000:.2f} s")

    for contestant in [*taking[turn:], *taking[:turn]]:
        try:
            _turn(visitor, condition, contestant, note)
        except NoAnswerError as error:
            failed[contestant.id] = str(error)
    return taken, failed


def _turn(
    visitor: Visitor, condition: Condition, contestant: Contestant, note: Callable[[str, str, Visit], None]
) -> None:
    returns = condition.returns and contestant.id != "blank"

    def once(state: str) -> None:
        note(contestant.id, state, visitor.visit(context, contestant, settle=condition.settle))

    with visitor.profile() as profile:
        with visitor.launched(profile) as context:
            once(FIRST)
            if returns:
                once(TAB)
        if returns:
            with visitor.launched(profile) as context:
                once(RELAUNCH)
    if contestant.id != "ours":
        return
    with visitor.profile() as profile, visitor.launched(profile) as context:
        note(contestant.id, READABLE, visitor.readable(context, contestant.path))
    if condition.reading:
        with visitor.profile() as profile, visitor.launched(profile) as context:
            note(contestant.id, READING, visitor.reads_then_asks(context, contestant.path))
