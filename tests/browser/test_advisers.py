"""Adviser mode: a list of clients and products in the browser, with faults named and good rows kept."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

pytestmark = [pytest.mark.browser, pytest.mark.build]
TOOL = {"en": "tools/origin/", "es": "es/tools/origin/"}
FINISHED = "document.querySelector('[data-batch-cancel]').hidden && document.querySelector('.batch__said').textContent"


def saved(page: Page) -> list[list[str]]:
    with page.expect_download() as download:
        page.locator("[data-batch-save]").click()
    text = Path(download.value.path()).read_text("utf-8-sig")
    return list(csv.reader(text.splitlines()))


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_sample_gives_markets_a_named_fault_and_a_file(
    page: Page, context: BrowserContext, address: str, wait: Any, language: str
) -> None:
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.post_data or ""))
    page.goto(address + TOOL[language])
    page.locator("#advisers > summary").click()
    page.locator("[data-batch-do=try]").click()
    wait(page, "!document.querySelector('[data-batch-save]').hidden", 90)
    faults = page.locator("[data-batch-faults] li")
    assert faults.count() == 1
    assert "5" in faults.first.locator("strong").inner_text()
    shown = page.locator(".batch__table tbody tr").count()
    head, *rows = saved(page)
    assert len(rows) >= shown > 20
    assert {len(row) for row in rows} == {len(head)}
    assert {row[0] for row in rows} == {"2", "3", "4"}
    assert not any(asked)
    assert page.faults == []  # type: ignore[attr-defined]


def test_a_dropped_file_is_read_and_stopping_keeps_what_is_done(
    page: Page, address: str, wait: Any, tmp_path: Path
) -> None:
    line = "Andes,Coffee {0},0901.21,PE,8.60,Green coffee,0901.11,4.20,PE,yes"
    head = "client,product,hs,made in,fob,input 1 name,input 1 hs,input 1 value,input 1 origin,input 1 originating"
    clients = tmp_path / "clients.csv"
    clients.write_text("\n".join([head, *(line.format(at) for at in range(400))]), encoding="utf-8")
    page.goto(address + TOOL["en"])
    page.locator("#advisers > summary").click()
    page.locator("[data-batch-file]").set_input_files(clients)
    wait(page, "document.querySelector('.batch__table')", 90)
    page.locator("[data-batch-cancel]").click()
    wait(page, FINISHED)
    rows = saved(page)[1:]
    assert 5 <= len({row[0] for row in rows}) < 400
    assert page.locator(".batch__table tbody tr").count() <= 300


def test_a_list_without_the_column_of_codes_is_refused_in_words(page: Page, address: str, wait: Any) -> None:
    page.goto(address + TOOL["es"])
    page.locator("#advisers > summary").click()
    page.locator("[data-batch-file]").set_input_files(
        {"name": "x.csv", "mimeType": "text/csv", "buffer": b"cliente,color\nA,rojo\n"}
    )
    wait(page, "document.querySelector('[data-batch-out] .refusal')", 60)
    assert page.locator("[data-batch-save]").is_hidden()
