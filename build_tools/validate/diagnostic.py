"""The questionnaire and its scoring fit together: every figure has its question and every gate its level."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from build_tools.validate.walk import as_decimal, listed, mappings, similar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date
    from decimal import Decimal

    from build_tools.content.faults import Faults, Place, Step
    from build_tools.content.project import Project

CHECK: Final = "DIAGNOSTIC"
ASPECTS: Final = ("access", "use", "appropriation")


def validate(project: Project, faults: Faults, today: date) -> None:  # noqa: ARG001  the date is every check's
    """Check the questionnaire, then the scoring against it."""
    shard = project.data.get("diagnostic", {})
    questionnaire, scoring = shard.get("questionnaire"), shard.get("scoring")
    best: dict[str, Decimal | None] = {}
    if isinstance(questionnaire, dict):
        place = project.documents[project.data_files["diagnostic", "questionnaire"]].place
        best = _questions(questionnaire, place, faults)
        paths = _paths(questionnaire, place, faults)
        _asked_on(questionnaire, paths, place, faults)
    if isinstance(scoring, dict):
        place = project.documents[project.data_files["diagnostic", "scoring"]].place
        dimensions = _ids(mappings(questionnaire, "dimensions"))
        _weights(scoring, ("weights", "dimension"), dimensions, place, faults)
        _weights(scoring, ("aspect_weights", "aspect"), list(ASPECTS), place, faults)
        _levels(scoring, place, faults)
        _gates(scoring, best, place, faults)
        _gates_for_all(scoring, questionnaire, place, faults)


def _ids(items: Iterable[tuple[Any, dict[str, Any]]]) -> list[str]:
    return [item["id"] for _, item in items if isinstance(item.get("id"), str)]


def _questions(questionnaire: Any, place: Callable[..., Place], faults: Faults) -> dict[str, Decimal | None]:
    """Check each dimension; give the best points of every question."""
    best: dict[str, Decimal | None] = {}
    earlier: dict[str, str] = {}
    for path, dimension in mappings(questionnaire, "dimensions"):
        questions = mappings(dimension, "questions", path)
        aspects = [question.get("aspect") for _, question in questions]
        for aspect in ASPECTS:
            if aspect not in aspects:
                faults.error(CHECK, "diagnostic.aspect", place((*path, "questions")), aspect=aspect)
        here: dict[str, str] = {}
        for where, question in questions:
            name, spot = question.get("id"), place((*where, "id"))
            points = _points(question, where, place, faults)
            if isinstance(name, str):
                if name in earlier:  # the same dimension is the business of the check of ids
                    faults.error("IDS", "ids.duplicate", spot, value=name, first=earlier[name])
                here[name] = f"{spot.file}:{spot.line}"
                best.setdefault(name, points)
        earlier.update(here)
    return best


def _paths(questionnaire: Any, place: Callable[..., Place], faults: Faults) -> list[str]:
    """Check that every path can be chosen and that the last one holds for everybody; give their names."""
    options = {
        asked["id"]: _ids(mappings(asked, "options"))
        for _, asked in mappings(questionnaire, "profile")
        if isinstance(asked.get("id"), str)
    }
    paths = mappings(questionnaire, "paths")
    for at, (where, path) in enumerate(paths):
        when = path.get("when")
        if isinstance(when, dict) is (at == len(paths) - 1):
            faults.error(CHECK, "diagnostic.path_last", place(where), value=str(path.get("id")))
        if not isinstance(when, dict):
            continue
        question, option = when.get("question"), when.get("option")
        if isinstance(question, str) and question not in options:
            spot = place((*where, "when", "question"))
            near = similar(question, options)
            faults.error(CHECK, "diagnostic.path_question", spot, value=question, similar=near)
        elif isinstance(question, str) and isinstance(option, str) and option not in options[question]:
            spot = place((*where, "when", "option"))
            allowed = listed(options[question])
            faults.error(CHECK, "diagnostic.path_option", spot, value=option, allowed=allowed)
    return _ids(paths)


def _asked_on(questionnaire: Any, paths: list[str], place: Callable[..., Place], faults: Faults) -> None:
    """Check the paths of every question, and that no path leaves a dimension without questions."""
    for where, dimension in mappings(questionnaire, "dimensions"):
        left = set(paths)
        for spot, question in mappings(dimension, "questions", where):
            named = question.get("paths")
            left -= set(paths if not isinstance(named, list) else [str(name) for name in named])
            for at, name in enumerate(named if isinstance(named, list) else []):
                if isinstance(name, str) and name not in paths:
                    faults.error(
                        CHECK,
                        "diagnostic.path_unknown",
                        place((*spot, "paths", at)),
                        value=name,
                        allowed=listed(paths),
                        similar=similar(name, paths),
                    )
        for name in sorted(left):
            faults.error(CHECK, "diagnostic.path_empty", place((*where, "questions")), value=name)


def _gates_for_all(scoring: Any, questionnaire: Any, place: Callable[..., Place], faults: Faults) -> None:
    """Check that what decides a gate is asked of everybody."""
    some = {
        question.get("id")
        for where, dimension in mappings(questionnaire, "dimensions")
        for _, question in mappings(dimension, "questions", where)
        if "paths" in question
    }
    for path, gate in mappings(scoring, "gates"):
        if gate.get("question") in some:
            faults.error(
                CHECK, "diagnostic.gate_path", place((*path, "question")), value=str(gate["question"])
            )


def _points(
    question: Any, path: tuple[Step, ...], place: Callable[..., Place], faults: Faults
) -> Decimal | None:
    """Check that points begin at 0 and rise; give the highest."""
    given = [
        (where, option["points"], points)
        for where, option in mappings(question, "options", path)
        if (points := as_decimal(option.get("points"))) is not None
    ]
    if given and given[0][2] != 0:
        faults.error(CHECK, "diagnostic.points_zero", place((*given[0][0], "points")), value=str(given[0][1]))
    for (_, before, low), (where, after, high) in pairwise(given):
        if high <= low:
            faults.error(
                CHECK,
                "diagnostic.points_order",
                place((*where, "points")),
                value=str(after),
                before=str(before),
            )
    return max((points for _, _, points in given), default=None)


def _weights(
    scoring: Any, kind: tuple[str, str], known: list[str], place: Callable[..., Place], faults: Faults
) -> None:
    key, of = kind
    seen: list[str] = []
    for path, weight in mappings(scoring, key):
        name = weight.get(of)
        if not isinstance(name, str):
            continue
        if known and name not in known and of == "dimension":
            near = similar(name, known)
            faults.error(CHECK, "diagnostic.weight_unknown", place((*path, of)), value=name, similar=near)
        if name in seen:
            faults.error(CHECK, "diagnostic.weight_twice", place((*path, of)), value=name)
        seen.append(name)
    for name in known:
        if name not in seen and isinstance(scoring.get(key), list):
            faults.error(CHECK, "diagnostic.weight_missing", place((key,)), value=name)


def _levels(scoring: Any, place: Callable[..., Place], faults: Faults) -> None:
    """Check that levels rise from 0, on every day on which one of them changes."""
    levels = [
        (path, level.get("id"), mappings(level.get("from_score"), "values"))
        for path, level in mappings(scoring, "levels")
    ]
    days = sorted({str(value.get("from")) for _, _, values in levels for _, value in values})
    for day in days:
        before: Decimal | None = None
        for path, name, values in levels:
            held = [value for _, value in values if str(value.get("from")) <= day]
            score = as_decimal(held[-1].get("value")) if held else None
            if score is None:
                continue
            spot = place((*path, "from_score", "values"))
            if before is None and score != 0:
                faults.error(CHECK, "diagnostic.level_zero", spot, value=str(score), level=str(name))
            elif before is not None and score <= before:
                faults.error(
                    CHECK,
                    "diagnostic.level_order",
                    spot,
                    value=str(score),
                    level=str(name),
                    before=str(before),
                )
            before = score


def _gates(
    scoring: Any, best: dict[str, Decimal | None], place: Callable[..., Place], faults: Faults
) -> None:
    levels = _ids(mappings(scoring, "levels"))
    for path, gate in mappings(scoring, "gates"):
        question, level, least = gate.get("question"), gate.get("blocks_above"), gate.get("at_least")
        if best and isinstance(question, str) and question not in best:
            near = similar(question, best)
            faults.error(
                CHECK, "diagnostic.gate_question", place((*path, "question")), value=question, similar=near
            )
        elif best and isinstance(question, str):
            needed, most = as_decimal(least), best[question]
            if needed is not None and most is not None and needed > most:
                faults.error(
                    CHECK,
                    "diagnostic.gate_points",
                    place((*path, "at_least")),
                    value=str(least),
                    question=question,
                    most=str(most),
                )
        if levels and isinstance(level, str) and level not in levels:
            faults.error(
                CHECK,
                "diagnostic.gate_level",
                place((*path, "blocks_above")),
                value=level,
                allowed=listed(levels),
                similar=similar(level, levels),
            )
