"""Chapter, heading and subheading rules of the General Notes: linings, narrow fabrics, thread, pockets, definitions.

Most of them are written alike in every note and are read here. What is left is looked up by its fingerprint among
readings a person has made (`gn_readings.yml`); what is not there either becomes a condition somebody has to read.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from build_tools.importers.grammar.codes import Nomenclature, code_list, codes_ahead
from build_tools.importers.grammar.tokens import GrammarError, Passage
from build_tools.importers.grammar.us_reading import Reading, Words
from py_engine.errors import Refusals
from py_engine.hs import HSRange
from py_engine.origin.notation import Setting, from_notation
from py_engine.origin.notation_parts import GOODS
from py_engine.origin.rules import (
    AllOf,
    Goods,
    MaterialsMustOriginate,
    Process,
    ProductIs,
    Provided,
    Unread,
    When,
)
from py_engine.reading import Reader

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from build_tools.importers.layout_gn import Block
    from py_engine.origin.rules import Rule

__all__ = ["Draft", "fingerprint", "process_notes", "read_notes"]

NARROW = r"fabrics of (?:subheading 5806.20 or heading 6002|heading 6002 or subheading 5806.20)"
ONLY_IF = "(?:shall be considered originating|is originating) only if"
EFFECTIVE = re.compile(r"[Ee]ffective (?:on )?(January|July) 1, (\d{4})")
MONTHS = {"January": "01", "July": "07"}
OTHER_THAN = re.compile(
    r"other than(?:--|,)? ?(?:\(a\) )?(?:a good|goods) of (.*?),? (?:containing|that contains)"
)
DESCRIBED = re.compile(
    r"((?:sub)?headings? [\d. through]+|[\d.]{5,}(?:(?:,| or|, or) [\d.]{5,})*) \((?:for|other than)"
)
ASIDE = re.compile(r"\((?:for|of|other than)\b[^()]*\)")
DISTILLATION = (
    r"^For (?:the )?purposes of heading 2710, the following processes confer origin: \(\w+\) Atmospheric .*"
    r"boiling point and the vapor then condensed into different liquefied fractions[;.] (?:or )?"
    r"\(\w+\) Vacuum [^:]*: [^.]*\.$"
)
FABRIC = ("fabric_formation", "finishing")
THREAD = ("yarn_formation", "finishing")
POCKET = ("yarn_formation", "fabric_formation", "finishing")
FRESH = (Goods(named=("fresh-goods",)),)


class Draft(NamedTuple):
    """A note as it will be written: what it does, to which codes, and where it stands."""

    id: str
    covers: tuple[HSRange, ...]
    effect: str
    line: int
    label: str
    chapter: str
    rule: Rule | None = None
    when: Rule | None = None
    without: tuple[Goods, ...] = ()
    start: str = ""
    article: str = ""  # where it stands, if not among the rules of a chapter
    read: bool = True
    component: bool = False  # the rule of the row looks at the determining component only
    status: str = "machine-checked"


class _Asked(NamedTuple):
    """What a reading of a note is given."""

    block: Block
    id: str
    chapter: tuple[HSRange, ...]
    nomenclature: Nomenclature
    listed: tuple[
        str, ...
    ] = ()  # materials in short supply, which the notes on linings, thread and pockets spare


def fingerprint(block: Block) -> str:
    """Give the fingerprint of a paragraph, whatever its spaces."""
    return hashlib.sha256(" ".join(block.passage.text.split()).encode()).hexdigest()[:12]


def read_notes(
    block: Block,
    number: int,
    nomenclature: Nomenclature,
    readings: Mapping[str, Any],
    listed: tuple[str, ...] = (),
) -> tuple[Draft, ...]:
    """Read one chapter, heading or subheading rule.

    Args:
        block: The paragraph.
        number: Which of the chapter's rules it is, for its name.
        nomenclature: In which edition the codes are.
        readings: What a person has read, by fingerprint.
        listed: The name of the materials in short supply.
    """
    chapter = (HSRange.parse(block.chapter, edition=nomenclature.edition),)
    asked = _Asked(block, f"ch{block.chapter}-note-{number}", chapter, nomenclature, listed)
    text = block.passage.text
    by_hand = readings.get(fingerprint(block))
    if by_hand is not None:
        return tuple(_by_hand(asked, part, at) for at, part in enumerate(by_hand))
    for pattern, read in READINGS:
        if re.search(pattern, text):
            return read(asked)
    fact = f"note-{block.chapter}-{number}"
    rule = Unread("grammar", fact, block.passage.span)
    return (_draft(asked, "adds", rule, covers=_subject(asked), read=False),)


def _draft(
    asked: _Asked,
    effect: str,
    rule: Rule | None = None,
    *,
    covers: tuple[HSRange, ...] = (),
    when: Rule | None = None,
    read: bool = True,
    component: bool = False,
    more: str = "",
) -> Draft:
    block = asked.block
    started = EFFECTIVE.search(block.passage.text)
    return Draft(
        asked.id + more,
        covers or asked.chapter,
        effect,
        block.passage.line(0),
        block.label,
        block.chapter,
        rule,
        when,
        (),
        f"{started.group(2)}-{MONTHS[started.group(1)]}-01" if started else "",
        read=read,
        component=component,
    )


def _subject(asked: _Asked) -> tuple[HSRange, ...]:
    """Find the codes of the label's own chapter that the paragraph begins with; else the whole chapter."""
    found = _codes(asked.block.passage.text[:160], asked)
    own = tuple(one for one in found if one.first.chapter == asked.block.chapter)
    return own or asked.chapter


