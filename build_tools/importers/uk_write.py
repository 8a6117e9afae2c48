"""Writes notation as YAML that reads well in a pull request: short things on one line, stable, every code quoted."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["yaml_text"]

WIDTH = 110
PLAIN = re.compile(r"[a-z][a-z_]*(?:[ -][a-z_]+)*")
ROWS = (
    "rules",
    "notes",
    "provisions",
    "parties",
)  # each of their items takes a line of its own for each part
RESERVED = {"true", "false", "yes", "no", "on", "off", "null", "y", "n"}


def yaml_text(value: dict[str, Any]) -> str:
    """Write a document.

    >>> print(
    ...     yaml_text({"id": "ch61", "rules": [{"covers": ["6105"], "rule": {"change_of": "heading"}}]}),
    ...     end="",
    ... )
    id: "ch61"
    rules:
      - covers: ["6105"]
        rule: {change_of: heading}
    """
    return "\n".join(_block(value, 0, top=True)) + "\n"


def _scalar(text: str) -> str:
    if PLAIN.fullmatch(text) and text not in RESERVED:
        return text
    return json.dumps(text, ensure_ascii=False)


def _flow(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_flow(part)}" for key, part in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_flow(part) for part in value) + "]"
    return _scalar(value)


def _block(value: dict[str, Any], indent: int, *, top: bool = False) -> Iterator[str]:
    space = " " * indent
    for key, part in value.items():
        rows = top and key in ROWS and bool(part)
        one = f"{space}{key}: {_flow(part)}"
        if isinstance(part, str) or (not rows and len(one) <= WIDTH) or not part:
            yield one
        elif isinstance(part, dict):
            yield f"{space}{key}:"
            yield from _block(part, indent + 2)
        else:
            yield f"{space}{key}:"
            yield from _items(part, indent + 2, rows=rows)


def _items(values: list[Any], indent: int, *, rows: bool = False) -> Iterator[str]:
    space = " " * indent
    if values and all(isinstance(one, str) for one in values):
        line = space + "["
        for at, one in enumerate(values):
            text = _scalar(one) + ("," if at < len(values) - 1 else "]")
            if len(line) + len(text) + 1 > WIDTH:
                yield line.rstrip()
                line = space + " "
            line += text + " "
        yield line.rstrip()
        return
    for one in values:
        flow = f"{space}- {_flow(one)}"
        if not isinstance(one, dict) or (len(flow) <= WIDTH and not rows):
            yield flow
            continue
        first, *rest = _block(one, indent + 2)
        yield f"{space}- {first.lstrip()}"
        yield from rest
