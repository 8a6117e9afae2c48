"""The steps that make the runtimes of all tools: trace and compile, pack, try what was packed, describe it."""

from __future__ import annotations

import json
import zlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from build_tools.runtime import pack
from build_tools.runtime.keep import kept
from build_tools.runtime.samples import unreached
from build_tools.runtime.sandbox import HERE, RuntimeBuildError, questions, run

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from build_tools.runtime.samples import Sample
    from build_tools.runtime.work import Work

# Needed only when something goes wrong in a way that no sample can provoke.
FOR_FAULTS = ("linecache.py", "textwrap.py", "token.py", "tokenize.py", "traceback.py")
SCRIPTS = (
    ("loader", "pyodide.mjs", "pyodide.{}.mjs"),
    ("script", "pyodide.asm.js", "pyodide.asm.{}.js"),
)
STAGES = ("guest.py", "sandbox.mjs")


def make(work: Work, folder: Path) -> None:
    """Fill a folder with the files of the runtimes and their ``manifest.json``.

    What all tools share is one file each: scripts, WebAssembly module, standard library. The engine is one file for
    each tool, complete in itself, with the modules that the tool's own samples import.

    Raises:
        RuntimeBuildError: A call has no sample, or a packed runtime does not give the answers of the whole one.
    """
    about = pack.project(work.about)
    with TemporaryDirectory() as place:
        bench = Path(place)
        source, compiled = bench / "sources.zip", bench / "compiled.zip"
        source.write_bytes(pack.zipped(work.sources))
        traced, python = _trace(work, source, compiled)
        used = dict(zip(work.groups, traced["used"], strict=False))  # those of no page come last
        names = {name for group in used.values() for name in group["standard"]}
        work.say(f"standard library of {len(names)} modules")
        stdlib = _stdlib(work, {*names, *FOR_FAULTS})
        engines = {
            tool: _engine(bench / f"{tool}.whl", compiled, used[tool]["own"], about, python) for tool in used
        }
        work.say(f"{len(engines)} packed runtime(s) tried")
        tried = run(
            work.pyodide,
            stdlib=str(stdlib / "stdlib.zip"),
            files={_place(tool): str(engine) for tool, engine in engines.items()},
            answer=_questions(work, [(_place(tool), group) for tool, group in work.groups.items()]),
            squeeze=[[str(engine), f"{engine}.gz"] for engine in engines.values()],
        )
        for tool, said, expected in zip(engines, tried["answers"], traced["answers"], strict=False):
            if said != expected:
                raise RuntimeBuildError(
                    f"the packed runtime of '{tool}' answers a sample otherwise than the whole one does"
                )
        wasm = work.pyodide / "pyodide.asm.wasm"
        shared = [
            *(_script(work.pyodide / plain, folder, role, name) for role, plain, name in SCRIPTS),
            _packed(folder, "wasm", "pyodide.asm.wasm.{}.gz.bin", _wasm(work) / "wasm.gz", wasm),
            _packed(folder, "stdlib", "stdlib.{}.gz.bin", stdlib / "stdlib.gz", stdlib / "stdlib.zip"),
        ]
        info = json.loads((work.pyodide / "pyodide-lock.json").read_bytes())["info"]
        manifest = {
            "python": python,
            "pyodide": json.loads((work.pyodide / "package.json").read_bytes())["version"],
            "files": shared,
            "memory": True,  # whether a device may keep a started engine; false to measure without
            "tools": {
                tool: {
                    "engine": _packed(
                        folder, "engine", f"engine-{tool}.{{}}.gz.bin", Path(f"{engine}.gz"), engine
                    ),
                    "lock": pack.lock(info, about, python, engine.read_bytes()),
                    "warm": [[one.call, one.request, one.view] for one in work.groups[tool] if one.warm],
                }
                for tool, engine in engines.items()
            },
        }
    (folder / "manifest.json").write_bytes(pack.as_json(manifest))


def _trace(work: Work, source: Path, compiled: Path) -> tuple[dict[str, Any], str]:
    """Ask every sample of the whole engine; compile it meanwhile. Gives what was said and used, and the Python."""
    groups: list[Sequence[Sample]] = [*work.groups.values(), work.rest]
    work.say("modules traced, engine compiled")
    with ThreadPoolExecutor(2) as both:
        job = _questions(work, [("", group) for group in groups])
        tracing = both.submit(run, work.pyodide, path=[str(source)], answer=job)
        compiling = both.submit(run, work.pyodide, compile=[[str(source), str(compiled)]])
        traced, python = tracing.result(), compiling.result()["python"]
    asked = [one for group in groups for one in group]
    if missing := unreached(asked, [said for group in traced["answers"] for said in group]):
        raise RuntimeBuildError(
            f"build_tools/runtime/samples has no sample for {', '.join(missing)}: "
            "what these calls import would be missing in the page"
        )
    return traced, python


def _questions(work: Work, groups: list[tuple[str, Sequence[Sample]]]) -> dict[str, Any]:
    return questions(groups, {work.language: work.texts}, work.shards, work.beside)


def _place(tool: str) -> str:
    return f"/packed/{tool}.whl"


def _engine(target: Path, compiled: Path, used: list[str], about: Mapping[str, Any], python: str) -> Path:
    """The wheel of one tool."""
    whole = pack.unzipped(compiled.read_bytes())
    target.write_bytes(pack.wheel({f"{name}c": whole[f"{name}c"] for name in used}, about, python))
    return target


def _script(source: Path, folder: Path, role: str, name: str) -> dict[str, Any]:
    """One of Pyodide's scripts, unchanged under a hashed name, weighed as a host sends it that compresses text."""
    data = source.read_bytes()
    line = pack.described(role, name, data, sent=len(zlib.compress(data, 6)), unpacked=len(data))
    (folder / line["url"]).write_bytes(data)
    return line


def _packed(folder: Path, role: str, name: str, squeezed: Path, plain: Path) -> dict[str, Any]:
    data = squeezed.read_bytes()
    line = pack.described(role, name, data, sent=len(data), unpacked=plain.stat().st_size)
    (folder / line["url"]).write_bytes(data)
    return line


def _wasm(work: Work) -> Path:
    """The WebAssembly module, compressed once per Pyodide version."""
    source = work.pyodide / "pyodide.asm.wasm"

    def fill(folder: Path) -> None:
        run(work.pyodide, squeeze=[[str(source), str(folder / "wasm.gz")]])

    return kept(work.store, f"wasm-{pack.fingerprint([('wasm', source.read_bytes())])}", fill)


def _stdlib(work: Work, names: set[str]) -> Path:
    """The named modules as byte code, packed once per list of modules."""
    whole = (work.pyodide / "python_stdlib.zip").read_bytes()
    tools = [(name, (HERE / name).read_bytes()) for name in STAGES]
    key = pack.fingerprint([("stdlib", whole), *tools, *((name, b"") for name in sorted(names))])

    def fill(folder: Path) -> None:
        available = pack.unzipped(whole)
        chosen = folder / "chosen.zip"
        chosen.write_bytes(pack.zipped({name: available[name] for name in names if name in available}))
        plain = str(folder / "stdlib.zip")
        run(work.pyodide, compile=[[str(chosen), plain]])
        run(work.pyodide, squeeze=[[plain, str(folder / "stdlib.gz")]])

    return kept(work.store, f"stdlib-{key}", fill)
