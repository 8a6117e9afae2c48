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
# Copied because the build writes nothing there but reads it whole; what is heavy and only read is linked.
COPIED = ("mkdocs.yml", "pyproject.toml", "package.json", "package-lock.json")
COPIED_ROOMS = ("content", "economy", "i18n", "site_src", "schemas")
LINKED_ROOMS = ("py_engine", "build_tools", "node_modules")

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


def ours(repository: Path, folder: Path, count: int) -> list[str]:
    """Lay out a copy of Puente with generated library pages and return the command that builds it.

    Args:
        repository: The checkout whose rooms are copied or linked.
        folder: Where the project goes; it is emptied first.
        count: How many pages to generate per language.
    """
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name in COPIED:
        if (repository / name).is_file():
            shutil.copy2(repository / name, folder / name)
    for name in COPIED_ROOMS:
        if (repository / name).is_dir():
            shutil.copytree(repository / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in LINKED_ROOMS:
        if (repository / name).is_dir():
            (folder / name).symlink_to(repository / name, target_is_directory=True)
    for language in LANGUAGES:
        pages.write(folder / "economy" / "content" / language / "library", language, count)
    return ours_command(folder)


def ours_command(folder: Path) -> list[str]:
    """Give the command that builds a project of ours into its own `site` folder."""
    out = folder / "site"
    return [sys.executable, "-m", "build_tools.cli", "build", "--root", str(folder), "--out", str(out)]


def take_cache(source: Path, folder: Path) -> None:
    """Give a project what an earlier build kept in `.build`, as on anybody's second build."""
    if (source / ".build").is_dir():
        shutil.copytree(source / ".build", folder / ".build", symlinks=True, dirs_exist_ok=True)


def remove(folder: Path) -> None:
    """Remove a project; links to the repository are unlinked, never followed."""
    shutil.rmtree(folder, ignore_errors=True)


def plain(repository: Path, folder: Path, count: int) -> list[str]:
    """Lay out the same Markdown for mkdocs-material as it comes and return the command that builds it."""
    shutil.rmtree(folder, ignore_errors=True)
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
