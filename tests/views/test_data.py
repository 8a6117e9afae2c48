"""Shards carry keys instead of texts; catalogues carry the texts; both are the same text for the same data."""

from __future__ import annotations

import json
import time
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from build_tools.compile import shards, texts
from build_tools.compile.vocabulary import FUNCTIONS
from site_src.views.runtime import Tools

if TYPE_CHECKING:
    from pathlib import Path

    from build_tools.content.project import Project


def written(data: dict[str, Any], messages: dict[str, Any] | None = None) -> SimpleNamespace:
    return SimpleNamespace(
        data=data,
        economy=SimpleNamespace(languages=("en", "es")),
        messages=messages or {"en": {}, "es": {}},
    )


LEVELS = {
    "levels": {
        "scoring": {
            "id": "scoring",
            "closed": None,
            "list": [
                {"id": "basic", "name": {"en": "Basic", "es": "Básico"}, "points": "25"},
                {"id": "more", "name": {"en": "More"}, "notes": [{"en": "a", "es": "b"}]},
            ],
        }
    }
}


def test_a_text_becomes_its_key() -> None:
    shard = json.loads(shards(written(LEVELS))["levels"])
    assert shard["scoring"]["list"][0] == {
        "id": "basic",
        "name": "levels.scoring.list.basic.name",
        "points": "25",
    }
    assert shard["scoring"]["list"][1]["notes"] == ["levels.scoring.list.more.notes.0"]
    assert shard["scoring"]["closed"] is None


def test_the_catalogue_has_every_text_in_its_language_or_in_english() -> None:
    spanish = json.loads(texts(written(LEVELS), "es", None))
    assert spanish["messages"]["levels.scoring.list.basic.name"] == "Básico"
    assert spanish["messages"]["levels.scoring.list.more.name"] == "More"
    assert spanish["messages"]["levels.scoring.list.more.notes.0"] == "b"
    assert spanish["home"] == "es/"


def test_a_catalogue_has_only_the_rooms_asked_for_and_always_the_locale() -> None:
    messages = {"view.a": "A", "site.b": "B", "locale.decimal": ",", "locale.months.1": "enero"}
    made = json.loads(texts(written(LEVELS, {"en": messages, "es": messages}), "en", {"view"}))
    assert made == {
        "home": "",
        "locale": {"decimal": ",", "months": {"1": "enero"}},
        "messages": {"view.a": "A"},
    }


def test_a_key_claimed_twice_is_refused() -> None:
    messages = {"levels.scoring.list.basic.name": "X"}
    with pytest.raises(ValueError, match=r"levels\.scoring\.list\.basic\.name"):
        texts(written(LEVELS, {"en": messages, "es": messages}), "en", None)


def test_the_version_follows_the_content_and_nothing_else() -> None:
    first = json.loads(shards(written(LEVELS))["levels"])["version"]
    turned = {"levels": {"scoring": dict(reversed(LEVELS["levels"]["scoring"].items()))}}
    assert json.loads(shards(written(turned))["levels"])["version"] == first
    changed = {"levels": {"scoring": {**LEVELS["levels"]["scoring"], "id": "other"}}}
    assert json.loads(shards(written(changed))["levels"])["version"] != first
    assert len(first) == 12


def test_an_empty_shard_is_json() -> None:
    assert set(json.loads(shards(written({"none": {}}))["none"])) == {"version"}


def test_ten_thousand_records_take_ten_times_as_long_as_a_thousand() -> None:
    def seconds(records: int) -> float:
        text = {"en": "A buyer's rule", "es": "Una regla"}
        many = {
            f"r{number}": {"id": f"r{number}", "name": text, "rows": [{"id": "a", "name": text}]}
            for number in range(records)
        }
        source = written({"library": many})
        best = 9e9
        for _ in range(3):
            before = time.process_time()
            shards(source)
            texts(source, "es", {"library"})
            best = min(best, time.process_time() - before)
        return best

    assert seconds(10_000) < 25 * seconds(1_000)


def test_every_key_of_the_real_shards_has_a_text(project: Project) -> None:
    for language in project.economy.languages:
        known = json.loads(texts(project, language, set(project.data)))["messages"]
        for name, shard in shards(project).items():
            for key in _strings(json.loads(shard)):
                if key.startswith(f"{name}.") and key.count(".") > 3 and " " not in key:
                    assert known[key].strip()


def _strings(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for part in value.values() for text in _strings(part)]
    if isinstance(value, list):
        return [text for part in value for text in _strings(part)]
    return [value] if isinstance(value, str) else []


def test_the_functions_of_a_view_are_those_of_the_runtime() -> None:
    assert {name for name in dir(Tools) if not name.startswith("_")} - set(Tools.__slots__) == set(FUNCTIONS)


def test_the_runtime_imports_nothing_heavy(root: Path) -> None:
    import ast

    allowed = {
        "__future__",
        "typing",
        "json",
        "importlib",
        "math",
        "runtime",
        "icons",
        "charts",
        "py_engine",
        "py_engine.speech",
    }
    for name in ("runtime.py", "door.py", "charts.py"):
        tree = ast.parse((root / "site_src/views" / name).read_text("utf-8"))
        hints = [node for node in tree.body if isinstance(node, ast.If)]  # `if TYPE_CHECKING`
        skipped = {id(inner) for hint in hints for inner in ast.walk(hint)}
        imports = [node for node in ast.walk(tree) if id(node) not in skipped]
        used = {node.module for node in imports if isinstance(node, ast.ImportFrom)}
        used |= {alias.name for node in imports if isinstance(node, ast.Import) for alias in node.names}
        assert used <= allowed


def test_links_lead_to_the_pages_of_the_language() -> None:
    spanish = Tools(None, "es", "../../", "es/")  # type: ignore[arg-type] - links need no texts
    english = Tools(None, "en", "", "")  # type: ignore[arg-type]
    assert spanish.link("learn/backup") == "../../es/learn/backup/"
    assert spanish.link("learn/index") == "../../es/learn/"
    assert english.link("index") == "./"
