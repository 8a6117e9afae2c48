"""Pages are Markdown: no HTML, no script. Looks and behaviour belong to the site, for every language alike."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from build_tools.validate.markdown import without_code

if TYPE_CHECKING:
    from datetime import date

    from build_tools.content.faults import Faults
    from build_tools.content.project import Project

CHECK: Final = "PURITY"
_HTML: Final = re.compile(r"</?(?!https?:|mailto:)[a-zA-Z][a-zA-Z0-9-]*(?=[\s/>])[^<>]*>|<!--|<!\[|<\?")
_LINK: Final = re.compile(r"(?<=\]\()\s*<?\s*(?:javascript|data|vbscript):", re.IGNORECASE)
_ATTRIBUTE: Final = re.compile(
    r"\{[^{}\n]*\b(?:on[a-z]+|style|srcdoc|formaction)\s*=[^{}\n]*\}", re.IGNORECASE
)
_PATTERNS: Final = (  # the sign without which there is nothing to look for, what it could be, its fault
    ("<", _HTML, "purity.html"),
    ("](", _LINK, "purity.script"),
    ("{", _ATTRIBUTE, "purity.script"),
)


def validate(project: Project, faults: Faults, today: date) -> None:  # noqa: ARG001  the date is every check's
    """Report HTML and anything that could run, outside of code."""
    for page in project.pages:
        body = without_code(page.body)
        for sign, pattern, key in _PATTERNS:
            reported = 0
            for found in pattern.finditer(body) if sign in body else ():
                place = page.body_place(found.start())
                if place.line != reported:  # the closing half of an element is no second fault
                    reported = place.line
                    faults.error(CHECK, key, place, value=found[0].strip()[:60])
