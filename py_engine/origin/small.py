"""Operations so small that they give no origin in most agreements, whatever the product's rule says."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["MAYBE_SMALL", "substantial"]

# Words for operations that some agreement lists as minimal, or that may be as little as that.
MAYBE_SMALL = frozenset(
    (
        "mixing",
        "direct_blending",
        "dilution",
        "washing",
        "drying",
        "freezing",
        "preserving",
        "husking",
        "cutting",
        "sugar_coating",
        "denaturing",
        "testing",
        "programming",
        "disassembly",
        "grinding",
        "slaughtering",
        "assembling",
        "sanding",
        "deboning",
        "splicing",
        "ruling",
        "bleaching",
        "scouring",
        "other",
    )
)


def substantial(processes: Mapping[str, bool]) -> str:
    """Name an operation done in the area that is more than minimal, or nothing.

    >>> substantial({"mixing": True, "roasting": True, "weaving": False}), substantial({"mixing": True})
    ('roasting', '')
    """
    for name, done in processes.items():
        if done and name.partition("[")[0].partition(":")[0] not in MAYBE_SMALL:
            return name
    return ""
