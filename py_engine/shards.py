"""The data that the engine was given, shard by shard: kept as it came, read when it is first needed.

A shard is named ``<kind>`` or ``<kind>/<key>``, such as ``diagnostic`` or ``rules/09``. What is not there is asked for:
the engine answers with the names, whoever called loads them and asks again.
"""

from __future__ import annotations

import itertools
from importlib import import_module
from typing import TYPE_CHECKING, Any

from py_engine.errors import NeedsData, Refusals, shown
from py_engine.reading import parse_json

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["READERS", "data", "here", "lack", "load", "need", "unload", "version_of"]

# How the shards of a kind are read: kind -> (module, function). The function takes the parsed JSON and gives what the
# calls work with; a kind that is not listed is used as parsed. The module is imported when the first shard is read.
READERS = {
    "agreements": ("py_engine.agreements.agreement", "read_shard"),
    "chains": ("py_engine.chains.model", "read_chains"),
    "correlation": ("py_engine.origin.tables", "read_tables"),
    "diagnostic": ("py_engine.diagnostic.read", "read_shard"),
    "rules": ("py_engine.origin.rule_shard", "read_rules"),
    "search": ("py_engine.search.shard", "read_nomenclature"),
    "tariffs": ("py_engine.tariff.schedule", "read_tariffs"),
}

_parsed: dict[str, Any] = {}  # not read yet
_read: dict[str, Any] = {}  # None: there is no such shard
_serial: dict[str, int] = {}  # of each shard here, in the order of loading
_versions: dict[str, str] = {}  # as each shard says itself
_count = itertools.count(1)


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
    unload(name)
    _parsed[name] = shard
    _versions[name] = str(shard.get("version", ""))
    _serial[name] = next(_count)


def lack(name: str) -> None:
    """Know that there is no such shard, so that it is not asked for again."""
    unload(name)
    _read[name] = None
    _serial[name] = next(_count)


def unload(name: str) -> None:
    """Forget a shard and whatever was read from it; whoever needs it again is told so."""
    for shelf in (_parsed, _read, _serial, _versions):
        shelf.pop(name, None)


def here() -> dict[str, int]:
    """Give the names of the shards that are here, each with a number that changes whenever it is loaded."""
    return dict(_serial)


def version_of(name: str) -> str:
    """Give the version a shard says it is of; empty if it says none, or is not here."""
    return _versions.get(name, "")


def need(*names: str) -> None:
    """Make sure of several shards at once, so that they travel together.

    Raises:
        NeedsData: Some are not here.
    """
    if missing := [name for name in names if name not in _serial]:
        raise NeedsData(missing)


def data(name: str) -> Any:
    """Give the data of a shard, read once; None where it is known that there is no such shard.

    >>> data("example/1")
    Traceback (most recent call last):
    py_engine.errors.NeedsData: example/1
    >>> load("example/1", '{"a": 1}')
    >>> data("example/1")
    {'a': 1}
    >>> unload("example/1")

    Raises:
        NeedsData: It is not here.
    """
    need(name)
    if name not in _read:
        _read[name] = _reader(name)(_parsed[name])
        del _parsed[name]
    return _read[name]


def _reader(name: str) -> Callable[[Any], Any]:
    place = READERS.get(name.partition("/")[0])
    if place is None:
        return lambda parsed: parsed
    read: Callable[[Any], Any] = getattr(import_module(place[0]), place[1])
    return read
