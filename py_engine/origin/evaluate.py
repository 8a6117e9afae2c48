"""What a rule of origin means: a claim meets it, does not meet it, or lacks the facts that would say so.

Learning a fact never reverses a decision already given. Two things keep that promise: verdicts combine in the
three-valued way, and amounts are bounds that only tighten.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from py_engine.message import number
from py_engine.origin import rules as r
from py_engine.origin.amounts import limit, set_of_goods, value_content
from py_engine.origin.answers import MET, NO, UNDETERMINED, YES, Answer, every, known, opposite, some
from py_engine.origin.changes import change_of_classification, manufacture_from, materials_must
from py_engine.origin.claim import NONE_OF_THESE
from py_engine.origin.finding import Finding, finding
from py_engine.origin.matching import any_goods, inputs, product_is
from py_engine.quantity import text_from_millionths

if TYPE_CHECKING:
    from py_engine.origin.claim import Claim, Fact
    from py_engine.origin.matching import Input

    Inputs = tuple[Input, ...] | None

__all__ = ["evaluate", "facts_needed", "process_facts"]

EXCLUSIVELY = "exclusively_from_these"


def evaluate(rule: r.Rule, claim: Claim, *, citation: r.Citation | None = None) -> Finding:
    """Say whether the claim satisfies the rule, and why.

    The citation is that of the row in which the rule stands; parts of the rule complete it with their own.

    >>> from py_engine.origin.claim import Claim, Material
    >>> from py_engine.hs import HSCode
    >>> shirt = Claim(hs=(HSCode.parse("6105.10"),), materials=(Material("yarn", originating=False),))
    >>> found = evaluate(r.ChangeOfClassification("heading"), shirt)
    >>> found.verdict.value, found.asks
    ('undetermined', ('materials[0].hs',))

    Raises:
        EngineError: The claim and the rule have codes of different editions; translate the claim first.
    """
    return _evaluate(rule, claim, inputs(claim), citation or r.Citation())


def facts_needed(rule: r.Rule, claim: Claim) -> tuple[str, ...]:
    """Name the facts that could still decide, by their paths: those that more parts of the rule wait for come first."""
    found = evaluate(rule, claim)
    times = dict.fromkeys(found.asks, 0)
    leaves = [found]
    while leaves:
        node = leaves.pop()
        leaves.extend(node.parts)
        for path in node.asks if not node.parts else ():
            if path in times:
                times[path] += 1
    return tuple(sorted(times, key=lambda path: -times[path]))


def _evaluate(rule: r.Rule, claim: Claim, given: Inputs, around: r.Citation) -> Finding:
    """Take a `match` over all kinds, closed by `assert_never`: adding a kind breaks the type check, not a shipment."""
    citation = rule.citation.within(around) if rule.citation else around
    match rule:
        case r.AllOf():
            parts = tuple(_evaluate(part, claim, given, citation) for part in rule.rules)
            return finding(every(part.answer for part in parts), rule.kind, citation, parts=parts)
        case r.AnyOf():
            parts = tuple(_evaluate(part, claim, given, citation) for part in rule.rules)
            passed = next((at for at, part in enumerate(parts) if part.verdict is MET), None)
            answer = some(part.answer for part in parts)
            return finding(answer, rule.kind, citation, parts=parts, branch=passed)
        case r.ChangeOfClassification():
            return change_of_classification(rule, claim, given, citation)
        case r.RegionalValueContent():
            return value_content(rule, claim, given, citation)
        case r.LimitOnMaterial():
            return limit(rule, claim, given, citation)
        case r.Process():
            return _process(rule, claim, citation)
        case r.ManufactureFrom():
            return manufacture_from(rule, claim, given, citation)
        case r.MaterialsMustOriginate():
            return materials_must(rule, claim, given, citation)
        case r.WhollyObtained():
            return _wholly_obtained(rule, claim, given, citation)
        case r.Provided():
            return _provided(rule, claim, citation)
        case r.ProductIs():
            answer = product_is(rule.goods, claim)
            return finding(answer if rule.expected else opposite(answer), rule.kind, citation)
        case r.When():
            return _when(rule, claim, given, citation)
        case r.Scoped():
            part = _evaluate(rule.rule, claim, _scoped(rule, claim, given), citation)
            return finding(part.answer, rule.kind, citation, parts=(part,))
        case r.SetOfGoods():
            return set_of_goods(rule, claim, given, citation)
        case r.NoRequirement():
            return finding(YES, rule.kind, citation)
        case r.Unread():
            fact = claim.facts.get(rule.fact)
            answer = known(fact if isinstance(fact, bool) else None, f"facts.{rule.fact}")
            return finding(answer, rule.kind, citation)
        case _:
            assert_never(rule)


def process_facts(rule: r.Process) -> tuple[str, ...]:
    """Name the facts that say whether the steps were done: 'weaving', or 'weaving[5208-5212]' for stated goods.

    The goods and figures belong to the name, so that two rules with other figures do not share an answer.
    """
    details = [f"{name}={figure}" for name, figure in rule.having]
    for goods in rule.on:
        details += [codes.text for codes in goods.of] + list(goods.named)
    suffix = f"[{','.join(details)}]" if details else ""
    return tuple((f"other:{rule.named}" if step == "other" else step) + suffix for step in rule.steps)


def _process(rule: r.Process, claim: Claim, citation: r.Citation) -> Finding:
    done = [_done(name, claim) for name in process_facts(rule)]
    needed = rule.at_least or len(done)
    certain = sum(answer.verdict is MET for answer in done)
    possible = certain + sum(answer.verdict is UNDETERMINED for answer in done)
    values = {"done": number(str(certain)), "needed": number(str(needed))}
    if certain >= needed:
        answer = YES
    elif possible < needed:
        answer = NO
    else:
        answer = Answer(UNDETERMINED, tuple(dict.fromkeys(path for one in done for path in one.asks)))
    return finding(answer, rule.kind, citation, values=values)


def _done(name: str, claim: Claim) -> Answer:
    """What was not done at all was not done to the stated goods either."""
    plain = name.partition("[")[0]
    done = claim.processes.get(name)
    if done is None and claim.processes.get(plain) is False:
        done = False
    return known(done, f"processes.{name}")


def _wholly_obtained(rule: r.WhollyObtained, claim: Claim, given: Inputs, citation: r.Citation) -> Finding:
    obtained = claim.obtained
    if obtained is None:
        return finding(Answer(UNDETERMINED, ("obtained",)), rule.kind, citation)
    way = next((way for way in rule.ways if way.kind == obtained), None)
    if obtained == NONE_OF_THESE or (rule.ways and way is None):
        return finding(NO, rule.kind, citation)
    parts = []
    if obtained == EXCLUSIVELY:
        must = r.MaterialsMustOriginate((r.ANYTHING,), must_be="wholly_obtained")
        parts.append(_evaluate(must, claim, given, citation))
    if way and way.provided:
        parts.append(_evaluate(way.provided, claim, given, citation))
    return finding(every(part.answer for part in parts), rule.kind, citation, parts=tuple(parts))


def _provided(rule: r.Provided, claim: Claim, citation: r.Citation) -> Finding:
    path = f"facts.{rule.fact}"
    fact = claim.facts.get(rule.fact)
    if rule.at_least is None and rule.at_most is None:
        answer = known(fact if isinstance(fact, bool) else None, path)
        return finding(answer if rule.expected else opposite(answer), rule.kind, citation)
    answer = _figure_within(rule, fact, path)
    figures = () if fact is None or isinstance(fact, bool) else ((rule.fact, text_from_millionths(fact)),)
    return finding(answer if rule.expected else opposite(answer), rule.kind, citation, figures=figures)


def _figure_within(rule: r.Provided, fact: Fact | None, path: str) -> Answer:
    if fact is None or isinstance(fact, bool):
        return Answer(UNDETERMINED, (path,))
    enough = rule.at_least is None or fact >= rule.at_least
    return YES if enough and (rule.at_most is None or fact <= rule.at_most) else NO


def _when(rule: r.When, claim: Claim, given: Inputs, citation: r.Citation) -> Finding:
    condition = _evaluate(rule.condition, claim, given, citation)
    then = _evaluate(rule.then, claim, given, citation)
    parts = [condition, then]
    otherwise = YES
    if rule.otherwise:
        parts.append(_evaluate(rule.otherwise, claim, given, citation))
        otherwise = parts[-1].answer
    holds = condition.answer
    answer = some(
        (
            every((holds, then.answer)),
            every((opposite(holds), otherwise)),
            every((then.answer, otherwise)),  # either way the same
        )
    )
    said = "when.open"
    if holds.verdict is not UNDETERMINED:
        said = "when.holds" if holds.verdict is MET else "when.does_not_hold"
        parts = parts[:2] if holds.verdict is MET else [condition, *parts[2:]]
    return finding(answer, rule.kind, citation, said, parts=tuple(parts))


def _scoped(rule: r.Scoped, claim: Claim, given: Inputs) -> Inputs:
    if given is None:
        return None
    return tuple(_seen(rule, claim, one) for one in given)


def _seen(rule: r.Scoped, claim: Claim, one: Input) -> Input:
    counted, originating = [one.counted], one.originating
    if rule.only:
        counted.append(any_goods(rule.only, claim, one.material, one.path))
    if rule.without:
        counted.append(opposite(any_goods(rule.without, claim, one.material, one.path)))
    if rule.as_originating:
        originating = some((originating, any_goods(rule.as_originating, claim, one.material, one.path)))
    return one._replace(counted=every(counted), originating=originating)
