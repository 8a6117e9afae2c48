"""A change of classification in the General Notes: "from any other heading, except from headings 5106 through 5113".

The parts come in any order a drafter liked: where materials come from, what is excepted, and a second change that is
as good ("whether or not there is also a change from …").
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from build_tools.importers.grammar.codes import code_list, codes_ahead, inside
from build_tools.importers.grammar.us_goods import LONGEST, Target, goods, name, processed_goods
from py_engine.origin.rules import AnyOf, ChangeOfClassification, Goods, Rule

if TYPE_CHECKING:
    from build_tools.importers.grammar.us_reading import Reading
    from py_engine.hs import HSRange

__all__ = ["change"]

LEVELS = {
    "chapter": "chapter|chapters",
    "heading": "heading|headings",
    "subheading": "subheading|subheadings|othersubheading|sub-heading",
    "item": "tariff item|items",
}
ORDER = ("item", "subheading", "heading", "chapter")
THAT_GROUP = (
    "that group",
    "the group",
    "this group",
    "those headings|subheadings",
    "these headings|subheadings",
)
GOODS_WORDS = "good|goods|product|products"


def change(reading: Reading, target: Target) -> Rule:
    """Change = ["from"] Origins { [","] Exceptions | [","] "whether or not" … "from" Origins }."""
    changes = _origins(reading, target)
    choices: tuple[tuple[Goods, ...], ...] = ()
    also: list[ChangeOfClassification] = []
    while True:
        start = reading.place
        reading.take(",")
        reading.take(";") if reading.at("whether", 1) or reading.at("except", 1) else None
        if reading.take("including another|any other? subheading|heading|good within|in|of"):
            _group(reading, target)
        elif reading.at("except") or reading.at("and except"):
            if reading.at("except that") or reading.at("and except that"):
                reading.place = start
                break
            reading.take("and")
            excepted, choices_found = _exceptions(reading, target)
            choices = choices or choices_found
            if also:
                also = [_except(one, excepted) for one in also]
            else:
                changes = [_except(one, excepted) for one in changes]
        elif (
            reading.at("or any other")
            or reading.at("or from")
            or (reading.at("or") and codes_ahead(reading, 1))
        ) and reading.take("or"):
            changes.extend(_origins(reading, target))
        elif reading.take("excluding|but"):
            reading.take("not from")
            excepted, _ = _excepted(reading, target)
            changes = [_except(one, excepted) for one in changes]
        elif _whether(reading):
            also.extend(_origins(reading, target))
        else:
            reading.place = start
            break
    rule: Rule = _chained(changes + also)
    if choices:
        rule = AnyOf(tuple(_chained([_except(one, (*kept,)) for one in changes] + also) for kept in choices))
    return rule


def _whether(reading: Reading) -> bool:
    """Whether = "whether or not there is (also) a change" ["in …"] "from"."""
    start = reading.place
    if reading.take("whether or not there is|are also? a? change") or reading.take("whether or not from"):
        reading.take("in tariff classification")
        reading.take("to? from")
        return True
    reading.place = start
    return False


def _origins(reading: Reading, target: Target) -> list[ChangeOfClassification]:
    """Origins = Origin { (","|"or"|"and"|", or") ["from"] Origin }; each is as good as the others."""
    reading.take("from")
    if reading.take("more than one of the following"):
        reading.take(":")
        listed, _ = reading.labelled(lambda: _listed(reading))
        return [ChangeOfClassification("any", from_=tuple(one for many in listed for one in many))]
    found: list[ChangeOfClassification] = []
    plain: list[Goods] = []
    while True:
        shift = _shift(reading, target)
        if shift:
            found.append(shift)
        else:
            plain.append(_same_or_goods(reading, target))
        if not _joined(reading):
            break
    if plain:
        found.append(ChangeOfClassification("any", from_=tuple(plain)))
    return sorted(found, key=lambda one: one.shift == "any")


def _joined(reading: Reading) -> bool:
    """Go past what joins two origins, if another origin follows."""
    start = reading.place
    if not reading.take(",") and reading.at("; or from"):
        reading.take(";")
    reading.take("or|and|and/or")
    reading.take("from")
    if reading.place > start and _origin_ahead(reading):
        return True
    reading.place = start
    return False


def _origin_ahead(reading: Reading) -> bool:
    if reading.at("a change"):
        return False
    if reading.at("except|excluding|but|provided|whether|if|no|the|that") and not reading.at(
        "that subheading|heading"
    ):
        return False
    if reading.done or reading.peek().kind in ("mark", "number", "code", "end"):
        return False
    return reading.peek().kind != "label"


def _shift(reading: Reading, target: Target) -> ChangeOfClassification | None:
    """Shift = ("any" ["other"] | "another") Level { Modifier }.

    Where "other" is left out ("from any heading") the meaning is the same: what stays in its heading has not changed.

    Returns:
        The change, or ``None`` if no shift comes next.
    """
    start = reading.place
    if reading.take_first("any other", "another", "any any other", "any the other", "any"):
        for level, words in LEVELS.items():
            if reading.take(words):
                return _modified(reading, level, target)
    reading.place = start
    return None


def _modified(reading: Reading, level: str, target: Target) -> ChangeOfClassification:
    """Modifier = "outside" Group | "within" Group | "including another" Level "within that group"."""
    outside: tuple[HSRange, ...] = ()
    within: tuple[Goods, ...] = ()
    while True:
        start = reading.place
        reading.take(",")
        if reading.take("including another|any") or reading.take("included another"):
            reading.take("other")
            reading.need("heading|headings|subheading|subheadings|chapter|good|tariff")
            reading.take("item")
            if reading.take("within|in|of"):
                _group(reading, target)
        elif reading.take("outside"):
            reading.take("of")
            outside = _group(reading, target)
        elif reading.take("within|in") or (
            reading.at("of") and codes_ahead(reading, 1) and reading.take("of")
        ):
            within = tuple(Goods(of=(one,)) for one in _group(reading, target))
        else:
            reading.place = start
            return ChangeOfClassification(level, from_=within, outside=outside)


def _group(reading: Reading, target: Target) -> tuple[HSRange, ...]:
    """Group = "that group" | CodeList."""
    if reading.take_first(*THAT_GROUP, "that heading|subheading|chapter"):
        return target.codes
    return code_list(reading, reading.nomenclature)


def _same_or_goods(reading: Reading, target: Target) -> Goods:
    """Same = ["any other good"] ("within" | "of") "that" Level | "any other good, including a good in that heading"."""
    start = reading.place
    unnamed = (target.named,) if target.named else ()
    other = bool(
        reading.take_first(f"any other {GOODS_WORDS}", f"another {GOODS_WORDS}", f"any {GOODS_WORDS}")
    )
    reading.take(",? including a|any other? good|product")
    reading.take("classified")
    if reading.take("within|in|of|from|inside"):
        level = reading.take_first(
            "that|the same? heading|headings", "that|the same? subheading|subheadings", "that|the same? group"
        )
        if not level:
            level = reading.take_first("those|these headings", "those|these subheadings")
        if level:
            if other and reading.passage.text and _including(reading, start):
                return Goods(unnamed=unnamed)
            single = "subheading" if "subheading" in level else "heading" if "heading" in level else ""
            if single and len(target.codes) == 1 and target.codes[0].first == target.codes[0].last:
                return Goods(of=target.codes, unnamed=unnamed)
            if single and not level.startswith("those"):
                return Goods(same=single, unnamed=unnamed)
            return Goods(of=target.codes, unnamed=unnamed)
    elif (other and reading.at(".|;|,|or|provided|except")) or (other and reading.done):
        return Goods(unnamed=unnamed)
    reading.place = start
    here = _described_here(reading, target)
    return here or goods(reading, unnamed)


def _described_here(reading: Reading, target: Target) -> Goods | None:
    """Here = Description ("within" | "of" | "in") ("that" | "those") Level: goods of the codes the rule is for."""
    start = reading.place
    while not reading.done and reading.place - start < LONGEST and not reading.at(",|;|.|from|or"):
        if reading.at("within|of|in that|those subheading|subheadings|heading|headings"):
            words = reading.words(start, reading.place)
            reading.place += 3
            return Goods(of=target.codes, named=(name(reading, words, start),))
        reading.place += 1
    reading.place = start
    return None


def _including(reading: Reading, start: int) -> bool:
    """Say whether the words just read were "any other good, including a good in that heading"."""
    return any(token.text == "including" for token in reading.tokens[start : reading.place])


def _exceptions(reading: Reading, target: Target) -> tuple[tuple[Goods, ...], tuple[tuple[Goods, ...], ...]]:
    """Exceptions = "except" ["from"] (MoreThanOne | Combination | Goods { Join ["from"] Goods }).

    Returns:
        What is excepted in any case; and, if only several together are excepted, the ways of leaving one out.
    """
    reading.need("except")
    if reading.take("as provided for? in chapter rule"):
        reading.take_kind("number")
        reading.take("to|for|of this? chapter")
        reading.take_kind("number")
        return (), ()  # the chapter rule says so itself
    reading.take("for")
    if reading.take("changes resulting from the following processes performed on"):
        return (processed_goods(reading),), ()
    reading.take("from")
    return _excepted(reading, target)


def _ways(reading: Reading, kept: list[Goods]) -> tuple[tuple[Goods, ...], ...]:
    """Ways = ["more than one of the following" | "a combination of both"] List: each way leaves one of them out."""
    if not reading.take_first("more than one of the following", "a combination of both", "a combination of"):
        return ()
    reading.take(":")
    listed, _ = reading.labelled(lambda: _listed(reading))
    return tuple(
        (*kept, *(one for at, many in enumerate(listed) if at != left_out for one in many))
        for left_out in range(len(listed))
    )


def _excepted(reading: Reading, target: Target) -> tuple[tuple[Goods, ...], tuple[tuple[Goods, ...], ...]]:
    found: list[Goods] = []
    while True:
        ways = _ways(reading, found)
        if ways:
            return (), ways
        if reading.take(
            "any|another other? subheading|heading|tariff item? within|in|of that group"
        ) or reading.take("subheadings|headings within|in|of that group"):
            found.extend(Goods(of=(one,)) for one in target.codes)
        else:
            found.extend(_split(goods(reading)))
        start = reading.place
        reading.take(",")
        reading.take("or|and|and/or")
        reading.take("except")
        reading.take("from|for")
        if reading.place == start or not _exception_ahead(reading):
            reading.place = start
            return tuple(found), ()


def _listed(reading: Reading) -> tuple[Goods, ...]:
    found = [*_split(goods(reading))]
    while True:
        start = reading.place
        reading.take(",")
        reading.take("or|and")
        if reading.place == start or not codes_ahead(reading):
            reading.place = start
            return tuple(found)
        found.extend(_split(goods(reading)))


def _exception_ahead(reading: Reading) -> bool:
    if (
        reading.at("provided|whether|that|if|no|there|including")
        or reading.at("a change")
        or reading.at("as provided")
    ):
        return False
    return reading.peek().kind == "word" and not reading.at("any other chapter|heading|subheading")


def _split(found: Goods) -> tuple[Goods, ...]:
    """Give plain codes one by one, the shortest way of writing them."""
    if found == Goods(of=found.of):
        return tuple(Goods(of=(one,)) for one in found.of)
    return (found,)


def _except(one: ChangeOfClassification, excepted: tuple[Goods, ...]) -> ChangeOfClassification:
    """Take exceptions out of a change, except those that would leave nothing of the goods it names.

    "From pine oils of 3805.90 or any other subheading, except from any other goods of 3805.90" lets pine oils in.
    """
    named = tuple(codes for goods in one.from_ for codes in goods.of) if one.shift == "any" else ()
    kept = tuple(goods for goods in excepted if not any(_swallows(goods, codes) for codes in named))
    return one._replace(except_from=(*one.except_from, *kept))


def _swallows(goods: Goods, codes: HSRange) -> bool:
    return goods == Goods(of=goods.of) and any(inside(codes, other) for other in goods.of)


def _chained(changes: list[ChangeOfClassification]) -> ChangeOfClassification:
    """Make one change of several that are as good: from codes first, the rest in ``also``."""
    made: ChangeOfClassification | None = None
    for one in reversed(changes):
        made = one._replace(also=made)
    if made is None:
        raise AssertionError("a sentence without origins")
    return made
