"""Compiles the chains of inputs and products into one shard, and the names of the goods beside it, by language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping

    Texts: TypeAlias = dict[str, dict[str, str]]

__all__ = ["compiled"]

KEPT: Final = ("id", "hs", "main", "other", "packing", "shipping")


def compiled(files: Mapping[str, Any]) -> tuple[dict[str, Any], Texts]:
    """Give the shard ``chains`` without a version, and its sentences by language and key.

    >>> green = {"id": "green", "hs": "0901.11", "name": {"en": "Green coffee", "es": "Café verde"}}
    >>> compiled({"food": {"goods": [green]}})[0]
    {'food': {'goods': [{'id': 'green', 'hs': '0901.11', 'name': 'chains.green'}]}}
    >>> compiled({"food": {"goods": [green]}})[1]["es"]
    {'chains.green': 'Café verde'}
    """
    value: dict[str, Any] = {}
    texts: Texts = {}
    for stem, file in sorted(files.items()):
        goods = []
        for good in file["goods"]:
            key = f"chains.{good['id']}"
            goods.append({**{part: good[part] for part in KEPT if part in good}, "name": key})
            for language, word in good["name"].items():
                texts.setdefault(language, {})[key] = word
        value[stem] = {"goods": goods}
    return value, texts
