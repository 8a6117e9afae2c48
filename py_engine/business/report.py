"""The answer of a business tool in one shape, so that one view shows them all: figures, tables, bars, steps, notes.

Every cell is a message, so that numbers and dates are written the way the reader's language writes them; beside it
stands the plain value, for a file that a spreadsheet opens.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from py_engine import __version__
from py_engine.message import Message, number

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from py_engine.message import Value

__all__ = [
    "bar",
    "bars",
    "count_cell",
    "date_cell",
    "figure",
    "key_cell",
    "money_cell",
    "notes",
    "percent_cell",
    "report",
    "say",
    "stack",
    "step",
    "steps",
    "table",
    "text_cell",
]


def say(key: str, **values: Value) -> dict[str, Any]:
    """Say something: a key with its values."""
    return Message(key, values).as_json()


def _cell(message: dict[str, Any], raw: str, *, figure: bool) -> dict[str, Any]:
    return {"say": message, "raw": raw, "figure": figure}


def text_cell(text: str) -> dict[str, Any]:
    """Words that a person wrote, as they are."""
    return _cell(say("business.cell.text", value=text), text, figure=False)


def key_cell(key: str, **values: Value) -> dict[str, Any]:
    """Words of ours; in a file they are what the page shows."""
    return _cell(say(key, **values), "", figure=False)


def money_cell(amount: str, currency: str | None = None) -> dict[str, Any]:
    """An amount, with its currency where it stands alone; in a table the heading says it."""
    if currency:
        return _cell(
            say("business.cell.money", amount=number(amount), currency=currency), amount, figure=True
        )
    return _cell(say("business.cell.number", value=number(amount)), amount, figure=True)


def percent_cell(amount: str) -> dict[str, Any]:
    """A percentage."""
    return _cell(say("business.cell.percent", value=number(amount)), amount, figure=True)


def count_cell(count: int) -> dict[str, Any]:
    """A number of things."""
    return _cell(say("business.cell.number", value=number(str(count))), str(count), figure=True)


def date_cell(day: date) -> dict[str, Any]:
    """A day."""
    return _cell(say("business.cell.text", value={"date": day.isoformat()}), day.isoformat(), figure=False)


def table(
    name: str,
    title: dict[str, Any],
    head: Iterable[dict[str, Any]],
    rows: Iterable[Iterable[dict[str, Any]]],
    *,
    lead: dict[str, Any] | None = None,
    last: bool = False,
    folded: bool = False,
) -> dict[str, Any]:
    """A table; ``last`` sets its last row apart as a total, ``folded`` shows it on demand."""
    made = [list(row) for row in rows]
    return {
        "kind": "table",
        "name": name,
        "title": title,
        "lead": lead,
        "head": list(head),
        "rows": made[:-1] if last else made,
        "total": made[-1] if last else None,
        "folded": folded,
    }


def bar(
    label: dict[str, Any], value: dict[str, Any], begin: int, length: int, tone: str, *, word: str = ""
) -> dict[str, Any]:
    """One bar: where it begins and how long it is, of a thousand; a tone never says anything alone, ``word`` does."""
    return {"label": label, "value": value, "begin": begin, "length": length, "tone": tone, "word": word}


def bars(
    name: str,
    title: dict[str, Any],
    items: list[dict[str, Any]],
    *,
    lead: dict[str, Any] | None = None,
    zero: int = 0,
) -> dict[str, Any]:
    """Bars below one another, on one scale, with a line where nothing is."""
    return {"kind": "bars", "name": name, "title": title, "lead": lead, "bars": items, "zero": zero}


def stack(
    name: str, title: dict[str, Any], items: list[dict[str, Any]], *, lead: dict[str, Any] | None = None
) -> dict[str, Any]:
    """One bar made of parts, with its parts listed below."""
    return {"kind": "stack", "name": name, "title": title, "lead": lead, "bars": items}


def notes(
    name: str, title: dict[str, Any], lines: list[dict[str, Any]], *, folded: bool = False
) -> dict[str, Any]:
    """Sentences below one another."""
    return {"kind": "notes", "name": name, "title": title, "lines": lines, "folded": folded}


def step(
    name: str,
    title: dict[str, Any],
    text: list[dict[str, Any]],
    *,
    day: date | None = None,
    when: dict[str, Any] | None = None,
    tone: str = "plain",
    pages: tuple[tuple[str, str], ...] = (),
    tick: str = "",
) -> dict[str, Any]:
    """One thing to do: what, why and how, and by when. ``pages`` are addresses in the site with the key of their words.

    ``tick`` is the name of a field of the form: ticking the step there fills that field.
    """
    return {
        "name": name,
        "title": title,
        "text": text,
        "day": day.isoformat() if day else None,
        "when": when,
        "tone": tone,
        "pages": [{"page": page, "label": label} for page, label in pages],
        "tick": tick,
        "links": [],
    }


def steps(
    name: str, title: dict[str, Any], items: list[dict[str, Any]], *, lead: dict[str, Any] | None = None
) -> dict[str, Any]:
    """Things to do, in order."""
    return {"kind": "steps", "name": name, "title": title, "lead": lead, "steps": items}


def report(
    tool: str,
    on: date,
    *,
    summary: list[dict[str, Any]],
    figures: list[dict[str, Any]],
    parts: list[dict[str, Any]],
    calendar: bool = False,
    heading: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """Put a report together; ``heading`` is what a person called their product or business."""
    return {
        "kind": "business.report",
        "tool": tool,
        "on": on.isoformat(),
        "engine_version": __version__,
        "heading": heading,
        "summary": summary,
        "figures": figures,
        "parts": parts,
        "csv": any(part["kind"] == "table" for part in parts),
        "calendar": calendar,
        "files": [],
    }


def figure(name: str, value: dict[str, Any], note: dict[str, Any] | None = None) -> dict[str, Any]:
    """A figure to look at first: its name is a key."""
    return {"label": say(name), "value": value, "note": note}
