"""Suggests what a product is probably made of, and what is made of it, by its code. Whoever makes it knows better."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from py_engine.chains.model import ROLES
from py_engine.hs import HSCode

if TYPE_CHECKING:
    from collections.abc import Iterable

    from py_engine.chains.model import Chains, Good
    from py_engine.reading import Reader

__all__ = ["matches", "suggest"]

MOST = 6  # more to choose from would not be a suggestion any more
MOST_USES = 12
EXAMPLE_ANSWERS = '{"product.hs":"0901.21"}'
ROLE_IN_CLAIM = {"packing": "packing_retail", "shipping": "packing_shipping"}


def suggest(chains: Chains, request: Reader) -> dict[str, Any]:
    """Give the goods that bear the code of a product, each with its probable inputs and uses.

    The request holds the flat answers of the form: ``product.hs``, and for one input ``chains.of``, a code whose own
    inputs are wanted. Other names are passed over. Where no good has the very code, goods of its heading are given, and
    ``fit`` says so.

    Raises:
        EngineError: The code is none.
    """
    answers = request.at("answers")
    answers.is_object(example=EXAMPLE_ANSWERS)
    wanted = answers.at("chains.of") if answers.at("chains.of").present else answers.at("product.hs")
    text = wanted.text(example="0901.21")
    request.refusals.raise_if_any()
    code = HSCode.parse(_first_six(text))
    fit, found = matches(chains, code.digits)
    uses = _uses(chains)
    return {
        "kind": "chains.suggested",
        "hs": code.digits,
        "dotted": code.dotted,
        "edition": "2022",
        "fit": fit,
        "matches": [_match(chains, good, uses) for good in found],
        "source": {"key": "market.suggest.source", "values": {}},
        "data_version": chains.version,
    }


def matches(chains: Chains, digits: str) -> tuple[str, list[Good]]:
    """Find the goods of a code: ``exact`` if they bear it, ``heading`` if only their heading is the same, or ``none``.

    Goods that are made of others come first: a list of inputs is what is asked for.
    """
    for fit, length in (("exact", 6), ("heading", 4)):
        if len(digits) >= length:
            found = [good for good in chains.goods.values() if good.hs[:length] == digits[:length]]
            if found:
                return fit, sorted(found, key=lambda good: not good.inputs)[:MOST]
    return "none", []


def _first_six(text: str) -> str:
    """Keep the six digits that are the same everywhere; national digits after them are passed over.

    >>> _first_six("0901.21.00.00"), _first_six("0901.21"), _first_six("09")
    ('090121', '0901.21', '09')
    """
    digits = "".join(char for char in text if char.isdigit())
    return digits[:6] if len(digits) > 6 else text


def _uses(chains: Chains) -> dict[str, list[Good]]:
    """For each good, those that it goes into as something more than packing."""
    made: dict[str, list[Good]] = {}
    for good in chains.goods.values():
        for role, one in good.inputs:
            if role in ROLES[:2]:
                made.setdefault(one, []).append(good)
    return made


def _match(chains: Chains, good: Good, uses: dict[str, list[Good]]) -> dict[str, Any]:
    return {
        **_named(good),
        "inputs": [
            {
                **_named(chains.goods[name]),
                "role": role,
                "role_text": {"key": f"market.suggest.roles.{role}", "values": {}},
                "as": ROLE_IN_CLAIM.get(role, ""),
                "made_of_others": any(kind in ROLES[:2] for kind, _ in chains.goods[name].inputs),
            }
            for role, name in good.inputs
        ],
        "uses": _all_named(uses.get(good.id, [])[:MOST_USES]),
    }


def _all_named(goods: Iterable[Good]) -> list[dict[str, Any]]:
    return [_named(good) for good in goods]


def _named(good: Good) -> dict[str, Any]:
    return {"id": good.id, "hs": good.hs, "dotted": HSCode.parse(good.hs).dotted, "name": good.name}
