"""Makes the tables of editions small: an older edition says only how it differs from the next newer one."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["chained"]


def chained(value: Mapping[str, Any]) -> dict[str, Any]:
    """Write each table but the newest as what differs from the next newer one, which it names in ``like``.

    >>> older = {"changed": {"010120": "010129", "020110": "020120"}, "new": ""}
    >>> newer = {"changed": {"010120": "010129", "030110": "030111"}, "new": "240412"}
    >>> chained({"hub": "2022", "codes": "", "tables": {"2012": older, "2017": newer}})["tables"]["2012"]
    {'like': '2017', 'changed': {'020110': '020120'}, 'gone': '030110', 'new': ''}
    """
    tables = value["tables"]
    made = {edition: dict(table) for edition, table in tables.items()}
    for newer, older in pairwise(sorted(tables, reverse=True)):
        above, own = tables[newer]["changed"], tables[older]["changed"]
        made[older] = {
            "like": newer,
            "changed": {code: now for code, now in own.items() if above.get(code) != now},
            "gone": "".join(code for code in above if code not in own),
            "new": tables[older]["new"],
        }
    return {**value, "tables": made}
