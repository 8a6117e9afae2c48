"""How far a product is from the limit that decides: in points of a hundred and in money."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from py_engine.origin.answers import MET, NOT_MET
from py_engine.origin.told import plain
from py_engine.quantity import HUNDRED_POINTS, millionths, text_from_millionths

if TYPE_CHECKING:
    from collections.abc import Iterator

    from py_engine.origin.determine import Determined
    from py_engine.origin.finding import Finding
    from py_engine.origin.given import Given

__all__ = ["Margin", "headroom", "margins"]

CENT = 10_000


class Margin(NamedTuple):
    """One share of value and its limit, in millionths: ``points`` above it, and the ``money`` these are worth."""

    finding: Finding
    share: int
    required: int
    price: int
    points: int
    money: int
    least: bool


def margins(node: Finding) -> Iterator[Margin]:
    """Give every share of value that decides: in a choice that passed, only those of the way that passed."""
    if node.branch is not None:
        yield from margins(node.parts[node.branch])
        return
    figures = dict(node.figures)
    if node.rule == "regional_value_content" and {"share", "required", "price"} <= set(figures):
        share, required = millionths(figures["share"]), millionths(figures["required"])
        price = millionths(figures["price"])
        least = "at_least" in node.message.key
        points = share - required if least else required - share
        yield Margin(node, share, required, price, points, price * points // HUNDRED_POINTS, least)
    for part in node.parts:
        yield from margins(part)


def headroom(found: Determined, given: Given) -> dict[str, Any] | None:
    """Give the tightest share of value: what decides first when prices move."""
    best = found.best
    if best is None or best.answer.verdict not in (MET, NOT_MET):
        return None
    tight = min(margins(best.finding), key=lambda one: one.points, default=None)
    if tight is None or (tight.points < 0) is (best.answer.verdict is MET):
        return None
    money = tight.money // CENT * CENT
    return {
        "share": text_from_millionths(tight.share),
        "required": text_from_millionths(tight.required),
        "percent": text_from_millionths(tight.points),
        "money": text_from_millionths(money),
        "currency": given.currency,
        "side": "at_least" if tight.least else "at_most",
        "text": plain(
            "determination.headroom.above" if tight.points >= 0 else "determination.headroom.below",
            points={"number": text_from_millionths(abs(tight.points))},
            money={"number": text_from_millionths(abs(money))},
            currency=given.currency,
        ),
    }
