"""What must hold for every duty, whatever the goods and whatever they are worth."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from py_engine.quantity import MILLION, text_from_millionths
from py_engine.tariff.amount import Facts, ad_valorem, amount, saving
from py_engine.tariff.duty import CONTENTS, REASONS, SHARES, UNITS, duty_from_text, duty_on, text_from_duty
from py_engine.tariff.schedule import LineQuote, Quote

DAY = date(2026, 11, 22)
rates = st.integers(1, 500 * MILLION).map(text_from_millionths)
values = st.integers(1, 10**13)
shares = st.builds("{}%".format, rates)
parts_of_value = st.builds("{}% of {}".format, rates, st.sampled_from(sorted(SHARES)))
weights = st.builds("{} USD/{}".format, rates, st.sampled_from(("kg", "100kg", "t")))
sums = st.builds("{} + {}".format, weights, shares)
others = st.builds("{} USD/{}".format, rates, st.sampled_from(sorted(UNITS)))
contents = st.builds("{} USD/kg of {}".format, rates, st.sampled_from(sorted(CONTENTS)))
seasons = st.builds("{} in 11-01..05-14; {} in 05-15..10-31".format, shares, shares)
steps = st.builds("{} until 2026-12-31; {} until 2027-12-31; free".format, shares, shares)
unknown = st.builds("unknown: {}".format, st.sampled_from(REASONS)) | st.just("unknown")
computed = shares | weights | sums | st.just("free")
duties = computed | others | contents | parts_of_value | seasons | steps | unknown | st.just("prohibited")


def facts(value: int, kilograms: int) -> Facts:
    return Facts(value, "USD", {"kg": kilograms})


def quote(*lines: tuple[str, str]) -> Quote:
    read = tuple(
        LineQuote(str(at), True, duty_from_text(mfn), duty_from_text(preferential), ())
        for at, (mfn, preferential) in enumerate(lines)
    )
    return Quote("US", "known" if len(lines) == 1 else "by_line", "", read, None)


@given(duties)
def test_a_duty_is_written_as_it_was_read(text: str) -> None:
    assert text_from_duty(duty_from_text(text)) == text


@given(seasons | steps, st.integers(0, 3000))
def test_every_day_has_one_duty(text: str, days: int) -> None:
    assert duty_on(duty_from_text(text), date(2024, 2, 29) + timedelta(days)).kind in ("free", "ad_valorem")


@given(computed, values, values)
def test_a_computed_duty_is_exact_to_a_millionth(text: str, value: int, kilograms: int) -> None:
    found = amount(duty_from_text(text), facts(value, kilograms), DAY)
    assert found.low is not None
    assert found.high is not None
    assert 0 <= found.low <= found.high <= found.low + 2
    assert not found.needs


@given(computed, values, values)
def test_more_goods_never_owe_less(text: str, value: int, kilograms: int) -> None:
    duty = duty_from_text(text)
    less, more = (amount(duty, facts(value * times, kilograms * times), DAY) for times in (1, 2))
    assert (less.low or 0) <= (more.low or 0)


@given(duties)
def test_what_nobody_said_is_asked_and_never_taken_for_nought(text: str) -> None:
    """A duty that is not known has no figure; one that needs a fact names it."""
    duty = duty_from_text(text)
    found = amount(duty, Facts(), DAY)
    if duty_on(duty, DAY).kind == "free":
        assert (found.low, found.needs) == (0, ())
    else:
        assert found.low is None
        assert bool(found.needs) is (duty.kind not in ("unknown", "prohibited"))


@given(weights | sums, values, values)
def test_an_equivalent_percentage_takes_a_price(text: str, value: int, kilograms: int) -> None:
    """The issue asks for an ad-valorem equivalent only where a price is given; then it is the duty over the value."""
    duty = duty_from_text(text)
    assert ad_valorem(duty, Facts(None, "", {"kg": kilograms}), DAY) is None
    found = ad_valorem(duty, facts(value, kilograms), DAY)
    owed = amount(duty, facts(value, kilograms), DAY)
    assert found is not None
    assert owed.low is not None
    assert found[0] * value <= owed.low * 100 * MILLION <= (found[1] + 1) * value


@given(computed, computed, values, values)
def test_a_saving_is_the_difference_and_never_below_nought(
    mfn: str, preferential: str, value: int, kg: int
) -> None:
    known = facts(value, kg)
    found = saving(quote((mfn, preferential)), known, DAY)
    full, reduced = (amount(duty_from_text(text), known, DAY) for text in (mfn, preferential))
    assert found.low is not None
    assert full.low is not None
    assert reduced.high is not None
    assert found.low == (0 if mfn == preferential else max(full.low - reduced.high, 0))
    assert found.state in ("known", "none")


@given(computed, values, values)
def test_where_everybody_enters_free_nothing_is_saved(mfn: str, value: int, kg: int) -> None:
    assert saving(quote(("free", "free")), facts(value, kg), DAY).state == "none"
    assert saving(quote((mfn, "none")), facts(value, kg), DAY).state == "none"
    assert saving(quote((mfn, "unknown: not-here")), facts(value, kg), DAY).state == "unknown"


@given(st.lists(computed, min_size=2, max_size=4), values, values)
def test_several_lines_give_both_ends(mfn: list[str], value: int, kg: int) -> None:
    known = facts(value, kg)
    every = [saving(quote((text, "free")), known, DAY) for text in mfn]
    found = saving(quote(*((text, "free") for text in mfn)), known, DAY)
    assert found.low == min(one.low or 0 for one in every)
    assert found.high == max(one.high or 0 for one in every)


@given(weights, values)
def test_currencies_are_not_mixed(text: str, value: int) -> None:
    found = amount(duty_from_text(text), Facts(value, "GBP", {"kg": value}), DAY)
    assert (found.low, found.needs) == (None, ("currency.USD",))
