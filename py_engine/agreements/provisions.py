"""The general provisions of an agreement as types: what holds for every product, beside the product's own rule.

Shares and amounts are whole millionths, like in the rules of origin. ``None`` is what nobody knows yet, and never a
permission. An empty tuple of codes or goods says that there is no restriction.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from py_engine.hs import HSRange
    from py_engine.origin.rules import Citation, Goods

    Words = tuple[str, ...]


class Stated(NamedTuple):
    """Where a provision stands, how far it was checked, and for which days and directions it holds."""

    citation: Citation
    status: str
    start: date
    until: date | None = None
    importing: Words = ()
    exporting: Words = ()


class Money(NamedTuple):
    """An amount in millionths of a currency's unit."""

    amount: int
    currency: str


class Barred(NamedTuple):
    """Materials that a tolerance may not be used for, in the making of some products."""

    id: str
    stated: Stated
    materials: tuple[Goods, ...] = ()
    products: tuple[Goods, ...] = ()
    but_products: tuple[Goods, ...] = ()
    unless: str = ""


class Tolerance(NamedTuple):
    """A share of materials that may fail the product's rule (de minimis).

    With ``where_cited``, it holds only for products whose own rule refers to it.
    """

    id: str
    stated: Stated
    measure: str
    at_most: int | None
    base: str | None
    still_in_value: bool | None
    within_limits: bool | None
    forgives: Words | None
    elastomeric: str | None
    elastomeric_at_most: int | None = None
    covers: tuple[HSRange, ...] = ()
    but: tuple[HSRange, ...] = ()
    on: tuple[Goods, ...] = ()
    barred: tuple[Barred, ...] = ()
    where_cited: bool = False


class Cumulation(NamedTuple):
    """Materials or work of other economies that count as one's own."""

    id: str
    stated: Stated
    type: str
    members: Words
    conditions: Words
    active: bool | None
    covers: tuple[HSRange, ...] = ()
    materials: tuple[Goods, ...] = ()
    but: tuple[Goods, ...] = ()


class Absorption(NamedTuple):
    """Whether a material that has become originating counts wholly, whatever it was made from."""

    id: str
    stated: Stated
    rolled_up: bool | None
    self_produced: bool | None
    designation: str | None
    traced: tuple[Goods, ...] = ()


class Fungible(NamedTuple):
    """How goods or materials that cannot be told apart are kept in the books."""

    id: str
    stated: Stated
    goods: bool | None
    materials: bool | None
    methods: Words | None
    period: str | None
    authorisation: bool | None


class Packing(NamedTuple):
    """How packing, or accessories, spare parts and tools, are looked at."""

    id: str
    stated: Stated
    shift: str | None
    value: str | None
    conditions: Words | None


class IndirectMaterials(NamedTuple):
    """Energy, tools and other things used up in production that are not part of the product."""

    id: str
    stated: Stated
    treated: str | None


class SetRule(NamedTuple):
    """Goods put up in sets; ``on`` are the non-originating components that are counted."""

    id: str
    stated: Stated
    components: str | None
    at_most: int | None
    base: str | None
    gir: Words
    covers: tuple[HSRange, ...] = ()
    but: tuple[HSRange, ...] = ()
    on: tuple[Goods, ...] = ()


class Unit(NamedTuple):
    """What counts as one product."""

    id: str
    stated: Stated
    hs_unit: bool | None
    each_item_by_itself: bool | None
    packing_included: bool | None


class MinimalOperations(NamedTuple):
    """Operations that give no origin, even if the product's rule is met."""

    id: str
    stated: Stated
    operations: Words | None
    combined: bool | None
    overrides_rule: bool | None
    covers: tuple[HSRange, ...] = ()
    but: tuple[HSRange, ...] = ()


class Recovered(NamedTuple):
    """Parts taken from used goods, and goods made new from them."""

    id: str
    stated: Stated
    materials_originate: bool | None
    remanufactured: bool | None
    covers: tuple[HSRange, ...] = ()
    but: tuple[HSRange, ...] = ()


class Territoriality(NamedTuple):
    """Whether production may be interrupted by work outside the area."""

    id: str
    stated: Stated
    uninterrupted: bool | None
    returned: Words | None
    outward_at_most: int | None
    outward_base: str | None
    exhibitions: bool | None


class Transport(NamedTuple):
    """How the goods must travel, and how that is shown."""

    id: str
    stated: Stated
    type: str
    allowed: Words | None
    customs_control: bool | None
    not_for_sale_there: bool | None
    single_consignment: bool | None
    evidence: Words | None
    evidence_when: str | None


class Proof(NamedTuple):
    """One kind of proof of origin: who may issue it, for how much, how long it holds."""

    id: str
    stated: Stated
    type: str
    issued_by: Words | None
    limit: str | None
    amount: Money | None
    validity_months: int | None
    blanket_months: int | None
    form: str | None
    after_export: bool | None
    elements: Words | None
    basis: Words | None
    languages: Words | None


