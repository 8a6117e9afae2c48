"""One Markdown converter for all pages of a build, and four of its steps in a quicker form.

MkDocs makes a new converter for every page, which takes longer than many a page does. The steps give the same page but
for white space between blocks, which nobody sees:

* headings get their anchors and the list of contents its entries, without the list as HTML that this site never shows;
* no line breaks are put between blocks;
* a kind of block is not looked for where none of its signs is;
* the tree becomes text without asking of each element what this site's pages never hold.
"""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import Comment, Element

from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.extensions import Extension
from markdown.extensions.toc import (
    TocTreeprocessor,
    escape_cdata,
    nest_toc_tokens,
    remove_fnrefs,
    render_inner_html,
    strip_tags,
    unique,
)
from markdown.serializers import (
    HTML_EMPTY,
    _escape_attrib_html,
    _escape_cdata,
    to_xhtml_string,
)
from markdown.util import STX
from mkdocs.structure.pages import (
    Page,
    _ExtractAnchorsTreeprocessor,
    _ExtractTitleTreeprocessor,
    _RawHTMLPreprocessor,
    _RelativePathTreeprocessor,
)
from mkdocs.structure.toc import get_toc

from build_tools.site.prepared import received

if TYPE_CHECKING:
    from collections.abc import Callable

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

CONVERTER = "markdown converter"  # in the memory of a build
HEADINGS = frozenset(f"h{level}" for level in range(1, 7))
UNESCAPED = frozenset({"script", "style"})

# What a block has to hold before it can be of a kind. A kind that is not named here is always asked.
BLOCK_NEEDS = {
    "admonition": "!",
    "details": "?",
    "table": "|",
    "hashheader": "#",
    "setextheader": "=-",
    "hr": "-_*",
    "olist": ".",
    "ulist": "*+-",
    "deflist": ":",
    "quote": ">",
    "footnote": "[",
    "abbr": "[",
    "reference": "[",
}
BLOCK_SIGNS = frozenset("".join(BLOCK_NEEDS.values()))


class QuickBlocks(BlockParser):  # type: ignore[misc]  # Python-Markdown has no types
    """Asks only the kinds of block one of whose signs is in the text."""

    _known: list[tuple[Any, frozenset[str]]] | None = None

    def parseBlocks(self, parent: Element, blocks: list[str]) -> None:  # noqa: N802  the name is Python-Markdown's
        """Give each block to the first kind that takes it."""
        if self._known is None:
            kinds = self.blockprocessors
            names = {id(kinds[name]): name for name in BLOCK_NEEDS if name in kinds}
            self._known = [(one, frozenset(BLOCK_NEEDS.get(names.get(id(one), ""), ""))) for one in kinds]
        while blocks:
            block = blocks[0]
            # What is set in belongs to a block before it, whose sign is not here.
            present = BLOCK_SIGNS if block[:1] == " " else BLOCK_SIGNS.intersection(block)
            for kind, signs in self._known:
                if signs and signs.isdisjoint(present):
                    continue
                if kind.test(parent, blocks[0]) and kind.run(parent, blocks) is not False:
                    break


class QuickRaw(_RawHTMLPreprocessor):
    """Looks for anchors in HTML only where there is HTML."""

    def run(self, lines: list[str]) -> list[str]:
        """Note the anchors."""
        return super().run(lines) if any("<" in line for line in lines) else lines


class QuickToc(TocTreeprocessor):  # type: ignore[misc]  # Python-Markdown has no types
    """Gives headings their anchors and names what the list of contents lists."""

    def run(self, doc: Element) -> None:
        """Walk through the page once for the anchors there are and once for the headings."""
        used = {el.attrib["id"] for el in doc.iter() if "id" in el.attrib}
        counters: dict[str, int] = {}
        tokens = []
        for el in doc.iter():
            if el.tag not in HEADINGS:
                continue
            if len(el) or STX in (el.text or ""):
                shown = render_inner_html(remove_fnrefs(el), self.md)
                name = strip_tags(shown)
            else:  # words only
                shown = escape_cdata((el.text or "").strip())
                name = " ".join(shown.split())
            if "id" not in el.attrib:
                el.attrib["id"] = unique(self.slugify(html.unescape(name), self.sep), used, counters)
            level = int(el.tag[-1])
            if self.toc_top <= level <= self.toc_bottom:
                token = {"level": level, "id": el.attrib["id"], "name": name, "html": shown}
                tokens.append({**token, "data-toc-label": ""})
        self.md.toc_tokens = nest_toc_tokens(tokens)


