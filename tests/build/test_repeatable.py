"""The same content gives the same site, byte for byte, and a failed build leaves the last good one."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import pytest

from build_tools.build import BuildError, build

pytestmark = pytest.mark.build
ROOMS = ("content", "economy", "i18n", "site_src", "py_engine", "schemas")


def fingerprints(folder: Path) -> dict[str, str]:
    """A hash of every file but the search index and the three files that name it.

    Pagefind 1.5 orders its entries by chance and names its files by content; the lists of pages to keep name those
    files, and the service worker's id is a hash over the whole site.
    """
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        and "pagefind" not in path.relative_to(folder).parts
        and path.name not in {"sw.js", "pages.json"}
    }


@pytest.fixture
def workshop(root: Path, tmp_path: Path) -> Path:
    """A copy of the rooms that a test may change; npm packages are linked, not copied."""
    for name in ROOMS:
        shutil.copytree(root / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("mkdocs.yml", "package.json", "package-lock.json", "pyproject.toml"):
        shutil.copy(root / name, tmp_path)
    (tmp_path / "build_tools").symlink_to(root / "build_tools")
    (tmp_path / "node_modules").symlink_to(root / "node_modules")
    (root / ".build" / "cache").mkdir(parents=True, exist_ok=True)
    (tmp_path / ".build").mkdir()
    (tmp_path / ".build" / "cache").symlink_to(root / ".build" / "cache")
    return tmp_path


def test_two_builds_are_equal_byte_for_byte(site: Path, workshop: Path) -> None:
    again = fingerprints(build(workshop, workshop / "out"))
    first = fingerprints(site)
    assert sorted(first) == sorted(again)
    assert {name for name in first if first[name] != again[name]} == set()


def test_a_fault_in_content_keeps_the_last_good_site(
    workshop: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    out = workshop / "out"
    out.mkdir()
    (out / "index.html").write_text("the last good site")
    page = workshop / "content" / "en" / "learn" / "backup.md"
    page.write_text(page.read_text("utf-8").replace("kind: lesson", "knid: lesson"), "utf-8")
    with pytest.raises(BuildError, match="faults"):
        build(workshop, out)
    said = capfd.readouterr()
    assert "content/en/learn/backup.md" in said.out + said.err
    assert (out / "index.html").read_text() == "the last good site"


def test_a_page_only_an_economy_has_in_one_language_falls_back_with_a_notice(workshop: Path) -> None:
    folder = workshop / "economy" / "content" / "es" / "library"
    folder.mkdir(parents=True)
    source = next((workshop / "content" / "es" / "library").glob("[!i]*.md"))
    (folder / "prueba.md").write_text(source.read_text("utf-8"), "utf-8")
    out = build(workshop, workshop / "out")
    english = (out / "library" / "prueba" / "index.html").read_text("utf-8")
    assert 'lang="es"' in english
    assert '<link rel="canonical" href="https://example.org/puente/es/library/prueba/"' in english
    assert 'hreflang="en"' not in "".join(line for line in english.splitlines() if 'rel="alternate"' in line)
    assert "library/prueba/" in (out / "sitemap.xml").read_text("utf-8")
    assert "puente/library/prueba/</loc>" not in (out / "sitemap.xml").read_text("utf-8")
