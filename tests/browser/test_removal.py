"""What a device keeps for the site can be removed at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.test_device import HOMES, SAY

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.build]


@pytest.mark.parametrize(("language", "home"), HOMES)
def test_everything_kept_can_be_removed_at_once_the_started_engine_too(
    page: Page, address: str, wait: Any, language: str, home: str
) -> None:
    page.goto(f"{address}{home}tools/diagnosis/")
    page.locator("[data-form] [type=submit]").first.click()
    wait(page, "document.getElementById('tool').dataset.offline === 'kept'", 60)
    kept = "caches.keys().then(names => names.some(name => name.startsWith('engine-memory ')))"
    wait(page, kept, 60)
    page.goto(f"{address}{home}without-connection/")
    page.locator("[data-keep-rows] button", has_text=SAY[language]["remove_all"]).click()
    page.get_by_text(SAY[language]["removed"]).wait_for()
    assert page.evaluate(kept) is False
