"""The cases of the tables, and a check that they would notice a changed threshold, exception or word."""

from collections import defaultdict

import pytest

from py_engine.origin import rules as r
from py_engine.origin.evaluate import evaluate
from py_engine.verdict import Verdict
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


def mutants(rule):
    """Change one thing of a rule at a time: what somebody could mistype, or read wrongly in the law."""
    for field in ("at_least", "at_most"):
        figure = getattr(rule, field, None)
        if figure is not None:
            step = 1 if isinstance(rule, r.Process) else 10_000_000
            yield f"{field} up", rule._replace(**{field: figure + step})
            yield f"{field} down", rule._replace(**{field: max(figure - step, 0)})
    for field in (
        "except_from",
        "from_",
        "outside",
        "allowing",
        "without",
        "as_originating",
        "only",
        "of",
        "earlier",
    ):
        many = getattr(rule, field, ())
        for at in range(len(many)):
            yield f"{field}[{at}] dropped", rule._replace(**{field: many[:at] + many[at + 1 :]})
    match rule:
        case r.ChangeOfClassification():
            shorter = {"heading": "chapter", "subheading": "heading", "item": "subheading", "chapter": "any"}
            if rule.shift in shorter:
                yield "shift", rule._replace(shift=shorter[rule.shift])
            if rule.also:
                yield "also dropped", rule._replace(also=None)
                for name, also in mutants(rule.also):
                    yield f"also: {name}", rule._replace(also=also)
            for at, limit in enumerate(rule.allowing):
                for name, changed in mutants(limit):
                    yield (
                        f"allowing: {name}",
                        rule._replace(allowing=(*rule.allowing[:at], changed, *rule.allowing[at + 1 :])),
                    )
        case r.AllOf() | r.AnyOf():
            other = r.AnyOf if isinstance(rule, r.AllOf) else r.AllOf
            yield "all and any swapped", other(rule.rules)
            for at, part in enumerate(rule.rules):
                yield f"part {at} dropped", rule._replace(rules=rule.rules[:at] + rule.rules[at + 1 :])
                for name, changed in mutants(part):
                    rules = (*rule.rules[:at], changed, *rule.rules[at + 1 :])
                    yield f"part {at}: {name}", rule._replace(rules=rules)
        case r.Provided() | r.ProductIs():
            yield "expected turned", rule._replace(expected=not rule.expected)
        case r.When():
            yield "condition ignored", rule.then
            yield (
                "otherwise dropped" if rule.otherwise else "otherwise strict",
                rule._replace(otherwise=None if rule.otherwise else r.AnyOf(())),
            )
        case r.LimitOnMaterial() if rule.counting == "all":
            yield "counting", rule._replace(counting="non_originating")
        case r.MaterialsMustOriginate():
            if not rule.undergo:
                turned = "originating" if rule.must_be == "wholly_obtained" else "wholly_obtained"
                yield "must_be", rule._replace(must_be=turned)
            for step in rule.undergo:
                yield f"without {step}", rule._replace(undergo=tuple(s for s in rule.undergo if s != step))
        case r.WhollyObtained():
            for at in range(len(rule.ways)):
                yield f"way {at} dropped", rule._replace(ways=rule.ways[:at] + rule.ways[at + 1 :])
        case _:
            pass


BY_RULE = defaultdict(list)
for one in TABLES:
    BY_RULE[one.rule_name].append(one)
MUTANTS = [(name, what, mutant) for name, of in BY_RULE.items() for what, mutant in mutants(of[0].rule)]


@pytest.mark.parametrize(
    ("name", "what", "mutant"), MUTANTS, ids=[f"{name}: {what}" for name, what, _ in MUTANTS]
)
def test_a_changed_rule_fails_a_case(name, what, mutant):
    assert any(differences(case, mutant) for case in BY_RULE[name]), what
