"""The correlation of editions as its shard has it, read code by code: a product needs three of twenty thousand entries.

The shard was read in full and checked when it was compiled, and its hash is checked when it is loaded.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from py_engine.origin.correlation import DIGITS, Correlation

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["read_tables"]

Codes = tuple[str, ...]


def read_tables(shard: Mapping[str, Any]) -> Correlation:
    """Take the shard that says how the editions of the Harmonized System relate.

    A table that is ``like`` another has all the entries of that one but those that are ``gone``, and its own.

    >>> shard = {
    ...     "hub": "2022",
    ...     "codes": "010121010129",
    ...     "tables": {"2017": {"changed": {"010120": "010129"}, "new": ""}},
    ... }
    >>> found = read_tables(shard)
    >>> found.forward["2017"]["010120"], found.back["2017"]["010129"], list(found.forward["2017"])
    (('010129',), ('010120',), ['010121', '010120'])
    """
    hub = dict.fromkeys(_split(shard["codes"]))
    tables = {shard["hub"]: _Table(hub, {}, "")} | {
        edition: _Table(hub, _changed(shard["tables"], edition), table["new"])
        for edition, table in shard["tables"].items()
    }
    return Correlation(
        hub=shard["hub"],
        forward={edition: _Forward(table) for edition, table in tables.items()},
        back={edition: _Back(table) for edition, table in tables.items()},
    )


def _changed(tables: Mapping[str, Any], edition: str) -> dict[str, str]:
    """Give what changed between an edition and the hub, with what it has in common with a newer one."""
    table = tables[edition]
    if "like" not in table:
        return dict(table["changed"])
    found = _changed(tables, table["like"])
    found.update(table["changed"])
    for code in _split(table["gone"]):
        del found[code]
    return found


def _split(codes: str) -> Codes:
    return tuple(codes[at : at + DIGITS] for at in range(0, len(codes), DIGITS))


class _Table:
    """What is not one to one and equal between an edition and the hub; worked out when it is first asked for."""

    __slots__ = ("_moved", "_origins", "changed", "fresh", "hub")

    def __init__(self, hub: Mapping[str, None], changed: Mapping[str, str], fresh: str) -> None:
        self.hub = hub
        self.changed = changed
        self.fresh = fresh
        self._moved: frozenset[str] | None = None
        self._origins: dict[str, list[str]] | None = None

    @property
    def moved(self) -> frozenset[str]:
        """Codes of the hub that stand for something else than the same code of the edition."""
        if self._moved is None:
            self._moved = frozenset((*self.origins, *_split(self.fresh)))
        return self._moved

    @property
    def origins(self) -> Mapping[str, list[str]]:
        """For a code of the hub, the codes of the edition whose goods it holds."""
        if self._origins is None:
            self._origins = {}
            for old in sorted(self.changed):
                for new in _split(self.changed[old]):
                    self._origins.setdefault(new, []).append(old)
        return self._origins


class _Forward(Mapping[str, Codes]):
    """From a code of the edition to those of the hub."""

    __slots__ = ("table",)

    def __init__(self, table: _Table) -> None:
        self.table = table

    def __getitem__(self, code: str) -> Codes:
        found = self.table.changed.get(code)
        if found is not None:
            return _split(found)
        if code not in self.table.hub or code in self.table.moved:
            raise KeyError(code)
        return (code,)

    def __iter__(self) -> Iterator[str]:
        yield from (code for code in self.table.hub if code not in self.table.moved)
        yield from self.table.changed

    def __len__(self) -> int:
        return sum(1 for _ in self)


class _Back(Mapping[str, Codes]):
    """From a code of the hub to those of the edition."""

    __slots__ = ("table",)

    def __init__(self, table: _Table) -> None:
        self.table = table

    def __getitem__(self, code: str) -> Codes:
        found = self.table.origins.get(code)
        if found is not None:
            return tuple(found)
        if code not in self.table.hub or code in self.table.moved:
            raise KeyError(code)
        return (code,)

    def __iter__(self) -> Iterator[str]:
        yield from (code for code in self.table.hub if code not in self.table.moved)
        yield from self.table.origins

    def __len__(self) -> int:
        return sum(1 for _ in self)
