"""The runtime benchmark's own parts: line, host, brake, ratios, the published file. Nothing here is timed."""

import gzip
import json
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from build_tools.bench.runtime import command, conditions, contestants, report, server, slow
from build_tools.bench.runtime.calls import Call
from build_tools.bench.runtime.publish import publish
from build_tools.bench.runtime.visits import Visit
from build_tools.content.faults import Faults
from build_tools.content.yamltext import load

ROOT = Path(__file__).resolve().parents[2]
needs_proc = pytest.mark.skipif(not Path("/proc/self/stat").is_file(), reason="the system has no /proc")


def taken(contestant, state, *milliseconds, condition="none"):
    return [
        conditions.Taken(
            condition=condition,
            contestant=contestant,
            state=state,
            round=number,
            visit=Visit(ms=one, painted=100, bytes=4_000_000, requests=9, memory=200, cpu=one / 500),
        )
        for number, one in enumerate(milliseconds)
    ]


@pytest.fixture
def host(tmp_path):
    folder = tmp_path / "site"
    (folder / "part").mkdir(parents=True)
    (folder / "index.html").write_text("<p>word</p>" * 1000, "utf-8")
    (folder / "part" / "data.bin").write_bytes(b"\0" * 5000)
    (tmp_path / "secret.txt").write_text("not for anybody", "utf-8")
    with server.serving(server.Host({"ours": folder}, tmp_path / "packed")) as running:
        yield running


def ask(host, path, **headers):
    wanted = urllib.request.Request(host.address + path, headers=headers)
    with urllib.request.urlopen(wanted, timeout=10) as reply:
        return reply.status, dict(reply.headers), reply.read()


def test_text_travels_compressed_and_archives_as_they_are(host):
    _, headers, body = ask(host, "ours/", **{"Accept-Encoding": "gzip"})
    assert headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(body).startswith(b"<p>word")
    _, headers, body = ask(host, "ours/part/data.bin", **{"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in headers
    assert len(body) == 5000


def test_what_is_sent_is_counted_with_its_headers(host):
    ask(host, "ours/part/data.bin")
    assert host.sent.requests == 1
    assert 5000 < host.sent.bytes < 5600
    host.reset()
    assert (host.sent.requests, host.sent.bytes) == (0, 0)


def test_a_file_that_has_not_changed_is_not_sent_again(host):
    _, headers, _ = ask(host, "ours/part/data.bin")
    host.reset()
    with pytest.raises(urllib.error.HTTPError) as refused:
        ask(host, "ours/part/data.bin", **{"If-None-Match": headers["ETag"]})
    refused.value.close()
    assert refused.value.code == 304
    assert host.sent.bytes < 600


@pytest.mark.parametrize(
    "path", ["ours/../secret.txt", "ours/%2e%2e/secret.txt", "other/index.html", "ours/none"]
)
def test_nothing_outside_the_folders_is_served(host, path):
    assert host.find("/" + urllib.request.unquote(path)) is None


def test_connections_share_one_line():
    clock = server.Clock()
    waits = [clock.take(50_000, kbps=400, now=0.0) for _ in range(3)]
    assert waits == [1.0, 2.0, 3.0]
    assert clock.take(50_000, kbps=400, now=10.0) == 1.0


@needs_proc
def test_a_family_is_a_process_and_all_it_started():
    child = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'input()'])"
    with subprocess.Popen([sys.executable, "-c", child], stdin=subprocess.PIPE) as parent:
        for _ in range(200):
            if len(slow.family(parent.pid)) == 2:
                break
            time.sleep(0.05)
        found = slow.family(parent.pid)
        parent.communicate(b"\n")
    assert found[0] == parent.pid
    assert len(found) == 2


@needs_proc
def test_turns_stop_a_busy_process_and_always_let_it_go_on():
    busy = [sys.executable, "-c", "while True: pass"]
    with subprocess.Popen(busy) as process:
        turns = slow.Turns()
        turns.share(0.1, process.pid)
        state = Path(f"/proc/{process.pid}/stat")
        seen = set()
        for _ in range(400):
            seen.add(state.read_text().rpartition(")")[2].split()[0])
            if "T" in seen:
                break
            time.sleep(0.01)
        turns.close()
        after = state.read_text().rpartition(")")[2].split()[0]
        process.send_signal(signal.SIGKILL)
    assert "T" in seen
    assert after != "T"


def test_ratios_are_of_medians_and_an_empty_page_has_none():
    many = [
        *taken("stock", "first", 4000, 2000, 9000),
        *taken("ours", "first", 1000, 1200, 8000),
        *taken("blank", "first", 5, 5, 5),
    ]
    ours, stock, blank = report.rows(many)
    assert (ours.contestant, stock.contestant, blank.contestant) == ("ours", "stock", "blank")
    assert (ours.ms, ours.lowest, ours.highest, ours.ratio) == (1200, 1000, 8000, 0.3)
    assert ours.cpu_ratio == pytest.approx(0.3)
    assert stock.ratio is None
    assert blank.ratio is None


def test_a_state_that_stock_does_not_have_has_no_ratio():
    rows = report.rows([*taken("ours", "reading", 900), *taken("stock", "first", 4000)])
    assert [row.ratio for row in rows if row.state == "reading"] == [None]


def test_published_figures_are_text_that_the_schema_accepts(tmp_path):
    rows = report.rows(
        [
            *taken("stock", "first", 4000),
            *taken("ours", "first", 1000),
            *taken("ours", "readable", 300),
        ]
    )
    facts = {
        "taken": "2026-11-21T12:00:00+00:00",
        "command": "uv run puente bench runtime --publish",
        "processor": "A: processor",
        "cores": "2",
        "system": "Linux",
        "load_before": "0.10",
        "load_after": "0.20",
        "rounds": "1",
        "browser": "Chromium 1",
        "brake": "",
        "version_ours": "0.29.5",
    }
    calls = [Call(call="diagnostic.assess", view="", times=60, median=2.345, p95=4.0)]
    file = publish(tmp_path, facts, rows, calls)
    faults = Faults()
    document = load(file, root=tmp_path, faults=faults)
    assert document is not None
    assert not list(faults)
    schemas = {path.name: json.loads(path.read_text("utf-8")) for path in (ROOT / "schemas").glob("*.json")}
    registry = Registry().with_resources(
        [(name, Resource.from_contents(schema)) for name, schema in schemas.items()]
    )
    validator = Draft202012Validator(schemas["speed.schema.json"], registry=registry)
    assert [error.message for error in validator.iter_errors(document.value)] == []
    ours = document.value["conditions"][0]["results"][0]
    assert (ours["contestant"], ours["seconds"], ours["share"], ours["processor"]) == (
        "ours",
        "1.00",
        "25",
        "2.00",
    )
    assert document.value["conditions"][0]["id"] == "none"


def test_every_contestant_and_condition_has_its_words_in_both_languages():
    for language in ("en", "es"):
        document = load(ROOT / "i18n" / language / "speed.yml", root=ROOT, faults=Faults())
        assert document is not None
        assert set(document.value["contestant"]) == set(report.NAMES)
        assert set(document.value["condition"]) == set(conditions.CONDITIONS)


def test_the_published_command_names_no_folder_of_this_machine():
    assert command._kept(["--site", "/some/where", "--rounds", "7"]) == ["--rounds", "7"]  # noqa: SLF001
    assert command._kept(["--site=/some/where", "--publish"]) == ["--publish"]  # noqa: SLF001


def test_a_folder_without_the_tool_is_refused_with_a_remedy(tmp_path):
    with pytest.raises(ValueError, match="puente build"):
        contestants.config_of(tmp_path)
