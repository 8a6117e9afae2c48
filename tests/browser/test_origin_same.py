"""Determinations worked out by hand, asked of the browser's Python and of this one: the JSON is equal byte for byte."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from build_tools.compile.ask import ask
from py_engine import bridge
from tests.conftest import serving
from tests.engine.origin.data import shards
from tests.engine.test_determination_cases import TABLES

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.build]
ASK = """async ([module, asked]) => {
  const { openEngine } = await import(module);
  const engine = openEngine(JSON.parse(document.getElementById("puente-tool").textContent), () => {});
  const replies = [];
  for (const [call, request] of asked) replies.push(await engine.ask("call", call, request));
  engine.cancel();
  return replies; }"""


def here(call: str, request: str) -> str:
    """The answer of this Python: once to bring the data that is needed, once more for its bytes."""
    ask(call, request, shards())
    return bridge.call(call, request)


def requests() -> list[list[str]]:
    """Every case in depth, and all markets and the advice for the first case of each product."""
    asked: list[tuple[str, dict[str, Any]]] = [("origin.determine", case.request) for case in TABLES]
    first = {(case.agreement, case.answers.get("product.hs")): case for case in reversed(TABLES)}
    for case in first.values():
        asked.append(("origin.markets", {"answers": case.answers, "on": case.on}))
        asked.append(("origin.advise", case.request))
    return [[call, json.dumps(request)] for call, request in asked]


def test_every_determination_gives_the_same_bytes(page: Page, copied: Path) -> None:
    asked = requests()
    module = next((copied / "assets" / "glue").glob("engine.*.mjs")).name
    with serving(copied) as address:
        page.goto(f"{address}tools/origin/")
        theirs = page.evaluate(ASK, [f"{address}assets/glue/{module}", asked])
        page.goto("about:blank")
    different = [
        call_and_request
        for call_and_request, reply in zip(asked, theirs, strict=True)
        if reply != here(*call_and_request)
    ]
    assert different == []
