"""Words, codes, figures and marks of a legal text, each with its place in the document.

The grammars read tokens through a `Cursor`: it moves forward, can go back to where it was, and remembers the
furthest place at which something else was expected. That place is the useful one in an error message.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Cursor", "GrammarError", "Passage", "Token", "tokenise", "without"]

APOSTROPHE = "\u2019"
SHOWN = 70  # characters of the source around a caret
PATTERN = re.compile(
    r"""
      (?P<label> \( (?: [A-Za-z] | [ivxIVX]{2,6} | \d{1,2} ) \) )
    | (?P<code> \d{4}\.\d{2}(?:\.\d{2}){0,2}(?![\d.]*\d) | (?<![\d.])\d{2}\.\d{2}(?![\d.]*\d) | \b\d{4}\b(?!,\d{3}\b) )
    | (?P<number> \d+(?:,\d{3})*(?:\.\d+)? )
    | (?P<word> [^\W\d_]+ (?: ['\u2019/-] [^\W_]+ )* ['\u2019]? )
    | (?P<mark> [^\s\w] )
    """,
    re.VERBOSE,
)


class Token(NamedTuple):
    """One word, code, number, label such as '(a)', or mark. Words are in small letters; ``start`` counts characters."""

    kind: str
    text: str
    start: int
    end: int


class Passage(NamedTuple):
    """A stretch of a document as one line of text, which remembers on which lines it was printed."""

    document: str
    text: str
    lines: tuple[
        tuple[int, int], ...
    ]  # (character at which a printed line begins, its number in the document)

    @classmethod
    def of(cls, document: str, lines: Iterable[tuple[int, str]]) -> Passage:
        """Join printed lines; a word divided at the end of a line keeps its hyphen and loses the break.

        >>> Passage.of("gn99", [(7, "A change to man-"), (8, "made fibers")]).text
        'A change to man-made fibers'
        """
        text, starts = "", []
        for number, line in lines:
            stripped = " ".join(line.split())
            if text and not (text.endswith("-") and not text.endswith(" -") and stripped[:1].islower()):
                text += " "
            starts.append((len(text), number))
            text += stripped
        return cls(document, text, tuple(starts))

    def line(self, at: int) -> int:
        """Give the number of the printed line on which a character stands."""
        index = bisect_right(self.lines, (at, 1 << 60)) - 1
        return self.lines[max(index, 0)][1]

    @property
    def span(self) -> str:
        """Give the lines of the passage: '1204-1377'."""
        first, last = self.lines[0][1], self.lines[-1][1]
        return str(first) if first == last else f"{first}-{last}"

    def corrected(self, printed: str, read: str) -> Passage:
        """Read a misprint as what was meant; the words after it keep their lines.

        Raises:
            ValueError: The misprint is not there, or is there twice.
        """
        if self.text.count(printed) != 1:
            raise ValueError(printed)
        at, change = self.text.index(printed), len(read) - len(printed)
        lines = tuple(
            (start if start <= at else max(start + change, at + 1), number) for start, number in self.lines
        )
        return Passage(self.document, self.text.replace(printed, read), lines)

    def part(self, start: int, end: int | None = None) -> Passage:
        """Cut a stretch out, with its lines."""
        stop = len(self.text) if end is None else end
        kept = [(max(at - start, 0), number) for at, number in self.lines if at < stop]
        before = [entry for entry in kept if entry[0] == 0][-1:]
        return Passage(
            self.document, self.text[start:stop], tuple(before + [entry for entry in kept if entry[0] > 0])
        )


def without(pattern: re.Pattern[str], passage: Passage) -> Passage:
    """Take what is not part of the text out of a passage; the lines stay with the words around it."""
    while match := pattern.search(passage.text):
        start, end = match.span()
        gap = end - start - 1
        moved = {
            min(at, start + 1) if at < end else at - gap: number for at, number in reversed(passage.lines)
        }
        text = f"{passage.text[:start]} {passage.text[end:]}"
        passage = Passage(passage.document, text, tuple(sorted(moved.items())))
    return passage


class GrammarError(ValueError):
    """The text is not one the grammar knows. The message points at the place with a caret."""

    def __init__(self, passage: Passage, at: int, expected: str, *, reason: str = "grammar") -> None:
        """Remember the place and what was expected there.

        Args:
            passage: The text that was read.
            at: The character at which reading stopped.
            expected: What could have stood there.
            reason: A word of the vocabulary of reasons for leaving wording unread.
        """
        self.passage, self.at, self.expected, self.reason = passage, at, expected, reason
        super().__init__(self.shown())

    @property
    def line(self) -> int:
        """The line of the document."""
        return self.passage.line(self.at)

    def shown(self) -> str:
        r"""Show the words around the place, with a caret below it.

        >>> print(GrammarError(Passage("gn99", "A change to tables", ((0, 12),)), 12, "a code").shown())
        gn99, line 12: expected a code
          A change to tables
                      ^
        """
        start = max(0, self.at - SHOWN)
        shown = self.passage.text[start : self.at + SHOWN]
        where = f"{self.passage.document}, line {self.line}: expected {self.expected}"
        return f"{where}\n  {shown}\n  {' ' * (self.at - start)}^"


def tokenise(passage: Passage) -> tuple[Token, ...]:
    """Cut a passage into tokens.

    >>> [token.kind for token in tokenise(Passage("x", "(a) heading 0901, or 5 percent", ((0, 1),)))]
    ['label', 'word', 'code', 'mark', 'word', 'number', 'word']
    """
    found = []
    for match in PATTERN.finditer(passage.text):
        kind = match.lastgroup or "mark"
        text = match.group()
        if kind == "word":
            text = text.lower().replace(APOSTROPHE, "'")
        elif kind == "label":
            text = text[1:-1]
        found.append(Token(kind, text, match.start(), match.end()))
    return tuple(found)


class Cursor:
    """A place in a row of tokens, and what was expected at the furthest place reached."""

    def __init__(self, passage: Passage) -> None:
        """Stand before the first token of the passage."""
        self.passage = passage
        self.tokens = tokenise(passage)
        self.place = 0
        self._furthest = 0
        self._expected: list[str] = []

    @property
    def done(self) -> bool:
        """Say whether everything has been read."""
        return self.place >= len(self.tokens)

    def peek(self, ahead: int = 0) -> Token:
        """Look at a token without moving; after the last one stands an empty one."""
        index = self.place + ahead
        if index < len(self.tokens):
            return self.tokens[index]
        end = len(self.passage.text)
        return Token("end", "", end, end)

    def at(self, phrase: str, ahead: int = 0) -> bool:
        """Say whether the words of a phrase come next; a choice is written 'heading|headings', '?' marks one to skip.

        >>> Cursor(Passage("x", "any other heading", ((0, 1),))).at("any other heading|headings")
        True
        """
        return self._match(phrase, self.place + ahead) is not None

    def take(self, phrase: str) -> bool:
        """Move past the words of a phrase, if they come next."""
        end = self._match(phrase, self.place)
        if end is None:
            self.wanted(phrase)
            return False
        self.place = end
        return True

    def take_first(self, *phrases: str) -> str:
        """Move past the first of several phrases that comes next, and say which; '' if none does."""
        return next((phrase for phrase in phrases if self.take(phrase)), "")

    def need(self, *phrases: str) -> str:
        """Move past one of the phrases.

        Raises:
            GrammarError: None of them comes next.
        """
        found = self.take_first(*phrases)
        if not found:
            raise self.error()
        return found

    def take_kind(self, kind: str) -> Token | None:
        """Move past a token of a kind, if one comes next."""
        token = self.peek()
        if token.kind != kind:
            self.wanted(f"a {kind}")
            return None
        self.place += 1
        return token

    def wanted(self, what: str) -> None:
        """Remember what would have been read here."""
        if self.place > self._furthest:
            self._furthest, self._expected = self.place, []
        if self.place == self._furthest and what not in self._expected:
            self._expected.append(what)

    def error(self, expected: str = "", *, reason: str = "grammar") -> GrammarError:
        """Make the error for this place, or for the furthest place reached if nothing particular was expected."""
        place = self.place if expected else max(self._furthest, self.place)
        token = self.tokens[place] if place < len(self.tokens) else None
        at = token.start if token else len(self.passage.text)
        return GrammarError(self.passage, at, expected or " or ".join(self._expected[:6]), reason=reason)

    def words(self, start: int, end: int) -> str:
        """Give the text of some tokens as it was printed, for a person or for a list of names."""
        if start >= end:
            return ""
        return self.passage.text[self.tokens[start].start : self.tokens[end - 1].end]

    def _match(self, phrase: str, place: int) -> int | None:
        for wish in phrase.split():
            optional = wish.endswith("?")
            token = self.tokens[place] if place < len(self.tokens) else None
            if token and token.kind in ("word", "mark") and token.text in wish.rstrip("?").split("|"):
                place += 1
            elif not optional:
                return None
        return place
