"""Rows of a chapter that are for the same goods: alternatives, repetitions, rules of one use of a good, doubtful print.

Two rows that nothing tells apart are a fault of the source and stop the importer, unless one of the ways below
explains them, or the table of agreements says how they are taken.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from build_tools.importers.errors import SourceFault
from build_tools.importers.grammar.us_join import all_of, any_of
from py_engine.origin.rule_sets import Subdivision
from py_engine.origin.rules import (
    AllOf,
    AnyOf,
    ChangeOfClassification,
    Goods,
    LimitOnMaterial,
    ProductIs,
    Scoped,
    Unread,
    When,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from build_tools.importers.gn_rows import Row
    from py_engine.origin.rules import Rule

__all__ = ["by_dry_weight", "doubtful", "merged", "on_component", "sparing", "unread_parts"]

COMPONENT = (Goods(named=("determining-component",)),)


def merged(rows: list[Row], decisions: Mapping[str, Any]) -> list[Row]:
    """Put rows together that are for exactly the same goods.

    Args:
        rows: The rows of one agreement, in the order of print.
        decisions: From the table of agreements: `lapsed`, `repeats` and `alternatives`, lists of rule numbers.
    """
    lapsed, repeats = set(decisions.get("lapsed", ())), set(decisions.get("repeats", ()))
    joined = [set(pair) for pair in decisions.get("alternatives", ())]
    made: list[Row] = []
    for row in rows:
        name = _name(row)
        if name in lapsed or name in repeats:
            continue
        row = _within(row, decisions.get("within", {}).get(name, ""))  # noqa: PLW2901  the row as it is taken
        at = next((index for index, other in enumerate(made) if _same_goods(row, other)), -1)
        if at < 0:
            made.append(row)
            continue
        other = made[at]
        scope = _scope(other.rule)
        if row.rule == other.rule:
            continue
        if scope:
            rule = any_of([other.rule, all_of([ProductIs((Goods(named=scope),), expected=False), row.rule])])
        elif any({name, _name(other)} <= pair for pair in joined):
            rule = any_of([other.rule, row.rule])
        else:
            what = f"rules {_name(other)} and {name} are for the same goods"
            raise SourceFault(row.document, row.line, what, (f"line {other.line}", f"line {row.line}"))
        made[at] = other._replace(rule=rule, label=other.label)
    return made


def _within(row: Row, goods: str) -> Row:
    if not goods or row.ex:
        return row
    return row._replace(ex=Subdivision(rank=2, other=True) if goods == "other" else Subdivision(goods))


def _name(row: Row) -> str:
    return f"{row.chapter}-{row.label}"


def _same_goods(one: Row, other: Row) -> bool:
    same = (one.covers, one.start, one.until) == (other.covers, other.start, other.until)
    described = (one.ex and (one.ex.named, one.ex.other)) == (other.ex and (other.ex.named, other.ex.other))
    return same and described


def _scope(rule: Rule) -> tuple[str, ...]:
    """Give the use a rule is for, if it begins with one: "for a good for use in a heavy truck"."""
    first = rule.rules[0] if isinstance(rule, AllOf | AnyOf) else None
    if isinstance(first, AllOf):
        first = first.rules[0]
    if isinstance(first, ProductIs) and first.expected and len(first.goods) == 1 and first.goods[0].named:
        return first.goods[0].named
    return ()


def doubtful(printed: Rule, meant: Rule, fact: str, span: str) -> Rule:
    """Join two readings of a doubtful print: decided where both agree, left to a person where they differ."""
    if printed == meant:
        return printed
    either = AllOf((AnyOf((printed, meant)), Unread("contradiction", fact, span)))
    return AnyOf((AllOf((printed, meant)), either))


def on_component(rule: Rule) -> Rule:
    """Let a change of classification look at the component only that decides the classification of the good."""
    return _mapped(
        rule, lambda one: Scoped(one, only=COMPONENT) if isinstance(one, ChangeOfClassification) else one
    )


def sparing(rule: Rule, listed: str) -> Rule:
    """Take materials in short supply out of what linings must satisfy."""

    def spared(one: Rule) -> Rule:
        if one.kind == "materials" and any("visible-lining" in goods.named for goods in one.materials):
            return one._replace(materials=tuple(goods._replace(unnamed=(listed,)) for goods in one.materials))
        return one

    return _mapped(rule, spared)


def by_dry_weight(rule: Rule) -> Rule:
    """Read weight as dry weight: "reference to weight … for goods of chapters 1 through 24 means dry weight"."""
    return _mapped(
        rule,
        lambda one: (
            one._replace(measure="dry_weight")
            if isinstance(one, LimitOnMaterial) and one.measure == "weight"
            else one
        ),
    )


def _mapped(rule: Rule, change: Callable[[Rule], Rule]) -> Rule:
    """Change every part of a rule that the function changes."""
    if isinstance(rule, AllOf | AnyOf):
        return rule._replace(rules=tuple(_mapped(part, change) for part in rule.rules))
    if isinstance(rule, When):
        otherwise = _mapped(rule.otherwise, change) if rule.otherwise else None
        return rule._replace(then=_mapped(rule.then, change), otherwise=otherwise)
    return change(rule)


def unread_parts(rule: Any) -> Iterator[Unread]:
    """Give the parts of a rule that were not read."""
    if isinstance(rule, Unread):
        yield rule
    elif isinstance(rule, tuple):
        for part in rule:
            yield from unread_parts(part)
