"""`puente build`: checked content in, a folder of files out that any web server can serve.

Order: read and check, compile data and views, pack the runtime, stage pages, MkDocs, publish. A build that fails leaves
the folder of the last good build as it was.
"""

from __future__ import annotations

import base64
import hashlib
import json
import logging
import os
import shutil
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import partial
from importlib import metadata
from typing import TYPE_CHECKING

from build_tools import npm
from build_tools.compile import compile_views, shards, texts
from build_tools.compile.sets import shard_sets
from build_tools.content.economy import SOURCE
from build_tools.content.project import read_project
from build_tools.contrast import economy_css
from build_tools.progress import Progress
from build_tools.runtime import build_runtime, squeeze
from build_tools.site import assets, prepared, publish, stage, tools, written
from build_tools.validate import validate
from build_tools.validate.printing import catalogue, listing
from py_engine.speech import Catalogue

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

from build_tools.content.project import Project

THEME_SCRIPT = "site_src/overrides/partials/theme-init.js"


class BuildError(RuntimeError):
    """The site cannot be built; the text says what to mend."""


def today() -> date:
    """The day of the build: SOURCE_DATE_EPOCH where it is set, so that a build can be repeated exactly."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    return datetime.fromtimestamp(float(epoch), UTC).date() if epoch else datetime.now(UTC).date()


def build(
    root: Path, out: Path, *, language: str = "en", live: bool = False, progress: Progress | None = None
) -> Path:
    """Build the whole site.

    Args:
        root: The repository, with its ``economy`` folder.
        out: The folder to replace with the new site.
        language: In which language faults are told.
        live: Pages reload themselves when `puente serve` has built them again.
        progress: Where to say what is going on.

    Returns:
        The folder.

    Raises:
        BuildError: The content has faults; they have been printed, every one.
    """
    progress = progress or Progress()
    with progress.step("Content read and checked"):
        project = read_project(root, archives=False)
        faults = validate(project, today=today())
    if len(faults):
        progress.note(listing(faults, catalogue(project, language), files=project.files_read))
    if faults.errors:
        raise BuildError("the content has faults; mend what is listed above and build again")
    with progress.step("npm packages") as say:
        modules = npm.ensure(root, say)
    work = root / ".build"
    with progress.step("Data and views compiled"):
        data, sets = shards(project), shard_sets(project)
        speech = {code: _catalogue(project, code) for code in project.economy.languages}
        views = work / "views"
        compile_views(root / "site_src" / "views", views, modules / "lucide-static" / "icons", project)
        names, files = assets.collect(
            root, modules, project.economy_folder / "brand", economy_css(project.economy.colours)
        )
    packed = work / "assets" / "runtime"
    with progress.step("Python runtime packed") as say:
        spoken = texts(project, SOURCE, tools.rooms(project))
        everything = {**data, **{name: one.data for name, one in sets.items()}}
        beside = {name: one.texts[SOURCE] for name, one in sets.items() if SOURCE in one.texts}
        asked = tools.asked(project)
        manifest = build_runtime(root, views, everything, spoken, packed, say, tools=asked, beside=beside)
    fixed = prepared.Prepared(
        root=root,
        project=project,
        pages=stage.plan(project),
        catalogues=speech,
        assets=names,
        icons=modules / "lucide-static" / "icons",
        tools=tools.places(project, data, sets, manifest, partial(squeeze, root), files, today()),
        csp=policy(root),
        version=metadata.version("puente-build"),
        today=today(),
        live=live,
    )
    with progress.step("Pages written"):
        stage.write(project, fixed.pages, work / "docs")
        fresh = work / "site"
        shutil.rmtree(written.searched(fixed), ignore_errors=True)
        _mkdocs(fixed, fresh)
        publish.write_assets(files, fresh)
        shutil.copytree(packed, fresh / "assets" / "runtime", dirs_exist_ok=True)
    with progress.step("Search index"):
        publish.index_search(fixed, fresh)
        publish.finish(fixed, fresh)
    _swap(fresh, out)
    return out


def _catalogue(project: Project, language: str) -> Catalogue:
    known = json.loads(texts(project, language, None))
    return Catalogue(language, known["messages"], known["locale"])


def policy(root: Path) -> str:
    """Content security policy: nothing from elsewhere, and no inline script but the one that sets the theme."""
    script = root / THEME_SCRIPT
    inline = ""
    if script.is_file():
        digest = hashlib.sha256(script.read_text("utf-8").strip().encode()).digest()
        inline = f" 'sha256-{base64.b64encode(digest).decode()}'"
    return (
        "default-src 'self'; "
        f"script-src 'self' 'wasm-unsafe-eval'{inline}; "
        "style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; worker-src 'self'; "
        "manifest-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'"
    )


@contextmanager
def _strict_mkdocs() -> Iterator[None]:
    """MkDocs says less, and every warning of it fails the build."""
    logger = logging.getLogger("mkdocs")
    before = logger.level
    logger.setLevel(logging.WARNING)
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("  mkdocs: %(message)s"))
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.setLevel(before)
        logger.removeHandler(handler)


def _mkdocs(made: prepared.Prepared, out: Path) -> None:
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    from mkdocs.commands.build import build as mkdocs_build  # noqa: PLC0415 - a second to import
    from mkdocs.config import load_config  # noqa: PLC0415
    from mkdocs.exceptions import MkDocsException  # noqa: PLC0415

    prepared.hand_over(made)
    try:
        with _strict_mkdocs():
            config = load_config(
                str(made.root / "mkdocs.yml"),
                docs_dir=str(made.root / ".build" / "docs"),
                site_dir=str(out),
                strict=True,
            )
            config.plugins.run_event("startup", command="build", dirty=False)
            mkdocs_build(config)
            config.plugins.run_event("shutdown")
    except MkDocsException as error:
        raise BuildError(f"MkDocs refused the pages: {error}") from error


def _swap(fresh: Path, out: Path) -> None:
    """Put the new site in the place of the old one in as short a moment as the file system allows."""
    old = out.with_name(out.name + ".old")
    shutil.rmtree(old, ignore_errors=True)
    out.parent.mkdir(parents=True, exist_ok=True)
    if out.exists():
        out.rename(old)
    shutil.move(fresh, out)
    shutil.rmtree(old, ignore_errors=True)
