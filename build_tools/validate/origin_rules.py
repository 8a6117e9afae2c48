"""Rules of origin are written in the notation, with codes of their edition, and no two rows collide.

A file in which nothing was found is not read again until it, or what it is checked by, changes: its mark is kept in
`.build/cache`.
"""

from __future__ import annotations

import hashlib
import json
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import yaml

from build_tools.compile.correlation import HUB, codes_of, hub_codes, pairs_of
from build_tools.validate.walk import similar
from py_engine.errors import Refusals
from py_engine.hs import HSRange
from py_engine.origin.notation_files import read_file
from py_engine.origin.notation_parts import write_codes
from py_engine.origin.select import overlaps
from py_engine.reading import Reader

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from build_tools.content.faults import Faults
    from build_tools.content.project import Project
    from build_tools.content.yamltext import Document
    from build_tools.validate.walk import Path as Way
    from py_engine.origin.rule_sets import Note, RuleFile, RuleSet

CHECK: Final = "RULES"
SHARD: Final = "agreements"
FOLDER: Final = "rules"
KEPT: Final = Path(".build") / "cache" / "checked-rules.json"
PRINTED: Final = Path(__file__).with_name("printed_codes.yml")
CHECKED_BY: Final = (
    "build_tools/validate/origin_rules.py",
    "py_engine/hs.py",
    "py_engine/reading.py",
    *(
        f"py_engine/origin/{name}.py"
        for name in ("notation", "notation_checks", "notation_files", "notation_parts", "rules", "rule_sets")
    ),
    "py_engine/origin/select.py",
    "py_engine/origin/vocabulary.py",
)
STEP: Final = re.compile(r"[^.\[\]]+")
BOUNDS: Final = ("01", "99")  # how a range that steps up to a heading is closed
NAMES: Final = (("goods", "goods"), ("facts", "facts"))
Has = frozenset[str]


def validate(project: Project, faults: Faults, today: date) -> None:  # noqa: ARG001  the date is every check's
    """Check every file of rules that changed since nothing was found in it."""
    stems = [stem for stem in sorted(project.data.get(SHARD, {})) if f"/{FOLDER}/" in stem]
    if not stems:
        return
    kept = _kept(project.root)
    salt = _salt(project)
    editions: dict[str, Has] = {}
    marks: dict[str, str] = {}
    for stem in stems:
        document = project.documents[project.data_files[SHARD, stem]]
        mark = _mark(project, stem, salt)
        before = len(faults)
        if kept.get(stem) != mark:
            _file(project, stem, document, editions, faults)
        if len(faults) == before:
            marks[stem] = mark
    if marks != kept:
        _keep(project.root, marks)


def _file(project: Project, stem: str, document: Document, editions: dict[str, Has], faults: Faults) -> None:
    """Read one file as the engine does, then look at its codes, its names and its rows."""
    if not isinstance(document.value, dict):
        return  # the schema has said so
    refusals = Refusals()
    file = read_file(Reader(document.value, "", refusals))
    for refusal in refusals.found:
        given = refusal.message.values
        values = {
            "value": str(given.get("value", given.get("name", ""))),
            "what": refusal.message.key,
            "expected": str(given.get("expected", given.get("example", ""))),
        }
        faults.error(CHECK, "rules.refused", document.place(_way(refusal.path)), **values)
    if refusals.found:
        return
    agreement = stem.partition("/")[0]
    if file.edition not in editions:
        editions[file.edition] = _has(project, file.edition)
    _codes(file, agreement, editions[file.edition], document, faults)
    _names(project, agreement, document, faults)
    for one, other in overlaps(file.rule_sets):
        if "not-covered" not in (one.status, other.status):
            at = next(at for at, row in enumerate(file.rule_sets) if row is other)
            faults.error(CHECK, "rules.overlap", document.place(("rules", at)), value=other.id, other=one.id)


def _way(path: str) -> Way:
    return tuple(int(step) if step.isdigit() else step for step in STEP.findall(path))