def _codes(text: str, asked: _Asked) -> tuple[HSRange, ...]:
    reading = Reading(
        Passage(asked.block.passage.document, text, ((0, 0),)), asked.nomenclature, Words({}, {})
    )
    found: list[HSRange] = []
    while not reading.done:
        if codes_ahead(reading):
            try:
                found.extend(code_list(reading, asked.nomenclature))
                continue
            except GrammarError:
                pass
        reading.place += 1
    return tuple(dict.fromkeys(found))


def _exempt(asked: _Asked) -> Rule | None:
    """Give the condition that keeps the goods out that the note names after "other than".

    Where it exempts only a part of a code, "(for goods for girls)", whether the product is that part is asked.
    """
    match = OTHER_THAN.search(asked.block.passage.text)
    if match is None:
        return None
    described = tuple(
        code for part in DESCRIBED.findall(match.group(1)) for code in _codes(_levelled(part), asked)
    )
    listed = ASIDE.sub(" ", match.group(1))  # "(for garments described in heading 6102)" exempts no heading
    plain = tuple(code for code in _codes(listed, asked) if code not in described)
    goods = [Goods(of=plain)] if plain else []
    if described:
        goods.append(Goods(of=described, named=("exempt-in-chapter-rule",)))
    return ProductIs(tuple(goods), expected=False) if goods else None


def _levelled(part: str) -> str:
    return part if part[0].isalpha() else f"tariff items {part}"


def _component(asked: _Asked) -> tuple[Draft, ...]:
    return (_draft(asked, "informs", component=True, covers=_items_named(asked)),)


def _items_named(asked: _Asked) -> tuple[HSRange, ...]:
    """Find the tariff items a note is about: "a good of tariff items 9619.00.31, …", not those it exempts."""
    before = re.split(r"other than|containing|shall only apply", asked.block.passage.text)[0]
    found = _codes(before, asked)
    return tuple(one for one in found if one.first.chapter == asked.block.chapter and one.first.national)


def _lining(asked: _Asked) -> tuple[Draft, ...]:
    return (_draft(asked, "informs"),)  # each row says for itself that linings must satisfy it


def _narrow(asked: _Asked) -> tuple[Draft, ...]:
    edition = asked.nomenclature.edition
    fabrics = tuple(
        Goods(of=(HSRange.parse(code, edition=edition),), unnamed=asked.listed)
        for code in ("5806.20", "6002")
    )
    rule = MaterialsMustOriginate(fabrics, undergo=FABRIC)
    return (_draft(asked, "adds", rule, when=_exempt(asked), covers=_items_named(asked)),)


def _thread(asked: _Asked) -> tuple[Draft, ...]:
    codes = _codes(
        re.split(r"containing sewing thread", asked.block.passage.text)[-1].split("only if")[0], asked
    )
    rule = MaterialsMustOriginate(
        (Goods(of=codes, named=("sewing-thread",), unnamed=asked.listed),),
        undergo=THREAD if "finished" in asked.block.passage.text else THREAD[:1],
    )
    return (_draft(asked, "adds", rule, when=_exempt(asked), covers=_items_named(asked)),)


def _pockets(asked: _Asked) -> tuple[Draft, ...]:
    rule = MaterialsMustOriginate(
        (Goods(named=("pocket-bag-fabric",), unnamed=asked.listed),), undergo=POCKET
    )
    return (_draft(asked, "adds", rule, when=_exempt(asked), covers=_items_named(asked)),)


def _fry(asked: _Asked) -> tuple[Draft, ...]:
    return (_draft(asked, "offers", Provided("raised-from-fry")),)


def _distillation(asked: _Asked) -> tuple[Draft, ...]:
    rule = Process(("atmospheric_distillation", "vacuum_distillation"), at_least=1)
    return (
        _draft(asked, "offers", rule, covers=(HSRange.parse("2710", edition=asked.nomenclature.edition),)),
    )


def _fresh(asked: _Asked) -> tuple[Draft, ...]:
    """Preparations of chapter 20 that were only frozen, packed or roasted; and peaches, pears and apricots in 2008."""
    edition = asked.nomenclature.edition
    fresh = MaterialsMustOriginate(FRESH, must_be="wholly_obtained")
    covers = (HSRange.parse("2001-2008", edition=edition),)
    whole = "chapter 20 that" in asked.block.passage.text
    made = [
        _draft(
            asked,
            "adds",
            When(ProductIs((Goods(named=("frozen-packed-or-roasted",)),)), fresh),
            covers=asked.chapter if whole else covers,
        )
    ]
    if "peaches" in asked.block.passage.text:
        made.append(
            _stone_fruit(asked, (HSRange.parse("2008", edition=edition),))._replace(id=f"{asked.id}-fruit")
        )
    return tuple(made)


