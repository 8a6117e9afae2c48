"""Who is asked what: the profile of a firm chooses its path, and a path is a part of the questionnaire.

The profile says what a firm is, such as how many people work in it. It is kept apart from the answers that are scored
and brings no points. Scores of different paths can be compared, because an aspect weighs the same in each of them
however many questions share it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from py_engine.diagnostic.model import Path, Question, Questionnaire

__all__ = ["along", "path_of", "paths_json", "profile_json"]


def path_of(model: Questionnaire, said: Mapping[str, str]) -> Path | None:
    """Find the path of a firm: the first whose condition holds; one without a condition holds for everybody."""
    return next(
        (path for path in model.paths if not path.question or said.get(path.question) == path.option), None
    )


def is_on(question: Question, path: Path | None) -> bool:
    """Say whether a question is asked on a path."""
    return path is None or not question.paths or path.id in question.paths


def along(model: Questionnaire, path: Path | None) -> Questionnaire:
    """Give the part of the questionnaire that is asked on a path."""
    if path is None:
        return model
    dimensions = tuple(
        each._replace(questions=tuple(asked for asked in each.questions if is_on(asked, path)))
        for each in model.dimensions
    )
    questions = {asked.id: asked for each in dimensions for asked in each.questions}
    return model._replace(dimensions=dimensions, questions=questions)


def paths_json(model: Questionnaire) -> list[dict[str, Any]]:
    """Show the paths with how many questions each has."""
    return [
        {
            "id": path.id,
            "name": path.name,
            "total": sum(is_on(question, path) for question in model.questions.values()),
        }
        for path in model.paths
    ]


def profile_json(model: Questionnaire, said: Mapping[str, str]) -> dict[str, Any]:
    """Show the path and what a firm said that leads to it. What it said about its people is nobody's business here."""
    path = path_of(model, said)
    return {
        "path": {"id": path.id, "name": path.name} if path else None,
        "answers": [
            {
                "question": asked.id,
                "name": asked.name,
                "option": said[asked.id],
                "label": dict(asked.options).get(said[asked.id]),
            }
            for asked in model.profile.values()
            if asked.id in said and asked.kind == "path"
        ],
    }
