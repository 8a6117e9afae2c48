"""What is added once the pages are written: assets, search index, sitemap, manifest, service worker, headers."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from build_tools.site import offline, written

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from build_tools.site.prepared import Prepared

# For ever: the name changes when the content does.
IMMUTABLE = "public, max-age=31536000, immutable"
ICONS = (
    ("icon-192.png", "192x192", "image/png", "any"),
    ("icon-512.png", "512x512", "image/png", "any"),
    ("icon-maskable-192.png", "192x192", "image/png", "maskable"),
    ("icon-maskable-512.png", "512x512", "image/png", "maskable"),
    ("icon.svg", "any", "image/svg+xml", "any"),
)


class PublishError(RuntimeError):
    """The finished pages cannot be published; the text says why."""


def write_assets(files: Mapping[str, bytes], out: Path) -> None:
    """Write every asset under its hashed name."""
    for name, data in files.items():
        target = out / "assets" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)


def index_search(prepared: Prepared, out: Path) -> str:
    """Make one search index per language.

    Returns:
        What Pagefind said.

    Raises:
        PublishError: Pagefind failed.
    """
    bare = str(written.searched(prepared))
    command = [sys.executable, "-m", "pagefind", "--site", bare, "--output-path", str(out / "pagefind")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise PublishError(f"the search index failed:\n{done.stdout}{done.stderr}")
    for unused in (
        "pagefind-ui.js",
        "pagefind-ui.css",
        "pagefind-modular-ui.js",
        "pagefind-modular-ui.css",
        "pagefind-component-ui.js",
        "pagefind-component-ui.css",
        "pagefind-highlight.js",
    ):
        (out / "pagefind" / unused).unlink(missing_ok=True)
    return done.stdout


def sitemap(prepared: Prepared) -> str:
    """Every page with its versions in other languages; fallback copies are left out."""
    rows = []
    for (language, path), page in sorted(prepared.pages.items()):
        if page.original != language or page.source.meta.get("robots") == "noindex":
            continue
        versions = [code for code in prepared.languages if prepared.pages[code, path].original == code]
        default = prepared.languages[0] if prepared.languages[0] in versions else versions[0]
        links = "".join(
            f'<xhtml:link rel="alternate" hreflang="{code}" href="{_url(prepared, target, path)}"/>'
            for code, target in [*((code, code) for code in versions), ("x-default", default)]
        )
        updated = page.source.meta.get("updated")
        changed = f"<lastmod>{escape(updated)}</lastmod>" if updated else ""
        rows.append(f"<url><loc>{_url(prepared, language, path)}</loc>{changed}{links}</url>")
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        'xmlns:xhtml="http://www.w3.org/1999/xhtml">\n' + "\n".join(rows) + "\n</urlset>\n"
    )


def _url(prepared: Prepared, language: str, path: str) -> str:
    return escape(prepared.site_url + prepared.address(language, path))


def web_manifest(prepared: Prepared, language: str) -> dict[str, Any]:
    """What a phone needs to install the site like an application, in one language."""
    economy = prepared.economy
    root = (
        "./" if language == prepared.languages[0] else "../"
    )  # relative, so that a copy elsewhere installs too
    return {
        "name": economy.site_name[language],
        "short_name": economy.site_name[language].split(" ", maxsplit=1)[0],
        "description": economy.description[language],
        "lang": language,
        "dir": "ltr",
        "start_url": "./",
        "scope": root,
        "display": "standalone",
        "categories": ["business", "education", "productivity"],
        "background_color": economy.colours.get("paper", "#fbf7ef"),
        "theme_color": economy.colours.get("deep-teal", "#0d4f4a"),
        "icons": [
            {"src": f"{root}assets/{prepared.assets[name]}", "sizes": sizes, "type": kind, "purpose": purpose}
            for name, sizes, kind, purpose in ICONS
            if name in prepared.assets
        ],
        "shortcuts": [
            {
                "name": prepared.pages[language, path].source.meta["title"],
                "url": root + prepared.address(language, path),
            }
            for path in _shortcuts(prepared, language)
        ],
    }


def _shortcuts(prepared: Prepared, language: str) -> list[str]:
    """What the installed site's icon offers when it is pressed for long: tools first, four entries at most."""
    tools = [
        path
        for (code, path), page in sorted(prepared.pages.items())
        if code == language and page.source.meta.get("tool")
    ]
    places = ["learn/index.md", "search.md", "library/index.md"]
    return [*tools[:3], *(path for path in places if (language, path) in prepared.pages)][:4]


