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


# Where the map draws an economy: block, column, row. A schematic of our own, by rough geography and not to scale; an
# economy that is not named here goes to the end of the second block.
PLACES = {
    "CA": (0, 2, 1),
    "US": (0, 2, 2),
    "MX": (0, 1, 3),
    "DO": (0, 5, 3),
    "GT": (0, 2, 4),
    "HN": (0, 3, 4),
    "SV": (0, 2, 5),
    "NI": (0, 3, 5),
    "CR": (0, 3, 6),
    "PA": (0, 4, 6),
    "CO": (0, 4, 7),
    "EC": (0, 3, 8),
    "PE": (0, 4, 9),
    "BO": (0, 5, 9),
    "BR": (0, 6, 9),
    "CL": (0, 4, 10),
    "PY": (0, 5, 10),
    "AR": (0, 5, 11),
    "UY": (0, 6, 11),
    "GB": (1, 1, 1),
    "EU": (1, 2, 1),
    "TR": (1, 3, 2),
    "CN": (1, 4, 2),
    "KR": (1, 5, 2),
    "JP": (1, 6, 2),
    "VN": (1, 5, 3),
    "MY": (1, 4, 4),
    "BN": (1, 5, 4),
    "SG": (1, 4, 5),
    "AU": (1, 5, 6),
    "NZ": (1, 6, 7),
}
NOWHERE = (1, 0, 99)


def tiles(markets: Mapping[str, Any]) -> dict[str, Any]:
    """A map of the answers: one tile for each economy, in two blocks, in reading order; an economy's best way counts.

    Takes ``rows`` (best first), ``no_agreement`` and ``product`` as the engine gives them.

    >>> row = {"id": "x.US", "importer": "US", "importer_name": 1, "answer": "claim", "answer_text": 2}
    >>> made = tiles(
    ...     {"rows": [row, {**row, "answer": "ask"}], "no_agreement": [], "product": {"made_in": "x"}}
    ... )
    >>> [(tile["economy"], tile["answer"], tile["column"], tile["row"]) for tile in made["blocks"][0]]
    [('US', 'claim', 2, 2)]
    >>> [row["answer"] for row in made["kinds"]]
    ['claim']
    """
    found: dict[str, dict[str, Any]] = {}
    kinds: dict[str, Mapping[str, Any]] = {}
    for row in markets["rows"]:
        answer = row["answer"]
        words = {"name": row["importer_name"], "says": row["answer_text"]}
        tile = {"economy": row["importer"], "answer": answer, "id": row["id"], **words}
        if found.setdefault(row["importer"], tile) is tile:
            kinds.setdefault(answer, row)
    for other in markets["no_agreement"]:
        tile = {
            "economy": other["importer"],
            "answer": "none",
            "id": "",
            "name": other["importer_name"],
            "says": None,
        }
        found.setdefault(other["importer"], tile)
    home = markets["product"]["made_in"]
    if home in PLACES:
        name = markets["product"]["made_in_name"]
        found[home] = {"economy": home, "answer": "home", "id": "", "name": name, "says": None}
    blocks: list[list[dict[str, Any]]] = [[], []]
    placed = [(*PLACES.get(economy, NOWHERE), economy) for economy in found]
    for block, column, row_at, economy in sorted(placed, key=lambda one: (one[0], one[2], one[1], one[3])):
        blocks[block].append({**found[economy], "column": column, "row": row_at if column else 0})
    return {"blocks": blocks, "kinds": list(kinds.values())}


def grouped(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Ways of one agreement that say the same and whose duty nobody knows, as one group where its first way stood.

    >>> rate, why = {"state": "unknown"}, {"key": "x"}
    >>> row = {
    ...     "agreement": "a",
    ...     "answer": "ask",
    ...     "why": why,
    ...     "status": "s",
    ...     "mfn": rate,
    ...     "preferential": rate,
    ... }
    >>> known = {**row, "mfn": {"state": "known"}}
    >>> [len(group["rows"]) for group in grouped([row, known, known, row])]
    [2, 1, 1]
    """
    groups: dict[Any, dict[str, Any]] = {}
    for at, row in enumerate(rows):
        unknown = row["mfn"]["state"] == "unknown" and row["preferential"]["state"] == "unknown"
        key = (row["agreement"], row["answer"], str(row["why"]), row["status"]) if unknown else at
        groups.setdefault(key, {"row": row, "rows": []})["rows"].append(row)
    return list(groups.values())


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
