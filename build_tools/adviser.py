"""The adviser's door: `puente origin batch clients.csv` and `puente origin rerun dossier.json`, offline, on a laptop.

The same calls as in the page give the same answers; here the data is compiled from the repository.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from build_tools.compile import texts
from build_tools.compile.ask import ask
from build_tools.compile.sets import shard_sets
from build_tools.content.project import read_project
from build_tools.progress import Progress, fail
from py_engine.dossier.table import write_table
from py_engine.speech import Catalogue

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from build_tools.compile.sets import Compiled
    from build_tools.content.project import Project

__all__ = ["main", "run_batch"]

ROOT = Path(__file__).resolve().parent.parent
AT_ONCE = 25


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one of the two commands; 0 when all is well, 1 when lines were refused or a dossier does not hold."""
    parser = argparse.ArgumentParser(prog="puente origin", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    batch = commands.add_parser(
        "batch", help="determine a list of clients and products, every market for each"
    )
    batch.add_argument("clients", type=Path, help="CSV: client, product, hs, made in, fob, input 1 name, …")
    batch.add_argument(
        "--inputs", type=Path, help="CSV of inputs: client, product or id, name, hs, value, origin, …"
    )
    batch.add_argument("--on", required=True, help="the day the answer is for, like 2026-11-22")
    batch.add_argument("--out", type=Path, help="where to write the results (default: standard output)")
    rerun = commands.add_parser("rerun", help="run a saved dossier again and compare")
    rerun.add_argument("dossier", type=Path, help="the JSON file")
    for one in (batch, rerun):
        one.add_argument(
            "--lang", default="en", choices=("en", "es"), help="language of reasons (default: en)"
        )
        one.add_argument("--root", type=Path, default=ROOT, help="the repository (default: this one)")
    given = parser.parse_args(arguments)
    project = read_project(given.root, archives=False)
    sets = shard_sets(project)
    speech = _speech(project, sets, given.lang)
    shards = {name: one.data for name, one in sets.items()}
    if given.command == "rerun":
        return _rerun(given.dossier, shards, speech)
    return _batch(given, shards, speech)


def _speech(project: Project, sets: Mapping[str, Compiled], language: str) -> Catalogue:
    """Put the sentences of the interface and of every shard together."""
    made: dict[str, Any] = json.loads(texts(project, language, None))
    messages = dict(made["messages"])
    for one in sets.values():
        if language in one.texts:
            messages.update(json.loads(one.texts[language])["messages"])
    return Catalogue(language, messages, made.get("locale", {}))


def _batch(given: argparse.Namespace, shards: Mapping[str, bytes], speech: Catalogue) -> int:
    request = {"text": given.clients.read_text(encoding="utf-8-sig"), "on": given.on}
    if given.inputs:
        request["inputs"] = given.inputs.read_text(encoding="utf-8-sig")
    rows, errors, refused = run_batch(request, shards, Progress())
    if refused:
        return fail("\n".join(f"{fault['path']}: {speech.say(fault['message'])}" for fault in refused))
    table = [rows[0], *([_said(cell, speech) for cell in row] for row in rows[1:])]
    text = write_table(table)
    if given.out:
        given.out.write_text(text, encoding="utf-8-sig", newline="")
    else:
        sys.stdout.write(text)
    for error in errors:
        for fault in error["faults"]:
            sys.stderr.write(f"line {error['line']}, {fault['path']}: {speech.say(fault['message'])}\n")
    return 1 if errors else 0


def _said(cell: Any, speech: Catalogue) -> str:
    return speech.say(cell) if isinstance(cell, dict) else str(cell)


def run_batch(
    request: Mapping[str, Any], shards: Mapping[str, bytes], progress: Progress
) -> tuple[list[list[Any]], list[dict[str, Any]], list[dict[str, Any]]]:
    """Go through a whole list.

    Args:
        request: What `origin.batch` takes, without ``from`` and ``count``.
        shards: Data by name.
        progress: Where to say how far it is.

    Returns:
        The rows, the first with the names of the columns; the lines with faults; faults of the list as a whole.
    """
    rows: list[list[Any]] = []
    errors: list[dict[str, Any]] = []
    at: str | None = "0"
    with progress.step("origin") as say:
        while at is not None:
            reply = ask("origin.batch", {**request, "from": at, "count": str(AT_ONCE)}, shards)
            if "ok" not in reply:
                return rows, errors, reply["refused"]
            done = reply["ok"]
            rows = rows or [done["columns"]]
            rows.extend([row[name] for name in done["columns"]] for row in done["rows"])
            errors.extend(done["errors"])
            at = done["next"]
            say(f"{at or done['total']} / {done['total']}")
    return rows, errors, []


def _rerun(path: Path, shards: Mapping[str, bytes], speech: Catalogue) -> int:
    reply = ask("origin.rerun", {"text": path.read_text(encoding="utf-8-sig")}, shards)
    if "ok" not in reply:
        return fail(
            "\n".join(f"{fault['path']}: {speech.say(fault['message'])}" for fault in reply["refused"])
        )
    found = reply["ok"]
    lines = [speech.say(found["text"]), *(f"- {speech.say(one['text'])}" for one in found["differences"])]
    sys.stdout.write("\n".join(lines) + "\n")
    return 0 if found["state"] == "same" else 1
