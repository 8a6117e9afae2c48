"""What one command costs: processor seconds of it and all it started, time on the clock, bytes made."""

from __future__ import annotations

import os
import platform
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What a command used. `ok` is false when it failed or was stopped at its time limit."""

    ok: bool
    cpu: float
    wall: float
    peak_mb: float
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """What a folder holds."""

    files: int
    bytes: int


def measure(
    command: Sequence[str],
    *,
    folder: Path,
    log: Path,
    limit: float,
    environment: Mapping[str, str] | None = None,
) -> Cost:
    """Run a command to its end and say what it cost, its children included.

    Args:
        command: The program and its arguments.
        folder: Where it runs.
        log: Takes everything it prints; its end is quoted when the command fails.
        limit: Seconds on the clock after which it and its children are stopped.
        environment: Variables to add.

    Raises:
        OSError: The system cannot account for children (`os.wait4` exists on Linux and macOS).
    """
    if not hasattr(os, "wait4"):
        raise OSError("this benchmark needs Linux or macOS: here the cost of child processes cannot be read")
    log.parent.mkdir(parents=True, exist_ok=True)
    start = time.monotonic()
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env={**os.environ, **(environment or {})},
            start_new_session=True,  # so that the limit stops its children as well
        )
        stopped = False
        try:
            while True:
                pid, status, used = os.wait4(process.pid, os.WNOHANG)
                if pid:
                    break
                if not stopped and time.monotonic() - start > limit:
                    os.killpg(process.pid, signal.SIGKILL)
                    stopped = True
                time.sleep(0.05)
        except BaseException:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            raise
        process.returncode = os.waitstatus_to_exitcode(status)
    reason = ""
    if stopped:
        reason = f"stopped after {limit:.0f} s"
    elif process.returncode != 0:
        tail = log.read_text("utf-8", "replace").strip().splitlines()[-12:]
        reason = f"exit code {process.returncode}: " + "\n".join(tail)
    return Cost(
        ok=not reason,
        cpu=used.ru_utime + used.ru_stime,
        wall=time.monotonic() - start,
        peak_mb=used.ru_maxrss / (1_048_576 if sys.platform == "darwin" else 1024),
        reason=reason,
    )


def size_of(folder: Path) -> Size:
    """Count the files of a folder and their bytes."""
    sizes = [path.stat().st_size for path in folder.rglob("*") if path.is_file()]
    return Size(files=len(sizes), bytes=sum(sizes))


def machine() -> dict[str, str]:
    """Say on what the figures were taken: a figure without its machine means little."""
    processor = platform.processor() or platform.machine()
    facts = Path("/proc/cpuinfo")
    if facts.is_file():
        lines = facts.read_text("utf-8", "replace").splitlines()
        processor = next(
            (line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), processor
        )
    return {
        "taken": datetime.now(tz=UTC).isoformat(timespec="seconds"),
        "system": platform.system(),
        "processor": processor,
        "cores": str(os.cpu_count() or 0),
        "load_before": f"{os.getloadavg()[0]:.2f}" if hasattr(os, "getloadavg") else "",
        "python": platform.python_version(),
    }
