"""The lists of goods and facts of an agreement: exactly the names its rules use, with their words in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from build_tools.importers.uk_rows import rest_of_words
from build_tools.importers.uk_source import LayoutError, fingerprint
from py_engine.origin import rules as r
from py_engine.origin.notation_parts import write_codes

if TYPE_CHECKING:
    from build_tools.importers.uk_source import Row
    from build_tools.importers.uk_tables import Tables
    from py_engine.hs import HSRange

__all__ = ["Names"]


class Names:
    """Collects the names that rules use."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._known = {entry.id: entry.name for entry in tables.goods.entries}
        self._known |= {entry.id: entry.name for entry in tables.operations.entries}
        self._known |= {entry.id: entry.name for entry in tables.products.values()}
        self._goods: dict[str, tuple[tuple[str, str], ...]] = {}
        self._facts: set[str] = set()
        self.unnamed: list[tuple[str, str, str]] = []

    def product(self, words: str, row: Row, covers: tuple[HSRange, ...]) -> str:
        """Give the name of described goods; without one, the annex itself must be read, and the name says where."""
        inner = rest_of_words(words)
        entry = self._tables.products.get(fingerprint(inner))
        if entry:
            self._goods[entry.id] = entry.name
            return entry.id
        name = f"row-{row.place}-{fingerprint(inner)}"
        codes = ", ".join(write_codes(one) for one in covers[:2])
        self._goods[name] = (
            ("en", f"goods of {codes} as the annex describes them in its row for {row.heading}"),
            ("es", f"productos de {codes} como los describe el anexo en su fila de {row.heading}"),
        )
        self.unnamed.append((name, inner, row.heading))
        return name

    def used_in(self, rule: Any) -> None:
        """Remember every name in a rule.

        Raises:
            LayoutError: A name has no words.
        """
        if isinstance(rule, r.Goods):
            for name in (*rule.named, *rule.unnamed):
                self._use(name)
        elif isinstance(rule, r.Process) and rule.named:
            self._use(rule.named)
        elif isinstance(rule, r.Provided):
            self._facts.add(rule.fact)
        if isinstance(rule, tuple):
            for part in rule:
                self.used_in(part)

    def _use(self, name: str) -> None:
        if name in self._goods:
            return
        if name.startswith("row-"):
            self._goods[name] = (
                ("en", f"goods as row {name.split('-')[1]} of the annex describes them"),
                ("es", f"productos como los describe la fila {name.split('-')[1]} del anexo"),
            )
            return
        if name not in self._known:
            raise LayoutError(f"no words for the goods '{name}'")
        self._goods[name] = self._known[name]

    def files(self) -> dict[str, dict[str, Any]]:
        """Give the two lists."""
        made: dict[str, dict[str, Any]] = {}
        if self._goods:
            made["goods.yml"] = {
                "goods": [{"id": name, "name": dict(words)} for name, words in sorted(self._goods.items())]
            }
        if self._facts:
            asked = {name: self._tables.facts.get(name) for name in sorted(self._facts)}
            missing = [name for name, words in asked.items() if not words]
            if missing:
                raise LayoutError(f"no words for the facts {missing}")
            made["facts.yml"] = {
                "facts": [{"id": name, "ask": dict(words or ())} for name, words in asked.items()]
            }
        return made
