"""Ways through parsed content that bear any shape, right or wrong."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

from build_tools.content.economy import CORE
from py_engine.errors import shown

if TYPE_CHECKING:
    from collections.abc import Callable

    from build_tools.content.faults import Place, Step
    from build_tools.content.project import Project

    Path: TypeAlias = tuple[Step, ...]

LANGUAGE: Final = re.compile(r"[a-z]{2}(-[A-Z]{2})?\Z")

__all__ = ["Record", "as_decimal", "is_text", "listed", "mappings", "records", "shown", "similar", "walk"]


class Record(NamedTuple):
    """Something with facts to check: a data file, or the top of a page."""

    file: str
    value: Any
    place: Callable[..., Place]
    language: str | None
    """The language of a page; None for data, which is in no single language."""
    from_overlay: bool


def records(project: Project) -> Iterator[Record]:
    """Give every data file, the economy's file, and the facts of every page."""
    for file, document in project.documents.items():
        overlay = not file.startswith("content/")
        yield Record(file, document.value, document.place, None, overlay)
    for page in project.pages:
        yield Record(page.file, page.meta, page.place, page.language, page.from_overlay)


def walk(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Give every value inside a value, from the outside in, with the way to it.

    >>> [path for path, _ in walk({"a": ["x"]})]
    [(), ('a',), ('a', 0)]
    """
    yield path, value
    if isinstance(value, dict):
        for key, item in value.items():
            yield from walk(item, (*path, key))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from walk(item, (*path, number))


def mappings(value: Any, key: str, path: Path = ()) -> list[tuple[Path, dict[str, Any]]]:
    """Give the mappings in the list that stands at a key, if there is one.

    >>> mappings({"levels": [{"id": "basic"}, "stray"]}, "levels")
    [(('levels', 0), {'id': 'basic'})]
    """
    items = value.get(key) if isinstance(value, Mapping) else None
    if not isinstance(items, list):
        return []
    return [((*path, key, number), item) for number, item in enumerate(items) if isinstance(item, dict)]


def as_decimal(value: Any) -> Decimal | None:
    """Read a number exactly; None if the text is none, which the schema then refuses."""
    if not isinstance(value, str):
        return None
    try:
        number = Decimal(value)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def is_text(value: Any, languages: Iterable[str] = CORE) -> bool:
    """Tell whether a value is a text in several languages: a mapping from language to words.

    >>> is_text({"en": "Yes", "es": "Sí"}), is_text({"id": "yes"})
    (True, False)
    """
    return (
        isinstance(value, dict)
        and any(language in value for language in languages)
        and all(LANGUAGE.match(key) and isinstance(words, str) for key, words in value.items())
    )


def listed(values: Iterable[str]) -> str:
    """Write the values one may choose from, in their own order."""
    return ", ".join(values)


def similar(value: str, known: Iterable[str]) -> str:
    """Find the known name somebody probably meant, or nothing.

    >>> similar("protcol-2", ["protocol-2", "annex"])
    'protocol-2'
    """
    return "".join(get_close_matches(value, list(known), n=1))
