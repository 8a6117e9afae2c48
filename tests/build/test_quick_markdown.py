"""The quicker steps of Markdown give the same page but for white space between blocks, and the same contents."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import markdown
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from build_tools.site.quick_markdown import converter
from tests.conftest import ROOT

if TYPE_CHECKING:
    from build_tools.content.project import Project

QUICK = ("build_tools.site.quick_inline", "build_tools.site.quick_markdown")
BLOCK = re.compile(
    r" ?(</?(?:p|div|ul|ol|li|dl|dt|dd|h[1-6]|table|thead|tbody|tr|td|th"
    r"|blockquote|details|summary|pre|hr|br|section)\b[^>]*>) ?"
)
PIECES = [
    "word ",
    "*a* ",
    "**b** ",
    "_c_ ",
    "`d` ",
    "[e](f.md) ",
    "[g]",
    "![h](i.svg) ",
    "<j@k.org> ",
    "&amp; ",
    "\\* ",
    "***l*** ",
    "[^1]",
    "<https://m.org> ",
    "\n",
    "  \n",
    "\n\n",
    "HS ",
    "{#n} ",
    "| o | p |\n|---|---|\n| q | r |\n",
    "- s\n",
    "!!! note\n    *t*\n\n",
    "1. u\n",
    "# v\n",
    "## w *x* [y](z.md)\n\n",
    "## w\n\n",
    "aa\n--\n\n",
    "---\n\n",
    "> ab\n\n",
    "ac\n:   ad\n\n",
    "??? note\n    ae\n\n",
    "[^1]: af\n\n",
    "*[HS]: ag\n\n",
    "[g]: h.md\n\n",
    "    ah\n\n",
    "```\nai\n```\n\n",
    "- [ ] aj\n\n",
    "<div>ak</div>\n\n",
    "*",
    "_",
    "`",
    "[",
    "]",
    "<",
    "&",
    "!",
]


def extensions() -> tuple[list[str], dict[str, Any]]:
    """What mkdocs.yml asks of Python-Markdown."""
    given = yaml.safe_load((ROOT / "mkdocs.yml").read_text("utf-8"))["markdown_extensions"]
    names = [next(iter(one)) if isinstance(one, dict) else one for one in given]
    settings = {name: value for one in given if isinstance(one, dict) for name, value in one.items()}
    return names, settings


def bare(html: str) -> str:
    """A page without the white space at the edge of a block, which no browser shows."""
    return BLOCK.sub(r"\1", " ".join(html.split())).strip()


def both(text: str, md: markdown.Markdown | None = None) -> tuple[tuple[str, Any], tuple[str, Any]]:
    names, settings = extensions()
    assert set(QUICK) <= set(names)
    quick = md or converter(names, settings)
    quick.reset()
    usual = markdown.Markdown(
        extensions=[name for name in names if name not in QUICK], extension_configs=settings
    )
    made = [(bare(one.convert(text)), getattr(one, "toc_tokens", [])) for one in (quick, usual)]
    return made[0], made[1]


def test_every_page_of_the_site_comes_out_the_same_from_one_converter(project: Project) -> None:
    assert len(project.pages) > 30
    one = converter(*extensions())
    for page in project.pages:
        quick, usual = both(page.body, one)
        assert quick == usual, page.file


@settings(deadline=None)  # two converters are made for each text
@given(st.lists(st.sampled_from(PIECES), max_size=30))
def test_any_mixture_of_signs_comes_out_the_same(pieces: list[str]) -> None:
    quick, usual = both("".join(pieces))
    assert quick == usual


@pytest.mark.parametrize("sign", ["*", "_", "`", "[", "<", "&", "!", "\\"])
def test_a_text_that_has_only_one_sign_comes_out_the_same(sign: str) -> None:
    quick, usual = both(f"before {sign} between {sign} after{sign}")
    assert quick == usual
