"""The only door into the engine: text in, text out. A page, a command line and a program all come through here.

An answer has one of three shapes: ``{"ok": …}``, ``{"refused": […]}`` with every fault of the request, or
``{"needs": ["rules/09"]}``: load these shards and ask again. A bug raises.
"""

from __future__ import annotations

import json
from importlib import import_module
from typing import Any, NamedTuple

from py_engine.errors import EngineError, NeedsData, Refusals, shown
from py_engine.reading import Reader, parse_json
from py_engine.shards import data, lack, load, need, unload

__all__ = ["CALLS", "Call", "call", "data", "lack", "load", "need", "unload"]


class Call(NamedTuple):
    """One thing that can be asked: where it is answered, an example of a request, the shards it always needs.

    The function takes the data of these shards in this order, then the request as a ``Reader``. What else it needs it
    asks for with ``py_engine.shards.data``. Its module is imported when somebody asks: in a browser a module costs
    milliseconds, and a visitor who asks for one tool should not wait for the others.
    """

    module: str
    function: str
    example: str
    shards: tuple[str, ...] = ()


EXAMPLE = '{"answers":{},"on":"2026-11-22"}'

CALLS: dict[str, Call] = {
    "chains.suggest": Call(
        "py_engine.chains.suggest", "suggest", '{"answers":{"product.hs":"0901.21"}}', ("chains",)
    ),
    "diagnostic.assess": Call(
        "py_engine.diagnostic.calls", "assess", '{"answers":{},"on":"2026-11-21"}', ("diagnostic",)
    ),
    "diagnostic.open": Call("py_engine.diagnostic.saved", "open_saved", '{"text":"…"}', ("diagnostic",)),
    "diagnostic.questionnaire": Call(
        "py_engine.diagnostic.calls", "questionnaire", '{"on":"2026-11-21"}', ("diagnostic",)
    ),
    "origin.form": Call("py_engine.origin.calls", "form", '{"on":"2026-11-22"}', ("agreements",)),
    "origin.determine": Call(
        "py_engine.origin.calls",
        "determine_one",
        '{"answers":{"product.hs":"0901.21","made_in":"PE"},"on":"2026-11-22","agreement":"us-peru"}',
        ("agreements",),
    ),
    "origin.advise": Call(
        "py_engine.advice.calls",
        "advise",
        '{"answers":{"product.hs":"0901.21","made_in":"PE"},"on":"2026-11-22","agreement":"us-peru"}',
        ("agreements",),
    ),
    "origin.dossier": Call(
        "py_engine.dossier.calls",
        "dossier",
        '{"answers":{"product.hs":"0901.21","made_in":"PE"},"on":"2026-11-22","agreement":"us-peru"}',
        ("agreements",),
    ),
    "origin.rerun": Call("py_engine.dossier.calls", "rerun", '{"text":"…"}', ("agreements",)),
    "origin.batch": Call(
        "py_engine.markets.batch",
        "batch",
        '{"text":"client,product,hs,made in\\n…","on":"2026-11-22"}',
        ("agreements",),
    ),
    "origin.open": Call("py_engine.dossier.opening", "open_file", '{"text":"…"}'),
    "origin.markets": Call(
        "py_engine.markets.calls",
        "markets",
        '{"answers":{"product.hs":"0901.21","made_in":"PE"},"on":"2026-11-22"}',
        ("agreements",),
    ),
    "search.describe": Call(
        "py_engine.search.calls", "describe", '{"answers":{"search.hs":"0901.21","search.language":"en"}}'
    ),
    "search.find": Call(
        "py_engine.search.calls",
        "find",
        '{"answers":{"search.words":"roasted coffee","search.language":"en"}}',
    ),
    "search.form": Call("py_engine.search.calls", "form", '{"on":"2026-11-22"}'),
    "hs.read": Call("py_engine.hs", "read", '{"code":"0901.21"}'),
    "cash.answer": Call("py_engine.business.cash", "answer", EXAMPLE),
    "cash.form": Call("py_engine.business.cash", "ask", '{"on":"2026-11-22"}'),
    "cash.open": Call("py_engine.business.cash", "opened", '{"text":"…"}'),
    "catalogue.answer": Call("py_engine.business.catalogue", "answer", EXAMPLE),
    "catalogue.form": Call("py_engine.business.catalogue", "ask", '{"on":"2026-11-22"}'),
    "catalogue.open": Call("py_engine.business.catalogue", "opened", '{"text":"…"}'),
    "customers.answer": Call("py_engine.business.customers", "answer", EXAMPLE),
    "customers.form": Call("py_engine.business.customers", "ask", '{"on":"2026-11-22"}'),
    "customers.open": Call("py_engine.business.customers", "opened", '{"text":"…"}'),
    "ladder.answer": Call("py_engine.business.ladder", "answer", EXAMPLE),
    "ladder.form": Call("py_engine.business.ladder", "ask", '{"on":"2026-11-22"}'),
    "ladder.open": Call("py_engine.business.ladder", "opened", '{"text":"…"}'),
    "plan.answer": Call("py_engine.plan.calls", "answer", EXAMPLE, ("diagnostic", "plan")),
    "plan.form": Call("py_engine.plan.calls", "ask", '{"on":"2026-11-22"}', ("plan",)),
    "plan.open": Call("py_engine.plan.calls", "opened", '{"text":"…"}', ("plan",)),
    "price.answer": Call("py_engine.business.price", "answer", EXAMPLE),
    "price.form": Call("py_engine.business.price", "ask", '{"on":"2026-11-22"}'),
    "price.open": Call("py_engine.business.price", "opened", '{"text":"…"}'),
    "quotation.answer": Call("py_engine.business.quotation", "answer", EXAMPLE),
    "quotation.form": Call("py_engine.business.quotation", "ask", '{"on":"2026-11-22"}'),
    "quotation.open": Call("py_engine.business.quotation", "opened", '{"text":"…"}'),
    "splitter.answer": Call("py_engine.business.splitter", "answer", EXAMPLE),
    "splitter.form": Call("py_engine.business.splitter", "ask", '{"on":"2026-11-22"}'),
    "splitter.open": Call("py_engine.business.splitter", "opened", '{"text":"…"}'),
    "safety.answer": Call("py_engine.business.safety", "answer", EXAMPLE),
    "safety.form": Call("py_engine.business.safety", "ask", '{"on":"2026-11-22"}'),
    "safety.open": Call("py_engine.business.safety", "opened", '{"text":"…"}'),
}


