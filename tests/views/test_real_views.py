"""The views of the site, compiled, give what Jinja2 gives, for every kind of answer and in every language."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from build_tools.compile import compile_views, render, shards, texts
from build_tools.compile.views import SUFFIX
from py_engine import bridge
from py_engine.speech import Catalogue
from site_src.views.runtime import Tools
from tests.views.support import with_jinja

if TYPE_CHECKING:
    from pathlib import Path

    from build_tools.content.project import Project

LANGUAGES = ("en", "es")
BASE = "../../"
DAY = "2026-11-21"


@pytest.fixture(scope="module", autouse=True)
def built(root: Path, project: Project, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The compiled package, the real data and the real sentences."""
    out = tmp_path_factory.mktemp("views")
    compile_views(root / "site_src/views", out, root / "node_modules/lucide-static/icons", project)
    for name, shard in shards(project).items():
        bridge.load(name, shard.decode())
    return out


@pytest.fixture(scope="module")
def templates(root: Path) -> dict[str, str]:
    folder = root / "site_src/views"
    return {
        file.relative_to(folder).as_posix(): file.read_text("utf-8") for file in folder.rglob(f"*{SUFFIX}")
    }


def ask(call: str, request: dict[str, Any]) -> dict[str, Any]:
    return json.loads(bridge.call(call, json.dumps(request)))


def questions() -> list[dict[str, Any]]:
    dimensions = ask("diagnostic.questionnaire", {"on": DAY})["ok"]["dimensions"]
    return [question for dimension in dimensions for question in dimension["questions"]]


def answers(kind: str) -> dict[str, str]:
    """Sets of answers that lead through every branch of the result."""
    chosen: dict[str, str] = {}
    for number, question in enumerate(questions()):
        options = [option["id"] for option in question["options"]]
        turn = number % 5
        chosen[question["id"]] = {
            "lowest": options[0],
            "highest": options[-1],
            "unknown": "unknown",
            "mixed": "unknown" if turn == 3 else options[number % len(options)],
            "one": options[1],
        }[kind]
        if (kind == "mixed" and turn == 4) or (kind == "one" and number):
            del chosen[question["id"]]
    for number, sign in enumerate(ask("diagnostic.questionnaire", {"on": DAY})["ok"]["indicators"]):
        said = {"lowest": ["no"], "highest": ["yes"], "mixed": ["yes", "no", "unknown"]}
        if kind in said:
            chosen[sign["id"]] = said[kind][number % len(said[kind])]
    chosen["firm-size"] = {"lowest": "one", "highest": "many"}.get(kind, "few")
    return chosen


def shown() -> dict[str, tuple[str, Any]]:
    """Every view with answers of the engine that reach all its parts."""
    assessed = {kind: ask("diagnostic.assess", {"answers": answers(kind), "on": DAY})["ok"] for kind in KINDS}
    form = ask("diagnostic.questionnaire", {"on": DAY})["ok"]
    saved = {"format": "puente.diagnosis", "version": 1, "answers": {**answers("one"), "<b>": "x"}, "on": DAY}
    then = {"answers": answers("mixed"), "on": "2026-05-21"}
    for kind in ("highest", "one"):
        request = {"answers": answers(kind), "on": DAY, "before": then}
        assessed[f"{kind} after mixed"] = ask("diagnostic.assess", request)["ok"]
    again = {"answers": then["answers"], "on": DAY, "before": then}
    assessed["the same again"] = ask("diagnostic.assess", again)["ok"]
    return {
        **{f"result, {kind}": ("diagnostic/result", answer) for kind, answer in assessed.items()},
        "result, nothing answered": (
            "diagnostic/result",
            ask("diagnostic.assess", {"answers": {}, "on": DAY})["ok"],
        ),
        "form": ("diagnostic/form", form),
        "form with an example": ("diagnostic/form", {**form, "example": assessed["mixed"]}),
        "opened": ("shared/opened", ask("diagnostic.open", {"text": json.dumps(saved)})["ok"]),
        "opened whole": (
            "shared/opened",
            ask("diagnostic.open", {"text": json.dumps({**saved, "answers": answers("highest")})})["ok"],
        ),
        "refused": ("shared/refused", ask("diagnostic.assess", {"answers": {"<i>": "1"}, "on": "today"})),
    }


