"""The finished site, as files: what search engines, browsers and a plain web server get."""

from __future__ import annotations

import gzip
import json
import re
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin, urlsplit
from xml.etree import ElementTree as ET

import pytest

pytestmark = pytest.mark.build
SITE = "https://example.org/puente/"


def pages(site: Path) -> list[Path]:
    return sorted(path for path in site.rglob("*.html") if "pagefind" not in path.parts)


class Links(HTMLParser):
    """Everything in a page that makes the browser ask for something."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self.ids: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        for name in ("src", "href"):
            if named.get(name):
                self.found.append((f"{tag}[{named.get('rel') or ''}]", named[name] or ""))
        if named.get("id"):
            self.ids.add(named["id"] or "")


def read(path: Path) -> Links:
    parser = Links()
    parser.feed(path.read_text("utf-8"))
    return parser


def address(site: Path, path: Path) -> str:
    return SITE + path.relative_to(site).as_posix().removesuffix("index.html")


def test_every_page_stands_in_both_languages(site: Path) -> None:
    english = {p.relative_to(site).as_posix() for p in pages(site) if p.relative_to(site).parts[0] != "es"}
    spanish = {p.relative_to(site / "es").as_posix() for p in pages(site / "es")}
    assert english == spanish
    assert len(english) > 15


def test_every_link_inside_the_site_leads_somewhere(site: Path) -> None:
    known = {path: read(path) for path in pages(site)}
    lost = []
    for path, links in known.items():
        for _, target in links.found:
            parts = urlsplit(urljoin(address(site, path), target))
            if parts.netloc != "example.org" or parts.scheme not in {"http", "https"}:
                continue
            file = site / parts.path.removeprefix("/puente/")
            file = file / "index.html" if parts.path.endswith("/") else file
            if not file.is_file():
                lost.append(f"{path.relative_to(site)} -> {target}")
            elif parts.fragment and file in known and parts.fragment not in known[file].ids:
                lost.append(f"{path.relative_to(site)} -> {target} (no such place in the page)")
    assert lost == []


def test_no_page_asks_anybody_else_for_anything(site: Path) -> None:
    foreign = [
        (path.relative_to(site).as_posix(), tag, target)
        for path in pages(site)
        for tag, target in read(path).found
        if "://" in target and not target.startswith(SITE) and not tag.startswith("a[")
    ]
    assert foreign == []


def test_hreflang_is_absolute_with_a_default_and_points_both_ways(site: Path) -> None:
    for name in ("", "learn/backup/", "tools/diagnosis/"):
        for folder in (site / name, site / "es" / name):
            text = (folder / "index.html").read_text("utf-8")
            found = dict(re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)"', text))
            assert found == {"en": SITE + name, "es": f"{SITE}es/{name}", "x-default": SITE + name}


def test_canonical_is_the_page_itself(site: Path) -> None:
    for path in pages(site):
        if path.name == "index.html":
            found = re.findall(r'<link rel="canonical" href="([^"]+)"', path.read_text("utf-8"))
            assert found == [address(site, path)], path


def test_every_page_carries_the_policy_a_description_and_its_language(site: Path) -> None:
    for path in pages(site):
        text = path.read_text("utf-8")
        policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', text)
        assert policy, path
        rules = unescape(policy[1])
        assert "default-src 'self'" in rules
        assert "unsafe-inline" not in rules
        assert "unsafe-eval'" not in rules.replace("wasm-unsafe-eval'", "")
        language = "es" if path.relative_to(site).parts[0] == "es" else "en"
        assert f'<html lang="{language}"' in text, path
        assert re.search(r'<meta name="description" content="[^"]{20,}"', text), path
        assert text.count("<h1") == 1, path


def test_no_page_has_inline_style_that_the_policy_would_refuse(site: Path) -> None:
    refused = [
        p.relative_to(site).as_posix()
        for p in pages(site)
        if re.search(r"<style|\sstyle=", p.read_text("utf-8"))
    ]
    assert refused == []


def test_structured_data_is_json_that_says_what_the_page_is(site: Path) -> None:
    kinds = {}
    for name in ("", "learn/backup/", "tools/diagnosis/", "es/learn/backup/"):
        text = (site / name / "index.html").read_text("utf-8")
        found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
        value = json.loads(found[0])
        first = value[0] if isinstance(value, list) else value
        kinds[name] = (first["@type"], first["inLanguage"])
    assert kinds == {
        "": ("WebSite", "en"),
        "learn/backup/": ("LearningResource", "en"),
        "tools/diagnosis/": ("WebApplication", "en"),
        "es/learn/backup/": ("LearningResource", "es"),
    }


def test_sitemap_lists_every_page_once_with_its_other_language(site: Path) -> None:
    tree = ET.parse(site / "sitemap.xml")  # noqa: S314 - our own file
    spaces = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
    places = [node.text or "" for node in tree.iterfind("s:url/s:loc", spaces)]
    assert len(places) == len(set(places))
    built = {address(site, path) for path in pages(site) if path.name == "index.html"}
    assert set(places) <= built
    assert {SITE, f"{SITE}es/", f"{SITE}es/tools/diagnosis/"} <= set(places)
    for url in tree.iterfind("s:url", spaces):
        assert {link.get("hreflang") for link in url.iterfind("x:link", spaces)} == {"en", "es", "x-default"}


def test_the_theme_s_own_scripts_and_styles_are_not_shipped(site: Path) -> None:
    names = [path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()]
    assert not [name for name in names if "javascripts" in name or "stylesheets" in name]
    assert not [name for name in names if name.endswith("search_index.json")]


def imported(modules: set[Path]) -> set[Path]:
    """The modules that these import before they run, and those that those import; not the given ones."""
    waiting, found = list(modules), set()
    while waiting:
        module = waiting.pop()
        for name in re.findall(
            r"""^import[^;]*?["']\./([\w.-]+\.mjs)["']""", module.read_text("utf-8"), re.MULTILINE
        ):
            if module.parent / name not in found | modules:
                found.add(module.parent / name)
                waiting.append(module.parent / name)
    return found


