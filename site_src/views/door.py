"""The door of the page: asks the engine, turns its answer into a piece of the page. Text in, text out."""

from __future__ import annotations

import json
from importlib import import_module
from typing import Any

from .runtime import Tools

_texts: dict[str, tuple[Any, str]] = {}


def load_texts(language: str, text: str) -> None:
    """Keep the sentences of a language, replacing earlier ones."""
    from py_engine.speech import Catalogue  # noqa: PLC0415 - while a site is being built, the engine may still change

    texts = json.loads(text)
    _texts[language] = (Catalogue(language, texts["messages"], texts["locale"]), texts["home"])


def page(call: str, request: str, view: str, language: str, base: str) -> str:
    """Answer a request of the page.

    Args:
        call: what is asked of the engine, such as ``diagnostic.assess``.
        request: the question, as JSON.
        view: the view that shows the answer, such as ``diagnostic/result``; a refusal has its own.
        language: code of a language whose texts were loaded.
        base: relative path from the page to the root of the site.

    Returns:
        JSON: ``ok``, the ``response`` of the engine as it is, and the ``html`` to show.
    """
    from py_engine import bridge  # noqa: PLC0415 - rendering alone does not need the engine

    response = bridge.call(call, request)
    reply = json.loads(response)
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
