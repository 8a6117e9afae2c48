"""How often the product finder puts the right code among the first: `puente bench search`.

A file of queries has the columns `query` and `hs6`. The Spanish set is ours; English ones are given with `--source`.
"""

from __future__ import annotations

import argparse
import csv
import json
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from build_tools.compile.sets import shard_sets
from build_tools.content.economy import read_economy
from build_tools.content.faults import Faults
from build_tools.progress import Progress
from py_engine.search.calls import searched
from py_engine.search.shard import Nomenclature

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

ROOT = Path(__file__).resolve().parents[2]
SPANISH = ROOT / "tests" / "search" / "queries_es.csv"
RANKS = (1, 5, 10)


class Query(NamedTuple):
    """What somebody looks for, and the subheading it belongs to."""

    words: str
    code: str


class Place(NamedTuple):
    """Where the project is."""

    root: Path
    economy_folder: Path


def read_queries(path: Path) -> list[Query]:
    """Read a file of queries.

    Raises:
        ValueError: A column is missing, or a code has not six digits.
    """
    with path.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    if not rows or not {"query", "hs6"} <= rows[0].keys():
        raise ValueError(f"{path.name} needs the columns query and hs6, and one row at least")
    queries = [Query(row["query"], row["hs6"]) for row in rows]
    for number, query in enumerate(queries, 2):
        if not (len(query.code) == 6 and query.code.isdigit()):
            raise ValueError(
                f"{path.name}, line {number}: '{query.code}' is no code of six digits such as 090121"
            )
    return queries


def measure(
    nomenclature: Nomenclature, queries: Iterable[Query]
) -> tuple[Counter[str], list[float], list[Query]]:
    """Ask every query; count the right ones by rank and digits, take the time, and list those missed by rank 5."""
    counts: Counter[str] = Counter()
    times: list[float] = []
    missed = []
    for query in queries:
        before = time.perf_counter()
        answer = searched(nomenclature, query.words, {})
        times.append(time.perf_counter() - before)
        codes = [candidate["hs"] for candidate in answer["candidates"]]
        headings = list(dict.fromkeys(code[:4] for code in codes))
        counts["asked"] += 1
        counts["none"] += not codes
        counts[answer["outcome"]] += 1
        for rank in RANKS:
            counts[f"6/{rank}"] += query.code in codes[:rank]
            counts[f"4/{rank}"] += query.code[:4] in headings[:rank]
        if query.code not in codes[:5]:
            missed.append(query)
    return counts, sorted(times), missed


def table(title: str, counts: Counter[str], times: Sequence[float]) -> str:
    """Write the figures of one set.

    >>> print(table("Three", Counter({"asked": 4, "6/1": 3, "none": 1}), [0.001] * 4).splitlines()[1])
      6 digits: first 75.0 %, first five 0.0 %, first ten 0.0 %
    """
    share = {name: f"{100 * counts[name] / max(counts['asked'], 1):.1f} %" for name in counts}
    lines = [f"{title}: {counts['asked']} queries"]
    for digits in (6, 4):
        first, five, ten = (share.get(f"{digits}/{rank}", "0.0 %") for rank in RANKS)
        lines.append(f"  {digits} digits: first {first}, first five {five}, first ten {ten}")
    said = ", ".join(
        f"{said} {share.get(name, '0.0 %')}"
        for name, said in (("none", "nothing found"), ("unsure", "unsure"), ("vague", "too vague"))
    )
    slow = times[len(times) * 95 // 100] * 1000
    lines.append(f"  {said}; p95 {slow:.1f} ms in this Python")
    return "\n".join(lines)


def main(arguments: Sequence[str]) -> int:
    """Run the measurement."""
    parser = argparse.ArgumentParser(prog="puente bench search", description=__doc__)
    parser.add_argument("--source", type=Path, help="English queries, a CSV file with query and hs6")
    parser.add_argument("--spanish", type=Path, default=SPANISH, help="Spanish queries (default: ours)")
    parser.add_argument(
        "--halves", action="store_true", help="odd and even lines apart, to see what carries over"
    )
    parser.add_argument("--missed", action="store_true", help="list the queries missed by the first five")
    given = parser.parse_args(arguments)
    progress = Progress()
    found = nomenclatures()
    for language, path in (("en", given.source), ("es", given.spanish)):
        if path is None:
            continue
        queries = read_queries(path)
        sets = [(f"{path.name}", queries)]
        if given.halves:
            sets = [(f"{path.name}, half {half + 1}", queries[half::2]) for half in (0, 1)]
        for title, part in sets:
            counts, times, missed = measure(found[language], part)
            progress.note(table(f"{language} {title}", counts, times))
            for query in missed if given.missed else ():
                progress.note(f"    {query.code} {query.words}")
    return 0


def nomenclatures() -> dict[str, Nomenclature]:
    """The nomenclature in each language, as the phone would get it."""
    economy, _ = read_economy(ROOT / "economy", root=ROOT, faults=Faults())
    sets = shard_sets(Place(ROOT, ROOT / "economy"))
    return {
        language: Nomenclature(json.loads(sets[f"search/{language}"].data))
        for language in economy.languages
        if f"search/{language}" in sets
    }
