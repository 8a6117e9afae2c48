"""What follows "provided that" in the General Notes: value content, sewing, processes, limits on materials.

A condition that no production knows is looked up among the facts a person has put into our own words; if it is not
there either, it stays unread, and the rest of the rule is kept.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from build_tools.importers.grammar.us_join import all_of, any_of
from build_tools.importers.grammar.us_materials import ON_MATERIALS
from build_tools.importers.grammar.us_reading import key_of
from build_tools.importers.grammar.us_territory import territory
from py_engine.origin.rules import (
    Goods,
    MaterialsMustOriginate,
    NoRequirement,
    Process,
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

LINING = MaterialsMustOriginate(
    (Goods(named=("visible-lining",)),), undergo=("fabric_formation", "finishing")
)
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
    if not territory(reading):
        return None
    return Process(("cut_or_knit_to_shape" if knit else "cutting", "sewn_or_assembled"))


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


PRODUCTIONS = (
    value_content,
    _sewing,
    _lining,
    _reaction,
    *ON_MATERIALS,
    _ensemble,
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
