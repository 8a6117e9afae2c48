"""The only door into the engine: text in, text out. A page, a command line and a program all come through here.

A refusal travels as JSON. A bug raises.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from py_engine.errors import EngineError, Refusals, shown
from py_engine.reading import Reader, parse_json

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["call", "load"]

_shards: dict[str, Any] = {}
_models: dict[str, Any] = {}

# The imports below wait inside the functions: in a browser a module costs milliseconds, and a visitor who asks for
# one tool should not wait for the others.


def load(name: str, text: str) -> None:
    """Keep a data shard, replacing an earlier one of the same name.

    Raises:
        EngineError: The shard is not a JSON object.
    """
    refusals = Refusals()
    shard = parse_json(text, path=name, example='{"version":"…"}')
    if not isinstance(shard, dict):
        refusals.add(name, "engine.value.object", value=shown(shard), example='{"version":"…"}')
    refusals.raise_if_any()
    _shards[name] = shard
    _models.pop(name, None)


def call(name: str, request: str) -> str:
    """Answer one request.

    >>> call("hs.read", '{"code": "09.01"}')  # doctest: +ELLIPSIS
    '{"ok":{"chapter":"09","code":"0901","dotted":"09.01",...}}'
    """
    try:
        reply: dict[str, Any] = {"ok": _answer(name, request)}
    except EngineError as error:
        reply = {"refused": [refusal.as_json() for refusal in error.refusals]}
    return json.dumps(reply, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def _answer(name: str, request: str) -> Any:
    refusals = Refusals()
    if name not in _CALLS:
        refusals.add("call", "engine.call.unknown", value=shown(name), expected=", ".join(sorted(_CALLS)))
        refusals.raise_if_any()
    example = _EXAMPLES[name]
    value = parse_json(request, path="request", example=example)
    if not isinstance(value, dict):
        refusals.add("request", "engine.value.object", value=shown(value), example=example)
        refusals.raise_if_any()
    return _CALLS[name](Reader(value, "", refusals))


def _model(name: str, read: Callable[[Any], Any]) -> Any:
    """Give the data of a shard, read once."""
    if name not in _shards:
        refusals = Refusals()
        refusals.add("data", "engine.data.missing", value=name)
        refusals.raise_if_any()
    if name not in _models:
        _models[name] = read(_shards[name])
    return _models[name]


def _assess(request: Reader) -> Any:
    from py_engine.diagnostic.calls import assess  # noqa: PLC0415
    from py_engine.diagnostic.read import read_shard  # noqa: PLC0415

    return assess(_model("diagnostic", read_shard), request)


def _questionnaire(request: Reader) -> Any:
    from py_engine.diagnostic.calls import questionnaire  # noqa: PLC0415
    from py_engine.diagnostic.read import read_shard  # noqa: PLC0415

    return questionnaire(_model("diagnostic", read_shard), request)


def _open(request: Reader) -> Any:
    from py_engine.diagnostic.read import read_shard  # noqa: PLC0415
    from py_engine.diagnostic.saved import open_saved  # noqa: PLC0415

    return open_saved(_model("diagnostic", read_shard), request)


def _read_code(request: Reader) -> Any:
    from py_engine.hs import read  # noqa: PLC0415

    return read(request)


_CALLS: dict[str, Callable[[Reader], Any]] = {
    "diagnostic.assess": _assess,
    "diagnostic.open": _open,
    "diagnostic.questionnaire": _questionnaire,
    "hs.read": _read_code,
}
_EXAMPLES = {
    "diagnostic.assess": '{"answers":{},"on":"2026-11-21"}',
    "diagnostic.open": '{"text":"…"}',
    "diagnostic.questionnaire": '{"on":"2026-11-21"}',
    "hs.read": '{"code":"0901.21"}',
}
