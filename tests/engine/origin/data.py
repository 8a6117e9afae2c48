"""The repository's own data as shards, compiled once for all tests of determinations."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from build_tools.compile.ask import ask
from build_tools.compile.sets import shard_sets

ROOT = Path(__file__).resolve().parents[3]
DAY = "2026-11-22"


@cache
def shards() -> dict[str, bytes]:
    """Every shard by name."""
    place = SimpleNamespace(root=ROOT, economy_folder=ROOT / "economy")
    return {name: one.data for name, one in shard_sets(place).items()}


def asked(call: str, answers: dict[str, str], **more: Any) -> dict[str, Any]:
    """Ask about a product; the whole reply, answered or refused."""
    return ask(call, {"answers": answers, "on": DAY, **more}, shards())


def ok(call: str, answers: dict[str, str], **more: Any) -> dict[str, Any]:
    """Ask about a product, and get an answer."""
    reply = asked(call, answers, **more)
    assert "ok" in reply, reply
    found: dict[str, Any] = reply["ok"]
    return found
