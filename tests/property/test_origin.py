"""The promises of the rules of origin, each with the idea of the law that it stands for."""

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from py_engine.hs import HSCode, HSRange
from py_engine.origin import rules as r
from py_engine.origin import vocabulary as v
from py_engine.origin.claim import Claim, Material
from py_engine.origin.evaluate import evaluate, facts_needed, process_facts
from py_engine.origin.notation import Setting, from_notation, to_notation
from py_engine.verdict import Verdict

CODES = ("0901.11", "0901.21", "0902.10", "2101.11", "2101.12", "2106.90", "6105.10", "6109.10", "5205.11")
RANGES = (
    "09",
    "0901",
    "0901-0902",
    "0901.11",
    "0901.12-0901.21",
    "21",
    "2101",
    "2101.12",
    "52-61",
    "6105.10",
)
KINDS = ("organic", "blend")
FACTS = ("single-fruit", "ch9-1")
STEPS = ("roasting", "mixing", "drying")
BASES = ("ex_works", "fob", "transaction", "customs", "net_cost")
MEASURES = ("weight", "dry_weight", "volume", "alcohol", "pieces")
PERCENT = 1_000_000


def make(target, *parts, **named):
    """Build from strategies, without Hypothesis reading the types."""
    return st.tuples(st.tuples(*parts), st.fixed_dictionaries(named)).map(
        lambda drawn: target(*drawn[0], **drawn[1])
    )


codes = st.sampled_from(CODES).map(HSCode.parse)
ranges = st.sampled_from(RANGES).map(HSRange.parse)
kinds = st.lists(st.sampled_from(KINDS), max_size=1).map(tuple)
plain_goods = make(r.Goods, of=st.lists(ranges, min_size=1, max_size=2).map(tuple))
described_goods = make(
    r.Goods,
    of=st.lists(ranges, max_size=2).map(tuple),
    but=st.lists(ranges, max_size=1).map(tuple),
    named=kinds,
    unnamed=kinds,
    same=st.sampled_from(("", "", "heading", "chapter")),
)
goods = st.one_of(plain_goods, plain_goods, described_goods)
some_goods = st.lists(goods, min_size=1, max_size=2).map(tuple)
maybe_goods = st.lists(goods, max_size=2).map(tuple)
shares = st.integers(0, 100).map(lambda share: share * PERCENT)


@st.composite
def limits(draw):
    measure = draw(st.sampled_from(("value", *MEASURES)))
    pool = ("those_materials", "originating_materials", "non_originating_materials", "all_materials")
    base = draw(st.sampled_from((*pool, *BASES) if measure == "value" else (*pool, "product")))
    side = draw(st.sampled_from(("at_most", "at_least")))
    amount = measure != "value" and draw(st.booleans())
    return r.LimitOnMaterial(
        measure,
        on=draw(some_goods),
        unit="kilogram" if amount else "percent",
        base="" if amount else base,
        base_of=draw(some_goods) if base == "those_materials" and not amount else (),
        counting=draw(st.sampled_from(v.COUNTING)),
        each=draw(st.booleans()),
        **{side: draw(shares)},
    )


def changes(limit=None):
    return make(
        r.ChangeOfClassification,
        shift=st.sampled_from(("chapter", "heading", "subheading", "any")),
        from_=maybe_goods,
        outside=st.lists(ranges, max_size=1).map(tuple),
        except_from=maybe_goods,
        allowing=st.lists(limit, max_size=1).map(tuple) if limit is not None else st.just(()),
    )


@st.composite
def value_contents(draw):
    method = draw(st.sampled_from(v.METHODS))
    return r.RegionalValueContent(
        method,
        basis="net_cost" if method == "net_cost" else draw(st.sampled_from(BASES[:4])),
        of=draw(some_goods) if method == "focused" else (),
        deducting=draw(st.sampled_from(((), ("freight",), ("freight", "duties")))),
        **{"at_most" if method == "max_nom" else "at_least": draw(shares)},
    )


