"""What a shard says of a product: lines, preferences, gaps, and what is told of them in both languages."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import yaml

from build_tools.compile.sets import Compiled, shard_sets
from py_engine.hs import HSCode
from py_engine.quantity import MILLION
from py_engine.speech import Catalogue
from py_engine.tariff.duty import CONTENTS, REASONS, SHARES, UNITS, duty_from_text, text_from_duty
from py_engine.tariff.look_up import look_up
from py_engine.tariff.schedule import read_tariffs
from py_engine.tariff.told import told

ROOT = Path(__file__).resolve().parents[3]
DAY = date(2026, 11, 22)
ABOUT = {
    "hs": "2022",
    "from": "2026-01-01",
    "until": "2026-12-31",
    "currency": "USD",
    "status": "read-once",
    "preferences": "listed",
    "source": {
        "id": "example",
        "title": "Example tariff",
        "issuer": "Example",
        "href": "https://example.org/",
    },
    "look_up": "https://example.org/",
    "not_included": ["tax"],
    "programmes": {
        "E": {"agreement": "example", "exporters": ["PE"]},
        "E+": {"agreement": "example", "exporters": ["CR"]},
    },
    "duties": ["free", "10%", "0.112 USD/kg", "unknown: not-here", "8% in 11-01..05-14; 14% in 05-15..10-31"],
    "special": [{"E": 0}, {"E": 0, "E+": 3}],
    "lines": {
        "090111": [["09011100", 0, -1]],
        "090121": [["09012110", 1, 0], ["09012190", 2, 1, "quota"]],
        "090122": "090121",
        "090210": [["09021000", 1, -1, 1]],
        "090220": [["09022000", 4, 0]],
    },
}
SHARD = {"chapter": "09", "importers": {"US": ABOUT, "MX": {n: p for n, p in ABOUT.items() if n != "lines"}}}


def ask(
    code: str, *, importer: str = "US", exporter: str = "PE", agreement: str = "example", on: date = DAY
) -> Any:
    scheme = "hts-us" if len(code.replace(".", "")) > 6 else ""
    return look_up(
        read_tariffs(SHARD),
        importer=importer,
        code=HSCode.parse(code, scheme=scheme),
        agreement=agreement,
        exporter=exporter,
        on=on,
    )


def shown(quote: Any) -> list[tuple[str, str, str]]:
    return [(one.line, text_from_duty(one.mfn), text_from_duty(one.preferential)) for one in quote.lines]


def test_a_code_with_several_lines_gives_all_of_them_and_national_digits_narrow_them() -> None:
    whole = ask("0901.21")
    assert (whole.state, shown(whole)) == (
        "by_line",
        [("09012110", "10%", "free"), ("09012190", "0.112 USD/kg", "free")],
    )
    assert whole.lines[1].marks == ("quota",)
    one = ask("0901.21.90")
    assert (one.state, [line.line for line in one.lines]) == ("known", ["09012190"])
    assert shown(ask("0901.22")) == shown(whole)


def test_a_programme_for_some_members_is_known_for_them_only() -> None:
    assert [rate for _, _, rate in shown(ask("0901.21", exporter="CR"))] == ["none", "unknown: not-here"]
    assert [rate for _, _, rate in shown(ask("0901.21", exporter=""))] == ["free", "unknown: not-here"]
    assert [rate for _, _, rate in shown(ask("0901.21", agreement="other"))] == ["none", "none"]


def test_where_everybody_enters_free_a_partner_does_too() -> None:
    assert shown(ask("0901.11")) == [("09011100", "free", "free")]


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ({"importer": "CL"}, "importer"),
        ({"importer": "MX"}, "chapter"),
        ({"on": date(2025, 12, 31)}, "date"),
    ],
)
def test_what_is_not_in_the_data_is_unknown_and_says_why(asked: dict[str, Any], why: str) -> None:
    quote = ask("0901.21", **asked)
    assert (quote.state, quote.why, quote.lines) == ("unknown", why, ())
    assert ask("0902.30").why == "code"


def test_a_part_of_a_line_and_an_old_schedule_are_marked() -> None:
    assert ask("0902.10").lines[0].whole is False
    assert ask("0901.11", on=date(2027, 1, 1)).old
    assert not ask("0901.11").old


@pytest.fixture(scope="module")
def catalogues() -> dict[str, Catalogue]:
    found = {}
    for language in ("en", "es"):
        texts: dict[str, Any] = {}
        for room in ("tariff", "origin"):
            text = (ROOT / "i18n" / language / f"{room}.yml").read_text(encoding="utf-8")
            texts |= flat(yaml.load(text, yaml.BaseLoader), room)  # noqa: S506  texts only
        found[language] = Catalogue(language, texts)
    return found


def flat(value: Any, key: str) -> dict[str, Any]:
    if not isinstance(value, dict) or "plural" in value:
        return {key: value}
    return {
        name: text for part, inner in value.items() for name, text in flat(inner, f"{key}.{part}").items()
    }


def test_a_quote_is_told_with_figures_and_their_source(catalogues: dict[str, Catalogue]) -> None:
    say = {name: catalogue.say for name, catalogue in catalogues.items()}
    given = told(
        ask("0901.21.10"), value=10_000 * MILLION, currency="USD", quantities={"kg": 1000 * MILLION}, on=DAY
    )
    assert (given["mfn"]["state"], given["mfn"]["low"], given["mfn"]["high"]) == ("known", "10", "10")
    assert (say["en"](given["mfn"]["text"]), say["es"](given["preferential"]["text"])) == (
        "10 %",
        "libre de arancel",
    )
    assert (given["saving"]["state"], given["saving"]["low"], given["saving"]["currency"]) == (
        "known",
        "1000",
        "USD",
    )
    assert given["mfn"]["citation"]["title"] == "Example tariff"
    assert [say["en"](one) for one in given["not_included"]] == ["value added tax and other taxes on sale"]
    weighed = told(ask("0901.21.90"), value=10_000 * MILLION, currency="USD", quantities={}, on=DAY)
    assert (weighed["mfn"]["state"], "equivalent" in weighed["mfn"]) == ("text", False)
    assert say["en"](weighed["mfn"]["text"]) == "0.112 USD per kg"
    assert say["es"](weighed["saving"]["text"]) == "para calcularlo falta la cantidad en kilogramos"
    seasonal = told(ask("0902.20"), value=None, currency="", quantities={}, on=DAY)
    assert say["en"](seasonal["mfn"]["text"]) == "8 % on this day; the rate changes with the season"
    unknown = told(ask("0901.21", importer="CL"), value=None, currency="", quantities={}, on=DAY)
    assert (unknown["mfn"]["state"], unknown["look_up"]) == ("unknown", None)


def test_every_word_of_duties_has_its_sentence(catalogues: dict[str, Catalogue]) -> None:
    for catalogue in catalogues.values():
        for room, words in (
            ("unit", UNITS),
            ("unit_of", {unit for unit, _ in UNITS.values()}),
            ("share", SHARES),
            ("content", CONTENTS),
            ("duty.unknown", [*REASONS, "plain"]),
            ("rate.unknown", ["importer", "chapter", "code", "date"]),
            ("marked", ["quota", "remedy", "suspension"]),
        ):
            for word in words:
                assert catalogue.say(f"tariff.{room}.{word}")
        schema = json.loads((ROOT / "schemas" / "tariffs-tariff.schema.json").read_text(encoding="utf-8"))
        for word in schema["properties"]["not_included"]["items"]["enum"]:
            assert catalogue.say(f"tariff.not_included.{word}")


@pytest.fixture(scope="module")
def sets() -> dict[str, Compiled]:
    return shard_sets(SimpleNamespace(root=ROOT, economy_folder=ROOT / "economy"))


def test_every_product_has_a_rate_or_a_reason_in_the_published_schedules(sets: dict[str, Compiled]) -> None:
    """Complete for the United States and Peru, whose schedules are of 2022; nothing is ever guessed elsewhere."""
    count = 0
    for name, one in sets.items():
        if not name.startswith("tariffs/"):
            continue
        shard = json.loads(one.data)
        assert set(shard["importers"]) == {"US", "PE", "GB", "MX"}
        for importer, found in shard["importers"].items():
            if importer in ("US", "PE"):
                count += len(found["lines"])
            for text in found.get("duties", ()):
                assert text_from_duty(duty_from_text(text)) == text
        assert len(one.data) < 400_000
    assert count == 2 * 5612


@pytest.mark.parametrize(
    ("code", "mfn", "preferential"),
    [
        # Read in the source file: the only line of the subheading, its general rate, its rate for Peru.
        ("0804.40", "0.112 USD/kg", "free"),
        ("6105.10", "19.7%", "free"),
        ("0901.21", "free", "free"),
    ],
)
def test_american_rates_for_peru(code: str, mfn: str, preferential: str, sets: dict[str, Compiled]) -> None:
    product = HSCode.parse(code)
    tariffs = read_tariffs(json.loads(sets[f"tariffs/{product.chapter}"].data))
    quote = look_up(tariffs, importer="US", code=product, agreement="us-peru", exporter="PE", on=DAY)
    assert [(text_from_duty(one.mfn), text_from_duty(one.preferential)) for one in quote.lines] == [
        (mfn, preferential)
    ]
