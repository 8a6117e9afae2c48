"""One name, one thing: ids are unique in their list, and figures and files are unique everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from build_tools.validate.walk import walk

if TYPE_CHECKING:
    from datetime import date

    from build_tools.content.faults import Faults, Step
    from build_tools.content.project import Project

CHECK: Final = "IDS"


def validate(project: Project, faults: Faults, today: date) -> None:  # noqa: ARG001  the date is every check's
    """Report an id that stands twice where it must be the only one."""
    everywhere: dict[tuple[str, str], str] = {}
    for (shard, _), file in sorted(project.data_files.items()):
        document = project.documents[file]
        reported: set[tuple[Step, ...]] = set()

        def only(
            kind: str,
            name: str,
            path: tuple[Step, ...],
            *,
            document: Any = document,
            reported: set[tuple[Step, ...]] = reported,
        ) -> None:
            place = document.place((*path, "id"))
            first = everywhere.setdefault((kind, name), f"{place.file}:{place.line}")
            if first != f"{place.file}:{place.line}" and path not in reported:
                reported.add(path)
                faults.error(CHECK, "ids.duplicate", place, value=name, first=first)

        for path, value in walk(document.value):
            if not isinstance(value, dict) or not isinstance(value.get("id"), str):
                continue
            if not path:
                only(f"file of {shard}", value["id"], path)
            elif isinstance(path[-1], int):
                only(f"{file} {path[:-1]}", value["id"], path)
            if path and "unit" in value and "values" in value:
                only("figure", value["id"], path)
