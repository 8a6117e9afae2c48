"""The question that tells the best candidates apart, and what an answer to an earlier one leaves over.

Between headings our own questions are asked (`content/data/search/questions.yml`), inside a heading the lines of the
nomenclature itself. "I don't know" is always an answer: it leaves everything as it was.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from py_engine.search.describe import dotted
from py_engine.search.rank import Hit

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from py_engine.search.shard import Nomenclature

__all__ = ["UNKNOWN", "ask", "narrow"]

UNKNOWN = "unknown"
CLOSE = 70  # hundredths of the best score from which a candidate is still in question
INSIDE = "in-"
HEADING = "heading"
MOST_OPTIONS = 8
SEEN = 40  # candidates that are looked at

Ranges = list[tuple[str, str]]


def ranges(codes: Iterable[str]) -> Ranges:
    """Read codes and ranges of codes as first and last digits.

    >>> ranges(["6101", "5007-5008", "8517.11-8517.69"])
    [('6101', '6101'), ('5007', '5008'), ('851711', '851769')]
    """
    made = []
    for text in codes:
        first, _, last = text.replace(".", "").partition("-")
        made.append((first, last or first))
    return made


def within(code: str, spans: Ranges) -> bool:
    """Say whether a subheading lies in one of the ranges.

    >>> within("610910", [("6101", "6109")]), within("611010", [("6101", "6109")])
    (True, False)
    """
    return any(first <= code[: len(first)] and code[: len(last)] <= last for first, last in spans)


def narrow(nomenclature: Nomenclature, hits: list[Hit], facts: Mapping[str, str]) -> list[Hit]:
    """Leave out what the answers to earlier questions exclude.

    An answer about goods that are not in question, because the words have changed since, changes nothing.
    """
    for name, chosen in facts.items():
        if chosen == UNKNOWN or not hits:
            continue
        if name == HEADING or name.startswith(INSIDE):
            hits = _inside(nomenclature, hits, name.removeprefix(INSIDE), chosen)
            continue
        options = _options(nomenclature, name)
        if chosen not in options:
            continue
        scope = [span for spans in options.values() for span in spans]
        hits = [
            hit
            for hit in hits
            if within(code := nomenclature.codes[hit.place], options[chosen]) or not within(code, scope)
        ]
    return hits


def _options(nomenclature: Nomenclature, name: str) -> dict[str, Ranges]:
    for question in nomenclature.questions:
        if question["id"] == name:
            return {option["id"]: ranges(option["hs"]) for option in question["options"]}
    return {}


def _inside(nomenclature: Nomenclature, hits: list[Hit], scope: str, chosen: str) -> list[Hit]:
    """Keep of one heading or group only what was chosen, all of it, in the place of its best candidate."""
    spans, wanted = ranges([scope]), ranges([chosen])
    of_heading = scope == HEADING
    near = {nomenclature.codes[hit.place] for hit in _near(hits)}
    asked = [code for code in near if of_heading or within(code, spans)]
    if not asked or not any(len(code) == 6 and within(code, wanted) for code in nomenclature.places):
        return hits
    if of_heading and not any(within(code, wanted) for code in near):
        return hits
    found = {hit.place: hit for hit in hits}
    best = max(hit.score for hit in hits)
    kept = [
        found.get(place, Hit(place, best * CLOSE // 100, 0, {}))
        for code, place in nomenclature.places.items()
        if len(code) == 6 and within(code, wanted)
    ]
    rest = (
        []
        if of_heading
        else [
            hit
            for hit in hits
            if not within(nomenclature.codes[hit.place], spans)
            and not within(nomenclature.codes[hit.place], wanted)
        ]
    )
    kept.sort(key=lambda hit: (-hit.score, hit.place))
    return kept + rest


def ask(nomenclature: Nomenclature, hits: list[Hit], facts: Mapping[str, str]) -> dict[str, Any] | None:
    """Give the question whose answer tells the best candidates apart; None when there is nothing to ask."""
    near = _near(hits)
    if len(near) < 2 or any(
        name.startswith(INSIDE) and chosen in nomenclature.places for name, chosen in facts.items()
    ):
        return None  # one candidate, or its very line was chosen
    codes = [nomenclature.codes[hit.place] for hit in near]
    for question in nomenclature.questions:
        if question["id"] not in facts and (options := _split(question, codes)):
            return {
                "id": question["id"],
                "ask": question["ask"],
                "about": "",
                "options": [*options, _unknown()],
            }
    return _which_line(nomenclature, near, facts) or _which_heading(nomenclature, near, facts)


def _near(hits: list[Hit]) -> list[Hit]:
    """Give the candidates nearly as good as the best."""
    return [hit for hit in hits[:SEEN] if hit.score * 100 >= hits[0].score * CLOSE]


def _split(question: Mapping[str, Any], codes: list[str]) -> list[dict[str, str]]:
    """Give the options of a question of ours, if the best candidate and another one fall to different ones."""
    made, first, others = [], "", False
    for option in question["options"]:
        spans = ranges(option["hs"])
        if any(within(code, spans) for code in codes):
            made.append({"id": option["id"], "label": option["label"], "text": ""})
        if within(codes[0], spans):
            first = option["id"]
    others = len(made) > 1
    return made if first and others else []


def _which_line(
    nomenclature: Nomenclature, near: list[Hit], facts: Mapping[str, str]
) -> dict[str, Any] | None:
    """Ask in the nomenclature's words which line below the nearest common one it is."""
    heading = nomenclature.heading(near[0].place)
    same = [hit.place for hit in near if nomenclature.heading(hit.place) == heading]
    if len(same) < 2:
        return None
    common = heading
    while True:
        children = nomenclature.children(common)
        inside = [
            child for child in children if any(child <= place < nomenclature.ends[child] for place in same)
        ]
        if len(inside) > 1 or not inside:
            break
        common = inside[0]
    if not inside:
        return None
    name = INSIDE + _span(nomenclature, common)
    if name in facts:
        return None
    shown = children if len(children) <= MOST_OPTIONS else inside[:MOST_OPTIONS]
    options = [
        {"id": _span(nomenclature, child), "label": "", "text": nomenclature.texts[child]} for child in shown
    ]
    about = nomenclature.texts[common]
    return {"id": name, "ask": "search.ask.line", "about": about, "options": [*options, _unknown()]}


