"""Codes of the Harmonized System, the goods nomenclature nearly every customs office uses.

A code means something only together with its edition: the system is revised about every five years. Whether a
well-formed code exists in an edition is a question for data, not for this module.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from py_engine.errors import Refusals, shown

if TYPE_CHECKING:
    from py_engine.reading import Reader

__all__ = ["EDITION", "EDITIONS", "HSCode", "HSRange", "read"]

EDITIONS = ("1988", "1996", "2002", "2007", "2012", "2017", "2022", "2028")
EDITION = "2022"
LEVELS = {2: "chapter", 4: "heading", 6: "subheading"}
ITEM = "item"
LONGEST = 10  # no national nomenclature is longer
LAST_CHAPTER = 97  # 98 and 99 are left to each economy
RESERVED_CHAPTER = 77
EXAMPLE = "0901.21"
EXAMPLE_RANGE = "0901-0905"
EN_DASH = "\u2013"  # printed nomenclatures write ranges with it


@dataclass(frozen=True, slots=True, kw_only=True)
class HSCode:
    """A chapter, heading or subheading of one edition of the Harmonized System.

    >>> code = HSCode.parse("09.01.21")
    >>> code.digits, code.dotted, code.level, code.heading
    ('090121', '0901.21', 'subheading', '0901')
    >>> HSCode.parse("09").contains(code)
    True
    """

    digits: str
    edition: str = EDITION
    national: str = ""  # the two or four digits an economy adds after the sixth
    scheme: str = ""  # whose nomenclature those digits are from, such as 'hts-us'

    @classmethod
    def parse(cls, text: str, *, edition: str = EDITION, path: str = "code", scheme: str = "") -> HSCode:
        """Read a code in any usual form: '0901.21', '090121', '09.01.21', '0901 21'.

        With a scheme, the eight or ten digits of that national nomenclature are understood as well.

        >>> item = HSCode.parse("2106.90.48", scheme="hts-us")
        >>> item.digits, item.national, item.dotted, item.level
        ('210690', '48', '2106.90.48', 'item')

        Raises:
            EngineError: The text is no such code, or no edition is called so.
        """
        refusals = Refusals()
        _check_edition(edition, path, refusals)
        code = _code(text, edition, path, refusals, scheme)
        refusals.raise_if_any()
        return code

    @property
    def full(self) -> str:
        """Give all the digits, the national ones included."""
        return self.digits + self.national

    @property
    def level(self) -> str:
        """Name the level: chapter (2 digits), heading (4), subheading (6) or national item (8 and more)."""
        return ITEM if self.national else LEVELS[len(self.digits)]

    @property
    def chapter(self) -> str:
        """Give the chapter the code stands in."""
        return self.digits[:2]

    @property
    def heading(self) -> str | None:
        """Give the heading the code stands in; a chapter stands in none."""
        return self.digits[:4] if len(self.digits) >= 4 else None

    @property
    def subheading(self) -> str | None:
        """Give the subheading, if the code is one."""
        return self.digits if len(self.digits) == 6 else None

    @property
    def dotted(self) -> str:
        """Write the code as the nomenclature prints it: '09', '09.01', '0901.21'."""
        if len(self.digits) == 4:
            return f"{self.digits[:2]}.{self.digits[2:]}"
        if len(self.digits) == 2:
            return self.digits
        return ".".join(
            filter(None, (self.digits[:4], self.digits[4:], self.national[:2], self.national[2:]))
        )

    def contains(self, other: HSCode) -> bool:
        """Say whether the other code is this one or lies beneath it.

        Raises:
            EngineError: The two codes are of different editions and cannot be compared.
        """
        _same_edition(self.edition, other)
        return other.full.startswith(self.full) and (not self.national or self.scheme == other.scheme)


@dataclass(frozen=True, slots=True, kw_only=True)
class HSRange:
    """All codes from the first to the last, both included, with everything beneath them.

    >>> drinks = HSRange.parse("0901-0903")
    >>> drinks.contains(HSCode.parse("0902.10")), drinks.contains(HSCode.parse("09")), drinks.text
    (True, False, '09.01-09.03')
    """

    first: HSCode
    last: HSCode

    @classmethod
    def parse(cls, text: str, *, edition: str = EDITION, path: str = "range", scheme: str = "") -> HSRange:
        """Read 'first-last', or one code alone, which is a range of its own.

        >>> HSRange.parse("2106.90.48-2106.90.52", scheme="hts-us").text
        '2106.90.48-2106.90.52'

        Raises:
            EngineError: One of the codes is none, the two are not of the same level, or the last comes first.
        """
        refusals = Refusals()
        before, dash, after = text.replace(EN_DASH, "-").partition("-")
        _check_edition(edition, path, refusals)
        first = _code(before, edition, path, refusals, scheme)
        last = _code(after, edition, path, refusals, scheme) if dash else first
        refusals.raise_if_any()
        if len(first.full) != len(last.full) or first.full > last.full:
            refusals.add(path, "engine.hs.range", value=shown(text), example=EXAMPLE_RANGE)
        refusals.raise_if_any()
        return cls(first=first, last=last)

    @property
    def text(self) -> str:
        """Write the range in one form."""
        return self.first.dotted if self.first == self.last else f"{self.first.dotted}-{self.last.dotted}"

    def contains(self, code: HSCode) -> bool:
        """Say whether everything under the code lies inside the range.

        Raises:
            EngineError: The code is of another edition.
        """
        _same_edition(self.first.edition, code)
        digits = code.full if code.scheme == self.first.scheme else code.digits
        first, last = self.first.full.ljust(LONGEST, "0"), self.last.full.ljust(LONGEST, "9")
        return first <= digits.ljust(LONGEST, "0") and digits.ljust(LONGEST, "9") <= last


def _check_edition(edition: str, path: str, refusals: Refusals) -> None:
    if edition not in EDITIONS:
        editions = ", ".join(EDITIONS)
        refusals.add(path, "engine.hs.edition", value=shown(edition), expected=editions, example=EDITION)


def _code(text: str, edition: str, path: str, refusals: Refusals, scheme: str = "") -> HSCode:
    digits, national = _digits(text.strip()), ""
    if scheme and len(digits) in (8, LONGEST):
        digits, national = digits[:6], digits[6:]
    count = len(digits)
    if not digits:
        refusals.add(path, "engine.hs.not_a_code", value=shown(text), example=EXAMPLE)
    elif count > 6:
        refusals.add(
            path,
            "engine.hs.too_long",
            value=shown(text),
            count=str(count),
            example=HSCode(digits=digits[:6]).dotted,
        )
    elif count not in LEVELS:
        refusals.add(path, "engine.hs.digits", value=shown(text), count=str(count), example=EXAMPLE)
    elif _split_inside_a_pair(text):
        refusals.add(path, "engine.hs.not_a_code", value=shown(text), example=HSCode(digits=digits).dotted)
    elif not 1 <= int(digits[:2]) <= LAST_CHAPTER or int(digits[:2]) == RESERVED_CHAPTER:
        refusals.add(path, "engine.hs.chapter", value=shown(text), chapter=digits[:2], example=EXAMPLE)
    elif digits[2:4] == "00":
        refusals.add(path, "engine.hs.heading", value=shown(text), example=EXAMPLE)
    return HSCode(digits=digits, edition=edition, national=national, scheme=scheme if national else "")


def _digits(text: str) -> str:
    """Take the points and spaces out; nothing else may stand between digits.

    >>> _digits("09.01.21"), _digits("0901 21"), _digits("0901..21"), _digits("HS 0901"), _digits("")
    ('090121', '090121', '', '', '')
    """
    parts = text.replace(" ", ".").split(".")
    digits = "".join(parts)
    return digits if all(parts) and digits.isascii() and digits.isdigit() else ""


def _split_inside_a_pair(text: str) -> bool:
    """Say whether a point stands where no level ends, which betrays a slip of the hand.

    >>> _split_inside_a_pair("090.121"), _split_inside_a_pair("09.01.21"), _split_inside_a_pair("090121")
    (True, False, False)
    """
    return any(len(part) % 2 for part in text.strip().replace(" ", ".").split("."))


def _same_edition(edition: str, code: HSCode) -> None:
    if code.edition != edition:
        refusals = Refusals()
        refusals.add("edition", "engine.hs.editions_differ", value=code.edition, expected=edition)
        refusals.raise_if_any()


def read(request: Reader) -> dict[str, Any]:
    """Answer the call `hs.read`: what a code says by its digits alone.

    Raises:
        EngineError: The request is not understood, or the code is none.
    """
    for _ in request.fields(example='{"code":"0901.21"}', only=("code", "edition")):
        pass
    text = request.at("code").text(example=EXAMPLE)
    edition = request.at("edition").text_or_none(example=EDITION) or EDITION
    request.refusals.raise_if_any()
    _check_edition(edition, "edition", request.refusals)
    code = _code(text, edition, "code", request.refusals)
    request.refusals.raise_if_any()
    return {
        "kind": "hs.code",
        "code": code.digits,
        "dotted": code.dotted,
        "level": code.level,
        "chapter": code.chapter,
        "heading": code.heading,
        "subheading": code.subheading,
        "edition": code.edition,
    }
