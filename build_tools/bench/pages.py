"""Invented library pages for the build benchmark: varied enough that a search index has real work to do.

The words mean nothing and are never published. The same seed gives the same pages, byte for byte, everywhere.
"""

from __future__ import annotations

import itertools
import random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PATTERN = "entry-????.md"  # the names of generated pages
VOCABULARY = 9_000
SECTIONS = 6
SUBJECT = 90  # with it, about 430 different words stand in a page of 950, as in our lessons

FRONT_MATTER = """\
---
title: "{title}"
description: "{description}"
kind: library
owner: Benchmark
updated: "2026-11-01"
checked_on: "2026-11-01"
sources:
  - {{title: "{source}", href: "https://example.org/"}}
---

"""

# Each language's own sounds, the usual ones several times, so that words look, stem and weigh as they should:
# a written word has about five letters in both languages, and about one in ten carries an accent in Spanish.
_ONSETS = {
    "en": "b c d f g h l m n p r s t v w " * 4 + "br cl cr fl gr pl pr sh sp st th tr",
    "es": "b c d f g l m n p r s t v " * 4 + "j ñ z br cl cr gr pl pr ll ch tr",
}
_NUCLEI = {"en": "a e i o u " * 4 + "ea ee ai oo ou", "es": "a e i o u ia io ue " * 10 + "á é í ó ú"}
_CODAS = {"en": "n r s t d nd st ng", "es": "n r l s s"}
_SMALL = {
    "en": "the of and to in a for is on that with by from at as it or an be are",
    "es": "de la que el en y a los se del las un por con una su para es al lo",
}


class Writer:
    """Writes sentences in an invented vocabulary whose words are as unevenly frequent as real ones."""

    def __init__(self, language: str, seed: int = 2026) -> None:
        """Make the vocabulary of a language: small words first, then thousands of rarer ones."""
        self.chance = random.Random(f"{language}-{seed}")  # noqa: S311  # repeatable text, not a secret
        self._onsets, self._nuclei = _ONSETS[language].split(), _NUCLEI[language].split()
        self._codas = [*_CODAS[language].split(), "", "", ""]
        small, coined = _SMALL[language].split(), dict[str, float]()
        while len(coined) < VOCABULARY:
            word = self._coin()
            coined[word] = len(word) + 6 * self.chance.random()
        self.small = len(small)
        self.words = [*small, *sorted(coined, key=coined.__getitem__)]  # frequent words tend to be short
        self.subject = self.words
        self.weights = list(itertools.accumulate(1 / (rank + 2.7) ** 1.05 for rank in range(len(self.words))))

    def _coin(self) -> str:
        syllables = range(self.chance.choice((1, 2, 2, 3, 3, 4)))
        parts = (self.chance.choice(self._onsets) + self.chance.choice(self._nuclei) for _ in syllables)
        return "".join(parts) + self.chance.choice(self._codas)

    def turn_to(self) -> None:
        """Choose the subject of the next page: words that it uses again and again."""
        self.subject = self.chance.choices(self.words[self.small :], k=SUBJECT)

    def several(self, count: int) -> list[str]:
        """Draw words: frequent ones more often, and a part from the subject of the page."""
        about = sum(self.chance.random() < 0.3 for _ in range(count))
        drawn = self.chance.choices(self.words, cum_weights=self.weights, k=count - about)
        drawn += self.chance.choices(self.subject, k=about)
        self.chance.shuffle(drawn)
        return drawn

    def title(self) -> str:
        """Draw a heading of three to six words of the subject."""
        return " ".join(self.chance.choices(self.subject, k=self.chance.randint(3, 6))).capitalize()

    def sentence(self) -> str:
        """Draw a sentence; long ones have a comma."""
        words = self.several(self.chance.randint(7, 22))
        if len(words) > 14:
            words[7] += ","
        return " ".join(words).capitalize() + "."

    def paragraph(self, words: int) -> str:
        """Write sentences until there are enough words."""
        text: list[str] = []
        while sum(len(sentence.split()) for sentence in text) < words:
            text.append(self.sentence())
        return " ".join(text)


def name(number: int) -> str:
    """Give the file name of a generated page, without its folder.

    >>> name(7)
    'entry-0007.md'
    """
    return f"entry-{number:04}.md"


def _body(writer: Writer, number: int, count: int) -> Iterator[str]:
    # Figures and links are facts: the same in every language, as in a real translation.
    facts = random.Random(number)  # noqa: S311  # repeatable figures, not a secret
    yield writer.paragraph(45)
    for section in range(SECTIONS):
        yield f"## {writer.title()}"
        yield writer.paragraph(44)
        if section == 1:
            yield "\n".join(f"- **{writer.title()}**: {writer.sentence()}" for _ in range(5))
        if section == 2:
            head = " | ".join(writer.title() for _ in range(3))
            rows = [" | ".join((*writer.several(2), str(facts.randint(1, 999)))) for _ in range(6)]
            yield "\n".join(f"| {row} |" for row in (head, "--- | --- | ---:", *rows))
        if section == 3:
            others = [facts.randrange(count) for _ in range(3)]
            links = ", ".join(f"[{writer.title()}]({name(other)})" for other in others if other != number)
            yield f"{writer.sentence()} {links}"
        if section == 4:
            yield f"### {writer.title()}"
            yield "\n".join(f"{step}. {writer.sentence()}" for step in range(1, 5))
        yield writer.paragraph(40)


def write(folder: Path, language: str, count: int) -> int:
    """Write a language's generated pages into a folder and give back how many words they have together.

    Args:
        folder: Where the pages go; made when missing.
        language: `en` or `es`; decides the vocabulary.
        count: How many pages.
    """
    folder.mkdir(parents=True, exist_ok=True)
    writer, words = Writer(language), 0
    for number in range(count):
        writer.turn_to()
        title = writer.title()
        body = "\n\n".join(_body(writer, number, count))
        front = FRONT_MATTER.format(title=title, description=writer.sentence(), source=writer.title())
        text = f"{front}{body}\n"
        words += len(body.split())
        (folder / name(number)).write_text(text, encoding="utf-8")
    return words
