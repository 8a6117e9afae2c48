import pytest

from py_engine import bridge
from tests.engine.cases import Case, cases, differences

TABLES = [*cases("diagnostic"), *cases("hs")]


@pytest.mark.parametrize("case", TABLES, ids=[case.name for case in TABLES])
def test_the_answer_is_the_one_in_the_table(case: Case):
    for name, text in case.shards.items():
        bridge.load(name, text)
    assert differences(bridge.call(case.call, case.request_json), case.expected) == []


def test_a_wrong_expectation_is_noticed():
    reply = '{"ok":{"overall":{"low":"1.0"},"steps":[{"id":"a.b","gain":"2"}]}}'
    assert differences(reply, {"overall.low": "1.0", "steps.a.b.gain": "2", "steps": ["a.b"]}) == []
    assert len(differences(reply, {"overall.low": "1.1", "steps.a.c.gain": "2", "steps": []})) == 3
    assert differences(reply, {"refused": {"code": "engine.hs.digits"}})
    assert differences('{"refused":[]}', {"overall.low": "1.0"})


def test_names_of_cases_are_sentences_used_once():
    names = [case.name for case in TABLES]
    assert len(set(names)) == len(names)
    assert all(" " in name and not name.endswith(".") for name in names)
