"""Rules of a General Note that hold for a time only, or for trade between two of its parties only.

They are printed as a "subheading rule" whose text ends in the rules themselves, or stands before them.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from build_tools.importers.grammar.codes import Nomenclature, code_list, codes_ahead
from build_tools.importers.grammar.tokens import Cursor, Passage

if TYPE_CHECKING:
    from build_tools.importers.layout_gn import Block
    from py_engine.hs import HSRange

__all__ = ["Context", "read_context"]

MONTHS = {"January": 1, "June": 6, "July": 7}
DATED = re.compile(
    r"Beginning on (\w+) (\d+), (\d{4}),? (?:until (\w+) (\d+), (\d{4})|and thereafter),? the following rules? of"
    r" origin shall apply to (?P<goods>[^:]*):?\s*"
)
BETWEEN = re.compile(
    r"For the purposes of trade between the territory of (?P<one>\w+) and the territory of the United States of goods"
    r" of (?P<goods>[^:]*?),? the following rules? of origin appl(?:y|ies):?\s*"
)


class Context(NamedTuple):
    """Between which days, or between which parties, the rules after it hold; and the rules in its own text."""

    goods: str
    block: Block
    start: date | None = None
    until: date | None = None
    between: str = ""

    @property
    def has_rules(self) -> bool:
        """Say whether the rules stand in the same paragraph."""
        return bool(self.block.passage.text.strip())

    def holds_for(self, covers: tuple[HSRange, ...], nomenclature: Nomenclature) -> bool:
        """Say whether the rule that follows is for goods the paragraph names."""
        cursor = Cursor(Passage(self.block.passage.document, self.goods, ((0, 0),)))
        named = code_list(cursor, nomenclature) if codes_ahead(cursor) else ()
        return all(any(mine.contains(code.first) for mine in named) for code in covers)


def read_context(block: Block) -> Context | None:
    """Read a paragraph that says when or where the rules after it hold; ``None`` if it says nothing of the kind."""
    text = block.passage.text
    if found := DATED.match(text):
        month, day, year, last_month, last_day, last_year = found.groups()[:6]
        until = None
        if last_month:
            until = date(int(last_year), MONTHS[last_month], int(last_day))
            if until.day == 1:
                until -= timedelta(days=1)  # "until July 1, 2022" stands before "beginning on July 1, 2022"
        rest = block._replace(kind="item", passage=block.passage.part(found.end()))
        return Context(found["goods"], rest, start=date(int(year), MONTHS[month], int(day)), until=until)
    if found := BETWEEN.match(text):
        rest = block._replace(kind="item", passage=block.passage.part(found.end()))
        return Context(found["goods"], rest, between=found["one"].lower())
    return None
