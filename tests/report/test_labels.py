"""Where the publisher's labels say something else than our reading: every row is listed, and each has its reason."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import yaml

from build_tools.importers.uk import import_all
from build_tools.importers.uk_report import disagreements
from build_tools.importers.uk_tables import read_tables
from build_tools.report.coverage import coverage
from build_tools.report.differing import counted, differences, published
from build_tools.report.rules import kept

ROOT = Path(__file__).resolve().parents[2]
OFFICIAL = Path(os.environ.get("PUENTE_OFFICIAL_SOURCES", ROOT.parent / "shared" / "data"))


def test_the_published_count_is_that_of_the_list() -> None:
    """A row more or less in the list is a new count."""
    published_counts = {name: differ for name, (_, differ) in kept(ROOT).items() if differ}
    assert counted(differences(ROOT)) == published_counts


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_reason_is_said(language: str) -> None:
    """A name and a sentence for each reason, and none that no row has."""
    text = (ROOT / "i18n" / language / "coverage.yml").read_text(encoding="utf-8")
    said = yaml.load(text, Loader=yaml.BaseLoader)["differ"]  # noqa: S506  texts only
    reasons = {one.reason for one in differences(ROOT)}
    assert set(said["name"]) == set(said["why"]) == reasons


def test_every_row_of_the_list_is_a_row_of_the_rules() -> None:
    """Each row is shown with its codes."""
    shown = published(differences(ROOT), coverage(ROOT / "content" / "data" / "agreements"))
    assert all(row["codes"] for one in shown for each in one["agreements"] for row in each["rows"])


@pytest.mark.skipif(
    not (OFFICIAL / "uk-origin").is_dir(),
    reason="the official files are not here; set PUENTE_OFFICIAL_SOURCES",
)
def test_the_list_is_what_the_official_files_give() -> None:
    """Agreement, row, label and reading: no row is missing, and none is there that agrees by now."""
    tables = read_tables()
    found = {
        (one.agreement.id, str(each.row.place), each.labels, each.said)
        for one in import_all(list(tables.agreements), OFFICIAL, tables)
        for each in disagreements(one).rows
    }
    listed = [
        (name, item, one.labels, one.read)
        for one in differences(ROOT)
        for name, items in one.rows.items()
        for item in items
    ]
    assert len(set(listed)) == len(listed)
    assert set(listed) == found
