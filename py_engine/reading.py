"""Reads JSON that came from outside: gathers every fault with its path, and guesses nothing.

Texts stay texts and numbers travel as texts, so there is no float to lose a digit and no date to swap day and month.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from py_engine.errors import Refusals, shown

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

__all__ = ["Reader", "day_from_text", "parse_json"]

LONGEST_TEXT = 50_000_000
EXAMPLE_DAY = "2026-11-21"


class _WrittenTwiceError(ValueError):
    """An object gives the same name twice, and nobody can say which value is meant."""


def parse_json(text: str, *, path: str, example: str, longest: int = LONGEST_TEXT) -> Any:
    """Read JSON text strictly: no name twice in one object, no NaN, no bottomless nesting.

    Raises:
        EngineError: The text is not such JSON.
    """
    refusals = Refusals()
    value = None
    if len(text) > longest:
        refusals.add(
            path, "engine.json.too_long", value=str(len(text)), expected=str(longest), example=example
        )
        refusals.raise_if_any()
    try:
        value = json.loads(text.removeprefix("\ufeff"), object_pairs_hook=_object, parse_constant=_constant)
    except _WrittenTwiceError as error:
        refusals.add(path, "engine.json.twice", value=shown(error.args[0]), example=example)
    except json.JSONDecodeError as error:
        line, column = str(error.lineno), str(error.colno)
        refusals.add(path, "engine.json.broken", value=shown(text), line=line, column=column, example=example)
    except (ValueError, RecursionError):
        refusals.add(path, "engine.json.unreadable", value=shown(text), example=example)
    refusals.raise_if_any()
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise _WrittenTwiceError(next(name for name in names if names.count(name) > 1))
    return found


def _constant(name: str) -> Any:
    raise ValueError(name)


def day_from_text(text: str) -> date:
    """Read a day written as year-month-day, and in no other way.

    >>> day_from_text("2026-11-21")
    datetime.date(2026, 11, 21)

    Raises:
        ValueError: There is no such day, or it is written otherwise.
    """
    from datetime import date  # noqa: PLC0415  codes and messages do without it

    found = date.fromisoformat(text)
    if found.isoformat() != text:  # '20261121' and '2026-W47-6' are ISO too, and easily misread
        raise ValueError(text)
    return found


class Reader:
    """One value of a document and the path that leads to it.

    Reading never raises: a bad value is remembered as a refusal and an empty one is given in its place, so that the
    rest of the document is still read. ``refusals.raise_if_any()`` closes the reading.

    >>> refusals = Refusals()
    >>> request = Reader({"answers": {"a": 1}}, "", refusals)
    >>> request.at("answers").at("a").text(example="none"), request.at("on").text(example="2026-11-21")
    ('', '')
    >>> [(refusal.path, refusal.message.key) for refusal in refusals.found]
    [('answers.a', 'engine.value.text'), ('on', 'engine.value.missing')]
    """

    __slots__ = ("path", "present", "refusals", "value")

    def __init__(self, value: Any, path: str, refusals: Refusals, *, present: bool = True) -> None:
        self.value = value
        self.path = path
        self.present = present
        self.refusals = refusals

    def refuse(self, key: str, **values: Any) -> None:
        """Remember a fault of this value."""
        self.refusals.add(self.path, key, value=shown(self.value), **values)

    def _is(self, kind: type, key: str, example: str) -> bool:
        if not self.present:
            name = self.path.rpartition(".")[2]
            self.refusals.add(self.path, "engine.value.missing", name=shown(name), example=example)
        elif not isinstance(self.value, kind):
            self.refuse(key, example=example)
        else:
            return True
        return False

    def at(self, name: str) -> Reader:
        """Go to a field; one that is not there is missed only when it is read."""
        path = f"{self.path}.{shown(name)}" if self.path else shown(name)
        present = isinstance(self.value, dict) and name in self.value
        return Reader(self.value[name] if present else None, path, self.refusals, present=present)

    def is_object(self, *, example: str) -> bool:
        """Say whether this is an object, and refuse it otherwise."""
        return self._is(dict, "engine.value.object", example)

    def fields(self, *, example: str, only: tuple[str, ...] = ()) -> Iterator[tuple[str, Reader]]:
        """Go through the fields of an object; with ``only``, any other name is refused."""
        if not self.is_object(example=example):
            return
        for name in self.value:
            field = self.at(name)
            if only and name not in only:
                expected = ", ".join(only)
                self.refusals.add(
                    field.path, "engine.value.unknown_field", value=shown(name), expected=expected
                )
            else:
                yield name, field

    def items(self, *, example: str) -> Iterator[Reader]:
        """Go through a list."""
        if self._is(list, "engine.value.list", example):
            for at, value in enumerate(self.value):
                yield Reader(value, f"{self.path}[{at}]", self.refusals)

    def text(self, *, example: str) -> str:
        """Read a text that must be there and must not be empty."""
        if not self._is(str, "engine.value.text", example):
            return ""
        if not self.value:
            self.refuse("engine.value.text", example=example)
        return str(self.value)

    def text_or_none(self, *, example: str) -> str | None:
        """Read a text that may be left out or be null."""
        return self.text(example=example) if self.present and self.value is not None else None

    def day(self) -> date | None:
        """Read a day; ``None`` stands for one that was refused."""
        text = self.text(example=EXAMPLE_DAY)
        try:
            return day_from_text(text) if text else None
        except ValueError:
            self.refuse("engine.value.day", example=EXAMPLE_DAY)
            return None

    def millionths(self, *, example: str) -> int:
        """Read an exact number of at most six decimals, not below zero; 0 stands for one that was refused."""
        from py_engine.quantity import millionths  # noqa: PLC0415  requests without numbers do without it

        text = self.text(example=example)
        try:
            amount = millionths(text) if text else 0
        except ValueError:
            amount = -1
        if amount < 0:
            self.refuse("engine.value.number", example=example)
        return max(amount, 0)
