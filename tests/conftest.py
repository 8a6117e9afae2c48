"""The whole site, built once; a server for it, as a static host would serve it; and a real browser."""

from __future__ import annotations

import os
import shutil
import threading
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

from build_tools.content.project import Project, read_project

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, BrowserContext, Page

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("en", "es")

settings.register_profile("puente", deadline=None)  # a busy machine is no fault of the code
settings.load_profile("puente")


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def project() -> Project:
    return read_project(ROOT)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The whole site, built by the same code as `puente build`."""
    from build_tools.build import build

    return build(ROOT, tmp_path_factory.mktemp("built") / "site")


@contextmanager
def serving(folder: Path, base: str = "/puente/") -> Iterator[str]:
    """Serve one folder on a free port of this machine; yields its address."""
    from build_tools.serve import server

    httpd = server(folder, base, 0)
    thread = threading.Thread(target=httpd.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://localhost:{httpd.server_port}{base}"
    finally:
        httpd.shutdown()
        httpd.server_close()
        thread.join()


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """Address of the built site on this machine."""
    with serving(site) as url:
        yield url


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A real browser; no test that needs one is skipped, so a machine without one fails."""
    from playwright.sync_api import sync_playwright

    from build_tools import browser

    # Found before Playwright is in use here, because finding asks Playwright too.
    found = os.environ.get("PUENTE_CHROMIUM") or str(browser.ensure())
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=found, args=browser.flags())
        yield launched
        launched.close()


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    """A fresh visitor on a phone."""
    made = chromium.new_context(viewport={"width": 360, "height": 740}, locale="en-US", accept_downloads=True)
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A page that fails its test when the browser reports an error in it."""
    opened = context.new_page()
    faults: list[str] = []
    opened.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.faults = faults  # type: ignore[attr-defined]
    return opened


@pytest.fixture
def wait() -> Callable[..., Any]:
    """Poll an expression; Playwright's own wait needs `unsafe-eval`, which the site's policy forbids."""

    def until(page: Page, expression: str, seconds: float = 30.0) -> Any:
        for _ in range(int(seconds * 20)):
            value = page.evaluate(expression)
            if value:
                return value
            page.wait_for_timeout(50)
        pytest.fail(f"still not so after {seconds} s: {expression}")

    return until


@pytest.fixture
def copied(tmp_path: Path, site: Path) -> Path:
    """A copy of the built site that a test may damage."""
    target = tmp_path / "site"
    shutil.copytree(site, target)
    return target
