"""The calls `origin.form` and `origin.determine`: what they take and what they give."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from py_engine.agreements.agreement import candidates
from py_engine.errors import EngineError, shown
from py_engine.origin.answer import determination
from py_engine.origin.codes import in_todays_codes
from py_engine.origin.determine import determine, rule_shards
from py_engine.origin.given_read import UNITS, read_given
from py_engine.origin.proof import WHO
from py_engine.origin.scheme import prepare
from py_engine.origin.told import plain
from py_engine.shards import data, need, version_of
from py_engine.verdict import Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from py_engine.agreements.agreement import Agreement, Candidate
    from py_engine.origin.determine import Determined
    from py_engine.origin.given import Given
    from py_engine.reading import Reader

__all__ = [
    "FIRST",
    "asked_day",
    "certain",
    "determine_one",
    "form",
    "in_hand",
    "judged",
    "read_answers",
    "ready",
]

FIRST = ("CL", "CO", "MX", "PE", "CR", "BR")  # the economies the mission names come first
CURRENCIES = ("USD", "EUR", "GBP", "PEN", "COP", "CLP", "MXN", "CRC", "BRL", "JPY", "CNY", "CAD", "AUD")


def form(agreements: tuple[Agreement, ...], request: Reader) -> dict[str, Any]:
    """Give what the form needs: the economies that some agreement names, and the agreements."""
    for _ in request.fields(example='{"on":"2026-11-22"}', only=("on",)):
        pass
    asked_day(request)
    request.refusals.raise_if_any()
    named = {party.economy for agreement in agreements for party in agreement.parties}
    ordered = [*(one for one in FIRST if one in named), *sorted(named - set(FIRST))]
    return {
        "kind": "origin.form",
        "economies": [{"id": one, "name": plain(f"economies.{one}")} for one in ordered],
        "currencies": list(CURRENCIES),
        "units": list(UNITS),
        "agreements": [
            {
                "id": agreement.id,
                "name": plain(agreement.name),
                "parties": [party.economy for party in agreement.parties],
                "status": agreement.status,
            }
            for agreement in agreements
        ],
    }


def asked_day(request: Reader) -> date | None:
    """Read the day the answer is for: the engine knows no today."""
    return request.at("on").day()


def certain(request: Reader, day: date | None) -> date:
    """Close the reading of a request: with any fault, refuse.

    Raises:
        EngineError: With every fault found.
    """
    request.refusals.raise_if_any()
    if day is None:
        raise EngineError(request.refusals.found)
    return day


def read_answers(request: Reader) -> Given:
    """Read the flat answers and refuse what nothing can be said about: no product code, no economy.

    Raises:
        EngineError: With every fault found.
    """
    given = read_given(request.at("answers"))
    refused = {refusal.path for refusal in request.refusals.found}
    for field, missing, example in (
        ("product.hs", not given.hs, "0901.21"),
        ("made_in", not given.made_in, "PE"),
    ):
        if missing and field not in refused:
            request.refusals.add(field, "engine.value.missing", name=field, example=example)
    return given


def in_hand(
    agreements: tuple[Agreement, ...], request: Reader, given: Given, day: date
) -> tuple[Candidate, str]:
    """Choose the agreement and the importing economy that a request names.

    Raises:
        EngineError: There is no such agreement, or it does not connect the two economies.
    """
    refusals = request.refusals
    name = request.at("agreement").text(example="us-peru")
    agreement = next((one for one in agreements if one.id == name), None)
    if name and agreement is None:
        expected = ", ".join(one.id for one in agreements)
        refusals.add("agreement", "origin.notation.word", value=shown(name), expected=expected)
    refusals.raise_if_any()
    if agreement is None:
        raise EngineError(refusals.found)
    parties = [party.economy for party in agreement.parties]
    wanted = request.at("importer")
    importer = wanted.text(example="US") if wanted.present and wanted.value else _first(agreement, given, day)
    for field, economy in (("made_in", given.made_in), ("importer", importer)):
        if economy not in parties:
            refusals.add(field, "origin.given.not_a_party", value=shown(economy), expected=", ".join(parties))
    refusals.raise_if_any()
    found = candidates((agreement,), exporting=given.made_in, importing=importer, on=day)
    if not found:  # both stand on the same side of the agreement
        refusals.add("importer", "origin.given.same_side", value=shown(importer), other=given.made_in)
    refusals.raise_if_any()
    return found[0], importer


def _first(agreement: Agreement, given: Given, day: date) -> str:
    """Choose the first partner that an agreement connects with the economy of production."""
    others = [party.economy for party in agreement.parties if party.economy != given.made_in]
    if agreement.party(given.made_in) is None:
        return others[0]
    return next(
        (one for one in others if candidates((agreement,), exporting=given.made_in, importing=one, on=day)),
        others[0],
    )


def judged(candidate: Candidate, importer: str, given: Given, day: date) -> Determined:
    """Determine origin under one agreement.

    Raises:
        NeedsData: Rules or correlations are not here.
    """
    chapter = data(f"rules/{given.hs[0].chapter}")
    scheme = prepare(
        candidate,
        exporter=given.made_in,
        importer=importer,
        on=day,
        edition=chapter.edition(candidate.agreement.id) if chapter is not None else "",
        correlation=data("correlation"),
    )
    return determine(scheme, given)


def determine_one(agreements: tuple[Agreement, ...], request: Reader) -> dict[str, Any]:
    """Answer `origin.determine`: one agreement in depth.

    Raises:
        EngineError: The request is not understood.
        NeedsData: Rules, tariffs or correlations are not here.
    """
    names = ("answers", "on", "agreement", "importer", "who")
    for _ in request.fields(example='{"answers":{},"on":"2026-11-22","agreement":"us-peru"}', only=names):
        pass
    day = asked_day(request)
    given = read_answers(request)
    day = certain(request, day)
    candidate, importer = in_hand(agreements, request, given, day)
    given = ready(given)
    found = judged(candidate, importer, given, day)
    return determination(
        found,
        given,
        who=who_of(request),
        duty=duty_of(found, given),
        data_version=data_version(agreements, given),
    )


def ready(given: Given, *, tariffs: bool = True) -> Given:
    """Make sure of the data a product needs, all of it at once, and write its codes in today's edition.

    Raises:
        EngineError: A code does not exist.
        NeedsData: Data is not here.
    """
    duties = (f"tariffs/{given.hs[0].chapter}",) if tariffs else ()
    need(*rule_shards(given), "correlation", *duties)
    today = in_todays_codes(given, data("correlation"))
    duties = (f"tariffs/{today.hs[0].chapter}",) if tariffs else ()
    need(*rule_shards(today), *duties)
    return today


def who_of(request: Reader) -> Mapping[str, str]:
    """Read who stands on the proof: all of it optional, nothing of it checked."""
    source = request.at("who")
    if not source.present or source.value is None:
        return {}
    return {
        name: entry.value
        for name, entry in source.fields(example='{"exporter":"…"}', only=WHO)
        if isinstance(entry.value, str)
    }


def duty_of(found: Determined, given: Given) -> dict[str, Any] | None:
    """Give the duty with and without the preference, where a schedule is at hand."""
    from py_engine.markets.duty import duty  # noqa: PLC0415  origin alone does without tariffs

    return duty(found.scheme, given)


def data_version(agreements: tuple[Agreement, ...], given: Given) -> str:
    """Name the data an answer rests on: the shards' own versions, one after the other."""
    del agreements
    names = ("agreements", *rule_shards(given), f"tariffs/{given.hs[0].chapter}")
    return "-".join(filter(None, (version_of(name) for name in names)))


def holds(candidate: Candidate) -> bool:
    """Say whether an agreement holds, or perhaps does."""
    return candidate.in_force is not Verdict.NOT_MET
