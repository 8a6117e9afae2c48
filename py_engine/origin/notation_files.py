"""How a file of an agreement's rules is written: what all rows share stands once at the top.

A row says only what differs from the top of its file. Written again, a file is letter by letter the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from py_engine.errors import Refusals, shown
from py_engine.hs import EDITION, EDITIONS
from py_engine.origin import vocabulary as v
from py_engine.origin.notation import RULE
from py_engine.origin.notation_parts import (
    CODES,
    COUNT,
    FLAG,
    GOODS,
    ID,
    IDS,
    Setting,
    read_citation,
    word,
    write_citation,
)
from py_engine.origin.rule_sets import Note, RuleFile, RuleSet, Subdivision
from py_engine.origin.rules import Citation
from py_engine.reading import Reader

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from py_engine.origin.rule_sets import Wording

__all__ = ["file_from_notation", "file_to_notation", "read_file"]

EXAMPLE_FILE = '{"id": "ch61", "agreement": "example", "hs": "2017", "rules": []}'
EXAMPLE_ROW = '{"id": "6105", "covers": ["6105"], "rule": {"change_of": "heading"}}'
FILE_KEYS = ("id", "agreement", "hs", "scheme", "from", "citation", "status", "rules", "notes")
DESCRIBING = ("owner", "checked_on", "description", "version", "sources", "replaces", "reason")  # for people
ROW_KEYS = (
    "id covers ex rule from until direction quota status notes citation wording".split()  # noqa: SIM905  reads better
)
NOTE_KEYS = "id covers effect when rule only without as_originating from until status citation".split()  # noqa: SIM905


def file_from_notation(value: Any, *, path: str = "") -> RuleFile:
    """Read a file of rules.

    Raises:
        EngineError: Something in it is not in the notation, or two rows have one name; all faults at once.
    """
    refusals = Refusals()
    file = read_file(Reader(value, path, refusals))
    refusals.raise_if_any()
    return file


def read_file(source: Reader) -> RuleFile:
    """Read a file of rules; faults are remembered."""
    for _ in source.fields(example=EXAMPLE_FILE, only=(*FILE_KEYS, *DESCRIBING)):
        pass
    edition = source.at("hs").text(example=EDITION)
    if edition and edition not in EDITIONS:
        source.at("hs").refuse("engine.hs.edition", expected=", ".join(EDITIONS), example=EDITION)
        edition = EDITION
    setting = Setting(edition or EDITION, _optional(source.at("scheme")))
    top = RuleFile(
        id=ID.read(source.at("id"), setting),
        agreement=ID.read(source.at("agreement"), setting),
        edition=setting.edition,
        start=_day(source.at("from")),
        citation=_file_citation(source.at("citation"), setting),
        rule_sets=(),
        scheme=setting.scheme,
        status=_status(source.at("status"), "machine-checked"),
    )
    rows = tuple(_row(item, setting, top) for item in source.at("rules").items(example=f"[{EXAMPLE_ROW}]"))
    notes = source.at("notes")
    noted = tuple(_note(item, setting, top) for item in notes.items(example="[]")) if notes.present else ()
    seen: set[str] = set()
    for name in (*(row.id for row in rows), *(note.id for note in noted)):
        if name and name in seen:
            source.refusals.add(source.path, "origin.notation.twice", value=shown(name), example="6105-2")
        seen.add(name)
    return top._replace(rule_sets=rows, notes=noted)


def _row(source: Reader, setting: Setting, top: RuleFile) -> RuleSet:
    for _ in source.fields(example=EXAMPLE_ROW, only=tuple(ROW_KEYS)):
        pass
    start, until = _dates(source, top)
    return RuleSet(
        id=ID.read(source.at("id"), setting),
        covers=_covers(source, setting),
        rule=RULE.read(source.at("rule"), setting),
        edition=setting.edition,
        citation=_citation(source.at("citation"), setting, top.citation),
        start=start,
        until=until,
        ex=_subdivision(source.at("ex"), setting) if source.at("ex").present else None,
        direction=_word(source.at("direction"), v.DIRECTIONS, "both"),
        quota=_id(source.at("quota"), setting),
        status=_status(source.at("status"), top.status),
        notes=IDS.read(source.at("notes"), setting),
        scheme=setting.scheme,
        wording=_wording(source.at("wording")),
    )


def _note(source: Reader, setting: Setting, top: RuleFile) -> Note:
    for _ in source.fields(
        example='{"id": "note-1", "covers": ["61"], "effect": "informs"}', only=tuple(NOTE_KEYS)
    ):
        pass
    start, until = _dates(source, top)
    note = Note(
        id=ID.read(source.at("id"), setting),
        covers=_covers(source, setting),
        effect=word(v.EFFECTS).read(source.at("effect"), setting),
        edition=setting.edition,
        citation=_citation(source.at("citation"), setting, top.citation),
        start=start,
        until=until,
        when=RULE.read(source.at("when"), setting) if source.at("when").present else None,
        rule=RULE.read(source.at("rule"), setting) if source.at("rule").present else None,
        only=GOODS.read(source.at("only"), setting),
        without=GOODS.read(source.at("without"), setting),
        as_originating=GOODS.read(source.at("as_originating"), setting),
        scheme=setting.scheme,
        status=_status(source.at("status"), top.status),
    )
    rules, narrows = note.rule is not None, bool(note.only or note.without or note.as_originating)
    if rules is not (note.effect in ("adds", "offers", "replaces")) or narrows is not (
        note.effect == "narrows"
    ):
        source.at("effect").refuse("origin.notation.effect", example="informs")
    return note


def file_to_notation(file: RuleFile, *, about: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Write a file of rules. What it says about itself for people, such as its owner, is given in ``about``."""
    written: dict[str, Any] = {
        "id": file.id,
        "agreement": file.agreement,
        **(about or {}),
        "hs": file.edition,
        "scheme": file.scheme,
        "from": file.start.isoformat(),
        "citation": write_citation(file.citation),
        "status": file.status if file.status != "machine-checked" else "",
        "rules": [_write_row(row, file) for row in file.rule_sets],
        "notes": [_write_note(note, file) for note in file.notes],
    }
    return {name: part for name, part in written.items() if part or name == "rules"}


