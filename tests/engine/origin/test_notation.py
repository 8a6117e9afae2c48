"""The notation: every construct of the document is read and written again the same, and every fault is named."""

from pathlib import Path

import pytest
import yaml

from py_engine.errors import EngineError
from py_engine.hs import HSRange
from py_engine.origin.notation import KINDS, Setting, from_notation, to_notation
from py_engine.origin.notation_files import file_from_notation, file_to_notation
from py_engine.origin.rules import AllOf, AnyOf, ChangeOfClassification, Goods

DOCUMENT = Path(__file__).resolve().parents[3] / "docs" / "rules-notation.md"
SETTING = Setting("2012", "hts-us")


def blocks():
    parts = DOCUMENT.read_text(encoding="utf-8").split("```yaml\n")[1:]
    return [yaml.load(part.split("```")[0], Loader=yaml.BaseLoader) for part in parts]  # noqa: S506  texts only


FILES = [block for block in blocks() if "agreement" in block]
RULES = [rule for block in blocks() if "agreement" not in block for rule in block["rules"]]


@pytest.mark.parametrize("written", RULES, ids=str)
def test_a_rule_of_the_document_is_written_as_it_was_read(written):
    assert to_notation(from_notation(written, setting=SETTING)) == written


@pytest.mark.parametrize("written", FILES, ids=lambda file: file["id"])
def test_a_file_of_the_document_is_written_as_it_was_read(written):
    again = file_to_notation(file_from_notation(written))
    assert again == written
    assert [list(row) for row in again["rules"]] == [list(row) for row in written["rules"]]


def test_the_document_shows_every_kind_of_rule():
    assert {name for rule in RULES for name in _names(rule)} >= set(KINDS)


def _names(written):
    if isinstance(written, dict):
        return {*written, *(name for part in written.values() for name in _names(part))}
    return {name for part in written for name in _names(part)} if isinstance(written, list) else set()


def test_rows_inherit_from_their_file_unless_they_name_a_document():
    file = file_from_notation(FILES[0])
    first, second, third = file.rule_sets
    assert first.citation == ("protocol-2", "", "II", "88", "3")
    assert (first.start.isoformat(), second.start.isoformat()) == ("2019-01-01", "2020-07-01")
    assert (first.edition, first.covers[0].first.edition, third.ex.other) == ("2012", "2012", True)
    row = {**FILES[0]["rules"][0], "citation": {"source": "decision-1"}}
    assert file_from_notation({**FILES[0], "rules": [row]}).rule_sets[0].citation.annex == ""


def test_rules_of_different_kinds_are_never_equal():
    part = (ChangeOfClassification("chapter"),)
    assert AllOf(part) != AnyOf(part)


def test_goods_have_one_shortest_form():
    codes = (HSRange.parse("0901"),)
    for goods, form in ((Goods(), "any"), (Goods(same="heading"), "same heading"), (Goods(of=codes), "0901")):
        rule = ChangeOfClassification("any", from_=(goods,))
        assert to_notation(rule)["from"] == [form]
        assert from_notation(to_notation(rule)) == rule


