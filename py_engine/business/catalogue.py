"""A catalogue on one page: products with their price, how to order, and a QR code that leads to the first way to order.

The code and the links hold only what was written in the form. Where a message can be sent, each product has a link of
its own that names it, so that a customer asks for the right thing with one touch.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from py_engine.business import qr
from py_engine.business import report as r
from py_engine.business.amounts import fixed
from py_engine.business.contact import call_link, mail_link, message_link
from py_engine.business.fields import Field, Group, Tool, Values, form, read
from py_engine.business.saved import open_saved

if TYPE_CHECKING:
    from py_engine.reading import Reader

__all__ = ["TOOL", "answer", "ask", "opened"]

WAYS = ("message", "web", "mail", "phone")
TOOL = Tool(
    "catalogue",
    (
        Group(
            "shop",
            (
                Field("name", "text", needed=True),
                Field("place", "text"),
                Field("about", "lines"),
                Field("currency", "text"),
                Field("until", "day"),
                Field("terms", "lines"),
            ),
        ),
        Group(
            "contact",
            (
                Field("message", "phone"),
                Field("phone", "phone"),
                Field("mail", "mail"),
                Field("web", "text"),
                Field("code", "choice", options=("first", *WAYS)),
            ),
        ),
        Group(
            "product",
            (
                Field("name", "text", needed=True),
                Field("about", "text"),
                Field("price", "money"),
                Field("unit", "text"),
            ),
            rows=24,
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
    """Make the page.

    Raises:
        EngineError: A field cannot be used, there is no product, no way to order, or the code would be too large.
    """
    values = read(TOOL, request)
    _check(request, values)
    request.refusals.raise_if_any()
    links = {name: _link(name, values) for name in WAYS if values[name]}
    wanted = values["code"] or "first"
    way = next(iter(links)) if wanted == "first" else wanted
    if way not in links:
        label = {"key": f"catalogue.fields.{way}.label"}
        request.refusals.add("answers.code", "catalogue.refused.way", field=label)
    elif len(links[way].encode()) > qr.LONGEST:
        request.refusals.add("answers.code", "catalogue.refused.long", most=str(qr.LONGEST))
    request.refusals.raise_if_any()
    products = values.rows["product"]
    parts: list[dict[str, Any]] = []
    about = _lines(values["about"])
    if values["place"] or about:
        lines = ([values["place"]] if values["place"] else []) + about
        parts.append(
            r.notes(
                "about",
                r.say("catalogue.about.title"),
                [r.say("business.cell.text", value=one) for one in lines],
            )
        )
    parts += [_goods(values), _order(values, links, way)]
    terms = [r.say("business.cell.text", value=line) for line in _lines(values["terms"])]
    if values["until"]:
        terms.append(r.say("catalogue.terms.until", date={"date": values["until"].isoformat()}))
    if terms:
        parts.append(r.notes("terms", r.say("catalogue.terms.title"), terms))
    summary = [r.say("catalogue.say.count", count=str(len(products)))]
    if values["until"] and values["until"] < values.on:
        summary.append(r.say("catalogue.say.past", date={"date": values["until"].isoformat()}))
    if without := sum(one["price"] is None for one in products):
        summary.append(r.say("catalogue.say.no_price", count=str(without)))
    return r.report(
        "catalogue",
        values.on,
        summary=summary,
        figures=[],
        parts=parts,
        heading=r.say("business.cell.text", value=values["name"]),
    )


def _check(request: Reader, values: Values) -> None:
    if not values.rows["product"]:
        request.refusals.add("answers.product.0.name", "catalogue.refused.empty")
    if not any(values[name] for name in WAYS):
        request.refusals.add("answers.message", "catalogue.refused.no_way")
    if values["message"] and not values["message"].startswith("+"):
        request.refusals.add("answers.message", "catalogue.refused.code", value=values["message"])
    page = values["web"]
    if page and (not page.startswith(("https://", "http://")) or any(sign in page for sign in ' "<>\\^`{|}')):
        request.refusals.add("answers.web", "catalogue.refused.web", value=page)


def _lines(text: str | None) -> list[str]:
    return [line.strip() for line in (text or "").splitlines() if line.strip()]


def _link(way: str, values: Values, product: str = "") -> str:
    value: str = values[way]
    if way == "message":
        return message_link(value, f"{values['name']}: {product}" if product else "")
    if way == "mail":
        return mail_link(value, f"{values['name']}: {product}" if product else "")
    return call_link(value) if way == "phone" else value


def _goods(values: Values) -> dict[str, Any]:
    way = next((name for name in ("message", "mail") if values[name]), "")
    cards = []
    for one in values.rows["product"]:
        price = None
        if one["price"] is not None:
            price = r.say(
                "catalogue.goods.price_unit" if one["unit"] else "catalogue.goods.price",
                amount={"number": fixed(one["price"])},
                currency=values["currency"] or "",
                unit=one["unit"] or "",
            )
        cards.append(
            {
                "name": one["name"],
                "about": one["about"] or "",
                "price": price,
                "unit": one["unit"] or "",
                "link": _link(way, values, one["name"]) if way else "",
            }
        )
    return {"kind": "cards", "name": "goods", "title": r.say("catalogue.goods.title"), "cards": cards}


def _order(values: Values, links: dict[str, str], way: str) -> dict[str, Any]:
    drawing = qr.matrix(links[way])
    return {
        "kind": "code",
        "name": "order",
        "title": r.say("catalogue.order.title"),
        "lead": r.say(f"catalogue.order.{way}"),
        "links": [
            {"way": name, "link": link, "label": f"catalogue.ways.{name}", "text": values[name]}
            for name, link in links.items()
        ],
        "code": {"size": len(drawing) + 8, "path": qr.path(drawing), "text": links[way]},
    }
