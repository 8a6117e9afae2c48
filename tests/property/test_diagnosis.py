"""What the diagnosis promises about every questionnaire, not only ours."""

import json

from hypothesis import given
from hypothesis import strategies as st

from py_engine import bridge

ON = "2026-11-21"
ASPECTS = ("access", "use", "appropriation")
PATHS = ["small", "large", "core"]  # the last is for those who said nothing
WEIGHTS = st.sampled_from(["1", "2", "0.5", "3.333333"])


def dated(name, value):
    return {"id": name, "unit": "share", "values": [{"from": "2026-01-01", "value": value, "reference": {}}]}


@st.composite
def questionnaires(draw):
    """Make a questionnaire with its scoring: up to three dimensions, uneven points, three paths, two gates at most.

    The first question of a dimension is asked of everybody; only such a question may decide a gate.
    """
    dimensions, questions = [], []
    for at in range(draw(st.integers(1, 3))):
        asked = []
        for number, aspect in enumerate(draw(st.lists(st.sampled_from(ASPECTS), min_size=1, max_size=4))):
            steps = draw(st.lists(st.integers(1, 7), min_size=1, max_size=3))
            points = [sum(steps[:stop]) for stop in range(len(steps) + 1)]
            options = [
                {"id": f"o{n}", "points": f"{p}", "label": "l", "explain": "e"} for n, p in enumerate(points)
            ]
            asked.append(
                {"id": f"d{at}-{number}", "aspect": aspect, "name": "n", "ask": "a", "options": options}
            )
            if number and draw(st.booleans()):
                asked[-1]["paths"] = draw(st.lists(st.sampled_from(PATHS), min_size=1, unique=True))
        questions += asked
        dimensions.append({"id": f"d{at}", "icon": "i", "name": "n", "about": "a", "questions": asked})
    levels = ["first", "second", "third"]
    for_all = [question for question in questions if "paths" not in question]
    barred = draw(st.lists(st.sampled_from(for_all), max_size=2, unique_by=lambda question: question["id"]))
    return {
        "version": "v",
        "questionnaire": {
            "id": "q",
            "version": "1",
            "profile": [
                {
                    "id": "size",
                    "kind": "path",
                    "name": "n",
                    "ask": "a",
                    "options": [{"id": name, "label": "l"} for name in PATHS[:2]],
                }
            ],
            "paths": [
                *(
                    {"id": name, "name": "n", "when": {"question": "size", "option": name}}
                    for name in PATHS[:2]
                ),
                {"id": "core", "name": "n"},
            ],
            "dimensions": dimensions,
        },
        "scoring": {
            "sources": [],
            "weights": [dated(d["id"], draw(WEIGHTS)) | {"dimension": d["id"]} for d in dimensions],
            "aspect_weights": [
                dated(aspect, draw(WEIGHTS)) | {"aspect": aspect}
                for aspect in ASPECTS
                if any(question["aspect"] == aspect for question in questions)
            ],
            "levels": [
                {"id": name, "name": name, "means": name, "from_score": dated(name, value)}
                for name, value in zip(
                    levels, ["0", draw(st.sampled_from(["20", "33.3"])), "66.666667"], strict=True
                )
            ],
            "gates": [
                {
                    "id": f"g{at}",
                    "question": question["id"],
                    "at_least": draw(st.sampled_from(question["options"][1:]))["points"],
                    "blocks_above": draw(st.sampled_from(levels)),
                    "name": "n",
                    "explain": "e",
                }
                for at, question in enumerate(barred)
            ],
        },
    }


def questions_of(shard, path=None):
    return [
        question
        for dimension in shard["questionnaire"]["dimensions"]
        for question in dimension["questions"]
        if path is None or path in question.get("paths", PATHS)
    ]


@st.composite
def situations(draw):
    """Make a questionnaire and somebody's answers to it; some unknown, some left out."""
    shard = draw(questionnaires())
    size = draw(st.sampled_from([*PATHS[:2], "unknown", None]))
    answers = {"size": size} if size else {}
    for question in questions_of(shard):
        choice = draw(st.sampled_from([*(option["id"] for option in question["options"]), "unknown", None]))
        if choice is not None:
            answers[question["id"]] = choice
    return shard, answers


