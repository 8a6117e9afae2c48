"""Every record says who keeps it, what it rests on and when it was last checked, and is not left to age."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from build_tools.validate.walk import records, walk

if TYPE_CHECKING:
    from build_tools.content.faults import Faults
    from build_tools.content.project import Project

CHECK: Final = "SOURCES"
KINDS: Final = ("lesson", "library", "tool")
"""Pages that state facts; data files are asked for the same by their schemas."""
DAYS: Final = 365
EXAMPLES: Final = {
    "owner": "Puente maintainers",
    "checked_on": "2026-11-21",
    "sources": "[{title: …, href: 'https://…'}]",
}


def validate(project: Project, faults: Faults, today: date) -> None:
    """Ask each page of facts for owner, sources and date; warn about what was checked over a year ago."""
    for page in project.pages:
        if page.document is None or page.meta.get("kind") not in KINDS:
            continue
        for name, example in EXAMPLES.items():
            if name not in page.meta and not (name == "sources" and "source" in page.meta):
                faults.error(CHECK, "sources.missing", page.place(), name=name, example=example)
    for record in records(project):
        for path, value in walk(record.value):
            if path and path[-1] in {"checked_on", "retrieved", "updated"}:
                day = _day(value)
                if day is not None and day > today:
                    faults.error(
                        CHECK,
                        "sources.future",
                        record.place(path),
                        value=day.isoformat(),
                        today=today.isoformat(),
                    )
                elif day is not None and path[-1] == "checked_on" and today - day > timedelta(days=DAYS):
                    age = str((today - day).days)
                    faults.warning(
                        CHECK, "sources.stale", record.place(path), value=day.isoformat(), days=age
                    )


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
