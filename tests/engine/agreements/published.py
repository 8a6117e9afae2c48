"""The published agreements, read as the engine gets them."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from build_tools.compile.agreements import compiled
from py_engine.agreements.agreement import Agreement, provisions_of, read_shard

if TYPE_CHECKING:
    from py_engine.agreements.provisions import Provisions

ROOT = Path(__file__).resolve().parents[3]
FOLDER = ROOT / "content" / "data" / "agreements"


@cache
def files() -> dict[str, Any]:
    """Give the files on agreements and provisions by their names; all scalars are text."""
    return {
        path.relative_to(FOLDER).with_suffix("").as_posix(): yaml.load(
            path.read_text(encoding="utf-8"),
            Loader=yaml.BaseLoader,  # noqa: S506  reads texts only
        )
        for kind in ("agreement", "provisions")
        for path in sorted(FOLDER.glob(f"*/{kind}.yml"))
    }


@cache
def shard() -> tuple[dict[str, Any], dict[str, dict[str, str]]]:
    """Give the shard and its sentences."""
    return compiled(files())


@cache
def agreements() -> tuple[Agreement, ...]:
    """Give the agreements as the engine reads them."""
    return read_shard(json.loads(json.dumps(shard()[0])))


@cache
def provisions(name: str) -> Provisions:
    """Give the general provisions of an agreement."""
    found = provisions_of(next(one for one in agreements() if one.id == name))
    assert found is not None
    return found
