"""The call `origin.advice`: what would make a product qualify, ranked, with the effect in every other market."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from py_engine.advice.changes import break_even, candidates_for, paired
from py_engine.advice.headroom import headroom
from py_engine.errors import Refusals
from py_engine.markets.calls import reached
from py_engine.origin.answers import MET
from py_engine.origin.calls import asked_day, certain, in_hand, judged, read_answers, ready
from py_engine.origin.given_read import read_given
from py_engine.origin.told import plain
from py_engine.quantity import millionths, text_from_millionths
from py_engine.reading import Reader

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from py_engine.advice.changes import Change
    from py_engine.agreements.agreement import Agreement
    from py_engine.origin.determine import Determined
    from py_engine.origin.given import Given

__all__ = ["advise"]

MOST_SINGLES = 24
MOST_PAIRS = 40
MOST_TOLD = 6
MOST_SLIDERS = 4


def advise(agreements: tuple[Agreement, ...], request: Reader) -> dict[str, Any]:
    """Say what would make a product originate under one agreement, easiest first.

    Raises:
        EngineError: The request is not understood.
        NeedsData: Rules or correlations are not here.
    """
    names = ("answers", "on", "agreement", "importer")
    for _ in request.fields(example='{"answers":{},"on":"2026-11-22","agreement":"us-peru"}', only=names):
        pass
    day = asked_day(request)
    given = read_answers(request)
    day = certain(request, day)
    answers: Mapping[str, str] = request.at("answers").value
    candidate, importer = in_hand(agreements, request, given, day)
    given = ready(given, tariffs=False)
    found = judged(candidate, importer, given, day)

    def tried(change: Change) -> tuple[Given, Determined] | None:
        other = _changed(answers, change)
        return None if other is None else (other, judged(candidate, importer, other, day))

    good: list[tuple[Change, Given, Determined]] = []
    if found.answer.verdict is not MET:
        singles = list(candidates_for(found, given))[:MOST_SINGLES]
        good = _passing(singles, tried)
        passing = {change.fields for change, _, _ in good}
        left = [
            change
            for change in singles
            if change.fields not in passing
            and not (change.kind == "source" and any(value == importer for _, value in change.fields))
        ]
        if len(good) < MOST_TOLD:
            good += _passing(list(paired(left, MOST_PAIRS)), tried)
    good = sorted(good, key=lambda one: one[0].effort)[:MOST_TOLD]
    before = (
        {f"{one.scheme.agreement.id}.{to}": one for to, one in reached(agreements, given, day)}
        if good
        else {}
    )
    even = [one for one in break_even(found, given) if one[1] > 0]
    return {
        "kind": "origin.advice",
        "agreement": candidate.agreement.id,
        "importer": importer,
        "verdict": found.answer.verdict.value,
        "headroom": headroom(found, given),
        "break_even": _break_even(even, given),
        "changes": [
            _told(place, change, other, after, _effect(agreements, before, other, day))
            for place, (change, other, after) in enumerate(good, 1)
        ],
        "sliders": _sliders(found, given, even),
        "none": plain("determination.advice.none") if not good and found.answer.verdict is not MET else None,
    }


def _changed(answers: Mapping[str, str], change: Change) -> Given | None:
    """Read the answers with a change in them; one that makes no sense is left out."""
    refusals = Refusals()
    given = read_given(Reader({**answers, **dict(change.fields)}, "answers", refusals))
    return None if refusals.found else ready(given, tariffs=False)


def _passing(changes: list[Change], tried: Any) -> list[tuple[Change, Given, Determined]]:
    found = []
    for change in changes:
        outcome = tried(change)
        if outcome is not None and outcome[1].answer.verdict is MET:
            found.append((change, *outcome))
    return found


def _effect(
    agreements: tuple[Agreement, ...], before: Mapping[str, Determined], given: Given, day: date
) -> dict[str, list[str]]:
    """Name the markets that a change opens and closes."""
    gained, lost = [], []
    for importer, one in reached(agreements, given, day):
        name = f"{one.scheme.agreement.id}.{importer}"
        was = name in before and before[name].answer.verdict is MET
        now = one.answer.verdict is MET
        if now and not was:
            gained.append(name)
        elif was and not now:
            lost.append(name)
    return {"gained": gained, "lost": lost}


def _told(
    place: int, change: Change, given: Given, after: Determined, effect: dict[str, list[str]]
) -> dict[str, Any]:
    room = headroom(after, given)
    return {
        "id": str(place),
        "kind": change.kind,
        "text": change.said[0]
        if len(change.said) == 1
        else plain("determination.change.pair", changes={"list": list(change.said), "joint": "and"}),
        "parts": list(change.said),
        "set": dict(change.fields),
        "verdict": after.answer.verdict.value,
        "effort": str(min(change.effort, 5)),
        "markets": effect,
        "gained": plain("determination.change.gained", count={"number": str(len(effect["gained"]))}),
        "share": room["share"] if room else "",
        "headroom": room,
    }


def _break_even(even: list[tuple[str, int, bool]], given: Given) -> dict[str, Any] | None:
    """Give the lowest price at which a share of value passes, or the highest where a lower price helps."""
    if not even:
        return None
    rising = [one for one in even if one[2]]
    basis, price, rises = min(rising, key=lambda one: one[1]) if rising else even[0]
    return {
        "basis": basis,
        "price": text_from_millionths(price),
        "rises": "yes" if rises else "no",
        "text": plain(
            "determination.break_even.rises" if rises else "determination.break_even.falls",
            price={"number": text_from_millionths(price)},
            currency=given.currency,
            basis={"key": f"origin.base.{basis}"},
        ),
    }


def _sliders(found: Determined, given: Given, even: list[tuple[str, int, bool]]) -> list[dict[str, Any]]:
    """Give the figures worth trying out: the price, and what the dearest inputs that do not originate cost."""
    sliders = []
    for basis in ("fob", "ex_works"):
        if basis in given.prices:
            price = given.prices[basis]
            worth = sum(one.value or 0 for one in given.inputs or ())
            low = max(price // 2, worth, given.prices.get("ex_works", 0) if basis == "fob" else 0)
            turns = next((turn for _, turn, _ in even), None)
            high = max(price * 2, turns or 0)
            text = plain("determination.slider.price", basis={"key": f"origin.base.{basis}"})
            sliders.append(_slider(f"product.price.{basis}", text, low, high, price, turns))
            break
    dear = sorted(
        (one for one in given.inputs or () if one.value),
        key=lambda one: -(one.value or 0),
    )
    foreign = {one.given.path for one in found.seen or () if one.originating.verdict is not MET}
    for one in [one for one in dear if one.path in foreign][: MOST_SLIDERS - 1]:
        value = one.value or 0
        room = headroom(found, given)
        turns = None if room is None else value + millionths(room["money"])
        others = sum(other.value or 0 for other in given.inputs or () if other.path != one.path)
        high = min(value * 2, max(given.prices.values(), default=value * 2) - others)
        name: Any = one.name or {"key": "origin.material.unnamed", "values": {}}
        text = plain("determination.slider.input", input=name)
        sliders.append(_slider(f"{one.path}.value", text, 0, max(high, value), value, turns))
    return sliders


def _slider(  # noqa: PLR0917  a figure and its bounds
    field: str, text: dict[str, Any], low: int, high: int, value: int, turns: int | None
) -> dict[str, Any]:
    return {
        "field": field,
        "text": text,
        "low": text_from_millionths(low),
        "high": text_from_millionths(high),
        "value": text_from_millionths(value),
        "step": text_from_millionths(max((high - low) // 200 // 10_000 * 10_000, 10_000)),
        "turns_at": text_from_millionths(turns) if turns is not None and low <= turns <= high else "",
    }
