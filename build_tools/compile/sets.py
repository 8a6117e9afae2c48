"""Compiles the shards loaded on demand: agreements, rules of origin, tariffs, and how editions of codes relate.

They are made from the large folders of data, and only anew when one of their files, or what compiles them, changed.
"""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from build_tools.compile import agreements, archive, chains, correlation, nomenclature_shard, rules, tariffs
from build_tools.compile.correlation_shard import chained
from build_tools.compile.shard import as_json
from py_engine.errors import Refusals
from py_engine.origin.correlation import read_correlation
from py_engine.reading import Reader

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from build_tools.compile.archive import Archive, Place
    from py_engine.origin.correlation import Correlation

__all__ = ["Compiled", "compile_all", "relations", "shard_sets"]

KEPT: Final = "sets-{}.json"
CACHE: Final = ".build/cache"


class Compiled(NamedTuple):
    """A shard as JSON, and its sentences as JSON by language; a shard without sentences has none."""

    data: bytes
    texts: Mapping[str, bytes]


def shard_sets(place: Place) -> dict[str, Compiled]:
    """Give every shard by name, such as ``agreements`` or ``rules/09``.

    Args:
        place: The project, or whatever else says where the repository and the economy are.

    Raises:
        ArchiveError: The data cannot be compiled; the text says what to mend.
    """
    folder = place.root / CACHE
    kept = folder / KEPT.format(archive.fingerprint(place))
    if kept.is_file():
        return _kept(kept)
    made = {
        name: _pack(value, texts) for name, value, texts in compile_all(archive.read(place, folder), folder)
    }
    made = dict(sorted(made.items()))
    _keep(made, kept)
    return made


def compile_all(
    found: Archive, folder: Path | None = None
) -> Iterator[tuple[str, dict[str, Any], rules.Texts]]:
    """Give every shard with its name, its value without a version, and its sentences by language.

    Args:
        found: The archives.
        folder: Where the words of the nomenclature are kept between builds; nowhere if it is left out.
    """
    value, texts = agreements.compiled(found.data.get("agreements", {}))
    yield "agreements", value, texts
    value, texts = chains.compiled(found.data.get("chains", {}))
    yield "chains", value, texts
    yield from nomenclature_shard.compiled(found.data, folder)
    tables = found.data.get("correlation", {})
    if tables:
        yield "correlation", chained(correlation.value(tables)), {}
        related = relations(found)
        yield from rules.compiled(found, related)
        yield from tariffs.compiled(found, related)


def relations(found: Archive) -> Correlation:
    """Read how the editions of the Harmonized System relate, from the archive's own tables."""
    refusals = Refusals()
    read = read_correlation(Reader(correlation.value(found.data["correlation"]), "correlation", refusals))
    refusals.raise_if_any()
    return read


def _pack(value: dict[str, Any], texts: rules.Texts) -> Compiled:
    content = as_json({name: part for name, part in value.items() if name != "version"})
    version = sha256(content.encode()).hexdigest()[:12]
    return Compiled(
        f'{{"version":"{version}"{"," if content != "{}" else ""}{content[1:]}'.encode(),
        {language: as_json({"messages": said}).encode() for language, said in sorted(texts.items())},
    )


def _kept(path: Path) -> dict[str, Compiled]:
    return {
        name: Compiled(data.encode(), {language: said.encode() for language, said in texts.items()})
        for name, (data, texts) in json.loads(path.read_text(encoding="utf-8")).items()
    }


def _keep(made: Mapping[str, Compiled], path: Path) -> None:
    """Keep what was made, and nothing of an earlier state."""
    path.parent.mkdir(parents=True, exist_ok=True)
    for old in path.parent.glob(KEPT.format("*")):
        old.unlink()
    plain = {
        name: (one.data.decode(), {language: said.decode() for language, said in one.texts.items()})
        for name, one in made.items()
    }
    fresh = path.with_suffix(".new")
    fresh.write_text(json.dumps(plain, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
    fresh.replace(path)
