"""Writes one expression of a view as Python. Knows what is already markup, so that each value is escaped once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

from jinja2 import nodes
from markupsafe import escape

from build_tools.compile.scope import Scope, python_name
from build_tools.compile.vocabulary import COMPARISONS, CONTEXT, FILTERS, FUNCTIONS, LOOP, METHODS

Report: TypeAlias = Callable[..., None]

_BRACKETED = (nodes.BinExpr, nodes.Compare, nodes.UnaryExpr, nodes.Concat, nodes.CondExpr, nodes.Test)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """The parameters of a macro, with the number of those that must be given."""

    parameters: tuple[str, ...]
    required: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TextUse:
    """A sentence a view asks for by its key, with the values it gives."""

    line: int
    key: str
    values: frozenset[str]


@dataclass(slots=True, kw_only=True)
class Uses:
    """What the function being compiled needs, gathered while its body is written."""

    functions: set[str] = field(default_factory=set)
    context: set[str] = field(default_factory=set)


@dataclass(slots=True, kw_only=True)
class Findings:
    """What a whole template needs: helpers of the runtime, icons and sentences."""

    helpers: set[str] = field(default_factory=set)
    icons: dict[str, int] = field(default_factory=dict)
    texts: list[TextUse] = field(default_factory=list)


class ExpressionWriter:
    """Expressions of one function of one template, as Python source."""

    def __init__(self, report: Report, macros: dict[str, Signature], findings: Findings) -> None:
        """Prepare to write expressions.

        Args:
            report: called with line, key and values for every fault; writing then goes on.
            macros: the macros that can be called, growing while the template is read.
            findings: receives helpers, icons and texts.
        """
        self.report = report
        self.macros = macros
        self.findings = findings
        self.scope = Scope()
        self.uses = Uses()
        self.in_macro = False

    def markup(self, node: nodes.Node) -> str:
        """Python for text that can go into the page as it is: escaped, unless it is markup already."""
        match node:
            case nodes.CondExpr() if node.expr2 is not None:
                return (
                    f"({self.markup(node.expr1)} if {self.value(node.test)} else {self.markup(node.expr2)})"
                )
            case nodes.Const():
                return repr(self.constant(node))
            case nodes.Call(node=nodes.Name(name=name)) if name in self.macros:
                return self._macro_call(name, node)
            case nodes.Call(node=nodes.Name(name=name)) if name in FUNCTIONS and FUNCTIONS[name].markup:
                return self._function_call(name, node)
            case _:
                pass
        self.findings.helpers.add("escape")
        return f"escape({self.bare(node)})"

    def constant(self, node: nodes.Const) -> str:
        """The text of a constant, as it goes into the page."""
        return str(escape(node.value))

    def bare(self, node: nodes.Node) -> str:
        """Python for a value, without the outer brackets it needs only inside a larger expression."""
        code = self.value(node)
        bracketed = isinstance(node, _BRACKETED) or _is_loop(node)
        return code[1:-1] if bracketed and code.startswith("(") else code

    def value(self, node: nodes.Node) -> str:
        """Python for a value. Markup is refused: it may only be put out where it stands."""
        match node:
            case nodes.Const():
                return repr(node.value)
            case nodes.Name():
                return self._name(node)
            case nodes.Getattr():
                return self._attribute(node)
            case nodes.Getitem():
                return self._item(node)
            case nodes.List() | nodes.Tuple():
                items = ", ".join(self.value(item) for item in node.items)
                if isinstance(node, nodes.List):
                    return f"[{items}]"
                return f"({items},)" if len(node.items) == 1 else f"({items})"
            case nodes.Dict():
                pairs = (f"{self.value(pair.key)}: {self.value(pair.value)}" for pair in node.items)
                return "{" + ", ".join(pairs) + "}"
            case nodes.Compare():
                parts = [self.value(node.expr)]
                parts += [f"{COMPARISONS[operand.op]} {self.value(operand.expr)}" for operand in node.ops]
                return f"({' '.join(parts)})"
            case nodes.And() | nodes.Or() | nodes.Add() | nodes.Sub() | nodes.Mul() | nodes.Div():
                return self._binary(node)
            case nodes.FloorDiv() | nodes.Mod():
                return self._binary(node)
            case nodes.Not():
                return f"(not {self.value(node.node)})"
            case nodes.Neg() | nodes.Pos():
                return f"({node.operator}{self.value(node.node)})"
            case nodes.Concat():
                return f"({' + '.join(self._text(part) for part in node.nodes)})"
            case nodes.CondExpr():
                return self._condition(node)
            case nodes.Filter():
                return self._filter(node)
            case nodes.Test():
                return self._test(node)
            case nodes.Call():
                return self._call(node)
            case _:
                self.report(node.lineno, "expression", what=type(node).__name__.lower())
                return "None"

    def _text(self, node: nodes.Node) -> str:
        if isinstance(node, nodes.Const) and isinstance(node.value, str):
            return repr(node.value)
        return f"str({self.bare(node)})"

    def _binary(self, node: nodes.BinExpr) -> str:
        return f"({self.value(node.left)} {node.operator} {self.value(node.right)})"

    def _name(self, node: nodes.Name) -> str:
        name = node.name
        if name in self.scope.visible:
            return python_name(name)
        if name in CONTEXT and not self.in_macro:
            self.uses.context.add(name)
            return name
        known = sorted(self.scope.visible | (set() if self.in_macro else set(CONTEXT)))
        if name in self.scope.maybe:
            self.report(node.lineno, "perhaps_unset", name=name)
        elif name in FUNCTIONS or name in self.macros:
            self.report(node.lineno, "function_as_value", name=name)
        elif name in CONTEXT:
            self.report(node.lineno, "context_in_macro", name=name)
        elif name == "loop":
            self.report(node.lineno, "loop_outside", name=name)
        else:
            self.report(node.lineno, "unknown_name", name=name, known=", ".join(known))
        return "None"

    def _attribute(self, node: nodes.Getattr) -> str:
        if _is_loop(node) and self.scope.loop is not None:
            return self._loop(node)
        if node.attr in METHODS:
            self.report(node.lineno, "method_name", name=node.attr)
        return f"{self.value(node.node)}[{node.attr!r}]"

    def _loop(self, node: nodes.Getattr) -> str:
        loop = self.scope.loop
        if loop is None or node.attr not in LOOP:
            self.report(node.lineno, "loop_attribute", name=node.attr, known=", ".join(sorted(LOOP)))
            return "None"
        code = LOOP[node.attr]
        loop.index_used = loop.index_used or "{index}" in code
        loop.items_used = loop.items_used or "{items}" in code
        code = code.format(index=loop.index, items=loop.items)
        return f"({code})" if " " in code else code

    def _item(self, node: nodes.Getitem) -> str:
        if not isinstance(node.arg, nodes.Slice):
            return f"{self.value(node.node)}[{self.bare(node.arg)}]"
        bounds = [self.value(bound) if bound is not None else "" for bound in (node.arg.start, node.arg.stop)]
        if node.arg.step is not None:
            bounds.append(self.value(node.arg.step))
        return f"{self.value(node.node)}[{':'.join(bounds)}]"

    def _condition(self, node: nodes.CondExpr) -> str:
        if node.expr2 is None:
            self.report(node.lineno, "else_missing")
            return "None"
        return f"({self.value(node.expr1)} if {self.value(node.test)} else {self.value(node.expr2)})"

    def _filter(self, node: nodes.Filter) -> str:
        if node.node is None or node.name not in FILTERS:
            self.report(node.lineno, "unknown_filter", name=node.name, known=", ".join(sorted(FILTERS)))
            return "None"
        template, arguments = FILTERS[node.name]
        if node.kwargs or node.dyn_args or node.dyn_kwargs or len(node.args) != arguments:
            self.report(node.lineno, "arguments", name=node.name, wanted=str(arguments))
            return "None"
        return template.format(self.value(node.node), *(self.value(argument) for argument in node.args))

    def _test(self, node: nodes.Test) -> str:
        if node.name == "none":
            return self._is_none(node.node)
        if node.name != "defined":
            self.report(node.lineno, "unknown_test", name=node.name)
            return "None"
        match node.node:
            case nodes.Getattr(node=owner, attr=key) if key not in METHODS:
                self.findings.helpers.add("defined")
                return f"defined({self.value(owner)}, {key!r})"
            case nodes.Getitem(node=owner, arg=nodes.Const(value=key)):
                self.findings.helpers.add("defined")
                return f"defined({self.value(owner)}, {key!r})"
            case _:
                pass
        self.report(node.lineno, "defined_name")
        return "None"

    def _is_none(self, node: nodes.Expr) -> str:
        try:
            return repr(node.as_const() is None)  # Python warns of `'a' is None`
        except nodes.Impossible:
            return f"({self.value(node)} is None)"

    def _call(self, node: nodes.Call) -> str:
        match node.node:
            case nodes.Name(name=name) if name in self.macros or (
                name in FUNCTIONS and FUNCTIONS[name].markup
            ):
                self.report(node.lineno, "markup_as_value", name=name)
            case nodes.Name(name=name) if name in FUNCTIONS:
                return self._function_call(name, node)
            case nodes.Name(name=name):
                known = ", ".join([*FUNCTIONS, *self.macros])
                self.report(node.lineno, "unknown_function", name=name, known=known)
            case _:
                self.report(node.lineno, "method_call")
        return "None"

    def _function_call(self, name: str, node: nodes.Call) -> str:
        function = FUNCTIONS[name]
        if (
            node.dyn_args
            or node.dyn_kwargs
            or len(node.args) != function.values
            or (node.kwargs and not function.named)
        ):
            self.report(node.lineno, "arguments", name=name, wanted=str(function.values))
            return "None"
        self.uses.functions.add(name)
        match name, node.args:
            case "t", [nodes.Const(value=str(key))]:
                values = frozenset(keyword.key for keyword in node.kwargs)
                self.findings.texts.append(TextUse(line=node.lineno, key=key, values=values))
            case "icon", [nodes.Const(value=str(icon))]:
                self.findings.icons.setdefault(icon, node.lineno)
            case _:
                pass
        arguments = [self.bare(argument) for argument in node.args]
        arguments += [f"{keyword.key}={self.bare(keyword.value)}" for keyword in node.kwargs]
        return f"{name}({', '.join(arguments)})"

    def _macro_call(self, name: str, node: nodes.Call) -> str:
        signature = self.macros[name]
        given = [*signature.parameters[: len(node.args)], *(keyword.key for keyword in node.kwargs)]
        missing = [
            parameter for parameter in signature.parameters[: signature.required] if parameter not in given
        ]
        surplus = len(node.args) > len(signature.parameters) or not set(given) <= set(signature.parameters)
        if node.dyn_args or node.dyn_kwargs or surplus or missing or len(set(given)) < len(given):
            self.report(node.lineno, "macro_arguments", name=name, wanted=", ".join(signature.parameters))
        arguments = ["tools", *(self.bare(argument) for argument in node.args)]
        arguments += [f"{python_name(keyword.key)}={self.bare(keyword.value)}" for keyword in node.kwargs]
        return f"macro_{name}({', '.join(arguments)})"


def _is_loop(node: nodes.Node) -> bool:
    """Whether this asks the loop around it something, as in `loop.first`."""
    return isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Name) and node.node.name == "loop"
