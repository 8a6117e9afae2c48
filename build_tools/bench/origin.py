"""How fast origin is determined: the engine alone, in this Python, on the repository's own data.

Named baseline: `json.loads` of the same request, the least any engine could do with it. Ratios to it travel between
machines better than seconds. `puente bench runtime` measures the browser.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from build_tools.compile.ask import ask
from build_tools.compile.sets import shard_sets
from build_tools.runtime.samples.origin import CHIP, COFFEE, ON, SHIRT

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

__all__ = ["grown", "main", "measure"]

ROOT = Path(__file__).resolve().parent.parent.parent
SIZES = (2, 10, 100, 1000)
PRODUCTS = {"coffee": COFFEE, "T-shirt": SHIRT, "circuit": CHIP}


def grown(answers: Mapping[str, str], count: int) -> dict[str, str]:
    """Give a product with so many inputs: its own first one, again and again, each worth its part.

    >>> made = grown({"product.price.fob": "10", "inputs.0.name": "yarn", "inputs.0.value": "5"}, 3)
    >>> made["inputs.2.name"], made["inputs.2.value"]
    ('yarn 2', '1.666666')
    """
    made = {name: text for name, text in answers.items() if not name.startswith("inputs.")}
    for at in range(count):
        for name, text in answers.items():
            if name.startswith("inputs.0.") and ".inputs." not in name[9:]:
                made[f"inputs.{at}.{name[9:]}"] = text
        made[f"inputs.{at}.name"] = f"{answers['inputs.0.name']} {at}"
        made[f"inputs.{at}.value"] = f"{int(float(answers['inputs.0.value']) / count * 1e6) / 1e6:.6f}"
    return made


def measure(run: Callable[[], Any], *, rounds: int) -> dict[str, float]:
    """Run something a number of times and give milliseconds: median and the 95th of a hundred."""
    taken = []
    for _ in range(rounds):
        started = time.perf_counter()
        run()
        taken.append((time.perf_counter() - started) * 1000)
    taken.sort()
    return {"median": statistics.median(taken), "p95": taken[min(len(taken) - 1, int(len(taken) * 0.95))]}


def main(arguments: Sequence[str]) -> int:
    """Print a table, or the same as JSON."""
    parser = argparse.ArgumentParser(prog="puente bench origin", description=__doc__)
    parser.add_argument("--rounds", type=int, default=30, help="how often each is run (default: 30)")
    parser.add_argument("--json", action="store_true", help="print JSON")
    given = parser.parse_args(arguments)
    place = SimpleNamespace(root=ROOT, economy_folder=ROOT / "economy")
    shards = {name: one.data for name, one in shard_sets(place).items()}
    rows = list(_rows(shards, given.rounds))
    if given.json:
        sys.stdout.write(json.dumps(rows, indent=1) + "\n")
        return 0
    sys.stdout.write(f"{'what':44} {'median ms':>10} {'p95 ms':>8} {'per second':>11} {'x baseline':>11}\n")
    for row in rows:
        sys.stdout.write(
            f"{row['what']:44} {row['median']:10.2f} {row['p95']:8.2f} {row['per_second']:11.0f} {row['ratio']:11.1f}\n"
        )
    return 0


def _rows(shards: Mapping[str, bytes], rounds: int) -> Any:
    for name, answers in PRODUCTS.items():
        agreement = "cptpp" if answers is CHIP else "us-peru"
        one = json.dumps({"answers": answers, "on": ON, "agreement": agreement})
        every = json.dumps({"answers": answers, "on": ON})
        yield _row(f"{name}: one agreement in depth", "origin.determine", one, shards, rounds)
        yield _row(f"{name}: every market", "origin.markets", every, shards, rounds)
        yield _row(f"{name}: advice", "origin.advise", one, shards, max(rounds // 5, 1))
    for count in SIZES:
        request = json.dumps({"answers": grown(COFFEE, count), "on": ON})
        times = max(rounds // max(count // 50, 1), 2)
        yield _row(f"coffee with {count} inputs: every market", "origin.markets", request, shards, times)


def _row(what: str, call: str, request: str, shards: Mapping[str, bytes], rounds: int) -> dict[str, Any]:
    reply = ask(call, request, shards)  # brings the data, and must work
    if "ok" not in reply:
        raise RuntimeError(f"{what}: {reply}")
    taken = measure(lambda: ask(call, request, shards), rounds=rounds)
    baseline = measure(lambda: json.loads(request), rounds=200)
    count = len(reply["ok"].get("rows", [])) or 1
    return {
        "what": what + (f" ({count})" if count > 1 else ""),
        **taken,
        "per_second": count * 1000 / taken["median"],
        "ratio": taken["median"] / baseline["median"],
    }
