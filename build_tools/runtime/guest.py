"""What the build asks of the Python inside Pyodide. Runs only there, started by ``sandbox.mjs``.

Only ``sys`` and ``json`` are imported at the top, because Pyodide has them anyway: whatever else this file imported
would be mistaken for something that the engine needs.
"""

from __future__ import annotations

import json
import sys
from typing import Any

STOCK = f"/lib/python{sys.version_info[0]}{sys.version_info[1]}.zip"


def answer(job: str) -> str:
    """Load data and texts, then answer every sample as the page would ask for it.

    Args:
        job: JSON with ``shards`` (name, text), ``texts`` (language, text) and ``samples``.

    Returns:
        JSON with ``answers``: for each sample the engine's response and, where a view is named, the page.
    """
    from importlib import import_module  # noqa: PLC0415

    door: Any = import_module("puente_views.door")  # made by the build, so no type checker can see it
    bridge: Any = import_module("py_engine.bridge")

    work = json.loads(job)
    for name, text in work["shards"]:
        bridge.load(name, text)
    for language, text in work["texts"]:
        door.load_texts(language, text)
    answers = []
    for sample in work["samples"]:
        said = [bridge.call(sample["call"], sample["request"])]
        if sample["view"]:
            said.append(
                door.page(
                    sample["call"], sample["request"], sample["view"], sample["language"], sample["base"]
                )
            )
        answers.append(said)
    return json.dumps({"answers": answers}, ensure_ascii=False)


def modules() -> str:
    """Files of the standard library that were read so far. What is frozen into the interpreter needs no file."""
    used = set()
    for module in list(sys.modules.values()):
        path = getattr(module, "__file__", None) or ""
        if path.startswith(STOCK + "/") and getattr(module.__spec__, "origin", "") != "frozen":
            used.add(path[len(STOCK) + 1 :])
    return json.dumps(sorted(used))


def _lean(tree: Any) -> Any:
    """Drop docstrings. A decorated class keeps a dot, because ``dataclass`` would compose a text at every start."""
    import ast  # noqa: PLC0415

    for node in ast.walk(tree):
        if not isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        if ast.get_docstring(node, clean=False) is None:
            continue
        first: Any = node.body[0]
        if isinstance(node, ast.ClassDef) and node.decorator_list:
            first.value.value = "."
        elif len(node.body) > 1:
            del node.body[0]
        elif not isinstance(node, ast.Module):
            node.body[0] = ast.copy_location(ast.Pass(), first)
        else:
            node.body.clear()
    return tree


def compile_zip(source: str, target: str) -> None:
    """Turn a zip of source files into a stored zip of byte code, without docstrings and asserts, always alike.

    Files that are not Python are copied.
    """
    import ast  # noqa: PLC0415
    import importlib.util  # noqa: PLC0415
    import marshal  # noqa: PLC0415
    import zipfile  # noqa: PLC0415

    with zipfile.ZipFile(source) as given, zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as made:
        for name in sorted(given.namelist()):
            data = given.read(name)
            if name.endswith(".py"):
                tree = _lean(ast.parse(data, name))
                code = compile(tree, name, "exec", dont_inherit=True, optimize=1)
                data = importlib.util.MAGIC_NUMBER + bytes(12) + marshal.dumps(code)
                name += "c"  # noqa: PLW2901 - spam.py becomes spam.pyc
            made.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data)


def squeeze(source: str, target: str) -> None:
    """Gzip a file. The zlib of the pinned Pyodide gives the same bytes on every machine; those of machines differ."""
    import zlib  # noqa: PLC0415
    from pathlib import Path  # noqa: PLC0415

    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    Path(target).write_bytes(packer.compress(Path(source).read_bytes()) + packer.flush())
