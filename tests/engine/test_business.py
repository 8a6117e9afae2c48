"""Tables of the business tools and of the plan, worked out by hand; every sentence of every answer can be said."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from build_tools.compile import shards
from build_tools.content.project import Project
from py_engine import bridge
from tests.engine.texts import LANGUAGES, catalogue

FOLDER = Path(__file__).resolve().parent.parent / "cases" / "business"
ON = "2026-11-22"
FIELDS = {"name", "answers", "figures", "tables", "says", "notes", "steps", "starts", "days", "refused"}


def _table(path: Path) -> list[tuple[str, dict[str, Any]]]:
    table = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506  reads texts only
    return [(table["call"], case) for case in table["cases"]]


TABLES = [case for path in sorted(FOLDER.glob("*.yaml")) for case in _table(path)]


@pytest.fixture(scope="module", autouse=True)
def loaded(project: Project) -> None:
    made = shards(project)
    for name in ("diagnostic", "plan"):
        bridge.load(name, made[name].decode())


def ask(call: str, answers: dict[str, str]) -> dict[str, Any]:
    reply: dict[str, Any] = json.loads(bridge.call(call, json.dumps({"answers": answers, "on": ON})))
    return reply


@pytest.mark.parametrize(("call", "case"), TABLES, ids=[case["name"] for _, case in TABLES])
def test_the_answer_is_the_one_in_the_table(call: str, case: dict[str, Any]) -> None:
    assert not set(case) - FIELDS
    reply = ask(call, case["answers"])
    found = {one["path"]: one["message"]["key"] for one in reply.get("refused", [])}
    assert found == case.get("refused", {})
    if "refused" in case:
        return
    report = reply["ok"]
    parts = {part["name"]: part for part in report["parts"]}
    if "figures" in case:
        assert {one["label"]["key"]: one["value"]["raw"] for one in report["figures"]} == case["figures"]
    if "says" in case:
        said = [one["key"] for one in report["summary"]]
        assert [key for key in said if key in case["says"]] == case["says"]
    for name, rows in case.get("tables", {}).items():
        assert [[cell["raw"] for cell in row] for row in parts[name]["rows"]] == rows
    for name, lines in case.get("notes", {}).items():
        assert [line["key"] for line in parts[name]["lines"]] == lines
    for name, steps in case.get("steps", {}).items():
        assert [step["name"] for step in parts[name]["steps"]] == steps
    for name, steps in case.get("starts", {}).items():
        assert [step["name"] for step in parts[name]["steps"]][: len(steps)] == steps
    for name, days in case.get("days", {}).items():
        assert {step["name"]: step["day"] for step in parts[name]["steps"] if step["name"] in days} == days


def _messages(value: Any) -> list[Any]:
    if isinstance(value, dict):
        own = [value] if set(value) == {"key", "values"} else []
        return own + [one for inner in value.values() for one in _messages(inner)]
    return [one for inner in value for one in _messages(inner)] if isinstance(value, list) else []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_of_every_case_can_be_said(language: str, project: Project) -> None:
    from build_tools.compile.catalogue import data_texts

    voice = catalogue(language)
    data = {
        key: text[language] for key, text in data_texts(project).items() if key.startswith(("plan.", "diag"))
    }
    voice.messages = {**project.messages[language], **data}
    for call, case in TABLES:
        for message in _messages(ask(call, case["answers"])):
            assert "{'" not in voice.say(message)


@pytest.mark.parametrize(
    "tool", ["price", "ladder", "cash", "safety", "plan", "quotation", "splitter", "catalogue", "customers"]
)
def test_a_saved_file_comes_back_and_another_one_is_refused(tool: str) -> None:
    def opened(text: str) -> dict[str, Any]:
        reply: dict[str, Any] = json.loads(bridge.call(f"{tool}.open", json.dumps({"text": text})))
        return reply

    form = json.loads(bridge.call(f"{tool}.form", json.dumps({"on": ON})))["ok"]
    name = form["groups"][0]["rows"][0][0]["name"]
    saved = {
        "format": f"puente.{tool}",
        "version": 1,
        "answers": {name: "x", "gone": "y"},
        "on": ON,
        "more": 1,
    }
    found = opened(json.dumps(saved))["ok"]
    assert found["answers"] == {name: "x"}
    assert [one["path"] for one in found["set_aside"]] == ["answers.gone", "more"]
    refused = {
        "PNG": "business.saved.not_json",
        json.dumps({**saved, "format": "puente.other"}): "business.saved.format",
        json.dumps({**saved, "version": 2}): "business.saved.newer",
        json.dumps({**saved, "version": "1"}): "business.saved.version",
    }
    for text, key in refused.items():
        assert [one["message"]["key"] for one in opened(text)["refused"]] == [key]


def test_an_answer_is_the_same_every_time() -> None:
    for call, case in TABLES:
        request = json.dumps({"answers": case["answers"], "on": ON})
        assert bridge.call(call, request) == bridge.call(call, request)
