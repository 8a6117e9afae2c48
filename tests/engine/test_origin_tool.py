"""Markets, advice, dossiers, opened files and lists: the calls behind the page, with the repository's own data."""

import json

import pytest

from build_tools.adviser import run_batch
from build_tools.bench.origin import grown
from build_tools.compile.ask import ask
from build_tools.progress import Progress
from build_tools.runtime.samples.origin import CHIP, COFFEE, SHIRT
from py_engine.dossier.seal import sealed
from py_engine.origin.elements import EXPLAINED, NUMBERS
from tests.engine.origin.data import DAY, asked, ok, shards
from tests.engine.test_determination_cases import TABLES

TOY = {
    "product.hs": "9503.00",
    "product.name": "toy",
    "made_in": "PE",
    "product.price.fob": "10",
    "inputs.0.name": "parts",
    "inputs.0.hs": "9503.00",
    "inputs.0.value": "6.50",
    "inputs.0.origin": "CN",
}


def rows(answers, **more):
    return {row["id"]: row for row in ok("origin.markets", answers, **more)["rows"]}


def test_every_partner_under_every_agreement_is_ranked_once():
    told = ok("origin.markets", COFFEE)
    names = [row["id"] for row in told["rows"]]
    assert len(set(names)) == len(names) > 20
    assert [row["rank"] for row in told["rows"]] == [str(place) for place in range(1, len(names) + 1)]
    assert {"us-peru.US", "cptpp.JP"} <= set(names)
    assert not any(name.startswith("us-chile") for name in names)


def test_where_everybody_enters_free_no_preference_is_needed():
    found = rows(COFFEE)["us-peru.US"]
    assert found["answer"] == "not_needed"
    assert (found["mfn"]["low"], found["saving"]["state"]) == ("0", "none")


def test_the_saving_is_the_duty_on_the_stated_value():
    answers = {
        "product.hs": "2005.60",
        "made_in": "PE",
        "product.price.fob": "2",
        "product.obtained": "none",
        "shipment.value": "10000",
        "inputs.0.name": "asparagus",
        "inputs.0.hs": "0709.20",
        "inputs.0.origin": "PE",
        "inputs.0.originating": "yes",
        "inputs.0.wholly_obtained": "yes",
        "inputs.0.value": "1",
    }
    found = rows(answers)["us-peru.US"]
    assert (found["verdict"], found["answer"]) == ("met", "claim")
    assert found["mfn"]["low"] == "14.9"  # 2005.60.00 in the tariff of the United States
    assert (found["saving"]["low"], found["saving"]["currency"]) == ("1490", "USD")
    assert found["not_included"]
    assert rows({**answers, "claim.cost": "1490"})["us-peru.US"]["answer"] == "not_worth_it"
    assert rows({**answers, "claim.cost": "1489.99"})["us-peru.US"]["answer"] == "claim"


def test_a_rate_that_is_not_known_is_not_guessed():
    found = rows(COFFEE)["cptpp.JP"]
    assert (found["verdict"], found["answer"]) == ("met", "rate_unknown")
    assert found["mfn"]["low"] == found["preferential"]["low"] == found["saving"]["low"] == ""


def test_a_condition_that_fails_closes_the_market():
    found = rows({**COFFEE, "route.through": "PA", "route.worked_on": "yes"})["cptpp.JP"]
    assert (found["verdict"], found["answer"]) == ("met", "fails")


def test_an_economy_without_agreements_is_told_so():
    told = ok("origin.markets", {**COFFEE, "made_in": "KP"})
    assert told["rows"] == []
    assert told["summary"][0]["key"] == "determination.summary.none"
    assert len(told["no_agreement"]) > 20


def test_questions_of_all_markets_come_once_and_most_useful_first():
    answers = {**COFFEE, "inputs.0.originating": "", "inputs.0.origin": ""}
    questions = ok("origin.markets", answers)["questions"]
    fields = [one["field"] for one in questions]
    assert len(set(fields)) == len(fields)
    counts = [len(one["agreements"]) for one in questions]
    assert counts == sorted(counts, reverse=True)
    assert fields[0] == "inputs.0.origin"
    assert "inputs.0.originating" not in fields  # where it comes from is asked first


def test_an_input_whose_economy_is_known_is_asked_about_that_economy():
    questions = ok("origin.markets", {**COFFEE, "inputs.0.originating": ""})["questions"]
    asked = next(one for one in questions if one["field"] == "inputs.0.originating")
    assert asked["text"]["values"]["economy"] == {"key": "economies.PE"}


def test_advice_names_changes_that_do_make_it_qualify():
    told = ok("origin.advise", TOY, agreement="us-peru")
    assert told["verdict"] == "undetermined" or told["verdict"] == "not_met"
    assert told["changes"]
    for change in told["changes"]:
        after = ok("origin.determine", {**TOY, **change["set"]}, agreement="us-peru")
        assert after["verdict"] == "met", change
    efforts = [int(change["effort"]) for change in told["changes"]]
    assert efforts == sorted(efforts)
    assert {change["kind"] for change in told["changes"]} >= {"source", "cheaper", "price"}