def headers(prepared: Prepared) -> str:
    """Headers for hosts that read a ``_headers`` file; the pages carry the same policy in a meta element."""
    base = prepared.base_path
    return (
        f"{base}*\n  X-Content-Type-Options: nosniff\n  Referrer-Policy: strict-origin-when-cross-origin\n"
        "  X-Frame-Options: SAMEORIGIN\n  Permissions-Policy: camera=(), geolocation=(), microphone=()\n"
        f"{base}assets/*\n  Cache-Control: {IMMUTABLE}\n"
        f"{base}sw.js\n  Cache-Control: no-cache\n"
    )


def service_worker(prepared: Prepared, out: Path) -> bytes:
    """The service worker with the list of what every page needs.

    The build's id is a hash over the whole site, so two builds with the same content are the same version.
    """
    source = (prepared.root / "site_src" / "glue" / "sw.js").read_text("utf-8")
    if "/*BUILD*/null" not in source:
        raise PublishError("site_src/glue/sw.js has no /*BUILD*/null to fill in")
    homes = [prepared.address(code, "index.md") for code in prepared.languages]
    unreachable = {code: prepared.address(code, "offline.md") for code in prepared.languages}
    pages = [*homes, *unreachable.values()]
    said = [f"{home}offline/say.json" for home in homes]
    digest = hashlib.sha256(source.encode())
    noted = {f"{url}index.html": page.digest.encode() for url, page in written.pages(prepared).items()}
    for name in written.files(out):
        if name.rpartition("/")[2] not in {"sw.js", "_headers", "robots.txt", "sitemap.xml"}:
            digest.update(name.encode() + b"\0" + (noted.get(name) or (out / name).read_bytes()))
    build = {
        "id": digest.hexdigest()[:16],
        "live": prepared.live,
        "lists": offline.lists(prepared),
        "shell": [*offline.shell(out), *offline.lists(prepared), *said, *pages],
        "offline": unreachable,
    }
    return source.replace("/*BUILD*/null", json.dumps(build, separators=(",", ":"))).encode()


def finish(prepared: Prepared, out: Path) -> None:
    """Write the files that no page is, last of all the service worker, which lists the others."""
    (out / "sitemap.xml").write_text(sitemap(prepared), "utf-8")
    (out / "sitemap.xml.gz").unlink(missing_ok=True)
    (out / "robots.txt").write_text(
        f"User-agent: *\nAllow: /\nSitemap: {prepared.site_url}sitemap.xml\n", "utf-8"
    )
    (out / ".nojekyll").write_bytes(b"")
    (out / "_headers").write_text(headers(prepared), "utf-8")
    for language in prepared.languages:
        home = out if language == prepared.languages[0] else out / language
        text = json.dumps(web_manifest(prepared, language), ensure_ascii=False, indent=1)
        (home / "manifest.webmanifest").write_text(text, "utf-8")
        (home / "404.html").write_text(prepared.memory[f"404.{language}"], "utf-8")
        if home != out:  # copies that the i18n plug-in makes of root files
            for name in ("sitemap.xml", "sitemap.xml.gz"):
                (home / name).unlink(missing_ok=True)
    offline.write(prepared, out)
    (out / "sw.js").write_bytes(service_worker(prepared, out))
