"""The price of an export at each step of the way, up from the seller's door or down from the buyer's.

Steps are rules of Incoterms 2020. By sea, goods are handed over on board: FOB, CFR, CIF. In a container, by air or by
road they are handed to a carrier before that: FCA, CPT, CIP. Cover is at least 110 % of the price of the contract (rule
A5 of CIF and CIP), so insurance is a share of the very price it is part of: CIF = CFR / (1 - 1.1 x rate).
All sums are exact; amounts are rounded where they are shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from py_engine.business import report as r
from py_engine.business.amounts import fixed, nearest
from py_engine.business.fields import Field, Group, Tool, Values, form, read
from py_engine.business.saved import open_saved
from py_engine.quantity import HUNDRED_POINTS

if TYPE_CHECKING:
    from py_engine.reading import Reader

__all__ = ["TOOL", "answer", "ask", "opened"]

COVER = (110, 100)  # of the price of the contract: rule A5
SEA, ANY = ("exw", "fca", "fob", "cfr", "cif", "dap", "ddp"), ("exw", "fca", "cpt", "cip", "dap", "ddp")
TOOL = Tool(
    "ladder",
    (
        Group(
            "product",
            (
                Field("name", "text"),
                Field("currency", "text"),
                Field("units", "count", needed=True),
                Field("direction", "choice", options=("up", "down")),
                Field("price", "money", needed=True),
                Field("transport", "choice", options=("sea", "any")),
            ),
        ),
        Group(
            "origin",
            (
                Field("packing", "money"),
                Field("inland", "money"),
                Field("papers", "money"),
                Field("loading", "money"),
            ),
        ),
        Group("way", (Field("freight", "money"), Field("insurance", "percent"))),
        Group(
            "entry",
            (
                Field("arrival", "money"),
                Field("duty", "percent"),
                Field("base", "choice", options=("cif", "fob")),
                Field("clearance", "money"),
                Field("tax", "percent"),
                Field("importer", "percent"),
            ),
        ),
    ),
)


class Rungs(NamedTuple):
    """Value of the shipment at each step: millionths divided by ``whole``."""

    whole: int
    exw: int
    fca: int
    fob: int
    cfr: int
    cif: int
    dap: int
    duty: int
    ddp: int


class _Costs(NamedTuple):
    before_carrier: int
    on_board: int
    freight: int
    rate: int  # of the insured value, millionths of a per cent
    arrival: int
    duty: int
    on_fob: bool
    clearance: int


def ask(request: Reader) -> dict[str, Any]:
    """Give the form."""
    return form(TOOL, request)


def opened(request: Reader) -> dict[str, Any]:
    """Open a saved file."""
    return open_saved(TOOL, request)


def up(costs: _Costs, exw: int, whole: int = 1) -> Rungs:
    """Climb from a value at the seller's door, given as millionths divided by ``whole``."""
    kept = HUNDRED_POINTS * COVER[1] - costs.rate * COVER[0]  # of CIF, after insurance
    every = kept * HUNDRED_POINTS  # then each step is a whole number of parts
    full = HUNDRED_POINTS * COVER[1]

    def part(amount: int) -> int:
        return amount * whole * every

    start = exw * every
    fca = start + part(costs.before_carrier)
    fob = fca + part(costs.on_board)
    cfr = fob + part(costs.freight)
    cif = cfr // kept * full  # exact: cfr is a multiple of kept
    dap = cif + part(costs.arrival)
    duty = (fob if costs.on_fob else cif) // HUNDRED_POINTS * costs.duty
    return Rungs(whole * every, start, fca, fob, cfr, cif, dap, duty, dap + duty + part(costs.clearance))


def down(costs: _Costs, ddp: int) -> tuple[int, int]:
    """Descend from a value at the buyer's door, in millionths; gives the value at the seller's door as a fraction."""
    kept = HUNDRED_POINTS * COVER[1] - costs.rate * COVER[0]
    full = HUNDRED_POINTS * COVER[1]
    value = ddp - costs.arrival - costs.clearance  # CIF + duty
    if costs.on_fob:
        # value = (FOB + freight) x full / kept + FOB x duty / 100 points
        fob = (value * kept - costs.freight * full) * HUNDRED_POINTS
        whole = full * HUNDRED_POINTS + kept * costs.duty
    else:
        fob = value * HUNDRED_POINTS * kept
        whole = (HUNDRED_POINTS + costs.duty) * full
        fob -= costs.freight * whole
    return fob - (costs.before_carrier + costs.on_board) * whole, whole


def answer(request: Reader) -> dict[str, Any]:
    """Work out the price at every step, for the shipment and for one unit.

    Raises:
        EngineError: A field cannot be used, or insurance would eat the whole price.
    """
    values = read(TOOL, request)
    rate = values["insurance"] or 0
    if rate * COVER[0] >= HUNDRED_POINTS * COVER[1]:
        request.refusals.add("answers.insurance", "ladder.refused.insurance")
    if (values["importer"] or 0) >= HUNDRED_POINTS:
        request.refusals.add("answers.importer", "ladder.refused.importer")
    request.refusals.raise_if_any()
    costs = _Costs(
        sum(values[name] or 0 for name in ("packing", "inland", "papers")),
        values["loading"] or 0,
        values["freight"] or 0,
        rate,
        values["arrival"] or 0,
        values["duty"] or 0,
        values["base"] == "fob",
        values["clearance"] or 0,
    )
    units = values["units"]
    going_down = values["direction"] == "down"
    if going_down:
        left = HUNDRED_POINTS - (values["importer"] or 0)
        exw, whole = down(costs, values["price"] * units)
        if left != HUNDRED_POINTS:  # the buyer's own margin comes off first
            exw, whole = _with_importer(costs, values["price"] * units, left)
        rungs = up(costs, exw, whole)
    else:
        rungs = up(costs, values["price"] * units)
    return _report(values, costs, rungs, going_down)


