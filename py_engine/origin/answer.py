"""The determination as it travels: steps with figures and places, inputs one by one, questions, proof, elements."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from py_engine import __version__
from py_engine.message import Message, number, reference
from py_engine.origin.answers import MET, NOT_MET, UNDETERMINED, every
from py_engine.origin.conditions import Step, conditions, step, waived
from py_engine.origin.describe import describe_plain
from py_engine.origin.describe_trade import describe_trade
from py_engine.origin.elements import elements_json
from py_engine.origin.proof import proof_json
from py_engine.origin.questions import merged, weights
from py_engine.origin.told import (
    citation_json,
    figures_json,
    finding_json,
    lines_json,
    phrase_json,
    plain,
    step_json,
)
from py_engine.quantity import text_from_millionths

if TYPE_CHECKING:
    from collections.abc import Mapping

    from py_engine.origin.determine import Determined, Judged
    from py_engine.origin.finding import Finding
    from py_engine.origin.given import Given
    from py_engine.origin.originate import Seen

__all__ = ["agreement_json", "determination", "headline", "product_json"]

HUNDRED = 100
TENTH = 100_000


def determination(
    found: Determined, given: Given, *, who: Mapping[str, str], duty: dict[str, Any] | None, data_version: str
) -> dict[str, Any]:
    """Write the whole determination of one agreement."""
    scheme = found.scheme
    needed = conditions(found, given)
    steps = [_classified(found, given), *_ways(found, given)]
    told = [step_json(scheme, one, given.currency) for one in (*steps, *needed)]
    best = found.best
    if best is not None:
        told[1:1] = [_rule_step(found, best, given)]
    questions = merged([(found, weights(found))], given)
    extra = [field for one in needed for field in one.answer.asks if field not in weights(found)]
    questions += [one for one in merged([(found, dict.fromkeys(extra, 0))], given) if extra]
    preference = every((found.answer, *(one.answer for one in needed)))
    return {
        "kind": "origin.determination",
        "engine_version": __version__,
        "data_version": data_version,
        "on": scheme.on.isoformat(),
        "agreement": agreement_json(found),
        "product": product_json(given, found),
        "verdict": found.answer.verdict.value,
        "verdict_text": plain(f"determination.verdict.{found.answer.verdict.value}"),
        "preference": preference.verdict.value,
        "headline": headline(found),
        "criterion": {"code": found.criterion, "text": plain(f"determination.criterion.{found.criterion}")}
        if found.criterion
        else None,
        "steps": told,
        "rule": _rule(found, best),
        "calculation": _calculation(best, given),
        "inputs": [_input(one, found, given) for one in found.seen or ()],
        "questions": questions,
        "proof": proof_json(found, given, who),
        "duty": duty,
        "elements": elements_json(found, given, needed, duty),
        "trace": [one["say"] for one in told],
        "warnings": [message.as_json() for message in (*given.notes, *_warnings(found))],
        "disclaimer": plain("determination.disclaimer"),
    }


def agreement_json(found: Determined) -> dict[str, Any]:
    """Write which agreement, between whom, and how far its data was checked."""
    scheme = found.scheme
    agreement = scheme.agreement
    return {
        "id": agreement.id,
        "name": plain(agreement.name),
        "importer": scheme.importer,
        "importer_name": plain(f"economies.{scheme.importer}"),
        "exporter": scheme.exporter,
        "exporter_name": plain(f"economies.{scheme.exporter}"),
        "edition": scheme.edition,
        "status": agreement.status,
        "status_text": plain(f"provisions.status.{agreement.status}"),
        "provisions_status": agreement.provisions_status,
        "in_force": scheme.since.isoformat() if scheme.since else "",
        "checked_on": agreement.checked_on,
        "official": [
            {"href": one.get("href", ""), "title": plain(one["title"])}
            for one in agreement.official
            if one.get("title")
        ],
        "notes": [plain(key) for key in agreement.notes],
    }


def product_json(given: Given, found: Determined | None = None) -> dict[str, Any]:
    """Write the product, and its code in the agreement's edition."""
    code = given.hs[0] if given.hs else None
    told: dict[str, Any] = {
        "name": given.name,
        "hs": code.digits if code else "",
        "dotted": code.dotted if code else "",
        "edition": given.edition,
        "made_in": given.made_in,
        "made_in_name": plain(f"economies.{given.made_in}"),
    }
    if found is None:
        return told
    there = found.view.claim.hs
    moved = None
    if tuple(one.digits for one in there) != tuple(one.digits for one in given.hs) and code:
        key = "several" if len(there) > 1 else "one" if there else "none"
        values = {"code": code.dotted, "from": given.edition, "to": found.scheme.edition}
        if there:
            values["codes"] = ", ".join(one.dotted for one in there)
        moved = plain(f"origin.editions.{key}", **values)
    return {**told, "there": [one.dotted for one in there], "moved": moved}


