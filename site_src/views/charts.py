"""Geometry of the charts. Only positions: the drawing is in the views, the words in i18n/.

Coordinates are rounded to a tenth, so that the same chart is the same text on every machine.
"""

from __future__ import annotations

from math import cos, pi, sin
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

RADIUS = 100
MARK = 114
RINGS = (25, 50, 75, 100)


def radar(dimensions: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Where the points of a radar chart lie, around the centre (0, 0), first axis upwards, then clockwise.

    Each dimension has ``low`` and ``high`` from 0 to 100, as decimal text.

    >>> chart = radar([{"low": "50", "high": "100"}, {"low": "0", "high": "0"}, {"low": "25", "high": "25"}])
    >>> chart["low"], chart["high"]
    ('0,-50 0,0 -21.7,12.5', '0,-100 0,0 -21.7,12.5')
    >>> chart["axes"][0]
    {'x': '0', 'y': '-100', 'mark_x': '0', 'mark_y': '-114', 'anchor': 'middle'}
    """
    # Six digits first: then 0.5 is 0.5 with every mathematics library, and so is all that is computed from it.
    turns = [2 * pi * position / len(dimensions) for position in range(len(dimensions))]
    directions = [(round(sin(turn), 6), -round(cos(turn), 6)) for turn in turns]
    everywhere = [float(RADIUS)] * len(directions)
    return {
        "axes": [
            {
                "x": _text(x * RADIUS),
                "y": _text(y * RADIUS),
                "mark_x": _text(x * MARK),
                "mark_y": _text(y * MARK),
                "anchor": "middle" if x == 0 else "start" if x > 0 else "end",
            }
            for x, y in directions
        ],
        "rings": [_points(directions, [ring * share / RADIUS for share in everywhere]) for ring in RINGS],
        "low": _points(directions, [float(dimension["low"]) for dimension in dimensions]),
        "high": _points(directions, [float(dimension["high"]) for dimension in dimensions]),
    }


MOST_BARS = 12


def savings(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Bars of the duty that markets save: how long each is, of 100, the largest first as it came.

    Each row has ``saving`` with ``low`` and ``high`` as decimal text, where they are known.

    >>> rows = [
    ...     {"saving": {"low": "50", "high": "200"}},
    ...     {"saving": {"low": "0", "high": "0"}},
    ...     {"saving": {}},
    ... ]
    >>> [(bar["low"], bar["high"]) for bar in savings(rows)]
    [('25', '100')]
    """
    found = []
    for row in rows:
        saving = row["saving"]
        high = float(saving.get("high") or 0)
        if high > 0:
            found.append((row, float(saving.get("low") or 0), high))
    found.sort(key=lambda one: -one[2])
    largest = max((high for _, _, high in found), default=1.0)
    return [
        {"row": row, "low": _text(100 * low / largest), "high": _text(100 * high / largest)}
        for row, low, high in found[:MOST_BARS]
    ]


def _points(directions: Sequence[tuple[float, float]], lengths: Sequence[float]) -> str:
    pairs = zip(directions, lengths, strict=True)
    return " ".join(f"{_text(x * length)},{_text(y * length)}" for (x, y), length in pairs)


def _text(value: float) -> str:
    """A coordinate as short text.

    >>> _text(-0.0), _text(12.34), _text(50.0)
    ('0', '12.3', '50')
    """
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text
