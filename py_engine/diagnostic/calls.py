"""The calls `diagnostic.assess` and `diagnostic.questionnaire`: what they take and what they give."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from py_engine import __version__
from py_engine.diagnostic import advice
from py_engine.diagnostic.assess import answer_of, dimension_of, overall_of, stand
from py_engine.diagnostic.change import change_json
from py_engine.diagnostic.intensity import ANSWERS, intensity_json
from py_engine.diagnostic.model import UNKNOWN
from py_engine.diagnostic.profile import along, path_of, paths_json, profile_json
from py_engine.diagnostic.score import yardstick

if TYPE_CHECKING:
    from datetime import date

    from py_engine.diagnostic.assess import Standing
    from py_engine.diagnostic.model import About, Question, Questionnaire
    from py_engine.diagnostic.score import Yardstick
    from py_engine.reading import Reader

__all__ = ["assess", "before_of", "questionnaire", "sort_answers"]

EXAMPLE_BEFORE = '{"answers":{},"on":"2026-05-21"}'
EXAMPLE_ANSWERS = '{"culture-access":"unknown"}'


def assess(model: Questionnaire, request: Reader) -> dict[str, Any]:
    """Score the answers of a firm on a day and explain the result.

    Answers to the questions of the profile come with the others. They choose what is asked; an answer to a question
    that is not asked of such a firm is kept out of the score and named. With ``before``, what was answered on an
    earlier day, the answer also says what has changed; what no longer fits the questionnaire is left out of that.

    Raises:
        EngineError: The request names questions or answers that do not exist, or the day has no scoring.
    """
    for _ in request.fields(example='{"answers":{},"on":"2026-11-21"}', only=("answers", "before", "on")):
        pass
    given = _answers(model, request.at("answers"))
    earlier = before_of(model, request.at("before"))
    day = _day(request)
    said = {name: given[name] for name in model.profile if name in given}
    asked = along(model, path_of(model, said))
    measure = yardstick(asked, day, request.refusals)
    standing = stand(asked, measure, {name: given[name] for name in asked.questions if name in given})
    return {
        "kind": "diagnostic.assessment",
        "engine_version": __version__,
        "data_version": model.data_version,
        "on": day.isoformat(),
        "profile": profile_json(model, said),
        "not_asked": [name for name in model.questions if name in given and name not in asked.questions],
        "counts": _counts(standing),
        "overall": overall_of(standing),
        "levels": [
            {
                "id": level.id,
                "name": level.name,
                "position": level.position,
                "from": level.from_score.value_on(day),
            }
            for level in model.levels
        ],
        "dimensions": [dimension_of(standing, dimension) for dimension in asked.dimensions],
        "answers": [answer_of(standing, question) for question in asked.questions.values()],
        "gates": [
            {
                "id": gate.id,
                "name": gate.name,
                "explain": gate.explain,
                "verdict": standing.verdicts[gate.id].value,
                "question": gate.question,
            }
            for gate in model.gates
        ],
        "strengths": advice.strengths(standing),
        "next_steps": advice.next_steps(standing),
        "to_next_level": advice.to_next_level(standing),
        "open_questions": advice.open_questions(standing),
        "change": change_json(standing, *earlier) if earlier else None,
        "intensity": intensity_json(model.intensity, given, day, request.refusals),
        "summary": [message.as_json() for message in advice.summary(standing)],
        "parameters": list(measure.used),
        "sources": _sources(model, measure),
    }


def questionnaire(model: Questionnaire, request: Reader) -> dict[str, Any]:
    """Give the questions to ask, in order. The day is taken so that a questionnaire may one day change with it.

    With a profile, even an empty one, only the questions of its path are given; without, all of them, each with the
    paths on which it is asked.

    Raises:
        EngineError: The request is not understood.
    """
    for _ in request.fields(example='{"on":"2026-11-21"}', only=("on", "profile")):
        pass
    whole, path = model, None
    if request.at("profile").present:
        path = path_of(model, _answers(model._replace(questions={}, intensity=None), request.at("profile")))
        model = along(model, path)
    _day(request)
    return {
        "kind": "diagnostic.questionnaire",
        "id": model.id,
        "version": model.version,
        "profile": [_about(each) for each in model.profile.values()],
        "indicators": [
            {"id": sign.id, "name": sign.name, "ask": sign.ask}
            for sign in (model.intensity.signs.values() if model.intensity else ())
        ],
        "paths": paths_json(whole),
        "path": path.id if path else None,
        "dimensions": [
            {
                "id": dimension.id,
                "name": dimension.name,
                "about": dimension.about,
                "icon": dimension.icon,
                "questions": [_question(whole, question) for question in dimension.questions],
            }
            for dimension in model.dimensions
        ],
        "counts": {"total": len(model.questions)},
    }


def sort_answers(
    model: Questionnaire, source: Reader
) -> tuple[dict[str, str], list[tuple[Reader, list[str]]]]:
    """Part answers into those the questionnaire knows and the rest, each with what its question would accept.

    Answers come out in the order of the questionnaire, those on the profile first, whatever order they were sent in.
    """
    accepted = {
        name: [*(option for option, _ in each.options), UNKNOWN] for name, each in model.profile.items()
    }
    for name, question in model.questions.items():
        accepted[name] = [*(option.id for option in question.options), UNKNOWN]
    for name in model.intensity.signs if model.intensity else ():
        accepted[name] = list(ANSWERS)
    known: dict[str, str] = {}
    rest: list[tuple[Reader, list[str]]] = []
    for name, given in source.fields(example=EXAMPLE_ANSWERS):
        if given.value in accepted.get(name, ()):
            known[name] = given.value
        else:
            rest.append((given, accepted.get(name, [])))
    return {name: known[name] for name in accepted if name in known}, rest


def before_of(model: Questionnaire, source: Reader) -> tuple[dict[str, str], date] | None:
    """Read what was answered on an earlier day, if it is given; what cannot be read is remembered as refusals."""
    if not source.present or not source.is_object(example=EXAMPLE_BEFORE):
        return None
    for _ in source.fields(example=EXAMPLE_BEFORE, only=("answers", "on")):
        pass
    known, _ = sort_answers(model, source.at("answers"))
    day = source.at("on").day()
    return (known, day) if day else None


def _answers(model: Questionnaire, source: Reader) -> dict[str, str]:
    known, rest = sort_answers(model, source)
    for given, accepted in rest:
        if accepted:
            expected = ", ".join(accepted)
            given.refuse("engine.answer.unknown_option", expected=expected, example=accepted[-2])
        else:
            name = given.path.partition(".")[2]
            example = next(iter([*model.questions, *model.profile]))
            source.refusals.add(given.path, "engine.answer.unknown_question", value=name, example=example)
    return known


def _day(request: Reader) -> date:
    day = request.at("on").day()
    request.refusals.raise_if_any()
    if day is None:  # a day that was not read has been refused above
        raise AssertionError
    return day


def _counts(standing: Standing) -> dict[str, int]:
    total = len(standing.model.questions)
    unknown = sum(answer == UNKNOWN for answer in standing.answers.values())
    return {
        "answered": len(standing.answers) - unknown,
        "unknown": unknown,
        "unanswered": total - len(standing.answers),
        "total": total,
    }


def _sources(model: Questionnaire, measure: Yardstick) -> list[dict[str, Any]]:
    """Give the documents behind the values that were used, each once."""
    named = {value["reference"].get("source") for value in measure.used}
    return [dict(source) for name, source in sorted(model.sources.items()) if name in named]


def _about(about: About) -> dict[str, Any]:
    return {
        "id": about.id,
        "kind": about.kind,
        "name": about.name,
        "ask": about.ask,
        "help": about.help,
        "options": [{"id": option, "label": label} for option, label in about.options],
    }


def _question(model: Questionnaire, question: Question) -> dict[str, Any]:
    return {
        "id": question.id,
        "aspect": question.aspect,
        "name": question.name,
        "ask": question.ask,
        "help": question.help,
        "paths": list(question.paths or (path.id for path in model.paths)),
        "options": [{"id": option.id, "label": option.label} for option in question.options],
    }
