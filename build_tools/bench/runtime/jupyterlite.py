"""JupyterLite with its Pyodide kernel, made to run from one host alone, so that it can be measured beside the others.

As published it takes Pyodide's packages from a network of its makers. Here they come from the Python registry, in the
versions that Pyodide's own lock names, beside the Pyodide that everybody uses. Its ``sqlite3`` exists in no registry;
an empty package stands in its place, so the real thing loads a little more. All lies in a folder of this benchmark.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

CORE, KERNEL, COMM = "0.7.6", "0.7.2", "0.2.3"
FILES = ("pyodide.js", "pyodide.mjs", "pyodide.asm.js", "pyodide.asm.wasm", "python_stdlib.zip")
WANTED = ("ipython", "jedi", "micropip", "packaging")
MISSING = "sqlite3"
WHEELS = "share/jupyter/labextensions/@jupyterlite/pyodide-kernel-extension/static/pypi"
# What somebody would write into the first cell.
CELL = """\
import json, sys
from pyodide.http import pyfetch
await (await pyfetch("/shared/engine.zip")).unpack_archive(extract_dir="/tmp/engine")
sys.path.insert(0, "/tmp/engine")
files = await (await pyfetch("/shared/files.json")).json()
from py_engine import bridge
from puente_views import door
for name, text in files["shards"]:
    bridge.load(name, text)
door.load_texts("en", files["texts"])
answer = json.loads(door.page(files["call"], files["request"], files["view"], "en", "../"))
from IPython.display import HTML
HTML("<div id='answer'>" + answer["html"] + "</div>")
"""
SIGN = "#answer > *"
PATH = "lite/repl/index.html?" + urlencode({"kernel": "python", "code": CELL, "execute": "1", "toolbar": "0"})


class PeerError(RuntimeError):
    """A peer could not be installed or built; the text says why."""


def make(folder: Path, pyodide: Path, say: Callable[[str], None]) -> dict[str, Path]:
    """Install, gather the packages and build, unless that was done before.

    Returns:
        The folders to serve by prefix.

    Raises:
        PeerError: Something could not be installed or built.
    """
    version = json.loads((pyodide / "package.json").read_text("utf-8"))["version"]
    made = {"lite": folder / "out", "pyodide-lite": folder / "pyodide"}
    stamp = folder / "made.txt"
    wanted = f"{CORE} {KERNEL} {version}\n"
    if stamp.is_file() and stamp.read_text("utf-8") == wanted:
        return made
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    say(f"JupyterLite {CORE}: installing")
    place = folder / "environment"
    _run([sys.executable, "-m", "venv", str(place)])
    programs = place / ("Scripts" if os.name == "nt" else "bin")
    pip = [str(programs / "python"), "-m", "pip", "--quiet", "--disable-pip-version-check"]
    _run([*pip, "install", f"jupyterlite-core=={CORE}", f"jupyterlite-pyodide-kernel=={KERNEL}"])
    lock = json.loads((pyodide / "pyodide-lock.json").read_text("utf-8"))
    names = needed(lock["packages"], WANTED)
    specs = [*(f"{name}=={lock['packages'][name]['version']}" for name in names), f"comm=={COMM}"]
    downloads = folder / "wheels"
    _run(
        [
            *pip,
            "download",
            "--no-deps",
            "--only-binary=:all:",
            "--python-version=3.13",
            f"--dest={downloads}",
            *specs,
        ]
    )
    say(f"JupyterLite {CORE}: building")
    packages = _pyodide(
        made["pyodide-lite"], pyodide, lock, [*downloads.glob("*.whl"), *(place / WHEELS).glob("*.whl")]
    )
    lite = folder / "lite"
    lite.mkdir()
    (lite / "jupyter-lite.json").write_text(json.dumps(_settings(packages)), "utf-8")
    build = [
        str(programs / "jupyter-lite"),
        "build",
        "--lite-dir",
        str(lite),
        "--output-dir",
        str(made["lite"]),
    ]
    _run([*build, "--apps", "repl"], cwd=folder)
    stamp.write_text(wanted, "utf-8")
    return made


def needed(packages: dict[str, Any], wanted: Iterable[str]) -> list[str]:
    """The wanted packages of a lock and all they depend on, but for what no registry has.

    >>> needed({"a": {"depends": ["b", "sqlite3"]}, "b": {"depends": []}, "c": {"depends": []}}, ["a"])
    ['a', 'b']
    """
    found: set[str] = set()
    todo = [*wanted]
    while todo:
        name = todo.pop().lower().replace("_", "-")
        if name not in found and name != MISSING:
            found.add(name)
            todo += packages[name]["depends"]
    return sorted(found)


def _pyodide(folder: Path, source: Path, lock: dict[str, Any], wheels: Iterable[Path]) -> list[str]:
    """A Pyodide whose lock names the packages that lie beside it. Gives the names that the kernel loads."""
    folder.mkdir()
    for name in FILES:
        shutil.copy(source / name, folder / name)
    empty = folder / f"{MISSING}-1.0.0-py3-none-any.whl"
    about = f"{MISSING}-1.0.0.dist-info"
    with zipfile.ZipFile(empty, "w") as made:
        made.writestr(f"{about}/METADATA", f"Metadata-Version: 2.1\nName: {MISSING}\nVersion: 1.0.0\n")
        made.writestr(f"{about}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        made.writestr(f"{about}/RECORD", "")
    packages = {}
    for wheel in (*wheels, empty):
        name = wheel.name.split("-")[0].lower().replace("_", "-")
        if name == "widgetsnbextension":
            continue
        if wheel != empty:
            shutil.copy(wheel, folder / wheel.name)
        known = lock["packages"].get(name, {}) if wheel != empty else {}
        depends = [one.lower().replace("_", "-") for one in known.get("depends", ())]
        packages[name] = {
            "name": name,
            "version": wheel.name.split("-")[1],
            "file_name": wheel.name,
            "install_dir": "site",
            "sha256": hashlib.sha256(wheel.read_bytes()).hexdigest(),
            "package_type": "package",
            "imports": known.get("imports", [] if wheel == empty else [name.replace("-", "_")]),
            "depends": [one for one in depends if one != MISSING],
            "unvendored_tests": False,
        }
    (folder / "pyodide-lock.json").write_text(
        json.dumps({"info": lock["info"], "packages": packages}), "utf-8"
    )
    return sorted(packages)


def _settings(packages: Iterable[str]) -> dict[str, Any]:
    """The kernel asks for one package by its name with an underscore; everything is loaded at once, in one go."""
    loaded = sorted({"pyodide_kernel" if name == "pyodide-kernel" else name for name in packages})
    kernel = {
        "pyodideUrl": "/pyodide-lite/pyodide.js",
        "disablePyPIFallback": True,
        "loadPyodideOptions": {"packages": loaded},
    }
    return {
        "jupyter-lite-schema-version": 0,
        "jupyter-config-data": {
            "litePluginSettings": {"@jupyterlite/pyodide-kernel-extension:kernel": kernel}
        },
    }


def _run(command: list[str], cwd: Path | None = None) -> None:
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    if done.returncode:
        raise PeerError(f"{' '.join(command[:6])} failed:\n{(done.stdout + done.stderr)[-1500:]}")
