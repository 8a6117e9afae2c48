"""Reads rules of origin as the agreements of the United Kingdom and of the European Union word them.

Productions::

    text     := sentence { "or" sentence }
    sentence := change | letters | made | set | work            (change: uk_change.py, work: uk_processes.py)
    letters  := ("CC" | "CTH" | "CTSH") ":" … [ "except from" list ] [ however ] [ tail ] [ "and" share ]
    share    := "A maximum of" figure "of the ex-works price … (MAXNOM)" | "… (RVC) of at least" figure "of the … (FOB)"
    made     := ("Manufacture" | "Production") ( "from materials of any" level exceptions however tail
              | "in which" conditions however | "from" list [ ", provided that" limit ] | ":" part { "•" part } )
    however  := "However," list ( "may be used" [ ", provided that their value" limit ] | "may not be used" )
    set      := "Each item in the set must satisfy the rule …" however
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from build_tools.importers.grammar.scanner import GrammarError, Scanner
from build_tools.importers.grammar.uk_change import Sentence, change, tail
from build_tools.importers.grammar.uk_goods import goods_list
from build_tools.importers.grammar.uk_processes import work
from build_tools.importers.grammar.uk_shares import condition, conditions, every, figure, limits, share, some
from py_engine.hs import HSRange
from py_engine.origin import rules as r

if TYPE_CHECKING:
    from build_tools.importers.grammar.uk_goods import Context

__all__ = ["GrammarError", "read"]

MADE = r"(?:Manufactur(?:e|ing)|Production)\b"
LETTERS = {"CC": "chapter", "CTH": "heading", "CTSH": "subheading"}
LETTER = (
    r"(CC|CTH|CTSH):? All non-originating materials used in the production of the good have undergone a change in"
    r" tariff classification at the \d-digit level \((?:tariff heading|chapter|subheading)\)"
)
ANY = r"(?:from )?materials o[fn] any (other )?(chapter|heading|subheading)"
OWN = r"(?:from )?(?:that|those) of the product(?: itself)?"
EXCEPT = r",? ?(?:and )?except(?: from| for| materials of)?:?"
HOWEVER = r"[.,]? ?However,?"
ALLOWED = (
    r"may [bh]e (?:used|incorporated)(?: into the set)?,? ?provided,?(?: that)? (?:their|its) (?:total )?value,?"
    r"(?: taken together,)? does not exceed"
)
SET = (
    r"Each item in the set (?:must|shall) satisfy the rule,? which would apply to it if it were not included"
    r" in the set"
)
TEXTILE_CHAPTERS = "50-63"
REFINING = (
    r"Operations of refining(?:, liquefaction)?(?: ?and ?/ ?or| or) one or more specific"
    r" process(?:\(?es\)?)?\)?\d?"
)
SPECIFIC = (
    *("refining", "vacuum_distillation", "redistillation", "cracking", "reforming", "solvent_extraction"),
    *("acid_refining", "polymerisation", "alkylation", "isomerisation"),
)
SPECIFIC_2710 = (
    "desulphurisation",
    "dewaxing",
    "hydrotreating",
    "atmospheric_distillation",
    "electric_discharge",
)


def read(text: str, c: Context) -> Sentence:
    """Read a whole text.

    Raises:
        GrammarError: Something in it is not in the grammar; nothing is left out in silence.
    """
    s = Scanner(text)
    found = [_sentence(s, c)]
    while not s.done:
        if not s.take(r"[.,;]? ?(?:and ?/ ?or|or)[: ]", "or"):
            raise s.error()
        found.append(_sentence(s, c))
    return Sentence(some([one.rule for one in found]), found[0].product)


def _sentence(s: Scanner, c: Context) -> Sentence:
    found = change(s, c)
    if found:
        return found
    for reading in (_refining, _letters, _maxnom, _rvc, _made, _set, _other, _all, work):
        rule = reading(s, c)
        if rule is not None:
            return Sentence(rule)
    raise s.error()


def _letters(s: Scanner, c: Context) -> r.Rule | None:
    found = s.take(LETTER, "CTH")
    if not found:
        return None
    rule = r.ChangeOfClassification(LETTERS[found.group(1).upper()])
    if s.take(EXCEPT):
        rule = rule._replace(except_from=goods_list(s, c))
        at = s.at
        if s.take(r"and from"):
            more = goods_list(s, c)
            if more:
                rule = rule._replace(except_from=(*rule.except_from, *more))
            else:
                s.at = at
    rules = [*_however(s, c, rule), *tail(s, c)]
    if s.take(r"and (?=A maximum)"):
        rules.append(_must(_maxnom(s, c), s))
    elif s.take(r"and (?=Your goods)"):
        rules.append(_must(_rvc(s, c), s))
    return every(_however(s, c, rules[0]) + rules[1:] if rules else rules)


def _refining(s: Scanner, c: Context) -> r.Rule | None:
    """Read 'operations of refining and/or one or more specific processes', which an introductory note lists."""
    if not s.take(REFINING, "Operations of refining"):
        return None
    heavier = any("2710" <= one.first.digits[:4] <= "2712" for one in c.covers)
    return r.Process((*SPECIFIC, *(SPECIFIC_2710 if heavier else ())), at_least=1)


def _must(rule: r.Rule | None, s: Scanner) -> r.Rule:
    if rule is None:
        raise s.error()
    return rule


def _maxnom(s: Scanner, _: Context) -> r.Rule | None:
    if not s.take("A maximum of"):
        return None
    number = figure(s)
    s.need(r"of the ex-works price \(EXW\) is made up of non-originating parts \(MAXNOM\)")
    return r.RegionalValueContent("max_nom", at_most=number, basis="ex_works")


def _rvc(s: Scanner, _: Context) -> r.Rule | None:
    if not s.take(r"Your goods contain a Regional Value Content \(RVC\) of at least"):
        return None
    number = figure(s)
    s.need(r"of the Free on Board \(FOB\) cost of the goods")
    return r.RegionalValueContent("build_down", at_least=number, basis="fob")


def _set(s: Scanner, c: Context) -> r.Rule | None:
    if not s.take(SET):
        return None
    s.take(r"[.,]? ?(?:However,?|provided that)")
    s.need(
        r"non- ?originating articles may be incorporated,? provided(?: that)? their total value does not exceed"
    )
    return some([r.SetOfGoods(one.figure, one.base) for one in share(s, c)])


def _other(s: Scanner, c: Context) -> r.Rule | None:
    if not s.take("Other operations"):
        return None
    return every(_in_which(s, c))


def _all(s: Scanner, _: Context) -> r.Rule | None:
    """Read 'All the animals of chapter 1 shall be wholly obtained': the product itself."""
    at = s.at
    if not s.take("All"):
        return None
    if not s.peek(r"(?:the )?materials"):
        found = s.take(r"[\w ,()'-]+? (?:are|is|shall be|must be|used must be) wholly obtained")
        if found:
            return r.WhollyObtained()
    s.at = at
    return None


def _made(s: Scanner, c: Context) -> r.Rule | None:
    if not s.take(MADE, "Manufacture"):
        return None
    if s.take(r":?(?= ?•)|:"):
        return every(_parts(s, c))
    return every(_part(s, c))


def _parts(s: Scanner, c: Context) -> list[r.Rule]:
    """Read the indents of 'Manufacture:', each a part of one rule; materials to choose from are one part."""
    found: list[r.Rule] = []
    s.take("•")
    while True:
        found.extend(_part(s, c))
        at = s.at
        if not s.take(r"[.,;]? ?(?:and / or|and)? ?•?(?: ?and)?"):
            break
        if not s.peek(
            r"(?:•|from|in which|the value|the weight|all|where|within|any|the individual|the total)\b"
        ):
            s.at = at
            break
    return found


def _part(s: Scanner, c: Context) -> list[r.Rule]:
    if found := s.take(ANY, "from materials of any heading"):
        return _any(s, c, found.group(2).lower(), other=bool(found.group(1)))
    if s.take(r"from materials not classified (?:with)?in"):
        rule = r.ChangeOfClassification("any", except_from=goods_list(s, c))
        return [*_however(s, c, rule), *_more(s, c)]
    if s.peek(r"in which|where|•? ?(?:the value|the weight|all|within|any|the individual|the total)\b"):
        return _in_which(s, c)
    if s.take(r"from:?"):
        return _from(s, c)
    raise s.error()


def _in_which(s: Scanner, c: Context) -> list[r.Rule]:
    s.take(r"in which:?")
    found = conditions(s, c)
    if not found:
        raise s.error()
    first, *rest = found
    last = found[-1]
    if s.peek(HOWEVER):
        if isinstance(last, r.ChangeOfClassification):
            return [*found[:-1], *_however(s, c, last), *_more(s, c)]
        if isinstance(last, r.MaterialsMustOriginate):
            return [*found[:-1], *_spared(s, c, last), *_more(s, c)]
    return [first, *rest]


def _spared(s: Scanner, c: Context, rule: r.MaterialsMustOriginate) -> list[r.Rule]:
    """Read 'all the materials of chapter 10 are originating. However, durum wheat may be used'."""
    s.need(HOWEVER)
    spared = goods_list(s, c)
    s.need(r"(?:of \w+ )?may [bh]e used", "may be used")
    return [r.Scoped(rule, without=spared)]


def _any(s: Scanner, c: Context, level: str, *, other: bool) -> list[r.Rule]:
    rule = r.ChangeOfClassification(level if other else "any")
    if s.take(r",? ?including (?:other )?materials of a different [\"'“]group[\"'”] in this heading"):
        rule = rule._replace(except_from=(r.Goods(same="heading", named=("same-group",)),))
    elif s.take(r",? ?including other materials"):
        s.take("of")
        listed = goods_list(s, c)
        described = (c.rest_of or "same-description",)
        rule = rule._replace(except_from=tuple(one._replace(named=described) for one in listed))
    elif s.take(EXCEPT, "except"):
        if s.take(OWN, "that of the product"):
            rule = rule._replace(shift=level)
            at = s.at
            if s.take(r",? ?and(?: except)?(?: of)?(?: materials)?"):
                out = goods_list(s, c)
                if out:
                    rule = rule._replace(except_from=out)
                else:
                    s.at = at
        else:
            out = goods_list(s, c)
            if not out:
                raise s.error()
            rule = rule._replace(except_from=out)
    return [*_however(s, c, rule), *_more(s, c)]


def _more(s: Scanner, c: Context) -> list[r.Rule]:
    """Read the conditions that follow a change in the same breath."""
    at = s.at
    indent = s.take(r"[,.]? ?(?:and ?)?•|,? ?and(?= in which)|,(?= ?in which)")
    if indent or s.peek(r"in which"):
        found = conditions(s, c)
        if found:
            return found
    s.at = at
    return []


def _however(s: Scanner, c: Context, rule: r.Rule) -> list[r.Rule]:
    """Read what may be used all the same, or may not be used."""
    if not isinstance(rule, r.ChangeOfClassification) or not s.take(
        HOWEVER + r"|\. (?=The materials of this)"
    ):
        return [rule]
    if s.peek("the value of"):
        limit = condition(s, c)
        if limit is None:
            raise s.error()
        return [rule, limit]
    if s.take(r"(?:these|the|those) materials(?= may)"):
        on = rule.except_from
    else:
        s.take(r"the (?=other)")
        on = goods_list(s, c)
    if not on:
        raise s.error()
    if s.take(ALLOWED, "may be used, provided that their total value does not exceed"):
        made = limits("value", on, share(s, c))
        return [rule._replace(allowing=tuple(one for one in made if isinstance(one, r.LimitOnMaterial)))]
    if s.take(r"may not [bh]e used"):
        return [rule._replace(except_from=(*rule.except_from, *on))]
    s.need(r"may [bh]e used", "may be used")
    if s.peek("only|,? provided"):
        raise s.error()
    return [rule._replace(also=r.ChangeOfClassification("any", from_=on))]


def _from(s: Scanner, c: Context) -> list[r.Rule]:
    """Read 'Manufacture from yarn', with the value its material may have."""
    listed = goods_list(s, c)
    if not listed:
        raise s.error()
    judged = _judged(listed, c)
    if s.take(BESIDES, "However: polypropylene filament"):
        fine = tuple(
            r.Goods(of=(HSRange.parse(code, edition=c.edition),), named=(FINE,)) for code in POLYPROPYLENE
        )
        made: list[r.Rule] = limits("value", fine, share(s, c))
        every_one = (*listed, *fine, *_backing(s, c))
        return [r.ManufactureFrom(every_one, earlier=_earlier(listed, c), judged=judged), *made]
    if s.take(r"\.? ?However,?(?= elastomeric)"):
        listed = (*listed, *goods_list(s, c))
        s.need(r"may [bh]e used", "may be used")
    listed = (*listed, *_backing(s, c))
    rules: list[r.Rule] = [r.ManufactureFrom(listed, earlier=_earlier(listed, c), judged=judged)]
    if s.take(r",? ?provided(?: that)? (?:their|its)(?: total)? value does not exceed"):
        rules.extend(limits("value", listed, share(s, c)))
    elif s.take(r",? ?provided(?: that)?(?= the)", "provided that"):
        found = condition(s, c)
        if found is None:
            raise s.error()
        rules.append(found)
    return rules


def _earlier(listed: tuple[r.Goods, ...], c: Context) -> tuple[r.Goods, ...]:
    """Give the earlier stages of the textile materials listed, which note 3.2 allows wherever the later stage is."""
    if not c.textile:
        return ()
    found: list[r.Goods] = []
    for entry in c.lexicon.entries:
        if entry.earlier and entry.goods(c.edition) in listed:
            found.extend(r.Goods(of=(HSRange.parse(code, edition=c.edition),)) for code in entry.earlier)
    return tuple(one for at, one in enumerate(found) if one not in listed and one not in found[:at])


def _judged(listed: tuple[r.Goods, ...], c: Context) -> tuple[r.Goods, ...]:
    """Give the materials that such a rule looks at.

    Introductory note 3.5 allows every other material that by its nature cannot meet the rule: so the textile materials
    are looked at for textiles, and elsewhere the chapters of the product and of the materials named.
    """
    if c.textile:
        return (r.Goods(of=(HSRange.parse(TEXTILE_CHAPTERS, edition=c.edition),)),)
    named = {codes.first.chapter for one in listed for codes in one.of}
    chapters = sorted(named | {one.first.chapter for one in c.covers})
    return tuple(r.Goods(of=(HSRange.parse(chapter, edition=c.edition),)) for chapter in chapters)


def _backing(s: Scanner, c: Context) -> tuple[r.Goods, ...]:
    """Read that jute fabric may be used as a backing."""
    if s.take(r"\.? ?Jute fabric may be used as a backing(?: for (?:other )?carpets(?: of [\w -]+)?)?"):
        return (r.Goods(of=(HSRange.parse("5310", edition=c.edition),)),)
    return ()


def without_references(text: str) -> tuple[str, tuple[str, ...]]:
    """Take references to introductory notes out of a text, and name the notes.

    >>> without_references("Manufacture from yarn. See introductory note 6.")
    ('Manufacture from yarn.', ('intro-6',))
    """
    notes = sorted({f"intro-{number}" for number in re.findall(NOTE_NUMBER, text, re.IGNORECASE)})
    shorter = re.sub(REFERENCE, "", text, flags=re.IGNORECASE)
    return re.sub(r"\s+([.,;])", r"\1", shorter).strip(), tuple(notes)


FINE = "polypropylene-under-9-decitex"
POLYPROPYLENE = ("5402", "5501", "5503", "5506")
BESIDES = (  # the marks of a passage: which headings, how fine, and that a value follows
    r"[.,]? ?However[:,]? ?•? ?polypropylene filament of heading 5402[^%]{20,90}heading(?: 5503 or)?(?: heading)? 5506"
    r"[^%]{10,60}heading 5501[^%]{40,130}(?:9|nine) decitex[^%]{10,60}value does not exceed"
)
NOTE_NUMBER = r"introductory notes? (\d)(?:\.\d)?"
REFERENCE = (  # passages that only point elsewhere, known by their first and last words
    r"\.?\s*For knitted or crocheted articles, not elastic[^.]{60,220}see introductory note 6\.?"
    r"|\s*\(?(?:For (?:the )?special conditions relating to (?:products made of[^.]{10,50}?materials"
    r"|[\"'\u2018]specific processes[\"'\u2019]),? )?see (?:also )?introductory notes? \d(?:\.\d)?"
    r"(?: and \d(?:\.\d)?)?\.?\)?"
    r"|\s*A [\"'\u201c]group[\"'\u201d] is[^.;]{20,100}semi-?colon\.?"
    r"|\s*It is understood that[^.]{30,100}Article 7\.?"
    r"|\s*See also Appendix 1 \([^()]{40,120}\)\.?(?!\s*For)|:$"
)
