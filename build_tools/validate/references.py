"""A lesson, page or tool named in data, or at the top of a page, exists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from build_tools.validate.walk import records, similar, walk

if TYPE_CHECKING:
    from datetime import date

    from build_tools.content.faults import Faults
    from build_tools.content.project import Project
    from build_tools.validate.walk import Path

CHECK: Final = "REFERENCES"
KEYS: Final = frozenset({"lesson", "page"})


def validate(project: Project, faults: Faults, today: date) -> None:  # noqa: ARG001  the date is every check's
    """Report a name that no page has in any language, or no tool."""
    known: dict[str, None] = {}
    for page in project.pages:
        known[page.name] = None
        known[page.name.removesuffix("index").rstrip("/") or "index"] = None
    tools = sorted(project.data.get("tools", {}))
    for record in records(project):
        for path, value in walk(record.value):
            if not path or not isinstance(value, str):
                continue
            if _names_a_page(path, value) and value not in known:
                near = similar(value, known)
                faults.error(CHECK, "references.page", record.place(path), value=value, similar=near)
            if record.language and path == ("tool",) and value not in tools:
                near = similar(value, tools)
                faults.error(CHECK, "references.tool", record.place(path), value=value, similar=near)


def _names_a_page(path: Path, value: str) -> bool:
    """Tell whether a value is the name of a page; in a reference, `page` is the page of a document."""
    if "reference" in path:
        return False
    return path[-1] in KEYS or (path[-1] == "href" and "sources" in path and ":" not in value)
