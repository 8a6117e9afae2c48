"""The door of the page: asks the engine, turns its answer into a piece of the page. Text in, text out."""

from __future__ import annotations

import json
from importlib import import_module
from typing import Any

from .runtime import Tools

_parts: dict[str, dict[str, Any]] = {}  # language -> whose sentences -> key -> sentence
_texts: dict[str, tuple[Any, str]] = {}


def load_texts(language: str, text: str, of: str = "") -> None:
    """Keep sentences of a language, replacing earlier ones of the same origin.

    Args:
        language: its code.
        text: JSON with ``messages``; the first of a language also with ``locale`` and ``home``.
        of: the data shard that brought them and goes with them; empty for those of the page itself.
    """
    from py_engine.speech import Catalogue  # noqa: PLC0415 - while a site is being built, the engine may still change

    texts = json.loads(text)
    _parts.setdefault(language, {})[of] = texts["messages"]
    if not of:
        _texts[language] = (Catalogue(language, {}, texts["locale"]), texts["home"])
    _put_together(language)


def forget_texts(language: str, of: str) -> None:
    """Let the sentences go that a data shard has brought."""
    if _parts.get(language, {}).pop(of, None) is not None:
        _put_together(language)


def _put_together(language: str) -> None:
    """Two shards may bring the same sentence, so what is left is put together anew."""
    _texts[language][0].messages = {
        key: text for part in _parts[language].values() for key, text in part.items()
    }


def page(call: str, request: str, view: str, language: str, base: str) -> str:
    """Answer a request of the page.

    Args:
        call: what is asked of the engine, such as ``diagnostic.assess``.
        request: the question, as JSON.
        view: the view that shows the answer, such as ``diagnostic/result``; a refusal has its own.
        language: code of a language whose texts were loaded.
        base: relative path from the page to the root of the site.

    Returns:
        JSON: ``ok``, the ``response`` of the engine as it is, and the ``html`` to show; or ``needs`` alone, the names
        of data shards to load before it is asked again.
    """
    from py_engine import bridge  # noqa: PLC0415 - rendering alone does not need the engine

    response = bridge.call(call, request)
    reply = json.loads(response)
    if "needs" in reply:
        return response
    ok = "ok" in reply
    html = (
        render(view, reply["ok"], language, base) if ok else render("shared/refused", reply, language, base)
    )
    return json.dumps(
        {"ok": ok, "response": response, "html": html}, ensure_ascii=False, separators=(",", ":")
    )


def render(view: str, answer: Any, language: str, base: str, *, sample: bool = False) -> str:
    """Show an answer of the engine as a piece of a page. A sample says that its answers are invented."""
    catalogue, home = _texts[language]
    module = import_module("." + view.replace("/", "__").replace("-", "_"), __package__)
    context = {"answer": answer, "sample": sample, "language": language, "base": base}
    return str(module.render(Tools(catalogue, language, base, home), context))
