"""Compiles the views: Jinja2 templates become plain Python, so that the page needs no template engine.

What a view may contain is listed in site_src/views/README.md. Anything else is a fault with file and line, and one
run reports all of them. The same compiled code runs while the site is built and in the browser.
"""

from __future__ import annotations

import re
import shutil
import sys
from functools import partial
from importlib import import_module, invalidate_caches
from typing import TYPE_CHECKING, Any, Final

from jinja2 import Environment, StrictUndefined, TemplateSyntaxError

from build_tools.compile.catalogue import TextSource, data_texts, texts
from build_tools.compile.icons import drawing, icons_in_data, icons_module
from build_tools.compile.statements import CompiledView, TemplateWriter, module_name
from build_tools.compile.view_faults import ViewError, ViewFault

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from build_tools.compile.expressions import Signature, TextUse

PACKAGE: Final = "puente_views"
SUFFIX: Final = ".html.j2"
SHIPPED: Final = ("__init__.py", "runtime.py", "charts.py", "door.py")
_PLACEHOLDER = re.compile(r"\{([A-Za-z_][A-Za-z0-9_]*)\}")


def environment() -> Environment:
    """How views are read: escaped, strict, and without the line a tag stands on."""
    return Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined)


class ViewCompiler:
    """Compiles a set of templates that may use one another."""

    def __init__(self, templates: Mapping[str, str]) -> None:
        """Prepare to compile.

        Args:
            templates: path inside the folder of views -> source.
        """
        self.templates = templates
        self.faults: list[ViewFault] = []
        self.views: dict[str, CompiledView | None] = {}
        self.jinja = environment()

    def compile_all(self) -> dict[str, CompiledView]:
        """Compile every template; afterwards `faults` holds what is wrong with them."""
        views = {name: view for name in sorted(self.templates) if (view := self._view(name)) is not None}
        for name, view in views.items():
            for line, included in view.included:
                target = views.get(included)
                if target is None or not target.renders:
                    self._report(name, line, "include_source")
                elif name in _reached(included, views):
                    self._report(name, line, "include_circle", template=included)
        return views

    def _report(self, file: str, line: int, key: str, /, **values: str) -> None:
        fault = ViewFault(file=file, line=line, key=key, values=values)
        if fault not in self.faults:
            self.faults.append(fault)

    def _view(self, name: str) -> CompiledView | None:
        if name not in self.views:
            self.views[name] = None  # a template that imports itself finds nothing to import
            report = partial(self._report, name)
            try:
                tree = self.jinja.parse(self.templates[name], name)
            except TemplateSyntaxError as error:
                report(error.lineno, "syntax", problem=str(error.message))
            else:
                self.views[name] = TemplateWriter(name, report, self._macros_of).compile(tree)
        return self.views[name]

    def _macros_of(self, name: str) -> Mapping[str, Signature] | None:
        view = self._view(name) if name in self.templates else None
        return view.macros if view else None


def _reached(name: str, views: Mapping[str, CompiledView]) -> set[str]:
    """Every view that a view includes, itself and those included by them."""
    reached, waiting = set(), [name]
    while waiting:
        current = waiting.pop()
        if current not in reached and current in views:
            reached.add(current)
            waiting += [included for _, included in views[current].included]
    return reached


def compile_views(views_dir: Path, out: Path, icons_dir: Path, project: TextSource) -> None:
    """Write the package `puente_views` into a folder and make it ready to render.

    Args:
        views_dir: folder of templates, with the hand-written modules that are shipped beside them.
        out: folder that receives the package; an earlier package there is replaced.
        icons_dir: folder of icon files.
        project: gives the texts, which keys and placeholders are checked against, and the icons used by data.

    Raises:
        ViewError: something in the views is outside the documented subset, or misspelt.
    """
    files = sorted(views_dir.rglob(f"*{SUFFIX}"))
    templates = {file.relative_to(views_dir).as_posix(): file.read_text(encoding="utf-8") for file in files}
    compiler = ViewCompiler(templates)
    views = compiler.compile_all()
    catalogue = {**project.messages[project.economy.languages[0]], **dict.fromkeys(data_texts(project), "")}
    drawings = {name: drawing(icons_dir / f"{name}.svg") for name in sorted(set(icons_in_data(project.data)))}
    for name, view in views.items():
        for use in view.findings.texts:
            compiler.faults += _text_faults(name, use, catalogue)
        for icon, line in view.findings.icons.items():
            file = icons_dir / f"{icon}.svg"
            if file.is_file():
                drawings[icon] = drawing(file)
            else:
                compiler.faults.append(
                    ViewFault(file=name, line=line, key="unknown_icon", values={"name": icon})
                )
    if compiler.faults:
        raise ViewError(compiler.faults, project.messages[project.economy.languages[0]])
    package = out / PACKAGE
    shutil.rmtree(package, ignore_errors=True)
    package.mkdir(parents=True)
    for shipped in SHIPPED:
        shutil.copyfile(views_dir / shipped, package / shipped)
    (package / "icons.py").write_text(icons_module(drawings), encoding="utf-8")
    for name, view in views.items():
        (package / f"{module_name(name)}.py").write_text(view.source, encoding="utf-8")
    _open(out, project)


def _text_faults(file: str, use: TextUse, catalogue: Mapping[str, Any]) -> list[ViewFault]:
    if use.key not in catalogue:
        return [ViewFault(file=file, line=use.line, key="unknown_text", values={"name": use.key})]
    text = catalogue[use.key]
    forms = [text] if isinstance(text, str) else [form for kind, form in text.items() if kind != "plural"]
    wanted = {name for form in forms for name in _PLACEHOLDER.findall(form)}
    wanted |= set() if isinstance(text, str) else {text["plural"]}
    if wanted == use.values:
        return []
    values = {
        "name": use.key,
        "wanted": ", ".join(sorted(wanted)) or "-",
        "given": ", ".join(sorted(use.values)) or "-",
    }
    return [ViewFault(file=file, line=use.line, key="text_values", values=values)]


def _open(out: Path, project: TextSource) -> None:
    """Make the package of this folder the one that `render` uses."""
    for module in [name for name in sys.modules if name == PACKAGE or name.startswith(f"{PACKAGE}.")]:
        del sys.modules[module]
    if str(out) in sys.path:
        sys.path.remove(str(out))
    sys.path.insert(0, str(out))
    invalidate_caches()
    door = import_module(f"{PACKAGE}.door")
    for language in project.economy.languages:
        door.load_texts(language, texts(project, language, None).decode())


def speak(language: str, texts: bytes, of: str) -> None:
    """Add the sentences that belong to a data shard, for what is rendered while the site is built.

    Args:
        language: code of a language of the site.
        texts: JSON with `messages`.
        of: the shard's name.
    """
    import_module(f"{PACKAGE}.door").load_texts(language, texts.decode(), of)


def render(view: str, answer: Any, language: str, base: str, *, sample: bool = False) -> str:
    """Render a compiled view while the site is built.

    Args:
        view: name of the view, such as `diagnostic/form`.
        answer: what the engine answered, parsed.
        language: code of the language.
        base: relative path from the page to the root of the site.
        sample: whether the page says that the answers are invented.
    """
    return str(import_module(f"{PACKAGE}.door").render(view, answer, language, base, sample=sample))
