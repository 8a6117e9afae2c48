"""Reads the tables of cases in tests/cases and compares an answer with what a table expects.

The tables are written by people who do not program: every scalar is text, and a place in an answer is a path in which
the items of a list are called by their names: `next_steps.records-use.gain`. The same requests are sent to CPython
and to the engine in a browser, and the two answers must be equal byte for byte.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterator

CASES = Path(__file__).resolve().parent.parent / "cases"
NAMES = ("id", "question", "aspect", "key", "path")
FIELDS = {"name", "call", "data", "as_of", "answers", "file", "request", "raw", "expect"}


class Case(NamedTuple):
    """One question with the answer it must get; `shards` are loaded before it is asked."""

    name: str
    call: str
    request_json: str
    expected: dict[str, Any]
    shards: dict[str, str]


def cases(folder: str) -> Iterator[Case]:
    """Give every case of a folder, such as 'diagnostic'."""
    for table in sorted((CASES / folder).glob("*.yaml")):
        yield from _table(table)


def _table(path: Path) -> Iterator[Case]:
    table = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506  reads texts only
    common = {name: value for name, value in table.items() if name != "cases"}
    for given in table["cases"]:
        case = {**common, **given}
        if left := set(case) - FIELDS:
            raise ValueError(f"{path.name}: {given['name']}: unknown fields {sorted(left)}")
        shards = {}
        if "data" in case:
            shards[path.parent.name] = (path.parent / case["data"]).read_text(encoding="utf-8")
        yield Case(case["name"], case["call"], _request(case), case["expect"], shards)


def _request(case: dict[str, Any]) -> str:
    if "raw" in case:
        return str(case["raw"])
    if "file" in case:
        request = {"text": case["file"]}
    elif "request" in case:
        request = case["request"]
    else:
        request = {"answers": case["answers"] or {}, "on": case["as_of"]}
    return json.dumps(request, ensure_ascii=False)


def differences(reply_json: str, expected: dict[str, Any]) -> list[str]:
    """Name every place where a reply is not what the table expects."""
    reply = json.loads(reply_json)
    if "refused" in expected or "refused" in reply:
        found = {fault["path"]: fault["message"]["key"] for fault in reply.get("refused", [])}
        wanted = expected.get("refused", {})
        same = found == wanted and ("refused" in expected) is ("refused" in reply)
        return [] if same else [f"refused: expected {wanted}, got {found or 'an answer'}"]
    found = {path: _plain(_find(reply["ok"], path), wanted) for path, wanted in expected.items()}
    return [
        f"{path}: expected {wanted!r}, got {found[path]!r}"
        for path, wanted in expected.items()
        if found[path] != (None if wanted in ("null", "~") else wanted)
    ]


def _find(value: Any, path: str) -> Any:
    """Go down a path; names may contain points themselves, so each step tries the names that are there."""
    if not path:
        return value
    steps = list(value.items()) if isinstance(value, dict) else []
    if isinstance(value, list):
        steps = [
            (item[name], item) for item in value if isinstance(item, dict) for name in NAMES if name in item
        ]
    for name, inner in steps:
        if path == name:
            return inner
        if path.startswith(f"{name}."):
            found = _find(inner, path[len(name) + 1 :])
            if found != f"nothing at {path[len(name) + 1 :]}":
                return found
    return f"nothing at {path}"


def _plain(value: Any, wanted: Any) -> Any:
    """Reduce a value to what a table can say: a text, nothing, or the names in a list."""
    if isinstance(value, list) and isinstance(wanted, dict):
        return {item["path"]: item["message"]["key"] for item in value}
    if isinstance(value, list):
        return [next((item[name] for name in NAMES if name in item), item) for item in value]
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value)
