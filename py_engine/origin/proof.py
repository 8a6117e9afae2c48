"""The proof of origin that a claim needs, with its minimum data elements filled in from what the user entered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from py_engine.origin.answers import MET, UNDETERMINED
from py_engine.origin.conditions import records_of, waived
from py_engine.origin.told import citation_json, plain, step_json
from py_engine.quantity import text_from_millionths

if TYPE_CHECKING:
    from collections.abc import Mapping

    from py_engine.agreements.provisions import Proof
    from py_engine.origin.determine import Determined
    from py_engine.origin.given import Given

__all__ = ["WHO", "effort_of", "proof_json", "proofs_for"]

WHO = (
    "certifier",
    "exporter",
    "producer",
    "importer",
    "consignee",
    "invoice",
    "quantity",
    "blanket_period",
    "signature_date",
    "place_date",
    "authorisation_number",
    "reference_number",
    "transport_details",
)
USUAL = (
    "certifier",
    "exporter",
    "producer",
    "importer",
    "description",
    "hs_code",
    "criterion",
    "blanket_period",
    "signature_date",
)
PAPER = {"importers_knowledge": 1, "certification": 2, "statement_on_origin": 2, "origin_declaration": 2}
FOURTH = 4


def proofs_for(found: Determined, given: Given) -> tuple[Proof, ...]:
    """Give the proofs that may be used for a consignment of this value."""
    entries = found.scheme.provisions.proofs if found.scheme.provisions else ()
    kept = []
    for entry in entries:
        amount = entry.amount
        if amount is not None and given.shipment is not None and given.currency == amount.currency:
            above = given.shipment > amount.amount
            if (entry.limit == "up_to" and above) or (entry.limit == "above" and not above):
                continue
        kept.append(entry)
    return tuple(kept)


def effort_of(found: Determined, given: Given) -> dict[str, Any]:
    """Say how much paperwork a claim is: 0 none, 1 little, 2 one's own declaration, 3 an authority's, 4 unknown."""
    if waived(found.scheme, given).answer.verdict is MET:
        return {"level": "0", "text": plain("determination.effort.0"), "proof": None}
    entries = proofs_for(found, given)
    if not entries:
        return {"level": str(FOURTH), "text": plain("determination.effort.4"), "proof": None}
    best = min(entries, key=lambda entry: PAPER.get(entry.type, 3))
    level = PAPER.get(best.type, 3)
    return {
        "level": str(level),
        "text": plain(f"determination.effort.{level}"),
        "proof": plain(f"provisions.proof.{best.type}"),
    }


def proof_json(found: Determined, given: Given, who: Mapping[str, str]) -> dict[str, Any]:
    """Write which proof, how long it holds, whether one is needed, and what must stand in it."""
    scheme = found.scheme
    entries = proofs_for(found, given)
    years, counted, stated = records_of(scheme)
    elements = next((entry.elements for entry in entries if entry.elements), None)
    return {
        "kinds": [
            {
                "id": entry.id,
                "type": entry.type,
                "text": plain(f"provisions.proof.{entry.type}"),
                "issued_by": [plain(f"provisions.issuer.{word}") for word in entry.issued_by or ()],
                "validity": _months("validity", entry.validity_months),
                "blanket": _months("blanket", entry.blanket_months),
                "limit": _limit(entry),
                "citation": citation_json(scheme, entry.stated.citation, entry.stated.status),
            }
            for entry in entries
        ],
        "known": "yes" if entries else "no",
        "waiver": step_json(scheme, waived(scheme, given), given.currency),
        "records": plain("determination.proof.records", years={"number": str(years)})
        if years
        else plain("determination.proof.records_unknown"),
        "records_from": plain(f"provisions.counted_from.{counted}") if counted else None,
        "records_citation": citation_json(scheme, stated.citation, stated.status) if stated else None,
        "retain_until": _years_after(scheme.on.isoformat(), years) if years else "",
        "usual": "no" if elements else "yes",
        "elements": [
            {
                "id": word,
                "label": plain(f"provisions.element.{word}"),
                **_filled(word, found, given, who),
            }
            for word in elements or USUAL
        ],
    }


def _months(kind: str, months: int | None) -> dict[str, Any] | None:
    if months is None:
        return None
    if months == 0:
        return plain(f"determination.proof.{kind}_none")
    return plain(f"determination.proof.{kind}", months={"number": str(months)})


def _limit(entry: Proof) -> dict[str, Any] | None:
    if entry.amount is None or entry.limit not in ("up_to", "above"):
        return None
    amount = {"number": text_from_millionths(entry.amount.amount)}
    return plain(f"determination.proof.{entry.limit}", amount=amount, currency=entry.amount.currency)


def _years_after(day: str, years: int) -> str:
    year, month, rest = day.split("-")
    if (month, rest) == ("02", "29"):
        rest = "28"
    return f"{int(year) + years}-{month}-{rest}"


def _filled(word: str, found: Determined, given: Given, who: Mapping[str, str]) -> dict[str, Any]:
    """Fill in what is known: ``value`` is text as it is, ``say`` a sentence in the reader's language."""
    said: dict[str, Any] | None = None
    value = who.get(word, "")
    if word == "description":
        value = value or given.name
    elif word == "hs_code":
        value = ", ".join(code.dotted for code in found.view.claim.hs) or value
    elif word == "criterion" and found.answer.verdict is MET:
        said = plain(f"determination.criterion.{found.criterion}")
    elif word == "economy_of_origin" and found.answer.verdict is not UNDETERMINED:
        said = plain(f"economies.{found.scheme.exporter}")
    elif word == "information_basis":
        said = plain("determination.proof.basis")
    return {"value": value, "say": said}
