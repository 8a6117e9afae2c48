"""Samples of the product finder: each way a search can end, with and without answers to its questions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from build_tools.runtime.samples.sample import NOWHERE, REFUSED, Sample, sample

if TYPE_CHECKING:
    from collections.abc import Mapping

TOOL = "product-finder"
VIEW = "search/result"
WORDS = (
    "roasted coffee",
    "café tostado",
    "camizeta de algodon",
    "0901.21",
    "0901",
    "0901.99",
    "xyzzyq",
    "cofee bgas",
    "",
)


def samples(shards: Mapping[str, bytes], language: str) -> list[Sample]:
    """One request for each way a search can end."""
    shard, nobodys = f"search/{language}", {"search.language": "x1", "search.hs": "0901.21"}
    made = [
        sample(TOOL, "search.form", {"on": "2026-11-22"}, "search/form", language),
        sample(TOOL, "search.find", {"answers": nobodys}, REFUSED, language),
        sample(NOWHERE, "search.describe", {"answers": nobodys}, REFUSED, language),
    ]
    if shard not in shards:
        return made
    for words in WORDS:
        answers = {"search.words": words, "search.language": language}
        made.append(sample(TOOL, "search.find", {"answers": answers}, VIEW, language, needs=(shard,)))
    answers = {
        "search.words": "0901",
        "search.language": language,
        "search.fact.in-0901": "090121-090122",
        "search.fact.wearer": "women",
    }
    for code in ("0901.21", "0901.99", "x"):
        asked = {"search.hs": code, "search.language": language}
        made.append(sample(NOWHERE, "search.describe", {"answers": asked}, "", language, needs=(shard,)))
    return [*made, sample(TOOL, "search.find", {"answers": answers}, VIEW, language, needs=(shard,))]
