"""What rules are printed in: the row of an annex, with the goods it covers and the dates between which it holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from datetime import date

    from py_engine.hs import HSRange
    from py_engine.origin.rules import Citation, Goods, Rule

__all__ = ["Note", "RuleFile", "RuleSet", "Subdivision", "Wording"]

Wording: TypeAlias = "str | tuple[tuple[str, str], ...]"  # a key of the catalogue, or the texts by language


class Subdivision(NamedTuple):
    """A part of the covered codes: an "ex" position. ``named`` stands in the agreement's list of goods.

    Rows are asked in the order of ``rank``; ``other`` is the row for whatever no row before it describes.
    """

    named: str = ""
    rank: int = 1
    other: bool = False


class RuleSet(NamedTuple):
    """One row of an annex of product-specific rules."""

    id: str
    covers: tuple[HSRange, ...]
    rule: Rule
    edition: str
    citation: Citation
    start: date
    until: date | None = None
    ex: Subdivision | None = None
    direction: str = "both"
    quota: str = ""
    status: str = "machine-checked"
    notes: tuple[str, ...] = ()
    scheme: str = ""
    wording: Wording = ""


class Note(NamedTuple):
    """An introductory, section or chapter note. What it does to the rules it covers is its ``effect``.

    * informs: nothing that can be computed; the text is shown;
    * adds: its rule must be met as well;
    * offers: its rule is one more way to qualify;
    * replaces: its rule stands in the place of the row's, if the condition holds;
    * narrows: the row's rule looks at some materials only.
    """

    id: str
    covers: tuple[HSRange, ...]
    effect: str
    edition: str
    citation: Citation
    start: date
    until: date | None = None
    when: Rule | None = None
    rule: Rule | None = None
    only: tuple[Goods, ...] = ()
    without: tuple[Goods, ...] = ()
    as_originating: tuple[Goods, ...] = ()
    scheme: str = ""
    status: str = "machine-checked"


class RuleFile(NamedTuple):
    """One file of an agreement's rules, with what all its rows share."""

    id: str
    agreement: str
    edition: str
    start: date
    citation: Citation
    rule_sets: tuple[RuleSet, ...]
    notes: tuple[Note, ...] = ()
    scheme: str = ""
    status: str = "machine-checked"
