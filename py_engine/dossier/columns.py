"""Columns of pasted and dropped tables, by the names people give them in English and Spanish."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py_engine.dossier.table import Line

__all__ = [
    "INPUT_COLUMNS",
    "PRODUCT_COLUMNS",
    "cell_value",
    "fields_of",
    "input_answers",
    "known_column",
    "plain_name",
]

# The field of the form, and the names a column for it may have.
INPUT_COLUMNS = {
    "name": ("name", "input", "material", "description", "nombre", "insumo", "descripcion"),
    "hs": ("hs", "hs code", "code", "hs6", "codigo", "codigo sa", "sa", "partida", "subpartida"),
    "value": ("value", "cost", "price", "valor", "costo", "precio"),
    "weight": ("weight", "peso"),
    "unit": ("unit", "weight unit", "unidad", "unidad de peso"),
    "origin": ("origin", "economy", "country", "from", "origen", "economia", "pais", "procedencia"),
    "originating": ("originating", "originario", "es originario"),
    "wholly_obtained": ("wholly obtained", "totalmente obtenido"),
    "made_in_house": ("made in house", "made in-house", "hecho en casa", "propio"),
    "supplier": ("supplier", "proveedor"),
    "certificate": ("certificate", "certificado"),
    "role": ("role", "papel", "rol"),
}
PRODUCT_COLUMNS = {
    "client": ("client", "firm", "company", "cliente", "empresa"),
    "id": ("id", "sku", "reference", "referencia"),
    "product.name": ("product", "name", "producto", "nombre"),
    "product.hs": ("hs", "hs code", "code", "hs6", "codigo", "codigo sa", "sa", "subpartida"),
    "made_in": ("made in", "made_in", "economy", "origin", "hecho en", "economia", "origen"),
    "product.price.ex_works": (
        "ex works",
        "ex_works",
        "exw",
        "price",
        "price ex works",
        "precio",
        "precio en fabrica",
    ),
    "product.price.fob": ("fob", "price fob", "precio fob"),
    "product.currency": ("currency", "moneda"),
    "product.net_weight": ("weight", "net weight", "peso", "peso neto"),
    "product.weight_unit": ("weight unit", "unit", "unidad de peso", "unidad"),
    "product.obtained": ("obtained", "obtenido"),
    "shipment.value": ("shipment", "shipment value", "consignment", "envio", "valor del envio"),
    "claim.cost": ("cost of paperwork", "costo del papeleo"),
    "claim.minimal_only": ("only simple handling", "solo operaciones simples"),
}
# Fields that take yes or no, by the last part of their name.
YES_NO = ("originating", "wholly_obtained", "made_in_house", "minimal_only")


def plain_name(text: str) -> str:
    """Write a column's name without case, accents and signs between words.

    >>> plain_name(" Código_SA "), plain_name("Made-in house")
    ('codigo sa', 'made in house')
    """
    bare = "".join(
        char for char in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(char)
    )
    return " ".join(bare.replace("_", " ").replace("-", " ").split())


def cell_value(field: str, cell: str) -> str:
    """Give what a cell says in the words of the engine: a Spanish yes is a yes where yes or no is asked.

    >>> cell_value("inputs.0.originating", "Sí"), cell_value("inputs.0.name", "Si")
    ('yes', 'Si')
    """
    word = plain_name(cell)
    asks = field.rpartition(".")[2] in YES_NO
    return {"si": "yes"}.get(word, word) if asks and word in ("si", "yes", "no") else cell


def known_column(text: str, columns: dict[str, tuple[str, ...]]) -> str:
    """Give the field a column is for: by its own name or one of the usual ones; nothing for another."""
    if text.strip() in columns:
        return text.strip()
    name = plain_name(text)
    return next((field for field, names in columns.items() if name in map(plain_name, names)), "")


def fields_of(head: Line, columns: dict[str, tuple[str, ...]]) -> tuple[list[str], list[str]]:
    """Give the field of every column, empty for one that is not known, and the names of these."""
    found = [known_column(cell, columns) for cell in head.cells]
    return found, [cell for cell, field in zip(head.cells, found, strict=True) if cell and not field]


def input_answers(head: list[str], rows: tuple[Line, ...], first: int = 0) -> dict[str, str]:
    """Write rows of inputs as flat answers, numbered from ``first`` on."""
    return {
        f"inputs.{at}.{field}": cell_value(field, cell)
        for at, line in enumerate(rows, first)
        for field, cell in zip(head, line.cells, strict=False)
        if field and cell
    }
