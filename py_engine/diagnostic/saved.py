"""Opens a diagnosis that was saved as a file, perhaps long ago, perhaps changed by hand since.

What no longer fits the questionnaire is set aside and said; the rest is kept, so that nobody's work is lost.

Version 1 has `answers` and the day, `on`. Version 2 may also have `before`: the answers and the day of an earlier time,
to compare with. A file of version 1 is one of version 2 without it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from py_engine.diagnostic.calls import before_of, sort_answers
from py_engine.errors import EngineError, Refusal, Refusals, shown
from py_engine.message import Message
from py_engine.reading import Reader, day_from_text, parse_json

if TYPE_CHECKING:
    from py_engine.diagnostic.model import Questionnaire

__all__ = ["open_saved"]

FORMAT = "puente.diagnosis"
VERSION = 2
LONGEST = 1_000_000
EXAMPLE_BEFORE = '{"answers":{},"on":"2026-05-21"}'
EXAMPLE = '{"format":"puente.diagnosis","version":2,"answers":{}}'
FIELDS = ("answers", "before", "format", "on", "version")


def open_saved(model: Questionnaire, request: Reader) -> dict[str, Any]:
    """Read a saved file and give the answers that still count.

    Raises:
        EngineError: The text is no saved diagnosis, or one of a newer version.
    """
    for _ in request.fields(example='{"text":"…"}', only=("text",)):
        pass
    text = request.at("text").text(example=EXAMPLE)
    request.refusals.raise_if_any()
    refusals = Refusals()
    file = Reader(_parsed(text), "", refusals)
    if file.at("format").value != FORMAT:
        file.at("format").refuse("engine.saved.format", example=FORMAT)
        refusals.raise_if_any()
    _check_version(file.at("version"))
    answers, rest = sort_answers(model, file.at("answers"))
    refusals.raise_if_any()
    aside = [_aside(model, given, accepted) for given, accepted in rest]
    aside += [_field_aside(file.at(name), ", ".join(FIELDS)) for name in file.value if name not in FIELDS]
    if file.at("on").present and not _is_day(file.at("on").value):
        aside.append(_field_aside(file.at("on"), "2026-11-21"))
    before = _before(model, file, aside)
    return {
        "kind": "diagnostic.opened",
        "answers": answers,
        "before": before,
        "set_aside": [each.as_json() for each in aside],
    }


def _before(model: Questionnaire, file: Reader, aside: list[Refusal]) -> dict[str, Any] | None:
    """Read the earlier answers; if they cannot be read, they are set aside and today's are kept."""
    source = file.at("before")
    if not source.present:
        return None
    refusals = Refusals()
    earlier = before_of(model, Reader(source.value, source.path, refusals))
    if earlier is None or refusals.found:
        aside.append(_field_aside(source, EXAMPLE_BEFORE))
        return None
    return {"answers": earlier[0], "on": earlier[1].isoformat()}


def _parsed(text: str) -> dict[str, Any]:
    """Read the file; a person who chose a photograph or half a file is told so in other words than a programmer."""
    value: Any = None
    try:
        value = parse_json(text, path="text", example=EXAMPLE, longest=LONGEST)
    except EngineError as error:
        if error.refusals[0].message.key not in {"engine.json.broken", "engine.json.unreadable"}:
            raise
    if not isinstance(value, dict):
        raise EngineError(
            [Refusal("text", Message("engine.saved.not_json", {"value": shown(text), "example": EXAMPLE}))]
        )
    return value


def _check_version(version: Reader) -> None:
    """Refuse a version from the future at once: nobody knows yet what else its files may hold."""
    if type(version.value) is not int or version.value < 1:
        version.refuse("engine.saved.version", example=str(VERSION))
    elif version.value > VERSION:
        version.refuse("engine.saved.newer", expected=str(VERSION))
        version.refusals.raise_if_any()


def _aside(model: Questionnaire, given: Reader, accepted: list[str]) -> Refusal:
    if not accepted:
        values = {"value": given.path.partition(".")[2], "example": next(iter(model.questions))}
        return Refusal(given.path, Message("engine.saved.question_set_aside", values))
    values = {
        "value": shown(given.value),
        "expected": ", ".join(accepted),
        "example": accepted[-2],
    }
    return Refusal(given.path, Message("engine.saved.option_set_aside", values))


def _field_aside(field: Reader, expected: str) -> Refusal:
    values = {"value": shown(field.value) if field.path == "on" else field.path, "expected": expected}
    return Refusal(field.path, Message("engine.saved.field_set_aside", values))


def _is_day(value: Any) -> bool:
    try:
        return isinstance(value, str) and bool(day_from_text(value))
    except ValueError:
        return False
