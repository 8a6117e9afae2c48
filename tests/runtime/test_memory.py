"""The memory of a started engine on the device: used when it fits, dropped on any doubt, without a visitor's words."""

from __future__ import annotations

import json

import pytest

from tests.runtime.test_page import ANSWER, SAID, answered, go, impatient, opened

pytestmark = pytest.mark.browser
MEGABYTE = 1_000_000
FILES = """(async () => { const found = [];
for (const name of await caches.keys()) if (name.startsWith('engine-memory '))
  for (const { url } of await (await caches.open(name)).keys()) found.push(url.split('/').at(-1));
return found.sort(); })()"""
KEPT = f"{FILES}.then(found => found.includes('memory'))"
CHANGE = """async ([part, damage]) => {
const [name] = (await caches.keys()).filter(name => name.startsWith('engine-memory '));
const cache = await caches.open(name);
const { url } = (await cache.keys()).find(({ url }) => url.endsWith('/' + part));
if (damage === 'lost') return await cache.delete(url);
const found = await cache.match(url);
const about = JSON.parse(found.headers.get('x-puente-memory'));
let bytes = new Uint8Array(await found.arrayBuffer());
if (damage === 'flipped') bytes[bytes.length >> 1] ^= 1;
if (damage === 'short') bytes = bytes.slice(0, bytes.length >> 1);
if (damage === 'wrong') bytes.fill(7);
if (damage === 'wrong') about.digest = 'sha256-' + btoa(String.fromCharCode(
  ...new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))));
const headers = { 'x-puente-memory': damage === 'nonsense' ? '{' : JSON.stringify(about) };
await cache.put(url, new Response(bytes, { headers })); }"""


def remembered(context, host, wait, text="a", path="tools/toy/"):
    """A first visit that ends with the memory on the device."""
    page = opened(context, host, path)
    go(page, text)
    answered(wait, page, f'"q1": "{text}"')
    wait(page, KEPT)
    return page


def again(page, host, wait, text="b", path="tools/toy/"):
    """The next visit, answered; gives what the network was asked for, the page's own small files left out."""
    page.evaluate("sessionStorage.clear()")
    page.goto(host.address("other/"))
    host.asked.clear()
    page.goto(host.address(path))
    go(page, text)
    answered(wait, page, f'"q1": "{text}"')
    return [asked for asked in host.asked if "assets/runtime" in asked or "assets/data" in asked]


def quick(context):
    """Counts, from the page, the messages of workers that go on from a memory."""
    context.add_init_script(
        """const Plain = Worker; window.said = []; window.Worker = class extends Plain {
        constructor(...given) { super(...given);
          this.addEventListener('message', ({ data }) => {
            if (data.restoring) said.push('restoring');
            if (data.ready) said.push('ready');
            if (data.kept) window.stored = true;
            if (data.failed) said.push(data.failed.kind); }); } };"""
    )


def test_the_next_visit_goes_on_from_memory_without_the_network(context, host, wait):
    quick(context)
    page = remembered(context, host, wait)
    assert page.evaluate("said") == ["ready"]
    wait(page, "document.getElementById('tool').dataset.offline !== 'asked'")
    assert again(page, host, wait) == []
    assert page.evaluate("said") == ["restoring", "ready"]


def test_nothing_a_visitor_entered_is_kept(context, host, wait):
    page = opened(context, host)
    page.fill('input[name="q2"]', "Quetzalcoatl-4711")
    go(page)
    answered(wait, page, "Quetzalcoatl-4711")
    wait(page, KEPT)
    found = page.evaluate(
        """async () => { const text = new TextDecoder('latin1'); let hits = 0, seen = 0, size = 0;
        const wide = [...'Quetzalcoatl-4711'].join('\\0');
        for (const name of await caches.keys()) { if (!name.startsWith('engine-memory ')) continue;
          const cache = await caches.open(name);
          for (const { url } of await cache.keys()) {
            const all = text.decode(await (await cache.match(url)).arrayBuffer()); size += all.length;
            hits += all.includes('Quetzalcoatl-4711') + all.includes(wide);
            seen += all.includes('toy.assess'); } }
        return [hits, seen, size]; }"""
    )
    assert found[0] == 0
    assert found[1] > 0  # the search would have found it: the engine's own words are there
    assert found[2] > 8 * MEGABYTE


@pytest.mark.parametrize(
    ("part", "damage"),
    [
        ("memory", "flipped"),
        ("memory", "short"),
        ("memory", "nonsense"),
        ("memory", "lost"),
        ("wasm", "flipped"),
        ("wasm", "lost"),  # a write that was interrupted
        ("engine", "short"),
    ],
)
def test_a_damaged_memory_is_not_used_and_replaced(context, host, wait, part, damage):
    quick(context)
    page = remembered(context, host, wait)
    page.evaluate(CHANGE, [part, damage])
    again(page, host, wait)
    assert page.evaluate("said") == ["ready"]
    assert page.evaluate(SAID) == "answered"
    wait(page, "window.stored")
    again(page, host, wait, "a")
    assert page.evaluate("said") == ["restoring", "ready"]


