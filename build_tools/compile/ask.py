"""Asks the engine from an ordinary Python, bringing the data shards that it turns out to need."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from py_engine import bridge
from py_engine.shards import here, lack, load, unload

if TYPE_CHECKING:
    from collections.abc import Mapping

ROUNDS = 20  # a question that still needs something then asks for the same again and again

_brought: dict[str, tuple[int, bytes | None]] = {}


def ask(call: str, request: Any, shards: Mapping[str, bytes]) -> dict[str, Any]:
    """Ask once, with the data given and no other.

    Args:
        call: What is asked, such as ``hs.read``.
        request: The request, as JSON or as what becomes JSON.
        shards: Data by name, such as ``rules/09``. What the engine needs and is not among them, it is told to lack.

    Returns:
        The answer: ``ok`` or ``refused``.

    Raises:
        RuntimeError: The engine asks for the same data for ever.

    >>> ask("hs.read", {"code": "09.01"}, {})["ok"]["chapter"]
    '09'
    """
    text = request if isinstance(request, str) else json.dumps(request)
    for name, serial in here().items():  # left by another project, or by whoever loads without asking
        if _brought.get(name) != (serial, shards.get(name)):
            unload(name)
    reply: dict[str, Any] = {}
    for _ in range(ROUNDS):
        reply = json.loads(bridge.call(call, text))
        if "needs" not in reply:
            return reply
        for name in reply["needs"]:
            bring(name, shards)
    raise RuntimeError(f"{call} needs {', '.join(reply['needs'])} for ever")


def bring(name: str, shards: Mapping[str, bytes]) -> None:
    """Load one shard, or say that there is none."""
    if name in shards:
        load(name, shards[name].decode())
    else:
        lack(name)
    _brought[name] = (here()[name], shards.get(name))
