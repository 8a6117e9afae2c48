"""Codes as they were typed, checked against the edition they are said to be of, and written in today's.

A code of an older edition is recognised and refused with what it has become: goods are never moved in silence.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from py_engine.errors import Refusals
from py_engine.hs import EDITION, EDITIONS
from py_engine.origin.correlation import translate

if TYPE_CHECKING:
    from py_engine.hs import HSCode
    from py_engine.origin.correlation import Correlation
    from py_engine.origin.given import Given, GivenInput

__all__ = ["in_todays_codes"]

MOST_SHOWN = 6
EXAMPLE = "0901.21"


def in_todays_codes(given: Given, correlation: Correlation | None) -> Given:
    """Check every code, and write those of a stated older edition in today's.

    Raises:
        EngineError: A code is not one of its edition; if it was one of an older edition, what it is now is named.
    """
    if correlation is None:
        return given
    refusals = Refusals()
    codes = _today(given.hs, "product.hs", correlation, refusals)
    inputs = given.inputs
    if inputs is not None:
        inputs = tuple(_input(one, correlation, refusals) for one in inputs)
    refusals.raise_if_any()
    return given._replace(hs=codes, inputs=inputs, edition=EDITION)


def _input(one: GivenInput, correlation: Correlation, refusals: Refusals) -> GivenInput:
    return one._replace(
        hs=_today(one.hs, f"{one.path}.hs", correlation, refusals),
        inputs=tuple(_input(inner, correlation, refusals) for inner in one.inputs),
    )


def _today(
    codes: tuple[HSCode, ...], path: str, correlation: Correlation, refusals: Refusals
) -> tuple[HSCode, ...]:
    if not codes:
        return codes
    (code,) = codes
    if code.edition not in correlation.forward:
        return codes
    found = translate(correlation, code, EDITION)
    if _exists(correlation, code):
        if code.edition == EDITION or len(found.codes) == 1:
            return codes if code.edition == EDITION else found.codes
        now = ", ".join(one.dotted for one in _nearest(found.codes, code)[:MOST_SHOWN])
        refusals.add(
            path, "origin.given.old_code", value=code.dotted, edition=EDITION, expected=now or EXAMPLE
        )
        return ()
    older = [
        edition for edition in reversed(EDITIONS) if edition in correlation.forward and edition < code.edition
    ]
    for edition in older:
        before = type(code)(digits=code.digits, edition=edition)
        if _exists(correlation, before):
            found = translate(correlation, before, code.edition)
            now = ", ".join(one.dotted for one in _nearest(found.codes, code)[:MOST_SHOWN])
            refusals.add(
                path,
                "origin.given.old_code",
                value=code.dotted,
                edition=code.edition,
                expected=now or EXAMPLE,
            )
            return ()
    refusals.add(path, "origin.given.no_such_code", value=code.dotted, edition=code.edition, example=EXAMPLE)
    return ()


def _nearest(codes: tuple[HSCode, ...], code: HSCode) -> tuple[HSCode, ...]:
    """Put the codes first that share most digits with the old one."""

    def shared(one: HSCode) -> int:
        return next((at for at, (a, b) in enumerate(zip(one.digits, code.digits, strict=False)) if a != b), 6)

    return tuple(sorted(codes, key=lambda one: (-shared(one), one.digits)))


def _exists(correlation: Correlation, code: HSCode) -> bool:
    known = correlation.forward[code.edition]
    if code.subheading:
        return code.digits in known
    return any(one.startswith(code.digits) for one in known)
