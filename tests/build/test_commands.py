"""The `puente` command: help that teaches, exit codes, and faults told in the reader's language."""

from __future__ import annotations

import re
import subprocess
import sys
import threading
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from build_tools import cli
from build_tools.progress import Progress
from build_tools.site.assets import AssetError, collect, minify


def puente(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "build_tools.cli", *arguments], capture_output=True, text=True, check=False
    )


def test_help_names_the_two_commands_most_people_need() -> None:
    said = puente("--help")
    assert said.returncode == 0
    assert "uv run puente serve" in said.stdout
    assert "uv run puente test" in said.stdout
    for command in ("serve", "build", "check", "test", "bench", "doctor"):
        assert re.search(rf"^    {command} ", said.stdout, re.MULTILINE), command


def test_a_command_that_does_not_exist_is_refused_with_the_list() -> None:
    said = puente("biuld")
    assert said.returncode == 2
    assert "'build'" in said.stderr or "build" in said.stderr


def test_a_folder_that_is_no_repository_is_refused(tmp_path: Path) -> None:
    said = puente("check", "--root", str(tmp_path))
    assert said.returncode == 2
    assert "mkdocs.yml" in said.stderr


def test_a_date_that_is_none_is_refused() -> None:
    said = puente("check", "--today", "21/11/2026")
    assert said.returncode == 2
    assert "2026-11-21" in said.stderr


def test_check_finds_no_error_in_this_repository_and_says_so_in_two_languages() -> None:
    for language, words in (("en", "0 errors"), ("es", "0 errores")):
        said = puente("check", "--lang", language)
        assert said.returncode == 0, said.stdout
        assert words in said.stdout


def test_check_warns_of_records_nobody_looked_at_for_a_year() -> None:
    said = puente("check", "--today", "2028-01-01")
    assert said.returncode == 0
    assert "[SOURCES]" in said.stdout
    assert "content/data/diagnostic/questionnaire.yml" in said.stdout


def test_arguments_after_two_dashes_go_to_pytest(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[list[str]] = []
    monkeypatch.setattr(
        "build_tools.testing.run", lambda _root, rest, _progress: given.append(list(rest)) or 0
    )
    assert cli.main(["test", "--", "tests/engine", "-k", "level"]) == 0
    assert given == [["tests/engine", "-k", "level"]]


@pytest.fixture
def served(tmp_path: Path) -> tuple[str, Path]:
    from build_tools.serve import server

    (tmp_path / "index.html").write_text("home", "utf-8")
    (tmp_path / "404.html").write_text("nothing here", "utf-8")
    (tmp_path / "glue.mjs").write_text("export {}", "utf-8")
    httpd = server(tmp_path, "/puente/", 0, lambda: "7")
    threading.Thread(target=httpd.serve_forever, daemon=True).start()
    return f"http://localhost:{httpd.server_port}", tmp_path


def test_the_server_behaves_like_a_static_host(served: tuple[str, Path]) -> None:
    address, _ = served
    with urlopen(f"{address}/") as answer:
        assert answer.url == f"{address}/puente/"
        assert answer.read() == b"home"
    with urlopen(f"{address}/puente/glue.mjs") as answer:
        assert answer.headers["Content-Type"] == "text/javascript"
    with urlopen(f"{address}/puente/__built") as answer:
        assert answer.read() == b"7"
    for path in (
        "/puente/nothing",
        "/elsewhere",
        "/puente/../../etc/passwd",
        "/puente/%2e%2e/%2e%2e/etc/passwd",
    ):
        with pytest.raises(HTTPError) as refused:
            urlopen(address + path)
        assert refused.value.code == 404
        assert refused.value.read() == b"nothing here"


def test_style_sheets_lose_comments_and_space_but_no_meaning() -> None:
    css = b"/* note */ a > b , c {\n  width: calc(1px + 2px) ;\n  color: red;\n}\n"
    assert minify(css) == b"a > b,c{width: calc(1px + 2px);color: red}"


@pytest.mark.parametrize(
    ("modules", "said"),
    [
        ({"a.mjs": 'import "./lost.mjs";'}, "a.mjs imports ./lost.mjs, which is not there"),
        ({"a.mjs": 'import "./b.mjs";', "b.mjs": 'import "./a.mjs";'}, "a.mjs imports b.mjs imports a.mjs"),
    ],
)
def test_glue_that_imports_what_is_not_there_or_in_a_circle_fails_the_build(
    root: Path, tmp_path: Path, modules: dict[str, str], said: str
) -> None:
    for folder in ("glue", "styles", "assets"):
        (tmp_path / "site_src" / folder).mkdir(parents=True)
    (tmp_path / "site_src" / "styles" / "order.txt").write_text("", "utf-8")
    for name, text in modules.items():
        (tmp_path / "site_src" / "glue" / name).write_text(text, "utf-8")
    with pytest.raises(AssetError, match=re.escape(said)):
        collect(tmp_path, root / "node_modules", tmp_path / "brand", "")


def test_a_style_sheet_that_names_a_lost_picture_fails_the_build(root: Path, tmp_path: Path) -> None:
    for folder in ("glue", "styles", "assets"):
        (tmp_path / "site_src" / folder).mkdir(parents=True)
    (tmp_path / "site_src" / "styles" / "order.txt").write_text("a.css\n", "utf-8")
    (tmp_path / "site_src" / "styles" / "a.css").write_text("a{background:url(../lost.svg)}", "utf-8")
    with pytest.raises(AssetError, match=r"lost\.svg"):
        collect(tmp_path, root / "node_modules", tmp_path / "brand", "")


def test_progress_says_each_step_with_its_seconds(capsys: pytest.CaptureFixture[str]) -> None:
    progress = Progress()
    with progress.step("Bread baked") as say:
        say("oven at 220 degrees")
    said = capsys.readouterr().err
    assert "Bread baked: oven at 220 degrees" in said
    assert re.search(r"✓ Bread baked \(\d+\.\d s\)", said)