def headline(found: Determined) -> dict[str, Any]:
    """Say the result in one sentence."""
    values: dict[str, Any] = {"agreement": {"key": found.scheme.agreement.name}}
    verdict = found.answer.verdict
    if verdict is MET:
        values["criterion"] = {"key": f"determination.criterion.{found.criterion}"}
        return plain("determination.headline.met", **values)
    if verdict is NOT_MET:
        return plain("determination.headline.not_met", **values)
    return plain(
        "determination.headline.open" if found.answer.asks else "determination.headline.no_rule", **values
    )


def _classified(found: Determined, given: Given) -> Step:
    there = found.view.claim.hs
    values = {
        "code": given.hs[0].dotted if given.hs else "",
        "codes": ", ".join(one.dotted for one in there),
        "edition": found.scheme.edition,
    }
    said = "same" if tuple(one.digits for one in there) == tuple(one.digits for one in given.hs) else "moved"
    if not there:
        said = "none"
    one = step("classified", "O3", found.answer, said, values=values)
    certain = MET if len(there) == 1 else UNDETERMINED
    return one._replace(answer=one.answer._replace(verdict=certain, asks=()))


def _ways(found: Determined, given: Given) -> list[Step]:
    steps = [
        step("obtained", "O5", found.ways[0].answer),
        step("exclusively", "O7", found.ways[1].answer),
    ]
    if found.minimal_entry is not None:
        steps.append(step("minimal", "O36", found.minimal, stated=found.minimal_entry.stated))
    for one in found.seen or ():
        if one.cumulation is not None and one.originating.verdict is MET:
            values = {"input": _name(one), "economy": reference(f"economies.{one.given.economy}")}
            steps.append(
                step(
                    "cumulation",
                    {"diagonal": "O26", "full": "O27", "extended": "O28"}.get(one.cumulation.type, "O25"),
                    one.originating,
                    one.cumulation.type,
                    values=values,
                    stated=one.cumulation.stated,
                )
            )
        if one.opens:
            values = {"input": _name(one)}
            absorbed = found.scheme.provisions.absorption if found.scheme.provisions else ()
            stated = absorbed[0].stated if absorbed else None
            steps.append(step("absorption", "O29", one.originating, values=values, stated=stated))
    if given.is_set and found.set_rule is not None:
        share = text_from_millionths(found.set_rule.at_most or 0)
        steps.append(
            step(
                "set",
                "O35",
                found.ways[2].answer,
                values={"share": number(share)},
                stated=found.set_rule.stated,
            )
        )
    steps.extend(
        step("quota", "O53", one.answer, values={"quota": one.row.quota}) for one in found.quota_rows
    )
    steps.append(waived(found.scheme, given))
    return steps


def _name(one: Seen) -> Any:
    return one.given.name or reference("origin.material.unnamed")


def _rule_step(found: Determined, best: Judged, given: Given) -> dict[str, Any]:
    told = finding_json(found.scheme, best.finding, given.currency, best.row.status)
    return {
        **told,
        "id": "rule",
        "element": "O19",
        "verdict": best.answer.verdict.value,
        "title": plain("determination.step.rule.title"),
        "asks": list(best.answer.asks),
    }


