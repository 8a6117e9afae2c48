"""An economy's own file agrees with itself and with the files around it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import date

    from build_tools.content.faults import Faults
    from build_tools.content.project import Project

CHECK: Final = "ECONOMY"


def validate(project: Project, faults: Faults, today: date) -> None:  # noqa: ARG001  the date is every check's
    """Check that each language has a name and sentences, and that the logo is there."""
    economy = project.economy
    document = next((found for file, found in project.documents.items() if _is_economy(project, file)), None)
    if document is None:
        return
    for number, language in enumerate(economy.languages):
        place = document.place(("languages", number))
        if language not in economy.language_names:
            faults.error(CHECK, "economy.language_name", place, language=language)
        if not project.written.get(language):
            faults.error(CHECK, "economy.language_empty", place, language=language)
    logo = project.economy_folder / "brand" / economy.logo
    if economy.logo and not logo.is_file():
        faults.error(CHECK, "economy.logo", document.place(("logo",)), value=economy.logo)


def _is_economy(project: Project, file: str) -> bool:
    return file not in project.data_files.values() and file.endswith("economy.yml")
