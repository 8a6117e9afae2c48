"""Samples of the page of origin and markets: what it asks, with the views that show the answers."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from build_tools.runtime.samples import origin
from build_tools.runtime.samples.sample import Sample, sample

if TYPE_CHECKING:
    from collections.abc import Mapping

VIEWS = {
    "origin.form": ("origin/form",),
    "origin.markets": ("origin/markets",),
    "origin.determine": ("origin/details", "origin/whatif"),
    "origin.advise": ("origin/advice",),
    "origin.dossier": ("origin/dossier",),
    "origin.rerun": ("origin/rerun",),
    "origin.open": ("origin/opened",),
    "origin.batch": ("origin/batch",),
}


def samples(shards: Mapping[str, bytes], language: str) -> list[Sample]:
    """The samples of the engine's calls once for each view, and the finder and the suggestions inside the page."""
    made = [
        replace(one, view=view)
        for one in origin.samples(shards, language)
        if not one.view
        for view in VIEWS.get(one.call, ())
    ]
    if (nomenclature := f"search/{language}") in shards:
        for words in ("roasted coffee", "café tostado", "0901", "xyzzyq"):
            asked = {"search.words": words, "search.language": language}
            made.append(_beside("search.find", asked, "origin/found", language, nomenclature))
        asked = {"search.hs": "0901.21", "search.language": language}
        made.append(_beside("search.describe", asked, "origin/described", language, nomenclature))
    if "chains" in shards:
        made.extend(
            _beside("chains.suggest", {"product.hs": code}, "origin/suggested", language, "chains")
            for code in ("0901.21", "0901", "8407.10")
        )
    return made


def _beside(call: str, answers: Mapping[str, str], view: str, language: str, shard: str) -> Sample:
    return sample(
        origin.TOOL, call, {"answers": dict(answers), "on": origin.ON}, view, language, needs=(shard,)
    )
