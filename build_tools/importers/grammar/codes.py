"""Lists of codes: "headings 5106 through 5110, 5205 through 5206, subheading 5403.20 or chapter 54".

Shared by the grammars of English texts. A list ends before the first comma or "or" that no code follows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from build_tools.importers.grammar.tokens import Cursor, GrammarError
from py_engine.errors import EngineError
from py_engine.hs import HSCode, HSRange

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["LEVEL", "Nomenclature", "bounds", "code_list", "codes_ahead", "inside", "level_word"]

LEVELS = {
    "chapter": "chapter|chapters",
    "heading": "heading|headings|headingss",
    "subheading": "subheading|subheadings|subheadingss|sub-headings|sub-heading|subheadings's",
    "item": "tariff item|items",
}
LEVEL = "chapter|chapters|heading|headings|headingss|subheading|subheadings|subheadingss|sub-headings|tariff"
THROUGH = "through|though|throught|to"
LENGTHS = {"chapter": 2, "heading": 4, "subheading": 6, "item": 8}
FULL = 10


class Nomenclature(NamedTuple):
    """In which edition the codes of a text are written, and whose national items it names."""

    edition: str
    scheme: str = ""


def level_word(cursor: Cursor) -> str:
    """Level = "chapter(s)" | "heading(s)" | "subheading(s)" | "tariff item(s)".

    Returns:
        The level, or '' if none comes next.
    """
    return next((level for level, words in LEVELS.items() if cursor.take(words)), "")


def codes_ahead(cursor: Cursor, ahead: int = 0) -> bool:
    """Say whether a list of codes comes next: [("any" | "either") "of"] Level Code."""
    if cursor.at("any of", ahead):
        ahead += 2
    if cursor.at("the", ahead):
        ahead += 1
    if cursor.at("tariff item|items", ahead):
        return cursor.peek(ahead + 2).kind == "code"
    if cursor.peek(ahead).kind == "code":
        return not _figure(cursor, ahead)
    return cursor.at(LEVEL, ahead) and cursor.peek(ahead + 1).kind in ("code", "number")


def code_list(cursor: Cursor, nomenclature: Nomenclature) -> tuple[HSRange, ...]:
    """CodeList = ["any of"] Level Range { ("," | "or" | "and" | ", or") [Level] Range } [", inclusive"].

    Raises:
        GrammarError: A code is none, or a range runs backwards.
    """
    cursor.take("any of")
    cursor.take("the")
    found: list[HSRange] = []
    level = level_word(cursor)
    if not level and cursor.peek().kind != "code":
        raise cursor.error("a chapter, heading or subheading")
    while True:
        found.extend(_range(cursor, nomenclature))
        cursor.take(", inclusive")
        cursor.take("inclusive")
        following = _another(cursor, level)
        if following is None:
            return tuple(found)
        level = following


def _another(cursor: Cursor, level: str) -> str | None:
    """Go past what joins two codes, if a code follows, and say of which level it is."""
    ahead = 0
    while cursor.at(",|or|and|and/or", ahead) and ahead < 2:
        ahead += 1
    if not ahead:
        return None
    if cursor.peek(ahead).kind == "code" and not _figure(cursor, ahead):
        cursor.place += ahead
        return level
    if level == "chapter" and cursor.peek(ahead).kind == "number" and not _figure(cursor, ahead):
        cursor.place += ahead
        return level
    if codes_ahead(cursor, ahead):
        cursor.place += ahead
        cursor.take("any of")
        cursor.take("the")
        return level_word(cursor) or level
    return None


def _figure(cursor: Cursor, ahead: int) -> bool:
    """Say whether the digits are a figure, as in 'or 12.50 mm'."""
    return cursor.at("percent|mm|cm|kg|l|w|kw|cc|grams|v|volts", ahead + 1)


def _range(cursor: Cursor, nomenclature: Nomenclature) -> Iterator[HSRange]:
    """Range = Code ["through" Code]; ends of different length make two ranges, as in '5403.42 through 5408'."""
    start = cursor.peek().start
    first = _code(cursor, nomenclature)
    last = first
    ahead = 1 if cursor.at(THROUGH) else 0
    if ahead and (cursor.peek(1).kind in ("code", "number") or codes_ahead(cursor, 1)):
        cursor.place += 1
        level_word(cursor)
        last = _code(cursor, nomenclature)
    if first.full.ljust(FULL, "0") > last.full.ljust(FULL, "9"):
        reading = f"a range that runs forwards, not {first.dotted} through {last.dotted}"
        raise GrammarError(cursor.passage, start, reading, reason="contradiction")
    if len(first.full) == len(last.full):
        yield HSRange(first=first, last=last)
    elif len(first.full) < len(last.full):
        # "4401 through 4402.10": whole headings up to the one before, then a part of the last
        yield from _stepped_up(first, last)
    else:
        yield from _stepped_down(first, last)


def _stepped_down(first: HSCode, last: HSCode) -> Iterator[HSRange]:
    """Split '5403.42 through 5408' into '5403.42-5403.99' and '5404-5408'."""
    digits, width = first.full, len(last.full)
    end = HSCode.parse(
        digits[:width] + "9" * (len(digits) - width), edition=first.edition, scheme=first.scheme
    )
    yield HSRange(first=first, last=end)
    head = digits[:width]
    if head < last.full:
        after = HSCode.parse(str(int(head) + 1).zfill(width), edition=first.edition)
        yield HSRange(first=after, last=last)


def _stepped_up(first: HSCode, last: HSCode) -> Iterator[HSRange]:
    """Split '5404 through 5408.10' into '5404-5407' and '5408.01-5408.10'."""
    digits, width = last.full, len(first.full)
    head = digits[:width]
    if first.full < head:
        before = HSCode.parse(str(int(head) - 1).zfill(width), edition=first.edition)
        yield HSRange(first=first, last=before)
    start = HSCode.parse(
        head + "01".rjust(len(digits) - width, "0"), edition=last.edition, scheme=last.scheme
    )
    yield HSRange(first=start, last=last)


def _code(cursor: Cursor, nomenclature: Nomenclature) -> HSCode:
    token = cursor.take_kind("code") or cursor.take_kind("number")
    if token is None:
        raise cursor.error("a code")
    text = token.text.zfill(2) if token.kind == "number" else token.text
    try:
        return HSCode.parse(text, edition=nomenclature.edition, scheme=nomenclature.scheme)
    except EngineError as error:
        raise GrammarError(cursor.passage, token.start, "a code", reason="lost") from error


def bounds(codes: HSRange) -> tuple[str, str]:
    """Give the first and the last code of a range, as if every code of ten digits existed."""
    return codes.first.full.ljust(FULL, "0"), codes.last.full.ljust(FULL, "9")


def inside(one: HSRange, other: HSRange) -> bool:
    """Say whether every code of a range lies in another one."""
    (first, last), (start, end) = bounds(one), bounds(other)
    return start <= first and last <= end
