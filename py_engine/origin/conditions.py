"""What a claim needs beside a product that originates: that the agreement holds, the route, no duty paid back, proof.

Each condition is a step with its own answer. What nobody has entered yet is undetermined and says which field to fill.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from py_engine.message import Message, number, reference
from py_engine.origin.answers import MET, NO, NOT_MET, UNDETERMINED, YES, Answer, every, known, opposite
from py_engine.origin.rules import Citation
from py_engine.quantity import text_from_millionths

if TYPE_CHECKING:
    from collections.abc import Mapping

    from py_engine.message import Value
    from py_engine.origin.determine import Determined
    from py_engine.origin.given import Given
    from py_engine.origin.scheme import Scheme

__all__ = ["Step", "conditions", "records_of", "step", "waived"]

WORDS = {MET: "met", NOT_MET: "not_met", UNDETERMINED: "open"}


class Step(NamedTuple):
    """One thing that was looked at: an element of the determination, its answer, why, and where it stands."""

    id: str
    element: str
    answer: Answer
    say: Message
    citation: Citation = Citation()
    status: str = ""
    figures: tuple[tuple[str, str], ...] = ()


def step(
    name: str,
    element: str,
    answer: Answer,
    said: str = "",
    *,
    values: Mapping[str, Value] | None = None,
    stated: Any = None,
    figures: tuple[tuple[str, str], ...] = (),
) -> Step:
    """Put a step together; unless something special is said, its name and verdict make the sentence."""
    message = Message(f"determination.step.{name}.{said or WORDS[answer.verdict]}", values or {})
    citation = stated.citation if stated is not None else Citation()
    status = stated.status if stated is not None else ""
    return Step(name, element, answer, message, citation, status, figures)


def conditions(found: Determined, given: Given) -> tuple[Step, ...]:
    """Judge everything a claim needs beside the product's origin."""
    scheme = found.scheme
    return (
        _in_force(scheme),
        _route(scheme, given),
        _territory(scheme, given),
        _drawback(found, given),
        _invoice(scheme, given),
    )


def _silent(scheme: Scheme, kind: str) -> Answer | None:
    """What a provision that is not in the data says: nothing is in the way, or nobody has read it."""
    provisions = scheme.provisions
    if provisions is None or kind in provisions.unknown:
        return Answer(UNDETERMINED)
    return YES if not getattr(provisions, kind) else None


def _in_force(scheme: Scheme) -> Step:
    values: dict[str, Value] = {"agreement": reference(scheme.agreement.name)}
    if scheme.since is not None:
        values["date"] = {"date": scheme.since.isoformat()}
    answer = Answer(scheme.in_force)
    said = "since" if answer.verdict is MET and scheme.since is not None else ""
    party = scheme.agreement.party(scheme.importer)
    return step("in_force", "O1", answer, said, values=values, stated=party)


def _route(scheme: Scheme, given: Given) -> Step:
    """Judge the journey: straight there, or through others under customs control and untouched."""
    route = given.route
    silent = _silent(scheme, "transport")
    if route.direct:
        entry = scheme.provisions.transport[0] if scheme.provisions and scheme.provisions.transport else None
        return step("route", "O41", YES, "direct", stated=entry.stated if entry else None)
    if silent is not None:
        said = "unknown" if silent.verdict is UNDETERMINED else "none"
        return step("route", "O41", silent, said)
    entry = scheme.provisions.transport[0] if scheme.provisions else None
    if entry is None:
        return step("route", "O41", Answer(UNDETERMINED), "unknown")
    if route.direct is None:
        return step("route", "O41", Answer(UNDETERMINED, ("route.direct",)), stated=entry.stated)
    parts = [opposite(known(route.worked_on, "route.worked_on"))]
    if entry.customs_control is not False:
        parts.append(known(route.customs_control, "route.customs_control"))
    if entry.evidence and entry.evidence_when == "always":
        parts.append(known(route.documents, "route.documents"))
    answer = every(parts)
    said = {MET: "transit", NOT_MET: "broken", UNDETERMINED: "transit_open"}[answer.verdict]
    return step("route", "O41", answer, said, stated=entry.stated)


