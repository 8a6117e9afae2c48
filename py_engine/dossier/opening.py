"""The call `origin.open`: a saved file of the tool, a dossier, or a pasted table of inputs, turned into answers."""

from __future__ import annotations

from typing import Any

from py_engine.dossier.calls import opened
from py_engine.dossier.columns import INPUT_COLUMNS, fields_of, input_answers
from py_engine.dossier.seal import FORMAT as DOSSIER
from py_engine.dossier.table import read_table
from py_engine.errors import EngineError, Refusals, shown
from py_engine.origin.given_read import MOST_INPUTS
from py_engine.origin.told import plain
from py_engine.reading import Reader, parse_json

__all__ = ["FORMAT", "open_file"]

FORMAT = "puente.origin"
VERSION = 1
LONGEST = 5_000_000
EXAMPLE = '{"format":"puente.origin","version":1,"answers":{"product.hs":"0901.21"}}'
EXAMPLE_TABLE = "name,hs,value,origin"


def open_file(request: Reader) -> dict[str, Any]:
    """Read a file or what was pasted, and give its answers; what is not known is set aside and said.

    Raises:
        EngineError: The text is none of these, or of a newer version.
    """
    for _ in request.fields(example='{"text":"…"}', only=("text",)):
        pass
    text = request.at("text").text(example=EXAMPLE)
    request.refusals.raise_if_any()
    if text.lstrip("\ufeff \n\r\t").startswith("{"):
        return _json(text)
    return _table(text)


def _json(text: str) -> dict[str, Any]:
    refusals = Refusals()
    try:
        file = parse_json(text, path="text", example=EXAMPLE, longest=LONGEST)
    except EngineError:
        refusals.add("text", "engine.dossier.broken", value=shown(text), example=EXAMPLE)
        raise EngineError(refusals.found) from None
    kind = file.get("format")
    if kind == DOSSIER:
        file = opened(text)
    elif kind != FORMAT:
        refusals.add("format", "engine.dossier.format", value=shown(kind), example=FORMAT)
        refusals.raise_if_any()
    elif not isinstance(file.get("version"), int):
        shown_version = shown(file.get("version"))
        refusals.add("version", "engine.dossier.version", value=shown_version, example=str(VERSION))
    elif file["version"] > VERSION:
        refusals.add("version", "engine.dossier.newer", value=str(file["version"]), expected=str(VERSION))
    refusals.raise_if_any()
    answers, aside = {}, []
    for name, value in Reader(file, "", refusals).at("answers").fields(example='{"product.hs":"0901.21"}'):
        if isinstance(value.value, str):
            answers[name] = value.value
        else:
            aside.append(plain("determination.opened.field", field=shown(name)))
    refusals.raise_if_any()
    on = file.get("on")
    return {
        "kind": "origin.opened",
        "answers": answers,
        "on": on if isinstance(on, str) else "",
        "set_aside": aside,
    }


def _table(text: str) -> dict[str, Any]:
    """Read pasted rows. Without a line of names, the columns are taken in the usual order."""
    refusals = Refusals()
    lines = read_table(text[:LONGEST])
    if not lines:
        refusals.add("text", "engine.dossier.broken", value=shown(text), example=EXAMPLE_TABLE)
        refusals.raise_if_any()
    head, unknown = fields_of(lines[0], INPUT_COLUMNS)
    rows = lines[1:]
    if not any(head):
        head, unknown, rows = EXAMPLE_TABLE.split(","), [], lines
    if len(rows) > MOST_INPUTS:
        refusals.add(
            "inputs",
            "origin.given.many_inputs",
            value={"number": str(len(rows))},
            expected={"number": str(MOST_INPUTS)},
        )
        refusals.raise_if_any()
    return {
        "kind": "origin.opened",
        "answers": input_answers(head, rows),
        "on": "",
        "set_aside": [plain("determination.opened.column", column=shown(name)) for name in unknown],
    }
