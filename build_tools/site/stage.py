"""Puts every page of the core and of the economy into one folder, one sub-folder per language.

Real files, because mkdocs-static-i18n drops pages that live outside one docs folder. A page that a language lacks is
staged from the language that has it, and is marked as a fallback: in both directions, which the plug-in cannot do.
Only files whose bytes changed are written, so a rebuild touches little.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from build_tools.site.written import files

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from build_tools.content.frontmatter import PageSource
    from build_tools.content.project import Project


@dataclass(frozen=True, slots=True, kw_only=True)
class StagedPage:
    """One page of the site in one language.

    ``original`` is the language the text is written in; another one than ``language`` marks a fallback.
    """

    language: str
    original: str
    path: str  # "learn/backup.md"
    source: PageSource


def plan(project: Project) -> dict[tuple[str, str], StagedPage]:
    """Every page in every language of the economy, by (language, path)."""
    written: dict[str, dict[str, PageSource]] = {}
    for page in project.pages:
        written.setdefault(page.path, {})[page.language] = page
    staged: dict[tuple[str, str], StagedPage] = {}
    languages = project.economy.languages
    for path, versions in sorted(written.items()):
        known = [code for code in (*languages, *sorted(versions)) if code in versions]
        for language in languages:
            original = language if language in versions else known[0]
            staged[language, path] = StagedPage(
                language=language, original=original, path=path, source=versions[original]
            )
    return staged


def write(project: Project, pages: Mapping[tuple[str, str], StagedPage], out: Path) -> int:
    """Bring the staging folder in line with the plan.

    Returns:
        How many files were written or removed.
    """
    wanted: dict[str, bytes] = {}
    for (language, path), page in pages.items():
        # The front matter has been read. The empty line keeps MkDocs from taking first words for more of it.
        wanted[f"{language}/{path}"] = f"\n{page.source.body}".encode()
    for folder in (project.root / "content", project.economy_folder / "content"):
        for language in project.economy.languages:
            for file in sorted((folder / language).rglob("*")):
                if file.is_file() and file.suffix not in {".md", ""}:
                    wanted[f"{language}/{file.relative_to(folder / language).as_posix()}"] = file.read_bytes()
    touched = 0
    for name, data in wanted.items():
        target = out / name
        if target.is_file() and target.read_bytes() == data:
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
        touched += 1
    for name in files(out):
        if name not in wanted:
            (out / name).unlink()
            touched += 1
    return touched
