"""The cases of the tables, and a check that they would notice a changed threshold, exception or word."""

from collections import defaultdict

import pytest

from py_engine.origin.evaluate import evaluate
from py_engine.verdict import Verdict
from tests.engine.origin.mutants import mutants
from tests.engine.origin.tables import cases, differences, nodes

TABLES = list(cases())


@pytest.mark.parametrize("case", TABLES, ids=[case.name for case in TABLES])
def test_the_answer_is_the_one_in_the_table(case):
    assert differences(case) == []


def test_names_of_cases_are_sentences_used_once():
    names = [case.name for case in TABLES]
    assert len(set(names)) == len(names)
    assert all(" " in name and not name.endswith(".") for name in names)


def test_a_wrong_expectation_is_noticed():
    case = next(case for case in TABLES if case.expect["verdict"] == "met")
    wrong = {"verdict": "not_met", "because": ["x"], "asks": ["x"], "figures": {"share": "1"}, "branch": "9"}
    assert len(differences(case._replace(expect=wrong))) == 5


def test_only_what_is_undetermined_asks_and_it_always_does():
    for case in TABLES:
        for node in nodes(evaluate(case.rule, case.claim)):
            assert bool(node.asks) is (node.verdict is Verdict.UNDETERMINED), (case.name, node)


BY_RULE = defaultdict(list)
for one in TABLES:
    BY_RULE[one.rule_name].append(one)
MUTANTS = [(name, what, mutant) for name, of in BY_RULE.items() for what, mutant in mutants(of[0].rule)]


@pytest.mark.parametrize(
    ("name", "what", "mutant"), MUTANTS, ids=[f"{name}: {what}" for name, what, _ in MUTANTS]
)
def test_a_changed_rule_fails_a_case(name, what, mutant):
    assert any(differences(case, mutant) for case in BY_RULE[name]), what
