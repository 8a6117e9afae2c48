"""The shell of the site says only sentences that exist, in both languages, and stays light."""

import gzip
import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
OVERRIDES = ROOT / "site_src" / "overrides"
TEMPLATES = "\n".join(path.read_text("utf-8") for path in sorted(OVERRIDES.rglob("*")) if path.is_file())
# Said by the build itself, through mkdocs-static-i18n.
SAID_ELSEWHERE = {"site.home"} | {
    f"site.nav.{name}" for name in ("tools", "learn", "library", "republish", "about")
}


def _keys(value: object, name: str) -> set[str]:
    if not isinstance(value, dict) or "plural" in value:
        return {name}
    return {key for part, inner in value.items() for key in _keys(inner, f"{name}.{part}")}


def _room(language: str) -> set[str]:
    return _keys(yaml.safe_load((ROOT / "i18n" / language / "site.yml").read_text("utf-8")), "site")


KNOWN = _room("en")
EXACT = set(re.findall(r"""\bt\(\s*["'](site\.[a-z_.]+[a-z_])["']""", TEMPLATES))
FAMILIES = set(re.findall(r"""\bt\(\s*["'](site\.[a-z_.]+\.)["']\s*~""", TEMPLATES))


def test_every_sentence_of_the_templates_exists():
    assert EXACT
    assert not EXACT - KNOWN
    assert {family for family in FAMILIES if not any(key.startswith(family) for key in KNOWN)} == set()


def test_no_sentence_is_left_over():
    used = EXACT | SAID_ELSEWHERE | {key for key in KNOWN if any(key.startswith(f) for f in FAMILIES)}
    used |= {key for key in KNOWN if key.startswith("site.admonition.")}
    assert not KNOWN - used


def test_both_languages_say_the_same_things():
    assert _room("es") == KNOWN


def test_templates_hold_no_sentence_themselves():
    for path in sorted(OVERRIDES.rglob("*.html")):
        text = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", " ", path.read_text("utf-8"), flags=re.DOTALL)
        text = re.sub(r"<[^>]*>", " ", text)
        words = re.findall(r"(?<![\w-])[A-Za-zÁÉÍÓÚÑáéíóúñ]{3,}(?![\w-])", text)
        assert words == [], path.name


def test_nothing_comes_from_another_address():
    own = TEMPLATES + "".join(
        path.read_text("utf-8") for path in (ROOT / "site_src" / "styles").glob("*.css")
    )
    assert set(re.findall(r"https?://[^\s\"'<>)]+", own)) <= {"http://www.w3.org/2000/svg"}


@pytest.mark.parametrize(
    ("names", "kilobytes"),
    [
        (["styles/*.css"], 14),
        (["glue/site.mjs"], 4),
        (["glue/search.mjs"], 4),
        (["overrides/partials/hero-art.svg"], 4),
    ],
)
def test_what_every_page_loads_stays_light(names: list[str], kilobytes: int):
    data = b"".join(path.read_bytes() for name in names for path in sorted((ROOT / "site_src").glob(name)))
    assert data
    assert len(gzip.compress(data, mtime=0)) <= kilobytes * 1024


def test_the_order_of_the_styles_names_every_file_once():
    folder = ROOT / "site_src" / "styles"
    order = (folder / "order.txt").read_text("utf-8").split()
    assert sorted(order) == sorted(path.name for path in folder.glob("*.css"))
