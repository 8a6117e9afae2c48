"""What was read and what was not, agreement by agreement, with every row accounted for."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from build_tools.importers.uk import Imported
    from build_tools.importers.uk_source import Row

__all__ = ["Compared", "Differs", "disagreements", "report"]

# What a label of the publisher says must be somewhere in the rule; each word of a joined label is looked at alone.
LABELS = {
    "WO": ("wholly",),
    "CC": ("chapter",),
    "CTH": ("heading", "any"),
    "CTSH": ("subheading",),
    "MAXNOM": ("value",),
    "RVC": ("value",),
    "PROCESSING": ("process", "provided", "materials"),
    "PROCESSING_TEXTILE": ("process",),
    "MAXWEIGHT": ("weight",),
}


class Differs(NamedTuple):
    """A reading that says something else than its label: the row, what the label says, what the reading asks for."""

    row: Row
    labels: tuple[str, ...]
    said: tuple[str, ...]

    def __str__(self) -> str:
        """Say it in a line."""
        return f"row {self.row.key}: labelled {', '.join(self.labels)}, read as {', '.join(self.said)}"


class Compared(NamedTuple):
    """How many readings carry a label that can be compared, and those in which the rule says something else."""

    compared: int
    rows: tuple[Differs, ...]


def disagreements(one: Imported) -> Compared:
    """Compare each reading with the class labels the publisher gave its sentences."""
    compared, rows = 0, []
    for draft in one.drafts:
        for reading in draft.readings:
            labels = {label for part in reading.sentences for label in part.classes if label in LABELS}
            if not labels or reading.by == "unread":
                continue
            compared += 1
            said = set(_says(reading.rule))
            wrong = sorted(label for label in labels if not said & set(LABELS[label]))
            if wrong:
                rows.append(Differs(draft.row, tuple(wrong), tuple(sorted(said))))
    return Compared(compared, tuple(rows))


def _says(rule: Any) -> Iterator[str]:
    """Name what a rule asks for, in the words the labels are compared in."""
    kind = getattr(rule, "kind", "")
    if kind == "change_of":
        yield rule.shift
    elif kind == "regional_value_content" or (kind == "limit" and rule.measure == "value"):
        yield "value"
    elif kind == "limit":
        yield "weight"
    elif kind == "wholly_obtained" or (kind == "materials" and rule.must_be == "wholly_obtained"):
        yield "wholly"
    elif kind in {"process", "provided", "set"}:
        yield kind
    if kind == "materials":
        yield "materials"
    if isinstance(rule, tuple):
        for part in rule:
            yield from _says(part)


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
        labels = disagreements(one)
        lines.append(f"    labels of the publisher: {labels.compared} compared, {len(labels.rows)} differ")
        lines.extend(f"      {row}" for row in labels.rows if verbose)
        if verbose:
            for draft in one.drafts:
                for reading in draft.readings:
                    if reading.by == "unread":
                        mark = reading.sentences[0]
                        lines.append(f"    row {draft.row.key} sentence {mark.span}: {reading.error}")
    return "\n".join(lines)
