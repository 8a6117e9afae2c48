"""What a person entered about a product, before any agreement looks at it: inputs with the economies they come from.

A claim, in contrast, is the same product in the eyes of one agreement: whether an input originates depends on who its
parties are. Amounts are whole millionths, weights are in kilograms.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from py_engine.hs import HSCode
    from py_engine.message import Message
    from py_engine.origin.claim import Fact

__all__ = ["ROLES", "Given", "GivenInput", "Route"]

NOTHING_SAID: Mapping[str, Any] = {}

# What an input is, if it is not a material: agreements treat these in their own ways.
ROLES = ("material", "packing_retail", "packing_shipping", "accessory", "indirect", "fungible")


class GivenInput(NamedTuple):
    """One input, with the place where it was entered: ``inputs.0`` or, inside another, ``inputs.0.inputs.1``.

    ``originating`` says whether it originates in the ``economy`` it comes from. ``certificates`` are agreements for
    which a proof is held. ``share`` is how much of a fungible input originates, by the books, in millionths of a
    percent. ``there`` are its codes in older editions, if somebody has looked them up. ``inputs`` are what it is
    itself made from; none are given if that is not known.
    """

    path: str
    name: str = ""
    hs: tuple[HSCode, ...] = ()
    there: tuple[HSCode, ...] = ()
    value: int | None = None
    weight: int | None = None
    economy: str = ""
    originating: bool | None = None
    wholly_obtained: bool | None = None
    in_house: bool = False
    role: str = "material"
    certificates: tuple[str, ...] = ()
    share: int | None = None
    supplier: str = ""
    deductions: Mapping[str, int] | None = None
    amounts: Mapping[str, int] = NOTHING_SAID
    kinds: Mapping[str, bool] = NOTHING_SAID
    processes: Mapping[str, bool] = NOTHING_SAID
    inputs: tuple[GivenInput, ...] = ()


class Route(NamedTuple):
    """How the goods travel: directly or through other economies, and what happens to them there."""

    direct: bool | None = None
    through: tuple[str, ...] = ()
    customs_control: bool | None = None
    worked_on: bool | None = None
    documents: bool | None = None


class Given(NamedTuple):
    """A product, where it is made and from what. ``inputs`` is ``None`` as long as nobody has said anything about them.

    ``minimal_only``: nothing but simple handling is done in the economy of production. ``outside``: some of the
    production is done outside the area. ``drawback``: duty on foreign inputs is paid back or not charged.
    ``effort`` is what the paperwork of one claim costs the firm.
    """

    name: str = ""
    hs: tuple[HSCode, ...] = ()
    there: tuple[HSCode, ...] = ()
    edition: str = ""
    currency: str = "USD"
    prices: Mapping[str, int] = NOTHING_SAID
    costs: Mapping[str, int] = NOTHING_SAID
    amounts: Mapping[str, int] = NOTHING_SAID
    obtained: str | None = None
    made_in: str = ""
    kinds: Mapping[str, bool] = NOTHING_SAID
    facts: Mapping[str, Fact] = NOTHING_SAID
    processes: Mapping[str, bool] = NOTHING_SAID
    inputs: tuple[GivenInput, ...] | None = None
    is_set: bool = False
    minimal_only: bool | None = None
    outside: bool | None = None
    drawback: bool | None = None
    route: Route = Route()
    shipment: int | None = None
    effort: int | None = None
    invoiced_from: str = ""
    notes: tuple[Message, ...] = ()
