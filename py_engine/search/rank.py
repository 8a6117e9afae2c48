"""Ranks subheadings by how well they answer the words: integers only, so that every machine ranks alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from py_engine.search.match import Term, head

if TYPE_CHECKING:
    from py_engine.search.match import Reading
    from py_engine.search.shard import Nomenclature

__all__ = ["Hit", "rank"]

UNKNOWN_WORTH = 100  # sixteenths of a halving: what a word that nobody knows counts as missed
HEAD = 130  # hundredths: the word that names the thing counts more
MOST = 200  # subheadings worth telling apart
MISSED = 55  # hundredths of the score that hang on how much of the question is answered
PHRASE = 9  # strength that a plain name of ours adds to each of its words


class Hit(NamedTuple):
    """A subheading, its score, how much of the question it answers in thousandths, and which reading of each word."""

    place: int
    score: int
    covers: int
    readings: dict[int, Reading]


def rank(nomenclature: Nomenclature, terms: list[Term], text: str) -> list[Hit]:
    """Give the subheadings that answer at least one word, best first; equal ones in the order of their codes."""
    named = head(text, nomenclature.language)
    sums: dict[int, int] = {}
    covered: dict[int, int] = {}
    reaches: list[dict[int, tuple[int, Reading]]] = []
    whole = 0
    for term in terms:
        reached = _reach(nomenclature, term)
        reaches.append(reached)
        worth = _worth(nomenclature.leaves, len(reached)) if reached else UNKNOWN_WORTH
        if named and term.root == named:
            worth = worth * HEAD // 100
        whole += worth
        for place, (strength, _) in reached.items():
            sums[place] = sums.get(place, 0) + strength * worth
            covered[place] = covered.get(place, 0) + worth
    for place, extra in _names(nomenclature, terms):
        if place in sums:
            sums[place] += extra
    scores = []
    for place, total in sums.items():
        covers = covered[place] * 1000 // whole
        scores.append((-(total * (1000 * (100 - MISSED) + MISSED * covers) // 100_000), place, covers))
    scores.sort()
    return [
        Hit(
            place,
            -score,
            covers,
            {at: reached[place][1] for at, reached in enumerate(reaches) if place in reached},
        )
        for score, place, covers in scores[:MOST]
    ]


def _reach(nomenclature: Nomenclature, term: Term) -> dict[int, tuple[int, Reading]]:
    """Give the subheadings that a word leads to, each with its best strength, in hundredths, and how it was read."""
    reached: dict[int, tuple[int, Reading]] = {}
    below = nomenclature.below
    for reading in term.readings:
        for place, strength in nomenclature.leads(reading.root):
            found = (strength * reading.keeps, reading)
            for leaf in below(place):
                if leaf not in reached or reached[leaf][0] < found[0]:
                    reached[leaf] = found
    return reached


def _worth(leaves: int, reached: int) -> int:
    """Say how much a word tells: the fewer subheadings it leads to, the more; in sixteenths of a halving."""
    return max(_halvings(leaves) - _halvings(reached), 0) + 16


def _halvings(count: int) -> int:
    """Give the logarithm to base two, in sixteenths, straight between whole powers.

    >>> _halvings(1), _halvings(2), _halvings(3), _halvings(4)
    (0, 16, 24, 32)
    """
    whole = count.bit_length() - 1
    return whole * 16 + ((count << 4) >> whole) - 16


def _names(nomenclature: Nomenclature, terms: list[Term]) -> list[tuple[int, int]]:
    """Give the lines that a plain name of ours, wholly contained in the question, leads to, with what that adds."""
    found: dict[int, int] = {}
    texts = [[term.root, *(reading.root for reading in term.readings)] for term in terms]
    for start in range(len(texts)):
        keys = [""]
        for stop in range(start, min(start + 5, len(texts))):
            keys = [f"{key} {root}".strip() for key in keys for root in dict.fromkeys(texts[stop][:3])][:27]
            for key in keys:
                for code in nomenclature.goods.get(key, "").split():
                    place = nomenclature.places[code]
                    extra = PHRASE * 100 * 100 * (stop - start + 1)
                    for leaf in nomenclature.below(place):
                        found[leaf] = max(found.get(leaf, 0), extra)
    return sorted(found.items())
