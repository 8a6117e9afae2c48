"""Writes one template as one Python module: text, conditions, loops, variables, macros, included views."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jinja2 import nodes

from build_tools.compile.expressions import ExpressionWriter, Findings, Report, Signature, Uses
from build_tools.compile.function import FunctionWriter
from build_tools.compile.scope import Loop, Scope, python_name
from build_tools.compile.vocabulary import CONTEXT, FUNCTIONS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence


@dataclass(slots=True, kw_only=True)
class CompiledView:
    """The Python source of one view, and what it asks of its surroundings."""

    source: str
    findings: Findings
    renders: bool
    macros: Mapping[str, Signature]
    included: tuple[tuple[int, str], ...]


def module_name(template: str) -> str:
    """The module a template becomes.

    >>> module_name("diagnostic/result.html.j2")
    'diagnostic__result'
    """
    return template.removesuffix(".html.j2").replace("/", "__").replace("-", "_")


class TemplateWriter:
    """Compiles one parsed template. Faults are reported and passed over, so that one run finds all of them."""

    def __init__(
        self, name: str, report: Report, macros_of: Callable[[str], Mapping[str, Signature] | None]
    ) -> None:
        """Prepare to compile.

        Args:
            name: path of the template inside the folder of views.
            report: called with line, key and values for every fault.
            macros_of: gives the macros of another template, or None if there is no such template.
        """
        self.name = name
        self.report = report
        self.macros_of = macros_of
        self.findings = Findings()
        self.expressions = ExpressionWriter(report, {}, self.findings)
        self.function = FunctionWriter()
        self.imports: dict[str, list[str]] = {}
        self.included: list[tuple[int, str]] = []
        self.macros: dict[str, Signature] = {}
        self.macro_sources: list[str] = []
        self.loops = 0

    def compile(self, template: nodes.Template) -> CompiledView:
        """Write the module."""
        for node in template.body:
            match node:
                case nodes.Macro():
                    self._macro(node)
                case nodes.FromImport():
                    self._from_import(node)
                case _:
                    self._statement(node)
        renders = not self.function.is_blank
        sources = list(self.macro_sources)
        if renders:
            sources.append(self.function.finish("render(tools, context)", self._bindings()))
        head = [f'"""Compiled from {self.name}: change that file, never this one."""', self._imports()]
        source = "\n\n".join(filter(None, head)) + "".join(f"\n\n\n{function}" for function in sources) + "\n"
        return CompiledView(
            source=source,
            findings=self.findings,
            renders=renders,
            macros=self.macros,
            included=tuple(self.included),
        )

    def _imports(self) -> str:
        modules = sorted({module_name(name) for _, name in self.included})
        lines = [f"from . import {', '.join(modules)}"] if modules else []
        helpers = sorted(self.findings.helpers)
        named = self.imports | ({"runtime": helpers} if helpers else {})
        lines += [
            f"from .{module} import {', '.join(sorted(names))}" for module, names in sorted(named.items())
        ]
        return "\n".join(lines)

    def _bindings(self) -> list[str]:
        uses = self.expressions.uses
        lines = [f"{name} = tools.{name}" for name in FUNCTIONS if name in uses.functions]
        return lines + [f"{name} = context[{name!r}]" for name in CONTEXT if name in uses.context]

    def _body(self, body: Sequence[nodes.Node]) -> None:
        for node in body:
            self._statement(node)

    def _statement(self, node: nodes.Node) -> None:
        match node:
            case nodes.Output():
                self._output(node)
            case nodes.If():
                self._if(node)
            case nodes.For():
                self._for(node)
            case nodes.Assign(target=nodes.Name(name=name)):
                value = self.expressions.bare(node.node)
                self._declare(name, node.lineno)
                self.function.line(f"{python_name(name)} = {value}")
            case nodes.Include():
                self._include(node)
            case nodes.Macro() | nodes.FromImport():
                self.report(node.lineno, "top_level", what=type(node).__name__.lower())
            case _:
                self.report(node.lineno, "statement", what=type(node).__name__.lower())

    def _output(self, node: nodes.Output) -> None:
        for part in node.nodes:
            if isinstance(part, nodes.TemplateData):
                self.function.text(part.data)
            elif isinstance(part, nodes.Const):
                self.function.text(self.expressions.constant(part))
            else:
                self.function.code(self.expressions.markup(part))

    def _if(self, node: nodes.If) -> None:
        scope = self.expressions.scope
        before, states = set(scope.own), []
        for number, branch in enumerate((node, *node.elif_)):
            scope.own = set(before)
            condition = self.expressions.bare(branch.test)
            self.function.line(f"{'elif' if number else 'if'} {condition}:")
            with self.function.block():
                self._body(branch.body)
            states.append(scope.own)
        scope.own = set(before)
        if node.else_:
            self.function.line("else:")
            with self.function.block():
                self._body(node.else_)
        states.append(scope.own)
        scope.own = set.intersection(*states)
        scope.maybe |= set.union(*states) - scope.own

    def _for(self, node: nodes.For) -> None:
        if node.recursive:
            self.report(node.lineno, "statement", what="recursive for")
        items = self.expressions.bare(node.iter)
        parts = node.target.items if isinstance(node.target, nodes.Tuple) else [node.target]
        targets = [part.name for part in parts if isinstance(part, nodes.Name)]
        if len(targets) < len(parts):
            self.report(node.lineno, "statement", what="for")
        for name in targets:
            self._declare(name, node.lineno, loop=True)
        target = ", ".join(python_name(name) for name in targets)
        target = f"({target})" if len(targets) > 1 else target
        self.loops += 1
        loop = Loop(number=self.loops)
        outer = self.expressions.scope
        if node.test is not None:
            self.expressions.scope = outer.inside_loop(None, set(targets))
            items = f"[{target} for {target} in {items} if {self.expressions.bare(node.test)}]"
        self.expressions.scope = outer.inside_loop(loop, set(targets))
        head = self.function.placeholder()
        with self.function.block():
            self._body(node.body)
        self.expressions.scope = outer
        lines = []
        if loop.items_used or node.else_:
            lines.append(f"{loop.items} = {items}")
            items = loop.items
        if loop.index_used:
            lines.append(f"for {loop.index}, {target} in enumerate({items}):")
        else:
            lines.append(f"for {target} in {items}:")
        self.function.fill(head, lines)
        if node.else_:
            self.function.line(f"if not {items}:")
            with self.function.block(), self._branch():
                self._body(node.else_)

    @contextmanager
    def _branch(self) -> Iterator[None]:
        """What is set inside may not be relied on afterwards."""
        scope = self.expressions.scope
        before = set(scope.own)
        yield
        scope.maybe |= scope.own - before
        scope.own = before

    def _declare(self, name: str, line: int, *, loop: bool = False) -> None:
        scope = self.expressions.scope
        taken = name in FUNCTIONS or name in CONTEXT or name in self.expressions.macros or name == "loop"
        if taken or name.endswith("_"):
            self.report(line, "taken_name", name=name)
        elif name in scope.outer or (loop and name in scope.own):
            self.report(line, "hidden_name", name=name)
        if not loop:
            scope.own.add(name)

    def _macro(self, node: nodes.Macro) -> None:
        parameters = [argument.name for argument in node.args]
        self._declare_macro(node.name, node.lineno)
        for name in parameters:
            if name in FUNCTIONS or name in CONTEXT or name in self.expressions.macros or name == "loop":
                self.report(node.lineno, "taken_name", name=name)
        written = [python_name(name) for name in parameters]
        first_default = len(parameters) - len(node.defaults)
        for position, default in enumerate(node.defaults, start=first_default):
            if not isinstance(default, nodes.Const):
                self.report(node.lineno, "macro_default", name=parameters[position])
            written[position] += f"={default.value!r}" if isinstance(default, nodes.Const) else "=None"
        outer = (self.expressions.scope, self.expressions.uses, self.function)
        self.expressions.scope, self.expressions.uses = Scope(own=set(parameters)), Uses()
        self.function = FunctionWriter()
        self.expressions.in_macro = True
        self._body(node.body)
        head = f"macro_{node.name}({', '.join(['tools', *written])})"
        self.macro_sources.append(self.function.finish(head, self._bindings()))
        self.expressions.in_macro = False
        self.expressions.scope, self.expressions.uses, self.function = outer
        signature = Signature(parameters=tuple(parameters), required=first_default)
        self.macros[node.name] = self.expressions.macros[node.name] = signature

    def _declare_macro(self, name: str, line: int) -> None:
        visible = self.expressions.scope.visible | self.expressions.scope.maybe
        if name in FUNCTIONS or name in CONTEXT or name in self.expressions.macros or name in visible:
            self.report(line, "taken_name", name=name)

    def _from_import(self, node: nodes.FromImport) -> None:
        source = node.template.value if isinstance(node.template, nodes.Const) else None
        macros = self.macros_of(str(source)) if source else None
        if source is None or node.with_context or macros is None:
            self.report(node.lineno, "import_source", name=str(source))
            return
        names = self.imports.setdefault(module_name(str(source)), [])
        for entry in node.names:
            name, alias = (entry, entry) if isinstance(entry, str) else entry
            if name not in macros:
                self.report(node.lineno, "no_macro", name=name, template=str(source), known=", ".join(macros))
                continue
            self._declare_macro(alias, node.lineno)
            self.expressions.macros[alias] = macros[name]
            names.append(f"macro_{name}" if name == alias else f"macro_{name} as macro_{alias}")

    def _include(self, node: nodes.Include) -> None:
        source = node.template.value if isinstance(node.template, nodes.Const) else None
        if (
            not isinstance(source, str)
            or node.ignore_missing
            or not node.with_context
            or self.expressions.in_macro
        ):
            self.report(node.lineno, "include_source")
            return
        self.included.append((node.lineno, source))
        self.function.code(f"{module_name(source)}.render(tools, context)")
