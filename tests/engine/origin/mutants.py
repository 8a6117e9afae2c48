"""Rules with one thing changed: what somebody could mistype, or read wrongly in the law."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from py_engine.origin import rules as r

if TYPE_CHECKING:
    from collections.abc import Iterator

    from py_engine.origin.rules import Rule

__all__ = ["exceptions_and_figures", "mutants"]


def mutants(rule: Any) -> Iterator[tuple[str, Rule]]:
    """Change one thing of a rule at a time: what somebody could mistype, or read wrongly in the law."""
    for field in ("at_least", "at_most"):
        figure = getattr(rule, field, None)
        if figure is not None:
            step = 1 if isinstance(rule, r.Process) else 10_000_000
            yield f"{field} up", rule._replace(**{field: figure + step})
            yield f"{field} down", rule._replace(**{field: max(figure - step, 0)})
    for field in (
        "except_from",
        "from_",
        "outside",
        "allowing",
        "without",
        "as_originating",
        "only",
        "of",
        "earlier",
    ):
        many = getattr(rule, field, ())
        for at in range(len(many)):
            yield f"{field}[{at}] dropped", rule._replace(**{field: many[:at] + many[at + 1 :]})
    match rule:
        case r.ChangeOfClassification():
            shorter = {"heading": "chapter", "subheading": "heading", "item": "subheading", "chapter": "any"}
            if rule.shift in shorter:
                yield "shift", rule._replace(shift=shorter[rule.shift])
            if rule.also:
                yield "also dropped", rule._replace(also=None)
                for name, also in mutants(rule.also):
                    yield f"also: {name}", rule._replace(also=also)
            for at, limit in enumerate(rule.allowing):
                for name, changed in mutants(limit):
                    yield (
                        f"allowing: {name}",
                        rule._replace(allowing=(*rule.allowing[:at], changed, *rule.allowing[at + 1 :])),
                    )
        case r.AllOf() | r.AnyOf():
            other = r.AnyOf if isinstance(rule, r.AllOf) else r.AllOf
            yield "all and any swapped", other(rule.rules)
            for at, part in enumerate(rule.rules):
                yield f"part {at} dropped", rule._replace(rules=rule.rules[:at] + rule.rules[at + 1 :])
                for name, changed in mutants(part):
                    rules = (*rule.rules[:at], changed, *rule.rules[at + 1 :])
                    yield f"part {at}: {name}", rule._replace(rules=rules)
        case r.Provided() | r.ProductIs():
            yield "expected turned", rule._replace(expected=not rule.expected)
        case r.When():
            yield "condition ignored", rule.then
            yield (
                "otherwise dropped" if rule.otherwise else "otherwise strict",
                rule._replace(otherwise=None if rule.otherwise else r.AnyOf(())),
            )
        case r.LimitOnMaterial() if rule.counting == "all":
            yield "counting", rule._replace(counting="non_originating")
        case r.MaterialsMustOriginate():
            if not rule.undergo:
                turned = "originating" if rule.must_be == "wholly_obtained" else "wholly_obtained"
                yield "must_be", rule._replace(must_be=turned)
            for step in rule.undergo:
                yield f"without {step}", rule._replace(undergo=tuple(s for s in rule.undergo if s != step))
        case r.WhollyObtained():
            for at in range(len(rule.ways)):
                yield f"way {at} dropped", rule._replace(ways=rule.ways[:at] + rule.ways[at + 1 :])
        case _:
            pass


def exceptions_and_figures(rule: Any) -> Iterator[tuple[str, Rule]]:
    """Change a threshold or drop an exception, wherever it stands in the rule."""
    own = [
        (what, mutant)
        for what, mutant in mutants(rule)
        if what.split(" ")[0].partition("[")[0] in ("at_least", "at_most", "except_from", "outside")
    ]
    yield from own
    match rule:
        case r.AllOf() | r.AnyOf():
            for at, part in enumerate(rule.rules):
                for what, mutant in exceptions_and_figures(part):
                    rules = (*rule.rules[:at], mutant, *rule.rules[at + 1 :])
                    yield f"part {at}: {what}", rule._replace(rules=rules)
        case r.Scoped():
            for what, mutant in exceptions_and_figures(rule.rule):
                yield what, rule._replace(rule=mutant)
        case r.When():
            for field in ("condition", "then", "otherwise"):
                part = getattr(rule, field)
                for what, mutant in exceptions_and_figures(part) if part else ():
                    yield f"{field}: {what}", rule._replace(**{field: mutant})
        case r.ChangeOfClassification():
            for what, mutant in exceptions_and_figures(rule.also) if rule.also else ():
                yield f"also: {what}", rule._replace(also=mutant)
            for at, limit in enumerate(rule.allowing):
                for what, mutant in exceptions_and_figures(limit):
                    allowing = (*rule.allowing[:at], mutant, *rule.allowing[at + 1 :])
                    yield f"allowing: {what}", rule._replace(allowing=allowing)
        case _:
            pass
