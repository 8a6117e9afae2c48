"""What follows "provided that" in the General Notes: value content, sewing, processes, limits on materials.

A condition that no production knows is looked up among the facts a person has put into our own words; if it is not
there either, it stays unread, and the rest of the rule is kept.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from build_tools.importers.grammar.codes import code_list, codes_ahead
from build_tools.importers.grammar.tokens import GrammarError
from build_tools.importers.grammar.us_goods import goods
from build_tools.importers.grammar.us_reading import key_of
from py_engine.hs import HSRange
from py_engine.origin.rules import (
    AllOf,
    AnyOf,
    Goods,
    LimitOnMaterial,
    MaterialsMustOriginate,
    NoRequirement,
    Process,
    ProductIs,
    Provided,
    RegionalValueContent,
    Rule,
    Unread,
    Way,
    When,
    WhollyObtained,
)
from py_engine.quantity import millionths

if TYPE_CHECKING:
    from build_tools.importers.grammar.us_reading import Reading

__all__ = ["all_of", "any_of", "conditions", "value_content"]

PRODUCT = r"(?:such |a |the )?(?:goods?|products?)? ?(.*?) ?(?:of (?:sub)?(?:heading )?(\d{4}\.\d{2}))(.*)"
LINING = MaterialsMustOriginate((Goods(named=("visible-lining",)),), undergo=("fabric_forward", "finishing"))
METHODS = {
    "build-down": "build_down",
    "build down": "build_down",
    "build up": "build_up",
    "build down-method": "build_down",
    "build-down-method": "build_down",
    "build-up": "build_up",
    "builddown": "build_down",
    "buildup": "build_up",
    "transaction value": "build_down",
    "net cost": "net_cost",
}
TERRITORY = "in the territory|territories"
SHARE_STOPS = ("by weight", "by volume", "of the")


def conditions(reading: Reading) -> Rule:
    """Conditions = ["that"] (":" List | Condition { [","] "and" ["provided"] ["that"] Condition })."""
    reading.take("that")
    reading.take("for|,")
    reading.take(":")
    if reading.peek().kind == "label":
        found, joined = reading.labelled(lambda: _chain(reading))
        return any_of(found) if joined == "or" else all_of(found)
    return _chain(reading)


def _chain(reading: Reading) -> Rule:
    found = [_condition(reading)]
    while True:
        start = reading.place
        reading.take(",|;")
        if not reading.take("and") and not reading.at("provided"):
            reading.place = start
            break
        reading.take(",")
        reading.take("provided")
        reading.take("that")
        if not _condition_ahead(reading):
            reading.place = start
            break
        found.append(_condition(reading))
    return all_of(found)


def _condition_ahead(reading: Reading) -> bool:
    return reading.at("the|there|any|such|a|at|no|that|with|if|each|is") and not reading.at_next_label()


def _condition(reading: Reading) -> Rule:
    """Condition = ValueContent | Sewing | Lining | Reaction | Share | Limit | a known fact."""
    reading.take("that")
    for production in PRODUCTIONS:
        start = reading.place
        rule = production(reading)
        if rule is not None:
            return rule
        reading.place = start
    return _fact(reading)


def value_content(reading: Reading) -> Rule | None:
    """ValueContent = ["there is (also)"] ["a"] "regional value content" "of not less than" [":"] Shares."""
    reading.take_first(
        "there is also? a?", "there has been a?", "there is also? a?", "the good has a?", "it has a?"
    )
    reading.take("a|the")
    if not reading.take("regional|region value content|contact"):
        return None
    reading.take("requirement")
    if not reading.take_first(
        "of not less than",
        "is not less than",
        "of no less than",
        "not less than",
        "of notless than",
        "of at least",
        "is",
        "of regional value content of not less than",
        "of",
    ):
        return None
    reading.take(":|--|-")
    reading.take("-|:")
    if reading.peek().kind == "label":
        found, joined = reading.labelled(lambda: _share(reading))
        return all_of(found) if joined == "and" else any_of(found)
    found = [_share(reading)]
    while True:
        start = reading.place
        reading.take(",")
        if reading.take("or") and (reading.peek().kind == "number" or reading.at("not less than")):
            reading.take("not less than")
            found.append(_share(reading))
            continue
        reading.place = start
        return any_of(found)


def _share(reading: Reading) -> Rule:
    """Share = Number "percent" ("under" | "when" | "where" | "based on") "the" Method ["method"] ["is used"]."""
    reading.take("not less than")
    number = reading.take_kind("number") or reading.take_kind("code")
    if number is None:
        raise reading.error()
    reading.need("percent|%")
    reading.take_first("under", "when using?", "where", "based on|upon", "if|using|by", "on")
    reading.take("the")
    method = next((made for words, made in METHODS.items() if reading.take(words)), "")
    if not method:
        raise reading.error("a method of value content")
    reading.take("value")
    reading.take("method")
    reading.take("is|are used")
    basis = "net_cost" if method == "net_cost" else "transaction"
    return RegionalValueContent(method, at_least=millionths(number.text), basis=basis)


def _sewing(reading: Reading) -> Rule | None:
    """Sewing = "the good is (both) cut (or knit to shape) … and sewn or otherwise assembled in the territory of …"."""
    if not reading.take_first(
        "the good|goods is|are", "such good|goods is|are", "it is", "the apparel article is"
    ):
        return None
    reading.take("both")
    if not reading.take("cut"):
        return None
    knit = reading.take("or|and knit to shape") or reading.take("( or knit to shape )")
    reading.take(",")
    reading.take("or both")
    reading.take(",")
    if not reading.take_first("and sewn or otherwise assembled", "and sewn or assembled", "and sewn"):
        return None
    if not _territory(reading):
        return None
    return Process(("cut_or_knit_to_shape" if knit else "cutting", "sewn_or_assembled"))


def _territory(reading: Reading) -> bool:
    """Territory = "in the territory of" Parties: both or one of the parties, as every agreement names them."""
    if not reading.take(TERRITORY) and not reading.take("the territory"):
        return False
    while not reading.done:
        if (
            reading.at(";|.|:")
            or reading.at_next_label()
            or (reading.at(",|and|,") and _ends_territory(reading))
        ):
            break
        reading.place += 1
    return True


def _ends_territory(reading: Reading) -> bool:
    ahead = 0
    while reading.at(",|and|or|;", ahead):
        ahead += 1
    if reading.peek(ahead).kind == "label" and ahead:
        return True
    return reading.at("and|, provided|that", ahead - 1) if ahead else False


def _lining(reading: Reading) -> Rule | None:
    """Lining = "any visible lining material … satisfies the requirements of chapter rule 1 for chapter 61"."""
    if not reading.take("any|the visible lining"):
        return None
    start = reading.place
    while not reading.done and reading.place - start < 40:
        if reading.take_first("satisfies", "must satisfy", "shall satisfy", "satisfy", "meets", "must meet"):
            break
        reading.place += 1
    else:
        return None
    if reading.take("the tariff change requirements provided therein"):
        return LINING
    if not reading.take("the requirements of|in|for? chapter rule"):
        return None
    reading.take_kind("number")
    if reading.take("for|to|of"):
        reading.take("this chapter")
        if reading.take("chapter"):
            reading.take_kind("number")
    return LINING


def _such_fabric(reading: Reading) -> Rule | None:
    """SuchFabric = "the good, exclusive of collar, cuffs …, is wholly of such fabric"."""
    start = reading.place
    if not reading.take("the good , exclusive of"):
        return None
    while not reading.done and reading.place - start < 20 and not reading.at("is wholly"):
        reading.place += 1
    return Provided("wholly-of-such-fabric") if reading.take("is wholly of such fabric") else None


def _not_subject(reading: Reading) -> Rule | None:
    """NotSubject = "such goods shall not be subject to chapter rules 2 through 4 of this chapter".

    The notes say for themselves which goods they do not cover, so nothing is asked here.
    """
    if not reading.take("such goods will|shall not be subject to chapter? rules"):
        return None
    reading.take_kind("number")
    reading.take("through")
    reading.take_kind("number")
    return NoRequirement() if reading.take("of this chapter") else None


def _reaction(reading: Reading) -> Rule | None:
    """Reaction = "the good … is the product of a" Process { (","|"or") Process }: chemical reaction, distillation."""
    start = reading.place
    if not reading.take("the good|goods"):
        return None
    while not reading.done and reading.place - start < 30:
        if reading.at(";|,|.") or reading.at("provided"):
            return None
        if reading.take_first(
            "is the product of a",
            "results from a",
            "is a product of a",
            "are the product of a",
            "are the result of a",
        ):
            break
        reading.place += 1
    names = {
        "chemical reaction": "chemical_reaction",
        "atmospheric distillation": "atmospheric_distillation",
        "vacuum distillation": "vacuum_distillation",
    }
    steps = []
    while True:
        found = reading.take_first(*names)
        if not found:
            break
        steps.append(names[found])
        before = reading.place
        reading.take(",")
        reading.take("or")
        reading.take("a|an")
        if not any(reading.at(name) for name in names):
            reading.place = before
            break
    if not steps:
        return None
    if reading.take(", as defined in subdivision"):
        while reading.take_kind("label"):
            pass
        reading.take("of this note")
    return Process(tuple(steps), at_least=None if len(steps) == 1 else 1)


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
    if not _territory(reading):
        return None
    obtained = MaterialsMustOriginate((Goods(named=(fresh,)),), must_be="wholly_obtained")
    return When(ProductIs((Goods(named=(name,)),)), obtained)


def _ensemble(reading: Reading) -> Rule | None:
    """Ensemble = "with respect to a garment described in heading 6101 …, imported as part of an ensemble …," Lining."""
    if not reading.take("with respect to"):
        return None
    headings: set[str] = set()
    whole = ""
    while not reading.done and not reading.at(";") and not reading.at_next_label():
        if reading.at("any visible lining"):
            lining = _lining(reading)
            if lining is None or not whole or not headings:
                return None
            return When(Provided("-".join((whole, "with", *sorted(headings)))), lining)
        token = reading.peek()
        if token.kind == "code":
            headings.add(token.text.replace(".", ""))
        whole = token.text if token.text in ("ensemble", "ski-suit") else whole
        reading.place += 1
    return None


def _juice(reading: Reading) -> Rule | None:
    """Juice = "a single juice ingredient, or juice ingredients from a single country other than … no more than …"."""
    words = reading.clause("constitute|constitutes in single|single-strength")
    single = ("from a single" in words or "from one country other than" in words) and words.startswith(("a single juice", "the juice of a single"))
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
    if reading.take("the waste and scrap is wholly obtained or produced entirely") and _territory(reading):
        return WhollyObtained((Way("waste_from_production"), Way("used_goods")))
    return None


PRODUCTIONS = (
    value_content,
    _sewing,
    _lining,
    _reaction,
    _originating_share,
    _content,
    _limit,
    _contains,
    _only_if,
    _ensemble,
    _juice,
    _reduction,
    _obtained,
    _such_fabric,
    _not_subject,
)


def _fact(reading: Reading) -> Rule:
    """Look the condition up among the known facts; if nobody has read it yet, it stays unread."""
    start = reading.peek().start
    words = reading.clause(", provided", "provided that", "and provided", ", and provided")
    if not words:
        raise reading.error("a condition")
    name = reading.words_known.facts.get(key_of(words), "")
    if name:
        fact, _, figure = name.partition(" ")
        if not figure:
            return Provided(fact)
        number = re.search(r"(\d+(?:\.\d+)?) percent", words)
        share = millionths(number.group(1)) if number else 0
        return Provided(fact, at_most=share) if figure == "at_most" else Provided(fact, at_least=share)
    line = reading.passage.line(start)
    return Unread("grammar", f"condition-{key_of(words)[-24:].strip('-')}", str(line))


def all_of(rules: list[Rule]) -> Rule:
    """Join rules that must all hold; one alone stands by itself."""
    flat = [part for rule in rules for part in (rule.rules if isinstance(rule, AllOf) else (rule,))]
    flat = [rule for rule in flat if rule != NoRequirement()] or flat[:1]
    return flat[0] if len(flat) == 1 else AllOf(tuple(flat))


def any_of(rules: list[Rule]) -> Rule:
    """Join rules of which one is enough; one alone stands by itself."""
    flat = [part for rule in rules for part in (rule.rules if isinstance(rule, AnyOf) else (rule,))]
    kept = [rule for at, rule in enumerate(flat) if rule not in flat[:at]]
    return kept[0] if len(kept) == 1 else AnyOf(tuple(kept))
