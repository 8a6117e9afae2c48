"""Exact amounts that travel as text. Nothing here is ever a binary fraction, and nothing is rounded in secret.

Two forms, for two uses: ``Decimal`` for money and percentages of any size, and whole numbers of millionths where
only sums and comparisons are needed (a browser loads ``decimal`` in 5 to 8 milliseconds, whole numbers in none).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal

__all__ = [
    "HUNDRED_POINTS",
    "MILLION",
    "ceiling_tenths",
    "decimal_from_text",
    "floor_tenths",
    "is_decimal_text",
    "millionths",
    "text_from_decimal",
    "text_from_millionths",
]

MILLION = 1_000_000
HUNDRED_POINTS = 100 * MILLION
PLACES = 6
LONGEST = 40


def is_decimal_text(text: str) -> bool:
    """Say whether a text is a plain number: digits, perhaps a minus sign, perhaps a point with digits behind it.

    >>> [is_decimal_text(text) for text in ("10", "-0.5", "4O", "1e3", "1,5", ".5", "5.", "")]
    [True, True, False, False, False, False, False, False]
    """
    whole, point, part = text.removeprefix("-").partition(".")
    digits = whole + part
    return (
        bool(whole)
        and bool(part) is bool(point)
        and digits.isascii()
        and digits.isdigit()
        and len(digits) <= LONGEST
    )


def decimal_from_text(text: str) -> Decimal:
    """Read an exact number.

    >>> decimal_from_text("0.10") + decimal_from_text("0.20")
    Decimal('0.30')

    Raises:
        ValueError: The text is not a plain number.
    """
    from decimal import Decimal  # noqa: PLC0415  the diagnosis does without it

    if not is_decimal_text(text):
        raise ValueError(text)
    return Decimal(text)


def text_from_decimal(value: Decimal) -> str:
    """Write an exact number without exponent and without idle zeros.

    >>> from decimal import Decimal
    >>> [text_from_decimal(Decimal(text)) for text in ("1E+3", "2.50", "-0.00", "0.000001")]
    ['1000', '2.5', '0', '0.000001']
    """
    text = f"{value:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def millionths(text: str) -> int:
    """Read a number of at most six decimals as a whole number of millionths.

    >>> millionths("2.5"), millionths("-1"), millionths("0.000001")
    (2500000, -1000000, 1)

    Raises:
        ValueError: The text is not a plain number, or has more than six decimals.
    """
    whole, _, part = text.removeprefix("-").partition(".")
    if not is_decimal_text(text) or len(part) > PLACES:
        raise ValueError(text)
    amount = int(whole) * MILLION + int(part.ljust(PLACES, "0"))
    return -amount if text.startswith("-") else amount


def text_from_millionths(amount: int) -> str:
    """Write a whole number of millionths as a number.

    >>> text_from_millionths(2_500_000), text_from_millionths(-1), text_from_millionths(3_000_000)
    ('2.5', '-0.000001', '3')
    """
    whole, part = divmod(abs(amount), MILLION)
    text = f"{whole}.{part:06}".rstrip("0").rstrip(".")
    return f"-{text}" if amount < 0 else text


def floor_tenths(part: int, whole: int) -> str:
    """Write a share as points of a hundred, rounded down to a tenth.

    >>> floor_tenths(5, 12), floor_tenths(1, 1), floor_tenths(0, 3)
    ('41.6', '100.0', '0.0')
    """
    tenths = part * 1000 // whole
    return f"{tenths // 10}.{tenths % 10}"


def ceiling_tenths(part: int, whole: int) -> str:
    """Write what is missing as points of a hundred, rounded up, so that gaining as much is always enough.

    >>> ceiling_tenths(1, 12), ceiling_tenths(1, 2)
    ('8.4', '50.0')
    """
    tenths = -(-part * 1000 // whole)
    return f"{tenths // 10}.{tenths % 10}"
