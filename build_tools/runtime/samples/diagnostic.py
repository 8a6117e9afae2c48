"""Samples of the diagnosis: its questions, answers of every sort, a saved file."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from build_tools.runtime.samples.sample import NOWHERE, ON, REFUSED, Sample, sample

if TYPE_CHECKING:
    from collections.abc import Mapping

TOOL = "diagnosis"
SHARD = "diagnostic"
RESULT = "diagnostic/result"


def samples(shards: Mapping[str, bytes], language: str) -> list[Sample]:
    """Requests made from the questionnaire; none where there is none."""
    if SHARD not in shards:
        return []
    dimensions = json.loads(shards[SHARD])["questionnaire"]["dimensions"]
    questions = [question for dimension in dimensions for question in dimension["questions"]]
    best = {question["id"]: question["options"][-1]["id"] for question in questions}
    worst = {question["id"]: question["options"][0]["id"] for question in questions}
    mixed = {
        question["id"]: ("unknown", question["options"][0]["id"], question["options"][-1]["id"])[place % 3]
        for place, question in enumerate(questions[:-1])
    }
    saved = {"format": "puente.diagnosis", "version": 1, "answers": {**mixed, "gone": "x"}, "on": ON}

    def asked(call: str, request: Any, view: str, *, tool: str = TOOL, warm: bool = False) -> Sample:
        return sample(tool, call, request, view, language, needs=(SHARD,), warm=warm)

    return [
        asked("diagnostic.questionnaire", {"on": ON}, "diagnostic/form", tool=NOWHERE),
        *(
            asked("diagnostic.assess", {"answers": answers, "on": ON}, RESULT)
            for answers in (best, worst, mixed)
        ),
        asked(
            "diagnostic.assess",
            {"answers": best, "on": ON, "before": {"answers": worst, "on": ON}},
            RESULT,
        ),
        asked("diagnostic.assess", {"answers": {}, "on": ON}, RESULT, warm=True),
        asked("diagnostic.assess", {"answers": {"gone": "x"}, "on": "soon"}, RESULT),
        asked("diagnostic.assess", [], RESULT),
        asked("diagnostic.open", {"text": json.dumps(saved)}, "shared/opened"),
        asked("diagnostic.open", {"text": "not a file of ours"}, REFUSED),
    ]
