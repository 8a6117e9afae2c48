"""Samples of the suggestions of inputs: found, of the heading only, not found, refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from build_tools.runtime.samples.sample import NOWHERE, Sample, sample

if TYPE_CHECKING:
    from collections.abc import Mapping


def samples(shards: Mapping[str, bytes], language: str) -> list[Sample]:
    """One request for each way it can end."""
    if "chains" not in shards:
        return []
    return [
        sample(NOWHERE, "chains.suggest", {"answers": {"product.hs": code}}, "", language, needs=("chains",))
        for code in ("0901.21", "0901", "8407.10", "words")
    ]
