"""The sixty elements of a full determination, and which of them this one came to.

The same list is published with the test of each: content/<language>/tools/origin-method.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from py_engine.origin import rules as r
from py_engine.origin.answers import UNDETERMINED
from py_engine.origin.told import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from py_engine.origin.conditions import Step
    from py_engine.origin.determine import Determined
    from py_engine.origin.given import Given

__all__ = ["EXPLAINED", "NUMBERS", "elements_json", "touched"]

NUMBERS = tuple(f"O{number}" for number in range(1, 61))
# Told with their place and never computed: nothing a firm enters could decide them.
EXPLAINED = frozenset(("O37", "O38", "O39", "O47", "O49", "O52", "O55", "O56"))
ALWAYS = ("O1", "O2", "O3", "O5", "O7", "O19", "O42", "O43", "O48", "O54", "O57", "O58", "O59")
METHODS = {
    "build_down": "O11",
    "build_up": "O12",
    "focused": "O13",
    "net_cost": "O14",
    "max_nom": "O15",
    "direct_cost": "O12",
}
ROLES = {
    "fungible": "O30",
    "accessory": "O31",
    "packing_retail": "O32",
    "packing_shipping": "O33",
    "indirect": "O34",
}


def elements_json(
    found: Determined, given: Given, needed: tuple[Step, ...], duty: dict[str, Any] | None
) -> list[dict[str, Any]]:
    """Say of every element whether it was evaluated, is asked, is explained, or does not arise here."""
    del duty
    came_up = touched(found, given) | {one.element for one in needed}
    waiting = {one.element for one in needed if one.answer.verdict is UNDETERMINED}
    if found.answer.verdict is UNDETERMINED:
        waiting.add("O60")
        came_up.add("O60")
    told = []
    for number in NUMBERS:
        if number in EXPLAINED:
            state = "explained"
        elif number in waiting:
            state = "asked"
        else:
            state = "evaluated" if number in came_up else "not_applicable"
        told.append({"id": number, "state": state, "text": plain(f"determination.element.{number}")})
    return told


def touched(found: Determined, given: Given) -> set[str]:
    """Name the elements that this determination had to look at."""
    came_up = set(ALWAYS)
    for row in (*found.rows, *found.quota_rows):
        came_up.update(_of_rule(row.rule))
        if row.row.ex is not None:
            came_up.add("O4")
        if row.row.quota:
            came_up.add("O53")
    for one in found.seen or ():
        came_up.add("O20")
        if one.given.role in ROLES:
            came_up.add(ROLES[one.given.role])
        if one.cumulation is not None:
            kind = {"diagonal": "O26", "regional": "O26", "full": "O27", "extended": "O28"}
            came_up.add(kind.get(one.cumulation.type, "O25"))
        if one.opens:
            came_up.add("O29")
        if one.given.deductions:
            came_up.add("O21")
    if given.obtained in ("sea_fishing", "factory_ship"):
        came_up.add("O6")
    if given.is_set:
        came_up.add("O35")
    if found.minimal_entry is not None:
        came_up.add("O36")
    if found.criterion:
        came_up.add("O44")
    provisions = found.scheme.provisions
    if provisions is not None:
        if provisions.waivers:
            came_up.add("O46")
        if any(entry.validity_months for entry in provisions.proofs):
            came_up.add("O45")
    return came_up


def _of_rule(rule: r.Rule) -> Iterator[str]:
    match rule:
        case r.AllOf() | r.AnyOf():
            for part in rule.rules:
                yield from _of_rule(part)
        case r.When():
            for inner in (rule.condition, rule.then, rule.otherwise):
                if inner is not None:
                    yield from _of_rule(inner)
        case r.Scoped():
            yield "O56"
            yield from _of_rule(rule.rule)
        case r.ChangeOfClassification():
            yield from _of_change(rule)
        case r.RegionalValueContent():
            yield METHODS[rule.method]
            if rule.deducting:
                yield "O21"
        case r.LimitOnMaterial():
            yield "O17"
        case r.Process() | r.ManufactureFrom():
            yield "O18"
        case r.WhollyObtained():
            yield "O5"
        case r.MaterialsMustOriginate():
            yield "O10"
        case r.SetOfGoods():
            yield "O35"
        case _:
            pass


def _of_change(rule: r.ChangeOfClassification) -> Iterator[str]:
    yield "O10" if rule.shift == "any" else "O8"
    if rule.except_from:
        yield "O9"
    if rule.allowing:
        yield "O16"
    for tolerance in rule.tolerances:
        yield "O22" if tolerance.measure == "value" else "O23"
        if tolerance.barred:
            yield "O24"
