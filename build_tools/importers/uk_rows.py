"""From printed rows to rule sets: which goods each row covers, and which of several rows for one code is meant.

The publisher's rows overlap: a chapter and one of its headings, two descriptions of one heading. Code by code it is
decided which rows are meant, so that every subheading of the edition leads to one rule, to a choice between described
goods, or to a gap that is told.
"""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from build_tools.importers.grammar.uk_processes import either
from build_tools.importers.grammar.uk_shares import every, some
from build_tools.importers.uk_sentences import Reading, readings, unread
from build_tools.importers.uk_source import LayoutError, Row, fingerprint
from py_engine.origin import rules as r

if TYPE_CHECKING:
    from datetime import date

    from build_tools.importers.uk_hs import Edition
    from build_tools.importers.uk_tables import Agreement, Tables

__all__ = ["Draft", "Part", "drafts", "parts", "rest_of_words"]

REST = re.compile(
    r"(?:^|▸|•|-)\s*-?\s*(?:any )?others?\b(?: (?:good|product)s?.*)?[;.]?(?: and)?$|^any other ",
    re.IGNORECASE,
)
PRODUCT_REST = re.compile(r"^(?:any other|an?) (?:good|product)s?$", re.IGNORECASE)
CODES_IN_WORDS = re.compile(
    r",? ?of (?:sub)?heading ?\d{4,6}(?: (?:to|through) (?:(?:sub)?heading )?\d{4,6})?,?", re.IGNORECASE
)
ECHO = re.compile(
    r"(?:(?:Sub)?heading )?[\d. -]+(?:to [\d.]+)?", re.IGNORECASE
)  # a description that repeats the codes
CONDITION = re.compile(
    r"^(?:Valid as long as .*? per country|Applies in the case of .*? these products"
    r"|(?:Within|Products exported|Colombia, Ecuador|UK to Peru).*?(?:per country only|per country|annual quota|only"
    r"|UK to Ecuador))\s*|\s*(?:originating in Singapore, limited by an annual quota|\([Qq]uota for exports[^)]*\)?)"
)


class Draft(NamedTuple):
    """What a row says about some goods: the rule, its days, and the words that describe the goods."""

    row: Row
    codes: tuple[str, ...]
    words: str
    rest: bool
    rule: r.Rule
    readings: tuple[Reading, ...]
    start: date | None = None
    until: date | None = None
    quota: bool = False
    direction: str = "both"
    conditional: bool = False


class Part(NamedTuple):
    """A draft on the codes where the same rows meet: alone, by its description, or for the rest."""

    draft: Draft
    codes: tuple[str, ...]
    words: str = ""
    rest: bool = False
    rank: int = 1


def rest_of_words(words: str) -> str:
    """Give the words of the innermost description.

    >>> rest_of_words("Carpets and other floor coverings ▸ Of needleloom felt;")
    'Of needleloom felt'
    """
    before, _, inner = CONDITION.sub("", words).rpartition("▸")
    inner = inner.strip(" ;.:-,•")
    if before and inner.lower() in {"other", "others"}:
        return f"{before.rpartition('▸')[2].strip(' ;.:-,•')} ▸ {inner}"
    return inner


def drafts(row: Row, agreement: Agreement, tables: Tables, edition: Edition) -> list[Draft]:
    """Read a row and part its alternatives by goods, days and quota.

    Raises:
        LayoutError: None of its codes exists in the edition, and no correction says what is meant.
    """
    low, high = row.low, row.high
    corrections = tables.about(agreement.id, row)
    if any(one.action == "drop" for one in corrections):
        return []
    for one in corrections:
        if one.action == "covers":
            low, high = (
                end.ljust(10, filler) for end, filler in zip(one.value.split("-"), "09", strict=True)
            )
    codes = edition.within(low, high)
    if not codes and row.heading.startswith("ex Chapter"):
        return []  # the publisher adds headings of the newest edition, which the agreement's edition does not have
    if not codes or not all(edition.has(code) for code in _printed(row, corrections)):
        raise LayoutError(
            f"{agreement.file}.json, row {row.key}: {low}-{high} is not wholly in HS {edition.name};"
            f" printed {_printed(row, corrections)}, found {len(codes)} subheadings"
        )
    words = "" if ECHO.fullmatch(row.described) else row.described
    named = tables.products.get(fingerprint(rest_of_words(words)))
    read = readings(row, agreement, tables, edition.ranges(codes), named.id if named else "")
    actions = {one.action for one in corrections}
    if "bound" in actions:
        first, second = (one.rule for one in read)
        by_duty = r.When(r.Provided("bound-duty-zero"), second, otherwise=first)
        both = tuple(part for one in read for part in one.sentences)
        read = (read[0]._replace(rule=by_duty, by="hand", sentences=both),)
    made = [_draft(row, codes, words, group) for group in _groups(read)]
    made = [draft._replace(conditional="conditional" in actions) for draft in made]
    return [_each_applies(made, tables)] if any(one.each_applies for one in read) else _joined(made, tables)


