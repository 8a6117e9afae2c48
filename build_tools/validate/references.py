"""A lesson or page named in data, or at the top of a page, exists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from build_tools.validate.walk import records, similar, walk

if TYPE_CHECKING:
    from datetime import date

    from build_tools.content.faults import Faults
    from build_tools.content.project import Project

CHECK: Final = "REFERENCES"
KEYS: Final = frozenset({"lesson", "page"})


def validate(project: Project, faults: Faults, today: date) -> None:  # noqa: ARG001  the date is every check's
    """Report a name of a page that no page has in any language."""
    known: dict[str, None] = {}
    for page in project.pages:
        known[page.name] = None
        known[page.name.removesuffix("index").rstrip("/") or "index"] = None
    for record in records(project):
        for path, value in walk(record.value):
            if path and path[-1] in KEYS and isinstance(value, str) and value not in known:
                if "reference" in path or "sources" in path:
                    continue  # there, `page` is the page of a document
                near = similar(value, known)
                faults.error(CHECK, "references.page", record.place(path), value=value, similar=near)
