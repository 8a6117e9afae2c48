"""The printed page of a General Note of the Harmonized Tariff Schedule of the United States.

Running heads stand inside rules, rules run over page ends, and the numbering carries on through both. This module
takes the heads off, checks that pages and chapters follow one another, and gives the numbered rules of each chapter
as passages that know their lines. It understands no word of a rule.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import NamedTuple

from build_tools.importers.errors import SourceFault
from build_tools.importers.grammar.tokens import Passage, without

__all__ = ["Block", "Note", "read_note"]

PAGE = "\f"
HEAD = re.compile(r"^\s*Harmonized Tariff Schedule of the United States Revision (\d+) \((\d{4})\)\s*$")
UNDER_HEAD = re.compile(r"^\s*Annotated for Statistical Reporting Purposes\s*$")
PAGE_NUMBER = re.compile(r"^\s*GN p\.(\d+)\s*$")
FIRST = re.compile(r"^\s{0,12}(\d+)\.?\s+United States-|^\s{0,12}(\d+)\.?\s+Dominican Republic-")
RULES_BEGIN = re.compile(
    r"^\s*\(([no])\)\s+(?:Change in tariff classification rules|Product-specific rules)\b"
)
RULES_END = re.compile(r"^\s{0,8}\([p-r]\)\s+[A-Z]")
CHAPTER = re.compile(r"^\s*Chapter\s+(\d+)\s*[.,]?\s*(?:\[.*\]|(A change.*))?\s*$")
RULE_TEXT = re.compile(
    r"^\s*((?:Chapter|Heading|Subheading|Section) [Rr]ule(?: \d+)?|Note(?: \d+)?)\s*[:.]\s*(.*)$"
)
FOOTNOTE = re.compile(r"^\s*\d/\s")
FOOTNOTE_MARK = re.compile(r"\s+\d/(?=\s|$)")
COMPILERS_NOTE = re.compile(r"\s*\[Compiler.s note:[^\]]*\]\s*")
ITEM = re.compile(
    r"^\s*\.?(\d{1,3}[A-Z]{0,2})(?:[.,]\s+|\s{2,}|\.(?=A change|\(A\))|(?<=[A-Z])\s(?=A change))"
    r"(?=[A-Z(\[])(.*)$|^\s*(\d{1,3}[A-Z]{0,2})\.\s*$"
)
DELETED = re.compile(r"^\s*(?:\d+[A-Z]{0,2}\.\s*)?\[[^\]]*\b[Dd]eleted\b(?:[^\[\]]|\[s\])*(\]?)\.?\s*$")
FUSED = (
    ("A", "change"), ("a", "regional"), ("and", "strip"), ("any", "other"), ("assembled", "in"), ("both", "cut"),
    ("both", "sewn"), ("except", "from"), ("fittings", "of"), ("from", "any"), ("from", "tin"), ("good", "is"),
    ("including", "another"), ("ion", "implanters"), ("is", "originating"), ("net", "cost"), ("not", "less"),
    ("of", "heading"), ("of", "headings"), ("of", "not"), ("of", "subheading"), ("or", "alloying"), ("or", "flakes"),
    ("or", "heading"), ("other", "chapter"), ("other", "heading"), ("other", "subheading"), ("outside", "that"),
    ("pipe", "fittings"), ("subheading", "outside"), ("that", "group"), ("that", "the"), ("the", "net"),
    ("the", "requirements"), ("there", "is"), ("to", "subheading"), ("to", "subheadings"), ("tube", "or"),
    ("tubeor", "pipe"), ("vacuum", "flasks"),
)  # fmt: skip
GLUED = re.compile(
    r"(?<=[a-z])(?=\d{4})|(?<=\d)(?=(?:through|or|and|from|of)\b)|(?<=,)(?=[a-z])|"
    + "|".join(rf"(?<=\b{first})(?={second}\b)" for first, second in FUSED)
)
"""Places where the print has lost the space between two words; the list is short because each was seen."""
HALF_LABEL = re.compile(r"(?:(?<=\bor )|(?<=, )|^ *)([A-Z]|\d)\)(?= )")
BRACKETED_LABEL = re.compile(r"\[(\(\d\))\]")
LOST_LABEL = re.compile(r",?\s*\([A-Z]\) Whether or not(?= there is also)")
CURLY_QUOTES = str.maketrans("", "", "\u201c\u201d")
CHAPTERS = tuple(number for number in range(1, 98) if number != 77)
HEAD_LINES = 8  # the running head of a page is among its first lines


class Block(NamedTuple):
    """One numbered rule of a chapter, or one of its chapter, heading and subheading rules.

    ``label`` is the number as printed ('12', '4A'), or the words before the colon ('Chapter rule 1').
    """

    chapter: str
    kind: str  # 'item' or 'rule'
    label: str
    passage: Passage


class Note(NamedTuple):
    """The product-specific rules of one General Note."""

    document: str
    number: str
    edition: str
    subdivision: str
    pages: tuple[int, ...]  # the line with which each page begins
    blocks: tuple[Block, ...]

    def page(self, line: int) -> str:
        """Give the number of the page on which a line is printed."""
        return str(bisect_right(self.pages, line))


class _Line(NamedTuple):
    number: int
    text: str


def read_note(document: str, text: str, *, accepted: frozenset[int] = frozenset()) -> Note:
    """Take a General Note apart.

    Args:
        document: The name of the file, for errors and citations.
        text: What the file says.
        accepted: Lines at which a leap in the numbering is known and explained.

    Raises:
        SourceFault: The layout is not the one this module knows.
    """
    lines, edition, pages = _without_heads(document, text)
    begin = next((index for index, line in enumerate(lines) if RULES_BEGIN.match(line.text)), None)
    if begin is None:
        raise SourceFault(document, 1, "the subdivision with the rules was not found")
    number = next(
        (match.group(1) or match.group(2) for line in lines if (match := FIRST.match(line.text))), ""
    )
    if not number:
        raise SourceFault(document, 1, "the number of the general note was not found")
    match = RULES_BEGIN.match(lines[begin].text)
    subdivision = match.group(1) if match else ""
    blocks = tuple(_blocks(document, lines[begin + 1 :], accepted))
    return Note(document, number, edition, subdivision, pages, blocks)


def _without_heads(document: str, text: str) -> tuple[list[_Line], str, tuple[int, ...]]:
    """Take off the running heads; every page has one, of the same edition, and its number is one more."""
    kept: list[_Line] = []
    edition, number = "", 0
    pages: list[int] = []
    for count, page in enumerate(text.rstrip(PAGE + "\n").split(PAGE), 1):
        head = page.split("\n")[:HEAD_LINES]
        found = next((match for line in head if (match := HEAD.match(line))), None)
        if found is None:
            raise SourceFault(document, number + 1, f"page {count} has no running head")
        revision = f"{found.group(2)} revision {found.group(1)}"
        if edition and revision != edition:
            raise SourceFault(document, number + 1, "two editions in one document", (edition, revision))
        edition = revision
        printed = next((match.group(1) for line in head if (match := PAGE_NUMBER.match(line))), "")
        if printed != str(count):
            raise SourceFault(document, number + 1, "pages do not follow one another", (str(count), printed))
        pages.append(number + 1)
        heads, named = 3, 1
        for index, line in enumerate(page.split("\n")):
            number += 1
            if index < HEAD_LINES and heads and line.strip():
                if HEAD.match(line) or UNDER_HEAD.match(line) or PAGE_NUMBER.match(line):
                    heads -= 1
                    continue
            elif index < HEAD_LINES and named and line.strip():
                named = 0  # the economy's name below the head
                continue
            kept.append(_Line(number, _clean(line)))
        number -= 1  # the page mark stands in the middle of a line
    return kept, edition, tuple(pages)


def _clean(line: str) -> str:
    """Put back the spaces and brackets that the print has lost, or has too many of.

    >>> _clean("[(1)] ofheading 4001; or 2) 50 percent")
    '(1) of heading 4001; or (2) 50 percent'
    """
    text = GLUED.sub(" ", line.translate(CURLY_QUOTES))
    return HALF_LABEL.sub(r"(\1)", BRACKETED_LABEL.sub(r"\1", text))


class _Reader:
    """Reads the lines of a chapter after another into blocks."""

    def __init__(self, document: str, accepted: frozenset[int]) -> None:
        self.document = document
        self.accepted = accepted
        self.blocks: list[Block] = []
        self.expected = 0
        self._chapter = ""
        self._kind, self._label, self._at = "", "", 0
        self._held: list[tuple[int, str]] = []
        self._deleted: set[int] = set()
        self._inside_deletion = self._inside_footnote = False

    @property
    def in_last_chapter(self) -> bool:
        return self.expected == len(CHAPTERS)

    def read(self, line: _Line) -> None:
        """Take one printed line."""
        if self._inside_deletion:
            self._inside_deletion = "]" not in line.text
        elif self._inside_footnote or FOOTNOTE.match(line.text):
            self._inside_footnote = True
        elif head := CHAPTER.match(line.text):
            self._open_chapter(line, head)
        elif deleted := DELETED.match(line.text):
            self.close()
            self._deleted |= _numbers(line.text)
            self._inside_deletion = not deleted.group(1)
        elif rule := RULE_TEXT.match(line.text):
            self._open("rule", rule.group(1), line.number, rule.group(2))
        elif (item := ITEM.match(line.text)) and not self._ends_a_sentence(item):
            self._open_item(line, item.group(1) or item.group(3), item.group(2) or "")
        elif self._kind == "rule" and line.text.lstrip().startswith("A change to "):
            self._open("item", "", line.number, line.text)
        else:
            self._held.append((line.number, line.text))

    def _ends_a_sentence(self, item: re.Match[str]) -> bool:
        """Say whether a number alone on its line is the last word of '… chapter rule 1 for chapter 62.'."""
        return bool(item.group(3) and self._held and self._held[-1][1].rstrip().endswith(("chapter", "rule")))

    def end_of_paragraph(self) -> None:
        """Go on after an empty line."""
        self._inside_footnote = False

    def close(self) -> None:
        """End the block that is open."""
        if self._held:
            held = [(number, FOOTNOTE_MARK.sub("", text)) for number, text in self._held]
            passage = without(COMPILERS_NOTE, Passage.of(self.document, held))
            for printed in LOST_LABEL.findall(passage.text):
                passage = passage.corrected(printed, ", whether or not")
            self.blocks.append(Block(self._chapter, self._kind, self._label, passage))
            self._held.clear()

    def _open(self, kind: str, label: str, number: int, text: str) -> None:
        self.close()
        self._kind, self._label = kind, label
        if text.strip():
            self._held.append((number, text))

    def _open_chapter(self, line: _Line, head: re.Match[str]) -> None:
        wanted = str(CHAPTERS[self.expected]) if self.expected < len(CHAPTERS) else "the end"
        if head.group(1) != wanted:
            readings = (wanted, head.group(1))
            raise SourceFault(self.document, line.number, "chapters do not follow one another", readings)
        self._open("item", "", line.number, head.group(2) or "")
        self._chapter, self._at, self._deleted = head.group(1).zfill(2), 0, set()
        self.expected += 1

    def _open_item(self, line: _Line, label: str, text: str) -> None:
        """Begin the next rule. A number that goes back belongs to the sentence, one that leaps must be explained."""
        figure = int(label.rstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
        missing = set(range(self._at + 1, figure)) - self._deleted
        if missing and line.number not in self.accepted:
            readings = (
                f"rule {label} of the chapter, and rules before it are missing",
                "a figure of the sentence",
            )
            what = f"rule {label} follows rule {self._at} in chapter {self._chapter}"
            raise SourceFault(self.document, line.number, what, readings)
        if figure < self._at:
            self._held.append((line.number, line.text))
            return
        self._open("item", label, line.number, text)
        self._at = figure


def _numbers(text: str) -> set[int]:
    """Give the numbers of the rules that a note in brackets says are deleted.

    >>> sorted(_numbers("[Rules 4 through 6 and 9-10 deleted.]"))
    [4, 5, 6, 9, 10]
    """
    found: set[int] = set()
    for match in re.finditer(r"(\d+)[A-Z]*(?:\s*(?:through|-)\s*(\d+))?", text):
        first = int(match.group(1))
        found |= set(range(first, int(match.group(2) or first) + 1))
    return found


def _blocks(document: str, lines: list[_Line], accepted: frozenset[int]) -> list[Block]:
    reader = _Reader(document, accepted)
    for line in lines:
        if reader.in_last_chapter and RULES_END.match(line.text):
            break
        if line.text.strip():
            reader.read(line)
        else:
            reader.end_of_paragraph()
    reader.close()
    if not reader.in_last_chapter:
        missing = f"chapter {CHAPTERS[reader.expected]} was not found"
        raise SourceFault(document, lines[-1].number, missing)
    return reader.blocks
