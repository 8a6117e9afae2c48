"""The large folders of data, read again only where a file changed.

What was read is kept under `.build/cache` by the hash of each file. A folder without a fault is given as plain values;
at a fault everything is read anew, so that each fault is told with its line.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol

from build_tools.content.project import read_archives
from build_tools.content.yamltext import Document, file_name, load

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from build_tools.content.faults import Faults

__all__ = ["FOLDERS", "Archive", "ArchiveError", "Place", "fingerprint", "read"]

FOLDERS: Final = ("agreements", "chains", "correlation", "search", "tariffs")
KEPT: Final = "parsed.json"
OWN: Final = Path(__file__).resolve().parents[2]
MAKERS: Final = (
    "build_tools/compile/*.py",
    "build_tools/content/project.py",
    "build_tools/content/yamltext.py",
    "py_engine/agreements/*.py",
    "py_engine/origin/correlation.py",
    "py_engine/origin/notation*.py",
    "py_engine/origin/rule_shard.py",
    "py_engine/search/words.py",
    "py_engine/tariff/*.py",
    "py_engine/hs.py",
)
"""What decides how the archives become shards: a change here makes them anew."""


class ArchiveError(RuntimeError):
    """A file of the archives cannot be read, or contradicts another; the text says what to mend."""


class Place(Protocol):
    """The part of a project that says where its files are."""

    @property
    def root(self) -> Path:
        """The repository."""

    @property
    def economy_folder(self) -> Path:
        """The folder of the economy."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Archive:
    """The large folders as they are written: ``data["agreements"]["us-peru/rules/ch61"]``; all scalars are text."""

    data: Mapping[str, Mapping[str, Any]]


def fingerprint(place: Place) -> str:
    """Name the state of the archives and of what compiles them: another name as soon as a byte differs."""
    digest = sha256()
    for path in (*_files(place), *sorted(path for glob in MAKERS for path in OWN.glob(glob))):
        digest.update(f"{file_name(path, place.root)}\n{sha256(path.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()[:16]


def read(place: Place, kept: Path) -> Archive:
    """Read the archives, core and economy together.

    Args:
        place: Where the files are.
        kept: A folder for what was read; it may be deleted at any time.

    Raises:
        ArchiveError: A file is broken, or one of the economy clashes with one of the core.
    """
    memory = _Memory(kept / KEPT)
    data, faults = read_archives(place.root, place.economy_folder, FOLDERS, memory.load)
    if len(faults):
        data, faults = read_archives(place.root, place.economy_folder, FOLDERS)
    if faults.errors:
        told = "\n".join(f"  {fault.file}, line {fault.line}: {fault.key}" for fault in faults)
        raise ArchiveError(f"data cannot be compiled; `puente check` says how to mend it:\n{told}")
    memory.keep()
    return Archive(data=data)


def _files(place: Place) -> Iterator[Path]:
    for base in (place.root / "content" / "data", place.economy_folder / "data"):
        for folder in FOLDERS:
            yield from sorted((base / folder).rglob("*.yml"))


class _Memory:
    """Values of files by the hash of their text."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.before: dict[str, Any] = {}
        self.now: dict[str, Any] = {}
        if path.is_file():
            try:
                self.before = json.loads(path.read_text(encoding="utf-8"))
            except ValueError:  # an interrupted build left half of it
                self.before = {}

    def load(self, path: Path, *, root: Path, faults: Faults) -> Document | None:
        """Read a file unless the same text was read before."""
        name = sha256(path.read_bytes()).hexdigest()
        if name not in self.before:
            count = len(faults)
            document = load(path, root=root, faults=faults)
            if document is None or len(faults) > count:
                return document
            self.before[name] = document.value
        self.now[name] = self.before[name]
        return Document(file=file_name(path, root), value=self.before[name], spots={})

    def keep(self) -> None:
        """Keep what is in use."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        fresh = self.path.with_suffix(".new")
        fresh.write_text(json.dumps(self.now, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
        fresh.replace(self.path)
