"""Python-Markdown's inline step, without asking every pattern about text in which it cannot occur.

The result is the same, byte for byte: a pattern that begins with a bracket cannot match where there is none.
A pattern this module does not know is always asked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from markdown import util
from markdown.extensions import Extension
from markdown.treeprocessors import InlineProcessor

if TYPE_CHECKING:
    from markdown import Markdown

# What each pattern has to find before it can match: any one of these signs.
NEEDS = {
    "backtick": "`",
    "escape": "\\",
    "reference": "[",
    "link": "[",
    "image_link": "!",
    "image_reference": "!",
    "short_reference": "[",
    "short_image_ref": "!",
    "autolink": "<",
    "automail": "<",
    "linebreak": "\n",
    "html": "<",
    "entity": "&",
    "not_strong": "*_",
    "em_strong": "*_",
    "em_strong2": "*_",
    "footnote": "[",
}
SIGNS = frozenset("".join(NEEDS.values()))


class QuickInlineProcessor(InlineProcessor):
    """Asks only the patterns one of whose signs is in the text."""

    _known: list[tuple[Any, frozenset[str]]] | None = None

    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:  # noqa: N802, N803  overrides
        if isinstance(data, util.AtomicString):
            return data
        if self._known is None:
            patterns = list(self.inlinePatterns)  # in the order of their priority
            names = {id(self.inlinePatterns[name]): name for name in NEEDS if name in self.inlinePatterns}
            self._known = [(one, frozenset(NEEDS.get(names.get(id(one), ""), ""))) for one in patterns]
        present = SIGNS.intersection(data)
        apply = self._InlineProcessor__applyPattern
        for index in range(patternIndex, len(self._known)):
            pattern, signs = self._known[index]
            if signs and signs.isdisjoint(present):
                continue
            matched, start = True, 0
            while matched:  # what is put in place of a match brings no new sign
                data, matched, start = apply(pattern, data, index, start)
        return data


class QuickInline(Extension):
    """Puts the quick step in the place of Python-Markdown's own."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  the name is Python-Markdown's
        """Register the step under the name and with the priority of the one it replaces."""
        md.treeprocessors.register(QuickInlineProcessor(md), "inline", 20)


def makeExtension(**settings: Any) -> QuickInline:  # noqa: N802  the name is Python-Markdown's
    """Give Python-Markdown the extension."""
    return QuickInline(**settings)
