"""The importer's own tables: agreements, corrections, readings by hand, names of goods, operations and facts."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

from build_tools.content.faults import Faults
from build_tools.content.yamltext import load
from build_tools.importers.errors import dated
from build_tools.importers.grammar.lexicon import Entry, Lexicon, read_lexicon
from build_tools.importers.uk_source import LayoutError, Row

__all__ = ["Agreement", "Correction", "Tables", "read_tables"]

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent


class Agreement(NamedTuple):
    """One agreement to import."""

    id: str
    file: str
    edition: str
    says: str
    start: str
    annex: str
    title: str
    published: str
    href: str


class Correction(NamedTuple):
    """A decision about one row: what is done, why, and what was decided."""

    agreement: str
    row: int
    heading: str
    action: str
    reason: str
    sentence: int = 0
    value: Any = None


class Tables(NamedTuple):
    """Everything people decided beforehand."""

    agreements: tuple[Agreement, ...]
    repairs: tuple[tuple[str, str, str], ...]
    corrections: tuple[Correction, ...]
    readings: dict[str, dict[str, Any]]
    products: dict[str, Entry]
    facts: dict[str, tuple[tuple[str, str], ...]]
    goods: Lexicon
    operations: Lexicon

    def about(self, agreement: str, row: Row) -> tuple[Correction, ...]:
        """Give the corrections of a row.

        Raises:
            LayoutError: The row has another heading than when it was corrected.
        """
        found = tuple(one for one in self.corrections if one.agreement == agreement and one.row == row.place)
        for one in found:
            if one.heading != row.heading:
                raise LayoutError(
                    f"{agreement}, row {row.place}: corrected as '{one.heading}', printed as '{row.heading}'"
                )
        return found


def read_tables() -> Tables:
    """Read the tables.

    Raises:
        LayoutError: One of them cannot be read.
        SourceFault: An agreement has a day without a source.
    """
    faults = Faults()

    def table(name: str) -> dict[str, Any]:
        document = load(HERE / name, root=ROOT, faults=faults)
        value: Any = document.value if document else {}
        return dict(value)

    corrections = table("uk_corrections.yml")
    agreements = table("uk_agreements.yml").get("agreements", ())
    for row in agreements:
        dated("uk_agreements.yml", row["id"], row)
    products = {}
    for row in table("uk_products.yml").get("products", ()):
        entry = Entry(row["id"], tuple((lang, row[lang]) for lang in ("en", "es")), ())
        products.update(dict.fromkeys(row["from"], entry))
    tables = Tables(
        agreements=tuple(
            Agreement(
                row["id"],
                row["file"],
                row["edition"],
                row["says"],
                row["from"],
                row["annex"],
                row["title"],
                row["published"],
                row["href"],
            )
            for row in agreements
        ),
        repairs=tuple((row["find"], row["replace"], row["reason"]) for row in corrections.get("repairs", ())),
        corrections=tuple(
            Correction(
                agreement=row["agreement"],
                row=int(row["row"]),
                heading=row["heading"],
                action=row["action"],
                reason=row["reason"],
                sentence=int(row.get("sentence", "0")),
                value=row.get("value"),
            )
            for row in corrections.get("rows", ())
        ),
        readings={key: row for row in table("uk_readings.yml").get("readings", ()) for key in row["from"]},
        products=products,
        facts={
            row["id"]: tuple((lang, row[lang]) for lang in ("en", "es"))
            for row in table("uk_facts.yml").get("facts", ())
        },
        goods=Lexicon(read_lexicon(HERE / "uk_goods.yml", root=ROOT, faults=faults)),
        operations=Lexicon(read_lexicon(HERE / "uk_operations.yml", root=ROOT, faults=faults)),
    )
    if faults.errors:
        raise LayoutError("; ".join(f"{fault.file}, line {fault.line}: {fault.key}" for fault in faults))
    return tables
