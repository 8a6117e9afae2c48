"""The words a person has put into both languages for the goods and conditions of the General Notes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from build_tools.content import yamltext
from build_tools.content.faults import Faults
from build_tools.importers.grammar.us_reading import Words

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Vocabulary", "load", "read_vocabulary"]

RULE = 6  # the number of a rule is shorter than "subheading-rule"
DESCRIBED = "described-in-"
HERE = Path(__file__).parent


class Vocabulary(NamedTuple):
    """Names by the key they are looked up with, and the texts of every name."""

    words: Words
    goods: dict[str, dict[str, str]]
    facts: dict[str, dict[str, str]]
    templates: dict[str, dict[str, str]]

    def goods_file(self, names: Iterable[str]) -> dict[str, Any]:
        """Write the goods an agreement's rules name."""
        return {"id": "goods", "goods": [{"id": name, "name": self._name(name)} for name in sorted(names)]}

    def _name(self, name: str) -> dict[str, str]:
        if not name.startswith(DESCRIBED):
            return self.goods[name]
        chapter, _, label = name.removeprefix(DESCRIBED).partition("-")
        texts = self.goods["described-in-a-rule"]
        return {
            language: text.replace("{chapter}", chapter).replace(
                "{label}", label.upper() if len(label) < RULE else label
            )
            for language, text in texts.items()
        }

    def facts_file(self, names: Iterable[str], figures: set[str]) -> dict[str, Any]:
        """Write the questions an agreement's rules ask; figures are percentages."""
        return {
            "id": "facts",
            "facts": [
                {"id": name, "ask": self._ask(name), **({"unit": "percent"} if name in figures else {})}
                for name in sorted(names)
            ],
        }

    def _ask(self, name: str) -> dict[str, str]:
        if name in self.facts:
            return self.facts[name]
        start = next(start for start in self.templates if name.startswith(start))
        headings = ", ".join(name.removeprefix(start).strip("-").split("-"))
        return {
            language: text.replace("{headings}", headings) for language, text in self.templates[start].items()
        }


def load(name: str) -> Any:
    """Read one of the tables that lie beside the importers.

    Raises:
        ValueError: The table is not in order; a programmer's slip.
    """
    faults = Faults()
    document = yamltext.load(HERE / name, root=HERE, faults=faults)
    if document is None or list(faults):
        raise ValueError(name)
    return document.value


def read_vocabulary() -> Vocabulary:
    """Read the names of goods and facts."""
    goods, facts = load("us_goods.yml"), load("us_facts.yml")
    return Vocabulary(
        Words(
            goods={key: one["id"] for one in goods["goods"] for key in (one["id"], *one.get("reads", ()))},
            facts={
                key: " ".join(filter(None, (one["id"], one.get("figure", ""))))
                for one in facts["facts"]
                for key in one.get("reads", ())
            },
        ),
        {one["id"]: {"en": one["en"], "es": one["es"]} for one in goods["goods"]},
        {one["id"]: {"en": one["en"], "es": one["es"]} for one in facts["facts"]},
        {one["id"]: {"en": one["en"], "es": one["es"]} for one in facts["templates"]},
    )
