"""Sentences with sentences inside: a message whose values may be messages, and a list of what follows from it.

A phrase is in no language; a catalogue says it. `lines` gives the nested list a page shows, `line` one line of text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from py_engine.message import Message

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from py_engine.message import Value
    from py_engine.speech import Catalogue

__all__ = ["Part", "Phrase", "line", "lines"]


class Phrase(NamedTuple):
    """A key, the values that belong in its sentence, and the phrases listed under it.

    A value that is a tuple of phrases is written as a series: "a, b or c"; ``joint`` names the word before the last.
    """

    key: str
    values: Mapping[str, Part] = {}
    items: tuple[Phrase, ...] = ()
    joint: str = "or"


Part: TypeAlias = "Value | Phrase | tuple[Phrase, ...]"


def line(phrase: Phrase, catalogue: Catalogue) -> str:
    """Say the sentence of a phrase, without the list under it.

    >>> from py_engine.speech import Catalogue
    >>> texts = {"a": "from {goods}", "b": "yarn", "c": "fibre", "origin.join.or": " or "}
    >>> line(Phrase("a", {"goods": (Phrase("b"), Phrase("c"))}), Catalogue("en", texts))
    'from yarn or fibre'
    """
    values = {name: _part(value, phrase.joint, catalogue) for name, value in phrase.values.items()}
    return catalogue.say(Message(phrase.key, values))


def _part(value: Part, joint: str, catalogue: Catalogue) -> Value:
    if isinstance(value, Phrase):
        return line(value, catalogue)
    if not isinstance(value, tuple):
        return value
    said = [line(phrase, catalogue) for phrase in value]
    if len(said) < 2:
        return "".join(said)
    if joint not in ("or", "and"):  # signs are the same between all
        return catalogue.say(f"origin.join.{joint}").join(said)
    first = catalogue.say("origin.join.comma").join(said[:-1]) if len(said) > 2 else said[0]
    return first + catalogue.say(f"origin.join.{joint}") + said[-1]


def lines(phrase: Phrase, catalogue: Catalogue, depth: int = 0) -> Iterator[tuple[int, str]]:
    """Say a phrase and everything listed under it, each sentence with its depth."""
    yield depth, line(phrase, catalogue)
    for item in phrase.items:
        yield from lines(item, catalogue, depth + 1)
