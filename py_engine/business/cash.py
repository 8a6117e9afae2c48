"""Money that will come and go, week by week or month by month, and the day it is not enough.

The end of a period is its start, plus what comes in, minus what goes out. Sums and comparisons only: all exact.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from py_engine.business import report as r
from py_engine.business.amounts import fixed, nearest
from py_engine.business.fields import Field, Group, Tool, Values, form, read
from py_engine.business.saved import open_saved

if TYPE_CHECKING:
    from py_engine.reading import Reader

__all__ = ["TOOL", "answer", "ask", "opened"]

MONTHS = 12
WEEK = 7
EVERY = {"once": 0, "each": 1, "second": 2, "fourth": 4}
LENGTHS = {"twelve": 12, "four": 4, "eight": 8, "half": 26}
_LINE = (
    Field("name", "text"),
    Field("amount", "money", needed=True),
    Field("first", "count", most=26),
    Field("every", "choice", options=tuple(EVERY)),
)
TOOL = Tool(
    "cash",
    (
        Group(
            "start",
            (
                Field("currency", "text"),
                Field("begin", "day"),
                Field("unit", "choice", options=("week", "month")),
                Field("length", "choice", options=tuple(LENGTHS)),
                Field("opening", "balance", needed=True),
                Field("cushion", "money"),
            ),
        ),
        Group("in", _LINE, rows=8),
        Group("out", _LINE, rows=10),
        Group("what_if", (Field("late", "count", most=26), Field("less", "percent")), folded=True),
    ),
)


def ask(request: Reader) -> dict[str, Any]:
    """Give the form."""
    return form(TOOL, request)


def opened(request: Reader) -> dict[str, Any]:
    """Open a saved file."""
    return open_saved(TOOL, request)


def falls(first: int, every: int, length: int) -> list[int]:
    """The periods, counted from 0, in which a payment falls that begins in period ``first``, counted from 1.

    >>> falls(2, 4, 12), falls(3, 0, 12), falls(13, 1, 12)
    ([1, 5, 9], [2], [])
    """
    at = first - 1
    return [at] if not every and at < length else list(range(at, length, every)) if every else []


def begins(start: date, unit: str, at: int) -> date:
    """The first day of a period; a month that lacks the day begins on its last one.

    >>> begins(date(2026, 1, 31), "month", 1), begins(date(2026, 11, 23), "week", 2)
    (datetime.date(2026, 2, 28), datetime.date(2026, 12, 7))
    """
    if unit == "week":
        return start + timedelta(days=WEEK * at)
    year, month = divmod(start.month - 1 + at, MONTHS)
    following = date(start.year + year + (month + 1) // MONTHS, (month + 1) % MONTHS + 1, 1)
    last = (following - timedelta(days=1)).day
    return date(start.year + year, month + 1, min(start.day, last))


def answer(request: Reader) -> dict[str, Any]:
    """Forecast the cash of each period.

    Raises:
        EngineError: A field cannot be used, or nothing comes in and nothing goes out.
    """
    values = read(TOOL, request)
    refusals = request.refusals
    less = values["less"] or 0
    if less > 100_000_000:
        refusals.add("answers.less", "cash.refused.less")
    if not values.rows["in"] and not values.rows["out"]:
        refusals.add("answers.in.0.amount", "cash.refused.nothing")
    refusals.raise_if_any()
    unit, length = values["unit"] or "week", LENGTHS[values["length"] or "twelve"]
    if unit == "month":
        length = min(length, MONTHS)
    start = values["begin"] or values.on
    late = values["late"] or 0
    income, _ = _spread(values.rows["in"], length, late)
    outgo, _ = _spread(values.rows["out"], length, 0)
    income = [nearest(amount * (100_000_000 - less), 100_000_000) for amount in income]
    ends, balance = [], values["opening"]
    for at in range(length):
        balance += income[at] - outgo[at]
        ends.append(balance)
    cushion = values["cushion"] or 0
    places = _places([values["opening"], *income, *outgo])
    low = min(ends)
    lowest = ends.index(low)
    short = next((at for at, end in enumerate(ends) if end < 0), None)
    thin = next((at for at, end in enumerate(ends) if end < cushion), None)

    def when(at: int) -> dict[str, Any]:
        return {"date": begins(start, unit, at).isoformat()}

    summary = []
    if short is not None:
        summary.append(
            r.say(
                f"cash.say.short_{unit}",
                number=str(short + 1),
                date=when(short),
                missing={"number": fixed(-ends[short], places=places)},
            )
        )
        if lowest != short:
            summary.append(
                r.say(
                    f"cash.say.worst_{unit}",
                    number=str(lowest + 1),
                    missing={"number": fixed(-low, places=places)},
                )
            )
        summary.append(r.say("cash.say.act"))
    elif thin is not None:
        summary.append(
            r.say(
                f"cash.say.thin_{unit}",
                number=str(thin + 1),
                date=when(thin),
                left={"number": fixed(ends[thin], places=places)},
            )
        )
    else:
        summary.append(
            r.say(
                f"cash.say.enough_{unit}",
                left={"number": fixed(low, places=places)},
                number=str(lowest + 1),
            )
        )
    if late or less:
        summary.append(r.say("cash.say.what_if"))
    currency = values["currency"]
    figures = [
        r.figure("cash.figures.low", r.money_cell(fixed(low, places=places), currency)),
        r.figure("cash.figures.end", r.money_cell(fixed(ends[-1], places=places), currency)),
        r.figure(
            "cash.figures.change", r.money_cell(fixed(sum(income) - sum(outgo), places=places), currency)
        ),
    ]
    parts = [
        _drawing(ends, cushion, unit, start, places),
        _by_period(values, (income, outgo, ends), places),
        _lines(values, length, late, places),
    ]
    if short is not None or thin is not None:
        parts.insert(
            1,
            r.notes("ideas", r.say("cash.ideas.title"), [r.say(f"cash.ideas.line{n}") for n in range(1, 6)]),
        )
    parts.append(
        r.notes("how", r.say("cash.how.title"), [r.say(f"cash.how.line{n}") for n in (1, 2, 3)], folded=True)
    )
    return r.report("cash", values.on, summary=summary, figures=figures, parts=parts)


def _spread(rows: list[dict[str, Any]], length: int, late: int) -> tuple[list[int], list[int]]:
    """Add up what falls in each period; gives also the total of each line within the forecast."""
    sums = [0] * length
    totals = []
    for row in rows:
        periods = falls((row["first"] or 1) + late, EVERY[row["every"] or "once"], length)
        for at in periods:
            sums[at] += row["amount"]
        totals.append(row["amount"] * len(periods))
    return sums, totals


def _places(amounts: list[int]) -> int:
    """Two decimals where somebody wrote cents, else none."""
    return 2 if any(amount % 1_000_000 for amount in amounts) else 0


def _drawing(ends: list[int], cushion: int, unit: str, start: date, places: int) -> dict[str, Any]:
    high, low = max([*ends, 0]), min([*ends, 0])
    span = (high - low) or 1
    zero = nearest(-low * 1000, span)
    items = []
    for at, end in enumerate(ends):
        reach = nearest((end - low) * 1000, span)
        tone = "bad" if end < 0 else "thin" if end < cushion else "base"
        items.append(
            r.bar(
                r.say(
                    f"cash.name.{unit}",
                    number=str(at + 1),
                    date={"date": begins(start, unit, at).isoformat()},
                ),
                r.say("business.cell.number", value={"number": fixed(end, places=places)}),
                min(zero, reach),
                abs(reach - zero),
                tone,
                word="" if tone == "base" else f"cash.tone.{tone}",
            )
        )
    return r.bars("ends", r.say(f"cash.drawing.{unit}"), items, zero=zero)


def _by_period(values: Values, sums: tuple[list[int], list[int], list[int]], places: int) -> dict[str, Any]:
    income, outgo, ends = sums
    unit, start = values["unit"] or "week", values["begin"] or values.on
    head = [r.say(f"cash.table.{name}") for name in (unit, "day", "start", "in", "out", "end")]
    rows, before = [], values["opening"]
    for at, end in enumerate(ends):
        rows.append(
            [
                r.count_cell(at + 1),
                r.date_cell(begins(start, unit, at)),
                *(r.money_cell(fixed(each, places=places)) for each in (before, income[at], outgo[at], end)),
            ]
        )
        before = end
    return r.table("periods", r.say("cash.table.title"), head, rows)


def _lines(values: Values, length: int, late: int, places: int) -> dict[str, Any]:
    """What each line brings or takes within the forecast, the largest first."""
    rows = []
    for side, delay in (("in", late), ("out", 0)):
        given = values.rows[side]
        totals = _spread(given, length, delay)[1]
        found = sorted(zip(totals, range(len(given)), strict=True), key=lambda pair: (-pair[0], pair[1]))
        for total, at in found:
            name = given[at]["name"]
            rows.append(
                [
                    r.text_cell(name) if name else r.key_cell("cash.lines.unnamed", row=str(at + 1)),
                    r.key_cell(f"cash.lines.{side}"),
                    r.money_cell(fixed(total, places=places)),
                ]
            )
    head = [r.say(f"cash.lines.{name}") for name in ("name", "side", "total")]
    return r.table("lines", r.say("cash.lines.title"), head, rows, folded=True)
