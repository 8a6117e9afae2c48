"""One small broken project per fault: the check must find exactly it, at its line, and say the right words."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from build_tools.content.faults import Faults
from build_tools.content.messages import read_messages
from build_tools.content.project import Project, read_project
from build_tools.content.yamltext import load
from build_tools.validate import validate
from build_tools.validate.command import run
from build_tools.validate.printing import catalogue, github, listing, sentence

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
GOOD = HERE / "good"
TODAY = date(2026, 11, 21)
ICONS = ("cpu", "users")
CASES = sorted(path for path in HERE.glob("*/*.yml") if path.parent != GOOD)


def read_case(path: Path) -> dict[str, Any]:
    faults = Faults()
    document = load(path, root=HERE, faults=faults)
    assert document is not None
    assert not len(faults), [fault.key for fault in faults]
    assert isinstance(document.value, dict)
    return document.value


def make(root: Path, case: dict[str, Any]) -> None:
    """Copy the good project and break it: `remove`, then `write`, `bytes` (hexadecimal) and `edit`."""
    shutil.copytree(GOOD, root, dirs_exist_ok=True)
    icons = root / "node_modules" / "lucide-static" / "icons"
    icons.mkdir(parents=True)
    for name in ICONS:
        (icons / f"{name}.svg").write_text("<svg/>", encoding="utf-8")
    for name in case.get("remove", []):
        (root / name).unlink()
    for name, text in case.get("write", {}).items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    for name, digits in case.get("bytes", {}).items():
        (root / name).write_bytes(bytes.fromhex(digits))
    for name, changes in case.get("edit", {}).items():
        text = (root / name).read_text(encoding="utf-8")
        for change in changes:
            assert text.count(change["old"]) == 1, f"{change['old']!r} must stand once in {name}"
            text = text.replace(change["old"], change["new"])
        (root / name).write_text(text, encoding="utf-8")


def checked(root: Path) -> tuple[Project, Faults]:
    project = read_project(root)
    return project, validate(project, today=TODAY)


def test_the_good_project_is_good(tmp_path: Path) -> None:
    make(tmp_path, {})
    project, faults = checked(tmp_path)
    assert listing(faults, catalogue(project, "en"), files=project.files_read) == (
        "0 errors, 0 warnings, 9 files checked."
    )


@pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_each_fault_is_found_and_explained(path: Path, tmp_path: Path) -> None:
    case = read_case(path)
    make(tmp_path, case)
    project, faults = checked(tmp_path)
    assert sorted({fault.key for fault in faults}) == sorted({case["key"], *case.get("also", [])})
    found = next(fault for fault in faults if fault.key == case["key"])
    assert (found.severity, found.file, found.line) == (case["severity"], case["file"], int(case["line"]))
    for language in ("en", "es"):
        words = catalogue(project, language)
        assert sentence(found, words) == case[language]
        for fault in faults:
            assert sentence(fault, words)


def test_every_sentence_of_the_check_has_a_broken_project() -> None:
    _, found = read_messages(ROOT / "i18n" / "en" / "check.yml", root=ROOT, faults=Faults())
    written = {key.removeprefix("check.") for key in found if not key.startswith("check.print.")}
    assert written == {read_case(path)["key"] for path in CASES}


def test_five_faults_of_one_file_are_told_in_one_pass(tmp_path: Path) -> None:
    changes = [
        ("owner: Puente maintainers", "owner:"),
        ('checked_on: "2026-11-01"', 'checked_on: "2026-02-30"'),
        ("    blocks_above: starting", "    blocks_above: startin"),
        ('value: "25"', 'value: "2O"'),
        ("question: technology-use", "question: technology-usage"),
    ]
    name = "content/data/diagnostic/scoring.yml"
    make(tmp_path, {"edit": {name: [{"old": old, "new": new} for old, new in changes]}})
    project, faults = checked(tmp_path)
    assert [(fault.line, fault.key) for fault in faults] == [
        (2, "yaml.empty_value"),
        (3, "schema.date"),
        (38, "schema.decimal"),
        (41, "diagnostic.gate_question"),
        (43, "diagnostic.gate_level"),
    ]
    assert {fault.file for fault in faults} == {name}
    text = listing(faults, catalogue(project, "es"), files=project.files_read)
    assert text.splitlines()[2:4] == [
        f"{name}, línea 3",
        "  [SCHEMA] checked_on: '2026-02-30' no es un día: se esperaba año-mes-día, por ejemplo '2026-11-21'",
    ]
    assert text.endswith("\n5 errores y 0 avisos en 1 archivo, 9 archivos revisados.")


def test_the_command_fails_on_errors_and_not_on_warnings(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    make(tmp_path, read_case(HERE / "sources" / "stale.yml"))
    assert run(tmp_path, "en", TODAY) == 0
    assert "[SOURCES] Warning: checked_on: last checked on 2025-10-01" in capsys.readouterr().out
    (tmp_path / "content" / "en" / "index.md").write_text("No facts\n", encoding="utf-8")
    assert run(tmp_path, "es", TODAY) == 1
    assert "1 error y 1 aviso en 2 archivos" in capsys.readouterr().out


def test_on_github_each_fault_stands_beside_its_line(tmp_path: Path) -> None:
    make(tmp_path, read_case(HERE / "schema" / "decimal.yml"))
    project, faults = checked(tmp_path)
    assert github(faults, catalogue(project, "en")) == (
        "::error file=content/data/diagnostic/scoring.yml,line=38,col=44,title=SCHEMA::"
        "levels[1].from_score.values[0].value: '2O' is not a number: expected digits with a point before decimals"
        " and no other sign, for instance '10'"
    )
