"""The importer of tariffs: small invented schedules everywhere, the real files where they are at hand."""

from __future__ import annotations

import gzip
import json
import os
from pathlib import Path
from typing import Any

import pytest

from build_tools.importers import tariff_gb, tariff_latin, tariff_us
from build_tools.importers.errors import SourceFault
from build_tools.importers.tariff_lines import Line, checked, written
from build_tools.importers.tariffs import import_one, main, report, schedules
from build_tools.importers.uk_hs import Edition

ROOT = Path(__file__).resolve().parents[2]
OFFICIAL = Path(os.environ.get("PUENTE_OFFICIAL_SOURCES", ROOT.parent / "shared" / "data"))
EDITION = Edition("2022", ("090111", "090121", "610510"))

official = pytest.mark.skipif(
    not (OFFICIAL / "tariffs").is_dir(),
    reason="the official sources are not here: set PUENTE_OFFICIAL_SOURCES to their folder",
)


def american(folder: Path, **entries: dict[str, Any]) -> Path:
    whole = {
        digits: {"code": digits, "level": len(digits), **entry} for digits, entry in sorted(entries.items())
    }
    (folder / tariff_us.FILE).write_bytes(gzip.compress(json.dumps(whole).encode()))
    return folder


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("Free", "free"),
        ("6.4%", "6.4%"),
        ("$1.104/kg + 14.9%", "1.104 USD/kg + 14.9%"),
        ("40¢/kg +10.4%", "0.4 USD/kg + 10.4%"),
        ("19.8¢/liter", "0.198 USD/l"),
        ("2.8¢/doz.", "0.028 USD/dozen"),
        ("18.7¢/clean kg", "0.187 USD/kg of clean"),
        ("89.6¢/1000", "0.896 USD/1000piece"),
        ("2.5% on the value of the lead content", "2.5% of lead"),
        (
            "44¢ each + 6% on the case + 14% on the strap, band or bracelet",
            "0.44 USD/piece + 6% of case + 14% of strap",
        ),
        ("The rate applicable to another line", "unknown: elsewhere"),
        ("43¢ each + 2.8¢/jewel over 7 + 3.7% on the case", "unknown: by-formula"),
        (
            "3.6606¢/kg less 0.02¢/kg for each degree below, but not less than 3.143854¢/kg",
            "0.031438 USD/kg to 0.036606 USD/kg",
        ),
    ],
)
def test_american_rates_are_written_as_duties(printed: str, expected: str) -> None:
    assert tariff_us.duty(printed, 1) == expected


@pytest.mark.parametrize(
    "printed", ["6.4 percent", "12¢/bushel", "3% on the handle", "5¢/kg on zinc content", ""]
)
def test_a_rate_worded_in_a_new_way_stops_the_importer(printed: str) -> None:
    with pytest.raises(SourceFault, match=r"us_hts_2026\.json\.gz, line 7: .* new"):
        tariff_us.duty(printed, 7)


def test_american_lines_carry_their_programmes(tmp_path: Path) -> None:
    american(
        tmp_path,
        **{
            "0901": {"general_raw": ""},
            "09012100": {
                "general_raw": "10%",
                "special_rates": {"PE": 0.0, "KR": 2.5, "CO": None, "P+": 0.0},
            },
            "0901210010": {
                "general_raw": "10%",
                "special_rates": {"PE": 0.0, "KR": 2.5, "CO": None, "P+": 0.0},
            },
            "09021000": {"general_raw": "5¢/kg", "special_rates": {"JP": 2.5, "PE": 0.0}},
            "99030101": {"general_raw": "Another line + 10%"},
        },
    )
    first, second = tariff_us.read(tmp_path).lines
    assert written(first) == "0901.21.00  10% | CO P+: unknown: not-here | KR: 2.5% | PE: free"
    # A figure beside a duty by weight may be of either kind: it is not taken for a percentage.
    assert written(second) == "0902.10.00  0.05 USD/kg | JP: unknown: not-here | PE: free"


def test_statistical_lines_that_differ_give_both_readings(tmp_path: Path) -> None:
    american(tmp_path, **{"0901210010": {"general_raw": "10%"}, "0901210020": {"general_raw": "12%"}})
    with pytest.raises(SourceFault, match=r"differ\n  reading 1: 10% .*\n  reading 2: 12%"):
        tariff_us.read(tmp_path)


