"""`puente test`: lint, types, content checks and all tests, in one run that ends with pytest's own summary line."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from typing import TYPE_CHECKING

from build_tools import browser, npm

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from build_tools.progress import Progress


def _checks(root: Path) -> list[tuple[str, list[str]]]:
    python = [sys.executable, "-m"]
    rooms = ["py_engine", "build_tools", "site_src/views", "tests"]
    return [
        ("Lint", [*python, "ruff", "check", *rooms]),
        ("Format", [*python, "ruff", "format", "--check", *rooms]),
        ("Types", [*python, "mypy"]),
        ("Content", [*python, "build_tools.cli", "check", "--root", str(root)]),
    ]


def run(root: Path, pytest_arguments: Sequence[str], progress: Progress) -> int:
    """Run everything, also after a failure, so that one run shows all there is to mend.

    Returns:
        0 when all passed.
    """
    failed: list[str] = []
    for name, command in _checks(root):
        started = time.monotonic()
        done = subprocess.run(command, cwd=root, check=False, capture_output=True, text=True)
        seconds = time.monotonic() - started
        progress.note(f"  {'✗' if done.returncode else '✓'} {name} ({seconds:.1f} s)")
        if done.returncode:
            failed.append(name)
            progress.note(done.stdout + done.stderr)
    with progress.step("Browser and npm packages") as say:
        npm.ensure(root, say)
        chromium = browser.ensure(say)
    if failed:
        progress.note(f"Failed before the tests: {', '.join(failed)}")
    command = [sys.executable, "-m", "pytest", *pytest_arguments]
    tests = subprocess.run(
        command, cwd=root, check=False, env={**os.environ, "PUENTE_CHROMIUM": str(chromium)}
    )
    return 1 if failed or tests.returncode else 0
