"""The tariffs of all importers for one chapter of products, as a shard has them.

A shard has, for every subheading of the 2022 edition, the national lines in which its goods may stand. Where a product
code names no single line, all lines are given: what the duty is depends on which of them the goods belong to.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from py_engine.tariff.duty import duty_from_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from py_engine.tariff.duty import Duty

__all__ = ["LineQuote", "Quote", "Schedule", "Tariffs", "read_tariffs", "schedule"]

KNOWN = "known"
BY_LINE = "by_line"
NOT_KNOWN = "unknown"


class Schedule(NamedTuple):
    """What an importer's schedule says about itself.

    It is relied on from ``start``; after ``until`` it may have changed. ``preferences`` says whether it prints the
    rates of agreements. ``not_included`` are other charges on imports that it does not print.
    """

    importer: str
    edition: str
    start: str
    until: str
    currency: str
    status: str
    preferences: bool
    partial: bool
    source: Mapping[str, Any]
    look_up: str
    not_included: tuple[str, ...]


class LineQuote(NamedTuple):
    """The duties of one national line. ``whole`` is untrue when only a part of its goods has the product's code."""

    line: str
    whole: bool
    mfn: Duty
    preferential: Duty
    marks: tuple[str, ...]


class Quote(NamedTuple):
    """What an importer asks for a product.

    ``state`` is known, by_line (several lines with different duties) or unknown, and then ``why`` says whether the
    importer, the chapter, the code or the day is not in the data. ``old``: the schedule may have changed since.
    """

    importer: str
    state: str
    why: str
    lines: tuple[LineQuote, ...]
    schedule: Schedule | None
    old: bool = False


class Tariffs:
    """A shard as it came; duties are read when they are asked for."""

    __slots__ = ("_duties", "chapter", "importers")

    def __init__(self, chapter: str, importers: Mapping[str, Any]) -> None:
        self.chapter = chapter
        self.importers = importers
        self._duties: dict[str, Duty] = {}

    def duty(self, text: str) -> Duty:
        """Read a duty once."""
        if text not in self._duties:
            self._duties[text] = duty_from_text(text)
        return self._duties[text]


def read_tariffs(shard: Mapping[str, Any]) -> Tariffs:
    """Take a shard.

    >>> read_tariffs({"chapter": "09", "importers": {}}).chapter
    '09'
    """
    return Tariffs(shard["chapter"], shard["importers"])


def schedule(importer: str, found: Mapping[str, Any]) -> Schedule:
    """Read what an importer's part of a shard says about itself."""
    return Schedule(
        importer=importer,
        edition=found["hs"],
        start=found["from"],
        until=found.get("until", ""),
        currency=found["currency"],
        status=found["status"],
        preferences=found["preferences"] == "listed",
        partial=found.get("partial", False),
        source=found["source"],
        look_up=found["look_up"],
        not_included=tuple(found["not_included"]),
    )
