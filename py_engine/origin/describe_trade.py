"""Writes a rule the short way people of the trade do: ``CTH except 60.06 + RVC 40 (build-down)``."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from py_engine.message import number, reference
from py_engine.origin import rules as r
from py_engine.origin.describe import PLAIN, steps
from py_engine.origin.describe_goods import Names, codes_text, series
from py_engine.origin.phrase import Phrase
from py_engine.quantity import text_from_millionths

if TYPE_CHECKING:
    from py_engine.message import Value
    from py_engine.origin.phrase import Part

__all__ = ["describe_trade"]

SIDES = ("all_of", "any_of", "when")


def describe_trade(rule: r.Rule, names: Names = PLAIN) -> Phrase:
    """Write a rule in one line.

    >>> describe_trade(r.ChangeOfClassification("heading")).key
    'origin.trade.change.heading'
    """
    match rule:
        case r.AllOf():
            return Phrase("origin.trade.all_of", {"parts": _grouped(rule.rules, names)}, joint="plus")
        case r.AnyOf():
            return Phrase("origin.trade.any_of", {"parts": _grouped(rule.rules, names)}, joint="either")
        case r.ChangeOfClassification():
            return _change(rule, names)
        case r.RegionalValueContent():
            return _value_content(rule, names)
        case r.LimitOnMaterial():
            return _limit(rule, names)
        case r.Process():
            return _process(rule, names)
        case r.ManufactureFrom():
            return Phrase("origin.trade.made_from", {"goods": series(rule.materials, names)})
        case r.MaterialsMustOriginate():
            return _materials(rule, names)
        case r.WhollyObtained():
            return Phrase("origin.trade.wholly_obtained")
        case r.Provided():
            return _provided(rule)
        case r.ProductIs():
            key = "origin.trade.product_is" if rule.expected else "origin.trade.product_is_not"
            return Phrase(key, {"goods": series(rule.goods, names)})
        case r.When():
            parts = tuple(_group(part, names) for part in (rule.condition, rule.then))
            if rule.otherwise is None:
                return Phrase("origin.trade.when", {"condition": parts[0], "then": parts[1]})
            otherwise = _group(rule.otherwise, names)
            return Phrase(
                "origin.trade.when_otherwise",
                {"condition": parts[0], "then": parts[1], "otherwise": otherwise},
            )
        case r.Scoped():
            return _scoped(rule, names)
        case r.SetOfGoods():
            return Phrase("origin.trade.set", {"share": _figure(rule.at_most), "base": _base(rule.base)})
        case r.NoRequirement():
            return Phrase("origin.trade.requires_nothing")
        case r.Unread():
            return Phrase("origin.trade.unread")
        case _:
            assert_never(rule)


def _grouped(rules: tuple[r.Rule, ...], names: Names) -> tuple[Phrase, ...]:
    return tuple(_group(rule, names) for rule in rules)


def _group(rule: r.Rule, names: Names) -> Phrase:
    said = describe_trade(rule, names)
    return Phrase("origin.trade.group", {"part": said}) if rule.kind in SIDES else said


def _figure(millionths: int | None) -> Value:
    return number(text_from_millionths(millionths or 0))


def _base(base: str) -> Value:
    return reference(f"origin.short.{base}")


def _change(rule: r.ChangeOfClassification, names: Names) -> Phrase:
    said = Phrase(f"origin.trade.change.{rule.shift}")
    if rule.from_:
        said = Phrase("origin.trade.from", {"change": said, "goods": series(rule.from_, names)})
    if rule.outside:
        said = Phrase("origin.trade.outside", {"change": said, "codes": codes_text(rule.outside)})
    if rule.except_from:
        said = Phrase("origin.trade.except", {"change": said, "goods": series(rule.except_from, names)})
    if rule.also:
        said = Phrase("origin.trade.also", {"change": said, "also": _change(rule.also, names)})
    for limit in rule.allowing:
        said = Phrase("origin.trade.allowing", {"change": said, "limit": _limit(limit, names)})
    return said


def _value_content(rule: r.RegionalValueContent, names: Names) -> Phrase:
    threshold = rule.at_least if rule.at_least is not None else rule.at_most
    values: dict[str, Part] = {"share": _figure(threshold), "base": _base(rule.basis)}
    if rule.of:
        values["goods"] = series(rule.of, names)
    return Phrase(f"origin.trade.value.{rule.method}", values)


def _limit(rule: r.LimitOnMaterial, names: Names) -> Phrase:
    side = "at_least" if rule.at_least is not None else "at_most"
    values: dict[str, Part] = {
        "goods": series(rule.on, names),
        "share": _figure(rule.at_least if rule.at_least is not None else rule.at_most),
        "measure": reference(f"origin.measure.{rule.measure}"),
    }
    if rule.unit != "percent":
        return Phrase(f"origin.trade.limit.{rule.unit}_{side}", values)
    if rule.base_of:
        values["base"] = Phrase("origin.goods.list", {"goods": series(rule.base_of, names)})
    else:
        values["base"] = _base(rule.base)
    return Phrase(f"origin.trade.limit.{side}", values)


def _process(rule: r.Process, names: Names) -> Phrase:
    said = steps(rule, names)
    if rule.at_least is not None and rule.at_least < len(said):
        return Phrase("origin.trade.process_some", {"steps": said, "count": number(str(rule.at_least))})
    return Phrase("origin.trade.process", {"steps": said}, joint="plus")


def _materials(rule: r.MaterialsMustOriginate, names: Names) -> Phrase:
    if rule == r.MaterialsMustOriginate((r.ANYTHING,), citation=rule.citation):
        return Phrase("origin.trade.exclusively")
    key = "undergo" if rule.undergo else rule.must_be
    values: dict[str, Part] = {"goods": series(rule.materials, names)}
    if rule.undergo:
        done = tuple(Phrase(f"origin.process.{step}") for step in rule.undergo)
        values["steps"] = Phrase("origin.plain.steps", {"steps": done}, joint="plus")
    said = Phrase(f"origin.trade.materials.{key}", values)
    if rule.at_least is None:
        return said
    measure = reference(f"origin.measure.{rule.measure}")
    return Phrase(
        "origin.trade.share_of", {"part": said, "share": _figure(rule.at_least), "measure": measure}
    )


def _provided(rule: r.Provided) -> Phrase:
    values: dict[str, Part] = {"fact": rule.fact}
    said = Phrase("origin.trade.fact", values)
    for name in ("at_least", "at_most"):
        if getattr(rule, name) is not None:
            said = Phrase(f"origin.trade.{name}", {"part": said, "share": _figure(getattr(rule, name))})
    return said if rule.expected else Phrase("origin.trade.not", {"part": said})


def _scoped(rule: r.Scoped, names: Names) -> Phrase:
    said = _group(rule.rule, names)
    for name, many in (
        ("only", rule.only),
        ("without", rule.without),
        ("as_originating", rule.as_originating),
    ):
        if many:
            said = Phrase(
                f"origin.trade.scoped.{name}", {"part": said, "goods": series(many, names)}, joint="and"
            )
    return said
