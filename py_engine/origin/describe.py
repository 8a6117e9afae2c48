"""Says a rule in plain words: one short sentence for each thing it asks, nested as the rule is."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from py_engine.message import number, reference
from py_engine.origin import rules as r
from py_engine.origin.describe_goods import Names, codes_text, fact, named, series
from py_engine.origin.phrase import Phrase
from py_engine.quantity import text_from_millionths

if TYPE_CHECKING:
    from py_engine.message import Value
    from py_engine.origin.phrase import Part

__all__ = ["describe_plain", "references", "steps"]

PLAIN = Names()


def describe_plain(rule: r.Rule, names: Names = PLAIN) -> Phrase:
    """Describe a rule to somebody who does not know the trade.

    >>> describe_plain(r.ChangeOfClassification("heading")).key
    'origin.plain.change.heading'
    """
    match rule:
        case r.AllOf() | r.AnyOf():
            return Phrase(
                f"origin.plain.{rule.kind}", {}, tuple(describe_plain(part, names) for part in rule.rules)
            )
        case r.ChangeOfClassification():
            return _change(rule, names)
        case r.RegionalValueContent():
            return _value_content(rule, names)
        case r.LimitOnMaterial():
            return _limit(rule, names)
        case r.Process():
            return _process(rule, names)
        case r.ManufactureFrom():
            return _made_from(rule, names)
        case r.MaterialsMustOriginate():
            return _materials(rule, names)
        case r.WhollyObtained():
            ways = tuple(_way(way, names) for way in rule.ways)
            return Phrase(
                "origin.plain.wholly_obtained.ways" if ways else "origin.plain.wholly_obtained.any", {}, ways
            )
        case r.Provided():
            return _provided(rule, names)
        case r.ProductIs():
            key = "origin.plain.product_is" if rule.expected else "origin.plain.product_is_not"
            return Phrase(key, {"goods": series(rule.goods, names)})
        case r.When():
            parts = [Phrase("origin.plain.then", {}, (describe_plain(rule.then, names),))]
            if rule.otherwise:
                parts.append(Phrase("origin.plain.otherwise", {}, (describe_plain(rule.otherwise, names),)))
            return Phrase("origin.plain.when", {}, (describe_plain(rule.condition, names), *parts))
        case r.Scoped():
            return _scoped(rule, names)
        case r.SetOfGoods():
            return Phrase("origin.plain.set", {"share": _figure(rule.at_most), "base": _base(rule.base)})
        case r.NoRequirement():
            return Phrase("origin.plain.requires_nothing")
        case r.Unread():
            return Phrase("origin.plain.unread", {"reason": reference(f"origin.unread.{rule.reason}")})
        case _:
            assert_never(rule)


def _figure(millionths: int | None) -> Value:
    return number(text_from_millionths(millionths or 0))


def _base(base: str) -> Value:
    return reference(f"origin.base.{base}")


def _change(rule: r.ChangeOfClassification, names: Names) -> Phrase:
    key, values = f"origin.plain.change.{rule.shift}", {}
    items: list[Phrase] = []
    if rule.from_:
        values = {"goods": series(rule.from_, names)}
        key += "_from"
    if rule.outside:
        items.append(Phrase("origin.plain.outside", {"codes": codes_text(rule.outside)}))
    if rule.except_from:
        items.append(Phrase("origin.plain.except_from", {"goods": series(rule.except_from, names)}))
    if rule.also:
        items.append(Phrase("origin.plain.also", {}, (_change(rule.also, names),)))
    if rule.allowing:
        allowed = tuple(_allowance(limit, names) for limit in rule.allowing)
        items.append(Phrase("origin.plain.allowing", {}, allowed))
    return Phrase(key, values, tuple(items))


def _allowance(rule: r.LimitOnMaterial, names: Names) -> Phrase:
    said = _limit(rule, names)
    return said._replace(key=said.key.replace("origin.plain.limit.", "origin.plain.allowance."))


def _value_content(rule: r.RegionalValueContent, names: Names) -> Phrase:
    threshold = rule.at_least if rule.at_least is not None else rule.at_most
    values: dict[str, Part] = {"share": _figure(threshold), "base": _base(rule.basis)}
    if rule.of:
        values["goods"] = series(rule.of, names)
    items: tuple[Phrase, ...] = ()
    if rule.deducting:
        costs = tuple(Phrase(f"origin.deduction.{name}") for name in rule.deducting)
        items = (Phrase("origin.plain.deducting", {"costs": costs}, joint="and"),)
    return Phrase(f"origin.plain.value.{rule.method}", values, items)


def _limit(rule: r.LimitOnMaterial, names: Names) -> Phrase:
    threshold = rule.at_least if rule.at_least is not None else rule.at_most
    side = "at_least" if rule.at_least is not None else "at_most"
    values: dict[str, Part] = {
        "goods": Phrase(f"origin.counting.{rule.counting}", {"goods": series(rule.on, names)}, joint="and"),
        "measure": reference(f"origin.measure.{rule.measure}"),
    }
    if rule.unit == "percent":
        base: Part = _base(rule.base)
        if rule.base_of:
            base = Phrase("origin.base.of_goods", {"goods": series(rule.base_of, names)}, joint="and")
        amount = Phrase("origin.plain.share", {"share": _figure(threshold), "base": base})
    else:
        amount = Phrase(f"origin.plain.unit.{rule.unit}", {"count": _figure(threshold)})
    values["amount"] = amount
    each = "each_" if rule.each else ""
    return Phrase(f"origin.plain.limit.{each}{side}", values)


def steps(rule: r.Process, names: Names) -> tuple[Phrase, ...]:
    """Name the operations of a process."""
    return tuple(
        Phrase("origin.goods.kind", {"name": named(rule.named, names)})
        if step == "other"
        else Phrase(f"origin.process.{step}")
        for step in rule.steps
    )


def _process(rule: r.Process, names: Names) -> Phrase:
    said = steps(rule, names)
    some = rule.at_least is not None and rule.at_least < len(said)
    items = []
    if rule.on:
        items.append(Phrase("origin.plain.worked_on", {"goods": series(rule.on, names)}))
    items += [Phrase(f"origin.having.{name}", {"figure": number(figure)}) for name, figure in rule.having]
    if some:
        count = number(str(rule.at_least))
        return Phrase("origin.plain.process.some", {"steps": said, "count": count}, tuple(items))
    return Phrase("origin.plain.process.all", {"steps": said}, tuple(items), joint="and")


def _made_from(rule: r.ManufactureFrom, names: Names) -> Phrase:
    items = []
    if rule.earlier:
        items.append(Phrase("origin.plain.earlier", {"goods": series(rule.earlier, names)}))
    if rule.judged:
        items.append(Phrase("origin.plain.judged", {"goods": series(rule.judged, names)}, joint="and"))
    return Phrase("origin.plain.made_from", {"goods": series(rule.materials, names)}, tuple(items))


def _materials(rule: r.MaterialsMustOriginate, names: Names) -> Phrase:
    values: dict[str, Part] = {"goods": series(rule.materials, names)}
    key = rule.must_be
    if rule.undergo:
        key = "undergo"
        values["steps"] = Phrase(
            "origin.plain.steps",
            {"steps": tuple(Phrase(f"origin.process.{step}") for step in rule.undergo)},
            (),
            "and",
        )
    if rule.at_least is not None:
        values["share"] = _figure(rule.at_least)
        values["measure"] = reference(f"origin.measure.{rule.measure}")
        key += "_share"
    return Phrase(f"origin.plain.materials.{key}", values, joint="and")


def _way(way: r.Way, names: Names) -> Phrase:
    items = (
        (Phrase("origin.plain.provided_that", {}, (describe_plain(way.provided, names),)),)
        if way.provided
        else ()
    )
    return Phrase(f"origin.way.{way.kind}", {}, items)


def _provided(rule: r.Provided, names: Names) -> Phrase:
    question = fact(rule.fact, names)
    if rule.at_least is None and rule.at_most is None:
        return Phrase(f"origin.plain.provided.{'yes' if rule.expected else 'no'}", {"question": question})
    bounds = [name for name in ("at_least", "at_most") if getattr(rule, name) is not None]
    values: dict[str, Part] = {name: _figure(getattr(rule, name)) for name in bounds}
    key = "between" if len(bounds) == 2 else bounds[0]
    prefix = "" if rule.expected else "not_"
    return Phrase(f"origin.plain.provided.{prefix}{key}", {"question": question, **values})


def _scoped(rule: r.Scoped, names: Names) -> Phrase:
    items = [
        Phrase(f"origin.plain.scoped.{name}", {"goods": series(many, names)}, joint="and")
        for name, many in (
            ("only", rule.only),
            ("without", rule.without),
            ("as_originating", rule.as_originating),
        )
        if many
    ]
    return Phrase("origin.plain.scoped.rule", {}, (describe_plain(rule.rule, names), *items))


def references(rule: r.Rule, citation: r.Citation | None = None) -> tuple[r.Citation, ...]:
    """Name every place the rule relies on, each once, in the order of the rule.

    >>> found = references(
    ...     r.AllOf((r.NoRequirement(r.Citation(item="b")),)), r.Citation("protocol-2", item="a")
    ... )
    >>> [place.item for place in found]
    ['a', 'b']
    """
    around = citation or r.Citation()
    here = rule.citation.within(around) if rule.citation else around
    found = {here: None} if any(here) else {}
    for part in _inside(rule):
        found.update(dict.fromkeys(references(part, here)))
    return tuple(found)


def _inside(rule: r.Rule) -> tuple[r.Rule, ...]:
    match rule:
        case r.AllOf() | r.AnyOf():
            return rule.rules
        case r.When():
            return (rule.condition, rule.then, *((rule.otherwise,) if rule.otherwise else ()))
        case r.Scoped():
            return (rule.rule,)
        case r.WhollyObtained():
            return tuple(way.provided for way in rule.ways if way.provided)
        case r.ChangeOfClassification():
            return (*((rule.also,) if rule.also else ()), *rule.allowing)
        case _:
            return ()
