"""The schemas serve two readers: editors, and a check that must find a sentence for every departure."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from build_tools.content.faults import Faults
from build_tools.content.messages import read_messages
from build_tools.validate.walk import walk

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / "schemas").glob("*.schema.json"))
SCHEMAS = {path.name: json.loads(path.read_text(encoding="utf-8")) for path in FILES}
REGISTRY = Registry().with_resources(
    [(name, Resource.from_contents(schema)) for name, schema in SCHEMAS.items()]
)
OURS = sorted(set(SCHEMAS) - {"messages.schema.json"})
"""The check reads sentences itself; their schema is for editors alone."""


def as_an_editor_reads(path: Path) -> Any:
    """YAML 1.2 as editors have it: numbers and switches are themselves, dates are text."""

    def plain(value: Any) -> Any:
        if isinstance(value, dict):
            return {str(key): plain(item) for key, item in value.items()}
        if isinstance(value, list):
            return [plain(item) for item in value]
        return value.isoformat() if isinstance(value, date) else value

    return plain(yaml.safe_load(path.read_text(encoding="utf-8")))


def complaints(schema: str, value: Any) -> list[str]:
    return [
        error.message for error in Draft202012Validator(SCHEMAS[schema], registry=REGISTRY).iter_errors(value)
    ]


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_a_schema_is_a_schema(name: str) -> None:
    Draft202012Validator.check_schema(SCHEMAS[name])


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_every_property_helps_the_editor(name: str) -> None:
    for path, value in walk(SCHEMAS[name]):
        if len(path) > 1 and path[-2] == "properties" and isinstance(value, dict):
            described = "description" in value or "$ref" in value
            assert described, f"{'/'.join(map(str, path))} has no description"


@pytest.mark.parametrize("name", OURS)
def test_every_pattern_has_its_sentence(name: str) -> None:
    _, sentences = read_messages(ROOT / "i18n" / "en" / "check.yml", root=ROOT, faults=Faults())
    for path, value in walk(SCHEMAS[name]):
        if isinstance(value, dict) and isinstance(value.get("pattern"), str):
            kind = value.get("x-fault")
            assert kind == "hs" or f"check.schema.{kind}" in sentences, "/".join(map(str, path))


@pytest.mark.parametrize(
    "name", sorted(set(OURS) - {"common.schema.json", "economy.schema.json", "page.schema.json"})
)
def test_every_data_record_names_owner_sources_and_date(name: str) -> None:
    assert {"owner", "checked_on", "sources"} <= set(SCHEMAS[name]["required"])


@pytest.mark.parametrize(
    "path", sorted((ROOT / "content" / "data").glob("*/*.yml")), ids=lambda path: path.stem
)
def test_editors_accept_the_data_of_the_core(path: Path) -> None:
    names = [f"{path.parent.name}-{path.stem}.schema.json", f"{path.parent.name}.schema.json"]
    schema = next(name for name in names if name in SCHEMAS)
    assert complaints(schema, as_an_editor_reads(path)) == []


@pytest.mark.parametrize(
    "path", sorted((ROOT / "i18n").glob("*/*.yml")), ids=lambda path: f"{path.parent.name}-{path.stem}"
)
def test_editors_accept_the_sentences_of_the_core(path: Path) -> None:
    assert complaints("messages.schema.json", as_an_editor_reads(path)) == []


def test_editors_accept_dates_numbers_and_switches_without_quotes() -> None:
    economy = as_an_editor_reads(ROOT / "economy" / "economy.yml")
    economy["features"] = {"offline": True}
    assert complaints("economy.schema.json", economy) == []
    page = {
        "title": "A",
        "description": "B",
        "kind": "page",
        "minutes": 6,
        "checked_on": "2026-11-21",
        "hs": [90111],
    }
    assert complaints("page.schema.json", page) == []
    assert complaints("page.schema.json", {**page, "kin": "page"}) != []
