"""Core and economy are read together, and an economy adds or openly replaces."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from build_tools.content.faults import Faults
from build_tools.content.frontmatter import read_page
from build_tools.content.project import Project, read_project

GOOD = Path(__file__).parents[1] / "broken" / "good"
PAGE = "---\ntitle: Prices\ndescription: How to set them.\nkind: page\n{more}---\n\nText.\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    shutil.copytree(GOOD, tmp_path, dirs_exist_ok=True)
    return tmp_path


def write(root: Path, name: str, text: str) -> None:
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_text(text, encoding="utf-8")


def keys(project: Project) -> list[str]:
    return [fault.key for fault in project.faults]


def test_a_project_is_read_as_text(root: Path) -> None:
    project = read_project(root)
    assert keys(project) == []
    assert project.economy.languages == ("en", "es")
    assert project.data["diagnostic"]["questionnaire"]["version"] == "2026-11"
    assert project.messages["es"]["site.menu.open"] == "Abrir menú"
    assert project.messages["en"]["site.left"] == {
        "plural": "count",
        "one": "{count} question left",
        "other": "{count} questions left",
    }
    assert [(page.language, page.path, page.from_overlay) for page in project.pages] == [
        ("en", "index.md", False),
        ("en", "learn/backup.md", False),
        ("es", "index.md", False),
        ("es", "learn/backup.md", False),
    ]


def test_an_economy_adds_pages_data_and_sentences(root: Path) -> None:
    write(root, "economy/content/en/prices.md", PAGE.format(more=""))
    write(root, "economy/data/support/credit.yml", "id: credit\n")
    write(root, "economy/i18n/en/local.yml", "ministry: Ministry of Trade\n")
    project = read_project(root)
    assert keys(project) == []
    assert [page.path for page in project.pages if page.from_overlay] == ["prices.md"]
    assert project.data["support"]["credit"] == {"id": "credit"}
    assert project.messages["en"]["local.ministry"] == "Ministry of Trade"


def test_an_economy_replaces_with_a_reason(root: Path) -> None:
    more = "replaces: content/en/index.md\nreason: Our own welcome.\n"
    write(root, "economy/content/en/index.md", PAGE.format(more=more))
    name = "content/data/diagnostic/scoring.yml"
    write(
        root, "economy/data/diagnostic/scoring.yml", f"replaces: {name}\nreason: Other weights.\nid: ours\n"
    )
    write(root, "economy/i18n/es/site.yml", "_replaces: Otra palabra.\nmenu: {open: Ver menú}\n")
    project = read_project(root)
    assert keys(project) == []
    assert project.pages[0].meta["title"] == "Prices"
    assert project.data["diagnostic"]["scoring"] == {"id": "ours"}
    assert project.messages["es"]["site.menu.open"] == "Ver menú"


def test_what_clashes_in_silence_is_refused_and_the_core_stays(root: Path) -> None:
    write(root, "economy/content/en/index.md", PAGE.format(more=""))
    write(root, "economy/data/diagnostic/scoring.yml", "id: ours\n")
    write(root, "economy/i18n/es/site.yml", "menu: {open: Ver menú}\n")
    project = read_project(root)
    assert keys(project) == ["overlay.clash", "overlay.clash", "overlay.sentence"]
    assert project.pages[0].meta["title"] == "Home"
    assert project.data["diagnostic"]["scoring"]["id"] == "scoring"
    assert project.messages["es"]["site.menu.open"] == "Abrir menú"


def test_a_further_language_borrows_what_it_lacks(root: Path) -> None:
    write(root, "economy/i18n/pt/site.yml", "menu: {open: Abrir menu}\n")
    messages = read_project(root).messages["pt"]
    assert messages["site.menu.open"] == "Abrir menu"
    assert messages["site.greeting"] == "Welcome, {name}"


def test_another_folder_can_be_the_economy(root: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = tmp_path_factory.mktemp("economies") / "coast"
    shutil.copytree(root / "economy", elsewhere)
    write(elsewhere, "content/en/prices.md", PAGE.format(more=""))
    project = read_project(root, economy=elsewhere)
    assert keys(project) == []
    assert [page.path for page in project.pages if page.from_overlay] == ["prices.md"]


def test_lines_of_a_page_count_from_the_top_of_its_file(root: Path) -> None:
    write(root, "content/en/prices.md", PAGE.format(more=""))
    path = root / "content" / "en" / "prices.md"
    page = read_page(path, root=root, language="en", page="prices.md", from_overlay=False, faults=Faults())
    assert page is not None
    assert page.place(("kind",)).line == 4
    assert page.body_place(page.body.index("Text")).line == 7
    assert page.body_place(page.body.index("ext")).column == 2
    assert page.name == "prices"


def test_windows_line_endings_and_marks_are_read_alike(root: Path) -> None:
    path = root / "content" / "en" / "prices.md"
    path.write_bytes(b"\xef\xbb\xbf" + PAGE.format(more="").replace("\n", "\r\n").encode())
    page = read_page(path, root=root, language="en", page="prices.md", from_overlay=False, faults=Faults())
    assert page is not None
    assert (page.meta["title"], page.body) == ("Prices", "\nText.\n")