def _peaches(asked: _Asked) -> tuple[Draft, ...]:
    return (_stone_fruit(asked, _subject(asked)),)


def _stone_fruit(asked: _Asked, covers: tuple[HSRange, ...]) -> Draft:
    fruit = MaterialsMustOriginate((Goods(named=("peaches-pears-apricots",)),), must_be="wholly_obtained")
    return _draft(asked, "adds", fruit, covers=covers)


def _outer_shell(asked: _Asked) -> tuple[Draft, ...]:
    """Apparel cut and sewn from listed fabrics, wherever these come from."""
    sewn = Process(("cutting", "sewn_or_assembled"))
    start = asked.block.passage.text[:60]
    if "shirts" in start:
        listed, covers = "shirt-of-listed-fabrics", ("6205.20-6205.30",)
    elif "boxer" in start:
        listed, covers = "boxer-shorts-of-listed-fabrics", ("6207.11",)
    else:
        listed, covers = "outer-shell-of-listed-fabrics", (asked.block.chapter,)
    edition = asked.nomenclature.edition
    rule = AllOf((Provided(listed), sewn))
    return (
        _draft(asked, "offers", rule, covers=tuple(HSRange.parse(code, edition=edition) for code in covers)),
    )


def _informs(asked: _Asked) -> tuple[Draft, ...]:
    return (_draft(asked, "informs", covers=_subject(asked)),)


def _reaction(asked: _Asked) -> tuple[Draft, ...]:
    return (_draft(asked, "offers", Process(("chemical_reaction",))),)


READINGS = (
    (r"shall only apply to the component that determines", _component),
    (r"^Except for fabrics classified .*visible lining", _lining),
    (
        rf"containing {NARROW} {ONLY_IF} such fabrics are (?:both formed from yarn|wholly formed) and finished",
        _narrow,
    ),
    (
        r"containing sewing thread of .* only if such sewing thread(?: or yarn)? is (?:both|wholly) formed",
        _thread,
    ),
    (
        r"pocket bag fabric (?:must be|is|has been) (?:wholly )?formed and finished .* from yarn wholly formed",
        _pockets,
    ),
    (r"originating even if (?:they were cultivated|obtained) from", _fry),
    (DISTILLATION, _distillation),
    (
        r"^Fruit, nut and vegetable preparations .* only if the fresh goods? (?:were|was|is|are) wholly",
        _fresh,
    ),
    (r"that contain peaches, pears,? or apricots", _peaches),
    (r"be considered to originate if they are both cut .*fabric of the outer shell", _outer_shell),
    (r"^For (?:the )?purposes of th(?:is|e) chapter, the term|underscor", _informs),
    (r"good of chapter 27 that is the product of a chemical reaction is an originating good", _reaction),
)


def _by_hand(asked: _Asked, part: Mapping[str, Any], at: int) -> Draft:
    """Take over what a person has read: notation, as it stands in the table."""
    setting = Setting(asked.nomenclature.edition, asked.nomenclature.scheme)
    covers = tuple(
        HSRange.parse(code, edition=setting.edition, scheme=setting.scheme) for code in part.get("covers", ())
    )
    return _draft(
        asked,
        part["effect"],
        from_notation(part["rule"], setting=setting) if "rule" in part else None,
        covers=covers,
        when=from_notation(part["when"], setting=setting) if "when" in part else None,
        read="unread" not in str(part.get("rule", "")),
        more=f"-{at + 1}" if at else "",
    )._replace(without=_goods(part.get("without"), setting), status=part.get("status", "hand-checked-twice"))


def _goods(value: Any, setting: Setting) -> tuple[Goods, ...]:
    refusals = Refusals()
    found: tuple[Goods, ...] = GOODS.read(Reader(value, "without", refusals), setting) if value else ()
    refusals.raise_if_any()
    return found


def process_notes(
    entries: Sequence[Mapping[str, Any]], table: Mapping[str, Any], setting: Setting
) -> Iterator[Draft]:
    """Give the notes on processes that confer origin, as a person has read them."""
    for number, entry in enumerate(entries, 1):
        kind = table["kinds"][entry["kind"]]
        covers = tuple(HSRange.parse(code, edition=setting.edition) for code in entry["covers"])
        but = _goods(entry.get("but"), setting)
        yield Draft(
            f"process-{number}-{entry['kind']}",
            covers,
            kind["effect"],
            0,
            "",
            "",
            from_notation(kind["rule"], setting=setting) if "rule" in kind else None,
            when=ProductIs(but, expected=False) if but else None,
            without=_goods(kind.get("without"), setting),
            article=entry["article"],
            status=entry.get("status", table["status"]),
        )