def test_the_break_even_price_is_exact_to_the_cent():
    told = ok("origin.advise", TOY, agreement="cptpp", importer="JP")
    price = told["break_even"]["price"]
    assert price == "10.84"  # 6.50 is 60 % of 10.8333…, and 40 % built down is asked for
    at = ok("origin.determine", {**TOY, "product.price.fob": price}, agreement="cptpp", importer="JP")
    below = ok("origin.determine", {**TOY, "product.price.fob": "10.83"}, agreement="cptpp", importer="JP")
    assert (at["verdict"], below["verdict"]) == ("met", "not_met")


def test_headroom_says_how_much_more_may_be_spent():
    answers = {**TOY, "inputs.0.value": "5"}
    room = rows(answers)["cptpp.JP"]["headroom"]
    assert (room["percent"], room["money"]) == ("10", "1")
    assert rows({**answers, "inputs.0.value": "6"})["cptpp.JP"]["verdict"] == "met"
    assert rows({**answers, "inputs.0.value": "6.01"})["cptpp.JP"]["verdict"] == "not_met"


def test_a_dossier_is_the_same_when_it_is_run_again():
    made = ok("origin.dossier", COFFEE, agreement="us-peru", who={"exporter": "Café Sol"})
    told = ask("origin.rerun", {"text": json.dumps(made["dossier"])}, shards())["ok"]
    assert (told["state"], told["differences"]) == ("same", [])
    filled = {one["id"]: one for one in made["determination"]["proof"]["elements"]}
    assert filled["exporter"]["value"] == "Café Sol"
    assert filled["description"]["value"] == COFFEE["product.name"]
    assert filled["hs_code"]["value"] == "0901.21"
    assert filled["criterion"]["say"]["key"] == "determination.criterion.PSR"


@pytest.mark.parametrize(
    ("place", "value"),
    [("answers", {**COFFEE, "inputs.0.origin": "BR"}), ("on", "2027-01-01"), ("result", {})],
)
def test_a_dossier_that_was_changed_by_hand_is_noticed(place, value):
    made = ok("origin.dossier", COFFEE, agreement="us-peru")["dossier"]
    told = ask("origin.rerun", {"text": json.dumps({**made, place: value})}, shards())["ok"]
    assert told["state"] == "tampered"


def test_a_dossier_of_other_data_says_what_changed():
    made = ok("origin.dossier", COFFEE, agreement="us-peru")["dossier"]
    older = sealed({**made, "data_version": "older", "result": {**made["result"], "verdict": "not_met"}})
    told = ask("origin.rerun", {"text": json.dumps(older)}, shards())["ok"]
    assert told["state"] == "changed"
    assert {one["path"] for one in told["differences"]} == {"verdict", "data_version"}


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("{", "engine.dossier.broken"),
        ("[]", "engine.dossier.format"),
        ('{"format":"puente.diagnosis"}', "engine.dossier.format"),
        ('{"format":"puente.origin-dossier","version":2}', "engine.dossier.newer"),
        ('{"format":"puente.origin-dossier","version":"1"}', "engine.dossier.version"),
        ('{"format":"puente.origin-dossier","version":1}', "engine.value.missing"),
    ],
)
def test_what_is_no_dossier_is_refused(text, key):
    refused = ask("origin.rerun", {"text": text}, shards())["refused"]
    assert {fault["message"]["key"] for fault in refused} == {key}


def test_pasted_rows_become_inputs_in_either_language():
    for text in (
        "name;hs;value;origin\nyarn;5205.11;3,10;PE",
        "Insumo\tCódigo SA\tCosto\tEconomía\nyarn\t5205.11\t3,10\tPE",
    ):
        answers = ask("origin.open", {"text": text}, shards())["ok"]["answers"]
        assert answers == {
            "inputs.0.name": "yarn",
            "inputs.0.hs": "5205.11",
            "inputs.0.value": "3,10",
            "inputs.0.origin": "PE",
        }


def test_five_thousand_pasted_rows_are_refused_and_a_thousand_are_not():
    row = "yarn,5205.11,0.001,PE\n"
    many = ask("origin.open", {"text": "name,hs,value,origin\n" + row * 5000}, shards())
    assert many["refused"][0]["message"]["key"] == "origin.given.many_inputs"
    answers = ask("origin.open", {"text": "name,hs,value,origin\n" + row * 1000}, shards())["ok"]["answers"]
    assert len(answers) == 4000
    assert ok("origin.markets", grown(COFFEE, 1000))["rows"]


def test_good_lines_of_a_list_survive_bad_ones():
    text = (
        "client,product,hs,made in,fob,input 1 name,input 1 value\n"
        "A,coffee,0901.21,PE,8.60,green coffee,4\n"
        "B,odd,99,PE,1,x,1\n"
        "C,toy,9503.00,ZZZ,10,x,1\n"
        "D,scarf,6214.20,PE,20,,\n"
    )
    inputs = "product,name,hs,value,origin\nscarf,yarn,5108.10,3,PE\n"
    table, errors, refused = run_batch(
        {"text": text, "inputs": inputs, "on": DAY}, shards(), Progress(quiet=True)
    )
    assert refused == []
    assert {row[1] for row in table[1:]} == {"A", "D"}
    assert {(one["line"], one["client"]) for one in errors} == {("3", "B"), ("4", "C")}
    assert all(one["faults"] for one in errors)


