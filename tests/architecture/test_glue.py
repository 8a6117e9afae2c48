"""The postman of a tool page stays small: what grows there is a rule or a sentence that belongs elsewhere."""

from __future__ import annotations

from tests.conftest import ROOT

GLUE = ROOT / "site_src" / "glue"
LIMIT = 300


def code(name: str) -> list[str]:
    """The lines of a script that do something."""
    lines = (line.strip() for line in (GLUE / name).read_text("utf-8").splitlines())
    return [line for line in lines if line and not line.startswith("//")]


def test_form_to_engine_to_page_takes_less_than_300_lines() -> None:
    assert sum(len(code(name)) for name in ("tool.mjs", "engine.mjs", "store.mjs")) < LIMIT
