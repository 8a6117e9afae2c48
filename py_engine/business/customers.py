"""A customer list with follow-ups: whom to write to today, this week, and who has been waiting.

Late is what was due before today; this week are the next six days. Within a group the nearest day comes first, then the
name. Contacts from another program are shown before they are added; who is in the list already is not added again.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from py_engine.business import report as r
from py_engine.business.contact import call_link, mail_link, message_link, read_mail, read_phone
from py_engine.business.contacts import Contact, read_contacts, write_cards
from py_engine.business.fields import Field, Group, Tool, Values, form, read
from py_engine.business.saved import open_saved
from py_engine.errors import shown
from py_engine.reading import day_from_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from py_engine.reading import Reader

__all__ = ["MOST", "TOOL", "answer", "ask", "opened", "when"]

MOST = 40
WEEK = 6
WHEN = ("late", "today", "week", "later")
TOOL = Tool(
    "customers",
    (
        Group(
            "customer",
            (
                Field("name", "text", needed=True),
                Field("phone", "phone"),
                Field("mail", "mail"),
                Field("offers", "choice", options=("unasked", "yes", "no")),
                Field("last", "day"),
                Field("next", "text"),
                Field("day", "day"),
                Field("tags", "text"),
            ),
            rows=MOST,
        ),
        Group("bring", (Field("contacts", "paste"),), folded=True),
    ),
)


def ask(request: Reader) -> dict[str, Any]:
    """Give the form."""
    return form(TOOL, request)


def opened(request: Reader) -> dict[str, Any]:
    """Open a saved file."""
    return open_saved(TOOL, request)


def when(day: date, on: date) -> str:
    """In which group a day falls.

    >>> from datetime import date
    >>> [when(date(2026, 11, day), date(2026, 11, 22)) for day in (21, 22, 23, 28, 29)]
    ['late', 'today', 'week', 'week', 'later']
    """
    ahead = (day - on).days
    return "late" if ahead < 0 else "today" if ahead == 0 else "week" if ahead <= WEEK else "later"


def answer(request: Reader) -> dict[str, Any]:
    """Say who is due, list everybody, and show the contacts to add.

    Raises:
        EngineError: A field cannot be used, a contact is in the future, or there is nothing to show.
    """
    values = read(TOOL, request)
    rows = values.rows["customer"]
    at = _places(request.at("answers").value)
    for row, one in zip(at, rows, strict=True):
        if one["last"] and one["last"] > values.on:
            path = f"answers.customer.{row}.last"
            request.refusals.add(path, "customers.refused.future", name=one["name"])
    found = read_contacts(values["contacts"]) if values["contacts"] else []
    if not found and values["contacts"]:
        request.refusals.add(
            "answers.contacts", "customers.refused.contacts", value=shown(values["contacts"])
        )
    elif not rows and not found:
        request.refusals.add("answers.customer.0.name", "customers.refused.empty")
    request.refusals.raise_if_any()
    dated = sorted(
        ((one["day"], one["name"], row, one) for row, one in zip(at, rows, strict=True) if one["day"]),
        key=lambda each: each[:3],
    )
    parts: list[dict[str, Any]] = []
    if found:
        parts.append(_found(found, rows, at))
    counts = []
    for group in WHEN:
        mine = [_step(one, row, values) for day, _, row, one in dated if when(day, values.on) == group]
        counts.append(len(mine))
        if mine:
            parts.append(r.steps(group, r.say(f"customers.when.{group}"), mine))
    if free := [one for one in rows if not one["day"]]:
        free.sort(key=lambda one: (one["last"] is not None, one["last"] or values.on, one["name"]))
        lines = [
            r.say(
                "customers.free.since" if one["last"] else "customers.free.never",
                name=one["name"],
                date={"date": (one["last"] or values.on).isoformat()},
            )
            for one in free
        ]
        parts.append(r.notes("free", r.say("customers.free.title"), lines))
    if rows:
        parts += [_list(rows), *_tags(rows)]
    keep = [r.say(f"customers.keep.{name}") for name in ("where", "backup", "respect")]
    parts.append(r.notes("keep", r.say("customers.keep.title"), keep))
    summary = [r.say("customers.say.count", count=str(len(rows)))]
    summary += [
        r.say(f"customers.say.{group}", count=str(count))
        for group, count in zip(WHEN[:3], counts, strict=False)
        if count
    ]
    if rows and not any(counts[:3]):
        summary.append(r.say("customers.say.nothing"))
    report = r.report("customers", values.on, summary=summary, figures=[], parts=parts, calendar=bool(dated))
    cards = [Contact(one["name"], one["phone"] or "", one["mail"] or "", one["tags"] or "") for one in rows]
    if cards:
        file = {"name": "contacts.vcf", "type": "text/vcard", "text": write_cards(cards)}
        report["files"] = [{**file, "label": "customers.actions.cards"}]
    return report


def _places(answers: Any) -> list[int]:
    """The rows in which something is written, in order, as the reader of the form takes them."""
    written = {
        int(parts[1])
        for name, value in answers.items()
        if value != "" and (parts := name.split("."))[0] == "customer" and parts[2] != "offers"
    }
    return sorted(written)


def _step(one: dict[str, Any], row: int, values: Values) -> dict[str, Any]:
    group = when(one["day"], values.on)
    text = (
        [r.say("business.cell.text", value=one["next"])] if one["next"] else [r.say("customers.step.write")]
    )
    if one["last"]:
        days = str((values.on - one["last"]).days)
        text.append(r.say("customers.step.last", date={"date": one["last"].isoformat()}, count=days))
    if one["offers"] == "no":
        text.append(r.say("customers.step.no_offers"))
    links = []
    if one["phone"] and one["phone"].startswith("+"):
        links.append({"link": message_link(one["phone"]), "label": "customers.ways.message"})
    if one["phone"]:
        links.append({"link": call_link(one["phone"]), "label": "customers.ways.phone"})
    if one["mail"]:
        links.append({"link": mail_link(one["mail"]), "label": "customers.ways.mail"})
    step = r.step(
        f"customer-{row}",
        r.say("business.cell.text", value=one["name"]),
        text,
        day=one["day"],
        when=r.say("customers.step.on", date={"date": one["day"].isoformat()}),
        tone={"late": "late", "today": "first"}.get(group, "plain"),
    )
    return {**step, "links": links}


def _list(rows: list[dict[str, Any]]) -> dict[str, Any]:
    names = ("name", "phone", "mail", "offers", "last", "next", "day", "tags")

    def cell(one: dict[str, Any], name: str) -> dict[str, Any]:
        if name == "offers":
            return r.key_cell(f"customers.fields.customer-offers.options.{one[name] or 'unasked'}")
        if name in {"last", "day"} and one[name]:
            return r.date_cell(one[name])
        return r.text_cell(one[name] or "")

    head = [r.say(f"customers.fields.customer-{name}.label") for name in names]
    made = [[cell(one, name) for name in names] for one in sorted(rows, key=lambda one: str(one["name"]))]
    return r.table("list", r.say("customers.list.title"), head, made, folded=True)


def _tags(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    counts: dict[str, int] = {}
    for one in rows:
        for tag in {each.strip() for each in (one["tags"] or "").split(",") if each.strip()}:
            counts[tag] = counts.get(tag, 0) + 1
    if not counts:
        return []
    order = sorted(counts, key=lambda tag: (-counts[tag], tag))
    # sentences, not a table: a table would go into the file for spreadsheets, and come back as customers
    lines = [r.say("customers.tags.line", tag=tag, count=str(counts[tag])) for tag in order]
    return [r.notes("tags", r.say("customers.tags.title"), lines, folded=True)]


def _usable(text: str, reader: Callable[[str], object]) -> str:
    try:
        reader(text)
    except ValueError:
        return ""
    return text


def _found(found: list[Contact], rows: list[dict[str, Any]], at: list[int]) -> dict[str, Any]:
    """What would be added, and why not the others."""
    known: set[str] = set()
    for one in rows:
        known |= {str(one[name]).casefold() for name in ("name", "phone", "mail") if one[name]}
    free = [row for row in range(MOST) if row not in at]
    fill: dict[str, str] = {"contacts": ""}
    added: list[str] = []
    nameless = there = full = 0
    for contact in found:
        phone, mail = _usable(contact.phone, read_phone), _usable(contact.mail, read_mail)
        name = contact.name or mail or phone
        mine = {name.casefold(), mail.casefold(), read_phone(phone) if phone else ""} - {""}
        if not name:
            nameless += 1
        elif mine & known:
            there += 1
        elif len(added) == len(free):
            full += 1
        else:
            known |= mine
            row = free[len(added)]
            fields = contact._replace(
                name=name[:200],
                phone=phone,
                mail=mail,
                last=_usable(contact.last, day_from_text),
                day=_usable(contact.day, day_from_text),
            )._asdict()
            fill |= {f"customer.{row}.{key}": value[:200] for key, value in fields.items() if value}
            added.append(name)
    lines = [r.say("business.cell.text", value=name) for name in added]
    reasons = (("there", there), ("nameless", nameless), ("full", full))
    left = [
        r.say(f"customers.found.{key}", count=str(count), most=str(MOST)) for key, count in reasons if count
    ]
    return {
        "kind": "found",
        "name": "found",
        "title": r.say("customers.found.title"),
        "lead": r.say("customers.found.lead", count=str(len(added))),
        "lines": lines,
        "left": left,
        "fill": json.dumps(fill, ensure_ascii=False) if added else "",
        "button": "customers.found.add",
    }
