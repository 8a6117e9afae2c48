"""Measurements anybody can repeat: each module here is one benchmark of `puente bench NAME`.

A benchmark measures and prints. It writes nothing outside `.build/bench/`, and no page quotes a figure that
did not come out of one of these.
"""

from __future__ import annotations

import importlib
from types import MappingProxyType
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

BENCHMARKS = MappingProxyType(
    {
        "build": "CPU seconds and bytes of a whole build against plain mkdocs-material, at several sizes",
        "lighthouse": "Lighthouse for phones on the home page, a lesson and a tool, in every language",
        "views": "what one answer costs to turn into HTML, compiled views against Jinja2 itself",
    }
)


def listing() -> str:
    """List the benchmarks, one on a line, for the command line's help."""
    width = max(map(len, BENCHMARKS))
    return "\n".join(f"  {name:<{width}}  {about}" for name, about in BENCHMARKS.items())


def run(name: str, arguments: Sequence[str] = ()) -> int:
    """Run one benchmark by its name and give back its exit code.

    Args:
        name: One of `BENCHMARKS`.
        arguments: What the person typed after the name; the benchmark reads it itself.
    """
    if name not in BENCHMARKS:
        print(f"There is no benchmark called '{name}'. These exist:\n{listing()}")
        return 2
    module = importlib.import_module(f"{__name__}.{name}")
    return cast("Callable[[Sequence[str]], int]", module.run)(list(arguments))
