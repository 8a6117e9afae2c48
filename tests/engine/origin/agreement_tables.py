"""Reads the worked cases of agreements: a claim, and the verdict that a reader of the legal text gave it.

A case names the place in the text that decides it (`item`). `tries` are claims that differ from the case in what they
say; `from` are single foreign materials, by code, that the text lets in (`met`) or keeps out (`not_met`). With
`plain: "true"`, goods are of no special kind unless the case says so. `values` are those of the materials, in order.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import yaml

from py_engine.origin.claim_read import CLAIM_FIELDS
from py_engine.origin.evaluate import evaluate
from py_engine.origin.notation_files import file_from_notation
from py_engine.origin.notes import notes_for, with_notes
from py_engine.origin.select import select
from tests.engine.origin.tables import claim, nodes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from py_engine.origin.claim import Claim
    from py_engine.origin.finding import Finding
    from py_engine.origin.rule_sets import Note, RuleSet
    from py_engine.origin.rules import Rule

ROOT = Path(__file__).resolve().parents[3]
CASES = ROOT / "tests" / "cases" / "agreements"
DATA = ROOT / "content" / "data" / "agreements"
OWN = {"name", "item", "why", "expect", "tries", "from", "values", "plain", "row"}
EXPECTED = {"verdict", "because", "asks"}
COMPONENT = {
    "determining-component": "true"
}  # a single material is the component that a garment is judged by
LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # texts only, as everywhere


class Worked(NamedTuple):
    """One claim under one agreement, with the verdict of the text and the place that gives it."""

    agreement: str
    name: str
    item: str
    written: dict[str, Any]
    expect: dict[str, Any]
    on: date
    direction: str


class Judged(NamedTuple):
    """The row that holds for a claim, and what it finds."""

    row: RuleSet
    rule: Rule
    found: Finding


def load(path: Path) -> Any:
    """Read one YAML file as texts."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=LOADER)  # noqa: S506  reads texts only


@cache
def rows_of(agreement: str, chapter: str) -> tuple[RuleSet, ...]:
    """Read the rows of one chapter, and those that stand in no chapter's file."""
    paths = [DATA / agreement / "rules" / f"ch{chapter}.yml"]
    return tuple(row for path in paths if path.is_file() for row in file_from_notation(load(path)).rule_sets)


@cache
def notes_of(agreement: str) -> tuple[Note, ...]:
    """Read the notes that change an agreement's rules."""
    path = DATA / agreement / "rules" / "notes.yml"
    return file_from_notation(load(path)).notes if path.is_file() else ()


def tables() -> Iterator[tuple[str, dict[str, Any]]]:
    """Give every table with the name of its file."""
    for path in sorted(CASES.glob("*.yaml")):
        yield path.stem, load(path)


def cases() -> Iterator[Worked]:
    """Give every claim of every table, tries and single materials as claims of their own."""
    for file, table in tables():
        for case in table["cases"]:
            left = set(case) - OWN - set(CLAIM_FIELDS)
            if left:
                raise ValueError(f"{file}: {case['name']}: unknown fields {sorted(left)}")
            for name, facts, expect in _spread(case):
                strange = set(expect) - EXPECTED
                if strange:
                    raise ValueError(f"{file}: {name}: unknown expectations {sorted(strange)}")
                facts["edition"] = table["hs"]
                facts["scheme"] = table.get("scheme", "unknown")
                yield Worked(
                    table["agreement"], f"{table['agreement']}: {name}", case["item"], facts, expect,
                    date.fromisoformat(table["on"]), table.get("direction", "import"),
                )  # fmt: skip


def _spread(case: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any], dict[str, Any]]]:
    base = {key: value for key, value in case.items() if key in CLAIM_FIELDS or key in ("plain", "values")}
    name = case["name"]
    if "expect" in case:
        yield name, _with_values(base), _expectation(case["expect"])
    for number, one in enumerate(case.get("tries", ()), 1):
        facts = base | {key: value for key, value in one.items() if key not in ("expect", "name")}
        yield f"{name} ({one.get('name', number)})", _with_values(facts), _expectation(one["expect"])
    for verdict, codes in case.get("from", {}).items():
        for code in codes:
            material = {"name": code, "hs": code, "originating": "false", "kinds": COMPONENT}
            yield (
                f"{name} (from {code})",
                _with_values(base | {"materials": [material]}),
                {"verdict": verdict},
            )


def _expectation(written: Any) -> dict[str, Any]:
    return {"verdict": written} if isinstance(written, str) else written


def _with_values(facts: dict[str, Any]) -> dict[str, Any]:
    values = facts.get("values", ())
    materials = [dict(one) for one in facts.get("materials", ())]
    for material, value in zip(materials, values, strict=bool(values)):
        material["value"] = value
    found = {key: value for key, value in facts.items() if key != "values"}
    return found | {"materials": materials} if "materials" in facts else found


def selected(case: Worked) -> tuple[RuleSet, ...]:
    """Choose the rows for a case, in the direction and on the day of its table."""
    claimed = _claim(case.written)
    chapter = case.written["product"][:2]
    rows = select(rows_of(case.agreement, chapter), claimed, on=case.on, direction=case.direction).rule_sets
    return tuple(row for row in rows if not row.quota)


def judge(case: Worked, rule: Rule | None = None) -> Judged:
    """Evaluate a case under the row that holds, notes included, or with another rule in that row's place."""
    rows = selected(case)
    if len(rows) != 1:
        raise AssertionError(f"{case.name}: rows {[row.id for row in rows]} hold, not one")
    row = rows[0] if rule is None else rows[0]._replace(rule=rule)
    written = case.written
    full = with_notes(row, notes_for(notes_of(case.agreement), _claim(written).hs, case.on))
    return Judged(rows[0], full, evaluate(full, _claim(written), citation=row.citation))


def _claim(written: dict[str, Any]) -> Claim:
    facts = {key: value for key, value in written.items() if key != "plain"}
    read = claim(facts)
    if written.get("plain") != "true":
        return read
    materials = tuple(one._replace(kinds=_Otherwise(one.kinds)) for one in read.materials or ())
    return read._replace(
        kinds=_Otherwise(read.kinds), materials=materials if read.materials is not None else None
    )


class _Otherwise(dict[str, bool]):
    """Whatever is not said of a plain material is not so."""

    def get(self, key: str, default: bool | None = None) -> bool | None:  # type: ignore[override]  # as a claim asks
        found = super().get(key)
        return False if found is None and default is None else found


def differences(case: Worked, rule: Rule | None = None) -> list[str]:
    """Tell what is not as the text says."""
    judged = judge(case, rule)
    found = judged.found
    wrong = [] if found.verdict.value == case.expect["verdict"] else [f"verdict {found.verdict.value}"]
    if wrong and found.asks:
        wrong.append(f"asks {found.asks}")
    keys = {node.message.key.removeprefix("origin.say.") for node in nodes(found)}
    wrong += [
        f"does not say {key}, but {sorted(keys)}" for key in case.expect.get("because", []) if key not in keys
    ]
    if "asks" in case.expect and sorted(found.asks) != sorted(case.expect["asks"]):
        wrong.append(f"asks {found.asks}")
    if judged.row.citation.item != case.item:
        wrong.append(f"stands in item {judged.row.citation.item}, not {case.item}")
    return wrong
