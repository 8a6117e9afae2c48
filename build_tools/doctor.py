"""`puente doctor`: what this machine has and lacks, with the remedy beside every lack."""

from __future__ import annotations

import platform
import subprocess
from importlib import metadata
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from build_tools import browser, npm

if TYPE_CHECKING:
    from pathlib import Path


def _node() -> tuple[bool, str]:
    try:
        done = subprocess.run([npm.node(), "--version"], capture_output=True, text=True, check=True)
    except (npm.NpmError, OSError, subprocess.CalledProcessError) as error:
        return False, str(error)
    return True, done.stdout.strip()


def _packages(root: Path) -> tuple[bool, str]:
    if (root / "node_modules" / ".puente-lock").is_file():
        return True, "installed from package-lock.json"
    return True, "not installed yet; `puente build` does it"


def _chromium() -> tuple[bool, str]:
    try:
        found = browser.find()
    except (ImportError, OSError) as error:
        return False, f"{error}"
    return (True, found.name) if found else (False, "none; `puente test` tries to install one")


def run(root: Path) -> int:
    """Print the table.

    Returns:
        1 when something needed for building is missing.
    """
    rows: list[tuple[str, bool, str, bool]] = [
        ("Python", True, platform.python_version(), True),
        ("Node (for building)", *_node(), True),
        ("npm packages", *_packages(root), True),
        ("Chromium (for tests)", *_chromium(), False),
    ]
    for name in (
        "mkdocs",
        "mkdocs-material",
        "mkdocs-static-i18n",
        "pagefind",
        "pyodide-build",
        "playwright",
    ):
        try:
            rows.append((name, True, metadata.version(name), name != "playwright"))
        except metadata.PackageNotFoundError:
            rows.append((name, False, "missing; run `uv sync`", name != "playwright"))
    table = Table("", "what", "found")
    for name, good, text, _ in rows:
        table.add_row("✓" if good else "✗", name, text)
    Console().print(table)
    return int(any(needed and not good for _, good, _, needed in rows))
