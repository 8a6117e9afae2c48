"""The goods of the chains and how they hang together. Data only: nothing here decides anything."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from py_engine.errors import Refusals
from py_engine.reading import Reader

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["ROLES", "Chains", "Good", "read_chains"]

ROLES = ("main", "other", "packing", "shipping")
EXAMPLE_GOOD = '{"id":"roasted-coffee","hs":"0901.21","name":"…","main":["green-coffee"]}'


class Good(NamedTuple):
    """A good: its code in HS 2022 (six digits, without the point), the key of its name, and what goes into it."""

    id: str
    hs: str
    name: str
    inputs: tuple[tuple[str, str], ...]
    """Role and id of each good that goes into it, the weightiest role first."""


class Chains(NamedTuple):
    """Every good by its id, in the order of the files."""

    goods: Mapping[str, Good]
    version: str


def read_chains(shard: Any) -> Chains:
    """Read the shard ``chains``: files of one sector each, with their goods.

    Raises:
        EngineError: A good lacks its code or its name, or is made of one that is not there.
    """
    source = Reader(shard, "", Refusals())
    goods: dict[str, Good] = {}
    named: list[tuple[Reader, str]] = []
    version = source.at("version").text(example="0123456789ab")
    for name, file in source.fields(example='{"food":{"goods":[]}}'):
        if name == "version":
            continue
        for item in file.at("goods").items(example=f"[{EXAMPLE_GOOD}]"):
            inputs = []
            for role in ROLES:
                field = item.at(role)
                if field.present:
                    for one in field.items(example='["green-coffee"]'):
                        inputs.append((role, one.text(example="green-coffee")))
                        named.append((one, inputs[-1][1]))
            identity = item.at("id").text(example="roasted-coffee")
            code = item.at("hs").text(example="0901.21").replace(".", "")
            goods[identity] = Good(identity, code, item.at("name").text(example="…"), tuple(inputs))
    for place, good in named:
        if good and good not in goods:
            place.refuse("chains.unknown_good", example=next(iter(goods)))
    source.refusals.raise_if_any()
    return Chains(goods, version)
