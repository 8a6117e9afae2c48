"""Reads wording from left to right without cutting it into words first, and points at the place where it stops.

A grammar asks the scanner for the next literal; what is asked for in vain at the farthest place is remembered, so that
an error can show the place with a caret and say what was expected there.
"""

from __future__ import annotations

import re
from functools import lru_cache

__all__ = ["GrammarError", "Scanner"]

SHOWN = 70


class GrammarError(Exception):
    """Wording that the grammar does not know.

    >>> print(GrammarError("A change from any otter", 19, ("heading",)))
    column 20: expected heading
      A change from any otter
                         ^
    """

    def __init__(self, text: str, at: int, expected: tuple[str, ...]) -> None:
        self.text, self.at, self.expected = text, at, expected
        start = max(0, at - SHOWN // 2)
        shown = text[start : start + SHOWN].rstrip()
        said = " or ".join(expected) or "the end"
        super().__init__(f"column {at + 1}: expected {said}\n  {shown}\n  {' ' * (at - start)}^")


@lru_cache(maxsize=4096)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(r"\s*(?:" + pattern.replace(" ?", r"\s*").replace(" ", r"\s+") + ")", re.IGNORECASE)


class Scanner:
    """A place in a text. ``take`` moves on if a pattern follows; ``need`` insists.

    >>> scanner = Scanner("from any other heading")
    >>> scanner.take("from any other").group().strip(), scanner.take("chapter"), scanner.need("heading").end()
    ('from any other', None, 22)
    >>> scanner.done
    True
    """

    def __init__(self, text: str, at: int = 0) -> None:
        self.text, self.at = text, at
        self.farthest = at
        self.expected: list[str] = []

    @property
    def done(self) -> bool:
        """Say whether nothing but space and a full stop is left."""
        return not self.text[self.at :].strip(" .;,")

    def peek(self, pattern: str) -> re.Match[str] | None:
        """See whether a pattern follows, and stay."""
        return _compiled(pattern).match(self.text, self.at)

    def take(self, pattern: str, name: str = "") -> re.Match[str] | None:
        """Move past a pattern, if it follows."""
        found = self.peek(pattern)
        if found:
            self.at = found.end()
        elif name or pattern.replace(" ", "").isalpha():
            self.remember(name or pattern)
        return found

    def need(self, pattern: str, name: str = "") -> re.Match[str]:
        """Move past a pattern that must follow.

        Raises:
            GrammarError: Something else follows.
        """
        found = self.take(pattern, name)
        if not found:
            raise self.error()
        return found

    def error(self) -> GrammarError:
        """Give the error for the farthest place reached."""
        return GrammarError(self.text, self.farthest, tuple(dict.fromkeys(self.expected))[:4])

    def remember(self, name: str) -> None:
        """Keep what was hoped for at this place, for the error."""
        at = self.at
        while at < len(self.text) and self.text[at].isspace():
            at += 1
        if at > self.farthest:
            self.farthest, self.expected = at, []
        if at == self.farthest:
            self.expected.append(name)
