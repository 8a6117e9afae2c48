"""What is wrong with a file, where, and which sentence explains it.

A fault carries a key and values, never a sentence: the sentence lives in ``i18n/<language>/check.yml``,
so that an editor who writes in Spanish is told in Spanish.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Step: TypeAlias = "str | int"
Severity: TypeAlias = Literal["error", "warning"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A spot in a file: what an editor jumps to, and the path of the value inside the file."""

    file: str
    line: int = 1
    column: int = 1
    path: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing to put right, with everything its sentence needs."""

    file: str
    line: int
    column: int
    check: str
    path: str
    key: str
    values: Mapping[str, str] = field(hash=False)
    severity: Severity = "error"

    @property
    def order(self) -> tuple[str, int, int, str, str, str, tuple[tuple[str, str], ...]]:
        """Where the fault stands in the report: by file, then from top to bottom."""
        return (
            self.file,
            self.line,
            self.column,
            self.check,
            self.path,
            self.key,
            tuple(sorted(self.values.items())),
        )


class Faults:
    """Collects faults, so that one run reports all of them.

    >>> faults = Faults()
    >>> faults.error("YAML", "yaml.empty", Place(file="economy/economy.yml"))
    >>> [fault.key for fault in faults], faults.errors, faults.warnings
    (['yaml.empty'], 1, 0)
    """

    def __init__(self) -> None:
        self._faults: dict[tuple[object, ...], Fault] = {}

    def error(self, check: str, key: str, place: Place, /, **values: str) -> None:
        """Add something that must be put right before the site can be published."""
        self._add("error", check, key, place, values)

    def warning(self, check: str, key: str, place: Place, /, **values: str) -> None:
        """Add something that should be looked at, and that stops nothing."""
        self._add("warning", check, key, place, values)

    def extend(self, other: Faults) -> None:
        """Take over every fault of another collection; the same fault counts once."""
        for fault in other:
            self._faults.setdefault((fault.severity, *fault.order), fault)

    def __iter__(self) -> Iterator[Fault]:
        return iter(sorted(self._faults.values(), key=lambda fault: fault.order))

    def __len__(self) -> int:
        return len(self._faults)

    @property
    def errors(self) -> int:
        """How many faults stop the site from being published."""
        return sum(fault.severity == "error" for fault in self._faults.values())

    @property
    def warnings(self) -> int:
        """How many faults stop nothing."""
        return len(self._faults) - self.errors

    def _add(self, severity: Severity, check: str, key: str, place: Place, values: Mapping[str, str]) -> None:
        fault = Fault(
            file=place.file,
            line=place.line,
            column=place.column,
            check=check,
            path=path_text(place.path),
            key=key,
            values=dict(values),
            severity=severity,
        )
        self._faults.setdefault((severity, *fault.order), fault)


def path_text(path: tuple[Step, ...]) -> str:
    """Write the way to a value as people read it.

    >>> path_text(("rules", 3, "any_of", 1, "at_least"))
    'rules[3].any_of[1].at_least'
    """
    text = ""
    for step in path:
        if isinstance(step, int):
            text += f"[{step}]"
        else:
            text += f".{step}" if text else step
    return text
