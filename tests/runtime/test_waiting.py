"""Nobody waits for the runtime: when it starts, what can be done before, and what becomes of answers meanwhile."""

from __future__ import annotations

import json

import pytest

from tests.runtime.conftest import sentences
from tests.runtime.test_page import ANSWER, SAID, STATUS, answered, choose, go, opened

pytestmark = pytest.mark.browser
LINE = "Object.defineProperty(navigator, 'connection', {value: %s})"
READY = "document.getElementById('tool').dataset.ready"


def runtime_asked(host):
    return any("runtime/" in path for path in host.asked)


def test_with_save_data_nothing_starts_before_somebody_asks(context, host, wait):
    context.add_init_script(LINE % "{saveData: true, effectiveType: '4g', downlink: 10}")
    page = opened(context, host)
    choose(page, "a")
    page.wait_for_timeout(800)
    assert not runtime_asked(host)
    page.click("form button")
    answered(wait, page)


def test_on_a_slow_line_the_first_touch_starts_it_and_nothing_is_said(context, host, wait):
    context.add_init_script(LINE % "{effectiveType: '3g', downlink: 0.7}")
    page = opened(context, host)
    page.wait_for_timeout(800)
    assert not runtime_asked(host)
    page.focus('input[value="a"]')
    wait(page, READY)
    assert page.evaluate(STATUS) == ""  # nobody is waiting


@pytest.mark.parametrize("line", ["{effectiveType: '4g', downlink: 10}", "undefined"])
def test_on_a_fast_line_it_starts_in_a_quiet_moment(context, host, wait, line):
    context.add_init_script(LINE % line)
    page = opened(context, host)
    wait(page, READY)


def test_where_the_browser_is_silent_a_slow_page_tells_that_the_line_is_slow(context, host):
    context.add_init_script(LINE % "undefined")
    host.faults = {"tools/toy": "slow"}
    page = opened(context, host)
    page.wait_for_timeout(800)
    assert not runtime_asked(host)


def test_once_it_is_on_the_device_it_starts_by_itself_whatever_the_line(context, host, wait):
    page = opened(context, host)
    go(page)
    wait(page, "document.getElementById('tool').dataset.offline === 'kept'")
    page.close()
    context.add_init_script(LINE % "{saveData: true}")
    host.asked.clear()
    page = opened(context, host)
    wait(page, READY)
    assert not runtime_asked(host)


def test_answers_given_while_it_loads_are_in_the_first_answer(context, host, wait):
    host.pause = 0.05  # 64 KB at a time: several seconds for the runtime
    page = opened(context, host)
    go(page, "a")
    wait(page, f"{SAID} === 'loading'")
    choose(page, "b")
    page.fill('input[name="q2"]', "meanwhile")
    page.locator('input[name="q2"]').blur()
    assert page.evaluate(ANSWER) == "sample"
    seen = page.evaluate(
        """() => { window.seen = []; const place = document.querySelector('[data-answer]');
        new MutationObserver(() => seen.push(place.textContent)).observe(place, {childList: true}); }"""
    )
    answered(wait, page, '"q1": "b"')
    seen = page.evaluate("seen.filter(text => text)")
    assert '"q2": "meanwhile"' in page.evaluate(ANSWER)
    assert not [text for text in seen if '"q1": "a"' in text]  # the answer to what has changed is never shown


def test_a_button_pressed_before_the_scripts_are_there_counts(context, host, wait):
    host.faults = {"glue/tool": "slow"}
    page = context.new_page()
    page.goto(host.address(), wait_until="commit")
    page.wait_for_selector("form button")
    choose(page, "b")
    page.click("form button")
    answered(wait, page, '"q1": "b"')
    assert page.url == host.address()


