"""The wording of product-specific rules in the General Notes of the Harmonized Tariff Schedule of the United States.

Rule        = Sentence | List of (Sentence | "from" …)
Sentence    = Change | NoChange | For
Change      = "A change to" Target "from" … [Exceptions] [WhetherOrNot] [Provided]
            | "A change to" Target ":" List of ("from" … | Sentence)
NoChange    = "No change in tariff classification" … ["to" Target] ["is required"] Provided
For         = "For" Target (":" | ",") Sentence
Provided    = [","] "provided" ["that"] Conditions

The productions stand in the modules beside this one. A rule is read to its last token, or not at all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from build_tools.importers.grammar.us_change import change
from build_tools.importers.grammar.us_conditions import conditions, value_content
from build_tools.importers.grammar.us_goods import OTHER, Target, goods, of_codes, target
from build_tools.importers.grammar.us_join import all_of, any_of
from build_tools.importers.grammar.us_reading import DASH, Reading, Words
from py_engine.origin.rules import Goods, NoRequirement, ProductIs

if TYPE_CHECKING:
    from build_tools.importers.grammar.codes import Nomenclature
    from build_tools.importers.grammar.tokens import Passage
    from py_engine.hs import HSRange
    from py_engine.origin.rules import Rule

__all__ = ["Alternative", "Words", "read_rule"]

UNCHANGED = (
    "no required? change|changes in|of a? tariff classification?",
    "no required tariff change",
    "no change required",
    "a change of heading|chapter|subheading is not required",
)


class Alternative(NamedTuple):
    """One sentence of a rule: what it is for, and what it asks."""

    target: Target
    rule: Rule


def read_rule(passage: Passage, nomenclature: Nomenclature, words: Words) -> tuple[Alternative, ...]:
    """Read one numbered rule of a chapter.

    Raises:
        GrammarError: The wording is not that of this grammar; the error points at the place.
    """
    reading = _Rule(passage, nomenclature, words)
    found = reading.alternatives()
    reading.separator()  # "or" at the end says that the next rule is an alternative
    if not reading.done:
        raise reading.error()
    return tuple(found)


class _Rule(Reading):
    """Reads the sentences of one rule; a sentence may leave out what the one before has said."""

    def __init__(self, passage: Passage, nomenclature: Nomenclature, words: Words) -> None:
        super().__init__(passage, nomenclature, words)
        self.said: list[Target] = []

    def alternatives(self) -> list[Alternative]:
        """Alternatives = List of Alternatives | Sentence { Separator Sentence }."""
        if self.peek().kind == "label":
            lists, _ = self.labelled(self.alternatives)
            return [one for many in lists for one in many]
        found = self.sentence()
        while True:
            start = self.place
            self.separator()
            if self.place > start and (self.at("a change") or self.at("no change|required")):
                found.extend(self.sentence())
                continue
            self.place = start
            return found

    def sentence(self) -> list[Alternative]:
        """Sentence = Change | NoChange | For | a continued "from …" or "provided …"."""
        if self.take_first(*UNCHANGED):
            return [self._no_change(None)]
        if self.at("a change from") and self.said and self.take("a change"):
            return [self._changed(self._such())]
        if self.take_first("a change|changes to|in|of", "change to"):
            return self._change()
        if self.take("for"):
            return self._for()
        if self.at("from") and self.said:
            return [self._changed(self.said[-1])]
        raise self.error()

    def _change(self) -> list[Alternative]:
        meant = self._meant(target(self))
        self.said.append(meant)
        if self.take("or to"):
            return self._also_to(meant)
        while self.take(f"{DASH}|:|,"):
            pass
        self.take(".") if self.peek(1).kind == "label" else None
        if self.peek().kind == "label":
            lists, _ = self.labelled(self.alternatives)
            return [one for many in lists for one in many]
        return [self._changed(meant)]

    def _also_to(self, meant: Target) -> list[Alternative]:
        """AlsoTo = "or to" Target { "or to" Target } "from" …: one sentence for several goods."""
        targets = [meant, self._meant(target(self))]
        while self.take("or to"):
            targets.append(self._meant(target(self)))
        self.take(",")
        rule = self._changed(Target(tuple(codes for one in targets for codes in one.codes))).rule
        return [Alternative(one, rule) for one in targets]

    def _changed(self, meant: Target) -> Alternative:
        if self.at("provided") or self.at(", provided"):
            return Alternative(meant, self._only_provided())
        self.need("from")
        if self.take(":") or self.peek().kind == "label":
            lists, _ = self.labelled(lambda: self._provided(change(self, meant)))
            return Alternative(meant, self._provided(any_of(lists)))
        return Alternative(meant, self._provided(change(self, meant)))

    def _provided(self, rule: Rule) -> Rule:
        """Provided = { [","|";"] ["and"] "provided" ["that"] Conditions }."""
        while True:
            start = self.place
            self.take(",|;")
            self.take("and|but")
            if self.take_first("provided", "if", "except that", "that") and not self.at("there is no"):
                self.take(",")
                rule = all_of([rule, conditions(self)])
                continue
            if self.at("there is") or self.at("with a regional"):
                self.take("with")
                found = value_content(self)
                if found is not None:
                    rule = all_of([rule, found])
                    continue
            self.place = start
            return rule

    def _no_change(self, meant: Target | None) -> Alternative:
        self.take(",")
        self.take_first("is required", "required")
        self.take(",")
        if self.take("to|for|in"):
            if self.take_first(
                "a good|goods of such|that|those|these heading|headings|subheading|subheadings",
                "such|that|those|these heading|headings|subheading|subheadings",
                "such goods|good",
            ):
                meant = meant or self._such()
            else:
                meant = self._meant(target(self))
        self.take(",")
        self.take_first("is required", "required")
        if not meant and not self.at("provided|whether|there|,|;|.") and not self.done:
            meant = self._meant(target(self))
        meant = meant or self._such()
        self.said.append(meant)
        self.take(",")
        but = goods(self).of if self.take("except for") else ()
        self.take(",")
        if self.take("whether or not there is also? a? change from"):
            change(self, meant)  # it makes no difference where no change is required
        rule = self._only_provided()
        if but:
            rule = all_of([ProductIs((Goods(of=meant.codes, but=but),)), rule])
        return Alternative(meant, rule)

    def _only_provided(self) -> Rule:
        self.take(",|;")
        if self.take("provided"):
            self.take(",")
            return conditions(self)
        if self.at("there is"):
            found = value_content(self)
            if found is not None:
                return found
        return NoRequirement()

    def _for(self) -> list[Alternative]:
        meant = self._meant(target(self))
        self.said.append(meant)
        self.take(",|:")
        self.take(",|:")
        if self.take_first(*UNCHANGED):
            return [self._no_change(meant)]
        if self.peek().kind == "label":
            lists, _ = self.labelled(self.alternatives)
            return [_scoped(one, meant) for many in lists for one in many]
        return [_scoped(one, meant) for one in self.sentence()]

    def _such(self) -> Target:
        if not self.said:
            raise self.error("the goods the rule is for")
        codes = tuple(dict.fromkeys(code for said in self.said for code in said.codes))
        named = {said.named for said in self.said}
        return self.said[-1] if len(named) > 1 else Target(codes, named.pop())

    def _meant(self, found: Target) -> Target:
        """Give a target without codes those of the sentence before."""
        if found.codes:
            return found
        codes = self.said[-1].codes if self.said else self._codes_of_the_rest()
        return found._replace(codes=codes)

    def _codes_of_the_rest(self) -> tuple[HSRange, ...]:
        """Find the codes in "any other good of subheading …": the goods described before it are of the same codes."""
        start = self.place
        while not self.done:
            if self.take_first(*OTHER):
                codes = of_codes(self)
                if codes:
                    self.place = start
                    return codes
                continue
            self.place += 1
        self.place = start
        raise self.error("codes")


def _scoped(one: Alternative, scope: Target) -> Alternative:
    """Narrow a sentence to the goods named before the colon: "For a good of heading 8706 for use in a heavy truck:"."""
    if not one.target.named and not one.target.other:
        return one._replace(target=one.target._replace(named=scope.named, other=scope.other))
    if scope.named:
        return one._replace(rule=all_of([ProductIs((Goods(named=(scope.named,)),)), one.rule]))
    return one
