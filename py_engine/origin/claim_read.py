"""Reads what an exporter says about a product, and refuses what contradicts itself; unknown is an answer everywhere.

A fact that is left out, ``null`` or "unknown" is unknown. Amounts are texts; yes and no are "true" and "false".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from py_engine.errors import EngineError, shown
from py_engine.hs import EDITION, EDITIONS, HSCode
from py_engine.origin import vocabulary as v
from py_engine.origin.claim import NONE_OF_THESE, Claim, Material
from py_engine.reading import day_from_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from py_engine.reading import Reader

__all__ = ["CLAIM_FIELDS", "MATERIAL_FIELDS", "read_claim"]

EXAMPLE = '{"product": "6105.10", "prices": {"ex_works": "100"}, "materials": []}'
EXAMPLE_MATERIAL = '{"name": "yarn", "hs": "5205.21", "value": "30", "originating": "false"}'
UNKNOWN = "unknown"
CLAIM_FIELDS = tuple(
    "product edition scheme prices costs amounts kinds obtained processes facts materials economy on".split()  # noqa: SIM905  reads better
)
MATERIAL_FIELDS = tuple(
    "name hs value deductions amounts originating wholly_obtained economy kinds processes made_from".split()  # noqa: SIM905
)
PRICES = v.BASES[:5]
COSTS = ("total", *v.NET_COST_EXCLUSIONS, "direct")
MEASURES = v.MEASURES[1:]
DEEPEST = 8  # inputs of inputs of inputs


def read_claim(source: Reader) -> Claim:
    """Read a claim; faults are remembered."""
    for _ in source.fields(example=EXAMPLE, only=CLAIM_FIELDS):
        pass
    edition = _text(source.at("edition"), EDITION) or EDITION
    if edition not in EDITIONS:
        source.at("edition").refuse("engine.hs.edition", expected=", ".join(EDITIONS), example=EDITION)
        edition = EDITION
    scheme = _text(source.at("scheme"), "hts-us")

    def codes(entry: Reader) -> tuple[HSCode, ...]:
        return _codes(entry, edition, scheme)

    claim = Claim(
        hs=codes(source.at("product")),
        prices=_amounts(source.at("prices"), PRICES, above_zero=True),
        costs=_amounts(source.at("costs"), COSTS),
        amounts=_amounts(source.at("amounts"), MEASURES, above_zero=True),
        kinds=_yes_or_no(source.at("kinds")),
        obtained=_obtained(source.at("obtained")),
        processes=_processes(source.at("processes")),
        facts=_facts(source.at("facts")),
        materials=_materials(source.at("materials"), codes, DEEPEST),
        economy=_text(source.at("economy"), "PE"),
        on=_day(source.at("on")),
    )
    _costs_agree(source, claim)
    return claim


def _said(source: Reader) -> bool:
    return source.present and source.value is not None and source.value != UNKNOWN


def _text(source: Reader, example: str) -> str:
    return source.text(example=example) if _said(source) else ""


def _day(source: Reader) -> str:
    text = _text(source, "2026-11-21")
    try:
        return day_from_text(text).isoformat() if text else ""
    except ValueError:
        source.refuse("engine.value.day", example="2026-11-21")
        return ""


def _codes(source: Reader, edition: str, scheme: str) -> tuple[HSCode, ...]:
    if not _said(source):
        return ()
    entries = list(source.items(example='["0901.21"]')) if isinstance(source.value, list) else [source]
    found = []
    for entry in entries:
        text = entry.text(example="0901.21")
        try:
            if text:
                found.append(HSCode.parse(text, edition=edition, path=entry.path, scheme=scheme))
        except EngineError as error:
            source.refusals.found.extend(error.refusals)
    return tuple(dict.fromkeys(found))


def _amount(source: Reader, *, above_zero: bool = False) -> int | None:
    if not _said(source):
        return None
    found = source.millionths(example="2.50")
    if above_zero and found == 0 and isinstance(source.value, str) and not source.value.strip("0."):
        source.refuse("origin.claim.zero", example="2.50")
    return found


def _amounts(source: Reader, names: tuple[str, ...], *, above_zero: bool = False) -> Mapping[str, int]:
    if not _said(source):
        return {}
    found = {}
    for name, entry in source.fields(example=f'{{"{names[0]}": "2.50"}}', only=names):
        amount = _amount(entry, above_zero=above_zero)
        if amount is not None:
            found[name] = amount
    return found


def _truth(source: Reader) -> bool | None:
    if not _said(source):
        return None
    text = source.text(example="true")
    if text not in ("true", "false", ""):
        source.refuse("origin.notation.word", expected="true, false, unknown")
    return text == "true"


def _yes_or_no(source: Reader) -> Mapping[str, bool]:
    if not _said(source):
        return {}
    read = {name: _truth(entry) for name, entry in source.fields(example='{"of-cotton": "true"}')}
    return {name: fact for name, fact in read.items() if fact is not None}


def _processes(source: Reader) -> Mapping[str, bool]:
    """Read which operations are done; one that is done to stated goods is done."""
    found = _yes_or_no(source)
    for name in found:
        step, bracket, _ = name.partition("[")
        if step.partition(":")[0] not in v.PROCESSES:
            source.refusals.add(
                f"{source.path}.{name}", "origin.claim.process", value=shown(name), example="weaving"
            )
        if bracket and found[name] and found.get(step) is False:
            source.refusals.add(
                f"{source.path}.{name}", "origin.claim.contradicts", value=shown(name), other=step
            )
    return found


def _facts(source: Reader) -> Mapping[str, bool | int]:
    if not _said(source):
        return {}
    found: dict[str, bool | int] = {}
    for name, entry in source.fields(example='{"single-fruit": "true"}'):
        fact = _truth(entry) if entry.value in ("true", "false") else _amount(entry)
        if fact is not None:
            found[name] = fact
    return found


def _obtained(source: Reader) -> str | None:
    if not _said(source):
        return None
    text = source.text(example="plant")
    if text and text not in (*v.WAYS, NONE_OF_THESE):
        source.refuse("origin.notation.word", expected=", ".join((*v.WAYS, NONE_OF_THESE, UNKNOWN)))
    return text


def _materials(
    source: Reader, codes: Callable[[Reader], tuple[HSCode, ...]], depth: int
) -> tuple[Material, ...] | None:
    if not _said(source):
        return None
    if depth == 0:
        source.refusals.add(source.path, "origin.claim.deep", value=str(DEEPEST))
        return None
    found = source.items(example=f"[{EXAMPLE_MATERIAL}]")
    return tuple(_material(item, codes, depth) for item in found)


def _material(source: Reader, codes: Callable[[Reader], tuple[HSCode, ...]], depth: int) -> Material:
    for _ in source.fields(example=EXAMPLE_MATERIAL, only=MATERIAL_FIELDS):
        pass
    deductions = source.at("deductions")
    material = Material(
        name=_text(source.at("name"), "yarn"),
        hs=codes(source.at("hs")),
        value=_amount(source.at("value")),
        deductions=_amounts(deductions, v.DEDUCTIONS) if _said(deductions) else None,
        amounts=_amounts(source.at("amounts"), MEASURES),
        originating=_truth(source.at("originating")),
        wholly_obtained=_truth(source.at("wholly_obtained")),
        economy=_text(source.at("economy"), "CL"),
        kinds=_yes_or_no(source.at("kinds")),
        processes=_processes(source.at("processes")),
        made_from=_materials(source.at("made_from"), codes, depth - 1),
    )
    if material.wholly_obtained and material.originating is False:
        _contradicts(source.at("originating"), "wholly_obtained")
    if material.value is not None and sum((material.deductions or {}).values()) > material.value:
        _contradicts(deductions, "value")
    return material


def _costs_agree(source: Reader, claim: Claim) -> None:
    """Refuse costs that contradict one another or the net cost, so that no fact can reverse another."""
    costs = claim.costs
    excluded = sum(costs.get(name, 0) for name in v.NET_COST_EXCLUSIONS)
    if "net_cost" in claim.prices and "total" in costs:
        _contradicts(source.at("prices").at("net_cost"), "costs.total")
    if "total" in costs and excluded > costs["total"]:
        _contradicts(source.at("costs").at("total"), ", ".join(v.NET_COST_EXCLUSIONS))


def _contradicts(source: Reader, other: Any) -> None:
    source.refuse("origin.claim.contradicts", other=other)
