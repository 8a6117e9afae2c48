"""The three answers a rule can give, and how they combine. A missing fact is never taken for a yes or a no."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Verdict", "all_of", "any_of", "negate", "within"]


class Verdict(StrEnum):
    """What a rule concludes: met, not met, or undetermined because a fact is missing."""

    MET = "met"
    NOT_MET = "not_met"
    UNDETERMINED = "undetermined"


def all_of(verdicts: Iterable[Verdict]) -> Verdict:
    """Every part must be met; one part that is not met decides, whatever is still unknown.

    >>> all_of([Verdict.MET, Verdict.UNDETERMINED]), all_of([Verdict.UNDETERMINED, Verdict.NOT_MET])
    (<Verdict.UNDETERMINED: 'undetermined'>, <Verdict.NOT_MET: 'not_met'>)
    >>> all_of([])
    <Verdict.MET: 'met'>
    """
    found = tuple(verdicts)
    if Verdict.NOT_MET in found:
        return Verdict.NOT_MET
    return Verdict.UNDETERMINED if Verdict.UNDETERMINED in found else Verdict.MET


def any_of(verdicts: Iterable[Verdict]) -> Verdict:
    """One part that is met is enough, whatever is still unknown.

    >>> any_of([Verdict.UNDETERMINED, Verdict.MET]), any_of([Verdict.NOT_MET, Verdict.UNDETERMINED])
    (<Verdict.MET: 'met'>, <Verdict.UNDETERMINED: 'undetermined'>)
    >>> any_of([])
    <Verdict.NOT_MET: 'not_met'>
    """
    return negate(all_of(negate(verdict) for verdict in verdicts))


def negate(verdict: Verdict) -> Verdict:
    """Turn met into not met and back; what is undetermined stays so.

    >>> negate(Verdict.MET), negate(Verdict.UNDETERMINED)
    (<Verdict.NOT_MET: 'not_met'>, <Verdict.UNDETERMINED: 'undetermined'>)
    """
    if verdict is Verdict.MET:
        return Verdict.NOT_MET
    return Verdict.MET if verdict is Verdict.NOT_MET else Verdict.UNDETERMINED


def within(*, low: int, high: int, at_least: int) -> Verdict:
    """Say whether an amount known only to lie between two bounds reaches a threshold.

    >>> (
    ...     within(low=2, high=3, at_least=2),
    ...     within(low=0, high=1, at_least=2),
    ...     within(low=0, high=3, at_least=2),
    ... )
    (<Verdict.MET: 'met'>, <Verdict.NOT_MET: 'not_met'>, <Verdict.UNDETERMINED: 'undetermined'>)
    """
    if low >= at_least:
        return Verdict.MET
    return Verdict.NOT_MET if high < at_least else Verdict.UNDETERMINED
