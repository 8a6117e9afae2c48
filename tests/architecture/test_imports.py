"""One arrow: content and economy -> build_tools -> data shards -> py_engine -> bridge -> glue -> page."""

import ast
import re
import tomllib
from importlib import metadata

import pytest

import py_engine
from tests.architecture.rooms import (
    BOUGHT,
    LONGEST_MODULE,
    PURE,
    ROOMS,
    ROOT,
    Room,
    faults,
    files_of,
    floats,
    script_imports,
)

MODULES = [(room, path) for room in ROOMS for path in files_of(room)]


def name(path):
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize(("room", "path"), MODULES, ids=[name(path) for _, path in MODULES])
def test_a_module_imports_only_what_its_room_may(room, path):
    assert faults(path.read_text(encoding="utf-8"), room) == []


def test_every_room_has_modules():
    assert all(list(files_of(room)) for room in ROOMS)


ENGINE = next(room for room in ROOMS if room.name == "py_engine")
BUILD = next(room for room in ROOMS if room.name == "build_tools")


@pytest.mark.parametrize(
    ("planted", "found"),
    [
        ("import build_tools.cli", "build_tools"),
        ("from pathlib import Path", "pathlib"),
        ("def f():\n    import random", "random"),
        ("from __future__ import annotations\nif True:\n    from js import document", "js"),
        ("from . import hs", "a relative import"),
        ("open('x')", "open()"),
        ("eval('1')", "eval()"),
        ("import time, json", "time"),
    ],
)
def test_a_planted_violation_in_the_engine_is_found(planted, found):
    (fault,) = faults(planted, ENGINE)
    assert fault.endswith(f"py_engine must not use {found}")


def test_a_planted_violation_in_the_build_room_is_found():
    assert faults("import requests", BUILD) == ["line 1: build_tools must not use requests"]
    assert faults("import site_src.views.door", BUILD)
    assert faults("import os, json, yaml, py_engine.hs, build_tools.cli\nopen('x')", BUILD) == []


def test_what_the_engine_may_use_is_allowed():
    assert (
        faults("from collections.abc import Mapping\nimport json\nfrom py_engine.hs import HSCode", ENGINE)
        == []
    )


def test_the_allowed_modules_need_no_files_no_network_and_no_clock():
    assert not PURE & {
        "os",
        "io",
        "pathlib",
        "socket",
        "time",
        "random",
        "locale",
        "threading",
        "js",
        "pyodide",
    }


def test_the_engine_knows_no_binary_fractions():
    found = {name(path): floats(path.read_text(encoding="utf-8")) for path in files_of(ENGINE)}
    assert not {path: each for path, each in found.items() if each}
    assert len(floats("a = 0.1\nb = float('1')\nc = 1 / 3\nd = 1 // 3")) == 3


def test_every_bought_package_is_one_we_declare():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    declared = {re.split(r"[\[<>=;\s]", line, maxsplit=1)[0] for line in wanted}
    assert set(BOUGHT.values()) <= declared


LONG_ENOUGH = [
    path
    for folder in ("py_engine", "build_tools", "site_src/views", "site_src/glue", "tests")
    for ending in ("py", "mjs", "js")
    for path in sorted((ROOT / folder).rglob(f"*.{ending}"))
    if "node_modules" not in path.parts
]


def test_no_module_hides_a_second_noun():
    long = {name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in LONG_ENOUGH}
    assert not {path: lines for path, lines in long.items() if lines > LONGEST_MODULE}


def test_every_module_of_the_engine_says_what_it_is_for():
    paths = list(files_of(ENGINE))
    assert not [
        name(path) for path in paths if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]


def test_the_engine_depends_on_nothing():
    project = tomllib.loads((ROOT / "py_engine" / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["dependencies"] == []
    assert "optional-dependencies" not in project
    assert not metadata.requires("py-engine")
    assert metadata.version("py-engine") == project["version"] == py_engine.__version__


@pytest.mark.parametrize(
    "path", sorted((ROOT / "site_src" / "glue").glob("*.*js")), ids=lambda path: path.name
)
def test_the_glue_imports_only_its_own_modules(path):
    wanted = script_imports(path.read_text(encoding="utf-8"))
    assert not [each for each in wanted if not re.fullmatch(r"\./[a-z-]+\.mjs", each)]


def test_a_planted_import_in_the_glue_is_found():
    assert script_imports('import { a } from "https://cdn.example/x.mjs";\nawait import("left-pad")') == [
        "https://cdn.example/x.mjs",
        "left-pad",
    ]


def test_a_room_may_keep_a_file_apart():
    assert Room("x", "py_engine/__main__.py", PURE, but=("py_engine/__main__.py",)) not in ROOMS
    assert "__main__.py" not in {path.name for path in files_of(ENGINE)}
