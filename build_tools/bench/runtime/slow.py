"""Slows down a whole browser with all its processes and workers, as a cheap phone would be.

The browser's own throttling reaches the page and none of its workers. So: a control group of the kernel where that is
permitted (version 1 or 2); else the processes are stopped and let go on in turns; else it is said that it cannot be.
"""

from __future__ import annotations

import contextlib
import os
import signal
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator

PERIOD = 20_000  # microseconds
V1 = Path("/sys/fs/cgroup/cpu")
V2 = Path("/sys/fs/cgroup")
PROC = Path("/proc")
STEP = 0.02


class Brake(Protocol):
    """A way to give a browser a share of one core. ``join`` is a line of shell that a browser runs before it starts."""

    how: str
    join: str

    def share(self, part: float | None, browser: int) -> None:
        """Give the browser with this process id a part of one core, or all it wants."""

    def close(self) -> None:
        """Leave nothing behind."""


class Group:
    """A control group of the kernel."""

    def __init__(self, folder: Path, *, version: int) -> None:
        """Make the group.

        Raises:
            OSError: It is not permitted here.
        """
        self.how = f"cgroup v{version}"
        self.folder = folder / f"puente-bench-{os.getpid()}"
        self.version = version
        self.folder.mkdir(exist_ok=True)
        self.join = f'echo $$ > "{self.folder}/cgroup.procs"'
        try:
            if version == 2:
                with contextlib.suppress(OSError):
                    (folder / "cgroup.subtree_control").write_text("+cpu")
            self.share(None, 0)
        except OSError:
            self.folder.rmdir()
            raise

    def share(self, part: float | None, browser: int) -> None:  # noqa: ARG002 - the group knows its processes
        """Give the group a part of one core, or all it wants."""
        quota = int(part * PERIOD) if part else None
        if self.version == 1:
            (self.folder / "cpu.cfs_period_us").write_text(str(PERIOD))
            (self.folder / "cpu.cfs_quota_us").write_text(str(quota or -1))
        else:
            (self.folder / "cpu.max").write_text(f"{quota or 'max'} {PERIOD}")

    def close(self) -> None:
        """Remove the group; a browser that has just been closed may take a moment to be gone."""
        for _ in range(50):
            try:
                self.folder.rmdir()
            except OSError:
                time.sleep(0.1)
            else:
                return


class Turns:
    """Stops a browser's processes whenever they have used more than their part, and lets them go on later."""

    how = "stopped and continued in turns"
    join = ":"

    def __init__(self) -> None:
        self._part: float | None = None
        self._browser = 0
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def share(self, part: float | None, browser: int) -> None:
        """Give the browser with this process id a part of one core, or all it wants."""
        self._browser, self._part = browser, part

    def close(self) -> None:
        """Let everything go on."""
        self._ended.set()
        self._thread.join()

    def _run(self) -> None:
        stopped, since, before = False, 0.0, 0.0
        watched: tuple[int, float | None] = (0, None)
        while not self._ended.wait(STEP):
            if (self._browser, self._part) != watched:
                if stopped:
                    _signal(watched[0], signal.SIGCONT)
                stopped, watched = False, (self._browser, self._part)
                since, before = time.monotonic(), used(self._browser)
            if self._part is None:
                continue
            over = used(self._browser) - before > self._part * (time.monotonic() - since)
            if over != stopped:
                _signal(self._browser, signal.SIGSTOP if over else signal.SIGCONT)
                stopped = over
        if stopped:
            _signal(watched[0], signal.SIGCONT)


def family(parent: int) -> list[int]:
    """A process and everything it started, as far as it still runs."""
    children: dict[int, list[int]] = {}
    for entry in PROC.iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                above = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
                children.setdefault(above, []).append(int(entry.name))
    found, new = [parent], [parent]
    while new:
        new = [child for one in new for child in children.get(one, ())]
        found += new
    return found


def spent(browser: int) -> dict[int, float]:
    """Processor seconds of a process and of everything it started, by process, as far as they still run."""
    seconds = {}
    for process in family(browser) if PROC.is_dir() else ():
        with contextlib.suppress(OSError):
            fields = (PROC / str(process) / "stat").read_text().rpartition(")")[2].split()
            seconds[process] = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return seconds


def since(before: dict[int, float], now: dict[int, float]) -> float:
    """Processor seconds between two looks; a process that ended meanwhile takes nothing away.

    >>> since({1: 2.0, 2: 9.0}, {1: 2.5, 3: 1.0})
    1.5
    """
    return sum(seconds - before.get(process, 0.0) for process, seconds in now.items())


def used(browser: int) -> float:
    """Processor seconds that a process and everything it started have used, as far as they still run."""
    return sum(spent(browser).values())


def _signal(browser: int, number: signal.Signals) -> None:
    for process in family(browser):
        with contextlib.suppress(OSError):
            os.kill(process, number)


def _best() -> Brake | None:
    for folder, version, sign in ((V1, 1, "cgroup.procs"), (V2, 2, "cgroup.controllers")):
        with contextlib.suppress(OSError):
            if (folder / sign).is_file():
                return Group(folder, version=version)
    return Turns() if (PROC / "self" / "stat").is_file() else None


@contextlib.contextmanager
def brake() -> Iterator[Brake | None]:
    """The best brake this machine permits, or None where there is none."""
    found = _best()
    try:
        yield found
    finally:
        if found:
            found.close()
