"""Puts a glue module and those it imports into one file: a page asks once instead of once for each step on the way.

It knows the form in which the glue is written, and refuses any other: ``import { a, b } from "./x.mjs";`` on one line,
and ``export`` before a ``const`` or a function at the beginning of a line.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_IMPORT = re.compile(r"""^import \{ ([\w, ]+) \} from "\./([\w-]+\.mjs)";\n""", re.MULTILINE)
_EXPORT = re.compile(r"^export ((?:const|async function|function) (\w+))", re.MULTILINE)
_OTHER = re.compile(r"^(?:import\b(?!\()|export\b).*", re.MULTILINE)
_REMARK = re.compile(r"^[ \t]*//.*\n", re.MULTILINE)


class BundleError(ValueError):
    """A glue module is not written in the form that can be put together."""


def bundled(name: str, sources: Mapping[str, str]) -> str:
    r"""The text of a module with everything it imports inside, each part with names of its own; remarks are left out.

    >>> print(
    ...     bundled(
    ...         "a.mjs", {"a.mjs": 'import { b } from "./b.mjs";\nb();\n', "b.mjs": "export const b = 1;\n"}
    ...     )
    ... )
    const $b = (() => {
    const b = 1;
    return { b };
    })();
    const { b } = $b;
    b();
    <BLANKLINE>

    Raises:
        BundleError: A module imports or exports in another form, or is not there.
    """
    parts: dict[str, str] = {}
    body = _opened(name, sources, parts, ())
    return "".join(parts.values()) + body


def _opened(name: str, sources: Mapping[str, str], parts: dict[str, str], trail: tuple[str, ...]) -> str:
    """The text of one module, its imports replaced; what it imports is added to ``parts``, the deepest first."""
    if name in trail or name not in sources:
        raise BundleError(f"site_src/glue: {' imports '.join((*trail, name))}, which cannot be put together")

    def within(found: re.Match[str]) -> str:
        names, other = found[1], found[2]
        if other not in parts:
            text = _opened(other, sources, parts, (*trail, name))
            exported = ", ".join(one[2] for one in _EXPORT.finditer(sources[other]))
            parts[other] = f"const {_known(other)} = (() => {{\n{text}return {{ {exported} }};\n}})();\n"
        return f"const {{ {names} }} = {_known(other)};\n"

    text = _EXPORT.sub(r"\1", _IMPORT.sub(within, _REMARK.sub("", sources[name])))
    if other := _OTHER.search(text):
        raise BundleError(f"site_src/glue/{name}: '{other[0]}' cannot be put together")
    return text


def _known(name: str) -> str:
    return "$" + name.removesuffix(".mjs").replace("-", "_")
