"""What `puente bench views` runs inside Pyodide: one way of rendering the result view, from its import to its text."""

from __future__ import annotations

import json
import sys
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

VIEW = "diagnostic/result"


def measure(job: str) -> str:
    """Render twice and say how long it took.

    Args:
        job: JSON with ``way``, ``place`` of the packed files, ``texts``, ``answer`` and the ``functions`` of a view.

    Returns:
        JSON with milliseconds, the text, and the files that were read for it.
    """
    from importlib import import_module  # noqa: PLC0415

    given = json.loads(job)
    speech: Any = import_module("py_engine.speech")  # a page that asks the engine has it already
    catalogue = speech.Catalogue("en", given["texts"]["messages"], given["texts"]["locale"])
    before = set(sys.modules)
    start = time.perf_counter()
    tools: Any = import_module("puente_views.runtime").Tools(catalogue, "en", "../../", "")
    render = WAYS[given["way"]](given, tools)
    context = {"answer": given["answer"], "sample": False, "language": "en", "base": "../../"}
    html = render(context)
    first = time.perf_counter() - start
    start = time.perf_counter()
    for _ in range(5):
        render(context)
    later = (time.perf_counter() - start) / 5
    return json.dumps(
        {
            "first": first * 1000,
            "later": later * 1000,
            "html": html,
            "files": _files(set(sys.modules) - before),
        }
    )


def _files(names: set[str]) -> list[str]:
    modules = [sys.modules[name] for name in names if name in sys.modules]
    return sorted({str(getattr(module, "__file__", None) or "") for module in modules} - {""})


def _jinja(given: dict[str, Any], tools: Any, loader: Any) -> Callable[[dict[str, Any]], str]:
    import jinja2  # noqa: PLC0415
    from markupsafe import Markup  # noqa: PLC0415

    made = jinja2.Environment(
        autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined, loader=loader
    )
    for name in given["functions"]:
        made.globals[name] = getattr(tools, name)
    made.globals["icon"] = lambda name: Markup(tools.icon(name))  # noqa: S704 - drawings of our own
    render: Callable[[dict[str, Any]], str] = made.get_template(f"{VIEW}.html.j2").render
    return render


def _with_compiler(given: dict[str, Any], tools: Any) -> Callable[[dict[str, Any]], str]:
    """Jinja2 whole, templates as text: they are compiled in the page."""
    import jinja2  # noqa: PLC0415

    return _jinja(given, tools, jinja2.DictLoader(given["templates"]))


def _with_modules(given: dict[str, Any], tools: Any) -> Callable[[dict[str, Any]], str]:
    """Jinja2 whole, templates compiled by Jinja2 at build time."""
    import jinja2  # noqa: PLC0415

    return _jinja(given, tools, jinja2.ModuleLoader(given["place"]))


def _plain(_: dict[str, Any], tools: Any) -> Callable[[dict[str, Any]], str]:
    """Plain Python written at build time: no template engine in the page."""
    from importlib import import_module  # noqa: PLC0415

    module: Any = import_module(f"puente_views.{VIEW.replace('/', '__')}")
    return lambda context: str(module.render(tools, context))


WAYS = {"run-time": _with_compiler, "modules": _with_modules, "plain": _plain}
