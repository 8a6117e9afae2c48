"""What the visits come to: medians, ranges and ratios to stock Pyodide, as a table and as plain data."""

from __future__ import annotations

import statistics
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from rich.table import Table

from build_tools.bench.runtime.conditions import CONDITIONS, READING, Taken

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from build_tools.bench.runtime.calls import Call

BASE = "stock"
NOT_COMPARED = {BASE, "blank"}
NAMES = {
    "ours": "ours",
    "stock": "stock Pyodide",
    "theme": "mkdocs theme (repr.)",
    "pyscript": "PyScript",
    "jupyterlite": "JupyterLite",
    "blank": "empty page",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One contestant in one state under one condition; the middle of all rounds."""

    condition: str
    contestant: str
    state: str
    rounds: int
    ms: float
    lowest: float
    highest: float
    painted: float
    bytes: int
    requests: int
    memory: float
    cpu: float
    cpu_ratio: float | None
    ratio: float | None
    bytes_ratio: float | None


def rows(taken: Sequence[Taken]) -> list[Row]:
    """Medians by condition, contestant and state, in the order in which they were first measured."""
    groups: dict[tuple[str, str, str], list[Taken]] = {}
    for one in sorted(taken, key=_order):
        groups.setdefault((one.condition, one.contestant, one.state), []).append(one)
    middle = {key: statistics.median(one.visit.ms for one in many) for key, many in groups.items()}
    sizes = {key: statistics.median(one.visit.bytes for one in many) for key, many in groups.items()}
    work = {key: statistics.median(one.visit.cpu for one in many) for key, many in groups.items()}
    made = []
    for key, many in groups.items():
        condition, contestant, state = key
        base = (condition, BASE, state)
        times = [one.visit.ms for one in many]
        made.append(
            Row(
                condition=condition,
                contestant=contestant,
                state=state,
                rounds=len(many),
                ms=middle[key],
                lowest=min(times),
                highest=max(times),
                painted=statistics.median(one.visit.painted for one in many),
                bytes=int(sizes[key]),
                requests=int(statistics.median(one.visit.requests for one in many)),
                memory=statistics.median(one.visit.memory for one in many),
                cpu=work[key],
                cpu_ratio=work[key] / work[base]
                if work.get(base) and contestant not in NOT_COMPARED
                else None,
                ratio=middle[key] / middle[base]
                if middle.get(base) and contestant not in NOT_COMPARED
                else None,
                bytes_ratio=sizes[key] / sizes[base]
                if sizes.get(base) and contestant not in NOT_COMPARED
                else None,
            )
        )
    return made


def _order(one: Taken) -> tuple[int, int, int]:
    conditions, names, states = list(CONDITIONS), list(NAMES), ["first", "tab", "relaunch"]
    return (
        conditions.index(one.condition) if one.condition in conditions else len(conditions),
        names.index(one.contestant) if one.contestant in names else len(names),
        states.index(one.state) if one.state in states else len(states),
    )


def report(
    facts: Mapping[str, str],
    taken: Sequence[Taken],
    calls: Sequence[Call],
    left_out: Mapping[str, str],
) -> dict[str, Any]:
    """Everything in plain form, single visits included."""
    return {
        "benchmark": "runtime",
        "facts": dict(facts),
        "left_out": dict(left_out),
        "rows": [asdict(row) for row in rows(taken)],
        "calls": [asdict(call) for call in calls],
        "visits": [
            {key: value for key, value in asdict(one).items() if key != "visit"} | asdict(one.visit)
            for one in taken
        ],
    }


def table(found: Sequence[Row]) -> Table:
    """The table for the terminal."""
    made = Table(
        title="Time to the first answer; median of all rounds, ratios to stock Pyodide in the same run"
    )
    for head in ("condition", "who", "visit"):
        made.add_column(head)
    for head in (
        "s",
        "range",
        "of stock",
        "CPU s",
        "of stock",
        "MB",
        "of stock",
        "requests",
        "peak MB",
        "words s",
    ):
        made.add_column(head, justify="right", no_wrap=True)
    before = ""
    for row in found:
        if before and row.condition != before:
            made.add_section()
        made.add_row(
            row.condition if row.condition != before else "",
            NAMES.get(row.contestant, row.contestant),
            "pressed after reading" if row.state == READING else row.state,
            f"{row.ms / 1000:.2f}",
            f"{row.lowest / 1000:.2f}-{row.highest / 1000:.2f}",
            f"{row.ratio:.2f}" if row.ratio else "",
            f"{row.cpu:.2f}" if row.cpu else "",
            f"{row.cpu_ratio:.2f}" if row.cpu_ratio else "",
            f"{row.bytes / 1e6:.3f}",
            f"{row.bytes_ratio:.2f}" if row.bytes_ratio else "",
            str(row.requests),
            f"{row.memory:.0f}" if row.memory else "",
            f"{row.painted / 1000:.2f}" if row.painted else "",
        )
        before = row.condition
    return made


def calls_table(calls: Sequence[Call]) -> Table:
    """Engine calls for the terminal."""
    made = Table(title="Engine calls in Chromium, from the page's question to the reply, milliseconds")
    made.add_column("call")
    made.add_column("view")
    for head in ("median", "p95", "times"):
        made.add_column(head, justify="right")
    for call in calls:
        made.add_row(call.call, call.view, f"{call.median:.1f}", f"{call.p95:.1f}", str(call.times))
    return made
