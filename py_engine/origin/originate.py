"""The product in the eyes of one agreement: which inputs count as its own, and how those made in-house are seen.

What a producer makes for itself may be taken as one material, if it originates by itself (absorption), or as the
inputs that went into it. Both views are open, and one that passes is enough.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from py_engine.origin.answers import MET, NOT_MET, UNDETERMINED, YES, Amount, Answer, every, known, some
from py_engine.origin.claim import Claim, Material
from py_engine.origin.correlation import translate
from py_engine.origin.scheme import zone_answer
from py_engine.quantity import HUNDRED_POINTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from py_engine.agreements.provisions import Cumulation
    from py_engine.hs import HSCode
    from py_engine.origin.given import Given, GivenInput
    from py_engine.origin.scheme import Scheme

    Judge = Callable[[GivenInput, tuple["View", ...]], Answer]

__all__ = ["Seen", "View", "restated", "seen_by", "to_fields", "views"]

MOST_CHOICES = 4  # in-house inputs for which every combination of views is tried
MATERIAL = "materials["
PLACES = {
    "obtained": "product.obtained",
    "materials": "inputs.0.name",
    "amounts.weight": "product.net_weight",
    "prices.transaction": "product.price.fob",
    "prices.net_cost": "product.cost.total",
}
FIELDS = {"amounts.weight": "weight", "": "name", "deductions": "deductions.freight"}


class Seen(NamedTuple):
    """An input as an agreement sees it: whether it originates, thanks to which cumulation, and as what it is treated.

    ``treated`` is "material", "aside" (counted in values only) or "left_out". ``inner`` is the answer for what is
    made in-house by its own rule.
    """

    given: GivenInput
    codes: tuple[HSCode, ...]
    originating: Answer
    obtained: Answer
    cumulation: Cumulation | None
    treated: str
    opens: bool
    parts: tuple[Seen, ...]


class View(NamedTuple):
    """One way of looking at the product, and where each of its materials was entered."""

    claim: Claim
    seen: tuple[Seen, ...]


def restated(scheme: Scheme, codes: tuple[HSCode, ...], there: tuple[HSCode, ...] = ()) -> tuple[HSCode, ...]:
    """Write codes in the edition of an agreement; nothing, if one of them has no equivalent.

    ``there`` are codes somebody has looked up in older editions: one of them decides between several.
    """
    found: list[HSCode] = []
    for code in codes:
        if code.edition == scheme.edition or scheme.correlation is None:
            found.append(code)
            continue
        others = translate(scheme.correlation, code, scheme.edition).codes
        if not others:
            return ()
        found.extend(others)
    chosen = tuple(code for code in there if code in found)
    return chosen or tuple(dict.fromkeys(found))


def seen_by(scheme: Scheme, given: Given, judge: Judge | None = None) -> tuple[Seen, ...] | None:
    """Look at the inputs the way an agreement does; ``judge`` says whether what is made in-house originates."""
    if given.inputs is None:
        return None
    return tuple(part for one in given.inputs for part in _seen(scheme, given, one, judge))


def _seen(scheme: Scheme, given: Given, one: GivenInput, judge: Judge | None) -> Iterator[Seen]:
    if one.in_house:  # made at home, wherever its own inputs come from
        one = one._replace(economy=scheme.exporter)
    codes = restated(scheme, one.hs, one.there)
    product = restated(scheme, given.hs, given.there)
    inside, cumulation = zone_answer(scheme, one, (codes, product), given.facts)
    entries = scheme.provisions.cumulation if scheme.provisions else ()
    full = any(entry.type == "full" and not entry.members and entry.active for entry in entries)
    own = one.in_house or (full and bool(one.inputs) and inside.verdict is MET)
    opens = own and bool(one.inputs)
    parts = (
        tuple(part for inner in one.inputs for part in _seen(scheme, given, inner, judge)) if opens else ()
    )
    originating, obtained = _status(scheme, one, inside)
    seen = Seen(one, codes, originating, obtained, cumulation, _treated(scheme, one), opens, parts)
    if opens and judge is not None:
        own_rule = judge(one, inner_views(scheme, given, seen))
        seen = seen._replace(originating=own_rule if one.in_house else some((originating, own_rule)))
    if opens and one.in_house:  # its own inputs say more than what anybody believes of it
        seen = seen._replace(obtained=every(part.obtained for part in parts))
    if one.role == "fungible" and one.share is not None and _fungible(scheme):
        yield seen._replace(given=_part_of(one, one.share), originating=YES)
        yield seen._replace(given=_part_of(one, HUNDRED_POINTS - one.share), originating=Answer(NOT_MET))
    else:
        yield seen


def _status(scheme: Scheme, one: GivenInput, inside: Answer) -> tuple[Answer, Answer]:
    """Say whether an input originates, and whether it is wholly obtained; outside the zone it is neither."""
    claimed = one.originating or one.wholly_obtained or one.originating
    if (
        claimed
        and one.certificates
        and not one.wholly_obtained
        and scheme.agreement.id not in one.certificates
    ):
        claimed = None  # a proof under another agreement says nothing about this one's rules
    elif scheme.agreement.id in one.certificates and one.originating is not False:
        claimed = True
    field = "certificate" if one.certificates and one.originating else "originating"
    originating = every((inside, known(claimed, f"{one.path}.{field}")))
    obtained = every((inside, known(one.wholly_obtained, f"{one.path}.wholly_obtained")))
    if claimed is False:
        obtained = Answer(NOT_MET)
    return originating, obtained


def _treated(scheme: Scheme, one: GivenInput) -> str:
    """Say what becomes of packing, accessories and indirect materials; without a provision they are materials."""
    provisions = scheme.provisions
    if provisions is None or one.role in ("material", "fungible"):
        return "material"
    if one.role == "indirect":
        return "left_out" if provisions.indirect_materials else "material"
    entries = {
        "packing_retail": provisions.retail_packing,
        "packing_shipping": provisions.shipping_packing,
        "accessory": provisions.accessories,
    }[one.role]
    for entry in entries:
        if entry.shift == "disregarded":
            return "left_out" if entry.value == "disregarded" else "aside"
    return "material"


def _fungible(scheme: Scheme) -> bool:
    return scheme.provisions is not None and any(entry.materials for entry in scheme.provisions.fungible)


def _part_of(one: GivenInput, share: int) -> GivenInput:
    def cut(amount: int) -> int:
        return amount * share // HUNDRED_POINTS

    amounts = {name: cut(amount) for name, amount in one.amounts.items()}
    return one._replace(value=None if one.value is None else cut(one.value), amounts=amounts)


def views(scheme: Scheme, given: Given, seen: tuple[Seen, ...] | None) -> tuple[View, ...]:
    """Give the ways of looking at the product; which of them are tried does not depend on any answer."""
    claim = _claim(scheme, given)
    if seen is None:
        return (View(claim, ()),)
    return tuple(_view(scheme, claim, listed) for listed in _choices(seen))


def inner_views(scheme: Scheme, given: Given, seen: Seen) -> tuple[View, ...]:
    """Give the ways of looking at what is made in-house, as if it were the product."""
    one = seen.given
    claim = Claim(
        hs=seen.codes,
        prices={} if one.value is None else dict.fromkeys(("ex_works", "fob", "transaction"), one.value),
        amounts=one.amounts,
        kinds=one.kinds,
        processes=one.processes,
        facts=_facts(scheme, given),
        economy=given.made_in,
    )
    return tuple(_view(scheme, claim, listed) for listed in _choices(seen.parts))


def _choices(seen: tuple[Seen, ...]) -> list[tuple[Seen, ...]]:
    """List the materials of every view: each in-house input as one material, or as what it is made from."""
    places = [at for at, one in enumerate(seen) if one.opens]
    if not places:
        return [seen]
    if len(places) <= MOST_CHOICES:
        opened = [{at for bit, at in enumerate(places) if way >> bit & 1} for way in range(1 << len(places))]
    else:
        every_one = set(places)
        opened = [set(), every_one, *({at} for at in places), *(every_one - {at} for at in places)]
    found: list[tuple[Seen, ...]] = []
    for these in opened:
        lists: list[list[Seen]] = [[]]
        for at, one in enumerate(seen):
            inner = _choices(one.parts)[-1:] if at in these else [(one,)]
            lists = [[*before, *more] for before in lists for more in inner]
        found.extend(tuple(listed) for listed in lists)
    return found


def _view(scheme: Scheme, claim: Claim, seen: tuple[Seen, ...]) -> View:
    kept = tuple(one for one in seen if one.treated != "left_out")
    return View(claim._replace(materials=tuple(_material(scheme, one) for one in kept)), kept)


def _material(scheme: Scheme, one: Seen) -> Material:
    given = one.given
    value, deductions = _adjusted(scheme, one)
    return Material(
        name=given.name,
        hs=one.codes,
        value=value,
        deductions=deductions,
        amounts=given.amounts,
        originating=_truth(one.originating),
        wholly_obtained=_truth(one.obtained),
        economy=given.economy,
        kinds=_own(scheme, given.kinds),
        processes=given.processes,
        aside=one.treated == "aside",
    )


def _adjusted(scheme: Scheme, one: Seen) -> tuple[int | None, Mapping[str, int] | None]:
    """Take off the value of a foreign material the costs that were entered and that the agreement lets off.

    What is left of these costs a rule may name by itself.
    """
    value, costs = one.given.value, one.given.deductions
    if value is None or not costs or one.originating.verdict is MET or scheme.provisions is None:
        return value, costs
    let_off = {word for entry in scheme.provisions.valuation for word in entry.deductions or ()}
    less = sum(amount for name, amount in costs.items() if name in let_off)
    return value - less, {name: amount for name, amount in costs.items() if name not in let_off}


def _truth(answer: Answer) -> bool | None:
    return None if answer.verdict is UNDETERMINED else answer.verdict is MET


def _own(scheme: Scheme, found: Mapping[str, bool]) -> Mapping[str, bool]:
    """Facts said for this agreement alone stand before those said for all."""
    prefix = f"{scheme.agreement.id}."
    own = {name.removeprefix(prefix): fact for name, fact in found.items() if name.startswith(prefix)}
    return {**found, **own} if own else found


def _facts(scheme: Scheme, given: Given) -> Mapping[str, bool | int]:
    prefix = f"{scheme.agreement.id}."
    own = {name.removeprefix(prefix): fact for name, fact in given.facts.items() if name.startswith(prefix)}
    return {**given.facts, **own} if own else given.facts


def _claim(scheme: Scheme, given: Given) -> Claim:
    """Take over what holds in every view; the price free on board is the value that agreements adjust to."""
    prices = dict(given.prices)
    bounds: dict[str, Amount] = {}
    if "fob" in prices:
        prices["transaction"] = prices["fob"]
        if "ex_works" not in prices:
            bounds["ex_works"] = Amount(0, prices["fob"], ("prices.ex_works",))
    elif "ex_works" in prices:
        bounds = {
            basis: Amount(prices["ex_works"], None, ("prices.fob",)) for basis in ("fob", "transaction")
        }
    return Claim(
        hs=restated(scheme, given.hs, given.there),
        prices=prices,
        costs=given.costs,
        amounts=given.amounts,
        kinds=_own(scheme, given.kinds),
        obtained=given.obtained,
        processes=given.processes,
        facts=_facts(scheme, given),
        economy=given.made_in,
        on=scheme.on.isoformat(),
        bounds=bounds,
    )


def to_fields(
    asks: tuple[str, ...], view: View, *, own_facts: frozenset[str] = frozenset(), agreement: str = ""
) -> tuple[str, ...]:
    """Turn the facts a claim waits for into the fields of the form where they are entered.

    Args:
        asks: Paths in the claim, such as ``materials[0].hs``.
        view: Where each material was entered.
        own_facts: Facts that only this agreement knows, such as a wording to be read by hand.
        agreement: Its name, put before such a fact.
    """
    found: list[str] = []
    for path in asks:
        if path.startswith(MATERIAL):
            place, _, rest = path.removeprefix(MATERIAL).partition("]")
            found.extend(_of_input(view.seen[int(place)], rest.removeprefix(".")))
        elif path.startswith("facts.") and path[6:] in own_facts:
            found.append(f"facts.{agreement}.{path[6:]}")
        elif path == "product":
            found.append(_code_field("product", view.claim.hs))
        else:
            found.append(_of_product(path))
    return tuple(dict.fromkeys(found))


def _of_input(seen: Seen, field: str) -> tuple[str, ...]:
    path = seen.given.path
    if field == "originating":
        return seen.originating.asks
    if field == "hs":
        return (_code_field(path, seen.codes),)
    if field == "wholly_obtained":
        return seen.obtained.asks or (f"{path}.wholly_obtained",)
    return (f"{path}.{FIELDS.get(field, field)}",)


def _code_field(path: str, codes: tuple[HSCode, ...]) -> str:
    """Name the field for a code: where an older edition has several instead, that of the older edition."""
    several = len(codes) > 1 and all(code.subheading for code in codes)
    return f"{path}.hs_{codes[0].edition}" if several else f"{path}.hs"


def _of_product(path: str) -> str:
    if path in PLACES:
        return PLACES[path]
    for before, after in (
        ("prices.", "product.price."),
        ("costs.", "product.cost."),
        ("amounts.", "product.amounts."),
    ):
        if path.startswith(before):
            return after + path.removeprefix(before)
    return path
