import pytest

from py_engine.message import Message, number, reference
from py_engine.speech import Catalogue

TEXTS = {
    "say.level": "Your level is {level}, with {points} points on {day}.",
    "say.loop": "{again}",
    "level.basic": "Basic",
    "say.left": {"plural": "count", "one": "{count} question", "other": "{count} questions"},
    "say.braces": "for instance {example}",
}
ENGLISH = Catalogue(
    "en", TEXTS, {"decimal": ".", "group": ",", "date": "{day} {month} {year}", "months": {"1": "January"}}
)


def test_a_value_may_be_text_a_reference_a_number_or_a_day():
    values = {"level": reference("level.basic"), "points": number("1234.5"), "day": {"date": "2026-01-05"}}
    assert (
        ENGLISH.say(Message("say.level", values))
        == "Your level is Basic, with 1,234.5 points on 5 January 2026."
    )
    assert ENGLISH.say(Message("say.level", values).as_json()) == ENGLISH.say(Message("say.level", values))


def test_plain_text_is_never_rewritten_so_that_codes_stay_codes():
    spanish = Catalogue("es", {"say": "{code}"}, {"decimal": ","})
    assert spanish.say(Message("say", {"code": "0901.21"})) == "0901.21"


def test_braces_in_a_value_are_left_alone():
    assert (
        ENGLISH.say(Message("say.braces", {"example": '{"level":"{level}"}'}))
        == 'for instance {"level":"{level}"}'
    )


def test_a_missing_text_is_named():
    with pytest.raises(KeyError, match=r"no text is called 'say\.nothing' in language 'en'"):
        ENGLISH.say("say.nothing")


def test_a_missing_value_is_named():
    with pytest.raises(KeyError, match=r"the text 'say\.level' needs a value called 'level'"):
        ENGLISH.say("say.level")
    with pytest.raises(KeyError, match=r"needs a value called 'count'"):
        ENGLISH.say("say.left")


@pytest.mark.parametrize(
    ("count", "said"),
    [("0", "0 questions"), ("1", "1 question"), ("2", "2 questions"), ("1.0", "1.0 questions")],
)
def test_plural_forms(count, said):
    assert ENGLISH.say(Message("say.left", {"count": count})) == said
    assert ENGLISH.say(Message("say.left", {"count": number(count)})) == said


@pytest.mark.parametrize(
    ("language", "locale", "text", "said"),
    [
        ("en", {"decimal": ".", "group": ","}, "1234567.50", "1,234,567.50"),
        ("es", {"decimal": ",", "group": "."}, "-1234.5", "-1.234,5"),
        ("es", {"decimal": ",", "group": ".", "group_from": "5"}, "1234", "1234"),
        ("es", {"decimal": ",", "group": ".", "group_from": "5"}, "12345", "12.345"),
        ("en", {}, "999", "999"),
    ],
)
def test_numbers(language, locale, text, said):
    assert Catalogue(language, {}, locale).number(text) == said


@pytest.mark.parametrize("text", ["", "1,5", "1e3", "٣", "NaN", "1."])
def test_what_is_no_number_is_refused(text):
    with pytest.raises(ValueError, match=r"is not a number: expected digits, for instance '41\.6'"):
        ENGLISH.number(text)


@pytest.mark.parametrize("text", ["2026-1-5", "20260105", "today", ""])
def test_what_is_no_day_is_refused(text):
    with pytest.raises(ValueError, match="is not a day: expected year-month-day, for instance '2026-11-21'"):
        ENGLISH.date(text)
