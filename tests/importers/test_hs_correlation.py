"""The importer of the correlation tables: on a small workbook, on broken ones, and on the official ones if present."""

import zipfile
from pathlib import Path

import pytest

from build_tools.compile.correlation import codes_of, hub_codes, pairs_of, short, value
from build_tools.content.faults import Faults
from build_tools.content.yamltext import load
from build_tools.importers import hs_correlation
from build_tools.importers.errors import SourceFault
from py_engine.errors import Refusals
from py_engine.hs import HSCode
from py_engine.origin.correlation import read_correlation, translate
from py_engine.reading import Reader

ROOT = Path(__file__).resolve().parents[2]
OFFICIAL = ROOT.parent / "shared" / "data" / "hs-correlation"
DATA = ROOT / "content" / "data" / "correlation"
GOOD = [
    ("010121", "010121", "1:1"),
    ("020110", "020120", "1:1"),
    ("030111", "030110", "n:1"),
    ("030119", "030110", "n:1"),
    ("040110", "040110", "1:n"),
    ("040110", "040120", "1:n"),
    ("050110", "050110", "n:1"),
    ("050120", "050110", "n:n"),
    ("050120", "050120", "1:n"),
    ("999999", "999999", "1:1"),
]


def sheet(rows):
    cells = "".join(
        "<row>" + "".join(f'<c t="str"><v>{cell}</v></c>' for cell in row) + "</row>" for row in rows
    )
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<worksheet xmlns="{space}"><sheetData>{cells}</sheetData></worksheet>'


def book(folder, rows, edition="2017", conversion=None):
    path = folder / hs_correlation.BOOK.format(edition=edition)
    first = [("From HS2022", "To HS2017"), *(conversion or [row[:2] for row in rows])]
    second = [("Between",), ("HS2022", "HS2017", "Relationship"), *rows]
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("xl/sharedStrings.xml", sheet([]).replace("worksheet", "sst"))
        made.writestr("xl/worksheets/sheet1.xml", sheet(first))
        made.writestr("xl/worksheets/sheet2.xml", sheet(second))
    return path


@pytest.fixture(autouse=True)
def _small(monkeypatch):
    monkeypatch.setattr(hs_correlation, "FEWEST", 3)


def test_one_to_one_split_and_merge_are_kept_apart(tmp_path):
    book(tmp_path, GOOD)
    table = hs_correlation.read_table(tmp_path, "2017")
    assert len(table.pairs) == len(GOOD) - 1  # goods not specified are no goods
    kinds = hs_correlation.kinds_of(table.pairs)
    assert kinds == {
        "renumbered": {"020120": ["020110"]},
        "split": {"030110": ["030111", "030119"], "050110": ["050110"]},
        "merged": {"040110": ["040110", "040120"], "050120": ["050120"]},
        "reorganised": {"050120": ["050110"]},
    }


def test_what_is_written_gives_the_same_pairs_again(tmp_path):
    book(tmp_path, GOOD)
    table = hs_correlation.read_table(tmp_path, "2017")
    for name, text in hs_correlation.files_of([table]).items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    faults = Faults()
    read = {
        name: load(tmp_path / f"{name}.yml", root=tmp_path, faults=faults) for name in ("hs2022", "hs2017")
    }
    files = {name: document.value for name, document in read.items() if document}
    assert not len(faults)
    assert pairs_of(hub_codes(files["hs2022"]), files["hs2017"]) == table.pairs
    refusals = Refusals()
    found = read_correlation(Reader(value(files), "", refusals))
    assert not refusals.found
    assert translate(found, HSCode.parse("0201.10"), "2017").kind == "renumbered"


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([*GOOD, ("010121", "010121", "1:1")], "line 13: the pair 010121 and 010121 stands twice"),
        ([*GOOD, ("0601", "060110", "1:1")], "line 13: not two codes of six digits"),
        ([*GOOD, ("060110", "060110", "one")], "line 13: 'one' is not one of 1:1, 1:n, n:1, n:n"),
        ([*GOOD[:3], ("030119", "030110", "1:1"), *GOOD[4:]], "line 6: 030119 and 030110 are not related"),
        (GOOD[:2], "only 2 subheadings found"),
    ],
)
def test_a_workbook_that_contradicts_itself_stops_the_importer(tmp_path, rows, said):
    book(tmp_path, rows)
    with pytest.raises(SourceFault, match=said.replace("(", r"\(")):
        hs_correlation.read_table(tmp_path, "2017")


def test_a_row_of_one_sheet_only_stops_the_importer(tmp_path):
    book(tmp_path, GOOD, conversion=[("010121", "010129")])
    with pytest.raises(SourceFault, match="line 2: 010121 to 010129 is in one sheet only"):
        hs_correlation.read_table(tmp_path, "2017")


def test_another_layout_stops_the_importer_and_nothing_is_written(tmp_path, capsys):
    (tmp_path / hs_correlation.BOOK.format(edition="2017")).write_text("no workbook")
    into = tmp_path / "into"
    assert hs_correlation.main(["--source", str(tmp_path), "--into", str(into)]) == 1
    assert "stopped, nothing written" in capsys.readouterr().err
    assert not into.exists()
    with pytest.raises(SourceFault, match="the file is not there"):
        hs_correlation.read_table(tmp_path, "2012")


def test_short_codes():
    assert codes_of(short(["010121", "010129", "010511"])) == ("010121", "010129", "010511")
    for broken in ("21", "0101211", "01012x"):
        with pytest.raises(ValueError, match="is no code of six digits"):
            codes_of(broken)


@pytest.mark.skipif(not OFFICIAL.is_dir(), reason="the official tables are not at hand")
def test_the_official_tables_give_the_files_in_the_repository(monkeypatch):
    monkeypatch.undo()
    tables = [hs_correlation.read_table(OFFICIAL, edition) for edition in hs_correlation.EDITIONS]
    for name, text in hs_correlation.files_of(tables).items():
        assert (DATA / name).read_text(encoding="utf-8") == text
