"""Where can I sell it, and at what duty: what people do on the page, in both languages, on a phone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

pytestmark = [pytest.mark.browser, pytest.mark.build]
TOOL = {"en": "tools/origin/", "es": "es/tools/origin/"}
ANSWERED = "!document.querySelector('[data-answer]').classList.contains('is-sample')"
CALM = "!document.querySelector('[aria-busy=true]')"
UNITED_STATES = {"en": "United States", "es": "Estados Unidos"}


def load_example(page: Page, wait: Any, name: str) -> None:
    page.locator(f"[data-example={name}]").click()
    wait(page, ANSWERED, 60)
    wait(page, CALM)


def open_market(page: Page, wait: Any, importer: str) -> Any:
    market = page.locator(f".market:has(details[data-importer={importer}])").first
    market.locator("details > summary").first.click()
    wait(page, f"document.querySelector('details[data-importer={importer}] .way')", 30)
    return market


def type_coffee(page: Page) -> None:
    """What a roaster types by hand; the least that gives an answer."""
    typed = {
        "product.name": "Café tostado",
        "product.hs": "0901.21",
        "product.price.ex_works": "8,00",
        "product.price.fob": "8.60",
        "inputs.0.name": "Café verde",
        "inputs.0.hs": "0901.11",
        "inputs.0.value": "4.20",
    }
    for name, value in typed.items():
        page.locator(f"[name='{name}']").fill(value)
    page.locator("[name='inputs.0.origin']").select_option("PE")
    page.locator("[name='inputs.0.originating']").select_option("yes")
    page.locator("[name='made_in']").select_option("PE")


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_roaster_sees_markets_the_rule_advice_and_a_document(
    page: Page, context: BrowserContext, address: str, wait: Any, language: str
) -> None:
    page.goto(address + TOOL[language])
    type_coffee(page)
    page.locator("[data-form] [type=submit]").click()
    wait(page, ANSWERED, 60)
    wait(page, CALM)
    wait(page, "(document.getElementById('tool').dataset.offline ?? 'asked') !== 'asked'", 60)
    context.set_offline(True)  # the rules and rates of this chapter are here now
    assert UNITED_STATES[language] in page.locator("[data-answer]").inner_text()
    assert page.locator(".market details[data-importer]").count() > 5
    market = open_market(page, wait, "US")
    assert market.locator(".rule__words").inner_text()
    assert market.locator(".cite").count() > 0
    market.locator("[data-aside='origin.advise']").click()
    wait(page, "document.querySelector('.advice')")
    market.locator("[data-dossier-of]").click()
    wait(page, "document.querySelector('.dossier')")
    wait(page, "!document.querySelector('[data-dossier-alone]').hidden")  # the other language needs the line
    with page.expect_download() as download:
        page.locator("[data-dossier-save]").click()
    dossier = json.loads(Path(download.value.path()).read_text("utf-8"))
    assert (dossier["format"], dossier["importer"]) == ("puente.origin-dossier", "US")
    assert page.faults == []  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", ["coffee", "tshirt", "chocolate", "quinoa-bar", "alpaca-sweater"])
def test_one_tap_on_an_example_gives_an_answer(page: Page, address: str, wait: Any, name: str) -> None:
    page.goto(address + TOOL["es"])
    load_example(page, wait, name)
    assert page.locator(".refusal").count() == 0
    assert page.locator(".market").count() > 0
    assert page.locator("[name='inputs.0.name']").input_value()
    assert page.faults == []  # type: ignore[attr-defined]


def test_what_was_there_before_an_example_comes_back(page: Page, address: str, wait: Any) -> None:
    page.goto(address + TOOL["en"])
    type_coffee(page)
    load_example(page, wait, "wooden-toy")
    assert page.locator("[name='product.hs']").input_value() == "9503.00"
    page.locator("[data-do=undo]").click()
    assert page.locator("[name='product.hs']").input_value() == "0901.21"
    assert page.locator("[name='inputs.0.origin']").input_value() == "PE"


def test_an_answered_question_moves_into_the_form_and_the_markets_follow(
    page: Page, address: str, wait: Any
) -> None:
    page.goto(address + TOOL["en"])
    load_example(page, wait, "coffee")
    before = page.locator("[data-answer] .asked").count()
    assert before > 0
    first = page.locator("[data-answer] .asked").first
    field = first.get_attribute("data-field")
    first.locator("input[value=no]").check()
    wait(page, f"!document.querySelector('[data-answer] .asked[data-field=\"{field}\"]')", 30)
    saved = json.loads(page.evaluate("localStorage['puente.origin']"))
    assert saved["answers"][field] == "no"
    page.reload()
    wait(page, ANSWERED, 60)
    assert page.locator(f"[data-answer] .asked[data-field='{field}']").count() == 0


def test_rows_are_added_removed_and_brought_back_by_keyboard(page: Page, address: str, wait: Any) -> None:
    page.goto(address + TOOL["en"])
    wait(
        page, "'trouble' in document.getElementById('tool').dataset"
    )  # the rows are there before the script is
    assert page.locator("[data-rows=inputs] > li").count() == 2
    page.locator("[data-row-add=inputs]").press("Enter")
    page.keyboard.type("Honey")
    assert page.locator("[name='inputs.2.name']").input_value() == "Honey"
    page.locator("[data-path='inputs.2'] [data-row-remove]").press("Enter")
    assert page.locator("[data-rows=inputs] > li").count() == 2
    assert page.evaluate("document.activeElement.name") == "inputs.1.name"
    page.locator("[data-row-undo]").press("Enter")
    assert page.locator("[name='inputs.2.name']").input_value() == "Honey"
    assert page.evaluate("document.activeElement.name") == "inputs.2.name"


def test_an_input_made_in_house_has_inputs_of_its_own_and_they_are_kept(
    page: Page, address: str, wait: Any
) -> None:
    page.goto(address + TOOL["en"])
    page.locator("#more-inputs\\.0 > summary").click()
    page.locator("[name='inputs.0.made_in_house']").select_option("yes")
    page.locator("[data-row-add='inputs.0.inputs']").click()
    page.locator("[name='inputs.0.inputs.0.name']").fill("Yarn")
    page.locator("[name='product.name']").fill("Shirt")
    page.locator("[name='product.name']").blur()
    page.reload()
    wait(page, "document.querySelector('[name=\"inputs.0.inputs.0.name\"]')?.value === 'Yarn'")


def test_rows_pasted_from_a_spreadsheet_are_added(page: Page, address: str, wait: Any) -> None:
    page.goto(address + TOOL["en"])
    page.locator("[name='inputs.0.name']").fill("Green coffee")
    page.locator("#paste > summary").click()
    page.locator("[data-paste]").fill(
        "name\ths\tvalue\torigin\nBag\t3923.29\t0.30\tCN\nLabel\t4821.10\t0.08\tPE\n"
    )
    page.locator("[data-paste-read]").click()
    wait(page, "document.querySelector('[name=\"inputs.2.hs\"]')?.value === '4821.10'", 60)
    assert page.locator("[name='inputs.0.name']").input_value() == "Green coffee"
    assert page.locator("[name='inputs.1.origin']").input_value() == "CN"


def test_suggested_inputs_are_taken_with_one_tap(page: Page, address: str, wait: Any) -> None:
    page.goto(address + TOOL["es"])
    page.locator("[name='product.hs']").fill("0901.21")
    page.locator("[data-suggest]").click()
    wait(page, "document.querySelector('[data-take]')", 60)
    page.locator("[data-take]").first.click()
    assert page.locator("[name='inputs.0.hs']").input_value() == "0901.11"
    assert page.locator("[data-take]").first.is_disabled()


def test_a_link_carries_the_document_and_no_server_sees_it(
    page: Page, context: BrowserContext, address: str, wait: Any
) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    page.goto(address + TOOL["en"])
    load_example(page, wait, "tshirt")
    open_market(page, wait, "US").locator("[data-dossier-of]").click()
    wait(page, "document.querySelector('[data-dossier-link]')")
    page.locator("[data-dossier-link]").click()
    link = wait(page, "navigator.clipboard.readText().then((text) => text.includes('#dossier=') && text)")
    second = context.new_page()
    second.goto(link)
    wait(second, "document.querySelector('[data-rerun-take]')", 60)
    second.locator("[data-rerun-take]").click()
    wait(second, "document.querySelector('[name=\"product.hs\"]').value === '6109.10'")
    assert not [url for url in asked if "dossier=" in url]


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_document_is_in_both_languages_and_the_page_stays_in_its_own(
    page: Page, address: str, wait: Any, language: str
) -> None:
    other = {"en": "es", "es": "en"}[language]
    page.goto(address + TOOL[language])
    load_example(page, wait, "tshirt")
    market = open_market(page, wait, "US")
    market.locator("[data-dossier-of]").click()
    wait(page, f"document.querySelector('.dossier__pair > [lang={other}]')", 60)
    titles = {"en": "Origin document", "es": "Documento de origen"}
    heads = page.locator(".dossier__head h2").all_inner_texts()
    assert heads == [titles[language], titles[other]]
    pairs = page.locator(".dossier__pair")
    assert pairs.count() >= 6
    for at in range(pairs.count()):
        own, twin = (pairs.nth(at).locator("> *").nth(place) for place in (0, 1))
        assert (own.get_attribute("lang"), twin.get_attribute("lang")) == (None, other)
        assert own.locator("h3").count() == twin.locator("h3").count()
    market.locator("[data-aside='origin.advise']").click()
    wait(page, "document.querySelector('.advice')")
    assert page.faults == []  # type: ignore[attr-defined]


def test_several_products_are_kept_and_opened(page: Page, address: str, wait: Any) -> None:
    page.goto(address + TOOL["en"])
    load_example(page, wait, "coffee")
    page.locator("[data-saved-keep]").click()
    load_example(page, wait, "tshirt")
    page.locator("[data-saved-keep]").click()
    assert page.locator("[data-saved-list] option").count() == 3
    page.locator("[data-saved-list]").select_option("Roasted coffee")
    assert page.locator("[name='product.hs']").input_value() == "0901.21"


def test_nothing_typed_gives_a_refusal_that_says_what_to_do(page: Page, address: str, wait: Any) -> None:
    page.goto(address + TOOL["es"])
    page.locator("[data-form] [type=submit]").click()
    wait(page, "document.querySelector('.refusal')", 60)
    page.locator("[name='product.name']").fill("Café")
    assert page.faults == []  # type: ignore[attr-defined]


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (360, "dark"), (1280, "light")])
def test_axe_finds_nothing_in_a_whole_answer(
    chromium: Any, address: str, wait: Any, language: str, width: int, scheme: str
) -> None:
    context = chromium.new_context(
        viewport={"width": width, "height": 740}, color_scheme=scheme, reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto(address + TOOL[language])
    load_example(page, wait, "tshirt")
    market = open_market(page, wait, "US")
    market.locator("[data-aside='origin.advise']").click()
    wait(page, "document.querySelector('.advice')")
    market.locator("[data-dossier-of]").click()
    wait(page, "document.querySelector('.dossier')")
    page.locator("[data-suggest]").click()
    wait(page, "document.querySelector('[data-take]')")
    page.evaluate(
        "document.querySelectorAll('#tool details:not([data-aside])').forEach((one) => (one.open = true))"
    )
    violations = Axe().run(page).response["violations"]
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    context.close()
    assert [(fault["id"], fault["nodes"][0]["html"][:160]) for fault in violations] == []
    assert wide == 0


def test_without_a_script_the_questions_and_an_example_are_readable(chromium: Any, address: str) -> None:
    context = chromium.new_context(viewport={"width": 360, "height": 740}, java_script_enabled=False)
    page = context.new_page()
    page.goto(address + TOOL["es"])
    assert page.locator("[name='product.name']").is_visible()
    assert page.locator(".is-sample .market").first.is_visible()
    assert not page.locator("[data-find]").first.is_visible()
    context.close()
