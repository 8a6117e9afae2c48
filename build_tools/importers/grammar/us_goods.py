"""Goods in the General Notes: what a rule is for, and what its materials may be.

Goods are codes, codes with a description ("wet blues of subheading 4105.10"), or all but those described so far
("any other good of heading 4107"). A description has to be known by name; an unknown one is an error with the reason
`goods`, never a guess.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from build_tools.importers.grammar.codes import code_list, codes_ahead
from build_tools.importers.grammar.tokens import GrammarError
from build_tools.importers.grammar.us_reading import Reading, key_of
from py_engine.origin.rules import Goods

if TYPE_CHECKING:
    from py_engine.hs import HSRange

__all__ = [
    "LONGEST",
    "OTHER",
    "Target",
    "UnknownGoodsError",
    "goods",
    "name",
    "of_codes",
    "processed_goods",
    "target",
]

OTHER = (
    "any other tariff item|items",
    "all other tariff item|items",
    "any other good|goods|product|products|articles",
    "all other good|goods|products|articles",
    "other goods|good",
    "any all other goods|good",
)
ANY = ("any good|goods|product", "a good|product", "goods|good", "the goods|good", "all goods")
ENDS = "from|except|provided|whether"
INSIDE = ("described", "vehicles")  # "garments described in heading 6102", "for vehicles of heading 8703"
LONGEST = 60  # words of a description
QUALIFIES = (
    "with|that|having|containing|of|put|for|which|measuring|not|other|whether|in|to|incorporating|suitable|used|"
    "described|weighing|valued|imported|made|exceeding|designed|presented|consisting|intended|the|than|as|on|under"
)


class Target(NamedTuple):
    """What a sentence is for. ``other`` are the goods of these codes that no sentence beside it describes.

    Without codes, the goods are within those of the sentence before.
    """

    codes: tuple[HSRange, ...] = ()
    named: str = ""
    other: bool = False


def target(reading: Reading) -> Target:
    """Target = Other ["of" CodeList] | [Any "of"] CodeList [Qualifier] | Description ["of" CodeList]."""
    for phrase in OTHER:
        if reading.take(phrase):
            codes = of_codes(reading) or (
                code_list(reading, reading.nomenclature) if codes_ahead(reading) else ()
            )
            words = reading.clause("from", ":", "is required", "provided", ", provided", ", from")
            if words:
                return Target(codes, name(reading, words))
            return Target(codes, other=True)
    reading.take("a") if reading.at("a tariff items") else None
    start = reading.place
    for phrase in (*ANY, ""):
        if phrase and not reading.take(phrase):
            continue
        if (phrase and reading.at("of") and codes_ahead(reading, 1)) or (not phrase and codes_ahead(reading)):
            codes = of_codes(reading) if phrase else code_list(reading, reading.nomenclature)
            words = _until(reading)
            return Target(codes, name(reading, words) if words else "")
        reading.place = start
    return _described(reading)


def _described(reading: Reading) -> Target:
    start = reading.place
    before = _words_before_codes(reading)
    if before is None:
        words = _until(reading)
        if not words:
            reading.wanted("goods")
            raise reading.error()
        return Target((), name(reading, words, start))
    codes = of_codes(reading)
    after = _until(reading)
    return Target(codes, name(reading, f"{before} {after}".strip(), start))


def _until(reading: Reading) -> str:
    """Take the words that qualify goods, up to the sentence's own "from"."""
    return reading.clause(
        "from",
        ", from",
        ": from",
        ":",
        "is required",
        ", provided",
        "provided",
        ", no change",
        "no change",
        ", except",
        "except",
        ", whether or not there",
        "whether or not there",
        "or to",
        ", or to",
    )


def of_codes(reading: Reading) -> tuple[HSRange, ...]:
    """OfCodes = ("of" | "in" | "within" | "classified in") CodeList, or nothing."""
    if reading.at("of|in|within|under") and codes_ahead(reading, 1):
        reading.place += 1
        return code_list(reading, reading.nomenclature)
    for phrase in ("classified in|under", "described in", "provided for in", "classifiable in|under"):
        start = reading.place
        if reading.take(phrase):
            if codes_ahead(reading):
                return code_list(reading, reading.nomenclature)
            reading.place = start
    return ()


