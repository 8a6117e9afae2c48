"""Who takes part: our tool page, stock Pyodide of the same version, and what peers' own software makes of it.

All ask the same engine the same question and show the same piece of page. What peers need is installed into a folder of
this benchmark alone, never into the project's own packages; a peer that cannot be had is left out, and why is said.
"""

from __future__ import annotations

import json
import os
import subprocess
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from build_tools import npm
from build_tools.bench.runtime import jupyterlite
from build_tools.runtime import pack
from build_tools.runtime.samples import ON

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

REPOSITORY = Path(__file__).resolve().parents[3]
PAGES = Path(__file__).with_name("pages")
PYODIDE = REPOSITORY / "node_modules" / "pyodide"
TOOL = "tools/diagnosis/"
CALL, VIEW = "diagnostic.assess", "diagnostic/result"
REQUEST = json.dumps({"answers": {}, "on": ON})
PYSCRIPT = "@pyscript/core@0.7.31"
LANGUAGE = "en"
QUIETLY = ("--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")


@dataclass(frozen=True, slots=True, kw_only=True)
class Contestant:
    """A page that ends with an answer of the engine. ``press`` says that somebody must ask for it."""

    id: str
    path: str
    press: bool = False
    sign: str = ""  # the answer is there when this selector finds something; else the page says so itself
    version: str = ""


def config_of(site: Path, tool: str = TOOL) -> dict[str, Any]:
    """What a tool's page of a built site tells its glue.

    Raises:
        ValueError: The site has no such page.
    """
    page = site / tool / "index.html"
    if not page.is_file():
        raise ValueError(f"{site} has no {tool}index.html. Run `puente build` first, or give another --site.")
    found: dict[str, Any] = json.loads(
        page.read_text("utf-8").split('id="puente-tool">')[1].split("</script>")[0]
    )
    return found


def write_shared(site: Path, folder: Path) -> None:
    """Write what all but ours load: the engine as a wheel of sources, the data, the sentences and the question."""
    folder.mkdir(parents=True, exist_ok=True)
    config = config_of(site)
    files = {
        "call": CALL,
        "view": VIEW,
        "request": REQUEST,
        "shards": [[file["name"], (site / file["url"]).read_text("utf-8")] for file in config["data"]],
        "texts": (site / config["texts"]["url"]).read_text("utf-8"),
    }
    (folder / "files.json").write_text(json.dumps(files, ensure_ascii=False), "utf-8")
    sources = pack.engine_sources(REPOSITORY, REPOSITORY / ".build" / "views")
    for name in ("engine.whl", "engine.zip"):
        with zipfile.ZipFile(folder / name, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as made:
            for path, data in sorted(sources.items()):
                made.writestr(zipfile.ZipInfo(path, pack.EPOCH), data, zipfile.ZIP_DEFLATED)


def pyscript(folder: Path, say: Callable[[str], None]) -> Path:
    """PyScript from the npm registry, in a folder of its own.

    Raises:
        npm.NpmError: npm could not install it.
    """
    place = folder / "npm"
    core = place / "node_modules" / "@pyscript" / "core"
    wanted = PYSCRIPT.rpartition("@")[2]
    if (core / "package.json").is_file() and json.loads((core / "package.json").read_text("utf-8"))[
        "version"
    ] == wanted:
        return core / "dist"
    place.mkdir(parents=True, exist_ok=True)
    (place / "package.json").write_text('{"private": true}\n', "utf-8")
    say(f"npm install {PYSCRIPT}")
    npm_cli = next(Path(npm.node()).parent.parent.rglob("npm/bin/npm-cli.js"))
    done = subprocess.run(
        [npm.node(), str(npm_cli), "install", PYSCRIPT, *QUIETLY],
        cwd=place,
        env={
            **os.environ,
            "PATH": os.pathsep.join((str(Path(npm.node()).parent), os.environ.get("PATH", ""))),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise npm.NpmError(f"npm could not install {PYSCRIPT}:\n{done.stdout}{done.stderr}")
    return core / "dist"


def line_up(
    site: Path, folder: Path, say: Callable[[str], None], *, peers: bool
) -> tuple[list[Contestant], Mapping[str, Path], dict[str, str]]:
    """Prepare every contestant.

    Args:
        site: The built site that is measured.
        folder: This benchmark's own folder.
        say: Told what is being installed.
        peers: Whether others than stock Pyodide take part.

    Returns:
        The contestants, the folders to serve by prefix, and for whoever is left out the reason.
    """
    write_shared(site, folder / "shared")
    stock = json.loads((PYODIDE / "package.json").read_text("utf-8"))["version"]
    folders = {
        "ours": site,
        "pyodide": PYODIDE,
        "shared": folder / "shared",
        "blank": PAGES / "blank",
        "stock": PAGES / "stock",
    }
    config = config_of(site)
    found = [
        Contestant(id="ours", path=f"ours/{TOOL}", press=True, version=config["runtime"]["pyodide"]),
        Contestant(id="stock", path="stock/", version=stock),
    ]
    left_out: dict[str, str] = {}
    if not peers:
        return found, folders, left_out
    folders["theme"] = PAGES / "theme"
    found.append(Contestant(id="theme", path="theme/", version=stock))
    try:
        folders["pyscript-core"] = pyscript(folder / "peers", say)
        folders["pyscript"] = PAGES / "pyscript"
        found.append(Contestant(id="pyscript", path="pyscript/", version=PYSCRIPT.rpartition("@")[2]))
    except (npm.NpmError, OSError) as error:
        left_out["pyscript"] = str(error)
    try:
        folders |= jupyterlite.make(folder / "peers" / "jupyterlite", PYODIDE, say)
        found.append(
            Contestant(
                id="jupyterlite", path=jupyterlite.PATH, sign=jupyterlite.SIGN, version=jupyterlite.CORE
            )
        )
    except (jupyterlite.PeerError, OSError) as error:
        left_out["jupyterlite"] = str(error)
    return found, folders, left_out
