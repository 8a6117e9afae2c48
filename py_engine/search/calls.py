"""Answers the calls of the product finder: `search.form`, `search.find` and `search.describe`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from py_engine import __version__
from py_engine.errors import EngineError, shown
from py_engine.hs import EDITION
from py_engine.message import Message
from py_engine.search.describe import card, described, dotted, nearest, shortened
from py_engine.search.match import read_words
from py_engine.search.questions import ask, narrow, told
from py_engine.search.rank import Hit, rank
from py_engine.shards import data

if TYPE_CHECKING:
    from collections.abc import Mapping

    from py_engine.reading import Reader
    from py_engine.search.match import Term
    from py_engine.search.shard import Nomenclature

__all__ = ["describe", "find", "form", "searched"]

EXAMPLE = '{"answers":{"search.words":"roasted coffee","search.language":"en"}}'
OWN, FACT = "search.", "search.fact."
LONGEST = 300  # letters of a question
SHOWN, HEADINGS = 10, 5
WIDE, WIDE_FROM = 8, 85  # headings that answer nearly as well as the best: more is too vague
BEHIND = 30  # hundredths of the best score below which a candidate is not worth reading
UNSURE = 500  # thousandths of the question that the best candidate answers; below, nobody should rely on it
STRONG, FAIR = 950, 600
_CODE = re.compile(
    r"(?:hs|sa|hts|ncm|naladisa|código|codigo|code|partida)?[\s:.]*([0-9][0-9 .\-]*)\.?", re.IGNORECASE
)


def form(request: Reader) -> dict[str, Any]:
    """Give what the form needs: nothing but the edition of the codes."""
    request.refusals.raise_if_any()
    return {"kind": "search.form", "edition": EDITION}


def find(request: Reader) -> dict[str, Any]:
    """Find the codes of a product from words or from a code.

    Raises:
        EngineError: The request is not understood.
        NeedsData: The nomenclature in the visitor's language is not here.
    """
    answers = _answers(request)
    nomenclature = _nomenclature(request, answers)
    words = " ".join(answers.get("search.words", "").split())
    facts = {name.removeprefix(FACT): value for name, value in answers.items() if name.startswith(FACT)}
    return searched(nomenclature, words[:LONGEST], facts)


def describe(request: Reader) -> dict[str, Any]:
    """Say in words what a code stands for.

    Raises:
        EngineError: The request is not understood, or the text is no code.
        NeedsData: The nomenclature in the visitor's language is not here.
    """
    answers = _answers(request)
    text = request.at("answers").at("search.hs").text(example="0901.21")
    request.refusals.raise_if_any()
    return described(_nomenclature(request, answers), text, path="answers.search.hs")


def _answers(request: Reader) -> dict[str, str]:
    """Read the fields that are ours; a page may send others beside them."""
    given = request.at("answers")
    found = {}
    if given.is_object(example=EXAMPLE):
        for name in given.value:
            if name.startswith(OWN):
                field = given.at(name)
                if isinstance(field.value, str):
                    found[name] = field.value
                else:
                    field.refuse("engine.value.text", example="café tostado")
    request.refusals.raise_if_any()
    return found


def _nomenclature(request: Reader, answers: Mapping[str, str]) -> Nomenclature:
    language = answers.get("search.language", "")
    place = request.at("answers").at("search.language")
    if not re.fullmatch(r"[a-z]{2}", language):
        request.refusals.add(place.path, "search.refused.language", value=shown(language), example="es")
    request.refusals.raise_if_any()
    nomenclature: Nomenclature | None = data(f"search/{language}")
    if nomenclature is None:
        request.refusals.add(place.path, "search.refused.language", value=shown(language), example="en")
        raise EngineError(request.refusals.found)
    return nomenclature


def searched(nomenclature: Nomenclature, words: str, facts: Mapping[str, str]) -> dict[str, Any]:
    """Find the codes of a product. `facts` are answers to earlier questions."""
    if code := _CODE.fullmatch(words):
        return _by_code(nomenclature, words, code[1], facts)
    terms = read_words(nomenclature, words)
    hits = rank(nomenclature, terms, words) if terms else []
    hits = _worthwhile(narrow(nomenclature, hits, facts))
    headings = _headings(nomenclature, hits)
    outcome = _outcome(nomenclature, hits, terms, facts)
    question = ask(nomenclature, hits, facts) if outcome != "nothing" and hits else None
    return _told(
        nomenclature,
        words,
        outcome,
        terms=terms,
        hits=hits[:SHOWN],
        headings=headings,
        question=question,
        facts=facts,
    )


def _by_code(nomenclature: Nomenclature, words: str, code: str, facts: Mapping[str, str]) -> dict[str, Any]:
    digits = "".join(char for char in shortened(code.strip(" .-")) if char.isdigit())[:6]
    place = nomenclature.places.get(digits)
    if place is None:
        hits = [Hit(at, 0, 0, {}) for at in nearest(nomenclature, digits)] if len(digits) > 2 else []
        return _told(
            nomenclature, words, "no_code", terms=[], hits=hits, headings=[], question=None, facts=facts
        )
    leaves = [
        Hit(at, 1000, 1000, {}) for at in range(place, nomenclature.ends[place]) if _is_leaf(nomenclature, at)
    ]
    leaves = narrow(nomenclature, leaves, facts)
    headings = _headings(nomenclature, leaves)
    return _told(
        nomenclature,
        words,
        "code",
        terms=[],
        hits=leaves[:SHOWN],
        headings=headings,
        question=ask(nomenclature, leaves, facts),
        facts=facts,
    )


def _worthwhile(hits: list[Hit]) -> list[Hit]:
    """Leave out what is far behind the best."""
    return [hit for hit in hits if hit.score * 100 >= hits[0].score * BEHIND]


def _is_leaf(nomenclature: Nomenclature, place: int) -> bool:
    return len(nomenclature.codes[place]) == 6


def _headings(nomenclature: Nomenclature, hits: list[Hit]) -> list[int]:
    return list(dict.fromkeys(nomenclature.heading(hit.place) for hit in hits[: 10 * SHOWN]))


def _outcome(nomenclature: Nomenclature, hits: list[Hit], terms: list[Term], facts: Mapping[str, str]) -> str:
    """Say how the search ended: found, unsure, vague, nothing, or empty when nothing was asked."""
    if not terms:
        return "empty"
    if not hits:
        return "nothing"
    if all(term.root in nomenclature.wide for term in terms) and not facts:
        return "vague"
    if hits[0].covers < UNSURE:
        return "unsure"
    near = [hit for hit in hits if hit.score * 100 >= hits[0].score * WIDE_FROM]
    wide = len({nomenclature.heading(hit.place) for hit in near})
    return "vague" if wide >= WIDE and not facts else "found"


def _told(
    nomenclature: Nomenclature,
    words: str,
    outcome: str,
    *,
    terms: list[Term],
    hits: list[Hit],
    headings: list[int],
    question: dict[str, Any] | None,
    facts: Mapping[str, str],
) -> dict[str, Any]:
    best = hits[0].score if hits else 0
    known = [each for name, chosen in facts.items() if (each := told(nomenclature, name, chosen))]
    return {
        "kind": "search.found",
        "language": nomenclature.language,
        "words": words,
        "outcome": outcome,
        "summary": [
            Message(f"search.summary.{outcome}", {"count": str(len(hits)), "words": words}).as_json()
        ],
        "read": [_read(nomenclature, term) for term in terms],
        "candidates": [
            {
                **card(nomenclature, hit.place),
                "match": _match(hit, best),
                "why": [
                    _why(nomenclature, terms[at].given, reading.root, reading.how)
                    for at, reading in sorted(hit.readings.items())
                ],
            }
            for hit in hits
        ],
        "headings": [
            {
                "hs": nomenclature.codes[at],
                "code": dotted(nomenclature.codes[at]),
                "text": nomenclature.texts[at],
            }
            for at in headings[:HEADINGS]
        ],
        "question": question,
        "facts": known,
        "edition": EDITION,
        "engine_version": __version__,
        "data_version": nomenclature.data_version,
    }


def _match(hit: Hit, best: int) -> str:
    if hit.covers >= STRONG and hit.score * 100 >= best * 70:
        return "strong"
    return "fair" if hit.covers >= FAIR else "weak"


def _read(nomenclature: Nomenclature, term: Term) -> dict[str, str]:
    """Give a word of the visitor with the word it was taken for."""
    if not term.readings:
        return {"given": term.given, "as": "", "how": "unknown"}
    return _why(nomenclature, term.given, term.readings[0].root, term.readings[0].how)


def _why(nomenclature: Nomenclature, given: str, root: str, how: str) -> dict[str, str]:
    return {"given": given, "as": nomenclature.words[nomenclature.roots[root]] or root, "how": how}
