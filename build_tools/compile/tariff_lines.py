"""Reads the lines of a customs tariff as they are written in content/data/tariffs."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from py_engine.tariff.duty import duty_from_text, text_from_duty

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

__all__ = ["MARKS", "TariffLine", "TariffLineError", "tariff_line", "tariff_lines"]

MARKS = ("quota", "remedy", "suspension")
GAP = "  "
BAR = " | "


class TariffLineError(ValueError):
    """A line is not written as it should be: ``key`` names the sentence that says how, ``value`` the bad part."""

    def __init__(self, key: str, value: str) -> None:
        self.key, self.value = key, value
        super().__init__(f"{key}: {value}")


class TariffLine(NamedTuple):
    """A line: digits of the code, the duty for everybody, those of programmes, and marks."""

    code: str
    duty: str
    special: Mapping[str, str]
    marks: tuple[str, ...]


def tariff_lines(text: str) -> Iterator[tuple[int, str]]:
    """Give the lines with their number, counted from 0."""
    yield from ((at, line) for at, line in enumerate(text.split("\n")) if line)


def tariff_line(text: str, groups: Mapping[str, Collection[str]], known: Collection[str]) -> TariffLine:
    """Read one line.

    >>> tariff_line(
    ...     "0101.30.00  6.8% | usual A: free | JP: 3.4% | !quota", {"usual": ["PE"]}, ["A", "JP", "PE"]
    ... )
    TariffLine(code='01013000', duty='6.8%', special={'PE': 'free', 'A': 'free', 'JP': '3.4%'}, marks=('quota',))

    Raises:
        TariffLineError: The line is not written so.
    """
    code, gap, rest = text.partition(GAP)
    digits = code.replace(".", "")
    if not gap or len(digits) not in (8, 10) or code != _dotted(digits):
        raise TariffLineError("tariffs.line", text)
    duty, *pieces = rest.split(BAR)
    special: dict[str, str] = {}
    marks: list[str] = []
    for piece in pieces:
        if piece.startswith("!"):
            if piece[1:] not in MARKS:
                raise TariffLineError("tariffs.mark", piece[1:])
            marks.append(piece[1:])
            continue
        names, colon, rate = piece.partition(": ")
        if not colon:
            raise TariffLineError("tariffs.line", text)
        for name in names.split():
            for member in groups.get(name, (name,)):
                if member not in known:
                    raise TariffLineError("tariffs.programme", member)
                if member in special:
                    raise TariffLineError("tariffs.twice", member)
                special[member] = _duty(rate)
    return TariffLine(digits, _duty(duty), special, tuple(marks))


def _duty(text: str) -> str:
    try:
        if text_from_duty(duty_from_text(text)) == text:
            return text
    except ValueError:
        pass
    raise TariffLineError("tariffs.duty", text)


def _dotted(digits: str) -> str:
    return ".".join(filter(None, (digits[:4], digits[4:6], digits[6:8], digits[8:])))
