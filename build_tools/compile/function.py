"""Gathers the lines of one compiled function; neighbouring pieces of text become one statement."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

INDENT = "    "


class FunctionWriter:
    """The body of a function that builds a list of text and returns it joined."""

    def __init__(self) -> None:
        """Start with an empty body."""
        self.lines: list[str] = []
        self.waiting: list[tuple[bool, str]] = []
        self.depth = 1

    @property
    def is_blank(self) -> bool:
        """Whether the function would only put out white space."""
        return not self.lines and not any(not constant or text.strip() for constant, text in self.waiting)

    def text(self, text: str) -> None:
        """Put constant text out; neighbours become one constant."""
        if self.waiting and self.waiting[-1][0]:
            self.waiting[-1] = (True, self.waiting[-1][1] + text)
        elif text:
            self.waiting.append((True, text))

    def code(self, code: str) -> None:
        """Put the value of an expression out."""
        self.waiting.append((False, code))

    def line(self, text: str) -> None:
        """Add a statement of its own."""
        self.flush()
        self.lines.append(INDENT * self.depth + text)

    @contextmanager
    def block(self) -> Iterator[None]:
        """What is written inside is indented under the line before it."""
        self.flush()
        before = len(self.lines)
        self.depth += 1
        yield
        self.flush()
        if len(self.lines) == before:
            self.line("pass")
        self.depth -= 1

    def placeholder(self) -> int:
        """Keep a place for lines that are known only when the block under them is finished."""
        self.flush()
        return len(self.lines)

    def fill(self, place: int, lines: Sequence[str]) -> None:
        """Write the lines a place was kept for."""
        self.lines[place:place] = [INDENT * self.depth + line for line in lines]

    def flush(self) -> None:
        """Write what waits as one statement; text keeps one line of source for each line of the template."""
        margin = INDENT * self.depth
        waiting, self.waiting = self.waiting, []
        pieces = [
            [repr(part) for part in text.splitlines(keepends=True)] if constant else [text]
            for constant, text in waiting
        ]
        if len(pieces) == 1 and len(pieces[0]) == 1:
            self.lines.append(f"{margin}out.append({pieces[0][0]})")
        elif pieces:
            self.lines.append(f"{margin}out += (")
            for piece in pieces:
                self.lines += [f"{margin}{INDENT}{part}" for part in piece]
                self.lines[-1] += ","
            self.lines.append(f"{margin})")

    def finish(self, head: str, bindings: Sequence[str]) -> str:
        """The source of the whole function.

        Args:
            head: name and parameters.
            bindings: assignments that come before the body.
        """
        self.flush()
        lines = [f"def {head}:", *(INDENT + binding for binding in bindings), f"{INDENT}out = []"]
        return "\n".join([*lines, *self.lines, f"{INDENT}return ''.join(out)"])
