"""Data that is loaded when a question needs it: only then, checked, bounded in memory, and each fault ends in words."""

from __future__ import annotations

import pytest

from tests.runtime.conftest import sentences
from tests.runtime.test_page import ANSWER, SAID, STATUS, answered, go, opened

pytestmark = pytest.mark.browser
KEPT = "document.getElementById('tool').dataset.offline === 'kept'"


def ask(page, *names):
    page.fill('input[name="q2"]', "needs " + " ".join(names))
    go(page)


def asked(host, part):
    return [path.split(".")[0] for path in host.asked if f"data/{part}" in path]


def test_a_shard_is_fetched_when_a_question_needs_it_and_once(context, host, wait):
    page = opened(context, host)
    go(page)
    answered(wait, page)
    assert asked(host, "rules-") == []
    ask(page, "rules/01", "rules/02")
    answered(wait, page, '"rules/01": 3000000, "rules/02": 3000000')
    assert sorted(asked(host, "rules-")) == [
        f"assets/data/rules-{name}"
        for name in ("01", "01", "02", "02")  # each with its sentences
    ]
    assert '"spoken": ["rules/01", "rules/02"]' in page.evaluate(ANSWER)
    ask(page, "rules/02")
    answered(wait, page, '"found": {"rules/02": 3000000}')
    assert len(asked(host, "rules-")) == 4
    assert len(asked(host, "index")) == 1


def test_what_the_site_does_not_have_is_lacking_not_waited_for(context, host, wait):
    page = opened(context, host)
    ask(page, "rules/99", "rules/01")
    answered(wait, page, '"found": {"rules/01": 3000000, "rules/99": null}')


def test_a_tool_without_an_index_lacks_everything(context, host, wait):
    tool = host.site / "tools/toy/index.html"
    tool.write_text(tool.read_text("utf-8").replace('"index":', '"no_index":'), "utf-8")
    page = opened(context, host)
    ask(page, "rules/01")
    answered(wait, page, '"found": {"rules/01": null}')


def test_memory_stays_bounded_and_what_was_let_go_comes_back(context, host, wait):
    page = opened(context, host)
    for name in ("rules/00", "rules/01", "rules/02", "rules/03"):
        ask(page, name)
        answered(wait, page, f'"found": {{"{name}": 3000000}}')
    assert '"here": ["rules/03", "toy"]' in page.evaluate(ANSWER)
    assert '"spoken": ["rules/03"]' in page.evaluate(ANSWER)
    ask(
        page, "rules/00", "rules/01", "rules/02"
    )  # together more than what may stay: a question is never starved
    answered(wait, page, '"found": {"rules/00": 3000000, "rules/01": 3000000, "rules/02": 3000000}')
    heap = """async (names) => {
      const { openEngine } = await import(new URL('../../assets/glue/engine.mjs', document.baseURI));
      const engine = openEngine(JSON.parse(document.getElementById('puente-tool').textContent), () => {});
      const sizes = [];
      for (const name of names) {
        const request = JSON.stringify({ answers: { q2: `needs ${name}` }, on: '2026-11-22' });
        await engine.ask('page', 'toy.assess', request, 'toy/result', 'en', '../');
        sizes.push(Number(await engine.ask('heap'))); }
      engine.cancel(); return sizes; }"""
    sizes = page.evaluate(heap, [f"rules/0{place % 6}" for place in range(24)])
    assert sizes[-1] == sizes[6]  # after each has been here once, looking at more of them costs nothing
    assert sizes[-1] <= 64_000_000


@pytest.mark.parametrize(("fault", "kind"), [("404", "missing"), ("cut", "no_data"), ("corrupt", "hash")])
@pytest.mark.parametrize("part", ["data/rules-01", "data/index"])
def test_a_shard_that_does_not_come_loses_its_question_only(visit_in, host, wait, part, fault, kind):
    page, say, base = visit_in
    host.faults = {part: fault}
    page.goto(host.address(f"{base}tools/toy/"))
    ask(page, "rules/01")
    wait(page, f"{SAID} === '{kind}'")
    assert page.evaluate(STATUS) == say[kind]
    assert page.is_visible("[data-retry]")
    started = sum("pyodide.asm.wasm" in path for path in host.asked)
    host.faults = {}
    page.fill('input[name="q2"]', "")
    go(page)
    answered(wait, page)  # what needs no such data goes on
    ask(page, "rules/01")
    answered(wait, page, '"found": {"rules/01": 3000000}')
    assert (
        sum("pyodide.asm.wasm" in path for path in host.asked) == started
    )  # the engine was never started anew


@pytest.fixture(params=["en", "es"])
def visit_in(context, request):
    return context.new_page(), sentences(request.param), "" if request.param == "en" else "es/"


def test_a_damaged_copy_of_a_shard_mends_itself(context, host, wait):
    host.faults = {"data/rules-01": "corrupt-once"}
    page = opened(context, host)
    ask(page, "rules/01")
    answered(wait, page, '"found": {"rules/01": 3000000}')
    assert page.evaluate(SAID) == "answered"


def test_without_a_network_what_was_used_is_there_and_the_rest_is_said_to_be_missing(context, host, wait):
    page = opened(context, host)
    go(page)
    wait(page, KEPT)
    page.reload()
    ask(page, "rules/01")
    answered(wait, page, '"found": {"rules/01": 3000000}')
    context.set_offline(True)
    page.reload()
    ask(page, "rules/01")
    answered(wait, page, '"found": {"rules/01": 3000000}')
    ask(page, "rules/02")
    wait(page, f"{SAID} === 'no_data'")
    ask(page, "rules/01")
    answered(wait, page, '"found": {"rules/01": 3000000}')
    context.set_offline(False)
    ask(page, "rules/02")
    answered(wait, page, '"found": {"rules/02": 3000000}')
