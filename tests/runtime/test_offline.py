"""The service worker: after the first answer a tool works without a network; old and new never mix."""

from __future__ import annotations

import json

import pytest

from tests.runtime.conftest import write_service_worker

pytestmark = pytest.mark.browser
ANSWER = "document.querySelector('[data-answer]').textContent"
CACHE = "puente /puente/ "
# the engine's own memory is another matter
BUILDS = "caches.keys().then(names => names.filter(name => name.startsWith('puente ') && !name.endsWith('choice')))"
KEPT = "document.getElementById('tool').dataset.offline === 'kept'"


def first_answer(context, host, wait, path="tools/toy/"):
    page = context.new_page()
    page.goto(host.address(path))
    page.check('input[name="q1"][value="a"]')
    page.click("form button")
    wait(page, f'{ANSWER}.includes(\'"q1": "a"\')')
    wait(page, KEPT)
    return page


def test_nothing_is_installed_before_the_first_answer(context, host):
    page = context.new_page()
    page.goto(host.address())
    page.wait_for_timeout(300)
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then(found => found.length)") == 0
    assert "sw.js" not in host.asked


def test_with_the_network_cut_the_tool_works_also_after_a_reload(context, host, wait):
    page = first_answer(context, host, wait)
    host.site.rename(host.site.with_name("gone"))
    context.set_offline(True)
    page.reload()
    wait(page, f'{ANSWER}.includes(\'"q1": "a"\')')  # the saved answers and their result are back
    page.check('input[name="q1"][value="b"]')
    wait(page, f'{ANSWER}.includes(\'"q1": "b"\')')


@pytest.mark.parametrize(("path", "language"), [("never/", "en"), ("es/never/seen/", "es")])
def test_a_page_never_seen_says_in_its_language_that_there_is_no_network(context, host, wait, path, language):
    page = first_answer(context, host, wait)
    context.set_offline(True)
    answer = page.goto(host.address(path))
    assert answer.status == 503
    assert page.text_content("#off") == f"offline-{language}"
    assert page.evaluate("document.baseURI").endswith("offline/")


def test_pages_seen_later_are_kept_in_their_version_and_reading_again_brings_news(context, host, wait):
    page = first_answer(context, host, wait)
    page.goto(host.address("other/"))
    wait(page, "caches.match(location.href).then(Boolean)")
    (host.site / "other/index.html").write_text("<!doctype html><p>newer", "utf-8")
    host.asked.clear()
    page.goto(host.address("other/?from=menu"))
    assert page.text_content("p") == "other"
    assert "other/" not in host.asked  # at once, without the network
    page.reload()
    assert page.text_content("p") == "newer"
    wait(
        page,
        "caches.match(location.pathname).then(found => found.text()).then(text => text.includes('newer'))",
    )
    context.set_offline(True)
    page.goto(host.address("other/"))
    assert page.text_content("p") == "newer"
    page.goto(host.address("other"))  # without its slash
    assert page.text_content("p") == "newer"


def test_the_engine_in_the_cache_is_checked_and_mended(context, host, wait):
    page = first_answer(context, host, wait)
    damaged = page.evaluate(
        """async () => { const cache = await caches.open('puente /puente/ one');
        const key = (await cache.keys()).find(({url}) => url.includes('runtime/engine'));
        await cache.put(key.url, new Response('damaged')); return key.url; }"""
    )
    host.asked.clear()
    page.reload()
    wait(page, f'{ANSWER}.includes(\'"q1": "a"\')')
    assert [path for path in host.asked if "runtime/" in path] == [damaged.split("/puente/")[1]]


def test_a_newer_build_waits_for_open_pages_then_replaces_everything(context, host, wait):
    page = first_answer(context, host, wait)
    old = page.evaluate(f"{BUILDS}")
    assert old == [f"{CACHE}one"]
    tool = host.site / "tools/toy/index.html"
    tool.write_text(tool.read_text("utf-8").replace("sample</section>", "sample two</section>"), "utf-8")
    write_service_worker(host.site, "two")
    page.evaluate("navigator.serviceWorker.getRegistration().then(found => found.update())")
    wait(page, "navigator.serviceWorker.getRegistration().then(found => Boolean(found.waiting))")
    assert page.evaluate("caches.match(location.href).then(found => found.text())").count("sample two") == 0
    page.close()
    page = context.new_page()
    page.goto(host.address("other/"))
    wait(
        page,
        f"{BUILDS}.then(names => names.join() === 'puente /puente/ two')",
    )
    context.set_offline(True)
    page.goto(host.address())
    assert "sample two" in page.content()  # the page kept by the old build was fetched again by the new one
    page.click("form button")
    wait(page, f'{ANSWER}.includes(\'"q1": "a"\')')


def test_a_build_that_cannot_be_installed_completely_is_not_used(context, host, wait):
    page = first_answer(context, host, wait)
    write_service_worker(host.site, "two")
    source = (host.site / "sw.js").read_text("utf-8")
    (host.site / "sw.js").write_text(source.replace('"offline/"', '"not-there/"', 1), "utf-8")
    page.evaluate("navigator.serviceWorker.getRegistration().then(found => found.update()).catch(() => {})")
    page.wait_for_timeout(1000)
    context.set_offline(True)
    page.reload()
    wait(page, f'{ANSWER}.includes(\'"q1": "a"\')')


def test_no_room_for_the_cache_leaves_the_tool_working(context, host, wait):
    source = (host.site / "sw.js").read_text("utf-8")
    full = "Cache.prototype.put = async () => { throw new DOMException('full', 'QuotaExceededError'); };\n"
    (host.site / "sw.js").write_text(full + source, "utf-8")
    page = context.new_page()
    page.goto(host.address())
    page.check('input[name="q1"][value="a"]')
    page.click("form button")
    wait(page, f'{ANSWER}.includes(\'"q1": "a"\')')
    page.check('input[name="q1"][value="b"]')
    wait(page, f'{ANSWER}.includes(\'"q1": "b"\')')
    assert json.loads(page.evaluate("localStorage.getItem('puente.toy')"))["answers"] == {"q1": "b"}
