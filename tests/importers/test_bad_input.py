"""What stops each importer: file, line, and the readings that are possible; and nothing is written.

Every source here is invented, so these tests run everywhere. What else stops an importer is in the other files of this
folder: the layout of a General Note in `test_us_layout.py`, workbooks in `test_hs_correlation.py`, tariffs in
`test_tariffs.py`.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from build_tools.importers import gn, hs_correlation, tariffs, uk, uk_tables
from build_tools.importers.errors import SourceFault
from build_tools.importers.gn_merge import merged
from build_tools.importers.gn_report import check_codes, check_ranges
from build_tools.importers.gn_rows import Row, rows_of
from build_tools.importers.gn_words import load, read_vocabulary
from build_tools.importers.grammar.codes import Nomenclature
from build_tools.importers.grammar.tokens import Passage
from build_tools.importers.layout_gn import Block
from build_tools.importers.uk_hs import Edition
from build_tools.importers.uk_rows import drafts, parts
from build_tools.importers.uk_source import LayoutError, read_source
from tests.importers.test_us_layout import note

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

EDITION = Edition("2017", ("090111", "090112", "090121", "090122", "090190"))


def printed(sentence: str, label: str = "1", line: int = 40) -> tuple[Row, ...]:
    """Read an invented rule of chapter 9 that stands on a line."""
    passage = Passage.of("GN99.txt", [(line, sentence)])
    return rows_of(
        Block("09", "item", label, passage), Nomenclature("2017", "hts-us"), read_vocabulary().words
    )


def british(tmp_path: Path, *rows: dict[str, Any]) -> Path:
    """Write an invented rule set."""
    folder = tmp_path / "uk-origin" / "rule_sets"
    folder.mkdir(parents=True)
    path = folder / "invented.json"
    path.write_text(json.dumps({"rule_sets": list(rows)}), encoding="utf-8")
    return path


def british_row(low: str, high: str, text: str) -> dict[str, Any]:
    """Write an invented row for some codes."""
    said = {"rule": text, "class": [], "footnotes": [], "operator": None, "quota": False}
    return {
        "heading": low,
        "subdivision": "",
        "min": low.ljust(10, "0"),
        "max": high.ljust(10, "9"),
        "rules": [{**said, "import": True, "export": True}],
        "valid": True,
    }


def british_parts(path: Path) -> tuple[Any, list[str]]:
    """Place the rows of an invented rule set on the codes of the edition."""
    table = uk_tables.read_tables()
    about = uk_tables.Agreement(
        "invented", "invented", "2017", "stated", "2021-01-01", "II", "t", "2021", "https://e.org"
    )
    found = [draft for row in read_source(path).rows for draft in drafts(row, about, table, EDITION)]
    return parts(found, about)


@pytest.mark.parametrize(
    ("name", "main", "file", "content", "said"),
    [
        (
            "general note",
            gn.main,
            "GN32.txt",
            note({}).replace("Chapter 9.\n", "Chapter 8.\n"),
            "GN32.txt, line ",
        ),
        (
            "rule sets",
            uk.main,
            "uk-origin/rule_sets/cptpp.json",
            '{"rows": []}',
            "cptpp.json: no list of rule_sets",
        ),
        ("tariff", tariffs.main, "tariffs/peru_arancel_2022.csv", "code,rate\n", "line 1: no column adv"),
        (
            "correlation",
            hs_correlation.main,
            "HS2022toHS2017ConversionAndCorrelationTables.xlsx",
            "no workbook",
            "HS2022toHS2017ConversionAndCorrelationTables.xlsx, line 0: not a workbook",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) and " " not in value and "{" not in value else "",
)
def test_another_layout_stops_and_nothing_is_written(
    name: str,
    main: Callable[[list[str]], int],
    file: str,
    content: str,
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Each importer tells the file and the place, and what was there before is left as it was."""
    monkeypatch.setattr(uk, "read_edition", lambda *_: EDITION)
    path = tmp_path / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")
    into = tmp_path / "into"
    into.mkdir()
    (into / "before.yml").write_text("kept", encoding="utf-8")
    only = {
        "general note": ["--only", "us-peru"],
        "tariff": ["--only", "pe"],
        "rule sets": ["--only", "cptpp"],
    }.get(name, [])
    assert main(["--source", str(tmp_path), "--into", str(into), *only]) == 1
    told = capsys.readouterr().err
    assert "stopped, nothing written" in told
    assert said in told
    assert [found.name for found in into.iterdir()] == ["before.yml"]


