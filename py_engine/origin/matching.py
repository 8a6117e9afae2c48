"""Whether a code lies in a range, whether it changed, whether a material is among stated goods: yes, no, or not known.

A heading lies in a range of subheadings only perhaps: the digits that would say so are missing. A code of another
edition is never compared; it has to be translated first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from py_engine.errors import Refusals
from py_engine.origin.answers import MET, NO, NOT_MET, UNDETERMINED, YES, Answer, every, known, opposite, some

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from py_engine.hs import HSCode, HSRange
    from py_engine.origin.claim import Claim, Material
    from py_engine.origin.rules import Goods
    from py_engine.verdict import Verdict

__all__ = ["DIGITS", "Input", "among", "any_goods", "changed", "inputs", "lies_in", "product_is"]

FEW = 16
DIGITS = {"chapter": 2, "heading": 4, "subheading": 6, "item": 8}


class Input(NamedTuple):
    """A material as a rule sees it: where it stands, whether it is looked at, and whether it originates."""

    path: str
    material: Material
    counted: Answer
    originating: Answer


def inputs(claim: Claim) -> tuple[Input, ...] | None:
    """Give the materials as a rule sees them before any note narrows its view; ``None`` if they are not known."""
    if claim.materials is None:
        return None
    return tuple(
        Input(path, material, YES, _originating(material, path))
        for path, material in ((f"materials[{at}]", material) for at, material in enumerate(claim.materials))
    )


def _originating(material: Material, path: str) -> Answer:
    """What is wholly obtained in the area originates there."""
    return known(
        material.originating or material.wholly_obtained or material.originating, f"{path}.originating"
    )


def lies_in(ranges: Iterable[HSRange], codes: tuple[HSCode, ...]) -> Verdict:
    """Say whether a code, or every one of those it may be, lies in one of the ranges.

    >>> from py_engine.hs import HSCode, HSRange
    >>> coffee = (HSRange.parse("0901.11-0901.22"),)
    >>> [lies_in(coffee, (HSCode.parse(text),)).value for text in ("0901.21", "0902", "0901")]
    ['met', 'not_met', 'undetermined']

    Raises:
        EngineError: A code and a range are of different editions.
    """
    found = {_one_lies_in(ranges, code) for code in codes}
    return found.pop() if len(found) == 1 else UNDETERMINED


def _one_lies_in(ranges: Iterable[HSRange], code: HSCode) -> Verdict:
    verdict = NOT_MET
    for codes in ranges:
        first, last = codes.first, codes.last
        if first.edition != code.edition:
            _refuse_editions(code.edition, first.edition)
        digits = code.full if code.national and code.scheme == first.scheme else code.digits
        start, end = first.digits, last.digits
        if first.national:
            start, end = first.full, last.full
        length = len(start)
        if len(digits) >= length:
            if start <= digits[:length] <= end:
                return MET
        elif (
            start[: len(digits)] <= digits <= end[: len(digits)]
        ):  # too short to say, unless the range takes it whole
            if start <= digits.ljust(length, "0") and digits.ljust(length, "9") <= end:
                return MET
            verdict = UNDETERMINED
    return verdict


def changed(level: str, product: tuple[HSCode, ...], material: tuple[HSCode, ...]) -> Verdict:
    """Say whether a material is of another chapter, heading, subheading or tariff item than the product.

    >>> from py_engine.hs import HSCode
    >>> shirt, yarn = (HSCode.parse("6105.10"),), (HSCode.parse("5205"),)
    >>> changed("heading", shirt, yarn).value, changed("heading", shirt, (HSCode.parse("61"),)).value
    ('met', 'undetermined')

    Raises:
        EngineError: The two codes are of different editions.
    """
    if len(product) * len(material) > FEW:
        return _many_changed(DIGITS[level], product, material)
    found = {_one_changed(DIGITS[level], one, other) for one in product for other in material}
    return found.pop() if len(found) == 1 else UNDETERMINED


def _many_changed(digits: int, product: tuple[HSCode, ...], material: tuple[HSCode, ...]) -> Verdict:
    """Compare many codes with many by their first digits, which is the same as each with each."""
    _one_changed(digits, product[0], material[0])  # refuses codes of different editions
    if any(len(code.digits) < digits or code.national for code in (*product, *material)):
        found = {_one_changed(digits, one, other) for one in product for other in material}
        return found.pop() if len(found) == 1 else UNDETERMINED
    ours, theirs = ({code.digits[:digits] for code in codes} for codes in (product, material))
    if ours.isdisjoint(theirs):
        return MET
    return NOT_MET if len(ours) == len(theirs) == 1 else UNDETERMINED


def _one_changed(digits: int, product: HSCode, material: HSCode) -> Verdict:
    if product.edition != material.edition:
        _refuse_editions(material.edition, product.edition)
    same_scheme = product.scheme == material.scheme
    one, other = (code.full[:digits] if same_scheme else code.digits[:digits] for code in (product, material))
    shorter = min(len(one), len(other))
    if one[:shorter] != other[:shorter]:
        return MET
    return NOT_MET if shorter == digits else UNDETERMINED


def _refuse_editions(value: str, expected: str) -> None:
    refusals = Refusals()
    refusals.add("edition", "engine.hs.editions_differ", value=value, expected=expected)
    refusals.raise_if_any()


def change_answer(level: str, claim: Claim, codes: tuple[HSCode, ...], path: str) -> Answer:
    """Say whether goods at a path changed against the product, or which codes are too short to say."""
    verdict = changed(level, claim.hs, codes)
    if verdict is not UNDETERMINED:
        return YES if verdict is MET else NO
    short = {
        "product": len(claim.hs) != 1 or len(claim.hs[0].full) < DIGITS[level],
        f"{path}.hs": len(codes) != 1 or len(codes[0].full) < DIGITS[level],
    }
    return Answer(UNDETERMINED, tuple(place for place, asked in short.items() if asked) or (f"{path}.hs",))


def among(goods: Goods, claim: Claim, material: Material, path: str) -> Answer:
    """Say whether a material is among goods; the facts that would say so are asked."""
    answers = _matches(goods, material.hs, material.kinds, path + ".", f"{path}.hs")
    if goods.same:
        answers.append(opposite(change_answer(goods.same, claim, material.hs, path)))
    return every(answers)


def any_goods(many: Iterable[Goods], claim: Claim, material: Material, path: str) -> Answer:
    """Say whether a material is among one of several goods."""
    return some(among(goods, claim, material, path) for goods in many)


def product_is(many: Iterable[Goods], claim: Claim) -> Answer:
    """Say whether the product is one of several goods."""
    return some(every(_matches(goods, claim.hs, claim.kinds, "", "product")) for goods in many)


def _matches(
    goods: Goods, codes: tuple[HSCode, ...], kinds: Mapping[str, bool], path: str, code_path: str
) -> list[Answer]:
    answers = []
    if goods.of:
        answers.append(_in_codes(goods.of, codes, code_path))
    if goods.but:
        answers.append(opposite(_in_codes(goods.but, codes, code_path)))
    if goods.named:
        answers.append(some(known(kinds.get(name), f"{path}kinds.{name}") for name in goods.named))
    answers.extend(opposite(known(kinds.get(name), f"{path}kinds.{name}")) for name in goods.unnamed)
    return answers


def _in_codes(ranges: tuple[HSRange, ...], codes: tuple[HSCode, ...], path: str) -> Answer:
    verdict = lies_in(ranges, codes)
    if verdict is UNDETERMINED:
        return Answer(UNDETERMINED, (path,))
    return YES if verdict is MET else NO
