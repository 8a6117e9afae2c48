"""Asking from an ordinary Python: the data a question needs is brought, and never that of another project."""

import pytest

from build_tools.compile.ask import ask
from py_engine import bridge
from tests.engine.cases import CASES

SHARD = (CASES / "diagnostic" / "_example_shard.json").read_bytes()
OTHER = SHARD.replace(b'"example-1"', b'"example-2"')
REQUEST = {"answers": {}, "on": "2026-11-21"}


def version(shards):
    return ask("diagnostic.assess", REQUEST, shards)["ok"]["data_version"]


def test_what_is_needed_is_brought():
    bridge.unload("diagnostic")
    assert version({"diagnostic": SHARD}) == "example-1"


def test_each_question_has_its_own_data():
    assert version({"diagnostic": SHARD}) == "example-1"
    assert version({"diagnostic": OTHER}) == "example-2"
    refused = ask("diagnostic.assess", REQUEST, {})["refused"]
    assert refused[0]["message"]["key"] == "engine.data.missing"
    bridge.load("diagnostic", OTHER.decode())  # by somebody else
    assert version({"diagnostic": SHARD}) == "example-1"


def test_a_question_that_never_has_enough_ends(monkeypatch):
    monkeypatch.setattr(bridge, "call", lambda *_: '{"needs":["rules/09"]}')
    with pytest.raises(RuntimeError, match=r"rules/09 for ever"):
        ask("hs.read", {}, {})
