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
from build_tools.importers.grammar.us_conditions import all_of, conditions, value_content
from build_tools.importers.grammar.us_goods import Target, target
from build_tools.importers.grammar.us_reading import Reading, Words
from py_engine.origin.rules import NoRequirement

if TYPE_CHECKING:
    from build_tools.importers.grammar.codes import Nomenclature
    from build_tools.importers.grammar.tokens import Passage
    from py_engine.origin.rules import Rule

__all__ = ["Alternative", "Words", "read_rule"]


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
    while reading.take(".|;|,|:|]"):
        pass
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
            if self.place > start and self.at("a change") | self.at("no change|required"):
                found.extend(self.sentence())
                continue
            self.place = start
            return found

    def sentence(self) -> list[Alternative]:
        """Sentence = Change | NoChange | For | a continued "from …" or "provided …"."""
        if self.take_first("a change|hange|changes to|in|of", "change to", "a change from to"):
            return self._change()
        if self.take_first("no required? change|changes in tariff classification?", "no change required"):
            return [self._no_change(None)]
        if self.take("for"):
            return self._for()
        if self.at("from") and self.said:
            return [self._changed(self.said[-1])]
        raise self.error()

    def _change(self) -> list[Alternative]:
        meant = self._meant(target(self))
        self.said.append(meant)
        self.take_first("--|-", ":", ",")
        self.take("-|:")
        if self.peek().kind == "label":
            lists, _ = self.labelled(self.alternatives)
            return [one for many in lists for one in many]
        return [self._changed(meant)]

    def _changed(self, meant: Target) -> Alternative:
        self.need("from")
        if self.take(":") or self.peek().kind == "label":
            lists, joined = self.labelled(lambda: change(self, meant))
            from build_tools.importers.grammar.us_conditions import any_of  # noqa: PLC0415  used here alone

            del joined
            return Alternative(meant, self._provided(any_of(list(lists))))
        return Alternative(meant, self._provided(change(self, meant)))

    def _provided(self, rule: Rule) -> Rule:
        """Provided = { [","|";"] ["and"] "provided" ["that"] Conditions }."""
        while True:
            start = self.place
            self.take(",|;")
            self.take("and|but")
            if self.take("provided") or self.take("if"):
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
        meant = meant or self._such()
        self.said.append(meant)
        return Alternative(meant, self._only_provided())

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
        if self.take("no required? change in tariff classification?"):
            return [self._no_change(meant)]
        if self.peek().kind == "label":
            lists, _ = self.labelled(self.alternatives)
            return [one for many in lists for one in many]
        return self.sentence()

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
        if not self.said:
            raise self.error("codes")
        return found._replace(codes=self.said[-1].codes)