def _territory(scheme: Scheme, given: Given) -> Step:
    """Judge whether production was interrupted by work outside the area."""
    entries = scheme.provisions.territoriality if scheme.provisions else ()
    entry = entries[0] if entries else None
    stated = entry.stated if entry else None
    if given.outside is False:
        return step("territory", "O40", YES, stated=stated)
    if given.outside is None:
        return step("territory", "O40", Answer(UNDETERMINED, ("claim.outside",)), stated=stated)
    if entry is not None and entry.outward_at_most is not None:
        share = text_from_millionths(entry.outward_at_most)
        return step(
            "territory",
            "O40",
            Answer(UNDETERMINED),
            "limited",
            values={"share": number(share)},
            stated=stated,
        )
    silent = _silent(scheme, "territoriality")
    if silent is not None and silent.verdict is UNDETERMINED:
        return step("territory", "O40", silent, "unknown")
    return step("territory", "O40", NO, stated=stated)


def _drawback(found: Determined, given: Given) -> Step:
    """Judge whether duty on foreign inputs is paid back where the agreement forbids it."""
    scheme = found.scheme
    entries = scheme.provisions.drawback if scheme.provisions else ()
    entry = next((one for one in entries if one.prohibited), None)
    stated = entry.stated if entry else (entries[0].stated if entries else None)
    foreign = any(one.originating.verdict is not MET for one in found.seen or ()) or found.seen is None
    if given.drawback is False or (found.seen and not foreign):
        return step("drawback", "O51", YES, "not_used", stated=stated)
    silent = _silent(scheme, "drawback")
    if silent is not None:
        return step("drawback", "O51", silent, "unknown" if silent.verdict is UNDETERMINED else "allowed")
    if entry is None:
        return step("drawback", "O51", YES, "allowed", stated=stated)
    used = opposite(known(given.drawback, "claim.drawback"))
    return step("drawback", "O51", used, stated=stated)


def _invoice(scheme: Scheme, given: Given) -> Step:
    """Judge an invoice from an economy outside the agreement."""
    entries = scheme.provisions.third_party_invoice if scheme.provisions else ()
    entry = entries[0] if entries else None
    stated = entry.stated if entry else None
    if given.invoiced_from in ("", scheme.exporter):
        return step("invoice", "O50", YES, "own", stated=stated)
    allowed = entry.allowed if entry else None
    if allowed is None:
        return step("invoice", "O50", Answer(UNDETERMINED), "unknown", stated=stated)
    return step("invoice", "O50", YES if allowed else NO, stated=stated)


def waived(scheme: Scheme, given: Given) -> Step:
    """Say whether a consignment is small enough to need no proof."""
    silent = _silent(scheme, "waivers")
    if silent is not None:
        said = "unknown" if silent.verdict is UNDETERMINED else "none"
        return step("waiver", "O46", Answer(silent.verdict) if silent.verdict is UNDETERMINED else NO, said)
    entries = scheme.provisions.waivers if scheme.provisions else ()
    for entry in entries:
        if entry.of != "consignment" or entry.amount is None:
            continue
        values: dict[str, Value] = {
            "amount": number(text_from_millionths(entry.amount.amount)),
            "currency": entry.amount.currency,
        }
        if given.shipment is None:
            answer = Answer(UNDETERMINED, ("shipment.value",))
        elif given.currency != entry.amount.currency:
            return step("waiver", "O46", Answer(UNDETERMINED), "currency", values=values, stated=entry.stated)
        else:
            answer = YES if given.shipment <= entry.amount.amount else NO
        return step("waiver", "O46", answer, values=values, stated=entry.stated)
    return step("waiver", "O46", NO, "none")


def records_of(scheme: Scheme) -> tuple[int | None, str, Any]:
    """Give how many years the exporter keeps documents, from when, and where that stands."""
    for entry in scheme.provisions.records if scheme.provisions else ():
        if not set(entry.who).isdisjoint(("exporter", "producer")):
            return entry.years, entry.counted_from or "", entry.stated
    return None, "", None
