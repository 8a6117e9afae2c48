"""What was read and what was not, agreement by agreement, with every row accounted for."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from build_tools.importers.uk import Imported

__all__ = ["report"]


def report(imported: list[Imported], *, verbose: bool = False) -> str:
    """Write the table, and with ``verbose`` every sentence that was not read."""
    lines = [f"{'agreement':18} rows  rules  full %  by grammar  by hand  unread (reasons)"]
    for one in imported:
        readings = [reading for draft in one.drafts for reading in draft.readings]
        by = Counter(reading.by for reading in readings)
        reasons = Counter(
            getattr(reading.rule, "reason", "grammar") for reading in readings if reading.by == "unread"
        )
        sets = one.written.rule_sets
        full = sum(row.status != "partly-read" for row in sets)
        said = ", ".join(f"{reason} {count}" for reason, count in sorted(reasons.items()))
        lines.append(
            f"{one.agreement.id:18} {len(one.source.rows):4}  {len(sets):5}  {100 * full / len(sets):6.2f}"
            f"  {by['grammar']:10}  {by['hand']:7}  {by['unread']:4} ({said})"
        )
        lines.extend(f"    {told}" for told in one.told)
        if verbose:
            for draft in one.drafts:
                for reading in draft.readings:
                    if reading.by == "unread":
                        mark = reading.sentences[0]
                        lines.append(f"    row {draft.row.key} sentence {mark.span}: {reading.error}")
    return "\n".join(lines)
