"""Worked cases of the agreements, and a check that they would notice a changed threshold or exception."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import pytest

from tests.engine.origin import agreement_tables as tables
from tests.engine.origin.mutants import exceptions_and_figures

if TYPE_CHECKING:
    from collections.abc import Iterator

    from py_engine.origin.rules import Rule

CASES = list(tables.cases())
FAMILIES = {
    "us": ("us-peru", "us-colombia", "us-chile", "us-panama", "us-korea", "cafta-dr", "usmca"),
    "cptpp": ("cptpp",),
    "uk": (
        "uk-andean",
        "uk-central-america",
        "uk-chile",
        "uk-mexico",
        "uk-korea",
        "uk-vietnam",
        "uk-singapore",
        "uk-canada",
        "uk-japan",
    ),
}


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_the_verdict_is_that_of_the_text(case: tables.Worked) -> None:
    """What a person read in the legal text, the committed rules say."""
    assert tables.differences(case) == []


def test_names_are_used_once_and_reasons_are_given() -> None:
    """Every case says in our own words why."""
    names = [case.name for case in CASES]
    assert len(set(names)) == len(names)
    for file, table in tables.tables():
        for case in table["cases"]:
            assert case.get("why", "").strip(), (file, case["name"])
            assert "expect" in case or "tries" in case or "from" in case, (file, case["name"])


def test_every_family_has_twenty_worked_cases() -> None:
    """Counted by the cases in the tables, not by their tries."""
    written = {table["agreement"]: len(table["cases"]) for _, table in tables.tables()}
    for family, agreements in FAMILIES.items():
        assert sum(written.get(one, 0) for one in agreements) >= 20, family
    assert {one for agreements in FAMILIES.values() for one in agreements} == set(written)


def _by_row() -> dict[tuple[str, str], list[tables.Worked]]:
    found: dict[tuple[str, str], list[tables.Worked]] = defaultdict(list)
    for case in CASES:
        rows = tables.selected(case)
        if len(rows) == 1:
            found[case.agreement, rows[0].id].append(case)
    return found


BY_ROW = _by_row()
# Sugar and milk each stay within 20 %, so together they cannot be more than 40 %: a higher total changes nothing.
NO_DIFFERENCE = {
    ("uk-singapore", "18", "part 2: at_most up"),
    ("uk-singapore", "2106.90-other", "part 2: at_most up"),
}


def _mutants() -> Iterator[tuple[str, str, str, Rule]]:
    """Give the changed rules of the rows that were read fully; a doubtful one is left to a person anyway."""
    for (agreement, row), cases in BY_ROW.items():
        chosen = tables.selected(cases[0])[0]
        if chosen.status in ("partly-read", "not-covered"):
            continue
        for what, mutant in exceptions_and_figures(chosen.rule):
            if (agreement, row, what) not in NO_DIFFERENCE:
                yield agreement, row, what, mutant


MUTANTS = list(_mutants())


@pytest.mark.parametrize(
    ("agreement", "row", "what", "mutant"), MUTANTS, ids=[f"{one[0]} {one[1]}: {one[2]}" for one in MUTANTS]
)
def test_a_changed_figure_or_exception_fails_a_case(
    agreement: str, row: str, what: str, mutant: Rule
) -> None:
    """A threshold or an exception that somebody mistypes does not go unnoticed in a rule that has a case."""
    assert any(tables.differences(case, mutant) for case in BY_ROW[agreement, row]), what
