"""What introductory, section and chapter notes do to the rule of a row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from py_engine.origin.answers import NOT_MET
from py_engine.origin.matching import lies_in
from py_engine.origin.rules import AllOf, AnyOf, Scoped, When

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from py_engine.hs import HSCode
    from py_engine.origin.rule_sets import Note, RuleSet
    from py_engine.origin.rules import Rule

__all__ = ["notes_for", "with_notes"]


def notes_for(notes: Iterable[Note], product: tuple[HSCode, ...], on: date) -> tuple[Note, ...]:
    """Choose the notes that hold for a product on a day. A note that perhaps covers it is among them."""
    return tuple(
        note
        for note in notes
        if note.start <= on
        and (note.until is None or on <= note.until)
        and lies_in(note.covers, product) is not NOT_MET
    )


def with_notes(rule_set: RuleSet, notes: Iterable[Note]) -> Rule:
    """Put the rule of a row and the notes that hold for it into one rule.

    Notes that replace come first, then those that narrow what the rule looks at, then added conditions, and last the
    further ways to qualify, which stand beside everything before.

    >>> from datetime import date
    >>> from py_engine.origin.rules import ChangeOfClassification, Citation, Process
    >>> from py_engine.origin.rule_sets import Note, RuleSet
    >>> row = RuleSet("1", (), ChangeOfClassification("heading"), "2017", Citation("p"), date(2020, 1, 1))
    >>> process = Process(("chemical_reaction",))
    >>> note = Note("n", (), "offers", "2017", Citation("p"), date(2020, 1, 1), rule=process)
    >>> with_notes(row, [note]).kind, with_notes(row, []) == row.rule
    ('any_of', True)
    """
    many = tuple(notes)
    rule = rule_set.rule
    for note in many:
        if note.effect == "replaces" and note.rule:
            rule = When(note.when, note.rule, rule, note.citation) if note.when else note.rule
    for note in many:
        if note.effect == "narrows":
            narrow = Scoped(rule, note.only, note.without, note.as_originating, note.citation)
            rule = When(note.when, narrow, rule, note.citation) if note.when else narrow
    added = [_conditional(note) for note in many if note.effect == "adds"]
    if added:
        rule = AllOf((rule, *filter(None, added)))
    offered = [_offer(note) for note in many if note.effect == "offers"]
    return AnyOf((rule, *filter(None, offered))) if offered else rule


def _conditional(note: Note) -> Rule | None:
    """A condition that is asked only when the note applies."""
    if note.rule is None or note.when is None:
        return note.rule
    return When(note.when, note.rule, citation=note.citation)


def _offer(note: Note) -> Rule | None:
    """A way that is open only when the note applies: if it does not, the way is not there."""
    if note.rule is None or note.when is None:
        return note.rule
    return AllOf((note.when, note.rule), note.citation)
