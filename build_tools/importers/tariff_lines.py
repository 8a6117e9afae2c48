"""What all schedules have in common: lines with codes and duties, checked before anything is written."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, NamedTuple

from build_tools.importers.errors import SourceFault
from py_engine.hs import HSCode
from py_engine.quantity import decimal_from_text, text_from_decimal
from py_engine.tariff.duty import duty_from_text, duty_on, text_from_duty

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from build_tools.importers.uk_hs import Edition

__all__ = ["Line", "Read", "checked", "dotted", "percent", "sha256", "written"]


class Line(NamedTuple):
    """A national tariff line: its digits, the duty for everybody, those of programmes, and what else is said of it."""

    code: str
    duty: str
    special: tuple[tuple[str, str], ...] = ()
    marks: tuple[str, ...] = ()
    at: int = 0


class Read(NamedTuple):
    """A schedule as read: its lines, the hash of its file, and what was set aside, with the reason."""

    lines: tuple[Line, ...]
    sha256: str
    aside: tuple[str, ...] = ()


def sha256(path: Path) -> str:
    """Name the state of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def percent(text: str) -> str:
    """Write a percentage in its one form.

    >>> percent("10.00"), percent("0"), percent("6.25")
    ('10%', 'free', '6.25%')
    """
    plain = text_from_decimal(decimal_from_text(text))
    return "free" if plain == "0" else f"{plain}%"


def dotted(digits: str) -> str:
    """Write the digits of a line.

    >>> dotted("01012100"), dotted("0101210000")
    ('0101.21.00', '0101.21.00.00')
    """
    return ".".join(filter(None, (digits[:4], digits[4:6], digits[6:8], digits[8:])))


def checked(lines: Iterable[Line], document: str, edition: Edition, aside: Iterable[str]) -> tuple[Line, ...]:
    """Give the lines in the order of their codes, each once.

    Args:
        lines: The lines as read.
        document: The name of the source, for faults.
        edition: The codes that exist.
        aside: Codes known to exist in no such edition; they are left out.

    Raises:
        SourceFault: A code is none, does not exist, or has two duties; or a duty is not in its one form.
    """
    left_out = {code.replace(".", "") for code in aside}
    kept: dict[str, Line] = {}
    for line in lines:
        if line.code in left_out:
            continue
        HSCode.parse(line.code, scheme="national")
        if not edition.has(line.code[:6]):
            raise SourceFault(document, line.at, f"{dotted(line.code)} does not exist in HS {edition.name}")
        for duty in (line.duty, *(rate for _, rate in line.special)):
            _check_duty(duty, document, line)
        before = kept.setdefault(line.code, line)
        if before._replace(at=0) != line._replace(at=0):
            readings = tuple(f"line {one.at}: {written(one)}" for one in (before, line))
            raise SourceFault(document, line.at, f"{dotted(line.code)} stands there twice", readings)
    return tuple(kept[code] for code in sorted(kept))


def _check_duty(text: str, document: str, line: Line) -> None:
    try:
        duty = duty_from_text(text)
    except ValueError as error:
        raise SourceFault(document, line.at, f"{dotted(line.code)}: '{text}' is no duty") from error
    if text_from_duty(duty) != text:
        raise SourceFault(document, line.at, f"{dotted(line.code)}: duty", (text, text_from_duty(duty)))
    if duty.kind == "seasonal":
        from datetime import date, timedelta  # noqa: PLC0415  few duties have seasons

        leap = date(2028, 1, 1)
        for day in (leap + timedelta(days=number) for number in range(366)):
            if duty_on(duty, day).kind == "unknown":
                raise SourceFault(document, line.at, f"{dotted(line.code)}: no duty on {day:%d %B}")


def written(line: Line, groups: Mapping[str, Any] | None = None) -> str:
    """Write a line as it stands in content/data: code, duty, programmes by duty, marks.

    >>> written(Line("01013000", "6.8%", (("A", "free"), ("JP", "3.4%"), ("PE", "free"))))
    '0101.30.00  6.8% | A PE: free | JP: 3.4%'
    >>> written(Line("01013000", "6.8%", (("A", "free"), ("B", "free"), ("C", "free"))), {"two": ["B", "C"]})
    '0101.30.00  6.8% | two A: free'
    >>> written(Line("01013000", "6.8%", (), ("suspension",)))
    '0101.30.00  6.8% | !suspension'
    """
    by_rate: dict[str, list[str]] = {}
    for name, rate in sorted(line.special):
        by_rate.setdefault(rate, []).append(name)
    pieces = [f"{dotted(line.code)}  {line.duty}"]
    for rate, names in by_rate.items():
        said = list(names)
        for group, members in (groups or {}).items():
            if set(members) <= set(said):
                said = [group, *(name for name in said if name not in members)]
        pieces.append(f"{' '.join(said)}: {rate}")
    pieces += [f"!{mark}" for mark in line.marks]
    return " | ".join(pieces)
