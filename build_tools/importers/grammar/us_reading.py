"""What all productions of the General Notes share: the words known so far, and lists marked (A), (B) or (1), (2).

Lists stand inside lists. Which list a label belongs to follows from what its own list expects next: after (1) comes
(2), and a (B) ends the inner list.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from build_tools.importers.grammar.tokens import Cursor

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from build_tools.importers.grammar.codes import Nomenclature
    from build_tools.importers.grammar.tokens import Passage

__all__ = ["DASH", "Reading", "Words", "key_of"]

ROMAN = "i ii iii iv v vi vii viii ix x xi xii xiii xiv xv".split()  # noqa: SIM905  reads better
DASH = "-|\u2013|\u2014"
SHORT = 9  # words; a longer description is kept as its fingerprint only, so that no sentence is copied
DROPPED = frozenset({"a", "an", "the", "such", "said"})
Found = TypeVar("Found")


def key_of(phrase: str) -> str:
    """Give the name under which a description is looked up: its words, or a fingerprint if there are many.

    >>> (
    ...     key_of("Wet blues"),
    ...     key_of("the wet-blues,"),
    ...     key_of("one two three four five six seven eight nine ten"),
    ... )
    ('wet-blues', 'wet-blues', 'x-7eb39c7e74')
    """
    words = [word for word in re.findall(r"[a-z0-9.%]+", phrase.lower()) if word not in DROPPED]
    text = "-".join(word.strip(".") for word in words)
    return text if len(words) < SHORT else "x-" + hashlib.sha256(text.encode()).hexdigest()[:10]


class Words(NamedTuple):
    """Descriptions of goods, and conditions, that a person has put into our own words: key to name."""

    goods: Mapping[str, str]
    facts: Mapping[str, str]


class Reading(Cursor):
    """A cursor over one rule, with what is known about its document."""

    def __init__(self, passage: Passage, nomenclature: Nomenclature, words: Words) -> None:
        """Stand before the rule.

        Args:
            passage: The rule.
            nomenclature: In which edition its codes are.
            words: The descriptions and conditions known by name.
        """
        super().__init__(passage)
        self.nomenclature = nomenclature
        self.words_known = words
        self.expected_labels: list[str] = []

    def labelled(self, read: Callable[[], Found]) -> tuple[list[Found], str]:
        """List = Label Element { [";" | "," | "."] ["or" | "and" | "and/or"] NextLabel Element }.

        Returns:
            The elements, and the word that joins them: 'or', 'and' or ''.
        """
        found, joined = [], ""
        label = self.take_kind("label")
        if label is None:
            raise self.error("a label such as (a)")
        current, style = label.text, _style(label.text)
        while True:
            following = _next(current, style)
            self.expected_labels.append(following)
            try:
                found.append(read())
            finally:
                self.expected_labels.pop()
            place = self.place
            word = self.separator()
            token = self.peek()
            if token.kind != "label" or token.text != following:
                self.place = place
                return found, joined
            joined = word or joined
            self.place += 1
            current = following

    def separator(self) -> str:
        """Separator = [";" | "," | "." | ":"] ["or" | "and" | "and/or"] ["." | ","]."""
        while self.take(";|,|.|:"):
            pass
        word = self.take_first("and/or", "or", "and")
        while self.take(";|,|.|:"):
            pass
        return "or" if word == "and/or" else word

    def at_next_label(self, ahead: int = 0) -> bool:
        """Say whether the label that an open list waits for comes next."""
        token = self.peek(ahead)
        return token.kind == "label" and token.text in self.expected_labels

    def _skip_parenthesis(self) -> None:
        while not self.done and not self.at(")"):
            self.place += 1
        self.place += 1

    def _dash_before_label(self) -> bool:
        return self.at(DASH) and (
            self.peek(1).kind == "label" or (self.at(DASH, 1) and self.peek(2).kind == "label")
        )

    def clause(self, *stops: str) -> str:
        """Take everything up to the end of this element: a full stop, a semicolon, the next label, or a stop word."""
        start = self.place
        while not self.done and not self.at("; | .") and not self.at(";|."):
            if self.at("("):
                self._skip_parenthesis()
                continue
            if self.at("whether or not provided"):
                self.place += 4
                continue
            if self.at_next_label() or any(self.at(stop) for stop in stops) or self._dash_before_label():
                break
            self.place += 1
        end = self.place = min(self.place, len(self.tokens))
        while end > start and self.tokens[end - 1].text in (",", "or", "and", ":"):
            end -= 1
        return self.words(start, end)


def _style(label: str) -> str:
    if label.isdigit():
        return "digit"
    lower = label.lower()
    case = "lower" if label == lower else "upper"
    return f"{case} roman" if lower in ROMAN and lower[0] == "i" else f"{case} letter"


def _next(label: str, style: str) -> str:
    """Give the label that follows.

    >>> _next("9", "digit"), _next("ii", "lower roman"), _next("B", "upper letter")
    ('10', 'iii', 'C')
    """
    if style == "digit":
        return str(int(label) + 1)
    if style.endswith("roman"):
        at = ROMAN.index(label.lower()) + 1
        text = ROMAN[at] if at < len(ROMAN) else ""
    else:
        text = chr(ord(label.lower()) + 1)
    return text.upper() if style.startswith("upper") else text
