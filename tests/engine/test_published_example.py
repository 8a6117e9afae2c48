"""The worked example on the page about the method is true: the engine gives its figures."""

import json
from pathlib import Path

import pytest

from build_tools.compile import shards
from build_tools.content.project import read_project
from py_engine import bridge

ROOT = Path(__file__).resolve().parent.parent.parent
ON = "2026-11-21"
# Points of access, use and appropriation of each area, as in the table of the page; None is "I don't know".
WORKSHOP = {
    "culture": (2, 2, 1),
    "strategy": (2, 1, 1),
    "people": (2, 2, 1),
    "technology": (2, None, 1),
    "processes": (2, 2, 2),
    "customers": (2, 2, 1),
}


def questionnaire(profile):
    request = json.dumps({"on": ON, "profile": profile})
    return json.loads(bridge.call("diagnostic.questionnaire", request))["ok"]


@pytest.fixture(scope="module")
def areas():
    bridge.load("diagnostic", shards(read_project(ROOT))["diagnostic"].decode())
    return questionnaire({})["dimensions"]


def assess(areas, backup):
    answers = {}
    for area in areas:
        for question, points in zip(area["questions"], WORKSHOP[area["id"]], strict=True):
            given = backup if points is None else points
            answers[question["id"]] = "unknown" if given is None else question["options"][given]["id"]
    return json.loads(bridge.call("diagnostic.assess", json.dumps({"answers": answers, "on": ON})))["ok"]


@pytest.mark.parametrize(
    ("backup", "figures"),
    [
        (None, {"technology": ("26.6", "66.6"), "whole": ("48.8", "55.5"), "levels": ("basic", "growing")}),
        (1, {"technology": ("40.0", "40.0"), "whole": ("51.1", "51.1"), "levels": ("basic", "basic")}),
        (2, {"technology": ("53.3", "53.3"), "whole": ("53.3", "53.3"), "levels": ("growing", "growing")}),
    ],
)
def test_the_workshop_of_the_page_gets_the_figures_of_the_page(areas, backup, figures):
    result = assess(areas, backup)
    side = next(each for each in result["dimensions"] if each["id"] == "technology")
    overall = result["overall"]
    assert (side["low"], side["high"]) == figures["technology"]
    assert (overall["low"], overall["high"]) == figures["whole"]
    assert (overall["level"]["id"], overall["possible"]["id"]) == figures["levels"]


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_page_shows_these_figures(language):
    page = (ROOT / "content" / language / "tools" / "diagnosis-method.md").read_text(encoding="utf-8")
    assert not [figure for figure in ("26.6", "66.6", "48.8", "55.5", "51.1", "53.3") if figure not in page]


@pytest.mark.parametrize(
    ("profile", "path", "total"),
    [
        ({}, "core", 18),
        ({"firm-size": "one"}, "one", 15),
        ({"firm-size": "few", "firm-cooperative": "no"}, "few", 24),
        ({"firm-size": "many"}, "many", 30),
        ({"firm-size": "few", "firm-cooperative": "yes"}, "cooperative", 30),
    ],
)
@pytest.mark.usefixtures("areas")
def test_every_business_is_asked_as_many_questions_as_the_page_says(profile, path, total):
    asked = questionnaire(profile)
    assert (asked["path"], asked["counts"]["total"]) == (path, total)
    for dimension in asked["dimensions"]:
        assert {"access", "use", "appropriation"} >= {each["aspect"] for each in dimension["questions"]}
        assert len({each["aspect"] for each in dimension["questions"]}) >= 2


def test_every_value_used_names_a_document_that_is_given(areas):
    result = assess(areas, 2)
    sources = {source["id"] for source in result["sources"]}
    assert {value["reference"]["source"] for value in result["parameters"]} == sources


def test_among_equal_steps_the_weakest_area_comes_first_then_the_order_of_the_questions(areas):
    answers = {
        question["id"]: question["options"][2]["id"] for area in areas for question in area["questions"]
    }
    answers["customers-access"] = "passing"
    request = json.dumps({"answers": answers, "on": ON})
    steps = json.loads(bridge.call("diagnostic.assess", request))["ok"]["next_steps"]
    assert [step["question"] for step in steps] == [
        "customers-use",
        "customers-appropriation",
        "culture-use",
        "culture-appropriation",
        "strategy-use",
    ]
    assert {step["gain"] for step in steps} == {"2.2"}
