"""What a visitor does, in a real browser, in both languages."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

pytestmark = [pytest.mark.browser, pytest.mark.build]
TOOL = {"en": "tools/diagnosis/", "es": "es/tools/diagnosis/"}
ANSWERED = "!document.querySelector('[data-answer]').classList.contains('is-sample')"


CHOOSE = """([every, last]) => {
  const radios = [...document.querySelectorAll("[data-form] .dimension input[type=radio]")]
    .filter((radio) => radio.checkVisibility());  // what is not asked of such a business is hidden
  const names = [...new Set(radios.map((radio) => radio.name))];
  const asked = names.filter((name, at) => at % every === 0);
  for (const name of asked) {
    radios.filter((radio) => radio.name === name && radio.value !== "unknown").at(last ? -1 : 0).click();
  }
  return asked.length; }"""


def choose(page: Page, *, every: int = 1, last: bool = False) -> int:
    """Answer every n-th question with its first or last real option; returns how many."""
    return int(
        page.evaluate(
            CHOOSE,
            [every, last],
        )
    )


def submit(page: Page, wait: Any) -> None:
    page.locator("[data-form] [type=submit]").first.click()
    wait(page, ANSWERED, 60)


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_diagnosis_works_end_to_end_with_the_network_cut_after_load(
    page: Page, context: BrowserContext, address: str, wait: Any, language: str
) -> None:
    page.goto(address + TOOL[language])
    page.locator("[data-form] input").first.focus()  # the first touch starts the engine
    wait(page, "document.querySelector('#tool').dataset.ready", 60)
    context.set_offline(True)
    assert choose(page, last=True) == 18
    submit(page, wait)
    answer = page.locator("[data-answer]").inner_text()
    expected = {"en": "Advanced", "es": "Avanzado"}[language]
    assert expected.casefold() in answer.casefold()
    assert page.faults == []  # type: ignore[attr-defined]


@pytest.mark.parametrize("language", ["en", "es"])
def test_switching_language_keeps_the_page_and_what_was_typed(
    page: Page, address: str, wait: Any, language: str
) -> None:
    other = {"en": "es", "es": "en"}[language]
    page.goto(address + TOOL[language])
    chosen = choose(page, every=2)
    page.locator(f"a[hreflang={other}]").first.click()
    page.wait_for_url("**/" + TOOL[other])
    wait(page, "document.querySelectorAll('[data-form] input:checked').length > 0")
    assert page.locator("[data-form] input:checked").count() == chosen
    assert page.evaluate("document.documentElement.lang") == other


def test_nothing_is_asked_of_anybody_else_in_a_whole_visit(page: Page, address: str, wait: Any) -> None:
    asked: list[str] = []
    page.context.on("request", lambda request: asked.append(request.url))
    for path in ("", "learn/", "learn/backup/", "search/", TOOL["en"], TOOL["es"]):
        page.goto(address + path)
    choose(page)
    submit(page, wait)
    page.goto(address + "search/")
    page.locator("input[type=search]").first.press_sequentially("backup")
    page.wait_for_timeout(1500)
    host = urlsplit(address).netloc
    assert {urlsplit(url).netloc for url in asked if not url.startswith(("data:", "blob:"))} == {host}
    assert len(asked) > 20


def test_answers_survive_closing_the_browser(page: Page, address: str, wait: Any) -> None:
    page.goto(address + TOOL["en"])
    chosen = choose(page)
    page.reload()
    wait(page, "document.querySelectorAll('[data-form] input:checked').length > 0")
    assert page.locator("[data-form] input:checked").count() == chosen


def test_saved_file_comes_back_on_another_device(
    page: Page, chromium: Any, address: str, wait: Any, tmp_path: Path
) -> None:
    page.goto(address + TOOL["en"])
    chosen = choose(page, every=3)
    with page.expect_download() as download:
        page.locator("[data-do=export]").first.click()
    file = tmp_path / "mine.json"
    download.value.save_as(file)
    saved = json.loads(file.read_text("utf-8"))
    assert saved["format"] == "puente.diagnosis"
    assert len(saved["answers"]) == chosen
    other = chromium.new_context(viewport={"width": 1280, "height": 800})
    second = other.new_page()
    second.goto(address + TOOL["es"])
    second.locator("#tool [data-file]").set_input_files(file)
    wait(second, f"document.querySelectorAll('[data-form] input:checked').length === {chosen}", 60)
    other.close()


@pytest.mark.parametrize(("language", "words"), [("en", "not"), ("es", "no ")])
def test_a_file_that_is_not_ours_is_refused_and_nothing_is_lost(
    page: Page, address: str, wait: Any, tmp_path: Path, language: str, words: str
) -> None:
    page.goto(address + TOOL[language])
    chosen = choose(page, every=2)
    bad = tmp_path / "bad.json"
    bad.write_text('{"answers": ', "utf-8")
    page.locator("#tool [data-file]").set_input_files(bad)
    wait(page, "document.querySelector('#tool [role=alert]') !== null", 60)
    said = page.locator("#tool [role=alert]").first.inner_text()
    assert words in said.casefold()
    assert page.locator("[data-form] input:checked").count() == chosen


def test_starting_over_can_be_undone(page: Page, address: str, wait: Any) -> None:
    page.goto(address + TOOL["en"])
    chosen = choose(page)
    page.locator("[data-do=clear]").first.click()
    wait(page, "document.querySelectorAll('[data-form] input:checked').length === 0")
    page.locator("[data-do=undo]").first.click()
    wait(page, f"document.querySelectorAll('[data-form] input:checked').length === {chosen}")


def test_search_finds_a_lesson_by_language_and_by_kind(page: Page, address: str, wait: Any) -> None:
    for path, word in (("search/", "backup"), ("es/search/", "contraseña")):
        page.goto(address + path)
        page.locator("input[type=search]").first.press_sequentially(word)
        wait(page, "document.querySelectorAll('[data-search-results] a').length > 0")
        hrefs = page.evaluate(
            "[...document.querySelectorAll('[data-search-results] a')].map(a => new URL(a.href).pathname)"
        )
        assert all(("/es/" in href) == path.startswith("es/") for href in hrefs)
    page.locator("input[type=search]").first.fill("zzxxqq")
    wait(page, "document.querySelectorAll('[data-search-results] a').length === 0")


def test_keyboard_reaches_content_menu_and_language(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(address)
    seen = []
    for _ in range(16):
        page.keyboard.press("Tab")
        seen.append(
            page.evaluate(
                "(() => { const e = document.activeElement; const r = e.getBoundingClientRect();"
                " return [e.tagName, (e.getAttribute('href') || e.getAttribute('aria-label') || e.textContent).trim(),"
                " r.width > 0 && r.height > 0] })()"
            )
        )
    assert seen[0][1].startswith("#")  # the skip link comes first
    assert all(visible for _, _, visible in seen)
    assert [True for tag, text, _ in seen if tag == "A" and "es/" in text]


def test_the_menu_opens_on_a_phone_and_works_without_scripts(chromium: Any, address: str) -> None:
    context = chromium.new_context(viewport={"width": 360, "height": 740}, java_script_enabled=False)
    page = context.new_page()
    page.goto(address + TOOL["en"])
    assert page.locator("fieldset").count() >= 18
    page.locator("summary").first.click()
    assert page.locator("nav a:visible").count() >= 5
    context.close()


def test_dark_and_light_can_be_chosen_and_are_kept(page: Page, address: str) -> None:
    page.goto(address)
    before = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    page.evaluate("localStorage.setItem('puente.theme', 'dark')")
    page.reload()
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") != before
