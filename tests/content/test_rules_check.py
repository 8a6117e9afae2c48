"""A file of rules in which nothing was found is not read again until it changes."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from build_tools.content.faults import Faults
from build_tools.content.project import read_project
from build_tools.validate import origin_rules
from tests.broken.test_broken import make, read_case

if TYPE_CHECKING:
    import pytest

CASE = Path(__file__).resolve().parents[1] / "broken" / "rules" / "overlap.yml"
TODAY = date(2026, 11, 22)


def _checked(root: Path) -> list[str]:
    faults = Faults()
    origin_rules.validate(read_project(root), faults, TODAY)
    return [fault.key for fault in faults]


def test_an_unchanged_file_is_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Faulty: told every time. Mended: read once more and then kept, until it changes."""
    make(tmp_path, read_case(CASE))
    read: list[str] = []
    before = origin_rules.read_file

    def reading(source: object) -> object:
        read.append("read")
        return before(source)  # type: ignore[arg-type]  # passed on as it came

    monkeypatch.setattr(origin_rules, "read_file", reading)
    assert _checked(tmp_path) == ["rules.overlap"]
    assert _checked(tmp_path) == ["rules.overlap"]
    assert len(read) == 2
    file = tmp_path / "content" / "data" / "agreements" / "example" / "rules" / "ch09.yml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("0901.12-0901.22", "0901.22"), encoding="utf-8")
    assert _checked(tmp_path) == []
    assert _checked(tmp_path) == []
    assert len(read) == 3
    file.write_text(text, encoding="utf-8")
    assert _checked(tmp_path) == ["rules.overlap"]