def _printed(row: Row, corrections: tuple[object, ...]) -> list[str]:
    if any(getattr(one, "action", "") == "covers" for one in corrections):
        return []
    return re.findall(r"\b\d{4}(?:\d{2})?\b", row.heading)


def _joined(made: list[Draft], tables: Tables) -> list[Draft]:
    """Put drafts of a row together whose goods have one name in our words: "mucilage and" or "or thickener"."""
    found: dict[tuple[object, ...], Draft] = {}
    for draft in made:
        entry = None if draft.rest else tables.products.get(fingerprint(rest_of_words(draft.words)))
        name = entry.id if entry else draft.words
        key = (name, draft.rest, draft.start, draft.until, draft.quota, draft.direction)
        if key in found:
            before = found[key]
            both = (*before.readings, *draft.readings)
            draft = before._replace(rule=either([one.rule for one in both]), readings=both)  # noqa: PLW2901
        found[key] = draft
    return list(found.values())


def _groups(read: tuple[Reading, ...]) -> list[tuple[Reading, ...]]:
    """Put alternatives for the same goods, days and quota together; one without days belongs to all days."""
    groups: dict[tuple[str, date | None, date | None, bool], list[Reading]] = defaultdict(list)
    keys = []
    for one in read:
        key = (_product(one), one.start, one.until, one.quota)
        if key not in keys:
            keys.append(key)
    for key in keys:
        for one in read:
            same = (_product(one), one.quota) == (key[0], key[3])
            always = one.start is None and any(other[1] for other in keys if other[0] == key[0])
            if same and ((one.start, one.until) == key[1:3] or (always and key[1])):
                groups[key].append(one)
    dated = {key[0] for key in keys if key[1]}
    return [tuple(found) for key, found in groups.items() if key[1] or key[0] not in dated]


def _product(one: Reading) -> str:
    words = CODES_IN_WORDS.sub("", one.product).strip(" ,.")
    return "" if re.fullmatch(r"an? (?:good|product)|goods|products", words, re.IGNORECASE) else words


def _draft(row: Row, codes: tuple[str, ...], words: str, group: tuple[Reading, ...]) -> Draft:
    product = _product(group[0])
    rest = bool(product and PRODUCT_REST.match(product)) or (not product and REST.search(words) is not None)
    rule = either([one.rule for one in group])
    exports = all(part.exports and not part.imports for one in group for part in one.sentences)
    condition = CONDITION.search(words)
    said = condition.group(0) if condition else ""
    quota = any(one.quota for one in group) or (
        bool(re.search(r"quotas?\b", said, re.IGNORECASE)) and "Valid" not in said
    )
    return Draft(
        row=row,
        codes=codes,
        words=product or words,
        rest=rest,
        rule=rule,
        readings=group,
        start=group[0].start or next((one.start for one in group if one.start), None),
        until=next((one.until for one in group if one.until), None),
        quota=quota,
        direction="export" if exports or "UK to Colombia" in said else _inwards(said, quota=quota),
    )


def _inwards(said: str, *, quota: bool) -> str:
    return (
        "import" if quota and re.search(r"to the UK|from Canada|originating in Singapore", said) else "both"
    )


def _each_applies(made: list[Draft], tables: Tables) -> Draft:
    """Write rules of which every one that fits the product must be met as one rule with conditions."""
    named = [draft for draft in made if not draft.rest]
    names = []
    rules: list[r.Rule] = []
    for draft in named:
        entry = tables.products.get(fingerprint(rest_of_words(draft.words)))
        name = entry.id if entry else f"row-{draft.row.place}-{fingerprint(rest_of_words(draft.words))}"
        names.append(name)
        rules.append(r.When(r.ProductIs((r.Goods(named=(name,)),)), draft.rule))
    others = [draft for draft in made if draft.rest]
    everything = r.ProductIs((r.Goods(named=tuple(names)),), expected=False)
    rules.extend(r.When(everything, draft.rule) for draft in others)
    first = made[0]
    return first._replace(
        words=first.row.described,
        rest=False,
        rule=every(rules),
        readings=tuple(one for draft in made for one in draft.readings),
    )


