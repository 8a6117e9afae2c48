"""The wording of the US General Notes, in sentences of our own with invented codes and figures."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from build_tools.importers.grammar.codes import Nomenclature
from build_tools.importers.grammar.tokens import Cursor, GrammarError, Passage
from build_tools.importers.grammar.us import read_rule
from build_tools.importers.grammar.us_goods import UnknownGoodsError
from build_tools.importers.grammar.us_reading import Words, key_of
from py_engine.origin.notation import Setting, from_notation, to_notation

CODES = Nomenclature("2012", "hts-us")
SETTING = Setting("2012", "hts-us")
KNOWN = ("wet-blues", "blue-cheese", "milk-solids-over-10", "sugar", "fresh-goods", "cheese-made-by-smoking")
WORDS = Words(
    goods={
        **{name: name for name in KNOWN},
        key_of("containing over 10 percent by weight of milk solids"): "milk-solids-over-10",
        key_of("goods that have been prepared by smoking"): "cheese-made-by-smoking",
    },
    facts={key_of("the moon is full"): "full-moon"},
)
HEADING = {"change_of": "heading"}


def read(*lines: str) -> list[tuple[list[str], str, bool, dict[str, Any]]]:
    """Read a rule, and give goods, description, "other" and notation of each sentence."""
    found = read_rule(Passage.of("gn99", list(enumerate(lines, 1))), CODES, WORDS)
    return [
        (
            [codes.text for codes in one.target.codes],
            one.target.named,
            one.target.other,
            to_notation(one.rule),
        )
        for one in found
    ]


def rule(*lines: str) -> dict[str, Any]:
    """Read a rule of one sentence."""
    (one,) = read(*lines)
    return one[3]


@pytest.mark.parametrize(
    ("sentence", "notation"),
    [
        ("A change to heading 0901 from any other chapter.", {"change_of": "chapter"}),
        ("A change in heading 0901 from any other heading", HEADING),
        (
            "A change to subheadings 0902.10 through 0902.40 from any other subheading.",
            {"change_of": "subheading"},
        ),
        (
            "A change to tariff items 2106.90.48 or 2106.90.52 from any other tariff item.",
            {"change_of": "item"},
        ),
        (
            "A change to heading 0901 from any other heading, including another heading within that group.",
            HEADING,
        ),
        (
            "A change to headings 4009 through 4010 from any other heading outside that group.",
            {"change_of": "heading", "outside": ["4009-4010"]},
        ),
        (
            (
                "A change to heading 6101 from any other chapter, except from headings 5106 through 5110, 5205, "
                "subheading 5403.20, chapter 54 or chapters 55 through 56."
            ),
            {"change_of": "chapter", "except_from": ["5106-5110", "5205", "5403.20", "54", "55-56"]},
        ),
        (
            "A change to heading 3824 from any other heading, except from chapters 28 through 37, 40 or 90.",
            {"change_of": "heading", "except_from": ["28-37", "40", "90"]},
        ),
        (
            "A change to heading 5111 from any other heading, except from subheadings 5403.42 through heading 5408.",
            {"change_of": "heading", "except_from": ["5403.42-5403.99", "5404-5408"]},
        ),
        (
            (
                "A change to subheading 8402.11 from subheading 8402.90, whether or not there is also a "
                "change from any "
                "other heading, except from heading 7321."
            ),
            {
                "change_of": "any",
                "from": ["8402.90"],
                "also": {"change_of": "heading", "except_from": ["7321"]},
            },
        ),
        (
            "A change to heading 4107 from wet blues of subheading 4105.10 or any other heading.",
            {
                "change_of": "heading",
                "also": {"change_of": "any", "from": [{"of": ["4105.10"], "named": "wet-blues"}]},
            },
        ),
        (
            (
                "A change to heading 8481 from any other heading, except from more than one of the following: "
                "(a) heading 8501, (b) heading 8503."
            ),
            {
                "any_of": [
                    {"change_of": "heading", "except_from": ["8503"]},
                    {"change_of": "heading", "except_from": ["8501"]},
                ]
            },
        ),
        (
            (
                "A change to headings 3901 through 3910 from any other heading, provided that the originating polymer "
                "content is no less than 40 percent by weight of the total polymer content."
            ),
            {"all_of": [HEADING, {"materials": [{"named": "polymers"}], "at_least": "40"}]},
        ),
        (
            (
                "A change to heading 2710 from any other heading, provided that the good resulting from such change is "
                "the product of a chemical reaction, atmospheric distillation or vacuum distillation."
            ),
            {
                "all_of": [
                    HEADING,
                    {
                        "process": ["chemical_reaction", "atmospheric_distillation", "vacuum_distillation"],
                        "at_least": "1",
                    },
                ]
            },
        ),
        (
            "A change to heading 7308 from any other heading, provided that the moon is full.",
            {"all_of": [HEADING, {"provided": "full-moon"}]},
        ),
    ],
)
def test_a_sentence_says_what_it_says(sentence: str, notation: dict[str, Any]) -> None:
    """Every wording has one reading, and the reading is notation that the engine reads."""
    assert rule(sentence) == notation
    assert to_notation(from_notation(notation, setting=SETTING)) == notation


def test_value_content_by_one_method_or_another() -> None:
    """Of the two methods, one is enough."""
    assert rule(
        "No change in tariff classification is required for heading 8501, provided that there is a regional value",
        "content of not less than: (1) 31 percent under the build-up method, or (2) 41 percent under the",
        "build-down method.",
    ) == {
        "any_of": [
            {"regional_value_content": "build_up", "at_least": "31"},
            {"regional_value_content": "build_down", "at_least": "41"},
        ]
    }
    assert rule(
        "No change in tariff classification to a good of heading 8501, provided there is a regional value content of "
        "not less than 33 percent under the net cost method."
    ) == {"regional_value_content": "net_cost", "at_least": "33", "basis": "net_cost"}


def test_clothing_is_cut_and_sewn_and_its_lining_formed() -> None:
    """Conditions in a list joined by "and" must all hold."""
    found = rule(
        "A change to subheadings 6101.10 through 6101.30 from any other chapter, provided that: (a) the good is cut or",
        "knit to shape, or both, and sewn or otherwise assembled in the territory of Utopia, the United States, or",
        "both; and (b) any visible lining material contained in the apparel article must satisfy the requirements of",
        "chapter rule 1 for chapter 61.",
    )
    assert found["all_of"][1:] == [
        {"process": ["cut_or_knit_to_shape", "sewn_or_assembled"]},
        {"materials": [{"named": "visible-lining"}], "undergo": ["fabric_formation", "finishing"]},
    ]


def test_goods_that_contain_something_have_a_condition_of_their_own() -> None:
    """Only the goods described have to keep it."""
    assert rule(
        "A change to subheading 1901.90 from any other chapter, provided that goods of subheading 1901.90 containing",
        "over 10 percent by weight of milk solids do not contain more than 20 percent by weight of "
        "nonoriginating sugar",
        "of chapter 17.",
    )["all_of"][1] == {
        "when": {"product_is": [{"of": ["1901.90"], "named": "milk-solids-over-10"}]},
        "then": {
            "limit": "weight",
            "on": [{"of": ["17"], "named": "sugar"}],
            "at_most": "20",
            "base": "product",
        },
    }


def test_fresh_goods_wholly_obtained() -> None:
    """'shall be originating only if the fresh goods were wholly obtained' asks about materials, of such goods only."""
    assert rule(
        "A change to heading 0406 from any other chapter, except that goods that have been prepared by "
        "smoking shall be",
        "originating only if the fresh goods were goods wholly obtained or produced entirely in the "
        "territory of Utopia",
    )["all_of"][1] == {
        "when": {"product_is": [{"named": "cheese-made-by-smoking"}]},
        "then": {"materials": [{"named": "fresh-goods"}], "must_be": "wholly_obtained"},
    }


def test_alternatives_keep_their_goods() -> None:
    """Labelled sentences are read one by one; 'any other good' is the rest."""
    found = read(
        "(a) A change to blue cheese of subheading 0406.40 from any other heading; or",
        "(b) A change to any other good of subheading 0406.40 from any other chapter; or",
        "(c) No change in tariff classification to such subheading is required, provided that there is a regional",
        "value content of not less than 30 percent under the build-up method.",
    )
    assert [(codes, named, other) for codes, named, other, _ in found] == [
        (["0406.40"], "blue-cheese", False),
        (["0406.40"], "", True),
        (["0406.40"], "", True),
    ]


def test_lists_inside_lists_end_where_the_outer_goes_on() -> None:
    """After (1) and (2) of the value content comes (b) of the rule."""
    found = read(
        "(a) A change to heading 8501 from heading 8503, provided there is a regional value content of not less than:",
        "(1) 31 percent under the build-up method, or (2) 41 percent under the build-down method; or",
        "(b) A change to heading 8501 from any other heading.",
    )
    assert [notation.get("change_of") for *_, notation in found] == [None, "heading"]


def test_a_condition_nobody_has_read_stays_unread_and_the_rest_is_kept() -> None:
    """Nothing is dropped and nothing is guessed."""
    change, unread = rule(
        "A change to heading 0406 from any other heading, provided that the sun stands high."
    )["all_of"]
    assert change == HEADING
    assert unread["unread"] == "grammar"


@pytest.mark.parametrize(
    ("sentence", "reason", "expected"),
    [
        ("A change to heading 0406 from green cheese of heading 0405.", "goods", "green-cheese"),
        (
            "A change to headings 0406 through 0403 from any other heading.",
            "contradiction",
            "not 04.06 through 04.03",
        ),
        ("A change to heading 9906 from any other heading.", "lost", "a code"),
        ("A change to heading 0406 from any other heading or so it is said.", "goods", ""),
        ("Cheese is made of milk.", "grammar", "a change"),
    ],
)
def test_what_is_not_understood_is_an_error_with_a_caret(sentence: str, reason: str, expected: str) -> None:
    """The error names the document, the line and what could have stood there, and points at it."""
    with pytest.raises(GrammarError) as caught:
        read("", sentence)
    assert caught.value.reason == reason
    message = str(caught.value)
    assert message.startswith("gn99, line 2: expected ")
    assert expected in message
    shown, caret = message.splitlines()[-2:]
    assert caret.strip() == "^"
    assert len(caret) <= len(shown) + 1


def test_an_unknown_description_says_under_which_key_it_is_looked_up() -> None:
    """Whoever adds the words needs the key."""
    with pytest.raises(UnknownGoodsError) as caught:
        read("A change to green cheese of heading 0406 from any other heading.")
    assert (caught.value.words, caught.value.key) == ("green cheese", "green-cheese")


def test_a_divided_word_keeps_its_hyphen_and_loses_the_break() -> None:
    """Spans lead back to the printed line."""
    passage = Passage.of("gn99", [(10, "yarn of man-"), (11, "made fibers"), (12, "only")])
    assert passage.text == "yarn of man-made fibers only"
    assert [passage.line(passage.text.index(word)) for word in ("yarn", "made", "only")] == [10, 11, 12]


def test_a_misprint_is_corrected_once_and_lines_stay() -> None:
    """A correction that does not fit is refused."""
    passage = Passage.of("gn99", [(1, "A hange to heading 0406"), (2, "from any other heading")])
    corrected = passage.corrected("hange", "change")
    assert corrected.line(corrected.text.index("from")) == 2
    with pytest.raises(ValueError, match="chnge"):
        passage.corrected("chnge", "change")


def test_what_was_expected_at_the_furthest_place_is_told() -> None:
    """Going back after a wrong guess does not hide how far reading came."""
    cursor = Cursor(Passage("gn99", "any other dog", ((0, 1),)))
    assert not cursor.take("any other cat")
    assert cursor.take("any other")
    assert not cursor.take("cow")
    assert "expected cow" in str(cursor.error())


headings = (
    st.integers(min_value=101, max_value=9606)
    .map(lambda n: f"{n:04d}")
    .filter(lambda code: code[:2] not in ("00", "77") and code[2:] != "00")
)
levels = st.sampled_from(["chapter", "heading", "subheading"])


@st.composite
def rules_and_wording(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    """Make a rule and word it as the General Notes do."""
    level = draw(levels)
    excepted = draw(st.lists(headings, max_size=4, unique=True))
    notation: dict[str, Any] = {"change_of": level}
    wording = f"A change to heading {draw(headings)} from any other {level}"
    if excepted:
        notation["except_from"] = excepted
        *first, last = excepted
        wording += ", except from headings " + (f"{', '.join(first)} or {last}" if first else last)
    up, down = draw(st.tuples(st.integers(1, 99), st.integers(1, 99)))
    content = draw(st.sampled_from(["none", "one", "two"]))
    if content == "one":
        wording += (
            ", provided that there is a regional value content of not less than"
            f" {up} percent under the net cost method"
        )
        value: dict[str, Any] = {
            "regional_value_content": "net_cost",
            "at_least": str(up),
            "basis": "net_cost",
        }
        notation = {"all_of": [notation, value]}
    elif content == "two":
        wording += (
            f", provided that there is a regional value content of not less than: (a) {up} percent under the build-up"
            f" method, or (b) {down} percent under the build-down method"
        )
        value = {
            "any_of": [
                {"regional_value_content": "build_up", "at_least": str(up)},
                {"regional_value_content": "build_down", "at_least": str(down)},
            ]
        }
        notation = {"all_of": [notation, value]}
    return wording + ".", notation


@settings(deadline=None)
@given(rules_and_wording())
def test_rule_to_wording_and_back(made: tuple[str, dict[str, Any]]) -> None:
    """'A change to … from any other …, except from …': what is worded is read as what was meant."""
    wording, notation = made
    assert rule(wording) == notation


@settings(deadline=None)
@given(rules_and_wording(), st.integers(min_value=1, max_value=12))
def test_line_breaks_change_nothing(made: tuple[str, dict[str, Any]], width: int) -> None:
    """A rule means the same however the page breaks it."""
    words = made[0].split()
    lines = [" ".join(words[at : at + width]) for at in range(0, len(words), width)]
    assert rule(*lines) == made[1]
