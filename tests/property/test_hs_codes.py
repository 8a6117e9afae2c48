"""A code read and written again is the same code."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from py_engine.errors import EngineError
from py_engine.hs import EDITIONS, HSCode, HSRange

CHAPTERS = st.integers(1, 97).filter(lambda chapter: chapter != 77).map("{:02}".format)
HEADINGS = st.builds("{}{:02}".format, CHAPTERS, st.integers(1, 99))
SUBHEADINGS = st.builds("{}{:02}".format, HEADINGS, st.integers(0, 99))
DIGITS = st.one_of(CHAPTERS, HEADINGS, SUBHEADINGS)


def pairs(digits):
    return [digits[at : at + 2] for at in range(0, len(digits), 2)]


@given(DIGITS, st.sampled_from(EDITIONS), st.sampled_from(["", ".", " "]))
def test_every_usual_form_of_a_code_is_the_same_code(digits, edition, between):
    code = HSCode.parse(between.join(pairs(digits)), edition=edition)
    assert code == HSCode(digits=digits, edition=edition)
    assert HSCode.parse(code.dotted, edition=edition) == code


@given(st.text(max_size=12))
def test_whatever_is_typed_it_is_a_code_or_a_refusal_that_shows_an_example(text):
    assert read(text) or all(refusal.message.values["example"] for refusal in refusals(text))


def read(text):
    try:
        return HSCode.parse(HSCode.parse(text).dotted)
    except EngineError:
        return None


def refusals(text):
    with pytest.raises(EngineError) as refused:
        HSCode.parse(text)
    return refused.value.refusals


@given(DIGITS, DIGITS)
def test_a_code_contains_another_exactly_when_its_own_range_does(one, other):
    a, b = HSCode.parse(one), HSCode.parse(other)
    assert a.contains(b) is HSRange(first=a, last=a).contains(b)
    assert a.contains(b) is (a.chapter == b.chapter and b.digits[: len(a.digits)] == a.digits)


@given(HEADINGS, HEADINGS, SUBHEADINGS)
def test_a_range_of_headings_holds_the_subheadings_between(one, other, inside):
    first, last = sorted([one, other])
    span = HSRange.parse(f"{first}-{last}")
    assert span.contains(HSCode.parse(inside)) is (first <= inside[:4] <= last)
