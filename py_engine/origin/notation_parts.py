"""The small pieces of the notation: codes, goods, shares, words, citations. Each is read and written by one pair.

Reading remembers every fault with its path and gives an empty value in its place; writing is exact, so that what was
read is written again letter by letter, as long as it was written in the one form this module knows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from py_engine.errors import EngineError, shown
from py_engine.hs import EDITION, HSRange
from py_engine.origin.rules import ANYTHING, Citation, Goods
from py_engine.origin.vocabulary import HAVING, LEVELS
from py_engine.quantity import millionths, text_from_millionths

if TYPE_CHECKING:
    from collections.abc import Callable

    from py_engine.reading import Reader

__all__ = ["PLAIN", "Piece", "Setting"]

EXAMPLE_CODES = '["0901", "0902.10-0902.30"]'
EXAMPLE_ID = "milk-solids-over-10"
HUNDRED = 100_000_000
SAME = "same "
ANY = "any"
GOODS_KEYS = ("of", "but", "named", "unnamed", "same")
CITATION_KEYS = Citation._fields


class Setting(NamedTuple):
    """What a code cannot say by itself: its edition, and whose nomenclature its national digits are from."""

    edition: str = EDITION
    scheme: str = ""


PLAIN = Setting()


class Piece(NamedTuple):
    """How one part of a rule is read and written."""

    read: Callable[[Reader, Setting], Any]
    write: Callable[[Any], Any]


def read_codes(source: Reader, setting: Setting) -> HSRange | None:
    """Read a range of codes: '0901', '0901-0903', '6105.10', '2106.90.48'."""
    text = source.text(example="0901-0903")
    if not text:
        return None
    try:
        return HSRange.parse(text, edition=setting.edition, path=source.path, scheme=setting.scheme)
    except EngineError as error:
        source.refusals.found.extend(error.refusals)
        return None


def write_codes(codes: HSRange) -> str:
    """Write a range of codes: headings without a point, as people type them.

    >>> write_codes(HSRange.parse("09.01-09.03")), write_codes(HSRange.parse("090111"))
    ('0901-0903', '0901.11')
    """
    first, last = (_code_text(code.full) for code in (codes.first, codes.last))
    return first if first == last else f"{first}-{last}"


def _code_text(full: str) -> str:
    return ".".join(filter(None, (full[:4], full[4:6], full[6:8], full[8:])))


def read_id(source: Reader, _: Setting) -> str:
    """Read a name such as 'milk-solids-over-10': small letters, digits, points and hyphens."""
    text = source.text(example=EXAMPLE_ID)
    plain = text.replace("-", "").replace(".", "")
    if text and not (text.isascii() and plain.isalnum() and text == text.lower()):
        source.refuse("origin.notation.id", example=EXAMPLE_ID)
    return text


def read_goods(source: Reader, setting: Setting) -> Goods:
    """Read goods: a range of codes, 'same heading', 'any', or an object with their parts."""
    if isinstance(source.value, str):
        if source.value == ANY:
            return ANYTHING
        if source.value.startswith(SAME):
            level = source.value.removeprefix(SAME)
            if level not in LEVELS:
                source.refuse("origin.notation.word", expected=", ".join(SAME + word for word in LEVELS))
            return Goods(same=level)
        codes = read_codes(source, setting)
        return Goods(of=(codes,)) if codes else ANYTHING
    for _ in source.fields(example='{"of": ["1901.90"], "named": "milk-solids-over-10"}', only=GOODS_KEYS):
        pass
    return Goods(
        of=CODES.read(source.at("of"), setting),
        but=CODES.read(source.at("but"), setting),
        named=IDS.read(source.at("named"), setting),
        unnamed=IDS.read(source.at("unnamed"), setting),
        same=_word(source.at("same"), LEVELS) if source.at("same").present else "",
    )


def write_goods(goods: Goods) -> Any:
    """Write goods in the shortest of their forms."""
    if goods == ANYTHING:
        return ANY
    if len(goods.of) == 1 and goods == Goods(of=goods.of):
        return write_codes(goods.of[0])
    if goods == Goods(same=goods.same):
        return SAME + goods.same
    parts = {
        "of": CODES.write(goods.of),
        "but": CODES.write(goods.but),
        "named": IDS.write(goods.named),
        "unnamed": IDS.write(goods.unnamed),
        "same": goods.same,
    }
    return {name: part for name, part in parts.items() if part}


def read_citation(source: Reader, _: Setting = PLAIN) -> Citation | None:
    """Read where something stands."""
    if not source.present:
        return None
    found = {}
    for name, part in source.fields(example='{"source": "protocol-2", "page": "14"}', only=CITATION_KEYS):
        found[name] = part.text(example="14")
    return Citation(**found)


def write_citation(citation: Citation) -> dict[str, str]:
    """Write the parts of a citation that are given."""
    return {name: part for name, part in zip(CITATION_KEYS, citation, strict=True) if part}


def _amount(source: Reader) -> int:
    text = source.text(example="40")
    try:
        found = millionths(text) if text else 0
    except ValueError:
        found = -1
    if found < 0:
        source.refuse("origin.notation.amount", example="40")
    return max(found, 0)


def _share(source: Reader) -> int:
    text = source.text(example="40")
    try:
        found = millionths(text) if text else 0
    except ValueError:
        found = -1
    if not 0 <= found <= HUNDRED:
        source.refuse("origin.notation.percent", example="40")
        return 0
    return found


def _count(source: Reader) -> int:
    text = source.text(example="2")
    if not (text.isascii() and text.isdigit() and len(text) <= 2 and int(text)):
        if text:
            source.refuse("origin.notation.count", example="2")
        return 1
    return int(text)


def _flag(source: Reader) -> bool:
    text = source.text(example="true")
    if text not in ("true", "false", ""):
        source.refuse("origin.notation.word", expected="true, false")
    return text == "true"


def _word(source: Reader, words: tuple[str, ...]) -> str:
    text = source.text(example=words[0])
    if text and text not in words:
        source.refuse("origin.notation.word", expected=", ".join(words))
    return text


def _having(source: Reader) -> tuple[tuple[str, str], ...]:
    fields = source.fields(example='{"impurities_removed_at_least": "80"}', only=HAVING)
    return tuple((name, text_from_millionths(_amount(part))) for name, part in fields)


def _listed(
    source: Reader, setting: Setting, read: Callable[[Reader, Setting], Any], example: str
) -> tuple[Any, ...]:
    """Read a list, or one thing that stands for a list of one."""
    if not source.present:
        return ()
    if not isinstance(source.value, list):
        return (read(source, setting),)
    if not source.value:
        source.refuse("origin.notation.empty", example=example)
    return tuple(read(item, setting) for item in source.items(example=example))


def _one_or_list(write: Callable[[Any], Any]) -> Callable[[tuple[Any, ...]], Any]:
    return lambda found: write(found[0]) if len(found) == 1 else [write(one) for one in found]


def _codes(source: Reader, setting: Setting) -> tuple[HSRange, ...]:
    if not source.present:
        return ()
    if source.value == []:
        source.refuse("origin.notation.empty", example=EXAMPLE_CODES)
    found = (read_codes(item, setting) for item in source.items(example=EXAMPLE_CODES))
    return tuple(codes for codes in found if codes)


def _many_goods(source: Reader, setting: Setting) -> tuple[Goods, ...]:
    if not source.present:
        return ()
    if source.value == []:
        source.refuse("origin.notation.empty", example=EXAMPLE_CODES)
    return tuple(read_goods(item, setting) for item in source.items(example=EXAMPLE_CODES))


def _each(write: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda found: [write(one) for one in found]


def _same(found: Any) -> Any:
    return found


CODES = Piece(_codes, _each(write_codes))
GOODS = Piece(_many_goods, _each(write_goods))
ID = Piece(read_id, _same)
IDS = Piece(lambda source, setting: _listed(source, setting, read_id, EXAMPLE_ID), _one_or_list(_same))
AMOUNT = Piece(lambda source, _: _amount(source), text_from_millionths)
SHARE = Piece(lambda source, _: _share(source), text_from_millionths)
COUNT = Piece(lambda source, _: _count(source), str)
FLAG = Piece(lambda source, _: _flag(source), lambda found: "true" if found else "false")
TEXT = Piece(lambda source, _: source.text(example="1204-1377"), _same)
FIGURES = Piece(lambda source, _: _having(source), dict)
CITATION = Piece(read_citation, write_citation)


def word(words: tuple[str, ...]) -> Piece:
    """Make the piece for one word of a closed list."""
    return Piece(lambda source, _: _word(source, words), _same)


def words(among: tuple[str, ...]) -> Piece:
    """Make the piece for one or several words of a closed list."""

    def read(source: Reader, setting: Setting) -> tuple[Any, ...]:
        return _listed(source, setting, lambda item, _: _word(item, among), shown(among[0]))

    return Piece(read, _one_or_list(_same))
