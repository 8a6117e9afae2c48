"""Makes the catalogue of one language: sentences of the interface and texts of the data, under one set of keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Protocol

from build_tools.compile.shard import DataSource, as_json, is_text, named_parts

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

LOCALE: Final = "locale"
SOURCE: Final = "en"


class LanguageSource(Protocol):
    """The part of an economy that texts depend on."""

    @property
    def languages(self) -> tuple[str, ...]:
        """Codes of the languages, the first being the one at the root of the site."""


class TextSource(DataSource, Protocol):
    """The part of a project that texts are made of."""

    @property
    def economy(self) -> LanguageSource:
        """The economy the site is built for."""

    @property
    def messages(self) -> Mapping[str, Mapping[str, Any]]:
        """Language -> key -> sentence, or its plural forms."""


# The data of the project that was asked last, and its texts: a build asks for each tool in each language.
_last: list[tuple[Any, dict[str, Mapping[str, str]]]] = []


def data_texts(project: DataSource) -> dict[str, Mapping[str, str]]:
    """Every text of the data, by the key that stands for it in its shard."""
    if not _last or _last[0][0] is not project.data:
        _last[:] = [(project.data, _all_texts(project))]
    return _last[0][1]


def _all_texts(project: DataSource) -> dict[str, Mapping[str, str]]:
    return {
        key: text
        for shard, files in sorted(project.data.items())
        for stem, value in sorted(files.items())
        for key, text in _texts_in(value, f"{shard}.{stem}")
    }


def _texts_in(value: Any, key: str) -> Iterator[tuple[str, Mapping[str, str]]]:
    if is_text(value):
        yield key, value
        return
    for name, part in named_parts(value):
        yield from _texts_in(part, f"{key}.{name}")


def texts(project: TextSource, language: str, rooms: Collection[str] | None) -> bytes:
    """The catalogue of a language as JSON: `messages`, `locale`, and `home`, the folder of its pages.

    A text of the data that is not yet in this language is given in English.

    Args:
        project: what was written.
        language: code of the language.
        rooms: first parts of the keys wanted, such as `view` and `diagnostic`; None for all.

    Raises:
        ValueError: a sentence and a text of the data claim the same key.
    """
    sentences = project.messages[language]
    of_data = {key: text.get(language, text[SOURCE]) for key, text in data_texts(project).items()}
    if both := sorted(of_data.keys() & sentences.keys()):
        raise ValueError(f"i18n and content/data both have a text called {', '.join(both)}")
    prefix = f"{LOCALE}."
    messages = {
        key: text
        for key, text in {**sentences, **of_data}.items()
        if not key.startswith(prefix) and (rooms is None or key.partition(".")[0] in rooms)
    }
    home = "" if language == project.economy.languages[0] else f"{language}/"
    locale = _nested(
        {key.removeprefix(prefix): text for key, text in sentences.items() if key.startswith(prefix)}
    )
    return as_json({"home": home, "locale": locale, "messages": messages}).encode()


def _nested(flat: Mapping[str, Any]) -> dict[str, Any]:
    """The nested form of flat keys.

    >>> _nested({"decimal": ",", "months.1": "enero", "months.2": "febrero"})
    {'decimal': ',', 'months': {'1': 'enero', '2': 'febrero'}}
    """
    nested: dict[str, Any] = {}
    for key, text in flat.items():
        *parents, last = key.split(".")
        branch = nested
        for parent in parents:
            branch = branch.setdefault(parent, {})
        branch[last] = text
    return nested
