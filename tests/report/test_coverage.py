"""The published coverage is what is in the files, and a row that is left to a person is counted and told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from build_tools.report.coverage import Coverage, coverage
from build_tools.report.resolved import resolved
from build_tools.report.rules import FILE, kept, published, table, written_cases

ROOT = Path(__file__).resolve().parents[2]
TARGET = 97


@pytest.fixture(scope="module")
def found() -> tuple[Coverage, ...]:
    """Count once."""
    return coverage(ROOT / "content" / "data" / "agreements")


def _load(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506  texts only


def test_the_published_figures_are_those_of_the_files(found: tuple[Coverage, ...]) -> None:
    """Whoever changes a rule publishes the count again."""
    written = _load(ROOT / FILE)
    counted = published(ROOT, found, kept(ROOT), resolved(ROOT), written["checked_on"])
    assert counted == written, "run: uv run puente report rules --publish"


def test_every_agreement_reaches_the_aim(found: tuple[Coverage, ...]) -> None:
    """Every imported agreement is read at 97 % or more."""
    assert [one.agreement for one in found if 100 * one.full < TARGET * one.rows] == []
    assert len(found) == 17


def test_every_row_is_accounted_for(found: tuple[Coverage, ...]) -> None:
    """What is not full is told with its place and its reason, and chapters add up to the agreement."""
    for one in found:
        assert one.full + len(one.left) == one.rows
        assert sum(part.rows for part in one.chapters) == one.rows
        assert sum(part.full for part in one.chapters) == one.full
        assert all(left.reasons and left.codes and left.item for left in one.left)


def test_the_table_tells_what_is_left(found: tuple[Coverage, ...]) -> None:
    """A row for each agreement; with every chapter and row that is not full if asked."""
    short, long = table(found, {}), table(found, {}, verbose=True)
    assert all(one.agreement in short for one in found)
    left = [row for one in found for row in one.left]
    assert all(f"{row.item}: {row.codes}" in long for row in left)


def test_every_product_is_resolved_or_a_stated_gap(found: tuple[Coverage, ...]) -> None:
    """Under every agreement each subheading of HS 2022 is counted once; rows for the same goods are told by name."""
    products = resolved(ROOT)
    assert set(products) == {one.agreement for one in found}
    assert len({one.products for one in products.values()}) == 1
    said = table(found, {}, products)
    pairs = [(one.agreement, *pair) for one in found for pair in one.doubled]
    assert all(f"{name}: {one} and {other}; the first decides" in said for name, one, other in pairs)
    assert len(pairs) <= 3, pairs


def test_a_row_left_to_a_person_lowers_the_count(tmp_path: Path) -> None:
    """One row of two is unread: half."""
    folder = tmp_path / "example" / "rules"
    folder.mkdir(parents=True)
    (folder / "ch09.yml").write_text(
        'id: a\nagreement: example\nhs: "2022"\nfrom: "2020-01-01"\ncitation: {source: t}\nrules:\n'
        '  - {id: "1", covers: ["0901"], rule: {change_of: chapter}, citation: {item: "1"}}\n'
        '  - {id: "2", covers: ["0902"], rule: {unread: lost, fact: f}, status: not-covered, citation: {item: "2"}}\n',
        encoding="utf-8",
    )
    (one,) = coverage(tmp_path)
    assert (one.rows, one.full, dict(one.reasons)) == (2, 1, {"lost": 1})
    assert [part for part in one.chapters if part.rows] == [("09", 2, 1)]
    assert "BELOW 97 %" in table([one], {})


def test_worked_cases_are_counted() -> None:
    """Every agreement with rules has worked cases."""
    assert min(written_cases(ROOT).values()) >= 5
