"""What the business tools promise for every amount, and the plan's order against looking at every order."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from py_engine.business.amounts import AmbiguousError, ceiling, fixed, nearest, read_amount, shares
from py_engine.business.cash import falls
from py_engine.business.ladder import _Costs, down, up
from py_engine.business.splitter import equal, proportional
from py_engine.plan.schedule import MOST, Job, best_order, cost
from py_engine.quantity import HUNDRED_POINTS, MILLION

AMOUNTS = st.integers(0, 10**12)
RATES = st.integers(0, 20 * MILLION)


@given(st.integers(0, 10**9), st.integers(0, 99))
def test_both_ways_of_writing_an_amount_are_the_same_amount(whole: int, cents: int) -> None:
    groups = f"{whole:,}"
    written = [f"{whole}.{cents:02}", f"{whole},{cents:02}", f"{groups}.{cents:02}"]
    written.append(f"{groups.replace(',', '.')},{cents:02}")
    written.append(f"{groups.replace(',', ' ')},{cents:02}")
    assert {read_amount(text) for text in written} == {whole * MILLION + cents * 10_000}


@given(st.text(alphabet="0123456789.,- xé", max_size=12))
def test_a_text_is_an_amount_or_refused_and_nothing_else(text: str) -> None:
    try:
        amount = read_amount(text)
    except ValueError:  # an AmbiguousError is one
        return
    assert read_amount(fixed(amount, places=6)) == amount


@pytest.mark.parametrize("text", ["1.250", "1,250", "12,500", "-3.000"])
def test_what_could_be_thousands_or_decimals_is_not_guessed(text: str) -> None:
    with pytest.raises(AmbiguousError):
        read_amount(text)


@given(st.integers(-(10**15), 10**15), st.integers(1, 10**6))
def test_rounding_is_never_off_by_more_than_half(part: int, whole: int) -> None:
    assert abs(2 * (nearest(part, whole) * whole - part)) <= whole
    assert ceiling(part, whole) * whole >= part > (ceiling(part, whole) - 1) * whole
    assert nearest(-part, whole) == -nearest(part, whole)
    assert read_amount(fixed(part, whole, places=2)) == nearest(part * 100, whole * MILLION) * 10_000


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=8).filter(any))
def test_parts_of_a_drawing_meet_and_fill_it(parts: list[int]) -> None:
    made = shares(parts)
    assert made[0][0] == 0
    assert sum(made[-1]) == 1000
    assert all(before[0] + before[1] == after[0] for before, after in itertools.pairwise(made))


@given(AMOUNTS, AMOUNTS, AMOUNTS, AMOUNTS, AMOUNTS, RATES, RATES, st.booleans(), AMOUNTS)
def test_going_up_and_down_again_ends_where_it_began(
    exw: int,
    before: int,
    board: int,
    freight: int,
    arrival: int,
    rate: int,
    duty: int,
    on_fob: bool,
    clear: int,
) -> None:
    costs = _Costs(before, board, freight, rate, arrival, duty, on_fob, clear)
    rungs = up(costs, exw)
    climbed = [rungs.exw, rungs.fca, rungs.fob, rungs.cfr, rungs.cif, rungs.dap, rungs.ddp]
    assert climbed == sorted(climbed)
    assert rungs.cif * (100 * HUNDRED_POINTS - 110 * rate) == rungs.cfr * 100 * HUNDRED_POINTS
    # down from the exact value, multiplied up so that it is a whole number
    scaled = costs._replace(
        before_carrier=before * rungs.whole,
        on_board=board * rungs.whole,
        freight=freight * rungs.whole,
        arrival=arrival * rungs.whole,
        clearance=clear * rungs.whole,
    )
    found, whole = down(scaled, rungs.ddp)
    assert found == exw * rungs.whole * whole


@given(st.integers(0, 10**6), st.lists(st.integers(0, 10**5), min_size=1, max_size=20))
def test_an_order_is_shared_whole_and_nobody_gives_more_than_they_have(order: int, have: list[int]) -> None:
    taken = min(order, sum(have))
    for share in (equal, proportional):
        parts = share(taken, have)
        assert sum(parts) == taken
        assert all(0 <= part <= has for part, has in zip(parts, have, strict=True))
        # who has more never delivers less
        ranked = sorted(zip(have, parts, strict=True))
        assert all(low[1] <= high[1] + 1 for low, high in itertools.pairwise(ranked))


@given(st.integers(1, 26), st.sampled_from([0, 1, 2, 4]), st.integers(1, 26))
def test_a_payment_falls_only_within_the_forecast(first: int, every: int, length: int) -> None:
    periods = falls(first, every, length)
    assert all(0 <= at < length for at in periods)
    assert not periods or periods[0] == first - 1
    assert all(after - before == every for before, after in itertools.pairwise(periods))


@st.composite
def jobs(draw: st.DrawFn) -> list[Job]:
    """Up to seven jobs; each may wait for some of those before it, so that there is no circle."""
    made: list[Job] = []
    for at in range(draw(st.integers(1, 7))):
        after = draw(st.sets(st.integers(0, at - 1))) if at else set()
        made.append(Job(draw(st.integers(1, 120)), draw(st.integers(0, 20)), frozenset(after)))
    return draw(st.permutations(range(len(made))).map(lambda order: _renamed(made, order)))


def _renamed(made: list[Job], order: list[int]) -> list[Job]:
    place = {old: new for new, old in enumerate(order)}
    return [made[old]._replace(after=frozenset(place[other] for other in made[old].after)) for old in order]


def _allowed(made: list[Job], order: tuple[int, ...]) -> bool:
    return all(made[at].after <= set(order[:place]) for place, at in enumerate(order))


@given(jobs())
def test_no_order_at_all_is_better_than_the_one_that_is_given(made: list[Job]) -> None:
    order = best_order(made)
    assert _allowed(made, tuple(order))
    every = (each for each in itertools.permutations(range(len(made))) if _allowed(made, each))
    assert cost(made, order) == min(cost(made, each) for each in every)


def test_a_circle_and_too_many_jobs_are_refused() -> None:
    with pytest.raises(ValueError, match="2"):
        best_order([Job(1, 1, frozenset({1})), Job(1, 1, frozenset({0}))])
    with pytest.raises(ValueError, match=str(MOST + 1)):
        best_order([Job(1, 1)] * (MOST + 1))
