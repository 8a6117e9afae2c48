"""How goods and codes are said, in plain words and in the short notation of the trade."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from py_engine.message import reference
from py_engine.origin.phrase import Phrase

if TYPE_CHECKING:
    from py_engine.hs import HSRange
    from py_engine.message import Value
    from py_engine.origin.rules import Goods

__all__ = ["Names", "codes_text", "fact", "goods", "named", "series"]

EN_DASH = "\u2013"


class Names(NamedTuple):
    """Where an agreement keeps the words for the goods and facts its rules name."""

    goods: str = "origin.goods"
    facts: str = "origin.facts"


def named(name: str, names: Names) -> Value:
    """Stand for the words that describe goods."""
    return reference(f"{names.goods}.{name}.name")


def fact(name: str, names: Names) -> Value:
    """Stand for the question after a fact."""
    return reference(f"{names.facts}.{name}.ask")


def codes_text(many: tuple[HSRange, ...]) -> str:
    """Write codes as a nomenclature prints them.

    >>> from py_engine.hs import HSRange
    >>> codes_text((HSRange.parse("5106-5113"), HSRange.parse("6006")))
    '51.06\u201351.13, 60.06'
    """
    return ", ".join(codes.text.replace("-", EN_DASH) for codes in many)


def goods(one: Goods, names: Names) -> Phrase:
    """Describe goods: what they are called, their codes, and what is left out."""
    kinds = tuple(Phrase("origin.goods.kind", {"name": named(name, names)}) for name in one.named)
    others = tuple(Phrase("origin.goods.kind", {"name": named(name, names)}) for name in one.unnamed)
    codes = codes_text(one.of)
    if kinds:
        key = "kinds_of_codes" if codes else "kinds"
        said = Phrase(f"origin.goods.{key}", {"kinds": kinds, "codes": codes})
    elif codes:
        said = Phrase("origin.goods.codes", {"codes": codes})
    elif one.same:
        said = Phrase(f"origin.goods.same.{one.same}")
    else:
        said = Phrase("origin.goods.any")
    if one.same and (kinds or codes):
        said = Phrase(
            "origin.goods.of_the_same", {"goods": said, "level": reference(f"origin.level.{one.same}")}
        )
    if one.but:
        said = Phrase("origin.goods.without", {"goods": said, "others": codes_text(one.but)})
    return Phrase("origin.goods.without", {"goods": said, "others": others}) if others else said


def series(many: tuple[Goods, ...], names: Names) -> tuple[Phrase, ...]:
    """Describe several goods; those that are only codes are said together."""
    plain = tuple(codes for one in many for codes in one.of if one == type(one)(of=one.of))
    described = tuple(goods(one, names) for one in many if one != type(one)(of=one.of) or not one.of)
    said = (Phrase("origin.goods.codes", {"codes": codes_text(plain)}),) if plain else ()
    return said + described
