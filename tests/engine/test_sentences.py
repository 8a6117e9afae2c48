"""The sentences of the engine are public: they are compared word for word, in both languages."""

import ast
import json
from pathlib import Path

import pytest
import yaml

from py_engine import bridge
from tests.engine.cases import CASES, cases
from tests.engine.texts import LANGUAGES, catalogue, sentences

SHARD = (CASES / "diagnostic" / "_example_shard.json").read_text(encoding="utf-8")
ENGINE = Path(bridge.__file__).parent
PLACE = "2026-11-21"

TABLE = Path(__file__).with_name("refusals.yaml")
REFUSED = yaml.load(TABLE.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506  reads texts only


@pytest.mark.parametrize("row", REFUSED, ids=[row["request"] for row in REFUSED])
def test_a_refusal_says_what_it_says(row):
    bridge.load("diagnostic", SHARD)
    (refusal,) = json.loads(bridge.call(row["call"], row["request"]))["refused"]
    assert refusal["path"] == row["path"]
    assert {language: catalogue(language).say(refusal["message"]) for language in LANGUAGES} == {
        language: row[language].replace("{calls}", ", ".join(sorted(bridge.CALLS))) for language in LANGUAGES
    }


SIDES = {"example.dimensions.records.name": "Records", "example.dimensions.selling.name": "Selling"}
LEVELS = {"example.levels.basic.name": "Basic", "example.levels.growing.name": "Growing"}
GATES = {"example.gates.backup.name": "Backups"}


def test_the_summary_reads_well_in_both_languages():
    answers = {"records-access": "all", "records-use": "sometimes", "records-appropriation": "yes"}
    answers |= {"selling-access": "shop", "selling-use": "daily"}
    bridge.load("diagnostic", SHARD)
    reply = json.loads(bridge.call("diagnostic.assess", json.dumps({"answers": answers, "on": PLACE})))["ok"]
    names = {**SIDES, **LEVELS, **GATES}
    assert [catalogue("en", **names).say(message) for message in reply["summary"]] == [
        "Your level is “Basic”, with 91.6 points of 100.",
        "“Backups” holds you at the level “Basic”: with your points you would already be further.",
        "There is most room to grow in “Records”.",
        "Your strongest side is “Selling”.",
    ]
    assert [catalogue("es", **names).say(message) for message in reply["summary"]] == [
        "Tu nivel es «Basic», con 91,6 puntos de 100.",
        "«Backups» te detiene en el nivel «Basic»: con tus puntos ya estarías más adelante.",
        "Donde más puedes crecer es en «Records».",
        "Tu lado más fuerte es «Selling».",
    ]
    why = reply["next_steps"][0]["why"]
    assert catalogue("es", **names).say(why) == (
        "Sin «Backups», tu nivel llega como máximo a «Basic», sin importar tus puntos. Además suma 8,3 puntos."
    )


class _AnyText(dict):
    """Stands in for the texts of a questionnaire."""

    def __contains__(self, key):
        return key.startswith("example.") or super().__contains__(key)

    def __missing__(self, key):
        return key


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_of_every_case_can_be_said(language):
    voice = catalogue(language)
    voice.messages = _AnyText(voice.messages)
    for case in cases("diagnostic"):
        for name, text in case.shards.items():
            bridge.load(name, text)
        for message in _messages(json.loads(bridge.call(case.call, case.request_json))):
            said = voice.say(message)
            assert said
            assert "{'" not in said


def _messages(value):
    if isinstance(value, dict):
        if set(value) == {"key", "values"}:
            yield value
        for inner in value.values():
            yield from _messages(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _messages(inner)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_key_the_engine_speaks_has_a_sentence_and_every_sentence_a_use(language):
    spoken = {
        node.value
        for path in ENGINE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.startswith("engine.")
    }
    assert spoken == set(sentences(language, "engine"))


def test_no_sentence_exclaims():
    texts = [
        str(text)
        for language in LANGUAGES
        for room in ("engine", "diagnostic")
        for text in sentences(language, room).values()
    ]
    assert not [text for text in texts if "!" in text or "¡" in text]