def test_what_was_ticked_before_the_scripts_came_wins_over_what_was_kept(context, host, wait):
    page = opened(context, host)
    choose(page, "a")
    page.fill('input[name="q2"]', "old")
    page.locator('input[name="q2"]').blur()
    host.faults = {"glue/tool": "slow"}
    page.goto(host.address(), wait_until="commit")
    page.wait_for_selector("form button")
    choose(page, "b")
    wait(page, "document.querySelector('[name=q2]').value === 'old'")
    assert page.is_checked('input[name="q1"][value="b"]')
    saved = json.loads(page.evaluate("localStorage.getItem('puente.toy')"))
    assert saved["answers"] == {"q1": "b", "q2": "old"}


def test_an_earlier_round_goes_with_answers_files_and_questions(context, host, wait, tmp_path):
    page = opened(context, host)
    go(page, "a")
    answered(wait, page)
    page.click("[data-do=again]")
    assert page.evaluate(STATUS) == sentences("en")["again"]
    choose(page, "b")
    answered(wait, page, '"before": {"answers": {"q1": "a"}')
    with page.expect_download() as download:
        page.click("[data-do=export]")
    saved = json.loads(download.value.path().read_text())
    assert saved["before"]["answers"] == {"q1": "a"}
    assert saved["answers"] == {"q1": "b"}
    page.reload()
    answered(wait, page, '"before"')
    page.click("[data-do=clear]")
    go(page, "b")
    answered(wait, page, '"q1": "b"')
    assert "before" not in page.evaluate(ANSWER)
    file = tmp_path / "saved.json"
    file.write_text(json.dumps(saved))
    page.set_input_files("[data-file]", file)
    answered(wait, page, '"before"')


def test_undo_brings_the_earlier_round_back(context, host):
    page = opened(context, host)
    choose(page, "a")
    page.click("[data-do=again]")
    page.click("[data-do=clear]")
    page.click("[data-do=undo]")
    kept = json.loads(page.evaluate("localStorage.getItem('puente.toy')"))
    assert kept["before"]["answers"] == {"q1": "a"}


def test_what_needs_consent_is_neither_asked_nor_kept_without_it(context, host):
    page = opened(context, host)
    assert page.is_disabled('input[name="q3"]')
    page.check('input[name="agreed"]')
    page.fill('input[name="q3"]', "mine")
    page.locator('input[name="q3"]').blur()
    kept = "JSON.parse(localStorage.getItem('puente.toy')).answers"
    assert page.evaluate(kept) == {"agreed": "yes", "q3": "mine"}
    page.reload()
    assert page.input_value('input[name="q3"]') == "mine"
    assert page.is_enabled('input[name="q3"]')
    page.uncheck('input[name="agreed"]')
    assert page.evaluate(kept) == {}


def test_a_part_that_the_server_no_longer_has_is_mended_by_reading_the_page_again(context, host, wait):
    page = opened(context, host)
    tool = host.site / "tools/toy/index.html"
    runtime = json.loads((host.site / "runtime.json").read_text())
    engine = next(file["url"] for file in runtime["files"] if file["role"] == "engine")
    newer = engine.replace("engine-", "engine-newer-")
    (host.site / engine).rename(host.site / newer)
    tool.write_text(tool.read_text("utf-8").replace(engine, newer), "utf-8")
    go(page)
    wait(page, f"{SAID} === 'missing'")
    page.click("[data-retry]")
    answered(wait, page)
    assert page.is_checked('input[name="q1"][value="a"]')


@pytest.mark.parametrize(
    ("script", "kind"),
    [
        ("delete window.Worker", "old_browser"),
        # as browsers do that do not know module workers: the option is overlooked
        (
            "const Old = Worker; window.Worker = class extends Old { constructor(url) { super(url); } };",
            "start",
        ),
    ],
)
def test_a_browser_without_module_workers_is_told(context, host, wait, script, kind, spoken):
    _, home, say = spoken
    context.add_init_script(script)
    page = opened(context, host, f"{home}tools/toy/")
    go(page)
    wait(page, f"['start', 'worker', 'old_browser'].includes({SAID})")
    assert page.evaluate(STATUS) in {say[kind], say["worker"]}
    assert page.evaluate(ANSWER) == "sample"
