"""An agreement: its parties, from which day it holds between two of them, and where to check it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from py_engine.agreements.entries import economy
from py_engine.agreements.reading import read_provisions, read_status
from py_engine.agreements.vocabulary import UNKNOWN
from py_engine.errors import Refusals, shown
from py_engine.hs import EDITIONS
from py_engine.origin.notation_parts import ID, PLAIN, read_citation
from py_engine.origin.rules import Citation
from py_engine.reading import Reader
from py_engine.verdict import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from py_engine.agreements.provisions import Provisions

__all__ = [
    "Agreement",
    "Candidate",
    "Pair",
    "Party",
    "candidates",
    "provisions_of",
    "read_agreements",
    "read_shard",
]

EXAMPLE = '{"id": "us-peru", "name": "…", "parties": []}'
KEYS = (
    "id",
    "name",
    "short",
    "kind",
    "status",
    "provisions_status",
    "hs",
    "scheme",
    "rules_from",
    "publisher",
    "parties",
    "pairs",
    "official",
    "sources",
    "notes",
    "checked_on",
    "provisions",
)
KINDS = ("free_trade", "partial", "customs_union", "accumulated")
PERIOD = ("from", "until", "citation", "status")


class Party(NamedTuple):
    """An economy and the days on which the agreement holds for it; no first day says that nobody knows it.

    Where parties have a ``side``, the agreement holds only between the two sides: between Mexico and each economy of
    Central America, but not among these.
    """

    economy: str
    start: date | None
    until: date | None
    citation: Citation
    status: str
    side: str = ""


class Pair(NamedTuple):
    """Two parties between which the agreement holds from another day than for each of them, or not at all."""

    between: frozenset[str]
    start: date | None
    until: date | None
    citation: Citation
    status: str


class Agreement(NamedTuple):
    """An agreement. Names are keys of the catalogue; ``edition`` is empty where the rules' edition is not known."""

    id: str
    name: str
    short: str
    kind: str
    status: str
    provisions_status: str
    edition: str
    scheme: str
    rules_from: date | None
    publisher: str
    parties: tuple[Party, ...]
    pairs: tuple[Pair, ...]
    official: tuple[Mapping[str, str], ...]
    sources: Mapping[str, Mapping[str, Any]]
    checked_on: str
    notes: tuple[str, ...] = ()
    written: Any = None

    def party(self, name: str) -> Party | None:
        """Give the party an economy is, if it is one."""
        return next((party for party in self.parties if party.economy == name), None)


class Candidate(NamedTuple):
    """An agreement that names both economies, and whether it holds between them on the day."""

    agreement: Agreement
    in_force: Verdict
    since: date | None
    until: date | None
    citations: tuple[Citation, ...]
    statuses: tuple[str, ...]


def candidates(
    agreements: Iterable[Agreement], *, exporting: str, importing: str, on: date
) -> tuple[Candidate, ...]:
    """Find the agreements that connect two economies, those in force on the day first.

    An agreement that does not hold yet, or no longer, is given as well, with its days. Where the first day is not
    known, whether it holds is undetermined.

    Raises:
        EngineError: The two economies are the same.
    """
    if exporting == importing:
        refusals = Refusals()
        refusals.add("importing", "provisions.refused.same_economy", value=shown(importing), example="US")
        refusals.raise_if_any()
    found = []
    for agreement in agreements:
        sides = agreement.party(exporting), agreement.party(importing)
        if sides[0] is not None and sides[1] is not None and _across(sides[0], sides[1]):
            found.append(_between(agreement, sides[0], sides[1], on))
    order = (Verdict.MET, Verdict.UNDETERMINED, Verdict.NOT_MET)
    return tuple(sorted(found, key=lambda one: (order.index(one.in_force), one.agreement.id)))


def _across(one: Party, other: Party) -> bool:
    return not one.side or one.side != other.side


def _between(agreement: Agreement, one: Party, other: Party, on: date) -> Candidate:
    both = frozenset((one.economy, other.economy))
    periods: list[Party | Pair] = [pair for pair in agreement.pairs if pair.between == both] or [one, other]
    starts = [period.start for period in periods]
    ends = [period.until for period in periods if period.until is not None]
    known = [start for start in starts if start is not None]
    until = min(ends) if ends else None
    since = max(known) if len(known) == len(starts) else None
    if (known and max(known) > on) or (until is not None and until < on):
        in_force = Verdict.NOT_MET
    else:
        in_force = Verdict.UNDETERMINED if since is None else Verdict.MET
    return Candidate(
        agreement=agreement,
        in_force=in_force,
        since=since,
        until=until,
        citations=tuple(dict.fromkeys(period.citation for period in periods)),
        statuses=tuple(dict.fromkeys(period.status for period in periods)),
    )


