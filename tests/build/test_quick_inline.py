"""The quicker inline step of Markdown gives the same page, byte for byte."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import markdown
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import ROOT

if TYPE_CHECKING:
    from build_tools.content.project import Project

QUICK = "build_tools.site.quick_inline"
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


def both(text: str) -> tuple[str, str]:
    names, settings = extensions()
    assert QUICK in names
    usual = [name for name in names if name != QUICK]
    quick = markdown.markdown(text, extensions=names, extension_configs=settings)
    return quick, markdown.markdown(text, extensions=usual, extension_configs=settings)


def test_every_page_of_the_site_comes_out_the_same(project: Project) -> None:
    assert len(project.pages) > 30
    for page in project.pages:
        quick, usual = both(page.body)
        assert quick == usual, page.file


@given(st.lists(st.sampled_from(PIECES), max_size=30))
def test_any_mixture_of_signs_comes_out_the_same(pieces: list[str]) -> None:
    quick, usual = both("".join(pieces))
    assert quick == usual


@pytest.mark.parametrize("sign", ["*", "_", "`", "[", "<", "&", "!", "\\"])
def test_a_text_that_has_only_one_sign_comes_out_the_same(sign: str) -> None:
    quick, usual = both(f"before {sign} between {sign} after{sign}")
    assert quick == usual
