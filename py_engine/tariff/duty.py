"""How a duty is written down, and read: a percentage, an amount for a unit, both together, or one of several by date.

Every duty is one text. `free`, `10%`, `0.112 USD/kg`, `0.44 USD/piece + 6% of case`, between two figures
(`0.031438 USD/kg to 0.036606 USD/kg`), by season (`12% in 06-01..08-31; 8% in 09-01..05-31`), or falling by steps
(`4% until 2026-12-31; 2% until 2027-12-31; free`). What is not known is `unknown`, with a reason if there is one
(`unknown: elsewhere`); `prohibited` goods may not enter.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from py_engine.quantity import millionths, text_from_millionths

if TYPE_CHECKING:
    from collections.abc import Container
    from datetime import date

__all__ = [
    "CONTENTS",
    "REASONS",
    "SHARES",
    "UNITS",
    "Duty",
    "Part",
    "duty_from_text",
    "duty_on",
    "text_from_duty",
]

# Unit of a schedule -> unit a person states, and how many of these it holds (in millionths).
UNITS = {
    "kg": ("kg", 1_000_000),
    "100kg": ("kg", 100_000_000),
    "t": ("kg", 1_000_000_000),
    "l": ("l", 1_000_000),
    "hl": ("l", 100_000_000),
    "barrel": ("barrel", 1_000_000),
    "proof-litre": ("proof-litre", 1_000_000),
    "vol-hl": ("vol-hl", 1_000_000),
    "piece": ("piece", 1_000_000),
    "100piece": ("piece", 100_000_000),
    "1000piece": ("piece", 1_000_000_000),
    "dozen": ("piece", 12_000_000),
    "gross": ("piece", 144_000_000),
    "pair": ("pair", 1_000_000),
    "m2": ("m2", 1_000_000),
    "m3": ("m3", 1_000_000),
    "jewel": ("jewel", 1_000_000),
    "line-gross": ("line-gross", 1_000_000),
    "1000pins": ("pin", 1_000_000_000),
    "sugar-point-100kg": ("sugar-point-100kg", 1_000_000),
}
SHARES = "apparatus battery case case-and-strap lead movement movement-and-case rifle sight strap".split()  # noqa: SIM905  reads better
CONTENTS = (
    "clean copper drained dry-matter entire gross lactic lead magnesium molybdenum standard-quality".split()  # noqa: SIM905
    + "sugars tungsten".split()  # noqa: SIM905
)
REASONS = ("elsewhere", "not-here", "by-formula", "not-given")
PLUS = " + "
TO = " to "
OF = " of "
NEXT = "; "
DAYS = {
    "01": 31,
    "02": 29,
    "03": 31,
    "04": 30,
    "05": 31,
    "06": 30,
    "07": 31,
    "08": 31,
    "09": 30,
    "10": 31,
    "11": 30,
    "12": 31,
}


class Part(NamedTuple):
    """One addend: a percentage of the value, or an amount of money for each unit; rates in millionths.

    ``of`` is the part of the goods it is reckoned on, such as the battery, or what is counted, such as the lead.
    """

    rate: int
    currency: str = ""
    unit: str = ""
    of: str = ""


class Span(NamedTuple):
    """One of several duties: ``start`` and ``end`` are month and day, or ``end`` is the last day of a step."""

    start: str
    end: str
    parts: tuple[Part, ...]


class Duty(NamedTuple):
    """A duty. ``upper`` is the other end of a duty that lies between two; ``spans`` are seasons or steps."""

    kind: str
    parts: tuple[Part, ...] = ()
    upper: tuple[Part, ...] = ()
    spans: tuple[Span, ...] = ()
    reason: str = ""


FREE = Duty("free")
NONE = Duty("none")
UNKNOWN = Duty("unknown")


def duty_from_text(text: str) -> Duty:
    """Read a duty.

    >>> duty_from_text("6.4%").parts, duty_from_text("0.88 USD/kg + 20%").kind
    ((Part(rate=6400000, currency='', unit='', of=''),), 'compound')
    >>> duty_from_text("0%").kind, duty_from_text("unknown: elsewhere").reason
    ('free', 'elsewhere')

    Raises:
        ValueError: The text is no duty; it says which part.
    """
    if text in ("free", "unknown", "prohibited", "none"):
        return Duty(text)
    if text.startswith("unknown: "):
        return Duty("unknown", reason=_among(text.removeprefix("unknown: "), REASONS))
    if NEXT in text or " in " in text or " until " in text:
        return _spans(text)
    lower, to, upper = text.partition(TO)
    parts = _sum(lower)
    if to:
        return Duty("bounded", parts, _sum(upper))
    return Duty(_kind(parts), parts) if parts else FREE


def text_from_duty(duty: Duty) -> str:
    """Write a duty in its one form.

    >>> texts = ("free", "12% in 06-01..08-31; 8% in 09-01..05-31", "4% until 2026-12-31; free", "unknown")
    >>> [text_from_duty(duty_from_text(text)) == text for text in texts]
    [True, True, True, True]
    """
    if duty.spans:
        return NEXT.join(_span_text(span) for span in duty.spans)
    if duty.upper:
        return TO.join((_sum_text(duty.parts), _sum_text(duty.upper)))
    if duty.reason:
        return f"{duty.kind}: {duty.reason}"
    return _sum_text(duty.parts) if duty.parts else duty.kind


def duty_on(duty: Duty, day: date) -> Duty:
    """Choose what holds on a day among seasons or steps; any other duty is itself.

    >>> from datetime import date
    >>> tomatoes = duty_from_text("8% in 11-01..05-14; 14% in 05-15..10-31")
    >>> [text_from_duty(duty_on(tomatoes, date(2026, *day))) for day in ((11, 1), (5, 14), (5, 15))]
    ['8%', '8%', '14%']
    """
    for span in duty.spans:
        if duty.kind == "staged":
            holds = not span.end or day.isoformat() <= span.end
        else:
            now = day.isoformat()[5:]
            after, before = span.start <= now, now <= span.end
            holds = after and before if span.start <= span.end else after or before
        if holds:
            return Duty(_kind(span.parts), span.parts)
    return UNKNOWN if duty.spans else duty


def _kind(parts: tuple[Part, ...]) -> str:
    shares = sum(not part.currency for part in parts)
    if not parts:
        return "free"
    return "compound" if 0 < shares < len(parts) else "ad_valorem" if shares else "specific"


def _sum(text: str) -> tuple[Part, ...]:
    if text == "free":
        return ()
    parts = tuple(_part(part) for part in text.split(PLUS))
    return tuple(part for part in parts if part.rate)


def _part(text: str) -> Part:
    rate, of, base = text.partition(OF)
    if rate.endswith("%"):
        return Part(_positive(rate[:-1]), of=_among(base, SHARES) if of else "")
    figure, _, money = rate.partition(" ")
    currency, slash, unit = money.partition("/")
    if not slash or len(currency) != 3 or not (currency.isalpha() and currency.isupper()):
        raise ValueError(text)
    return Part(_positive(figure), currency, _among(unit, UNITS), _among(base, CONTENTS) if of else "")


def _positive(text: str) -> int:
    found = millionths(text)
    if found < 0:
        raise ValueError(text)
    return found


def _among(word: str, words: Container[str]) -> str:
    if word not in words:
        raise ValueError(word)
    return word


def _spans(text: str) -> Duty:
    spans: list[Span] = []
    for piece in text.split(NEXT):
        rate, inside, days = piece.partition(" in ")
        if inside:
            start, dots, end = days.partition("..")
            if not dots or not all(_month_and_day(day) for day in (start, end)):
                raise ValueError(piece)
            spans.append(Span(start, end, _sum(rate)))
        else:
            rate, _, last = piece.partition(" until ")
            if (
                (last and not _is_day(last))
                or (spans and not spans[-1].end)
                or (spans and last and last <= spans[-1].end)
            ):
                raise ValueError(piece)
            spans.append(Span("", last, _sum(rate)))
    if len({bool(span.start) for span in spans}) > 1:
        raise ValueError(text)
    return Duty("seasonal" if spans[0].start else "staged", spans=tuple(spans))


def _month_and_day(text: str) -> bool:
    month, dash, day = text.partition("-")
    return bool(dash) and len(text) == 5 and day.isdigit() and 1 <= int(day) <= DAYS.get(month, 0)


def _is_day(text: str) -> bool:
    from py_engine.reading import day_from_text  # noqa: PLC0415  only steps have days

    try:
        day_from_text(text)
    except ValueError:
        return False
    return True


def _span_text(span: Span) -> str:
    rate = _sum_text(span.parts)
    if span.start:
        return f"{rate} in {span.start}..{span.end}"
    return f"{rate} until {span.end}" if span.end else rate


def _sum_text(parts: tuple[Part, ...]) -> str:
    return PLUS.join(_part_text(part) for part in parts) or "free"


def _part_text(part: Part) -> str:
    rate = text_from_millionths(part.rate)
    said = f"{rate} {part.currency}/{part.unit}" if part.currency else f"{rate}%"
    return f"{said}{OF}{part.of}" if part.of else said
