"""Compiles the shard of all agreements: parties, days and general provisions, and the texts that belong to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from build_tools.compile.catalogue import data_texts
from build_tools.compile.shard import with_keys

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["compiled"]

FOR_EDITORS: Final = frozenset({"owner", "description", "version"})
SAID_ABOVE: Final = frozenset({*FOR_EDITORS, "id", "agreement", "checked_on", "sources"})
ABOUT: Final = "agreement"
PROVISIONS: Final = "provisions"
ROOMS: Final = {"about": "agreements", PROVISIONS: "rules"}
"""The first part of the keys: names of goods in provisions are called as those in the agreement's rules."""


class _Written(NamedTuple):
    data: Mapping[str, Mapping[str, Any]]


def compiled(files: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, dict[str, str]]]:
    """Give the shard without its version, and its sentences by language and key.

    Args:
        files: The files of content/data/agreements by their names, such as ``us-peru/agreement``.
    """
    found: list[dict[str, Any]] = []
    texts: dict[str, dict[str, str]] = {}
    for name in sorted(file.removesuffix(f"/{ABOUT}") for file in files if file.endswith(f"/{ABOUT}")):
        parts = _parts(files[f"{name}/{ABOUT}"], files.get(f"{name}/{PROVISIONS}"))
        made = {room: with_keys(part, f"{ROOMS[room]}.{name}") for room, part in parts.items()}
        found.append({**made.pop("about"), **made})
        written = _Written({ROOMS[room]: {name: part} for room, part in parts.items()})
        for key, text in data_texts(written).items():
            for language, sentence in text.items():
                texts.setdefault(language, {})[key] = sentence
    return {"agreements": found}, texts


def _parts(about: Mapping[str, Any], provisions: Mapping[str, Any] | None) -> dict[str, dict[str, Any]]:
    """Take out what only editors need; documents of both files stand once, with the agreement."""
    top = {name: part for name, part in about.items() if name not in FOR_EDITORS}
    if provisions is None:
        return {"about": top}
    sources = {source["id"]: source for source in (*about["sources"], *provisions["sources"])}
    top["sources"] = [sources[key] for key in sorted(sources)]
    return {
        "about": top,
        PROVISIONS: {name: part for name, part in provisions.items() if name not in SAID_ABOVE},
    }
