"""From the sentences of a printed row to readings: put together what belongs together, read it, say what was not read.

A sentence that goes on in the next one is joined to it; dates and notes are taken out; what remains is read by the
grammar, or by a person beforehand (`uk_readings.yml`), or stays unread with its reason.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from build_tools.importers.grammar import uk as grammar
from build_tools.importers.grammar.uk_goods import Context
from build_tools.importers.uk_source import Row, Sentence, fingerprint
from py_engine.origin import rules as r
from py_engine.origin.notation import Setting, from_notation

if TYPE_CHECKING:
    from build_tools.importers.uk_tables import Agreement, Correction, Tables
    from py_engine.hs import HSRange

__all__ = ["Reading", "readings"]

GOES_ON = re.compile(
    r"• ?[a-z]\)|However|\d+(?:\.\d+)?% of the net cost|Followed in both cases|Of which the denomination"
)
EACH_APPLIES = "Where more than one product-specific rule is applicable"
DATED = re.compile(r"\s*\((?P<first>1st Jan \d{4}) (?:to (?P<last>31st Dec \d{4})|onwards)\)")
NOTE = re.compile(r"\s*Note: ")
QUOTA = re.compile(
    r"\s*(?:For heading [^.]*?, )?[Tt]he printing rule (?:shall apply|applies) only to exports from the"
    r" (?:UK|United Kingdom) to Mexico.*$"
)


class Reading(NamedTuple):
    """One alternative of a row, read or not."""

    rule: r.Rule
    sentences: tuple[Sentence, ...]
    by: str  # grammar, hand, unread
    product: str = ""
    start: date | None = None
    until: date | None = None
    notes: tuple[str, ...] = ()
    each_applies: bool = False
    quota: bool = False
    error: str = ""


def readings(
    row: Row, agreement: Agreement, tables: Tables, covers: tuple[HSRange, ...], rest_of: str
) -> tuple[Reading, ...]:
    """Read every alternative of a row."""
    corrections = tables.about(agreement.id, row)
    textile = "50" <= row.low[:2] <= "63"
    context = Context(
        covers, agreement.edition, tables.goods, tables.operations, textile=textile, rest_of=rest_of
    )
    return tuple(
        _read(text, parts, agreement=agreement, tables=tables, context=context, corrections=corrections)
        for text, parts in _joined(row, tables, corrections)
    )


def _joined(
    row: Row, tables: Tables, corrections: tuple[Correction, ...]
) -> list[tuple[str, tuple[Sentence, ...]]]:
    forced = {one.sentence for one in corrections if one.action == "join"}
    apart = {one.sentence for one in corrections if one.action == "apart"}
    split = {one.sentence: one.value for one in corrections if one.action == "split"}
    found: list[tuple[str, tuple[Sentence, ...]]] = []
    for number, sentence in enumerate(row.sentences, start=1):
        text = sentence.text
        for find, replace, _ in tables.repairs:
            text = text.replace(find, replace)
        if found and number not in apart and (number in forced or GOES_ON.match(text)):
            before, parts = found[-1]
            link = " or " if text.startswith("•") else " or • " if text[0].isdigit() else ". "
            found[-1] = (before.rstrip(". ") + link + text, (*parts, sentence))
        elif number in split:
            first, words, second = text.partition(split[number])
            found.extend([(first.strip(), (sentence,)), ((words + second).strip(), (sentence,))])
        else:
            found.append((text, (sentence,)))
    return found


def _read(
    text: str,
    parts: tuple[Sentence, ...],
    *,
    agreement: Agreement,
    tables: Tables,
    context: Context,
    corrections: tuple[Correction, ...],
) -> Reading:
    dated = DATED.search(text)
    text = DATED.sub("", text)
    by_quota = QUOTA.search(text) is not None
    text = QUOTA.sub("", text)
    each_applies = EACH_APPLIES in text
    text, *noted = NOTE.split(text)
    mark = fingerprint(text)
    text, notes = grammar.without_references(text)
    if "Appendix 1" in parts[-1].text:
        notes = (*notes, "vehicles")
    if noted and not each_applies:
        notes = (*notes, "definitions")
    shared: dict[str, Any] = {
        "sentences": parts,
        "start": _day(dated.group("first")) if dated else None,
        "until": _day(dated.group("last")) if dated and dated.group("last") else None,
        "notes": notes,
        "each_applies": each_applies,
        "quota": by_quota or any(part.quota for part in parts),
    }
    for one in corrections:
        if one.action == "unread" and one.sentence in (0, int(parts[0].span.partition(".")[2])):
            return Reading(unread(one.value, agreement, parts), by="unread", error=one.reason, **shared)
    if mark in tables.readings:
        reading = tables.readings[mark]
        setting = Setting(agreement.edition)
        rule = from_notation(reading["rule"], setting=setting, path=f"uk_readings.yml, {mark}")
        return Reading(rule, by="hand", product=reading.get("product", ""), **shared)
    try:
        sentence = grammar.read(text, context)
    except grammar.GrammarError as error:
        return Reading(unread("grammar", agreement, parts), by="unread", error=f"[{mark}] {error}", **shared)
    return Reading(sentence.rule, by="grammar", product=sentence.product, **shared)


def unread(reason: str, agreement: Agreement, parts: tuple[Sentence, ...]) -> r.Unread:
    """Give the place of a sentence that was not read."""
    span = parts[0].span
    return r.Unread(reason, fact=f"{agreement.id}.row-{span}", span=span)


def _day(text: str) -> date:
    day, month, year = text.split()
    return date(int(year), {"Jan": 1, "Dec": 12}[month], int(re.sub(r"\D", "", day)))
