"""The build benchmark's own parts: invented pages, cost of a command with its children, the table's arithmetic."""

import os
import sys

import pytest

from build_tools.bench import build, pages, projects
from build_tools.bench.measure import Cost, Size, measure, size_of

needs_wait4 = pytest.mark.skipif(not hasattr(os, "wait4"), reason="the system cannot account for children")


def cost(cpu: float, *, ok: bool = True) -> Cost:
    return Cost(ok=ok, cpu=cpu, wall=cpu, peak_mb=1, reason="" if ok else "stopped")


def built(who: str, count: int, cpu: float, *, ok: bool = True) -> build.Built:
    return build.Built(
        who=who, pages=count, cost=cost(cpu, ok=ok), size=Size(files=1, bytes=1), all_cpu=(cpu,)
    )


def test_the_same_seed_writes_the_same_pages(tmp_path):
    for folder in ("one", "two"):
        pages.write(tmp_path / folder, "es", 3)
    texts = [
        [file.read_bytes() for file in sorted((tmp_path / folder).iterdir())] for folder in ("one", "two")
    ]
    assert texts[0] == texts[1]
    assert len(set(texts[0])) == 3


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_page_has_about_950_words_and_all_the_usual_parts(tmp_path, language):
    words = pages.write(tmp_path, language, 8) / 8
    assert 900 < words < 1_000
    text = (tmp_path / pages.name(1)).read_text("utf-8")
    for part in ("\n## ", "\n### ", "\n- **", "\n| --- |", "\n1. ", "](entry-"):
        assert part in text


def test_links_between_generated_pages_lead_to_generated_pages(tmp_path):
    pages.write(tmp_path, "en", 5)
    names = {file.name for file in tmp_path.iterdir()}
    for file in tmp_path.iterdir():
        found = {part.split(")")[0] for part in file.read_text("utf-8").split("](")[1:]}
        assert found <= names


@needs_wait4
def test_the_cost_of_a_command_counts_its_children(tmp_path):
    child = "import time\nwhile time.process_time() < 0.4: pass"
    parent = f"import subprocess, sys\nsubprocess.run([sys.executable, '-c', {child!r}], check=True)"
    used = measure([sys.executable, "-c", parent], folder=tmp_path, log=tmp_path / "log", limit=60)
    assert used.ok
    assert used.cpu >= 0.4


@needs_wait4
def test_a_command_is_stopped_at_its_limit_and_says_so(tmp_path):
    sleeper = [sys.executable, "-c", "import time; time.sleep(60)"]
    used = measure(sleeper, folder=tmp_path, log=tmp_path / "log", limit=0.3)
    assert not used.ok
    assert used.reason.startswith("stopped after")
    assert used.wall < 20


@needs_wait4
def test_a_failed_command_quotes_the_end_of_what_it_printed(tmp_path):
    failing = [sys.executable, "-c", "print('the pages are wrong'); raise SystemExit(3)"]
    used = measure(failing, folder=tmp_path, log=tmp_path / "log", limit=60)
    assert used.reason == "exit code 3: the pages are wrong"


def test_growth_is_what_each_added_page_cost_in_both_languages():
    rows = [built("ours", 100, 2.0), built("ours", 500, 10.0)]
    assert build._growth(rows, rows[0]) is None  # noqa: SLF001  # arithmetic of the printed table
    assert build._growth(rows, rows[1]) == pytest.approx(10.0)  # noqa: SLF001


def test_there_is_no_ratio_to_a_build_that_did_not_finish():
    rows = [built("ours", 500, 10.0), built("plain", 500, 40.0, ok=False)]
    assert build._ratio(rows, 500) is None  # noqa: SLF001
    rows[1] = built("plain", 500, 40.0)
    assert build._ratio(rows, 500) == pytest.approx(0.25)  # noqa: SLF001


def test_both_projects_get_the_same_generated_pages(tmp_path):
    repository = tmp_path / "repository"
    for language in ("en", "es"):
        page = repository / "content" / language / "index.md"
        page.parent.mkdir(parents=True)
        page.write_text("---\ntitle: Home\ntemplate: home.html\n---\n\nText.\n", encoding="utf-8")
    projects.lay_out_ours(repository, tmp_path / "ours")
    projects.ours(tmp_path / "ours", 9)
    projects.ours(tmp_path / "ours", 4)
    projects.plain(repository, tmp_path / "plain", 4)
    mine = tmp_path / "ours" / "economy" / "content" / "es" / "library"
    theirs = tmp_path / "plain" / "docs" / "es" / "library"
    assert size_of(mine) == size_of(theirs)
    assert "template:" not in (tmp_path / "plain" / "docs" / "en" / "index.md").read_text("utf-8")
