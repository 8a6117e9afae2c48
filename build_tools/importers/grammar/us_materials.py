"""Conditions of the General Notes on what a good is made of: shares, limits, what it may not contain, fresh goods."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from build_tools.importers.grammar.codes import code_list, codes_ahead
from build_tools.importers.grammar.tokens import GrammarError
from build_tools.importers.grammar.us_goods import goods
from build_tools.importers.grammar.us_join import all_of
from build_tools.importers.grammar.us_reading import key_of
from build_tools.importers.grammar.us_territory import territory
from py_engine.hs import HSRange
from py_engine.origin.rules import (
    Goods,
    LimitOnMaterial,
    MaterialsMustOriginate,
    ProductIs,
    Provided,
    Rule,
    Way,
    When,
    WhollyObtained,
)
from py_engine.quantity import millionths

if TYPE_CHECKING:
    from build_tools.importers.grammar.us_reading import Reading

__all__ = ["ON_MATERIALS"]

PRODUCT = r"(?:such |a |the )?(?:goods?|products?)? ?(.*?) ?(?:of (?:sub)?(?:heading )?(\d{4}\.\d{2}))(.*)"


def _originating_share(reading: Reading) -> Rule | None:
    """Share = "at least 70 percent by weight of the materials of" CodeList "is originating"."""
    if not reading.take("at least"):
        return None
    number = reading.take_kind("number")
    if number is None or not reading.take(
        "percent by weight|value|volume of the? materials|nonoriginating? classified? in|of"
    ):
        return None
    measure = "weight"
    if not codes_ahead(reading):
        return None
    codes = code_list(reading, reading.nomenclature)
    if not reading.take_first("is|are originating", "isoriginating", "originate|originates"):
        return None
    materials = tuple(Goods(of=(one,)) for one in codes)
    return MaterialsMustOriginate(materials, at_least=millionths(number.text), measure=measure)


def _content(reading: Reading) -> Rule | None:
    """Content = "50 percent by weight of the active ingredients is originating" | "the polymer content is …"."""
    if reading.take("the originating|domestic polymer|rubber content"):
        name = "polymers" if reading.tokens[reading.place - 2].text == "polymer" else "rubber"
        codes: tuple[HSRange, ...] = ()
        if reading.take("in|of") and codes_ahead(reading):
            codes = code_list(reading, reading.nomenclature)
        if not reading.take_first("is not less than", "is no less than", "is not less then"):
            return None
        number = reading.take_kind("number")
        total = reading.take("percent by weight of the total polymer|rubber content")
        if number is None or not total:
            return None
        return MaterialsMustOriginate((Goods(of=codes, named=(name,)),), at_least=millionths(number.text))
    reading.take("not less than")
    number = reading.take_kind("number")
    if number is None or not reading.take(
        "percent by weight of the total? active ingredient or ingredients is|are originating"
    ):
        return None
    return MaterialsMustOriginate((Goods(named=("active-ingredients",)),), at_least=millionths(number.text))


def _limit(reading: Reading) -> Rule | None:
    """Limit = "nonoriginating" Goods ("do not exceed" | …) Number "percent" Measure "of the" (good | Goods)."""
    reading.take("the")
    if not reading.take("non-originating|nonoriginating"):
        return None
    if reading.take("alcoholic ingredients constitute no more than"):
        number = reading.take_kind("number")
        if number is None or not reading.take("percent of the alcoholic content of the good by volume"):
            return None
        on = Goods(named=("alcoholic-ingredients",))
        return LimitOnMaterial("alcohol", (on,), at_most=millionths(number.text), base="product")
    reading.take_first("materials|material of", "material|materials classified in", "material|materials")
    limited = _materials(reading)
    if limited is None or not reading.take_first(
        "do|does not exceed",
        "constitute|constitutes no more than",
        "constitute|constitutes not more than",
        "is|are not more than",
        "is|are no more than",
        "shall not exceed",
    ):
        return None
    number = reading.take_kind("number")
    if number is None or not reading.take("percent by"):
        return None
    measure = reading.take_first("weight", "volume")
    if not measure or not reading.take("of the"):
        return None
    if reading.take("good|goods"):
        return LimitOnMaterial(measure, (limited,), at_most=millionths(number.text), base="product")
    words = reading.clause("and the", ", and")
    name = reading.words_known.goods.get(key_of(words), "")
    if not name:
        return None
    whole = (Goods(of=limited.of, named=(name,)),)
    return LimitOnMaterial(
        measure, (limited,), at_most=millionths(number.text), base="those_materials", base_of=whole
    )


def _materials(reading: Reading) -> Goods | None:
    try:
        return goods(reading)
    except GrammarError:
        return None


def _contains(reading: Reading) -> Rule | None:
    """Contains = Goods "do not contain" ["more than" Number "percent by weight of"] "nonoriginating" Goods."""
    words = reading.clause("does|do not contain")
    if not words or not reading.take("does|do not contain"):
        return None
    meant = _product(words, reading)
    if meant is None:
        return None
    reading.take("a|any")
    rules: list[Rule] = []
    while True:
        number = None
        if reading.take("more than"):
            number = reading.take_kind("number")
            if number is None or not reading.take_first("percent by weight of", "percent of"):
                return None
        if not reading.take("non-originating|nonoriginating"):
            return None
        if reading.take("goods|good|products from"):
            reading.take("of")
        on = _materials(reading)
        if on is None:
            return None
        if number is None:
            rules.append(MaterialsMustOriginate((on,)))
        else:
            share = millionths(number.text)
            rules.append(LimitOnMaterial("weight", (on,), at_most=share, base="product"))
        if not reading.take("nor"):
            break
    return When(ProductIs((meant,)), all_of(rules)) if meant != Goods() else all_of(rules)


def _product(words: str, reading: Reading) -> Goods | None:
    """Read the goods a condition is about: the product itself, or such products as are described."""
    if key_of(words) in ("good", "goods"):
        return Goods()
    match = re.match(
        r"(?:such |a |the )?(?:goods?|products?)? ?(.*?) ?(?:of (?:sub)?(?:heading )?(\d{4}\.\d{2}))(.*)",
        words,
    )
    if match is None:
        return None
    name = reading.words_known.goods.get(
        key_of(f"{match.group(1)} {match.group(3)}".replace(" and ", " ")), ""
    )
    if not name:
        return None
    code = HSRange.parse(match.group(2), edition=reading.nomenclature.edition)
    return Goods(of=(code,), named=(name,))


def _only_if(reading: Reading) -> Rule | None:
    """OnlyIf = Goods "shall be originating only if the fresh goods were goods wholly obtained or produced …"."""
    stop = "shall be treated? as? originating only if"
    words = reading.clause(stop, f", {stop}")
    reading.take(",")
    if not reading.take(f"{stop} the|such fresh"):
        return None
    name = reading.words_known.goods.get(key_of(words), "")
    fresh = reading.words_known.goods.get("fresh-goods", "")
    reading.clause("were|was")
    if not name or not fresh:
        return None
    reading.take("were|was goods? wholly obtained or produced entirely")
    if not territory(reading):
        return None
    obtained = MaterialsMustOriginate((Goods(named=(fresh,)),), must_be="wholly_obtained")
    return When(ProductIs((Goods(named=(name,)),)), obtained)


def _juice(reading: Reading) -> Rule | None:
    """Juice = "a single juice ingredient, or juice ingredients from a single country other than … no more than …"."""
    words = reading.clause("constitute|constitutes in single|single-strength")
    single = ("from a single" in words or "from one country other than" in words) and words.startswith(
        ("a single juice", "the juice of a single")
    )
    reading.take(
        "constitute|constitutes in single|single-strength strength? form no|not more than"
    ) or reading.done
    if not single or reading.tokens[reading.place - 1].text != "than":
        return None
    number = reading.take_kind("number")
    if number is None or not reading.take("percent by volume of the good"):
        return None
    return Provided("single-juice-share", at_most=millionths(number.text))


def _reduction(reading: Reading) -> Rule | None:
    """Reduction = "there has been a reduction in thickness of not less than 50 percent" | of the cross-section."""
    if reading.take("there has been a reduction in thickness of no|not less than"):
        number = reading.take_kind("number")
        if number and reading.take("percent"):
            return Provided("thickness-reduction", at_least=millionths(number.text))
    if reading.take(
        "if bar or rod is used , the cross-sectional area of the bar or rod is reduced by at least"
    ):
        number = reading.take_kind("number")
        if number and reading.take("percent"):
            share = millionths(number.text)
            return When(Provided("bar-or-rod-used"), Provided("cross-section-reduction", at_least=share))
    return None


def _obtained(reading: Reading) -> Rule | None:
    """Obtained = "the waste and scrap is wholly obtained or produced entirely" Territory."""
    if reading.take("the waste and scrap is wholly obtained or produced entirely") and territory(reading):
        return WhollyObtained((Way("waste_from_production"), Way("used_goods")))
    return None


ON_MATERIALS = (_originating_share, _content, _limit, _contains, _only_if, _juice, _reduction, _obtained)