def parts(found: list[Draft], agreement: Agreement) -> tuple[list[Part], list[str]]:
    """Decide, code by code, which draft is meant where several meet; tell what cannot be decided."""
    by_code: dict[str, list[int]] = defaultdict(list)
    found = _once(found)
    for at, draft in enumerate(found):
        for code in draft.codes:
            by_code[code].append(at)
    placed: dict[tuple[int, str, bool, int, int], list[str]] = defaultdict(list)
    told: dict[tuple[int, ...], str] = {}
    for code in sorted(by_code):
        meeting = [at for at in by_code[code] if not found[at].quota and not found[at].conditional]
        extra = next((at for at in by_code[code] if found[at].conditional), -1)
        limited = [at for at in by_code[code] if found[at].quota]
        if any(found[at].rest for at in limited) and len(limited) > 1:
            for at, words, rest, rank in _decide(limited, found, told):
                placed[at, words, rest, rank, -1].append(code)
        else:
            for at in limited:
                placed[at, _of_itself(found[at]), False, 1, -1].append(code)
        for at, words, rest, rank in _decide(meeting, found, told):
            placed[at, words, rest, rank, extra].append(code)
    made = [
        Part(_with(found, at, extra), tuple(codes), words, rest, rank)
        for (at, words, rest, rank, extra), codes in placed.items()
    ]
    for doubtful, why in told.items():
        rows = ", ".join(found[at].row.key for at in doubtful)
        told[doubtful] = f"{agreement.id}, rows {rows}: {why}"
        made = [
            part._replace(
                draft=part.draft._replace(
                    rule=unread("contradiction", agreement, part.draft.readings[0].sentences)
                )
            )
            if any(part.draft.row.place == found[at].row.place for at in doubtful) and not part.draft.quota
            else part
            for part in made
        ]
    return made, list(told.values())


def _once(found: list[Draft]) -> list[Draft]:
    """Leave out rows that say again what another row says of the same goods."""
    kept: list[Draft] = []
    for draft in found:
        again = any(
            other.codes == draft.codes
            and other.rule == draft.rule
            and (other.start, other.until, other.quota) == (draft.start, draft.until, draft.quota)
            and (draft.words in {other.words, ""} or (draft.rest and not _told_apart(other)))
            for other in kept[-3:]
        )
        if not again:
            kept.append(draft)
    return kept


def _with(found: list[Draft], at: int, extra: int) -> Draft:
    """Add a rule that holds under a condition as one more alternative."""
    if extra < 0:
        return found[at]
    also = every([r.Provided("bound-duty-zero-or-quota"), found[extra].rule])
    read = (*found[at].readings, *found[extra].readings)
    return found[at]._replace(rule=some([found[at].rule, also]), readings=read)


def _of_itself(draft: Draft) -> str:
    """Give the words of a row that is about a part of its codes even if no other row meets it."""
    if draft.readings and _product(draft.readings[0]):
        return draft.words if not draft.rest else ""
    return draft.words if re.match(r"ex (?!Chapter)", draft.row.heading) and not draft.rest else ""


def _decide(
    meeting: list[int], found: list[Draft], told: dict[tuple[int, ...], str]
) -> list[tuple[int, str, bool, int]]:
    """Part one code between the drafts that meet on it; drafts of different days do not meet."""
    if not meeting:
        return []
    if len(meeting) == 1 or _apart_in_time([found[at] for at in meeting]):
        return [(at, _of_itself(found[at]), False, 1) for at in meeting]
    narrow = sorted(meeting, key=lambda at: (len(found[at].codes), at))
    fewest = len(found[narrow[0]].codes)
    closest = [at for at in narrow if len(found[at].codes) == fewest]
    whole = [at for at in closest if found[at].rest or not _told_apart(found[at])]
    parts_only = any(found[at].row.heading.startswith("ex ") for at in closest)
    if (
        any(found[at].rest for at in closest)
        or (whole and not parts_only)
        or (len(closest) == 1 and not parts_only)
    ):
        narrow = closest  # what these rows leave over is theirs, not that of a row for more headings
    if len(narrow) == 1 or _apart_in_time([found[at] for at in narrow]):
        return [(at, _of_itself(found[at]), False, 1) for at in narrow]
    rests = [at for at in narrow if found[at].rest]
    if not rests and len(found[narrow[-1]].codes) > len(found[narrow[-2]].codes):
        rests = [narrow[-1]]
    if not rests:
        rests = [at for at in narrow if not _of_itself(found[at])][-1:]
    if len(rests) > 1 and any(not found[at].row.heading.startswith("ex ") for at in rests):
        added = [
            at for at in rests if found[at].row.heading.startswith("ex Chapter")
        ]  # by the publisher, for good measure
        narrow = [at for at in narrow if at not in added]
        rests = [at for at in rests if at not in added]
    last = rests[-1] if rests else None
    named = [at for at in narrow if at != last]
    words = [rest_of_words(found[at].words).lower() for at in named]
    if len(set(words)) < len(words) or "" in words:
        told[tuple(narrow)] = "two rows describe the same goods, and nothing says which is meant"
    ranked = [(at, found[at].words, False, rank) for rank, at in enumerate(named, start=1)]
    return [*ranked, *([(last, "", True, len(named) + 1)] if last is not None else [])]


def _told_apart(draft: Draft) -> bool:
    """Say whether the row describes a part of its heading: behind an arrow, or by goods the rule itself names."""
    return "▸" in draft.words or bool(_product(draft.readings[0]))


def _apart_in_time(found: list[Draft]) -> bool:
    ordered = sorted(found, key=lambda draft: (draft.start is not None, draft.start))
    return all(
        before.until is not None and after.start is not None and before.until < after.start
        for before, after in itertools.pairwise(ordered)
    )
