"""General provisions are read as they are written; what is wrong or missing is refused, and unknown stays unknown."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from build_tools.compile.shard import with_keys
from py_engine.agreements.entries import BARRED, ENTRIES, STATED
from py_engine.agreements.provisions import KINDS, Provisions, in_force
from py_engine.agreements.reading import read_provisions
from py_engine.agreements.vocabulary import STATUSES, VOCABULARY
from py_engine.errors import Refusals
from py_engine.reading import Reader
from tests.engine.agreements.published import FOLDER, agreements, files, provisions, shard
from tests.engine.texts import LANGUAGES, sentences

ROOT = Path(__file__).resolve().parents[3]
SCHEMAS = {
    path.name: json.loads(path.read_text(encoding="utf-8")) for path in (ROOT / "schemas").glob("*.json")
}
REGISTRY = Registry().with_resources(
    (name, Resource.from_contents(schema)) for name, schema in SCHEMAS.items()
)
NOTATION = SCHEMAS["agreements-provisions-notation.schema.json"]
VALUE = {
    "id": "by-value", "measure": "value", "at_most": "10", "base": "fob", "still_in_value": "true",
    "within_limits": "unknown", "forgives": ["classification"], "elastomeric": "none", "citation": {"article": "8"},
}  # fmt: skip
WAIVER = {
    "id": "small", "of": "consignment", "amount": {"amount": "1000", "currency": "USD"}, "series_barred": "unknown",
    "citation": {"article": "9"},
}  # fmt: skip


def written(**more: Any) -> dict[str, Any]:
    top = {"hs": "2017", "from": "2019-01-01", "citation": {"source": "treaty"}, "status": "read-once"}
    return {**dict.fromkeys(KINDS, "unknown"), **top, **more}


def read(value: dict[str, Any]) -> tuple[Provisions, list[tuple[str, str]]]:
    refusals = Refusals()
    found = read_provisions(Reader(value, "", refusals), agreement="example")
    return found, [(one.path, one.message.key) for one in refusals.found]


def test_unknown_and_none_are_two_things() -> None:
    found, refused = read(
        written(drawback="none", none_cited={"drawback": {"article": "12"}}, tolerances=[VALUE])
    )
    assert refused == []
    assert found.drawback == ()
    assert found.absent["drawback"].article == "12"
    assert found.absent["drawback"].source == "treaty"
    assert "drawback" not in found.unknown
    assert "tolerances" not in found.unknown
    assert "sets" in found.unknown
    assert found.tolerances[0].within_limits is None
    assert found.tolerances[0].at_most == 10_000_000


def test_an_entry_says_only_what_differs_from_its_file() -> None:
    later = {
        **WAIVER,
        "id": "later",
        "from": "2024-01-01",
        "status": "hand-checked-twice",
        "importing": ["PE"],
    }
    found, refused = read(written(waivers=[{**WAIVER, "until": "2023-12-31"}, later]))
    assert refused == []
    first, second = (one.stated for one in found.waivers)
    assert (first.citation.source, first.citation.article, first.status) == ("treaty", "9", "read-once")
    assert (first.start, first.until) == (date(2019, 1, 1), date(2023, 12, 31))
    assert (second.status, second.importing) == ("hand-checked-twice", ("PE",))

    def ids(on: date, importing: str) -> list[str]:
        return [one.id for one in in_force(found, on=on, importing=importing).waivers]

    assert ids(date(2018, 1, 1), "PE") == []
    assert ids(date(2020, 1, 1), "PE") == ["small"]
    assert ids(date(2025, 1, 1), "PE") == ["later"]
    assert ids(date(2025, 1, 1), "US") == []


FAULTS: list[tuple[dict[str, Any], str, str]] = [
    ({"tolerances": "no"}, "tolerances", "engine.value.list"),
    ({"tolerances": []}, "tolerances", "origin.notation.empty"),
    ({"tolerances": [{**VALUE, "at_most": "110"}]}, "tolerances[0].at_most", "origin.notation.percent"),
    ({"tolerances": [{**VALUE, "base": "price"}]}, "tolerances[0].base", "origin.notation.word"),
    (
        {"tolerances": [{**VALUE, "still_in_value": "perhaps"}]},
        "tolerances[0].still_in_value",
        "origin.notation.word",
    ),
    ({"tolerances": [{**VALUE, "covers": ["63-61"]}]}, "tolerances[0].covers[0]", "engine.hs.range"),
    ({"tolerances": [{**VALUE, "percent": "10"}]}, "tolerances[0].percent", "engine.value.unknown_field"),
    (
        {"tolerances": [{name: part for name, part in VALUE.items() if name != "base"}]},
        "tolerances[0].base",
        "engine.value.missing",
    ),
    ({"tolerances": [VALUE, VALUE]}, "tolerances[1].id", "origin.notation.twice"),
    (
        {"waivers": [{**WAIVER, "amount": {"amount": "1,000", "currency": "USD"}}]},
        "waivers[0].amount.amount",
        "engine.value.number",
    ),
    (
        {"waivers": [{**WAIVER, "amount": {"amount": "1000", "currency": "dollars"}}]},
        "waivers[0].amount.currency",
        "provisions.refused.currency",
    ),
    (
        {"waivers": [{**WAIVER, "from": "2024-01-01", "until": "2023-01-01"}]},
        "waivers[0].until",
        "origin.notation.until",
    ),
    (
        {"waivers": [{**WAIVER, "importing": ["Peru"]}]},
        "waivers[0].importing[0]",
        "provisions.refused.economy",
    ),
    (
        {"records": [{"id": "all", "who": ["importer"], "years": "five", "counted_from": "issue"}]},
        "records[0].years",
        "provisions.refused.whole",
    ),
    ({"none_cited": {"tolerances": {"article": "8"}}}, "none_cited.tolerances", "engine.value.unknown_field"),
    ({"citation": {"article": "8"}}, "citation.source", "engine.value.missing"),
    ({"status": "sure"}, "status", "origin.notation.word"),
]


@pytest.mark.parametrize(("change", "path", "key"), FAULTS, ids=[f"{path}-{key}" for _, path, key in FAULTS])
def test_what_is_wrong_is_refused_with_its_place(change: dict[str, Any], path: str, key: str) -> None:
    _, refused = read(written(**change))
    assert (path, key) in refused


def test_a_kind_that_is_left_out_is_missed() -> None:
    value = written()
    del value["sets"]
    assert ("sets", "engine.value.missing") in read(value)[1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_has_its_text(language: str) -> None:
    found = sentences(language, "provisions")
    wanted = {f"provisions.{name}.{word}" for name, words in VOCABULARY.items() for word in words}
    wanted |= {f"provisions.section.{kind}" for kind in KINDS}
    wanted |= {f"provisions.status.{status}" for status in STATUSES}
    assert wanted <= set(found)
    kept = ("section", "status", "kind", "state", "refused")
    assert {key for key in found if key.split(".")[1] not in kept} <= wanted


def test_the_schema_knows_the_same_kinds_fields_and_words() -> None:
    for kind, entry in ENTRIES.items():
        properties = NOTATION["properties"][kind]["anyOf"][1]["items"]["properties"]
        assert set(properties) == {"id", *entry.fields, *entry.optional, *STATED}
    tolerance = NOTATION["properties"]["tolerances"]["anyOf"][1]["items"]["properties"]
    assert tolerance["measure"]["enum"] == list(VOCABULARY["measure"])
    assert tolerance["base"]["enum"] == ["unknown", *VOCABULARY["base"]]
    assert set(NOTATION["$defs"]["barred"]["properties"]) == {"id", "citation", *BARRED}
    operations = NOTATION["properties"]["minimal_operations"]["anyOf"][1]["items"]["properties"]["operations"]
    assert operations["anyOf"][1]["items"]["enum"] == list(VOCABULARY["operation"])
    assert set(KINDS) <= set(NOTATION["required"])


@pytest.mark.parametrize("name", [name for name in files() if name.endswith("/provisions")])
def test_published_files_fit_the_schema_of_the_editors(name: str) -> None:
    validator = Draft202012Validator(NOTATION, registry=REGISTRY)
    assert [error.message for error in validator.iter_errors(files()[name])] == []


def test_every_agreement_with_rules_has_provisions() -> None:
    with_rules = {path.parent.name for path in FOLDER.glob("*/rules")}
    assert len(with_rules) == 17
    for name in with_rules:
        assert provisions(name).agreement == name
    for one in agreements():
        assert (one.status != "not-covered") is (one.id in with_rules)
        assert bool(one.edition) is (one.id in with_rules)


def test_texts_travel_beside_the_shard() -> None:
    value, texts = shard()
    assert texts["es"]["agreements.us-peru.short"] == "EE. UU.-Perú"
    assert set(texts["en"]) == set(texts["es"])
    peru = next(one for one in value["agreements"] if one["id"] == "us-peru")
    assert peru["name"] == "agreements.us-peru.name"
    assert "owner" not in peru
    assert {one["id"] for one in peru["sources"]} >= {"hts-gn32", "proclamation-8341"}
    for one in agreements():
        for key in (one.name, one.short, *one.notes):
            assert texts["en"][key]


def test_goods_have_the_words_of_the_agreements_own_list() -> None:
    for name, value in files().items():
        folder, _, file = name.partition("/")
        if file != "provisions" or not value.get("goods"):
            continue
        text = (FOLDER / folder / "goods.yml").read_text(encoding="utf-8")
        own = {one["id"]: one["name"] for one in yaml.load(text, Loader=yaml.BaseLoader)["goods"]}  # noqa: S506
        for good in value["goods"]:
            assert own.get(good["id"], good["name"]) == good["name"], (name, good["id"])


def test_named_goods_are_in_the_list_of_the_file() -> None:
    for name, value in files().items():
        if not name.endswith("/provisions"):
            continue
        named = set(_named({kind: part for kind, part in value.items() if isinstance(part, list)}))
        assert named == {one["id"] for one in value.get("goods", [])}, name


def _named(value: Any) -> list[str]:
    if isinstance(value, dict):
        own = [value[key] for key in ("named", "unnamed") if isinstance(value.get(key), str)]
        own = [one for one in own if one != "unknown"]
        return own + [name for key, part in value.items() if key != "goods" for name in _named(part)]
    return [name for part in value for name in _named(part)] if isinstance(value, list) else []


def test_with_keys_leaves_words_alone() -> None:
    assert with_keys({"name": {"en": "a", "es": "b"}}, "x") == {"name": "x.name"}
