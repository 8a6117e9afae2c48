"""Codes between editions, on a small table made by hand. The codes are real in form and invented in meaning."""

import json

import pytest

from py_engine.errors import EngineError, Refusals
from py_engine.hs import HSCode, HSRange
from py_engine.origin import rules as r
from py_engine.origin.claim import Claim, Material
from py_engine.origin.correlation import pack, read_correlation, restate, translate
from py_engine.origin.evaluate import evaluate
from py_engine.reading import Reader

PAIRS = {
    "2017": [
        ("010121", "010121"),  # one to one, equal
        ("020110", "020120"),  # one to one, renumbered
        ("030111", "030110"), ("030119", "030110"),  # split
        ("040110", "040110"), ("040110", "040120"),  # merged
        ("050110", "050110"), ("050120", "050110"), ("050120", "050120"),  # reorganised
        ("240412", ""),  # new
        ("060110", "060110"), ("060120", "060120"),
        ("070110", "060210"),
    ],
    "2012": [
        *((code, code) for code in ("010121", "020110", "030111", "030119", "040110", "050110", "050120")),
        *((code, code) for code in ("240412", "060110", "060120", "070110")),
    ],
}  # fmt: skip
SHARD = pack(PAIRS, hub="2022", version="test")


def reading(shard):
    refusals = Refusals()
    found = read_correlation(Reader(shard, "", refusals))
    refusals.raise_if_any()
    return found


TABLE = reading(SHARD)


def translated(code, start, to):
    found = translate(TABLE, HSCode.parse(code, edition=start), to)
    assert all(one.edition == to for one in found.codes)
    return [one.digits for one in found.codes], found.kind


@pytest.mark.parametrize(
    ("code", "start", "to", "codes", "kind"),
    [
        ("0101.21", "2017", "2022", ["010121"], "same"),
        ("0101.21", "2022", "2017", ["010121"], "same"),
        ("0101.21", "2017", "2017", ["010121"], "same"),
        ("0201.20", "2017", "2022", ["020110"], "renumbered"),
        ("0201.10", "2022", "2017", ["020120"], "renumbered"),
        ("0301.10", "2017", "2022", ["030111", "030119"], "split"),
        ("0301.11", "2022", "2017", ["030110"], "merged"),
        ("0401.20", "2017", "2022", ["040110"], "merged"),
        ("0401.10", "2022", "2017", ["040110", "040120"], "split"),
        ("0501.10", "2017", "2022", ["050110", "050120"], "reorganised"),
        ("0501.20", "2017", "2022", ["050120"], "merged"),
        ("2404.12", "2022", "2017", [], "none"),
        ("0201.10", "2017", "2022", [], "unknown"),
        ("0301.10", "2017", "2012", ["030111", "030119"], "split"),
        ("0602.10", "2017", "2012", ["070110"], "renumbered"),
        ("0601", "2017", "2022", ["0601"], "same"),
        ("06", "2017", "2022", ["06", "07"], "split"),
        ("0301", "2017", "2022", ["0301"], "same"),
        ("0602", "2017", "2022", ["0701"], "renumbered"),
    ],
)
def test_a_code_is_one_or_several_in_another_edition(code, start, to, codes, kind):
    assert translated(code, start, to) == (codes, kind)


def test_the_shard_names_only_what_is_not_equal():
    table = SHARD["tables"]["2017"]
    assert list(table["changed"]) == ["020120", "030110", "040110", "040120", "050110", "050120", "060210"]
    assert table["new"] == "240412"
    assert SHARD["tables"]["2012"] == {"changed": {}, "new": ""}
    assert len(json.dumps(SHARD)) < 700


def test_every_pair_survives_packing():
    for edition, pairs in PAIRS.items():
        found = {(new, old) for old, news in TABLE.forward[edition].items() for new in news}
        assert found == {(new, old) for new, old in pairs if old}


def test_an_edition_without_a_table_is_refused():
    for start, to in (("2022", "2002"), ("2002", "2022")):
        with pytest.raises(EngineError) as refused:
            translate(TABLE, HSCode.parse("0101", edition=start), to)
        assert refused.value.refusals[0].message.key == "engine.hs.edition"


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"hub": "2021"}, "hub"),
        ({"codes": "01012"}, "codes"),
        ({"codes": "01012a"}, "codes"),
        ({"tables": {"2021": {"changed": {}, "new": ""}}}, "tables.2021"),
        ({"tables": {"2017": {"changed": {"030110": "0301"}, "new": ""}}}, "tables.2017.changed.030110"),
        ({"tables": []}, "tables"),
        ({"table": {}}, "table"),
    ],
)
def test_a_damaged_shard_is_refused(change, path):
    with pytest.raises(EngineError) as refused:
        reading({**SHARD, **change})
    assert path in [refusal.path for refusal in refused.value.refusals]


def test_a_claim_is_restated_and_a_split_code_asks_only_when_it_matters():
    split = (HSCode.parse("0301.10", edition="2017"),)
    claim = Claim(
        hs=(HSCode.parse("0101.21", edition="2017"),),
        materials=(Material("fish", hs=split, originating=False, made_from=(Material("egg", hs=split),)),),
    )
    new = restate(claim, "2022", TABLE)
    assert [code.digits for code in new.materials[0].hs] == ["030111", "030119"]
    assert new.materials[0].made_from[0].hs == new.materials[0].hs
    assert evaluate(r.ChangeOfClassification("chapter"), new).verdict.value == "met"
    excepted = r.ChangeOfClassification("chapter", except_from=(r.Goods(of=(HSRange.parse("0301.11"),)),))
    found = evaluate(excepted, new)
    assert (found.verdict.value, found.asks) == ("undetermined", ("materials[0].hs",))
    lost = restate(
        claim._replace(hs=(HSCode.parse("0999.99", edition="2017"),), materials=None), "2022", TABLE
    )
    assert (lost.hs, lost.materials) == ((), None)


def test_codes_of_different_editions_are_never_compared():
    claim = Claim(
        hs=(HSCode.parse("0101.21", edition="2017"),),
        materials=(Material("x", hs=(HSCode.parse("0301", edition="2022"),), originating=False),),
    )
    for rule in (
        r.ChangeOfClassification("chapter"),
        r.ManufactureFrom((r.Goods(of=(HSRange.parse("01", edition="2012"),)),)),
    ):
        with pytest.raises(EngineError) as refused:
            evaluate(rule, claim)
        assert refused.value.refusals[0].message.key == "engine.hs.editions_differ"
