"""The chains of inputs and products: what is suggested, where it comes from, and that the lists hold together."""

import json
from pathlib import Path

import pytest

from build_tools.compile import chains
from build_tools.compile.shard import as_json
from build_tools.content.project import read_project
from py_engine import bridge

ROOT = Path(__file__).parents[3]
PROJECT = read_project(ROOT, archives=False)
CHAINS = PROJECT.data["chains"]
GOODS = [good for file in CHAINS.values() for good in file["goods"]]
SHARD, NAMES = chains.compiled(CHAINS)
SECTORS = {"food": 60, "textiles": 60, "ict": 30}


@pytest.fixture(autouse=True)
def _loaded():
    bridge.load("chains", as_json({"version": "x", **SHARD}))
    yield
    bridge.load("chains", as_json({"version": "x", **SHARD}))


def suggested(code):
    reply = json.loads(bridge.call("chains.suggest", json.dumps({"answers": {"product.hs": code}})))
    return reply.get("ok") or reply["refused"]


def test_roasted_coffee_is_made_of_green_coffee_and_packed_in_a_bag():
    found = suggested("0901.21")
    assert (found["fit"], found["dotted"], found["edition"]) == ("exact", "0901.21", "2022")
    first = found["matches"][0]
    assert [(one["dotted"], one["role"], one["as"]) for one in first["inputs"][:2]] == [
        ("0901.11", "main", ""),
        ("3923.29", "packing", "packing_retail"),
    ]
    assert "coffee-liqueur" in [use["id"] for use in first["uses"]]


def test_what_travels_only_is_said_to_be_packing_for_shipment():
    box = next(one for one in suggested("0901.21")["matches"][0]["inputs"] if one["dotted"] == "4819.10")
    assert box["as"] == "packing_shipping"


def test_national_digits_after_the_six_are_passed_over():
    assert suggested("6109.10.00.31")["hs"] == "610910"


def test_a_code_without_goods_of_its_own_gets_those_of_its_heading_and_says_so():
    found = suggested("1806.90")
    assert found["fit"] == "exact"
    assert {match["id"] for match in found["matches"]} == {"chocolate-bonbons", "chocolate-fruit"}
    assert suggested("0901")["fit"] == "heading"


def test_a_code_that_no_list_knows_gets_no_suggestion():
    found = suggested("8407.10")
    assert (found["fit"], found["matches"]) == ("none", [])


def test_no_code_is_asked_for_and_words_are_refused():
    assert suggested("")[0]["path"] == "answers.product.hs"
    assert suggested("coffee")[0]["message"]["key"].startswith("engine.hs.")


def test_a_good_made_of_something_that_is_not_there_is_refused():
    bad = '{"version":"x","food":{"goods":[{"id":"a","hs":"0901.21","name":"n","main":["b"]}]}}'
    bridge.load("chains", bad)
    refusal = suggested("0901.21")[0]
    assert (refusal["path"], refusal["message"]["key"]) == (
        "food.goods[0].main[0]",
        "chains.unknown_good",
    )


def test_every_good_is_there_once_and_every_input_is_a_good():
    ids = [good["id"] for good in GOODS]
    assert len(set(ids)) == len(ids)
    named = {
        name
        for good in GOODS
        for role in ("main", "other", "packing", "shipping")
        for name in good.get(role, [])
    }
    assert named <= set(ids)


def test_nothing_is_made_of_itself_however_far_back():
    of = {good["id"]: [*good.get("main", []), *good.get("other", [])] for good in GOODS}

    def behind(name, way):
        assert name not in way, " > ".join((*way, name))
        for one in of[name]:
            behind(one, (*way, name))

    for name in of:
        behind(name, ())


@pytest.mark.parametrize(("sector", "least"), SECTORS.items())
def test_the_sectors_of_the_mission_have_products_in_depth(sector, least):
    made = [good for good in CHAINS[sector]["goods"] if "main" in good]
    assert len(made) >= least


def test_all_codes_are_subheadings():
    assert [good["hs"] for good in GOODS if len(good["hs"]) != 7 or good["hs"][4] != "."] == []


def test_names_are_told_in_both_languages():
    assert set(NAMES) == {"en", "es"}
    for names in NAMES.values():
        assert set(names) == {f"chains.{good['id']}" for good in GOODS}
