"""Amounts the way people write them, and exact rounding. Money is a whole number of millionths; nothing is a fraction.

In the region one person writes 1,250.50 and the next 1.250,50. Both are read; what could mean two amounts is refused.
"""

from __future__ import annotations

import re

from py_engine.quantity import MILLION, PLACES

__all__ = ["AmbiguousError", "ceiling", "fixed", "nearest", "read_amount", "shares"]

LONGEST = 15
GROUP = 3
WHOLE = 1000  # a drawing is a thousand steps wide
_SPACES = re.compile("[ \u00a0\u202f']")
_ONLY = re.compile(r"-?[0-9.,]+")


class AmbiguousError(ValueError):
    """A text that is an amount in two ways, such as 1.250; the readings are its arguments."""


def read_amount(text: str) -> int:
    """Read an amount as millionths: a point or a comma before the decimals, groups of three before it.

    >>> [read_amount(text) for text in ("1250", "1,250.50", "1.250,50", "1 250,5", "0.125", "-3")]
    [1250000000, 1250500000, 1250500000, 1250500000, 125000, -3000000]

    Raises:
        AmbiguousError: One sign with three digits behind it: thousands, or decimals?
        ValueError: No amount, or one of more than 15 digits or six decimals; zeros at the end of decimals do not count.
    """
    plain = _SPACES.sub("", text.strip())
    if not _ONLY.fullmatch(plain):
        raise ValueError(text)
    negative, plain = plain.startswith("-"), plain.removeprefix("-")
    signs = [char for char in plain if char in ".,"]
    kinds = set(signs)
    if len(signs) > 1 or len(kinds) > 1:
        last = signs[-1]
        decimal = last if signs.count(last) == 1 and len(kinds) > 1 else ""
        whole, _, part = plain.rpartition(decimal) if decimal else (plain, "", "")
        if len(set(whole) & {".", ","}) > 1:
            raise ValueError(text)
        groups = re.split("[.,]", whole)
        if len(groups) > 1 and (
            any(len(group) != GROUP for group in groups[1:]) or not 1 <= len(groups[0]) <= GROUP
        ):
            raise ValueError(text)
        whole = "".join(groups)
    else:
        whole, sign, part = re.sub("[.,]", ".", plain).partition(".")
        if sign and not part:
            raise ValueError(text)
        if len(part) == GROUP and 1 <= len(whole) <= GROUP and whole.strip("0"):
            raise AmbiguousError(whole + part, f"{whole}.{part}".rstrip("0").rstrip("."))
    part = part.rstrip("0")
    if not whole or len(whole) + len(part) > LONGEST or len(part) > PLACES:
        raise ValueError(text)
    amount = int(whole) * MILLION + int(part.ljust(PLACES, "0"))
    return -amount if negative else amount


def nearest(part: int, whole: int) -> int:
    """Divide and round to the nearest whole number, halves away from zero.

    >>> nearest(5, 2), nearest(-5, 2), nearest(7, 3)
    (3, -3, 2)
    """
    sign = -1 if (part < 0) is not (whole < 0) else 1
    return sign * ((2 * abs(part) + abs(whole)) // (2 * abs(whole)))


def ceiling(part: int, whole: int) -> int:
    """Divide and round up.

    >>> ceiling(7, 3), ceiling(6, 3), ceiling(-7, 3)
    (3, 2, -2)
    """
    return -(-part // whole)


def fixed(amount: int, whole: int = 1, *, places: int = 2) -> str:
    """Write an amount of millionths, divided by ``whole``, with so many decimals, rounded to the nearest.

    >>> fixed(1_250_500_000), fixed(10_000_000, 3), fixed(-999_999, places=0), fixed(-1, places=2)
    ('1250.50', '3.33', '-1', '0.00')
    """
    scale = 10**places
    units = nearest(amount * scale, whole * MILLION)
    text = f"{abs(units) // scale}" + (f".{abs(units) % scale:0{places}}" if places else "")
    return f"-{text}" if units < 0 else text


def shares(parts: list[int]) -> list[tuple[int, int]]:
    """Where each part begins and how long it is, when all together fill a drawing of a thousand steps.

    Ends are rounded, not lengths, so that the parts meet and fill the whole.

    >>> shares([1, 1, 1])
    [(0, 333), (333, 334), (667, 333)]
    """
    whole = sum(parts)
    made, begin, so_far = [], 0, 0
    for part in parts:
        so_far += part
        end = nearest(so_far * WHOLE, whole) if whole else 0
        made.append((begin, end - begin))
        begin = end
    return made
