"""The nomenclature in one language, as the phone gets it: columns of text, cut up only when something is asked."""

from __future__ import annotations

from typing import Any

__all__ = ["Nomenclature", "read_nomenclature"]

STRENGTHS = 32  # one more than the strongest a word can be for a line


class Nomenclature:
    """Chapters, headings, groups and subheadings in printed order, and the roots of words that lead to them.

    A line is known by its position. What stands below a line follows it, up to ``ends[line]``.
    """

    __slots__ = (
        "before",
        "codes",
        "data_version",
        "depths",
        "ends",
        "goods",
        "labels",
        "language",
        "leaves",
        "lines",
        "order",
        "parents",
        "places",
        "posts",
        "questions",
        "roots",
        "same",
        "texts",
        "wide",
        "words",
    )

    def __init__(self, parsed: dict[str, Any]) -> None:
        lines = parsed["lines"].split(" ")
        self.language: str = parsed["language"]
        self.data_version: str = parsed["version"]
        self.codes: list[str] = [line[1:] for line in lines]
        self.depths: list[int] = [int(line[0]) for line in lines]
        self.texts: list[str] = parsed["texts"].split("\n")
        self.posts: list[str] = parsed["posts"].split("\n")
        self.words: list[str] = parsed["words"].split("\n")
        roots: list[str] = parsed["roots"].split("\n")
        self.roots: dict[str, int] = {root: at for at, root in enumerate(roots)}
        self.goods: dict[str, str] = parsed["goods"]
        self.labels: dict[str, str] = parsed["labels"]
        self.same: dict[str, str] = parsed["same"]
        self.wide: frozenset[str] = frozenset(parsed["wide"].split())
        self.questions: list[dict[str, Any]] = parsed["questions"]
        self.places: dict[str, int] = {code: at for at, code in enumerate(self.codes) if code}
        self.parents, self.ends = _family(self.depths)
        self.lines = [at for at, code in enumerate(self.codes) if len(code) == 6]
        self.leaves = len(self.lines)
        self.before = _counted(self.codes)
        self.order = roots

    def leads(self, root: str) -> list[tuple[int, int]]:
        """Give the lines that a root leads to, each with its strength from 1 to 31."""
        found, place = [], 0
        for packed in self.posts[self.roots[root]].split(" "):
            step, strength = divmod(int(packed, 36), STRENGTHS)
            place += step
            found.append((place, strength))
        return found

    def below(self, place: int) -> list[int]:
        """Give the subheadings of a line; a subheading gives itself."""
        return self.lines[self.before[place] : self.before[self.ends[place]]]

    def begins(self, start: str) -> list[str]:
        """Give the roots that begin with some letters, in order."""
        low, high = 0, len(self.order)
        while low < high:
            middle = (low + high) // 2
            if self.order[middle] < start:
                low = middle + 1
            else:
                high = middle
        end = low
        while end < len(self.order) and self.order[end].startswith(start):
            end += 1
        return self.order[low:end]

    def path(self, place: int) -> list[int]:
        """Give a line and those above it, the chapter first."""
        found = [place]
        while (place := self.parents[place]) >= 0:
            found.append(place)
        return found[::-1]

    def heading(self, place: int) -> int:
        """Give the heading that a group or subheading stands in; a heading or chapter gives itself."""
        while self.depths[place] > 1:
            place = self.parents[place]
        return place

    def children(self, place: int) -> list[int]:
        """Give the lines directly below a line."""
        found, at = [], place + 1
        while at < self.ends[place]:
            found.append(at)
            at = self.ends[at]
        return found


def _family(depths: list[int]) -> tuple[list[int], list[int]]:
    """Give for each line its parent and where what stands below it ends.

    >>> _family([0, 1, 2, 2, 1])
    ([-1, 0, 1, 1, 0], [5, 4, 3, 4, 5])
    """
    count = len(depths)
    parents, ends = [-1] * count, [count] * count
    path: list[int] = []
    for place, depth in enumerate(depths):
        while path and depths[path[-1]] >= depth:
            ends[path.pop()] = place
        if path:
            parents[place] = path[-1]
        path.append(place)
    return parents, ends


def _counted(codes: list[str]) -> list[int]:
    """Give for each line how many subheadings stand before it, and at last how many there are.

    >>> _counted(["01", "0101", "010121", "010129"])
    [0, 0, 0, 1, 2]
    """
    found = [0]
    for code in codes:
        found.append(found[-1] + (len(code) == 6))
    return found


def read_nomenclature(parsed: dict[str, Any]) -> Nomenclature:
    """Read a shard `search/<language>`."""
    return Nomenclature(parsed)
