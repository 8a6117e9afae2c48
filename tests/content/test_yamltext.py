"""Every scalar stays the text somebody typed, and every place is the place an editor shows."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from build_tools.content import yamltext
from build_tools.content.faults import Faults
from build_tools.content.yamltext import Document, parse

LETTERS = st.characters(
    exclude_categories=["Cs", "Cc", "Cn", "Co"], exclude_characters="\u2028\u2029\ufeff\x85"
)
TEXTS = st.text(LETTERS, max_size=12) | st.sampled_from(
    [
        "0304",
        "6105.10",
        "on",
        "NO",
        "null",
        "~",
        "true",
        "2019-01-01",
        "1e3",
        "0x1F",
        "1_000",
        "12:30",
        "=",
        "<<",
    ]
)
VALUES = st.recursive(
    TEXTS | st.none(),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(LETTERS, min_size=1), inner, max_size=3)
    ),
    max_leaves=8,
)


class _Quoted(yaml.SafeDumper):
    """Writes every text in quotes and nothing as null; never an alias."""

    def ignore_aliases(self, _data: Any) -> bool:
        return True


_Quoted.add_representer(
    str, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"')
)


def read(text: str) -> tuple[Document | None, Faults]:
    faults = Faults()
    return parse(text, file="a.yml", faults=faults), faults


@given(st.dictionaries(st.text(LETTERS, min_size=1), VALUES, min_size=1, max_size=4))
def test_nested_text_comes_back_as_it_was_written(value: dict[str, Any]) -> None:
    document, faults = read(yaml.dump(value, Dumper=_Quoted, allow_unicode=True))
    assert document is not None
    assert (document.value, len(faults)) == (value, 0)


@pytest.mark.parametrize(
    "plain",
    [
        "0304",
        "6105.10",
        "on",
        "NO",
        "true",
        "2019-01-01",
        "1e3",
        "0x1F",
        "1_000",
        "12:30",
        "=",
        "Null",
        ".5",
        "+1",
    ],
)
def test_a_plain_scalar_is_text_exactly_as_typed(plain: str) -> None:
    document, faults = read(f"value: {plain}")
    assert document is not None
    assert (document.value, len(faults)) == ({"value": plain}, 0)


def test_only_plain_null_and_tilde_mean_nothing() -> None:
    document, _ = read("a: null\nb: ~\nc: 'null'\nd: ''\n")
    assert document is not None
    assert document.value == {"a": None, "b": None, "c": "null", "d": ""}


def test_places_are_those_an_editor_shows() -> None:
    document, _ = read("levels:\n  - id: basic\n    name: {en: Basic}\n")
    assert document is not None
    assert document.where(("levels",)) == (1, 1)
    assert document.where(("levels", 0)) == (2, 5)
    assert document.where(("levels", 0, "id")) == (2, 9)
    assert document.where(("levels", 0, "name", "en")) == (3, 16)
    assert document.where(("levels", 0, "missing", "deeper")) == (2, 5)


def test_all_faults_of_a_text_come_together() -> None:
    _, faults = read("a: 1\na: 2\nb:\nc: &name x\nd: !tag y\n")
    assert [fault.key for fault in faults] == [
        "yaml.duplicate_key",
        "yaml.empty_value",
        "yaml.anchor",
        "yaml.tag",
    ]


def test_half_a_character_is_refused_and_not_a_crash() -> None:
    document, faults = read("a: \ud800")
    assert document is None
    assert [fault.key for fault in faults] == ["yaml.character"]


def test_the_slow_loader_gives_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [
        "a: {b: [c, 0304, null]}",
        "a: b: c",
        "a:\n\t- b",
        "a: 'x",
        "a: [1, 2",
        "a: *x",
        "a: @x",
        "a: 1\n---\nb: 2",
    ]
    fast = [
        (document and document.value, [(f.key, f.line) for f in faults])
        for document, faults in map(read, texts)
    ]
    monkeypatch.setattr(yamltext, "_LOADER", yaml.SafeLoader)
    slow = [
        (document and document.value, [(f.key, f.line) for f in faults])
        for document, faults in map(read, texts)
    ]
    assert slow == fast
