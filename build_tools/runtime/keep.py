"""Results of earlier builds, kept by the hash of everything they were made from."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

NEWEST = 12  # entries; a few megabytes each


def kept(store: Path, key: str, make: Callable[[Path], None]) -> Path:
    """A folder that ``make`` has filled, now or in an earlier build.

    It appears complete or not at all, also when two builds run at once.
    """
    folder = store / key
    if folder.is_dir():
        folder.touch()
        return folder
    store.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=store, prefix=".") as fresh:
        filled = Path(fresh, "filled")
        filled.mkdir()
        make(filled)
        if not folder.is_dir():
            filled.rename(folder)
    _forget(store)
    return folder


def _forget(store: Path) -> None:
    entries = [entry for entry in store.iterdir() if entry.is_dir() and not entry.name.startswith(".")]
    for entry in sorted(entries, key=lambda entry: entry.stat().st_mtime, reverse=True)[NEWEST:]:
        shutil.rmtree(entry, ignore_errors=True)
