"""Shards loaded on demand: small enough, complete, and read back as they were written."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from build_tools.compile import archive
from build_tools.compile.sets import Compiled, relations, shard_sets
from py_engine.hs import HSCode
from py_engine.origin.correlation import Correlation, translate
from py_engine.origin.notation_files import file_from_notation
from py_engine.origin.rule_shard import governing, read_rules, touches
from py_engine.origin.select import overlaps
from py_engine.origin.tables import read_tables

if TYPE_CHECKING:
    from py_engine.origin.rule_sets import RuleFile, RuleSet
    from py_engine.origin.rule_shard import RuleShard

ROOT = Path(__file__).resolve().parents[2]
PLACE = SimpleNamespace(root=ROOT, economy_folder=ROOT / "economy")
KB = 1024
MOST_FOR_ONE = 60 * KB
MOST_FOR_ALL = 1.5 * KB * KB


@pytest.fixture(scope="module")
def sets() -> dict[str, Compiled]:
    return shard_sets(PLACE)


@pytest.fixture(scope="module")
def found() -> archive.Archive:
    return archive.read(PLACE, ROOT / ".build" / "cache")


@pytest.fixture(scope="module")
def related(sets: dict[str, Compiled]) -> Correlation:
    return read_tables(json.loads(sets["correlation"].data))


def packed(one: Compiled, language: str | None = None) -> int:
    return len(gzip.compress(one.data if language is None else one.texts[language], 9))


def rule_shards(sets: dict[str, Compiled]) -> dict[str, RuleShard]:
    return {
        name.partition("/")[2]: read_rules(json.loads(one.data))
        for name, one in sets.items()
        if name.startswith("rules/")
    }


def test_all_rules_fit_and_so_does_what_one_determination_needs(sets: dict[str, Compiled]) -> None:
    rules = {name: one for name, one in sets.items() if name.startswith("rules/")}
    assert len(rules) == 96
    for language in ("en", "es"):
        sizes = {name: packed(one) + packed(one, language) for name, one in rules.items() if one.texts}
        assert max(sizes.values()) <= MOST_FOR_ONE, max(sizes, key=lambda name: sizes[name])
        assert sum(packed(one) for one in rules.values()) + sum(sizes.values()) <= 2 * MOST_FOR_ALL
        assert sum(sizes.values()) <= MOST_FOR_ALL


def test_what_compiles_is_the_same_every_time_and_sorted(sets: dict[str, Compiled]) -> None:
    assert shard_sets(PLACE) == sets
    assert list(sets) == sorted(sets)
    for one in sets.values():
        assert json.loads(one.data)["version"]


def test_every_product_has_a_row_or_a_stated_gap(
    sets: dict[str, Compiled], found: archive.Archive, related: Correlation
) -> None:
    """For every subheading of 2022 and every agreement; counted from the files, not from the shard's own list."""
    shards = rule_shards(sets)
    written = rows_by_agreement(found)
    codes = sorted(related.forward["2022"])
    assert len(codes) > 5600
    for agreement, (edition, covers) in sorted(written.items()):
        covered = {
            old
            for old in related.forward[edition]
            if any(low <= old + "9999" and old + "0000" <= high for low, high in covers[old[:2]])
        }
        for code in codes:
            olds = related.back[edition].get(code, ())
            missing = [old for old in olds if old not in covered]
            expected = "" if olds and not missing else "part" if len(missing) < len(olds) else "whole"
            assert shards[code[:2]].gap(agreement, HSCode(digits=code)) == expected, (agreement, code)


def rows_by_agreement(found: archive.Archive) -> dict[str, tuple[str, dict[str, list[tuple[str, str]]]]]:
    """Edition, and first and last covered code with ten digits by the chapters they touch."""
    written: dict[str, tuple[str, dict[str, list[tuple[str, str]]]]] = {}
    for stem, file in found.data["agreements"].items():
        agreement, _, inside = stem.partition("/")
        if inside.startswith("rules/"):
            _, covers = written.setdefault(agreement, (file["hs"], {f"{at:02}": [] for at in range(1, 98)}))
            for text in (codes for row in file["rules"] for codes in row["covers"]):
                first, _, last = text.replace(".", "").partition("-")
                for at in range(int(first[:2]), int((last or first)[:2]) + 1):
                    covers[f"{at:02}"].append((first.ljust(10, "0"), (last or first).ljust(10, "9")))
    return written