def test_a_memory_that_does_not_start_is_given_up_silently(context, host, wait):
    quick(context)
    page = remembered(context, host, wait)
    page.evaluate(CHANGE, ["memory", "wrong"])
    again(page, host, wait)
    assert page.evaluate("said") == ["restoring", "memory", "ready"]
    assert page.evaluate(SAID) == "answered"
    again(page, host, wait, "a")
    assert page.evaluate("said") == ["ready"]  # and with this engine it is not tried again
    assert page.evaluate(FILES) == ["refused"]


def test_a_restart_that_hangs_or_dies_begins_again_from_nothing(context, host, wait):
    quick(context)
    page = remembered(context, host, wait)
    impatient(host, "engine.mjs", "20_000", "700")
    impatient(host, "engine-worker.mjs", "const fresh = ", "if (memory) for (;;);\n  const fresh = ")
    again(page, host, wait)
    assert page.evaluate("said") == ["restoring", "ready"]
    assert page.evaluate(FILES) == ["refused"]


def test_a_start_that_took_the_whole_page_down_is_not_tried_again(context, host, wait):
    quick(context)
    page = remembered(context, host, wait)
    page.evaluate(
        """async () => { const [name] = (await caches.keys()).filter(name => name.startsWith('engine-memory '));
        const cache = await caches.open(name);
        const { url } = (await cache.keys()).find(({ url }) => url.endsWith('/memory'));
        await cache.put(url.replace(/memory$/, 'trying'), new Response(String(Date.now() - 60_000))); }"""
    )
    again(page, host, wait)
    assert page.evaluate("said") == ["ready"]


def test_an_engine_of_another_version_does_not_use_it_and_takes_its_place(context, host, wait):
    quick(context)
    host.faults = {"sw.js": "404"}  # else the page would be an older copy
    page = remembered(context, host, wait)
    before = page.evaluate("caches.keys()")
    tool = host.site / "tools/toy/index.html"
    version = json.loads((host.site / "runtime.json").read_text())["version"]
    tool.write_text(tool.read_text("utf-8").replace(version, "another"), "utf-8")
    again(page, host, wait)
    assert page.evaluate("said") == ["ready"]
    wait(page, "window.stored")
    again(page, host, wait, "a")
    assert page.evaluate("said") == ["restoring", "ready"]
    assert page.evaluate(FILES).count("memory") == 1  # the older one is gone
    assert {name for name in page.evaluate("caches.keys()") if "memory" in name} == {
        name for name in before if "memory" in name
    }


@pytest.mark.parametrize(
    "script",
    [
        "Cache.prototype.put = async () => { throw new DOMException('full', 'QuotaExceededError'); };",
        "navigator.storage.estimate = async () => ({ quota: 60e6, usage: 1e6 });",
        "Object.defineProperty(self, 'caches', { value: undefined });",
        "CacheStorage.prototype.open = async () => { throw new DOMException('private', 'SecurityError'); };",
    ],
)
def test_no_room_or_no_storage_leaves_the_tool_as_it_was(context, host, wait, script):
    worker = host.site / "assets/glue/engine-worker.mjs"
    worker.write_text(f"{script}\n" + worker.read_text("utf-8"), "utf-8")
    quick(context)
    page = opened(context, host)
    go(page)
    answered(wait, page)
    page.wait_for_timeout(2000)
    assert page.evaluate(FILES) in ([], ["trying"])
    again(page, host, wait)
    assert page.evaluate("said") == ["ready"]


def test_it_can_be_switched_off(context, host, wait):
    tool = host.site / "tools/toy/index.html"
    text = tool.read_text("utf-8")
    assert text.count('"memory": true') == 1
    tool.write_text(text.replace('"memory": true', '"memory": false'), "utf-8")
    page = opened(context, host)
    go(page)
    answered(wait, page)
    page.wait_for_timeout(2000)
    assert page.evaluate(FILES) == []


def test_the_other_language_goes_on_from_the_same_memory(context, host, wait):
    quick(context)
    page = remembered(context, host, wait)
    page.evaluate("localStorage.clear()")
    again(page, host, wait, "b", "es/tools/toy/")
    assert page.evaluate("said") == ["restoring", "ready"]
    assert "Result es" in page.evaluate(ANSWER)


def test_the_heap_stays_small(context, host, wait):
    page = opened(context, host)
    go(page)
    answered(wait, page)
    heap = """async (times) => {
      const { openEngine } = await import(new URL('../../assets/glue/engine.mjs', document.baseURI));
      const engine = openEngine(JSON.parse(document.getElementById('puente-tool').textContent), () => {});
      const sizes = [];
      for (let turn = 0; turn < times; turn += 1) {
        await engine.ask('page', 'toy.assess', '{"answers":{"q1":"a"},"on":"2026-11-21"}', 'toy/result', 'en', '../');
        sizes.push(Number(await engine.ask('heap'))); }
      engine.cancel(); return [sizes[0], sizes.at(-1)]; }"""
    first, last = page.evaluate(heap, 100)
    assert first <= 24 * MEGABYTE
    assert last == first
