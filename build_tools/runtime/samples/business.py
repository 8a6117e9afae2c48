"""Samples of the tools of the business and of the plan: forms, answers of every sort, saved files, refusals."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from build_tools.runtime.samples.sample import NOWHERE, ON, REFUSED, Sample, sample

if TYPE_CHECKING:
    from collections.abc import Mapping

RESULT = "business/result"
# The name of the calls -> the id of the tool's page, answers that reach every part of its report.
TOOLS: dict[str, tuple[str, tuple[dict[str, str], ...]]] = {
    "price": (
        "price-margin",
        (
            {
                "name": "x",
                "currency": "USD",
                "batch": "4",
                "material.0.name": "a",
                "material.0.amount": "10,5",
                "hours": "1",
                "wage": "2",
                "fixed": "30",
                "units": "8",
                "margin": "30",
                "fee": "5",
                "tax": "18",
                "price": "9",
            },
            {"batch": "1", "material.0.amount": "9", "fixed": "1", "units": "1", "price": "3", "step": "one"},
        ),
    ),
    "ladder": (
        "export-price",
        (
            {"units": "10", "price": "5", "freight": "9", "insurance": "0.5", "duty": "6", "tax": "10"},
            {
                "units": "10",
                "price": "2",
                "direction": "down",
                "transport": "any",
                "base": "fob",
                "importer": "9",
            },
        ),
    ),
    "cash": (
        "cash-flow",
        (
            {"opening": "10", "in.0.amount": "5", "out.0.amount": "9", "out.0.every": "each"},
            {
                "opening": "10.5",
                "in.0.amount": "5",
                "unit": "month",
                "late": "1",
                "less": "5",
                "cushion": "99",
            },
        ),
    ),
    "catalogue": (
        "catalogue",
        (
            {"name": "a", "message": "+51987654321", "product.0.name": "b", "product.0.price": "9"},
            {
                "name": "a",
                "place": "b",
                "mail": "a@example.org",
                "phone": "012345678",
                "web": "https://example.org/" + "a" * 150,
                "code": "web",
                "until": "2026-01-31",
                "product.0.name": "c",
                "product.0.unit": "kg",
                "product.1.name": "d",
                "product.1.price": "2",
                "product.1.unit": "kg",
            },
        ),
    ),
    "customers": (
        "customers",
        (
            {
                "customer.0.name": "a",
                "customer.0.phone": "+51987654321",
                "customer.0.mail": "a@example.org",
                "customer.0.offers": "no",
                "customer.0.last": "2026-10-01",
                "customer.0.next": "b",
                "customer.0.day": "2026-11-01",
                "customer.0.tags": "x, y",
                "customer.1.name": "c",
                "customer.2.name": "d",
                "customer.2.day": "2026-11-21",
                "contacts": "name,phone\nx,012345678\na,\n,\n",
            },
            {"contacts": "BEGIN:VCARD\nN:b;a;;;\nTEL;ENCODING=QUOTED-PRINTABLE:=31=32=33=34=35\nEND:VCARD"},
        ),
    ),
    "quotation": (
        "quotation",
        (
            {"seller": "a", "buyer": "b", "item.0.name": "c", "item.0.amount": "2", "item.0.price": "3"},
            {
                "seller": "a",
                "buyer": "b",
                "item.0.name": "c",
                "item.0.amount": "2",
                "item.0.price": "3",
                "kind": "invoice",
                "discount": "5",
                "tax": "18",
                "deposit": "30",
                "payment": "d",
            },
        ),
    ),
    "splitter": (
        "order-splitter",
        (
            {
                "amount": "5",
                "member.0.name": "a",
                "member.0.has": "4",
                "member.1.name": "b",
                "member.1.has": "2",
            },
            {
                "amount": "9",
                "rule": "equal",
                "member.0.name": "a",
                "member.0.has": "4",
                "price": "2",
                "costs": "99",
                "fund": "4",
            },
        ),
    ),
    "safety": (
        "safety-checklist",
        (
            {"copies": "done", "copies-day": "2026-10-01", "own": "done", "find": "not_for_us"},
            {"lock": "done"},
        ),
    ),
}


def samples(shards: Mapping[str, bytes], language: str) -> list[Sample]:
    """Requests that reach every part of every tool; none where there are no tools."""
    made: list[Sample] = []
    for name, (tool, answers) in TOOLS.items():
        if "tools" in shards:
            made += _tool(name, tool, answers, language, ())
    if "plan" in shards and "diagnostic" in shards:
        made += _tool("plan", "plan", tuple(_plans(json.loads(shards["diagnostic"]))), language, ("plan",))
    return made


def _plans(shard: Any) -> list[dict[str, str]]:
    questions = [
        question for dimension in shard["questionnaire"]["dimensions"] for question in dimension["questions"]
    ]
    worst = {question["id"]: question["options"][0]["id"] for question in questions}
    unknown = {question["id"]: "unknown" for question in questions[::2]}
    kept = [json.dumps({"format": "puente.diagnosis", "answers": each}) for each in (worst, unknown)]
    return [
        {},
        {"diagnosis": kept[0], "hours": "2", "exports": "yes", "side-customers": "yes"},
        {"diagnosis": kept[1], "done-test-backup": "yes", "begin": "2026-12-01"},
    ]


def _tool(
    name: str, tool: str, answers: tuple[dict[str, str], ...], language: str, shards: tuple[str, ...]
) -> list[Sample]:
    def asked(call: str, request: Any, view: str, where: str = tool) -> Sample:
        needs = ("diagnostic", *shards) if call == "plan.answer" else shards
        return sample(where, call, request, view, language, needs=needs)

    saved = {"format": f"puente.{name}", "version": 1, "answers": {**answers[-1], "gone": "x"}, "on": ON}
    return [
        asked(f"{name}.form", {"on": ON}, "business/form", NOWHERE),
        *(asked(f"{name}.answer", {"answers": each, "on": ON}, RESULT) for each in answers),
        asked(f"{name}.answer", {"answers": {"gone": "x"}, "on": ON}, REFUSED),
        asked(f"{name}.answer", [], REFUSED),
        asked(f"{name}.open", {"text": json.dumps(saved)}, "shared/opened"),
        asked(f"{name}.open", {"text": "not a file of ours"}, REFUSED),
    ]
