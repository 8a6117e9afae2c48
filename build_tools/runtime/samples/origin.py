"""Samples of the origin and market tool: a product that qualifies, one that does not, open questions, files, faults."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from build_tools.runtime.samples.sample import REFUSED, Sample, sample

if TYPE_CHECKING:
    from collections.abc import Mapping

TOOL = "origin"
ON = "2026-11-22"
COFFEE = {
    "product.name": "Roasted coffee in bags",
    "product.hs": "0901.21",
    "product.price.ex_works": "8.00",
    "product.price.fob": "8.60",
    "product.net_weight": "1",
    "product.weight_unit": "kg",
    "made_in": "PE",
    "inputs.0.name": "Green coffee",
    "inputs.0.hs": "0901.11",
    "inputs.0.value": "4.20",
    "inputs.0.weight": "1.2",
    "inputs.0.unit": "kg",
    "inputs.0.origin": "PE",
    "inputs.0.originating": "yes",
    "inputs.1.name": "Bag with valve",
    "inputs.1.hs": "3923.29",
    "inputs.1.value": "0.30",
    "inputs.1.origin": "CN",
    "shipment.value": "10000",
}
SHIRT = {
    "product.name": "T-shirt",
    "product.hs": "6109.10",
    "product.price.ex_works": "5",
    "product.price.fob": "5.5",
    "product.net_weight": "180",
    "product.weight_unit": "g",
    "made_in": "PE",
    "inputs.0.name": "Knitted cotton fabric",
    "inputs.0.hs": "6006.22",
    "inputs.0.value": "2",
    "inputs.0.weight": "175",
    "inputs.0.unit": "g",
    "inputs.0.origin": "CN",
    "inputs.1.name": "Label",
    "inputs.1.made_in_house": "yes",
    "inputs.1.hs": "5807.10",
    "inputs.1.value": "0.1",
    "inputs.1.inputs.0.name": "Yarn",
    "inputs.1.inputs.0.hs": "5205.11",
    "inputs.1.inputs.0.origin": "unknown",
}
CHIP = {
    "product.name": "Printed circuit assembly",
    "product.hs": "8537.10",
    "product.price.fob": "100",
    "made_in": "MX",
    "inputs.0.name": "Bare board",
    "inputs.0.hs": "8534.00",
    "inputs.0.value": "62",
    "inputs.0.origin": "CN",
}
FAULTY = {"product.hs": "77", "made_in": "Peru", "inputs.0.value": "-3", "inputs.0.weight": "1", "other": "x"}
PRODUCTS = (COFFEE, SHIRT, CHIP)
FIXED = ("agreements", "correlation")


def samples(shards: Mapping[str, bytes], language: str) -> list[Sample]:
    """One request for each way a call can end."""
    if "agreements" not in shards or not json.loads(shards["agreements"])["agreements"]:
        return []
    dossier = {
        "format": "puente.origin-dossier",
        "version": 1,
        "engine_version": "0",
        "data_version": "0",
        "on": ON,
        "agreement": "us-peru",
        "importer": "US",
        "answers": COFFEE,
        "who": {},
        "result": {"verdict": "not_met"},
        "hash": "0",
    }
    made = [
        sample(TOOL, "origin.form", {"on": ON}, "", language, needs=("agreements",)),
        sample(TOOL, "origin.open", {"text": "name,hs,value\nyarn,5205.11,1"}, "", language),
        sample(TOOL, "origin.open", {"text": json.dumps(dossier)}, "", language),
        sample(TOOL, "origin.open", {"text": "{"}, REFUSED, language),
        sample(TOOL, "origin.rerun", {"text": json.dumps(dossier)}, "", language, needs=_needs(shards, "09")),
        sample(TOOL, "origin.rerun", {"text": "{"}, REFUSED, language, needs=("agreements",)),
        sample(
            TOOL,
            "origin.markets",
            {"answers": FAULTY, "on": "soon"},
            REFUSED,
            language,
            needs=("agreements",),
        ),
        sample(
            TOOL,
            "origin.batch",
            {"text": "client,product,hs,made in\na,coffee,0901.21,PE\nb,x,99,??", "on": ON},
            "",
            language,
            needs=_needs(shards, "09"),
        ),
    ]
    for answers, agreement in zip(PRODUCTS, ("us-peru", "us-peru", "cptpp"), strict=True):
        chapters = {answers["product.hs"][:2]} | ({"58"} if answers is SHIRT else set())
        needs = _needs(shards, *sorted(chapters))
        request: dict[str, Any] = {"answers": answers, "on": ON}
        made.append(sample(TOOL, "origin.markets", request, "", language, needs=needs))
        named = {**request, "agreement": agreement}
        made.extend(
            sample(TOOL, call, named, "", language, needs=needs)
            for call in ("origin.determine", "origin.advise", "origin.dossier")
        )
    return made


def _needs(shards: Mapping[str, bytes], *chapters: str) -> tuple[str, ...]:
    """Name the shards of some chapters that are there, with those every answer takes."""
    wanted = [f"{kind}/{chapter}" for chapter in chapters for kind in ("rules", "tariffs")]
    return tuple(name for name in (*FIXED, *wanted) if name in shards)
