"""Everything a view may contain gives the same text as Jinja2 gives, byte for byte."""
# ruff: noqa: E501 - a template reads best on one line

from __future__ import annotations

from typing import Any

import pytest

from tests.views.support import EchoTools, compiled, with_jinja, with_python

ANSWER: dict[str, Any] = {
    "name": "O'Brien & <Sons>",
    "none": None,
    "yes": True,
    "no": False,
    "count": 3,
    "share": 41.5,
    "empty": [],
    "items": ["a", "<b>", 'c"'],
    "rows": [
        {"id": "x", "low": "10", "next": {"gain": "1.4"}, "tags": ["p", "q"]},
        {"id": "y", "low": "20", "next": None, "tags": []},
        {"id": "z", "low": "30", "tags": ["r"]},
    ],
    "message": {"key": "engine.x", "values": {"a": "1"}},
    "pairs": [["a", 1], ["b", 2]],
}

SNIPPETS = {
    "text": "plain <b>text</b> with 'quotes' and \"more\" \\ {# comment #}\n  indented\n",
    "escape": '<p title="{{ answer.name }}">{{ answer.name }} {{ answer.count }} {{ answer.none }} {{ answer.yes }} {{ answer.share }}</p>',
    "constants": "{{ '<i>' }} {{ 1 }} {{ 2.50 }} {{ none }} {{ true }} {{ '' }}{{ 'a' 'b' }}",
    "arithmetic": "{{ answer.count + 1 }} {{ (answer.count + 1) * 2 - 7 // 2 }} {{ answer.count / 2 }} {{ -answer.count % 2 }} {{ +3 }}",
    "concat": "{{ 'q-' ~ answer.name ~ answer.count ~ none }} {{ answer['na' ~ 'me'] }}",
    "compare": "{{ answer.count > 2 }} {{ 1 < answer.count <= 3 }} {{ answer.name == 'x' }} {{ answer.name != 'x' }} {{ answer.count >= 4 }}",
    "logic": "{{ answer.yes and answer.name }} {{ answer.no or 'else' }} {{ not answer.no }} {{ not (answer.yes and answer.no) or answer.count }}",
    "in": "{{ 'a' in answer['items'] }} {{ 'z' not in answer['items'] }} {{ 'rows' in answer }} {{ 2 in [1, 2] }} {{ 2 in (1,) }}",
    "if": "{% if answer.count > 5 %}big{% elif answer.count > 2 %}middle{% else %}small{% endif %}",
    "if without else": "a{% if answer.empty %}never{% endif %}b",
    "if empty": "a{% if answer.yes %}{% elif answer.no %}{% endif %}b",
    "inline if": '<a{{ " hidden" if answer.no else "" }}{{ \' class="x"\' if answer.yes else "" }}>{{ (1 if answer.no else 2) + 1 }}',
    "inline markup": "{{ icon('a') if answer.yes else '<' }}{{ answer.name if answer.yes else icon('b') }}",
    "nested if": "{% if answer.yes %}{% if answer.no %}1{% else %}2{% endif %}{% endif %}",
    "for": "<ul>\n{% for item in answer['items'] %}\n  <li>{{ item }}</li>\n{% endfor %}\n</ul>\n",
    "for else": "{% for item in answer.empty %}x{% else %}none{% endfor %}{% for item in [1] %}y{% else %}n{% endfor %}",
    "for if": "{% for row in answer.rows if row.low > '10' %}{{ loop.index }}{{ row.id }}{{ loop.last }}{% else %}none{% endfor %}",
    "for if nothing": "{% for row in answer.rows if row.low > '90' %}{{ row.id }}{% else %}none{% endfor %}",
    "loop": "{% for i in answer['items'] %}{{ loop.index }}/{{ loop.length }} {{ loop.index0 }} {{ loop.first }} {{ loop.last }} {{ loop.index * 2 }};{% endfor %}",
    "nested for": "{% for row in answer.rows %}{{ loop.index }}{% for tag in row.tags %}{{ loop.index }}{{ tag }}{{ row.id }}{% else %}-{% endfor %}{{ loop.last }}{% endfor %}",
    "for over loop": "{% for row in answer.rows %}{% for n in [loop.index, loop.length] %}{{ n }}{% endfor %}{% endfor %}",
    "else sees outer loop": "{% for row in answer.rows %}{% for n in [] %}{% else %}{{ loop.index }}{% endfor %}{% endfor %}",
    "unpack": "{% for key, value in answer.pairs %}{{ loop.index }}{{ key }}={{ value }} {% endfor %}{% for k, v in answer.pairs if v > 1 %}{{ k }}{% endfor %}",
    "for empty": "a{% for row in answer.rows %}{% endfor %}b",
    "same name twice": "{% for i in [1, 2] %}{{ i }}{% endfor %}{% for i in [3] %}{{ i }}{% endfor %}{% set i = 4 %}{{ i }}",
    "set": "{% set x = answer.count + 1 %}{{ x }}{% set x = x * 2 %}{{ x }}{% for i in [1, 2] %}{% set y = i + x %}{{ y }}{% endfor %}",
    "set branches": "{% if answer.yes %}{% set x = 1 %}{% else %}{% set x = 2 %}{% endif %}{{ x }}",
    "set before": "{% set x = 1 %}{% if answer.yes %}{% set x = 2 %}{% endif %}{{ x }}",
    "python names": "{% set class = 1 %}{% set len = 2 %}{% set items_1 = [3] %}{% for out in items_1 %}{{ out }}{{ loop.length }}{% else %}-{% endfor %}{{ class + len }}{% set str = 5 %}{{ 'a' ~ str }}{{ items_1|length }}",
    "defined": "{{ answer.rows[2].next is defined }} {{ answer.rows[0].next is defined }} {{ answer['rows'] is not defined }} {{ answer.rows[1].next is none }} {{ answer.name is not none }}",
    "index": "{{ answer['items'][0] }} {{ answer['items'][-1] }} {{ answer.rows[0]['next'].gain }} {{ answer.pairs[1][0] }}",
    "slice": "{{ answer['items'][:2] | join('-') }} {{ answer['items'][1:] | length }} {{ answer['items'][::2]|join(', ') }} {{ answer.name[0:3] }}",
    "filters": "{{ answer.rows | length }} {{ answer['items'] | join(', ') }} {{ [1, none, 'x'] | join(' <') }} {{ answer['items'] | join(answer.name) }} {{ (answer.rows|length) + 1 }}",
    "collections": "{% set d = {'a': 1, 'b': [1, 2, {'c': '<'}]} %}{{ d.a }}{{ d.b[2].c }}{{ (1, 2)[0] }}{{ [] | length }}{{ {} | length }}",
    "functions": "{{ t('view.x') }} {{ t('view.y', count=answer.count, name=answer.name) }} {{ t(answer.name) }} {{ say(answer.message) }} {{ number('1') }} {{ percent(answer.share) }} {{ date('2026-11-21') }} <a href=\"{{ link('learn/backup') }}\"> {{ icon('users') }} {{ radar(answer['items']).low }}",
    "function values": "{% set chart = radar(answer.rows) %}{{ chart.low }}{% for axis in chart.axes %}{{ axis.x }}{% endfor %}{{ t('a') ~ t('b') }}{{ t('c') if answer.yes else '' }}",
    "context": "{{ language }}{{ base }}{% if sample %}sample{% endif %}",
    "macro": "{% macro badge(name, kind='plain', n=1) %}<b class=\"{{ kind }}\">{{ name }}{{ n + 1 }}{{ icon('x') }}{{ t('k') }}</b>{% endmacro %}{{ badge(answer.name) }}{{ badge('<', kind='z') }}{{ badge(1, 'y', n=5) }}{{ badge(2) if answer.yes else '' }}",
    "macro in macro": "{% macro a(x) %}<i>{{ x }}</i>{% endmacro %}{% macro b(x) %}{% for y in x %}{{ a(y) }}{% endfor %}{% set z = 1 %}{{ z }}{% endmacro %}{{ b(answer['items']) }}",
    "whitespace control": "a  {%- if answer.yes -%}  b  {%- endif %}  c\n  {%+ if answer.yes %} d{% endif %}\n   {{- answer.count -}}   e\n",
    "raw": "{% raw %}{{ not this }}{% endraw %}",
    "quotes": '"\'\'\'"""\\n\\ {{ "it\'s" }} {{ \'say "x"\' }} \u2028 é ñ €',
}


