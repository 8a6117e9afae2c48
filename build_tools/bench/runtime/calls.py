"""How long the engine takes for an answer once it runs: from the page's question to the reply, in a real browser.

The questions are those that the build itself asks of every call, so a new call is measured as soon as it exists.
"""

from __future__ import annotations

import gzip
import json
import statistics
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from build_tools.runtime.samples import of_tool, samples

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

TIMES = 60
LONGEST = 4000  # milliseconds for one request, however often it was asked by then
TOOLS = ("diagnosis", "product-finder", "origin")
ASK = """async ({ asked, times, longest, module }) => {
  const { openEngine } = await import(new URL(module, document.baseURI).href);
  const config = JSON.parse(document.getElementById("puente-tool").textContent);
  const engine = openEngine(config, () => {});
  const took = {};
  for (const { call, request, view } of asked) {
    const ways = { [call]: () => engine.ask("call", call, request) };
    if (view) ways[`${call} ${view}`] = () => engine.ask("page", call, request, view, config.language, config.base);
    for (const [way, run] of Object.entries(ways)) {
      const reply = JSON.parse(await run().catch(() => '{"refused":[]}'));
      if (reply.refused || reply.ok === false) continue;
      const begun = performance.now();
      for (let round = 0; round < times && performance.now() - begun < longest; round += 1) {
        const start = performance.now();
        await run();
        (took[way] ??= []).push(performance.now() - start);
      }
    }
  }
  engine.cancel();
  return took;
}"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """How long one call takes in the browser: with ``view``, the piece of page is made as well."""

    call: str
    view: str
    times: int
    median: float
    p95: float


def percentile(values: list[float], part: float) -> float:
    """The value below which a part of the values lie, the higher neighbour where it falls between two.

    >>> percentile([float(n) for n in range(1, 101)], 0.95), percentile([7.0], 0.95)
    (95.0, 7.0)
    """
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, -int(-part * len(ordered) // 1) - 1))]


def measure(page: Page, site: Path, config: dict[str, Any], tool: str, times: int = TIMES) -> list[Call]:
    """Ask every call that a tool's page can make, many times each.

    Args:
        page: The tool's page, open.
        site: The built site.
        config: What the page tells its glue.
        tool: The tool's id.
        times: How often each request is asked, if that is not too long.
    """
    asked = [
        {"call": sample.call, "request": sample.request, "view": sample.view}
        for sample in of_tool(samples(data_of(site, config), config["language"]), tool)
    ]
    module = next((site / "assets" / "glue").glob("engine.*.mjs")).relative_to(site).as_posix()
    given = {"asked": asked, "times": times, "longest": LONGEST, "module": config["base"] + module}
    took: dict[str, list[float]] = page.evaluate(ASK, given)
    return [
        Call(
            call=name.partition(" ")[0],
            view=name.partition(" ")[2],
            times=len(values),
            median=statistics.median(values),
            p95=percentile(values, 0.95),
        )
        for name, values in took.items()
    ]


def data_of(site: Path, config: dict[str, Any]) -> dict[str, bytes]:
    """The data that a tool's page can load: what comes with it, and what it may ask for."""
    found = {file["name"]: (site / file["url"]).read_bytes() for file in config["data"]}
    if "index" in config:
        listed: dict[str, Any] = json.loads((site / config["index"]["url"]).read_bytes())
        for name, entry in listed.items():
            found[name] = gzip.decompress((site / entry["url"]).read_bytes())
    return found


def as_json(calls: list[Call]) -> list[dict[str, Any]]:
    """Their plain form, milliseconds to two decimals."""
    return [
        json.loads(json.dumps({"call": one.call, "view": one.view, "times": one.times}))
        | {"median": round(one.median, 2), "p95": round(one.p95, 2)}
        for one in calls
    ]
