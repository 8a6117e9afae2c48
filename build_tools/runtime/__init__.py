"""The Python that runs in the page: Pyodide from the npm registry, cut to what the engine and its views import.

The version is the one in ``package.json``. Nothing of Pyodide is patched. What the browser gets is a standard library
of traced modules, compiled by Pyodide's own Python running under Node; the engine and the views as a wheel of byte
code; and Pyodide's two scripts and its WebAssembly module as they are.
"""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

from build_tools.runtime import pack
from build_tools.runtime.keep import kept
from build_tools.runtime.making import Work, make
from build_tools.runtime.sandbox import RuntimeBuildError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

__all__ = ["RuntimeBuildError", "build_runtime"]


def build_runtime(  # noqa: PLR0917 - one input each, in the order in which they are made
    root: Path,
    views_package: Path,
    shards: Mapping[str, bytes],
    texts: bytes,
    out: Path,
    say: Callable[[str], None],
) -> dict[str, Any]:
    """Pack the runtime, or take it from the cache when nothing it is made from has changed.

    Args:
        root: The repository.
        views_package: The compiled views: the package ``puente_views`` or the folder that holds it.
        shards: Compiled data by name; the samples are made from it.
        texts: One language's catalogue, for rendering the samples.
        out: The folder to fill; what else is in it is removed.
        say: Told what is being done.

    Returns:
        The manifest: version, python, pyodide, lock, files with role, url (relative to the folder above ``out``),
        bytes, unpacked and integrity.

    Raises:
        RuntimeBuildError: A call has no sample, or the packed runtime does not give the answers of the whole one.
    """
    work = Work(
        pyodide=root / "node_modules" / "pyodide",
        sources=pack.engine_sources(root, views_package),
        shards=shards,
        texts=texts,
        about=(root / "py_engine" / "pyproject.toml").read_bytes(),
        store=root / ".build" / "cache" / "runtime",
        say=say,
    )
    made = kept(work.store, f"all-{work.key()}", lambda folder: make(work, folder))
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    manifest: dict[str, Any] = json.loads((made / "manifest.json").read_bytes())
    for file in manifest["files"]:
        shutil.copyfile(made / file["url"], out / file["url"])
        file["url"] = f"{out.name}/{file['url']}"
    return manifest