steps = st.lists(st.sampled_from(STEPS), min_size=1, max_size=3, unique=True).map(tuple)
leaves = st.one_of(
    make(lambda change, also: change._replace(also=also), changes(limits()), st.none() | changes()),
    value_contents(),
    limits(),
    make(r.Process, steps, st.none() | st.just(1)),
    make(r.Process, steps, on=some_goods),
    make(r.ManufactureFrom, some_goods, maybe_goods, maybe_goods),
    make(
        r.MaterialsMustOriginate,
        some_goods,
        st.sampled_from(v.DUTIES),
        at_least=st.none() | shares,
    ),
    make(r.MaterialsMustOriginate, some_goods, undergo=steps),
    st.just(r.WhollyObtained()),
    st.just(r.WhollyObtained((r.Way("plant"), r.Way("exclusively_from_these", r.Provided("single-fruit"))))),
    make(r.Provided, st.just("single-fruit"), expected=st.booleans()),
    make(r.Provided, st.just("strength"), at_least=st.none() | shares, at_most=shares),
    make(r.ProductIs, some_goods, st.booleans()),
    make(r.SetOfGoods, shares, st.sampled_from(BASES[:4])),
    st.just(r.NoRequirement()),
    st.just(r.Unread("grammar", "ch9-1")),
)
rules = st.recursive(
    leaves,
    lambda inner: st.one_of(
        make(r.AllOf, st.lists(inner, min_size=1, max_size=3).map(tuple)),
        make(r.AnyOf, st.lists(inner, min_size=1, max_size=3).map(tuple)),
        make(r.When, inner, inner, st.none() | inner),
        make(r.Scoped, inner, maybe_goods, maybe_goods, maybe_goods),
    ),
    max_leaves=5,
)

amounts = st.integers(0, 120).map(lambda amount: amount * PERCENT)
prices = st.integers(1, 200).map(lambda amount: amount * PERCENT)


def truths(names):
    return st.fixed_dictionaries({name: st.booleans() for name in names})


