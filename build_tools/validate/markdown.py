"""What the checks need to know of Markdown: where code stands, and what headings are called as anchors."""

from __future__ import annotations

import re
from typing import Final

from markdown.extensions.toc import slugify, unique

_FENCE: Final = re.compile(
    r"^([ \t]*)(`{3,}|~{3,})[^\n]*\n.*?(?:^[ \t]*\2[`~]*[ \t]*$|\Z)", re.MULTILINE | re.DOTALL
)
_CODE: Final = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)", re.DOTALL)
_HEADING: Final = re.compile(r"^[ \t]*(#{1,6})[ \t]+(.+?)[ \t]*#*[ \t]*$", re.MULTILINE)
_NAMED: Final = re.compile(r"\{:?[^{}\n]*#([A-Za-z][\w-]*)[^{}\n]*\}")
_ATTRIBUTES: Final = re.compile(r"\{:?[^{}\n]*\}\s*$")
_LINK: Final = re.compile(r"!?\[([^\]]*)\](?:\([^)]*\)|\[[^\]]*\])")
_NOT_LETTERS: Final = re.compile(r"[^\n]")


def without_code(body: str) -> str:
    """Blank out code, so that what only shows Markdown is not taken for it; every place stays the same.

    >>> without_code("See `<b>` here")
    'See       here'
    """
    if "`" not in body and "~~~" not in body:
        return body
    body = _FENCE.sub(lambda found: _NOT_LETTERS.sub(" ", found[0]), body)
    return _CODE.sub(lambda found: _NOT_LETTERS.sub(" ", found[0]), body)


def anchors(body: str) -> set[str]:
    r"""Give the names a link to this text may end in, made as the site generator makes them.

    >>> sorted(anchors("## Qué es un [enlace](a.md)\n## Qué es un enlace\n### Prices { #price }"))
    ['price', 'que-es-un-enlace', 'que-es-un-enlace_1']
    """
    found = set(_NAMED.findall(body)) if "#" in body else set()
    used: set[str] = set(found)
    for heading in _HEADING.finditer(_FENCE.sub("", body)):
        text = heading[2]
        if not _NAMED.search(text):
            words = _LINK.sub(r"\1", _ATTRIBUTES.sub("", text))
            words = re.sub(r"[`*]", "", words)
            found.add(unique(slugify(words, "-"), used))
    return found
