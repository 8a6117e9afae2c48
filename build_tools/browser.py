"""Finds a real Chromium for tests and measurements, and installs one where that is possible.

Order: the path in ``PUENTE_CHROMIUM``; the browser that Playwright installed; a Chromium or Chrome of the system;
then an installation by Playwright; then, as root on Debian, the package ``chromium``.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
# Without these a browser on a machine with a closed network spends its time on look-ups that are refused.
QUIET = (
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
)


class NoBrowserError(RuntimeError):
    """No Chromium was found and none could be installed."""


def flags() -> list[str]:
    """Command-line flags for a browser that tests drive; root needs one more."""
    return [*QUIET, *(["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else [])]


def _playwright_browser() -> Path | None:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only tests and benchmarks have it

    with sync_playwright() as playwright:
        path = Path(playwright.chromium.executable_path)
    return path if path.is_file() else None


def find() -> Path | None:
    """The Chromium that is already here, or None."""
    given = os.environ.get("PUENTE_CHROMIUM")
    if given:
        return Path(given)
    system = next((path for name in NAMES if (path := shutil.which(name))), None)
    return _playwright_browser() or (Path(system) if system else None)


def ensure(say: Callable[[str], None] = lambda _: None) -> Path:
    """A Chromium to drive, installed first if there is none.

    Raises:
        NoBrowserError: None could be installed; the text says what to do.
    """
    if found := find():
        return found
    say("no Chromium here: asking Playwright for one")
    attempts = [[sys.executable, "-m", "playwright", "install", "--with-deps", "chromium"]]
    if shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        attempts += [["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", "chromium"]]
    for command in attempts:
        say(" ".join(command[-4:]))
        subprocess.run(
            command, check=False, capture_output=True, env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        )
        if found := find():
            return found
    raise NoBrowserError(
        "No Chromium was found. Install Chromium or Chrome, or run `uv run playwright install chromium`, "
        "or set PUENTE_CHROMIUM to the path of one."
    )
