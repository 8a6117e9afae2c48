"""The words a view may use. Everything else is refused when the site is built, with this list in the message."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Function:
    """A function of the view runtime: how many values it takes, and whether it returns finished markup."""

    values: int
    named: bool = False
    markup: bool = False


# Methods of `Tools` in site_src/views/runtime.py; the tests compare the two lists.
FUNCTIONS = {
    "t": Function(values=1, named=True),
    "say": Function(values=1),
    "number": Function(values=1),
    "percent": Function(values=1),
    "date": Function(values=1),
    "icon": Function(values=1, markup=True),
    "link": Function(values=1),
    "radar": Function(values=1),
    "savings": Function(values=1),
    "tiles": Function(values=1),
    "grouped": Function(values=1),
}

# What a view is given. Views included by a view are given the same.
CONTEXT = ("answer", "sample", "language", "base")

# How a filter is written in Python; "{}" is the filtered value, then the one argument if there is one.
FILTERS = {"length": ("len({})", 0), "join": ("{1}.join(map(str, {0}))", 1)}

COMPARISONS = {
    "eq": "==",
    "ne": "!=",
    "gt": ">",
    "gteq": ">=",
    "lt": "<",
    "lteq": "<=",
    "in": "in",
    "notin": "not in",
}

# `answer.items` finds a method in Jinja2, not the value under "items": such names are written answer["items"].
METHODS = frozenset(name for name in dir(dict) if not name.startswith("_"))

# What a loop knows of itself, and how the compiled code knows it.
LOOP = {
    "index": "{index} + 1",
    "index0": "{index}",
    "first": "{index} == 0",
    "last": "{index} == len({items}) - 1",
    "length": "len({items})",
}

# Names the compiled code uses itself; a template variable of the same name gets a final underscore.
RESERVED = frozenset(
    [
        *FUNCTIONS,
        *CONTEXT,
        "context",
        "defined",
        "enumerate",
        "escape",
        "len",
        "map",
        "out",
        "render",
        "str",
        "tools",
    ],
)
