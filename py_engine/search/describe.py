"""Says in words what a code stands for, line by line from its chapter down."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from py_engine.hs import EDITION, HSCode

if TYPE_CHECKING:
    from py_engine.search.shard import Nomenclature

__all__ = ["card", "described", "dotted", "nearest"]

NEAR = 5  # lines told beside a code that the edition lacks


def dotted(code: str) -> str:
    """Write digits as the nomenclature prints them; a group between the levels has none.

    >>> dotted("090121"), dotted("0901"), dotted("")
    ('0901.21', '09.01', '')
    """
    return HSCode(digits=code).dotted if code else ""


def card(nomenclature: Nomenclature, place: int) -> dict[str, Any]:
    """Give a line with its code, its own words, plain examples and the lines above it."""
    path = nomenclature.path(place)
    code = nomenclature.codes[place]
    if code.endswith("00") and nomenclature.texts[path[-2]] == nomenclature.texts[place]:
        path.pop()  # a heading with one subheading says everything once
    return {
        "hs": code,
        "code": dotted(code),
        "level": HSCode(digits=code).level,
        "text": nomenclature.texts[place],
        "label": nomenclature.labels.get(code, ""),
        "path": [{"code": dotted(nomenclature.codes[at]), "text": nomenclature.texts[at]} for at in path],
    }


def described(nomenclature: Nomenclature, text: str, *, path: str = "code") -> dict[str, Any]:
    """Describe a code in any usual form; one that HS 2022 lacks is said to be unknown, with what is nearest.

    Digits beyond the sixth are an economy's own and are passed over.

    Raises:
        EngineError: The text is no code.
    """
    code = HSCode.parse(shortened(text), path=path)
    told: dict[str, Any] = {"kind": "search.described", "edition": EDITION, "known": True, "near": []}
    place = nomenclature.places.get(code.digits)
    if place is not None:
        return {**told, **card(nomenclature, place)}
    return {
        **told,
        "known": False,
        "hs": code.digits,
        "code": code.dotted,
        "level": code.level,
        "text": "",
        "label": "",
        "path": [
            {"code": dotted(part), "text": nomenclature.texts[nomenclature.places[part]]}
            for part in (code.digits[:2], code.digits[:4])
            if part in nomenclature.places
        ],
        "near": [card(nomenclature, at) for at in nearest(nomenclature, code.digits)],
    }


def nearest(nomenclature: Nomenclature, digits: str) -> list[int]:
    """Give the subheadings that share the most leading digits with a code that there is not."""
    for length in range(len(digits) - 1, 1, -1):
        found = [
            place
            for code, place in nomenclature.places.items()
            if len(code) == 6 and code.startswith(digits[:length])
        ]
        if found:
            return found[:NEAR]
    return []


def shortened(text: str) -> str:
    """Take an economy's own digits off a code of eight or ten; anything else stays as it is.

    >>> shortened("0901.21.00.10"), shortened("09.01.21"), shortened("x"), shortened("0901.2100")
    ('0901.21', '09.01.21', 'x', '0901.21')
    """
    digits = "".join(char for char in text if char not in " .-")
    if digits.isascii() and digits.isdigit() and len(digits) in (8, 10):
        return HSCode(digits=digits[:6]).dotted
    return text
