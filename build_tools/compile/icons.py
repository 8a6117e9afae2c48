"""Inlines the drawings of icons, only those that are used."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path


def drawing(file: Path) -> str:
    """What is inside the `<svg>` of an icon file, without the white space between its lines."""
    inner = re.search(r"<svg[^>]*>(.*)</svg>", file.read_text(encoding="utf-8"), re.DOTALL)
    if inner is None:
        raise ValueError(f"{file.name} is not an icon: expected one <svg> element")
    return re.sub(r"\s*\n\s*", "", inner[1]).replace(" />", "/>").strip()


def icons_in_data(value: Any) -> Iterator[str]:
    """Every icon that data asks for, under any key called `icon`.

    >>> list(icons_in_data({"dimensions": [{"id": "culture", "icon": "users"}]}))
    ['users']
    """
    if isinstance(value, Mapping):
        if isinstance(value.get("icon"), str):
            yield value["icon"]
        for part in value.values():
            yield from icons_in_data(part)
    elif isinstance(value, list):
        for part in value:
            yield from icons_in_data(part)


def icons_module(drawings: Mapping[str, str]) -> str:
    """The Python module that holds the drawings."""
    lines = "".join(f"    {name!r}: {drawings[name]!r},\n" for name in sorted(drawings))
    # The licence of lucide asks for its name wherever its drawings go.
    return f'"""Drawings of the icons in use: lucide, ISC licence."""\n\nICONS = {{\n{lines}}}\n'
