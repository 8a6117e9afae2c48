"""The product finder in the browser's Python: the same bytes as here, and quick enough to type along with."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING

import pytest

from build_tools.bench.search import SPANISH, read_queries
from py_engine import bridge
from tests.conftest import serving

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.build]
ASK = """async ([module, asked]) => {
  const { openEngine } = await import(module);
  const engine = openEngine(JSON.parse(document.getElementById("puente-tool").textContent), () => {});
  const replies = [];
  for (const one of asked) replies.push(await engine.ask("call", "search.find", one));
  engine.cancel();
  return replies; }"""


def test_every_query_gives_the_same_bytes(page: Page, copied: Path) -> None:
    words = [
        "0901.21",
        "0901",
        "camizeta",
        "xyzzyq",
        "",
        *(query.words for query in read_queries(SPANISH)[::4]),
    ]
    asked = [json.dumps({"answers": {"search.words": each, "search.language": "es"}}) for each in words]
    shards = (copied / "assets" / "data").glob("search-es.*.gz.bin")
    # Its sentences have their language in the name.
    shard = next(path for path in shards if path.name.count(".") == 3)
    module = next((copied / "assets" / "glue").glob("engine.*.mjs")).name
    with serving(copied) as address:
        page.goto(f"{address}es/tools/product-finder/")
        theirs = page.evaluate(ASK, [f"{address}assets/glue/{module}", asked])
        page.goto("about:blank")
    bridge.load("search/es", gzip.decompress(shard.read_bytes()).decode())
    assert theirs == [bridge.call("search.find", one) for one in asked]
