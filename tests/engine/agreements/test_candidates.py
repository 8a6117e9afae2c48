"""Which agreements connect two economies on a day."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from py_engine.agreements.agreement import Agreement, candidates, read_agreements, read_shard
from py_engine.errors import EngineError, Refusals
from py_engine.reading import Reader
from py_engine.verdict import Verdict
from tests.engine.agreements.published import agreements

TODAY = date(2026, 11, 22)
CITED = {"source": "treaty", "article": "20"}


def party(name: str, start: str, **more: Any) -> dict[str, Any]:
    return {"economy": name, "from": start, "citation": CITED, "status": "read-once", **more}


def made(
    *parties: dict[str, Any], pairs: tuple[dict[str, Any], ...] = (), name: str = "example"
) -> dict[str, Any]:
    about = {
        "id": name,
        "name": "agreements.example.name",
        "short": "agreements.example.short",
        "kind": "free_trade",
        "status": "not-covered",
        "provisions_status": "not-covered",
        "parties": list(parties),
        "official": [],
        "sources": [{"id": "treaty", "title": "Treaty", "href": "https://example.org/"}],
        "checked_on": "2026-11-22",
    }
    return {**about, "pairs": list(pairs)} if pairs else about


def read(*written: dict[str, Any]) -> tuple[Agreement, ...]:
    return read_shard({"version": "test", "agreements": list(written)})


def found(
    among: tuple[Agreement, ...], exporting: str, importing: str, on: date = TODAY
) -> list[tuple[str, str]]:
    return [
        (one.agreement.id, one.in_force.value)
        for one in candidates(among, exporting=exporting, importing=importing, on=on)
    ]


def test_it_holds_from_the_later_of_the_two_days_and_to_the_earlier_end() -> None:
    among = read(
        made(
            party("PE", "2019-01-01"),
            party("US", "2021-06-01", until="2027-12-31"),
            party("CL", "2018-01-01"),
        )
    )
    days = [date(2021, 5, 31), date(2021, 6, 1), date(2027, 12, 31), date(2028, 1, 1)]
    assert [found(among, "PE", "US", day)[0][1] for day in days] == ["not_met", "met", "met", "not_met"]
    [one] = candidates(among, exporting="PE", importing="US", on=days[0])
    assert (one.since, one.until) == (date(2021, 6, 1), date(2027, 12, 31))
    assert found(among, "PE", "CL", date(2019, 1, 1)) == [("example", "met")]


def test_a_day_nobody_knows_leaves_it_undetermined() -> None:
    among = read(made(party("PE", "2019-01-01"), party("US", "unknown")))
    assert found(among, "PE", "US") == [("example", "undetermined")]
    assert found(among, "PE", "US", date(2018, 1, 1)) == [("example", "not_met")]


def test_a_pair_of_parties_may_have_a_day_of_its_own() -> None:
    pair = {"between": ["CL", "PE"], "from": "2025-01-01", "citation": CITED, "status": "read-once"}
    among = read(
        made(party("PE", "2019-01-01"), party("CL", "unknown"), party("US", "2019-01-01"), pairs=(pair,))
    )
    assert found(among, "PE", "CL", date(2024, 12, 31)) == [("example", "not_met")]
    assert found(among, "CL", "PE") == [("example", "met")]
    assert found(among, "CL", "US") == [("example", "undetermined")]


def test_parties_of_one_side_have_no_agreement_with_each_other() -> None:
    among = read(
        made(
            party("GB", "2021-01-01", side="one"),
            party("PE", "2021-01-01", side="two"),
            party("CO", "2021-01-01", side="two"),
        )
    )
    assert found(among, "PE", "CO") == []
    assert found(among, "PE", "GB") == [("example", "met")]


def test_those_in_force_come_first() -> None:
    among = read(
        made(party("PE", "2030-01-01"), party("US", "2019-01-01"), name="a-later"),
        made(party("PE", "unknown"), party("US", "2019-01-01"), name="b-unknown"),
        made(party("PE", "2019-01-01"), party("US", "2019-01-01"), name="c-now"),
    )
    assert [name for name, _ in found(among, "PE", "US")] == ["c-now", "b-unknown", "a-later"]
    assert found(among, "PE", "XX") == []


def test_an_economy_has_no_agreement_with_itself() -> None:
    with pytest.raises(EngineError, match=r"provisions\.refused\.same_economy"):
        candidates((), exporting="PE", importing="PE", on=TODAY)


@pytest.mark.parametrize(
    ("change", "path", "key"),
    [
        ({"parties": [party("PE", "2019-01-01")]}, "parties", "provisions.refused.parties"),
        (
            {"parties": [party("PE", "2019-01-01"), party("PE", "2019-01-01")]},
            "parties",
            "provisions.refused.parties",
        ),
        (
            {"parties": [party("Peru", "2019-01-01"), party("US", "2019-01-01")]},
            "parties[0].economy",
            "provisions.refused.economy",
        ),
        (
            {"parties": [party("PE", "soon"), party("US", "2019-01-01")]},
            "parties[0].from",
            "engine.value.day",
        ),
        (
            {"parties": [party("PE", "2019-01-01", until="2018-01-01"), party("US", "2019-01-01")]},
            "parties[0].until",
            "origin.notation.until",
        ),
        (
            {
                "parties": [
                    {"economy": "PE", "from": "2019-01-01", "status": "read-once"},
                    party("US", "2019-01-01"),
                ]
            },
            "parties[0].citation",
            "provisions.refused.uncited",
        ),
        ({"status": "certain"}, "status", "origin.notation.word"),
        ({"kind": "pact"}, "kind", "origin.notation.word"),
        ({"hs": "2011"}, "hs", "engine.hs.edition"),
    ],
)
def test_what_is_wrong_is_refused_with_its_place(change: dict[str, Any], path: str, key: str) -> None:
    refusals = Refusals()
    written = {**made(party("PE", "2019-01-01"), party("US", "2019-01-01")), **change}
    read_agreements(Reader({"agreements": [written]}, "", refusals))
    assert (f"agreements[0].{path}", key) in [(one.path, one.message.key) for one in refusals.found]


@pytest.mark.parametrize(
    ("exporting", "importing", "expected"),
    [
        ("PE", "US", ["us-peru"]),
        ("CR", "US", ["cafta-dr"]),
        ("MX", "CA", ["cptpp", "usmca"]),
        ("PE", "JP", ["cptpp", "japan-peru"]),
        ("CO", "GB", ["uk-andean"]),
        ("CL", "MX", ["chile-mexico", "cptpp", "pacific-alliance"]),
        ("CO", "EC", ["andean-community"]),
        ("CL", "PE", ["chile-peru", "cptpp", "pacific-alliance"]),
        ("EC", "PY", []),
    ],
)
def test_the_published_agreements_in_force(exporting: str, importing: str, expected: list[str]) -> None:
    met = [name for name, verdict in found(agreements(), exporting, importing) if verdict == Verdict.MET]
    assert met == expected


def test_the_united_kingdom_and_canada_or_mexico_wait_for_a_ratification() -> None:
    """The accession holds between the United Kingdom and those that ratified it."""
    for other in ("CA", "MX"):
        assert ("cptpp", "undetermined") in found(agreements(), other, "GB")
    assert ("cptpp", "not_met") in found(agreements(), "AU", "GB", date(2024, 12, 20))
    assert ("cptpp", "met") in found(agreements(), "AU", "GB", date(2024, 12, 24))
    assert ("cptpp", "met") in found(agreements(), "PE", "GB", date(2024, 12, 20))


def test_each_party_has_the_day_of_its_own() -> None:
    assert ("eu-andean", "not_met") in found(agreements(), "EC", "EU", date(2016, 12, 31))
    assert ("eu-andean", "met") in found(agreements(), "EC", "EU", date(2017, 1, 1))
    assert ("eu-central-america", "not_met") in found(agreements(), "GT", "EU", date(2013, 11, 30))
    assert ("eu-central-america", "met") in found(agreements(), "PA", "EU", date(2013, 11, 30))
    assert ("mexico-central-america", "not_met") in found(agreements(), "HN", "MX", date(2012, 12, 31))
    assert ("mexico-central-america", "met") in found(agreements(), "SV", "MX", date(2012, 12, 31))