FAULTS = [
    ({"change_of": "head"}, "rule.change_of", "origin.notation.word"),
    ({"change_of": "heading", "any_of": []}, "rule", "origin.notation.two_kinds"),
    ({"changes": "heading"}, "rule", "origin.notation.no_kind"),
    ({}, "rule", "origin.notation.no_kind"),
    ("CTH", "rule", "engine.value.object"),
    ({"change_of": "heading", "except": ["0901"]}, "rule.except", "engine.value.unknown_field"),
    ({"change_of": "heading", "except_from": []}, "rule.except_from", "origin.notation.empty"),
    ({"change_of": "heading", "except_from": ["0905-0901"]}, "rule.except_from[0]", "engine.hs.range"),
    ({"change_of": "heading", "except_from": ["same shelf"]}, "rule.except_from[0]", "origin.notation.word"),
    ({"change_of": "any", "from": [{"off": ["09"]}]}, "rule.from[0].off", "engine.value.unknown_field"),
    ({"change_of": "any", "from": [{"named": "Milk"}]}, "rule.from[0].named", "origin.notation.id"),
    ({"change_of": "any", "also": {"from": ["09"]}}, "rule.also.change_of", "engine.value.missing"),
    ({"regional_value_content": "build_down"}, "rule", "origin.notation.threshold"),
    (
        {"regional_value_content": "build_down", "at_least": "4O"},
        "rule.at_least",
        "origin.notation.percent",
    ),
    (
        {"regional_value_content": "build_down", "at_least": "101"},
        "rule.at_least",
        "origin.notation.percent",
    ),
    ({"regional_value_content": "max_nom", "at_least": "40"}, "rule", "origin.notation.threshold"),
    ({"regional_value_content": "focused", "at_least": "40"}, "rule", "origin.notation.focused"),
    ({"regional_value_content": "net_cost", "at_least": "40"}, "rule", "origin.notation.net_cost"),
    ({"limit": "value", "at_most": "20"}, "rule", "origin.notation.base"),
    ({"limit": "weight", "at_most": "20", "base": "ex_works"}, "rule", "origin.notation.base"),
    ({"limit": "value", "at_most": "20", "base": "product"}, "rule", "origin.notation.base"),
    ({"limit": "value", "at_most": "20", "base": "those_materials"}, "rule", "origin.notation.base_of"),
    ({"limit": "weight", "at_most": "-1", "unit": "kilogram"}, "rule.at_most", "origin.notation.amount"),
    ({"process": "thinking"}, "rule.process", "origin.notation.word"),
    ({"process": ["dyeing"], "at_least": "2"}, "rule.at_least", "origin.notation.count"),
    ({"process": "dyeing", "at_least": "none"}, "rule.at_least", "origin.notation.count"),
    ({"process": "other"}, "rule", "origin.notation.other"),
    ({"provided": "x", "expected": "no"}, "rule.expected", "origin.notation.word"),
    ({"any_of": []}, "rule.any_of", "origin.notation.empty"),
    ({"any_of": [{"change_of": "x"}]}, "rule.any_of[0].change_of", "origin.notation.word"),
    ({"when": {"provided": "x"}}, "rule.then", "engine.value.missing"),
    ({"requires": "something"}, "rule.requires", "origin.notation.word"),
    ({"unread": "grammar"}, "rule.fact", "engine.value.missing"),
    ({"wholly_obtained": ["sung"]}, "rule.wholly_obtained[0]", "origin.notation.word"),
    (
        {"change_of": "heading", "citation": {"shelf": "3"}},
        "rule.citation.shelf",
        "engine.value.unknown_field",
    ),
]


@pytest.mark.parametrize(("written", "path", "key"), FAULTS, ids=[str(fault[0]) for fault in FAULTS])
def test_a_fault_is_named_with_its_path(written, path, key):
    with pytest.raises(EngineError) as refused:
        from_notation(written)
    assert (path, key) in [(refusal.path, refusal.message.key) for refusal in refused.value.refusals]


def test_all_faults_are_found_in_one_reading():
    with pytest.raises(EngineError) as refused:
        file_from_notation({"id": "A b", "rules": [{"id": "x", "rule": {"change_of": "x"}}, {"id": "x"}]})
    assert {refusal.path for refusal in refused.value.refusals} >= {
        "id",
        "agreement",
        "hs",
        "from",
        "citation.source",
        "rules[0].covers",
        "rules[0].rule.change_of",
        "rules[1].rule",
        "",
    }


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"until": "2018-01-01"}, "rules[0].until"),
        ({"from": "2019-02-30"}, "rules[0].from"),
        ({"ex": {}}, "rules[0].ex"),
        ({"ex": {"named": "a", "other": "true"}}, "rules[0].ex"),
        ({"direction": "sideways"}, "rules[0].direction"),
        ({"status": "sure"}, "rules[0].status"),
        ({"covers": ["9901"]}, "rules[0].covers[0]"),
    ],
)
def test_a_fault_of_a_row_is_named(change, path):
    row = {**FILES[0]["rules"][0], **change}
    with pytest.raises(EngineError) as refused:
        file_from_notation({**FILES[0], "rules": [row]})
    assert path in [refusal.path for refusal in refused.value.refusals]


def test_a_note_has_what_its_effect_needs():
    notes = FILES[1]["notes"]
    for fault in ({**notes[0], "rule": {"requires": "nothing"}}, {**notes[1], "effect": "adds"}):
        with pytest.raises(EngineError):
            file_from_notation({**FILES[1], "notes": [fault]})


def test_rules_inside_rules_come_to_an_end():
    also = {"change_of": "heading"}
    rule = {"change_of": "heading"}
    for _ in range(200):
        also, rule = {"change_of": "heading", "also": also}, {"any_of": [rule]}
    for deep in (also, rule):
        with pytest.raises(EngineError) as refused:
            from_notation(deep)
        assert "origin.notation.deep" in {refusal.message.key for refusal in refused.value.refusals}
