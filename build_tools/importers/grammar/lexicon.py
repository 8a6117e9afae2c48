"""The words a grammar does not know by itself: goods and operations that treaties describe in words.

A lexicon is data: which phrase means which codes, or which name of the agreement's list of goods. It is shared by the
English and the Spanish grammar, so that both readings of one rule give the same names.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from build_tools.content.yamltext import load
from py_engine.hs import HSRange
from py_engine.origin.rules import Goods

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from build_tools.content.faults import Faults

__all__ = ["Entry", "Lexicon", "read_lexicon"]

SLOT = "~"  # where the code stands inside a phrase: "preparations ~ containing milk"
NOTHING_FOLLOWS = r"(?![\w-])"


class Entry(NamedTuple):
    """One kind of goods or operation: its name in both languages, and how the sources call it."""

    id: str
    name: tuple[tuple[str, str], ...]
    phrases: tuple[str, ...]
    of: tuple[str, ...] = ()
    wide: bool = False
    steps: tuple[str, ...] = ()
    ask: bool = False  # the codes do not say all: whether goods are of the kind is asked
    earlier: tuple[str, ...] = ()  # the stages before, which are as good where the goods themselves are

    def goods(self, edition: str, codes: tuple[HSRange, ...] = ()) -> Goods:
        """Give the goods: by their codes, where these say all, and otherwise by their name."""
        if self.of:
            ranges = tuple(HSRange.parse(code, edition=edition) for code in self.of)
            return Goods(of=codes or ranges, named=(self.id,) if self.ask else ())
        return Goods(of=codes, named=(self.id,))


class Lexicon:
    """Finds the longest known phrase at a place of a text."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = tuple(entries)
        self._plain: dict[str, Entry] = {}
        self.slotted: list[tuple[re.Pattern[str], re.Pattern[str], Entry]] = []
        for entry in self.entries:
            for phrase in entry.phrases:
                if SLOT in phrase:
                    before, after = (_pattern(part.strip()) for part in phrase.split(SLOT))
                    self.slotted.append((before, after, entry))
                else:
                    self._plain[_key(phrase)] = entry
        ordered = sorted(self._plain, key=lambda phrase: (-len(phrase), phrase))
        joined = "|".join(re.escape(phrase).replace(r"\ ", r"\s+") for phrase in ordered)
        self._any = re.compile(rf"\s*({joined or '(?!)'}){NOTHING_FOLLOWS}", re.IGNORECASE)

    def match(self, text: str, at: int) -> tuple[Entry, int] | None:
        """Give the entry whose phrase follows at this place, and where the phrase ends."""
        found = self._any.match(text, at)
        return (self._plain[_key(found.group(1))], found.end()) if found else None


def _key(phrase: str) -> str:
    return " ".join(phrase.lower().split())


def _pattern(part: str) -> re.Pattern[str]:
    return re.compile(r"\s*" + re.escape(part).replace(r"\ ", r"\s+") + NOTHING_FOLLOWS, re.IGNORECASE)


def read_lexicon(path: Path, *, root: Path, faults: Faults) -> tuple[Entry, ...]:
    """Read a list of entries."""
    document = load(path, root=root, faults=faults)
    value: Any = document.value if document else {"entries": []}
    rows: list[dict[str, Any]] = value["entries"]
    return tuple(
        Entry(
            id=row["id"],
            name=tuple((language, row[language]) for language in ("en", "es")),
            phrases=tuple(row.get("phrases", ())),
            of=tuple(row.get("of", ())),
            wide=row.get("wide") == "true",
            steps=tuple(row.get("steps", ())),
            ask=row.get("ask") == "true",
            earlier=tuple(row.get("earlier", ())),
        )
        for row in rows
    )
