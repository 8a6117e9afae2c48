"""Compiles tariffs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from build_tools.compile.archive import Archive
    from build_tools.compile.rules import Texts
    from py_engine.origin.correlation import Correlation


def compiled(archive: Archive, correlation: Correlation) -> Iterator[tuple[str, dict[str, Any], Texts]]:
    """Give every shard of tariffs."""
    del archive, correlation
    yield from ()
