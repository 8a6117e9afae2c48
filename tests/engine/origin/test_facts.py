"""Learning a fact never reverses a decision: every rule of the tables on every claim, each fact taken away in turn."""

import copy
from collections import defaultdict

import pytest

from py_engine.origin.evaluate import evaluate
from py_engine.verdict import Verdict
from tests.engine.origin.tables import cases, claim

TABLES = list(cases())
EDITIONS = defaultdict(list)
for one in TABLES:
    EDITIONS[one.written["edition"], one.written["scheme"]].append(one)
WHOLE = {"hs", "deductions"}  # given together: a cost that is not among them is not taken off
NOT_FACTS = {"edition", "scheme", "name"}


def places(written, path=()):
    """Name every fact of a claim, and for a code every shorter one as well."""
    steps = written.items() if isinstance(written, dict) else enumerate(written)
    for name, value in steps:
        if name in NOT_FACTS:
            continue
        if isinstance(value, (dict, list)) and name not in WHOLE:
            yield from places(value, (*path, name))
        if not isinstance(name, int):
            yield (*path, name), None
        if name in ("hs", "product") and isinstance(value, str):
            digits = value.replace(".", "")
            yield from (((*path, name), digits[:length]) for length in range(2, len(digits), 2))


def without(written, path, value):
    less = copy.deepcopy(written)
    where = less
    for step in path[:-1]:
        where = where[step]
    if value is None:
        del where[path[-1]]
    else:
        where[path[-1]] = value
    return claim(less)


@pytest.mark.parametrize("edition", EDITIONS, ids=str)
def test_a_fact_taken_away_never_reverses_a_decision(edition):
    of = EDITIONS[edition]
    rules = {case.rule_name: case.rule for case in of}
    decided = 0
    for case in of:
        claims = [without(case.written, *place) for place in places(case.written)]
        for name, rule in rules.items():
            full = evaluate(rule, case.claim).verdict
            if full is Verdict.UNDETERMINED:
                continue
            for less in claims:
                found = evaluate(rule, less)
                assert found.verdict in (full, Verdict.UNDETERMINED), (case.name, name, less)
                assert bool(found.asks) is (found.verdict is Verdict.UNDETERMINED)
                decided += found.verdict is full
    assert decided > 1000
