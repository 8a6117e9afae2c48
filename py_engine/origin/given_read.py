"""Reads what a person entered about a product, and refuses what cannot be right, field by field."""

from __future__ import annotations

from typing import TYPE_CHECKING

from py_engine.errors import EngineError, shown
from py_engine.hs import EDITION, EDITIONS, HSCode
from py_engine.message import Message, number
from py_engine.origin import vocabulary as v
from py_engine.origin.claim import NONE_OF_THESE
from py_engine.origin.flat import Branch, gather, plain_number
from py_engine.origin.given import ROLES, Given, GivenInput, Route
from py_engine.origin.small import substantial
from py_engine.quantity import MILLION, text_from_millionths

if TYPE_CHECKING:
    from py_engine.reading import Reader

__all__ = ["MOST_INPUTS", "UNITS", "read_given"]

MOST_INPUTS = 1000
DEEPEST = 8
SUBHEADING = 6
LONGEST_NATIONAL = 12
ALPHA_2 = 2
PRICES = ("ex_works", "fob", "customs")
COSTS = ("total", *v.NET_COST_EXCLUSIONS, "direct")
MEASURES = v.MEASURES[2:]
# Kilograms in one unit, in hundred-millionths.
UNITS = {"kg": 100_000_000, "g": 100_000, "t": 100_000_000_000, "lb": 45_359_237, "oz": 2_834_952}
UNIT_PARTS = 100_000_000
TOP = ("made_in",)
LEVELS = ("product", "inputs", "processes", "kinds", "facts", "route", "shipment", "claim")
OLDER = ("hs_2017", "hs_2012", "hs_2007", "hs_2002")  # codes looked up in older editions
PRODUCT = (
    "name",
    "hs",
    *OLDER,
    "edition",
    "currency",
    "net_weight",
    "weight_unit",
    "obtained",
    "is_set",
)
INPUT = (
    "name",
    "hs",
    *OLDER,
    "value",
    "weight",
    "unit",
    "origin",
    "originating",
    "wholly_obtained",
    "made_in_house",
    "supplier",
    "certificate",
    "role",
    "share",
    "note",
)
INPUT_LEVELS = ("inputs", "deductions", "amounts", "kinds", "processes")


def read_given(source: Reader) -> Given:
    """Read flat answers; faults are remembered, and whatever could be read is given."""
    tree = gather(source)
    tree.only(TOP, LEVELS)
    product, claim, shipment = tree.at("product"), tree.at("claim"), tree.at("shipment")
    product.only(PRODUCT, ("price", "cost", "amounts"))
    claim.only(("drawback", "minimal_only", "outside", "cost"))
    shipment.only(("value", "currency", "invoiced_from"))
    edition = product.word("edition", EDITIONS) or EDITION
    notes: list[Message] = []
    amounts = product.at("amounts").amounts(MEASURES, above_zero=True)
    weight = _weight(product, "net_weight", "weight_unit")
    if weight:
        amounts["weight"] = weight
    given = Given(
        name=product.text("name"),
        hs=_code(product, edition, notes),
        there=_there(product),
        edition=edition,
        currency=product.text("currency") or "USD",
        prices=product.at("price").amounts(PRICES, above_zero=True),
        costs=product.at("cost").amounts(COSTS),
        amounts=amounts,
        obtained=product.word("obtained", (*v.WAYS, NONE_OF_THESE)) or None,
        made_in=_economy(tree, "made_in"),
        kinds=tree.at("kinds").truths(),
        facts=_facts(tree.at("facts")),
        processes=_processes(tree.at("processes")),
        inputs=_inputs(tree, edition, notes),
        is_set=bool(product.truth("is_set")),
        minimal_only=claim.truth("minimal_only"),
        outside=claim.truth("outside"),
        drawback=claim.truth("drawback"),
        route=_route(tree.at("route")),
        shipment=shipment.amount("value", above_zero=True),
        effort=claim.amount("cost"),
        invoiced_from=_economy(shipment, "invoiced_from"),
        notes=tuple(notes),
    )
    _sensible(product, given)
    return given


