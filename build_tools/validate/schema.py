"""Each file has the shape its schema describes; every departure becomes a sentence with a remedy.

The schemas in ``schemas/`` are also what editors use for help while typing. Here everything is text, so a pattern
always applies; ``x-fault`` beside a pattern names the sentence that explains it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from jsonschema import Draft202012Validator, ValidationError
from jsonschema.validators import extend

from build_tools.content.faults import Faults, Place
from build_tools.validate.walk import listed, shown, similar

if TYPE_CHECKING:
    from build_tools.content.faults import Step
    from build_tools.content.project import Project
    from build_tools.content.yamltext import Document

CHECK: Final = "SCHEMA"
FOLDER: Final = Path(__file__).parents[2] / "schemas"
ELSEWHERE: Final = frozenset({"hs"})
"""Kinds of value that a check of their own explains better."""


def validate(project: Project, faults: Faults, today: date) -> None:  # noqa: ARG001  the date is every check's
    """Compare every data file, the economy's file and the facts of every page with their schemas."""
    for (shard, stem), file in project.data_files.items():
        name = schema_of(shard, stem)
        if name is None:
            faults.error("FILES", "files.no_schema", Place(file=file), name=f"{shard}-{stem}.schema.json")
        else:
            compare(name, project.documents[file], faults)
    for file, document in project.documents.items():
        if file not in project.data_files.values() and file.endswith("economy.yml"):
            compare("economy", document, faults)
    for page in project.pages:
        if page.document is not None and isinstance(page.document.value, dict):
            compare("page", page.document, faults)


def schema_of(shard: str, stem: str) -> str | None:
    """Name the schema of a data file: of that very file, or of the whole shard."""
    names = (f"{shard}-{stem.rpartition('/')[2]}", shard)
    return next((name for name in names if (FOLDER / f"{name}.schema.json").is_file()), None)


def compare(name: str, document: Document, faults: Faults) -> None:
    """Report where a document departs from a schema."""
    for error in validator(name).iter_errors(document.value):
        path = tuple(error.absolute_path)
        if not any(path[:length] in document.faulty for length in range(1, len(path) + 1)):
            for key, place, values in explain(error, path):
                faults.error(CHECK, key, document.place(place), **values)


@cache
def validator(name: str) -> Any:
    """Give the validator of a schema, built once."""
    return _Validator(_inlined(_read(f"{name}.schema.json"), f"{name}.schema.json"))


@cache
def _read(file: str) -> Any:
    return json.loads((FOLDER / file).read_text(encoding="utf-8"))


def _inlined(schema: Any, file: str) -> Any:
    """Put what a reference points to in its place: no schema refers to itself, and looking up is slow."""
    if isinstance(schema, list):
        return [_inlined(item, file) for item in schema]
    if not isinstance(schema, dict):
        return schema
    own = {key: _inlined(item, file) for key, item in schema.items() if key not in {"$ref", "$defs"}}
    if "$ref" not in schema:
        return own
    target, _, pointer = schema["$ref"].partition("#")
    found = _read(target or file)
    for step in pointer.strip("/").split("/"):
        found = found[step]
    return {**_inlined(found, target or file), **own}


def _real(_validator: Any, kind: str, value: Any, _schema: Any) -> Iterator[ValidationError]:
    """Refuse a day that the calendar does not have; the pattern only knows its shape."""
    if kind == "date" and isinstance(value, str):
        try:
            date.fromisoformat(value)
        except ValueError:
            yield ValidationError("not a day")


_Validator: Any = extend(Draft202012Validator, {"x-fault": _real})  # type: ignore[no-untyped-call]  # it has no types


def explain(
    error: ValidationError, path: tuple[Step, ...]
) -> Iterator[tuple[str, tuple[Step, ...], dict[str, str]]]:
    """Turn one finding of the library into our own: a key, a place and the values of the sentence."""
    schema: Mapping[str, Any] = error.schema if isinstance(error.schema, Mapping) else {}
    value: Any = error.instance
    wanted: Any = error.validator_value
    keyword = str(error.validator)
    known = schema.get("properties", {})
    if "propertyNames" in error.absolute_schema_path:
        yield f"schema.{schema['x-fault']}", (*path, value), {"value": shown(value), "example": "es"}
    elif keyword in {"pattern", "x-fault"}:
        kind = schema["x-fault"]
        if kind not in ELSEWHERE:
            yield f"schema.{kind}", path, {"value": shown(value), "example": _example(schema)}
    elif keyword == "type":
        types = {wanted} if isinstance(wanted, str) else set(wanted)
        key = "not_list" if "array" in types else "not_mapping" if "object" in types else "not_text"
        yield f"schema.{key}", path, {"example": _example(schema)}
    elif keyword in {"required", "dependentRequired"}:
        names = wanted if keyword == "required" else [n for k, v in wanted.items() if k in value for n in v]
        for name in names:
            if name not in value:
                yield "schema.missing", path, {"name": name, "example": _example(known.get(name, {}))}
    elif keyword == "additionalProperties":
        for name in value:
            if name not in known:
                yield (
                    "schema.unknown_key",
                    (*path, name),
                    {"name": name, "allowed": listed(known), "similar": similar(name, known)},
                )
    elif keyword == "enum":
        allowed = [choice for choice in wanted if isinstance(choice, str)]
        near = similar(value, allowed) if isinstance(value, str) else ""
        yield "schema.choice", path, {"value": shown(value), "allowed": listed(allowed), "similar": near}
    elif keyword in {"minItems", "maxItems"}:
        key = "schema.too_few" if keyword == "minItems" else "schema.too_many"
        yield key, path, {"count": str(len(value)), "limit": str(wanted)}
    elif keyword == "uniqueItems":
        twice = [item for number, item in enumerate(value) if item in value[:number]]
        yield "schema.repeated", path, {"value": shown(twice[0])}
    else:  # minLength and minProperties: something that says nothing
        yield "schema.empty", path, {"example": _example(schema)}


def _example(schema: Mapping[str, Any]) -> str:
    return str(schema.get("examples", ["…"])[0])
