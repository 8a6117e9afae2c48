"""Rules that look at every material by itself: where it comes from, what it is, and what was done to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from py_engine.message import reference
from py_engine.origin.amounts import share_of_materials, within_limit
from py_engine.origin.answers import MET, NOT_MET, UNDETERMINED, YES, Answer, every, known, opposite, some
from py_engine.origin.finding import Finding, finding
from py_engine.origin.forgive import forgive
from py_engine.origin.matching import DIGITS, any_goods, change_answer, lies_in

if TYPE_CHECKING:
    from py_engine.hs import HSCode
    from py_engine.message import Value
    from py_engine.origin.claim import Claim
    from py_engine.origin.matching import Input
    from py_engine.origin.rules import (
        ChangeOfClassification,
        Citation,
        LimitOnMaterial,
        ManufactureFrom,
        MaterialsMustOriginate,
        Rule,
    )

    Inputs = tuple[Input, ...] | None

__all__ = ["change_of_classification", "manufacture_from", "materials_must"]

WITHOUT_MATERIALS = Answer(UNDETERMINED, ("materials",))


def change_of_classification(
    rule: ChangeOfClassification, claim: Claim, given: Inputs, citation: Citation
) -> Finding:
    """Say of every non-originating material whether it has changed, and what lets it through if it has not."""
    values = _shift_values(rule)
    if given is None:
        return finding(WITHOUT_MATERIALS, rule.kind, citation, values=values)
    limits = tuple((limit, within_limit(limit, claim, given)) for limit in _allowing(rule))
    parts = [_changed(rule, claim, one, limits, citation) for one in given]
    forgive(rule.tolerances, claim, given, parts, "ctc")
    answer = every(part.answer for part in parts)
    return finding(answer, rule.kind, citation, values=values, parts=tuple(parts))


def _allowing(rule: ChangeOfClassification) -> tuple[LimitOnMaterial, ...]:
    return rule.allowing + (_allowing(rule.also) if rule.also else ())


def _shift_values(rule: ChangeOfClassification) -> dict[str, Value]:
    return {"level": reference(f"origin.level.{rule.shift}")}


def _changed(
    rule: ChangeOfClassification,
    claim: Claim,
    one: Input,
    limits: tuple[tuple[LimitOnMaterial, Answer], ...],
    citation: Citation,
) -> Finding:
    aside = _aside(rule, one, citation)
    if aside:
        return aside
    change, reason = _change(rule, claim, one)
    allowed = some(
        every((any_goods(limit.on, claim, one.material, one.path), kept)) for limit, kept in limits
    )
    answer = some((opposite(one.counted), one.originating, change, allowed))
    if change.verdict is not MET and allowed.verdict is MET:
        reason = "allowed"
    if answer.verdict is UNDETERMINED:
        reason = "open"
    return _about(one, answer, rule, citation, f"ctc.{reason}")


def _change(rule: ChangeOfClassification, claim: Claim, one: Input) -> tuple[Answer, str]:
    """Say whether a material changed, and name the first thing that stands in the way."""
    codes, path = one.material.hs, one.path
    steps: list[tuple[str, Answer]] = []
    if rule.shift in DIGITS:
        steps.append(("not_shifted", change_answer(rule.shift, claim, codes, path)))
    if rule.outside:
        verdict = lies_in(rule.outside, codes)
        waiting = (f"{path}.hs",) if verdict is UNDETERMINED else ()
        steps.append(("inside", opposite(Answer(verdict, waiting))))
    if rule.from_:
        steps.append(("not_from", any_goods(rule.from_, claim, one.material, path)))
    if rule.except_from:
        steps.append(("excepted", opposite(any_goods(rule.except_from, claim, one.material, path))))
    answer = every(step for _, step in steps)
    reason = next((name for name, step in steps if step.verdict is NOT_MET), "changed")
    if rule.also and answer.verdict is not MET:
        also, _ = _change(rule.also, claim, one)
        answer = some((answer, also))
        reason = "changed" if answer.verdict is MET else reason
    return answer, reason


def _aside(rule: Rule, one: Input, citation: Citation) -> Finding | None:
    if one.counted.verdict is NOT_MET or one.material.aside:
        return _about(one, YES, rule, citation, "material.set_aside")
    if one.originating.verdict is MET:
        return _about(one, YES, rule, citation, "material.originating")
    return None


def _about(one: Input, answer: Answer, rule: Rule, citation: Citation, said: str) -> Finding:
    material = one.material
    name: Value = material.name or reference("origin.material.unnamed")
    values: dict[str, Value] = {"material": name, "code": _codes(material.hs)}
    return finding(answer, rule.kind, citation, said, values=values)


def _codes(codes: tuple[HSCode, ...]) -> Value:
    return ", ".join(code.dotted for code in codes) or reference("origin.material.no_code")


def manufacture_from(rule: ManufactureFrom, claim: Claim, given: Inputs, citation: Citation) -> Finding:
    """Say whether every material is one of those the product may be made from, or of an earlier stage."""
    if given is None:
        return finding(WITHOUT_MATERIALS, rule.kind, citation)
    parts = []
    for one in given:
        aside = _aside(rule, one, citation)
        if aside:
            parts.append(aside)
            continue
        judged = any_goods(rule.judged, claim, one.material, one.path) if rule.judged else YES
        listed = any_goods((*rule.materials, *rule.earlier), claim, one.material, one.path)
        answer = some((opposite(one.counted), one.originating, opposite(judged), listed))
        said = "not_judged" if judged.verdict is NOT_MET else "listed"
        parts.append(
            _about(one, answer, rule, citation, f"made_from_one.{_outcome(answer, said, 'not_listed')}")
        )
    forgive(rule.tolerances, claim, given, parts, "made_from_one")
    return finding(every(part.answer for part in parts), rule.kind, citation, parts=tuple(parts))


def materials_must(rule: MaterialsMustOriginate, claim: Claim, given: Inputs, citation: Citation) -> Finding:
    """Say whether the named materials originate, are wholly obtained, or were worked on as they must be."""
    if given is None:
        return finding(WITHOUT_MATERIALS, rule.kind, citation)

    def member(one: Input) -> Answer:
        return every((one.counted, any_goods(rule.materials, claim, one.material, one.path)))

    def good(one: Input) -> Answer:
        return _status(rule, one)

    parts = []
    looked_at = []
    for one in given:
        belongs, status = member(one), good(one)
        answer = some((opposite(belongs), status))
        if belongs.verdict is not NOT_MET:
            said = f"materials_one.{_outcome(answer, 'good', 'not_good')}"
            parts.append(_about(one, answer, rule, citation, said))
            looked_at.append(one)
    forgive(rule.tolerances, claim, tuple(looked_at), parts, "materials_one", among=given)
    answer = every(part.answer for part in parts)
    if rule.at_least is not None:
        answer = some((answer, share_of_materials(rule, given, member, good)))
    return finding(answer, rule.kind, citation, parts=tuple(parts))


def _status(rule: MaterialsMustOriginate, one: Input) -> Answer:
    if rule.undergo:
        done = one.material.processes
        return every(known(done.get(step), f"{one.path}.processes.{step}") for step in rule.undergo)
    if rule.must_be == "originating":
        return one.originating
    obtained = known(one.material.wholly_obtained, f"{one.path}.wholly_obtained")
    if one.material.originating is False:  # what does not originate was not obtained here either
        return every((one.originating, obtained))
    return obtained


def _outcome(answer: Answer, good: str, bad: str) -> str:
    if answer.verdict is MET:
        return good
    return bad if answer.verdict is NOT_MET else "open"
