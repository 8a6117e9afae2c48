"""The large folders of data: read again only where a file changed, told with its line where one is broken."""

from __future__ import annotations

import shutil
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from build_tools.compile import archive
from build_tools.compile.rules import compiled
from build_tools.compile.sets import compile_all, relations, shard_sets

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parents[2]
RULES = """\
id: example-ch09
agreement: example
hs: "2022"
from: "2020-01-01"
citation: {source: protocol}
owner: Puente maintainers
checked_on: "2026-11-01"
sources:
  - {id: protocol, title: Protocol, href: "https://example.org/"}
rules:
  - id: "0901"
    covers: ["0901"]
    rule: {change_of: chapter}
"""
GOODS = """\
id: example-goods
owner: Puente maintainers
checked_on: "2026-11-01"
sources:
  - {id: protocol, title: Protocol, href: "https://example.org/"}
goods:
  - {id: organic, name: {en: organic coffee, es: café orgánico}}
"""


@pytest.fixture
def place(tmp_path: Path) -> Any:
    """A small repository with one agreement, and the tables of codes of the real one."""
    data = tmp_path / "content" / "data"
    (data / "agreements" / "example" / "rules").mkdir(parents=True)
    (data / "agreements" / "example" / "rules" / "ch09.yml").write_text(RULES, encoding="utf-8")
    (data / "agreements" / "example" / "goods.yml").write_text(GOODS, encoding="utf-8")
    shutil.copytree(ROOT / "content" / "data" / "correlation", data / "correlation")
    return SimpleNamespace(root=tmp_path, economy_folder=tmp_path / "economy")


def chapter(place: Any, name: str = "rules/09") -> Any:
    return {name: value for name, value, _ in compile_all(archive.read(place, place.root / "kept"))}[name]


def test_an_unchanged_project_is_not_read_again(place: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    made = shard_sets(place)

    def never(*_: object) -> None:
        raise AssertionError("read again")

    monkeypatch.setattr(archive, "read", never)
    assert shard_sets(place) == made
    path = place.root / "content" / "data" / "agreements" / "example" / "rules" / "ch09.yml"
    path.write_text(RULES.replace("chapter}", "heading}"), encoding="utf-8")
    with pytest.raises(AssertionError, match="read again"):
        shard_sets(place)


def test_only_a_changed_file_is_parsed(place: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    archive.read(place, place.root / "kept")
    parsed: list[str] = []
    real: Callable[..., Any] = archive.load

    def noted(path: Path, **options: Any) -> Any:
        parsed.append(path.name)
        return real(path, **options)

    monkeypatch.setattr(archive, "load", noted)
    path = place.root / "content" / "data" / "agreements" / "example" / "rules" / "ch09.yml"
    path.write_text(RULES.replace("chapter}", "heading}"), encoding="utf-8")
    found = archive.read(place, place.root / "kept")
    assert parsed == ["ch09.yml"]
    assert found.data["agreements"]["example/rules/ch09"]["rules"][0]["rule"] == {"change_of": "heading"}
    (place.root / "kept" / "parsed.json").write_text("{", encoding="utf-8")  # an interrupted build
    assert archive.read(place, place.root / "kept") == found


def test_a_broken_file_is_named_with_its_line(place: Any) -> None:
    path = place.root / "content" / "data" / "agreements" / "example" / "rules" / "ch09.yml"
    path.write_text(RULES.replace("rule: {change_of: chapter}", "rule: {change_of: "), encoding="utf-8")
    with pytest.raises(archive.ArchiveError, match=r"example/rules/ch09\.yml, line 1\d: yaml\."):
        archive.read(place, place.root / "kept")


def test_a_rule_the_engine_cannot_read_stops_the_build(place: Any) -> None:
    path = place.root / "content" / "data" / "agreements" / "example" / "rules" / "ch09.yml"
    path.write_text(RULES.replace("change_of", "changing_of"), encoding="utf-8")
    found = archive.read(place, place.root / "kept")
    with pytest.raises(archive.ArchiveError, match=r"example/rules/ch09\.yml: .*origin\.notation\.no_kind"):
        list(compiled(found, relations(found)))


def test_an_economy_adds_an_agreement_of_its_own(place: Any) -> None:
    own = place.root / "economy" / "data" / "agreements" / "neighbour" / "rules"
    own.mkdir(parents=True)
    (own / "ch09.yml").write_text(
        RULES.replace("agreement: example", "agreement: neighbour"), encoding="utf-8"
    )
    assert list(chapter(place)["agreements"]) == ["example", "neighbour"]


def test_an_economy_does_not_replace_in_silence(place: Any) -> None:
    own = place.root / "economy" / "data" / "agreements" / "example" / "rules"
    own.mkdir(parents=True)
    (own / "ch09.yml").write_text(RULES, encoding="utf-8")
    with pytest.raises(archive.ArchiveError, match=r"overlay\.clash"):
        archive.read(place, place.root / "kept")


def test_equal_rules_stand_once_and_gaps_are_stated(place: Any) -> None:
    path = place.root / "content" / "data" / "agreements" / "example" / "rules" / "ch09.yml"
    second = RULES[RULES.index('  - id: "0901"') :].replace("0901", "0902")
    path.write_text(RULES + second, encoding="utf-8")
    found = chapter(place)
    assert found["rules"] == [{"change_of": "chapter"}]
    example = found["agreements"]["example"]
    assert [row["rule"] for row in example["files"][0]["rules"]] == [0, 0]
    assert "090111" not in example["gaps"]["whole"]
    assert "090411" in example["gaps"]["whole"]


def test_rules_of_two_editions_in_one_agreement_are_refused(place: Any) -> None:
    folder = place.root / "content" / "data" / "agreements" / "example" / "rules"
    (folder / "ch10.yml").write_text(
        RULES.replace("2022", "2017", 1).replace("0901", "1001").replace("ch09", "ch10"), encoding="utf-8"
    )
    found = archive.read(place, place.root / "kept")
    with pytest.raises(archive.ArchiveError, match="of several editions: 2017, 2022"):
        list(compiled(found, relations(found)))
