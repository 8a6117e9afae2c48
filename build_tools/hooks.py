"""What MkDocs calls while it builds. Thin on purpose: everything was prepared before, see ``build_tools.site``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mkdocs.plugins import CombinedEvent, event_priority

from build_tools.site import context as pages
from build_tools.site import quick_mkdocs
from build_tools.site.prepared import received
from build_tools.site.written import note

if TYPE_CHECKING:
    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page


@event_priority(100)  # before i18n, which reads the languages
def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Fill in what depends on the economy."""
    return pages.configure(config, received())


@event_priority(100)  # before i18n, which would look at every file of every language
def _own_files(files: Files, config: MkDocsConfig) -> Files:
    """Leave out the other languages: what a page needs is staged in its own."""
    return quick_mkdocs.own_files(files, pages.current_language(config))


@event_priority(-150)  # after i18n, which makes files of its own
def _kept_pages(files: Files, config: MkDocsConfig) -> Files:
    """Pages that share one Markdown converter."""
    return quick_mkdocs.keep_pages(files, config)


on_files = CombinedEvent(_own_files, _kept_pages)


def on_env(env: Environment, config: MkDocsConfig, files: Files) -> Environment:
    """Give the templates their functions."""
    del files
    return pages.equip(env, config, received())


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Front matter as our own loader read it: every scalar is text."""
    del config, files
    pages.take_meta(page, received())
    return markdown


@event_priority(-150)  # after i18n, which says which language this is
def on_page_context(
    context: dict[str, Any], page: Page, config: MkDocsConfig, nav: Navigation
) -> dict[str, Any]:
    """Everything a page's template may use."""
    del nav, config
    return pages.of_page(context, page, received())


@event_priority(-150)
def on_template_context(context: dict[str, Any], template_name: str, config: MkDocsConfig) -> dict[str, Any]:
    """The same for pages without Markdown, such as 404.html."""
    return pages.of_template(context, template_name, config, received())


def on_post_template(output_content: str, template_name: str, config: MkDocsConfig) -> str:
    """Keep each language's 404 page: MkDocs writes them all to one file, the last language over the first."""
    if template_name == "404.html":
        received().memory[f"404.{pages.current_language(config)}"] = output_content
    return output_content


@event_priority(-150)  # last: what is noted here is what is written
def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    """Note what the search, the offline list and the service worker will ask."""
    del config
    note(output, page.url, received())
    return output