@pytest.mark.parametrize("name", SNIPPETS)
def test_a_snippet_gives_what_jinja2_gives(name: str) -> None:
    templates = {"x.html.j2": SNIPPETS[name]}
    context = {"answer": ANSWER, "sample": True, "language": "en", "base": "../"}
    assert with_python(templates, "x.html.j2", EchoTools(), context) == with_jinja(
        templates, "x.html.j2", EchoTools(), context
    )


def test_views_use_macros_and_parts_of_other_views() -> None:
    templates = {
        "a/page.html.j2": '{% from "b/parts.html.j2" import row, cell as td %}<table>\n{% for r in answer.rows %}{{ row(r.id) }}{{ td(r.low) }}{% endfor %}\n'
        '{% set name = 1 %}{% include "b/foot.html.j2" %}{% if sample %}{% include "b/foot.html.j2" %}{% endif %}</table>',
        "b/parts.html.j2": '{% from "b/base-parts.html.j2" import cell %}\n{% macro row(x) %}<tr>{{ cell(x, strong=true) }}</tr>{% endmacro %}\n',
        "b/base-parts.html.j2": "{% macro cell(x, strong=false) %}<td{{ ' class=\"s\"' if strong else '' }}>{{ x }}</td>{% endmacro %}\n",
        "b/foot.html.j2": "<p>{{ answer.name }}</p>\n",
    }
    templates["b/parts.html.j2"] = (
        templates["b/parts.html.j2"] + "{% macro cell2(x) %}{{ cell(x) }}{% endmacro %}\n"
    )
    templates["a/page.html.j2"] = templates["a/page.html.j2"].replace("row, cell as td", "row, cell2 as td")
    context = {"answer": ANSWER, "sample": True, "language": "en", "base": "../"}
    assert with_python(templates, "a/page.html.j2", EchoTools(), context) == with_jinja(
        templates, "a/page.html.j2", EchoTools(), context
    )