def _rule(found: Determined, best: Judged | None) -> dict[str, Any] | None:
    if best is None or found.governing is None:
        return None
    names = found.governing.names
    return {
        "id": best.row.id,
        "words": list(lines_json(describe_plain(best.rule, names))),
        "notation": phrase_json(describe_trade(best.rule, names)),
        "covers": ", ".join(codes.text for codes in best.row.covers),
        "part": plain(f"{names.goods}.{best.row.ex.named}.name")
        if best.row.ex and best.row.ex.named
        else None,
        "citation": citation_json(found.scheme, best.row.citation, best.row.status),
        "status": best.row.status,
        "status_text": plain(f"origin.status.{best.row.status}"),
        "others": str(len(found.rows) - 1),
    }


def _calculation(best: Judged | None, given: Given) -> list[dict[str, Any]]:
    """List the figures of every share that was computed, in the order of the rule."""
    if best is None:
        return []
    lines: list[dict[str, Any]] = []
    waiting: list[Finding] = [best.finding]
    while waiting:
        node = waiting.pop(0)
        if node.figures and node.rule in ("regional_value_content", "limit", "set", "change_of"):
            told = figures_json(node.figures, node.message, given.currency)
            lines.extend(
                {"label": one["name"], "value": one["value"], "unit": one["unit"], "note": None}
                for one in told
            )
            lines[-1]["note"] = node.message.as_json()
        waiting[:0] = list(node.parts)
    return lines


def _input(one: Seen, found: Determined, given: Given) -> dict[str, Any]:
    """Write one input as the agreement sees it."""
    status = "unknown"
    if one.treated != "material":
        status = "set_aside"
    elif one.originating.verdict is not UNDETERMINED:
        status = "originating" if one.originating.verdict is MET else "non_originating"
    if one.opens and status != "originating":
        status = "intermediate"
    changed, said = _changed(one, found)
    price = given.prices.get("fob") or given.prices.get("ex_works")
    value = one.given.value
    return {
        "path": one.given.path,
        "name": one.given.name,
        "dotted": one.given.hs[0].dotted if one.given.hs else "",
        "there": [code.dotted for code in one.codes],
        "value": "" if value is None else text_from_millionths(value),
        "share": ""
        if value is None or not price
        else text_from_millionths(value * HUNDRED * 1_000_000 // price // TENTH * TENTH),
        "economy": one.given.economy,
        "status": status,
        "status_text": plain(f"determination.input.{status}"),
        "changed": changed,
        "say": said or plain(f"determination.input.{status}"),
        "parts": [_input(part, found, given) for part in one.parts],
    }


def _changed(one: Seen, found: Determined) -> tuple[str, dict[str, Any] | None]:
    """Find what the first change of classification said about an input."""
    best = found.best
    waiting = [best.finding] if best else []
    while waiting and best:
        node = waiting.pop(0)
        if node.rule == "change_of" and len(node.parts) == len(best.view.seen):
            at = next(
                (place for place, seen in enumerate(best.view.seen) if seen.given.path == one.given.path),
                None,
            )
            if at is not None:
                part = node.parts[at]
                return part.verdict.value, part.message.as_json()
            return "", None
        waiting[:0] = list(node.parts)
    return "", None


def _warnings(found: Determined) -> list[Message]:
    scheme = found.scheme
    warnings = []
    name = reference(scheme.agreement.name)
    if scheme.provisions is None:
        warnings.append(Message("determination.warning.no_provisions", {"agreement": name}))
    elif scheme.agreement.provisions_status == "read-once":
        warnings.append(Message("determination.warning.read_once", {"agreement": name}))
    if not found.rows:
        warnings.append(Message("determination.warning.no_rule", {"agreement": name}))
    if scheme.agreement.rules_from and scheme.on < scheme.agreement.rules_from:
        day = {"date": scheme.agreement.rules_from.isoformat()}
        warnings.append(Message("determination.warning.earlier", {"agreement": name, "date": day}))
    return warnings