def assess(shard, answers):
    bridge.load("diagnostic", json.dumps(shard))
    return json.loads(bridge.call("diagnostic.assess", json.dumps({"answers": answers, "on": ON})))["ok"]


def positions(result):
    """Give every certain level, overall and of each dimension."""
    return [part["level"]["position"] for part in (result["overall"], *result["dimensions"])]


@given(situations(), st.data())
def test_a_better_answer_never_lowers_a_level(situation, data):
    shard, answers = situation
    question = data.draw(st.sampled_from(questions_of(shard)))
    names = [option["id"] for option in question["options"]]
    worse = data.draw(st.integers(0, len(names) - 2))
    better = data.draw(st.integers(worse + 1, len(names) - 1))
    before = assess(shard, {**answers, question["id"]: names[worse]})
    after = assess(shard, {**answers, question["id"]: names[better]})
    assert all(b <= a for b, a in zip(positions(before), positions(after), strict=True))
    assert before["overall"]["possible"]["position"] <= after["overall"]["possible"]["position"]


@given(situations(), st.sampled_from(PATHS))
def test_on_every_path_the_best_answers_give_all_points_and_the_worst_none(situation, path):
    shard, _ = situation
    said = {"size": path} if path != "core" else {}
    for place, points in ((-1, "100.0"), (0, "0.0")):
        answers = {each["id"]: each["options"][place]["id"] for each in questions_of(shard, path)}
        result = assess(shard, {**said, **answers})
        assert result["profile"]["path"]["id"] == path
        assert result["counts"]["total"] == result["counts"]["answered"] == len(answers)
        assert result["overall"]["low"] == result["overall"]["high"] == points


@given(situations())
def test_an_answer_that_is_not_asked_for_changes_nothing(situation):
    shard, answers = situation
    result = assess(shard, answers)
    left = {name: given for name, given in answers.items() if name not in result["not_asked"]}
    assert assess(shard, left) == {**result, "not_asked": []}


@given(situations(), st.data())
def test_an_unknown_answer_never_raises_a_level(situation, data):
    shard, answers = situation
    question = data.draw(st.sampled_from(questions_of(shard)))
    known = data.draw(st.sampled_from(question["options"]))["id"]
    with_fact = assess(shard, {**answers, question["id"]: known})
    without = assess(shard, {**answers, question["id"]: "unknown"})
    assert all(w <= k for w, k in zip(positions(without), positions(with_fact), strict=True))


@given(situations(), st.data())
def test_learning_a_fact_never_reverses_a_settled_level_or_gate(situation, data):
    shard, answers = situation
    learned = dict(answers)
    for question in questions_of(shard):
        if answers.get(question["id"], "unknown") == "unknown":
            learned[question["id"]] = data.draw(st.sampled_from(question["options"]))["id"]
    before, after = assess(shard, answers), assess(shard, learned)
    assert after["overall"]["settled"]
    assert after["overall"]["low"] == after["overall"]["high"]
    now = after["overall"]["level"]["position"]
    assert before["overall"]["level"]["position"] <= now <= before["overall"]["possible"]["position"]
    for early, late in zip(before["gates"], after["gates"], strict=True):
        assert early["verdict"] in (late["verdict"], "undetermined")


@given(situations())
def test_what_is_not_settled_asks_something(situation):
    result = assess(*situation)
    counts = result["counts"]
    assert len(result["open_questions"]) == counts["unknown"] + counts["unanswered"]
    if not result["overall"]["settled"]:
        assert result["open_questions"]


@given(situations(), st.randoms())
def test_the_order_of_answers_changes_nothing(situation, random):
    shard, answers = situation
    mixed = dict(random.sample(list(answers.items()), len(answers)))
    assert assess(shard, answers) == assess(shard, mixed)


def ranks(result):
    """Give what decides the order of advice, without the last word, which is the order of the questionnaire."""
    low = {each["id"]: each["low"] for each in result["dimensions"]}
    side = {each["question"]: low[each["dimension"]] for each in result["answers"]}
    return {
        "next_steps": [
            (each["gate"] is None, each["gain"], side[each["question"]]) for each in result["next_steps"]
        ],
        "strengths": [
            (each["gained"], each["best"])
            for name in result["strengths"]
            for each in result["answers"]
            if each["question"] == name
        ],
        "open_questions": sorted(result["open_questions"]),
    }


