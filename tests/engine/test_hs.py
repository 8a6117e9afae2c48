import pytest

from py_engine.errors import EngineError
from py_engine.hs import EDITION, HSCode, HSRange


@pytest.mark.parametrize("text", ["0901.21", "090121", "09.01.21", "0901 21", " 0901.21 "])
def test_usual_forms_are_one_code(text):
    assert HSCode.parse(text) == HSCode(digits="090121", edition=EDITION)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("0901.1", "digits"),
        ("9", "digits"),
        ("abc", "not_a_code"),
        ("", "not_a_code"),
        ("0901..21", "not_a_code"),
        ("0901-21", "not_a_code"),
        ("٠٩٠١", "not_a_code"),
        ("HS 0901", "not_a_code"),
        ("77", "chapter"),
        ("0001", "chapter"),
        ("9801", "chapter"),
        ("0900", "heading"),
        ("0901.21.00", "too_long"),
    ],
)
def test_everything_else_is_refused_with_its_value_and_an_example(text, key):
    with pytest.raises(EngineError) as refused:
        HSCode.parse(text, path="materials[0].hs")
    (refusal,) = refused.value.refusals
    assert refusal.path == "materials[0].hs"
    assert refusal.message.key == f"engine.hs.{key}"
    assert refusal.message.values["value"] == text
    assert refusal.message.values["example"] == "0901.21"


def test_codes_of_different_editions_are_never_compared():
    old, new = HSCode.parse("0901", edition="2017"), HSCode.parse("0901.21")
    assert HSCode.parse("0901") != old
    for compare in (lambda: old.contains(new), lambda: HSRange.parse("09", edition="2017").contains(new)):
        with pytest.raises(EngineError, match="editions_differ"):
            compare()


def test_a_code_contains_itself_and_what_lies_beneath():
    heading = HSCode.parse("0901")
    assert heading.contains(heading)
    assert heading.contains(HSCode.parse("0901.21"))
    assert not heading.contains(HSCode.parse("0902.10"))
    assert not heading.contains(HSCode.parse("09"))


@pytest.mark.parametrize(
    ("text", "inside", "outside"),
    [
        ("0901-0905", ["0901", "0905.10", "0903"], ["0906", "09", "0806.10"]),
        ("0901\u20130905", ["0901"], ["0906"]),
        ("61", ["6105.10", "61"], ["62", "6205"]),
        ("0901.11-0901.12", ["0901.11", "0901.12"], ["0901.21", "0901"]),
        ("50-63", ["50", "6310.90", "5205"], ["64", "4901"]),
    ],
)
def test_a_range_contains_everything_from_first_to_last(text, inside, outside):
    span = HSRange.parse(text)
    assert all(span.contains(HSCode.parse(code)) for code in inside)
    assert not any(span.contains(HSCode.parse(code)) for code in outside)
    assert HSRange.parse(span.text) == span


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("0905-0901", ["range"]),
        ("09-0901", ["range"]),
        ("ab-c", ["not_a_code"] * 2),
        ("0901-", ["not_a_code"]),
    ],
)
def test_a_range_that_is_none_is_refused(text, keys):
    with pytest.raises(EngineError) as refused:
        HSRange.parse(text)
    assert [refusal.message.key for refusal in refused.value.refusals] == [f"engine.hs.{key}" for key in keys]
