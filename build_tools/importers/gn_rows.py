"""From the sentences of a General Note to rows: what goods each is for, and which sentences are alternatives.

Sentences of one numbered rule that are for the same goods are alternatives. Sentences for goods described in words
make rows of their own, and "any other good" is the row for the rest.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from build_tools.importers.grammar.codes import bounds, inside
from build_tools.importers.grammar.tokens import GrammarError
from build_tools.importers.grammar.us import Alternative, read_rule
from build_tools.importers.grammar.us_goods import UnknownGoodsError
from build_tools.importers.grammar.us_join import all_of, any_of
from py_engine.errors import EngineError
from py_engine.hs import HSRange
from py_engine.origin.rule_sets import Subdivision
from py_engine.origin.rules import Goods, ProductIs, Unread

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from build_tools.importers.grammar.codes import Nomenclature
    from build_tools.importers.grammar.us_reading import Words
    from build_tools.importers.layout_gn import Block
    from py_engine.origin.rules import Rule

__all__ = ["Row", "described_name", "rows_of"]

CODE = r"\d{4}(?:\.\d{2}){0,3}"
TARGET = re.compile(r"(?:^|\s)(?:to|in|for|of)\s(.*?)(?:\sfrom\s|,? provided|:|$)", re.IGNORECASE)
RANGE = re.compile(rf"(?<![\d.])({CODE})(?:\s+through\s+(?:(?:sub)?headings?\s+)?({CODE}))?(?![\d]|\.\d)")


ASIDE = re.compile(
    r"(?:described|excluded from|of a kind for use in).*?(?=\sof subheading|\sof tariff|\sfrom any|$)"
)


class Row(NamedTuple):
    """What will be one row of a file: its goods, its rule and where it stands."""

    chapter: str
    label: str
    covers: tuple[HSRange, ...]
    ex: Subdivision | None
    rule: Rule
    line: int
    span: str
    fault: str = ""  # why it was not read, for the report
    document: str = ""
    start: date | None = None
    until: date | None = None
    status: str = ""
    notes: tuple[str, ...] = ()


def rows_of(block: Block, nomenclature: Nomenclature, words: Words) -> tuple[Row, ...]:
    """Read one numbered rule into rows; wording the grammar does not know becomes an unread row, never nothing."""
    try:
        alternatives = read_rule(block.passage, nomenclature, words)
    except GrammarError as error:
        return (_unread(block, nomenclature, error),)
    return tuple(
        Row(
            block.chapter,
            block.label,
            covers,
            ex,
            rule,
            block.passage.line(0),
            block.passage.span,
            document=block.passage.document,
        )
        for covers, ex, rule in _grouped(alternatives)
    )


def _unread(block: Block, nomenclature: Nomenclature, error: GrammarError) -> Row:
    reason = "goods" if isinstance(error, UnknownGoodsError) else error.reason
    fact = f"unread-{int(block.chapter)}-{_slug(block.label)}"
    rule = Unread(reason, fact, block.passage.span)
    name = described_name(block.chapter, block.label)
    ex = Subdivision(name) if reason == "goods" else None
    covers = _covers_of_unread(block.passage.text, nomenclature) or (
        HSRange.parse(block.chapter, edition=nomenclature.edition),
    )
    return Row(
        block.chapter,
        block.label,
        covers,
        ex,
        rule,
        block.passage.line(0),
        block.passage.span,
        str(error),
        block.passage.document,
    )


def described_name(chapter: str, label: str) -> str:
    """Name the goods that a rule describes in words nobody has put into our own yet."""
    return f"described-in-{int(chapter)}-{_slug(label)}"


def _slug(label: str) -> str:
    return label.lower().replace(" ", "-") or "1"


def _covers_of_unread(text: str, nomenclature: Nomenclature) -> tuple[HSRange, ...]:
    """Find for which codes a sentence is that could not be read: those between "to" and "from"."""
    found: list[HSRange] = []
    text = ASIDE.sub(" ", text)
    for target in TARGET.findall(text)[:1]:
        for first, last in RANGE.findall(target):
            printed = f"{first}-{last}" if last and len(first) == len(last) else first
            try:
                found.append(HSRange.parse(printed, edition=nomenclature.edition, scheme=nomenclature.scheme))
            except EngineError:
                continue
    return tuple(dict.fromkeys(found))


Grouped = tuple[tuple[HSRange, ...], "Subdivision | None", "Rule"]


def _grouped(alternatives: tuple[Alternative, ...]) -> list[Grouped]:
    """Put the sentences together that are for the same goods."""
    plain = [one for one in alternatives if not one.target.named and not one.target.other]
    named = [one for one in alternatives if one.target.named]
    others = [one for one in alternatives if one.target.other and not one.target.named]
    if not named and not others:
        return _plain(plain)
    found: list[Grouped] = []
    apart = [one for one in plain if _taken_out(one, alternatives)]
    plain = [one for one in plain if one not in apart]
    for codes, _, rule in _plain(apart):
        rules = [rule, *(_within(one, codes) for one in plain if _touch(one.target.codes, codes))]
        found.append((codes, None, any_of(rules)))
    targets = list(dict.fromkeys(one.target for one in named))
    for rank, target in enumerate(targets, 1):
        rules = [_within(one, target.codes) for one in named if one.target == target]
        rules += [_within(one, target.codes) for one in plain if _touch(one.target.codes, target.codes)]
        found.append((target.codes, Subdivision(target.named, rank), any_of(rules)))
    if others:
        for codes in dict.fromkeys(one.target.codes for one in others):
            rules = [one.rule for one in others if one.target.codes == codes]
            rules += [_within(one, codes) for one in plain if _touch(one.target.codes, codes)]
            found.append((codes, _rest() if named or not apart else None, any_of(rules)))
        left = [one for one in plain if not any(_touch(one.target.codes, o.target.codes) for o in others)]
    else:
        left = plain
    for codes, _, rule in _plain(left):
        touching = any(_touch(codes, target.codes) for target in targets)
        found.append((codes, _rest() if touching else None, rule))
    return found


def _taken_out(one: Alternative, alternatives: tuple[Alternative, ...]) -> bool:
    """Say whether a sentence is for codes that "any other good" of a later sentence leaves to it alone."""
    later = alternatives[alternatives.index(one) + 1 :]
    return any(
        other.target.other
        and not other.target.named
        and all(any(inside(part, codes) for codes in other.target.codes) for part in one.target.codes)
        and not all(any(inside(codes, part) for part in one.target.codes) for codes in other.target.codes)
        for other in later
    )


def _rest() -> Subdivision:
    return Subdivision(rank=2, other=True)


def _plain(alternatives: list[Alternative]) -> list[Grouped]:
    """Join sentences whose codes touch; one that is for a part of the codes holds for that part only."""
    found: list[Grouped] = []
    left = list(alternatives)
    while left:
        group = [left.pop(0)]
        grown = True
        while grown:
            grown = False
            for one in list(left):
                if any(_touch(one.target.codes, other.target.codes) for other in group):
                    group.append(one)
                    left.remove(one)
                    grown = True
        codes = _union(group)
        found.append((codes, None, any_of([_within(one, codes) for one in group])))
    return found


def _union(group: list[Alternative]) -> tuple[HSRange, ...]:
    """Give the codes of all sentences; a range inside another is left out."""
    every = list(dict.fromkeys(codes for one in group for codes in one.target.codes))
    return tuple(one for one in every if not any(other != one and inside(one, other) for other in every))


def _within(one: Alternative, covers: tuple[HSRange, ...]) -> Rule:
    """Give a sentence's rule; if it is for a part of the row's codes only, with that condition."""
    codes = one.target.codes
    if all(any(inside(part, mine) for mine in codes) for part in covers):
        return one.rule
    return all_of([ProductIs(tuple(Goods(of=(part,)) for part in codes)), one.rule])


def _touch(some: Iterable[HSRange], many: Iterable[HSRange]) -> bool:
    others = [bounds(one) for one in many]
    return any(first <= end and start <= last for first, last in map(bounds, some) for start, end in others)