def _code(branch: Branch, edition: str, notes: list[Message]) -> tuple[HSCode, ...]:
    """Read a code; digits an economy has added after the sixth are left behind, and that is said."""
    text = branch.text("hs")
    if not text:
        return ()
    digits = "".join(char for char in text if char.isdigit())
    if SUBHEADING < len(digits) <= LONGEST_NATIONAL and not text.strip("0123456789. "):
        notes.append(
            Message("origin.given.shortened", {"value": text, "code": f"{digits[:4]}.{digits[4:6]}"})
        )
        text = digits[:SUBHEADING]
    try:
        return (HSCode.parse(text, edition=edition, path=branch.name("hs")),)
    except EngineError as error:
        branch.refusals.found.extend(error.refusals)
        return ()


def _there(branch: Branch) -> tuple[HSCode, ...]:
    """Read codes of older editions, each in the field named after its edition."""
    found = []
    for field in OLDER:
        if branch.text(field):
            try:
                found.append(HSCode.parse(branch.text(field), edition=field[-4:], path=branch.name(field)))
            except EngineError as error:
                branch.refusals.found.extend(error.refusals)
    return tuple(found)


def _economy(branch: Branch, field: str) -> str:
    text = branch.text(field).upper()
    if text and (len(text) != ALPHA_2 or not text.isascii() or not text.isalpha()):
        branch.refuse(field, "origin.given.economy", example="PE")
        return ""
    return text


def _weight(branch: Branch, field: str, unit_field: str) -> int | None:
    """Read a weight in kilograms, to the milligram."""
    amount = branch.amount(field)
    if amount is None:
        return None
    if not branch.text(unit_field):
        branch.refuse(field, "origin.given.no_unit", expected=", ".join(UNITS), example="kg")
        return None
    unit = branch.word(unit_field, tuple(UNITS))
    return amount * UNITS[unit] // UNIT_PARTS if unit else None


def _facts(branch: Branch) -> dict[str, bool | int]:
    found: dict[str, bool | int] = {}
    for name, text in branch.texts.items():
        if text in ("yes", "true", "no", "false"):
            found[name] = text in ("yes", "true")
            continue
        fault, amount = plain_number(text)
        if fault:
            branch.refuse(name, f"origin.given.{fault}", example="12.5")
        else:
            found[name] = amount
    return found


def _processes(branch: Branch) -> dict[str, bool]:
    found = branch.truths()
    for name in found:
        step = name.partition("[")[0]
        if step.partition(":")[0] not in v.PROCESSES:
            branch.refusals.add(
                branch.name(name), "origin.claim.process", value=shown(name), example="weaving"
            )
        elif "[" in name and found[name] and found.get(step) is False:
            branch.refusals.add(
                branch.name(name),
                "origin.claim.contradicts",
                value=shown(name),
                other=f"processes.{step}",
            )
    return found


def _route(branch: Branch) -> Route:
    branch.only(("direct", "through", "customs_control", "worked_on", "documents"))
    through = tuple(branch.text("through").upper().replace(",", " ").split())
    if any(len(one) != ALPHA_2 or not one.isalpha() for one in through):
        branch.refuse("through", "origin.given.economy", example="PA MX")
        through = ()
    direct = branch.truth("direct")
    if direct and through:
        branch.refuse("direct", "origin.claim.contradicts", other=branch.name("through"))
    return Route(
        direct=False if through else direct,
        through=through,
        customs_control=branch.truth("customs_control"),
        worked_on=branch.truth("worked_on"),
        documents=branch.truth("documents"),
    )


def _inputs(tree: Branch, edition: str, notes: list[Message]) -> tuple[GivenInput, ...] | None:
    rows = tree.at("inputs")
    if not rows.inner and not rows.texts:
        return None
    count = _count(rows)
    if count > MOST_INPUTS:
        tree.refusals.add(
            "inputs", "origin.given.many_inputs", value=number(str(count)), expected=number(str(MOST_INPUTS))
        )
        return None
    above = (tree.at("product").text("name").casefold(),)
    return _rows(rows, edition, notes, above, DEEPEST)


