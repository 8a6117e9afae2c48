"""The questions of a lesson: each has one right answer, every option says why, and both languages ask the same.

An option is a folded block, ``??? right "…"`` or ``??? wrong "…"``; options one after the other are one question.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from build_tools.content.economy import SOURCE
from build_tools.validate.markdown import without_code

if TYPE_CHECKING:
    from datetime import date

    from build_tools.content.faults import Faults
    from build_tools.content.project import Project

CHECK: Final = "QUIZZES"
_OPTION: Final = re.compile(r'^\?\?\?\+? (right|wrong) "(.*)"[ \t]*$', re.MULTILINE)
_SAID: Final = re.compile(r"\n(?:[ \t]*\n)*    \S")
_BETWEEN: Final = re.compile(r"^(?!    |[ \t]*$|\?\?\?)", re.MULTILINE)


class Option(NamedTuple):
    """One option: where it stands, what it says, whether it is right and whether it gives a reason."""

    at: int
    words: str
    right: bool
    reason: bool


def questions(body: str) -> list[list[Option]]:
    r"""Give the questions of a text, each as its options.

    >>> text = '??? right "a"\n    Yes.\n??? wrong "b"\n    No.\n\nNext\n\n??? right "c"\n    x\n'
    >>> [len(asked) for asked in questions(text)]
    [2, 1]
    """
    plain = without_code(body)
    made: list[list[Option]] = []
    end = -1
    for found in _OPTION.finditer(plain):
        option = Option(found.start(), found[2], found[1] == "right", bool(_SAID.match(plain, found.end())))
        if end < 0 or _BETWEEN.search(plain, end + 1, found.start()):
            made.append([])
        made[-1].append(option)
        end = found.end()
    return made


def validate(project: Project, faults: Faults, today: date) -> None:  # noqa: ARG001  the date is every check's
    """Report questions without a right answer, options without a reason, and languages that ask differently."""
    shapes: dict[tuple[str, str], tuple[str, str]] = {}
    for page in project.pages:
        asked = questions(page.body)
        for number, options in enumerate(asked, 1):
            place = page.body_place(options[0].at)
            right = sum(option.right for option in options)
            if not right:
                faults.error(CHECK, "quizzes.unanswered", place, number=str(number))
            elif right > 1:
                faults.error(CHECK, "quizzes.several", place, number=str(number), count=str(right))
            if len(options) == 1:
                faults.error(CHECK, "quizzes.options", place, number=str(number))
            for option in options:
                if not option.reason:
                    faults.error(CHECK, "quizzes.empty", page.body_place(option.at), value=option.words)
        shapes[page.language, page.path] = (_shape(asked), page.file)
    for page in project.pages:
        mine = shapes[page.language, page.path][0]
        theirs, file = shapes.get((SOURCE, page.path), (mine, page.file))
        if mine != theirs:
            values = {"file": file, "mine": mine or "-", "theirs": theirs or "-"}
            faults.error(CHECK, "quizzes.differ", page.body_place(0), **values)


def _shape(asked: list[list[Option]]) -> str:
    """Write how many options each question has and which is right: 3:2 is the second of three."""
    return " ".join(
        f"{len(options)}:{next((at for at, one in enumerate(options, 1) if one.right), 0)}"
        for options in asked
    )
