"""The questions whose answers would decide, most useful first, each with the field of the form it fills."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from py_engine.origin import vocabulary as v
from py_engine.origin.claim import NONE_OF_THESE
from py_engine.origin.told import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from py_engine.origin.determine import Determined
    from py_engine.origin.given import Given, GivenInput

__all__ = ["asked", "merged", "weights"]

YES_NO = ("yes", "no", "unknown")
PLAIN_YES_NO = (
    "route.direct",
    "route.customs_control",
    "route.worked_on",
    "route.documents",
    "claim.minimal_only",
    "claim.outside",
    "claim.drawback",
)
# Easier questions come first among equally useful ones.
EASE = ("economy", "yes_no", "choice", "code", "amount", "percent", "text")


def weights(found: Determined) -> dict[str, int]:
    """Count for each field how many open parts of the determination wait for it."""
    counts = dict.fromkeys(found.answer.asks, 1)
    for way in found.ways:
        for field in way.answer.asks:
            if field in counts:
                counts[field] += 1
    for row in found.rows:
        for field in row.answer.asks:
            if field in counts:
                counts[field] += 1
    return counts


def merged(pairs: Iterable[tuple[Determined, Mapping[str, int]]], given: Given) -> list[dict[str, Any]]:
    """Put the questions of several agreements together; one that helps in more of them comes first."""
    questions: dict[str, dict[str, Any]] = {}
    counts: dict[str, int] = {}
    for found, waiting in pairs:
        for waited, count in waiting.items():
            field = first_of(waited, given)
            if field not in questions:
                questions[field] = asked(field, found, given)
            named = questions[field]["agreements"]
            if found.scheme.agreement.id not in named:
                named.append(found.scheme.agreement.id)
            counts[field] = counts.get(field, 0) + count
    ordered = sorted(
        questions.values(),
        key=lambda one: (
            -len(one["agreements"]),
            -counts[one["field"]],
            EASE.index(one["kind"]),
            one["field"],
        ),
    )
    return [{**one, "decides": str(counts[one["field"]])} for one in ordered]


def first_of(field: str, given: Given) -> str:
    """Name the field to ask for first: where an input comes from, before whether it originates there."""
    path, rest = _inside(field)
    one = _input(given, path) if rest in ("originating", "wholly_obtained") else None
    return f"{path}.origin" if one and not one.economy and not one.in_house else field


def asked(field: str, found: Determined, given: Given) -> dict[str, Any]:
    """Ask for one field."""
    made = _question(field, found, given)
    return {"field": field, "help": None, "options": [], "decides": "1", "agreements": [], **made}


def _yes_no(text: dict[str, Any]) -> dict[str, Any]:
    options = [{"value": word, "text": plain(f"determination.option.{word}")} for word in YES_NO]
    return {"kind": "yes_no", "text": text, "options": options}


def _inside(field: str) -> tuple[str, str]:
    """Cut the name of a field into the input it is about and what is asked of it.

    >>> _inside("inputs.0.inputs.12.kinds.thread"), _inside("facts.inputs")
    (('inputs.0.inputs.12', 'kinds.thread'), ('', 'facts.inputs'))
    """
    parts = field.split(".")
    depth = 0
    while (
        parts[depth : depth + 1] == ["inputs"] and parts[depth + 1 : depth + 2] and parts[depth + 1].isdigit()
    ):
        depth += 2
    return ".".join(parts[:depth]), ".".join(parts[depth:])


def _question(field: str, found: Determined, given: Given) -> dict[str, Any]:
    path, rest = _inside(field)
    if path and rest:
        one = _input(given, path)
        name = one.name if one and one.name else {"key": "origin.material.unnamed", "values": {}}
        return _of_input(rest, name, found, one)
    if field in PLAIN_YES_NO:
        return _yes_no(plain(f"determination.ask.{field}"))
    head, _, rest = field.partition(".")
    if head == "facts":
        return _fact(rest, found)
    if head == "kinds":
        return _yes_no(plain("determination.ask.kind", goods=_goods(rest, found)))
    if head == "processes":
        return _yes_no(
            plain("determination.ask.process", process=_process(rest, found), detail=_detail(rest))
        )
    if field == "product.obtained":
        words = (*v.WAYS, NONE_OF_THESE)
        options = [{"value": word, "text": plain(f"origin.way.{word}")} for word in words]
        return {"kind": "choice", "text": plain("determination.ask.product.obtained"), "options": options}
    if field.startswith("product.hs_"):
        codes = found.view.claim.hs
        return _codes(plain("determination.ask.older", edition=field[-4:]), codes)
    kind = "code" if field == "product.hs" else "text" if field.endswith(".name") else "amount"
    known = field in ASKED
    return {
        "kind": kind,
        "text": plain(
            f"determination.ask.{field}" if known else "determination.ask.other", **_other(field, known)
        ),
    }


ASKED = (
    "product.hs",
    "product.price.ex_works",
    "product.price.fob",
    "product.price.customs",
    "product.net_weight",
    "product.cost.total",
    "product.cost.promotion",
    "product.cost.royalties",
    "product.cost.shipping",
    "product.cost.interest",
    "product.cost.direct",
    "product.amounts.dry_weight",
    "product.amounts.volume",
    "product.amounts.alcohol",
    "product.amounts.pieces",
    "inputs.0.name",
    "shipment.value",
)


def _other(field: str, known: bool) -> dict[str, str]:
    return {} if known else {"field": field}


def _codes(text: dict[str, Any], codes: Iterable[Any]) -> dict[str, Any]:
    options = [
        {"value": code.dotted, "text": plain("determination.option.code", code=code.dotted)} for code in codes
    ]
    return {"kind": "choice", "text": text, "options": options}


def _input(given: Given, path: str) -> GivenInput | None:
    waiting = list(given.inputs or ())
    while waiting:
        one = waiting.pop()
        if one.path == path:
            return one
        if path.startswith(f"{one.path}."):
            waiting.extend(one.inputs)
    return None


def _of_input(field: str, name: Any, found: Determined, one: GivenInput | None) -> dict[str, Any]:
    head, _, rest = field.partition(".")
    if field == "origin":
        return {"kind": "economy", "text": plain("determination.ask.input.origin", input=name)}
    if field in ("originating", "wholly_obtained"):
        economy: Any = {"key": f"economies.{one.economy}"} if one and one.economy else ""
        if one and one.in_house and not one.economy:
            economy = {"key": f"economies.{found.scheme.exporter}"}
        said = plain(f"determination.ask.input.{field}", input=name, economy=economy)
        return _yes_no(said)
    if field == "certificate":
        agreement = {"key": found.scheme.agreement.name}
        return {
            "kind": "text",
            "text": plain("determination.ask.input.certificate", input=name, agreement=agreement),
        }
    if head == "kinds":
        return _yes_no(plain("determination.ask.input.kind", input=name, goods=_goods(rest, found)))
    if head == "processes":
        return _yes_no(
            plain(
                "determination.ask.input.process",
                input=name,
                process=_process(rest, found),
                detail=_detail(rest),
            )
        )
    if field.startswith("hs_"):
        codes = next((seen.codes for seen in found.seen or () if one and seen.given.path == one.path), ())
        return _codes(plain("determination.ask.input.older", input=name, edition=field[-4:]), codes)
    kind = "code" if field == "hs" else "text" if field == "name" else "amount"
    word = {"hs": "hs", "value": "value", "weight": "weight", "name": "name"}.get(field)
    if head == "deductions":
        word = "deductions"
    if head == "amounts":
        return {
            "kind": kind,
            "text": plain(
                "determination.ask.input.amount", input=name, measure={"key": f"origin.measure.{rest}"}
            ),
        }
    return {"kind": kind, "text": plain(f"determination.ask.input.{word or 'name'}", input=name)}


def _goods(name: str, found: Determined) -> dict[str, str]:
    bare = name.removeprefix(f"{found.scheme.agreement.id}.")
    names = found.governing.names.goods if found.governing else f"rules.{found.scheme.agreement.id}.goods"
    return {"key": f"{names}.{bare}.name"}


def _fact(name: str, found: Determined) -> dict[str, Any]:
    agreement = found.scheme.agreement
    if name.startswith("vessel-"):
        return _yes_no(plain("determination.ask.vessel", vessel={"key": f"provisions.vessel.{name[7:]}"}))
    if name in ("elastomeric-yarn", "elastomeric-yarn-formed"):
        return _yes_no(plain(f"determination.ask.{name}"))
    bare = name.removeprefix(f"{agreement.id}.")
    if bare != name:
        entries = found.scheme.provisions.cumulation if found.scheme.provisions else ()
        if bare == "cumulation" or any(entry.id == bare for entry in entries):
            words = next((entry.conditions for entry in entries if entry.id == bare), ())
            listed = [plain(f"provisions.cumulation_condition.{word}") for word in words]
            said = plain(
                "determination.ask.cumulation" if listed else "determination.ask.cumulation_plain",
                agreement={"key": agreement.name},
                **({"conditions": {"list": listed, "joint": "and"}} if listed else {}),
            )
            return _yes_no(said)
        return _yes_no(plain("determination.ask.unread", agreement={"key": agreement.name}))
    facts = found.governing.names.facts if found.governing else f"rules.{agreement.id}.facts"
    text = plain(f"{facts}.{bare}.ask")
    unit = (found.governing.units if found.governing else {}).get(bare)
    if unit:
        return {"kind": "percent" if unit == "percent" else "amount", "text": text}
    return _yes_no(text)


def _process(name: str, found: Determined) -> dict[str, str]:
    step = name.partition("[")[0]
    kind, _, named = step.partition(":")
    return _goods(named, found) if kind == "other" else {"key": f"origin.process.{kind}"}


def _detail(name: str) -> str:
    detail = name.partition("[")[2].removesuffix("]")
    return f" ({detail})" if detail else ""
