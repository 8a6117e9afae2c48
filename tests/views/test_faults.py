"""What is outside the subset is refused when the site is built, with file and line, all in one run."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from build_tools.compile import ViewError, compile_views
from build_tools.compile.view_faults import ViewFault
from build_tools.compile.views import ViewCompiler

if TYPE_CHECKING:
    from pathlib import Path

    from build_tools.content.project import Project

# template, key of the sentence, line, values that must be in it
BROKEN = [
    ("{{ answer.x", "syntax", 1, {}),
    ("\n{% if answer.x %}", "syntax", 2, {}),
    ("{{ anwser.x }}", "unknown_name", 1, {"name": "anwser"}),
    ("a\nb\n{{ t(x) }}", "unknown_name", 3, {"name": "x"}),
    ("{% for x in answer.y %}{% endfor %}{{ x }}", "unknown_name", 1, {"name": "x"}),
    ("{% for x in answer.y %}{% set z = x %}{% endfor %}{{ z }}", "unknown_name", 1, {"name": "z"}),
    ("{% if answer.y %}{% set z = 1 %}{% endif %}\n{{ z }}", "perhaps_unset", 2, {"name": "z"}),
    ("{% for x in [] %}{% else %}{% set z = 1 %}{% endfor %}{{ z }}", "perhaps_unset", 1, {"name": "z"}),
    ("{% set z = 1 %}{% for x in [1] %}{% set z = 2 %}{% endfor %}", "hidden_name", 1, {"name": "z"}),
    ("{% for x in [1] %}{% for x in [2] %}{% endfor %}{% endfor %}", "hidden_name", 1, {"name": "x"}),
    ("{% set answer = 1 %}", "taken_name", 1, {"name": "answer"}),
    ("{% set t = 1 %}", "taken_name", 1, {"name": "t"}),
    ("{% set len_ = 1 %}", "taken_name", 1, {"name": "len_"}),
    ("{% for loop in [1] %}{% endfor %}", "taken_name", 1, {"name": "loop"}),
    ("{% macro icon() %}{% endmacro %}", "taken_name", 1, {"name": "icon"}),
    ("{% macro a(t) %}{% endmacro %}", "taken_name", 1, {"name": "t"}),
    ("{% set a = t %}", "function_as_value", 1, {"name": "t"}),
    ("{% macro a() %}{{ answer.x }}{% endmacro %}", "context_in_macro", 1, {"name": "answer"}),
    ("{% macro a(x='y' ~ 'z') %}{% endmacro %}", "macro_default", 1, {"name": "x"}),
    ("{{ loop.index }}", "loop_outside", 1, {"name": "loop"}),
    ("{% for x in [1] if loop.first %}{% endfor %}", "loop_outside", 1, {}),
    ("{% for x in [1] %}{{ loop.cycle }}{% endfor %}", "loop_attribute", 1, {"name": "cycle"}),
    ("{{ answer.items }}", "method_name", 1, {"name": "items"}),
    ("{{ answer.x.strip() }}", "method_call", 1, {}),
    ("{{ translate('x') }}", "unknown_function", 1, {"name": "translate"}),
    ("{{ answer.x | safe }}", "unknown_filter", 1, {"name": "safe", "known": "join, length"}),
    ("{{ answer.x | join }}", "arguments", 1, {"name": "join"}),
    ("{{ 1 if answer.x is odd else 2 }}", "unknown_test", 1, {"name": "odd"}),
    ("{{ 1 if answer is defined else 2 }}", "defined_name", 1, {}),
    ("{{ 'a' if answer.x }}", "else_missing", 1, {}),
    ("{{ t() }}", "arguments", 1, {"name": "t"}),
    ("{{ icon('a', size=2) }}", "arguments", 1, {"name": "icon"}),
    ("{{ t(*answer.x) }}", "arguments", 1, {"name": "t"}),
    ("{% macro a(x) %}{% endmacro %}{{ a() }}", "macro_arguments", 1, {"wanted": "x"}),
    ("{% macro a(x) %}{% endmacro %}{{ a(1, y=2) }}", "macro_arguments", 1, {}),
    ("{% macro a(x) %}{% endmacro %}{{ a(1, x=2) }}", "macro_arguments", 1, {}),
    ("{% macro a() %}{{ a() }}{% endmacro %}", "unknown_function", 1, {"name": "a"}),
    ("{% set a = icon('x') %}", "markup_as_value", 1, {"name": "icon"}),
    ("{{ 'a' ~ icon('x') }}", "markup_as_value", 1, {"name": "icon"}),
    ("{% macro a(x) %}{% endmacro %}{{ t('k', x=a(1)) }}", "markup_as_value", 1, {"name": "a"}),
    ("{% if answer.x %}{% macro a() %}{% endmacro %}{% endif %}", "top_level", 1, {"what": "macro"}),
    ("{% if answer.x %}{% from 'p.html.j2' import m %}{% endif %}", "top_level", 1, {}),
    ("{% from 'nowhere.html.j2' import a %}", "import_source", 1, {"name": "nowhere.html.j2"}),
    ("{% from 'x.html.j2' import a %}", "import_source", 1, {"name": "x.html.j2"}),
    ("{% from 'p.html.j2' import a %}", "no_macro", 1, {"name": "a", "known": "m"}),
    ("{% from 'p.html.j2' import m with context %}", "import_source", 1, {}),
    ("{% include 'nowhere.html.j2' %}", "include_source", 1, {}),
    ("{% include 'p.html.j2' %}", "include_source", 1, {}),
    ("{% include answer.x %}", "include_source", 1, {}),
    ("{% include 'x.html.j2' %}", "include_circle", 1, {"template": "x.html.j2"}),
    ("{% import 'p.html.j2' as p %}", "statement", 1, {"what": "import"}),
    ("{% extends 'p.html.j2' %}", "statement", 1, {"what": "extends"}),
    ("{% block a %}{% endblock %}", "statement", 1, {"what": "block"}),
    ("{% filter upper %}a{% endfilter %}", "statement", 1, {"what": "filterblock"}),
    ("{% set a %}b{% endset %}", "statement", 1, {"what": "assignblock"}),
    ("{% set a, b = answer.x %}", "statement", 1, {"what": "assign"}),
    ("{% call answer.x() %}{% endcall %}", "statement", 1, {"what": "callblock"}),
    ("{% for x in [1] recursive %}{% endfor %}", "statement", 1, {"what": "recursive for"}),
    ("{% for (a, b), c in [1] %}{% endfor %}", "statement", 1, {"what": "for"}),
    ("{{ 2 ** 3 }}", "expression", 1, {"what": "pow"}),
]


@pytest.mark.parametrize(("template", "key", "line", "values"), BROKEN, ids=[broken[0] for broken in BROKEN])
def test_a_broken_view(template: str, key: str, line: int, values: dict[str, str], project: Project) -> None:
    compiler = ViewCompiler(
        {"x.html.j2": template, "p.html.j2": "{% macro m(x) %}{{ x }}{% endmacro %}\n"},
    )
    compiler.compile_all()
    found = [fault for fault in compiler.faults if (fault.key, fault.line) == (key, line)]
    assert found, compiler.faults
    assert {name: found[0].values[name] for name in values} == values
    for language in ("en", "es"):
        sentence = found[0].sentence(project.messages[language])
        assert sentence.startswith(f"x.html.j2, line {line}: ")
        assert "{" not in sentence.replace(template.strip(), "") or key == "syntax"


def test_every_fault_is_reported_in_one_run() -> None:
    compiler = ViewCompiler(
        {"x.html.j2": "{{ a }}\n{{ b | upper }}\n{% block c %}{% endblock %}", "y.html.j2": "{{ z }}"}
    )
    compiler.compile_all()
    assert [(fault.file, fault.line, fault.key) for fault in sorted(compiler.faults)] == [
        ("x.html.j2", 1, "unknown_name"),
        ("x.html.j2", 2, "unknown_filter"),
        ("x.html.j2", 3, "statement"),
        ("y.html.j2", 1, "unknown_name"),
    ]


def project_with(messages: dict[str, object], project: Project, data: object = None) -> SimpleNamespace:
    sentences = {key: text for key, text in project.messages["en"].items() if key.startswith("compile.")}
    return SimpleNamespace(
        economy=SimpleNamespace(languages=("en",)),
        messages={"en": {**sentences, **messages}},
        data=data or {},
    )


def test_texts_and_icons_are_checked_against_what_exists(
    tmp_path: Path, root: Path, project: Project
) -> None:
    (tmp_path / "x.html.j2").write_text(
        "{{ t('view.none') }}\n{{ t('view.two', a=1) }}\n{{ t('view.many', count=1) }}{{ icon('no-such') }}\n"
        "{{ t('view.two', a=1, b=2) }}{{ t(answer.key, x=1) }}{{ t('d.f.name') }}"
    )
    messages = {
        "view.two": "{a} {b}",
        "view.many": {"plural": "count", "one": "{count} {x}", "other": "{count}"},
    }
    source = project_with(messages, project, {"d": {"f": {"name": {"en": "N", "es": "N"}}}})
    with pytest.raises(ViewError) as refused:
        compile_views(tmp_path, tmp_path / "out", root / "node_modules/lucide-static/icons", source)
    assert str(refused.value).splitlines() == [
        "x.html.j2, line 1: no text has the key 'view.none': expected a key of i18n/en/*.yml",
        "x.html.j2, line 2: the text 'view.two' is given a: expected a, b",
        "x.html.j2, line 3: the text 'view.many' is given count: expected count, x",
        "x.html.j2, line 3: no icon is called 'no-such': expected a name from lucide, for instance 'users'",
    ]
    assert not (tmp_path / "out").exists()


def test_faults_are_told_in_the_language_of_the_messages(project: Project) -> None:
    fault = ViewFault(file="a.html.j2", line=2, key="else_missing")
    assert (
        fault.sentence(project.messages["es"])
        == "a.html.j2, line 2: un if en línea sin else: se espera 'a if b else c'"
    )
