"""The vocabulary of product-specific rules. Data only: nothing here decides anything.

A rule is a small tree. Its leaves ask one thing each: a change of classification, a share of value, a process; the
branches combine them. What a tree means stands in `evaluate.py`, how it is written down in `notation.py`, how it is
said in `describe.py`.

These are named tuples, not dataclasses, because a browser prepares one in a tenth of a millisecond instead of in one
to two. Two tuples of equal parts are equal, so each kind ends in its own name. Shares and amounts are whole millionths:
40 % is 40_000_000, and nothing is ever rounded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from py_engine.hs import HSRange

__all__ = [
    "ANYTHING",
    "AllOf",
    "Allowance",
    "AnyOf",
    "Barrier",
    "ChangeOfClassification",
    "Citation",
    "Goods",
    "LimitOnMaterial",
    "ManufactureFrom",
    "MaterialsMustOriginate",
    "NoRequirement",
    "Process",
    "ProductIs",
    "Provided",
    "RegionalValueContent",
    "Rule",
    "Scoped",
    "SetOfGoods",
    "Unread",
    "Way",
    "When",
    "WhollyObtained",
]


class Citation(NamedTuple):
    """Where a rule stands: the source document and the place in it. Empty parts are those of the rule around it."""

    source: str = ""
    article: str = ""
    annex: str = ""
    page: str = ""
    item: str = ""

    def within(self, around: Citation) -> Citation:
        """Complete the parts left empty with those of the rule around, unless a document is named.

        >>> Citation(item="3").within(Citation("protocol-2", annex="II")).annex
        'II'
        """
        if self.source:
            return self
        return Citation(*(part or above for part, above in zip(self, around, strict=True)))


class Goods(NamedTuple):
    """Which materials or products are meant. All the parts that are given must hold.

    ``of`` are their codes, ``but`` codes taken out of these. ``same`` are goods of the same chapter, heading or
    subheading as the product. ``named`` describes goods in words, where the law describes a part of a code: the words
    stand in the agreement's list of goods under that name, and whether a material is of the kind is asked. With more
    than one name, one of them is enough. ``unnamed`` takes such goods out: "any other good of heading 2710".
    """

    of: tuple[HSRange, ...] = ()
    but: tuple[HSRange, ...] = ()
    named: tuple[str, ...] = ()
    unnamed: tuple[str, ...] = ()
    same: str = ""


ANYTHING = Goods()


class Barrier(NamedTuple):
    """Materials that a tolerance may not be used for, in the making of some products: all products, if none is named.

    With ``unless`` "other_subheading" or "other_heading", they may be, if the product is of another one.
    """

    materials: tuple[Goods, ...] = (ANYTHING,)
    products: tuple[Goods, ...] = ()
    but_products: tuple[Goods, ...] = ()
    unless: str = ""


class Allowance(NamedTuple):
    """A tolerance of the agreement, put beside a rule: materials that fail it are let through up to a share.

    ``base`` is a price, or "product", "component" or "textile_materials" for a share of weight. With ``elastomeric``,
    elastomeric yarns must be made in the area all the same. A rule as printed has none: they are added for a product.
    """

    measure: str
    at_most: int
    base: str
    on: tuple[Goods, ...] = (ANYTHING,)
    barred: tuple[Barrier, ...] = ()
    elastomeric: bool = False
    citation: Citation | None = None


class Way(NamedTuple):
    """One way of being wholly obtained, perhaps with a condition, such as the flag of the fishing vessel."""

    kind: str
    provided: Rule | None = None


class WhollyObtained(NamedTuple):
    """The product grew, was mined, fished or collected in the area, in one of the ways the agreement lists.

    Without ways, the list is the agreement's own, and only whether the product is on it is asked.
    """

    ways: tuple[Way, ...] = ()
    citation: Citation | None = None
    kind: Literal["wholly_obtained"] = "wholly_obtained"


class ChangeOfClassification(NamedTuple):
    """Every non-originating material comes from another chapter, heading or subheading, or from stated ones.

    A material has changed if it is of another ``shift`` than the product, lies in ``from_`` if that is given, outside
    the group ``outside`` if that is given, and not in ``except_from``. With the shift ``any``, no change of level is
    needed: "manufacture from materials of any heading, except those of 1701".

    ``also`` is a second change that is as good: "from subheading 8404.90, whether or not there is also a change from
    any other heading". ``allowing`` are materials that need not change, up to a limit: "materials of the same heading
    may be used, provided that their value does not exceed 20 % of the ex-works price".
    """

    shift: str
    from_: tuple[Goods, ...] = ()
    outside: tuple[HSRange, ...] = ()
    except_from: tuple[Goods, ...] = ()
    also: ChangeOfClassification | None = None
    allowing: tuple[LimitOnMaterial, ...] = ()
    citation: Citation | None = None
    tolerances: tuple[Allowance, ...] = ()
    kind: Literal["change_of"] = "change_of"


class RegionalValueContent(NamedTuple):
    """The share of value added in the area reaches a percentage, or that of other materials stays below one.

    ``of`` are the materials that count in the focused method. ``deducting`` are the costs that may be taken off the
    value of non-originating materials.
    """

    method: str
    at_least: int | None = None
    at_most: int | None = None
    basis: str = "transaction"
    of: tuple[Goods, ...] = ()
    deducting: tuple[str, ...] = ()
    citation: Citation | None = None
    kind: Literal["regional_value_content"] = "regional_value_content"


class LimitOnMaterial(NamedTuple):
    """The named materials are at most, or at least, so much: by value, weight, volume or number.

    With the unit percent, the share is taken of ``base``. ``counting`` says whether only non-originating materials
    count. With ``each``, every entry of ``on`` keeps the limit by itself.
    """

    measure: str
    on: tuple[Goods, ...] = (ANYTHING,)
    at_most: int | None = None
    at_least: int | None = None
    unit: str = "percent"
    base: str = ""
    base_of: tuple[Goods, ...] = ()
    counting: str = "non_originating"
    each: bool = False
    citation: Citation | None = None
    kind: Literal["limit"] = "limit"


class Process(NamedTuple):
    """Stated operations are carried out in the area.

    Of several, all are needed, or ``at_least`` so many. ``on`` are the goods worked upon, where the law names them.
    ``named`` describes an operation that has no word of its own. ``having`` are its figures, such as the share of
    impurities that purification removes.
    """

    steps: tuple[str, ...]
    at_least: int | None = None
    on: tuple[Goods, ...] = ()
    named: str = ""
    having: tuple[tuple[str, str], ...] = ()
    citation: Citation | None = None
    kind: Literal["process"] = "process"


class ManufactureFrom(NamedTuple):
    """The product is made from the stated materials: "manufacture from yarn".

    Materials of an ``earlier`` stage are as good. Only materials among ``judged`` are looked at, if that is given: a
    button is not asked whether it is yarn.
    """

    materials: tuple[Goods, ...]
    earlier: tuple[Goods, ...] = ()
    judged: tuple[Goods, ...] = ()
    citation: Citation | None = None
    tolerances: tuple[Allowance, ...] = ()
    kind: Literal["made_from"] = "made_from"


class MaterialsMustOriginate(NamedTuple):
    """The named materials originate, are wholly obtained, or have gone through stated operations in the area.

    With ``at_least``, so large a share of them by ``measure`` is enough.
    """

    materials: tuple[Goods, ...]
    must_be: str = "originating"
    undergo: tuple[str, ...] = ()
    at_least: int | None = None
    measure: str = "weight"
    citation: Citation | None = None
    tolerances: tuple[Allowance, ...] = ()
    kind: Literal["materials"] = "materials"


class Provided(NamedTuple):
    """A stated condition holds: a fact with a yes or no answer, or a figure within limits.

    The words of the question stand in the agreement's list of facts.
    """

    fact: str
    at_least: int | None = None
    at_most: int | None = None
    expected: bool = True
    citation: Citation | None = None
    kind: Literal["provided"] = "provided"


class ProductIs(NamedTuple):
    """The product is one of the stated goods. Used as a condition: "for beverages containing milk, …"."""

    goods: tuple[Goods, ...]
    expected: bool = True
    citation: Citation | None = None
    kind: Literal["product_is"] = "product_is"


class When(NamedTuple):
    """If a condition holds, one rule applies; if not, another, or none."""

    condition: Rule
    then: Rule
    otherwise: Rule | None = None
    citation: Citation | None = None
    kind: Literal["when"] = "when"


class Scoped(NamedTuple):
    """A rule that looks at some of the materials only, as notes to chapters order.

    ``only`` are the materials looked at, such as the component that gives a garment its classification; ``without``
    are set aside, such as sewing thread; ``as_originating`` count as originating, such as fabrics in short supply.
    """

    rule: Rule
    only: tuple[Goods, ...] = ()
    without: tuple[Goods, ...] = ()
    as_originating: tuple[Goods, ...] = ()
    citation: Citation | None = None
    kind: Literal["scoped"] = "scoped"


class SetOfGoods(NamedTuple):
    """Goods put up as a set: every component originates, or those that do not stay below a share of the set's value."""

    at_most: int
    base: str
    citation: Citation | None = None
    kind: Literal["set"] = "set"


