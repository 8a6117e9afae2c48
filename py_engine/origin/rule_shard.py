"""The product-specific rules of one chapter, all agreements together, read only as far as a question needs them.

A shard holds the rows and notes of every agreement for the products of one chapter of the 2022 edition, in the
notation of `docs/rules-notation.md`; equal rules stand once, in ``rules``, and rows give their position. Codes are
compared as digits first, so that a telephone reads three rows and not three thousand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from py_engine.hs import LONGEST
from py_engine.origin.describe_goods import Names
from py_engine.origin.notation_files import file_from_notation

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from py_engine.hs import HSCode
    from py_engine.origin.rule_sets import Note, RuleSet

__all__ = ["Governing", "RuleShard", "governing", "read_rules"]

SHARED = ("rule", "when")  # the parts of a row or note that may be a position in the list of rules


class RuleShard:
    """The rules of one chapter as they came, and what has been read of them so far."""

    __slots__ = ("_agreements", "_rules", "chapter", "known")

    def __init__(self, chapter: str, rules: list[Any], agreements: Mapping[str, Any]) -> None:
        self.chapter = chapter
        self._rules = rules
        self._agreements = agreements
        self.known: dict[tuple[str, tuple[str, ...]], Governing] = {}

    @property
    def agreements(self) -> tuple[str, ...]:
        """Name the agreements that have rules for products of this chapter."""
        return tuple(self._agreements)

    def edition(self, agreement: str) -> str:
        """Name the edition of the Harmonized System an agreement's rules are written in; "" where it has none."""
        found = self._agreements.get(agreement)
        return str(found["hs"]) if found else ""

    def parts(self, agreement: str) -> Mapping[str, Any]:
        """Give what the shard has of an agreement, unread."""
        found: Mapping[str, Any] = self._agreements.get(agreement, {})
        return found

    def gap(self, agreement: str, code: HSCode) -> str:
        """Say how much of a subheading of 2022 no row covers: "whole", "part" or "".

        An agreement the shard does not know has a gap everywhere: its rules are not here.
        """
        parts = self.parts(agreement)
        gaps = parts.get("gaps", {})
        found = [kind for kind in ("whole", "part") if code.digits in gaps.get(kind, ())]
        return found[0] if found else "" if parts else "whole"

    def written(self, part: Mapping[str, Any]) -> dict[str, Any]:
        """Write a row or a note with its rules in their places."""
        whole = dict(part)
        for name in SHARED:
            if isinstance(whole.get(name), int):
                whole[name] = self._rules[whole[name]]
        return whole


class Governing(NamedTuple):
    """What an agreement says of some codes. Without rows there is a gap: no rule is known here, which is not "no".

    ``units`` has the unit of each fact that is a figure; a fact that is not there is answered with yes or no.
    """

    agreement: str
    edition: str
    rule_sets: tuple[RuleSet, ...]
    notes: tuple[Note, ...]
    names: Names
    units: Mapping[str, str]


def read_rules(shard: Mapping[str, Any]) -> RuleShard:
    """Take a shard; what a row says is read when it is asked for.

    >>> shard = read_rules({"chapter": "09", "rules": [], "agreements": {}})
    >>> shard.chapter, shard.agreements, shard.edition("us-peru")
    ('09', (), '')
    """
    return RuleShard(shard["chapter"], shard["rules"], shard["agreements"])


def governing(shard: RuleShard, agreement: str, codes: Iterable[HSCode]) -> Governing:
    """Give the rows and notes of an agreement that touch any of the codes, which are of the agreement's edition.

    Raises:
        EngineError: A row that is asked for is not written in the notation.
    """
    wanted = tuple(dict.fromkeys(code.full for code in codes))
    key = (agreement, wanted)
    if key not in shard.known:
        shard.known[key] = _read(shard, agreement, wanted)
    return shard.known[key]


def _read(shard: RuleShard, agreement: str, wanted: tuple[str, ...]) -> Governing:
    parts = shard.parts(agreement)
    rule_sets: list[RuleSet] = []
    notes: list[Note] = []
    bounds = [(digits.ljust(LONGEST, "0"), digits.ljust(LONGEST, "9")) for digits in wanted]
    for file in parts.get("files", ()):
        chosen = {
            kind: [shard.written(part) for part in file.get(kind, ()) if touches(part["covers"], bounds)]
            for kind in ("rules", "notes")
        }
        if any(chosen.values()):
            read = file_from_notation({**file, **chosen}, path=agreement)
            rule_sets.extend(read.rule_sets)
            notes.extend(read.notes)
    return Governing(
        agreement=agreement,
        edition=shard.edition(agreement),
        rule_sets=tuple(rule_sets),
        notes=tuple(notes),
        names=Names(f"rules.{agreement}.goods", f"rules.{agreement}.facts"),
        units={name: fact["unit"] for name, fact in parts.get("facts", {}).items()},
    )


def touches(covers: Iterable[str], bounds: Iterable[tuple[str, str]]) -> bool:
    """Say whether written codes or ranges share anything with the bounds, which have ten digits.

    >>> bounds = [("0901210000", "0901219999")]
    >>> touches(["0902"], bounds), touches(["0901.11-0901.22"], bounds), touches(["0901.21.10"], bounds)
    (False, True, True)
    """
    for codes in covers:
        first, dash, last = codes.replace(".", "").partition("-")
        low = first.ljust(LONGEST, "0")
        high = (last if dash else first).ljust(LONGEST, "9")
        if any(low <= end and start <= high for start, end in bounds):
            return True
    return False
