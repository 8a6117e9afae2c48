"""Sample requests for every call and every view: what they make Python import is what a tool's page gets.

One module for each subject, with ``samples(shards, language) -> list[Sample]``. They are made from the data itself, so
that a new questionnaire needs no change here. A call without a sample fails the build, and so does a tool's answer.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from build_tools.runtime.samples import business, chains, codes, diagnostic, market, origin, search
from build_tools.runtime.samples.sample import EVERY, NOWHERE, ON, REFUSED, Sample, sample

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["EVERY", "NOWHERE", "ON", "REFUSED", "Sample", "of_tool", "sample", "samples", "unreached"]

SUBJECTS = (business, chains, codes, diagnostic, market, origin, search)


def samples(shards: Mapping[str, bytes], language: str) -> tuple[Sample, ...]:
    """Requests that reach every call, every view and the ways to be refused.

    >>> [sample.call for sample in samples({}, "en")]
    ['hs.read', 'hs.read', 'nothing.of_the_kind']
    """
    return tuple(made for subject in SUBJECTS for made in subject.samples(shards, language))


def of_tool(all_samples: Sequence[Sample], tool: str) -> list[Sample]:
    """Those that the page of one tool asks."""
    return [one for one in all_samples if one.tool in {tool, EVERY}]


def unreached(asked: Sequence[Sample], answers: Sequence[Sequence[str]]) -> list[str]:
    """Calls that the engine offers and no sample makes. The engine lists its calls when it refuses an unknown one."""
    offered: set[str] = set()
    for one, said in zip(asked, answers, strict=True):
        if one.call == codes.UNKNOWN:
            values = json.loads(said[0])["refused"][0]["message"]["values"]
            offered = {name.strip() for name in str(values["expected"]).split(",")}
    return sorted(offered - {one.call for one in asked})
