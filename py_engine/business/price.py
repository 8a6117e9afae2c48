"""What a product costs, what it must cost the buyer, and what a price leaves. Exact until the figure that is shown.

Cost of one unit = (materials + work) / units of the batch + monthly costs / units of the month.
A fee that is a share of the price (card, marketplace, commission) and the margin are both taken from the price, so
price = cost / (1 - fee - margin). The price asked for is rounded up: rounding down would eat the margin.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from py_engine.business import report as r
from py_engine.business.amounts import ceiling, fixed, nearest, shares
from py_engine.business.fields import Field, Group, Tool, Values, form, read
from py_engine.business.saved import open_saved
from py_engine.quantity import HUNDRED_POINTS, MILLION

if TYPE_CHECKING:
    from py_engine.reading import Reader

__all__ = ["TOOL", "answer", "ask", "opened"]

STEPS = {"cent": 10_000, "tenth": 100_000, "one": MILLION, "fifty": 50 * MILLION, "hundred": 100 * MILLION}
TOOL = Tool(
    "price",
    (
        Group(
            "product",
            (
                Field("name", "text"),
                Field("currency", "text"),
                Field("step", "choice", options=tuple(STEPS)),
                Field("batch", "count", needed=True),
            ),
        ),
        Group("material", (Field("name", "text"), Field("amount", "money", needed=True)), rows=8),
        Group("work", (Field("hours", "money"), Field("wage", "money"))),
        Group("month", (Field("fixed", "money"), Field("units", "count"))),
        Group("sale", (Field("margin", "percent"), Field("fee", "percent"), Field("tax", "percent"))),
        Group("now", (Field("price", "money"),)),
    ),
)


def ask(request: Reader) -> dict[str, Any]:
    """Give the form."""
    return form(TOOL, request)


def opened(request: Reader) -> dict[str, Any]:
    """Open a saved file."""
    return open_saved(TOOL, request)


class _Costs:
    """Costs of one unit, each as millionths divided by ``whole``."""

    def __init__(self, values: Values) -> None:
        batch, units = values["batch"], values["units"] or 1
        materials = sum(row["amount"] for row in values.rows["material"])
        work = (values["hours"] or 0) * (values["wage"] or 0)  # millionths of millionths
        self.whole: int = batch * units * MILLION
        self.materials: int = materials * units * MILLION
        self.work: int = work * units
        self.fixed: int = (values["fixed"] or 0) * batch * MILLION
        self.own: int = self.materials + self.work  # what one more unit costs
        self.all: int = self.own + self.fixed


def answer(request: Reader) -> dict[str, Any]:
    """Work out cost, prices and what a price leaves.

    Raises:
        EngineError: A field cannot be used, monthly costs have no number of units, or fee and margin leave nothing.
    """
    values = read(TOOL, request)
    refusals = request.refusals
    fee: int = values["fee"] or 0
    margin: int = values["margin"] or 0
    if fee + margin >= HUNDRED_POINTS:
        refusals.add("answers.margin", "price.refused.shares", value={"number": fixed(fee + margin)})
    if values["fixed"] and not values["units"]:
        refusals.add("answers.units", "price.refused.units")
    refusals.raise_if_any()
    costs = _Costs(values)
    if not costs.all:
        refusals.add("answers.material.0.amount", "price.refused.nothing")
        refusals.raise_if_any()
    step: int = STEPS[values["step"] or "cent"]
    places = 0 if step >= MILLION else 2
    currency = values["currency"]

    def price_for(share: int) -> int:
        """The lowest price, in millionths and a whole number of steps, that leaves a share after cost and fee."""
        count: int = ceiling(costs.all * HUNDRED_POINTS, costs.whole * (HUNDRED_POINTS - fee - share) * step)
        return count * step

    floor, target = price_for(0), price_for(margin)
    figures = [
        r.figure("price.figures.cost", r.money_cell(fixed(costs.all, costs.whole, places=places), currency)),
        r.figure(
            "price.figures.floor",
            r.money_cell(fixed(floor, places=places), currency),
            r.say("price.figures.floor_note"),
        ),
    ]
    summary = []
    if values["margin"] is not None:
        figures.append(r.figure("price.figures.target", r.money_cell(fixed(target, places=places), currency)))
        summary.append(
            r.say(
                "price.say.target",
                price={"number": fixed(target, places=places)},
                margin={"number": _tenths(_left(costs, fee, target), target * costs.whole)},
                cost={"number": fixed(costs.all, costs.whole, places=places)},
            )
        )
    parts = []
    chosen = values["price"] or (target if values["margin"] is not None else floor)
    if values["price"]:
        summary.append(_at_price(costs, fee, values["price"], places))
    if not summary:
        summary.append(r.say("price.say.floor", price={"number": fixed(floor, places=places)}))
    if values["tax"] is not None:
        taxed = nearest(chosen * (HUNDRED_POINTS + values["tax"]), HUNDRED_POINTS)
        figures.append(r.figure("price.figures.taxed", r.money_cell(fixed(taxed, places=places), currency)))
    parts.append(_stack(costs, fee, chosen, places))
    parts.append(_compare(values, costs, fee, sorted({floor, target, chosen}), places))
    parts.append(_materials(values, places))
    if values["fixed"]:
        parts.append(_break_even(values, costs, fee, chosen, places))
    parts.append(
        r.notes(
            "how", r.say("price.how.title"), [r.say(f"price.how.line{n}") for n in (1, 2, 3, 4)], folded=True
        )
    )
    heading = r.say("business.cell.text", value=values["name"]) if values["name"] else None
    return r.report("price", values.on, summary=summary, figures=figures, parts=parts, heading=heading)


def _left(costs: _Costs, fee: int, price: int) -> int:
    """What a price leaves of one unit, as millionths divided by ``costs.whole``; exact to a millionth."""
    return price * costs.whole - nearest(price * costs.whole * fee, HUNDRED_POINTS) - costs.all


def _tenths(part: int, whole: int) -> str:
    """A share as a percentage with one decimal, to the nearest tenth."""
    tenths = nearest(part * 1000, whole)
    return f"{'-' if tenths < 0 else ''}{abs(tenths) // 10}.{abs(tenths) % 10}"


def _at_price(costs: _Costs, fee: int, price: int, places: int) -> dict[str, Any]:
    left = _left(costs, fee, price)
    key = "price.say.gain" if left > 0 else "price.say.loss" if left < 0 else "price.say.nothing"
    return r.say(
        key,
        price={"number": fixed(price, places=places)},
        left={"number": fixed(abs(left), costs.whole, places=places)},
        margin={"number": _tenths(abs(left), price * costs.whole)},
    )


def _stack(costs: _Costs, fee: int, price: int, places: int) -> dict[str, Any]:
    """One unit at a price: where each part of the money goes. What is shown adds up to the price that is shown."""
    left = _left(costs, fee, price)
    taken = price * costs.whole - costs.all - left
    named = [
        ("materials", costs.materials, "base"),
        ("work", costs.work, "second"),
        ("fixed", costs.fixed, "third"),
        ("fee", taken, "fourth"),
        ("left", max(left, 0), "good"),
    ]
    drawn = [(name, part, tone) for name, part, tone in named if part]
    ends, so_far, before = [], 0, 0
    scale = 10**places
    for _, part, _ in drawn:
        so_far += part
        end = nearest(so_far * scale, costs.whole * MILLION)
        ends.append(end - before)
        before = end
    items = [
        r.bar(
            r.say(f"price.parts.{name}"),
            r.say("business.cell.number", value={"number": fixed(units * MILLION, scale, places=places)}),
            begin,
            length,
            tone,
        )
        for (name, _, tone), units, (begin, length) in zip(
            drawn, ends, shares([part for _, part, _ in drawn]), strict=True
        )
    ]
    key = "price.stack.title" if left >= 0 else "price.stack.title_loss"
    return r.stack(
        "stack",
        r.say(key, price={"number": fixed(price, places=places)}),
        items,
        lead=r.say("price.stack.lead"),
    )


def _compare(values: Values, costs: _Costs, fee: int, prices: list[int], places: int) -> dict[str, Any]:
    """Prices beside one another: what each leaves of a unit, and in a month."""
    units = values["units"]
    head = [
        r.say(f"price.compare.{name}") for name in ("price", "left", "margin", *(["month"] if units else []))
    ]
    rows = []
    for price in prices:
        left = _left(costs, fee, price)
        row = [
            r.money_cell(fixed(price, places=places)),
            r.money_cell(fixed(left, costs.whole, places=places)),
            r.percent_cell(_tenths(left, price * costs.whole)),
        ]
        if units:
            row.append(r.money_cell(fixed(left * units, costs.whole, places=places)))
        rows.append(row)
    return r.table("compare", r.say("price.compare.title"), head, rows)


def _materials(values: Values, places: int) -> dict[str, Any]:
    batch = values["batch"]
    rows = [
        [
            r.text_cell(row["name"]) if row["name"] else r.key_cell("price.materials.unnamed", row=str(at)),
            r.money_cell(fixed(row["amount"], places=places)),
            r.money_cell(fixed(row["amount"], batch, places=2)),
        ]
        for at, row in enumerate(values.rows["material"], 1)
    ]
    total = sum(row["amount"] for row in values.rows["material"])
    rows.append(
        [
            r.key_cell("price.materials.total"),
            r.money_cell(fixed(total, places=places)),
            r.money_cell(fixed(total, batch, places=2)),
        ]
    )
    head = [r.say(f"price.materials.{name}") for name in ("name", "batch", "unit")]
    return r.table("materials", r.say("price.materials.title"), head, rows, last=True, folded=True)


def _break_even(values: Values, costs: _Costs, fee: int, price: int, places: int) -> dict[str, Any]:
    """How many units of a month pay the monthly costs; only what one more unit leaves can pay them."""
    one = price * costs.whole - nearest(price * costs.whole * fee, HUNDRED_POINTS) - costs.own
    shown = {"number": fixed(price, places=places)}
    if one <= 0:
        lines = [r.say("price.even.never", price=shown)]
    else:
        needed = ceiling(values["fixed"] * costs.whole, one)
        planned = values["units"]
        key = "price.even.enough" if planned >= needed else "price.even.short"
        lines = [
            r.say("price.even.units", count={"number": str(needed)}, price=shown),
            r.say(key, count={"number": str(planned)}),
        ]
    return r.notes("even", r.say("price.even.title"), lines)