def _has(project: Project, edition: str) -> Has:
    """Give the chapters, headings and subheadings of an edition; none where the tables are not there or broken."""
    tables = project.data.get("correlation", {})
    own = tables.get(f"hs{edition}")
    if not isinstance(own, dict) or f"hs{HUB}" not in tables:
        return frozenset()
    try:
        hub = hub_codes(tables[f"hs{HUB}"])
        codes = codes_of(hub) if edition == HUB else [old for _, old in pairs_of(hub, own)]
    except (ValueError, KeyError, AttributeError):  # told by the check of these tables
        return frozenset()
    return frozenset(code[:digits] for code in codes for digits in (2, 4, 6))


def _codes(file: RuleFile, agreement: str, has: Has, document: Document, faults: Faults) -> None:
    """Refuse a code that its edition lacks, unless the official text is known to print it."""
    if not has:
        return
    printed = {code.replace(".", "") for code in _printed().get(agreement, ())}
    listed: tuple[tuple[str, tuple[RuleSet | Note, ...]], ...] = (
        ("rules", file.rule_sets),
        ("notes", file.notes),
    )
    for kind, many in listed:
        for at, one in enumerate(many):
            wrong = {
                write_codes(HSRange(first=end, last=end))
                for codes in _ranges(tuple(one))
                for end in (codes.first, codes.last)
                if end.digits not in has and end.digits not in printed and not _bound(codes, end.digits, has)
            }
            for code in sorted(wrong):
                place = document.place((kind, at))
                faults.error(CHECK, "rules.code", place, value=code, edition=file.edition, name=one.id)


def _bound(codes: HSRange, digits: str, has: Has) -> bool:
    return codes.first != codes.last and digits[4:] in BOUNDS and digits[:4] in has


def _ranges(value: Any) -> Iterator[HSRange]:
    if isinstance(value, HSRange):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from _ranges(part)


def _names(project: Project, agreement: str, document: Document, faults: Faults) -> None:
    """Refuse a name of goods or of a fact that has no words."""
    for kind, key in NAMES:
        listing = project.data[SHARD].get(f"{agreement}/{kind}")
        known = {one.get("id") for one in listing.get(key, ())} if isinstance(listing, dict) else set()
        for path, name in _named(document.value, kind):
            if name not in known:
                near = similar(name, [one for one in known if isinstance(one, str)])
                faults.error(
                    CHECK, f"rules.{kind}", document.place(path), value=name, name=agreement, similar=near
                )


def _named(value: Any, kind: str, path: Way = ()) -> Iterator[tuple[Way, str]]:
    keys = ("named", "unnamed") if kind == "goods" else ("provided",)
    if isinstance(value, list):
        for at, item in enumerate(value):
            yield from _named(item, kind, (*path, at))
    elif isinstance(value, dict):
        for key, item in value.items():
            if key in keys and isinstance(item, str):
                yield (*path, key), item
            elif key in keys and isinstance(item, list):
                yield from (((*path, key, at), one) for at, one in enumerate(item) if isinstance(one, str))
            else:
                yield from _named(item, kind, (*path, key))


@cache
def _printed() -> dict[str, list[str]]:
    found: dict[str, list[str]] = yaml.safe_load(PRINTED.read_text(encoding="utf-8"))
    return found


def _salt(project: Project) -> bytes:
    """Give a mark of everything a file is checked by, and of the tables of codes."""
    root = Path(__file__).resolve().parent.parent.parent
    marks = hashlib.sha256(PRINTED.read_bytes())
    for name in CHECKED_BY:
        marks.update((root / name).read_bytes())
    for stem in sorted(project.data.get("correlation", {})):
        marks.update((project.root / project.data_files["correlation", stem]).read_bytes())
    return marks.digest()


def _mark(project: Project, stem: str, salt: bytes) -> str:
    """Give the mark of a file together with the lists of names beside it."""
    marks = hashlib.sha256(salt)
    agreement = stem.partition("/")[0]
    for name in (stem, f"{agreement}/goods", f"{agreement}/facts"):
        file = project.data_files.get((SHARD, name))
        marks.update((project.root / file).read_bytes() if file else b"-")
    return marks.hexdigest()


def _kept(root: Path) -> dict[str, str]:
    try:
        found = json.loads((root / KEPT).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _keep(root: Path, marks: dict[str, str]) -> None:
    path = root / KEPT
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(marks, sort_keys=True), encoding="utf-8")
