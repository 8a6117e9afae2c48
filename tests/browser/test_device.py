"""What stays on the device: pages chosen or visited, versions that never mix, installing, other hosts, plain files."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from axe_playwright_python.sync_playwright import Axe

from tests.conftest import ROOT, serving

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import BrowserContext, Page

pytestmark = [pytest.mark.browser, pytest.mark.build]
SAY = {code: yaml.safe_load((ROOT / f"i18n/{code}/offline.yml").read_text("utf-8")) for code in ("en", "es")}
SHELL = {code: yaml.safe_load((ROOT / f"i18n/{code}/site.yml").read_text("utf-8")) for code in ("en", "es")}
HOMES = [("en", ""), ("es", "es/")]
KEPT = "caches.match(location.href, {ignoreSearch: true}).then(Boolean)"
BUILDS = "caches.keys().then(names => names.filter(name => name.startsWith('puente ') && !name.endsWith('choice')))"
ACTIVE = "navigator.serviceWorker.getRegistration().then(found => Boolean(found?.active))"
LOOK_FOR_NEWS = "navigator.serviceWorker.getRegistration().then(found => found.update()).then(() => true)"


def by_link(page: Page, address: str, path: str) -> None:
    """Go on from one page to another the way visitors do."""
    page.evaluate("url => { location.href = url }", address + path)
    page.wait_for_url(address + path)


def second_page(page: Page, address: str, wait: Any, home: str = "") -> None:
    page.goto(f"{address}{home}learn/")
    by_link(page, address, f"{home}learn/backup/")
    wait(page, ACTIVE)
    wait(page, KEPT)


def newer(
    folder: Path, path: str = "learn/backup/", words: tuple[str, str] = ("</h1>", " Version two.</h1>")
) -> None:
    """What a newer build would have put in the place of this one."""
    page = folder / path / "index.html"
    page.write_text(page.read_text("utf-8").replace(*words), "utf-8")
    listed = folder / "offline/pages.json"
    pages = json.loads(listed.read_text("utf-8"))
    next(one for one in pages["pages"] if one["url"] == path)["hash"] = hashlib.sha256(
        page.read_bytes()
    ).hexdigest()[:10]
    listed.write_text(json.dumps(pages), "utf-8")
    worker = folder / "sw.js"
    worker.write_text(re.sub(r'"id":"\w+"', '"id":"two"', worker.read_text("utf-8"), count=1), "utf-8")


def test_nothing_is_registered_on_a_first_page_and_both_pages_are_kept_from_the_second_on(
    page: Page, context: BrowserContext, address: str, wait: Any
) -> None:
    page.goto(f"{address}learn/")
    page.wait_for_timeout(1500)
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then(found => found.length)") == 0
    second_page(page, address, wait)
    wait(page, "caches.match('../').then(Boolean)")
    context.set_offline(True)
    page.reload()
    assert page.locator("h1").inner_text()
    by_link(page, address, "learn/")
    assert page.locator(".card").count() >= 3
    assert page.faults == []  # type: ignore[attr-defined]


@pytest.mark.parametrize(("language", "home"), HOMES)
def test_a_lesson_is_kept_with_its_size_shown_and_removed_again(
    page: Page, context: BrowserContext, address: str, language: str, home: str
) -> None:
    say = SAY[language]
    page.goto(f"{address}{home}learn/backup/")
    page.locator("[data-keep]").scroll_into_view_if_needed()
    press = page.locator("[data-keep-rows] button")
    press.wait_for()
    assert re.search(r"\d+ kB", press.inner_text())
    press.click()
    page.get_by_text(say["kept"]).wait_for()
    assert page.locator("[data-keep-rows] button").evaluate("button => button === document.activeElement")
    context.set_offline(True)
    page.reload()
    page.locator("[data-keep]").scroll_into_view_if_needed()
    page.locator("[data-keep-rows] .tag", has_text=say["on_device"]).wait_for()
    page.locator("[data-keep-rows] button", has_text=say["remove"]).click()
    page.get_by_text(say["removed"]).wait_for()
    answer = page.goto(f"{address}{home}learn/backup/")
    assert answer is not None
    assert answer.status == 503


@pytest.mark.parametrize(("language", "home"), HOMES)
def test_a_whole_section_a_tool_and_the_search_work_without_a_network(
    page: Page, context: BrowserContext, address: str, wait: Any, language: str, home: str
) -> None:
    say = SAY[language]
    page.goto(f"{address}{home}without-connection/")
    for place in ("/learn", f"{home}search/", f"{home}tools/diagnosis/"):
        page.locator("details.keep__pages").evaluate_all("all => all.forEach(one => { one.open = true })")
        page.locator(f'[data-place="{place}"] button').first.click()
        page.get_by_text(say["kept"]).wait_for(timeout=60_000)
        page.locator(f'[data-place="{place}"] .tag').wait_for()
    context.set_offline(True)
    for path in ("learn/", "learn/backup/", "learn/passwords/", "learn/invoices/"):
        by_link(page, address, home + path)
        assert page.locator("main h1").inner_text()
    by_link(page, address, f"{home}search/")
    page.locator("input[type=search]").first.press_sequentially(
        "backup" if language == "en" else "contraseña"
    )
    wait(page, "document.querySelectorAll('[data-search-results] a').length > 0")
    by_link(page, address, f"{home}tools/diagnosis/")
    page.locator("[data-form] input[type=radio]").first.check()
    page.locator("[data-form] [type=submit]").first.click()
    wait(page, "!document.querySelector('[data-answer]').classList.contains('is-sample')", 60)
    assert page.faults == []  # type: ignore[attr-defined]


@pytest.mark.parametrize(("language", "home"), HOMES)
def test_a_page_never_seen_is_answered_in_its_language_with_what_there_is(
    page: Page, context: BrowserContext, address: str, wait: Any, language: str, home: str
) -> None:
    second_page(page, address, wait, home)
    context.set_offline(True)
    answer = page.goto(f"{address}{home}library/")
    assert answer is not None
    assert answer.status == 503
    page.get_by_text(SAY[language]["pages_here"]).wait_for()
    page.locator("[data-keep-rows] a[href$='learn/backup/']").click()
    page.wait_for_url(f"**/{home}learn/backup/")
    assert page.evaluate("document.documentElement.lang") == language


def test_what_the_search_has_used_is_there_without_a_network(
    page: Page, context: BrowserContext, address: str, wait: Any
) -> None:
    second_page(page, address, wait)
    by_link(page, address, "search/")
    wait(page, KEPT)
    found = "document.querySelectorAll('[data-search-results] a').length > 0"
    page.locator("input[type=search]").first.fill("backup")
    wait(page, found)
    context.set_offline(True)
    page.goto(f"{address}search/?q=backup")
    wait(page, found)
    page.goto(f"{address}search/?q=zebra")  # a part of the index that was never loaded
    page.get_by_text(SHELL["en"]["search"]["failed"]).or_(
        page.locator("[data-search-status]:not(:empty)")
    ).first.wait_for()


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_newer_version_is_offered_and_only_used_when_somebody_says_so(
    page: Page, copied: Path, wait: Any, language: str
) -> None:
    say, home = SAY[language], dict(HOMES)[language]
    with serving(copied) as address:
        second_page(page, address, wait)
        newer(copied)
        by_link(page, address, f"{home}learn/")
        assert page.evaluate(LOOK_FOR_NEWS)
        page.get_by_text(say["update_ready"]).wait_for()
        assert page.locator(".bar [role=status]").inner_text() == say["update_ready"]
        assert Axe().run(page).response["violations"] == []
        page.keyboard.press("Tab")
        page.evaluate("document.querySelector('.skip').focus()")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == say["update_now"]
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        assert page.locator(".bar").count() == 0
        by_link(page, address, "learn/backup/")
        page.wait_for_timeout(500)
        assert "Version two." not in page.content()  # the older version goes on
        assert page.locator(".bar").count() == 0  # "later" holds for this visit
        page.evaluate("sessionStorage.clear()")
        page.reload()  # reading again brings this page from the network
        with page.expect_navigation():
            page.get_by_text(SAY["en"]["update_now"]).click()
        wait(
            page,
            f"{BUILDS}.then(names => names.join().endsWith(' two'))",
        )
        assert "Version two." in page.content()


def test_two_tabs_update_and_the_older_one_goes_on_working(
    page: Page, context: BrowserContext, copied: Path, wait: Any
) -> None:
    with serving(copied) as address:
        second_page(page, address, wait)
        old = context.new_page()
        old.goto(f"{address}tools/diagnosis/")
        wait(old, KEPT)
        for file in (copied / "assets/runtime").iterdir():  # the newer build has another runtime
            if file.name.startswith(("engine.", "stdlib.")):
                shutil.copy(file, file.with_name("x" + file.name))
        newer(copied)
        assert page.evaluate(LOOK_FOR_NEWS)
        for tab in (page, old):
            tab.get_by_text(SAY["en"]["update_ready"]).wait_for()
        with page.expect_navigation():
            page.get_by_text(SAY["en"]["update_now"]).click()
        wait(page, "document.querySelector('h1')?.textContent.includes('Version two.')")
        old.locator("[data-form] input[type=radio]").first.check()
        old.locator("[data-form] [type=submit]").first.click()
        wait(old, "!document.querySelector('[data-answer]').classList.contains('is-sample')", 60)
        assert old.evaluate(f"{BUILDS}.then(names => names.length)") == 2
        with old.expect_navigation():
            old.get_by_text(SAY["en"]["update_now"]).click()
        wait(old, "document.querySelectorAll('[data-form] input:checked').length === 1")
        old.close()
        by_link(page, address, "learn/")
        wait(page, f"{BUILDS}.then(names => names.length === 1)")


@pytest.mark.parametrize(("language", "home"), HOMES)
def test_a_damaged_script_is_said_and_mended_by_reading_again(
    page: Page, address: str, wait: Any, language: str, home: str
) -> None:
    second_page(page, address, wait, home)
    page.evaluate(
        """async () => { for (const name of await caches.keys()) { const cache = await caches.open(name);
        for (const {url} of await cache.keys()) if (url.includes('glue/site'))
          await cache.put(url, new Response('const ;', {headers: {'Content-Type': 'text/javascript'}})); } }"""
    )
    by_link(page, address, f"{home}learn/")
    page.get_by_text(SHELL[language]["fault"]["lost"]).wait_for()
    page.reload()
    wait(page, "document.querySelector('[data-theme-toggle]').title")  # the script is at work again
    assert page.locator("#fault").is_hidden()


@pytest.mark.parametrize(("language", "home"), HOMES)
def test_a_script_that_does_not_arrive_is_said_and_loses_no_answers(
    page: Page, copied: Path, language: str, home: str
) -> None:
    next((copied / "assets/glue").glob("tool.*.mjs")).unlink()
    with serving(copied) as address:
        page.goto(f"{address}{home}tools/diagnosis/")
        page.get_by_text(SHELL[language]["fault"]["lost"]).wait_for()
        page.locator("[data-form] input[type=radio]").first.check()
        page.locator("[data-form] [type=submit]").first.click()
        page.wait_for_timeout(300)
        assert page.locator("[data-form] input:checked").count() == 1
        assert page.url.endswith("tools/diagnosis/")


@pytest.mark.parametrize(("language", "home"), HOMES)
@pytest.mark.parametrize(
    ("script", "key"),
    [
        ("delete Navigator.prototype.serviceWorker", "no_worker"),
        ("navigator.serviceWorker.register = () => Promise.reject(new Error('private'))", "failed_network"),
        ("navigator.storage.estimate = () => Promise.resolve({quota: 1000, usage: 900})", "failed_full"),
    ],
)
def test_a_browser_that_keeps_nothing_says_so(
    page: Page, context: BrowserContext, address: str, language: str, home: str, script: str, key: str
) -> None:
    context.add_init_script(script)
    page.goto(f"{address}{home}without-connection/")
    if key != "no_worker":
        page.locator('[data-place="/learn"] button').click()
    page.get_by_text(SAY[language][key]).wait_for()
    assert page.faults == []  # type: ignore[attr-defined]


def test_no_room_while_keeping_is_said(page: Page, copied: Path) -> None:
    worker = copied / "sw.js"
    full = """const put = Cache.prototype.put;
    Cache.prototype.put = function (key, ...rest) { if (String(key).includes("learn/passwords"))
      throw new DOMException("full", "QuotaExceededError"); return put.call(this, key, ...rest); };\n"""
    worker.write_text(full + worker.read_text("utf-8"), "utf-8")
    with serving(copied) as address:
        page.goto(f"{address}without-connection/")
        page.locator('[data-place="/learn"] button').click()
        page.get_by_text(SAY["en"]["failed_full"]).wait_for()


def test_a_line_that_breaks_while_keeping_is_said_and_goes_on_later(page: Page, copied: Path) -> None:
    with serving(copied) as address:
        page.goto(f"{address}without-connection/")
        page.locator('[data-place="/learn"] button').wait_for()
        lesson = copied / "learn/passwords"
        lesson.rename(copied / "gone")
        page.locator('[data-place="/learn"] button').click()
        page.get_by_text(SAY["en"]["failed_gone"]).wait_for()
        (copied / "gone").rename(lesson)
        page.locator('[data-place="/learn"] button').click()
        page.get_by_text(SAY["en"]["kept"]).wait_for()


def test_it_works_from_a_folder_under_another_path_and_port(
    page: Page, context: BrowserContext, site: Path, wait: Any
) -> None:
    with serving(site, "/") as plain, serving(site, "/stick/of/ours/") as deep:
        for address in (plain, deep):
            second_page(page, address, wait, "es/")
            by_link(page, address, "es/tools/diagnosis/")
            page.locator("[data-form] input[type=radio]").first.check()
            page.locator("[data-form] [type=submit]").first.click()
            wait(page, "document.querySelector('#tool').dataset.offline === 'kept'", 60)
            context.set_offline(True)
            page.reload()
            wait(page, "!document.querySelector('[data-answer]').classList.contains('is-sample')", 60)
            context.set_offline(False)
    assert page.faults == []  # type: ignore[attr-defined]


@pytest.mark.parametrize(("language", "home"), HOMES)
def test_opened_as_a_file_it_can_be_read_and_says_what_the_tools_need(
    context: BrowserContext, site: Path, language: str, home: str
) -> None:
    page = context.new_page()
    page.goto((site / home / "tools/diagnosis/index.html").as_uri())
    assert page.locator("#fault").inner_text() == SHELL[language]["fault"]["file"]
    assert page.locator("#fault").is_visible()
    page.locator("[data-form] input[type=radio]").first.check()
    page.locator("[data-form] [type=submit]").first.click()
    assert page.locator("[data-form] input:checked").count() == 1
    page.locator("footer a", has_text=SHELL[language]["footer"]["glossary"]).click()
    page.wait_for_url("**/glossary/index.html")
    assert page.locator("h1").is_visible()
    assert page.evaluate("getComputedStyle(document.querySelector('.foot')).display") != ""


@pytest.mark.parametrize(("language", "home"), HOMES)
def test_browsers_find_nothing_that_hinders_installing(
    page: Page, address: str, language: str, home: str
) -> None:
    page.goto(address + home)
    session = page.context.new_cdp_session(page)
    manifest = session.send("Page.getAppManifest")
    assert manifest["errors"] == []
    read = json.loads(manifest["data"])
    assert read["lang"] == language
    assert {(icon["sizes"], icon["purpose"]) for icon in read["icons"]} >= {
        (size, purpose) for size in ("192x192", "512x512") for purpose in ("any", "maskable")
    }
    assert 3 <= len(read["shortcuts"]) <= 4
    for each in [*read["icons"], *read["shortcuts"]]:
        target = page.evaluate(
            "([to, from]) => new URL(to, from).href", [each.get("src") or each["url"], manifest["url"]]
        )
        assert page.request.get(target).ok
    hindrances = session.send("Page.getInstallabilityErrors")["installabilityErrors"]
    assert [one["errorId"] for one in hindrances if one["errorId"] != "in-incognito"] == []


OFFERED = """() => { const event = new Event("beforeinstallprompt", {cancelable: true});
  event.prompt = () => { window.asked = true; return Promise.resolve(); }; dispatchEvent(event);
  return event.defaultPrevented; }"""


@pytest.mark.parametrize(("language", "home"), HOMES)
def test_installing_is_offered_after_the_first_answer_and_never_again_after_a_no(
    page: Page, address: str, wait: Any, language: str, home: str
) -> None:
    say = SAY[language]
    page.goto(f"{address}{home}tools/diagnosis/")
    assert page.evaluate(OFFERED) is True  # the browser's own bar stays away
    page.wait_for_timeout(500)
    assert page.locator(".install").count() == 0
    page.locator("[data-form] input[type=radio]").first.check()
    page.locator("[data-form] [type=submit]").first.click()
    page.locator(".install").wait_for(timeout=60_000)
    assert Axe().run(page).response["violations"] == []
    page.get_by_role("button", name=say["install_no"]).click()
    assert page.locator(".install").count() == 0
    page.reload()
    page.evaluate(OFFERED)
    wait(page, "document.querySelector('#tool').dataset.offline === 'kept'", 60)
    assert page.locator(".install").count() == 0
    page.goto(f"{address}{home}without-connection/")  # but who looks for it finds it
    page.locator("[data-keep-rows] button").first.wait_for()
    page.evaluate(OFFERED)
    page.get_by_role("button", name=say["install_yes"]).click()
    wait(page, "window.asked === true")
    assert page.faults == []  # type: ignore[attr-defined]
