"""Says what is going on, on a terminal with a spinner and elsewhere in plain lines, with the seconds each step took."""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class Progress:
    """Steps of one command, printed to standard error so that results can be piped."""

    def __init__(self, *, quiet: bool = False) -> None:
        self.console = Console(stderr=True, quiet=quiet, highlight=False)

    @contextmanager
    def step(self, name: str) -> Iterator[Callable[[str], None]]:
        """One step: yields a function that says what exactly is being done."""
        started = time.monotonic()
        if self.console.is_terminal:
            with self.console.status(name) as status:
                yield lambda detail: status.update(f"{name}: {detail}")
        else:
            yield lambda detail: self.console.print(f"  … {name}: {detail}", style="dim", markup=False)
        self.console.print(f"  ✓ {name} ({time.monotonic() - started:.1f} s)", markup=False)

    def note(self, text: str) -> None:
        """One line to the reader."""
        self.console.print(text, markup=False, soft_wrap=True)


def fail(text: str) -> int:
    """Print what went wrong and return the exit code for it."""
    sys.stderr.write(f"puente: {text}\n")
    return 1
