"""The one validator, the same here and in every economy's copy: ``puente check``.

Each check is a module with ``validate(project, faults, today)``. A check reports every fault it sees and stops at
none; values another check already refused are passed over in silence.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from build_tools.content.faults import Faults
from build_tools.validate import (
    diagnostic,
    economy,
    figures,
    freshness,
    hs,
    icons,
    ids,
    links,
    origin_rules,
    parameters,
    plan,
    provisions,
    purity,
    quizzes,
    references,
    schema,
    tariffs,
    translations,
)

if TYPE_CHECKING:
    from datetime import date

    from build_tools.content.project import Project

__all__ = ["CHECKS", "validate"]

CHECKS: Final = (
    schema,
    economy,
    ids,
    diagnostic,
    parameters,
    plan,
    provisions,
    origin_rules,
    tariffs,
    freshness,
    references,
    hs,
    icons,
    translations,
    figures,
    links,
    purity,
    quizzes,
)


def validate(project: Project, *, today: date) -> Faults:
    """Report everything wrong with a project, including what was found while reading it."""
    faults = Faults()
    faults.extend(project.faults)
    for check in CHECKS:
        check.validate(project, faults, today)
    return faults
