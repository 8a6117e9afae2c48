"""Changes that could make a product originate: each is a few fields to fill in otherwise, tried by asking again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from py_engine.origin.answers import MET, NOT_MET, UNDETERMINED
from py_engine.origin.told import plain
from py_engine.quantity import HUNDRED_POINTS, millionths, text_from_millionths

if TYPE_CHECKING:
    from collections.abc import Iterator

    from py_engine.origin.determine import Determined
    from py_engine.origin.finding import Finding
    from py_engine.origin.given import Given
    from py_engine.origin.originate import Seen

__all__ = ["Change", "break_even", "candidates_for", "paired", "value_leaves"]

CENT = 10_000
EFFORT = {"declaration": 1, "price": 2, "cheaper": 2, "process": 3, "source": 3}


class Change(NamedTuple):
    """Fields to set, what that means in words, and how hard it is: 1 a paper, 2 a figure, 3 another way of working."""

    kind: str
    fields: tuple[tuple[str, str], ...]
    said: tuple[dict[str, Any], ...]
    effort: int


def candidates_for(found: Determined, given: Given) -> Iterator[Change]:
    """List single changes that could help, the easiest first within each input."""
    for one in _inputs(found.seen or ()):
        yield from _for_input(one, found, given)
    for name in _processes(found):
        said = plain("determination.change.process", process=_process_name(name, found))
        yield Change("process", ((f"processes.{name}", "yes"),), (said,), EFFORT["process"])
    for basis, price, rises in break_even(found, given):
        word = "price" if rises else "price_lower"
        said = plain(
            f"determination.change.{word}",
            price={"number": text_from_millionths(price)},
            currency=given.currency,
            basis={"key": f"origin.base.{basis}"},
        )
        fields = ((f"product.price.{basis}", text_from_millionths(price)),)
        yield Change("price", fields, (said,), EFFORT["price"])


def _inputs(seen: tuple[Seen, ...]) -> Iterator[Seen]:
    for one in seen:
        yield one
        yield from _inputs(one.parts)


def _for_input(one: Seen, found: Determined, given: Given) -> Iterator[Change]:
    if one.treated == "left_out" or one.originating.verdict is MET:
        return
    path, home = one.given.path, found.scheme.exporter
    name: Any = one.given.name or {"key": "origin.material.unnamed", "values": {}}
    if one.originating.verdict is UNDETERMINED and one.given.economy and not one.given.in_house:
        there = {"key": f"economies.{one.given.economy}"}
        said = plain("determination.change.declaration", input=name, economy=there)
        yield Change("declaration", ((f"{path}.originating", "yes"),), (said,), EFFORT["declaration"])
    for economy in dict.fromkeys((home, found.scheme.importer)):
        if economy == one.given.economy and one.given.originating is not False:
            continue
        fields = ((f"{path}.origin", economy), (f"{path}.originating", "yes"))
        said = plain("determination.change.source", input=name, economy={"key": f"economies.{economy}"})
        yield Change("source", fields, (said,), EFFORT["source"])
    cheaper = _cheaper(one, found)
    if cheaper is not None:
        said = plain(
            "determination.change.cheaper",
            input=name,
            value={"number": text_from_millionths(cheaper)},
            currency=given.currency,
        )
        yield Change(
            "cheaper", ((f"{path}.value", text_from_millionths(cheaper)),), (said,), EFFORT["cheaper"]
        )


def _cheaper(one: Seen, found: Determined) -> int | None:
    """Give the value at which an input would let a share of value pass, if the rest stays: cut to whole cents."""
    value = one.given.value
    if value is None or found.best is None:
        return None
    needed = [
        _excess(leaf)
        for leaf in value_leaves(found.best.finding)
        if leaf.verdict is NOT_MET and "build_up" not in leaf.message.key
    ]
    least = min((excess for excess in needed if 0 < excess < value), default=None)
    return None if least is None else (value - least) // CENT * CENT


def _excess(leaf: Finding) -> int:
    """Give by how much the non-originating materials exceed what a share of value allows."""
    figures = dict(leaf.figures)
    if not {"non_originating", "price", "required"} <= set(figures):
        return 0
    price, limit = millionths(figures["price"]), millionths(figures["required"])
    share = HUNDRED_POINTS - limit if "at_least" in leaf.message.key else limit
    return millionths(figures["non_originating"]) - price * share // HUNDRED_POINTS


def value_leaves(node: Finding) -> Iterator[Finding]:
    """Give every share of value in a finding."""
    if node.rule == "regional_value_content":
        yield node
    for part in node.parts:
        yield from value_leaves(part)


def break_even(found: Determined, given: Given) -> Iterator[tuple[str, int, bool]]:
    """Give the prices at which a share of value begins to pass: basis, price rounded up to a cent, whether it rises.

    A share of originating materials grows when the price falls, so that its break-even price lies below.
    """
    basis = "fob" if "fob" in given.prices else "ex_works" if "ex_works" in given.prices else ""
    if not basis or found.best is None:
        return
    for leaf in value_leaves(found.best.finding):
        figures = dict(leaf.figures)
        limit = millionths(figures.get("required", "0"))
        if "price" not in figures:
            continue
        if "non_originating" in figures:
            part = millionths(figures["non_originating"])
            share = HUNDRED_POINTS - limit if "at_least" in leaf.message.key else limit
            if share > 0 and part > 0:
                price = -(-part * HUNDRED_POINTS // share)
                yield basis, -(-price // CENT) * CENT, True
        elif "originating" in figures and limit > 0:
            price = millionths(figures["originating"]) * HUNDRED_POINTS // limit // CENT * CENT
            if price > 0:
                yield basis, price, False


def _processes(found: Determined) -> list[str]:
    """Name the operations a rule asks for that are not done, or not known to be."""
    fields = [field for row in found.rows for field in row.answer.asks]
    names = [field.removeprefix("processes.") for field in fields if field.startswith("processes.")]
    if found.best is not None and found.best.answer.verdict is NOT_MET:
        names += [name for name, done in found.view.claim.processes.items() if done is False]
    return list(dict.fromkeys(names))


def _process_name(name: str, found: Determined) -> dict[str, str]:
    step = name.partition("[")[0]
    kind, _, named = step.partition(":")
    if kind == "other" and found.governing is not None:
        return {"key": f"{found.governing.names.goods}.{named}.name"}
    return {"key": f"origin.process.{kind}"}


def paired(singles: list[Change], most: int) -> Iterator[Change]:
    """Put two changes together, unless both touch the same input."""
    made = 0
    for at, one in enumerate(singles):
        for other in singles[at + 1 :]:
            if made == most:
                return
            if not {_place(field) for field, _ in one.fields}.isdisjoint(_place(f) for f, _ in other.fields):
                continue
            made += 1
            yield Change(
                "pair", (*one.fields, *other.fields), (*one.said, *other.said), one.effort + other.effort + 1
            )


def _place(field: str) -> str:
    return field.rpartition(".")[0] if field.startswith("inputs.") else field
