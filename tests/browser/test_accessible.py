"""axe finds nothing: every kind of page, both languages, phone and desktop, light and dark."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = [pytest.mark.browser, pytest.mark.build]
PATHS = (
    "",
    "tools/",
    "tools/diagnosis/",
    "tools/diagnosis-method/",
    "tools/origin/",
    "learn/",
    "learn/backup/",
    "library/",
    "search/",
    "glossary/",
    "about/",
    "offline/",
    "without-connection/",
    "republish/",
)
LOOKS = [(360, "light"), (360, "dark"), (1280, "light"), (1280, "dark")]


@pytest.mark.parametrize("language", ["", "es/"])
@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_axe_finds_nothing(chromium: Any, address: str, language: str, width: int, scheme: str) -> None:
    context = chromium.new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme, reduced_motion="reduce"
    )
    page = context.new_page()
    found = []
    for path in PATHS:
        page.goto(address + language + path)
        found += [
            (language + path, fault["id"], fault["nodes"][0]["html"][:120])
            for fault in Axe().run(page).response["violations"]
        ]
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if wide > 0:
            found.append((language + path, "scrolls sideways", f"{wide} px"))
    context.close()
    assert found == []


@pytest.mark.parametrize("language", ["", "es/"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_a_real_answer(
    chromium: Any, address: str, wait: Any, language: str, scheme: str
) -> None:
    context = chromium.new_context(viewport={"width": 360, "height": 740}, color_scheme=scheme)
    page = context.new_page()
    page.goto(f"{address}{language}tools/diagnosis/")
    page.evaluate(
        "document.querySelectorAll('[data-form] fieldset').forEach((f, at) =>"
        " { const all = f.querySelectorAll('input'); all[at % all.length].click(); })"
    )
    page.locator("[data-form] [type=submit]").first.click()
    wait(
        page,
        "!document.querySelector('[data-answer]').classList.contains('is-sample')",
        60,
    )
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    violations = Axe().run(page).response["violations"]
    context.close()
    assert [(fault["id"], fault["nodes"][0]["html"][:160]) for fault in violations] == []
