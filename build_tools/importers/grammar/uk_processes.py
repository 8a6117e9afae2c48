"""Operations that must be carried out: spinning, weaving, printing with at least two finishing operations.

Productions::

    work   := chain { "or" chain }
    chain  := group { link group } [ ("provided that" | "where") limit ]
    group  := op { ("," | "or" | "and / or") op }
    link   := [ "in each case" ] ("accompanied" | "combined" | "followed" | "preceded") ("by" | "with") | "and"
    op     := operation [ "of" goods ] | "at least two … operations (such as" operation { "," operation } ")"
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from build_tools.importers.grammar.uk_goods import goods, goods_list
from build_tools.importers.grammar.uk_shares import condition, every, some
from py_engine.hs import HSRange
from py_engine.origin import rules as r

if TYPE_CHECKING:
    from build_tools.importers.grammar.scanner import Scanner
    from build_tools.importers.grammar.uk_goods import Context

__all__ = ["work"]

LINK = (
    r",? ?(?:in each case )?,?(?:(?:accompanie[ds]|combined|followed|preceded),?(?: if necessary,)? (?:by|with)"
    r"|and(?= making))"
)
OR = r",? ?(?:and / or|and/or|or)(?: by| with| of)?"
FINISHING = (
    r"(?:at least two )?(?:other )?(?:main )?preparatory (?:(?:or|of) )?finishing operations ?\(such as"
)
ONLY = (
    r"[.,]? ?(?:Only the following fibres may be used:?"
    r"|provided that only one or more of the following materials are used:?)"
)
TEXTILES = "50-63"
STANDALONE = r"printing \(as standalone operation\)"
STANDALONE_STEPS = (
    "scouring bleaching mercerising heat_setting raising calendering shrink_resistance permanent_finishing decatising"
    " impregnating mending burling"
)
PROVIDED = r",? ?(?:provided(?: that)?|where)(?= the (?:total )?value)"


def work(s: Scanner, c: Context) -> r.Rule | None:
    """Read operations; nothing if none follows."""
    found: list[r.Rule] = []
    while one := _chain(s, c):
        found.append(one)
        at = s.at
        if not s.take(OR, "or"):
            break
        if not _ahead(s, c):
            s.at = at
            break
    s.take(r"(?:is|are) undergone")
    return either(found) if found else None


def either(rules: list[r.Rule]) -> r.Rule:
    """Join alternatives; plain operations of which one is enough are one process."""
    joined = some(rules)
    if not isinstance(joined, r.AnyOf):
        return joined
    steps: list[str] = []
    for rule in joined.rules:
        if (
            not isinstance(rule, r.Process)
            or rule != r.Process(rule.steps)
            or len(rule.steps) > 1
            or "other" in rule.steps
        ):
            return joined
        steps.extend(rule.steps)
    return r.Process(tuple(steps), at_least=1)


def _ahead(s: Scanner, c: Context) -> bool:
    return c.operations.match(s.text, s.at) is not None


def _chain(s: Scanner, c: Context) -> r.Rule | None:
    first = _group(s, c, first=True)
    if not first:
        return None
    groups = [first]
    while s.take(LINK, "accompanied by"):
        after = _group(s, c, first=False)
        if not after:
            raise s.error()
        groups.append(after)
    parts: list[r.Rule] = [_merged([either(group) for group in groups])]
    if s.take(ONLY, "only the following fibres may be used"):
        judged = (r.Goods(of=(HSRange.parse(TEXTILES, edition=c.edition),)),)
        parts.append(r.ManufactureFrom(goods_list(s, c), judged=judged))
    if s.take(PROVIDED, "provided that"):
        limit = condition(s, c)
        if limit is None:
            raise s.error()
        parts.append(limit)
        while s.take(LINK, "accompanied by"):
            after = _group(s, c, first=False)
            if not after:
                raise s.error()
            parts.append(some(after))
    return every(parts)


def _merged(rules: list[r.Rule]) -> r.Rule:
    """Write plain operations that are all needed as one process with several steps."""
    steps: list[str] = []
    others: list[r.Rule] = []
    for rule in rules:
        plain = isinstance(rule, r.Process) and rule == r.Process(rule.steps) and "other" not in rule.steps
        if plain and isinstance(rule, r.Process):
            steps.extend(step for step in rule.steps if step not in steps)
        else:
            others.append(rule)
    return every([*others, *([r.Process(tuple(steps))] if steps else [])])


def _group(s: Scanner, c: Context, *, first: bool) -> list[r.Rule]:
    """Read operations of which one is enough; after a link, one with goods of its own begins a new alternative."""
    found: list[r.Rule] = []
    s.take(r"by|with")
    s.take(r"a\b|any\b")
    while one := _operation(s, c):
        found.append(one)
        at = s.at
        if not s.take(rf"{OR}|,(?= ?(?:with |by )?\w)", "or"):
            break
        s.take(r"a\b|any\b|by|with")
        if not _ahead(s, c) or (not first and _begins_another(s, c)):
            s.at = at
            break
    return found


def _begins_another(s: Scanner, c: Context) -> bool:
    """Say whether the operation ahead has goods of its own or a link behind it: it is an alternative by itself."""
    match = c.operations.match(s.text, s.at)
    if match is None:
        return False
    at, s.at = s.at, match[1]
    found = bool(s.peek(r"of\b")) or bool(s.peek(LINK) and s.text[at:].lstrip()[:1].isupper())
    s.at = at
    return found


def _operation(s: Scanner, c: Context) -> r.Rule | None:
    at = s.at
    if s.take(STANDALONE):
        return _standalone()
    if s.take(FINISHING, "at least two preparatory or finishing operations"):
        return _finishing(s, c)
    found = c.operations.match(s.text, s.at)
    if not found:
        s.at = at
        s.remember("an operation")
        return None
    entry, s.at = found
    on: tuple[r.Goods, ...] = ()
    after = s.at
    if s.take(r"of\b"):
        on = goods(s, c)
        s.take(r"with each other or with base metals")
    if not on:
        s.at = after
    if entry.steps:
        return r.Process(entry.steps, on=on)
    return r.Process(("other",), named=entry.id, on=on)


def _standalone() -> r.Rule:
    """Give printing as an operation by itself, as note 6.4 to the annex of the agreement with Japan defines it."""
    steps = tuple(STANDALONE_STEPS.split())
    value = r.AnyOf(
        (
            r.RegionalValueContent("max_nom", at_most=50_000_000, basis="ex_works"),
            r.RegionalValueContent("max_nom", at_most=45_000_000, basis="fob"),
        )
    )
    return r.AllOf((r.Process(("printing",)), r.Process(steps, at_least=2), value))


def _finishing(s: Scanner, c: Context) -> r.Rule:
    steps: list[str] = []
    while found := c.operations.match(s.text, s.at):
        entry, s.at = found
        steps.extend(step for step in entry.steps if step not in steps)
        s.take(r",? ?and|,")
    s.need(r"\)", "the end of the list of operations")
    return r.Process(tuple(steps), at_least=2)
