"""The two projects that the build benchmark compares: Puente as it is, and mkdocs-material as it comes.

Both get the same Markdown: the pages of this repository and the same generated library pages. Neither builds
inside the repository's own folders, so a measurement disturbs nobody's work.
"""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING

from build_tools.bench import pages

if TYPE_CHECKING:
    from pathlib import Path

LANGUAGES = {"en": "English", "es": "Español"}
# Copied, so that a measurement is of one state of the repository even while somebody works in it.
COPIED = ("mkdocs.yml", "pyproject.toml", "package.json", "package-lock.json")
COPIED_ROOMS = ("content", "economy", "i18n", "site_src", "schemas", "py_engine", "build_tools")
LINKED = "node_modules"  # heavy, and only read

# What `mkdocs new` plus the two documented steps for Material and for two languages give. Nothing is tuned.
PLAIN = """\
site_name: Plain
theme:
  name: material
plugins:
  - search
  - i18n:
      docs_structure: folder
      languages:
        - {locale: en, name: English, default: true}
        - {locale: es, name: Español}
"""


def lay_out_ours(repository: Path, folder: Path) -> None:
    """Copy Puente as it is now into an empty folder.

    Args:
        repository: The checkout whose rooms are copied.
        folder: Where the project goes; it is emptied first.
    """
    remove(folder)
    folder.mkdir(parents=True)
    for name in COPIED:
        if (repository / name).is_file():
            shutil.copy2(repository / name, folder / name)
    for name in COPIED_ROOMS:
        if (repository / name).is_dir():
            shutil.copytree(repository / name, folder / name, ignore=shutil.ignore_patterns("*.egg-info"))
    if (repository / LINKED).is_dir():
        (folder / LINKED).symlink_to(repository / LINKED, target_is_directory=True)


def ours(folder: Path, count: int) -> list[str]:
    """Give a project of ours so many generated pages per language and return the command that builds it.

    Nothing of an earlier build is left but the cache, as on anybody's second build of changed pages.
    """
    for language in LANGUAGES:
        library = folder / "economy" / "content" / language / "library"
        for page in library.glob(pages.PATTERN):
            page.unlink()
        pages.write(library, language, count)
    for old in (folder / "site", *(folder / ".build").glob("*")):
        if old.name != "cache":
            remove(old)
    out = folder / "site"
    return [sys.executable, "-m", "build_tools.cli", "build", "--root", str(folder), "--out", str(out)]


def remove(folder: Path) -> None:
    """Remove a folder; links to the repository are unlinked, never followed."""
    shutil.rmtree(folder, ignore_errors=True)


def plain(repository: Path, folder: Path, count: int) -> list[str]:
    """Lay out the same Markdown for mkdocs-material as it comes and return the command that builds it."""
    remove(folder)
    folder.mkdir(parents=True)
    (folder / "mkdocs.yml").write_text(PLAIN, encoding="utf-8")
    for language in LANGUAGES:
        for room in (repository / "content", repository / "economy" / "content"):
            if (room / language).is_dir():
                shutil.copytree(room / language, folder / "docs" / language, dirs_exist_ok=True)
        pages.write(folder / "docs" / language / "library", language, count)
        for page in (folder / "docs" / language).rglob("*.md"):
            _without_template(page)
    return [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(folder / "site")]


def _without_template(page: Path) -> None:
    """Drop the `template:` line of a page: plain Material does not have our templates."""
    lines = page.read_text("utf-8").splitlines(keepends=True)
    page.write_text("".join(line for line in lines if not line.startswith("template:")), encoding="utf-8")
