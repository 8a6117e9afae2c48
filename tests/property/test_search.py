"""The product finder never stumbles: any text gets an answer, the same one every time, and a code comes first."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from build_tools.bench.search import nomenclatures
from py_engine.search.calls import searched

OUTCOMES = {"found", "code", "no_code", "unsure", "vague", "nothing", "empty"}
FOUND = nomenclatures()
LANGUAGES = st.sampled_from(sorted(FOUND))
LETTERS = "abcdefghijklmnopqrstuvwxyzáñ "
WORDS = (
    "roasted coffee",
    "camiseta de algodón",
    "aceite de oliva virgen",
    "sewing machine",
    "chompa de alpaca",
)


@settings(max_examples=40)
@given(LANGUAGES, st.text(max_size=80))
def test_any_text_gets_an_answer_and_always_the_same(language, text):
    first = searched(FOUND[language], text, {})
    assert first["outcome"] in OUTCOMES
    assert first == searched(FOUND[language], text, {})
    assert len(first["candidates"]) <= 10


@settings(max_examples=40)
@given(LANGUAGES, st.sampled_from(WORDS), st.data())
def test_a_typo_never_breaks_it(language, words, data):
    at = data.draw(st.integers(0, len(words) - 1))
    letter = data.draw(st.sampled_from(LETTERS))
    for typo in (
        words[:at] + words[at + 1 :],
        words[:at] + letter + words[at:],
        words[:at] + letter + words[at + 1 :],
    ):
        assert searched(FOUND[language], typo, {})["outcome"] in OUTCOMES


@settings(max_examples=40)
@given(LANGUAGES, st.data())
def test_a_code_of_the_edition_comes_first_however_it_is_written(language, data):
    code = data.draw(st.sampled_from([code for code in FOUND[language].codes if len(code) == 6]))
    for form in (code, f"{code[:4]}.{code[4:]}", f"{code[:2]}.{code[2:4]}.{code[4:]}", f"HS {code}"):
        answer = searched(FOUND[language], form, {})
        assert answer["candidates"][0]["hs"] == code
        assert answer["outcome"] == "code"


@settings(max_examples=40)
@given(
    LANGUAGES, st.sampled_from(WORDS), st.dictionaries(st.text(max_size=12), st.text(max_size=12), max_size=4)
)
def test_answers_nobody_asked_for_change_nothing(language, words, facts):
    plain = searched(FOUND[language], words, {})
    answered = searched(FOUND[language], words, facts)
    if not any(name in {"heading", "unknown"} or name.startswith("in-") for name in facts):
        assert answered["candidates"] == plain["candidates"]


@settings(max_examples=40)
@given(st.sampled_from(WORDS), st.integers(0, 5))
def test_following_the_questions_ends(words, choice):
    facts = {}
    for _ in range(12):
        answer = searched(FOUND["es"], words, facts)
        if answer["question"] is None:
            return
        options = answer["question"]["options"]
        facts[answer["question"]["id"]] = options[min(choice, len(options) - 1)]["id"]
        assert answer["candidates"]
    pytest.fail(f"still asking after {facts}")
