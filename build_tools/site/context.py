"""What a page's template may use: sentences, addresses, the other languages, the tool, the record's facts."""

from __future__ import annotations

import functools
import json
from datetime import date
from typing import TYPE_CHECKING, Any

from markupsafe import Markup
from mkdocs.utils import get_relative_url

from build_tools.site import structured
from build_tools.site.prepared import BASE, icon
from build_tools.site.quick_mkdocs import frame, keep_templates, without_theme

if TYPE_CHECKING:
    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.pages import Page

    from build_tools.site.prepared import Prepared
    from build_tools.site.stage import StagedPage

STALE_AFTER_DAYS = 365


def configure(config: MkDocsConfig, prepared: Prepared) -> MkDocsConfig:
    """Fill in languages, names and the site's address before the i18n plug-in reads them."""
    economy = prepared.economy
    plugin: Any = config.plugins["i18n"]
    if config.site_url == prepared.site_url and plugin.current_language is not None:
        return config  # the plug-in calls again for every further language
    without_theme(config)
    config.site_url = prepared.site_url
    kind = type(plugin.config.languages[0])
    languages = []
    for code in economy.languages:
        language = kind()
        language.load_dict(
            {
                "locale": code,
                "name": economy.language_names[code],
                "default": code == economy.languages[0],
                "build": True,
                "site_name": economy.site_name[code],
                "site_description": economy.description[code],
                "nav_translations": {"home": _speak(prepared, code, "site.home")}
                | {
                    name: _speak(prepared, code, f"site.nav.{name}")
                    for name in ("tools", "learn", "library", "republish", "about")
                },
                "admonition_translations": {
                    name: _speak(prepared, code, f"site.admonition.{name}")
                    for name in ("note", "tip", "warning", "question", "example")
                },
            }
        )
        failed, _ = language.validate()
        if failed:
            raise ValueError(f"economy/economy.yml, languages: {failed}")
        languages.append(language)
    plugin.config.languages = languages
    return config


def current_language(config: MkDocsConfig) -> str:
    """The language whose pages are being written; the plug-in knows, the theme does not."""
    plugin: Any = config.plugins["i18n"]
    return str(plugin.current_language)


def _speak(prepared: Prepared, language: str, key: str, /, **values: Any) -> str:
    return prepared.catalogues[language].say(
        {"key": key, "values": {name: str(v) for name, v in values.items()}}
    )


def equip(env: Environment, config: MkDocsConfig, prepared: Prepared) -> Environment:
    """Functions that are the same for every page of one language."""
    language = current_language(config)
    env.autoescape = True
    env.auto_reload = False  # templates do not change during a build; asking the disk costs 1 ms per page
    keep_templates(env)
    said: dict[str, str] = {}  # most sentences of the frame are the same on every page

    def say(key: str, /, **values: Any) -> str:
        if values:
            return _speak(prepared, language, key, **values)
        if key not in said:
            said[key] = _speak(prepared, language, key)
        return said[key]

    env.globals.update(
        t=say,
        icon=functools.partial(icon, prepared.icons),
        date=prepared.catalogues[language].date,
        number=prepared.catalogues[language].number,
        percent=prepared.catalogues[language].percent,
        economy=prepared.economy,
        lang=language,
        csp=prepared.csp,
        version=prepared.version,
        live=prepared.live,
        frame=frame(env),
    )
    return env


def _staged(page: Page, prepared: Prepared) -> StagedPage:
    language, _, path = page.file.src_uri.partition("/")
    return prepared.pages[language, path]


def take_meta(page: Page, prepared: Prepared) -> None:
    """Replace the front matter that MkDocs read by ours, in which 0304 and dates stay text."""
    page.meta = dict(_staged(page, prepared).source.meta)


def stale(meta: Any, today: date) -> str | None:
    """The date of the last check if that is longer ago than a year, else None."""
    checked = meta.get("checked_on")
    if not checked or (today - date.fromisoformat(checked)).days <= STALE_AFTER_DAYS:
        return None
    return str(checked)


def _shared(root: str, language: str, prepared: Prepared) -> dict[str, Any]:
    lang_root = root if language == prepared.languages[0] else f"{root}{language}/"

    def asset(name: str) -> str:
        return f"{root}assets/{prepared.assets[name]}"

    return {"root": root, "lang_root": lang_root, "asset": asset, "search_bundle": f"{root}pagefind/"}


def of_page(context: dict[str, Any], page: Page, prepared: Prepared) -> dict[str, Any]:
    """The context of one Markdown page."""
    staged = _staged(page, prepared)
    root = get_relative_url(".", page.url)
    root = "" if root in {".", "./"} else root.rstrip("/") + "/"
    root = root or "./"
    here = {code: prepared.address(code, staged.path) for code in prepared.languages}
    originals = [code for code in prepared.languages if prepared.pages[code, staged.path].original == code]
    alternates = [{"lang": code, "url": prepared.site_url + here[code]} for code in originals]
    if alternates:
        default = prepared.languages[0] if prepared.languages[0] in originals else originals[0]
        alternates.append({"lang": "x-default", "url": prepared.site_url + here[default]})
    canonical = prepared.site_url + here[staged.original if staged.original in here else staged.language]
    page.canonical_url = canonical
    meta = page.meta
    context.update(_shared(root, staged.language, prepared))
    context.update(
        languages=[
            {
                "code": code,
                "name": prepared.economy.language_names[code],
                "url": root + here[code],
                "current": code == staged.language,
                "original": code in originals,
            }
            for code in prepared.languages
        ],
        alternates=alternates,
        nav=_doors(context["nav"]),
        canonical=canonical,
        kind=meta.get("kind", "page"),
        fallback=staged.original if staged.original != staged.language else None,
        stale=stale(meta, prepared.today),
        tool=_tool(meta, root, staged, prepared),
        data=_figures(meta, prepared),
        children=_children(staged, root, prepared)
        if staged.path.endswith("index.md") or meta.get("template") == "progress.html"
        else (),
        **_neighbours(staged, root, prepared),
        crumbs=_crumbs(staged, root, prepared),
        edit_url=_edit_url(staged, prepared),
    )
    context["jsonld"] = Markup(structured.describe(context, page, staged, prepared))  # noqa: S704 - escaped there
    return context