SAMPLES = ("0901.21", "2106.90", "3004.90", "6105.10", "7113.19", "8413.70", "8524.11", "8703.80", "9619.00")


@pytest.fixture(scope="module")
def read_files(found: archive.Archive) -> dict[str, RuleFile]:
    return {
        stem: file_from_notation(file)
        for stem, file in sorted(found.data["agreements"].items())
        if "/rules/" in stem
    }


@pytest.mark.parametrize("text", SAMPLES)
def test_what_governs_a_product_is_what_the_files_say(
    text: str, sets: dict[str, Compiled], read_files: dict[str, RuleFile], related: Correlation
) -> None:
    """The shard reads back exactly the rows and notes of the files that touch the product's older codes."""
    product = HSCode.parse(text)
    shard = rule_shards(sets)[product.chapter]
    for agreement in shard.agreements:
        codes = translate(related, product, shard.edition(agreement)).codes
        got = governing(shard, agreement, codes)
        bounds = [(code.digits.ljust(10, "0"), code.digits.ljust(10, "9")) for code in codes]
        rows: list[Any] = []
        notes: list[Any] = []
        for stem, read in read_files.items():
            if stem.startswith(f"{agreement}/"):
                for parts, kept in ((read.rule_sets, rows), (read.notes, notes)):
                    kept.extend(one for one in parts if touches([c.text for c in one.covers], bounds))
        assert (set(got.rule_sets), set(got.notes)) == (set(rows), set(notes))
        assert len(got.rule_sets) == len(rows)
        assert got is governing(shard, agreement, codes)


# Rows for the same goods that the sources print twice: the first one decides, and `puente check` tells them.
TWICE = {
    ("cptpp", "1302.39-tara-mucilage", "1302.39-tara-mucilage-2"),
    ("uk-andean", "3824-biodiesel-product", "3824-biodiesel-product-2"),
    ("uk-canada", "6306-quota", "6306-quota-2"),
    ("usmca", "61-subheading-rule", "61-subheading-rule.2"),
    ("usmca", "61-subheading-rule", "61-subheading-rule.3"),
    ("usmca", "61-subheading-rule.2", "61-subheading-rule.3"),
}


def test_no_two_rows_hold_for_the_same_goods(read_files: dict[str, RuleFile]) -> None:
    """So what governs a product is one set of rules, once the questions about it are answered."""
    rows: dict[tuple[str, str], list[RuleSet]] = {}
    for stem, file in read_files.items():
        for row in file.rule_sets:
            for chapter in {codes.first.chapter for codes in row.covers} | {
                c.last.chapter for c in row.covers
            }:
                rows.setdefault((stem.partition("/")[0], chapter), []).append(row)
    found = {
        (agreement, one.id, other.id)
        for (agreement, _), many in rows.items()
        for one, other in overlaps(many)
    }
    assert found <= TWICE, found - TWICE


def test_names_of_goods_and_facts_travel_with_their_chapter(sets: dict[str, Compiled]) -> None:
    english = json.loads(sets["rules/20"].texts["en"])["messages"]
    spanish = json.loads(sets["rules/20"].texts["es"])["messages"]
    assert set(english) == set(spanish)
    assert "rules.us-peru.facts.single-juice-share.ask" in english
    got = governing(
        read_rules(json.loads(sets["rules/20"].data)), "us-peru", [HSCode.parse("2009.90", edition="2002")]
    )
    assert got.units["single-juice-share"] == "percent"


def test_a_chapter_that_an_agreement_does_not_know_is_a_gap() -> None:
    shard = read_rules({"chapter": "09", "rules": [], "agreements": {}})
    assert shard.gap("us-peru", HSCode.parse("0901.21")) == "whole"
    assert governing(shard, "us-peru", [HSCode.parse("0901.21")]).rule_sets == ()


def test_tables_read_code_by_code_are_those_read_in_full(
    found: archive.Archive, related: Correlation
) -> None:
    whole = relations(found)
    assert set(whole.forward) == {"2002", "2007", "2012", "2017", "2022"}
    for edition in whole.forward:
        for lazy, full in ((related.forward, whole.forward), (related.back, whole.back)):
            assert dict(lazy[edition]) == full[edition]
            assert len(lazy[edition]) == len(full[edition])
            assert lazy[edition].get("000000") is None
