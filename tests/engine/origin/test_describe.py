"""Every rule can be said in both languages, in plain words and in trade notation, and every word has its text."""

import re
from pathlib import Path

import pytest
import yaml

from py_engine.origin import rules as r
from py_engine.origin import vocabulary as v
from py_engine.origin.describe import describe_plain, references
from py_engine.origin.describe_trade import describe_trade
from py_engine.origin.evaluate import evaluate
from py_engine.origin.notation import from_notation
from py_engine.origin.phrase import line, lines
from py_engine.speech import Catalogue
from tests.engine.origin.tables import cases, nodes
from tests.engine.origin.test_notation import RULES, SETTING

ROOT = Path(__file__).resolve().parents[3]


def flat(texts, prefix):
    for key, value in texts.items():
        if isinstance(value, dict):
            yield from flat(value, f"{prefix}.{key}")
        else:
            yield f"{prefix}.{key}", value


def room(language, name):
    path = ROOT / "i18n" / language / f"{name}.yml"
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506  texts only


class Named(dict):
    """A catalogue in which the goods and facts of an agreement are called by their names."""

    def __missing__(self, key):
        if key.startswith(("origin.goods.", "origin.facts.")) and key.endswith((".name", ".ask")):
            return key.split(".")[2]
        raise KeyError(key)

    def __contains__(self, key):
        return super().__contains__(key) or key.endswith((".name", ".ask"))


CATALOGUES = {
    language: Catalogue(language, Named(flat(room(language, "origin"), "origin")), room(language, "locale"))
    for language in ("en", "es")
}
ALL_RULES = [from_notation(rule, setting=SETTING) for rule in RULES] + [case.rule for case in cases()]


@pytest.mark.parametrize("language", CATALOGUES)
@pytest.mark.parametrize("rule", ALL_RULES, ids=lambda rule: rule.kind)
def test_every_rule_is_said(rule, language):
    plain = list(lines(describe_plain(rule), CATALOGUES[language]))
    short = line(describe_trade(rule), CATALOGUES[language])
    for sentence in (*(said for _, said in plain), short):
        assert sentence
        assert "{" not in sentence
        assert "  " not in sentence
    assert plain[0][0] == 0


@pytest.mark.parametrize("language", CATALOGUES)
def test_every_finding_is_said(language):
    for case in cases():
        for node in nodes(evaluate(case.rule, case.claim)):
            assert CATALOGUES[language].say(node.message)


@pytest.mark.parametrize("language", CATALOGUES)
def test_every_word_of_the_vocabulary_has_its_text(language):
    rooms = {
        "level": v.SHIFTS,
        "base": v.BASES,
        "short": v.BASES,
        "measure": v.MEASURES,
        "counting": v.COUNTING,
        "deduction": v.DEDUCTIONS,
        "having": v.HAVING,
        "way": (*v.WAYS, "none"),
        "unread": v.UNREAD_REASONS,
        "status": v.STATUSES,
        "direction": v.DIRECTIONS,
        "effect": v.EFFECTS,
        "process": v.PROCESSES,
    }
    for name, words in rooms.items():
        assert set(room(language, "origin")[name]) >= set(words), name
    for words in rooms.values():
        assert len(set(words)) == len(words)


def test_both_languages_have_the_same_keys_and_values():
    texts = {language: dict(flat(room(language, "origin"), "origin")) for language in ("en", "es")}
    assert list(texts["en"]) == list(texts["es"])
    for key, english in texts["en"].items():
        values = {tuple(sorted(set(re.findall(r"\{\w+\}", text)))) for text in (english, texts["es"][key])}
        assert len(values) == 1, key


def test_every_refusal_of_the_notation_has_its_text():
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "py_engine" / "origin").glob("*.py"))
    keys = set(re.findall(r'"(origin\.(?:notation|claim|editions|notes)\.\w+)"', code))
    assert keys
    assert keys <= set(CATALOGUES["en"].messages)


SAID = [
    (
        {"all_of": [{"change_of": "heading"}, {"regional_value_content": "build_down", "at_least": "40"}]},
        "CTH + RVC 40 (build-down, TV)",
        "CP + VCR 40 (reducción del valor, VT)",
    ),
    (
        {"change_of": "chapter", "except_from": ["5106-5113", "6006"]},
        "CC except 51.06\u201351.13, 60.06",
        "CC excepto 51.06\u201351.13, 60.06",
    ),
    (
        {
            "any_of": [
                {"change_of": "subheading"},
                {"all_of": [{"change_of": "any"}, {"regional_value_content": "max_nom", "at_most": "47.5"}]},
            ]
        },
        "CTSH or (AH + MaxNOM 47.5 % (TV))",
        "CSP o (CPA + MaxMNO 47.5 % (VT))",
    ),
    ({"process": ["dyeing", "printing", "bleaching"], "at_least": "2"},
     "SP: 2 of dyeing, printing of fabric or bleaching",
     "proceso: 2 de teñido, estampado o blanqueo"),
    ({"materials": ["any"]}, "PE (only originating materials)", "solo materiales originarios"),
    (
        {"limit": "weight", "on": ["04", {"named": "sugar"}], "at_most": "20", "base": "product"},
        "04 or sugar ≤ 20 % (weight, of the product)",
        "04 o sugar ≤ 20 % (peso, del producto)",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("written", "english", "spanish"), SAID, ids=[said[1] for said in SAID])
def test_the_notation_of_the_trade(written, english, spanish):
    said = describe_trade(from_notation(written))
    assert line(said, CATALOGUES["en"]) == english
    assert line(said, CATALOGUES["es"]) == spanish


def test_plain_words_are_nested_as_the_rule_is():
    rule = from_notation(
        {
            "any_of": [
                {"change_of": "heading", "except_from": ["6006"]},
                {"regional_value_content": "max_nom", "at_most": "40", "basis": "ex_works"},
            ]
        }
    )
    assert list(lines(describe_plain(rule), CATALOGUES["en"])) == [
        (0, "One of these is enough:"),
        (1, "Every non-originating material comes from another heading than the product."),
        (2, "But none of them from: 60.06."),
        (1, "Non-originating materials make up at most 40 % of the ex-works price."),
    ]
    assert [said for _, said in lines(describe_plain(rule), CATALOGUES["es"])][2:] == [
        "Pero ninguno de: 60.06.",
        "Los materiales no originarios son como máximo 40 % del precio franco fábrica.",
    ]


def test_references_are_named_once_in_the_order_of_the_rule():
    place = r.Citation("protocol-2", annex="II")
    parts = (r.NoRequirement(r.Citation(item="a")), r.NoRequirement(r.Citation(item="b")))
    rule = r.When(r.Provided("x", citation=r.Citation("decision-1")), r.AllOf(parts), r.Scoped(parts[0]))
    assert [(found.source, found.annex, found.item) for found in references(rule, place)] == [
        ("protocol-2", "II", ""),
        ("decision-1", "", ""),
        ("protocol-2", "II", "a"),
        ("protocol-2", "II", "b"),
    ]
    assert references(rule.then.rules[0].__class__()) == ()


def test_a_finding_cites_where_its_rule_stands():
    rule = r.AllOf((r.NoRequirement(r.Citation(item="3")),))
    found = evaluate(rule, next(cases()).claim, citation=r.Citation("protocol-2", page="88"))
    assert found.parts[0].citation == ("protocol-2", "", "", "88", "3")
    assert found.as_json()["parts"][0]["citation"] == {"source": "protocol-2", "page": "88", "item": "3"}
