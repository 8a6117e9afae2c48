"""Everything people have written, core and economy together, read once.

An economy adds files under ``economy/``, at the same place they would have in the core. A file that stands
where the core already has one must say ``replaces:`` and ``reason:``; a silent clash is an error, so that an
update of the core never disappears behind a forgotten copy.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, Final

from build_tools.content.economy import CORE, SOURCE, Economy, read_economy
from build_tools.content.faults import Faults, Place
from build_tools.content.frontmatter import PageSource, read_page
from build_tools.content.messages import REPLACES, Message, Sentence, read_messages
from build_tools.content.yamltext import Document, file_name, load

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping
    from pathlib import Path
    from typing import Protocol

    class Load(Protocol):
        """How a file of data is read."""

        def __call__(self, path: Path, *, root: Path, faults: Faults) -> Document | None:
            """Read one file; what is wrong with it is remembered."""


CHECK: Final = "OVERLAY"
DATA: Final = "data"
ARCHIVES: Final = frozenset({"agreements", "correlation", "search", "tariffs"})
"""Folders of data so large that a build reads them only when they changed; the check reads everything."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """The whole of what is written, with the faults found while reading it."""

    root: Path
    economy_folder: Path
    economy: Economy
    data: Mapping[str, Mapping[str, Any]]
    """Shard, then file, then its value: ``data["diagnostic"]["questionnaire"]``. All scalars are text."""
    messages: Mapping[str, Mapping[str, Sentence]]
    """Language, then key. A language outside the core borrows what it lacks from the source language."""
    pages: tuple[PageSource, ...]
    faults: Faults
    documents: Mapping[str, Document] = field(repr=False)
    """Every data file and the economy file, by name, so that a fault can be placed at its line."""
    data_files: Mapping[tuple[str, str], str] = field(repr=False)
    """The file behind each shard and file stem."""
    written: Mapping[str, Mapping[str, Message]] = field(repr=False)
    """The sentences really written in each language, with their places."""
    files_read: int = 0


def read_project(root: Path, *, economy: Path | None = None, archives: bool = True) -> Project:
    """Read the core at ``root`` and an economy (``root/economy`` unless another folder is given).

    Args:
        root: The repository.
        economy: Another folder for the economy.
        archives: Whether to read the large folders of data, too.
    """
    faults = Faults()
    reader = _Reader(root=root, overlay=economy or root / "economy", faults=faults)
    reader.left_out = frozenset() if archives else ARCHIVES
    about, about_file = read_economy(reader.overlay, root=root, faults=faults)
    if about_file is not None:
        reader.documents[about_file.file] = about_file
    reader.read_data()
    written = reader.read_all_messages()
    pages = reader.read_pages()
    return Project(
        root=root,
        economy_folder=reader.overlay,
        economy=about,
        data=reader.data,
        messages=_complete(written, about.languages),
        pages=pages,
        faults=faults,
        documents=reader.documents,
        data_files=reader.data_files,
        written=written,
        files_read=reader.count + 1,
    )


def read_archives(
    root: Path, overlay: Path, folders: Collection[str], load_file: Load = load
) -> tuple[dict[str, dict[str, Any]], Faults]:
    """Read some folders of data alone, core and economy together, with the faults found on the way.

    Args:
        root: The repository.
        overlay: The folder of the economy.
        folders: The folders of data wanted.
        load_file: How a file is read.
    """
    reader = _Reader(root=root, overlay=overlay, faults=Faults())
    reader.wanted, reader.load = frozenset(folders), load_file
    reader.read_data()
    return reader.data, reader.faults


def _complete(
    written: Mapping[str, Mapping[str, Message]], languages: tuple[str, ...]
) -> dict[str, dict[str, Sentence]]:
    """Give each further language of an economy the source sentence wherever its own is missing."""
    source = {key: message.value for key, message in written.get(SOURCE, {}).items()}
    complete: dict[str, dict[str, Sentence]] = {}
    for language in sorted({*written, *languages}):
        own = {key: message.value for key, message in written.get(language, {}).items()}
        complete[language] = own if language in CORE else {**source, **own}
    return complete


class _Reader:
    """Reads core and overlay side by side and keeps what has been read."""

    left_out: frozenset[str] = frozenset()
    wanted: frozenset[str] | None = None  # of the folders of data; None: all

    def __init__(self, *, root: Path, overlay: Path, faults: Faults) -> None:
        self.load: Load = load
        self.root = root
        self.overlay = overlay
        self.faults = faults
        self.documents: dict[str, Document] = {}
        self.data: dict[str, dict[str, Any]] = {}
        self.data_files: dict[tuple[str, str], str] = {}
        self.count = 0

    def read_data(self) -> None:
        core = self.root / "content" / DATA
        for path in self.data_in(core):
            document, place = self.read_data_file(path, core)
            if document is not None and place is not None:
                self.keep(place, document, document.value)
        added = self.overlay / DATA
        for path in self.data_in(added):
            document, place = self.read_data_file(path, added)
            if document is None or place is None:
                continue
            meta = document.value if isinstance(document.value, dict) else {}
            replaced = self.data_files.get(place)
            if self.may_stand(meta, replaced, document.place, self.data_files.values):
                own = {key: value for key, value in meta.items() if key not in {"replaces", "reason"}}
                self.keep(place, document, own or document.value)

    def data_in(self, folder: Path) -> Iterator[Path]:
        """List the files of a folder of data, but for what is left out."""
        for path in _files(folder):
            inside = path.relative_to(folder).parts[0]
            if inside not in self.left_out and (self.wanted is None or inside in self.wanted):
                yield path

    def keep(self, place: tuple[str, str], document: Document, value: Any) -> None:
        shard, stem = place
        self.data.setdefault(shard, {})[stem] = value
        self.data_files[place] = document.file

    def read_data_file(self, path: Path, folder: Path) -> tuple[Document | None, tuple[str, str] | None]:
        """Read a data file and say which shard it belongs to and what it is called there."""
        inside = path.relative_to(folder)
        file = file_name(path, self.root)
        if path.suffix != ".yml":
            self.faults.error("FILES", "files.suffix", Place(file=file), name=path.name, stem=path.stem)
            return None, None
        if len(inside.parts) < 2:
            self.faults.error("FILES", "files.no_shard", Place(file=file), name=path.name)
            return None, None
        self.count += 1
        document = self.load(path, root=self.root, faults=self.faults)
        if document is not None:
            self.documents[file] = document
        return document, (inside.parts[0], inside.relative_to(inside.parts[0]).with_suffix("").as_posix())

    def read_all_messages(self) -> dict[str, dict[str, Message]]:
        written: dict[str, dict[str, Message]] = {}
        for path in _files(self.root / "i18n", "*/*.yml"):
            self.count += 1
            document, found = read_messages(path, root=self.root, faults=self.faults)
            if document is not None:
                written.setdefault(path.parent.name, {}).update(found)
        core = {language: dict(found) for language, found in written.items()}
        for path in _files(self.overlay / "i18n", "*/*.yml"):
            self.count += 1
            document, found = read_messages(path, root=self.root, faults=self.faults)
            if document is None:
                continue
            value = document.value if isinstance(document.value, dict) else {}
            reason = value.get(REPLACES)
            mine = written.setdefault(path.parent.name, {})
            for key, message in found.items():
                before = core.get(path.parent.name, {}).get(key)
                if before is not None and not (isinstance(reason, str) and reason.strip()):
                    place = document.place(message.path)
                    self.faults.error(CHECK, "overlay.sentence", place, name=key, file=before.document.file)
                else:
                    mine[key] = message
        return written

    def read_pages(self) -> tuple[PageSource, ...]:
        pages: dict[tuple[str, str], PageSource] = {}
        for page in self.pages_in(self.root / "content", from_overlay=False):
            pages[page.language, page.path] = page
        core = {page.file: page.file for page in pages.values()}
        for page in self.pages_in(self.overlay / "content", from_overlay=True):
            before = pages.get((page.language, page.path))
            if self.may_stand(page.meta, before.file if before else None, page.place, core.values):
                pages[page.language, page.path] = page
        return tuple(pages[key] for key in sorted(pages))

    def pages_in(self, folder: Path, *, from_overlay: bool) -> Iterator[PageSource]:
        languages = sorted(path for path in folder.iterdir() if path.is_dir()) if folder.is_dir() else []
        for base in languages:
            if base.name == DATA:
                continue
            for path in _files(base, "**/*.md"):
                self.count += 1
                page = read_page(
                    path,
                    root=self.root,
                    language=base.name,
                    page=path.relative_to(base).as_posix(),
                    from_overlay=from_overlay,
                    faults=self.faults,
                )
                if page is not None:
                    yield page

    def may_stand(
        self,
        meta: Mapping[str, Any],
        replaced: str | None,
        place: Callable[..., Place],
        known: Callable[[], Any],
    ) -> bool:
        """Tell whether an economy's file says what it replaces, exactly when it replaces something."""
        claimed = meta.get("replaces")
        if replaced is None:
            if claimed is None:
                return True
            near = get_close_matches(str(claimed), list(known()), n=1)
            self.faults.error(
                CHECK,
                "overlay.replaces_nothing",
                place(("replaces",)),
                value=str(claimed),
                similar="".join(near),
            )
            return False
        if claimed is None:
            self.faults.error(CHECK, "overlay.clash", place(()), file=replaced)
            return False
        if claimed != replaced:
            where = place(("replaces",))
            self.faults.error(CHECK, "overlay.replaces_other", where, value=str(claimed), file=replaced)
            return False
        reason = meta.get("reason")
        if not (isinstance(reason, str) and reason.strip()):
            self.faults.error(CHECK, "overlay.reason", place(("replaces",)), file=replaced)
            return False
        return True


def _files(folder: Path, pattern: str = "**/*") -> list[Path]:
    """List files in an order that is the same on every machine; hidden files and notes are not content."""
    if not folder.is_dir():
        return []
    return sorted(
        path
        for path in folder.glob(pattern)
        if not path.name.startswith(".") and path.name != "README.md" and path.is_file()
    )
