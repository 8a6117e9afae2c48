"""Small templates and values made up by a machine: compiled, they give what Jinja2 gives."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.views.support import EchoTools, with_jinja, with_python

NAME = "x.html.j2"
WORDS = st.text(alphabet="ab<>&\"' {}%\\\n\té#", max_size=6)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 99) | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("pqr"), inner, max_size=3),
    max_leaves=6,
)
ANSWERS = st.fixed_dictionaries(
    {
        "word": WORDS,
        "count": st.integers(0, 9),
        "share": st.sampled_from(["0", "41.6", "100"]),
        "flag": st.booleans(),
        "nothing": st.none(),
        "list": st.lists(WORDS | st.integers(0, 9), max_size=4),
        "any": VALUES,
        "rows": st.lists(
            st.fixed_dictionaries({"id": WORDS, "n": st.integers(0, 9)}, optional={"next": VALUES}),
            max_size=3,
        ),
    }
)
TEXT = st.text(alphabet="ab<>&\"' \\\n\té", max_size=8)
QUOTED = st.sampled_from(["'a'", "'<'", '"it\'s"', "'x y'", "''"])
NUMBERS = st.sampled_from(["1", "2", "7", "answer.count", "answer.rows | length", "answer.list|length"])
SIMPLE = st.sampled_from(
    [
        "answer.word",
        "answer.count",
        "answer.share",
        "answer.flag",
        "answer.nothing",
        "answer['any']",
        "language",
    ]
)


def _wider(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    pairs = st.tuples(inner, inner)
    return st.one_of(
        pairs.map(lambda pair: f"({pair[0]} ~ {pair[1]})"),
        pairs.map(lambda pair: f"({pair[0]} and {pair[1]})"),
        pairs.map(lambda pair: f"({pair[0]} or {pair[1]})"),
        pairs.map(lambda pair: f"({pair[0]} == {pair[1]})"),
        inner.map(lambda one: f"(not {one})"),
        inner.map(lambda one: f"({one} is none)"),
        inner.map(lambda one: f"({one} is not none)"),
        st.tuples(inner, inner, inner).map(lambda three: f"({three[0]} if {three[1]} else {three[2]})"),
        st.tuples(NUMBERS, st.sampled_from(["+", "-", "*", "//", "%", "/"]), st.sampled_from("123")).map(
            lambda three: f"(({three[0]}) {three[1]} {three[2]})"
        ),
        st.tuples(NUMBERS, st.sampled_from(["<", "<=", ">", ">=", "!="]), NUMBERS).map(
            lambda three: f"(({three[0]}) {three[1]} ({three[2]}))"
        ),
        inner.map(lambda one: f"({one} in answer.list)"),
        inner.map(lambda one: f"({one} not in [1, 'a', none])"),
        QUOTED.map(lambda quoted: f"(answer.list | join({quoted}))"),
        st.tuples(QUOTED, inner).map(lambda two: f"t({two[0]}, value={two[1]})"),
        inner.map(lambda one: f"percent({one})"),
        st.just("(answer.list[:2] | join('-'))"),
        st.just("(answer.missing is defined)"),
    )


EXPRESSIONS = st.recursive(SIMPLE | QUOTED | NUMBERS.map(lambda number: f"({number})"), _wider, max_leaves=5)
OUTPUTS = EXPRESSIONS.map(lambda expression: "{{ " + expression + " }}") | st.just("{{ icon('a') }}")


def _blocks(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    two = st.tuples(EXPRESSIONS, inner, inner)
    row = st.sampled_from(
        [
            "{{ row.id }}",
            "{{ loop.index }}",
            "{{ loop.last }}",
            "{{ loop.length }}",
            "{{ row.next is defined }}",
            "",
        ]
    )
    return st.one_of(
        st.tuples(inner, inner).map("".join),
        two.map(lambda part: "{% if " + part[0] + " %}" + part[1] + "{% else %}\n" + part[2] + "{% endif %}"),
        two.map(lambda part: "{% if " + part[0] + " %}\n  " + part[1] + "\n  {% endif %}\n" + part[2]),
        st.tuples(row, row).map(
            lambda part: "{% for row in answer.rows %}" + part[0] + part[1] + "{% else %}none{% endfor %}"
        ),
        st.tuples(row, inner).map(
            lambda part: (
                "{% for row in answer.rows if row.n > 3 %}\n" + part[0] + "  {%- endfor %}\n" + part[1]
            )
        ),
        st.tuples(EXPRESSIONS, inner).map(
            lambda part: "{% set v = " + part[0] + " %}{{ v }}{{ v ~ 1 }}" + part[1]
        ),
        st.tuples(EXPRESSIONS, inner).map(
            lambda part: (
                "{% for item in answer.list %}{% set w = item %}{{ w }}{{ loop.first }}{{ "
                + part[0]
                + " }}{% endfor %}"
                + part[1]
            )
        ),
    )


TEMPLATES = st.recursive(TEXT | OUTPUTS, _blocks, max_leaves=6)


@settings(max_examples=150, deadline=None)
@given(template=TEMPLATES, answer=ANSWERS)
def test_any_template_gives_what_jinja2_gives(template: str, answer: dict[str, Any]) -> None:
    context = {"answer": answer, "sample": False, "language": "en", "base": ""}
    templates = {NAME: "x" + template}  # a file of white space alone is taken for one that only holds macros
    assert with_python(templates, NAME, EchoTools(), context) == with_jinja(
        templates, NAME, EchoTools(), context
    )
