"""Which words lead to which lines of the nomenclature, and how strongly: the index that the product finder searches."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from build_tools.compile.nomenclature import CHAPTER, HEADING, SUBHEADING
from py_engine.search.words import NEGATED, spoken, stems

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from build_tools.compile.nomenclature import Node

STRONGEST = 31
OWN, FINER, GROUP, HEAD, TOP, ALONE = 26, 22, 22, 13, 6, 30
"""How strongly a word speaks for a line: in its own words, in the tariff's finer lines, in a group's words, in a
heading's, in a chapter's, and in a text that stands by itself."""
CROWDED = 9  # hundredths that each further word of a line takes from all of them

Index = dict[str, dict[int, int]]


def index(
    nodes: list[Node],
    alone: Mapping[str, str],
    goods: Mapping[str, Iterable[str]],
    meanings: Mapping[str, tuple[str, ...]],
    language: str,
) -> tuple[Index, dict[str, str]]:
    """For each root of a word: line → strength; and for each root the shortest word it came from.

    Args:
        nodes: The nomenclature in this language.
        alone: Code → a text that stands by itself, in the same language; none where there is no such list.
        goods: Code → plain words for goods of that code.
        meanings: Sign of a meaning → the roots of the words that say it, all of which a line must have.
        language: Code of the language.
    """
    found: Index = {}
    words: dict[str, str] = {}
    for place, node in enumerate(nodes):
        for text, strength in _lines(node, alone, goods):
            for clause in _clauses(text):
                told, said = stems(clause, language), spoken(clause)
                share = 10_000 // (100 + CROWDED * max(len(told) - 1, 0))
                for word, root in told:
                    held = found.setdefault(root, {})
                    held[place] = max(held.get(place, 0), strength * share // 100, 1)
                    bare = root.removeprefix(NEGATED)
                    if len(word) < len(words.get(bare, word + " ")):
                        words[bare] = said.get(word, word)
                clause_roots = {root for _, root in told}
                for sign, means in meanings.items():
                    if clause_roots.issuperset(means):
                        held = found.setdefault(sign, {})
                        held[place] = max(held.get(place, 0), strength * share // 100, 1)
    return found, words


def _lines(
    node: Node, alone: Mapping[str, str], goods: Mapping[str, Iterable[str]]
) -> Iterator[tuple[str, int]]:
    strength = {CHAPTER: TOP, HEADING: HEAD, SUBHEADING: OWN}.get(len(node.code), GROUP)
    yield node.text, strength
    for text in node.finer:
        yield text, FINER
    if len(node.code) == SUBHEADING and (only := alone.get(node.code)):
        yield only, ALONE
    if node.code:
        for text in goods.get(node.code, ()):
            yield text, STRONGEST


def _clauses(text: str) -> list[str]:
    """The parts of a text that name different goods.

    >>> _clauses("Coffee, roasted; coffee husks")
    ['Coffee, roasted', ' coffee husks']
    """
    return re.split(r";", text)


def packed(found: Index) -> tuple[str, str]:
    """The index as two texts of as many lines: roots in order, and for each its lines and strengths.

    A line of the second is a list of numbers in base 36: steps from one line to the next, times 32, plus the strength.

    >>> packed({"palm": {3: 31, 10: 2}})
    ('palm', '3j 6a')
    """
    roots = sorted(found)
    return "\n".join(roots), "\n".join(_post(found[root]) for root in roots)


def _post(held: Mapping[int, int]) -> str:
    made, before = [], 0
    for place in sorted(held):
        made.append(_base36((place - before) * (STRONGEST + 1) + held[place]))
        before = place
    return " ".join(made)


def _base36(value: int) -> str:
    digits = ""
    while value or not digits:
        value, last = divmod(value, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[last] + digits
    return digits
