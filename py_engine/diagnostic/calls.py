"""The calls `diagnostic.assess` and `diagnostic.questionnaire`: what they take and what they give."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from py_engine import __version__
from py_engine.diagnostic import advice
from py_engine.diagnostic.assess import answer_of, dimension_of, overall_of, stand
from py_engine.diagnostic.model import UNKNOWN
from py_engine.diagnostic.score import yardstick

if TYPE_CHECKING:
    from datetime import date

    from py_engine.diagnostic.assess import Standing
    from py_engine.diagnostic.model import Question, Questionnaire
    from py_engine.diagnostic.score import Yardstick
    from py_engine.reading import Reader

__all__ = ["assess", "questionnaire", "sort_answers"]

EXAMPLE_ANSWERS = '{"culture-access":"unknown"}'


def assess(model: Questionnaire, request: Reader) -> dict[str, Any]:
    """Score the answers of a firm on a day and explain the result.

    Raises:
        EngineError: The request names questions or answers that do not exist, or the day has no scoring.
    """
    for _ in request.fields(example='{"answers":{},"on":"2026-11-21"}', only=("answers", "on")):
        pass
    answers = _answers(model, request.at("answers"))
    day = _day(request)
    measure = yardstick(model, day, request.refusals)
    standing = stand(model, measure, answers)
    return {
        "kind": "diagnostic.assessment",
        "engine_version": __version__,
        "data_version": model.data_version,
        "on": day.isoformat(),
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
        "dimensions": [dimension_of(standing, dimension) for dimension in model.dimensions],
        "answers": [answer_of(standing, question) for question in model.questions.values()],
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
        "summary": [message.as_json() for message in advice.summary(standing)],
        "parameters": list(measure.used),
        "sources": _sources(model, measure),
    }


def questionnaire(model: Questionnaire, request: Reader) -> dict[str, Any]:
    """Give the questions to ask, in order. The day is taken so that a questionnaire may one day change with it.

    Raises:
        EngineError: The request is not understood.
    """
    for _ in request.fields(example='{"on":"2026-11-21"}', only=("on",)):
        pass
    _day(request)
    return {
        "kind": "diagnostic.questionnaire",
        "id": model.id,
        "version": model.version,
        "dimensions": [
            {
                "id": dimension.id,
                "name": dimension.name,
                "about": dimension.about,
                "icon": dimension.icon,
                "questions": [_question(question) for question in dimension.questions],
            }
            for dimension in model.dimensions
        ],
        "counts": {"total": len(model.questions)},
    }


def sort_answers(
    model: Questionnaire, source: Reader
) -> tuple[dict[str, str], list[tuple[Reader, Question | None]]]:
    """Part answers into those the questionnaire knows and the rest, each with its question if that is known.

    Answers come out in the order of the questionnaire, whatever order they were sent in.
    """
    known: dict[str, str] = {}
    rest: list[tuple[Reader, Question | None]] = []
    for name, given in source.fields(example=EXAMPLE_ANSWERS):
        question = model.questions.get(name)
        if question is None or (given.value != UNKNOWN and question.option(given.value) is None):
            rest.append((given, question))
        else:
            known[name] = given.value
    return {name: known[name] for name in model.questions if name in known}, rest


def options_of(question: Question) -> str:
    """List the answers a question accepts."""
    return ", ".join([*(option.id for option in question.options), UNKNOWN])


def _answers(model: Questionnaire, source: Reader) -> dict[str, str]:
    known, rest = sort_answers(model, source)
    for given, question in rest:
        if question is None:
            name = given.path.partition(".")[2]
            example = next(iter(model.questions))
            source.refusals.add(given.path, "engine.answer.unknown_question", value=name, example=example)
        else:
            example = question.options[-1].id
            given.refuse("engine.answer.unknown_option", expected=options_of(question), example=example)
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


def _question(question: Question) -> dict[str, Any]:
    return {
        "id": question.id,
        "aspect": question.aspect,
        "name": question.name,
        "ask": question.ask,
        "help": question.help,
        "options": [{"id": option.id, "label": option.label} for option in question.options],
    }
