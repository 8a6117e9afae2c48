"""What the engine has to say, in no language: a key and the figures that belong in the sentence.

The sentence itself lives in i18n/. A value is one of

* plain text, put into the sentence as it is: ``"0901.1"``;
* a reference to another text of the catalogue: ``{"key": "diagnostic.levels.basic.name"}``;
* a number or a date to be written the way the reader's language writes it: ``{"number": "41.6"}``,
  ``{"date": "2026-11-21"}``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Message", "Value", "number", "reference"]

Value: TypeAlias = "str | Mapping[str, str]"


@dataclass(frozen=True, slots=True)
class Message:
    """One thing to say.

    >>> Message("engine.hs.chapter", {"value": "77"}).as_json()
    {'key': 'engine.hs.chapter', 'values': {'value': '77'}}
    """

    key: str
    values: Mapping[str, Value] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Give the message in the shape it travels in."""
        values = {
            name: dict(value) if not isinstance(value, str) else value for name, value in self.values.items()
        }
        return {"key": self.key, "values": values}


def reference(key: str) -> Value:
    """Stand for another text of the catalogue, such as the name of a level."""
    return {"key": key}


def number(text: str) -> Value:
    """Stand for a number, to be written with the reader's own decimal sign."""
    return {"number": text}
