"""The official General Notes, where they are at hand: what is published here is what they say."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from build_tools.content.faults import Faults
from build_tools.content.yamltext import parse
from build_tools.importers.gn import Imported, import_one, main
from build_tools.importers.gn_words import load, read_vocabulary
from py_engine.origin.notation_files import file_from_notation

if TYPE_CHECKING:
    from py_engine.origin.rule_sets import RuleSet

ROOT = Path(__file__).resolve().parents[2]
OFFICIAL = Path(os.environ.get("PUENTE_OFFICIAL_SOURCES", ROOT.parent / "shared" / "data"))
NOTES = OFFICIAL / "us-general-notes"
TABLE = load("gn_agreements.yml")
IDS = [one["id"] for one in TABLE["agreements"]]

pytestmark = pytest.mark.skipif(
    not NOTES.is_dir(),
    reason="the official sources are not here: set PUENTE_OFFICIAL_SOURCES to their folder",
)


@pytest.fixture(scope="module")
def peru() -> Imported:
    """Import the note on Peru once."""
    return import_one(TABLE["agreements"][0], NOTES, TABLE, read_vocabulary())


def test_the_files_in_content_are_what_the_importer_makes(peru: Imported) -> None:
    """Repeatable: letter by letter the same."""
    folder = ROOT / "content" / "data" / "agreements" / "us-peru"
    for name, text in peru.made.files.items():
        assert (folder / name).read_text(encoding="utf-8") == text, name


def test_nothing_is_dropped(peru: Imported) -> None:
    """Every numbered rule of the note has a row, and every row a rule."""
    printed = {(block.chapter, block.label) for block in peru.source.note.blocks if block.kind == "item"}
    assert printed == {(row.chapter, row.label) for row in peru.rows}
    assert peru.source.note.pages
    read = sum(1 for row in peru.made.rule_sets if row.status == "machine-checked")
    assert read / len(peru.made.rule_sets) >= 0.97


def test_rows_read_back_as_they_were(peru: Imported) -> None:
    """Parse, write, parse: the same rule for every row."""
    again: dict[str, RuleSet] = {}
    for name, text in peru.made.files.items():
        if name.startswith("rules/"):
            document = parse(text, file=name, faults=Faults())
            assert document is not None
            again |= {row.id: row for row in file_from_notation(document.value).rule_sets}
    assert again == {row.id: row for row in peru.made.rule_sets}


def test_a_fault_in_the_source_leaves_everything_as_it_was(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing half-written."""
    source = tmp_path / "notes"
    source.mkdir()
    text = (NOTES / "GN32.txt").read_text(encoding="utf-8")
    (source / "GN32.txt").write_text(text.replace("GN p.40", "GN p.41"), encoding="utf-8")
    into = tmp_path / "out"
    assert main(["--source", str(source), "--only", "us-peru", "--into", str(into)]) == 1
    told = capsys.readouterr().err
    assert "stopped, nothing written" in told
    assert "pages do not follow one another" in told
    assert not into.exists()
