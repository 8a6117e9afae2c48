"""Colours that can be read: which token is written on which, and the contrast WCAG asks of each pair.

It reads the tokens from the style sheet, so that there is one list of colours; it changes none of them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

Colours: TypeAlias = Mapping[str, str]
Themes: TypeAlias = Mapping[str, Colours]

TEXT: Final = 4.5
GRAPHIC: Final = 3.0

# surface -> what is written on it, and what is drawn on it (icons, borders of controls, focus rings, large words)
WRITTEN: Final[Mapping[str, tuple[str, ...]]] = {
    "paper": ("ink", "muted", "heading", "teal", "amber-ink", "coral", "blue-grey"),
    "card": ("ink", "muted", "heading", "teal", "amber-ink", "coral", "blue-grey"),
    "mint": ("ink", "muted", "heading", "teal"),
    "amber-tint": ("ink", "muted", "heading", "teal", "amber-ink"),
    "coral-tint": ("ink", "heading", "coral"),
    "blue-grey-tint": ("ink", "heading", "blue-grey"),
    "deep-teal": ("on-deep", "on-deep-muted"),
    "teal": ("on-teal",),
    "amber": ("on-amber",),
    "coral": ("on-coral",),
    "blue-grey": ("on-blue-grey",),
}
DRAWN: Final[Mapping[str, tuple[str, ...]]] = {
    "paper": ("edge", "teal"),
    "card": ("edge", "teal"),
    "mint": ("teal", "edge"),
    "amber-tint": ("amber-ink", "edge"),
    "deep-teal": ("amber", "on-deep-muted"),
}

_RULE = re.compile(r":root(?P<condition>[^{]*)\{(?P<body>[^}]*)\}")
_COLOUR = re.compile(r"--(?P<name>[a-z][a-z0-9-]*):\s*(?P<value>#[0-9a-fA-F]{3,8})\s*(?:;|$)")


@dataclass(frozen=True, slots=True, kw_only=True)
class LowContrast:
    """Two colours of one theme that are too close to each other for what they are used for."""

    theme: str
    text: str
    surface: str
    ratio: float
    at_least: float

    def __str__(self) -> str:
        """The finding as one line for a person who chooses colours."""
        return (
            f"{self.theme}: {self.text} on {self.surface} has a contrast of {self.ratio:.2f}, "
            f"expected at least {self.at_least:.1f}"
        )


class ColourError(ValueError):
    """A colour is not written as ``#rgb`` or ``#rrggbb``, or a token is missing."""


def luminance(colour: str) -> float:
    """How bright a colour is to the eye, from 0 (black) to 1 (white), as WCAG 2 defines it.

    >>> luminance("#ffffff"), luminance("#000")
    (1.0, 0.0)

    Raises:
        ColourError: The text is not a colour.
    """
    digits = colour.removeprefix("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    if not re.fullmatch(r"[0-9a-fA-F]{6}", digits):
        raise ColourError(
            f"'{colour}' is not a colour: expected six hexadecimal digits, for instance '#0f6b62'"
        )
    channels = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast between two colours, from 1 (the same) to 21 (black and white).

    >>> round(contrast("#000000", "#ffffff"), 1)
    21.0
    """
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def read_tokens(css: str) -> dict[str, dict[str, str]]:
    """The colours of the light and of the dark theme, from the text of ``tokens.css``.

    >>> read_tokens(':root {--ink: #111;} :root[data-theme="dark"] {--ink: #eee;}')
    {'light': {'ink': '#111'}, 'dark': {'ink': '#eee'}}
    """
    themes: dict[str, dict[str, str]] = {"light": {}, "dark": {}}
    for rule in _RULE.finditer(css):
        condition = rule["condition"].strip()
        theme = {"": "light", '[data-theme="dark"]': "dark"}.get(condition)
        if theme is not None:
            themes[theme].update({found["name"]: found["value"] for found in _COLOUR.finditer(rule["body"])})
    return themes


def with_economy(themes: Themes, colours: Colours) -> dict[str, dict[str, str]]:
    """The themes after an economy has put its own colours in: ``teal`` for light, ``dark-teal`` for dark.

    >>> with_economy({"light": {"teal": "#0f6b62"}, "dark": {"teal": "#74d2c2"}}, {"dark-teal": "#88ddcc"})
    {'light': {'teal': '#0f6b62'}, 'dark': {'teal': '#88ddcc'}}

    Raises:
        ColourError: An economy names a colour that the style sheet does not have.
    """
    mixed = {theme: dict(values) for theme, values in themes.items()}
    for name, value in colours.items():
        theme, token = ("dark", name.removeprefix("dark-")) if name.startswith("dark-") else ("light", name)
        if token not in mixed[theme]:
            raise ColourError(
                f"'{name}' is not a colour of the site; there are: {', '.join(sorted(mixed[theme]))}"
            )
        luminance(value)
        mixed[theme][token] = value
    return mixed


def economy_css(colours: Colours) -> str:
    """The rules that put an economy's colours over the site's own, for the end of the style sheet.

    >>> economy_css({"teal": "#123456"})
    ':root{--teal:#123456}'
    >>> economy_css({})
    ''
    """
    light = ";".join(f"--{name}:{value}" for name, value in colours.items() if not name.startswith("dark-"))
    dark = ";".join(
        f"--{name.removeprefix('dark-')}:{value}"
        for name, value in colours.items()
        if name.startswith("dark-")
    )
    rules = [f":root{{{light}}}"] if light else []
    if dark:
        rules.append(f'@media (prefers-color-scheme:dark){{:root:not([data-theme="light"]){{{dark}}}}}')
        rules.append(f':root[data-theme="dark"]{{{dark}}}')
    return "".join(rules)


def check(tokens: Themes) -> list[LowContrast]:
    """Every pair of colours that cannot be read, in every theme; nothing found means that all can.

    >>> themes = {"light": {name: "#ffffff" for pair in WRITTEN.items() for name in (pair[0], *pair[1])}}
    >>> themes["light"]["edge"] = "#ffffff"
    >>> print(check(themes)[0])
    light: ink on paper has a contrast of 1.00, expected at least 4.5

    Raises:
        ColourError: A token is missing or is not a colour.
    """
    found: list[LowContrast] = []
    for theme, colours in tokens.items():
        for pairs, at_least in ((WRITTEN, TEXT), (DRAWN, GRAPHIC)):
            for surface, words in pairs.items():
                for word in words:
                    missing = [name for name in (surface, word) if name not in colours]
                    if missing:
                        raise ColourError(f"the {theme} theme has no colour called '{missing[0]}'")
                    ratio = contrast(colours[word], colours[surface])
                    if ratio < at_least:
                        found.append(
                            LowContrast(
                                theme=theme, text=word, surface=surface, ratio=ratio, at_least=at_least
                            )
                        )
    return found
