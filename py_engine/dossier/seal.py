"""The seal of a dossier: a hash over everything in it, written in one way only."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["FIELDS", "FORMAT", "VERSION", "seal_of", "sealed"]

FORMAT = "puente.origin-dossier"
VERSION = 1
FIELDS = (
    "format",
    "version",
    "engine_version",
    "data_version",
    "on",
    "agreement",
    "importer",
    "answers",
    "who",
    "result",
    "hash",
)


def seal_of(dossier: Mapping[str, Any]) -> str:
    """Give the hash over everything but the hash itself: names in order, nothing between them.

    >>> seal_of({"a": "1", "hash": "x"}) == seal_of({"a": "1"}), seal_of({"a": "2"}) == seal_of({"a": "1"})
    (True, False)
    """
    from hashlib import sha256  # noqa: PLC0415  only a dossier pays for it

    inside = {name: part for name, part in dossier.items() if name != "hash"}
    text = json.dumps(inside, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def sealed(dossier: Mapping[str, Any]) -> dict[str, Any]:
    """Put the seal on a dossier."""
    return {**dossier, "hash": seal_of(dossier)}