def _which_heading(
    nomenclature: Nomenclature, near: list[Hit], facts: Mapping[str, str]
) -> dict[str, Any] | None:
    """Ask which of the headings is closest."""
    headings = list(dict.fromkeys(nomenclature.heading(hit.place) for hit in near))
    if len(headings) < 2 or HEADING in facts:
        return None
    options = [
        {"id": nomenclature.codes[at], "label": "", "text": nomenclature.texts[at]}
        for at in headings[:MOST_OPTIONS]
    ]
    return {"id": HEADING, "ask": "search.ask.heading", "about": "", "options": [*options, _unknown()]}


def _span(nomenclature: Nomenclature, place: int) -> str:
    """Name a line by its code, a group by the first and last code in it."""
    if code := nomenclature.codes[place]:
        return code
    codes = [code for code in nomenclature.codes[place : nomenclature.ends[place]] if code]
    return f"{codes[0]}-{codes[-1]}"


def _unknown() -> dict[str, str]:
    return {"id": UNKNOWN, "label": "search.option.unknown", "text": ""}


def told(nomenclature: Nomenclature, name: str, chosen: str) -> dict[str, str] | None:
    """Give what an answer says, so that it can be shown and taken back; None for one that says nothing here."""
    if chosen == UNKNOWN:
        return {"id": name, "option": chosen, "label": "search.option.unknown", "text": ""}
    if name == HEADING or name.startswith(INSIDE):
        first, _, last = chosen.partition("-")
        place = nomenclature.places.get(first)
        if place is None:
            return None
        if last and nomenclature.parents[place] >= 0:
            place = nomenclature.parents[place]
        text = nomenclature.texts[place]
        return {
            "id": name,
            "option": chosen,
            "label": "",
            "text": text if last else f"{dotted(first)} {text}",
        }
    for question in nomenclature.questions:
        for option in question["options"] if question["id"] == name else ():
            if option["id"] == chosen:
                return {"id": name, "option": chosen, "label": option["label"], "text": ""}
    return None
