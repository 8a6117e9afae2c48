"""Whether a product originates under one agreement: wholly obtained, only from originating materials, or by its rule.

The verdict is about the product alone. What else a claim needs, such as the route, stands in `conditions.py`.
Learning a fact never reverses a decision: every way is judged in the three-valued way, and ways are never closed by
what is not yet known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from py_engine.origin import rules as r
from py_engine.origin.answers import MET, NO, NOT_MET, UNDETERMINED, YES, Answer, every, known, opposite, some
from py_engine.origin.claim import NONE_OF_THESE
from py_engine.origin.evaluate import evaluate
from py_engine.origin.forgive import with_tolerances
from py_engine.origin.notes import notes_for, with_notes
from py_engine.origin.originate import seen_by, to_fields, views
from py_engine.origin.rule_shard import governing
from py_engine.origin.scheme import allowances, ours
from py_engine.origin.select import select
from py_engine.origin.small import substantial
from py_engine.shards import data

if TYPE_CHECKING:
    from py_engine.agreements.provisions import MinimalOperations, SetRule
    from py_engine.hs import HSCode
    from py_engine.origin.finding import Finding
    from py_engine.origin.given import Given, GivenInput
    from py_engine.origin.originate import Seen, View
    from py_engine.origin.rule_sets import RuleSet
    from py_engine.origin.rule_shard import Governing
    from py_engine.origin.scheme import Scheme

__all__ = ["CRITERIA", "Judged", "Way", "determine", "rule_shards"]

CRITERIA = ("WO", "PE", "PSR", "SET")
FISHED = ("sea_fishing", "factory_ship")


class Judged(NamedTuple):
    """One row judged in one view. ``answer`` waits for fields of the form."""

    row: RuleSet
    selected: Answer
    answer: Answer
    finding: Finding
    view: View
    rule: r.Rule


class Way(NamedTuple):
    """One way to originate: its criterion and the answer, which waits for fields of the form."""

    criterion: str
    answer: Answer


class Determined(NamedTuple):
    """What is concluded about a product under an agreement, and everything that was looked at on the way."""

    scheme: Scheme
    answer: Answer
    criterion: str
    ways: tuple[Way, ...]
    rows: tuple[Judged, ...]
    quota_rows: tuple[Judged, ...]
    minimal: Answer
    minimal_entry: MinimalOperations | None
    set_rule: SetRule | None
    seen: tuple[Seen, ...] | None
    view: View
    governing: Governing | None

    @property
    def best(self) -> Judged | None:
        """Give the row to show: the one that passed, else the first that may hold."""
        rank = {MET: 0, UNDETERMINED: 1, NOT_MET: 2}
        return min(
            self.rows, key=lambda one: (rank[one.answer.verdict], rank[one.selected.verdict]), default=None
        )


def rule_shards(given: Given) -> tuple[str, ...]:
    """Name the shards of rules that a determination needs: of the product and of what is made in-house."""
    codes = list(given.hs)
    waiting = list(given.inputs or ())
    while waiting:
        one = waiting.pop()
        if one.inputs:
            codes.extend(one.hs)
            waiting.extend(one.inputs)
    return tuple(dict.fromkeys(f"rules/{code.chapter}" for code in codes))


def determine(scheme: Scheme, given: Given) -> Determined:
    """Say whether a product originates under an agreement.

    Raises:
        NeedsData: The rules of a chapter are not here.
    """

    def judge(one: GivenInput, inner: tuple[View, ...]) -> Answer:
        found, _ = _by_rule(scheme, one.hs, inner)
        exclusively = some(_exclusively(view) for view in inner)
        return some((exclusively, _answer(found)))

    seen = seen_by(scheme, given, judge)
    looked = views(scheme, given, seen)
    first = looked[0]
    rows, governed = _by_rule(scheme, given.hs, looked)
    ordinary = tuple(one for one in rows if not one.row.quota)
    set_rule = _set_rule(scheme, given, first)
    obtained = _wholly_obtained(scheme, given, first)
    exclusively = some(_exclusively(view) for view in looked)
    minimal, entry = _beyond_minimal(scheme, given, first)
    by_rule = _as_set(set_rule, looked) if given.is_set and set_rule else _answer(ordinary)
    ways: tuple[Way, ...] = (
        Way("WO", obtained),
        Way("PE", exclusively),
        Way("SET" if given.is_set and set_rule else "PSR", every((by_rule, minimal))),
    )
    if scheme.agreement.status == "not-covered":
        # What nobody has read decides nothing, not even for a product made of nothing foreign.
        ways = tuple(way._replace(answer=Answer(UNDETERMINED)) for way in ways)
    answer = some(way.answer for way in ways)
    passed = next((way.criterion for way in ways if way.answer.verdict is MET), "")
    return Determined(
        scheme=scheme,
        answer=answer,
        criterion=passed,
        ways=ways,
        rows=ordinary,
        quota_rows=tuple(one for one in rows if one.row.quota),
        minimal=minimal,
        minimal_entry=entry,
        set_rule=set_rule,
        seen=seen,
        view=first,
        governing=governed,
    )


def _by_rule(
    scheme: Scheme, code: tuple[HSCode, ...], looked: tuple[View, ...]
) -> tuple[tuple[Judged, ...], Governing | None]:
    """Judge the rows that may hold for a product, each in the view that suits it best."""
    if not code:
        return (), None
    shard = data(f"rules/{code[0].chapter}")
    if shard is None:
        return (), None
    there = looked[0].claim.hs
    governed = governing(shard, scheme.agreement.id, there)
    if not governed.rule_sets:
        return (), governed
    chosen = select(governed.rule_sets, looked[0].claim, on=scheme.on, direction=scheme.direction)
    notes = notes_for(governed.notes, there, scheme.on)
    spared = allowances(scheme, there)
    found = []
    for candidate in chosen.candidates:
        rule = with_tolerances(with_notes(candidate.rule_set, notes), spared)
        own = frozenset(_unread(rule))
        judged = [_judged(scheme, candidate.rule_set, candidate.answer, rule, view, own) for view in looked]
        whole = some(one.answer for one in judged)
        best = next((one for one in judged if one.answer.verdict is whole.verdict), judged[0])
        found.append(best._replace(answer=whole))
    return tuple(found), governed


def _judged(  # noqa: PLR0917  all that one judgement needs
    scheme: Scheme, row: RuleSet, selected: Answer, rule: r.Rule, view: View, own: frozenset[str]
) -> Judged:
    found = evaluate(rule, view.claim, citation=row.citation)
    asks = to_fields(found.asks, view, own_facts=own, agreement=scheme.agreement.id)
    chosen = Answer(selected.verdict, to_fields(selected.asks, view))
    return Judged(row, chosen, Answer(found.verdict, asks), found, view, rule)


def _unread(rule: r.Rule) -> list[str]:
    """Name the wordings that only a person can read; the answer belongs to this agreement alone."""
    match rule:
        case r.Unread():
            return [rule.fact]
        case r.AllOf() | r.AnyOf():
            return [name for part in rule.rules for name in _unread(part)]
        case r.When():
            parts = (rule.condition, rule.then, *((rule.otherwise,) if rule.otherwise else ()))
            return [name for part in parts for name in _unread(part)]
        case r.Scoped():
            return _unread(rule.rule)
        case _:
            return []


def _answer(rows: tuple[Judged, ...]) -> Answer:
    """Combine rows of which one holds: any that holds and is met, or all that may hold and are met whichever it is."""
    if not rows:
        return Answer(UNDETERMINED)
    held = some(every((one.selected, one.answer)) for one in rows)
    last = rows[-1]
    ex = last.row.ex  # one of the rows holds for certain, if the last one holds whenever no other does
    whole = ex is None or ex.other or last.view.claim.kinds.get(ex.named) is True
    if held.verdict is MET:
        return held
    if whole:
        whichever = every(some((opposite(one.selected), one.answer)) for one in rows)
        return whichever if whichever.verdict is MET else held
    return Answer(UNDETERMINED, held.asks) if held.verdict is NOT_MET else held


def _foreign_for_certain(seen: Seen) -> bool:
    return seen.treated == "material" and seen.obtained.verdict is NOT_MET


def _wholly_obtained(scheme: Scheme, given: Given, view: View) -> Answer:
    """Judge the first way. A product with a material that is not wholly obtained is none itself."""
    if any(_foreign_for_certain(one) for one in view.seen):
        return NO
    if given.obtained == NONE_OF_THESE:
        return NO
    materials = every(one.obtained for one in view.seen if one.treated == "material")
    if given.obtained is None:
        if view.seen:  # made from inputs: it is wholly obtained exactly if all of them are
            return materials
        return Answer(UNDETERMINED, ("product.obtained",))
    entries = scheme.provisions.wholly_obtained if scheme.provisions else ()
    listed = YES
    if entries and all(given.obtained not in (entry.ways or ()) for entry in entries):
        listed = NO
    conditions = [listed, materials if given.inputs else YES]
    if given.obtained in FISHED and entries:
        words = entries[0].factory_ships if given.obtained == "factory_ship" else entries[0].vessels
        for word in words or ():
            fact = given.facts.get(f"vessel-{word}")
            conditions.append(known(fact if isinstance(fact, bool) else None, f"facts.vessel-{word}"))
    return every(conditions)


def _exclusively(view: View) -> Answer:
    """Judge the second way: every material originates."""
    if view.claim.materials is None:
        return Answer(UNDETERMINED, ("inputs.0.name",))
    if not any(one.treated == "material" for one in view.seen):
        return NO  # made from nothing: that is the first way
    return every(one.originating for one in view.seen if one.treated == "material")


def _beyond_minimal(scheme: Scheme, given: Given, view: View) -> tuple[Answer, MinimalOperations | None]:
    """Say whether more is done than the small operations that an agreement lists."""
    entries = scheme.provisions.minimal_operations if scheme.provisions else ()
    for entry in entries:
        if entry.overrides_rule is False:
            continue
        applies = ours(entry.covers, entry.but, view.claim.hs, scheme.edition)
        if applies.verdict is NOT_MET:
            continue
        small = given.minimal_only
        if small is None and substantial(given.processes):
            small = False
        beyond = opposite(known(small, "claim.minimal_only"))
        return some((opposite(applies), beyond)), entry
    return YES, None


def _set_rule(scheme: Scheme, given: Given, view: View) -> SetRule | None:
    if not given.is_set or scheme.provisions is None:
        return None
    for entry in scheme.provisions.sets:
        if (
            entry.at_most is not None
            and ours(entry.covers, entry.but, view.claim.hs, scheme.edition).verdict is MET
        ):
            return entry
    return None


def _as_set(entry: SetRule, looked: tuple[View, ...]) -> Answer:
    """Every article of the set originates, or those that do not are worth little enough."""
    base = entry.base if entry.base in ("ex_works", "fob", "customs", "transaction") else "transaction"
    rule = r.SetOfGoods(entry.at_most or 0, base)
    answers = []
    for view in looked:
        found = evaluate(rule, view.claim)
        answers.append(Answer(found.verdict, to_fields(found.asks, view)))
    return some(answers)