def test_a_tool_page_is_readable_without_python_and_light(site: Path) -> None:
    """Questions, options and an example answer are in the page itself, in at most 100 KB with style, font and glue."""
    for name in ("tools/diagnosis/", "es/tools/diagnosis/"):
        page = site / name / "index.html"
        text = page.read_text("utf-8")
        assert text.count("<fieldset") >= 18
        assert 'class="' in text
        assert "data-answer" in text
        assert "is-sample" in text
        assert 'method="dialog"' in text  # a press before the script runs puts no answer into an address
        weight = len(gzip.compress(page.read_bytes(), 9))
        for tag, target in read(page).found:
            if tag.startswith(
                ("script", "link[stylesheet", "link[preload", "link[modulepreload", "link[icon", "img")
            ):
                file = (page.parent / target).resolve()
                data = file.read_bytes()
                weight += len(data) if file.suffix == ".woff2" else len(gzip.compress(data, 9))
        scripts = [target for tag, target in read(page).found if tag.startswith("script")]
        for module in imported({(page.parent / target).resolve() for target in scripts}):
            weight += len(gzip.compress(module.read_bytes(), 9))
        assert weight <= 100_000, f"{name}: {weight} bytes"


def test_figures_in_both_languages_agree_on_the_tool_page(site: Path) -> None:
    english = (site / "tools/diagnosis/index.html").read_text("utf-8")
    spanish = (site / "es/tools/diagnosis/index.html").read_text("utf-8")
    named = re.compile(r'<input[^>]*name="([\w-]+)"[^>]*value="([\w-]+)"')
    assert named.findall(english) == named.findall(spanish)
    assert len(named.findall(english)) > 70


def test_the_manifest_and_the_headers_are_there(site: Path) -> None:
    for language, folder in (("en", site), ("es", site / "es")):
        manifest = json.loads((folder / "manifest.webmanifest").read_text("utf-8"))
        assert manifest["lang"] == language
        assert (folder / manifest["scope"]).resolve() == site.resolve()
        for icon in manifest["icons"]:
            assert (folder / icon["src"]).is_file()
        assert {icon["purpose"] for icon in manifest["icons"]} == {"any", "maskable"}
    assert "immutable" in (site / "_headers").read_text("utf-8")


def test_the_service_worker_lists_only_what_exists(site: Path) -> None:
    text = (site / "sw.js").read_text("utf-8")
    assert "/*BUILD*/null" not in text
    build = json.loads(re.search(r'(\{"id":.*?"offline":\{.*?\}\})', text)[1])  # type: ignore[index]
    for name in build["shell"]:
        path = site / name
        assert (
            path / "index.html" if name in {"", *build["offline"].values()} or name.endswith("/") else path
        ).is_file()
    assert set(build["offline"]) == {"en", "es"}
