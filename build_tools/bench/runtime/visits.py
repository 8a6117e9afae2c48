"""One visit: a real Chromium opens a page, the answer comes, and what that took is written down."""

from __future__ import annotations

import contextlib
import json
import shutil
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from build_tools import browser
from build_tools.bench.runtime.slow import PROC, family, since, spent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import BrowserContext, Page, Playwright

    from build_tools.bench.runtime.contestants import Contestant
    from build_tools.bench.runtime.server import Host, Line
    from build_tools.bench.runtime.slow import Brake

LONGEST = 600.0  # seconds for an answer
READ = 30.0
# Notes when the engine's answer is on the page; presses the button when `press` says so, as soon as that is possible.
WATCH = """
document.addEventListener("DOMContentLoaded", () => {
  const answer = document.querySelector("[data-answer]");
  const form = document.querySelector("[data-form]");
  if (!answer || !form) return;
  const seen = new MutationObserver(() => {
    if (answer.classList.contains("is-sample")) return;
    window.took ??= performance.now();
  });
  seen.observe(answer, { childList: true, attributes: true });
  if (PRESS) form.requestSubmit();
});"""
# For a page of somebody else, which says nothing by itself.
SPOT = """
new MutationObserver(() => {
  if (!window.took && document.querySelector(SIGN)) window.took = performance.now();
}).observe(document, { childList: true, subtree: true });"""
# A browser learns about its line from other sites; on one's own machine it knows nothing and says the best.
TELL = """
for (const [name, value] of Object.entries(LINE))
  Object.defineProperty(NetworkInformation.prototype, name, { get: () => value, configurable: true });
"""
PAINTED = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0"
SETTLED = "document.getElementById('tool')?.dataset.offline !== 'asked'"


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """What one visit took: milliseconds to the answer and to the first words, what was sent, memory in MB.

    Processor seconds of the whole browser until the answer: they change little when others use the machine too.
    """

    ms: float
    painted: float
    bytes: int
    requests: int
    memory: float = 0.0
    cpu: float = 0.0


class NoAnswerError(RuntimeError):
    """A page gave no answer in time; the text says what it printed."""


