"""Documents for people who join: links lead somewhere, both languages have a way in, settings name files."""

import json
import re
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), ROOT / "py_engine" / "README.md"])
FORMS = sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("*.*.yml"))


def local_links(text: str) -> list[str]:
    text = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
    links = re.findall(r"\]\(([^)\s]+)\)", text)
    return [link.split("#")[0] for link in links if not re.match(r"[a-z]+:|#", link)]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_link_of_a_document_leads_to_a_file(document):
    missing = [
        link for link in local_links(document.read_text("utf-8")) if not (document.parent / link).exists()
    ]
    assert missing == []


def test_every_decision_is_listed_and_has_its_four_parts():
    listed = (ROOT / "docs" / "adr" / "README.md").read_text("utf-8")
    for page in sorted((ROOT / "docs" / "adr").glob("[0-9]*.md")):
        assert f"]({page.name})" in listed
        headings = re.findall(r"^## (.+)$", page.read_text("utf-8"), re.MULTILINE)
        assert {"Context", "Decision", "Consequences", "Alternatives"} <= set(headings), page.name


def test_every_issue_form_exists_in_both_languages():
    stems = {tuple(form.name.split(".")[:2]) for form in FORMS}
    assert {name for name, _ in stems} == {name for name, language in stems if language == "es"}
    assert {name for name, _ in stems} == {name for name, language in stems if language == "en"}


@pytest.mark.parametrize("form", FORMS, ids=lambda path: path.name)
def test_an_issue_form_asks_the_same_in_both_languages(form):
    other = form.with_name(re.sub(r"\.(en|es)\.", lambda m: ".es." if m[1] == "en" else ".en.", form.name))
    mine, theirs = (yaml.safe_load(path.read_text("utf-8")) for path in (form, other))
    shape = [(part["type"], part.get("id"), part.get("validations")) for part in mine["body"]]
    assert shape == [(part["type"], part.get("id"), part.get("validations")) for part in theirs["body"]]


def test_the_editor_settings_name_schemas_that_exist():
    settings = json.loads((ROOT / ".vscode" / "settings.json").read_text("utf-8"))
    missing = [name for name in settings["yaml.schemas"] if not (ROOT / name).is_file()]
    assert missing == []


def test_every_action_of_a_workflow_is_pinned_to_a_commit():
    for workflow in (ROOT / ".github" / "workflows").glob("*.yml"):
        text = workflow.read_text("utf-8")
        assert yaml.safe_load(text)["jobs"]
        for action in re.findall(r"uses: (\S+)", text):
            assert re.search(r"@[0-9a-f]{40}$", action), action


def test_every_host_builds_with_the_same_command():
    command = "uv run --frozen --no-dev puente build --out"
    assert command in tomllib.loads((ROOT / "netlify.toml").read_text("utf-8"))["build"]["command"]
    for name in (".github/workflows/publish.yml", ".gitlab-ci.yml", "docs/hosting.md"):
        assert command in (ROOT / name).read_text("utf-8")
