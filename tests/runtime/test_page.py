"""The glue in a real browser, under the site's own policy, with an engine and a network that misbehave."""

from __future__ import annotations

import json
import os

import pytest

from build_tools import browser
from tests.runtime.conftest import sentences

pytestmark = pytest.mark.browser
SAID = "document.querySelector('[data-status]').dataset.said"
STATUS = "document.querySelector('[data-status]').textContent"
ANSWER = "(document.querySelector('[data-answer]')?.textContent ?? '')"  # none while the page loads anew


@pytest.fixture
def visit(context, host, wait):
    return context, host, wait


def choose(page, value):
    page.check(f'input[name="q1"][value="{value}"]')


def go(page, value="a"):
    choose(page, value)
    page.click("form button")


def opened(context, host, path="tools/toy/"):
    page = context.new_page()
    page.goto(host.address(path))
    return page


def answered(wait, page, text='"q1": "a"'):
    wait(page, f"{ANSWER}.includes({json.dumps(text)})")


def test_first_answer_with_progress_and_nothing_from_elsewhere(context, host, wait, spoken):
    code, home, say = spoken
    host.pause = 0.05
    elsewhere, faults = [], []
    page = context.new_page()
    page.on(
        "request",
        lambda request: elsewhere.append(request.url) if str(host.port) not in request.url else None,
    )
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.goto(host.address(f"{home}tools/toy/"))
    page.evaluate(
        """() => { window.heard = []; const status = document.querySelector('[data-status]');
        new MutationObserver(() => { const bar = document.querySelector('[data-progress]');
          heard.push([status.dataset.said, status.textContent, bar.value, bar.max, bar.hidden]); })
        .observe(status, {childList: true}); }"""
    )
    go(page)
    answered(wait, page)
    assert f"Result {code}" in page.evaluate(ANSWER)
    assert page.evaluate(STATUS) == say["answered"]
    assert page.evaluate("document.activeElement.hasAttribute('data-answer')")
    assert "is-sample" not in page.get_attribute("[data-answer]", "class")
    heard = page.evaluate("heard")
    loading = [row for row in heard if row[0] == "loading"]
    assert len(loading) >= 2  # a few a second at most, so that telling does not slow the loading
    assert [row[2] for row in loading] == sorted(row[2] for row in loading)
    runtime = json.loads((host.site / "runtime.json").read_text())
    assert loading[-1][3] > sum(file["bytes"] for file in runtime["files"])
    assert loading[-1][1].startswith(say["loading"].split("{")[0])
    assert "{" not in loading[-1][1]
    assert any(row[0] == "starting" for row in heard)
    assert elsewhere == []
    assert faults == []


def test_later_changes_run_quietly_and_keep_the_focus(context, host, wait):
    page = opened(context, host)
    go(page)
    answered(wait, page)
    page.focus('input[name="q1"][value="b"]')
    choose(page, "b")
    answered(wait, page, '"q1": "b"')
    assert page.evaluate("document.activeElement.value") == "b"
    assert page.evaluate(SAID) == "answered_again"


def test_answers_survive_a_reload_and_the_change_of_language(context, host, wait):
    page = opened(context, host)
    choose(page, "b")
    page.goto(host.address("es/tools/toy/"))
    assert page.is_checked('input[name="q1"][value="b"]')
    assert page.evaluate(SAID) == "restored"
    page.click("form button")
    answered(wait, page, '"q1": "b"')
    page.goto(host.address())
    answered(wait, page, '"q1": "b"')  # seen in one language, shown at once in the other
    assert "Result en" in page.evaluate(ANSWER)


@pytest.mark.parametrize(
    ("home", "part", "fault", "kind"),
    [
        ("", "runtime/engine", "corrupt", "hash"),
        ("es/", "runtime/engine", "truncate", "hash"),
        ("", "pyodide.asm.wasm", "truncate", "hash"),
        ("es/", "pyodide.asm.wasm", "corrupt", "hash"),
        ("", "runtime/stdlib", "scramble", "hash"),
        ("", "runtime/pyodide.asm", "404", "missing"),
        ("es/", "runtime/stdlib", "cut", "download"),
        ("", "data/toy", "corrupt", "hash"),
        ("es/", "data/texts", "404", "missing"),
    ],
)
def test_a_broken_file_becomes_a_message_and_a_retry_works(visit, home, part, fault, kind):
    context, host, wait = visit
    say = sentences("es" if home else "en")
    host.faults = {part: fault}
    page = opened(context, host, f"{home}tools/toy/")
    go(page)
    wait(page, f"['download','hash','missing','start'].includes({SAID})")
    assert page.evaluate(SAID) == kind
    assert page.evaluate(STATUS) == say[kind]
    assert page.evaluate(ANSWER) == "sample"
    assert page.is_hidden("[data-progress]")
    assert page.is_checked('input[name="q1"][value="a"]')
    host.faults = {}
    page.click("[data-retry]")
    answered(wait, page)


