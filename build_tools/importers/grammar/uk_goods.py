"""Goods as the agreements of the United Kingdom name them: by code, by description, or as those of the product.

Productions::

    list   := goods { (", " | " and " | " or " | "•") goods }
    goods  := same | phrase [ "of" codes ] | phrase codes phrase | [ head ] codes
    same   := "materials" ("of" | "classified in") "the same" level "as the product" | "that of the product"
    codes  := [ level ] code [ ("to" | "through" | "-") [ level ] code ]
    level  := "chapter" | "heading" | "subheading"
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from py_engine.errors import EngineError
from py_engine.hs import HSRange
from py_engine.origin.rules import Goods

if TYPE_CHECKING:
    from build_tools.importers.grammar.lexicon import Lexicon
    from build_tools.importers.grammar.scanner import Scanner

THIS = r"(?:(?:the )?(?:non-originating )?materials? )?(?:of|from within|in) (?:this|that) (chapter|heading|subheading)"

__all__ = ["Context", "code_list", "codes", "goods", "goods_list"]

LEVEL = r"(?:sub-?headings?|headings?|heatings?|chapters?)(?: no\.?| nos)?"
CODE = r"(?:ex )?(\d{2}\.\d{2}|\d{6}|\d{4}|\d{1,2})(?![\d%.]*\d|%|\w)"
HEAD = (
    r"(?:any |all (?:of )?(?:the )?|other |the |these |each )*(?:non-originating |originating )?"
    r"(?:materials?|products?|goods|those|articles|that)?(?: used)?"
    r"(?: (?:of|from|for|classified (?:within|in)|not classified (?:within|in)|falling (?:within|in)))?"
)
BETWEEN = (
    r"(?:[,;•]? ?(?:and|or|and / or)\b ?(?:the following materials: ?)?(?:•|of|from|for)?"
    r"|[.,;](?! ?However) ?•?|[.,;]? ?• ?(?:and\b)?)"
)
SAME = (
    r"(?:(?:any |all |other |the )*(?:non-originating )?materials? )?(?:of|classified (?:with)?in|in) the same"
    r" (chapter|heading|subheading)(?: as (?:that of )?the (?:final )?product)?"
)


class Context(NamedTuple):
    """What a sentence does not say itself: the goods of its row, the edition, and the words it may use."""

    covers: tuple[HSRange, ...]
    edition: str
    lexicon: Lexicon
    operations: Lexicon
    base: str = "ex_works"
    textile: bool = False
    rest_of: str = ""  # the name of the goods the row is about, if it is about a part of its codes


def codes(s: Scanner, c: Context) -> HSRange | None:
    """Read one code or a range of codes."""
    at = s.at
    level = s.take(LEVEL, "heading")
    found = s.take(CODE, "a code")
    if not found or (not level and len(found.group(1)) < 4):
        s.at = at
        return None
    first = _digits(found.group(1))
    last, after = first, s.at
    if s.take(rf"(?:to|through|-) (?:{LEVEL} )?", "through"):
        other = s.take(CODE, "a code")
        last = _digits(other.group(1)) if other else first
        if not other:
            s.at = after
    try:
        return HSRange.parse(first if first == last else f"{first}-{last}", edition=c.edition)
    except EngineError as error:
        s.at = at
        raise s.error() from error


def _digits(text: str) -> str:
    digits = text.replace(".", "")
    return digits.zfill(2) if len(digits) < 3 else digits


def code_list(s: Scanner, c: Context) -> tuple[HSRange, ...]:
    """Read codes that stand side by side; the word for their level need not be repeated."""
    found: list[HSRange] = []
    while one := codes(s, c):
        found.append(one)
        at = s.at
        if not s.take(BETWEEN, "or"):
            return tuple(found)
        short = s.peek(r"(?:chapters? )?\d{1,2}(?:,| and| or|$)") if len(one.first.digits) == 2 else None
        if short and not s.peek("chapter"):
            found.append(HSRange.parse(_digits(s.need(CODE).group(1)), edition=c.edition))
            at = s.at
            if not s.take(BETWEEN):
                return tuple(found)
        if not s.peek(rf"(?:{LEVEL} )?{CODE}"):
            s.at = at
            return tuple(found)
    return tuple(found)


def goods(s: Scanner, c: Context) -> tuple[Goods, ...]:
    """Read one kind of goods; nothing if none follows."""
    at = s.at
    if same := s.take(SAME, "materials of the same heading") or s.take(THIS):
        return (Goods(same=same.group(1).lower()),)
    if slotted := _slotted(s, c):
        return slotted
    found = c.lexicon.match(s.text, s.at)
    if found is None and s.take(r"(?:the|any|all|other) (?:non-originating )?|non-originating "):
        if slotted := _slotted(s, c):
            return slotted
        found = c.lexicon.match(s.text, s.at)
        if found is None:
            s.at = at
    if found:
        entry, s.at = found
        after = s.at
        if same := s.take(SAME) or s.take(THIS):
            return (entry.goods(c.edition)._replace(same=same.group(1).lower()),)
        s.take(r"used\b")
        if s.take(r"of|from|classified in|in") and s.peek(rf"{LEVEL} (?:ex )?\d|\d{{4}}"):
            ranges = code_list(s, c) if entry.wide else tuple(filter(None, (codes(s, c),)))
            if (
                ranges and entry.of
            ):  # the phrase and the codes say the same; the codes in the text are the law
                return tuple(Goods(of=(one,)) for one in ranges)
            if ranges:
                return (entry.goods(c.edition, ranges),)
        s.at = after
        return (entry.goods(c.edition),)
    s.take(HEAD)
    ranges = code_list(s, c)
    if not ranges:
        s.at = at
        s.remember("goods")
    return tuple(Goods(of=(one,)) for one in ranges)


def _slotted(s: Scanner, c: Context) -> tuple[Goods, ...]:
    """Read goods whose description stands around their code: 'preparations of 1901.90 containing milk'."""
    at = s.at
    for before, after, entry in c.lexicon.slotted:
        found = before.match(s.text, at)
        if not found:
            continue
        s.at = found.end()
        ranges = code_list(s, c) if s.take("of|from") else ()
        rest = after.match(s.text, s.at) if ranges else None
        if rest:
            s.at = rest.end()
            return (entry.goods(c.edition, ranges),)
    s.at = at
    return ()


def goods_list(s: Scanner, c: Context) -> tuple[Goods, ...]:
    """Read goods that stand side by side, as far as they go."""
    s.take(r":? ?•")
    found = list(goods(s, c))
    while found:
        at = s.at
        if not s.take(BETWEEN, "or"):
            break
        more = goods(s, c)
        if not more:
            s.at = at
            break
        found.extend(one for one in more if one not in found)
    return tuple(found)


def spaced(text: str) -> str:
    """Put single spaces where the source has any."""
    return re.sub(r"\s+", " ", text).strip()
