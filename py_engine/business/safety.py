"""A list of what keeps a small business safe: what is done, what is next, and when to look again.

The three that come first are the essentials whose lack can end a business in one day: a backup that was tested, own
passwords, and a rule about changed bank accounts. What is repeated is due so many days after the last time.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from py_engine.business import report as r
from py_engine.business.fields import Field, Group, Tool, Values, form, read
from py_engine.business.saved import open_saved

if TYPE_CHECKING:
    from datetime import date

    from py_engine.reading import Reader

__all__ = ["ITEMS", "TOOL", "answer", "ask", "opened"]

STATES = ("done", "not_yet", "not_for_us")
MONTH, QUARTER, HALF, YEAR, WEEK = 30, 90, 180, 365, 7
SOON = 14


class Item(NamedTuple):
    """One thing to have in order: minutes it takes, and after how many days to look again; 0 is once."""

    area: str
    name: str
    minutes: int
    every: int
    lesson: str
    first: bool = False


ITEMS = (
    Item("files", "copies", 30, WEEK, "learn/backup"),
    Item("files", "tested", 15, QUARTER, "learn/backup", first=True),
    Item("files", "away", 15, MONTH, "learn/backup"),
    Item("files", "folder", 40, 0, "learn/backup"),
    Item("accounts", "own", 30, 0, "learn/passwords", first=True),
    Item("accounts", "second", 20, 0, "learn/passwords"),
    Item("accounts", "codes", 10, YEAR, "learn/passwords"),
    Item("accounts", "keys", 30, HALF, "learn/passwords"),
    Item("accounts", "leavers", 15, QUARTER, "learn/passwords"),
    Item("devices", "lock", 10, 0, "learn/phone-office"),
    Item("devices", "updates", 15, MONTH, "learn/phone-office"),
    Item("devices", "find", 15, YEAR, "learn/phone-office"),
    Item("devices", "apps", 15, HALF, "learn/phone-office"),
    Item("money", "call", 15, HALF, "learn/payments", first=True),
    Item("money", "alerts", 10, 0, "learn/payments"),
    Item("money", "separate", 30, 0, "learn/invoices"),
    Item("people", "talk", 20, HALF, "learn/continuity"),
    Item("people", "sheet", 30, HALF, "learn/continuity"),
)
AREAS = ("files", "accounts", "devices", "money", "people")
TOOL = Tool(
    "safety",
    tuple(
        Group(
            area,
            tuple(
                field
                for item in ITEMS
                if item.area == area
                for field in (
                    Field(item.name, "state", options=STATES),
                    *((Field(f"{item.name}-day", "day"),) if item.every else ()),
                )
            ),
        )
        for area in AREAS
    ),
)


def ask(request: Reader) -> dict[str, Any]:
    """Give the form."""
    return form(TOOL, request)


def opened(request: Reader) -> dict[str, Any]:
    """Open a saved file."""
    return open_saved(TOOL, request)


def due(item: Item, values: Values) -> date | None:
    """The day to look again, for what is repeated and has been done; without a day it was done today."""
    if not item.every or values[item.name] != "done":
        return None
    return (values[f"{item.name}-day"] or values.on) + timedelta(days=item.every)


def answer(request: Reader) -> dict[str, Any]:
    """Say what is in order, what to do next and when to look again.

    Raises:
        EngineError: A field cannot be used, or a day of the last time has not come yet.
    """
    values = read(TOOL, request)
    for item in ITEMS:
        if item.every and (last := values[f"{item.name}-day"]) and last > values.on:
            request.refusals.add(
                f"answers.{item.name}-day",
                "safety.refused.future",
                field={"key": f"safety.fields.{item.name}.label"},
                date={"date": last.isoformat()},
            )
    request.refusals.raise_if_any()
    asked = [item for item in ITEMS if values[item.name] != "not_for_us"]
    late = [item for item in asked if (day := due(item, values)) and day <= values.on]
    good = [item for item in asked if values[item.name] == "done" and item not in late]
    todo = [item for item in asked if values[item.name] != "done"]
    # the essentials first, then what takes least
    todo.sort(key=lambda item: (not item.first, item.minutes, ITEMS.index(item)))
    essentials = [item for item in asked if item.first]
    ready = [item for item in essentials if item in good]
    summary = [r.say("safety.say.count", count=str(len(good)), total=str(len(asked)))]
    if len(ready) < len(essentials):
        summary.append(r.say("safety.say.essentials", count=str(len(ready)), total=str(len(essentials))))
    if late:
        summary.append(r.say("safety.say.late", count=str(len(late))))
    if not todo and not late:
        summary.append(r.say("safety.say.all"))
    return r.report(
        "safety",
        values.on,
        summary=summary,
        figures=[],
        parts=[
            *_next(values, late, todo),
            _areas(asked, good),
            _again(values, good),
        ],
        calendar=True,
    )


def _next(values: Values, late: list[Item], todo: list[Item]) -> list[dict[str, Any]]:
    """What is late is for today; then one thing a week."""
    made = []
    for at, item in enumerate([*late, *todo]):
        day = values.on + timedelta(days=0 if item in late else WEEK * (at - len(late)))
        tone = "late" if item in late else "first" if item.first else "plain"
        made.append(
            r.step(
                item.name,
                r.say(f"safety.fields.{item.name}.label"),
                [
                    r.say(f"safety.fields.{item.name}.help"),
                    r.say("safety.step.minutes", count=str(item.minutes)),
                    *([r.say("safety.step.essential")] if item.first and item not in late else []),
                    *([r.say("safety.step.late")] if item in late else []),
                ],
                day=day,
                when=r.say("safety.step.by", date={"date": day.isoformat()}),
                tone=tone,
                pages=((item.lesson, "business.step.lesson"),),
            )
        )
    if not made:
        return []
    return [r.steps("next", r.say("safety.next.title"), made, lead=r.say("safety.next.lead"))]


def _areas(asked: list[Item], good: list[Item]) -> dict[str, Any]:
    items = []
    for area in AREAS:
        total = sum(item.area == area for item in asked)
        done = sum(item.area == area for item in good)
        if total:
            items.append(
                r.bar(
                    r.say(f"safety.groups.{area}.title"),
                    r.say("safety.areas.count", count=str(done), total=str(total)),
                    0,
                    done * 1000 // total,
                    "base",
                )
            )
    return r.bars("areas", r.say("safety.areas.title"), items)


def _again(values: Values, good: list[Item]) -> dict[str, Any]:
    """When to look again at what is in order, the nearest first."""
    repeated = sorted(
        ((day, item) for item in good if (day := due(item, values))), key=lambda pair: (pair[0], pair[1].name)
    )
    rows = [
        [
            r.key_cell(f"safety.fields.{item.name}.label"),
            r.date_cell(day),
            r.key_cell("safety.again.soon" if (day - values.on).days <= SOON else "safety.again.later"),
        ]
        for day, item in repeated
    ]
    rows += [
        [
            r.key_cell(f"safety.fields.{item.name}.label"),
            r.key_cell("safety.again.once"),
            r.key_cell("safety.again.done"),
        ]
        for item in good
        if not item.every
    ]
    head = [r.say(f"safety.again.{name}") for name in ("what", "day", "state")]
    return r.table("again", r.say("safety.again.title"), head, rows, lead=r.say("safety.again.lead"))
