"""Reads the profile of a firm and the paths through the questionnaire from the data shard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from py_engine.diagnostic.model import About, Path
from py_engine.errors import shown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from py_engine.diagnostic.model import Dimension
    from py_engine.reading import Reader

__all__ = ["TEXT", "check_paths", "once", "optional", "read_paths", "read_profile"]

TEXT = "diagnostic.example"  # a text in a shard is a key of the catalogue


def once(names: Iterable[str], where: Reader, *, example: str) -> None:
    """Refuse a name that is used twice."""
    seen: set[str] = set()
    for name in names:
        if name in seen and name:
            where.refusals.add(where.path, "engine.questionnaire.twice", value=shown(name), example=example)
        seen.add(name)


def optional(source: Reader, *, example: str) -> Iterable[Reader]:
    """Go through a list that may be left out."""
    return source.items(example=example) if source.present else ()


def read_profile(asked: Reader) -> tuple[About, ...]:
    """Read the questions on what a firm is; a questionnaire may have none."""
    for entry in optional(asked.at("profile"), example='[{"id":"firm-size"}]'):
        if entry.at("options").value == []:
            entry.at("options").refuse("engine.value.list", example='[{"id":"one"}]')
    return tuple(
        About(
            id=entry.at("id").text(example="firm-size"),
            kind=entry.at("kind").text(example="path"),
            name=entry.at("name").text(example=TEXT),
            ask=entry.at("ask").text(example=TEXT),
            help=entry.at("help").text_or_none(example=TEXT),
            options=tuple(
                (option.at("id").text(example="one"), option.at("label").text(example=TEXT))
                for option in entry.at("options").items(example='[{"id":"one"}]')
            ),
        )
        for entry in optional(asked.at("profile"), example='[{"id":"firm-size"}]')
    )


def read_paths(asked: Reader, profile: tuple[About, ...]) -> tuple[Path, ...]:
    """Read the paths; the last one has no condition, so that everybody has one."""
    known = {each.id: each for each in profile}
    paths: list[Path] = []
    for entry in optional(asked.at("paths"), example='[{"id":"one"}]'):
        when = entry.at("when")
        question = option = None
        if when.present:
            question = when.at("question").text(example="firm-size")
            option = when.at("option").text(example="one")
            if question and question not in known:
                when.at("question").refuse(
                    "engine.questionnaire.unknown_reference", expected=", ".join(known)
                )
            elif option and not known[question].has(option):
                expected = ", ".join(name for name, _ in known[question].options)
                when.at("option").refuse("engine.questionnaire.unknown_reference", expected=expected)
        if any(not path.question for path in paths):
            entry.refuse("engine.questionnaire.path_unreachable", example=paths[-1].id)
        name = entry.at("id").text(example="one")
        paths.append(Path(name, entry.at("name").text(example=TEXT), question, option))
    if paths and paths[-1].question:
        asked.at("paths").refuse("engine.questionnaire.path_for_all", example='{"id":"core"}')
    once([path.id for path in paths], asked.at("paths"), example="one")
    return tuple(paths)


def check_paths(asked: Reader, dimensions: tuple[Dimension, ...], paths: list[str]) -> None:
    """Refuse a path that nobody knows, and a dimension that a path leaves without questions."""
    for at, dimension in enumerate(dimensions):
        for place, question in enumerate(dimension.questions):
            where = f"questionnaire.dimensions[{at}].questions[{place}].paths"
            for name in question.paths:
                if name not in paths:
                    expected = ", ".join(paths)
                    asked.refusals.add(
                        where, "engine.questionnaire.unknown_reference", value=shown(name), expected=expected
                    )
        for path in paths:
            if not any(not each.paths or path in each.paths for each in dimension.questions):
                asked.refusals.add(
                    f"questionnaire.dimensions[{at}]",
                    "engine.questionnaire.path_empty",
                    value=shown(dimension.id),
                    expected=shown(path),
                )
