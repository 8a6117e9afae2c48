"""An economy's own file agrees with itself and with the files around it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from build_tools import contrast
from build_tools.validate.walk import similar

if TYPE_CHECKING:
    from datetime import date

    from build_tools.content.faults import Faults
    from build_tools.content.project import Project
    from build_tools.content.yamltext import Document

CHECK: Final = "ECONOMY"
TOKENS: Final = Path(__file__).parents[2] / "site_src" / "styles" / "tokens.css"


def validate(project: Project, faults: Faults, today: date) -> None:  # noqa: ARG001  the date is every check's
    """Check that each language has a name and sentences, that the logo is there and the colours can be read."""
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
    _colours(project, document, faults)


def _colours(project: Project, document: Document, faults: Faults) -> None:
    """Check that the site has each colour, and that what is written in it can be read (WCAG 2.2, 1.4.3 and 1.4.11)."""
    themes = contrast.read_tokens(TOKENS.read_text("utf-8"))
    known = {*themes["light"], *(f"dark-{name}" for name in themes["dark"])}
    own = project.economy.colours
    for name in own.keys() - known:
        place = document.place(("colours", name))
        faults.error(CHECK, "economy.colour_unknown", place, value=name, similar=similar(name, known))
    try:
        mixed = contrast.with_economy(themes, {name: own[name] for name in own.keys() & known})
    except contrast.ColourError:
        return  # the schema says what is wrong with it
    for low in contrast.check(mixed):
        prefix = "dark-" if low.theme == "dark" else ""
        changed = [name for name in (low.text, low.surface) if prefix + name in own]
        for name in changed[:1]:
            faults.error(
                CHECK,
                "economy.colour_contrast",
                document.place(("colours", prefix + name)),
                value=own[prefix + name],
                other=prefix + (low.surface if name == low.text else low.text),
                ratio=f"{low.ratio:.1f}",
                wanted=f"{low.at_least:.1f}",
            )


def _is_economy(project: Project, file: str) -> bool:
    return file not in project.data_files.values() and file.endswith("economy.yml")
