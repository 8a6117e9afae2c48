"""Joins rules: flat lists, no repetition, and one rule alone stands by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from py_engine.origin.rules import AllOf, AnyOf, NoRequirement

if TYPE_CHECKING:
    from py_engine.origin.rules import Rule

__all__ = ["all_of", "any_of"]


def all_of(rules: list[Rule]) -> Rule:
    """Join rules that must all hold; one alone stands by itself."""
    flat = [part for rule in rules for part in (rule.rules if isinstance(rule, AllOf) else (rule,))]
    flat = [rule for rule in flat if rule != NoRequirement()] or flat[:1]
    return flat[0] if len(flat) == 1 else AllOf(tuple(flat))


def any_of(rules: list[Rule]) -> Rule:
    """Join rules of which one is enough; one alone stands by itself."""
    flat = [part for rule in rules for part in (rule.rules if isinstance(rule, AnyOf) else (rule,))]
    kept = [rule for at, rule in enumerate(flat) if rule not in flat[:at]]
    return kept[0] if len(kept) == 1 else AnyOf(tuple(kept))
