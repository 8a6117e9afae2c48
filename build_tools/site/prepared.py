"""Everything a page needs, made once before MkDocs starts; the hooks only read it.

MkDocs calls its hooks once per language, so whatever is computed here is computed once instead of twice.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from build_tools.content.economy import Economy
    from build_tools.content.project import Project
    from build_tools.site.stage import StagedPage
    from py_engine.speech import Catalogue


BASE = "\0base\0"
"""Stands for the way from a page to the site's root in what is rendered once and placed in several pages."""


class UnknownIconError(ValueError):
    """A page or template names an icon that the icon set does not have."""


@functools.cache
def icon(folder: Path, name: str) -> Markup:
    """One icon of the set as inline SVG, hidden from screen readers since words stand beside it.

    Raises:
        UnknownIconError: The set has no such icon.
    """
    path = folder / f"{name}.svg"
    if not path.is_file():
        raise UnknownIconError(f"there is no icon called '{name}' in lucide-static")
    text = re.sub(r"<!--.*?-->\s*", "", path.read_text("utf-8"), flags=re.DOTALL)
    inner = re.search(r"<svg[^>]*>(.*)</svg>", text, re.DOTALL)
    if inner is None:
        raise UnknownIconError(f"the icon '{name}' is not an SVG drawing")
    body = re.sub(r"\s*\n\s*", "", inner[1])
    return Markup(  # noqa: S704 - a drawing from a pinned package, no visitor's text in it
        '<svg class="icon" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" '
        f'stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">{body}</svg>'
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool:
    """A tool's place in a page: its form with an example answer, and the addresses that the glue needs."""

    name: str
    form_html: str
    config: Mapping[str, Any]  # without `base`, which differs from page to page


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """What `puente build` has made by the time that MkDocs runs."""

    root: Path
    project: Project
    pages: Mapping[tuple[str, str], StagedPage]
    catalogues: Mapping[str, Catalogue]
    assets: Mapping[str, str]  # plain name -> hashed name, below assets/
    icons: Path
    tools: Mapping[tuple[str, str], Tool]  # (language, tool) -> place
    csp: str
    version: str
    today: date
    live: bool = False  # pages ask the server of `puente serve` whether they have changed
    memory: dict[str, Any] = field(default_factory=dict)

    @property
    def economy(self) -> Economy:
        """The economy this site is made for."""
        return self.project.economy

    @property
    def languages(self) -> tuple[str, ...]:
        """Language codes; the first is the default and lives at the root."""
        return self.economy.languages

    @property
    def base_path(self) -> str:
        """Path of the site's address, with a slash at both ends: ``/puente/``."""
        path = "/" + self.economy.site_url.split("://", 1)[-1].partition("/")[2].strip("/") + "/"
        return path.replace("//", "/")

    @property
    def site_url(self) -> str:
        """The site's address with a slash at its end."""
        return self.economy.site_url.rstrip("/") + "/"

    def address(self, language: str, path: str) -> str:
        """Address of a page relative to the site's root.

        Args:
            language: Its language.
            path: Its file, such as ``learn/backup.md``.
        """
        plain = path.removesuffix("index.md")
        plain = plain if plain != path else path.removesuffix(".md") + "/"
        return plain if language == self.languages[0] else f"{language}/{plain}"


_current: list[Prepared] = []


def hand_over(prepared: Prepared) -> None:
    """Give the hooks what has been made; replaces what an earlier build in this process gave them."""
    _current[:] = [prepared]


def received() -> Prepared:
    """What `puente build` made.

    Raises:
        RuntimeError: MkDocs was started by hand.
    """
    if not _current:
        raise RuntimeError(
            "This site is built by `uv run puente build` (or `serve`), which calls MkDocs itself."
        )
    return _current[0]
