"""How the engine refuses: every fault at once, each with the path of the bad value and what to say about it.

A refusal is an answer to bad input. A bug is something else: it raises an ordinary Python exception.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from py_engine.message import Message

if TYPE_CHECKING:
    from collections.abc import Iterable

    from py_engine.message import Value

__all__ = ["EngineError", "NeedsData", "Refusal", "Refusals", "shown"]

LONGEST_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Refusal:
    """One bad value: where it stands and what is wrong with it.

    >>> Refusal("code", Message("engine.hs.chapter", {"value": "77"})).as_json()
    {'path': 'code', 'message': {'key': 'engine.hs.chapter', 'values': {'value': '77'}}}
    """

    path: str
    message: Message

    def as_json(self) -> dict[str, Any]:
        """Give the refusal in the shape it travels in."""
        return {"path": self.path, "message": self.message.as_json()}


class EngineError(Exception):
    """The engine cannot answer, and says why: all the refusals found in one pass."""

    def __init__(self, refusals: Iterable[Refusal]) -> None:
        self.refusals = tuple(refusals)
        super().__init__(
            "; ".join(f"{r.path}: {r.message.key} {dict(r.message.values)}" for r in self.refusals)
        )


class NeedsData(Exception):  # noqa: N818 - not a fault: an outcome beside answer and refusal
    """The engine can answer once it has certain data shards; whoever asked loads them and asks again."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = tuple(dict.fromkeys(names))
        super().__init__(", ".join(self.names))


class Refusals:
    """Gathers refusals on the way through a document, so that five mistakes need one reading.

    >>> refusals = Refusals()
    >>> refusals.add("code", "engine.hs.chapter", value="77")
    >>> refusals.raise_if_any()
    Traceback (most recent call last):
    py_engine.errors.EngineError: code: engine.hs.chapter {'value': '77'}
    """

    def __init__(self) -> None:
        self.found: list[Refusal] = []

    def add(self, path: str, key: str, **values: Value) -> None:
        """Remember one fault."""
        self.found.append(Refusal(path, Message(key, values)))

    def raise_if_any(self) -> None:
        """Refuse, if anything was found."""
        if self.found:
            raise EngineError(self.found)


def shown(value: object) -> str:
    r"""Write a bad value so that a person recognises it: short, on one line, with nothing invisible in it.

    >>> shown("abc"), shown(901.1), shown(None), shown("a" * 99) == "a" * 59 + "…"
    ('abc', '901.1', 'null', True)
    >>> shown(chr(10) + "x")
    '\\u000ax'
    """
    if not isinstance(value, str):
        import json  # noqa: PLC0415  only a refusal pays for it

        value = json.dumps(value, ensure_ascii=False, sort_keys=True)
    short = value if len(value) <= LONGEST_SHOWN else value[: LONGEST_SHOWN - 1] + "…"
    return "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in short)
