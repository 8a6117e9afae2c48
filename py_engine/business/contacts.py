"""Contacts as other programs write them: vCard 2.1 to 4.0 and tables; and vCard 3.0 for them to read.

What a card holds beyond name, telephone, mail and groups is not taken: a customer list needs no birthdays.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from py_engine.dossier.table import read_table

__all__ = ["Contact", "read_contacts", "write_cards"]

# Headings of our own files, of spreadsheets and of the address books of telephones, in both languages.
HEADINGS = {
    "name": ("name", "full name", "display name", "nombre", "nombre completo", "customer", "cliente"),
    "first": ("first name", "given name", "nombre de pila"),
    "family": ("last name", "family name", "surname", "apellido", "apellidos"),
    "phone": (
        "phone",
        "telephone",
        "mobile",
        "mobile phone",
        "phone 1 - value",
        "teléfono",
        "telefono",
        "celular",
    ),
    "mail": ("mail", "email", "e-mail", "e-mail address", "e-mail 1 - value", "correo", "correo electrónico"),
    "tags": ("tags", "groups", "labels", "group membership", "etiquetas", "grupos"),
    "last": ("last contact", "último contacto"),
    "next": ("next step", "siguiente paso"),
    "day": ("on which day", "qué día"),
    "offers": ("offers", "ofertas"),
}
ANSWERS = {"yes": "yes", "sí": "yes", "no": "no"}
_FIELDS = {word: name for name, words in HEADINGS.items() for word in words}
_FOLD = re.compile(r"\r?\n[ \t]")
_SOFT = re.compile(r"=\r?\n")
_QUOTED = re.compile("((?:=[0-9A-Fa-f]{2})+)")
_ESCAPED = re.compile(r"\\([\\;,nN])")


class Contact(NamedTuple):
    """A person or firm; what is not known is empty. Days are as they were written."""

    name: str
    phone: str = ""
    mail: str = ""
    tags: str = ""
    last: str = ""
    next: str = ""
    day: str = ""
    offers: str = ""  # "yes" or "no" where a person has said so


def read_contacts(text: str) -> list[Contact] | None:
    r"""Read contacts from vCards or from a table with headings; None where it is neither.

    >>> read_contacts("BEGIN:VCARD\nVERSION:3.0\nFN:Ana\\, panadera\nitem1.TEL;TYPE=CELL:+51 1\nEND:VCARD")
    [Contact(name='Ana, panadera', phone='+51 1', mail='', tags='', last='', next='', day='', offers='')]
    >>> read_contacts("Nombre;Correo\nLuis;luis@example.org")
    [Contact(name='Luis', phone='', mail='luis@example.org', tags='', last='', next='', day='', offers='')]
    >>> read_contacts("hello") is None
    True
    """
    if "BEGIN:VCARD" in text.upper():
        return _cards(text)
    lines = read_table(text)
    names = [_FIELDS.get(cell.strip().lower(), "") for cell in lines[0].cells] if lines else []
    if not {"name", "first", "family"} & set(names):
        return None
    made = []
    for line in lines[1:]:
        found: dict[str, str] = {}
        for name, cell in zip(names, line.cells, strict=False):
            plain = cell[1:] if cell[:1] == "'" and cell[1:2] in "=+@-" else cell
            if name and plain.strip():
                found.setdefault(name, " ".join(plain.split()))
        whole = " ".join(found.pop(part) for part in ("first", "family") if part in found)
        found.setdefault("name", whole)
        found["offers"] = ANSWERS.get(found.get("offers", "").lower(), "")
        if any(found.values()):
            made.append(Contact(**found))
    return made


def _cards(text: str) -> list[Contact]:
    made: list[Contact] = []
    found: dict[str, str] = {}
    for line in _SOFT.sub("", _FOLD.sub("", text)).splitlines():
        head, _, value = line.partition(":")
        name, *more = head.upper().split(";")
        name = name.rpartition(".")[2].strip()
        if "ENCODING=QUOTED-PRINTABLE" in more or "QUOTED-PRINTABLE" in more:
            value = _QUOTED.sub(
                lambda run: bytes.fromhex(run[0].replace("=", "")).decode("utf-8", "replace"), value
            )
        if name == "BEGIN":
            found = {}
        elif name == "END":
            found["name"] = found.get("name") or found.pop("parts", "") or found.pop("firm", "")
            if any(found.values()):
                made.append(Contact(**{key: one for key, one in found.items() if key in Contact._fields}))
            found = {}
        elif name == "N":
            family, given, *_ = [*value.split(";"), "", ""]
            found["parts"] = _plain(f"{given} {family}")
        elif name in {"FN", "TEL", "EMAIL", "CATEGORIES", "ORG"}:
            key = {"FN": "name", "TEL": "phone", "EMAIL": "mail", "CATEGORIES": "tags", "ORG": "firm"}[name]
            found.setdefault(key, _plain(value.removeprefix("tel:").removeprefix("mailto:")))
    return made


def _plain(value: str) -> str:
    text = _ESCAPED.sub(lambda found: " " if found[1] in "nN" else found[1], value)
    return " ".join(text.split())


def write_cards(contacts: list[Contact]) -> str:
    r"""Write contacts as vCard 3.0 (RFC 2426); lines are folded before 75 octets.

    >>> write_cards([Contact("Ana, panadera", "+51987654321")]).split("\r\n")[:4]
    ['BEGIN:VCARD', 'VERSION:3.0', 'FN:Ana\\, panadera', 'N:Ana\\, panadera;;;;']
    """
    lines: list[str] = []
    for one in contacts:
        name = _escaped(one.name)
        lines += ["BEGIN:VCARD", "VERSION:3.0", f"FN:{name}", f"N:{name};;;;"]
        lines += [f"TEL:{one.phone}"] if one.phone else []
        lines += [f"EMAIL:{one.mail}"] if one.mail else []
        tags = [_escaped(tag.strip()) for tag in one.tags.split(",") if tag.strip()]
        lines += [f"CATEGORIES:{','.join(tags)}"] if tags else []
        lines.append("END:VCARD")
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _escaped(text: str) -> str:
    return re.sub(r"([\\;,])", r"\\\1", text)


def _folded(line: str) -> str:
    made, length = "", 0
    for sign in line:
        octets = len(sign.encode())
        if length + octets > 74:  # the rule of the format
            made, length = f"{made}\r\n ", 1
        made += sign
        length += octets
    return made
