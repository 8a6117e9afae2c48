"""One agreement in hand for one shipment: from whom to whom, on which day, with the provisions that then hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from py_engine.agreements.agreement import provisions_of
from py_engine.agreements.provisions import in_force
from py_engine.hs import EDITION, HSCode, HSRange
from py_engine.origin import rules as r
from py_engine.origin.answers import MET, NO, NOT_MET, UNDETERMINED, YES, Answer, every, known, opposite, some
from py_engine.origin.matching import lies_in

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from py_engine.agreements.agreement import Agreement, Candidate
    from py_engine.agreements.provisions import Cumulation, Provisions, Tolerance
    from py_engine.origin.claim import Fact
    from py_engine.origin.correlation import Correlation
    from py_engine.origin.given import GivenInput
    from py_engine.verdict import Verdict

__all__ = ["Scheme", "allowances", "ours", "prepare", "recoded", "zone_answer"]

CUMULATED = ("bilateral", "regional", "full")
_provisions: dict[str, tuple[object, Provisions | None]] = {}


class Scheme(NamedTuple):
    """An agreement as it stands between two economies on a day.

    ``edition`` is that of the codes everything is judged in. ``provisions`` is ``None`` where nobody has entered any.
    """

    agreement: Agreement
    exporter: str
    importer: str
    on: date
    in_force: Verdict
    since: date | None
    edition: str
    provisions: Provisions | None
    correlation: Correlation | None

    @property
    def direction(self) -> str:
        """Say how the publication that was read calls this direction."""
        publisher = self.agreement.publisher
        if publisher == self.importer:
            return "import"
        return "export" if publisher == self.exporter else "both"


def prepare(
    candidate: Candidate,
    *,
    exporter: str,
    importer: str,
    on: date,
    edition: str,
    correlation: Correlation | None,
) -> Scheme:
    """Take an agreement in hand. Its provisions are read once and kept."""
    agreement = candidate.agreement
    kept = _provisions.get(agreement.id)
    if kept is None or kept[0] is not agreement.written:
        kept = _provisions[agreement.id] = (agreement.written, provisions_of(agreement))
    provisions = kept[1]
    if provisions is not None:
        provisions = in_force(provisions, on=on, exporting=exporter, importing=importer)
    return Scheme(
        agreement=agreement,
        exporter=exporter,
        importer=importer,
        on=on,
        in_force=candidate.in_force,
        since=candidate.since,
        edition=edition or agreement.edition or EDITION,
        provisions=provisions,
        correlation=correlation,
    )


def zone_answer(
    scheme: Scheme,
    one: GivenInput,
    codes: tuple[tuple[HSCode, ...], tuple[HSCode, ...]],
    facts: Mapping[str, Fact],
) -> tuple[Answer, Cumulation | None]:
    """Say whether what originates in the economy of an input counts as one's own, and by which provision.

    ``codes`` are those of the input and of the product, in the edition of the agreement.
    """
    if not one.economy:
        return Answer(UNDETERMINED, (f"{one.path}.origin",)), None
    if one.economy == scheme.exporter:
        return YES, None
    parties = {party.economy for party in scheme.agreement.parties if _holds(party, scheme.on)}
    provisions = scheme.provisions
    if provisions is None or "cumulation" in provisions.unknown:
        if one.economy not in parties:
            return NO, None
        return _asked(scheme, "cumulation", facts), None
    answers = []
    used = None
    for entry in provisions.cumulation:
        answer = _through(scheme, entry, one, codes, parties, facts)
        if answer.verdict is not NOT_MET and used is None:
            used = entry
        answers.append(answer)
    return some(answers), used


def _through(  # noqa: PLR0917  all that one judgement needs
    scheme: Scheme,
    entry: Cumulation,
    one: GivenInput,
    codes: tuple[tuple[HSCode, ...], tuple[HSCode, ...]],
    parties: set[str],
    facts: Mapping[str, Fact],
) -> Answer:
    members = set(entry.members) or parties
    if one.economy not in members:
        return NO
    own_parties = entry.type in CUMULATED and one.economy in parties
    conditions = [
        ours(entry.covers, (), codes[1], scheme.edition),
        YES if own_parties else _asked(scheme, entry.id, facts),
    ]
    if entry.active is False:
        return NO
    if entry.active is None and own_parties:
        conditions.append(_asked(scheme, entry.id, facts))
    for goods, wanted in ((entry.materials, True), (entry.but, False)):
        if goods:
            inside = some(_among(one_goods, one, codes[0], scheme.edition) for one_goods in goods)
            conditions.append(inside if wanted else opposite(inside))
    return every(conditions)


def _among(goods: r.Goods, one: GivenInput, codes: tuple[HSCode, ...], edition: str) -> Answer:
    answers = []
    for ranges, wanted in ((goods.of, MET), (goods.but, NOT_MET)):
        if not ranges:
            continue
        verdict = lies_in(recoded(ranges, edition), codes) if codes else UNDETERMINED
        if verdict is UNDETERMINED:
            answers.append(Answer(UNDETERMINED, (f"{one.path}.hs",)))
        else:
            answers.append(YES if verdict is wanted else NO)
    answers.extend(known(one.kinds.get(name), f"{one.path}.kinds.{name}") for name in goods.named)
    return every(answers)


def _asked(scheme: Scheme, what: str, facts: Mapping[str, Fact]) -> Answer:
    """A condition that only a person can check: asked as a fact of the agreement."""
    name = f"{scheme.agreement.id}.{what}"
    fact = facts.get(name)
    return known(fact if isinstance(fact, bool) else None, f"facts.{name}")


def _holds(party: object, on: date) -> bool:
    start, until = getattr(party, "start", None), getattr(party, "until", None)
    return (start is None or start <= on) and (until is None or on <= until)


def recoded(ranges: tuple[HSRange, ...], edition: str) -> tuple[HSRange, ...]:
    """Take ranges as they are written for another edition.

    General provisions name chapters and headings, which keep their numbers; where they name more, both files of an
    agreement are of the same edition.
    """
    return tuple(
        codes
        if codes.first.edition == edition
        else HSRange(first=_dated(codes.first, edition), last=_dated(codes.last, edition))
        for codes in ranges
    )


def _dated(code: HSCode, edition: str) -> HSCode:
    return HSCode(digits=code.digits, edition=edition, national=code.national, scheme=code.scheme)


def _goods(goods: r.Goods, edition: str) -> r.Goods:
    if not goods.of and not goods.but:
        return goods
    return goods._replace(of=recoded(goods.of, edition), but=recoded(goods.but, edition))


def ours(
    covers: tuple[HSRange, ...], but: tuple[HSRange, ...], product: tuple[HSCode, ...], edition: str
) -> Answer:
    """Say whether a provision is for a product: all products, if it names none."""
    answers = []
    for ranges, wanted in ((covers, MET), (but, NOT_MET)):
        if ranges:
            verdict = lies_in(recoded(ranges, edition), product) if product else UNDETERMINED
            if verdict is UNDETERMINED:
                answers.append(Answer(UNDETERMINED, ("product.hs",)))
            else:
                answers.append(YES if verdict is wanted else NO)
    return every(answers)


def allowances(
    scheme: Scheme, product: tuple[HSCode, ...]
) -> tuple[tuple[r.Allowance, tuple[str, ...]], ...]:
    """Give the tolerances that certainly are for a product, with what each of them forgives."""
    if scheme.provisions is None:
        return ()
    found = []
    for entry in scheme.provisions.tolerances:
        if entry.where_cited:
            continue  # of those goods only whose own rule refers to it; the row says so, this tolerance does not
        if entry.at_most is None or ours(entry.covers, entry.but, product, scheme.edition).verdict is not MET:
            continue
        found.append((_allowance(entry, scheme.edition), entry.forgives or ("classification",)))
    return tuple(found)


def _allowance(entry: Tolerance, edition: str) -> r.Allowance:
    return r.Allowance(
        measure=entry.measure,
        at_most=entry.at_most or 0,
        base=entry.base or ("product" if entry.measure == "weight" else "transaction"),
        on=tuple(_goods(goods, edition) for goods in entry.on) or (r.ANYTHING,),
        barred=tuple(
            r.Barrier(
                materials=tuple(_goods(goods, edition) for goods in barred.materials) or (r.ANYTHING,),
                products=tuple(_goods(goods, edition) for goods in barred.products),
                but_products=tuple(_goods(goods, edition) for goods in barred.but_products),
                unless=barred.unless,
            )
            for barred in entry.barred
        ),
        elastomeric=entry.elastomeric not in (None, "", "none"),
        citation=entry.stated.citation,
    )
