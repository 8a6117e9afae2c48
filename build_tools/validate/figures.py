"""The numbers in two versions of a text are the same: a figure lost in translation is a wrong figure."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final

from build_tools.content.economy import CORE, SOURCE
from build_tools.validate.markdown import without_code
from build_tools.validate.walk import is_text, listed, walk

if TYPE_CHECKING:
    from datetime import date

    from build_tools.content.faults import Faults
    from build_tools.content.project import Project

CHECK: Final = "FIGURES"
NONE: Final = "-"
_TARGETS: Final = tuple(map(re.compile, (r"\]\([^)]*\)", r"https?://[^\s>]+", r"\{[^{}\n]*\}")))
"""Addresses and attributes: their digits are no figures. One pattern each, for each begins with a fixed sign."""
_LIST: Final = re.compile(r"\n\s*\d+\.\s")
_GROUPED: Final = re.compile("(?<=\\d)[\u00a0\u202f](?=\\d{3}(?!\\d))")
_NUMBER: Final = re.compile(r"[0-9]+(?:[.,:][0-9]+)*")


def validate(project: Project, faults: Faults, today: date) -> None:  # noqa: ARG001  the date is every check's
    """Warn where a page or a text has other numbers than its source."""
    source = {page.path: page for page in project.pages if page.language == SOURCE}
    for page in project.pages:
        if page.language != SOURCE and page.path in source:
            original = source[page.path]
            missing, extra = differences(page.body, original.body)
            if missing or extra:
                place = page.body_place(_first(page.body, extra))
                values = {"file": original.file, "missing": missing or NONE, "extra": extra or NONE}
                faults.warning(CHECK, "figures.page", place, **values)
    for document in project.documents.values():
        for path, value in walk(document.value):
            if is_text(value) and SOURCE in value:
                for language in CORE:
                    missing, extra = differences(value.get(language, value[SOURCE]), value[SOURCE])
                    if missing or extra:
                        place = document.place((*path, language))
                        faults.warning(
                            CHECK, "figures.text", place, missing=missing or NONE, extra=extra or NONE
                        )


def differences(text: str, source: str) -> tuple[str, str]:
    """Name the numbers of the source that a text lacks, and those it has beside them.

    >>> differences("1.200 familias, 3 días", "1,200 families, 4 days")
    ('4', '3')
    """
    mine, theirs = _numbers(text), _numbers(source)
    if mine == theirs:
        return "", ""
    return listed(sorted((theirs - mine).elements())), listed(sorted((mine - theirs).elements()))


def _numbers(text: str) -> Counter[str]:
    """Count the numbers of a text, without the signs between digits, which languages write differently."""
    if not _NUMBER.search(text):
        return Counter()
    plain = without_code(text)
    for target in _TARGETS:
        plain = target.sub(" ", plain)
    plain = _LIST.sub(" ", f"\n{plain}")
    if "\u00a0" in plain or "\u202f" in plain:
        plain = _GROUPED.sub("", plain)
    return Counter(re.sub(r"[.,:]", "", number) for number in _NUMBER.findall(plain))


def _first(body: str, extra: str) -> int:
    """Find where the first unexpected number stands, if it is written as it was counted."""
    return max(body.find(extra.partition(",")[0]), 0) if extra else 0
