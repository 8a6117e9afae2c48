"""`puente bench runtime`: time to the first answer, ours against stock Pyodide and against peers, in one run."""

from build_tools.bench.runtime.command import main

__all__ = ["main"]
