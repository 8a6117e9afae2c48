"""Tolerances: materials that fail a rule and are let through, because together they are little (de minimis).

What is let through still counts as non-originating wherever a value content is asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from py_engine.message import Message, number
from py_engine.origin import rules as r
from py_engine.origin.answers import (
    MET,
    NOT_MET,
    UNDETERMINED,
    YES,
    Amount,
    Answer,
    at_most_share,
    every,
    known,
    opposite,
    some,
    total,
)
from py_engine.origin.claim import price, value_of
from py_engine.origin.matching import any_goods, change_answer, product_is
from py_engine.quantity import text_from_millionths

if TYPE_CHECKING:
    from py_engine.hs import HSCode
    from py_engine.origin.claim import Claim
    from py_engine.origin.finding import Finding
    from py_engine.origin.matching import Input

__all__ = ["CONTAINS", "FORMED", "forgive", "with_tolerances"]

# Asked only where a tolerance for textiles depends on them.
CONTAINS = "elastomeric-yarn"
FORMED = "elastomeric-yarn-formed"
TEXTILES = range(50, 64)
FORGIVEN = {
    "change_of": ("classification", "any"),
    "made_from": ("process", "any"),
    "materials": ("any",),
}


def with_tolerances(rule: r.Rule, allowances: tuple[tuple[r.Allowance, tuple[str, ...]], ...]) -> r.Rule:
    """Put an agreement's tolerances beside every part of a rule that they forgive.

    >>> spared = r.Allowance("value", 10_000_000, "fob")
    >>> with_tolerances(r.ChangeOfClassification("heading"), ((spared, ("classification",)),)).tolerances == (
    ...     spared,
    ... )
    True
    """
    if not allowances:
        return rule
    match rule:
        case r.AllOf() | r.AnyOf():
            return rule._replace(rules=tuple(with_tolerances(part, allowances) for part in rule.rules))
        case r.When():
            otherwise = with_tolerances(rule.otherwise, allowances) if rule.otherwise else None
            return rule._replace(then=with_tolerances(rule.then, allowances), otherwise=otherwise)
        case r.Scoped():
            return rule._replace(rule=with_tolerances(rule.rule, allowances))
        case r.ChangeOfClassification() | r.ManufactureFrom():
            return rule._replace(tolerances=_that_forgive(allowances, FORGIVEN[rule.kind]))
        case r.MaterialsMustOriginate():
            kinds = ("wholly_obtained", "any") if rule.must_be == "wholly_obtained" else FORGIVEN["materials"]
            return rule._replace(tolerances=_that_forgive(allowances, kinds))
        case _:
            return rule


def _that_forgive(
    allowances: tuple[tuple[r.Allowance, tuple[str, ...]], ...], kinds: tuple[str, ...]
) -> tuple[r.Allowance, ...]:
    return tuple(one for one, forgives in allowances if set(forgives) & set(kinds))


def forgive(
    tolerances: tuple[r.Allowance, ...],
    claim: Claim,
    given: tuple[Input, ...],
    parts: list[Finding],
    said: str,
    *,
    among: tuple[Input, ...] | None = None,
) -> None:
    """Let failing materials through where a tolerance covers all of them; the findings are changed in place.

    Args:
        tolerances: What the agreement lets through, at best.
        claim: The product.
        given: The materials that the findings are about, in their order.
        parts: One finding for each material.
        said: Where the sentences of these findings stand.
        among: All materials, of which a share may be taken.
    """
    for tolerance in tolerances:
        if all(part.verdict is MET for part in parts):
            return
        covered = [_covered(tolerance, claim, one) for one in given]
        failing = total(
            (every((opposite(part.answer), may)), _measured(one, tolerance.measure))
            for one, part, may in zip(given, parts, covered, strict=True)
        )
        base = _base(tolerance, claim, among or given)
        kept = every((at_most_share(failing, base, tolerance.at_most), _elastomeric(tolerance, claim)))
        for at, (may, part) in enumerate(zip(covered, parts, strict=True)):
            if part.verdict is not MET:
                parts[at] = _after(part, every((may, kept)), tolerance, failing, base, said)


def _after(  # noqa: PLR0917  all that one judgement needs
    part: Finding, let: Answer, tolerance: r.Allowance, failing: Amount, base: Amount, said: str
) -> Finding:
    answer = some((part.answer, let))
    if answer.verdict is NOT_MET:
        return part
    if answer.verdict is UNDETERMINED:
        message = Message(f"origin.say.{said}.open", part.message.values)
        return part._replace(verdict=UNDETERMINED, asks=answer.asks, message=message)
    known_amounts = (("base", base), ("failing", failing))
    figures = (
        *((name, text_from_millionths(amount.low)) for name, amount in known_amounts if amount.exact),
        ("allowed", text_from_millionths(tolerance.at_most)),
    )
    values = {**part.message.values, "share": number(text_from_millionths(tolerance.at_most))}
    message = Message(f"origin.say.{said}.tolerated", values)
    citation = tolerance.citation or part.citation
    return part._replace(verdict=MET, asks=(), message=message, figures=figures, citation=citation)


def _covered(tolerance: r.Allowance, claim: Claim, one: Input) -> Answer:
    return every(
        (
            any_goods(tolerance.on, claim, one.material, one.path),
            *(opposite(_barred(barrier, claim, one)) for barrier in tolerance.barred),
        )
    )


def _barred(barrier: r.Barrier, claim: Claim, one: Input) -> Answer:
    answers = [any_goods(barrier.materials, claim, one.material, one.path)]
    if barrier.products:
        answers.append(product_is(barrier.products, claim))
    if barrier.but_products:
        answers.append(opposite(product_is(barrier.but_products, claim)))
    if barrier.unless and answers[0].verdict is not NOT_MET:
        level = barrier.unless.removeprefix("other_")
        answers.append(opposite(change_answer(level, claim, one.material.hs, one.path)))
    return every(answers)


def _measured(one: Input, measure: str) -> Amount:
    if measure == "value":
        return value_of(one.material, one.path)
    found = one.material.amounts.get(measure)
    return Amount(0, None, (f"{one.path}.amounts.{measure}",)) if found is None else Amount(found, found)


def _base(tolerance: r.Allowance, claim: Claim, among: tuple[Input, ...]) -> Amount:
    if tolerance.base == "product":
        found = claim.amounts.get(tolerance.measure)
        return Amount(0, None, (f"amounts.{tolerance.measure}",)) if found is None else Amount(found, found)
    if tolerance.base in ("component", "textile_materials"):
        return total(
            (every((one.counted, _textile(one))), _measured(one, tolerance.measure)) for one in among
        )
    if tolerance.base == "total_cost":
        cost = claim.costs.get("total")
        return Amount(0, None, ("costs.total",)) if cost is None else Amount(cost, cost)
    return price(claim, "transaction" if tolerance.base == "transaction_or_total_cost" else tolerance.base)


def _textile(one: Input) -> Answer:
    """Say whether a material is of Section XI; the chapters of textiles are the same in every edition."""
    codes = one.material.hs
    if not codes:
        return Answer(UNDETERMINED, (f"{one.path}.hs",))
    found = {_of_textiles(code) for code in codes}
    if len(found) > 1:
        return Answer(UNDETERMINED, (f"{one.path}.hs",))
    return YES if found.pop() else Answer(NOT_MET)


def _of_textiles(code: HSCode) -> bool:
    return int(code.chapter) in TEXTILES


def _elastomeric(tolerance: r.Allowance, claim: Claim) -> Answer:
    if not tolerance.elastomeric:
        return YES
    facts = claim.facts
    contains, formed = facts.get(CONTAINS), facts.get(FORMED)
    return some(
        (
            opposite(known(contains if isinstance(contains, bool) else None, f"facts.{CONTAINS}")),
            known(formed if isinstance(formed, bool) else None, f"facts.{FORMED}"),
        )
    )
