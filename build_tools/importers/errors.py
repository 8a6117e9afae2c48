"""What stops an importer: a source that is not laid out as it was when the importer was written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["SourceFault", "dated"]

DOCUMENT = ("title", "published", "href")


class SourceFault(Exception):  # noqa: N818  a fault of the source, not an error of ours
    """The source cannot be relied on as it stands: the place, what was found, and the readings that are possible."""

    def __init__(self, document: str, line: int, what: str, readings: tuple[str, ...] = ()) -> None:
        """Remember the fault.

        Args:
            document: The file that was read.
            line: The line in it.
            what: What is wrong, in plain words.
            readings: The ways in which it could be read.
        """
        self.document, self.line, self.what, self.readings = document, line, what, readings
        shown = "".join(f"\n  reading {number}: {reading}" for number, reading in enumerate(readings, 1))
        super().__init__(f"{document}, line {line}: {what}{shown}")


def dated(table: str, name: str, about: Mapping[str, Any], needed: tuple[str, ...] = DOCUMENT) -> None:
    """Stop at a day from which something holds, if what we say of its document is incomplete.

    Args:
        table: The file in which we say it.
        name: What it is said of.
        about: What is said of the document.
        needed: What has to be said.

    Raises:
        SourceFault: A day has no document.
    """
    missing = [field for field in needed if not about.get(field)]
    if missing:
        raise SourceFault(table, 0, f"'{name}' has a day without a source: no {', '.join(missing)}")
