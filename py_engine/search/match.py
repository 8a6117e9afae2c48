"""Finds what the words of a visitor may mean: the word itself, another name of the thing, a word with a slip in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from py_engine.search.words import NEGATED, roots, spoken, stems

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from py_engine.search.shard import Nomenclature

__all__ = ["Reading", "Term", "head", "read_words"]

MOST_WORDS = 24  # of one question; the rest of a longer text is left out
LONGEST_PHRASE = 4
ALPHABET = "abcdefghijklmnopqrstuvwxyz"
WORD, SAME, TYPO, BEGINS, JOINED, UNKNOWN = "word", "same", "typo", "begins", "joined", "unknown"
# How much of its strength a root keeps, in hundredths.
KEEPS = {WORD: 100, JOINED: 95, SAME: 90, TYPO: 70, BEGINS: 45}
LONG = 7  # letters from which two slips are forgiven
PART = 5  # letters of a word that say enough by themselves
SHORT = 4  # letters below which none is
_HEAD_ENDS = {
    "en": frozenset(["for", "of", "with", "in", "from", "on", "to", "by", "and", "containing", "made"]),
    "es": frozenset(["de", "del", "para", "con", "en", "sin", "a", "al", "por", "y"]),
}


class Reading(NamedTuple):
    """One root that a word may stand for, how it was found and how much of its strength it keeps."""

    root: str
    how: str
    keeps: int


class Term(NamedTuple):
    """A word of the visitor and what it may stand for; nothing when it is not known."""

    given: str
    root: str
    readings: tuple[Reading, ...]


def read_words(nomenclature: Nomenclature, text: str) -> list[Term]:
    """Read what a visitor typed."""
    told, said = stems(text, nomenclature.language)[:MOST_WORDS], spoken(text)
    terms: list[Term] = []
    at = 0
    while at < len(told):
        length, term = _phrase(nomenclature, told, at)
        terms.append(term._replace(given=" ".join(said.get(word, word) for word in term.given.split())))
        at += length
    return terms


def _phrase(nomenclature: Nomenclature, told: list[tuple[str, str]], at: int) -> tuple[int, Term]:
    """Give the longest known name that begins here, or the word alone, and how many words it takes."""
    for length in range(min(LONGEST_PHRASE, len(told) - at), 1, -1):
        part = told[at : at + length]
        if into := nomenclature.same.get(" ".join(root for _, root in part)):
            given, root = " ".join(word for word, _ in part), " ".join(root for _, root in part)
            return length, Term(given, root, tuple(_others(nomenclature, into)))
        joined = "".join(word for word, _ in part)
        root = roots(nomenclature.language)(joined)
        if length == 2 and root in nomenclature.roots and len(joined) > 6:
            return length, Term(
                " ".join(word for word, _ in part), root, (Reading(root, JOINED, KEEPS[JOINED]),)
            )
    word, root = told[at]
    return 1, Term(word, root, tuple(_readings(nomenclature, word, root)))


def _others(nomenclature: Nomenclature, into: str) -> Iterator[Reading]:
    for root in into.split(" "):
        if root in nomenclature.roots:
            yield Reading(root, SAME, KEEPS[SAME])


def _readings(nomenclature: Nomenclature, word: str, root: str) -> list[Reading]:
    known = nomenclature.roots
    found = [Reading(root, WORD, KEEPS[WORD])] if root in known else []
    if into := nomenclature.same.get(root):
        found += _others(nomenclature, into)
    if found:
        return found
    bare = root.removeprefix(NEGATED)
    if bare != root:  # a denied word that no text denies: nothing is said of it
        return []
    if bare.isdigit() or len(bare) < SHORT:
        return []
    if parts := _parted(nomenclature, word):
        return [Reading(part, JOINED, KEEPS[JOINED]) for part in parts]
    slips = sorted(_slips(known, nomenclature.same, bare))
    found = []
    for slip in slips:
        keeps = KEEPS[TYPO]
        if slip in known:
            found.append(Reading(slip, TYPO, keeps))
        if into := nomenclature.same.get(slip):
            found += [
                Reading(each.root, TYPO, keeps * KEEPS[SAME] // 100) for each in _others(nomenclature, into)
            ]
    if not found and len(bare) >= 5:
        found = [Reading(longer, BEGINS, KEEPS[BEGINS]) for longer in nomenclature.begins(bare)[:8]]
    if not found and len(bare) >= LONG:
        found = [Reading(near, TYPO, KEEPS[TYPO] - 15) for near in _far(nomenclature.begins(bare[:2]), bare)]
    if not found and len(bare) >= LONG:
        found = [Reading(like, BEGINS, KEEPS[BEGINS]) for like in _alike(nomenclature, bare)]
    return found


def _parted(nomenclature: Nomenclature, word: str) -> tuple[str, ...]:
    """Give the two known words that a word is made of."""
    root = roots(nomenclature.language)
    for cut in range(4, len(word) - 3):
        parts = root(word[:cut]), root(word[cut:])
        if all(part in nomenclature.roots for part in parts):
            return parts
    return ()


def _slips(known: Iterable[str], same: dict[str, str], root: str) -> set[str]:
    """Give the known roots that are one slip away: a letter left out, added, changed, or two exchanged."""
    cuts = [(root[:at], root[at:]) for at in range(len(root) + 1)]
    made = {left + right[1:] for left, right in cuts if right}
    made |= {left + right[1] + right[0] + right[2:] for left, right in cuts if len(right) > 1}
    made |= {left + letter + right[1:] for left, right in cuts if right for letter in ALPHABET}
    made |= {left + letter + right for left, right in cuts for letter in ALPHABET}
    return {slip for slip in made if slip in known or slip in same} - {root}


def _far(alike: Iterable[str], root: str) -> list[str]:
    """Give those of the known roots that begin alike which are two slips away."""
    size = len(root)
    letters = set(root)
    near = [other for other in alike if abs(len(other) - size) <= 2 and len(letters ^ set(other)) <= 4]
    return sorted(other for other in near if distance(root, other) <= 2)[:4]


def _alike(nomenclature: Nomenclature, root: str) -> list[str]:
    """Give the longest known root that a long word ends with, or else those that share its beginning."""
    for cut in range(1, len(root) - PART + 1):
        if root[cut:] in nomenclature.roots:
            return [root[cut:]]
    for length in range(len(root) - 1, PART, -1):
        if begun := nomenclature.begins(root[:length]):
            return begun[:6]
    return []


def distance(one: str, other: str) -> int:
    """Count the slips between two words.

    >>> distance("chocolat", "chocholte"), distance("ab", "ba")
    (3, 1)
    """
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        older, before, row = before, row, [at]
        for place, against in enumerate(other, 1):
            best = min(before[place] + 1, row[-1] + 1, before[place - 1] + (letter != against))
            if at > 1 and place > 1 and letter == other[place - 2] and one[at - 2] == against:
                best = min(best, older[place - 2] + 1)
            row.append(best)
    return row[-1]


def head(text: str, language: str) -> str:
    """Give the root of the word that names the thing: in English the last before 'for' or 'of', in Spanish the first.

    >>> head("seats for motor vehicles", "en"), head("aceite de oliva", "es")
    ('seat', 'aseit')
    """
    first = text.split(",", maxsplit=1)[0]
    words = first.lower().split()
    ends = _HEAD_ENDS.get(language, frozenset())
    cut = next((at for at, word in enumerate(words) if at and word in ends), len(words))
    told = stems(" ".join(words[:cut]), language)
    if not told:
        return ""
    return told[0][1] if language == "es" else told[-1][1]