def test_a_script_that_is_not_ours_is_never_run(context, host, wait):
    runtime = json.loads((host.site / "runtime.json").read_text())
    loader = next(file for file in runtime["files"] if file["role"] == "loader")
    with (host.site / loader["url"]).open("ab") as file:
        file.write(b"\nfetch('/puente/it-was-run')")
    page = opened(context, host)
    go(page)
    wait(page, f"{SAID} === 'hash'")
    assert not any("it-was-run" in path for path in host.asked)


def test_a_damaged_copy_in_the_cache_mends_itself(context, host, wait):
    host.faults = {"runtime/engine": "corrupt-once"}
    page = opened(context, host)
    go(page)
    answered(wait, page)
    assert sum("runtime/engine" in path for path in host.asked) == 2


def test_without_secure_context_files_are_still_checked(chromium, host, wait):
    launched = chromium.browser_type.launch(
        executable_path=os.environ.get("PUENTE_CHROMIUM"),  # else the one Playwright brings
        args=[*browser.flags(), "--host-resolver-rules=MAP plain.test 127.0.0.1"],
    )
    page = launched.new_page()
    host.faults = {"runtime/engine": "corrupt"}
    page.goto(host.address(name="plain.test"))
    assert page.evaluate("crypto.subtle === undefined")
    go(page)
    wait(page, f"{SAID} === 'download'")
    assert page.evaluate(ANSWER) == "sample"
    host.faults = {}
    page.click("[data-retry]")
    answered(wait, page)
    launched.close()


def test_a_host_that_forbids_webassembly_gives_a_message(context, host, wait, spoken):
    _, home, say = spoken
    host.policy = host.policy.replace(" 'wasm-unsafe-eval'", "")
    page = opened(context, host, f"{home}tools/toy/")
    go(page)
    wait(page, f"{SAID} === 'start'")
    assert page.evaluate(STATUS) == say["start"]


@pytest.mark.parametrize("missing", ["DecompressionStream"])
def test_an_old_browser_is_told(context, host, wait, missing, spoken):
    _, home, say = spoken
    worker = host.site / "assets/glue/engine-worker.mjs"
    worker.write_text(f"delete self.{missing};\n" + worker.read_text("utf-8"), "utf-8")
    page = opened(context, host, f"{home}tools/toy/")
    go(page)
    wait(page, f"{SAID} === 'old_browser'")
    assert page.evaluate(STATUS) == say["old_browser"]


def test_a_worker_that_cannot_be_read_is_told(context, host, wait):
    (host.site / "assets/glue/engine-worker.mjs").write_text("this is not a script", "utf-8")
    page = opened(context, host)
    go(page)
    wait(page, f"{SAID} === 'worker'")


def test_a_fault_of_the_engine_is_said_and_the_next_question_answered(context, host, wait, spoken):
    _, home, say = spoken
    page = opened(context, host, f"{home}tools/toy/")
    go(page, "crash")
    wait(page, f"{SAID} === 'crash'")
    assert page.evaluate(STATUS) == say["crash"]
    go(page, "a")
    answered(wait, page)


def test_what_the_packed_runtime_lacks_is_a_fault_not_a_hang(context, host, wait):
    page = opened(context, host)
    go(page, "import")
    wait(page, f"{SAID} === 'crash'")


def test_an_endless_question_can_be_cancelled(context, host, wait, spoken):
    _, home, say = spoken
    page = opened(context, host, f"{home}tools/toy/")
    go(page)
    answered(wait, page)
    choose(page, "loop")
    wait(
        page, "!document.querySelector('[data-cancel]').hidden"
    )  # nobody pressed a button, so it is offered later
    page.click("[data-cancel]")
    wait(page, f"{SAID} === 'cancelled'")
    assert page.evaluate(STATUS) == say["cancelled"]
    go(page, "b")
    answered(wait, page, '"q1": "b"')


def test_a_refusal_is_shown_and_said(context, host, wait):
    page = opened(context, host)
    go(page, "refuse")
    wait(page, f"{SAID} === 'refused'")
    assert "answers.q1" in page.evaluate(ANSWER)


@pytest.mark.parametrize(
    "text", ["{", "[]", '{"format":"other","answers":{}}', '{"format":"puente.toy","answers":[]}']
)
def test_saved_answers_that_cannot_be_read_are_set_aside(context, host, wait, text, spoken):
    _, home, say = spoken
    page = opened(context, host, "other/")
    page.evaluate("text => localStorage.setItem('puente.toy', text)", text)
    page.goto(host.address(f"{home}tools/toy/"))
    assert page.evaluate(STATUS).startswith(say["set_aside"])
    assert page.evaluate("localStorage.getItem('puente.toy')") is None
    aside = "Object.keys(localStorage).find(key => key.startsWith('puente.toy.set-aside.'))"
    assert page.evaluate(f"localStorage.getItem({aside})") == text
    with page.expect_download() as download:
        page.click("[data-status] button")
    assert download.value.path().read_text() == text
    go(page)
    answered(wait, page)


