"""A shard that cannot be scored is refused, with every fault in one pass and its place."""

import copy
import json

import pytest

from py_engine import bridge
from tests.engine.cases import CASES

SHARD = json.loads((CASES / "diagnostic" / "_example_shard.json").read_text(encoding="utf-8"))
QUESTIONS = SHARD["questionnaire"]["dimensions"][0]["questions"]


def refusals(change):
    shard = copy.deepcopy(SHARD)
    change(shard)
    bridge.load("diagnostic", json.dumps(shard))
    reply = json.loads(bridge.call("diagnostic.assess", '{"answers":{},"on":"2026-11-21"}'))
    return [(fault["path"], fault["message"]["key"].removeprefix("engine.")) for fault in reply["refused"]]


def records(shard):
    return shard["questionnaire"]["dimensions"][0]


def set_at(place, name, value):
    place[name] = value


BROKEN = [
    (
        "points that do not rise",
        lambda s: set_at(records(s)["questions"][0]["options"][2], "points", "1"),
        ("questionnaire.dimensions[0].questions[0].options[2].points", "questionnaire.points"),
    ),
    (
        "points that do not begin at zero",
        lambda s: set_at(records(s)["questions"][0]["options"][0], "points", "0.5"),
        ("questionnaire.dimensions[0].questions[0].options[0].points", "questionnaire.points"),
    ),
    (
        "only one option",
        lambda s: set_at(records(s)["questions"][0], "options", records(s)["questions"][0]["options"][:1]),
        ("questionnaire.dimensions[0].questions[0].options", "questionnaire.points"),
    ),
    (
        "the answer 'unknown' written into the questionnaire",
        lambda s: set_at(records(s)["questions"][0]["options"][0], "id", "unknown"),
        ("questionnaire.dimensions[0].questions[0].options[0].id", "questionnaire.reserved"),
    ),
    (
        "a question twice",
        lambda s: set_at(records(s)["questions"][2], "id", "records-access"),
        ("questionnaire", "questionnaire.twice"),
    ),
    (
        "a number that is none",
        lambda s: set_at(records(s)["questions"][0]["options"][2], "points", "2,5"),
        ("questionnaire.dimensions[0].questions[0].options[2].points", "value.number"),
    ),
    (
        "a missing text",
        lambda s: records(s).pop("name"),
        ("questionnaire.dimensions[0].name", "value.missing"),
    ),
    (
        "a dimension without weight",
        lambda s: s["scoring"]["weights"].pop(),
        ("scoring.weights", "questionnaire.no_weight"),
    ),
    (
        "a weight for nothing",
        lambda s: set_at(s["scoring"]["weights"][0], "dimension", "recrods"),
        ("scoring.weights[0].dimension", "questionnaire.unknown_reference"),
    ),
    (
        "a gate on points nobody can have",
        lambda s: set_at(s["scoring"]["gates"][0], "at_least", "2"),
        ("scoring.gates[0].at_least", "questionnaire.gate_points"),
    ),
    (
        "a gate to a level that does not exist",
        lambda s: set_at(s["scoring"]["gates"][0], "blocks_above", "expert"),
        ("scoring.gates[0].blocks_above", "questionnaire.unknown_reference"),
    ),
    (
        "dates that do not ascend",
        lambda s: set_at(s["scoring"]["weights"][1]["values"][1], "from", "2026-01-01"),
        ("scoring.weights[1].values[1].from", "parameter.ascending"),
    ),
    (
        "an end before any beginning",
        lambda s: set_at(s["scoring"]["weights"][0]["values"][0], "value", None),
        ("scoring.weights[0].values[0].from", "parameter.nothing_to_end"),
    ),
    (
        "a parameter without values",
        lambda s: set_at(s["scoring"]["weights"][0], "values", []),
        ("scoring.weights[0]", "parameter.empty"),
    ),
    (
        "levels that do not rise",
        lambda s: set_at(s["scoring"]["levels"][2]["from_score"]["values"][0], "value", "25"),
        ("on", "questionnaire.level_order"),
    ),
    (
        "a first level that does not begin at zero",
        lambda s: set_at(s["scoring"]["levels"][0]["from_score"]["values"][0], "value", "1"),
        ("on", "questionnaire.level_order"),
    ),
    (
        "a dimension in which nothing counts",
        lambda s: [
            set_at(weight["values"][0], "value", "0") for weight in s["scoring"]["aspect_weights"][:2]
        ],
        ("on", "questionnaire.no_points"),
    ),
    (
        "a path nobody knows",
        lambda s: set_at(records(s)["questions"][2], "paths", ["core", "choir"]),
        ("questionnaire.dimensions[0].questions[2].paths", "questionnaire.unknown_reference"),
    ),
    (
        "a path that leaves a dimension without questions",
        lambda s: [
            set_at(question, "paths", ["core", "cooperative"]) for question in records(s)["questions"]
        ],
        ("questionnaire.dimensions[0]", "questionnaire.path_empty"),
    ),
    (
        "a path for an answer that does not exist",
        lambda s: set_at(s["questionnaire"]["paths"][1]["when"], "option", "two"),
        ("questionnaire.paths[1].when.option", "questionnaire.unknown_reference"),
    ),
    (
        "a path for a question that does not exist",
        lambda s: set_at(s["questionnaire"]["paths"][1]["when"], "question", "firm-colour"),
        ("questionnaire.paths[1].when.question", "questionnaire.unknown_reference"),
    ),
    (
        "nobody's path after everybody's",
        lambda s: s["questionnaire"]["paths"].reverse(),
        ("questionnaire.paths[1]", "questionnaire.path_unreachable"),
    ),
    (
        "no path for those who said nothing",
        lambda s: s["questionnaire"]["paths"].pop(),
        ("questionnaire.paths", "questionnaire.path_for_all"),
    ),
    (
        "a question on the firm without answers",
        lambda s: set_at(s["questionnaire"]["profile"][0], "options", []),
        ("questionnaire.profile[0].options", "value.list"),
    ),
    (
        "a question on the firm named like another question",
        lambda s: set_at(s["questionnaire"]["profile"][0], "id", "records-use"),
        ("questionnaire", "questionnaire.twice"),
    ),
    (
        "a gate that only some are asked about",
        lambda s: set_at(records(s)["questions"][1], "paths", ["core", "one", "cooperative"]),
        ("scoring.gates[0].question", "questionnaire.gate_path"),
    ),
    (
        "a sign named like a question",
        lambda s: set_at(s["intensity"]["indicators"][0], "id", "records-use"),
        ("questionnaire", "questionnaire.twice"),
    ),
    (
        "a side score without ranges",
        lambda s: set_at(s["intensity"], "levels", []),
        ("intensity.levels", "value.list"),
    ),
    ("no levels at all", lambda s: set_at(s["scoring"], "levels", []), ("scoring.levels", "value.list")),
]


