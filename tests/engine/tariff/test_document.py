"""The page that explains how a tariff is written: what it shows is read as it says."""

from __future__ import annotations

import json
import re
from pathlib import Path

import yaml
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from build_tools.compile.tariff_lines import tariff_line
from py_engine.tariff.duty import duty_from_text, text_from_duty

ROOT = Path(__file__).resolve().parents[3]
PAGE = (ROOT / "docs" / "tariffs-notation.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(?:yaml|text)\n(.*?)```", PAGE, re.DOTALL)


def test_the_schedule_shown_fits_its_schema() -> None:
    schemas = {path.name: json.loads(path.read_text("utf-8")) for path in (ROOT / "schemas").glob("*.json")}
    registry = Registry().with_resources(
        [(name, Resource.from_contents(schema)) for name, schema in schemas.items()]
    )
    shown = yaml.load(BLOCKS[0], yaml.BaseLoader)  # noqa: S506  texts only
    validator = Draft202012Validator(schemas["tariffs-tariff.schema.json"], registry=registry)
    assert [error.message for error in validator.iter_errors(shown)] == []


def test_the_lines_shown_are_lines() -> None:
    lines = yaml.load(BLOCKS[1], yaml.BaseLoader)["lines"].splitlines()  # noqa: S506  texts only
    read = [tariff_line(line, {"usual": ["CL", "PE"]}, ["A", "CL", "PE"]) for line in lines]
    assert read[1].special == {"A": "free", "CL": "free", "PE": "free"}
    assert read[3].marks == ("suspension",)


def test_every_duty_of_the_table_is_one() -> None:
    table = PAGE[PAGE.index("| duty | meaning |") :]
    shown = [
        text
        for row in re.findall(r"^\| (`.*?) \| ", table, re.MULTILINE)
        for text in re.findall(r"`([^`]+)`", row)
    ]
    assert len(shown) > 10
    assert {duty_from_text(text).kind for text in shown} >= {
        "free",
        "compound",
        "seasonal",
        "staged",
        "bounded",
    }
    assert all(text_from_duty(duty_from_text(text)) == text for text in shown)
