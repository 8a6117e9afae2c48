"""Findings, phrases and citations in the shape they travel in: keys and figures, no sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from py_engine.origin.phrase import Phrase

if TYPE_CHECKING:
    from collections.abc import Iterator

    from py_engine.message import Message
    from py_engine.origin.conditions import Step
    from py_engine.origin.finding import Finding
    from py_engine.origin.rules import Citation
    from py_engine.origin.scheme import Scheme

__all__ = ["citation_json", "finding_json", "lines_json", "phrase_json", "plain", "step_json"]

SHARES = ("required", "share", "allowed")
WEIGHTS = ("weight", "dry_weight")
UNITS = {"limit_kilogram": "kg", "limit_litre": "l", "limit_piece": ""}


def plain(key: str, **values: Any) -> dict[str, Any]:
    """Give a message as it travels.

    >>> plain("a.b", name="x")
    {'key': 'a.b', 'values': {'name': 'x'}}
    """
    return {"key": key, "values": values}


def phrase_json(phrase: Phrase) -> dict[str, Any]:
    """Give the sentence of a phrase, with the sentences inside it."""
    return {
        "key": phrase.key,
        "values": {name: _part(part, phrase.joint) for name, part in phrase.values.items()},
    }


def _part(part: Any, joint: str) -> Any:
    if isinstance(part, Phrase):
        return phrase_json(part)
    if isinstance(part, tuple):
        return {"list": [phrase_json(one) for one in part], "joint": joint}
    return part if isinstance(part, str) else dict(part)


def lines_json(phrase: Phrase, depth: int = 0) -> Iterator[dict[str, Any]]:
    """Give a phrase and what is listed under it, each with its depth."""
    yield {"depth": str(depth), "say": phrase_json(phrase)}
    for item in phrase.items:
        yield from lines_json(item, depth + 1)


def citation_json(scheme: Scheme, citation: Citation, status: str = "") -> dict[str, Any]:
    """Give a place in a document with the document's name, its edition of codes and the day it was checked."""
    source = scheme.agreement.sources.get(citation.source, {})
    return {
        **citation._asdict(),
        "title": str(source.get("title", "")),
        "href": str(source.get("href", "")),
        "edition": scheme.edition,
        "checked_on": str(source.get("checked_on") or source.get("retrieved") or scheme.agreement.checked_on),
        "status": status or scheme.agreement.status,
    }


def finding_json(scheme: Scheme, found: Finding, currency: str, status: str) -> dict[str, Any]:
    """Give a finding and its parts."""
    return {
        "rule": found.rule,
        "verdict": found.verdict.value,
        "say": found.message.as_json(),
        "figures": figures_json(found.figures, found.message, currency),
        "citation": citation_json(scheme, found.citation, status),
        "parts": [finding_json(scheme, part, currency, status) for part in found.parts],
        "branch": "" if found.branch is None else str(found.branch),
    }


def figures_json(figures: tuple[tuple[str, str], ...], said: Message, currency: str) -> list[dict[str, Any]]:
    """Give the figures of a finding, each with its name and unit."""
    kind = said.key.removeprefix("origin.say.").partition(".")[0]
    found = []
    for name, value in figures:
        bare = name.removesuffix("_at_least").removesuffix("_at_most")
        if name in SHARES:
            unit = UNITS.get(kind, "%")
        elif bare in WEIGHTS:
            unit = "kg"
        elif bare in ("value", "price", "originating", "non_originating", "failing", "base"):
            unit = currency
        else:
            unit = ""
        found.append({"name": plain(f"determination.figure.{name}"), "value": value, "unit": unit})
    return found


def step_json(scheme: Scheme, one: Step, currency: str) -> dict[str, Any]:
    """Give a step of the determination."""
    return {
        "id": one.id,
        "element": one.element,
        "verdict": one.answer.verdict.value,
        "title": plain(f"determination.step.{one.id}.title"),
        "say": one.say.as_json(),
        "figures": figures_json(one.figures, one.say, currency),
        "citation": citation_json(scheme, one.citation, one.status) if any(one.citation) else None,
        "parts": [],
        "branch": "",
        "asks": list(one.answer.asks),
    }
