"""Work that MkDocs would do again for every page or every language, and that this site does once or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jinja2 import BytecodeCache, pass_context
from markupsafe import Markup, escape
from mkdocs.structure.files import Files

from build_tools.site.quick_markdown import KeptPage

if TYPE_CHECKING:
    from collections.abc import Callable

    from jinja2 import Environment
    from jinja2.bccache import Bucket
    from jinja2.runtime import Context
    from mkdocs.config.defaults import MkDocsConfig


def without_theme(config: MkDocsConfig) -> None:
    """Let the theme offer no files: this site has scripts, styles and pictures of its own, and Material has 10,000."""
    theme = config.theme
    make = type(theme).get_env

    def get_env() -> Environment:
        env = make(theme)
        env.list_templates = lambda *_, **__: []  # type: ignore[method-assign]
        return env

    theme.get_env = get_env  # type: ignore[method-assign]


def own_files(files: Files, language: str) -> Files:
    """The files of the language that is being written."""
    return Files([file for file in files if file.src_uri.startswith(f"{language}/")])


def keep_pages(files: Files, config: MkDocsConfig) -> Files:
    """Make the pages that the header does not link to; MkDocs makes those that it does, with their titles."""
    linked = {path for entry in config.nav or () for path in entry.values()}
    for file in files.documentation_pages():
        if file.src_uri.partition("/")[2] not in linked:
            KeptPage(None, file, config)
    return files


def frame(env: Environment) -> Callable[[Context, str], Markup]:
    """A template function for header and footer: the same for all pages of a folder but for the other languages."""
    drawn: dict[tuple[str, ...], str] = {}

    @pass_context
    def draw(context: Context, name: str) -> Markup:
        here = context["languages"]
        url = context["page"].url if context["page"] else "404"
        named = {getattr(item, "url", None) for item in context["nav"]}
        alone = url in named or context["is_home"] or url.endswith("search/")  # marked as the page one is on
        key = (name, context["root"], url if alone else url.rstrip("/").rpartition("/")[0] + "/*")
        if key not in drawn:
            places = [{**language, "url": f"\0{language['code']}\0"} for language in here]
            drawn[key] = env.get_template(name).render({**context.get_all(), "languages": places})
        html = drawn[key]
        for language in here:
            html = html.replace(f"\0{language['code']}\0", str(escape(language["url"])))
        return Markup(html)  # noqa: S704  from our own templates, addresses escaped

    return draw


class KeptCode(BytecodeCache):
    """Compiled templates in memory: each language has an environment of its own, and the same templates."""

    def __init__(self) -> None:
        """Begin with none."""
        self._known: dict[tuple[str, str], Any] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give the code of a template whose source is still the same."""
        bucket.code = self._known.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of a template."""
        self._known[bucket.key, bucket.checksum] = bucket.code


CODE = KeptCode()


def keep_templates(env: Environment) -> None:
    """Remember each template by its name: every page includes some twenty, and Jinja looks hard for each."""
    env.bytecode_cache = CODE
    find = env.get_template
    found: dict[Any, Any] = {}

    def get_template(name: Any, parent: str | None = None, globals: Any = None) -> Any:  # noqa: A002  Jinja's name
        if name not in found:
            found[name] = find(name, parent, globals)
        return found[name]

    env.get_template = get_template  # type: ignore[method-assign]
