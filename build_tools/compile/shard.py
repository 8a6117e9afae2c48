"""Makes the data shards: what the engine reads, as JSON, with every text replaced by its key.

Texts travel apart, one catalogue per language, so that nobody loads a language they do not read.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any, Protocol

LANGUAGE_CODE_LENGTHS = (2, 3)


class DataSource(Protocol):
    """The part of a project that shards are made of."""

    @property
    def data(self) -> Mapping[str, Mapping[str, Any]]:
        """Shard -> file stem -> value."""


def is_text(value: Any) -> bool:
    """Whether a value is a text: a mapping from languages, English among them, to sentences.

    >>> is_text({"en": "Culture", "es": "Cultura"}), is_text({"id": "culture", "name": "en"}), is_text("en")
    (True, False, False)
    """
    return (
        isinstance(value, Mapping)
        and "en" in value
        and all(len(language.partition("-")[0]) in LANGUAGE_CODE_LENGTHS for language in value)
        and all(isinstance(sentence, str) for sentence in value.values())
    )


def named_parts(value: Any) -> Iterator[tuple[str, Any]]:
    """The parts of a mapping or list with the names they have in keys: list items go by their `id`.

    >>> list(named_parts([{"id": "culture"}, {"id": "people"}, "loose"]))
    [('culture', {'id': 'culture'}), ('people', {'id': 'people'}), ('2', 'loose')]
    """
    if isinstance(value, Mapping):
        yield from value.items()
    elif isinstance(value, list):
        for position, item in enumerate(value):
            yield (str(item.get("id", position)) if isinstance(item, Mapping) else str(position)), item


def with_keys(value: Any, key: str) -> Any:
    """The same value with each text replaced by its key.

    >>> with_keys(
    ...     {"levels": [{"id": "basic", "name": {"en": "Basic", "es": "Básico"}}]}, "diagnostic.scoring"
    ... )
    {'levels': [{'id': 'basic', 'name': 'diagnostic.scoring.levels.basic.name'}]}
    """
    if is_text(value):
        return key
    if isinstance(value, Mapping):
        return {name: with_keys(part, f"{key}.{name}") for name, part in named_parts(value)}
    if isinstance(value, list):
        return [with_keys(part, f"{key}.{name}") for name, part in named_parts(value)]
    return value


def as_json(value: Any) -> str:
    """JSON with one way to write each value, so that equal data is equal text."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def shards(project: DataSource) -> dict[str, bytes]:
    """Every shard by name. Its `version` is the beginning of the hash of its content."""
    made = {}
    for name in sorted(project.data):
        content = as_json(
            {stem: with_keys(value, f"{name}.{stem}") for stem, value in project.data[name].items()}
        )
        version = sha256(content.encode()).hexdigest()[:12]
        # Spliced in, not serialised again: at 10,000 records the content is the largest text of the build.
        made[name] = f'{{"version":"{version}"{"," if content != "{}" else ""}{content[1:]}'.encode()
    return made