def _with_importer(costs: _Costs, sold: int, left: int) -> tuple[int, int]:
    """Descend from what the importer sells for, of which he keeps a share."""
    scaled = costs._replace(
        **{
            name: getattr(costs, name) * HUNDRED_POINTS
            for name in ("before_carrier", "on_board", "freight", "arrival", "clearance")
        }
    )
    exw, whole = down(scaled, sold * left)
    return exw, whole * HUNDRED_POINTS


def _report(values: Values, costs: _Costs, rungs: Rungs, going_down: bool) -> dict[str, Any]:
    units, currency = values["units"], values["currency"]
    sea = values["transport"] != "any"
    names = SEA if sea else ANY
    at = {**rungs._asdict(), "cpt": rungs.cfr, "cip": rungs.cif}

    def each(amount: int) -> str:
        return fixed(amount, rungs.whole * units)

    summary = []
    if going_down and rungs.exw <= 0:
        summary.append(r.say("ladder.say.impossible", price={"number": fixed(values["price"])}))
    elif going_down:
        summary.append(
            r.say(
                "ladder.say.down", price={"number": fixed(values["price"])}, exw={"number": each(rungs.exw)}
            )
        )
    else:
        summary.append(
            r.say("ladder.say.up", exw={"number": each(rungs.exw)}, ddp={"number": each(rungs.ddp)})
        )
    if rungs.exw > 0:
        times = nearest(rungs.ddp * 100, rungs.exw)
        summary.append(r.say("ladder.say.times", times={"number": f"{times // 100}.{times % 100:02}"}))
    summary.append(r.say("ladder.say.sea" if sea else "ladder.say.any"))
    key = {True: ("fob", "cif"), False: ("fca", "cip")}[sea]
    figures = [
        r.figure(
            f"ladder.rungs.{name}.name", r.money_cell(each(at[name]), currency), r.say("ladder.figures.unit")
        )
        for name in ("exw", *key, "ddp")
    ]
    parts = [_stairs(names, at, rungs, units), _table(names, at, rungs, units)]
    parts.append(_beyond(values, rungs, units))
    parts.append(
        r.notes(
            "terms",
            r.say("ladder.terms.title"),
            [r.say(f"ladder.rungs.{name}.means") for name in names],
            folded=True,
        )
    )
    parts.append(
        r.notes(
            "how",
            r.say("ladder.how.title"),
            [r.say(f"ladder.how.line{n}") for n in (1, 2, 3, 4)],
            folded=True,
        )
    )
    if costs.on_fob:
        summary.append(r.say("ladder.say.on_fob"))
    heading = r.say("business.cell.text", value=values["name"]) if values["name"] else None
    return r.report("ladder", values.on, summary=summary, figures=figures, parts=parts, heading=heading)


def _stairs(names: tuple[str, ...], at: dict[str, int], rungs: Rungs, units: int) -> dict[str, Any]:
    """Each step begins where the one before it ended: what it adds stands out."""
    top = max(rungs.ddp, 1)
    items, before = [], 0
    for name in names:
        begin, end = nearest(max(before, 0) * 1000, top), nearest(max(at[name], 0) * 1000, top)
        items.append(
            r.bar(
                r.say(f"ladder.rungs.{name}.name"),
                r.say("business.cell.number", value={"number": fixed(at[name], rungs.whole * units)}),
                begin if name != "exw" else 0,
                max(end - begin, 0) if name != "exw" else end,
                "base" if name == "exw" else "step",
            )
        )
        before = at[name]
    return r.bars("stairs", r.say("ladder.stairs.title"), items, lead=r.say("ladder.stairs.lead"))


def _table(names: tuple[str, ...], at: dict[str, int], rungs: Rungs, units: int) -> dict[str, Any]:
    head = [r.say(f"ladder.table.{name}") for name in ("rung", "adds", "shipment", "unit")]
    rows, before = [], 0
    for name in names:
        rows.append(
            [
                r.key_cell(f"ladder.rungs.{name}.name"),
                r.money_cell(fixed(at[name] - before, rungs.whole)),
                r.money_cell(fixed(at[name], rungs.whole)),
                r.money_cell(fixed(at[name], rungs.whole * units)),
            ]
        )
        before = at[name]
    return r.table("table", r.say("ladder.table.title"), head, rows, lead=r.say("ladder.table.lead"))


def _beyond(values: Values, rungs: Rungs, units: int) -> dict[str, Any]:
    """What the importer also pays or adds: the tax at entry, and his own margin."""
    rows = [
        [
            r.key_cell("ladder.beyond.duty"),
            r.money_cell(fixed(rungs.duty, rungs.whole)),
            r.money_cell(fixed(rungs.duty, rungs.whole * units)),
        ]
    ]
    if values["tax"] is not None:
        tax, whole = (rungs.cif + rungs.duty) * values["tax"], rungs.whole * HUNDRED_POINTS
        rows.append(
            [
                r.key_cell("ladder.beyond.tax"),
                r.money_cell(fixed(tax, whole)),
                r.money_cell(fixed(tax, whole * units)),
            ]
        )
    if values["importer"] is not None:
        sold, whole = rungs.ddp * HUNDRED_POINTS, rungs.whole * (HUNDRED_POINTS - values["importer"])
        rows.append(
            [
                r.key_cell("ladder.beyond.sold"),
                r.money_cell(fixed(sold, whole)),
                r.money_cell(fixed(sold, whole * units)),
            ]
        )
    head = [r.say(f"ladder.beyond.{name}") for name in ("what", "shipment", "unit")]
    return r.table("beyond", r.say("ladder.beyond.title"), head, rows)