KINDS = ("lowest", "highest", "unknown", "mixed", "one")
NAMES = (
    *(f"result, {kind}" for kind in (*KINDS, "highest after mixed", "one after mixed", "the same again")),
    "result, nothing answered",
    "form",
    "form with an example",
    "opened",
    "opened whole",
    "refused",
)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_a_view_gives_what_jinja2_gives(
    project: Project, templates: dict[str, str], name: str, language: str
) -> None:
    view, answer = shown()[name]
    spoken = json.loads(texts(project, language, None))
    catalogue = Catalogue(language, spoken["messages"], spoken["locale"])
    tools = Tools(catalogue, language, BASE, spoken["home"])
    tools.__class__ = _with_icons()
    for sample in (False, True):
        context = {"answer": answer, "sample": sample, "language": language, "base": BASE}
        made = render(view, answer, language, BASE, sample=sample)
        assert made == with_jinja(templates, f"{view}{SUFFIX}", tools, context)


def _with_icons() -> type:
    """The same functions with the icons that were built; beside the templates there are none."""
    from puente_views.runtime import Tools as Built

    class Same(Tools):
        __slots__ = ()
        icon = Built.icon

    return Same


def test_the_names_are_those_of_what_is_shown() -> None:
    assert set(shown()) == set(NAMES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_ids_are_used_once_and_references_lead_somewhere(language: str) -> None:
    import re

    view, answer = shown()["form with an example"]
    html = render(view, answer, language, BASE)
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    wanted = re.findall(r'(?:aria-labelledby|aria-describedby|href)="#?([^"./]+)"', html)
    assert set(wanted) <= set(ids)


def test_every_question_can_be_answered_without_a_script() -> None:
    view, answer = shown()["form"]
    html = render(view, answer, "en", BASE)
    for question in questions():
        assert html.count(f'name="{question["id"]}"') == len(question["options"]) + 1
        assert f'<fieldset class="question" id="q-{question["id"]}"' in html
    assert html.count('value="unknown"') == len(questions()) + len(answer["indicators"])
    for asked in answer["profile"]:
        folded = len(asked["options"]) > 6  # then it is a list to choose from
        assert html.count(f'name="{asked["id"]}"') == (1 if folded else len(asked["options"]))
    assert "style=" not in html  # the policy of the site forbids it


def test_the_page_gets_the_answer_and_its_view_as_text() -> None:
    from puente_views import door

    request = json.dumps({"answers": answers("mixed"), "on": DAY})
    reply = json.loads(door.page("diagnostic.assess", request, "diagnostic/result", "es", BASE))
    assert reply["ok"] is True
    assert reply["response"] == bridge.call("diagnostic.assess", request)
    assert 'href="../../es/tools/diagnosis-method/"' in reply["html"]
    refused = json.loads(door.page("diagnostic.assess", "{", "diagnostic/result", "es", BASE))
    assert refused["ok"] is False
    assert 'class="refusal"' in refused["html"]


@pytest.mark.usefixtures("built")
def test_what_the_engine_needs_is_passed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    from puente_views import door

    request = json.dumps({"answers": {}, "on": DAY})
    reply = door.page("toy.call", request, "diagnostic/result", "es", BASE)
    assert json.loads(reply)["ok"] is False
    monkeypatch.setattr(bridge, "call", lambda *_: '{"needs":["rules/09"]}')
    assert door.page("origin.x", "{}", "origin/result", "es", BASE) == '{"needs":["rules/09"]}'


@pytest.mark.usefixtures("built")
def test_sentences_come_and_go_with_their_shard() -> None:
    from puente_views import door

    plain = json.dumps({"messages": {"a": "A"}, "locale": {}, "home": ""})
    door.load_texts("xx", plain)
    door.load_texts("xx", json.dumps({"messages": {"b": "B", "c": "C"}}), "rules/09")
    door.load_texts("xx", json.dumps({"messages": {"c": "C"}}), "rules/10")
    catalogue, _ = door._texts["xx"]  # noqa: SLF001 - what is kept is the question
    assert [catalogue.say(key) for key in "abc"] == ["A", "B", "C"]
    door.forget_texts("xx", "rules/09")
    assert catalogue.messages == {"a": "A", "c": "C"}
    door.forget_texts("xx", "rules/10")
    door.forget_texts("xx", "rules/11")
    assert catalogue.messages == {"a": "A"}


def test_compiling_twice_gives_the_same_files(
    root: Path, project: Project, built: Path, tmp_path: Path
) -> None:
    compile_views(root / "site_src/views", tmp_path, root / "node_modules/lucide-static/icons", project)
    first, second = (
        {file.name: file.read_bytes() for file in sorted((folder / "puente_views").glob("*.py"))}
        for folder in (built, tmp_path)
    )
    assert first == second
