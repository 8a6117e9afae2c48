"""What there is to say about the duty on a product: both rates, the saving, what is not included, where to look."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from py_engine.quantity import text_from_millionths
from py_engine.tariff.amount import Facts, ad_valorem, saving
from py_engine.tariff.duty import FREE, NONE, UNKNOWN, duty_on
from py_engine.tariff.schedule import NOT_KNOWN

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from py_engine.tariff.duty import Duty, Part
    from py_engine.tariff.schedule import Quote, Schedule

__all__ = ["said", "told"]

CENT = 10_000  # of a currency, in millionths
MOST_SHOWN = 4


def told(
    quote: Quote, *, value: int | None, currency: str, quantities: Mapping[str, int], on: date
) -> dict[str, Any]:
    """Put a quote into the shape it travels in.

    Args:
        quote: What an importer asks for the product.
        value: The value of the consignment, in millionths; ``None`` if nobody has said it.
        currency: Of the value.
        quantities: By unit, in millionths; see ``Facts``.
        on: The day of importation.
    """
    facts = Facts(value, currency, quantities)
    schedule = quote.schedule
    missing = _message(f"rate.unknown.{quote.why}") if quote.why else _message("duty.unknown.plain")
    return {
        "mfn": _rate(quote, [line.mfn for line in quote.lines], facts, on) or _unknown(missing),
        "preferential": _rate(quote, [line.preferential for line in quote.lines], facts, on)
        or _unknown(_message("duty.unknown.plain")),  # why was just said
        "saving": _saving(quote, facts, on),
        "not_included": [_message(key) for key in _not_included(quote)],
        "look_up": {"href": schedule.look_up, "name": schedule.source["title"]} if schedule else None,
        "lines": [
            {
                "line": line.line,
                "whole": line.whole,
                "mfn": said(line.mfn, on),
                "preferential": said(line.preferential, on),
            }
            for line in quote.lines
        ],
    }


def _message(key: str, **values: Any) -> dict[str, Any]:
    return {"key": f"tariff.{key}", "values": values}


def _number(millionths: int) -> dict[str, str]:
    return {"number": text_from_millionths(millionths)}


def _unknown(text: dict[str, Any]) -> dict[str, Any]:
    return {"state": NOT_KNOWN, "text": text, "low": "", "high": ""}


def _rate(quote: Quote, duties: list[Duty], facts: Facts, on: date) -> dict[str, Any] | None:
    """Write what the lines ask: a percentage, one between two, or the words of a duty that is none."""
    if quote.state == NOT_KNOWN:
        return None
    found = _of_lines(list(dict.fromkeys(duties)), facts, on)
    if quote.old and quote.schedule and found["state"] != NOT_KNOWN:
        found["text"] = _message("rate.old", rate=found["text"], year=quote.schedule.until[:4])
    found["citation"] = _citation(quote.schedule)
    return found


def _of_lines(duties: list[Duty], facts: Facts, on: date) -> dict[str, Any]:
    kinds = {duty_on(duty, on).kind for duty in duties}
    if kinds == {UNKNOWN.kind}:
        return _unknown(said(duties[0], on))
    shares = [ad_valorem(duty, Facts(), on) for duty in duties]
    certain = [share for share in shares if share is not None]
    if len(certain) == len(duties):
        low, high = min(low for low, _ in certain), max(high for _, high in certain)
        between = _message("rate.between", low=_number(low), high=_number(high))
        return {
            "state": "known" if low == high else "by_line",
            "text": said(duties[0], on) if low == high else between,
            "low": text_from_millionths(low),
            "high": text_from_millionths(high),
        }
    found = {"state": "by_line", "low": "", "high": "", **_equivalent(duties, facts, on)}
    if len(duties) == 1:
        state = NONE.kind if kinds == {NONE.kind} else "text"
        return {**found, "state": state, "text": said(duties[0], on)}
    listed = [said(duty, on) for duty in duties[:MOST_SHOWN]]
    key = "rate.lines" if len(duties) <= MOST_SHOWN else "rate.lines_more"
    text = _message(key, rates={"list": listed, "joint": "or"}, count={"number": str(len(duties))})
    return {**found, "text": text}


def _equivalent(duties: Iterable[Duty], facts: Facts, on: date) -> dict[str, Any]:
    """Give the percentage that duties come to, only where a value is given and all of them can be computed."""
    found = [ad_valorem(duty, facts, on) for duty in duties]
    certain = [one for one in found if one is not None]
    if facts.value is None or len(certain) < len(found):
        return {}
    low, high = min(low for low, _ in certain), max(high for _, high in certain)
    return {"equivalent": {"low": text_from_millionths(low), "high": text_from_millionths(high)}}


def _saving(quote: Quote, facts: Facts, on: date) -> dict[str, Any]:
    found = saving(quote, facts, on)
    if found.low is None or found.high is None:
        needs = [_need(name) for name in found.needs]
        text = (
            _message("saving.needs", needs={"list": needs, "joint": "and"})
            if needs
            else _message("saving.unknown")
        )
        return {"state": "unknown", "text": text, "low": "", "high": "", "needs": list(found.needs)}
    money = {"currency": found.currency}
    low, high = found.low // CENT * CENT, found.high // CENT * CENT  # to the cent, and never a cent too much
    if found.state == "none":
        text = _message("saving.none")
    elif low == high:
        text = _message("saving.exact", amount=_number(low), **money)
    else:
        text = _message("saving.between", low=_number(low), high=_number(high), **money)
    ends = {"low": text_from_millionths(low), "high": text_from_millionths(high)}
    return {"state": found.state, "text": text, **ends, **money, "needs": []}


def _need(name: str) -> dict[str, Any]:
    kind, _, what = name.partition(".")
    if kind == "quantity":
        unit, _, content = what.partition(".")
        words = {"unit": {"key": f"tariff.unit_of.{unit}"}}
        if content:
            return _message("need.content", **words, of={"key": f"tariff.content.{content}"})
        return _message("need.quantity", **words)
    if kind == "currency":
        return _message("need.currency", currency=what)
    return _message("need.part", of={"key": f"tariff.share.{what}"}) if what else _message("need.value")


def _not_included(quote: Quote) -> list[str]:
    if quote.schedule is None:
        return ["not_included.any"]
    marks = sorted({mark for line in quote.lines for mark in line.marks})
    return [
        *(f"not_included.{kind}" for kind in quote.schedule.not_included),
        *(f"marked.{mark}" for mark in marks),
    ]


def _citation(schedule: Schedule | None) -> dict[str, Any] | None:
    if schedule is None:
        return None
    return {**schedule.source, "from": schedule.start, "edition": schedule.edition, "status": schedule.status}


def said(duty: Duty, on: date) -> dict[str, Any]:
    """Say a duty as it holds on a day.

    >>> from datetime import date
    >>> from py_engine.tariff.duty import duty_from_text
    >>> said(duty_from_text("6.4%"), date(2026, 11, 22))
    {'key': 'tariff.duty.percent', 'values': {'rate': {'number': '6.4'}}}
    """
    now = duty_on(duty, on)
    if now.kind == UNKNOWN.kind:
        return _message(f"duty.unknown.{now.reason or 'plain'}")
    if now.kind in (FREE.kind, NONE.kind, "prohibited"):
        return _message(f"duty.{now.kind}")
    text = _sum(now.parts)
    if now.upper:
        return _message("duty.between", low=text, high=_sum(now.upper))
    if duty.kind in ("seasonal", "staged"):
        return _message(f"duty.{duty.kind}", rate=text)
    return text


def _sum(parts: tuple[Part, ...]) -> dict[str, Any]:
    first, *rest = (_part(part) for part in parts)
    for part in rest:
        first = _message("duty.plus", first=first, second=part)
    return first


def _part(part: Part) -> dict[str, Any]:
    rate = _number(part.rate)
    if not part.currency:
        if part.of:
            return _message("duty.percent_of", rate=rate, of={"key": f"tariff.share.{part.of}"})
        return _message("duty.percent", rate=rate)
    words = {"rate": rate, "currency": part.currency, "unit": {"key": f"tariff.unit.{part.unit}"}}
    if part.of:
        return _message("duty.money_of", **words, of={"key": f"tariff.content.{part.of}"})
    return _message("duty.money", **words)
