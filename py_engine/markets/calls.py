"""The call `origin.markets`: every partner under every agreement on a day, best first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from py_engine import __version__
from py_engine.advice.headroom import headroom
from py_engine.agreements.agreement import candidates
from py_engine.markets.duty import duty
from py_engine.origin.answer import product_json
from py_engine.origin.answers import MET, NOT_MET
from py_engine.origin.calls import asked_day, certain, data_version, holds, read_answers, ready
from py_engine.origin.conditions import conditions
from py_engine.origin.determine import determine
from py_engine.origin.proof import effort_of
from py_engine.origin.questions import merged, weights
from py_engine.origin.scheme import prepare
from py_engine.origin.told import plain
from py_engine.quantity import millionths
from py_engine.shards import data

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from py_engine.agreements.agreement import Agreement
    from py_engine.origin.determine import Determined
    from py_engine.origin.finding import Finding
    from py_engine.origin.given import Given
    from py_engine.reading import Reader

__all__ = ["markets", "reached", "row_of"]

# Best first; within one kind of answer, the larger saving.
ORDER = ("claim", "rate_unknown", "ask", "not_worth_it", "not_needed", "no_rule", "fails")
EXAMPLE = '{"answers":{"product.hs":"0901.21","made_in":"PE"},"on":"2026-11-22"}'


def markets(agreements: tuple[Agreement, ...], request: Reader) -> dict[str, Any]:
    """Say where a product can go at a preferential duty, and what that saves.

    Raises:
        EngineError: The request is not understood.
        NeedsData: Rules, tariffs or correlations are not here.
    """
    for _ in request.fields(example=EXAMPLE, only=("answers", "on", "filter")):
        pass
    day = asked_day(request)
    given = read_answers(request)
    wanted = _filter(request)
    day = certain(request, day)
    given = ready(given)
    found = [
        (importer, one)
        for importer, one in reached(agreements, given, day)
        if not wanted or importer in wanted
    ]
    rows = sorted((row_of(importer, one, given) for importer, one in found), key=_rank)
    for place, row in enumerate(rows):
        row["rank"] = str(place + 1)
    useful = {row["id"] for row in rows if row["answer"] == "ask"}
    asking = {
        one.scheme.agreement.id: one
        for importer, one in found
        if f"{one.scheme.agreement.id}.{importer}" in useful
    }
    return {
        "kind": "origin.markets",
        "engine_version": __version__,
        "data_version": data_version(agreements, given),
        "on": day.isoformat(),
        "product": product_json(given),
        "summary": _summary(rows),
        "rows": [{name: part for name, part in row.items() if name != "order"} for row in rows],
        "no_agreement": _without(agreements, given, rows),
        "questions": merged(((one, weights(one)) for one in asking.values()), given),
        "notes": [message.as_json() for message in given.notes],
        "disclaimer": plain("determination.disclaimer"),
    }


def reached(agreements: tuple[Agreement, ...], given: Given, day: date) -> Iterator[tuple[str, Determined]]:
    """Determine origin under every agreement for every partner.

    What an agreement says seldom depends on the partner: where it does not, one determination serves all.
    """
    chapter = data(f"rules/{given.hs[0].chapter}")
    correlation = data("correlation")
    for agreement in agreements:
        if agreement.party(given.made_in) is None:
            continue
        known: list[Determined] = []
        for party in agreement.parties:
            if party.economy == given.made_in:
                continue
            between = candidates((agreement,), exporting=given.made_in, importing=party.economy, on=day)
            if not between or not holds(between[0]):
                continue  # on the same side of the agreement, or not in force
            scheme = prepare(
                between[0],
                exporter=given.made_in,
                importer=party.economy,
                on=day,
                edition=chapter.edition(agreement.id) if chapter is not None else "",
                correlation=correlation,
            )
            same = next(
                (
                    one
                    for one in known
                    if one.scheme.direction == scheme.direction and one.scheme.provisions == scheme.provisions
                ),
                None,
            )
            if same is None:
                same = determine(scheme, given)
                known.append(same)
            yield party.economy, same._replace(scheme=scheme)


def row_of(importer: str, found: Determined, given: Given) -> dict[str, Any]:
    """Write one market: verdict, rates, saving, effort, and the one answer they make together."""
    agreement = found.scheme.agreement
    rates = duty(found.scheme, given)
    saving = _saving(rates)
    broken = next((one for one in conditions(found, given) if one.answer.verdict is NOT_MET), None)
    answer = _answer(found, given, rates, broken=broken is not None)
    return {
        "id": f"{agreement.id}.{importer}",
        "importer": importer,
        "importer_name": plain(f"economies.{importer}"),
        "agreement": agreement.id,
        "agreement_name": plain(agreement.name),
        "agreement_short": plain(agreement.short),
        "answer": answer,
        "answer_text": plain(f"determination.answer.{answer}"),
        "verdict": found.answer.verdict.value,
        "verdict_text": plain(f"determination.verdict.{found.answer.verdict.value}"),
        "criterion": found.criterion,
        "in_force": found.scheme.in_force.value,
        "mfn": rates["mfn"] if rates else _unknown_rate(),
        "preferential": rates["preferential"] if rates else _unknown_rate(),
        "saving": rates["saving"]
        if rates
        else {"state": "unknown", "text": plain("determination.saving.unknown")},
        "look_up": rates.get("look_up") if rates else None,
        "not_included": rates["not_included"] if rates else [],
        "effort": effort_of(found, given),
        "status": agreement.status if found.rows else "not-covered",
        "status_text": plain(f"provisions.status.{agreement.status if found.rows else 'not-covered'}"),
        "checked_on": agreement.checked_on,
        "headroom": headroom(found, given),
        "why": broken.say.as_json() if broken else why(found),
        "asks": list(found.answer.asks),
        "rule": found.best.row.id if found.best else "",
        "order": (ORDER.index(answer), -saving, agreement.id, importer),
    }


def _unknown_rate() -> dict[str, Any]:
    return {"state": "unknown", "text": plain("determination.rate.unknown"), "low": "", "high": ""}


def _saving(rates: dict[str, Any] | None) -> int:
    """Give the saving to rank by: the smaller end of what is certain."""
    low = rates["saving"].get("low") if rates else None
    return millionths(low) if low else 0


def _answer(found: Determined, given: Given, rates: dict[str, Any] | None, *, broken: bool) -> str:
    verdict = found.answer.verdict
    if rates and _free(rates["mfn"]):
        return "not_needed"
    if verdict is NOT_MET or broken:
        return "fails"
    if verdict is not MET:
        return "ask" if found.answer.asks and found.rows else "no_rule"
    state = rates["saving"]["state"] if rates else "unknown"
    if state == "none":
        return "not_worth_it"
    if state not in ("known", "by_line"):
        return "rate_unknown"
    high = rates["saving"].get("high") if rates else None
    if high and (millionths(high) == 0 or (given.effort is not None and millionths(high) <= given.effort)):
        return "not_worth_it"
    return "claim"


def _free(mfn: dict[str, Any]) -> bool:
    return mfn.get("state") == "known" and mfn.get("low") == "0" and mfn.get("high") == "0"


def why(found: Determined) -> dict[str, Any]:
    """Give the one sentence that says most about a verdict."""
    verdict = found.answer.verdict
    if verdict is MET:
        return plain("determination.why.met", criterion={"key": f"determination.criterion.{found.criterion}"})
    if verdict is NOT_MET:
        best = found.best
        if best is not None and best.answer.verdict is NOT_MET:
            return _reason(best.finding).message.as_json()
        return plain(
            "determination.why.minimal" if found.minimal.verdict is NOT_MET else "determination.why.not_met"
        )
    if found.answer.asks and found.rows:
        return plain("determination.why.open", count={"number": str(len(found.answer.asks))})
    return plain("determination.why.no_rule")


def _reason(node: Finding) -> Finding:
    """Go down to the part that decides: the first that is not met."""
    for part in node.parts:
        if part.verdict is NOT_MET:
            return _reason(part)
    return node


def _rank(row: dict[str, Any]) -> Any:
    return row["order"]


def _summary(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Count the answers, best first; an answer nobody got is passed over."""
    if not rows:
        return [plain("determination.summary.none")]
    counts = {name: sum(row["answer"] == name for row in rows) for name in ORDER}
    return [
        plain(f"determination.summary.{name}", count={"number": str(count)})
        for name, count in counts.items()
        if count
    ]


def _without(
    agreements: tuple[Agreement, ...], given: Given, rows: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """List the economies that no agreement here connects with the economy of production."""
    named = {party.economy for agreement in agreements for party in agreement.parties}
    connected = {row["importer"] for row in rows} | {given.made_in}
    return [
        {"importer": one, "importer_name": plain(f"economies.{one}")} for one in sorted(named - connected)
    ]


def _filter(request: Reader) -> tuple[str, ...]:
    source = request.at("filter")
    if not source.present or source.value is None:
        return ()
    for _ in source.fields(example='{"importers":["US"]}', only=("importers",)):
        pass
    return tuple(item.text(example="US") for item in source.at("importers").items(example='["US"]'))
