"""The colours of the site can be read by everybody, in both themes."""

import re
from pathlib import Path

import pytest

from build_tools import contrast

ROOT = Path(__file__).resolve().parents[2]
CSS = (ROOT / "site_src" / "styles" / "tokens.css").read_text("utf-8")
THEMES = contrast.read_tokens(CSS)


def test_every_pair_of_colours_can_be_read():
    assert [str(finding) for finding in contrast.check(THEMES)] == []


def test_both_themes_name_the_same_colours():
    assert THEMES["light"].keys() == THEMES["dark"].keys()
    assert len(THEMES["light"]) > 20


def test_the_dark_theme_is_the_same_by_choice_and_by_system_setting():
    chosen = re.search(r':root\[data-theme="dark"\] \{(.*?)\}', CSS, re.DOTALL)
    system = re.search(r':root:not\(\[data-theme="light"\]\) \{(.*?)\}', CSS, re.DOTALL)
    assert chosen
    assert system
    assert chosen[1].split() == system[1].split()


def test_colours_are_written_down_in_one_place_only():
    written = [
        f"{sheet.name}: {colour}"
        for sheet in sorted((ROOT / "site_src" / "styles").glob("*.css"))
        if sheet.name not in {"tokens.css", "print.css"}
        for colour in re.findall(r"#[0-9a-fA-F]{3,8}\b(?=\s*[;,)])", sheet.read_text("utf-8"))
    ]
    assert written == []


def test_an_economy_with_pale_text_is_told_which_pairs_fail():
    mixed = contrast.with_economy(THEMES, {"teal": "#7fd0c6"})
    found = contrast.check(mixed)
    assert {(finding.theme, finding.text, finding.surface) for finding in found} >= {
        ("light", "teal", "paper"),
        ("light", "on-teal", "teal"),
    }
    assert "expected at least 4.5" in str(found[0])


def test_an_economy_cannot_name_a_colour_that_is_not_there():
    with pytest.raises(contrast.ColourError, match="'purple' is not a colour of the site"):
        contrast.with_economy(THEMES, {"purple": "#551188"})


def test_an_economy_cannot_write_a_colour_as_a_word():
    with pytest.raises(contrast.ColourError, match="'red' is not a colour"):
        contrast.with_economy(THEMES, {"teal": "red"})


def test_the_colours_of_an_economy_reach_both_ways_into_the_dark_theme():
    css = contrast.economy_css({"teal": "#0a5a8a", "dark-teal": "#9ad0f5"})
    assert css.count("#9ad0f5") == 2
    assert contrast.read_tokens(css) == {"light": {"teal": "#0a5a8a"}, "dark": {"teal": "#9ad0f5"}}
