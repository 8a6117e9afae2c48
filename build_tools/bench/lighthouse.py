"""`puente bench lighthouse`: Lighthouse as a phone, on the pages that people meet first, in every language.

It opens the built site in a real Chromium with the slowed-down phone of Lighthouse. Each page must reach the
least score in all four categories; what lost points is named.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

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

from build_tools import browser, npm
from build_tools.bench.measure import machine
from build_tools.bench.serving import serving

if TYPE_CHECKING:
    from collections.abc import Sequence

REPOSITORY = Path(__file__).resolve().parents[2]
LEAST = 97
PAGES = ("", "learn/backup/", "tools/diagnosis/")  # home, a lesson, a tool
LANGUAGE_ROOTS = ("", "es/")
CATEGORIES = {"performance": "speed", "accessibility": "access", "best-practices": "practice", "seo": "seo"}
METRICS = {
    "first-contentful-paint": "FCP s",
    "largest-contentful-paint": "LCP s",
    "total-blocking-time": "TBT ms",
    "cumulative-layout-shift": "CLS",
    "total-byte-weight": "KiB",
}
_DIVISOR = {"first-contentful-paint": 1000, "largest-contentful-paint": 1000, "total-byte-weight": 1024}
_LIMIT = 180.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """What Lighthouse says about one page: points from 0 to 100, figures, and the audits that lost points."""

    page: str
    points: dict[str, int]
    figures: dict[str, float]
    lost: tuple[str, ...]


def main(arguments: Sequence[str] = ()) -> int:
    """Measure, print the table, keep the JSON. The exit code is 1 when a page stays below the least score."""
    options = _options(arguments)
    console = Console(width=max(100, Console().width))  # the table is of no use when it is folded
    folder = REPOSITORY / ".build" / "bench" / "lighthouse"
    folder.mkdir(parents=True, exist_ok=True)
    if not options.url and not (options.site / "index.html").is_file():
        console.print(f"There is no built site in {options.site}. Run `puente build` first.", markup=False)
        return 2
    pages = options.page or [root + page for root in LANGUAGE_ROOTS for page in PAGES]
    facts = machine()
    audits: list[Audit] = []
    with (
        ExitStack() as stack,
        Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=console,
        ) as progress,
    ):
        task = progress.add_task("Lighthouse and Chromium", total=len(pages) * options.runs)

        def say(text: str) -> None:
            progress.update(task, description=text)

        npm.ensure(REPOSITORY / "tests" / "lighthouse", say)
        chromium = browser.ensure(say)
        base = options.url or stack.enter_context(serving(options.site))
        for page in pages:
            tries = []
            for _ in range(options.runs):
                say(page or "home")
                tries.append(_audit(base, page, chromium, folder))
                progress.advance(task)
            audits.append(max(tries, key=lambda audit: tuple(audit.points.values())))
    _print(console, audits, options.least)
    report = {
        "benchmark": "lighthouse",
        "machine": facts,
        "pages": [
            {"page": audit.page, "points": audit.points, "figures": audit.figures, "lost": list(audit.lost)}
            for audit in audits
        ],
    }
    kept = folder / "lighthouse.json"
    kept.write_text(json.dumps(report, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    console.print(f"Kept in {kept.relative_to(REPOSITORY)}")
    return int(any(points < options.least for audit in audits for points in audit.points.values()))


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="puente bench lighthouse", description=__doc__)
    parser.add_argument(
        "--site", type=Path, default=REPOSITORY / "site", help="the built site (default: site)"
    )
    parser.add_argument("--url", default="", help="measure a site that is already served here, ending in /")
    parser.add_argument(
        "--page", action="append", help="a page below the site's root; may be given several times"
    )
    parser.add_argument(
        "--least", type=int, default=LEAST, help="least points in each category (default: 97)"
    )
    parser.add_argument(
        "--runs", type=int, default=1, help="tries for each page; the best counts (default: 1)"
    )
    return parser.parse_args(list(arguments))


def _audit(base: str, page: str, chromium: Path, folder: Path) -> Audit:
    """Let Lighthouse open one page and read its report.

    Raises:
        npm.NpmError: Lighthouse gave no report; the text says what it printed.
    """
    kept = folder / f"{page.strip('/').replace('/', '-') or 'home'}.json"
    kept.unlink(missing_ok=True)
    program = REPOSITORY / "tests" / "lighthouse" / "node_modules" / "lighthouse" / "cli" / "index.js"
    command = [
        npm.node(),
        str(program),
        base + page,
        "--quiet",
        "--output=json",
        f"--output-path={kept}",
        "--no-enable-error-reporting",
        f"--only-categories={','.join(CATEGORIES)}",
        f"--chrome-flags={' '.join(('--headless=new', *browser.flags()))}",
    ]
    done = subprocess.run(
        command,
        env={**os.environ, "CHROME_PATH": str(chromium)},
        capture_output=True,
        text=True,
        check=False,
        timeout=_LIMIT,
    )
    if not kept.is_file():
        raise npm.NpmError(f"Lighthouse gave no report on '{page}':\n{done.stdout}{done.stderr}")
    report: dict[str, Any] = json.loads(kept.read_text("utf-8"))
    if report.get("runtimeError"):
        raise npm.NpmError(f"Lighthouse could not measure '{page}': {report['runtimeError']['message']}")
    found, categories = report["audits"], report["categories"]
    weighted = {ref["id"] for name in CATEGORIES for ref in categories[name]["auditRefs"] if ref["weight"]}
    lost = sorted(
        name for name in weighted if found[name]["score"] is not None and found[name]["score"] < 0.9
    )
    return Audit(
        page=page,
        points={name: round(100 * (categories[name]["score"] or 0)) for name in CATEGORIES},
        figures={
            name: round(found[name].get("numericValue", 0) / _DIVISOR.get(name, 1), 3) for name in METRICS
        },
        lost=tuple(lost),
    )


def _print(console: Console, audits: Sequence[Audit], least: int) -> None:
    table = Table(title="Lighthouse, phone")
    table.add_column("page")
    for name in (*CATEGORIES.values(), *METRICS.values()):
        table.add_column(name, justify="right")
    for audit in audits:
        points = [
            f"[red]{audit.points[name]}[/]" if audit.points[name] < least else f"{audit.points[name]}"
            for name in CATEGORIES
        ]
        table.add_row(audit.page or "home", *points, *(f"{value:.4g}" for value in audit.figures.values()))
    console.print(table)
    for audit in audits:
        if audit.lost:
            console.print(f"{audit.page or 'home'} lost points in: {', '.join(audit.lost)}")