class Visitor:
    """Starts browsers with fresh or kept profiles, slows them down, and lets them visit."""

    def __init__(
        self, playwright: Playwright, chromium: Path, host: Host, brake: Brake | None, folder: Path
    ) -> None:
        """Take the folder for profiles; they go when a visitor is done with them."""
        self.playwright = playwright
        self.host = host
        self.brake = brake
        self.folder = folder
        self.part: float | None = None
        self.line: Line = host.line
        self._pid = folder / "browser.pid"
        self._script = folder / "browser.sh"
        join = brake.join if brake else ":"
        self._script.write_text(
            f'#!/bin/sh\necho $$ > "{self._pid}"\n{join}\nexec "{chromium}" "$@"\n', "utf-8"
        )
        self._script.chmod(0o755)

    def set(self, line: Line, part: float | None) -> None:
        """Choose the line and the share of a core for the visits to come."""
        self.line, self.part = line, part
        self.host.use(line)

    @contextlib.contextmanager
    def profile(self) -> Iterator[Path]:
        """A new visitor's profile."""
        folder = Path(tempfile.mkdtemp(dir=self.folder, prefix="profile-"))
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    @contextlib.contextmanager
    def launched(self, profile: Path) -> Iterator[BrowserContext]:
        """A browser with a profile. Its own start is not slowed down: only pages are measured."""
        self.host.use(self.line)
        context = self.playwright.chromium.launch_persistent_context(
            str(profile), executable_path=str(self._script), args=browser.flags(), handle_sigint=False
        )
        try:
            context.pages[0].evaluate("1")
            self._share(self.part)
            yield context
        finally:
            self._share(None)
            context.close()

    def _share(self, part: float | None) -> None:
        if self.brake:
            self.brake.share(part, self.browser())

    def browser(self) -> int:
        """Process id of the browser."""
        return int(self._pid.read_text())

    def open(
        self,
        context: BrowserContext,
        path: str,
        *,
        press: bool = False,
        sparing: bool = False,
        sign: str = "",
    ) -> Page:
        """Open a page in a new tab, and begin to count what is sent."""
        page = context.new_page()
        about: dict[str, Any] = {"saveData": sparing}
        if self.line.kbps:
            about |= {
                "effectiveType": self.line.kind,
                "downlink": self.line.kbps / 1000,
                "rtt": self.line.rtt,
            }
        page.add_init_script(TELL.replace("LINE", json.dumps(about)))
        page.add_init_script(WATCH.replace("PRESS", "true" if press else "false"))
        if sign:
            page.add_init_script(SPOT.replace("SIGN", json.dumps(sign)))
        self.host.reset()
        page.goto(self.host.address + path, wait_until="commit", timeout=LONGEST * 1000)
        return page

    def visit(self, context: BrowserContext, contestant: Contestant, *, settle: float) -> Visit:
        """Open a contestant's page and wait for its answer, then until it has kept what it keeps for the next time."""
        before = spent(self.browser())
        page = self.open(context, contestant.path, press=contestant.press, sign=contestant.sign)
        took = until(page, "window.took ?? 0", LONGEST)
        cpu = since(before, spent(self.browser()))
        until(page, SETTLED, LONGEST)
        self.quiet(page, settle)
        made = Visit(
            ms=took,
            painted=float(page.evaluate(PAINTED)),
            bytes=self.host.sent.bytes,
            requests=self.host.sent.requests,
            memory=peak_memory(self.browser()),
            cpu=cpu,
        )
        page.close()
        return made

    def readable(self, context: BrowserContext, path: str) -> Visit:
        """Open a page as somebody who saves data: text and questions, nothing that was not asked for."""
        page = self.open(context, path, sparing=True)
        until(page, "document.readyState === 'complete' ? 1 : 0", LONGEST)
        self.quiet(page, 1.0)
        sent = self.host.sent
        painted = float(page.evaluate(PAINTED))
        made = Visit(ms=painted, painted=painted, bytes=sent.bytes, requests=sent.requests)
        page.close()
        return made

    def reads_then_asks(self, context: BrowserContext, path: str) -> Visit:
        """Read for half a minute without touching anything, then press; the time counts from the press."""
        page = self.open(context, path)
        until(page, "document.readyState !== 'loading' ? 1 : 0", LONGEST)
        opened = float(page.evaluate("performance.now()"))
        page.wait_for_timeout(max(0.0, READ * 1000 - opened))
        pressed = float(
            page.evaluate(
                "() => { const now = performance.now();"
                " document.querySelector('[data-form]').requestSubmit(); return now; }"
            )
        )
        took = until(page, "window.took ?? 0", LONGEST) - pressed
        sent = self.host.sent
        made = Visit(ms=took, painted=float(page.evaluate(PAINTED)), bytes=sent.bytes, requests=sent.requests)
        page.close()
        return made

    def quiet(self, page: Page, seconds: float) -> None:
        """Wait until nothing has been sent for a while."""
        before, since = self.host.sent.bytes, time.monotonic()
        while time.monotonic() - since < seconds:
            page.wait_for_timeout(100)
            if self.host.sent.bytes != before:
                before, since = self.host.sent.bytes, time.monotonic()


def until(page: Page, expression: str, seconds: float) -> float:
    """Ask again and again, which a page's policy does not forbid; gives what was found.

    Raises:
        NoAnswerError: It did not come in time.
    """
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := page.evaluate(expression):
            return float(found)
        page.wait_for_timeout(25)
    text = str(page.evaluate("document.body.innerText"))[:300]
    raise NoAnswerError(f"no answer from {page.url} within {seconds:.0f} s; the page says: {text}")


def peak_memory(browser_process: int) -> float:
    """Highest resident memory in MB of the largest process that draws pages, or 0 where it cannot be read."""
    peaks = [0.0]
    for process in family(browser_process) if PROC.is_dir() else ():
        with contextlib.suppress(OSError, StopIteration):
            folder = PROC / str(process)
            if b"--type=renderer" not in (folder / "cmdline").read_bytes():
                continue
            lines = (folder / "status").read_text().splitlines()
            peaks.append(
                int(next(line for line in lines if line.startswith("VmHWM:")).split()[1]) * 1024 / 1e6
            )
    return max(peaks)
