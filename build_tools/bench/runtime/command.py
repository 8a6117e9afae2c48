"""`puente bench runtime`: how long until the first answer, in a real Chromium, against stock Pyodide and peers.

One run, everybody in turns, so that a busy machine disturbs all alike: trust the ratios more than the seconds. First
visit: empty profile. Tab: the same browser, a new tab. Relaunch: the browser closed and started again. Stock Pyodide is
the same version with the same engine, as its guide loads it, from the same host, which compresses text as hosts do.
Ours presses the button as soon as the page can be used; its bytes include the page and what is kept for use offline.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
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

from build_tools import browser
from build_tools.bench.measure import machine
from build_tools.bench.runtime import calls as engine_calls
from build_tools.bench.runtime.conditions import CONDITIONS, run
from build_tools.bench.runtime.contestants import LANGUAGE, Contestant, config_of, line_up
from build_tools.bench.runtime.publish import publish
from build_tools.bench.runtime.report import calls_table, report, rows, table
from build_tools.bench.runtime.server import LINES, Host, serving
from build_tools.bench.runtime.slow import brake
from build_tools.bench.runtime.visits import Visitor

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from build_tools.bench.runtime.calls import Call
    from build_tools.bench.runtime.conditions import Taken

REPOSITORY = Path(__file__).resolve().parents[3]
FOLDER = REPOSITORY / ".build" / "bench" / "runtime"
BLANK = Contestant(id="blank", path="blank/")


def main(arguments: Sequence[str] = ()) -> int:
    """Measure, print the tables, keep the JSON; with ``--publish`` write the figures of the public page."""
    options = _options(arguments)
    site: Path = options.site.resolve()
    config = config_of(site)
    chosen = [CONDITIONS[name] for name in options.conditions.split(",")]
    console = Console(width=max(160, Console().width))  # folded tables are of no use
    FOLDER.mkdir(parents=True, exist_ok=True)
    taken: list[Taken] = []
    calls: list[Call] = []
    progress = Progress(
        SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
        console=console,
    )  # fmt: skip
    with tempfile.TemporaryDirectory(dir=FOLDER) as folder, progress, brake() as slow:
        task = progress.add_task("", total=len(chosen) * options.rounds + 1)

        def say(text: str) -> None:
            progress.update(task, description=text)

        chromium = browser.ensure(say)
        contestants, folders, left_out = line_up(site, FOLDER, say, peers=not options.no_peers)
        facts = machine() | {
            "command": "uv run puente bench runtime" + "".join(f" {one}" for one in _kept(arguments)),
            "rounds": str(options.rounds),
            "browser": browser_version(chromium),
            "playwright": version("playwright"),
            "brake": slow.how if slow else "",
            "runtime": config["runtime"]["version"],
            **{f"version_{one.id}": one.version for one in contestants},
        }
        host = Host(folders, FOLDER / "packed")
        say("compressing what is served")
        host.warm()
        if slow is None:
            left_out |= {one.id: "no way to slow a browser down here" for one in chosen if one.part}
            chosen = [one for one in chosen if not one.part]
        from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only who measures needs it

        with serving(host), sync_playwright() as playwright:
            visitor = Visitor(playwright, chromium, host, slow, Path(folder))
            for condition in chosen:
                for number in range(options.rounds):
                    entering = contestants + ([BLANK] if condition.id == "none" else [])
                    found, failed = run(visitor, condition, entering, number, say)
                    taken += found
                    left_out |= {f"{name}, {condition.id}": why for name, why in failed.items()}
                    progress.advance(task)
                    _keep(facts, taken, calls, left_out)
            say("engine calls")
            visitor.set(LINES["none"], None)
            calls += _calls(visitor, site, say)
            progress.advance(task)
    facts["load_after"] = f"{os.getloadavg()[0]:.2f}" if hasattr(os, "getloadavg") else ""
    kept = _keep(facts, taken, calls, left_out)
    console.print(table(rows(taken)))
    console.print(calls_table(calls))
    for name, why in left_out.items():
        console.print(f"{name}: {why}", markup=False)
    console.print(", ".join(f"{key} {value}" for key, value in facts.items()), style="dim", markup=False)
    console.print(f"Kept in {kept.relative_to(REPOSITORY)}")
    if options.publish and busy(facts) and not options.busy:
        console.print(
            f"Not published: others used this machine (load {facts['load_before']} at the start, "
            f"{facts['cores']} cores). Repeat it on a quiet machine, or say --busy."
        )
        return 1
    if options.publish:
        written = publish(REPOSITORY, facts, rows(taken), calls)
        console.print(f"Published in {written.relative_to(REPOSITORY)}")
    return 1 if any(name.startswith(("ours", "stock")) for name in left_out) else 0


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="puente bench runtime", description=__doc__)
    parser.add_argument("--site", type=Path, default=REPOSITORY / "site", help="a built site (default: site)")
    parser.add_argument("--rounds", type=int, default=5, help="rounds of each condition (default: 5)")
    parser.add_argument(
        "--conditions",
        default=",".join(CONDITIONS),
        help="separated by commas (default: all: %(default)s)",
    )
    parser.add_argument("--no-peers", action="store_true", help="ours and stock Pyodide alone")
    parser.add_argument(
        "--publish", action="store_true", help="write the figures of the page how-fast (content/data/speed)"
    )
    parser.add_argument(
        "--busy", action="store_true", help="publish although others use the machine; the page says its load"
    )
    return parser.parse_args(list(arguments))


def busy(facts: Mapping[str, str]) -> bool:
    """Whether others used the machine when the run began: half a core or more of each core.

    >>> busy({"load_before": "0.40", "cores": "2"}), busy({"load_before": "9.1", "cores": "2"})
    (False, True)
    """
    return float(facts["load_before"] or 0) > int(facts["cores"]) / 2


def _kept(arguments: Sequence[str]) -> list[str]:
    """The arguments, without the site's folder, which means nothing on another machine."""
    kept, skip = [], False
    for one in arguments:
        if skip or one.startswith("--site="):
            skip = False
        elif one == "--site":
            skip = True
        else:
            kept.append(one)
    return kept


def browser_version(path: Path) -> str:
    """What the browser calls itself."""
    import subprocess  # noqa: PLC0415 - used here alone

    said = subprocess.run(
        [str(path), "--version", *browser.flags()], capture_output=True, text=True, check=False
    )
    return said.stdout.strip()


def _calls(visitor: Visitor, site: Path, say: Callable[[str], None]) -> list[Call]:
    """The calls of the tools whose speed has a target; a call of several tools counts once."""
    found: dict[tuple[str, str], Call] = {}
    for tool in engine_calls.TOOLS:
        path = f"tools/{tool}/"
        if not (site / path / "index.html").is_file():
            continue
        say(f"engine calls of {tool}")
        config = config_of(site, path) | {"language": LANGUAGE}
        with visitor.profile() as profile, visitor.launched(profile) as context:
            page = visitor.open(context, f"ours/{path}", sparing=True)
            page.wait_for_load_state("networkidle")
            for call in engine_calls.measure(page, site, config, tool):
                found.setdefault((call.call, call.view), call)
    return list(found.values())


def _keep(
    facts: dict[str, str], taken: Sequence[Taken], calls: Sequence[Call], left_out: dict[str, str]
) -> Path:
    kept = FOLDER / "runtime.json"
    text = json.dumps(report(facts, taken, calls, left_out), indent=1, ensure_ascii=False)
    kept.write_text(text + "\n", encoding="utf-8")
    return kept
