"""The Python that runs in the page: Pyodide from the npm registry, cut to what the engine and its views import.

The version is the one in ``package.json``. Nothing of Pyodide is patched. What the browser gets is a standard library
of traced modules, compiled by Pyodide's own Python running under Node; the engine and the views as a wheel of byte
code; and Pyodide's two scripts and its WebAssembly module as they are.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from build_tools.runtime import pack
from build_tools.runtime.keep import kept
from build_tools.runtime.making import make
from build_tools.runtime.sandbox import RuntimeBuildError, run
from build_tools.runtime.work import Work

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

__all__ = ["RuntimeBuildError", "build_runtime", "of_tool", "squeeze"]


def build_runtime(  # noqa: PLR0917 - one input each, in the order in which they are made
    root: Path,
    views_package: Path,
    shards: Mapping[str, bytes],
    texts: bytes,
    out: Path,
    say: Callable[[str], None],
    *,
    tools: Mapping[str, Collection[tuple[str, str]]],
    beside: Mapping[str, bytes] | None = None,
) -> dict[str, Any]:
    """Pack the runtimes of all tools, or take it from the cache when nothing it is made from has changed.

    Args:
        root: The repository.
        views_package: The compiled views: the package ``puente_views`` or the folder that holds it.
        shards: Compiled data by name; the samples are made from it.
        texts: One language's catalogue, for rendering the samples.
        out: The folder to fill; what else is in it is removed.
        say: Told what is being done.
        tools: For each tool the calls that its page makes, each with the view that shows the answer.
        beside: Sentences that travel beside a shard, by the shard's name, in the language of ``texts``.

    Returns:
        The manifest, of which ``of_tool`` gives one tool its part: python, pyodide, the files that all tools load and
        for each tool its engine; of every file role, url (relative to the folder above ``out``), bytes, unpacked and
        integrity.

    Raises:
        RuntimeBuildError: A call has no sample, or the packed runtime does not give the answers of the whole one.
    """
    work = Work(
        pyodide=root / "node_modules" / "pyodide",
        sources=pack.engine_sources(root, views_package),
        shards=shards,
        beside=beside or {},
        texts=texts,
        about=(root / "py_engine" / "pyproject.toml").read_bytes(),
        tools=tools,
        store=root / ".build" / "cache" / "runtime",
        say=say,
    )
    made = kept(work.store, f"all-{work.key()}", lambda folder: make(work, folder))
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    manifest: dict[str, Any] = json.loads((made / "manifest.json").read_bytes())
    for file in (*manifest["files"], *(tool["engine"] for tool in manifest["tools"].values())):
        shutil.copyfile(made / file["url"], out / file["url"])
        file["url"] = f"{out.name}/{file['url']}"
    return manifest


def of_tool(manifest: Mapping[str, Any], tool: str) -> dict[str, Any]:
    """What the page of one tool is told of the runtime.

    Its ``version`` changes with any file, so a device knows what a kept memory holds.

    >>> file = {"url": "runtime/a.gz.bin"}
    >>> engine = {"url": "runtime/b.gz.bin"}
    >>> made = {"files": [file], "memory": True, "tools": {"x": {"engine": engine, "lock": {}, "warm": []}}}
    >>> [file["url"] for file in of_tool(made, "x")["files"]]
    ['runtime/a.gz.bin', 'runtime/b.gz.bin']
    """
    own = dict(manifest["tools"][tool])
    files = [*manifest["files"], own.pop("engine")]
    plain = {key: value for key, value in manifest.items() if key not in {"files", "tools"}}
    version = pack.fingerprint((file["url"].rpartition("/")[2], b"") for file in files)
    return {**plain, **own, "version": version, "files": files}


def squeeze(root: Path, files: Sequence[bytes]) -> dict[bytes, bytes]:
    """Gzip files, the same on every machine; gives the packed form of each.

    Args:
        root: The repository.
        files: What is to be packed; taken from the cache when none of them has changed.
    """
    pyodide, store = root / "node_modules" / "pyodide", root / ".build" / "cache" / "runtime"
    version = (pyodide / "package.json").read_bytes()
    key = pack.fingerprint([("pyodide", version), *(("file", data) for data in files)])

    def fill(folder: Path) -> None:
        pairs = []
        for place, data in enumerate(files):
            (folder / f"{place}.plain").write_bytes(data)
            pairs.append([str(folder / f"{place}.plain"), str(folder / f"{place}.gz")])
        run(pyodide, squeeze=pairs)
        for plain, _ in pairs:
            Path(plain).unlink()

    made = kept(store, f"squeezed-{key}", fill)
    return {data: (made / f"{place}.gz").read_bytes() for place, data in enumerate(files)}