def read_shard(parsed: Any) -> tuple[Agreement, ...]:
    """Read the shard `agreements` as it was parsed.

    Raises:
        EngineError: It is not understood; the check refuses such files before they are published.
    """
    refusals = Refusals()
    found = read_agreements(Reader(parsed, "agreements", refusals))
    refusals.raise_if_any()
    return found


def read_agreements(source: Reader) -> tuple[Agreement, ...]:
    """Read the shard: names, parties and dates of every agreement. Its provisions are read when somebody asks."""
    for _ in source.fields(example='{"agreements": []}', only=("version", "agreements")):
        pass
    return tuple(read_agreement(item) for item in source.at("agreements").items(example=f"[{EXAMPLE}]"))


def read_agreement(source: Reader) -> Agreement:
    """Read one agreement; faults are remembered."""
    for _ in source.fields(example=EXAMPLE, only=(*KEYS, "owner", "description", "version")):
        pass
    status = read_status(source.at("status"))
    edition = _optional(source.at("hs"))
    if edition and edition not in EDITIONS:
        source.at("hs").refuse("engine.hs.edition", expected=", ".join(EDITIONS), example="2017")
    parties = tuple(_party(item) for item in source.at("parties").items(example="[]"))
    names = [party.economy for party in parties]
    if len(names) < 2 or len(set(names)) < len(names):
        source.at("parties").refuse(
            "provisions.refused.parties", example='[{"economy": "PE"}, {"economy": "US"}]'
        )
    pairs = source.at("pairs")
    return Agreement(
        id=ID.read(source.at("id"), PLAIN),
        name=source.at("name").text(example="…"),
        short=source.at("short").text(example="…"),
        kind=_kind(source.at("kind")),
        status=status,
        provisions_status=read_status(source.at("provisions_status")),
        edition=edition,
        scheme=_optional(source.at("scheme")),
        rules_from=source.at("rules_from").day() if source.at("rules_from").present else None,
        publisher=economy(source.at("publisher")) if source.at("publisher").present else "",
        parties=parties,
        pairs=tuple(_pair(item, names) for item in pairs.items(example="[]")) if pairs.present else (),
        official=tuple(item.value for item in source.at("official").items(example="[]")),
        sources={
            str(item.value.get("id", "")): item.value
            for item in source.at("sources").items(example="[]")
            if item.is_object(example='{"id": "treaty"}')
        },
        checked_on=source.at("checked_on").text(example="2026-11-22"),
        notes=_notes(source.at("notes")),
        written=source.at("provisions").value if source.at("provisions").present else None,
    )


def provisions_of(agreement: Agreement) -> Provisions | None:
    """Read the general provisions of an agreement, or give nothing if none are in the data.

    Raises:
        EngineError: They are not understood; the check refuses such a file before it is published.
    """
    if agreement.written is None:
        return None
    refusals = Refusals()
    found = read_provisions(
        Reader(agreement.written, f"{agreement.id}.provisions", refusals), agreement=agreement.id
    )
    refusals.raise_if_any()
    return found


def _kind(source: Reader) -> str:
    text = source.text(example=KINDS[0])
    if text and text not in KINDS:
        source.refuse("origin.notation.word", expected=", ".join(KINDS))
    return text


def _notes(source: Reader) -> tuple[str, ...]:
    if not source.present:
        return ()
    return tuple(item.at("text").text(example="…") for item in source.items(example='[{"text": "…"}]'))


def _optional(source: Reader) -> str:
    return source.text(example="hts-us") if source.present else ""


def _party(source: Reader) -> Party:
    for _ in source.fields(
        example='{"economy": "PE", "from": "2009-02-01"}', only=("economy", "side", *PERIOD)
    ):
        pass
    return Party(economy(source.at("economy")), *_period(source), _optional(source.at("side")))


def _pair(source: Reader, parties: list[str]) -> Pair:
    for _ in source.fields(example='{"between": ["CA", "GB"], "from": "unknown"}', only=("between", *PERIOD)):
        pass
    both = [economy(item) for item in source.at("between").items(example='["CA", "GB"]')]
    if len(set(both)) != 2 or not set(both) <= set(parties):
        source.at("between").refuse("provisions.refused.unknown_party", expected=", ".join(parties))
    return Pair(frozenset(both), *_period(source))


def _period(source: Reader) -> tuple[date | None, date | None, Citation, str]:
    start = None if source.at("from").value == UNKNOWN else source.at("from").day()
    until = source.at("until").day() if source.at("until").present else None
    if start is not None and until is not None and until < start:
        source.at("until").refuse("origin.notation.until", example=start.isoformat())
    citation = read_citation(source.at("citation"), PLAIN)
    if citation is None or not (
        citation.source and (citation.article or citation.annex or citation.page or citation.item)
    ):
        source.at("citation").refuse(
            "provisions.refused.uncited", example='{"source": "treaty", "article": "23.4"}'
        )
    return start, until, citation or Citation(), read_status(source.at("status"))
