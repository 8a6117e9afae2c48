"""What a tool asks: fields in groups, some in rows. Reads the answers of a form, all faults in one pass.

A form sends a flat mapping of texts, ``{"cost.0.amount": "12,50"}``, and leaves out what is empty. A refusal names
the field by the words that stand beside it on the page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from py_engine.business.amounts import AmbiguousError, read_amount
from py_engine.errors import shown
from py_engine.quantity import HUNDRED_POINTS, MILLION
from py_engine.reading import day_from_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from py_engine.message import Value
    from py_engine.reading import Reader

__all__ = ["Field", "Group", "Tool", "Values", "form", "read"]

EXAMPLE = '{"answers":{},"on":"2026-11-22"}'
LONGEST = 400
MORE = {"lines": 10, "device": 250, "paste": 2500}


class Field(NamedTuple):
    """One thing to fill in.

    X
        any other answer.
    """

    name: str
    kind: str
    needed: bool = False
    options: tuple[str, ...] = ()
    least: int = 0
    most: int = 0  # 0: no limit
    label: str = ""  # a key, where the words come from data
    help: str | None = None


class Group(NamedTuple):
    """Fields under one heading; with rows, so many times."""

    name: str
    fields: tuple[Field, ...]
    rows: int = 0
    folded: bool = False


class Tool(NamedTuple):
    """A tool: its name, which is its room of sentences, and what it asks."""

    name: str
    groups: tuple[Group, ...]

    def places(self) -> Iterator[tuple[str, Group, Field, int]]:
        """Give every field with the name it has in a form, its group and its row."""
        for group in self.groups:
            for row in range(max(group.rows, 1)):
                for field in group.fields:
                    yield (
                        (f"{group.name}.{row}.{field.name}" if group.rows else field.name),
                        group,
                        field,
                        row,
                    )

    def label(self, group: Group, field: Field) -> str:
        """Give the key of the words beside a field."""
        if field.label:
            return field.label
        name = f"{group.name}-{field.name}" if group.rows else field.name
        return f"{self.name}.fields.{name}.label"


class Values:
    """What was filled in: amounts as whole numbers, the rest as text; what was left empty is None."""

    __slots__ = ("on", "one", "rows")

    def __init__(self, on: date, rows: dict[str, list[dict[str, Any]]]) -> None:
        self.on = on
        self.one: dict[str, Any] = {}
        self.rows = rows

    def __getitem__(self, name: str) -> Any:
        """Give the value of a field outside rows."""
        return self.one[name]


def form(tool: Tool, request: Reader) -> dict[str, Any]:
    """Give what a page asks, in order.

    Raises:
        EngineError: The request is not understood.
    """
    for _ in request.fields(example='{"on":"2026-11-22"}', only=("on",)):
        pass
    request.at("on").day()
    request.refusals.raise_if_any()
    groups: list[dict[str, Any]] = []
    for group in tool.groups:
        made: dict[str, Any] = {
            "name": group.name,
            "title": f"{tool.name}.groups.{group.name}.title",
            "about": f"{tool.name}.groups.{group.name}.about",
            "folded": group.folded,
            "many": bool(group.rows),
            "rows": [
                [
                    {
                        "name": f"{group.name}.{row}.{field.name}" if group.rows else field.name,
                        "id": f"{group.name}-{row}-{field.name}" if group.rows else field.name,
                        "kind": field.kind,
                        "needed": field.needed and not group.rows,
                        "label": tool.label(group, field),
                        "help": field.help
                        if field.help is not None
                        else tool.label(group, field).removesuffix("label") + "help",
                        "options": [
                            {
                                "value": option,
                                "label": f"business.state.{option}"
                                if field.kind == "state"
                                else tool.label(group, field).removesuffix("label") + f"options.{option}",
                            }
                            for option in field.options
                        ],
                    }
                    for field in group.fields
                ]
                for row in range(max(group.rows, 1))
            ],
        }
        groups.append(made)
    return {"kind": "business.form", "tool": tool.name, "groups": groups}


def read(tool: Tool, request: Reader) -> Values:
    """Read the answers of a form; the day is the visitor's own.

    Raises:
        EngineError: A field is unknown, or cannot be read, or a needed one is empty: all of them at once.
    """
    for _ in request.fields(example=EXAMPLE, only=("answers", "before", "on")):
        pass
    day = request.at("on").day()
    answers = request.at("answers")
    names = {name for name, _, _, _ in tool.places()}
    for name, given in answers.fields(example='{"name":"…"}'):
        if name not in names:
            given.refuse("business.refused.unknown", name=shown(name))
    rows: dict[str, list[dict[str, Any]]] = {group.name: [] for group in tool.groups if group.rows}
    if day is None:  # refused above
        request.refusals.raise_if_any()
        raise AssertionError
    values = Values(day, rows)
    if isinstance(answers.value, dict):
        for group in tool.groups:
            _read_group(tool, group, answers, values)
    request.refusals.raise_if_any()
    return values


def _read_group(tool: Tool, group: Group, answers: Reader, values: Values) -> None:
    for row in range(max(group.rows, 1)):
        prefix = f"{group.name}.{row}." if group.rows else ""
        given = {field.name: answers.at(prefix + field.name) for field in group.fields}
        filled = {name: one for name, one in given.items() if one.present and one.value != ""}
        chosen = {field.name for field in group.fields if field.kind == "choice"}
        if group.rows and not set(filled) - chosen:
            continue  # a row in which only a list has its first choice is an empty row
        found: dict[str, Any] = {}
        for field in group.fields:
            label = tool.label(group, field)
            found[field.name] = None
            if field.name in filled:
                found[field.name] = _value(field, filled[field.name], label)
            elif field.needed:
                key = "business.refused.missing_in_row" if group.rows else "business.refused.missing"
                extra: dict[str, Value] = {"row": str(row + 1)} if group.rows else {}
                one = given[field.name]
                one.refusals.add(one.path, key, field={"key": label}, **extra)
        if group.rows:
            values.rows[group.name].append(found)
        else:
            values.one.update(found)


def _value(field: Field, given: Reader, label: str) -> Any:
    text = given.value
    words = {"field": {"key": label}}
    if not isinstance(text, str) or len(text) > LONGEST * MORE.get(field.kind, 1):
        given.refuse("business.refused.text", **words)
    elif field.kind in {"choice", "state", "check"}:
        options = field.options or ("yes",)
        if text in options:
            return text
        given.refuse("business.refused.choice", expected=", ".join(options), **words)
    elif field.kind == "day":
        try:
            return day_from_text(text)
        except ValueError:
            given.refuse("business.refused.day", **words)
    elif field.kind in {"text", "lines", "device", "paste"}:
        return text.strip()
    elif field.kind in {"phone", "mail"}:
        from py_engine.business.contact import read_mail, read_phone  # noqa: PLC0415 - two tools of ten ask for it

        try:
            return (read_phone if field.kind == "phone" else read_mail)(text)
        except ValueError:
            given.refuse(f"business.refused.{field.kind}", **words)
    else:
        return _amount(field, given, words)
    return None


def _amount(field: Field, given: Reader, words: dict[str, Any]) -> int | None:
    try:
        amount = read_amount(given.value)
    except AmbiguousError as error:
        given.refuse("business.refused.two_ways", first=error.args[0], second=error.args[1], **words)
        return None
    except ValueError:
        given.refuse("business.refused.amount", **words)
        return None
    if field.kind == "count":
        if amount % MILLION or amount < max(field.least, 1) * MILLION:
            given.refuse("business.refused.count", **words)
            return None
        amount //= MILLION
    elif amount < 0 and field.kind != "balance":
        given.refuse("business.refused.negative", **words)
        return None
    if field.kind == "percent" and amount >= HUNDRED_POINTS * 10:
        given.refuse("business.refused.percent", **words)
        return None
    if field.most and amount > field.most:
        given.refuse("business.refused.most", most={"number": str(field.most)}, **words)
        return None
    return amount