def _tool(meta: Any, root: str, staged: StagedPage, prepared: Prepared) -> dict[str, Any] | None:
    name = meta.get("tool")
    if not name:
        return None
    tool = prepared.tools[staged.language, name]
    config = json.dumps({**tool.config, "base": root}, ensure_ascii=False, separators=(",", ":"))
    return {
        "name": tool.name,
        "form_html": Markup(tool.form_html.replace(BASE, root)),  # noqa: S704 - from our own view
        "config_json": Markup(config.replace("<", "\\u003c")),  # noqa: S704 - no tag can be closed in it
    }


def _figures(meta: Any, prepared: Prepared) -> Any:
    """The data file that a page shows, named as `figures: speed/runtime`; None while nobody has made it."""
    shard, _, name = meta.get("figures", "").partition("/")
    return prepared.project.data.get(shard, {}).get(name)


def _folders(prepared: Prepared) -> dict[tuple[str, str], list[StagedPage]]:
    known: dict[tuple[str, str], list[StagedPage]] | None = prepared.memory.get("folders")
    if known is None:
        known = {}
        for page in prepared.pages.values():
            folder = page.path.rpartition("/")[0]
            if folder and not page.path.endswith("index.md"):
                known.setdefault((page.language, folder), []).append(page)
        for pages in known.values():
            pages.sort(key=_order)
        prepared.memory["folders"] = known
    return known


def _order(page: StagedPage) -> tuple[int, str]:
    return (int(page.source.meta.get("order", "999")), page.source.meta.get("title", "").casefold())


def _children(staged: StagedPage, root: str, prepared: Prepared) -> list[dict[str, Any]]:
    """The pages of this index's folder, for its list; nobody keeps such a list by hand."""
    folder = staged.path.rpartition("/")[0]
    return [
        {**page.source.meta, "url": root + prepared.address(page.language, page.path)}
        for page in _folders(prepared).get((staged.language, folder), [])
    ]


def _doors(nav: Any) -> list[Any]:
    """What the header links to: every first entry but home, which is behind the site's name."""
    return [item for item in nav if not getattr(item, "is_homepage", False)]


def _neighbours(staged: StagedPage, root: str, prepared: Prepared) -> dict[str, dict[str, Any] | None]:
    """The lessons before and after this one; other kinds of page have no order to follow."""
    around: dict[str, dict[str, Any] | None] = {"previous": None, "next": None}
    if staged.source.meta.get("kind") != "lesson":
        return around
    folder = staged.path.rpartition("/")[0]
    row = [
        page
        for page in _folders(prepared).get((staged.language, folder), [])
        if page.source.meta.get("kind") == "lesson"
    ]
    here = row.index(staged)
    for name, place in (("previous", here - 1), ("next", here + 1)):
        if 0 <= place < len(row):
            page = row[place]
            around[name] = {**page.source.meta, "url": root + prepared.address(page.language, page.path)}
    return around


def _crumbs(staged: StagedPage, root: str, prepared: Prepared) -> list[dict[str, str]]:
    trail = []
    parts = staged.path.split("/")
    for depth in range(len(parts)):
        path = "/".join([*parts[:depth], "index.md"])
        page = prepared.pages.get((staged.language, path))
        if page is not None and path != staged.path:
            meta = page.source.meta
            title = _speak(prepared, staged.language, "site.home") if depth == 0 else meta.get("title", "")
            trail.append({"title": title, "url": root + prepared.address(staged.language, path)})
    return trail


def _edit_url(staged: StagedPage, prepared: Prepared) -> str | None:
    base: str = prepared.economy.edit_url
    return f"{base.rstrip('/')}/{staged.source.file}" if base else None


def of_template(
    context: dict[str, Any], name: str, config: MkDocsConfig, prepared: Prepared
) -> dict[str, Any]:
    """The context of a page without Markdown; 404.html is served from any depth, so its addresses are absolute."""
    if not name.endswith(".html"):
        return context
    language = current_language(config)
    root = prepared.base_path
    context.update(_shared(root, language, prepared))
    context.update(
        languages=[
            {
                "code": code,
                "name": prepared.economy.language_names[code],
                "url": root + prepared.address(code, "index.md"),
                "current": code == language,
                "original": True,
            }
            for code in prepared.languages
        ],
        alternates=[],
        nav=_doors(context["nav"]),
        canonical=None,
        kind="page",
        fallback=None,
        stale=None,
        tool=None,
        children=(),
        crumbs=[],
        previous=None,
        next=None,
        edit_url=None,
        jsonld=None,
    )
    return context
