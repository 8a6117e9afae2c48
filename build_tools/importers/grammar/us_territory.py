"""Where something is done: "in the territory of" one party or several, in the words of each agreement."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from build_tools.importers.grammar.us_reading import Reading

__all__ = ["territory"]

TERRITORY = "in the territory|territories"


def territory(reading: Reading) -> bool:
    """Territory = "in the territory of" Parties: both or one of the parties, as every agreement names them."""
    if not reading.take(TERRITORY) and not reading.take("the territory"):
        return False
    while not reading.done:
        if (
            reading.at(";|.|:")
            or reading.at_next_label()
            or (reading.at(",|and|,") and _ends_territory(reading))
        ):
            break
        reading.place += 1
    return True


def _ends_territory(reading: Reading) -> bool:
    ahead = 0
    while reading.at(",|and|or|;", ahead):
        ahead += 1
    if reading.peek(ahead).kind == "label" and ahead:
        return True
    return reading.at("and|, provided|that", ahead - 1) if ahead else False