def test_a_list_without_codes_or_too_long_is_refused_whole():
    for text, key in (
        ("client,product\nA,coffee", "origin.batch.columns"),
        ("product,hs\n" + "coffee,0901.21\n" * 5001, "origin.batch.long"),
    ):
        refused = ask("origin.batch", {"text": text, "on": DAY}, shards())["refused"]
        assert [fault["message"]["key"] for fault in refused] == [key]


@pytest.mark.parametrize(
    ("field", "text", "key"),
    [
        ("product.price.fob", "1,000", "origin.given.unclear"),
        ("product.price.fob", "9" * 20, "origin.given.huge"),
        ("product.price.fob", "0", "origin.given.zero"),
        ("product.price.fob", "7.99", "origin.given.fob_below"),
        ("made_in", "Peru", "origin.given.economy"),
        ("inputs.0.made_in_house", "perhaps", "origin.given.yes_no"),
        ("inputs.0.hs", "77", "engine.hs.chapter"),
        ("inputs.x.hs", "0901", "engine.value.unknown_field"),
        ("product.colour", "blue", "engine.value.unknown_field"),
    ],
)
def test_a_bad_value_is_refused_at_its_field(field, text, key):
    refused = asked("origin.markets", {**COFFEE, field: text})["refused"]
    assert key in {fault["message"]["key"] for fault in refused}


def test_digits_behind_the_sixth_are_left_behind_and_it_is_said():
    told = ok("origin.markets", {**COFFEE, "product.hs": "0901.21.00.10"})
    assert told["product"]["dotted"] == "0901.21"
    assert told["notes"][0]["key"] == "origin.given.shortened"


@pytest.mark.parametrize("answers", [COFFEE, SHIRT, CHIP, TOY])
def test_every_element_has_a_state(answers):
    agreement = "us-peru" if answers["made_in"] == "PE" else "usmca"
    told = ok("origin.determine", answers, agreement=agreement)
    assert [one["id"] for one in told["elements"]] == list(NUMBERS)
    states = {one["id"]: one["state"] for one in told["elements"]}
    assert {name for name, state in states.items() if state == "explained"} == EXPLAINED
    assert all(step["say"]["key"] for step in told["steps"])
    assert all(step["citation"] is None or step["citation"]["checked_on"] for step in told["steps"])


def test_evaluated_elements_have_a_case_of_their_own():
    """The elements that no table of cases shows are shown by the tests of this file."""
    here = {"O2", "O16", "O39", "O43", "O48", "O53", "O54", "O58", "O59"}
    shown = {element for case in TABLES for element in case.elements}
    assert set(NUMBERS) - EXPLAINED - here <= shown
    assert len(set(NUMBERS) - EXPLAINED) >= 45


def test_a_code_of_an_older_edition_is_refused_with_what_it_is_now():
    for field in ("product.hs", "inputs.0.hs"):
        refused = asked("origin.markets", {**COFFEE, field: "9503.10"})["refused"]
        assert [(fault["path"], fault["message"]["key"]) for fault in refused] == [
            (field, "origin.given.old_code")
        ]
        assert refused[0]["message"]["values"]["expected"].startswith("9503.00, ")
    refused = asked("origin.markets", {**COFFEE, "product.hs": "0901.99"})["refused"]
    assert refused[0]["message"]["key"] == "origin.given.no_such_code"


def test_codes_of_a_stated_older_edition_are_written_in_todays():
    answers = {**TOY, "product.edition": "2007", "product.hs": "1905.31", "inputs.0.hs": "1101.00"}
    assert ok("origin.markets", answers)["product"]["dotted"] == "1905.31"
    several = asked("origin.markets", {**answers, "product.edition": "2002", "product.hs": "9503.10"})[
        "refused"
    ]
    assert several[0]["message"]["values"]["expected"].startswith("9503.00")


def test_codes_that_were_hundreds_before_take_no_longer():
    answers = {**TOY, "product.hs": "8524.11", "inputs.0.hs": "8524.91"}
    assert ok("origin.determine", answers, agreement="us-peru")["verdict"] == "undetermined"


def test_the_proof_depends_on_the_value_and_says_how_long_it_holds():
    def kinds(value):
        answers = {**TOY, "product.price.ex_works": "10", "shipment.value": value, "product.currency": "EUR"}
        proof = ok("origin.determine", answers, agreement="uk-andean", importer="GB")["proof"]
        return {one["id"]: one for one in proof["kinds"]}

    assert {"eur1", "invoice-declaration"} <= set(kinds("6000"))
    assert "invoice-declaration" not in kinds("6000.01")
    assert kinds("6000")["eur1"]["validity"]["values"]["months"] == {"number": "12"}
