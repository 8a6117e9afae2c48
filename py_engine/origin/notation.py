"""How rules of origin are written down: nested names and texts, as YAML and JSON both have them.

A rule is an object with exactly one of the names in the table below, which says its kind, and perhaps more that say
the rest: ``{change_of: heading, except_from: ["6006"]}``. Every scalar is a text. Nothing is guessed: an unknown name,
a word outside its list and a code that is none are refused, all of them in one reading. `docs/rules-notation.md`
explains each kind with an example.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from py_engine.errors import Refusals, shown
from py_engine.origin import notation_checks as checks
from py_engine.origin import rules as r
from py_engine.origin import vocabulary as v
from py_engine.origin.notation_parts import (
    AMOUNT,
    CITATION,
    CODES,
    COUNT,
    FIGURES,
    FLAG,
    GOODS,
    ID,
    PLAIN,
    SHARE,
    TEXT,
    Piece,
    Setting,
    word,
    words,
)
from py_engine.reading import Reader

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["KINDS", "Setting", "from_notation", "read_rule", "to_notation"]

EXAMPLE = '{"change_of": "heading"}'
EXAMPLE_RULES = '[{"change_of": "heading"}, {"provided": "hand-made"}]'
DEEPEST = 20


class Part(NamedTuple):
    """One part of a kind of rule: the name in the type, the name in the notation, and how it is read and written."""

    field: str
    key: str
    piece: Piece
    needed: bool = False


class Kind(NamedTuple):
    """One kind of rule. Its first part carries the name that says the kind."""

    make: Callable[..., Any]
    parts: tuple[Part, ...]
    check: Callable[[Reader, Any], None] | None = None


def from_notation(value: Any, *, setting: Setting = PLAIN, path: str = "rule") -> r.Rule:
    """Read a rule.

    >>> from_notation({"change_of": "heading", "except_from": ["6006"]}).shift
    'heading'

    Raises:
        EngineError: The rule is not written in the notation; all faults at once.
    """
    refusals = Refusals()
    rule = read_rule(Reader(value, path, refusals), setting)
    refusals.raise_if_any()
    return rule


def read_rule(source: Reader, setting: Setting) -> r.Rule:
    """Read a rule; faults are remembered, and a rule that asks nothing stands in the place of a bad one."""
    if _too_deep(source) or not source.is_object(example=EXAMPLE):
        return r.NoRequirement()
    names = [name for name in source.value if name in KINDS]
    if len(names) != 1:
        key = "origin.notation.two_kinds" if names else "origin.notation.no_kind"
        source.refusals.add(
            source.path,
            key,
            value=shown(", ".join(names or list(source.value))),
            expected=", ".join(KINDS),
            example=EXAMPLE,
        )
        return r.NoRequirement()
    rule: r.Rule = _read(source, setting, KINDS[names[0]])
    return rule


def _too_deep(source: Reader) -> bool:
    """Refuse rules inside rules without end, which no law has and no reader follows."""
    deep = source.path.count(".") > DEEPEST
    if deep:
        source.refusals.add(source.path, "origin.notation.deep", value=str(DEEPEST), example=EXAMPLE)
    return deep


def _read(source: Reader, setting: Setting, kind: Kind) -> Any:
    known = {part.key: part for part in kind.parts}
    values = {}
    for name, field in source.fields(example=EXAMPLE, only=tuple(known)):
        values[known[name].field] = known[name].piece.read(field, setting)
    for part in kind.parts:
        if part.needed and part.key not in source.value:
            values[part.field] = part.piece.read(source.at(part.key), setting)
            if not any(refusal.path == source.at(part.key).path for refusal in source.refusals.found):
                source.refusals.add(source.path, "engine.value.missing", name=part.key, example=EXAMPLE)
    rule = kind.make(**values)
    if kind.check:
        kind.check(source, rule)
    return rule


def to_notation(rule: r.Rule) -> dict[str, Any]:
    """Write a rule in its one form: parts in a fixed order, those that say nothing left out.

    >>> to_notation(r.AnyOf((r.ChangeOfClassification("chapter"), r.NoRequirement())))
    {'any_of': [{'change_of': 'chapter'}, {'requires': 'nothing'}]}
    """
    kind = _KIND_OF[rule.kind]
    defaults = type(rule)._field_defaults
    written = {}
    for part in kind.parts:
        found = getattr(rule, part.field, None)
        if part is kind.parts[0] or part.field not in defaults or found != defaults[part.field]:
            written[part.key] = part.piece.write(found)
    return written


def _rules(source: Reader, setting: Setting) -> tuple[r.Rule, ...]:
    if source.value == []:
        source.refuse("origin.notation.empty", example=EXAMPLE_RULES)
    return tuple(read_rule(item, setting) for item in source.items(example=EXAMPLE_RULES))


def _limits(source: Reader, setting: Setting) -> tuple[r.LimitOnMaterial, ...]:
    kind = KINDS["limit"]
    example = '[{"limit": "value", "on": ["same heading"], "at_most": "20", "base": "ex_works"}]'
    return tuple(
        _read(item, setting, kind)
        for item in source.items(example=example)
        if item.is_object(example=example)
    )


def _also(source: Reader, setting: Setting) -> r.ChangeOfClassification | None:
    if _too_deep(source) or not source.is_object(example=EXAMPLE):
        return None
    change: r.ChangeOfClassification = _read(source, setting, KINDS["change_of"])
    return change


def _ways(source: Reader, setting: Setting) -> tuple[r.Way, ...]:
    if source.value == "as_listed":
        return ()
    return tuple(_way(item, setting) for item in source.items(example='["plant", "mineral"]'))


def _way(source: Reader, setting: Setting) -> r.Way:
    if isinstance(source.value, str):
        return r.Way(WAY.read(source, setting))
    for _ in source.fields(
        example='{"way": "sea_fishing", "provided": {"provided": "vessel-flag"}}', only=("way", "provided")
    ):
        pass
    return r.Way(WAY.read(source.at("way"), setting), read_rule(source.at("provided"), setting))


def _write_ways(ways: tuple[r.Way, ...]) -> Any:
    return [
        {"way": way.kind, "provided": to_notation(way.provided)} if way.provided else way.kind for way in ways
    ] or "as_listed"


def _nothing(*, nothing: str = "", citation: r.Citation | None = None) -> r.NoRequirement:
    del nothing  # the word that says the kind
    return r.NoRequirement(citation)


WAY = word(v.WAYS)
RULE = Piece(read_rule, to_notation)
RULES = Piece(_rules, lambda found: [to_notation(rule) for rule in found])
LIMITS = Piece(_limits, lambda found: [to_notation(rule) for rule in found])
_CITED = Part("citation", "citation", CITATION)

KINDS: dict[str, Kind] = {
    "wholly_obtained": Kind(
        r.WhollyObtained, (Part("ways", "wholly_obtained", Piece(_ways, _write_ways)), _CITED)
    ),
    "change_of": Kind(
        r.ChangeOfClassification,
        (
            Part("shift", "change_of", word(v.SHIFTS), needed=True),
            Part("from_", "from", GOODS),
            Part("outside", "outside", CODES),
            Part("except_from", "except_from", GOODS),
            Part("also", "also", Piece(_also, to_notation)),
            Part("allowing", "allowing", LIMITS),
            _CITED,
        ),
    ),
    "regional_value_content": Kind(
        r.RegionalValueContent,
        (
            Part("method", "regional_value_content", word(v.METHODS)),
            Part("at_least", "at_least", SHARE),
            Part("at_most", "at_most", SHARE),
            Part("basis", "basis", word(v.BASES[:5])),
            Part("of", "of", GOODS),
            Part("deducting", "deducting", words(v.DEDUCTIONS)),
            _CITED,
        ),
        checks.value_content,
    ),
    "limit": Kind(
        r.LimitOnMaterial,
        (
            Part("measure", "limit", word(v.MEASURES), needed=True),
            Part("on", "on", GOODS),
            Part("at_most", "at_most", AMOUNT),
            Part("at_least", "at_least", AMOUNT),
            Part("unit", "unit", word(v.UNITS)),
            Part("base", "base", word(v.BASES)),
            Part("base_of", "base_of", GOODS),
            Part("counting", "counting", word(v.COUNTING)),
            Part("each", "each", FLAG),
            _CITED,
        ),
        checks.limit,
    ),
    "process": Kind(
        r.Process,
        (
            Part("steps", "process", words(v.PROCESSES)),
            Part("at_least", "at_least", COUNT),
            Part("on", "on", GOODS),
            Part("named", "named", ID),
            Part("having", "having", FIGURES),
            _CITED,
        ),
        checks.process,
    ),
    "made_from": Kind(
        r.ManufactureFrom,
        (
            Part("materials", "made_from", GOODS),
            Part("earlier", "earlier", GOODS),
            Part("judged", "judged", GOODS),
            _CITED,
        ),
    ),
    "materials": Kind(
        r.MaterialsMustOriginate,
        (
            Part("materials", "materials", GOODS),
            Part("must_be", "must_be", word(v.DUTIES)),
            Part("undergo", "undergo", words(v.PROCESSES)),
            Part("at_least", "at_least", SHARE),
            Part("measure", "by", word(v.MEASURES)),
            _CITED,
        ),
        checks.materials,
    ),
    "provided": Kind(
        r.Provided,
        (
            Part("fact", "provided", ID),
            Part("at_least", "at_least", AMOUNT),
            Part("at_most", "at_most", AMOUNT),
            Part("expected", "expected", FLAG),
            _CITED,
        ),
    ),
    "product_is": Kind(
        r.ProductIs, (Part("goods", "product_is", GOODS), Part("expected", "expected", FLAG), _CITED)
    ),
    "when": Kind(
        r.When,
        (
            Part("condition", "when", RULE),
            Part("then", "then", RULE, needed=True),
            Part("otherwise", "otherwise", RULE),
            _CITED,
        ),
    ),
    "scoped": Kind(
        r.Scoped,
        (
            Part("rule", "scoped", RULE),
            Part("only", "only", GOODS),
            Part("without", "without", GOODS),
            Part("as_originating", "as_originating", GOODS),
            _CITED,
        ),
    ),
    "set": Kind(
        r.SetOfGoods,
        (Part("at_most", "set", SHARE), Part("base", "base", word(v.BASES[:4]), needed=True), _CITED),
    ),
    "all_of": Kind(r.AllOf, (Part("rules", "all_of", RULES), _CITED)),
    "any_of": Kind(r.AnyOf, (Part("rules", "any_of", RULES), _CITED)),
    "requires": Kind(
        _nothing, (Part("nothing", "requires", Piece(word(("nothing",)).read, lambda _: "nothing")), _CITED)
    ),
    "unread": Kind(
        r.Unread,
        (
            Part("reason", "unread", word(v.UNREAD_REASONS)),
            Part("fact", "fact", ID, needed=True),
            Part("span", "span", TEXT),
            _CITED,
        ),
    ),
}
_KIND_OF = {("requires_nothing" if name == "requires" else name): kind for name, kind in KINDS.items()}