def test_british_rates_are_written_as_duties() -> None:
    printed = "8.00% (01 NOV - 14 MAY), 14.00% (15 MAY - 31 OCT)"
    assert tariff_gb.duty(printed, 1) == "8% in 11-01..05-14; 14% in 05-15..10-31"
    assert tariff_gb.duty("0.50 GBP/%vol/hl + 2.60 GBP/hl", 1) == "0.5 GBP/vol-hl + 2.6 GBP/hl"
    for wrong in ("8.00", "10 EUR/100kg", "8.00% (1 NOV - 14 MAY)", "3 GBP/bushel"):
        with pytest.raises(SourceFault, match="is new"):
            tariff_gb.duty(wrong, 3)


def test_latin_tables_keep_what_is_not_given_unknown(tmp_path: Path) -> None:
    (tmp_path / tariff_latin.PERU).write_text(
        "code,text,adv\n09.01,Coffee,\n0901.21.10.00,Beans,11\n0901.21.20.00,Ground,\n", encoding="utf-8"
    )
    assert [line.duty for line in tariff_latin.read_peru(tmp_path).lines] == ["11%", "unknown: not-given"]
    (tmp_path / tariff_latin.MEXICO).write_text(
        'fraccion,titulo,umt,import_duty,export_duty\n0901.21.01,x,Kg,45,0\n1701.12.05,x,Kg,"""AE""",0\n'
        '2404.11.01,x,Kg,"""Prohibida""",0\n4701.00.01,x,Kg,"""Ex""",0\n',
        encoding="utf-8",
    )
    duties = [line.duty for line in tariff_latin.read_mexico(tmp_path).lines]
    assert duties == ["45%", "unknown: not-given", "prohibited", "free"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("code,adv\n0901.21.10.00,ten\n", "line 2: 'ten' is no percentage"),
        ("code,adv\n09.01,10\n", "line 2: 09.01 has a duty, and is no line"),
        ("code,rate\n", "line 1: no column adv"),
    ],
)
def test_a_broken_table_names_its_line(text: str, words: str, tmp_path: Path) -> None:
    (tmp_path / tariff_latin.PERU).write_text(text, encoding="utf-8")
    with pytest.raises(SourceFault, match=words):
        tariff_latin.read_peru(tmp_path)


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ([Line("09019900", "free", at=3)], "line 3: 0901.99.00 does not exist in HS 2022"),
        (
            [Line("09012100", "10%", at=3), Line("09012100", "5%", at=4)],
            "stands there twice\n  reading 1: line 3: .*10%",
        ),
        ([Line("09012100", "ten", at=3)], "'ten' is no duty"),
        ([Line("09012100", "10.0%", at=3)], "reading 2: 10%"),
        ([Line("09012100", "8% in 01-01..06-30", at=3)], "no duty on 01 July"),
    ],
)
def test_lines_that_contradict_stop_the_importer(lines: list[Line], words: str) -> None:
    with pytest.raises(SourceFault, match=words):
        checked(lines, "example", EDITION, ())


def test_lines_come_in_order_and_without_those_set_aside() -> None:
    lines = [
        Line("61051000", "free"),
        Line("09012100", "10%"),
        Line("09012100", "10%"),
        Line("99990000", "free"),
    ]
    assert [line.code for line in checked(lines, "example", EDITION, ["9999.00.00"])] == [
        "09012100",
        "61051000",
    ]


@official
@pytest.mark.parametrize("about", schedules(), ids=lambda about: str(about["id"]))
def test_the_files_in_content_are_what_the_importer_makes(about: dict[str, Any]) -> None:
    """Repeatable: letter by letter the same."""
    made = import_one(about, OFFICIAL)
    folder = ROOT / "content" / "data" / "tariffs" / about["id"]
    assert {path.name for path in folder.glob("*.yml")} == set(made.files)
    for name, text in made.files.items():
        assert (folder / name).read_text(encoding="utf-8") == text, name
    assert about["id"] in report([made])


@official
def test_nothing_is_written_when_a_source_is_missing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--source", str(tmp_path), "--into", str(tmp_path / "into")]) == 1
    assert "nothing written" in capsys.readouterr().err
    assert not (tmp_path / "into").exists()
