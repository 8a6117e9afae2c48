"""What compiled views need while they run: escaping, and the functions a template may call. Holds no sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from py_engine.speech import Catalogue


def escape(value: object) -> str:
    """Text that can stand between tags or inside a quoted attribute.

    >>> escape('<b title="x">') + escape("it's")
    '&lt;b title=&#34;x&#34;&gt;it&#39;s'
    """
    return (
        str(value)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace('"', "&#34;")
        .replace("'", "&#39;")
    )


def defined(owner: Any, key: Any) -> bool:
    """Whether a mapping has a key, or a list a position.

    >>> defined({"lesson": None}, "lesson"), defined({}, "lesson"), defined([], 0)
    (True, False, False)
    """
    try:
        owner[key]
    except (LookupError, TypeError):
        return False
    return True


class Tools:
    """The functions of a template, for one language and one page."""

    __slots__ = ("base", "catalogue", "home", "language")

    def __init__(self, catalogue: Catalogue, language: str, base: str, home: str) -> None:
        """Prepare the functions.

        Args:
            catalogue: texts and number forms of the language.
            language: code of the language.
            base: relative path from the page to the root of the site, such as ``../../``.
            home: path from the root of the site to the pages of the language: empty, or ``es/``.
        """
        self.catalogue = catalogue
        self.language = language
        self.base = base
        self.home = home

    def t(self, key: str, **values: Any) -> str:
        """Say the sentence of a key. Figures are written the way the language writes them."""
        given = {
            name: value if isinstance(value, (str, dict)) else str(value) for name, value in values.items()
        }
        return self.catalogue.say({"key": key, "values": given})

    def say(self, message: Mapping[str, Any]) -> str:
        """Say a message of the engine."""
        return self.catalogue.say(message)

    def number(self, text: str) -> str:
        """Write a number the way the language does."""
        return self.catalogue.number(str(text))

    def percent(self, text: str) -> str:
        """Write a percentage the way the language does."""
        return self.catalogue.percent(str(text))

    def date(self, text: str) -> str:
        """Write a day the way the language does."""
        return self.catalogue.date(text)

    def link(self, path: str) -> str:
        """The address of a page of the site in this language, relative to the page shown."""
        path = "" if path == "index" else path.removesuffix("/index")
        return f"{self.base}{self.home}{path}{'/' if path else ''}" or "./"

    def icon(self, name: str) -> str:
        """The drawing of an icon, hidden from screen readers: a word always stands beside it."""
        from .icons import ICONS  # type: ignore[import-untyped] # noqa: PLC0415 - written by the build; paid for when used

        return (
            '<svg class="icon" xmlns="http://www.w3.org/2000/svg" width="24" height="24" viewBox="0 0 24 24"'
            ' fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"'
            f' aria-hidden="true" focusable="false">{ICONS[name]}</svg>'
        )

    def radar(self, dimensions: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
        """Where the points of a radar chart lie."""
        from .charts import radar  # noqa: PLC0415 - only views with a chart pay for it

        return radar(dimensions)

    def savings(self, rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """How long the bars of the duty saved are."""
        from .charts import savings  # noqa: PLC0415 - only views with a chart pay for it

        return savings(rows)

    def tiles(self, markets: Mapping[str, Any]) -> dict[str, Any]:
        """Where the map draws each economy, with its answer."""
        from .charts import tiles  # noqa: PLC0415 - only views with a chart pay for it

        return tiles(markets)

    def grouped(self, rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """Ways into markets that say the same, together."""
        from .charts import grouped  # noqa: PLC0415 - only views with a chart pay for it

        return grouped(rows)