@given(situations(), st.randoms())
def test_the_order_of_questions_decides_only_among_equals(situation, random):
    shard, answers = situation
    shuffled = json.loads(json.dumps(shard))
    dimensions = shuffled["questionnaire"]["dimensions"]
    for dimension in dimensions:
        random.shuffle(dimension["questions"])
    for part in (dimensions, shuffled["scoring"]["weights"], shuffled["scoring"]["gates"]):
        random.shuffle(part)
    one, other = assess(shard, answers), assess(shuffled, answers)
    assert ranks(one) == ranks(other)
    for part in ("overall", "counts", "parameters"):
        assert one[part] == other[part], part
    for part, name in (("answers", "question"), ("gates", "id")):
        assert sorted(one[part], key=lambda each: each[name]) == sorted(
            other[part], key=lambda each: each[name]
        )
    assert {each["id"]: each["low"] for each in one["dimensions"]} == {
        each["id"]: each["low"] for each in other["dimensions"]
    }


@given(situations())
def test_where_only_gates_are_missing_passing_them_reaches_the_next_level(situation):
    """What "to the next level" names is enough."""
    shard, answers = situation
    ahead = assess(shard, answers)["to_next_level"]
    if ahead is None or ahead["missing"] != "0.0":
        return
    needed = {
        gate["question"]: gate["at_least"]
        for gate in shard["scoring"]["gates"]
        if gate["id"] in ahead["gates"]
    }
    passed = dict(answers)
    for question in questions_of(shard):
        if question["id"] in needed:
            passed[question["id"]] = next(
                option["id"] for option in question["options"] if option["points"] == needed[question["id"]]
            )
    after = assess(shard, passed)
    assert after["overall"]["level"]["position"] >= ahead["level"]["position"]


@given(situations())
def test_a_saved_diagnosis_opens_as_it_was(situation):
    shard, answers = situation
    bridge.load("diagnostic", json.dumps(shard))
    saved = {"format": "puente.diagnosis", "version": 1, "answers": answers, "on": ON}
    opened = json.loads(bridge.call("diagnostic.open", json.dumps({"text": json.dumps(saved)})))["ok"]
    assert opened == {"kind": "diagnostic.opened", "answers": answers, "before": None, "set_aside": []}
    saved |= {"version": 2, "before": {"answers": answers, "on": "2026-05-21"}}
    newer = json.loads(bridge.call("diagnostic.open", json.dumps({"text": json.dumps(saved)})))["ok"]
    assert newer == {**opened, "before": saved["before"]}


@given(situations(), st.data())
def test_what_has_changed_is_said_only_where_it_is_certain(situation, data):
    """Whatever the open answers of both times turn out to be, a direction that was given stays."""
    shard, before = situation
    now = dict(before)
    for question in data.draw(st.lists(st.sampled_from(questions_of(shard)))):
        now[question["id"]] = data.draw(st.sampled_from([*question["options"], {"id": "unknown"}]))["id"]

    def told(earlier, later):
        bridge.load("diagnostic", json.dumps(shard))
        request = {"answers": later, "on": ON, "before": {"answers": earlier, "on": "2026-05-21"}}
        return json.loads(bridge.call("diagnostic.assess", json.dumps(request)))["ok"]

    first = told(before, now)
    assert {**first, "change": None} == assess(shard, now)
    learned = [dict(before), dict(now)]
    for answers in learned:
        for question in questions_of(shard):
            if answers.get(question["id"], "unknown") == "unknown":
                answers[question["id"]] = data.draw(st.sampled_from(question["options"]))["id"]
    last = told(*learned)["change"]
    for early, late in zip(first["change"]["dimensions"], last["dimensions"], strict=True):
        assert early["direction"] in (late["direction"], "unclear")
    assert first["change"]["overall"]["direction"] in (last["overall"]["direction"], "unclear")
    assert {each["direction"] for each in last["answers"]} <= {"up", "down"}
