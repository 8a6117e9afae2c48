"""What there is to learn and to work with: lessons, tools, minutes, words, reading level and parity, per language.

The reading level is LIX: words in a sentence, plus the share of words of more than six letters. It needs no list of
syllables, so both languages are measured alike; Spanish has longer words, and so a higher figure for the same text.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from build_tools.content.project import read_project
from build_tools.validate.quizzes import questions

if TYPE_CHECKING:
    from collections.abc import Iterable

    from build_tools.content.frontmatter import PageSource

__all__ = ["Figures", "figures", "lix", "main", "plain", "table"]

ROOT: Final = Path(__file__).resolve().parents[2]
LONG: Final = 6
_MARKUP: Final = (
    (re.compile(r"\{[^}]*\}"), " "),
    (re.compile(r"!?\[([^\]]*)\]\([^)]*\)"), r"\1"),
    (re.compile(r"^\s*(?:\?\?\?\+?|!!!)\s+\w+\s*", re.MULTILINE), ""),
    (re.compile(r"^\s*\|?[-: |]+\|\s*$", re.MULTILINE), " "),
    (re.compile(r"^\s*(?:#+|[-*]|\d+\.)\s+", re.MULTILINE), ""),
    (re.compile(r"[*_`|\"“”«»]"), " "),
)
_WORD: Final = re.compile(r"[^\W\d_]+")
_END: Final = re.compile(r"[.:?!;]|\n\s*\n|\n(?=\S)")


class Figures(NamedTuple):
    """What the pages of one kind hold in one language."""

    pages: int
    minutes: int
    words: int
    lix: int
    questions: int


def plain(body: str) -> str:
    r"""Leave the words of a Markdown text.

    >>> plain("## Sell\n- **Ask** for [help](a.md).").split()
    ['Sell', 'Ask', 'for', 'help.']
    """
    for pattern, put in _MARKUP:
        body = pattern.sub(put, body)
    return body


def lix(text: str) -> int:
    """Measure how hard a text is to read; 25 is very easy, 40 is the press, 60 is hard.

    >>> lix("Ask for help. Write it down.")
    3
    """
    words = _WORD.findall(text)
    if not words:
        return 0
    sentences = sum(1 for part in _END.split(text) if _WORD.search(part))
    return round(len(words) / sentences + 100 * sum(len(word) > LONG for word in words) / len(words))


def figures(pages: Iterable[PageSource]) -> Figures:
    """Count what some pages hold."""
    found = list(pages)
    texts = [plain(page.body) for page in found]
    return Figures(
        len(found),
        sum(int(page.meta.get("minutes", 0)) for page in found),
        sum(len(_WORD.findall(text)) for text in texts),
        lix("\n\n".join(texts)),
        sum(len(questions(page.body)) for page in found),
    )


def table(pages: Iterable[PageSource]) -> str:
    """Write the figures of every kind and language, and what a language lacks."""
    found = list(pages)
    languages = sorted({page.language for page in found})
    lines = [
        f"{'kind':10} {'language':9} {'pages':>6} {'minutes':>8} {'words':>7} {'LIX':>4} {'questions':>10}"
    ]
    for kind in sorted({str(page.meta.get("kind", "page")) for page in found}):
        for language in languages:
            one = figures(
                page for page in found if page.language == language and page.meta.get("kind", "page") == kind
            )
            lines.append(
                f"{kind:10} {language:9} {one.pages:6} {one.minutes:8} {one.words:7} {one.lix:4} {one.questions:10}"
            )
    names = Counter(page.name for page in found)
    missing = sorted(name for name, count in names.items() if count < len(languages))
    lines.append(f"pages that a language lacks: {', '.join(missing) or 'none'}")
    return "\n".join(lines)


def main(arguments: list[str]) -> int:
    """Count and print."""
    summary = (__doc__ or "").splitlines()[0]
    parser = argparse.ArgumentParser(prog="puente report content", description=summary, epilog=__doc__)
    parser.parse_args(arguments)
    print(table(read_project(ROOT).pages))
    return 0
