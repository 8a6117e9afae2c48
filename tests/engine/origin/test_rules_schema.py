"""The schema that editors see says the same as the code that reads."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from py_engine.origin import vocabulary as v
from py_engine.origin.notation import KINDS
from py_engine.origin.notation_files import file_from_notation, file_to_notation
from tests.engine.origin.test_notation import FAULTS, FILES, RULES

FOLDER = Path(__file__).resolve().parents[3] / "schemas"
SCHEMAS = {path.name: json.loads(path.read_text(encoding="utf-8")) for path in FOLDER.glob("*.schema.json")}
REGISTRY = Registry().with_resources(
    (name, Resource.from_contents(schema)) for name, schema in SCHEMAS.items()
)
SCHEMA = SCHEMAS["agreements-notation.schema.json"]
CHECKED = Draft202012Validator(SCHEMAS["agreements.schema.json"], registry=REGISTRY)
ABOUT = {
    "owner": "Puente maintainers",
    "checked_on": "2026-11-21",
    "sources": [{"id": "protocol-2", "title": "Protocol 2", "href": "https://example.org/protocol-2"}],
}
VALIDATOR = Draft202012Validator(SCHEMA, registry=REGISTRY)
RULE = Draft202012Validator({"$ref": "agreements-notation.schema.json#/$defs/rule"}, registry=REGISTRY)


@pytest.mark.parametrize(
    "written", [*FILES, {**FILES[0], "rules": [{"id": "x", "covers": ["61"], "rule": RULES[0]}]}]
)
def test_files_of_the_document_fit_the_schema(written):
    complete = {**written, **ABOUT}
    assert [error.message for error in VALIDATOR.iter_errors(complete)] == []
    assert [error.message for error in CHECKED.iter_errors(complete)] == []
    assert list(CHECKED.iter_errors({**complete, "rules": [{"id": "x"}]}))
    assert list(CHECKED.iter_errors(written))
    names = list(written)
    again = file_to_notation(file_from_notation(complete), about=ABOUT)
    assert list(again) == [*names[:2], *ABOUT, *names[2:]]


@pytest.mark.parametrize("written", RULES, ids=str)
def test_rules_of_the_document_fit_the_schema(written):
    assert [error.message for error in RULE.iter_errors(written)] == []


SEEN_BY_THE_READER_ONLY = {
    "origin.notation.threshold",
    "origin.notation.focused",
    "origin.notation.net_cost",
    "origin.notation.base",
    "origin.notation.base_of",
    "origin.notation.other",
    "origin.notation.count",
    "engine.hs.range",
}


@pytest.mark.parametrize("fault", FAULTS, ids=[str(fault[0]) for fault in FAULTS])
def test_what_the_schema_can_see_it_refuses(fault):
    written, _, key = fault
    assert key in SEEN_BY_THE_READER_ONLY or list(RULE.iter_errors(written))


def test_the_schema_knows_the_same_words():
    parts = SCHEMA["$defs"]
    for name, kind in KINDS.items():
        assert set(parts[name]["properties"]) == {part.key for part in kind.parts}
    assert parts["process"]["properties"]["process"]["anyOf"][0]["enum"] == list(v.PROCESSES)
    assert parts["change_of"]["properties"]["change_of"]["enum"] == list(v.SHIFTS)
    assert parts["limit"]["properties"]["base"]["enum"] == list(v.BASES)
    assert parts["unread"]["properties"]["unread"]["enum"] == list(v.UNREAD_REASONS)
    row = SCHEMA["properties"]["rules"]["items"]["properties"]
    assert row["status"]["enum"] == list(v.STATUSES)
    assert row["direction"]["enum"] == list(v.DIRECTIONS)
    assert SCHEMA["properties"]["notes"]["items"]["properties"]["effect"]["enum"] == list(v.EFFECTS)
