"""Opens a file that a business tool saved. What no longer fits the tool is set aside and said; the rest is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from py_engine.errors import EngineError, Refusal, shown
from py_engine.message import Message
from py_engine.reading import Reader, parse_json

if TYPE_CHECKING:
    from py_engine.business.fields import Tool

__all__ = ["VERSION", "open_saved"]

VERSION = 1
LONGEST = 1_000_000
FIELDS = ("answers", "before", "format", "on", "version")


def open_saved(tool: Tool, request: Reader) -> dict[str, Any]:
    """Read a saved file and give the answers that the tool still asks for; whether they make sense is asked later.

    Raises:
        EngineError: The text is no file of this tool, or one of a newer version.
    """
    kind = f"puente.{tool.name}"
    example = f'{{"format":"{kind}","version":{VERSION},"answers":{{}}}}'
    for _ in request.fields(example='{"text":"…"}', only=("text",)):
        pass
    text = request.at("text").text(example=example)
    request.refusals.raise_if_any()
    value: Any = None
    try:
        value = parse_json(text, path="text", example=example, longest=LONGEST)
    except EngineError as error:
        if error.refusals[0].message.key not in {"engine.json.broken", "engine.json.unreadable"}:
            raise
    if not isinstance(value, dict):
        values = {"value": shown(text), "example": example}
        raise EngineError([Refusal("text", Message("business.saved.not_json", values))])
    file = Reader(value, "", request.refusals)
    if file.at("format").value != kind:
        file.at("format").refuse("business.saved.format", expected=kind)
        request.refusals.raise_if_any()
    version = file.at("version").value
    if type(version) is not int or version < 1:
        file.at("version").refuse("business.saved.version", expected=str(VERSION))
    elif version > VERSION:
        file.at("version").refuse("business.saved.newer", expected=str(VERSION))
    file.at("answers").is_object(example="{}")
    request.refusals.raise_if_any()
    names = {name for name, _, _, _ in tool.places()}
    given = value["answers"]
    kept = {name: given[name] for name in given if name in names and isinstance(given[name], str)}
    aside = [
        Refusal(f"answers.{shown(name)}", Message("business.saved.aside", {"name": shown(name)}))
        for name in given
        if name not in kept
    ]
    aside += [
        Refusal(shown(name), Message("business.saved.aside", {"name": shown(name)}))
        for name in value
        if name not in FIELDS
    ]
    return {
        "kind": "business.opened",
        "answers": kept,
        "before": None,
        "set_aside": [each.as_json() for each in aside],
    }
