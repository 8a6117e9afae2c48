"""Samples of what every tool's page may ask: to read a code, and to be refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from build_tools.runtime.samples.sample import EVERY, REFUSED, Sample, sample

if TYPE_CHECKING:
    from collections.abc import Mapping

UNKNOWN = "nothing.of_the_kind"


def samples(_: Mapping[str, bytes], language: str) -> list[Sample]:
    """A code, a text that is none, a call that there is not."""
    return [
        sample(EVERY, "hs.read", {"code": "0901.21"}),
        sample(EVERY, "hs.read", {"code": "x"}, REFUSED, language),
        sample(EVERY, UNKNOWN, {}, REFUSED, language),
    ]