def _words_before_codes(reading: Reading) -> str | None:
    """Take a description up to its "of heading …"; ``None`` if none comes before the description ends."""
    start = reading.place
    while not reading.done and reading.place - start < LONGEST:
        described = reading.place > start and reading.tokens[reading.place - 1].text in INSIDE
        if reading.at("of|in|within") and codes_ahead(reading, 1) and not described:
            words = reading.words(start, reading.place)
            return words.rstrip(" ,")
        if (
            reading.at(ENDS)
            or reading.at(";")
            or (reading.at(":") and reading.peek(1).kind == "label")
            or reading.at_next_label()
        ):
            if reading.at("whether or not") and not reading.at("whether or not there"):
                reading.place += 4 if reading.at("whether or not provided") else 1
                continue
            break
        reading.place += 1
    reading.place = start
    return None


def processed_goods(reading: Reading) -> Goods:
    """Processed = Description "of" CodeList ":" List of processes: these goods after no more than these processes."""
    start = reading.place
    before = _words_before_codes(reading)
    codes = of_codes(reading) if before is not None else ()
    if not codes or not reading.take(":"):
        raise reading.error("goods of a heading, and the processes")
    reading.labelled(lambda: reading.clause() + (reading.clause() if reading.take("; provided") else ""))
    return Goods(of=codes, named=(name(reading, reading.words(start, reading.place), start),))


def goods(reading: Reading, unnamed: tuple[str, ...] = ()) -> Goods:
    """Goods = CodeList [Qualifier] | AnyOther "of" CodeList | Description "of" CodeList [Qualifier].

    Args:
        reading: Where to read.
        unnamed: What the rule itself is for, which "any other good of heading 7410" leaves out.
    """
    for phrase in (*OTHER, "any good|goods"):
        start = reading.place
        if reading.take(phrase):
            reading.take("classified")
            codes = of_codes(reading)
            if codes:
                return Goods(of=codes, unnamed=unnamed if phrase in OTHER else ())
            reading.place = start
    if codes_ahead(reading):
        codes = code_list(reading, reading.nomenclature)
        after = _qualifier(reading)
        return Goods(of=codes, named=(name(reading, after),)) if after else Goods(of=codes)
    start = reading.place
    if reading.take("goods|good|products classified") and reading.at("in|under") and codes_ahead(reading, 1):
        return Goods(of=of_codes(reading))
    reading.place = start
    reading.take_first("goods|good of", "a good of")
    if reading.place > start:
        reading.place -= 1  # back before "of"
        if codes_ahead(reading, 1):
            codes = of_codes(reading)
            after = _qualifier(reading)
            return Goods(of=codes, named=(name(reading, after),)) if after else Goods(of=codes)
        reading.place = start
    before = _words_before_codes(reading)
    if before is None:
        return Goods(named=(name(reading, _bare(reading), start),))
    codes = of_codes(reading)
    after = _qualifier(reading)
    return Goods(of=codes, named=(name(reading, f"{before} {after}".strip(), start),))


def _bare(reading: Reading) -> str:
    """Take a description without codes, such as "bases and frames for the goods of the same subheading"."""
    words = reading.clause(", provided", "provided", ", whether or not there", "whether or not there", ", or")
    if not words:
        reading.wanted("goods")
        raise reading.error(reason="goods")
    return words


def _qualifier(reading: Reading) -> str:
    """Qualifier = words after the codes that narrow them, such as "with an outer surface of plastics"."""
    if not reading.at(QUALIFIES) or reading.at("whether or not there"):
        return ""
    start = reading.place
    while not reading.done and reading.place - start < LONGEST:
        stops = (
            ";|.|:",
            "from",
            ", except|provided|whether|from|or",
            "or any|from|heading|headings|subheading|tariff",
            "except",
            "and except",
            "provided",
        )
        if any(reading.at(stop) for stop in stops) or reading.at_next_label():
            break
        reading.place += 1
    return reading.words(start, reading.place).rstrip(" ,")


def name(reading: Reading, words: str, start: int | None = None) -> str:
    """Look a description of goods up.

    Raises:
        UnknownGoodsError: Nobody has put it into our own words yet.
    """
    key = key_of(words)
    found = reading.words_known.goods.get(key, "")
    if not found:
        at = reading.tokens[start if start is not None else max(reading.place - 1, 0)].start
        raise UnknownGoodsError(reading, at, words)
    return found


class UnknownGoodsError(GrammarError):
    """A description of goods that nobody has put into our own words yet."""

    def __init__(self, reading: Reading, at: int, words: str) -> None:
        """Remember the description and the key it is looked up by."""
        self.words, self.key = words, key_of(words)
        super().__init__(
            reading.passage, at, f"goods known by name, not {words!r} ({self.key})", reason="goods"
        )
