"""Reads the questionnaire and its scoring from the data shard, and refuses what could not be scored."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from py_engine.diagnostic.intensity import read_intensity
from py_engine.diagnostic.model import (
    UNKNOWN,
    Dimension,
    Gate,
    Level,
    Option,
    Question,
    Questionnaire,
)
from py_engine.diagnostic.read_profile import TEXT, check_paths, once, optional, read_paths, read_profile
from py_engine.errors import Refusals, shown
from py_engine.parameter import read_parameter
from py_engine.quantity import text_from_millionths
from py_engine.reading import Reader

if TYPE_CHECKING:
    from collections.abc import Mapping

    from py_engine.parameter import Parameter

__all__ = ["read_shard"]


def read_shard(shard: Any) -> Questionnaire:
    """Read the shard `diagnostic`.

    Raises:
        EngineError: The shard lacks something, or contradicts itself; all faults at once.
    """
    refusals = Refusals()
    source = Reader(shard, "", refusals)
    asked = source.at("questionnaire")
    dimensions = tuple(
        _dimension(entry) for entry in asked.at("dimensions").items(example='[{"id":"culture"}]')
    )
    questions = [question for dimension in dimensions for question in dimension.questions]
    once([dimension.id for dimension in dimensions], asked.at("dimensions"), example="culture")
    once([question.id for question in questions], asked, example="culture-access")
    by_id = {question.id: question for question in questions}
    profile = read_profile(asked)
    intensity = read_intensity(source.at("intensity"))
    signs = intensity.signs if intensity else ()
    once([*by_id, *(each.id for each in profile), *signs], asked, example="firm-size")
    paths = read_paths(asked, profile)
    check_paths(asked, dimensions, [path.id for path in paths])

    scoring = source.at("scoring")
    weights = _weights(scoring.at("weights"), "dimension", [dimension.id for dimension in dimensions])
    aspects = sorted({question.aspect for question in questions})
    aspect_weights = _weights(scoring.at("aspect_weights"), "aspect", aspects)
    levels = tuple(
        _level(entry, at + 1)
        for at, entry in enumerate(scoring.at("levels").items(example='[{"id":"basic"}]'))
    )
    if scoring.at("levels").value == []:
        scoring.at("levels").refuse("engine.value.list", example='[{"id":"basic"}]')
    once([level.id for level in levels], scoring.at("levels"), example="basic")
    gates = tuple(
        gate
        for entry in scoring.at("gates").items(example="[]")
        if (gate := _gate(entry, by_id, levels)) is not None
    )
    once([gate.id for gate in gates], scoring.at("gates"), example="backup")
    once([gate.question for gate in gates], scoring.at("gates"), example="technology-use")
    model = Questionnaire(
        id=asked.at("id").text(example="questionnaire"),
        version=asked.at("version").text(example="2026-11"),
        data_version=source.at("version").text(example="0f3a9c"),
        dimensions=dimensions,
        weights=weights,
        aspect_weights=aspect_weights,
        levels=levels,
        gates=gates,
        questions=by_id,
        sources=_sources(scoring),
        profile={each.id: each for each in profile},
        paths=paths,
        intensity=intensity,
    )
    refusals.raise_if_any()
    return model


def _sources(scoring: Reader) -> dict[str, Mapping[str, str | None]]:
    """Read the documents that values refer to."""
    sources: dict[str, Mapping[str, str | None]] = {}
    for entry in scoring.at("sources").items(example='[{"id":"method","title":"…"}]'):
        name = entry.at("id").text(example="method")
        required = {part: entry.at(part).text(example="…") for part in ("title", "issuer")}
        optional = {
            part: entry.at(part).text_or_none(example="…") for part in ("published", "retrieved", "href")
        }
        sources[name] = {"id": name, **required, **optional}
    return sources


def _dimension(source: Reader) -> Dimension:
    name = source.at("id").text(example="culture")
    return Dimension(
        id=name,
        icon=source.at("icon").text(example="users"),
        name=source.at("name").text(example=TEXT),
        about=source.at("about").text(example=TEXT),
        questions=tuple(
            _question(entry, name) for entry in source.at("questions").items(example='[{"id":"a"}]')
        ),
    )


def _question(source: Reader, dimension: str) -> Question:
    options = source.at("options")
    found: list[Option] = []
    for entry in options.items(example='[{"id":"none","points":"0"}]'):
        option = _option(entry)
        if option.points <= found[-1].points if found else option.points:
            entry.at("points").refuse("engine.questionnaire.points", example="0, 1, 2")
        found.append(option)
    once([option.id for option in found], options, example="none")
    if len(found) == 1:
        options.refuse("engine.questionnaire.points", example="0, 1, 2")
    return Question(
        id=source.at("id").text(example="culture-access"),
        dimension=dimension,
        aspect=source.at("aspect").text(example="access"),
        name=source.at("name").text(example=TEXT),
        ask=source.at("ask").text(example=TEXT),
        help=source.at("help").text_or_none(example=TEXT),
        lesson=source.at("lesson").text_or_none(example="learn/backup"),
        options=tuple(found),
        paths=tuple(entry.text(example="one") for entry in optional(source.at("paths"), example='["one"]')),
    )


def _option(source: Reader) -> Option:
    name = source.at("id").text(example="none")
    if name == UNKNOWN:
        source.at("id").refuse("engine.questionnaire.reserved", example="none")
    return Option(
        id=name,
        points=source.at("points").millionths(example="1"),
        label=source.at("label").text(example=TEXT),
        explain=source.at("explain").text_or_none(example=TEXT),
    )


def _weights(source: Reader, kind: str, expected: list[str]) -> dict[str, Parameter]:
    """Read one weight for each dimension or aspect: none missing, none left over, none twice."""
    weights: dict[str, Parameter] = {}
    example = f'{{"{kind}":"…","values":[…]}}'
    for entry in source.items(example=f"[{example}]"):
        name = entry.at(kind).text(example=expected[0] if expected else "culture")
        if name and name not in expected:
            entry.at(kind).refuse("engine.questionnaire.unknown_reference", expected=", ".join(expected))
        if name in weights:
            entry.at(kind).refuse("engine.questionnaire.twice", example=expected[0])
        weights[name] = read_parameter(entry, example="1")
    for name in expected:
        if name and name not in weights:
            source.refusals.add(
                source.path, "engine.questionnaire.no_weight", value=shown(name), example=example
            )
    return weights


def _level(source: Reader, position: int) -> Level:
    return Level(
        id=source.at("id").text(example="basic"),
        name=source.at("name").text(example=TEXT),
        means=source.at("means").text(example=TEXT),
        position=position,
        from_score=read_parameter(source.at("from_score"), example="25"),
    )


def _gate(source: Reader, questions: dict[str, Question], levels: tuple[Level, ...]) -> Gate | None:
    question, level = source.at("question"), source.at("blocks_above")
    asked = questions.get(question.text(example="technology-use"))
    if asked is None and question.value:
        question.refuse("engine.questionnaire.unknown_reference", expected=", ".join(questions))
    highest = {known.id: known.position for known in levels}.get(level.text(example="basic"))
    if highest is None and level.value:
        level.refuse(
            "engine.questionnaire.unknown_reference", expected=", ".join(known.id for known in levels)
        )
    at_least = source.at("at_least").millionths(example="2")
    reachable = [option.points for option in asked.options[1:]] if asked else []
    if asked and at_least not in reachable:
        expected = ", ".join(text_from_millionths(points) for points in reachable)
        source.at("at_least").refuse("engine.questionnaire.gate_points", expected=expected)
    if asked and asked.paths:
        question.refuse("engine.questionnaire.gate_path", expected=", ".join(asked.paths))
    name, text, explain = (source.at(part).text(example=TEXT) for part in ("id", "name", "explain"))
    if asked is None or highest is None:
        return None
    return Gate(id=name, name=text, explain=explain, question=asked.id, at_least=at_least, highest=highest)
