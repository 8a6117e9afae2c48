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
from py_engine.origin.rules import (
    AllOf,
    AnyOf,
    Goods,
    LimitOnMaterial,
    MaterialsMustOriginate,
    Process,
    ProductIs,
    Provided,
    RegionalValueContent,
    Rule,
    Unread,
    When,
)
from py_engine.quantity import millionths

if TYPE_CHECKING:
    from build_tools.importers.grammar.us_reading import Reading

__all__ = ["all_of", "any_of", "conditions", "value_content"]

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
    for production in (
        value_content,
        _sewing,
        _lining,
        _reaction,
        _originating_share,
        _limit,
        _contains_none,
    ):
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
    reading.take("a")
    if not reading.take("regional value content"):
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
    knit = reading.take("or knit to shape") or reading.take("( or knit to shape )")
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
    if not reading.take(TERRITORY):
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
    if not reading.take("any visible lining"):
        return None
    start = reading.place
    while not reading.done and reading.place - start < 40:
        if reading.take_first("satisfies", "must satisfy", "shall satisfy", "satisfy", "meets", "must meet"):
            break
        reading.place += 1
    else:
        return None
    if not reading.take("the requirements of|in|for? chapter rule"):
        return None
    reading.take_kind("number")
    if reading.take("for|to|of"):
        reading.take("this chapter")
        if reading.take("chapter"):
            reading.take_kind("number")
    return MaterialsMustOriginate(
        (Goods(named=("visible-lining",)),), undergo=("fabric_formed_and_finished",)
    )


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


def _limit(reading: Reading) -> Rule | None:
    """Limit = ["the"] "nonoriginating" Goods ("do(es) not exceed" | …) Number "percent" Measure "of the good"."""
    reading.take("the")
    if not reading.take("non-originating|nonoriginating"):
        return None
    reading.take_first("materials|material of", "material|materials classified in", "material|materials")
    try:
        on = goods(reading)
    except GrammarError:
        return None
    if not reading.take_first(
        "do|does not exceed",
        "constitute|constitutes no more than",
        "constitute|constitutes not more than",
        "is|are not more than",
        "is|are no more than",
        "shall not exceed",
    ):
        return None
    number = reading.take_kind("number")
    if number is None or not reading.take("percent"):
        return None
    measure = next(
        (
            made
            for words, made in {"by weight": "weight", "by volume": "volume"}.items()
            if reading.take(words)
        ),
        "",
    )
    if not measure or not reading.take_first("of the good", "of the goods"):
        return None
    return LimitOnMaterial(measure, (on,), at_most=millionths(number.text), base="product")


def _contains_none(reading: Reading) -> Rule | None:
    """None = "the good does not contain nonoriginating" Goods."""
    if not reading.take_first("the good|goods do|does not contain non-originating|nonoriginating"):
        return None
    try:
        return MaterialsMustOriginate((goods(reading),))
    except GrammarError:
        return None


def _only_if(reading: Reading) -> Rule | None:
    """OnlyIf = Goods "shall be originating only if the fresh goods were goods wholly obtained or produced …"."""
    words = reading.clause("shall be originating only if", ", shall be originating only if")
    reading.take(",")
    if not reading.take_first(
        "shall be originating only if the fresh", "shall be originating only if such fresh"
    ):
        return None
    name = reading.words_known.goods.get(key_of(words), "")
    fresh = reading.clause("were|was")
    if (
        not name
        or not reading.take("were|was goods? wholly obtained or produced entirely")
        or not _territory(reading)
    ):
        return None
    fresh_name = reading.words_known.goods.get(key_of(f"fresh {fresh}"), "")
    if not fresh_name:
        return None
    obtained = MaterialsMustOriginate((Goods(named=(fresh_name,)),), must_be="wholly_obtained")
    return When(ProductIs((Goods(named=(name,)),)), obtained)


def _ensemble(reading: Reading) -> Rule | None:
    """Ensemble = "with respect to a garment described in heading 6101 …, imported as part of an ensemble …," Lining."""
    start = reading.place
    if not reading.take("with respect to"):
        return None
    while not reading.done and not reading.at(";") and not reading.at_next_label():
        if reading.at("any visible lining"):
            words = reading.words(start, reading.place)
            fact = reading.words_known.facts.get(key_of(words), "")
            lining = _lining(reading)
            if lining is None or not fact:
                return None
            return When(Provided(fact), lining)
        reading.place += 1
    return None


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
    return flat[0] if len(flat) == 1 else AllOf(tuple(flat))


def any_of(rules: list[Rule]) -> Rule:
    """Join rules of which one is enough; one alone stands by itself."""
    flat = [part for rule in rules for part in (rule.rules if isinstance(rule, AnyOf) else (rule,))]
    kept = [rule for at, rule in enumerate(flat) if rule not in flat[:at]]
    return kept[0] if len(kept) == 1 else AnyOf(tuple(kept))
