"""Does every product lead to one rule set? For each subheading of HS 2022 under each agreement, counted.

A product is resolved if rows hold for all codes it had in the agreement's edition; which of several described goods it
is, the tool asks. Otherwise the gap is stated, for a part of the goods or for all of them, and the tool says so.
"""

from __future__ import annotations

import json
from pathlib import Path  # noqa: TC003 - a field of a named tuple
from typing import TYPE_CHECKING, Final, NamedTuple

from build_tools.compile.sets import shard_sets
from py_engine.hs import HSCode
from py_engine.origin.rule_shard import read_rules
from py_engine.origin.select import overlaps
from py_engine.origin.tables import read_tables

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from py_engine.origin.rule_sets import RuleSet

__all__ = ["Resolved", "printed_twice", "resolved"]

HUB: Final = "2022"


class _Place(NamedTuple):
    root: Path
    economy_folder: Path


class Resolved(NamedTuple):
    """Subheadings of HS 2022 under one agreement: with rows for all of their goods, for a part, for none."""

    whole: int
    part: int
    none: int

    @property
    def products(self) -> int:
        """How many subheadings there are."""
        return self.whole + self.part + self.none


def resolved(root: Path) -> dict[str, Resolved]:
    """Count the products of every agreement with rules, from the shards that the tool loads.

    Args:
        root: The repository; what was compiled is kept under `.build/cache`.
    """
    sets = shard_sets(_Place(root, root / "economy"))
    shards = {
        name.partition("/")[2]: read_rules(json.loads(one.data))
        for name, one in sets.items()
        if name.startswith("rules/")
    }
    codes = [
        HSCode(digits=digits) for digits in read_tables(json.loads(sets["correlation"].data)).forward[HUB]
    ]
    names = sorted({name for shard in shards.values() for name in shard.agreements})
    found = {}
    for name in names:
        gaps = [shards[code.chapter].gap(name, code) for code in codes]
        found[name] = Resolved(gaps.count(""), gaps.count("part"), gaps.count("whole"))
    return found


def printed_twice(rows: Iterable[RuleSet]) -> Iterator[tuple[str, str]]:
    """Give the pairs of rows of one agreement that hold for the same goods; the first one decides."""
    by_chapter: dict[str, list[RuleSet]] = {}
    for row in rows:
        for chapter in {codes.first.chapter for codes in row.covers} | {c.last.chapter for c in row.covers}:
            by_chapter.setdefault(chapter, []).append(row)
    pairs = {(one.id, other.id) for many in by_chapter.values() for one, other in overlaps(many)}
    yield from sorted(pairs)
