"""The steps that make a runtime: trace and compile, pack, try what was packed, describe it."""

from __future__ import annotations

import json
import zlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from build_tools.runtime import pack
from build_tools.runtime.keep import kept
from build_tools.runtime.samples import samples, unreached, warming
from build_tools.runtime.sandbox import HERE, RuntimeBuildError, questions, run

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

# Needed only when something goes wrong in a way that no sample can provoke.
FOR_FAULTS = ("linecache.py", "textwrap.py", "token.py", "tokenize.py", "traceback.py")
SCRIPTS = (
    ("loader", "pyodide.mjs", "pyodide.{}.mjs"),
    ("script", "pyodide.asm.js", "pyodide.asm.{}.js"),
)
TAKEN = (
    "package.json",
    "pyodide-lock.json",
    "pyodide.mjs",
    "pyodide.asm.js",
    "pyodide.asm.wasm",
    "python_stdlib.zip",
)
STAGES = ("guest.py", "sandbox.mjs")


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """Everything one runtime is made from."""

    pyodide: Path
    sources: Mapping[str, bytes]
    shards: Mapping[str, bytes]
    texts: bytes
    about: bytes
    store: Path
    say: Callable[[str], None]

    def key(self) -> str:
        """A name that changes when any input does, our own tools included."""
        own = sorted((*HERE.glob("*.py"), *HERE.glob("*.mjs")))
        return pack.fingerprint(
            [
                *((name, (self.pyodide / name).read_bytes()) for name in TAKEN),
                *self.sources.items(),
                *sorted(self.shards.items()),
                ("texts", self.texts),
                ("about", self.about),
                *((path.name, path.read_bytes()) for path in own),
            ]
        )


def make(work: Work, folder: Path) -> None:
    """Fill a folder with the files of the runtime and its ``manifest.json``.

    Raises:
        RuntimeBuildError: A call has no sample, or the packed runtime does not give the answers of the whole one.
    """
    source_zip = folder / "sources.zip"
    source_zip.write_bytes(pack.zipped(work.sources))
    compiled = folder / "compiled.zip"
    language = json.loads(work.texts).get("language", "en")
    asked = samples(work.shards, language)
    job = questions(work.shards, {language: work.texts}, asked)
    work.say("modules traced, engine compiled")
    with ThreadPoolExecutor(2) as both:
        tracing = both.submit(run, work.pyodide, path=[str(source_zip)], answer=job, trace=True)
        compiling = both.submit(run, work.pyodide, compile=[[str(source_zip), str(compiled)]])
        traced, python = tracing.result(), compiling.result()["python"]
    if missing := unreached(asked, traced["answers"]):
        raise RuntimeBuildError(
            f"build_tools/runtime/samples.py has no sample for {', '.join(missing)}: "
            "what these calls import would be missing in the page"
        )
    work.say(f"standard library of {len(traced['modules'])} modules")
    stdlib = _stdlib(work, {*traced["modules"], *FOR_FAULTS})
    about = pack.project(work.about)
    engine = folder / "engine.whl"
    engine.write_bytes(pack.wheel(pack.unzipped(compiled.read_bytes()), about, python))
    work.say("packed runtime tried")
    squeezed = folder / "engine.gz"
    tried = run(
        work.pyodide,
        stdlib=str(stdlib / "stdlib.zip"),
        path=[str(engine)],
        answer=job,
        squeeze=[[str(engine), str(squeezed)]],
    )
    if tried["answers"] != traced["answers"]:
        raise RuntimeBuildError("the packed runtime answers a sample otherwise than the whole one does")
    wasm = work.pyodide / "pyodide.asm.wasm"
    files = [
        *(_script(work.pyodide / source, folder, role, name) for role, source, name in SCRIPTS),
        _packed(folder, "wasm", "pyodide.asm.wasm.{}.gz.bin", _wasm(work) / "wasm.gz", wasm),
        _packed(folder, "stdlib", "stdlib.{}.gz.bin", stdlib / "stdlib.gz", stdlib / "stdlib.zip"),
        _packed(folder, "engine", "engine.{}.gz.bin", squeezed, engine),
    ]
    info = json.loads((work.pyodide / "pyodide-lock.json").read_bytes())["info"]
    manifest = {
        "version": pack.fingerprint((line["url"], b"") for line in files),
        "python": python,
        "pyodide": json.loads((work.pyodide / "package.json").read_bytes())["version"],
        "lock": pack.lock(info, about, python, engine.read_bytes()),
        "files": files,
        "warm": warming(asked),
        "memory": True,  # whether a device may keep a started engine; false to measure without
    }
    for leftover in (source_zip, compiled, engine, squeezed):
        leftover.unlink()
    (folder / "manifest.json").write_bytes(pack.as_json(manifest))


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
