"""What an importer's schedule says of one product: the national lines it may stand in, and their duties."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from py_engine.tariff.duty import FREE, NONE, UNKNOWN
from py_engine.tariff.schedule import BY_LINE, KNOWN, NOT_KNOWN, LineQuote, Quote, schedule

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from py_engine.hs import HSCode
    from py_engine.tariff.duty import Duty
    from py_engine.tariff.schedule import Schedule, Tariffs

__all__ = ["look_up"]


def look_up(
    tariffs: Tariffs, *, importer: str, code: HSCode, agreement: str = "", exporter: str = "", on: date
) -> Quote:
    """Give the duties on a product.

    Args:
        tariffs: The shard of the product's chapter.
        importer: The economy that asks for the duty.
        code: The product in the 2022 edition; national digits, if any, narrow the lines.
        agreement: Under which agreement a preference is wanted; "" for none.
        exporter: The economy the goods originate in; some programmes are for a few members only.
        on: The day of importation.
    """
    found = tariffs.importers.get(importer)
    if found is None:
        return Quote(importer, NOT_KNOWN, "importer", (), None)
    about = schedule(importer, found)
    if "lines" not in found:
        return Quote(importer, NOT_KNOWN, "chapter", (), about)
    day = on.isoformat()
    if day < about.start:
        return Quote(importer, NOT_KNOWN, "date", (), about)
    lines = tuple(
        _line(tariffs, found, about, entry, _programmes(found, agreement, exporter))
        for entry in _entries(found["lines"], code.digits)
        if not code.national or entry[0].startswith(code.full) or code.full.startswith(entry[0])
    )
    old = bool(about.until) and day > about.until
    if not lines:
        return Quote(importer, NOT_KNOWN, "code", (), about, old)
    alike = {(one.mfn, one.preferential) for one in lines}
    state = KNOWN if len(alike) == 1 else BY_LINE
    return Quote(importer, state, "", lines, about, old)


def _entries(lines: Mapping[str, Any], digits: str) -> list[list[Any]]:
    """Give the lines of a subheading, which may be written as those of another."""
    found = lines.get(digits, [])
    entries: list[list[Any]] = lines[found] if isinstance(found, str) else found
    return entries


def _programmes(found: Mapping[str, Any], agreement: str, exporter: str) -> tuple[str, ...]:
    """Name the programmes of a schedule that carry out an agreement for an economy."""
    return tuple(
        name
        for name, one in found.get("programmes", {}).items()
        if agreement and one["agreement"] == agreement and (not exporter or exporter in one["exporters"])
    )


def _line(
    tariffs: Tariffs, found: Mapping[str, Any], about: Schedule, entry: list[Any], programmes: tuple[str, ...]
) -> LineQuote:
    """Read ``[line, MFN duty, set of special duties or -1, marks]``; a line of which a part falls here ends in 1."""
    line, at, special = entry[:3]
    mfn = tariffs.duty(found["duties"][at])
    listed = found["special"][special] if special >= 0 else {}
    rates = [tariffs.duty(found["duties"][listed[name]]) for name in programmes if name in listed]
    marks = tuple(word for word in entry[3:] if isinstance(word, str))
    return LineQuote(line, entry[-1] != 1, mfn, _preferential(about, mfn, rates), marks)


def _preferential(about: Schedule, mfn: Duty, rates: list[Duty]) -> Duty:
    """Where everybody enters free, so does a partner; a schedule that prints no preferences says nothing of them.

    A line with two programmes of one agreement is known only if both say the same.
    """
    if mfn.kind == FREE.kind:
        return FREE
    if not about.preferences:
        return UNKNOWN
    if len(set(rates)) > 1:
        return next((rate for rate in rates if rate.kind == UNKNOWN.kind), UNKNOWN)
    return rates[0] if rates else NONE
