"""Duty with and without the preference, as far as a schedule of the importing economy is at hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from py_engine.shards import data

if TYPE_CHECKING:
    from py_engine.origin.given import Given
    from py_engine.origin.scheme import Scheme

__all__ = ["duty"]


def duty(scheme: Scheme, given: Given) -> dict[str, Any] | None:
    """Give the two rates, the saving on the stated value, and what is not included; ``None`` without any schedule."""
    tariffs = data(f"tariffs/{given.hs[0].chapter}")
    if tariffs is None:
        return None
    from py_engine.tariff.look_up import look_up  # noqa: PLC0415  only where a schedule is at hand
    from py_engine.tariff.told import told  # noqa: PLC0415

    quote = look_up(
        tariffs,
        importer=scheme.importer,
        code=given.hs[0],
        agreement=scheme.agreement.id,
        exporter=scheme.exporter,
        on=scheme.on,
    )
    weight = given.amounts.get("weight")
    price = given.prices.get("fob") or given.prices.get("ex_works")
    value = given.shipment or price
    quantities: dict[str, int] = {}
    if weight and price and value:
        quantities["kg"] = weight * value // price  # the weight of the consignment, from that of one product
    return told(quote, value=value, currency=given.currency, quantities=quantities, on=scheme.on)
