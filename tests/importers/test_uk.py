# ruff: noqa: E501  a sentence of an agreement stays on as few lines as can be
"""The wordings of the United Kingdom's agreements and of the CPTPP; sentences here are short or invented."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from build_tools.importers import uk
from build_tools.importers.grammar import uk as grammar
from build_tools.importers.grammar.scanner import GrammarError
from build_tools.importers.grammar.uk_goods import Context
from build_tools.importers.uk_hs import read_edition
from build_tools.importers.uk_report import disagreements
from build_tools.importers.uk_rows import drafts, parts
from build_tools.importers.uk_source import LayoutError, cleaned, fingerprint, read_source
from build_tools.importers.uk_tables import Agreement, read_tables
from py_engine.hs import HSRange
from py_engine.origin.notation import from_notation, to_notation

ROOT = Path(__file__).resolve().parent.parent.parent
OFFICIAL = Path(os.environ.get("PUENTE_OFFICIAL_SOURCES", ROOT / ".." / "shared" / "data")).resolve()
official = pytest.mark.skipif(
    not (OFFICIAL / "uk-origin").is_dir(),
    reason="the official files are not here; set PUENTE_OFFICIAL_SOURCES",
)
TABLES = read_tables()


def read(text, covers="6105", *, textile=False):
    context = Context((HSRange.parse(covers),), "2022", TABLES.goods, TABLES.operations, textile=textile)
    return to_notation(grammar.read(text, context).rule)


READ = [
    ("A change to a good of heading 4202 from any other heading.", {"change_of": "heading"}),
    (
        "Manufacture in which the value of all the materials used does not exceed 45% of the ex-works price of the product.",
        {"regional_value_content": "max_nom", "at_most": "45", "basis": "ex_works"},
    ),
    ("Manufacture from materials of any heading, except that of the product.", {"change_of": "heading"}),
    (
        "Manufacture from materials of any heading, except that of the product. However, slag of heading 2618 may not be"
        " used.".replace("slag", "waste and scrap"),
        {"change_of": "heading", "except_from": [{"of": ["2618"], "named": "waste-and-scrap"}]},
    ),
    (
        "Manufacture in which all the materials of chapter 3 used are wholly obtained.",
        {"materials": ["03"], "must_be": "wholly_obtained"},
    ),
    (
        (
            "Manufacture from materials of any heading, except that of the product, in which the weight of sugar used does not"
            " exceed 25% of the weight of the final product."
        ),
        {
            "all_of": [
                {"change_of": "heading"},
                {"limit": "weight", "on": ["1701"], "at_most": "25", "base": "product"},
            ]
        },
    ),
    (
        (
            "A change from within this heading, whether or not there is also a change from any other heading, provided that the"
            " value of non-originating materials of this heading does not exceed 30% of the transaction value or ex-works price"
            " of the product."
        ),
        {
            "all_of": [
                {"change_of": "any", "from": ["same heading"], "also": {"change_of": "heading"}},
                {"limit": "value", "on": ["same heading"], "at_most": "30", "base": "ex_works"},
            ]
        },
    ),
    (
        (
            "No change in tariff classification required for a good of heading 8703, provided there is a regional value content"
            " of not less than: • a) 35% under the net cost method or • b) 50% under the focused value method taking into account"
            " only the non-originating materials of heading 8708."
        ),
        {
            "any_of": [
                {"regional_value_content": "net_cost", "at_least": "35", "basis": "net_cost"},
                {"regional_value_content": "focused", "at_least": "50", "of": ["8708"]},
            ]
        },
    ),
    (
        "A chemical reaction or purification is undergone.",
        {"process": ["chemical_reaction", "purification"], "at_least": "1"},
    ),
    (
        "Spinning of natural fibres or twisting, in each case accompanied by weaving.",
        {
            "all_of": [
                {
                    "any_of": [
                        {
                            "process": "spinning",
                            "on": [{"of": ["5001-5003", "5101-5105", "5201-5203", "5301-5305"]}],
                        },
                        {"process": "twisting"},
                    ]
                },
                {"process": "weaving"},
            ]
        },
    ),
    (
        (
            "Production from unembroidered fabric, provided that the value of non-originating unembroidered fabric used does not"
            " exceed 35% of the ex-works price (EXW) or 30% of the Free on Board (FOB) cost of the product."
        ),
        {"any_of_limits": ["ex_works", "fob"]},
    ),
    (
        (
            "Each item in the set must satisfy the rule which would apply to it if it were not included in the set. However,"
            " non-originating articles may be incorporated, provided that their total value does not exceed 12% of the ex-works"
            " price of the set."
        ),
        {"set": "12", "base": "ex_works"},
    ),
]


@pytest.mark.parametrize(("text", "expected"), READ)
def test_a_wording_is_read(text, expected):
    found = read(text)
    if "any_of_limits" in expected:
        limits = found["all_of"][1]["any_of"]
        assert [limit["base"] for limit in limits] == expected["any_of_limits"]
    else:
        assert found == expected
    assert to_notation(from_notation(found)) == found


def test_manufacture_from_yarn_looks_at_textiles_only_and_allows_fibres():
    found = read("Manufacture from yarn.", textile=True)
    assert found["judged"] == ["50-63"]
    assert "5201-5203" in found["earlier"]


@pytest.mark.parametrize(
    "text",
    [
        "A change to a good of heading 4202 from any other planet.",
        "Manufacture in which the value of all the materials used does not exceed 45% of the weather.",
        "Manufacture from materials of any heading, except that of the product, on Mondays.",
        "A change from any other heading, except from heading 5212 to heading 5204.",
    ],
)
def test_what_is_not_in_the_grammar_is_refused_with_a_caret(text):
    with pytest.raises(GrammarError) as caught:
        read(text)
    assert str(caught.value).rstrip().endswith("^")


def test_references_to_notes_are_taken_out_and_named():
    assert grammar.without_references("Manufacture from yarn. See introductory note 6.") == (
        "Manufacture from yarn.",
        ("intro-6",),
    )


def test_markup_is_taken_out():
    assert cleaned("up to **40%** of [heading&nbsp;0901](/headings/0901)") == "up to 40% of heading 0901"


def source(tmp_path, rows):
    folder = tmp_path / "uk-origin" / "rule_sets"
    folder.mkdir(parents=True)
    path = folder / "invented.json"
    path.write_text(json.dumps({"rule_sets": rows}), encoding="utf-8")
    return path


def row(heading, low, high, *texts, described="", **changed):
    rules = [
        {
            "rule": text,
            "class": [],
            "footnotes": [],
            "operator": None,
            "quota": False,
            "import": True,
            "export": True,
        }
        for text in texts
    ]
    return {
        "heading": heading,
        "subdivision": described,
        "min": low,
        "max": high,
        "rules": rules,
        "valid": True,
    } | changed


CTH = "A change from any other heading."
CC = "A change from any other chapter."


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"surprise": 1}, "the keys are not those of a row"),
        ({"min": "0901"}, "is not a code of ten digits"),
        ({"min": "0902000000"}, "the range runs backwards"),
        ({"valid": False}, "calls the row invalid"),
    ],
)
def test_another_layout_stops_with_file_and_row(tmp_path, changed, said):
    path = source(tmp_path, [row("0901", "0901000000", "0901999999", CTH) | changed])
    with pytest.raises(LayoutError, match=r"invented\.json, row 1") as caught:
        read_source(path)
    assert said in str(caught.value)


def placed(tmp_path, rows):
    agreement = Agreement(
        "invented", "invented", "2017", "stated", "2021-01-01", "II", "t", "2021-01-01", "https://e.org"
    )
    edition = read_edition(OFFICIAL / "hs-correlation", "2017")
    found = [
        draft
        for one in read_source(source(tmp_path, rows)).rows
        for draft in drafts(one, agreement, TABLES, edition)
    ]
    return parts(found, agreement)


@official
def test_a_code_that_does_not_exist_stops_the_import(tmp_path):
    with pytest.raises(LayoutError, match="0991"):
        placed(tmp_path, [row("0991", "0991000000", "0991999999", CTH)])


@official
def test_a_row_for_a_subheading_stands_before_one_for_its_heading(tmp_path):
    made, told = placed(
        tmp_path,
        [row("0901", "0901000000", "0901999999", CTH), row("090121", "0901210000", "0901219999", CC)],
    )
    assert told == []
    by_code = {code: to_notation(part.draft.rule) for part in made for code in part.codes}
    assert by_code["090121"] == {"change_of": "chapter"}
    assert by_code["090122"] == {"change_of": "heading"}


@official
def test_two_rows_for_the_same_goods_are_told_and_never_published(tmp_path):
    made, told = placed(
        tmp_path,
        [
            row("0901", "0901000000", "0901999999", CTH, described="Coffee ▸ Green"),
            row("0901", "0901000000", "0901999999", CC, described="Coffee ▸ Green"),
            row("0901", "0901000000", "0901999999", CC, described="Coffee ▸ Other"),
        ],
    )
    assert len(told) == 1
    assert "0901" in told[0]
    assert all(part.draft.rule.kind == "unread" for part in made)


@official
def test_described_goods_are_asked_before_the_rest(tmp_path):
    made, _ = placed(
        tmp_path,
        [
            row("0901", "0901000000", "0901999999", CTH, described="Coffee ▸ Roasted"),
            row("0901", "0901000000", "0901999999", CC, described="Coffee ▸ Other"),
        ],
    )
    assert [(part.rank, part.rest) for part in made] == [(1, False), (2, True)]


@pytest.fixture(scope="module")
def imported():
    if not (OFFICIAL / "uk-origin").is_dir():
        pytest.skip("the official files are not here; set PUENTE_OFFICIAL_SOURCES")
    return uk.import_all(list(TABLES.agreements), OFFICIAL, TABLES)


def test_at_least_97_percent_of_every_agreement_can_be_computed(imported):
    for one in imported:
        sets = one.written.rule_sets
        full = sum(row.status != "partly-read" for row in sets)
        assert 100 * full >= 97 * len(sets), one.agreement.id


def test_every_sentence_of_every_row_is_accounted_for(imported):
    for one in imported:
        dropped = {
            each.row
            for each in TABLES.corrections
            if each.agreement == one.agreement.id and each.action == "drop"
        }
        merged = {
            each.row
            for each in TABLES.corrections
            if each.agreement == one.agreement.id and each.action == "merge"
        }
        used = {
            sentence.span
            for draft in one.drafts
            for reading in draft.readings
            for sentence in reading.sentences
        }
        for printed in one.source.rows:
            if printed.place in dropped | merged:
                continue
            later = printed.heading.startswith("ex Chapter") and not any(
                draft.row.place == printed.place for draft in one.drafts
            )
            missing = {sentence.span for sentence in printed.sentences} - used
            assert later or not missing, (one.agreement.id, printed.key, missing)


def test_what_is_committed_is_what_the_sources_say(imported):
    for one in imported:
        folder = ROOT / "content" / "data" / "agreements" / one.agreement.id
        for name, text in one.written.files.items():
            assert (folder / name).read_text(encoding="utf-8") == text, f"{one.agreement.id}/{name}"


def test_disagreements_with_the_publishers_labels_are_few_and_counted(imported):
    compared, differing = 0, 0
    for one in imported:
        found = disagreements(one)
        compared += found.compared
        differing += len(found.rows)
    assert compared > 4000
    assert differing < compared * 0.02


def test_no_description_of_the_source_is_committed(imported):
    texts = {
        name: (ROOT / "build_tools" / "importers" / name).read_text()
        for name in ("uk_products.yml", "uk_readings.yml")
    }
    for one in imported:
        for printed in one.source.rows:
            if len(printed.described) > 80:
                assert all(printed.described not in text for text in texts.values())
    assert fingerprint("x") == fingerprint("X;")


def test_nothing_is_written_when_something_is_wrong(tmp_path, capsys):
    source(tmp_path, [])
    into = tmp_path / "into"
    assert uk.main(["--source", str(tmp_path), "--into", str(into)]) == 1
    assert "nothing written" in capsys.readouterr().err
    assert not into.exists()
