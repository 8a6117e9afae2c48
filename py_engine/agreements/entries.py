"""How the entries of general provisions are read: one table with a piece for every field of every kind.

A field that knows a value may be written ``unknown``, which becomes ``None``. A field without which the entry says
nothing must be there; codes and goods may be left out, which says that there is no restriction.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from py_engine.agreements import provisions as p
from py_engine.agreements.vocabulary import NONE, UNKNOWN, VOCABULARY
from py_engine.origin.notation_parts import CODES, GOODS, ID, SHARE, read_citation

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from py_engine.origin.notation_parts import Setting
    from py_engine.reading import Reader

    Read = Callable[[Reader, Setting], Any]

__all__ = ["ENTRIES", "STATED", "Entry", "economy"]

STATED = ("citation", "status", "from", "until", "importing", "exporting")
ECONOMY_LENGTH = 2
CURRENCY_LENGTH = 3


class Entry(NamedTuple):
    """A kind of provision: the type of its entries, and how each field is read."""

    type: Callable[..., Any]
    fields: Mapping[str, Read]
    optional: Mapping[str, Read] = {}


def economy(source: Reader, _: Setting | None = None) -> str:
    """Read the two letters of an economy (ISO 3166-1 alpha-2)."""
    return _letters(source, ECONOMY_LENGTH, "provisions.refused.economy", "PE")


def _letters(source: Reader, length: int, key: str, example: str) -> str:
    text = source.text(example=example)
    if text and not (len(text) == length and text.isascii() and text.isalpha() and text.isupper()):
        source.refuse(key, example=example)
    return text


def _word(name: str) -> Read:
    among = VOCABULARY[name]

    def read(source: Reader, _: Setting) -> str:
        text = source.text(example=among[0])
        if text and text not in among:
            source.refuse("origin.notation.word", expected=", ".join(among))
        return text

    return read


def _words(name: str) -> Read:
    one = _word(name)

    def read(source: Reader, setting: Setting) -> tuple[str, ...]:
        return tuple(one(item, setting) for item in source.items(example=f"[{VOCABULARY[name][0]}]"))

    return read


def _maybe(read: Read) -> Read:
    return lambda source, setting: None if source.value == UNKNOWN else read(source, setting)


def _flag(source: Reader, _: Setting) -> bool:
    text = source.text(example="true")
    if text not in ("true", "false", ""):
        source.refuse("origin.notation.word", expected="true, false, unknown")
    return text == "true"


def _whole(source: Reader, _: Setting) -> int:
    text = source.text(example="12")
    if text and not (text.isascii() and text.isdigit()):
        source.refuse("provisions.refused.whole", example="12")
        return 0
    return int(text or "0")


def _money(source: Reader, _: Setting) -> p.Money | None:
    if source.value == NONE:
        return None
    example = '{"amount": "1000", "currency": "USD"}'
    for _name in source.fields(example=example, only=("amount", "currency")):
        pass
    return p.Money(
        source.at("amount").millionths(example="1000"),
        _letters(source.at("currency"), CURRENCY_LENGTH, "provisions.refused.currency", "USD"),
    )


def _economies(source: Reader, _: Setting) -> tuple[str, ...]:
    return tuple(economy(item) for item in source.items(example='["PE"]'))


def _languages(source: Reader, _: Setting) -> tuple[str, ...]:
    return tuple(item.text(example="en") for item in source.items(example='["en", "es"]'))


def _text(source: Reader, _: Setting) -> str:
    return source.text(example="1000 t")


def _barred(source: Reader, setting: Setting) -> tuple[p.Barred, ...]:
    found = []
    example = '{"id": "dairy", "materials": ["04"], "products": ["04"]}'
    keys = ("id", "citation", *BARRED)
    for item in source.items(example=f"[{example}]"):
        for _name in item.fields(example=example, only=keys):
            pass
        parts = {name: read(item.at(name), setting) for name, read in BARRED.items() if item.at(name).present}
        citation = read_citation(item.at("citation"), setting)
        found.append((ID.read(item.at("id"), setting), citation, parts))
    return tuple(found)  # type: ignore[arg-type]  # completed with what the entry around them states


BARRED: dict[str, Read] = {
    "materials": GOODS.read,
    "products": GOODS.read,
    "but_products": GOODS.read,
    "unless": _word("unless"),
}
FLAG, WHOLE, MONEY = _maybe(_flag), _maybe(_whole), _maybe(_money)
PERCENT = _maybe(SHARE.read)
COVERS: dict[str, Read] = {"covers": CODES.read, "but": CODES.read}


def _one(name: str) -> Read:
    return _maybe(_word(name))


def _some(name: str) -> Read:
    return _maybe(_words(name))


def _packing(condition: str) -> Entry:
    fields = {"shift": _one("shift"), "value": _one("in_value"), "conditions": _some(condition)}
    return Entry(p.Packing, fields)


ENTRIES: dict[str, Entry] = {
    "tolerances": Entry(
        p.Tolerance,
        {
            "measure": _word("measure"),
            "at_most": PERCENT,
            "base": _one("base"),
            "still_in_value": FLAG,
            "within_limits": FLAG,
            "forgives": _some("forgives"),
            "elastomeric": _one("elastomeric"),
        },
        {"elastomeric_at_most": PERCENT, **COVERS, "on": GOODS.read, "barred": _barred, "where_cited": _flag},
    ),
    "cumulation": Entry(
        p.Cumulation,
        {
            "type": _word("cumulation"),
            "members": _economies,
            "conditions": _words("cumulation_condition"),
            "active": FLAG,
        },
        {"covers": CODES.read, "materials": GOODS.read, "but": GOODS.read},
    ),
    "absorption": Entry(
        p.Absorption,
        {"rolled_up": FLAG, "self_produced": FLAG, "designation": _one("designation")},
        {"traced": GOODS.read},
    ),
    "fungible": Entry(
        p.Fungible,
        {
            "goods": FLAG,
            "materials": FLAG,
            "methods": _some("method"),
            "period": _one("period"),
            "authorisation": FLAG,
        },
    ),
    "accessories": _packing("accessory_condition"),
    "retail_packing": _packing("packing_condition"),
    "shipping_packing": _packing("packing_condition"),
    "indirect_materials": Entry(p.IndirectMaterials, {"treated": _one("indirect")}),
    "sets": Entry(
        p.SetRule,
        {
            "components": _one("component"),
            "at_most": PERCENT,
            "base": _one("base"),
            "gir": _words("gir"),
        },
        {**COVERS, "on": GOODS.read},
    ),
    "unit": Entry(p.Unit, {"hs_unit": FLAG, "each_item_by_itself": FLAG, "packing_included": FLAG}),
    "minimal_operations": Entry(
        p.MinimalOperations,
        {"operations": _some("operation"), "combined": FLAG, "overrides_rule": FLAG},
        COVERS,
    ),
    "recovered": Entry(p.Recovered, {"materials_originate": FLAG, "remanufactured": FLAG}, COVERS),
    "territoriality": Entry(
        p.Territoriality,
        {
            "uninterrupted": FLAG,
            "returned": _some("returned"),
            "outward_at_most": PERCENT,
            "outward_base": _one("outward_base"),
            "exhibitions": FLAG,
        },
    ),
    "transport": Entry(
        p.Transport,
        {
            "type": _word("transport"),
            "allowed": _some("handling"),
            "customs_control": FLAG,
            "not_for_sale_there": FLAG,
            "single_consignment": FLAG,
            "evidence": _some("evidence"),
            "evidence_when": _one("evidence_when"),
        },
    ),
    "proofs": Entry(
        p.Proof,
        {
            "type": _word("proof"),
            "issued_by": _some("issuer"),
            "limit": _one("limit"),
            "amount": MONEY,
            "validity_months": WHOLE,
            "blanket_months": WHOLE,
            "form": _one("form"),
            "after_export": FLAG,
            "elements": _some("element"),
            "basis": _some("basis"),
            "languages": _maybe(_languages),
        },
    ),
    "waivers": Entry(p.Waiver, {"of": _word("waiver"), "amount": MONEY, "series_barred": FLAG}),
    "records": Entry(
        p.Records, {"who": _words("issuer"), "years": WHOLE, "counted_from": _one("counted_from")}
    ),
    "verification": Entry(
        p.Verification,
        {
            "by": _one("verified_by"),
            "means": _some("means"),
            "reply_months": WHOLE,
            "minor_errors_forgiven": FLAG,
        },
    ),
    "claims": Entry(p.Claims, {"late_months": WHOLE, "correction_without_penalty": FLAG}),
    "third_party_invoice": Entry(
        p.ThirdPartyInvoice, {"allowed": FLAG, "conditions": _some("invoice_condition")}
    ),
    "drawback": Entry(p.Drawback, {"prohibited": FLAG}),
    "differentials": Entry(
        p.Differential, {"rule": _one("differential"), "not_counting": _words("operation")}
    ),
    "quotas": Entry(
        p.OriginQuota,
        {"covers": CODES.read, "direction": _word("direction"), "quantity": _maybe(_text)},
    ),
    "wholly_obtained": Entry(
        p.WhollyObtainedList,
        {
            "ways": _some("way"),
            "vessels": _some("vessel"),
            "factory_ships": _some("vessel"),
            "owned_at_least": PERCENT,
            "crew_at_least": PERCENT,
        },
    ),
    "short_supply": Entry(p.ShortSupply, {"named": _maybe(ID.read)}, {"covers": CODES.read}),
    "valuation": Entry(
        p.Valuation,
        {
            "good": _one("good_value"),
            "imported": _one("imported_value"),
            "acquired": _one("acquired_value"),
            "unknown_origin": _one("unknown_origin"),
            "deductions": _some("deduction"),
        },
    ),
}
