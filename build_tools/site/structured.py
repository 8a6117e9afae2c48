"""Structured data (schema.org, JSON-LD) so that search engines know a lesson from a tool."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mkdocs.structure.pages import Page

    from build_tools.site.prepared import Prepared
    from build_tools.site.stage import StagedPage

KINDS = {
    "lesson": "LearningResource",
    "tool": "WebApplication",
    "library": "CreativeWork",
    "article": "Article",
}


def describe(context: dict[str, Any], page: Page, staged: StagedPage, prepared: Prepared) -> str:
    """The JSON-LD of one page, safe to stand inside a script element."""
    meta = page.meta
    economy = prepared.economy
    site = {
        "@type": "WebSite",
        "name": economy.site_name[staged.language],
        "url": prepared.site_url + prepared.address(staged.language, "index.md"),
    }
    thing: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": KINDS.get(context["kind"], "WebPage"),
        "name": meta.get("title", str(page.title)),
        "description": meta.get("description", economy.description[staged.language]),
        "inLanguage": staged.original,
        "url": context["canonical"],
        "isPartOf": site,
        "isAccessibleForFree": True,
    }
    if context["kind"] == "tool":
        thing |= {
            "applicationCategory": "BusinessApplication",
            "operatingSystem": "Any",
            "offers": {"@type": "Offer", "price": "0", "priceCurrency": "USD"},
        }
    if context["kind"] in {"lesson", "library", "article"}:
        thing["license"] = "https://creativecommons.org/licenses/by/4.0/"
    if meta.get("minutes"):
        thing["timeRequired"] = f"PT{meta['minutes']}M"
    if meta.get("updated"):
        thing["dateModified"] = meta["updated"]
    if staged.path == "index.md":
        thing = {
            "@context": "https://schema.org",
            **site,
            "description": thing["description"],
            "inLanguage": staged.language,
        }
    graph: list[dict[str, Any]] = [thing]
    if context["crumbs"]:
        graph.append(
            {
                "@context": "https://schema.org",
                "@type": "BreadcrumbList",
                "itemListElement": [
                    {
                        "@type": "ListItem",
                        "position": place,
                        "name": crumb["title"],
                        "item": _absolute(crumb["url"], prepared),
                    }
                    for place, crumb in enumerate(context["crumbs"], 1)
                ],
            }
        )
    text = json.dumps(graph if len(graph) > 1 else thing, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c")


def _absolute(relative: str, prepared: Prepared) -> str:
    return prepared.site_url + relative.lstrip("./")
