"""Turns messages into sentences of one language. The sentences are data: this module knows none."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from py_engine.message import Message
from py_engine.quantity import is_decimal_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from py_engine.message import Value

__all__ = ["Catalogue"]

PLACEHOLDER = re.compile(r"\{([A-Za-z_][A-Za-z0-9_]*)\}")
GROUP = 3
REFERENCES = 16  # a text that refers to itself must not run for ever


class Catalogue:
    """The texts of one language and the way it writes numbers and dates.

    >>> texts = {
    ...     "say.left": {
    ...         "plural": "count",
    ...         "one": "{count} question is open.",
    ...         "other": "{count} questions are open.",
    ...     }
    ... }
    >>> Catalogue("en", texts).say(Message("say.left", {"count": "1"}))
    '1 question is open.'
    """

    def __init__(
        self, language: str, messages: Mapping[str, Any], locale: Mapping[str, Any] | None = None
    ) -> None:
        self.language = language
        self.messages = messages
        self.locale = locale or {}

    def say(self, message: Message | Mapping[str, Any] | str) -> str:
        """Say a message: a ``Message``, its JSON shape, or a bare key.

        Raises:
            KeyError: The catalogue has no such text, or the message lacks a value the text needs.
        """
        if isinstance(message, str):
            return self._say(message, {}, REFERENCES)
        if isinstance(message, Message):
            return self._say(message.key, message.values, REFERENCES)
        return self._say(message["key"], message.get("values", {}), REFERENCES)

    def _say(self, key: str, values: Mapping[str, Value], depth: int) -> str:
        if key not in self.messages:
            raise KeyError(f"no text is called '{key}' in language '{self.language}'")
        if depth == 0:
            raise KeyError(f"the text '{key}' refers to itself in language '{self.language}'")
        text = self.messages[key]
        if not isinstance(text, str):
            amount = self._plain(text["plural"], values, key)
            text = text.get(_plural_form(self.language, amount), text["other"])

        def fill(found: re.Match[str]) -> str:
            if found[1] not in values:
                raise KeyError(f"the text '{key}' needs a value called '{found[1]}'")
            return self._write(values[found[1]], depth)

        return PLACEHOLDER.sub(fill, text)

    def _plain(self, name: str, values: Mapping[str, Value], key: str) -> str:
        if name not in values:
            raise KeyError(f"the text '{key}' needs a value called '{name}'")
        value = values[name]
        return value if isinstance(value, str) else value["number"]

    def _write(self, value: Any, depth: int) -> str:
        if isinstance(value, str):
            return value
        if "list" in value:
            return self._series([self._write(one, depth) for one in value["list"]], value["joint"], depth)
        if "number" in value:
            return self.number(value["number"])
        if "date" in value:
            return self.date(value["date"])
        return self._say(value["key"], value.get("values", {}), depth - 1)

    def _series(self, said: list[str], joint: str, depth: int) -> str:
        """Join sentences with commas and a last word, "or" or "and"; any other joint stands between all of them."""
        if len(said) < 2:
            return "".join(said)
        word = self._say(f"origin.join.{joint}", {}, depth - 1)
        if joint not in ("or", "and"):
            return word.join(said)
        return self._say("origin.join.comma", {}, depth - 1).join(said[:-1]) + word + said[-1]

    def number(self, text: str) -> str:
        """Write a number with the decimal sign and the grouping of the language.

        >>> Catalogue("es", {}, {"decimal": ",", "group": "."}).number("-12345.50")
        '-12.345,50'

        Raises:
            ValueError: The text is not a plain number.
        """
        if not is_decimal_text(text):
            raise ValueError(f"'{text}' is not a number: expected digits, for instance '41.6'")
        whole, point, part = text.removeprefix("-").partition(".")
        if len(whole) >= int(self.locale.get("group_from", "4")):
            first = len(whole) % GROUP
            groups = [whole[:first]] if first else []
            groups += [whole[at : at + GROUP] for at in range(first, len(whole), GROUP)]
            whole = self.locale.get("group", ",").join(groups)
        sign = "-" if text.startswith("-") else ""
        return sign + whole + (self.locale.get("decimal", ".") + part if point else "")

    def percent(self, text: str) -> str:
        """Write a percentage the way the language does.

        >>> Catalogue("es", {}, {"decimal": ",", "percent": "{number} %"}).percent("7.5")
        '7,5 %'
        """
        return str(self.locale.get("percent", "{number}%")).replace("{number}", self.number(text))

    def date(self, text: str) -> str:
        """Write a day, given as year-month-day, the way the language does.

        >>> es = Catalogue("es", {}, {"date": "{day} de {month} de {year}", "months": {"11": "noviembre"}})
        >>> es.date("2026-11-05")
        '5 de noviembre de 2026'

        Raises:
            ValueError: The text is not a day in the form year-month-day.
        """
        parts = text.split("-")
        if [len(part) for part in parts] != [4, 2, 2] or not all(part.isdigit() for part in parts):
            raise ValueError(f"'{text}' is not a day: expected year-month-day, for instance '2026-11-21'")
        if "date" not in self.locale:
            return text
        month = str(int(parts[1]))
        names = {
            "day": str(int(parts[2])),
            "month": self.locale.get("months", {}).get(month, month),
            "year": parts[0],
        }
        return PLACEHOLDER.sub(lambda found: str(names[found[1]]), self.locale["date"])


def _plural_form(language: str, amount: str) -> str:
    """Name the CLDR category of a number: 'one' or 'other' in English, Spanish and Portuguese.

    >>> [_plural_form(language, "0") for language in ("en", "es", "pt")], _plural_form("es", "1.0")
    (['other', 'other', 'one'], 'one')
    """
    whole, point, part = amount.partition(".")
    base = language.partition("-")[0]
    if base == "pt":
        return "one" if whole in {"0", "1"} else "other"
    if base == "es":
        return "one" if whole == "1" and not part.strip("0") else "other"
    return "one" if whole == "1" and not point else "other"
