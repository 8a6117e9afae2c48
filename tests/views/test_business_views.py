"""The forms and reports of the business tools and the plan: as Jinja2 gives them, sound, in both languages."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from build_tools.compile import compile_views, render, shards, texts
from build_tools.compile.views import SUFFIX
from build_tools.runtime.samples import business
from py_engine import bridge
from py_engine.speech import Catalogue
from site_src.views.runtime import Tools
from tests.views.support import with_jinja

if TYPE_CHECKING:
    from pathlib import Path

    from build_tools.content.project import Project

LANGUAGES = ("en", "es")
BASE = "../../"
NAMES = ("price", "ladder", "cash", "safety", "plan", "quotation", "splitter", "catalogue", "customers")


@pytest.fixture(scope="module", autouse=True)
def built(root: Path, project: Project, tmp_path_factory: pytest.TempPathFactory) -> None:
    compile_views(
        root / "site_src/views",
        tmp_path_factory.mktemp("views"),
        root / "node_modules/lucide-static/icons",
        project,
    )
    made = shards(project)
    for name in ("diagnostic", "plan"):
        bridge.load(name, made[name].decode())


@pytest.fixture(scope="module")
def asked(project: Project) -> list[tuple[str, Any]]:
    """Every sample of these tools with its answer; forms also with a report inside, as on the page."""
    found: list[tuple[str, Any]] = []
    reports: dict[str, Any] = {}
    for one in business.samples(shards(project), "en"):
        reply = json.loads(bridge.call(one.call, one.request))
        if "ok" in reply:
            found.append((one.view, reply["ok"]))
            if one.call.endswith(".answer"):
                reports[one.call.removesuffix(".answer")] = reply["ok"]
    assert set(reports) == set(NAMES)
    forms = [answer for view, answer in found if view == "business/form"]
    return [*found, *(("business/form", {**form, "example": reports[form["tool"]]}) for form in forms)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_view_gives_what_jinja2_gives_and_is_sound(
    root: Path, project: Project, asked: list[tuple[str, Any]], language: str
) -> None:
    from puente_views.runtime import Tools as Built

    class Same(Tools):
        __slots__ = ()
        icon = Built.icon

    folder = root / "site_src/views"
    templates = {
        file.relative_to(folder).as_posix(): file.read_text("utf-8") for file in folder.rglob(f"*{SUFFIX}")
    }
    spoken = json.loads(texts(project, language, None))
    tools = Tools(Catalogue(language, spoken["messages"], spoken["locale"]), language, BASE, spoken["home"])
    tools.__class__ = Same
    for view, answer in asked:
        html = render(view, answer, language, BASE, sample=False)
        context = {"answer": answer, "sample": False, "language": language, "base": BASE}
        assert html == with_jinja(templates, f"{view}{SUFFIX}", tools, context)
        ids = re.findall(r' id="([^"]+)"', html)
        assert len(ids) == len(set(ids))
        if view == "business/form":
            wanted = re.findall(r'(?:aria-labelledby|aria-describedby|for|data-tick)="([^"]+)"', html)
            assert set(wanted) <= set(ids)
        assert "style=" not in html  # the policy of the site forbids it


@pytest.mark.parametrize("name", NAMES)
def test_a_form_works_without_a_script(name: str) -> None:
    form = json.loads(bridge.call(f"{name}.form", json.dumps({"on": "2026-11-22"})))["ok"]
    html = render("business/form", form, "en", BASE)
    for group in form["groups"]:
        for row in group["rows"]:
            for field in row:
                assert f'name="{field["name"]}"' in html
    assert 'method="dialog"' in html
