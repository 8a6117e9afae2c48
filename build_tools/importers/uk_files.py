"""From rule sets to files: one per chapter, sorted, read back and compared before anything is put in its place."""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from build_tools.content.faults import Faults
from build_tools.content.yamltext import parse
from build_tools.importers.uk_names import Names
from build_tools.importers.uk_source import LayoutError
from build_tools.importers.uk_write import yaml_text
from py_engine.errors import EngineError
from py_engine.origin.notation_files import file_from_notation, file_to_notation
from py_engine.origin.notation_parts import write_codes
from py_engine.origin.rule_sets import Note, RuleFile, RuleSet, Subdivision
from py_engine.origin.rules import Citation

if TYPE_CHECKING:
    from build_tools.importers.uk_hs import Edition
    from build_tools.importers.uk_rows import Part
    from build_tools.importers.uk_tables import Agreement, Tables
    from py_engine.hs import HSRange

__all__ = ["Written", "agreement_files", "put"]

DOCUMENT = "origin-document"


class Written(NamedTuple):
    """The files of an agreement, by name, and its rule sets."""

    files: dict[str, str]
    rule_sets: tuple[RuleSet, ...]


PLACES = {
    "intro-5": "introductory note 5",
    "intro-6": "introductory note 6",
    "intro-7": "introductory note 7",
    "vehicles": "appendix 1, vehicles and their parts",
    "definitions": "note below the rule",
}
CHECKED_ON = "2026-11-21"


def agreement_files(
    agreement: Agreement, made: list[Part], tables: Tables, edition: Edition, sha256: str
) -> Written:
    """Make the files of an agreement.

    Raises:
        LayoutError: What would be written does not read back as the same.
    """
    names = Names(tables)
    rows = sorted(
        (_rule_set(part, agreement, edition, names) for part in made),
        key=lambda row: (
            row.covers[0].first.full,
            row.ex.rank if row.ex else 0,
            row.start,
            row.quota,
            row.id,
        ),
    )
    rows = _unlike(rows)
    chapters: dict[str, list[RuleSet]] = defaultdict(list)
    for row in rows:
        chapters[row.covers[0].first.digits[:2]].append(row)
        names.used_in(row.rule)
    files = {}
    about = _about(agreement, sha256)
    if noted := _noted(rows, agreement):
        files["rules/notes.yml"] = _text(noted, about)
    for chapter, found in chapters.items():
        file = RuleFile(
            id=f"{agreement.id}-ch{chapter}",
            agreement=agreement.id,
            edition=agreement.edition,
            start=date.fromisoformat(agreement.start),
            citation=Citation(DOCUMENT, annex=agreement.annex),
            rule_sets=tuple(found),
        )
        files[f"rules/ch{chapter}.yml"] = _text(file, about)
    for name, value in names.files().items():
        files[name] = yaml_text({"id": f"{agreement.id}-{name.removesuffix('.yml')}", **about, **value})
    return Written(files, tuple(rows))


def _rule_set(part: Part, agreement: Agreement, edition: Edition, names: Names) -> RuleSet:
    draft = part.draft
    covers = edition.ranges(part.codes)
    ex = None
    if part.rest:
        ex = Subdivision(rank=part.rank, other=True)
    elif part.words:
        ex = Subdivision(named=names.product(part.words, draft.row, covers), rank=part.rank)
    first = write_codes(covers[0])
    more = "-other" if part.rest else f"-{ex.named}" if ex else ""
    hand = any(one.by == "hand" for one in draft.readings)
    unread = '"unread"' in str(draft.rule) or _has_unread(draft.rule)
    return RuleSet(
        id=f"{first}{more}{'-quota' if draft.quota else ''}",
        covers=covers,
        rule=draft.rule,
        edition=agreement.edition,
        citation=Citation(DOCUMENT, annex=agreement.annex, item=str(draft.row.place)),
        start=draft.start or date.fromisoformat(agreement.start),
        until=draft.until,
        ex=ex,
        direction=draft.direction,
        quota=f"annual-{first}" if draft.quota else "",
        status="partly-read" if unread else "hand-checked-twice" if hand else "machine-checked",
        notes=tuple(sorted({note for one in draft.readings for note in one.notes})),
    )


def _has_unread(rule: Any) -> bool:
    if getattr(rule, "kind", "") == "unread":
        return True
    return isinstance(rule, tuple) and any(_has_unread(part) for part in rule)


def _unlike(rows: list[RuleSet]) -> list[RuleSet]:
    """Number rows that would have the same name."""
    seen: Counter[str] = Counter()
    made = []
    for row in rows:
        seen[row.id] += 1
        made.append(row._replace(id=f"{row.id}-{seen[row.id]}") if seen[row.id] > 1 else row)
    return made


def _noted(rows: list[RuleSet], agreement: Agreement) -> RuleFile | None:
    """Give the notes that rows refer to; what they say is shown, not computed."""
    covers: dict[str, dict[HSRange, None]] = defaultdict(dict)
    for row in rows:
        for name in row.notes:
            covers[name].update(dict.fromkeys(row.covers))
    if not covers:
        return None
    start = date.fromisoformat(agreement.start)
    citation = Citation(DOCUMENT, annex=agreement.annex)
    return RuleFile(
        id=f"{agreement.id}-notes",
        agreement=agreement.id,
        edition=agreement.edition,
        start=start,
        citation=citation,
        rule_sets=(),
        notes=tuple(
            Note(
                id=name,
                covers=tuple(sorted(found, key=lambda one: one.first.full)),
                effect="informs",
                edition=agreement.edition,
                citation=citation._replace(item=PLACES.get(name, name)),
                start=start,
            )
            for name, found in sorted(covers.items())
        ),
    )


def _about(agreement: Agreement, sha256: str) -> dict[str, Any]:
    """Say who keeps the file, and which document it was made from."""
    source = {
        "id": DOCUMENT,
        "title": agreement.title,
        "issuer": "HM Revenue and Customs",
        "published": agreement.published,
        "href": agreement.href,
        "sha256": sha256,
    }
    return {"owner": "Puente maintainers", "checked_on": CHECKED_ON, "sources": [source]}


def _text(file: RuleFile, about: dict[str, Any]) -> str:
    written: dict[str, Any] = file_to_notation(file)
    rules: dict[str, Any] = {name: written.pop(name) for name in ("rules", "notes") if name in written}
    text = yaml_text({**written, **about, **rules})
    faults = Faults()
    document = parse(text, file=file.id, faults=faults)
    try:
        again = file_from_notation(document.value if document else None)
    except EngineError as error:
        raise LayoutError(f"{file.agreement}, {file.id}: {error}") from error
    if again != file:
        different = [
            row.id for row, other in zip(file.rule_sets, again.rule_sets, strict=False) if row != other
        ]
        raise LayoutError(f"{file.agreement}, {file.id}: reads back differently: {different}")
    return text


def put(folder: Path, written: Written) -> None:
    """Put all files in place, or none: they are written aside first."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as aside:
        for name, text in written.files.items():
            path = Path(aside) / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        for old in sorted((folder / "rules").glob("ch*.yml")):
            old.unlink()
        (folder / "rules").mkdir(exist_ok=True)
        for name in written.files:
            shutil.move(Path(aside) / name, folder / name)
