"""The map of markets and the list: every economy has its place and its words, and equal ways stand together."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from site_src.views.charts import PLACES, grouped, tiles

if TYPE_CHECKING:
    from pathlib import Path

UNKNOWN = {"state": "unknown"}


def row(importer: str, answer: str, agreement: str = "cptpp", **more: Any) -> dict[str, Any]:
    return {
        "id": f"{agreement}.{importer}",
        "importer": importer,
        "importer_name": {"key": f"economies.{importer}"},
        "agreement": agreement,
        "answer": answer,
        "answer_text": {"key": f"determination.answer.{answer}"},
        "why": {"key": "determination.why.met"},
        "status": "read-once",
        "mfn": UNKNOWN,
        "preferential": UNKNOWN,
        **more,
    }


def drawn(*rows: dict[str, Any], others: tuple[str, ...] = ()) -> dict[str, Any]:
    product = {"made_in": "PE", "made_in_name": {"key": "economies.PE"}}
    without = [{"importer": one, "importer_name": {"key": f"economies.{one}"}} for one in others]
    return tiles({"rows": list(rows), "no_agreement": without, "product": product})


def test_every_economy_of_an_agreement_has_a_place_of_its_own(root: Path) -> None:
    named = set()
    for file in (root / "content/data/agreements").glob("*/agreement.yml"):
        named |= set(re.findall(r"economy: ([A-Z]{2})\b", file.read_text("utf-8")))
    assert named
    assert named <= set(PLACES)
    assert len(set(PLACES.values())) == len(PLACES)


def test_a_tile_shows_the_best_way_and_nothing_is_left_out() -> None:
    made = drawn(row("US", "claim"), row("US", "fails", "other"), row("XK", "ask"), others=("CN",))
    found = {tile["economy"]: tile["answer"] for block in made["blocks"] for tile in block}
    assert found == {"US": "claim", "XK": "ask", "CN": "none", "PE": "home"}
    assert [one["answer"] for one in made["kinds"]] == ["claim", "ask"]
    assert made["blocks"][1][-1]["economy"] == "XK"  # without a place of its own, at the end


@pytest.mark.parametrize(
    "difference", [{"answer": "fails"}, {"why": {"key": "x"}}, {"status": "machine-checked"}]
)
def test_only_ways_that_say_the_same_stand_together(difference: dict[str, Any]) -> None:
    rows = [row("JP", "rate_unknown"), row("CA", "rate_unknown"), {**row("AU", "rate_unknown"), **difference}]
    assert [[one["importer"] for one in group["rows"]] for group in grouped(rows)] == [["JP", "CA"], ["AU"]]
