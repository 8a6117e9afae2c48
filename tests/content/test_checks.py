"""What a broken file cannot show: agreement with the site generator, further languages, and quiet where all is well."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import markdown
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from build_tools.content.project import read_project
from build_tools.validate import validate
from build_tools.validate.figures import differences
from build_tools.validate.markdown import anchors, without_code
from build_tools.validate.printing import catalogue, listing

ROOT = Path(__file__).parents[2]
GOOD = ROOT / "tests" / "broken" / "good"
TODAY = date(2026, 11, 21)
BODIES = [page for page in read_project(ROOT).pages if "## " in page.body]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    shutil.copytree(GOOD, tmp_path, dirs_exist_ok=True)
    return tmp_path


def edit(root: Path, name: str, old: str, new: str) -> None:
    text = (root / name).read_text(encoding="utf-8")
    assert old in text
    (root / name).write_text(text.replace(old, new), encoding="utf-8")


def found(root: Path) -> list[tuple[str, str]]:
    return [(fault.severity, fault.key) for fault in validate(read_project(root), today=TODAY)]


@pytest.mark.parametrize("page", BODIES, ids=lambda page: page.file)
def test_anchors_are_those_of_the_site_generator(page: object) -> None:
    engine = markdown.Markdown(extensions=["toc", "attr_list", "admonition", "tables"])
    engine.convert(page.body)  # type: ignore[attr-defined]

    def ids(tokens: list[dict[str, object]]) -> set[str]:
        return {name for token in tokens for name in (str(token["id"]), *ids(token["children"]))}  # type: ignore[arg-type]

    assert ids(engine.toc_tokens) <= anchors(page.body)  # type: ignore[attr-defined]


@given(st.text(st.sampled_from("ab `~\n<>#*"), max_size=60))
def test_blanking_code_moves_nothing(body: str) -> None:
    plain = without_code(body)
    assert len(plain) == len(body)
    assert [at for at, sign in enumerate(plain) if sign == "\n"] == [
        at for at, sign in enumerate(body) if sign == "\n"
    ]


@given(st.text(max_size=80))
def test_a_text_has_the_figures_of_itself(text: str) -> None:
    assert differences(text, text) == ("", "")


@pytest.mark.parametrize(
    ("spanish", "english"),
    [
        ("1.200 familias", "1,200 families"),
        ("12\u202f500 sacos y 3,5 kg", "12,500 bags and 3.5 kg"),
        ("el 21 de noviembre de 2026", "21 November 2026"),
        ("1. Empieza\n2. Sigue", "Begin, then go on"),
        ("[guía](https://example.org/2021/a1.pdf)", "guide"),
        ("`x = 3`", "code"),
    ],
)
def test_languages_write_the_same_figure_differently(spanish: str, english: str) -> None:
    assert differences(spanish, english) == ("", "")


def test_a_further_language_may_lag_behind(root: Path) -> None:
    edit(root, "economy/economy.yml", "[en, es]", "[en, es, pt]")
    edit(root, "economy/economy.yml", "es: Español}", "es: Español, pt: Português}")
    for key, words in (("name", "Economia"), ("site_name", "Puente"), ("description", "Lições.")):
        edit(root, "economy/economy.yml", f"\n{key}: {{", f"\n{key}: {{pt: {words}, ")
    (root / "economy" / "i18n" / "pt").mkdir(parents=True)
    (root / "economy" / "i18n" / "pt" / "site.yml").write_text("menu: {open: Abrir menu}\n", encoding="utf-8")
    faults = found(root)
    assert {severity for severity, _ in faults} == {"warning"}
    assert {key for _, key in faults} == {"translations.missing", "translations.text"}
    page = (
        "---\ntitle: Preços\ndescription: Como fazer.\nkind: page\n---\n\nVeja [cópias](learn/backup.md).\n"
    )
    (root / "economy" / "content" / "pt").mkdir(parents=True)
    (root / "economy" / "content" / "pt" / "index.md").write_text(page, encoding="utf-8")
    assert found(root) == faults  # the link leads to the page in the source language until it is translated


def test_the_same_question_in_two_dimensions_is_found(root: Path) -> None:
    name = "content/data/diagnostic/questionnaire.yml"
    text = (root / name).read_text(encoding="utf-8")
    end = text.index("profile:\n")
    again = text[text.index("  - id: technology\n") : end].replace("- id: technology\n", "- id: people\n")
    (root / name).write_text(text[:end] + again + text[end:], encoding="utf-8")
    assert [key for _, key in found(root)] == ["ids.duplicate"] * 3 + ["diagnostic.weight_missing"]


@settings(max_examples=60, deadline=None)
@given(
    name=st.sampled_from(
        [
            "content/data/diagnostic/questionnaire.yml",
            "content/data/diagnostic/scoring.yml",
            "economy/economy.yml",
            "i18n/es/site.yml",
            "content/en/learn/backup.md",
        ]
    ),
    at=st.integers(min_value=0, max_value=60),
    new=st.sampled_from(
        ["", "null", "[]", "{}", "- x", "a: {b: [null]}", "'", "kind: [a]", "id: [1]", "values: x", "en: 3"]
    )
    | st.text(max_size=10),
    keep=st.integers(min_value=0, max_value=12),
)
def test_no_broken_line_breaks_the_check(name: str, at: int, new: str, keep: int) -> None:
    with TemporaryDirectory() as folder:
        root = Path(folder)
        shutil.copytree(GOOD, root, dirs_exist_ok=True)
        lines = (root / name).read_text(encoding="utf-8").split("\n")
        at %= len(lines)
        lines[at] = lines[at][:keep] + new
        (root / name).write_bytes("\n".join(lines).encode("utf-8", "surrogatepass"))
        project = read_project(root)
        faults = validate(project, today=TODAY)
        for language in ("en", "es"):
            assert listing(faults, catalogue(project, language), files=project.files_read)


def test_markdown_that_only_looks_suspicious_passes(root: Path) -> None:
    body = (
        "Prices < 5 and > 3, <https://example.org>, `<b>` and\n\n```html\n<script>\n```\n\n"
        "Write to [us](mailto:help@example.org), see [a list][1] and { .note }.\n\n[1]: ../index.md\n\n"
        "[![Two drives](drives.svg)](../index.md) [^1]\n\n[^1]: A note with [3](#fn:1).\n\n3 copies, 12 people\n"
    )
    for language in ("en", "es"):
        path = root / "content" / language / "learn" / "backup.md"
        head = path.read_text(encoding="utf-8").partition("\n\n")[0]
        anchor = "three-copies" if language == "en" else "tres-copias"
        path.write_text(f"{head}\n\n## Copies {{ #{anchor} }}\n\n{body}", encoding="utf-8")
    assert found(root) == []


def test_the_content_of_the_core_has_no_errors() -> None:
    faults = validate(read_project(ROOT), today=datetime.now(UTC).date())
    assert [f"{fault.file}:{fault.line} {fault.key}" for fault in faults if fault.severity == "error"] == []
