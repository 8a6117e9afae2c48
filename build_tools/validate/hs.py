"""Product codes are codes of the Harmonized System, in a form the engine reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from build_tools.validate.walk import records, walk
from py_engine.errors import EngineError
from py_engine.hs import HSRange

if TYPE_CHECKING:
    from datetime import date

    from build_tools.content.faults import Faults
    from build_tools.content.project import Project

CHECK: Final = "HS"
KEYS: Final = frozenset({"hs", "products"})


def validate(project: Project, faults: Faults, today: date) -> None:  # noqa: ARG001  the date is every check's
    """Refuse a code that the engine would refuse, at the key ``hs`` or ``products``."""
    for record in records(project):
        for path, value in walk(record.value):
            at = path[-2:] if path and isinstance(path[-1], int) else path[-1:]
            if at and at[0] in KEYS and isinstance(value, str):
                for key, values in refused(value):
                    faults.error(CHECK, key, record.place(path), **values)


def refused(code: str) -> list[tuple[str, dict[str, str]]]:
    """Say what the engine has against a code or a range of codes.

    >>> refused("0901.21"), refused("0901-0903"), refused("0901.1")[0][0]
    ([], [], 'hs.digits')
    """
    try:
        HSRange.parse(code)
    except EngineError as error:
        return [
            (refusal.message.key.removeprefix("engine."), _plain(refusal.message.values))
            for refusal in error.refusals
        ]
    return []


def _plain(values: Any) -> dict[str, str]:
    return {name: str(value) for name, value in values.items()}
