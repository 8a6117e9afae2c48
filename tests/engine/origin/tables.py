"""Reads the tables of origin cases: rules in the notation, claims, and the answer that the law gives."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import yaml

from py_engine.errors import Refusals
from py_engine.origin.claim_read import CLAIM_FIELDS, read_claim
from py_engine.origin.evaluate import evaluate
from py_engine.origin.notation import Setting, from_notation
from py_engine.reading import Reader

if TYPE_CHECKING:
    from collections.abc import Iterator

    from py_engine.origin.claim import Claim
    from py_engine.origin.finding import Finding
    from py_engine.origin.rules import Rule

CASES = Path(__file__).resolve().parents[2] / "cases" / "origin"
EXPECTED = {"verdict", "because", "asks", "asks_not", "figures", "branch"}


class Case(NamedTuple):
    name: str
    rule_name: str
    rule: Rule
    claim: Claim
    expect: dict[str, Any]
    written: dict[str, Any]


def load(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506  reads texts only


def claim(written: dict[str, Any]) -> Claim:
    refusals = Refusals()
    found = read_claim(Reader(written, "", refusals))
    refusals.raise_if_any()
    return found


def cases() -> Iterator[Case]:
    for path in sorted(CASES.glob("*.yaml")):
        table = load(path)
        setting = Setting(table["hs"], table.get("scheme", ""))
        rules = {name: from_notation(rule, setting=setting) for name, rule in table["rules"].items()}
        for given in table["cases"]:
            facts = {name: value for name, value in given.items() if name in CLAIM_FIELDS}
            left = set(given) - set(facts) - {"name", "rule", "expect"} | set(given["expect"]) - EXPECTED
            if left:
                raise ValueError(f"{path.name}: {given['name']}: unknown fields {sorted(left)}")
            facts["edition"], facts["scheme"] = setting.edition, setting.scheme or "unknown"
            yield Case(
                given["name"], given["rule"], rules[given["rule"]], claim(facts), given["expect"], facts
            )


def nodes(found: Finding) -> Iterator[Finding]:
    yield found
    for part in found.parts:
        yield from nodes(part)


def differences(case: Case, rule: Rule | None = None) -> list[str]:
    found = evaluate(rule or case.rule, case.claim)
    expect = case.expect
    wrong = [f"verdict {found.verdict.value}"] if found.verdict.value != expect["verdict"] else []
    keys = {node.message.key.removeprefix("origin.say.") for node in nodes(found)}
    wrong += [
        f"does not say {key}, but {sorted(keys)}" for key in expect.get("because", []) if key not in keys
    ]
    if "asks" in expect and sorted(found.asks) != sorted(expect["asks"]):
        wrong.append(f"asks {found.asks}")
    wrong += [f"asks {path}" for path in expect.get("asks_not", []) if path in found.asks]
    figures = dict(figure for node in nodes(found) for figure in node.figures)
    wrong += [
        f"{name} is {figures.get(name)}, not {figure}"
        for name, figure in expect.get("figures", {}).items()
        if figures.get(name) != figure
    ]
    if "branch" in expect and str(found.branch) != expect["branch"]:
        wrong.append(f"branch {found.branch}")
    return wrong
