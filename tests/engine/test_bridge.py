import json
import subprocess
import sys
from importlib import import_module

import pytest

import py_engine
from py_engine import bridge
from py_engine.errors import EngineError, NeedsData
from py_engine.shards import READERS
from tests.engine.cases import CASES

SHARD = (CASES / "diagnostic" / "_example_shard.json").read_text(encoding="utf-8")
REQUEST = '{"answers":{"selling-use":"daily","records-use":"unknown"},"on":"2026-11-21"}'


def test_answers_are_compact_json_with_sorted_keys_and_readable_letters():
    reply = bridge.call("hs.read", '{"code":"ñandú"}')
    assert "ñandú" in reply
    assert reply == json.dumps(json.loads(reply), sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def test_without_its_data_a_call_asks_for_it():
    code = "from py_engine import bridge; print(bridge.call('diagnostic.assess', '{}'))"
    said = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, encoding="utf-8"
    ).stdout
    assert json.loads(said) == {"needs": ["diagnostic"]}


def test_data_that_there_is_not_refuses_the_call():
    bridge.lack("diagnostic")
    (refusal,) = json.loads(bridge.call("diagnostic.assess", REQUEST))["refused"]
    assert refusal == {
        "path": "data",
        "message": {"key": "engine.data.missing", "values": {"value": "diagnostic"}},
    }
    bridge.unload("diagnostic")
    assert json.loads(bridge.call("diagnostic.assess", REQUEST)) == {"needs": ["diagnostic"]}


def test_every_call_and_every_reader_is_where_the_table_says():
    for asked in bridge.CALLS.values():
        assert callable(getattr(import_module(asked.module), asked.function))
        assert isinstance(json.loads(asked.example), dict)
    for module, function in READERS.values():
        assert callable(getattr(import_module(module), function))


def test_what_is_needed_is_asked_for_at_once_and_once():
    with pytest.raises(NeedsData) as missing:
        bridge.need("toy/98", "other/98", "toy/98")
    assert missing.value.names == ("toy/98", "other/98")
    bridge.load("toy/98", '{"a":1}')
    bridge.lack("other/98")
    bridge.need("toy/98", "other/98")
    assert bridge.data("toy/98") == {"a": 1}
    assert bridge.data("other/98") is None
    bridge.unload("toy/98")
    with pytest.raises(NeedsData, match="toy/98"):
        bridge.data("toy/98")
    bridge.unload("other/98")


def test_data_that_cannot_be_read_is_refused_again_the_next_time():
    bridge.load("diagnostic", '{"version":"1"}')
    first = bridge.call("diagnostic.assess", REQUEST)
    assert "refused" in json.loads(first)
    assert bridge.call("diagnostic.assess", REQUEST) == first


def test_newer_data_replaces_older():
    bridge.load("diagnostic", SHARD)
    assert json.loads(bridge.call("diagnostic.assess", REQUEST))["ok"]["data_version"] == "example-1"
    bridge.load("diagnostic", SHARD.replace('"example-1"', '"example-2"'))
    assert json.loads(bridge.call("diagnostic.assess", REQUEST))["ok"]["data_version"] == "example-2"


@pytest.mark.parametrize("text", ["", "[]", '{"version":', "\ud800"])
def test_a_shard_that_is_none_is_not_kept(text):
    bridge.load("diagnostic", SHARD)
    with pytest.raises(EngineError):
        bridge.load("diagnostic", text)
    assert "ok" in json.loads(bridge.call("diagnostic.assess", REQUEST))


@pytest.mark.parametrize(
    "request_",
    ["", "null", "[" * 100_000, '{"answers":{}}' * 2, '{"on":' + "9" * 5000 + "}", '{"a":"\\ud800"}'],
)
@pytest.mark.parametrize(
    "name", ["diagnostic.assess", "diagnostic.open", "diagnostic.questionnaire", "hs.read", "", "__class__"]
)
def test_whatever_is_sent_the_bridge_answers_in_json(name, request_):
    bridge.load("diagnostic", SHARD)
    refused = json.loads(bridge.call(name, request_))["refused"]
    assert refused
    assert all(refusal["message"]["key"].startswith("engine.") for refusal in refused)


def test_the_answer_does_not_depend_on_the_hash_seed_or_on_earlier_calls():
    code = (
        "import sys; from py_engine import bridge; shard, request = sys.argv[1:]\n"
        "bridge.load('diagnostic', shard); bridge.call('diagnostic.assess', '{}')\n"
        "sys.stdout.write(bridge.call('diagnostic.assess', request))"
    )
    replies = {
        subprocess.run(
            [sys.executable, "-c", code, SHARD, REQUEST],
            capture_output=True,
            check=True,
            env={"PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("0", "1", "4242")
    }
    assert len(replies) == 1
    bridge.load("diagnostic", SHARD)
    assert replies == {bridge.call("diagnostic.assess", REQUEST).encode()}


def test_a_refusal_can_be_read_by_a_programmer_too():
    with pytest.raises(EngineError, match=r"diagnostic: engine\.value\.object \{'value': '\[\]'"):
        bridge.load("diagnostic", "[]")


def test_the_engine_names_its_version():
    bridge.load("diagnostic", SHARD)
    assert (
        json.loads(bridge.call("diagnostic.assess", REQUEST))["ok"]["engine_version"] == py_engine.__version__
    )


def test_asking_for_a_code_loads_nothing_of_the_diagnosis_and_neither_loads_decimal():
    code = (
        "import sys; from py_engine import bridge; bridge.call('hs.read', '{\"code\":\"0901\"}')\n"
        "print(*(name for name in sys.modules if name.startswith('py_engine.diagnostic') or name == 'decimal'))\n"
        "bridge.load('diagnostic', sys.argv[1]); bridge.call('diagnostic.assess', sys.argv[2])\n"
        "print('decimal' in sys.modules, 'fractions' in sys.modules)"
    )
    said = subprocess.run(
        [sys.executable, "-c", code, SHARD, REQUEST], capture_output=True, check=True, text=True
    )
    assert said.stdout == "\nFalse False\n"
