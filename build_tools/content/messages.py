"""Reads the sentences of the interface: ``i18n/<language>/<room>.yml``, nested mappings, to one flat table.

The file's name is the first part of each key: ``menu: {open: Open menu}`` in ``site.yml`` is
``site.menu.open``. A sentence that depends on a number is a mapping with ``plural`` (the name of the number)
and one form per category.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

from build_tools.content.yamltext import CHECK, Document, load

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from build_tools.content.faults import Faults, Step

PLURAL: Final = "plural"
REPLACES: Final = "_replaces"
"""The key by which an economy says why it replaces a sentence of the core."""
_KEY: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*\Z")

Sentence: TypeAlias = "str | Mapping[str, str]"


class Message(NamedTuple):
    """One sentence or plural set, and where it stands."""

    value: Sentence
    document: Document
    path: tuple[Step, ...]


def read_messages(path: Path, *, root: Path, faults: Faults) -> tuple[Document | None, dict[str, Message]]:
    """Read one room of one language as flat keys."""
    document = load(path, root=root, faults=faults)
    if document is None:
        return None, {}
    if not isinstance(document.value, dict):
        faults.error(CHECK, "messages.not_mapping", document.place())
        return document, {}
    found: dict[str, Message] = {}
    for steps, value in _leaves(document.value, ()):
        if steps == (REPLACES,):
            continue
        bad = next((step for step in steps if not _KEY.match(str(step))), None)
        if bad is not None:
            faults.error(CHECK, "messages.key", document.place(steps), name=str(bad))
        elif steps in document.faulty:
            continue
        elif not is_sentence(value):
            faults.error(CHECK, "messages.not_text", document.place(steps))
        else:
            found[".".join((path.stem, *map(str, steps)))] = Message(value, document, steps)
    return document, found


def is_sentence(value: Any) -> bool:
    """Tell whether a value is a text or a set of plural forms, each a text."""
    if isinstance(value, dict):
        return all(isinstance(form, str) for form in value.values())
    return isinstance(value, str)


def _leaves(value: Mapping[str, Any], path: tuple[Step, ...]) -> Iterator[tuple[tuple[Step, ...], Any]]:
    for key, item in value.items():
        if isinstance(item, dict) and PLURAL not in item:
            yield from _leaves(item, (*path, key))
        else:
            yield (*path, key), item
