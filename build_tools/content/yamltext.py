"""Reads YAML so that every scalar stays the text somebody typed.

YAML turns ``6105.10`` into 6105.1, ``0304`` into 196, ``NO`` into false and ``2019-01-01`` into a date.
Codes, figures and names must survive, so only a plain ``null`` or ``~`` means "nothing" and all else is text.
Anchors, tags, duplicate keys and empty values are refused: what a value is should stand where it is read.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

import yaml

from build_tools.content.faults import Faults, Place, Step

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

CHECK: Final = "YAML"
DEEPEST: Final = 40
"""Content never needs more levels; a file that has them is an accident or an attack."""

Value: TypeAlias = "dict[str, Any] | list[Any] | str | None"
Path_: TypeAlias = tuple[Step, ...]
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Spot(NamedTuple):
    """A line and a column, both counted from one, as editors count them."""

    line: int
    column: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One YAML text: its value, and where in the file each part of it stands."""

    file: str
    value: Value
    spots: Mapping[Path_, Spot] = field(repr=False)
    faulty: frozenset[Path_] = frozenset()
    """Values that were already refused, so that later checks do not complain about them again."""

    def where(self, path: Path_) -> Spot:
        """Say where a value stands; for one that is missing, where the nearest thing around it stands."""
        for length in range(len(path), -1, -1):
            spot = self.spots.get(path[:length])
            if spot is not None:
                return spot
        return Spot(1, 1)

    def place(self, path: Path_ = ()) -> Place:
        """Give the place of a value in the form a fault needs."""
        spot = self.where(path)
        return Place(file=self.file, line=spot.line, column=spot.column, path=path)


def load(path: Path, *, root: Path, faults: Faults) -> Document | None:
    """Read one YAML file; None if it cannot be read at all, which is then among the faults."""
    file = file_name(path, root)
    text = read_text(path, file=file, faults=faults)
    return None if text is None else parse(text, file=file, faults=faults)


def file_name(path: Path, root: Path) -> str:
    """Name a file from the project's root, with forward slashes on every machine."""
    try:
        return path.relative_to(root).as_posix()
    except ValueError:
        return Path(os.path.relpath(path, root)).as_posix()