def as_text(root: Element) -> str:
    """Write a tree as Python-Markdown does.

    >>> as_text(Element("p", {"title": 'a"b'}))
    '<p title="a&quot;b"></p>'
    """
    parts: list[str] = []
    try:
        _write(root, parts.append)
    except TypeError:  # a comment, a qualified name: rare, and Python-Markdown knows
        return str(to_xhtml_string(root))
    return "".join(parts)


def _write(el: Element, write: Callable[[str], None]) -> None:
    tag: Any = el.tag
    if not isinstance(tag, str) or tag is Comment:
        raise TypeError(tag)
    attributes = el.items()
    if attributes:
        for name, value in sorted(attributes):
            if not isinstance(value, str):
                raise TypeError(name)
        given = "".join(f' {name}="{_escape_attrib_html(value)}"' for name, value in sorted(attributes))
        write(f"<{tag}{given}")
    else:
        write(f"<{tag}")
    if tag in HTML_EMPTY:
        write(" />")
        return
    write(">")
    if el.text:
        write(el.text if tag in UNESCAPED else _escape_cdata(el.text))
    for child in el:
        _write(child, write)
        if child.tail:
            write(_escape_cdata(child.tail))
    write(f"</{tag}>")


class QuickMarkdown(Extension):  # type: ignore[misc]  # Python-Markdown has no types
    """Puts the quick steps in the place of Python-Markdown's own. Stands after ``toc`` in mkdocs.yml."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  the name is Python-Markdown's
        """Replace each step under its name, with its place in the order."""
        settings = dict(md.treeprocessors["toc"].__dict__)
        quick = QuickToc.__new__(QuickToc)
        quick.__dict__.update(settings)
        md.treeprocessors.register(quick, "toc", 5)
        md.treeprocessors.deregister("prettify")


def makeExtension(**settings: Any) -> QuickMarkdown:  # noqa: N802  the name is Python-Markdown's
    """Give Python-Markdown the extension."""
    return QuickMarkdown(**settings)


def converter(extensions: list[Any], settings: dict[str, Any]) -> Markdown:
    """Make the converter. What no extension can replace is replaced here."""
    md = Markdown(extensions=extensions, extension_configs=settings)
    md.serializer = as_text
    md.parser.__class__ = (
        QuickBlocks  # in its place: every kind of block and extension knows this very parser
    )
    return md


class KeptPage(Page):
    """A page that is converted by the one converter of its build."""

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Convert the page as MkDocs does, links and anchors checked, but with a converter that is there already."""
        if self.markdown is None:
            raise RuntimeError(f"{self.file.src_uri} was not read before it was rendered")
        kept = received().memory
        md = kept.get(CONVERTER)
        if md is None:
            md = kept[CONVERTER] = converter(config["markdown_extensions"], config["mdx_configs"] or {})
        md.reset()
        raw = QuickRaw()
        anchors = _ExtractAnchorsTreeprocessor(self.file, files, config)
        links = _RelativePathTreeprocessor(self.file, files, config)
        title = _ExtractTitleTreeprocessor()
        for step in (raw, anchors, links, title):
            step._register(md)  # noqa: SLF001  as MkDocs's own Page does, with steps it does not publish
        self.content = md.convert(self.markdown)
        self.toc = get_toc(md.toc_tokens)
        self._title_from_render = title.title
        self.present_anchor_ids = anchors.present_anchor_ids | raw.present_anchor_ids
        self.links_to_anchors = links.links_to_anchors