class AllOf(NamedTuple):
    """Every one of the rules is met."""

    rules: tuple[Rule, ...]
    citation: Citation | None = None
    kind: Literal["all_of"] = "all_of"


class AnyOf(NamedTuple):
    """One of the rules is met; which one is for the exporter to choose."""

    rules: tuple[Rule, ...]
    citation: Citation | None = None
    kind: Literal["any_of"] = "any_of"


class NoRequirement(NamedTuple):
    """Nothing is asked of the materials. The agreement's other provisions still hold."""

    citation: Citation | None = None
    kind: Literal["requires_nothing"] = "requires_nothing"


class Unread(NamedTuple):
    """Wording that was not read by machine. Nobody guesses it: a person reads it and answers whether it is met.

    ``fact`` names that answer. ``span`` is the place in the source, as the importer counts it: "1204-1377".
    """

    reason: str
    fact: str
    span: str = ""
    citation: Citation | None = None
    kind: Literal["unread"] = "unread"


Rule: TypeAlias = (
    "WhollyObtained | ChangeOfClassification | RegionalValueContent | LimitOnMaterial | Process | ManufactureFrom"
    " | MaterialsMustOriginate | Provided | ProductIs | When | Scoped | SetOfGoods | AllOf | AnyOf | NoRequirement"
    " | Unread"
)