def read_text(path: Path, *, file: str, faults: Faults) -> str | None:
    """Read a file as UTF-8, refusing any other encoding rather than guessing it."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        faults.error(CHECK, "yaml.encoding", Place(file=file, line=line))
    return None


def parse(text: str, *, file: str, faults: Faults, first_line: int = 1) -> Document | None:
    r"""Read YAML text that starts at ``first_line`` of its file.

    >>> faults = Faults()
    >>> document = parse("code: 0304\nworks: on\nend: null", file="a.yml", faults=faults)
    >>> document.value, document.where(("works",)), len(faults)
    ({'code': '0304', 'works': 'on', 'end': None}, Spot(line=2, column=8), 0)
    """
    builder = _Builder(file=file, faults=faults, first_line=first_line)
    try:
        return builder.document(yaml.parse(text, Loader=_LOADER))
    except yaml.reader.ReaderError as error:
        line = (
            text[: error.position].count("\n") + first_line if isinstance(error.position, int) else first_line
        )
        character = error.character if isinstance(error.character, str) else chr(error.character)
        faults.error(CHECK, "yaml.character", Place(file=file, line=line), code=f"U+{ord(character):04X}")
    except UnicodeEncodeError as error:  # half of a surrogate pair: never in a file, possible in text
        line = text[: error.start].count("\n") + first_line
        code = f"U+{ord(text[error.start]):04X}"
        faults.error(CHECK, "yaml.character", Place(file=file, line=line), code=code)
    except yaml.MarkedYAMLError as error:
        _report_syntax(error, text, file=file, faults=faults, first_line=first_line)
    except _GivenUpError:
        pass
    return None


class _GivenUpError(Exception):
    """Reading stopped after a fault that has been reported."""


class _Builder:
    """Turns the parser's events into plain values, and remembers where each came from."""

    def __init__(self, *, file: str, faults: Faults, first_line: int) -> None:
        self.file = file
        self.faults = faults
        self.first_line = first_line
        self.spots: dict[Path_, Spot] = {}
        self.faulty: set[Path_] = set()
        self.events: Iterator[Any] = iter(())

    def document(self, events: Iterator[Any]) -> Document | None:
        self.events = events
        next(events)  # the start of the stream
        if isinstance(next(events), yaml.StreamEndEvent):
            self.faults.error(CHECK, "yaml.empty", Place(file=self.file, line=self.first_line))
            return None
        value = self.build(next(events), ())
        next(events)  # the end of the document
        extra = next(events)
        if not isinstance(extra, yaml.StreamEndEvent):
            self.refuse("yaml.documents", extra, ())
        return Document(file=self.file, value=value, spots=self.spots, faulty=frozenset(self.faulty))

    def build(self, event: Any, path: Path_) -> Value:
        if isinstance(event, yaml.AliasEvent):
            self.refuse("yaml.anchor", event, path, name=f"*{event.anchor}")
            return ""
        if event.anchor is not None:
            self.refuse("yaml.anchor", event, path, name=f"&{event.anchor}")
        if event.tag is not None:
            name = event.tag.replace("tag:yaml.org,2002:", "!!")
            self.refuse("yaml.tag", event, path, name=name)
        if isinstance(event, yaml.ScalarEvent):
            self.spots[path] = self.spot(event)
            return self.scalar(event, path)
        if len(path) >= DEEPEST:
            self.refuse("yaml.deep", event, path[:3], most=str(DEEPEST))
            raise _GivenUpError
        self.spots.setdefault(path, self.spot(event))
        if isinstance(event, yaml.SequenceStartEvent):
            return self.sequence(path)
        return self.mapping(path)

    def scalar(self, event: Any, path: Path_) -> str | None:
        text: str = event.value
        if event.implicit[0]:
            if text in {"null", "~"}:
                return None
            if not text:
                self.refuse("yaml.empty_value", event, path)
        return text

    def sequence(self, path: Path_) -> list[Value]:
        items: list[Value] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            items.append(self.build(event, (*path, len(items))))
        return items

    def mapping(self, path: Path_) -> dict[str, Value]:
        items: dict[str, Value] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent) or not event.value:
                self.refuse("yaml.key", event, path)
                raise _GivenUpError
            key: str = event.value
            if key in items:
                first = self.spots[(*path, key)].line
                self.refuse("yaml.duplicate_key", event, (*path, key), name=key, first=str(first))
                self.skip()
                continue
            if event.anchor is not None or event.tag is not None:
                self.refuse("yaml.key", event, path)
            self.spots[(*path, key)] = self.spot(event)
            items[key] = self.build(next(self.events), (*path, key))
        return items

    def skip(self) -> None:
        """Pass over the value of a key that was refused, still reporting what is wrong inside it."""
        aside = _Builder(file=self.file, faults=self.faults, first_line=self.first_line)
        aside.events = self.events
        aside.build(next(self.events), ())

    def spot(self, event: Any) -> Spot:
        return Spot(event.start_mark.line + self.first_line, event.start_mark.column + 1)

    def refuse(self, key: str, event: Any, path: Path_, **values: str) -> None:
        spot = self.spot(event)
        self.faulty.add(path)
        self.faults.error(
            CHECK, key, Place(file=self.file, line=spot.line, column=spot.column, path=path), **values
        )


_SYNTAX: Final = (  # the parser's complaint (libyaml or PyYAML), and what it nearly always means
    ("mapping values are not allowed", "yaml.colon"),
    ("found character '\\t'", "yaml.tab"),
    ("found a tab character", "yaml.tab"),
    ("found unexpected end of stream", "yaml.quote"),
    ("did not find expected ',' or", "yaml.bracket"),
    ("expected ',' or", "yaml.bracket"),
    ("undefined alias", "yaml.anchor"),
    ("found undefined alias", "yaml.anchor"),
)


def _report_syntax(
    error: yaml.MarkedYAMLError, text: str, *, file: str, faults: Faults, first_line: int
) -> None:
    """Say in the editor's words what the parser stumbled over, and show the line."""
    problem = error.problem or ""
    mark = error.problem_mark or error.context_mark
    key = next((key for start, key in _SYNTAX if problem.startswith(start)), "yaml.syntax")
    if key in {"yaml.quote", "yaml.bracket"} and error.context_mark is not None:
        mark = error.context_mark  # where it was opened: the end of the file helps nobody
    lines = text.splitlines() or [""]
    number = min(mark.line if mark else 0, len(lines) - 1)
    line = lines[number]
    if key == "yaml.syntax" and "\t" in line[: len(line) - len(line.lstrip())]:
        key = "yaml.tab"
    column = (mark.column if mark else 0) + 1
    faults.error(
        CHECK,
        key,
        Place(file=file, line=number + first_line, column=column),
        line=line.strip()[:80],
        name="*",
    )
