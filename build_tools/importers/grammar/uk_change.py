"""Changes of classification and value contents as the CPTPP and the agreement with Canada word them.

Productions::

    change   := "A change" [ "to" product ] "from" source [ ", except from" list ] [ also ] [ tail ]
    source   := "any other" level | "within" ("this" | "any one of these" | "the same") level [ "or" … ]
              | "any" level "outside this group" | list [ "or any other" level ]
    also     := ", whether or not there is also a change from any other" level [ ", except" list ]
    none     := "No change in tariff classification required for" product [ tail ]
    tail     := ", provided" ("that" conditions | "there is a regional value content of not less than" contents)
    contents := content { "or" content }
    content  := [ letter ")" ] figure "under the" method "method" [ "taking into account only …" list ]
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from build_tools.importers.grammar.uk_goods import goods_list
from build_tools.importers.grammar.uk_shares import conditions, every, figure, some
from py_engine.origin import rules as r

if TYPE_CHECKING:
    from build_tools.importers.grammar.scanner import Scanner
    from build_tools.importers.grammar.uk_goods import Context

__all__ = ["Sentence", "change", "contents", "tail"]

LEVEL = r"(chapter|heading|subheading)s?"
PRODUCT = r"(.+?)(?=,? from (?:any|within|uncut|forged|single|subheading|heading|chapter)|,? provided|\.?$)"
METHODS = {
    "build-up": "build_up",
    "build-down": "build_down",
    "focused value": "focused",
    "net cost": "net_cost",
}
EXCEPT = r",? ?except(?: from)?(?: for)?:?(?: ?• ?\w\))?"
CUT = (
    r"(?:the )?(?:good|product) is (?:both )?cut \(?(?:or knit to shape(?:, or both,?)?)\)? and sewn or otherwise"
    r" assembled"
    r" in the territory of (?:one or more of the Parties|a Party)"
)
PLACES: Final[dict[str, r.Rule]] = {
    r"(?:the )?good is smoked from a good that is not smoked": r.Process(("smoking",)),
    r"(?:the )?good is crushed or ground from a good that is not crushed or ground": r.Process(("grinding",)),
    r"there is a change from a good in the wet state": r.Provided("dried-from-wet-state"),
    r"the change is the result of more than packaging": r.Provided("more-than-packaging"),
    r"the biodiesel is transesterified in the territory of a Party": r.Process(("transesterification",)),
    CUT: r.Process(("cut_or_knit_to_shape", "sewn_or_assembled")),
}


class Sentence(NamedTuple):
    """A rule, and the words for the product it is about, if the sentence names one."""

    rule: r.Rule
    product: str = ""


def change(s: Scanner, c: Context) -> Sentence | None:
    """Read a change, or that none is required; nothing if the sentence begins otherwise."""
    if s.take(
        r"No change in tariff classification (?:is )?required for", "No change in tariff classification"
    ):
        product = s.need(PRODUCT, "the product").group(1)
        rules = tail(s, c)
        return Sentence(every(rules) if rules else r.NoRequirement(), product)
    if not s.take(r"(?:A )?change(?= to| from)", "A change"):
        return None
    product = s.need(PRODUCT, "the product").group(1) if s.take("to") else ""
    s.need(r",? ?from", "from")
    rule = _source(s, c)
    rule = _except(s, c, rule)
    rule = _also(s, c, rule)
    rule = _except(s, c, rule)
    return Sentence(every([rule, *tail(s, c)]), product)


def _source(s: Scanner, c: Context) -> r.ChangeOfClassification:
    if found := s.take(r"any other " + LEVEL + r"(?! outside)", "any other heading"):
        return r.ChangeOfClassification(found.group(1))
    if found := s.take(r"any (?:other )?" + LEVEL + " outside (?:this|that) group"):
        return r.ChangeOfClassification(found.group(1), outside=c.covers)
    within = s.take(
        r"within (?:this|any one of these|any of these|the same|that) " + LEVEL, "within this heading"
    )
    if within:
        same = (r.Goods(same=within.group(1).lower()),)
        return _or_another(s, c, r.ChangeOfClassification("any", from_=same))
    s.take("within")
    listed = goods_list(s, c)
    if not listed:
        raise s.error()
    return _or_another(s, c, r.ChangeOfClassification("any", from_=listed))


def _or_another(s: Scanner, c: Context, inside: r.ChangeOfClassification) -> r.ChangeOfClassification:
    """Read 'or any other heading', which with goods of the same heading allows every heading."""
    at = s.at
    if not s.take(r",? ?or|,(?= heading \d)"):
        return inside
    if found := s.take("any other " + LEVEL):
        if inside.from_ == (r.Goods(same=found.group(1)),):
            return r.ChangeOfClassification("any")
        return inside._replace(also=r.ChangeOfClassification(found.group(1)))
    more = goods_list(s, c)
    if not more:
        s.at = at
        return inside
    inside = inside._replace(from_=(*inside.from_, *more))
    if found := s.take("or any other " + LEVEL):
        return inside._replace(also=r.ChangeOfClassification(found.group(1)))
    return inside


def _except(s: Scanner, c: Context, rule: r.ChangeOfClassification) -> r.ChangeOfClassification:
    if not s.take(EXCEPT, "except from"):
        return rule
    s.take(r"non-originating")
    out = goods_list(s, c)
    if not out:
        raise s.error()
    return rule._replace(except_from=(*rule.except_from, *out))


def _also(s: Scanner, c: Context, rule: r.ChangeOfClassification) -> r.ChangeOfClassification:
    found = s.take(
        r",? ?whether or not there is (?:also )?a change from (?:any other|another) " + LEVEL,
        "whether or not",
    )
    if not found:
        return rule
    also = r.ChangeOfClassification(found.group(1))
    if s.take(r" ?except(?: from)?"):
        also = also._replace(except_from=goods_list(s, c))
    both: r.ChangeOfClassification = rule._replace(also=also)
    return both


def tail(s: Scanner, c: Context) -> list[r.Rule]:
    """Read what the rule is subject to."""
    if s.take(r",? ?(?:provided )?(?:that )?there is a regional value content of(?: not less than)?:?"):
        return [contents(s, c)]
    if s.take(r",? ?in which(?= all)"):
        return conditions(s, c)
    if not s.take(r",? ?provided(?: that)?:?(?= )", "provided"):
        return []
    for words, rule in PLACES.items():
        if s.take(words):
            return [rule]
    found = _worked(s, c) or conditions(s, c)
    if not found:
        raise s.error()
    return found


def _worked(s: Scanner, c: Context) -> list[r.Rule]:
    """Read 'the materials of 4105.30 undergo a retanning operation'; of several operations, one is enough."""
    at = s.at
    s.take(r"(?:the )?non-originating (?=materials? classified)")
    on = goods_list(s, c)
    if not on or not s.take("undergo"):
        s.at = at
        return []
    s.take("an?")
    steps: list[str] = []
    while found := c.operations.match(s.text, s.at):
        entry, s.at = found
        steps.extend(entry.steps)
        s.take(r",? ?or|,|operation(?: in the territory of a Party)?")
    return [some([r.MaterialsMustOriginate(on, undergo=(step,)) for step in steps])] if steps else []


def contents(s: Scanner, c: Context) -> r.Rule:
    """Read regional value contents of which one is enough."""
    found: list[r.Rule] = []
    while s.peek(r"(?:or )?•? ?(?:[a-z]\))? ?\d"):
        s.take(r"(?:or )?•? ?(?:[a-z]\))?")
        number = figure(s)
        s.need("under the", "under the")
        method = METHODS[s.need(r"(build-up|build-down|focused value|net cost)", "a method").group(1).lower()]
        s.need("method", "method")
        of: tuple[r.Goods, ...] = ()
        if s.take(r",? ?taking into account only the non-originating materials"):
            s.take("of")
            of = goods_list(s, c)
        basis = "net_cost" if method == "net_cost" else "transaction"
        found.append(r.RegionalValueContent(method, at_least=number, basis=basis, of=of))
        s.take(r"[.;,](?= ?(?:or ?)?•)")
    if not found:
        raise s.error()
    return some(found)
