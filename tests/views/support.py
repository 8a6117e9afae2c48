"""Renders one template twice: with Jinja2, and with what the compiler made of it."""

from __future__ import annotations

from types import ModuleType
from typing import Any

from jinja2 import DictLoader
from markupsafe import Markup

from build_tools.compile.statements import module_name
from build_tools.compile.views import ViewCompiler, environment
from build_tools.compile.vocabulary import FUNCTIONS
from site_src.views import runtime


class EchoTools:
    """Functions that show what they were given, so that a difference cannot hide behind a sentence."""

    language = "en"

    def t(self, key: str, **values: Any) -> str:
        return f"<{key}|{sorted(values.items())}>"

    def say(self, message: Any) -> str:
        return f"say {message}"

    def number(self, text: Any) -> str:
        return f"№{text}"

    def percent(self, text: Any) -> str:
        return f"{text} %"

    def date(self, text: Any) -> str:
        return f"day {text}"

    def icon(self, name: Any) -> str:
        return f"<svg>{name}</svg>"

    def link(self, path: Any) -> str:
        return f"../{path}/?a=1&b=2"

    def radar(self, dimensions: Any) -> dict[str, Any]:
        return {"low": " ".join(str(item) for item in dimensions), "axes": [{"x": 1}]}

    def savings(self, rows: Any) -> list[dict[str, Any]]:
        return [{"row": row, "rows": [row]} for row in rows]

    def tiles(self, rows: Any) -> list[dict[str, Any]]:
        return [{"row": row, "rows": [row]} for row in rows]

    def grouped(self, rows: Any) -> list[dict[str, Any]]:
        return [{"row": row, "rows": [row]} for row in rows]


def with_jinja(templates: dict[str, str], name: str, tools: Any, context: dict[str, Any]) -> str:
    """What Jinja2 itself makes of a template, strict and escaped."""
    jinja = environment()
    jinja.loader = DictLoader(templates)
    for function, about in FUNCTIONS.items():
        method = getattr(tools, function)
        jinja.globals[function] = (lambda *a, m=method, **k: Markup(m(*a, **k))) if about.markup else method  # noqa: S704 - the functions of the vocabulary that return markup
    return jinja.get_template(name).render(context)


def compiled(templates: dict[str, str]) -> dict[str, str]:
    """The Python source of each template; a fault fails the test."""
    compiler = ViewCompiler(templates)
    views = compiler.compile_all()
    assert compiler.faults == []
    return {name: view.source for name, view in views.items()}


def with_python(templates: dict[str, str], name: str, tools: Any, context: dict[str, Any]) -> str:
    """What the compiled templates make of it."""
    modules: dict[str, ModuleType] = {"runtime": runtime}
    waiting = {module_name(template): source for template, source in compiled(templates).items()}
    while waiting:
        for module, source in list(waiting.items()):
            lines = source.splitlines()
            needed = [line.split()[1].removeprefix(".") for line in lines if line.startswith("from .")]
            beside = [
                line.split(" import ")[1].split(", ") for line in lines if line.startswith("from . import")
            ]
            needed = [one for one in needed if one] + [one for names in beside for one in names]
            if all(one in modules for one in needed):
                modules[module] = _execute(module, source, modules)
                del waiting[module]
    return modules[module_name(name)].render(tools, context)


def _execute(name: str, source: str, modules: dict[str, ModuleType]) -> ModuleType:
    made = ModuleType(name)
    for line in source.splitlines():
        if line.startswith("from "):
            place, _, names = line.removeprefix("from ").partition(" import ")
            for entry in names.split(", "):
                original, _, alias = entry.partition(" as ")
                owner = modules[place.removeprefix(".")] if place != "." else None
                value = getattr(owner, original) if owner else modules[original]
                setattr(made, alias or original, value)
    body = "\n".join(line for line in source.splitlines() if not line.startswith("from "))
    exec(compile(body, name, "exec"), made.__dict__)  # noqa: S102 - what the compiler wrote a moment ago
    return made
