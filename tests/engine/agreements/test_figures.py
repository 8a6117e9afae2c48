"""Figures of general provisions: the published value, a person's table, and the line of the official file agree."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from py_engine.agreements.provisions import Money
from py_engine.quantity import MILLION
from tests.engine.agreements.published import provisions

ROOT = Path(__file__).resolve().parents[3]
OFFICIAL = Path(os.environ.get("PUENTE_OFFICIAL_SOURCES", ROOT.parent / "shared" / "data"))
TABLE = yaml.safe_load((ROOT / "tests/cases/provisions/figures.yml").read_text(encoding="utf-8"))["figures"]
WORDS = {
    "3": ("three",),
    "4": ("four",),
    "5": ("five",),
    "7": ("seven",),
    "8": ("eight",),
    "10": ("ten",),
    "12": ("twelve",),
    "15": ("fifteen",),
    "24": ("two years",),
    "36": ("three years",),
    "50": ("fifty",),
}
IN_MILLIONTHS = ("at_most", "elastomeric_at_most", "owned_at_least", "crew_at_least", "amount")


def published(agreement: str, path: str) -> Any:
    kind, name, field = path.split(".")
    entry = next(one for one in getattr(provisions(agreement), kind) if one.id == name)
    value = getattr(entry, field)
    amount = value.amount if isinstance(value, Money) else value
    return amount // MILLION if field in IN_MILLIONTHS else amount


@pytest.mark.parametrize(("agreement", "path", "value", "file", "line"), TABLE)
def test_what_is_published_is_what_a_person_found(
    agreement: str, path: str, value: str, file: str, line: str
) -> None:
    assert file
    assert line
    assert str(published(agreement, path)) == value


@pytest.mark.skipif(not OFFICIAL.is_dir(), reason="the official files are not at hand")
@pytest.mark.parametrize(("agreement", "path", "value", "file", "line"), TABLE)
def test_the_figure_stands_at_that_line(agreement: str, path: str, value: str, file: str, line: str) -> None:
    lines = (OFFICIAL / file).read_text(encoding="utf-8").split("\n")
    at = int(line) - 1
    near = re.sub(r"(?<=\d)[\s,](?=\d{3}\b)", "", " ".join(lines[max(at - 1, 0) : at + 2]))
    assert any(word in near for word in (value, *WORDS.get(value, ()))), (agreement, path)
