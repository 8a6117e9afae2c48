"""Every icon named in data or at the top of a page is one of the set the site draws from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from build_tools.validate.walk import records, similar, walk

if TYPE_CHECKING:
    from datetime import date

    from build_tools.content.faults import Faults
    from build_tools.content.project import Project

CHECK: Final = "ICONS"
FOLDER: Final = "node_modules/lucide-static/icons"


def validate(project: Project, faults: Faults, today: date) -> None:  # noqa: ARG001  the date is every check's
    """Report an icon that does not exist; without the installed set there is nothing to compare with."""
    folder = project.root / FOLDER
    if not folder.is_dir():
        return
    known = {path.stem for path in folder.glob("*.svg")}
    for record in records(project):
        for path, value in walk(record.value):
            if path and path[-1] == "icon" and isinstance(value, str) and value not in known:
                near = similar(value, sorted(known))
                faults.error(CHECK, "icons.unknown", record.place(path), value=value, similar=near)
