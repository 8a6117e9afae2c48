"""What must be true of a rule beyond its words: one threshold, a base for each percentage, names for descriptions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from py_engine.origin.rules import LimitOnMaterial, MaterialsMustOriginate, Process, RegionalValueContent
    from py_engine.reading import Reader

__all__ = ["limit", "materials", "process", "value_content"]

VALUE_BASES = ("ex_works", "fob", "transaction", "customs", "net_cost")


def _share_is_given(source: Reader, rule: Any) -> None:
    """A threshold is one figure: at least or at most, not both and not neither."""
    if (rule.at_least is None) is (rule.at_most is None):
        source.refusals.add(source.path, "origin.notation.threshold", example='"at_least": "40"')


def value_content(source: Reader, rule: RegionalValueContent) -> None:
    """A highest share belongs to the method that limits materials, and named materials to the focused method."""
    _share_is_given(source, rule)
    if (rule.method == "max_nom") is (rule.at_most is None):
        source.refusals.add(source.path, "origin.notation.threshold", example='"at_least": "40"')
    if (rule.method == "focused") is not bool(rule.of):
        source.refusals.add(source.path, "origin.notation.focused", example='"of": ["0901"]')
    if (rule.method == "net_cost") is not (rule.basis == "net_cost"):
        source.refusals.add(source.path, "origin.notation.net_cost", example='"basis": "net_cost"')


def limit(source: Reader, rule: LimitOnMaterial) -> None:
    """A percentage is one of something, and values are shares of values."""
    _share_is_given(source, rule)
    if (rule.unit == "percent") is not bool(rule.base):
        source.refusals.add(source.path, "origin.notation.base", example='"base": "ex_works"')
    if (rule.base == "those_materials") is not bool(rule.base_of):
        source.refusals.add(source.path, "origin.notation.base_of", example='"base_of": ["17"]')
    if rule.measure != "value" and rule.base in VALUE_BASES:
        source.refusals.add(source.path, "origin.notation.base", example='"base": "product"')
    if rule.measure == "value" and (rule.unit != "percent" or rule.base == "product"):
        source.refusals.add(source.path, "origin.notation.base", example='"base": "ex_works"')


def process(source: Reader, rule: Process) -> None:
    """As many steps as are asked for must be listed, and an operation without a word needs a description."""
    if rule.at_least is not None and rule.at_least > len(rule.steps):
        source.at("at_least").refuse("origin.notation.count", example=str(len(rule.steps)))
    if ("other" in rule.steps) is not bool(rule.named):
        source.refusals.add(source.path, "origin.notation.other", example='"named": "smoking-over-wood"')


def materials(source: Reader, rule: MaterialsMustOriginate) -> None:
    """Operations are asked instead of a status, and a measure belongs to a share."""
    if rule.undergo and source.at("must_be").present:
        source.at("must_be").refuse("origin.notation.undergo", example='"undergo": "weaving"')
    if rule.at_least is None and source.at("by").present:
        source.refusals.add(source.path, "origin.notation.threshold", example='"at_least": "50"')
