"""`puente bench views`: three ways to run the templates in the page's Python, one after the other, round by round.

Measured in Pyodide under Node: from the first import to the text of the first result, the engine being loaded already,
and the bytes that way adds to the page. All is byte code made by Pyodide's own Python, the standard library too.
All ways give the same text, or the benchmark fails. Trust the ratios more than the milliseconds.
"""

from __future__ import annotations

import argparse
import gzip
import importlib.util
import io
import json
import shutil
import statistics
import subprocess
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import DictLoader
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from build_tools.bench.measure import machine
from build_tools.compile import compile_views, shards, texts
from build_tools.compile.views import PACKAGE, SUFFIX, environment
from build_tools.compile.vocabulary import FUNCTIONS
from build_tools.content.project import read_project
from build_tools.npm import node
from build_tools.runtime import sandbox

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

REPOSITORY = Path(__file__).resolve().parents[2]
FOLDER = REPOSITORY / ".build" / "bench" / "views"
PYODIDE = REPOSITORY / "node_modules" / "pyodide"
PLACE = "/packed.zip"
DAY = "2026-11-21"
# The two ways with Jinja2 in the page, and what they are compared with.
WAYS = {
    "run-time": "Jinja2, compiled in page",
    "modules": "Jinja2, precompiled",
    "plain": "plain Python (ours)",
}
SHARED = ("__init__.py", "runtime.py", "charts.py", "icons.py")  # every way needs the functions of a view
NOT_IN_A_PAGE = ("_speedups", ".pyi", "py.typed", "__pycache__")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What one way costs: milliseconds of each round, and bytes after gzip."""

    first: tuple[float, ...]
    later: tuple[float, ...]
    own: int
    stdlib: int


def main(arguments: Sequence[str] = ()) -> int:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(prog="puente bench views", description=__doc__)
    parser.add_argument(
        "--rounds", type=int, default=7, help="how often each way is started afresh (default 7)"
    )
    return run(rounds=parser.parse_args(arguments).rounds)


def run(*, rounds: int = 7) -> int:
    """Measure every way the given number of times, in turns, and print the table of ratios.

    Raises:
        RuntimeError: The ways do not give the same text, or Pyodide failed.
    """
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    facts = machine()
    with Progress(transient=True) as progress:
        task = progress.add_task("packing", total=rounds * len(WAYS) + 1)
        jobs = _jobs()
        progress.advance(task)
        results: dict[str, list[dict[str, Any]]] = {way: [] for way in WAYS}
        for _ in range(rounds):
            for way, job in jobs.items():
                progress.update(task, description=way)
                results[way].append(_start(job))
                progress.advance(task)
    if len({one["html"] for many in results.values() for one in many}) != 1:
        raise RuntimeError("the ways do not give the same text")
    costs = {way: _cost(jobs[way], many) for way, many in results.items()}
    _print(costs, facts, rounds, len(results["plain"][0]["html"].encode()))
    return 0


def _jobs() -> dict[str, dict[str, Any]]:
    """Compile, pack and describe one start of each way."""
    project = read_project(REPOSITORY)
    views = REPOSITORY / "site_src" / "views"
    compile_views(views, FOLDER, REPOSITORY / "node_modules" / "lucide-static" / "icons", project)
    templates = {
        file.relative_to(views).as_posix(): file.read_text("utf-8") for file in views.rglob(f"*{SUFFIX}")
    }
    engine = {f"py_engine/{file.name}": file.read_bytes() for file in (REPOSITORY / "py_engine").glob("*.py")}
    package = {f"{PACKAGE}/{file.name}": file.read_bytes() for file in (FOLDER / PACKAGE).glob("*.py")}
    common = engine | {name: data for name, data in package.items() if name.rpartition("/")[2] in SHARED}
    jinja = _package("jinja2") | _package("markupsafe")
    contents = {
        "run-time": common | jinja,
        "modules": common | jinja | _compiled_by_jinja(templates),
        "plain": common | package,
    }
    pairs = [(PYODIDE / "python_stdlib.zip", FOLDER / "stdlib.zip")]
    for way, files in contents.items():
        _pack(FOLDER / f"{way}.source.zip", files)
        pairs.append((FOLDER / f"{way}.source.zip", FOLDER / f"{way}.zip"))
    sandbox.run(PYODIDE, compile=[[str(source), str(target)] for source, target in pairs])
    shared = {
        "pyodide": str(PYODIDE),
        "stdlib": str(FOLDER / "stdlib.zip"),
        "place": PLACE,
        "guest": str(Path(__file__).with_name("views_guest.py")),
        "functions": list(FUNCTIONS),
        "texts": json.loads(texts(project, "en", {"view", "diagnostic", "engine"})),
        "answer": _answer(shards(project)["diagnostic"].decode()),
    }
    jobs = {way: {**shared, "way": way, "packed": str(FOLDER / f"{way}.zip")} for way in WAYS}
    jobs["run-time"]["templates"] = templates
    return jobs


def _answer(shard: str) -> Any:
    """An assessment with every kind of answer in it."""
    from py_engine import bridge  # noqa: PLC0415 - for this function alone

    bridge.load("diagnostic", shard)
    form = json.loads(bridge.call("diagnostic.questionnaire", json.dumps({"on": DAY})))["ok"]
    questions = [question for dimension in form["dimensions"] for question in dimension["questions"]]
    answers = {
        question["id"]: "unknown"
        if number % 7 == 3
        else question["options"][number % len(question["options"])]["id"]
        for number, question in enumerate(questions)
        if number % 5 != 4
    }
    return json.loads(bridge.call("diagnostic.assess", json.dumps({"answers": answers, "on": DAY})))["ok"]


def _package(name: str) -> dict[str, bytes]:
    """The pure Python of an installed package."""
    found = importlib.util.find_spec(name)
    if found is None or found.origin is None:
        raise RuntimeError(f"the package '{name}' is not installed")
    folder = Path(found.origin).parent
    files = [file for file in folder.rglob("*.py") if not any(part in str(file) for part in NOT_IN_A_PAGE)]
    return {f"{name}/{file.relative_to(folder).as_posix()}": file.read_bytes() for file in files}


def _compiled_by_jinja(templates: Mapping[str, str]) -> dict[str, bytes]:
    """What Jinja2 itself makes of the templates for its ModuleLoader."""
    jinja = environment()
    jinja.loader = DictLoader(dict(templates))
    # Names that are functions of the page must be known while Jinja2 optimises.
    jinja.globals.update(dict.fromkeys(FUNCTIONS))
    jinja.compile_templates(FOLDER / "jinja", zip=None, ignore_errors=False)
    return {file.name: file.read_bytes() for file in (FOLDER / "jinja").glob("*.py")}


def _pack(target: Path, files: Mapping[str, bytes]) -> None:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as made:
        for name in sorted(files):
            made.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), files[name])


def _start(job: Mapping[str, Any]) -> dict[str, Any]:
    """Start Pyodide afresh and render once."""
    file = FOLDER / "job.json"
    file.write_text(json.dumps(job), "utf-8")
    done = subprocess.run(
        [node(), str(Path(__file__).with_name("views.mjs")), str(file)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=sandbox.LONGEST,
    )
    if done.returncode:
        raise RuntimeError(f"Pyodide under Node failed:\n{done.stdout[-1000:]}{done.stderr[-3000:]}")
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result


def _cost(job: Mapping[str, Any], results: Sequence[Mapping[str, Any]]) -> Cost:
    """Milliseconds, and the size of what was really read: nobody would ship modules that are never imported."""
    read = results[0]["files"]
    templates = job.get("templates")
    own = _packed_size(Path(job["packed"]), (file for file in read if file.startswith(PLACE)))
    stdlib = _packed_size(FOLDER / "stdlib.zip", (file for file in read if file.startswith("/lib/")))
    return Cost(
        first=tuple(result["first"] for result in results),
        later=tuple(result["later"] for result in results),
        own=own + (len(gzip.compress(json.dumps(templates).encode(), 9, mtime=0)) if templates else 0),
        stdlib=stdlib,
    )


def _packed_size(archive: Path, files: Iterable[str]) -> int:
    """Bytes of the named members, as one stored zip after gzip."""
    with zipfile.ZipFile(archive) as packed:
        wanted = {name: packed.read(name) for name in sorted(file.partition(".zip/")[2] for file in files)}
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_STORED) as made:
        for name, data in wanted.items():
            made.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data)
    return len(gzip.compress(held.getvalue(), 9, mtime=0))


def _print(costs: Mapping[str, Cost], facts: Mapping[str, str], rounds: int, size: int) -> None:
    console = Console(width=110)
    ours = costs["plain"]
    base = statistics.median(ours.first)
    table = Table(
        title=f"The result of the diagnosis ({size:,} bytes of HTML) in Pyodide under Node, {rounds} rounds"
    )
    for column in (
        "way",
        "first result, ms",
        "ratio",
        "later, ms",
        "ratio",
        "own bytes",
        "library bytes",
        "ratio",
    ):
        table.add_column(column, justify="left" if column == "way" else "right")
    for way, cost in costs.items():
        first, later = statistics.median(cost.first), statistics.median(cost.later)
        table.add_row(
            WAYS[way],
            f"{first:.0f} ({min(cost.first):.0f}-{max(cost.first):.0f})",
            f"{first / base:.1f}",
            f"{later:.1f}",
            f"{later / statistics.median(ours.later):.1f}",
            f"{cost.own:,}",
            f"{cost.stdlib:,}",
            f"{(cost.own + cost.stdlib) / (ours.own + ours.stdlib):.1f}",
        )
    console.print(table)
    console.print(
        "first: from the first import to the first result, median (lowest to highest). later: each further result.\n"
        "Bytes: the byte code imported for it, as one stored zip after gzip; library: of Python's own."
    )
    console.print(", ".join(f"{name}: {value}" for name, value in facts.items()))