@pytest.mark.parametrize(("change", "expected"), [row[1:] for row in BROKEN], ids=[row[0] for row in BROKEN])
def test_a_broken_shard_is_refused_at_its_place(change, expected):
    assert expected in refusals(change)


def test_all_faults_come_in_one_pass():
    def change(shard):
        for _, one, _ in BROKEN[:2]:
            one(shard)
        shard["scoring"]["gates"][0]["at_least"] = "2"
        del shard["version"]

    paths = [path for path, _ in refusals(change)]
    assert len(paths) == 4
    assert paths[-1] == "version"


@pytest.mark.parametrize("part", ["questionnaire", "scoring"])
@pytest.mark.parametrize("value", [None, [], "text", {}])
def test_a_part_of_the_wrong_shape_never_crashes(part, value):
    assert refusals(lambda shard: set_at(shard, part, value))


def test_a_weight_announced_but_not_published_gives_no_score_from_that_day():
    shard = copy.deepcopy(SHARD)
    shard["scoring"]["weights"][0]["values"].append({"from": "2026-06-01", "expected": "true"})
    bridge.load("diagnostic", json.dumps(shard))
    early = json.loads(bridge.call("diagnostic.assess", '{"answers":{},"on":"2026-05-31"}'))
    late = json.loads(bridge.call("diagnostic.assess", '{"answers":{},"on":"2026-06-01"}'))
    assert "ok" in early
    assert [fault["message"]["key"] for fault in late["refused"]] == ["engine.parameter.no_value"]
