"""`puente bench build`: what a whole build costs, against plain mkdocs-material in the same run.

Both build the same pages, one after the other, size by size, so that a busy machine disturbs both alike.
Trust the ratio more than the seconds.
"""

from __future__ import annotations

import argparse
import json
import signal
import sys
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)
from rich.table import Table

from build_tools.bench import projects
from build_tools.bench.measure import Cost, Size, machine, measure, size_of

if TYPE_CHECKING:
    from collections.abc import Sequence

REPOSITORY = Path(__file__).resolve().parents[2]
SIZES = (100, 500, 2_000)
FIRST, LATER = "first build, nothing cached", "later build"
TARGET = {500: 0.35}  # at most this share of plain's CPU seconds, at this number of pages per language


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """One project at one size: its cheapest run, every run's CPU seconds, and what it made."""

    who: str
    pages: int
    cost: Cost
    size: Size
    all_cpu: tuple[float, ...]


def main(arguments: Sequence[str] = ()) -> int:
    """Measure, print the table, keep the JSON. The exit code is 1 after a failed build or a missed target."""
    options = _options(arguments)
    signal.signal(
        signal.SIGTERM, lambda *_: sys.exit(143)
    )  # so that a stopped benchmark stops its build as well
    sizes = sorted({int(size) for size in options.sizes.split(",")})
    folder: Path = REPOSITORY / ".build" / "bench" / "build"
    console = Console(width=max(100, Console().width))  # the table is of no use when it is folded
    facts = machine()
    built: list[Built] = []
    fixed: dict[str, Cost] = {}
    who = ["ours"] if options.only_ours else ["ours", "plain"]
    with Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console,
    ) as progress:
        task = progress.add_task("", total=2 + len(sizes) * options.runs * len(who))
        for label in (FIRST, LATER):
            progress.update(task, description=f"ours, no generated page: {label}")
            fixed[label] = _fixed(folder, label, limit=options.limit)
            progress.advance(task)
        for size in sizes:
            runs: dict[str, list[tuple[Cost, Size]]] = {name: [] for name in who}
            for _ in range(options.runs):
                for name in who:
                    progress.update(task, description=f"{name}, {size} pages in each of 2 languages")
                    runs[name].append(_once(name, size, folder, limit=options.limit))
                    progress.advance(task)
            built.extend(_best(name, size, runs[name]) for name in who)
    report = _report(facts, fixed, built, options.runs)
    kept = folder / "build.json"
    kept.write_text(json.dumps(report, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    _print(console, facts, fixed, built)
    console.print(f"Kept in {kept.relative_to(REPOSITORY)}")
    failed = [one for one in built if not one.cost.ok and one.who == "ours"]
    missed = [size for size, share in TARGET.items() if (ratio := _ratio(built, size)) and ratio > share]
    for size in missed:
        console.print(f"Above the target of {TARGET[size]} of plain at {size} pages.")
    return 1 if failed or missed or not all(cost.ok for cost in fixed.values()) else 0


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="puente bench build", description=__doc__)
    parser.add_argument(
        "--sizes",
        default=",".join(map(str, SIZES)),
        help="generated pages per language, separated by commas (default: %(default)s)",
    )
    parser.add_argument(
        "--runs", type=int, default=1, help="builds of each project at each size; the cheapest counts"
    )
    parser.add_argument(
        "--limit",
        type=float,
        default=900,
        help="seconds after which a build is stopped (default: %(default)s)",
    )
    parser.add_argument("--only-ours", action="store_true", help="leave plain mkdocs-material out")
    return parser.parse_args(list(arguments))


def _fixed(folder: Path, label: str, *, limit: float) -> Cost:
    """Build ours without generated pages: once from nothing, then again, which shows what the cache saves."""
    project = folder / "ours"
    if label == FIRST:
        projects.lay_out_ours(REPOSITORY, project)
    command = projects.ours(project, 0)
    return measure(command, folder=project, log=folder / "logs" / "ours-fixed.log", limit=limit)


def _once(who: str, count: int, folder: Path, *, limit: float) -> tuple[Cost, Size]:
    project = folder / who
    command = projects.ours(project, count) if who == "ours" else projects.plain(REPOSITORY, project, count)
    cost = measure(command, folder=project, log=folder / "logs" / f"{who}-{count}.log", limit=limit)
    return cost, size_of(project / "site")


def _best(who: str, count: int, runs: list[tuple[Cost, Size]]) -> Built:
    cost, size = min(runs, key=lambda run: (not run[0].ok, run[0].cpu))
    return Built(who=who, pages=count, cost=cost, size=size, all_cpu=tuple(cost.cpu for cost, _ in runs))


def _find(built: Sequence[Built], who: str, count: int) -> Built | None:
    return next((one for one in built if (one.who, one.pages) == (who, count) and one.cost.ok), None)


def _ratio(built: Sequence[Built], count: int) -> float | None:
    """Give ours as a share of plain, in CPU seconds, or None when one of them did not finish."""
    mine, theirs = _find(built, "ours", count), _find(built, "plain", count)
    return mine.cost.cpu / theirs.cost.cpu if mine and theirs else None


def _growth(built: Sequence[Built], one: Built) -> float | None:
    """Give the CPU milliseconds that each page added since the size before, or None at the smallest size."""
    before = [other for other in built if other.who == one.who and other.pages < one.pages and other.cost.ok]
    if not before or not one.cost.ok:
        return None
    last = max(before, key=lambda other: other.pages)
    added = len(projects.LANGUAGES) * (one.pages - last.pages)
    return 1000 * (one.cost.cpu - last.cost.cpu) / added


def _report(
    facts: dict[str, str], fixed: dict[str, Cost], built: Sequence[Built], runs: int
) -> dict[str, object]:
    packages = ("mkdocs", "mkdocs-material", "mkdocs-static-i18n", "pagefind")
    return {
        "benchmark": "build",
        "machine": facts | {name: version(name) for name in packages},
        "runs": runs,
        "languages": list(projects.LANGUAGES),
        "fixed": {label: asdict(cost) for label, cost in fixed.items()},
        "builds": [
            asdict(one) | {"ratio": _ratio(built, one.pages), "ms_per_added_page": _growth(built, one)}
            for one in built
        ],
    }


def _print(console: Console, facts: dict[str, str], fixed: dict[str, Cost], built: Sequence[Built]) -> None:
    table = Table(title="Whole builds, by generated pages in each language")
    for head in ("pages", "who"):
        table.add_column(head)
    for head in ("CPU s", "wall s", "peak MB", "MB out", "files", "of plain", "ms per page"):
        table.add_column(head, justify="right", no_wrap=True)
    for one in built:
        ratio, growth = _ratio(built, one.pages), _growth(built, one)
        table.add_row(
            f"{one.pages} x {len(projects.LANGUAGES)}",
            one.who,
            f"{one.cost.cpu:.1f}" if one.cost.ok else "did not finish",
            f"{one.cost.wall:.1f}",
            f"{one.cost.peak_mb:.0f}",
            f"{one.size.bytes / 1e6:.1f}",
            f"{one.size.files}",
            f"{ratio:.2f}" if ratio and one.who == "ours" else "",
            "" if growth is None else f"{growth:.1f}",
        )
    console.print(table)
    console.print("ms per page: processor time that each page added since the size before", style="dim")
    for label, cost in fixed.items():
        console.print(f"ours without generated pages, {label}: {cost.cpu:.1f} CPU s, {cost.wall:.1f} s")
    for reason in [f"{one.who} at {one.pages}: {one.cost.reason}" for one in built if one.cost.reason]:
        console.print(reason, markup=False)
    for label, cost in fixed.items():
        if cost.reason:
            console.print(f"{label}: {cost.reason}", markup=False)
    console.print(", ".join(f"{key} {value}" for key, value in facts.items()), style="dim", markup=False)
