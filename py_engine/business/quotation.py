"""A quotation or a sheet for an invoice: lines, discount, tax, deposit, days. Ready to print or to send.

Each line is rounded to the cent, as it is printed; totals are sums of what is printed, so that a buyer who adds up
finds the same. It is no tax invoice: what that must hold, the tax office of each economy says.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from py_engine.business import report as r
from py_engine.business.amounts import fixed, nearest
from py_engine.business.fields import Field, Group, Tool, Values, form, read
from py_engine.business.saved import open_saved
from py_engine.quantity import HUNDRED_POINTS, MILLION

if TYPE_CHECKING:
    from py_engine.reading import Reader

__all__ = ["TOOL", "answer", "ask", "opened"]

CENT = MILLION // 100
TOOL = Tool(
    "quotation",
    (
        Group(
            "paper",
            (
                Field("kind", "choice", options=("quotation", "invoice")),
                Field("number", "text"),
                Field("day", "day"),
                Field("days", "count", most=365),
                Field("currency", "text"),
            ),
        ),
        Group("sides", (Field("seller", "lines", needed=True), Field("buyer", "lines", needed=True))),
        Group(
            "item",
            (
                Field("name", "text", needed=True),
                Field("amount", "money", needed=True),
                Field("price", "money", needed=True),
            ),
            rows=12,
        ),
        Group(
            "terms",
            (
                Field("discount", "percent"),
                Field("tax", "percent"),
                Field("deposit", "percent"),
                Field("delivery", "text"),
                Field("payment", "text"),
                Field("notes", "lines"),
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


def answer(request: Reader) -> dict[str, Any]:
    """Make the paper.

    Raises:
        EngineError: A field cannot be used, there is no line, or discount or deposit is more than everything.
    """
    values = read(TOOL, request)
    if not values.rows["item"]:
        request.refusals.add("answers.item.0.name", "quotation.refused.empty")
    for name in ("discount", "deposit"):
        if (values[name] or 0) > HUNDRED_POINTS:
            request.refusals.add(
                f"answers.{name}", "quotation.refused.share", field={"key": f"quotation.fields.{name}.label"}
            )
    request.refusals.raise_if_any()
    currency = values["currency"]
    lines = [nearest(one["amount"] * one["price"], MILLION * CENT) for one in values.rows["item"]]
    total = sum(lines)
    less = nearest(total * (values["discount"] or 0), HUNDRED_POINTS)
    tax = nearest((total - less) * (values["tax"] or 0), HUNDRED_POINTS)
    due = total - less + tax
    deposit = nearest(due * (values["deposit"] or 0), HUNDRED_POINTS)
    kind = values["kind"] or "quotation"
    day = values["day"] or values.on
    last = day + timedelta(days=values["days"] or 30)
    summary = [
        r.say(
            f"quotation.say.{kind}",
            number=values["number"] or "-",
            date={"date": day.isoformat()},
            last={"date": last.isoformat()},
        )
    ]
    figures = [r.figure("quotation.figures.total", r.money_cell(_text(due), currency))]
    if values["deposit"]:
        figures.append(r.figure("quotation.figures.deposit", r.money_cell(_text(deposit), currency)))
    parts = [
        _side("seller", values),
        _side("buyer", values),
        _goods(values, lines, {"less": less, "tax": tax, "due": due}),
    ]
    said = [
        r.say(f"quotation.terms.{name}", text=values[name])
        for name in ("delivery", "payment", "notes")
        if values[name]
    ]
    if values["deposit"]:
        said.insert(
            0,
            r.say(
                "quotation.terms.deposit",
                amount={"number": _text(deposit)},
                rest={"number": _text(due - deposit)},
            ),
        )
    said.append(r.say(f"quotation.terms.until_{kind}", date={"date": last.isoformat()}))
    parts.append(r.notes("terms", r.say("quotation.terms.title"), said))
    parts.append(r.notes("law", r.say("quotation.law.title"), [r.say("quotation.law.line")], folded=True))
    return r.report(
        "quotation",
        values.on,
        summary=summary,
        figures=figures,
        parts=parts,
        heading=r.say(f"quotation.kind.{kind}"),
    )


def _text(cents: int) -> str:
    return fixed(cents * CENT)


def _side(name: str, values: Values) -> dict[str, Any]:
    lines = [line.strip() for line in values[name].splitlines() if line.strip()]
    return r.notes(
        name, r.say(f"quotation.{name}.title"), [r.say("business.cell.text", value=line) for line in lines]
    )


def _goods(values: Values, lines: list[int], sums: dict[str, int]) -> dict[str, Any]:
    def plain(amount: int) -> dict[str, Any]:
        text = fixed(amount, places=6).rstrip("0").rstrip(".")
        return r.money_cell(text)

    rows = [
        [r.text_cell(one["name"]), plain(one["amount"]), plain(one["price"]), r.money_cell(_text(line))]
        for one, line in zip(values.rows["item"], lines, strict=True)
    ]
    empty = r.text_cell("")
    if sums["less"] or sums["tax"]:
        rows.append([r.key_cell("quotation.goods.sum"), empty, empty, r.money_cell(_text(sum(lines)))])
    if sums["less"]:
        shown = fixed(values["discount"], places=2).rstrip("0").rstrip(".")
        rows.append(
            [
                r.key_cell("quotation.goods.discount", share={"number": shown}),
                empty,
                empty,
                r.money_cell(_text(-sums["less"])),
            ]
        )
    if values["tax"] is not None:
        shown = fixed(values["tax"], places=2).rstrip("0").rstrip(".")
        rows.append(
            [
                r.key_cell("quotation.goods.tax", share={"number": shown}),
                empty,
                empty,
                r.money_cell(_text(sums["tax"])),
            ]
        )
    rows.append([r.key_cell("quotation.goods.total"), empty, empty, r.money_cell(_text(sums["due"]))])
    head = [r.say(f"quotation.goods.{name}") for name in ("name", "amount", "price", "line")]
    return r.table("goods", r.say("quotation.goods.title"), head, rows, last=True)
