"""Which row of an annex holds for a product: by code, date and direction, and among parts of a code by description.

Rows for smaller ranges come before rows for larger ones that contain them. Among rows for parts of the same codes,
descriptions are asked in their order, and only when more than one row is left; the row for all others comes last.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from py_engine.hs import LONGEST
from py_engine.origin.answers import NOT_MET, UNDETERMINED, YES, Answer, every, known, opposite
from py_engine.origin.matching import lies_in

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from py_engine.hs import HSRange
    from py_engine.origin.claim import Claim
    from py_engine.origin.rule_sets import RuleSet

__all__ = ["Candidate", "Selection", "overlaps", "select"]


class Candidate(NamedTuple):
    """A row that holds for the product, or perhaps does, with the facts that would say so."""

    rule_set: RuleSet
    answer: Answer


class Selection(NamedTuple):
    """The rows that may hold. One that is certain stands alone; none at all is a gap, and is said."""

    candidates: tuple[Candidate, ...]

    @property
    def asks(self) -> tuple[str, ...]:
        """Name the facts that would leave one row."""
        return tuple(dict.fromkeys(path for one in self.candidates for path in one.answer.asks))

    @property
    def rule_sets(self) -> tuple[RuleSet, ...]:
        """Give the rows, certain or possible."""
        return tuple(one.rule_set for one in self.candidates)


def select(rule_sets: Iterable[RuleSet], claim: Claim, *, on: date, direction: str = "both") -> Selection:
    """Choose the rows for a product. A row within a quota stands beside the others and displaces none."""
    near: list[tuple[RuleSet, Answer]] = []
    for row in rule_sets:
        if row.start > on or (row.until is not None and row.until < on):
            continue
        if "both" not in (row.direction, direction) and row.direction != direction:
            continue
        verdict = lies_in(row.covers, claim.hs)
        if verdict is not NOT_MET:
            near.append((row, Answer(verdict, ("product",) if verdict is UNDETERMINED else ())))
    near.sort(key=lambda one: (_width(one[0], claim), *_place(one[0])))
    chosen: list[Candidate] = []
    before: dict[str, list[Answer]] = {}
    for row, covered in near:
        described = every((covered, _described(row, claim)))
        earlier = before.setdefault(row.quota, [])
        answer = every((described, *(opposite(one) for one in earlier)))
        if answer.verdict is not NOT_MET:
            chosen.append(Candidate(row, answer))
        earlier.append(described)
    return Selection(tuple(chosen))


def _described(row: RuleSet, claim: Claim) -> Answer:
    """Say whether the product is the part of the codes that the row describes."""
    if row.ex is None or row.ex.other:
        return YES
    return known(claim.kinds.get(row.ex.named), f"kinds.{row.ex.named}")


def _place(row: RuleSet) -> tuple[bool, bool, int]:
    """Order rows of equal codes: descriptions by their rank, the rest of them, the row without a description."""
    ex = row.ex
    return (True, False, 0) if ex is None else (False, ex.other, ex.rank)


def _width(row: RuleSet, claim: Claim) -> int:
    """Count how many codes the narrowest fitting range has, as if every code of ten digits existed."""
    return min(
        int(end) - int(start) + 1
        for codes in row.covers
        if lies_in((codes,), claim.hs) is not NOT_MET
        for start, end in (_bounds(codes),)
    )


def _bounds(codes: HSRange) -> tuple[str, str]:
    return codes.first.full.ljust(LONGEST, "0"), codes.last.full.ljust(LONGEST, "9")


def overlaps(rule_sets: Iterable[RuleSet]) -> tuple[tuple[RuleSet, RuleSet], ...]:
    """Find pairs of rows that would both hold: shared codes, dates and direction, and nothing to tell them apart.

    A row for a smaller range inside a larger one is no overlap, nor are different descriptions of one code.
    """
    rows = list(rule_sets)
    return tuple(
        (one, other)
        for at, one in enumerate(rows)
        for other in rows[at + 1 :]
        if _same_circumstances(one, other) and _same_goods(one, other)
    )


def _same_circumstances(one: RuleSet, other: RuleSet) -> bool:
    if one.quota != other.quota:
        return False
    if "both" not in (one.direction, other.direction) and one.direction != other.direction:
        return False
    return (one.until is None or other.start <= one.until) and (
        other.until is None or one.start <= other.until
    )


def _same_goods(one: RuleSet, other: RuleSet) -> bool:
    """Say whether two rows are for the same codes, and described alike or not at all."""
    if (one.ex and (one.ex.named, one.ex.other)) != (other.ex and (other.ex.named, other.ex.other)):
        return False
    return any(_cross(mine, theirs) for mine in one.covers for theirs in other.covers)


def _cross(one: HSRange, other: HSRange) -> bool:
    """Say whether two ranges share codes and neither lies inside the other as the smaller."""
    (first, last), (start, end) = _bounds(one), _bounds(other)
    if last < start or end < first:
        return False
    inside = (first <= start and end <= last) or (start <= first and last <= end)
    return not inside or (first, last) == (start, end)
