"""The product finder answers as its table of cases says, and its questions narrow without contradiction."""

from __future__ import annotations

import csv
import gzip
import json
from pathlib import Path

import pytest
import yaml

from build_tools.bench.search import SPANISH, Place, measure, read_queries
from build_tools.compile.ask import ask
from build_tools.compile.sets import shard_sets
from py_engine.search.calls import searched
from py_engine.search.questions import UNKNOWN

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
CASES = yaml.load((HERE / "cases.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506  texts only
LARGEST = 700_000  # bytes of both languages together, packed


def codes(answer):
    return [candidate["hs"] for candidate in answer["candidates"]]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_the_answer_is_the_one_in_the_table(case, found):
    answer = searched(found[case["language"]], case["words"], {})
    if "first" in case:
        assert codes(answer)[0] == case["first"]
    assert set(case.get("among", [])) <= set(codes(answer)[:5])
    assert answer["outcome"] == case.get("outcome", answer["outcome"])
    if "asks" in case:
        assert answer["question"]["id"] == case["asks"]
    if "why" in case:
        assert dict(zip(("given", "as", "how"), case["why"], strict=True)) in answer["candidates"][0]["why"]


def test_every_question_can_be_left_open(found):
    for case in CASES:
        question = searched(found[case["language"]], case["words"], {})["question"]
        assert question is None or question["options"][-1]["id"] == UNKNOWN


def test_not_knowing_leaves_the_candidates_and_asks_no_more(found):
    before = searched(found["es"], "mango", {})
    after = searched(found["es"], "mango", {"fruit-state": UNKNOWN})
    assert codes(after) == codes(before)
    assert after["question"] is None or after["question"]["id"] != "fruit-state"


def test_an_answer_leaves_only_what_fits_it(found):
    frozen = searched(found["es"], "mango", {"fruit-state": "frozen"})
    assert "081190" in codes(frozen)
    assert "080450" not in codes(frozen)
    assert frozen["facts"][0]["option"] == "frozen"


def test_a_line_that_was_chosen_comes_first_and_ends_the_questions(found):
    answer = searched(found["en"], "0901", {"in-0901": "090190"})
    assert codes(answer) == ["090190"]
    assert answer["question"] is None


def test_an_answer_about_other_goods_changes_nothing(found):
    asked = searched(
        found["en"], "cotton t-shirt", {"in-0901": "090190", "battery": "yes", "heading": "0901"}
    )
    assert codes(asked) == codes(searched(found["en"], "cotton t-shirt", {}))


def test_spanish_queries_written_before_tuning_are_found(found):
    counts, _, missed = measure(found["es"], read_queries(SPANISH))
    assert counts["6/5"] * 100 >= counts["asked"] * 75, missed
    assert counts["asked"] >= 300


def test_the_spanish_queries_name_codes_of_the_edition(found):
    with SPANISH.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert {row["hs6"] for row in rows} <= set(found["es"].places)
    assert len({row["query"] for row in rows}) == len(rows)


def test_both_languages_know_the_same_codes(found):
    assert found["en"].codes == found["es"].codes
    assert found["en"].leaves > 5600
    assert all(found["es"].texts)
    assert all(found["en"].texts)


def test_both_languages_fit_on_a_phone():
    sets = shard_sets(Place(ROOT, ROOT / "economy"))
    parts = [
        part for name in ("search/en", "search/es") for part in (sets[name].data, *sets[name].texts.values())
    ]
    assert sum(len(gzip.compress(part, 9)) for part in parts) <= LARGEST


def test_calls_ask_for_the_language_and_refuse_what_is_none():
    sets = {name: one.data for name, one in shard_sets(Place(ROOT, ROOT / "economy")).items()}
    request = {
        "answers": {"search.hs": "0901.21.00", "search.language": "es", "product.name": "x", "other": 1}
    }
    told = ask("search.describe", request, sets)["ok"]
    assert (told["code"], told["known"]) == ("0901.21", True)
    assert [line["code"] for line in told["path"]] == ["09", "09.01", "", "0901.21"]
    gone = ask("search.describe", {"answers": {"search.hs": "8517.12", "search.language": "en"}}, sets)["ok"]
    assert (gone["known"], gone["text"]) == (False, "")
    assert gone["near"]
    for answers, key in (
        ({"search.hs": "x", "search.language": "en"}, "engine.hs.not_a_code"),
        ({"search.hs": "0901", "search.language": "xx"}, "search.refused.language"),
        ({"search.hs": "0901", "search.language": "../en"}, "search.refused.language"),
        ({"search.hs": 901, "search.language": "en"}, "engine.value.text"),
        ({"search.language": "en"}, "engine.value.missing"),
    ):
        assert ask("search.describe", {"answers": answers}, sets)["refused"][0]["message"]["key"] == key
    assert "refused" in ask("search.find", {"answers": {"search.language": "xx"}}, sets)
    assert (
        json.dumps(ask("search.find", {"answers": {"search.language": "en"}}, sets)["ok"]["outcome"])
        == '"empty"'
    )