def test_the_compiled_source_can_be_read() -> None:
    source = """{% macro badge(word) %}<b>{{ word }}</b>{% endmacro %}
<ul>
{% for row in answer.rows %}
  <li{{ " hidden" if not row.next else "" }}>{{ loop.index }}. {{ badge(row.id) }}</li>
{% endfor %}
</ul>
"""
    assert (
        compiled({"diagnostic/list.html.j2": source})["diagnostic/list.html.j2"]
        == '''\
"""Compiled from diagnostic/list.html.j2: change that file, never this one."""

from .runtime import escape


def macro_badge(tools, word):
    out = []
    out += (
        '<b>',
        escape(word),
        '</b>',
    )
    return ''.join(out)


def render(tools, context):
    answer = context['answer']
    out = []
    out.append('<ul>\\n')
    for index_1, row in enumerate(answer['rows']):
        out += (
            '  <li',
            (' hidden' if (not row['next']) else ''),
            '>',
            escape(index_1 + 1),
            '. ',
            macro_badge(tools, row['id']),
            '</li>\\n',
        )
    out.append('</ul>')
    return ''.join(out)
'''
    )


@pytest.mark.parametrize(
    "template", ["{{ answer.missing }}", "{{ answer.rows[9].id }}", "{{ answer.none.x }}"]
)
def test_a_missing_value_stops_the_view(template: str) -> None:
    with pytest.raises((LookupError, TypeError)):
        with_python({"x.html.j2": template}, "x.html.j2", EchoTools(), {"answer": ANSWER})
