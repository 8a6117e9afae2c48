"""Shares of value, weight and volume: what counts, of what, and whether it is enough. Nothing is rounded before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from py_engine.message import number
from py_engine.origin.answers import (
    NOTHING,
    UNDETERMINED,
    WHOLE,
    Amount,
    Answer,
    at_least_share,
    at_most_share,
    every,
    opposite,
    total,
)
from py_engine.origin.claim import price, value_of
from py_engine.origin.finding import Finding, finding
from py_engine.origin.matching import any_goods
from py_engine.origin.rules import Citation
from py_engine.quantity import text_from_millionths

if TYPE_CHECKING:
    from collections.abc import Callable

    from py_engine.message import Value
    from py_engine.origin.claim import Claim
    from py_engine.origin.matching import Input
    from py_engine.origin.rules import (
        Goods,
        LimitOnMaterial,
        MaterialsMustOriginate,
        RegionalValueContent,
        SetOfGoods,
    )

    Inputs = tuple[Input, ...] | None

__all__ = ["limit", "set_of_goods", "share_of_materials", "value_content", "within_limit"]

UNKNOWN_MATERIALS = Amount(0, None, ("materials",))
CENT = 10_000  # a share is printed with two decimals
NOWHERE = Citation()


def _sum(given: Inputs, measure: Callable[[Input], Amount], counts: Callable[[Input], Answer]) -> Amount:
    if given is None:
        return UNKNOWN_MATERIALS
    return total((counts(one), measure(one)) for one in given)


def _measured(one: Input, measure: str) -> Amount:
    if measure == "value":
        return value_of(one.material, one.path)
    found = one.material.amounts.get(measure)
    return Amount(0, None, (f"{one.path}.amounts.{measure}",)) if found is None else Amount(found, found)


def _product(claim: Claim, measure: str) -> Amount:
    found = claim.amounts.get(measure)
    return Amount(0, None, (f"amounts.{measure}",)) if found is None else Amount(found, found)


def _foreign(one: Input) -> Answer:
    return every((one.counted, opposite(one.originating)))


def _domestic(one: Input) -> Answer:
    return every((one.counted, one.originating))


def _of(goods: tuple[Goods, ...], claim: Claim, one: Input) -> Answer:
    return any_goods(goods, claim, one.material, one.path)


def value_content(rule: RegionalValueContent, claim: Claim, given: Inputs, citation: Citation) -> Finding:
    """Say whether the share of value added in the area is reached."""
    whole = price(claim, rule.basis)
    if rule.method in ("build_up", "direct_cost"):
        part = _sum(given, lambda one: value_of(one.material, one.path), _domestic)
        if rule.method == "direct_cost":
            direct = claim.costs.get("direct")
            cost = Amount(0, None, ("costs.direct",)) if direct is None else Amount(direct, direct)
            part = _plus(part, cost)
        answer = at_least_share(part, whole, rule.at_least or 0)
        name, share = "originating", _floor(part.low, whole) if part.exact else None
    else:
        focused = rule.method == "focused"
        part = _sum(
            given,
            lambda one: value_of(one.material, one.path, rule.deducting),
            lambda one: every((_foreign(one), _of(rule.of, claim, one))) if focused else _foreign(one),
        )
        most = rule.at_most if rule.at_most is not None else WHOLE - (rule.at_least or 0)
        answer = at_most_share(part, whole, most)
        name, share = "non_originating", None
        if part.exact:
            share = (
                _ceiling(part.low, whole) if rule.at_most is not None else _floor(whole.low - part.low, whole)
            )
    figures = (*_figures(name, part), *_figures("price", whole))
    return _spoken(rule, rule.method, answer, citation, figures=figures, share=share)


def _plus(one: Amount, other: Amount) -> Amount:
    high = None if one.high is None or other.high is None else one.high + other.high
    return Amount(one.low + other.low, high, (*one.asks, *other.asks))


def _spoken(
    rule: RegionalValueContent | LimitOnMaterial,
    said: str,
    answer: Answer,
    citation: Citation,
    *,
    figures: tuple[tuple[str, str], ...],
    share: str | None,
) -> Finding:
    side = "at_least" if rule.at_least is not None else "at_most"
    threshold = rule.at_least if rule.at_least is not None else rule.at_most
    required = text_from_millionths(threshold or 0)
    figures = (*figures, ("required", required))
    values: dict[str, Value] = {"required": number(required)}
    if answer.verdict is UNDETERMINED:
        return finding(answer, rule.kind, citation, f"{said}.open", values=values, figures=figures)
    result = "met" if answer.verdict.value == "met" else "not_met"
    if share is None:  # decided although some amounts are only bounds
        return finding(
            answer, rule.kind, citation, f"{said}.certain_{result}", values=values, figures=figures
        )
    figures = (*figures, ("share", share))
    values["share"] = number(share)
    return finding(answer, rule.kind, citation, f"{said}.{side}.{result}", values=values, figures=figures)


def _figures(name: str, amount: Amount) -> tuple[tuple[str, str], ...]:
    if amount.exact:
        return ((name, text_from_millionths(amount.low)),)
    lowest = ((f"{name}_at_least", text_from_millionths(amount.low)),) if amount.low else ()
    highest = amount.high
    return lowest if highest is None else (*lowest, (f"{name}_at_most", text_from_millionths(highest)))


def _floor(part: int, whole: Amount) -> str | None:
    if not whole.exact or whole.low <= 0:
        return None
    return text_from_millionths(part * WHOLE // whole.low // CENT * CENT)


def _ceiling(part: int, whole: Amount) -> str | None:
    if not whole.exact or whole.low <= 0:
        return None
    return text_from_millionths(-(-part * WHOLE // whole.low // CENT * CENT))


def limit(rule: LimitOnMaterial, claim: Claim, given: Inputs, citation: Citation) -> Finding:
    """Say whether named materials keep within their limit; with ``each``, every entry by itself."""
    if rule.each and len(rule.on) > 1:
        parts = tuple(limit(rule._replace(on=(goods,)), claim, given, citation) for goods in rule.on)
        answer = every(part.answer for part in parts)
        return finding(answer, rule.kind, citation, f"limits.{answer.verdict.value}", parts=parts)
    part = _sum(given, lambda one: _measured(one, rule.measure), lambda one: _limited(rule, claim, one))
    whole = _base(rule, claim, given)
    answer = _compare(rule, part, whole)
    figures = _figures(rule.measure, part)
    share = None
    if rule.unit != "percent":
        share = text_from_millionths(part.low) if part.exact else None
    elif part.exact:
        figures = (*figures, *_figures("base", whole))
        share = (_ceiling if rule.at_least is None else _floor)(part.low, whole)
    said = "limit" if rule.unit == "percent" else f"limit_{rule.unit}"
    return _spoken(rule, said, answer, citation, figures=figures, share=share)


def within_limit(rule: LimitOnMaterial, claim: Claim, given: Inputs) -> Answer:
    """Say whether the limit is kept, and nothing more."""
    return limit(rule, claim, given, NOWHERE).answer


def _limited(rule: LimitOnMaterial, claim: Claim, one: Input) -> Answer:
    counts = one.counted if rule.counting == "all" else _foreign(one)
    return every((counts, _of(rule.on, claim, one)))


def _base(rule: LimitOnMaterial, claim: Claim, given: Inputs) -> Amount:
    def measure(one: Input) -> Amount:
        return _measured(one, rule.measure)

    match rule.base:
        case "":
            return NOTHING
        case "product":
            return _product(claim, rule.measure)
        case "those_materials":
            return _sum(given, measure, lambda one: every((one.counted, _of(rule.base_of, claim, one))))
        case "originating_materials":
            return _sum(given, measure, _domestic)
        case "non_originating_materials":
            return _sum(given, measure, _foreign)
        case "all_materials":
            return _sum(given, measure, lambda one: one.counted)
        case basis:
            return price(claim, basis)


def _compare(rule: LimitOnMaterial, part: Amount, whole: Amount) -> Answer:
    threshold = rule.at_least if rule.at_least is not None else rule.at_most or 0
    if rule.unit != "percent":  # an amount is a hundred percent of itself
        whole, threshold = Amount(threshold, threshold), WHOLE
    compare = at_most_share if rule.at_least is None else at_least_share
    return compare(part, whole, threshold)


def set_of_goods(rule: SetOfGoods, claim: Claim, given: Inputs, citation: Citation) -> Finding:
    """Say whether all components of a set originate, or those that do not are worth little enough."""
    part = _sum(given, lambda one: value_of(one.material, one.path), _foreign)
    whole = price(claim, rule.base)
    answer = at_most_share(part, whole, rule.at_most)
    figures = (*_figures("non_originating", part), *_figures("price", whole))
    required = text_from_millionths(rule.at_most)
    values = {"required": number(required)}
    return finding(answer, rule.kind, citation, values=values, figures=(*figures, ("required", required)))


def share_of_materials(
    rule: MaterialsMustOriginate,
    given: Inputs,
    members: Callable[[Input], Answer],
    good: Callable[[Input], Answer],
) -> Answer:
    """Say whether a large enough share of some materials is as it must be."""
    part = _sum(given, lambda one: _measured(one, rule.measure), lambda one: every((members(one), good(one))))
    whole = _sum(given, lambda one: _measured(one, rule.measure), members)
    return at_least_share(part, whole, rule.at_least or 0)