def _count(rows: Branch) -> int:
    return len(rows.inner) + sum(_count(row.at("inputs")) for row in rows.inner.values())


def _rows(
    rows: Branch, edition: str, notes: list[Message], above: tuple[str, ...], depth: int
) -> tuple[GivenInput, ...]:
    if depth == 0 and rows.inner:
        rows.refusals.add(rows.path, "origin.claim.deep", value=str(DEEPEST))
        return ()
    for name in (*rows.texts, *(one for one in rows.inner if not one.isdigit())):
        rows.refusals.add(
            rows.name(name), "engine.value.unknown_field", value=shown(name), expected="0, 1, 2"
        )
    numbered = sorted((name for name in rows.inner if name.isdigit()), key=int)
    return tuple(_input(rows.inner[name], edition, notes, above, depth) for name in numbered)


def _input(row: Branch, edition: str, notes: list[Message], above: tuple[str, ...], depth: int) -> GivenInput:
    row.only(INPUT, INPUT_LEVELS)
    name = row.text("name")
    if name and name.casefold() in above:
        row.refuse("name", "origin.given.circular")
        return GivenInput(row.path, name)
    amounts = row.at("amounts").amounts(MEASURES)
    weight = _weight(row, "weight", "unit")
    if weight is not None:
        amounts["weight"] = weight
    originating, obtained = row.truth("originating"), row.truth("wholly_obtained")
    if obtained and originating is False:
        row.refuse("originating", "origin.claim.contradicts", other=row.name("wholly_obtained"))
    value = row.amount("value")
    deductions = row.at("deductions").amounts(v.DEDUCTIONS) or None
    if value is not None and sum((deductions or {}).values()) > value:
        row.refuse("value", "origin.claim.contradicts", other=row.name("deductions"))
    share = row.amount("share")
    if share is not None and share > 100 * MILLION:
        row.refuse("share", "origin.notation.percent", example="40")
        share = None
    return GivenInput(
        path=row.path,
        name=name,
        hs=_code(row, edition, notes),
        there=_there(row),
        value=value,
        weight=weight,
        economy=_economy(row, "origin"),
        originating=originating,
        wholly_obtained=obtained,
        in_house=bool(row.truth("made_in_house")),
        role=row.word("role", ROLES) or "material",
        certificates=tuple(row.text("certificate").replace(",", " ").split()),
        share=share,
        supplier=row.text("supplier"),
        deductions=deductions,
        amounts=amounts,
        kinds=row.at("kinds").truths(),
        processes=_processes(row.at("processes")),
        inputs=_rows(
            row.at("inputs"), edition, notes, (*above, name.casefold()) if name else above, depth - 1
        ),
    )


def _sensible(product: Branch, given: Given) -> None:
    """Refuse facts that cannot all be true, so that no later fact can reverse an answer."""
    prices, costs = given.prices, given.costs
    if "fob" in prices and "ex_works" in prices and prices["fob"] < prices["ex_works"]:
        product.refusals.add(
            "product.price.fob",
            "origin.given.fob_below",
            value=number(text_from_millionths(prices["fob"])),
            other=number(text_from_millionths(prices["ex_works"])),
        )
    worth = sum(one.value or 0 for one in given.inputs or ())
    most = max(prices.values(), default=0)
    if prices and worth > most:
        product.refusals.add(
            "inputs",
            "origin.given.worth_more",
            value=number(text_from_millionths(worth)),
            other=number(text_from_millionths(most)),
        )
    if given.minimal_only and (done := substantial(given.processes)):
        product.refusals.add(
            "claim.minimal_only", "origin.claim.contradicts", value="yes", other=f"processes.{done}"
        )
    excluded = sum(costs.get(name, 0) for name in v.NET_COST_EXCLUSIONS)
    if "total" in costs and excluded > costs["total"]:
        product.refusals.add(
            "product.cost.total",
            "origin.claim.contradicts",
            value=number(text_from_millionths(costs["total"])),
            other=", ".join(f"product.cost.{name}" for name in v.NET_COST_EXCLUSIONS),
        )
