"""Determinations that a person worked out from the legal text, under the repository's own agreements."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
import yaml

from tests.engine.origin.data import DAY, asked

if TYPE_CHECKING:
    from collections.abc import Iterator

CASES = Path(__file__).resolve().parent.parent / "cases" / "determination"
FIELDS = {"name", "why", "elements", "product", "set", "request", "agreement", "importer", "as_of", "expect"}
EXPECTED = {"verdict", "criterion", "asks", "says", "figures", "steps", "preference", "refused", "questions"}


class Case(NamedTuple):
    name: str
    agreement: str
    importer: str
    on: str
    answers: dict[str, str]
    elements: tuple[str, ...]
    expect: dict[str, Any]

    @property
    def request(self) -> dict[str, Any]:
        return {
            "answers": self.answers,
            "on": self.on,
            "agreement": self.agreement,
            "importer": self.importer,
        }


def cases() -> Iterator[Case]:
    for path in sorted(CASES.glob("*.yaml")):
        table = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506  reads texts only
        for given in table["cases"]:
            if left := set(given) - FIELDS | set(given["expect"]) - EXPECTED:
                raise ValueError(f"{path.name}: {given['name']}: unknown fields {sorted(left)}")
            answers = {**table["products"].get(given.get("product", ""), {}), **given.get("request", {})}
            answers |= given.get("set", {})
            yield Case(
                given["name"],
                given.get("agreement", table["agreement"]),
                given.get("importer", table["importer"]),
                given.get("as_of", DAY),
                answers,
                tuple(given["elements"]),
                given["expect"],
            )


TABLES = list(cases())


def nodes(steps: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for step in steps:
        yield step
        yield from nodes(step["parts"])


def differences(case: Case, reply: dict[str, Any]) -> list[str]:
    expect = case.expect
    if "refused" in expect or "refused" in reply:
        found = {fault["path"]: fault["message"]["key"] for fault in reply.get("refused", [])}
        return [] if found == expect.get("refused") else [f"refused {found}"]
    told = reply["ok"]
    seen = list(nodes(told["steps"]))
    criterion = told["criterion"]["code"] if told["criterion"] else ""
    wrong = [
        f"{name} is {found}"
        for name, found in (
            ("verdict", told["verdict"]),
            ("criterion", criterion),
            ("preference", told["preference"]),
        )
        if name in expect and expect[name] != found
    ]
    keys = {node["say"]["key"] for node in seen}
    wrong += [f"does not say {key}, but {sorted(keys)}" for key in expect.get("says", []) if key not in keys]
    fields = [one["field"] for one in told["questions"] if one["decides"] != "0"]
    if "asks" in expect and sorted(fields) != sorted(expect["asks"]):
        wrong.append(f"asks {fields}")
    every_field = [one["field"] for one in told["questions"]]
    wrong += [
        f"does not ask {one}, but {every_field}"
        for one in expect.get("questions", [])
        if one not in every_field
    ]
    figures = {
        (one["name"]["key"].rpartition(".")[2], one["value"]) for node in seen for one in node["figures"]
    }
    wrong += [
        f"{pair} not in {sorted(figures)}"
        for pair in expect.get("figures", {}).items()
        if pair not in figures
    ]
    steps = {step["id"]: step["verdict"] for step in told["steps"]}
    wrong += [
        f"step {name} is {steps.get(name)}"
        for name, found in expect.get("steps", {}).items()
        if steps.get(name) != found
    ]
    return wrong


@pytest.mark.parametrize("case", TABLES, ids=[case.name for case in TABLES])
def test_the_determination_is_that_of_the_text(case: Case) -> None:
    reply = asked("origin.determine", case.answers, agreement=case.agreement, importer=case.importer)
    if case.on != DAY:
        from build_tools.compile.ask import ask
        from tests.engine.origin.data import shards

        reply = ask("origin.determine", case.request, shards())
    assert differences(case, reply) == []


def test_names_are_sentences_used_once() -> None:
    names = [case.name for case in TABLES]
    assert len(set(names)) == len(names)
    assert all(" " in name and not name.endswith(".") for name in names)


def test_a_wrong_expectation_is_noticed() -> None:
    case = TABLES[0]
    reply = asked("origin.determine", case.answers, agreement=case.agreement, importer=case.importer)
    wrong = {"verdict": "x", "asks": ["x"], "says": ["x"], "figures": {"x": "1"}, "steps": {"x": "met"}}
    assert len(differences(case._replace(expect=wrong), reply)) == 5
    assert differences(case._replace(expect={"refused": {"x": "y"}}), reply)
    assert json.dumps(reply)
