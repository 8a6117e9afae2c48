"""Sample requests for every call and every view: what they make Python import is what the page gets.

Made from the data itself, so that a new questionnaire needs no change here. A call without a sample fails the build.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

ON = "2026-11-21"
REFUSED = "shared/refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One request, and the view that shows its answer."""

    call: str
    request: str
    view: str = ""
    language: str = "en"
    base: str = "../"
    # The shard with which the page answers it before anybody asks, so that all it needs is at hand.
    warm: str = ""

    def as_json(self) -> dict[str, str]:
        """Its plain form."""
        return asdict(self)


def samples(shards: Mapping[str, bytes], language: str) -> tuple[Sample, ...]:
    """Requests that reach every call, every view and the ways to be refused.

    >>> [sample.call for sample in samples({}, "en")]
    ['hs.read', 'hs.read', 'nothing.of_the_kind']
    """
    made = [
        _sample("hs.read", {"code": "0901.21"}),
        _sample("hs.read", {"code": "x"}, REFUSED, language),
        _sample("nothing.of_the_kind", {}, REFUSED, language),
    ]
    if "diagnostic" in shards:
        made = [*_diagnostic(json.loads(shards["diagnostic"]), language), *made]
    return tuple(made)


def _diagnostic(shard: Any, language: str) -> list[Sample]:
    questions = [
        question for dimension in shard["questionnaire"]["dimensions"] for question in dimension["questions"]
    ]
    best = {question["id"]: question["options"][-1]["id"] for question in questions}
    worst = {question["id"]: question["options"][0]["id"] for question in questions}
    mixed = {
        question["id"]: ("unknown", question["options"][0]["id"], question["options"][-1]["id"])[place % 3]
        for place, question in enumerate(questions[:-1])
    }
    saved = {"format": "puente.diagnosis", "version": 1, "answers": {**mixed, "gone": "x"}, "on": ON}
    result = "diagnostic/result"
    return [
        _sample("diagnostic.questionnaire", {"on": ON}, "diagnostic/form", language),
        *(
            _sample("diagnostic.assess", {"answers": answers, "on": ON}, result, language)
            for answers in (best, worst, mixed)
        ),
        _sample(
            "diagnostic.assess",
            {"answers": best, "on": ON, "before": {"answers": worst, "on": ON}},
            result,
            language,
        ),
        Sample(
            call="diagnostic.assess",
            request=json.dumps({"answers": {}, "on": ON}),
            view=result,
            language=language,
            warm="diagnostic",
        ),
        _sample("diagnostic.assess", {"answers": {"gone": "x"}, "on": "soon"}, result, language),
        _sample("diagnostic.assess", [], result, language),
        _sample("diagnostic.open", {"text": json.dumps(saved)}, "shared/opened", language),
        _sample("diagnostic.open", {"text": "not a file of ours"}, REFUSED, language),
    ]


def _sample(call: str, request: Any, view: str = "", language: str = "en") -> Sample:
    return Sample(call=call, request=json.dumps(request), view=view, language=language)


def warming(samples: tuple[Sample, ...]) -> dict[str, list[list[str]]]:
    """For each shard the call, request and view that the page answers at its start; nothing a visitor entered.

    >>> warming((Sample(call="a.b", request="{}", view="a/b", warm="a"), Sample(call="c.d", request="{}")))
    {'a': [['a.b', '{}', 'a/b']]}
    """
    made: dict[str, list[list[str]]] = {}
    for sample in samples:
        if sample.warm:
            made.setdefault(sample.warm, []).append([sample.call, sample.request, sample.view])
    return made


def unreached(samples: tuple[Sample, ...], answers: list[list[str]]) -> list[str]:
    """Calls that the engine offers and no sample makes. The engine lists its calls when it refuses an unknown one."""
    offered: set[str] = set()
    for sample, said in zip(samples, answers, strict=True):
        if sample.call == "nothing.of_the_kind":
            values = json.loads(said[0])["refused"][0]["message"]["values"]
            offered = {name.strip() for name in str(values["expected"]).split(",")}
    return sorted(offered - {sample.call for sample in samples})
