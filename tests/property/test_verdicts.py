"""The laws of reasoning with what is not known (Kleene's strong logic)."""

from hypothesis import given
from hypothesis import strategies as st

from py_engine.verdict import Verdict, all_of, any_of, negate, within

VERDICT = st.sampled_from(Verdict)
VERDICTS = st.lists(VERDICT, max_size=5)
KNOWN = st.sampled_from([Verdict.MET, Verdict.NOT_MET])


@given(VERDICTS, st.randoms())
def test_the_order_of_the_parts_changes_nothing(verdicts, random):
    shuffled = random.sample(verdicts, len(verdicts))
    assert all_of(shuffled) is all_of(verdicts)
    assert any_of(shuffled) is any_of(verdicts)


@given(VERDICTS)
def test_not_all_is_the_same_as_some_not(verdicts):
    """De Morgan: denying "all are met" is claiming "one is not met"."""
    assert negate(all_of(verdicts)) is any_of([negate(verdict) for verdict in verdicts])


@given(VERDICT)
def test_denying_twice_changes_nothing(verdict):
    assert negate(negate(verdict)) is verdict


@given(VERDICTS, VERDICTS)
def test_parts_may_be_grouped_in_any_way(some, others):
    assert all_of([*some, *others]) is all_of([all_of(some), all_of(others)])
    assert any_of([*some, *others]) is any_of([any_of(some), any_of(others)])


@given(VERDICT, VERDICT, VERDICT)
def test_all_spreads_over_any(a, b, c):
    assert all_of([a, any_of([b, c])]) is any_of([all_of([a, b]), all_of([a, c])])


@given(VERDICTS, st.data())
def test_learning_a_fact_never_reverses_a_verdict(verdicts, data):
    """A verdict reached while facts were missing stays, whatever the facts turn out to be."""
    learned = [data.draw(KNOWN) if verdict is Verdict.UNDETERMINED else verdict for verdict in verdicts]
    for combine in (all_of, any_of):
        if combine(verdicts) is not Verdict.UNDETERMINED:
            assert combine(learned) is combine(verdicts)


@given(st.integers(0, 9), st.integers(0, 9), st.integers(0, 9), st.integers(0, 9))
def test_a_threshold_judged_by_bounds_agrees_with_the_amount_itself(low, extra, within_bounds, at_least):
    high = low + extra
    amount = low + min(within_bounds, extra)
    early, late = (
        within(low=low, high=high, at_least=at_least),
        within(low=amount, high=amount, at_least=at_least),
    )
    assert late is not Verdict.UNDETERMINED
    assert early in (late, Verdict.UNDETERMINED)