def test_answers_of_a_newer_version_are_left_alone(context, host):
    page = opened(context, host, "other/")
    newer = '{"format":"puente.toy","version":2,"answers":{"q1":"b"}}'
    page.evaluate("text => localStorage.setItem('puente.toy', text)", newer)
    page.goto(host.address())
    assert page.evaluate(SAID) == "saved_newer"
    choose(page, "a")
    assert page.evaluate("localStorage.getItem('puente.toy')") == newer


@pytest.mark.parametrize(
    ("script", "kind"),
    [
        (
            "for (const name of ['localStorage', 'sessionStorage'])"  # noqa: ISC004 - one script
            " Object.defineProperty(window, name, {get() { throw new DOMException('no', 'SecurityError'); }});",
            "storage_denied",
        ),
        (
            "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };",
            "storage_full",
        ),
    ],
)
def test_a_device_that_keeps_nothing_is_said_and_the_tool_works(visit, script, kind, spoken):
    _, home, say = spoken
    context, host, wait = visit
    context.add_init_script(script)
    page = opened(context, host, f"{home}tools/toy/")
    choose(page, "a")
    assert page.evaluate(STATUS) == say[kind]
    page.click("form button")
    answered(wait, page)


def test_clear_can_be_undone(context, host, wait):
    page = opened(context, host)
    go(page)
    answered(wait, page)
    page.click("[data-do=clear]")
    assert page.evaluate(ANSWER) == "sample"
    assert page.evaluate("localStorage.getItem('puente.toy')") is None
    assert not page.is_checked('input[name="q1"][value="a"]')
    page.click("[data-do=undo]")
    assert page.is_checked('input[name="q1"][value="a"]')
    assert json.loads(page.evaluate("localStorage.getItem('puente.toy')"))["answers"] == {"q1": "a"}


def test_a_saved_file_comes_back_and_a_wrong_one_is_refused(context, host, wait, tmp_path):
    page = opened(context, host)
    choose(page, "b")
    with page.expect_download() as download:
        page.click("[data-do=export]")
    saved = json.loads(download.value.path().read_text())
    assert saved["format"] == "puente.toy"
    assert saved["version"] == 1
    assert saved["answers"] == {"q1": "b"}
    page.click("[data-do=clear]")
    file = tmp_path / "saved.json"
    file.write_text(json.dumps(saved))
    page.set_input_files("[data-file]", file)
    wait(page, "document.querySelector('input[value=b]').checked")
    answered(wait, page, '"q1": "b"')
    file.write_text("a photograph")
    page.set_input_files("[data-file]", file)
    wait(page, f"{SAID} === 'import_refused'")
    assert page.is_checked('input[name="q1"][value="b"]')


def impatient(host, name, long, short):
    """Make one waiting time of the glue short, or break it."""
    script = host.site / "assets/glue" / name
    text = script.read_text("utf-8")
    assert text.count(long) == 1
    script.write_text(text.replace(long, short), "utf-8")


def test_silence_on_the_line_becomes_a_message(context, host, wait):
    impatient(host, "engine-files.mjs", "30_000", "700")
    host.faults = {"runtime/stdlib": "silence"}
    page = opened(context, host)
    go(page)
    wait(page, f"{SAID} === 'stalled'")
    host.faults = {}
    page.click("[data-retry]")
    answered(wait, page)


def test_a_start_that_hangs_becomes_a_message(context, host, wait):
    impatient(host, "engine-worker.mjs", "80_000", "700")
    impatient(
        host,
        "engine-worker.mjs",
        "await WebAssembly.instantiate(wasm, imports)",
        "await new Promise(() => {})",
    )
    page = opened(context, host)
    go(page)
    wait(page, f"{SAID} === 'start'")
    assert page.is_visible("[data-retry]")


def test_a_question_that_never_ends_is_stopped_without_anybody_pressing(context, host, wait):
    impatient(host, "engine.mjs", "90_000", "6_000")
    page = opened(context, host)
    go(page, "loop")
    wait(page, f"{SAID} === 'too_long'")
    go(page, "a")
    answered(wait, page)


def test_two_tabs_show_the_same_answers(context, host, wait):
    first, second = opened(context, host), opened(context, host)
    choose(first, "b")
    wait(second, "document.querySelector('input[value=b]').checked")
    assert second.evaluate(SAID) == "other_tab"
