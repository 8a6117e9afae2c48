"""Runs jobs in Pyodide under Node, so that everything is compiled and tried by the Python that visitors get."""

from __future__ import annotations

import json
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from build_tools.npm import node

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from build_tools.runtime.samples import Sample

HERE = Path(__file__).parent
LONGEST = 180  # seconds; a job takes two to eight


class RuntimeBuildError(RuntimeError):
    """The runtime cannot be packed; the text says which module or which sample is the reason."""


def run(pyodide: Path, **job: Any) -> dict[str, Any]:
    """Run one job; see ``sandbox.mjs`` for what a job may ask.

    Raises:
        RuntimeBuildError: The job failed or took too long; the text ends with what Python said.
    """
    lock = json.loads((pyodide / "pyodide-lock.json").read_text("utf-8"))
    job = {"path": [], **job, "pyodide": str(pyodide), "guest": str(HERE / "guest.py")}
    job["lock"] = {"info": lock["info"], "packages": {}}
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "job.json")
        file.write_text(json.dumps(job), "utf-8")
        try:
            done = subprocess.run(
                [node(), str(HERE / "sandbox.mjs"), str(file)],
                capture_output=True,
                text=True,
                encoding="utf-8",
                check=False,
                timeout=LONGEST,
            )
        except subprocess.TimeoutExpired as error:
            raise RuntimeBuildError(f"Pyodide did not finish within {LONGEST} s") from error
    if done.returncode:
        raise RuntimeBuildError(f"Pyodide under Node failed:\n{done.stdout[-1000:]}{done.stderr[-3000:]}")
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result


def questions(
    groups: Sequence[tuple[str, Sequence[Sample]]],
    texts: Mapping[str, bytes],
    shards: Mapping[str, bytes],
    beside: Mapping[str, bytes],
) -> dict[str, Any]:
    """The part of a job that asks the engine samples.

    Args:
        groups: For each group the archive it imports from, empty for the job's own, and its samples.
        texts: The catalogue by language.
        shards: Data by name; what no sample needs is left out.
        beside: Sentences that belong to a shard, by the shard's name, in the language of the texts.
    """
    wanted = {name for _, samples in groups for sample in samples for name in sample.needs}
    return {
        "texts": [[language, data.decode()] for language, data in sorted(texts.items())],
        "shards": {name: shards[name].decode() for name in sorted(wanted)},
        "beside": {name: beside[name].decode() for name in sorted(wanted & beside.keys())},
        "groups": [
            {"path": path, "samples": [sample.as_json() for sample in samples]} for path, samples in groups
        ],
    }