def _write_row(row: RuleSet, file: RuleFile) -> dict[str, Any]:
    return _given(
        {
            "id": row.id,
            "covers": CODES.write(row.covers),
            "ex": _write_subdivision(row.ex) if row.ex else "",
            "from": row.start.isoformat() if row.start != file.start else "",
            "until": row.until.isoformat() if row.until else "",
            "direction": row.direction if row.direction != "both" else "",
            "quota": row.quota,
            "rule": RULE.write(row.rule),
            "notes": IDS.write(row.notes),
            "status": row.status if row.status != file.status else "",
            "citation": _write_citation(row.citation, file.citation),
            "wording": row.wording if isinstance(row.wording, str) else dict(row.wording),
        }
    )


def _write_note(note: Note, file: RuleFile) -> dict[str, Any]:
    return _given(
        {
            "id": note.id,
            "covers": CODES.write(note.covers),
            "effect": note.effect,
            "from": note.start.isoformat() if note.start != file.start else "",
            "until": note.until.isoformat() if note.until else "",
            "when": RULE.write(note.when) if note.when else "",
            "rule": RULE.write(note.rule) if note.rule else "",
            "only": GOODS.write(note.only),
            "without": GOODS.write(note.without),
            "as_originating": GOODS.write(note.as_originating),
            "status": note.status if note.status != file.status else "",
            "citation": _write_citation(note.citation, file.citation),
        }
    )


def _given(parts: dict[str, Any]) -> dict[str, Any]:
    return {name: part for name, part in parts.items() if part}


def _covers(source: Reader, setting: Setting) -> Any:
    covers = source.at("covers")
    if not covers.present:
        covers.text(example='["6105"]')  # remembers that it is missing
    return CODES.read(covers, setting)


def _dates(source: Reader, top: RuleFile) -> tuple[date, date | None]:
    start = _day(source.at("from")) if source.at("from").present else top.start
    until = source.at("until").day() if source.at("until").present else None
    if until is not None and until < start:
        source.at("until").refuse("origin.notation.until", example=start.isoformat())
    return start, until


def _day(source: Reader) -> date:
    from datetime import date  # noqa: PLC0415  a rule by itself does without dates

    return source.day() or date.min


def _subdivision(source: Reader, setting: Setting) -> Subdivision:
    for _ in source.fields(example='{"named": "of-cotton", "rank": "1"}', only=("named", "rank", "other")):
        pass
    rank, other = source.at("rank"), source.at("other")
    found = Subdivision(
        named=_id(source.at("named"), setting),
        rank=COUNT.read(rank, setting) if rank.present else 1,
        other=FLAG.read(other, setting) if other.present else False,
    )
    if bool(found.named) is found.other:
        source.refusals.add(source.path, "origin.notation.subdivision", example='{"named": "of-cotton"}')
    return found


def _write_subdivision(ex: Subdivision) -> dict[str, str]:
    written = {
        "named": ex.named,
        "rank": str(ex.rank) if ex.rank != 1 else "",
        "other": "true" if ex.other else "",
    }
    return {name: part for name, part in written.items() if part}


def _file_citation(source: Reader, setting: Setting) -> Citation:
    found = read_citation(source, setting)
    if found is None or not found.source:
        source.at("source").text(example="protocol-2")  # remembers that it is missing
    return found or Citation()


def _citation(source: Reader, setting: Setting, top: Citation) -> Citation:
    found = read_citation(source, setting)
    return found.within(top) if found else top


def _write_citation(citation: Citation, top: Citation) -> dict[str, str]:
    changed = Citation(*(part if part != above else "" for part, above in zip(citation, top, strict=True)))
    short = changed.within(top) == citation and not changed.source
    return write_citation(changed if short else citation)


def _word(source: Reader, words: tuple[str, ...], default: str) -> str:
    return str(word(words).read(source, Setting())) if source.present else default


def _status(source: Reader, default: str) -> str:
    return _word(source, v.STATUSES, default)


def _id(source: Reader, setting: Setting) -> str:
    return str(ID.read(source, setting)) if source.present else ""


def _optional(source: Reader) -> str:
    return source.text(example="hts-us") if source.present else ""


def _wording(source: Reader) -> Wording:
    if not source.present or isinstance(source.value, str):
        return source.text(example="rules.6105.wording") if source.present else ""
    texts = source.fields(example='{"en": "…", "es": "…"}')
    return tuple((language, text.text(example="…")) for language, text in texts)