def call(name: str, request: str) -> str:
    """Answer one request.

    >>> call("hs.read", '{"code": "09.01"}')  # doctest: +ELLIPSIS
    '{"ok":{"chapter":"09","code":"0901","dotted":"09.01",...}}'
    """
    try:
        reply: dict[str, Any] = {"ok": _answer(name, request)}
    except NeedsData as missing:
        reply = {"needs": list(missing.names)}
    except EngineError as error:
        reply = {"refused": [refusal.as_json() for refusal in error.refusals]}
    return json.dumps(reply, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def _answer(name: str, request: str) -> Any:
    refusals = Refusals()
    if name not in CALLS:
        refusals.add("call", "engine.call.unknown", value=shown(name), expected=", ".join(sorted(CALLS)))
        refusals.raise_if_any()
    asked = CALLS[name]
    value = parse_json(request, path="request", example=asked.example)
    if not isinstance(value, dict):
        refusals.add("request", "engine.value.object", value=shown(value), example=asked.example)
        refusals.raise_if_any()
    need(*asked.shards)
    for lacking in (shard for shard in asked.shards if data(shard) is None):
        refusals.add("data", "engine.data.missing", value=lacking)
    refusals.raise_if_any()
    function = getattr(import_module(asked.module), asked.function)
    return function(*map(data, asked.shards), Reader(value, "", refusals))
