"""Draws the icons that phones ask for as pictures, from the drawings in ``site_src/assets``.

Run once after a drawing has changed, and commit what it writes: ``uv run python -m build_tools.site.icons``.
"""

from __future__ import annotations

import sys
from pathlib import Path

from build_tools import browser

SIZES = {"icon": (192, 512), "icon-maskable": (180, 192, 512)}


def draw(folder: Path) -> list[Path]:
    """Draw every size of every icon.

    Args:
        folder: Where the drawings are, and where the pictures go.

    Returns:
        The pictures.
    """
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - a tool of developers

    found = str(browser.ensure())
    drawn = []
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=found, args=browser.flags())
        for name, sizes in SIZES.items():
            drawing = (folder / f"{name}.svg").read_text("utf-8")
            for size in sizes:
                page = chromium.new_page(viewport={"width": size, "height": size})
                page.set_content(f'<body style="margin:0">{drawing}')
                target = folder / f"{name}-{size}.png"
                page.screenshot(path=target, omit_background=True)
                drawn.append(target)
                page.close()
        chromium.close()
    return drawn


if __name__ == "__main__":
    for path in draw(Path(__file__).resolve().parents[2] / "site_src" / "assets"):
        sys.stdout.write(f"{path.name}  {path.stat().st_size} bytes\n")
