"""An agreement is complete: parties with a document behind every day, and general provisions the engine understands."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from build_tools.compile.shard import with_keys
from build_tools.validate.walk import listed, mappings, similar
from py_engine.agreements.agreement import read_agreement
from py_engine.agreements.provisions import KINDS
from py_engine.agreements.reading import read_provisions
from py_engine.errors import Refusals
from py_engine.reading import Reader

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from build_tools.content.faults import Faults
    from build_tools.content.project import Project
    from build_tools.content.yamltext import Document
    from build_tools.validate.walk import Path
    from py_engine.errors import Refusal

CHECK: Final = "PROVISIONS"
SHARD: Final = "agreements"
ABOUT: Final = "agreement"
PROVISIONS: Final = "provisions"
PLACES: Final = ("article", "annex", "page", "item")
STEP: Final = re.compile(r"[^.\[\]]+")
IN_SCHEMA: Final = frozenset({"engine.value.missing", "engine.value.unknown_field", "engine.value.day"})
"""What the schema of the file has already told, at the top of the file."""


def validate(project: Project, faults: Faults, today: date) -> None:  # noqa: ARG001  the date is every check's
    """Check every agreement, and the general provisions beside it."""
    files = project.data.get(SHARD, {})
    folders = {stem.partition("/")[0] for stem in files if "/" in stem}
    for folder in sorted(folders):
        about = _document(project, f"{folder}/{ABOUT}")
        beside = next(stem for stem in sorted(files) if stem.startswith(f"{folder}/"))
        if about is None:
            place = project.documents[project.data_files[SHARD, beside]].place(())
            faults.error(CHECK, "provisions.no_agreement", place, name=folder)
            continue
        _agreement(project, folder, about, faults)
        provisions = _document(project, f"{folder}/{PROVISIONS}")
        if provisions is not None:
            parties = [str(party.get("economy")) for _, party in mappings(about.value, "parties")]
            _provisions(folder, provisions, parties, faults)


def _document(project: Project, stem: str) -> Document | None:
    file = project.data_files.get((SHARD, stem))
    found = project.documents.get(file) if file else None
    return found if found is not None and isinstance(found.value, dict) else None


def _agreement(project: Project, folder: str, about: Document, faults: Faults) -> None:
    _named(folder, "id", about, faults)
    _read(about, read_agreement, faults)
    for where, party in mappings(about.value, "parties"):
        name = party.get("economy")
        if isinstance(name, str) and f"economies.{name}" not in project.messages.get("en", {}):
            faults.error(CHECK, "provisions.economy", about.place((*where, "economy")), value=name)


def _provisions(folder: str, document: Document, parties: list[str], faults: Faults) -> None:
    _named(folder, ABOUT, document, faults)
    _read(document, lambda source: read_provisions(source, agreement=folder), faults)
    for where, entry in _entries(document.value):
        citation = entry.get("citation")
        if not isinstance(citation, dict) or not any(citation.get(part) for part in PLACES):
            faults.error(CHECK, "provisions.uncited", document.place(where), name=str(entry.get("id", "")))
        for side in ("importing", "exporting"):
            named = entry.get(side)
            for at, name in enumerate(named if isinstance(named, list) else []):
                if name not in parties:
                    place = document.place((*where, side, at))
                    near = similar(str(name), parties)
                    faults.error(
                        CHECK,
                        "provisions.party",
                        place,
                        value=str(name),
                        allowed=listed(parties),
                        similar=near,
                    )


def _entries(value: Any) -> Iterator[tuple[Path, dict[str, Any]]]:
    for kind in KINDS:
        for where, entry in mappings(value, kind):
            yield where, entry
            yield from mappings(entry, "barred", where)


def _named(folder: str, key: str, document: Document, faults: Faults) -> None:
    name = document.value.get(key) if isinstance(document.value, dict) else None
    if isinstance(name, str) and name != folder:
        faults.error(CHECK, "provisions.folder", document.place((key,)), value=name, name=folder)


def _read(document: Document, read: Callable[[Reader], object], faults: Faults) -> None:
    """Read a document as the engine does, and tell each refusal at its line."""
    refusals = Refusals()
    read(Reader(with_keys(document.value, "text"), "", refusals))
    for refusal in refusals.found:
        path = tuple(int(step) if step.isdigit() else step for step in STEP.findall(refusal.path))
        if len(path) > 1 or refusal.message.key not in IN_SCHEMA:
            faults.error(CHECK, "provisions.refused", document.place(path), **_values(refusal))


def _values(refusal: Refusal) -> dict[str, str]:
    given = refusal.message.values
    return {
        "value": str(given.get("value", given.get("name", ""))),
        "what": refusal.message.key,
        "expected": str(given.get("expected", given.get("example", ""))),
    }