@st.composite
def materials(draw):
    value = draw(amounts)
    originating = draw(st.booleans())
    return Material(
        name="x",
        hs=(draw(codes),),
        value=value,
        deductions={"freight": value // 4, "duties": value // 5} if draw(st.booleans()) else {},
        amounts=dict.fromkeys(MEASURES, draw(amounts)),
        originating=originating,
        wholly_obtained=originating and draw(st.booleans()),
        kinds=draw(truths(KINDS)),
        processes=draw(truths(STEPS)),
    )


@st.composite
def claims_for(draw, rule):
    """A claim with every fact that the rule can ask for."""
    return Claim(
        hs=(draw(codes),),
        prices=dict.fromkeys(BASES, draw(prices)),
        costs={"direct": draw(amounts)},
        amounts=dict.fromkeys(MEASURES, draw(prices)),
        kinds=draw(truths(KINDS)),
        obtained=draw(st.sampled_from((*v.WAYS, "none"))),
        processes=draw(truths([name for name in sorted(all_processes(rule)) if "[" in name]))
        | dict.fromkeys(STEPS, True),
        facts={"single-fruit": draw(st.booleans()), "ch9-1": draw(st.booleans()), "strength": draw(amounts)},
        materials=tuple(draw(st.lists(materials(), max_size=3))),
    )


def all_processes(rule):
    if isinstance(rule, r.Process):
        return set(process_facts(rule))
    inner = [getattr(rule, name, None) for name in ("condition", "then", "otherwise", "rule")]
    inner += getattr(rule, "rules", ())
    return {name for part in inner if part for name in all_processes(part)}


@st.composite
def cases(draw, of=st.one_of(leaves, rules)):  # noqa: B008  a strategy is a value
    rule = draw(of)
    return rule, draw(claims_for(rule))


@st.composite
def forgotten(draw, claim):
    """The same claim with facts taken away at random: never changed, only no longer known.

    Sometimes much is forgotten and sometimes one thing: a rule that guesses is caught by the one thing.
    """
    seldom = draw(st.sampled_from((1, 4, 12)))

    def gone():
        return draw(st.integers(0, seldom)) == seldom

    def keep(facts):
        return {name: fact for name, fact in facts.items() if not gone()}

    def shorten(code):
        if not gone():
            return (code,)
        digits = draw(st.sampled_from((0, 2, 4)))
        other = HSCode(digits=draw(st.sampled_from(("0101", "8501", "610510"))))
        return (
            (HSCode(digits=code.digits[:digits]),) if digits else draw(st.sampled_from(((), (code, other))))
        )

    def hide(fact):
        return None if gone() else fact

    def forget(material):
        return material._replace(
            hs=shorten(material.hs[0]),
            value=hide(material.value),
            deductions=hide(material.deductions),
            amounts=keep(material.amounts),
            originating=hide(material.originating),
            wholly_obtained=hide(material.wholly_obtained),
            kinds=keep(material.kinds),
            processes=keep(material.processes),
        )

    hidden = seldom == 1 and gone() and gone()
    return claim._replace(
        hs=shorten(claim.hs[0]),
        prices=keep(claim.prices),
        costs=keep(claim.costs),
        amounts=keep(claim.amounts),
        kinds=keep(claim.kinds),
        obtained=hide(claim.obtained),
        processes=keep(claim.processes),
        facts=keep(claim.facts),
        materials=None if hidden else tuple(forget(material) for material in claim.materials),
    )


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_learning_a_fact_never_reverses_a_decision_already_given(data):
    """The law: a determination stands on the facts; what is not yet known can complete it, not turn it around."""
    rule, claim = data.draw(cases())
    full = evaluate(rule, claim)
    assert full.verdict is not Verdict.UNDETERMINED
    assert full.asks == ()
    for _ in range(4):
        less = data.draw(forgotten(claim))
        partial = evaluate(rule, less)
        assert partial.verdict in (Verdict.UNDETERMINED, full.verdict)
        assert bool(partial.asks) is (partial.verdict is Verdict.UNDETERMINED)
        assert set(facts_needed(rule, less)) == set(partial.asks)


@settings(max_examples=150, deadline=None)
@given(rules)
def test_a_rule_is_read_again_as_it_was_written(rule):
    """What is entered from the gazette is what is evaluated, to the letter."""
    written = to_notation(rule)
    again = from_notation(written, setting=Setting())
    assert again == rule
    assert to_notation(again) == written


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_change_of_chapter_is_a_change_of_heading_and_of_subheading(data):
    """'Change of chapter' demands more than 'change of heading', and that more than 'change of subheading'."""
    _, claim = data.draw(cases(st.just(r.NoRequirement())))
    met = [
        evaluate(r.ChangeOfClassification(shift), claim).verdict
        for shift in ("chapter", "heading", "subheading")
    ]
    assert sorted(met, key=lambda verdict: verdict is Verdict.MET) == met


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_an_exception_never_lets_more_through(data):
    """'… except from headings …' only takes away."""
    rule, claim = data.draw(cases(changes()))
    stricter = rule._replace(except_from=(*rule.except_from, data.draw(goods)))
    if evaluate(stricter, claim).verdict is Verdict.MET:
        assert evaluate(rule, claim).verdict is Verdict.MET


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_lower_threshold_never_shuts_out(data):
    """Whoever reaches 50 % regional value content reaches 40 %."""
    rule, claim = data.draw(cases(value_contents()))
    step = data.draw(shares)
    easier = (
        rule._replace(at_least=max(rule.at_least - step, 0))
        if rule.at_most is None
        else rule._replace(at_most=rule.at_most + step)
    )
    if evaluate(rule, claim).verdict is Verdict.MET:
        assert evaluate(easier, claim).verdict is Verdict.MET


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_an_originating_material_never_harms(data):
    """'Originating materials shall be disregarded' in a change, and count for the producer in a value content."""
    rule, claim = data.draw(
        cases(st.one_of(changes(), value_contents(), make(r.ManufactureFrom, some_goods)))
    )
    assume(claim.materials)
    at = data.draw(st.integers(0, len(claim.materials) - 1))
    better = list(claim.materials)
    better[at] = better[at]._replace(originating=True)
    if evaluate(rule, claim).verdict is Verdict.MET:
        assert evaluate(rule, claim._replace(materials=tuple(better))).verdict is Verdict.MET


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_dearer_foreign_material_never_helps(data):
    """VNM is the value of the non-originating materials: the more it is, the less is left of the price."""
    rule, claim = data.draw(cases(value_contents()))
    assume(claim.materials)
    first, *rest = claim.materials
    assume(not first.originating)
    dearer = claim._replace(materials=(first._replace(value=first.value + data.draw(amounts)), *rest))
    if evaluate(rule, dearer).verdict is Verdict.MET:
        assert evaluate(rule, claim).verdict is Verdict.MET


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_the_order_of_materials_and_alternatives_changes_nothing(data):
    """'(a) … or (b) …': the exporter chooses, and no order is preferred."""
    rule, claim = data.draw(cases(make(r.AnyOf, st.lists(leaves, min_size=2, max_size=3).map(tuple))))
    turned = claim._replace(materials=claim.materials[::-1])
    assert evaluate(rule, claim).verdict is evaluate(r.AnyOf(rule.rules[::-1]), turned).verdict


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_one_more_condition_never_lets_in_and_one_more_way_never_shuts_out(data):
    """'Provided that …' adds a condition; '… or …' adds a way."""
    (rule, claim), other = data.draw(cases()), data.draw(leaves)
    facts = claim.processes | dict.fromkeys(all_processes(other), False)
    claim = claim._replace(processes={name: facts[name] for name in facts})
    alone = evaluate(rule, claim).verdict
    assert alone is Verdict.MET or evaluate(r.AllOf((rule, other)), claim).verdict is not Verdict.MET
    assert alone is not Verdict.MET or evaluate(r.AnyOf((rule, other)), claim).verdict is Verdict.MET
