"""Yes, no, or "that depends on these facts"; and amounts of which only the bounds are known.

An answer that is undetermined always names the facts it waits for, by their paths in the claim. Bounds only ever
tighten when a fact becomes known, so a decision once given stands.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from py_engine.verdict import Verdict, negate

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "MET",
    "NO",
    "NOTHING",
    "NOT_MET",
    "UNDETERMINED",
    "YES",
    "Amount",
    "Answer",
    "at_least_share",
    "at_most_share",
    "every",
    "known",
    "opposite",
    "some",
    "total",
]

MET = Verdict.MET
NOT_MET = Verdict.NOT_MET
UNDETERMINED = Verdict.UNDETERMINED
WHOLE = 100_000_000  # 100 % in millionths of a percent


class Answer(NamedTuple):
    """A verdict with the facts it waits for; a decided one waits for none."""

    verdict: Verdict
    asks: tuple[str, ...] = ()


YES = Answer(MET)
NO = Answer(NOT_MET)


def known(fact: bool | None, path: str) -> Answer:
    """Take a fact as the answer, or ask for it.

    >>> known(fact=None, path="materials[0].originating").asks
    ('materials[0].originating',)
    """
    if fact is None:
        return Answer(UNDETERMINED, (path,))
    return YES if fact else NO


def every(answers: Iterable[Answer]) -> Answer:
    """All must be yes; one no decides, whatever is still unknown."""
    asks: list[str] = []
    open_ = False
    for verdict, waiting in answers:
        if verdict is NOT_MET:
            return NO
        if verdict is UNDETERMINED:
            open_ = True
            asks.extend(waiting)
    return Answer(UNDETERMINED, tuple(dict.fromkeys(asks))) if open_ else YES


def some(answers: Iterable[Answer]) -> Answer:
    """One yes is enough, whatever is still unknown."""
    asks: list[str] = []
    open_ = False
    for verdict, waiting in answers:
        if verdict is MET:
            return YES
        if verdict is UNDETERMINED:
            open_ = True
            asks.extend(waiting)
    return Answer(UNDETERMINED, tuple(dict.fromkeys(asks))) if open_ else NO


def opposite(answer: Answer) -> Answer:
    """Turn yes into no and back."""
    return Answer(negate(answer.verdict), answer.asks)


class Amount(NamedTuple):
    """An amount in millionths: not less than ``low`` and, where that is known, not more than ``high``."""

    low: int
    high: int | None
    asks: tuple[str, ...] = ()

    @property
    def exact(self) -> bool:
        """Say whether the amount is known to the last digit."""
        return self.low == self.high


NOTHING = Amount(0, 0)


def total(amounts: Iterable[tuple[Answer, Amount]]) -> Amount:
    """Add the amounts that count; of one that perhaps counts, nothing is certain but that it is not more.

    >>> total([(YES, Amount(2, 2)), (Answer(UNDETERMINED, ("a",)), Amount(3, 3)), (NO, Amount(9, 9))])
    Amount(low=2, high=5, asks=('a',))
    """
    low, high = 0, 0
    asks: list[str] = []
    unbounded = False
    for (verdict, waiting), amount in amounts:
        if verdict is NOT_MET or amount.high == 0:
            continue
        if verdict is MET:
            low += amount.low
        asks.extend(waiting)
        asks.extend(amount.asks)
        if amount.high is None:
            unbounded = True
        else:
            high += amount.high
    return Amount(low, None if unbounded else high, tuple(dict.fromkeys(asks)))


def at_most_share(part: Amount, whole: Amount, share: int) -> Answer:
    """Say whether a part is at most a share of a whole, whatever the true amounts between their bounds are.

    >>> at_most_share(Amount(20, 20), Amount(100, 100), 20_000_000).verdict.value
    'met'
    >>> at_most_share(Amount(21, None, ("materials[0].value",)), Amount(100, 100), 20_000_000).verdict.value
    'not_met'
    """
    if part.high is not None and part.high * WHOLE <= share * whole.low:
        return YES
    if whole.high is not None and part.low * WHOLE > share * whole.high:
        return NO
    return Answer(UNDETERMINED, tuple(dict.fromkeys((*part.asks, *whole.asks))))


def at_least_share(part: Amount, whole: Amount, share: int) -> Answer:
    """Say whether a part is at least a share of a whole.

    >>> at_least_share(Amount(39, 39), Amount(100, 100), 40_000_000).verdict.value
    'not_met'
    """
    if whole.high is not None and part.low * WHOLE >= share * whole.high:
        return YES
    if share == 0:
        return YES
    if part.high is not None and part.high * WHOLE < share * whole.low:
        return NO
    return Answer(UNDETERMINED, tuple(dict.fromkeys((*part.asks, *whole.asks))))
