"""Contacts that other programs write are read; what goes out comes back; nobody is added twice or pushed out."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from py_engine import bridge
from py_engine.business.contacts import Contact, read_contacts, write_cards
from py_engine.business.customers import MOST

WORDS = st.text(
    alphabet=st.characters(exclude_categories=("C", "Z"), exclude_characters="=:"), min_size=1, max_size=60
)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=5))
def test_cards_that_go_out_come_back(people: list[tuple[str, str]]) -> None:
    contacts = [Contact(name, "+51987654321", "a@example.org", tag.replace(",", "")) for name, tag in people]
    text = write_cards(contacts)
    assert read_contacts(text) == contacts
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))


def test_a_card_of_an_old_telephone() -> None:
    text = (
        "BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:;=52=6F=63=C3=AD=6F;;;\r\n"
        "TEL;CELL:+51 987-654-321\r\nEMAIL;HOME:rocio@example.org\r\nEND:VCARD\r\n"
    )
    assert read_contacts(text) == [Contact("Rocío", "+51 987-654-321", "rocio@example.org")]


def found(answers: dict[str, str]) -> Any:
    reply = json.loads(bridge.call("customers.answer", json.dumps({"answers": answers, "on": "2026-11-22"})))
    return next(part for part in reply["ok"]["parts"] if part["kind"] == "found")


def test_who_is_there_already_is_not_added_again() -> None:
    table = "Nombre;Teléfono;Correo\nana;;\nLuis;0051987654321;\nEva;5;eva@example.org\nEva;;\n;;\n"
    part = found(
        {
            "customer.0.name": "Ana",
            "customer.1.name": "L",
            "customer.1.phone": "+51 987654321",
            "contacts": table,
        }
    )
    expected = {"contacts": "", "customer.2.name": "Eva", "customer.2.mail": "eva@example.org"}
    assert json.loads(part["fill"]) == expected
    assert [line["key"] for line in part["left"]] == ["customers.found.there"]


def test_a_full_list_pushes_nobody_out() -> None:
    table = "name\n" + "\n".join(f"new {at}" for at in range(MOST))
    answers = {f"customer.{at}.name": f"old {at}" for at in range(1, MOST)}
    part = found({**answers, "contacts": table})
    assert json.loads(part["fill"]) == {"contacts": "", "customer.0.name": "new 0"}
    assert part["left"][0]["key"] == "customers.found.full"


@pytest.mark.parametrize(("heading", "permission"), [("Offers", "Yes"), ("Ofertas", "Sí")])
def test_our_own_table_comes_back_with_the_permission(heading: str, permission: str) -> None:
    table = f'Name,Telephone,{heading},On which day\nAna,"\'+51987654321",{permission},2026-12-01\n'
    assert read_contacts(table) == [Contact("Ana", "+51987654321", day="2026-12-01", offers="yes")]
