"""What an exporter says about a product and how it is made. Every fact may be unknown, and none is ever assumed.

Amounts are whole millionths: a price of 2.50 is 2_500_000. A code that could be one of several, because an edition
split it or because the exporter is not sure, is given as all of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from py_engine.origin.answers import NOTHING, Amount
from py_engine.origin.vocabulary import NET_COST_EXCLUSIONS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from py_engine.hs import HSCode

__all__ = ["NONE_OF_THESE", "Claim", "Fact", "Material", "net_cost", "price", "value_of"]

Fact: TypeAlias = "bool | int"  # yes or no, or an amount in millionths
NOTHING_SAID: Mapping[str, Any] = {}
NONE_OF_THESE = "none"  # the product is obtained in none of the ways of being wholly obtained


class Material(NamedTuple):
    """One thing that goes into the product.

    ``deductions`` are costs inside its value that an agreement may let off, by kind; ``None`` means nobody has asked
    yet. ``kinds`` say whether it is of a description that a rule names. ``made_from`` are its own inputs, if it is
    made in-house. What is ``aside``, such as retail packing, is counted in values, but not asked for a change of
    classification.
    """

    name: str = ""
    hs: tuple[HSCode, ...] = ()
    value: int | None = None
    deductions: Mapping[str, int] | None = None
    amounts: Mapping[str, int] = NOTHING_SAID
    originating: bool | None = None
    wholly_obtained: bool | None = None
    economy: str = ""
    kinds: Mapping[str, bool] = NOTHING_SAID
    processes: Mapping[str, bool] = NOTHING_SAID
    made_from: tuple[Material, ...] | None = None
    aside: bool = False


class Claim(NamedTuple):
    """A product, what it is made of, and what is done to it in the economy of production.

    ``prices`` by their basis, such as ``ex_works``; ``costs`` for the net cost and the direct cost of processing;
    ``obtained`` is one of the ways of being wholly obtained, or "none"; ``materials`` are all of them, or unknown.
    ``bounds`` are prices of which only limits are known: what is paid free on board is not less than the price at the
    factory.
    """

    hs: tuple[HSCode, ...] = ()
    prices: Mapping[str, int] = NOTHING_SAID
    costs: Mapping[str, int] = NOTHING_SAID
    amounts: Mapping[str, int] = NOTHING_SAID
    kinds: Mapping[str, bool] = NOTHING_SAID
    obtained: str | None = None
    processes: Mapping[str, bool] = NOTHING_SAID
    facts: Mapping[str, Fact] = NOTHING_SAID
    materials: tuple[Material, ...] | None = None
    economy: str = ""
    on: str = ""
    bounds: Mapping[str, Amount] = NOTHING_SAID


def price(claim: Claim, basis: str) -> Amount:
    """Give the price on a basis. The net cost may be given, or follow from the costs."""
    found = claim.prices.get(basis)
    if found is not None:
        return Amount(found, found)
    if basis == "net_cost" and claim.costs:
        return net_cost(claim.costs)
    if basis in claim.bounds:
        return claim.bounds[basis]
    return Amount(0, None, (f"prices.{basis}",))


def net_cost(costs: Mapping[str, int]) -> Amount:
    """Take off the total cost what an agreement does not count: promotion, royalties, shipping, interest.

    >>> costs = {"total": 100, "promotion": 5, "royalties": 3, "shipping": 0}
    >>> net_cost(costs), net_cost({**costs, "interest": 2}).exact
    (Amount(low=0, high=92, asks=('costs.interest',)), True)
    """
    missing = tuple(f"costs.{name}" for name in ("total", *NET_COST_EXCLUSIONS) if name not in costs)
    if "total" not in costs:
        return Amount(0, None, missing)
    most = costs["total"] - sum(costs.get(name, 0) for name in NET_COST_EXCLUSIONS)
    return Amount(0, most, missing) if missing else Amount(most, most)


def value_of(material: Material, path: str, deducting: tuple[str, ...] = ()) -> Amount:
    """Give the value of a material, less the costs that may be taken off.

    While nobody has asked for these costs, they could be anything up to the whole value.

    >>> value_of(Material(value=10, deductions={"freight": 3, "duties": 1}), "materials[0]", ("freight",))
    Amount(low=7, high=7, asks=())
    >>> value_of(Material(value=10), "materials[0]", ("freight",))
    Amount(low=0, high=10, asks=('materials[0].deductions',))
    """
    if material.value is None:
        return Amount(0, None, (f"{path}.value",))
    if not deducting or material.value == 0:
        return Amount(material.value, material.value)
    if material.deductions is None:
        return Amount(0, material.value, (f"{path}.deductions",))
    value = material.value - sum(material.deductions.get(name, 0) for name in deducting)
    return Amount(value, value) if value > 0 else NOTHING
