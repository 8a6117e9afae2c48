"""One order, several members: who delivers how much, and how the money is shared so that everybody can check it.

Amounts are whole units. In proportion: each delivers the share of the order that they have of all that is there; in
equal parts: the same for each, as far as they have it. What rounding leaves goes to the largest remainders, then in the
order of the list. Money is shared in the smallest coin in the same way, so that nothing is lost and nothing appears.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from py_engine.business import report as r
from py_engine.business.amounts import fixed, nearest
from py_engine.business.fields import Field, Group, Tool, form, read
from py_engine.business.saved import open_saved
from py_engine.quantity import HUNDRED_POINTS, MILLION

if TYPE_CHECKING:
    from py_engine.message import Value
    from py_engine.reading import Reader

__all__ = ["TOOL", "answer", "ask", "equal", "opened", "proportional"]

CENT = MILLION // 100
TOOL = Tool(
    "splitter",
    (
        Group(
            "order",
            (
                Field("product", "text"),
                Field("amount", "count", needed=True),
                Field("unit", "text"),
                Field("rule", "choice", options=("proportion", "equal")),
            ),
        ),
        Group("member", (Field("name", "text", needed=True), Field("has", "count", needed=True)), rows=20),
        Group(
            "money",
            (
                Field("currency", "text"),
                Field("price", "money"),
                Field("costs", "money"),
                Field("fund", "percent"),
            ),
        ),
    ),
)


def ask(request: Reader) -> dict[str, Any]:
    """Give the form."""
    return form(TOOL, request)


def opened(request: Reader) -> dict[str, Any]:
    """Open a saved file."""
    return open_saved(TOOL, request)


def proportional(total: int, weights: list[int]) -> list[int]:
    """Share whole units in proportion; what is left over goes to the largest remainders, first in the list first.

    >>> proportional(10, [1, 1, 1]), proportional(7, [30, 10, 0]), proportional(5, [0, 0])
    ([4, 3, 3], [5, 2, 0], [0, 0])
    """
    whole = sum(weights)
    if not whole:
        return [0] * len(weights)
    made = [total * weight // whole for weight in weights]
    order = sorted(range(len(weights)), key=lambda at: (-(total * weights[at] % whole), at))
    for at in order[: total - sum(made)]:
        made[at] += 1
    return made


def equal(total: int, have: list[int]) -> list[int]:
    """Share whole units equally, nobody more than they have; what is left over goes to the first in the list.

    >>> equal(10, [2, 9, 9]), equal(5, [9, 9]), equal(9, [1, 2])
    ([2, 4, 4], [3, 2], [1, 2])
    """
    made = [0] * len(have)
    left = min(total, sum(have))
    while left:
        open_ones = [at for at in range(len(have)) if made[at] < have[at]]
        each = min(left // len(open_ones), *(have[at] - made[at] for at in open_ones))
        if not each:
            for at in open_ones[:left]:
                made[at] += 1
            return made
        for at in open_ones:
            made[at] += each
        left -= each * len(open_ones)
    return made


def answer(request: Reader) -> dict[str, Any]:
    """Share an order among the members.

    Raises:
        EngineError: A field cannot be used, nobody has anything, a name stands twice, or the fund takes everything.
    """
    values = read(TOOL, request)
    members = values.rows["member"]
    refusals = request.refusals
    names = [one["name"] for one in members]
    if not members:
        refusals.add("answers.member.0.has", "splitter.refused.nobody")
    if twice := next((name for name in names if names.count(name) > 1), None):
        refusals.add("answers.member", "splitter.refused.twice", name=twice)
    if (values["fund"] or 0) > HUNDRED_POINTS:
        refusals.add("answers.fund", "splitter.refused.fund")
    refusals.raise_if_any()
    have, wanted = [one["has"] for one in members], values["amount"]
    there = sum(have)
    taken = min(wanted, there)
    parts = (equal if values["rule"] == "equal" else proportional)(taken, have)
    unit: Value = values["unit"] or {"key": "splitter.units"}
    summary = []
    amount, total = {"number": str(wanted)}, {"number": str(there)}
    if there < wanted:
        summary.append(
            r.say("splitter.say.short", missing={"number": str(wanted - there)}, total=total, unit=unit)
        )
    else:
        summary.append(r.say("splitter.say.enough", amount=amount, total=total, unit=unit))
    summary.append(r.say("splitter.say.equal" if values["rule"] == "equal" else "splitter.say.proportion"))
    drawn = [
        r.bar(
            r.say("business.cell.text", value=name),
            r.say("splitter.bars.value", part={"number": str(part)}, has={"number": str(has)}, unit=unit),
            0,
            part * 1000 // max(have),
            "base",
        )
        for name, part, has in zip(names, parts, have, strict=True)
    ]
    shown = [
        r.bars("parts", r.say("splitter.bars.title"), drawn),
        _table(names, have, parts),
    ]
    figures: list[dict[str, Any]] = []
    if values["price"] is not None:
        money, figures = _money(values["price"], values["costs"] or 0, values["fund"] or 0, parts, names)
        shown.append(money)
        if values["price"] * taken < (values["costs"] or 0):
            summary.append(r.say("splitter.say.loss"))
    shown.append(
        r.notes(
            "how",
            r.say("splitter.how.title"),
            [r.say(f"splitter.how.line{n}") for n in (1, 2, 3)],
            folded=True,
        )
    )
    heading = r.say("business.cell.text", value=values["product"]) if values["product"] else None
    return r.report("splitter", values.on, summary=summary, figures=figures, parts=shown, heading=heading)


def _table(names: list[str], have: list[int], parts: list[int]) -> dict[str, Any]:
    rows = [
        [r.text_cell(name), r.count_cell(has), r.count_cell(part), r.count_cell(has - part)]
        for name, has, part in zip(names, have, parts, strict=True)
    ]
    rows.append(
        [
            r.key_cell("splitter.table.total"),
            *(r.count_cell(sum(each)) for each in (have, parts)),
            r.count_cell(sum(have) - sum(parts)),
        ]
    )
    head = [r.say(f"splitter.table.{name}") for name in ("member", "has", "part", "left")]
    return r.table("shares", r.say("splitter.table.title"), head, rows, last=True)


def _money(
    price: int, costs: int, fund: int, parts: list[int], names: list[str]
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Share the money of the order in cents: income by units, then costs and fund taken off by units too."""
    income = nearest(price * sum(parts), CENT)
    cost = nearest(costs, CENT)
    kept = nearest(income * fund, HUNDRED_POINTS)
    columns = [proportional(each, parts) for each in (income, cost, kept)]
    rows, nets = [], []
    for at, name in enumerate(names):
        got, paid, saved = (column[at] for column in columns)
        nets.append(got - paid - saved)
        rows.append([r.text_cell(name), *(_cents(each) for each in (got, paid, saved, nets[-1]))])
    rows.append(
        [r.key_cell("splitter.table.total"), *(_cents(each) for each in (income, cost, kept, sum(nets)))]
    )
    head = [r.say(f"splitter.money.{name}") for name in ("member", "income", "costs", "fund", "net")]
    figures = [
        r.figure("splitter.figures.income", _cents(income)),
        r.figure("splitter.figures.net", _cents(sum(nets))),
    ]
    return r.table("goods", r.say("splitter.money.title"), head, rows, last=True), figures


def _cents(amount: int) -> dict[str, Any]:
    return r.money_cell(fixed(amount * CENT))
