"""Which row holds for a product, and what notes make of its rule. The agreement is invented."""

from datetime import date

import pytest

from py_engine.hs import HSCode
from py_engine.origin import rules as r
from py_engine.origin.claim import Claim
from py_engine.origin.notation_files import file_from_notation
from py_engine.origin.notes import notes_for, with_notes
from py_engine.origin.select import overlaps, select

DAY = date(2022, 6, 1)
TOP = {"agreement": "example", "hs": "2017", "from": "2019-01-01", "citation": {"source": "protocol-2"}}
RULE = {"change_of": "heading"}


def rows(*written):
    entries = [{"id": f"r{at}", "rule": RULE, **row} for at, row in enumerate(written)]
    return file_from_notation({**TOP, "id": "x", "rules": entries}).rule_sets


def notes(*written):
    entries = [{"id": f"n{at}", "covers": ["61"], **note} for at, note in enumerate(written)]
    return file_from_notation({**TOP, "id": "x", "rules": [], "notes": entries}).notes


def product(code, **kinds):
    return Claim(hs=(HSCode.parse(code, edition="2017"),) if code else (), kinds=kinds)


def chosen(rule_sets, claim, **how):
    found = select(rule_sets, claim, on=how.pop("on", DAY), **how)
    return [row.id for row in found.rule_sets], found.asks


def test_the_row_of_the_heading_comes_before_the_row_of_the_chapter():
    table = rows({"covers": ["20"]}, {"covers": ["2009", "50-63"]})
    assert chosen(table, product("2009.11")) == (["r1"], ())
    assert chosen(table, product("2008.11")) == (["r0"], ())


def test_a_product_that_no_row_covers_is_a_gap():
    assert chosen(rows({"covers": ["20"]}), product("2101.11")) == ([], ())


def test_parts_of_a_code_are_asked_in_their_order_and_only_when_more_than_one_is_left():
    table = rows(
        {"covers": ["2009"], "ex": {"rank": "3", "other": "true"}},
        {"covers": ["2009"], "ex": {"named": "orange", "rank": "2"}},
        {"covers": ["2009"], "ex": {"named": "lemon"}},
    )
    assert chosen(table, product("2009.11")) == (["r2", "r1", "r0"], ("kinds.lemon", "kinds.orange"))
    assert chosen(table, product("2009.11", lemon=False)) == (["r1", "r0"], ("kinds.orange",))
    assert chosen(table, product("2009.11", lemon=False, orange=False)) == (["r0"], ())
    assert chosen(table, product("2009.11", lemon=True, orange=True)) == (["r2"], ())
    assert chosen(rows({"covers": ["2009"]}), product("2009.11")) == (["r0"], ())


def test_a_heading_alone_asks_for_the_rest_of_the_code():
    table = rows({"covers": ["2009.11"]}, {"covers": ["2009.12-2009.90"]})
    assert chosen(table, product("2009")) == (["r0", "r1"], ("product",))
    assert chosen(table, product("")) == (["r0", "r1"], ("product",))


def test_a_row_holds_between_its_dates_and_in_its_direction():
    table = rows(
        {"covers": ["20"], "until": "2020-12-31"},
        {"covers": ["20"], "from": "2021-01-01", "direction": "import"},
        {"covers": ["20"], "from": "2021-01-01", "direction": "export"},
    )
    assert chosen(table, product("2009.11"), on=date(2020, 12, 31)) == (["r0"], ())
    assert chosen(table, product("2009.11"), on=date(2018, 12, 31)) == ([], ())
    assert chosen(table, product("2009.11"), direction="import") == (["r1"], ())
    assert chosen(table, product("2009.11"), direction="export") == (["r2"], ())


def test_a_row_within_a_quota_stands_beside_the_ordinary_one():
    table = rows({"covers": ["6105"]}, {"covers": ["6105"], "quota": "shirts"})
    assert chosen(table, product("6105.10")) == (["r0", "r1"], ())
    assert overlaps(table) == ()


@pytest.mark.parametrize(
    ("one", "other", "collide"),
    [
        ({"covers": ["2009"]}, {"covers": ["2009"]}, True),
        ({"covers": ["2005-2009"]}, {"covers": ["2008-2010"]}, True),
        ({"covers": ["2009"]}, {"covers": ["20"]}, False),
        ({"covers": ["2009"]}, {"covers": ["2010"]}, False),
        ({"covers": ["2009"], "ex": {"named": "a"}}, {"covers": ["2009"], "ex": {"named": "b"}}, False),
        ({"covers": ["2009"], "ex": {"named": "a"}}, {"covers": ["2009"], "ex": {"named": "a"}}, True),
        ({"covers": ["2009"], "ex": {"named": "a"}}, {"covers": ["2009"]}, False),
        ({"covers": ["2009"], "until": "2020-01-01"}, {"covers": ["2009"], "from": "2020-01-02"}, False),
        ({"covers": ["2009"], "until": "2020-01-01"}, {"covers": ["2009"], "from": "2020-01-01"}, True),
        ({"covers": ["2009"], "direction": "import"}, {"covers": ["2009"], "direction": "export"}, False),
        ({"covers": ["2009"], "direction": "import"}, {"covers": ["2009"]}, True),
    ],
    ids=str,
)
def test_two_rows_for_the_same_goods_are_found(one, other, collide):
    assert bool(overlaps(rows(one, other))) is collide
    assert bool(overlaps(rows(other, one))) is collide


def test_notes_hold_by_code_and_date():
    many = notes(
        {"effect": "informs"},
        {"effect": "informs", "covers": ["62"]},
        {"effect": "informs", "until": "2020-01-01"},
        {"effect": "informs", "from": "2023-01-01"},
    )
    assert [note.id for note in notes_for(many, product("6105.10").hs, DAY)] == ["n0"]
    assert [note.id for note in notes_for(many, (), DAY)] == ["n0", "n1"]


def test_notes_change_the_rule_each_in_its_way():
    row = rows({"covers": ["61"]})[0]
    process = {"process": "chemical_reaction"}
    when = {"provided": "x"}
    reaction, asked = r.Process(("chemical_reaction",)), r.Provided("x")

    def made(**note):
        return with_notes(row, notes(note))

    assert made(effect="informs") == row.rule
    assert made(effect="adds", rule=process) == r.AllOf((row.rule, reaction))
    assert made(effect="offers", rule=process) == r.AnyOf((row.rule, reaction))
    assert made(effect="replaces", rule=process) == reaction
    replaced = made(effect="replaces", rule=process, when=when)
    assert (replaced.condition, replaced.then, replaced.otherwise) == (asked, reaction, row.rule)
    added = made(effect="adds", rule=process, when=when).rules[1]
    assert (added.condition, added.then, added.otherwise) == (asked, reaction, None)
    offered = made(effect="offers", rule=process, when=when).rules[1]
    assert offered.rules == (asked, reaction)
    narrowed = made(effect="narrows", only=[{"named": "shell"}])
    assert (narrowed.rule, narrowed.only) == (row.rule, (r.Goods(named=("shell",)),))
    assert made(effect="narrows", without=["96"], when=when).otherwise == row.rule


def test_notes_of_several_kinds_stand_in_the_order_of_the_law():
    row = rows({"covers": ["61"]})[0]
    many = notes(
        {"effect": "offers", "rule": {"process": "dyeing"}},
        {"effect": "adds", "rule": {"process": "sewing"}},
        {"effect": "narrows", "only": [{"named": "shell"}]},
    )
    rule = with_notes(row, many)
    assert rule.kind == "any_of"
    assert rule.rules[0].kind == "all_of"
    assert rule.rules[0].rules[0].kind == "scoped"
