"""Reads a General Note from a folder of official texts, with what is known about the faults in its print."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, NamedTuple

from build_tools.importers.errors import SourceFault
from build_tools.importers.layout_gn import Block, Note, read_note

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

__all__ = ["Source", "read_source", "repaired"]


class Source(NamedTuple):
    """A note, and the fingerprint of the file it was read from."""

    note: Note
    sha256: str


def read_source(folder: Path, agreement: Mapping[str, Any], edition: str) -> Source:
    """Read the note of an agreement.

    Raises:
        SourceFault: The file is not there, is of another edition, or is not laid out as expected.
    """
    name = f"{agreement['document']}.txt"
    path = folder / name
    if not path.is_file():
        raise SourceFault(name, 0, f"not found in {folder.name}")
    data = path.read_bytes()
    numbering = frozenset(int(line) for line in agreement.get("numbering", ()))
    note = read_note(name, data.decode("utf-8"), accepted=numbering)
    if note.edition != edition:
        raise SourceFault(name, 1, "another edition than the one read before", (edition, note.edition))
    blocks = repaired(name, note.blocks, agreement.get("repairs", ()))
    return Source(note._replace(blocks=blocks), hashlib.sha256(data).hexdigest())


def repaired(
    document: str, blocks: tuple[Block, ...], repairs: Iterable[Mapping[str, str]]
) -> tuple[Block, ...]:
    """Read known misprints as what was meant.

    Raises:
        SourceFault: A misprint is no longer where it was.
    """
    found = list(blocks)
    for repair in repairs:
        line = int(repair["line"])
        at = next(
            (
                index
                for index, block in enumerate(found)
                if line in {number for _, number in block.passage.lines}
            ),
            -1,
        )
        try:
            if at < 0:
                raise ValueError  # noqa: TRY301  both ways of not finding it say the same
            passage = found[at].passage.corrected(repair["printed"], repair["read"])
        except ValueError:
            readings = (repair["printed"], repair["read"])
            raise SourceFault(document, line, "a known misprint is no longer here", readings) from None
        found[at] = found[at]._replace(passage=passage)
    return tuple(found)
