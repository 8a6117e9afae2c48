"""The call `origin.batch`: a whole list of clients and products, a few lines at a time, one result line per market.

A line with faults is named with its number and everything that is wrong with it; the others are answered all the same.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from py_engine.dossier.columns import (
    INPUT_COLUMNS,
    PRODUCT_COLUMNS,
    cell_value,
    fields_of,
    known_column,
)
from py_engine.dossier.table import read_table, write_table
from py_engine.errors import EngineError, NeedsData, Refusals, shown
from py_engine.markets.calls import reached, row_of
from py_engine.origin.calls import asked_day, certain, read_answers, ready
from py_engine.reading import Reader

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from py_engine.agreements.agreement import Agreement
    from py_engine.dossier.table import Line

__all__ = ["COLUMNS", "batch"]

MOST_LINES = 5000
AT_ONCE = 25
EXAMPLE = '{"text":"client,product,hs,made in\\n…","on":"2026-11-22"}'
EXAMPLE_TABLE = "client,product,hs,made in"
NUMBERED = re.compile(r"(?:input|insumo|material)[ _]*(\d+)[ _.]*(.*)", re.IGNORECASE)
KEYS = ("client", "id")
# A long list is asked about again and again, a few lines at a time; reading it takes half a second in 5,000 lines.
_rows = lru_cache(maxsize=2)(read_table)
COLUMNS = (
    "line",
    "client",
    "id",
    "product",
    "hs",
    "made_in",
    "importer",
    "agreement",
    "answer",
    "verdict",
    "criterion",
    "mfn",
    "preferential",
    "saving_low",
    "saving_high",
    "currency",
    "effort",
    "status",
    "reason",
    "missing",
)


def batch(agreements: tuple[Agreement, ...], request: Reader) -> dict[str, Any]:
    """Answer some lines of a list, from the line ``from`` on; ``next`` says where to go on.

    Raises:
        EngineError: The list itself is not understood.
        NeedsData: The first of these lines needs data that is not here.
    """
    for _ in request.fields(example=EXAMPLE, only=("text", "inputs", "on", "from", "count")):
        pass
    day = asked_day(request)
    text = request.at("text").text(example=EXAMPLE_TABLE)
    start = _count(request.at("from"), 0)
    count = _count(request.at("count"), AT_ONCE)
    day = certain(request, day)
    lines = _rows(text)
    products = lines[1:]
    head, unknown = _head(lines[0]) if lines else ([], [])
    if "product.hs" not in head:
        request.refusals.add("text", "origin.batch.columns", value=shown(text), example=EXAMPLE_TABLE)
    if len(products) > MOST_LINES:
        values = {"value": {"number": str(len(products))}, "expected": {"number": str(MOST_LINES)}}
        request.refusals.add("text", "origin.batch.long", **values)
    request.refusals.raise_if_any()
    more = _inputs_of(request.at("inputs"))
    rows: list[dict[str, Any]] = []
    errors: list[dict[str, Any]] = []
    at = start
    for at, line in enumerate(products[start : start + count], start):
        answers = _answers(head, line, more)
        try:
            found = list(_line(agreements, line, answers, day, errors))
        except NeedsData:
            if at == start:
                raise
            break  # what is done is given; the caller goes on from here
        rows.extend(found)
    else:
        at = min(start + count, len(products))
    return {
        "kind": "origin.batch",
        "on": day.isoformat(),
        "total": str(len(products)),
        "next": str(at) if at < len(products) else None,
        "columns": list(COLUMNS),
        "rows": rows,
        "errors": errors,
        "unknown_columns": unknown if start == 0 else [],
        "csv": write_table([[_cell(row[name]) for name in COLUMNS] for row in rows]),
    }


def _count(source: Reader, otherwise: int) -> int:
    if not source.present or source.value is None:
        return otherwise
    text = source.text(example=str(otherwise))
    if not text.isdigit():
        source.refuse("engine.value.number", example=str(otherwise))
        return otherwise
    return int(text)


def _cell(part: Any) -> str:
    """Write a part of a row for a spreadsheet: a message by its key, for whoever has no catalogue."""
    if isinstance(part, dict):
        return str(part.get("key", ""))
    return str(part)


def _head(line: Line) -> tuple[list[str], list[str]]:
    """Give the field of every column; columns such as "input 2 value" are inputs of the line itself."""
    found, unknown = [], []
    for cell in line.cells:
        field = known_column(cell, PRODUCT_COLUMNS)
        numbered = NUMBERED.fullmatch(cell.strip())
        if not field and numbered and int(numbered[1]) > 0:
            inner = known_column(numbered[2], INPUT_COLUMNS)
            field = f"inputs.{int(numbered[1]) - 1}.{inner}" if inner else ""
        found.append(field)
        if cell and not field:
            unknown.append(cell)
    return found, unknown


def _inputs_of(source: Reader) -> Mapping[tuple[str, str], list[dict[str, str]]]:
    """Read the second list: inputs, each with the client and id, or the product, that it belongs to."""
    if not source.present or not source.value:
        return {}
    lines = _rows(source.text(example="id,name,hs,value"))
    owner = {"client": PRODUCT_COLUMNS["client"], "id": (*PRODUCT_COLUMNS["id"], "product", "producto")}
    owners, _ = fields_of(lines[0], owner)
    head, _ = fields_of(lines[0], INPUT_COLUMNS)
    head = ["" if mine else field for mine, field in zip(owners, head, strict=True)]
    found: dict[tuple[str, str], list[dict[str, str]]] = {}
    for line in lines[1:]:
        named = dict(zip(owners, line.cells, strict=False))
        key = (named.get("client", ""), named.get("id", ""))
        fields = dict(zip(head, line.cells, strict=False))
        found.setdefault(key, []).append({name: cell for name, cell in fields.items() if name and cell})
    return found


def _answers(
    head: list[str], line: Line, more: Mapping[tuple[str, str], list[dict[str, str]]]
) -> dict[str, str]:
    answers = {
        field: cell_value(field, cell)
        for field, cell in zip(head, line.cells, strict=False)
        if field and cell
    }
    client, name = answers.get("client", ""), answers.get("id", "")
    known = (name, answers.get("product.name", ""))
    rows = next((more[key] for one in known for key in ((client, one), ("", one)) if one and key in more), [])
    first = 1 + max(
        (int(field.split(".")[1]) for field in answers if field.startswith("inputs.")), default=-1
    )
    for at, row in enumerate(rows, first):
        answers.update({f"inputs.{at}.{field}": cell_value(field, cell) for field, cell in row.items()})
    return answers


def _line(
    agreements: tuple[Agreement, ...],
    line: Line,
    answers: dict[str, str],
    day: date,
    errors: list[dict[str, Any]],
) -> Iterator[dict[str, Any]]:
    """Answer one line: a row for every market, or what is wrong with it."""
    about = {name: answers.pop(name, "") for name in KEYS}
    refusals = Refusals()
    given = read_answers(Reader({"answers": answers}, "", refusals))
    if not refusals.found:
        try:
            given = ready(given)
        except EngineError as error:
            refusals.found.extend(error.refusals)
    if refusals.found:
        faults = [refusal.as_json() for refusal in refusals.found]
        errors.append({"line": str(line.number), **about, "faults": faults})
        return
    common = {
        "line": str(line.number),
        **about,
        "product": given.name,
        "hs": given.hs[0].dotted,
        "made_in": given.made_in,
        "currency": given.currency,
    }
    none = dict.fromkeys((name for name in COLUMNS if name not in common), "")
    rows = sorted(
        (row_of(importer, found, given) for importer, found in reached(agreements, given, day)),
        key=lambda row: row["order"],
    )
    if not rows:
        yield {**common, **none, "answer": "no_agreement"}
    for row in rows:
        yield {
            **common,
            "importer": row["importer"],
            "agreement": row["agreement"],
            "agreement_short": row["agreement_short"],
            "answer": row["answer"],
            "verdict": row["verdict"],
            "criterion": row["criterion"],
            "mfn": row["mfn"].get("high", "") or "",
            "preferential": row["preferential"].get("high", "") or "",
            "saving_low": row["saving"].get("low", "") or "",
            "saving_high": row["saving"].get("high", "") or "",
            "effort": row["effort"]["level"],
            "status": row["status"],
            "reason": row["why"],
            "missing": " ".join(row["asks"]),
        }
