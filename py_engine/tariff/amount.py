"""What a duty comes to for a value and quantities, and what a preference saves. Exact, in millionths of a currency.

An amount is a low and a high end: they differ where a duty lies between two, where lines differ, and by at most a
millionth where a division leaves a rest. What cannot be computed names what it needs and has no figure.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from py_engine.quantity import MILLION
from py_engine.tariff.duty import FREE, NONE, UNITS, UNKNOWN, duty_on

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from py_engine.tariff.duty import Duty, Part
    from py_engine.tariff.schedule import Quote

__all__ = ["Amount", "Facts", "Saving", "ad_valorem", "amount", "mfn_amount", "saving"]

HUNDRED = 100 * MILLION
ROUNDING = 10  # millionths: what divisions may leave between the ends of one amount


class Facts(NamedTuple):
    """What is known of a consignment: its customs value, and quantities by unit, all in millionths.

    Quantities are named as duties ask for them: ``kg``, ``l``, ``piece``, ``kg.lead``; the value of a part of the
    goods is named ``value.battery``.
    """

    value: int | None = None
    currency: str = ""
    quantities: Mapping[str, int] = {}


class Amount(NamedTuple):
    """An amount of money between two ends, or what it needs."""

    low: int | None
    high: int | None
    currency: str = ""
    needs: tuple[str, ...] = ()


class Saving(NamedTuple):
    """What a preference saves: ``known``, ``by_line`` (between two ends), ``none``, or ``unknown`` with its needs."""

    state: str
    low: int | None
    high: int | None
    currency: str = ""
    needs: tuple[str, ...] = ()


def amount(duty: Duty, facts: Facts, on: date) -> Amount:
    """Compute a duty.

    >>> from datetime import date
    >>> from py_engine.tariff.duty import duty_from_text
    >>> facts = Facts(1000 * MILLION, "USD", {"kg": 50 * MILLION})
    >>> amount(duty_from_text("0.88 USD/kg + 20%"), facts, date(2026, 11, 22)).low
    244000000
    >>> amount(duty_from_text("0.44 USD/piece"), facts, date(2026, 11, 22)).needs
    ('quantity.piece',)
    """
    now = duty_on(duty, on)
    if now.kind == FREE.kind:
        return Amount(0, 0, facts.currency)
    if now.kind in (UNKNOWN.kind, NONE.kind, "prohibited"):
        return Amount(None, None, facts.currency)
    low = _sum(now.parts, facts)
    high = _sum(now.upper, facts) if now.upper else low
    needs = tuple(dict.fromkeys((*low.needs, *high.needs)))
    if needs:
        return Amount(None, None, facts.currency, needs)
    return Amount(low.low, high.high, low.currency)


def _sum(parts: Iterable[Part], facts: Facts) -> Amount:
    low = high = 0
    currency = facts.currency
    needs: list[str] = []
    for part in parts:
        if part.currency and currency and part.currency != currency:
            needs.append(f"currency.{part.currency}")
            continue
        currency = part.currency or currency
        basis, divisor, name = _basis(part, facts)
        if basis is None:
            needs.append(name)
            continue
        whole, rest = divmod(part.rate * basis, divisor)
        low, high = low + whole, high + whole + bool(rest)
    return Amount(None, None, currency, tuple(needs)) if needs else Amount(low, high, currency)


def _basis(part: Part, facts: Facts) -> tuple[int | None, int, str]:
    """Give what a part of a duty is reckoned on, what to divide by, and what that is called."""
    if not part.currency:
        if not part.of:
            return facts.value, HUNDRED, "value"
        return facts.quantities.get(f"value.{part.of}"), HUNDRED, f"value.{part.of}"
    unit, held = UNITS[part.unit]
    name = f"{unit}.{part.of}" if part.of else unit
    return facts.quantities.get(name), held, f"quantity.{name}"


def mfn_amount(quote: Quote, facts: Facts, on: date) -> Amount:
    """Compute what everybody pays, over all the lines a product may stand in."""
    return _over([amount(line.mfn, facts, on) for line in quote.lines], facts)


def saving(quote: Quote, facts: Facts, on: date) -> Saving:
    """Compute what a preference saves on a consignment, over all the lines a product may stand in."""
    found = []
    for line in quote.lines:
        if line.preferential.kind == NONE.kind:  # everybody's duty is paid
            found.append(Amount(0, 0, facts.currency))
            continue
        full, reduced = amount(line.mfn, facts, on), amount(line.preferential, facts, on)
        if full.low is None or full.high is None or reduced.low is None or reduced.high is None:
            found.append(Amount(None, None, facts.currency, (*full.needs, *reduced.needs)))
        elif line.mfn == line.preferential:
            found.append(Amount(0, 0, facts.currency))
        else:
            least = max(full.low - reduced.high, 0)
            found.append(Amount(least, max(full.high - reduced.low, least), full.currency))
    total = _over(found, facts)
    if total.low is None or total.high is None:
        return Saving("unknown", None, None, total.currency, total.needs)
    if total.high == 0:
        return Saving("none", 0, 0, total.currency)
    state = "known" if total.high - total.low <= ROUNDING else "by_line"
    return Saving(state, total.low, total.high, total.currency)


def _over(amounts: list[Amount], facts: Facts) -> Amount:
    needs = tuple(dict.fromkeys(name for one in amounts for name in one.needs))
    lows = [one.low for one in amounts if one.low is not None]
    highs = [one.high for one in amounts if one.high is not None]
    if needs or not amounts or len(lows) < len(amounts) or len(highs) < len(amounts):
        return Amount(None, None, facts.currency, needs)
    currency = next((one.currency for one in amounts if one.currency), facts.currency)
    return Amount(min(lows), max(highs), currency)


def ad_valorem(duty: Duty, facts: Facts, on: date) -> tuple[int, int] | None:
    """Give the percentage of the value that a duty comes to, in millionths, low and high; only where a value is given.

    >>> from datetime import date
    >>> from py_engine.tariff.duty import duty_from_text
    >>> avocados = Facts(2 * MILLION, "USD", {"kg": MILLION})
    >>> ad_valorem(duty_from_text("0.112 USD/kg"), avocados, date(2026, 11, 22))
    (5600000, 5600000)
    """
    now = duty_on(duty, on)
    if now.kind == FREE.kind:
        return 0, 0
    if now.kind == "ad_valorem" and not any(part.of for part in now.parts):
        rate = sum(part.rate for part in now.parts)
        return rate, rate
    found = amount(now, facts, on)
    if not facts.value or found.low is None or found.high is None:
        return None
    return found.low * HUNDRED // facts.value, -(-found.high * HUNDRED // facts.value)
