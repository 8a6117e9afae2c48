"""What an exporter says is read strictly: unknown stays unknown, and facts that contradict one another are refused."""

import pytest

from py_engine.errors import EngineError
from py_engine.hs import HSCode
from py_engine.origin.claim import Claim, Material, price
from tests.engine.origin.tables import claim

YARN = {"name": "yarn", "hs": "5205.21", "value": "30", "originating": "false"}


def test_a_claim_is_read():
    found = claim(
        {
            "product": "6105.10",
            "edition": "2017",
            "prices": {"ex_works": "100.50"},
            "costs": {"direct": "0"},
            "amounts": {"weight": "0.2"},
            "kinds": {"of-cotton": "true"},
            "obtained": "none",
            "processes": {"sewing": "true", "weaving[52.08]": "false", "other:hand-made": "true"},
            "facts": {"single-fruit": "false", "strength": "45.4"},
            "materials": [{**YARN, "deductions": {"freight": "3"}, "made_from": [{"name": "cotton"}]}],
            "economy": "PE",
            "on": "2026-11-21",
        }
    )
    assert found == Claim(
        hs=(HSCode.parse("6105.10", edition="2017"),),
        prices={"ex_works": 100_500_000},
        costs={"direct": 0},
        amounts={"weight": 200_000},
        kinds={"of-cotton": True},
        obtained="none",
        processes={"sewing": True, "weaving[52.08]": False, "other:hand-made": True},
        facts={"single-fruit": False, "strength": 45_400_000},
        materials=(
            Material(
                name="yarn",
                hs=(HSCode.parse("5205.21", edition="2017"),),
                value=30_000_000,
                deductions={"freight": 3_000_000},
                amounts={},
                originating=False,
                kinds={},
                processes={},
                made_from=(Material(name="cotton", amounts={}, kinds={}, processes={}),),
            ),
        ),
        economy="PE",
        on="2026-11-21",
    )


def test_everything_may_be_unknown():
    nothing = claim({})
    assert nothing == Claim(prices={}, costs={}, amounts={}, kinds={}, processes={}, facts={})
    names = "product prices costs amounts kinds obtained processes facts materials economy on".split()  # noqa: SIM905
    assert claim(dict.fromkeys(names, "unknown")) == nothing
    assert claim(dict.fromkeys(names)) == nothing
    assert claim({"prices": {"fob": "unknown"}, "kinds": {"x": None}, "facts": {"x": "unknown"}}) == nothing
    blank = {
        "hs": "unknown",
        "value": None,
        "originating": "unknown",
        "deductions": "unknown",
        "made_from": None,
    }
    assert claim({"materials": [blank]}).materials[0] == Material(amounts={}, kinds={}, processes={})
    assert nothing.materials is None
    assert claim({"materials": []}).materials == ()


def test_a_code_may_be_one_of_several():
    assert len(claim({"product": ["6105.10", "6109.10", "61.05.10"]}).hs) == 2


def test_the_net_cost_follows_from_the_costs_or_is_given():
    costs = {"total": "100", "promotion": "1", "royalties": "2", "shipping": "3", "interest": "4"}
    assert price(claim({"costs": costs}), "net_cost").low == 90_000_000
    assert price(claim({"prices": {"net_cost": "90"}}), "net_cost").exact
    assert price(claim({}), "net_cost").asks == ("prices.net_cost",)


FAULTS = [
    ({"prodct": "6105"}, "prodct", "engine.value.unknown_field"),
    ({"product": "61051"}, "product", "engine.hs.digits"),
    ({"product": "6105.10.00"}, "product", "engine.hs.too_long"),
    ({"product": 6105}, "product", "engine.value.text"),
    ({"edition": "2021"}, "edition", "engine.hs.edition"),
    ({"prices": {"cif": "100"}}, "prices.cif", "engine.value.unknown_field"),
    ({"prices": {"fob": "-1"}}, "prices.fob", "engine.value.number"),
    ({"prices": {"fob": "0"}}, "prices.fob", "origin.claim.zero"),
    ({"prices": {"fob": "1,5"}}, "prices.fob", "engine.value.number"),
    ({"amounts": {"weight": "0.0"}}, "amounts.weight", "origin.claim.zero"),
    ({"obtained": "bought"}, "obtained", "origin.notation.word"),
    ({"processes": {"thinking": "true"}}, "processes.thinking", "origin.claim.process"),
    ({"processes": {"weaving": "yes"}}, "processes.weaving", "origin.notation.word"),
    (
        {"processes": {"weaving": "false", "weaving[52.08]": "true"}},
        "processes.weaving[52.08]",
        "origin.claim.contradicts",
    ),
    ({"facts": {"strength": "strong"}}, "facts.strength", "engine.value.number"),
    ({"on": "21-11-2026"}, "on", "engine.value.day"),
    ({"materials": "yarn"}, "materials", "engine.value.list"),
    ({"materials": [{**YARN, "hs": "99"}]}, "materials[0].hs", "engine.hs.chapter"),
    ({"materials": [{**YARN, "value": "thirty"}]}, "materials[0].value", "engine.value.number"),
    ({"materials": [{**YARN, "originating": "no"}]}, "materials[0].originating", "origin.notation.word"),
    ({"materials": [{**YARN, "weight": "2"}]}, "materials[0].weight", "engine.value.unknown_field"),
    (
        {"materials": [{**YARN, "wholly_obtained": "true"}]},
        "materials[0].originating",
        "origin.claim.contradicts",
    ),
    (
        {"materials": [{**YARN, "deductions": {"freight": "31"}}]},
        "materials[0].deductions",
        "origin.claim.contradicts",
    ),
    (
        {"prices": {"net_cost": "90"}, "costs": {"total": "100"}},
        "prices.net_cost",
        "origin.claim.contradicts",
    ),
    ({"costs": {"total": "10", "royalties": "11"}}, "costs.total", "origin.claim.contradicts"),
]


@pytest.mark.parametrize(("written", "path", "key"), FAULTS, ids=[str(fault[0]) for fault in FAULTS])
def test_a_fault_of_a_claim_is_named_with_its_path(written, path, key):
    with pytest.raises(EngineError) as refused:
        claim(written)
    assert (path, key) in [(refusal.path, refusal.message.key) for refusal in refused.value.refusals]


def test_inputs_of_inputs_come_to_an_end():
    material = {"name": "x"}
    for _ in range(20):
        material = {"name": "x", "made_from": [material]}
    with pytest.raises(EngineError) as refused:
        claim({"materials": [material]})
    assert refused.value.refusals[0].message.key == "origin.claim.deep"