def test_a_range_that_runs_backwards_stops_with_both_readings(tmp_path: Path) -> None:
    """A known one stays unread; a new one stops. A row of the British rule sets stops as well."""
    rows = printed("A change to subheadings 0901.22 through 0901.11 from any other chapter.")
    with pytest.raises(SourceFault, match=r"GN99\.txt, line 40: rule 9-1: a range runs backwards") as caught:
        check_ranges(rows, set())
    assert len(caught.value.readings) == 2
    assert "0901.11 through 0901.22" in str(caught.value)
    check_ranges(rows, {"9-1"})
    path = british(tmp_path, british_row("090122", "090111", "A change from any other heading."))
    with pytest.raises(LayoutError, match=r"invented\.json, row 1: the range runs backwards"):
        read_source(path)


def test_a_code_that_its_edition_does_not_have_stops(tmp_path: Path) -> None:
    """Told with the line of the note, or the row of the rule set."""
    rows = printed("A change to subheading 0901.91 from any other chapter.", line=77)
    with pytest.raises(SourceFault, match=r"GN99\.txt, line 77: .*0901\.91 does not exist in HS 2017"):
        check_codes(rows, EDITION, set())
    path = british(tmp_path, british_row("090191", "090191", "A change from any other heading."))
    with pytest.raises(LayoutError, match=r"invented\.json, row 1 .*not wholly in HS 2017"):
        british_parts(path)


def test_two_rules_for_the_same_goods_stop_with_both_lines() -> None:
    """Two rules of a General Note that say different things of one subheading."""
    first = printed("A change to subheading 0901.21 from any other chapter.", "1", 40)
    second = printed("A change to subheading 0901.21 from any other heading.", "2", 44)
    with pytest.raises(SourceFault, match=r"line 44: rules 09-1 and 09-2 are for the same goods") as caught:
        merged([*first, *second], {})
    assert caught.value.readings == ("line 40", "line 44")


def test_two_rows_for_the_same_goods_are_told_and_never_published(tmp_path: Path) -> None:
    """The British sets print such rows; no reading of them is taken for the law."""
    rows = [
        british_row("0901", "0901", text)
        for text in ("A change from any other heading.", "A change from any other chapter.")
    ]
    made, told = british_parts(british(tmp_path, *rows))
    assert len(told) == 1
    assert {part.draft.rule.kind for part in made} == {"unread"}


@pytest.mark.parametrize("field", ["title", "published", "href"])
def test_a_day_without_a_source_stops(
    field: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The day from which something holds needs a document, with its title, its own day and its address."""
    about = tariffs.schedules()[0]
    without = {**about, "source": {name: value for name, value in about["source"].items() if name != field}}
    monkeypatch.setattr(tariffs, "schedules", lambda: [without])
    into = tmp_path / "into"
    assert tariffs.main(["--source", str(tmp_path), "--into", str(into)]) == 1
    assert f"'{about['id']}' has a day without a source: no {field}" in capsys.readouterr().err

    def table(path: Path, **_: object) -> object:
        class Document:
            value = {"agreements": [{"id": "invented", "from": "2021-01-01"}]}  # noqa: RUF012  read once

        return Document if path.name == "uk_agreements.yml" else None

    monkeypatch.setattr(uk_tables, "load", table)
    assert uk.main(["--source", str(tmp_path), "--into", str(into)]) == 1
    assert "'invented' has a day without a source" in capsys.readouterr().err
    assert not into.exists()


@pytest.mark.parametrize("field", ["edition", "published", "checked_on"])
def test_a_general_note_without_its_day_stops(
    field: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The notes are those of one edition of the schedule, which has a day."""

    def table(name: str) -> dict[str, Any]:
        found = load(name)
        return {key: value for key, value in found.items() if name != "gn_agreements.yml" or key != field}

    monkeypatch.setattr(gn, "load", table)
    into = tmp_path / "into"
    assert gn.main(["--source", str(tmp_path), "--into", str(into)]) == 1
    assert f"has a day without a source: no {field}" in capsys.readouterr().err
    assert not into.exists()
