"""Reads general provisions from the shard: every kind is a list of entries, `none`, or `unknown`; nothing is left out.

Reading remembers every fault with its path and guesses nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from py_engine.agreements.entries import ENTRIES, STATED, economy
from py_engine.agreements.provisions import KINDS, Barred, Provisions, Stated
from py_engine.agreements.vocabulary import NONE, STATUSES, UNKNOWN
from py_engine.hs import EDITION, EDITIONS
from py_engine.origin.notation_parts import ID, Setting, read_citation
from py_engine.origin.rules import Citation

if TYPE_CHECKING:
    from datetime import date

    from py_engine.agreements.entries import Entry
    from py_engine.reading import Reader

__all__ = ["read_provisions", "read_status"]

EXAMPLE = (
    '{"hs": "2017", "from": "2019-01-01", "citation": {"source": "protocol-2"}, "tolerances": "unknown"}'
)
EXAMPLE_ENTRY = '{"id": "by-value", "citation": {"article": "11(1)"}}'
TOP = ("hs", "scheme", "from", "citation", "status", "none_cited", "goods")
DESCRIBING = ("id", "agreement", "owner", "checked_on", "sources", "description", "version")


def read_status(source: Reader, otherwise: str = "") -> str:
    """Read how far something was checked; one that is not given is that of what stands around it."""
    if otherwise and not source.present:
        return otherwise
    text = source.text(example=STATUSES[0])
    if text and text not in STATUSES:
        source.refuse("origin.notation.word", expected=", ".join(STATUSES))
    return text


def read_provisions(source: Reader, *, agreement: str) -> Provisions:
    """Read the general provisions of an agreement; faults are remembered."""
    for _ in source.fields(example=EXAMPLE, only=(*DESCRIBING, *TOP, *KINDS)):
        pass
    edition = source.at("hs").text(example=EDITION)
    if edition and edition not in EDITIONS:
        source.at("hs").refuse("engine.hs.edition", expected=", ".join(EDITIONS), example=EDITION)
    scheme = source.at("scheme")
    setting = Setting(
        edition if edition in EDITIONS else EDITION, scheme.text(example="hts-us") if scheme.present else ""
    )
    top = Stated(
        citation=read_citation(source.at("citation"), setting) or Citation(),
        status=read_status(source.at("status")),
        start=_day(source.at("from")),
    )
    if not top.citation.source:
        source.at("citation").at("source").text(example="protocol-2")  # remembers that it is missing
    names = _Names()
    found = {
        kind: _kind(source.at(kind), entry, top, setting, names)
        for kind, entry in ENTRIES.items()
        if isinstance(source.at(kind).value, list)
    }
    for kind in KINDS:
        given = source.at(kind)
        if kind not in found and given.value not in (UNKNOWN, NONE):
            list(given.items(example=f"unknown, none, or [{EXAMPLE_ENTRY}]"))
    return Provisions(
        agreement=agreement,
        edition=setting.edition,
        unknown=frozenset(kind for kind in KINDS if source.at(kind).value == UNKNOWN),
        absent=_absent(source, setting, top),
        goods=_goods(source.at("goods"), setting),
        **found,
    )


class _Names(set[str]):
    """The names of the entries read so far: each may stand once."""

    def add_once(self, source: Reader, name: str) -> None:
        if name and name in self:
            source.refuse("origin.notation.twice", example=f"{name}-2")
        self.add(name)


def _kind(source: Reader, entry: Entry, top: Stated, setting: Setting, names: _Names) -> tuple[Any, ...]:
    if not source.value:
        source.refuse("origin.notation.empty", example=f"[{EXAMPLE_ENTRY}]")
    return tuple(_entry(item, entry, top, setting, names) for item in source.items(example="[]"))


def _entry(source: Reader, entry: Entry, top: Stated, setting: Setting, names: _Names) -> Any:
    for _ in source.fields(example=EXAMPLE_ENTRY, only=("id", *STATED, *entry.fields, *entry.optional)):
        pass
    name = ID.read(source.at("id"), setting)
    names.add_once(source.at("id"), name)
    stated = _stated(source, top, setting)
    parts = {field: read(source.at(field), setting) for field, read in entry.fields.items()}
    for field, read in entry.optional.items():
        if source.at(field).present:
            parts[field] = read(source.at(field), setting)
    if "barred" in parts:
        parts["barred"] = tuple(
            Barred(
                id=own,
                stated=stated._replace(citation=citation.within(stated.citation)) if citation else stated,
                **goods,
            )
            for own, citation, goods in parts["barred"]
        )
    return entry.type(id=name, stated=stated, **parts)


def _stated(source: Reader, top: Stated, setting: Setting) -> Stated:
    citation = read_citation(source.at("citation"), setting)
    start = _day(source.at("from")) if source.at("from").present else top.start
    until = source.at("until").day() if source.at("until").present else None
    if until is not None and until < start:
        source.at("until").refuse("origin.notation.until", example=start.isoformat())
    return Stated(
        citation=citation.within(top.citation) if citation else top.citation,
        status=read_status(source.at("status"), top.status),
        start=start,
        until=until,
        importing=_economies(source.at("importing")),
        exporting=_economies(source.at("exporting")),
    )


def _economies(source: Reader) -> tuple[str, ...]:
    if not source.present:
        return ()
    return tuple(economy(item) for item in source.items(example='["PE"]'))


def _day(source: Reader) -> date:
    from datetime import date  # noqa: PLC0415  a reader of names does without dates

    return source.day() or date.min


def _absent(source: Reader, setting: Setting, top: Stated) -> dict[str, Citation]:
    cited = source.at("none_cited")
    absent = dict.fromkeys((kind for kind in KINDS if source.at(kind).value == NONE), top.citation)
    if cited.present:
        only = tuple(absent) or (NONE,)
        for kind, place in cited.fields(example='{"drawback": {"article": "12"}}', only=only):
            found = read_citation(place, setting)
            absent[kind] = found.within(top.citation) if found else top.citation
    return absent


def _goods(source: Reader, setting: Setting) -> dict[str, str]:
    """Read the names of goods that only the general provisions use, with the key of what each is called."""
    if not source.present:
        return {}
    found = {}
    for item in source.items(example='[{"id": "peaches", "name": "…"}]'):
        for _ in item.fields(example='{"id": "peaches", "name": "…"}', only=("id", "name")):
            pass
        found[ID.read(item.at("id"), setting)] = item.at("name").text(example="…")
    return found