class Waiver(NamedTuple):
    """Consignments that need no proof."""

    id: str
    stated: Stated
    of: str
    amount: Money | None
    series_barred: bool | None


class Records(NamedTuple):
    """Who keeps the documents, and for how long."""

    id: str
    stated: Stated
    who: Words
    years: int | None
    counted_from: str | None


class Verification(NamedTuple):
    """Who checks a proof, and by what means."""

    id: str
    stated: Stated
    by: str | None
    means: Words | None
    reply_months: int | None
    minor_errors_forgiven: bool | None


class Claims(NamedTuple):
    """Claiming the preference later, and correcting a claim."""

    id: str
    stated: Stated
    late_months: int | None
    correction_without_penalty: bool | None


class ThirdPartyInvoice(NamedTuple):
    """Whether an invoice from an economy outside the agreement stands in the way."""

    id: str
    stated: Stated
    allowed: bool | None
    conditions: Words | None


class Drawback(NamedTuple):
    """Whether duties on the materials may be paid back."""

    id: str
    stated: Stated
    prohibited: bool | None


class Differential(NamedTuple):
    """Which origin decides the rate, where the importer's rates differ between the parties."""

    id: str
    stated: Stated
    rule: str | None
    not_counting: Words


class OriginQuota(NamedTuple):
    """A quota within which alone an easier rule may be used."""

    id: str
    stated: Stated
    covers: tuple[HSRange, ...]
    direction: str
    quantity: str | None


class WhollyObtainedList(NamedTuple):
    """The ways of being wholly obtained, and what vessels must be."""

    id: str
    stated: Stated
    ways: Words | None
    vessels: Words | None
    factory_ships: Words | None
    owned_at_least: int | None
    crew_at_least: int | None


class ShortSupply(NamedTuple):
    """A list of materials in short supply that may come from anywhere. The list itself is not in the data."""

    id: str
    stated: Stated
    named: str | None
    covers: tuple[HSRange, ...] = ()


class Valuation(NamedTuple):
    """What the product and its materials are worth in a calculation."""

    id: str
    stated: Stated
    good: str | None
    imported: str | None
    acquired: str | None
    unknown_origin: str | None
    deductions: Words | None


class Provisions(NamedTuple):
    """All the general provisions of an agreement.

    ``unknown`` are the kinds that nobody has read, or on which the document at hand is silent; ``absent`` are those
    of which a person has read that there are none.
    """

    agreement: str
    edition: str
    unknown: frozenset[str]
    absent: Mapping[str, Citation]
    goods: Mapping[str, str]
    tolerances: tuple[Tolerance, ...] = ()
    cumulation: tuple[Cumulation, ...] = ()
    absorption: tuple[Absorption, ...] = ()
    fungible: tuple[Fungible, ...] = ()
    accessories: tuple[Packing, ...] = ()
    retail_packing: tuple[Packing, ...] = ()
    shipping_packing: tuple[Packing, ...] = ()
    indirect_materials: tuple[IndirectMaterials, ...] = ()
    sets: tuple[SetRule, ...] = ()
    unit: tuple[Unit, ...] = ()
    minimal_operations: tuple[MinimalOperations, ...] = ()
    recovered: tuple[Recovered, ...] = ()
    territoriality: tuple[Territoriality, ...] = ()
    transport: tuple[Transport, ...] = ()
    proofs: tuple[Proof, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    records: tuple[Records, ...] = ()
    verification: tuple[Verification, ...] = ()
    claims: tuple[Claims, ...] = ()
    third_party_invoice: tuple[ThirdPartyInvoice, ...] = ()
    drawback: tuple[Drawback, ...] = ()
    differentials: tuple[Differential, ...] = ()
    quotas: tuple[OriginQuota, ...] = ()
    wholly_obtained: tuple[WhollyObtainedList, ...] = ()
    short_supply: tuple[ShortSupply, ...] = ()
    valuation: tuple[Valuation, ...] = ()


KINDS = Provisions._fields[5:]


def in_force(provisions: Provisions, *, on: date, exporting: str = "", importing: str = "") -> Provisions:
    """Keep the entries that hold on a day, for goods of one economy imported into another.

    Without an economy, entries for single economies are kept as well.
    """
    kept: dict[str, Any] = {
        kind: tuple(
            entry for entry in getattr(provisions, kind) if _holds(entry.stated, on, exporting, importing)
        )
        for kind in KINDS
    }
    return provisions._replace(**kept)


def _holds(stated: Stated, on: date, exporting: str, importing: str) -> bool:
    return (
        stated.start <= on
        and (stated.until is None or on <= stated.until)
        and (not stated.importing or not importing or importing in stated.importing)
        and (not stated.exporting or not exporting or exporting in stated.exporting)
    )
