"""Amounts are exact: read, added, compared and written without losing a digit."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from py_engine.quantity import (
    MILLION,
    ceiling_tenths,
    decimal_from_text,
    floor_tenths,
    is_decimal_text,
    millionths,
    text_from_decimal,
    text_from_millionths,
)

AMOUNTS = st.decimals(-(10**9), 10**9, places=6)


@given(AMOUNTS)
def test_a_written_amount_is_the_amount(amount):
    text = text_from_decimal(amount)
    assert is_decimal_text(text)
    assert decimal_from_text(text) == amount
    assert millionths(text) == amount * MILLION
    assert text_from_millionths(millionths(text)) == text


@given(st.integers(0, 10**30), st.integers(1, 10**30))
def test_a_score_is_rounded_down_and_a_distance_up_by_less_than_a_tenth(part, whole):
    part = min(part, whole)
    exact = part * 1000
    low, high = (int(Decimal(write(part, whole)) * 10) for write in (floor_tenths, ceiling_tenths))
    assert low * whole <= exact < (low + 1) * whole
    assert (high - 1) * whole < exact <= high * whole


@given(st.integers(0, 10**9), st.integers(1, 10**9))
def test_what_is_missing_and_what_is_there_make_the_whole(part, whole):
    part = min(part, whole)
    assert Decimal(floor_tenths(part, whole)) + Decimal(ceiling_tenths(whole - part, whole)) == 100
