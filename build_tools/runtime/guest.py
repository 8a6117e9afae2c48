"""What the build asks of the Python inside Pyodide. Runs only there, started by ``sandbox.mjs``.

Only ``sys`` and ``json`` are imported at the top, because Pyodide has them anyway: whatever else this file imported
would be mistaken for something that the engine needs.
"""

from __future__ import annotations

import json
import sys
from typing import Any

STOCK = f"/lib/python{sys.version_info[0]}{sys.version_info[1]}.zip"


OWN = ("py_engine", "puente_views")


def answer(job: str) -> str:
    """Answer every sample of every tool as the tool's page would ask for it: with nothing left of the tool before.

    Args:
        job: JSON with ``texts`` (language, text), ``shards`` (name, text), ``beside`` (name, sentences of that shard)
            and ``groups``, each with ``samples`` and, where it has an archive of its own, its ``path``.

    Returns:
        JSON with ``answers``: for each group and sample the engine's response and, where a view is named, the page;
        ``used``: for each group what it has imported of the engine and the views, and of the standard library.
    """
    work = json.loads(job)
    made: dict[str, Any] = {"answers": [], "used": []}
    before = ""
    for group in work["groups"]:
        for name in [name for name in sys.modules if name.partition(".")[0] in OWN]:
            del sys.modules[name]
        if path := group.get("path", ""):
            sys.path[:] = [path, *(place for place in sys.path if place != before)]
            before = path
        made["answers"].append(_group(group["samples"], work))
        made["used"].append({"own": _own(), "standard": _standard()})
    return json.dumps(made, ensure_ascii=False)


def _group(samples: list[dict[str, Any]], work: dict[str, Any]) -> list[list[str]]:
    from importlib import import_module  # noqa: PLC0415

    door: Any = import_module("puente_views.door")  # made by the build, so no type checker can see it
    bridge: Any = import_module("py_engine.bridge")

    for language, text in work["texts"]:
        door.load_texts(language, text)
    for name in dict.fromkeys(name for sample in samples for name in sample["needs"]):
        bridge.load(name, work["shards"][name])
        if name in work["beside"]:
            for language, _ in work["texts"]:
                door.load_texts(language, work["beside"][name], name)
    answers = []
    for sample in samples:
        said = [bridge.call(sample["call"], sample["request"])]
        if sample["view"]:
            said.append(
                door.page(
                    sample["call"], sample["request"], sample["view"], sample["language"], sample["base"]
                )
            )
        answers.append(said)
    return answers


def _own() -> list[str]:
    """Files of the engine and the views that are imported now, by their place in the archive."""
    used = []
    for name, module in sys.modules.items():
        if name.partition(".")[0] in OWN:
            package = "/__init__" if hasattr(module, "__path__") else ""
            used.append(f"{name.replace('.', '/')}{package}.py")
    return sorted(used)


def _standard() -> list[str]:
    """Files of the standard library that were read so far. What is frozen into the interpreter needs no file."""
    used = set()
    for module in list(sys.modules.values()):
        path = getattr(module, "__file__", None) or ""
        if path.startswith(STOCK + "/") and getattr(module.__spec__, "origin", "") != "frozen":
            used.add(path[len(STOCK) + 1 :])
    return sorted(used)


def _lean(tree: Any, *, own: bool) -> Any:
    """Drop docstrings. A decorated class keeps a dot, because ``dataclass`` would compose a text at every start.

    Of our own modules also what functions say about types: nothing of ours asks for it while it runs.
    """
    import ast  # noqa: PLC0415

    for node in ast.walk(tree):
        if own and isinstance(node, ast.arg):
            node.annotation = None
        if own and isinstance(node, ast.FunctionDef):
            node.returns = None
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
                tree = _lean(ast.parse(data, name), own=name.startswith(OWN))
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
