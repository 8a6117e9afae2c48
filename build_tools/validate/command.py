"""``puente check``: reads the project, runs every check once, prints what to put right."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from build_tools.content.project import read_project
from build_tools.validate import validate
from build_tools.validate.printing import catalogue, github, listing

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from build_tools.content.faults import Faults
    from build_tools.content.project import Project

__all__ = ["report", "run"]


def run(
    root: Path,
    language: str,
    today: date,
    fix: bool = False,  # noqa: ARG001  no check owns a file yet that it could put right by itself
    economy: Path | None = None,
) -> int:
    """Check a project and print the result in a language; 0 if it may be published, 1 if not."""
    project = read_project(root, economy=economy)
    return report(validate(project, today=today), project, language)


def report(faults: Faults, project: Project, language: str) -> int:
    """Print faults in a language, on GitHub beside the changed lines too; 1 if any is an error."""
    words = catalogue(project, language)
    if os.environ.get("GITHUB_ACTIONS") == "true" and len(faults):
        print(github(faults, words))
    print(listing(faults, words, files=project.files_read))
    return 1 if faults.errors else 0
