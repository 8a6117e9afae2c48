"""Shares of value and weight, and what must originate: the conditions that follow "in which" or "provided that".

Productions::

    conditions := condition { (", and" | "•" | "and in which" …) condition }
    condition  := limit | obtained | least | moved
    limit      := "the" ("value" | "weight") "of" subject "does not exceed" figure "of" base
    obtained   := "all" goods "used are" ("wholly obtained" | "originating")
    least      := "at least" figure "by weight of" goods "is originating"
    moved      := "all the materials used are classified within a heading other than that of the product"
                  [ ", except for" list ]
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from build_tools.importers.grammar.uk_goods import BETWEEN, goods_list
from py_engine.origin import rules as r
from py_engine.quantity import millionths

if TYPE_CHECKING:
    from build_tools.importers.grammar.scanner import Scanner
    from build_tools.importers.grammar.uk_goods import Context

__all__ = ["Share", "condition", "conditions", "every", "figure", "limits", "share", "some"]

FIGURE = r"(\d+(?:[.,]\d+)?) ?(?:%|per ?cent|percent)"
USED = (
    r"(?:,? ?(?:that are )?used(?: in (?:the )?production(?: of the product)?| in the preparation of the good)?)?"
    r"(?:,? taken together,?)?"
)
EXCEEDS = r"(?:does|do|may|must|shall) not exceed|not exceeding|(?:are|is) only used up to a value of"
EACH = r"(?:the )?individual weight"
PRICE = r"(?:the )?(?:ex-?\s?works?(?: price)?)(?: \(EXW\))?"
FOB = r"(?:the )?Free on Board \(FOB\)(?: cost)?"
OF_PRODUCT = r"(?: of the (?:final )?(?:products?|goods?|set|printed fabric))?"
WEIGHT = r"(?:the )?(?:weight of the )?(?:total |net )*weight(?: of (?:the )?(?:final )?(?:products?|goods?))"
ALL = r"(?:all |of |the |any )*(?:non-originating )?materials? used|(?:all |the )*non-originating materials(?= does)"


class Share(NamedTuple):
    """A figure and what it is a share of; goods for the base, if these are named."""

    figure: int
    base: str
    base_of: tuple[r.Goods, ...] = ()


def every(rules: list[r.Rule]) -> r.Rule:
    """Join rules that must all be met."""
    flat = [part for rule in rules for part in (rule.rules if isinstance(rule, r.AllOf) else (rule,))]
    return flat[0] if len(flat) == 1 else r.AllOf(tuple(flat))


def some(rules: list[r.Rule]) -> r.Rule:
    """Join rules of which one is enough."""
    flat = [part for rule in rules for part in (rule.rules if isinstance(rule, r.AnyOf) else (rule,))]
    unlike = [part for at, part in enumerate(flat) if part not in flat[:at]]
    return unlike[0] if len(unlike) == 1 else r.AnyOf(tuple(unlike))


def figure(s: Scanner) -> int:
    """Read a percentage."""
    return millionths(s.need(FIGURE, "a percentage").group(1).replace(",", "."))


def share(s: Scanner, c: Context) -> tuple[Share, ...]:
    """Read a percentage and its base; one of several is enough, as in "50 % of the price or 45 % FOB"."""
    s.take(r":? ?•")
    number = figure(s)
    s.take(r"by (?:net |dry )?weight")
    s.need(r"of (?:either )?", "of")
    if s.take(r"the transaction value or ex-?works price" + OF_PRODUCT):
        price = Share(number, "ex_works")
        if s.take(r"[.,]? ?or •(?= ?\d)"):
            other = figure(s)
            s.need("of the net cost of the product", "of the net cost of the product")
            return (price, Share(other, "net_cost"))
        return (price,)
    if s.take(r"(?:the value of )?" + PRICE):
        found = [Share(number, "ex_works")]
        s.take(OF_PRODUCT.strip("?"))
        if s.take(rf"or (?=\d|{FOB})"):
            other = figure(s) if s.peek(r"\d") else number
            s.take("of")
            s.need(FOB, "Free on Board (FOB)")
            s.take(OF_PRODUCT.strip("?"))
            found.append(Share(other, "fob"))
        return tuple(found)
    if s.take(r"the value of the goods?", "the value of the good"):
        return (Share(number, "transaction"),)
    if s.take(r"the (?:total )?(?:net )?weight of (?:all )?(?:the )?materials? of"):
        return (Share(number, "those_materials", _named(s, c)),)
    if s.take(r"the materials of"):
        return (Share(number, "those_materials", _named(s, c)),)
    if s.take(r"the volume of the total alcoholic strength of the good"):
        return (Share(number, "product"),)
    if s.take(WEIGHT + r"|the goods?|weight of the net weight of the product", "the weight of the product"):
        found = [Share(number, "product")]
        if s.take(r"or the net weight of all (?:the )?material used in production"):
            found.append(Share(number, "all_materials"))
        return tuple(found)
    raise s.error()


def _named(s: Scanner, c: Context) -> tuple[r.Goods, ...]:
    found = goods_list(s, c)
    s.take(USED)
    return found


def limits(
    measure: str, on: tuple[r.Goods, ...], shares: tuple[Share, ...], *, each: bool = False
) -> list[r.Rule]:
    """Make the limits, one for each base; a highest value of all materials is a method of its own."""
    made: list[r.Rule] = []
    for one in shares:
        if measure == "value" and on == (r.ANYTHING,) and one.base in ("ex_works", "fob", "transaction"):
            made.append(r.RegionalValueContent("max_nom", at_most=one.figure, basis=one.base))
        else:
            made.append(
                r.LimitOnMaterial(
                    measure,
                    on=on,
                    at_most=one.figure,
                    base=one.base,
                    base_of=one.base_of,
                    each=each and len(on) > 1,
                )
            )
    return made


def condition(s: Scanner, c: Context) -> r.Rule | None:
    """Read one condition; nothing if none follows."""
    at = s.at
    for read in (_moved, _limit, _least, _obtained):
        found = read(s, c)
        if found is not None:
            return found
        s.at = at
    return None


def _limit(s: Scanner, c: Context) -> r.Rule | None:
    s.take(r"in which:? ?•?|where,?|that")
    s.take(r"within the above limit,?")
    s.take("and")
    each = bool(s.peek(EACH))
    s.take(r"the value of (?=the materials classified)")
    if s.take("(?:the )?(?=materials classified (?:with)?in)"):
        classified = goods_list(s, c)
        s.take(r",? ?taken together,?")
        if not classified or not s.take("are only used up to a value of", "are only used up to a value of"):
            return None
        return some(limits("value", classified, share(s, c)))
    found = s.take(
        r"(?:the )?(?:total |combined |individual |net )*(value|weight|dry weight|alcoholic volume) of",
        "the value of",
    )
    if found is None:
        return _bare(s, c)
    measure = {"dry weight": "dry_weight", "alcoholic volume": "alcohol"}.get(found.group(1), found.group(1))
    if s.take(
        r"(?:all )?(?:the )?non-originating materials used(?: in assembling the head \(without motor\))?"
        r" does not exceed the value of (?:all )?the originating materials used"
    ):
        return r.LimitOnMaterial("value", at_most=100_000_000, base="originating_materials")
    on: tuple[r.Goods, ...] = ()
    if s.take(ALL, "all the materials used") or (
        measure == "alcohol" and s.take("the non-originating materials")
    ):
        on = _but(s, c)
    else:
        on = goods_list(s, c)
        on = _except(s, c, on)
    s.take(USED)
    if not on or not s.take(EXCEEDS, "does not exceed"):
        return None
    shares = share(s, c)
    return some(limits(measure, on, shares, each=each))


def _bare(s: Scanner, c: Context) -> r.Rule | None:
    """Read a limit by weight that forgot to say 'the weight of'."""
    on = goods_list(s, c)
    s.take(USED)
    if (
        on
        and s.take("(?:does|do) not exceed", "does not exceed")
        and s.peek(FIGURE + r" of the (?:weight|ex-works)")
    ):
        shares = share(s, c)
        measure = "weight" if shares[0].base == "product" else "value"
        return some(limits(measure, on, shares))
    return None


def _but(s: Scanner, c: Context) -> tuple[r.Goods, ...]:
    if not s.take(r",? ?except"):
        return (r.ANYTHING,)
    names = tuple(name for one in goods_list(s, c) for name in one.named)
    s.take(",")
    return (r.Goods(unnamed=names),) if names else ()


def _except(s: Scanner, c: Context, on: tuple[r.Goods, ...]) -> tuple[r.Goods, ...]:
    at = s.at
    if len(on) != 1 or not s.take(r",? ?(?:except(?: of| for)?|other than)"):
        return on
    out = tuple(codes for one in goods_list(s, c) for codes in one.of)
    s.take(",")
    if not out:
        s.at = at
        return on
    return (on[0]._replace(but=out),)


def _obtained(s: Scanner, c: Context) -> r.Rule | None:
    s.take(r"in which:? ?•?|where|that")
    s.take("and")
    s.take(r"all (?:of )?(?:the )?|any |the ")
    if s.take(r"materials? used|materials(?= is| are)"):
        on: tuple[r.Goods, ...] = (r.ANYTHING,)
    else:
        on = goods_list(s, c)
        on = _except(s, c, on)
    s.take(USED)
    if not on or not s.take(
        r"(?:are already|is already|must already be|are|is|must be|shall be|must)\b", "are"
    ):
        return None
    found = s.take(r"(wholly obtained|originating)", "wholly obtained")
    if not found:
        return None
    must = "wholly_obtained" if found.group(1).lower().startswith("wholly") else "originating"
    return r.MaterialsMustOriginate(on, must_be=must)


def _least(s: Scanner, c: Context) -> r.Rule | None:
    s.take(r"in which:? ?•?|where|that")
    if not s.take(r"(?:at least|not less than)(?= \d)", "at least"):
        return None
    number = figure(s)
    measure = "dry_weight" if s.peek("by dry weight") else "weight"
    s.take(r"by (?:net |dry )?weight")
    s.need("of(?: all)?(?: of)?(?: the total)?(?: the)?", "of")
    on = goods_list(s, c)
    s.take(USED)
    if not on or not s.take(r"(?:is|are|must already be)\b"):
        return None
    found = s.take(r"(?:already )?(wholly obtained|originating)", "originating")
    if not found or s.peek(r"(?:un)?manufactured|tobacco"):
        return None
    must = "wholly_obtained" if found.group(1).lower().startswith("wholly") else "originating"
    return r.MaterialsMustOriginate(on, must_be=must, at_least=number, measure=measure)


def _moved(s: Scanner, c: Context) -> r.Rule | None:
    s.take(r"in which:? ?•?|where|that")
    if s.take(r"from materials not classified (?:with)?in"):
        return r.ChangeOfClassification("any", except_from=goods_list(s, c))
    found = s.take(
        r"all the materials used (?:are|must be) classified (?:with)?in a (chapter|heading|subheading) other than"
        r"(?: that of)?(?: that of)?",
        "all the materials used are classified",
    )
    if not found:
        return None
    if s.take("the product"):
        out = goods_list(s, c) if s.take(r",? ?except(?: for)?") else ()
        return r.ChangeOfClassification(found.group(1), except_from=out)
    return r.ChangeOfClassification("any", except_from=goods_list(s, c))


def conditions(s: Scanner, c: Context) -> list[r.Rule]:
    """Read conditions that stand side by side; "or" between two of them binds closer than "and"."""
    found: list[r.Rule] = []
    s.take(r":? ?•")
    either = False
    while one := condition(s, c):
        if either:
            found[-1] = some([found[-1], one])
        else:
            found.append(one)
        at = s.at
        if s.take(r",? ?or ?•(?! ?in which all)"):
            either = True
            continue
        either = False
        if not s.take(rf"(?:{BETWEEN}|[.;]? ?(?=the total weight|the weight)) ?(?:and )?"):
            break
        if s.peek(r"[A-Z](?=[a-z]+ (?:from|in which))"):
            s.at = at
            break
        mark = s.at
        nxt = condition(s, c)
        s.at = mark
        if nxt is None:
            s.at = at
            break
    return found
