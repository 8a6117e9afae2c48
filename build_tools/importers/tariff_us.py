"""Reads the Harmonized Tariff Schedule of the United States, as JSON with the wording of each rate.

Chapters 98 and 99 are left out: they hold special provisions and additional duties, not the schedule.
"""

from __future__ import annotations

import gzip
import json
import re
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import TYPE_CHECKING, Any, Final

from build_tools.importers.errors import SourceFault
from build_tools.importers.tariff_lines import Line, Read, percent, sha256
from py_engine.quantity import text_from_decimal

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["duty", "read"]

FILE: Final = "us_hts_2026.json.gz"
ITEM: Final = 8
LAST: Final = "98"
OTHER_RATES: Final = ("The rate applicable", "The rate of duty applicable", "See additional U.S. note")
MONEY: Final = r"(?:(?P<dollars>\$)(?P<d>[\d.]+)|(?P<c>[\d.]+)¢)"
SPECIFIC: Final = re.compile(
    rf"{MONEY}(?: ?(?P<each>each)|/ ?(?P<unit>[^ ]+(?: ?(?:gross|liter|kg|pins))?))(?P<on> .*)?"
)
SHARE: Final = re.compile(r"(?P<rate>[\d.]+)%(?: on (?:the )?(?:value of the )?(?P<of>.+))?")
DEGREES: Final = re.compile(r"([\d.]+)¢/kg less [\d.]+¢/kg for each degree .* not less than ([\d.]+)¢/kg")
FORMULAS: Final = ("jewel over", "for each other piece")
UNITS: Final = {
    "kg": "kg",
    "clean kg": "kg of clean",
    "liter": "l",
    "pf.liter": "proof-litre",
    "pf. liter": "proof-litre",
    "bbl": "barrel",
    "pr.": "pair",
    "gross": "gross",
    "doz.": "dozen",
    "m2": "m2",
    "m3": "m3",
    "t": "t",
    "jewel": "jewel",
    "head": "piece",
    "article": "piece",
    "1000": "1000piece",
    "thousand": "1000piece",
    "1,000 pins": "1000pins",
    "line/ gross": "line-gross",
}
ON: Final = {
    "on drained weight": " of drained",
    "on contents and container": " of gross",
    "on entire contents of container": " of entire",
    "of total sugars": " of sugars",
    "on ethyl alcohol content": "",  # a proof litre is one of alcohol already
    **{
        f"on {metal} content": f" of {metal}"
        for metal in ("copper", "lead", "magnesium", "molybdenum", "tungsten")
    },
}
PARTS: Final = {
    "case": "case",
    "strap, band or bracelet": "strap",
    "case and strap, band or bracelet": "case-and-strap",
    "battery": "battery",
    "movement": "movement",
    "movement and case": "movement-and-case",
    "apparatus": "apparatus",
    "entire set": "",
    "rifle": "rifle",
    "telescopic sight, if any": "sight",
    "lead content": "lead",
}
NAME: Final = re.compile(r"[A-Z]{1,2}[+*]?")
SOME: Final = ("P+", "S+")  # for some members or goods only
NOT_HERE: Final = "unknown: not-here"


def read(folder: Path) -> Read:
    """Read the schedule.

    Raises:
        SourceFault: The file is not laid out as it was; ``line`` counts its entries.
    """
    path = folder / FILE
    entries: dict[str, Any] = json.loads(gzip.decompress(path.read_bytes()))
    lines: dict[str, Line] = {}
    for at, (digits, entry) in enumerate(entries.items(), start=1):
        if len(digits) < ITEM or digits[:2] >= LAST:
            continue
        if not {"code", "general_raw"} <= set(entry) or entry["code"].replace(".", "") != digits:
            raise SourceFault(FILE, at, f"entry {digits} has no code or rate of its own")
        line = Line(digits[:ITEM], duty(entry["general_raw"], at), _special(entry), at=at)
        before = lines.setdefault(line.code, line)
        if before[:3] != line[:3]:
            readings = (f"{before.duty} {before.special}", f"{line.duty} {line.special}")
            raise SourceFault(FILE, at, f"{line.code}: statistical lines of one tariff line differ", readings)
    return Read(tuple(lines.values()), sha256(path))


def _special(entry: Any) -> tuple[tuple[str, str], ...]:
    """Give the duties of programmes. Only percentages are printed in the source as figures; all else is not here."""
    plain = bool(SHARE.fullmatch(entry["general_raw"]))
    found = []
    for name, rate in entry.get("special_rates", {}).items():
        text = None if rate is None else percent(text_from_decimal(Decimal(str(rate))))
        sure = text == "free" or (text is not None and plain)
        if not NAME.fullmatch(name) or name in SOME:
            found.append((name.split()[0], NOT_HERE))
        else:
            found.append((name, text if text and sure else NOT_HERE))
    return tuple(sorted(dict(reversed(found)).items()))


def duty(text: str, at: int) -> str:
    """Write a rate as our duties are written.

    >>> duty("11.2¢/kg", 1), duty("76¢/pr. + 32%", 1), duty("44¢ each + 6% on the case", 1)
    ('0.112 USD/kg', '0.76 USD/pair + 32%', '0.44 USD/piece + 6% of case')

    Raises:
        SourceFault: The wording is new.
    """
    plain = " ".join(text.split())
    if plain == "Free":
        return "free"
    if plain.startswith(OTHER_RATES):
        return "unknown: elsewhere"
    if any(words in plain for words in FORMULAS):
        return "unknown: by-formula"
    if degrees := DEGREES.fullmatch(plain):
        high, low = degrees.groups()
        return f"{_dollars(low, ROUND_FLOOR)} USD/kg to {_dollars(high, ROUND_CEILING)} USD/kg"
    return " + ".join(_addend(part.strip(), at) for part in plain.split("+"))


def _addend(text: str, at: int) -> str:
    if share := SHARE.fullmatch(text):
        of = share["of"]
        if of is not None and of not in PARTS:
            raise SourceFault(FILE, at, f"a share of '{of}' is new")
        return percent(share["rate"]) + (f" of {PARTS[of]}" if of and PARTS[of] else "")
    found = SPECIFIC.fullmatch(text)
    if not found:
        raise SourceFault(FILE, at, f"the rate '{text}' is new")
    unit = "piece" if found["each"] else UNITS.get(found["unit"])
    on = (found["on"] or "").strip()
    if unit is None or (on and on not in ON):
        raise SourceFault(FILE, at, f"the rate '{text}' has a new unit or basis")
    rate = found["d"] if found["dollars"] else _dollars(found["c"])
    return f"{text_from_decimal(Decimal(rate))} USD/{unit}{ON[on] if on else ''}"


def _dollars(cents: str, rounding: str | None = None) -> str:
    """Turn cents into dollars. The two ends of a sugar duty have eight decimals and are widened to six.

    >>> _dollars("11.2"), _dollars("3.143854", ROUND_FLOOR)
    ('0.112', '0.031438')
    """
    found = Decimal(cents) / 100
    return text_from_decimal(found.quantize(Decimal("0.000001"), rounding) if rounding else found)
