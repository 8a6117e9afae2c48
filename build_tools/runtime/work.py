"""Everything the runtimes of a site are made from, and the name that changes when any of it does."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from build_tools.runtime import pack
from build_tools.runtime.samples import of_tool, samples
from build_tools.runtime.sandbox import HERE, RuntimeBuildError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from pathlib import Path

    from build_tools.runtime.samples import Sample

TAKEN = (
    "package.json",
    "pyodide-lock.json",
    "pyodide.mjs",
    "pyodide.asm.js",
    "pyodide.asm.wasm",
    "python_stdlib.zip",
)


@dataclass(frozen=True, kw_only=True)
class Work:
    """The inputs; see ``build_runtime``."""

    pyodide: Path
    sources: Mapping[str, bytes]
    shards: Mapping[str, bytes]
    beside: Mapping[str, bytes]
    texts: bytes
    about: bytes
    tools: Mapping[str, Collection[tuple[str, str]]]
    store: Path
    say: Callable[[str], None]

    @cached_property
    def language(self) -> str:
        """The language of the texts."""
        return str(json.loads(self.texts).get("language", "en"))

    @cached_property
    def samples(self) -> tuple[Sample, ...]:
        """What is asked to find out what each tool needs."""
        return samples(self.shards, self.language)

    @cached_property
    def groups(self) -> dict[str, list[Sample]]:
        """The samples of each tool.

        Raises:
            RuntimeBuildError: What a tool's page asks is in none of them.
        """
        groups = {tool: of_tool(self.samples, tool) for tool in sorted(self.tools)}
        for tool, pairs in self.tools.items():
            sampled = {(one.call, one.view) for one in groups[tool]}
            if missing := sorted(" with view ".join(pair) for pair in set(pairs) - sampled):
                raise RuntimeBuildError(
                    f"build_tools/runtime/samples has no sample of tool '{tool}' for {', '.join(missing)}: "
                    "what it imports would be missing in the page"
                )
        return groups

    @cached_property
    def rest(self) -> list[Sample]:
        """Samples that no page asks, or only that of a tool there is not yet: the call alone, no view is shown."""
        asked = {one for group in self.groups.values() for one in group}
        return [replace(one, view="") for one in self.samples if one not in asked]

    def key(self) -> str:
        """A name that changes when any input does, our own tools included. Data that no sample takes is no input."""
        own = sorted((*HERE.rglob("*.py"), *HERE.glob("*.mjs")))
        wanted = sorted({name for sample in self.samples for name in sample.needs})
        return pack.fingerprint(
            [
                *((name, (self.pyodide / name).read_bytes()) for name in TAKEN),
                *self.sources.items(),
                *((name, self.shards[name]) for name in wanted),
                *((f"beside {name}", self.beside.get(name, b"")) for name in wanted),
                ("samples", pack.as_json([sample.as_json() for sample in self.samples])),
                ("tools", pack.as_json({tool: sorted(pairs) for tool, pairs in self.tools.items()})),
                ("texts", self.texts),
                ("about", self.about),
                *((path.relative_to(HERE).as_posix(), path.read_bytes()) for path in own),
            ]
        )
