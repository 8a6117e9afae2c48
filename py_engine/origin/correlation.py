"""A code of one edition of the Harmonized System in the words of another: one code, or honestly several.

The tables relate every edition to one of them, the hub. Between two others the way leads through the hub, which may
name more codes than needed, but never leaves out the right one. The shard is compact::

    {
        "version": "…",
        "hub": "2022",
        "codes": "010121010129…",
        "tables": {"2017": {"changed": {"030111": "030111030119"}, "new": "240412"}},
    }

``codes`` are all subheadings of the hub, one after the other. A table names only what is not one to one and equal:
``changed`` gives the hub's codes for a code of the older edition, and ``new`` those of the hub that had none before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias

from py_engine.errors import Refusals, shown
from py_engine.hs import EDITIONS, HSCode

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from py_engine.origin.claim import Claim, Material
    from py_engine.reading import Reader

__all__ = ["Correlation", "Translation", "pack", "read_correlation", "restate", "translate"]

DIGITS = 6
EXAMPLE = '{"hub": "2022", "codes": "010121010129", "tables": {}}'
Kind: TypeAlias = Literal["same", "renumbered", "split", "merged", "reorganised", "unknown", "none"]


class Correlation(NamedTuple):
    """For every edition, what each of its subheadings is in the hub, and back again."""

    hub: str
    forward: Mapping[str, Mapping[str, tuple[str, ...]]]
    back: Mapping[str, Mapping[str, tuple[str, ...]]]


class Translation(NamedTuple):
    """A code in another edition. More than one code means that the goods decide, and somebody has to look.

    * same: one code, with the same digits and the same goods;
    * renumbered: one code with other digits, and the same goods;
    * merged: one code, which holds other goods as well;
    * split: several codes, whose goods are only of this one;
    * reorganised: several codes, which hold other goods as well;
    * unknown: the edition has no such code; none: the other edition has no code for these goods.
    """

    codes: tuple[HSCode, ...]
    kind: Kind


def pack(pairs: Mapping[str, Iterable[tuple[str, str]]], *, hub: str, version: str) -> dict[str, Any]:
    """Make the shard from full tables: for every edition all pairs of a hub code and an older one.

    An older code of "" says that the hub's code had none before.
    """
    listed = {edition: tuple(table) for edition, table in pairs.items()}
    codes = sorted({new for table in listed.values() for new, _ in table})
    tables = {}
    for edition, table in listed.items():
        related: dict[str, set[str]] = {}
        origins: dict[str, set[str]] = {}
        for new, old in table:
            if old:
                related.setdefault(old, set()).add(new)
                origins.setdefault(new, set()).add(old)
        changed = {
            old: "".join(sorted(news))
            for old, news in sorted(related.items())
            if news != {old} or origins[old] != {old}
        }
        tables[edition] = {"changed": changed, "new": "".join(new for new in codes if new not in origins)}
    return {"version": version, "hub": hub, "codes": "".join(codes), "tables": tables}


def read_correlation(source: Reader) -> Correlation:
    """Read the shard; faults are remembered."""
    for _ in source.fields(example=EXAMPLE, only=("version", "hub", "codes", "tables")):
        pass
    hub = _edition(source.at("hub"))
    codes = _codes(source.at("codes"))
    forward: dict[str, dict[str, tuple[str, ...]]] = {hub: {code: (code,) for code in codes}}
    for edition, table in source.at("tables").fields(example="{}"):
        if edition not in EDITIONS:
            table.refuse("engine.hs.edition", expected=", ".join(EDITIONS), example="2017")
        changed = {
            old: _codes(news)
            for old, news in table.at("changed").fields(example='{"030111": "030111030119"}')
        }
        fresh = _codes(table.at("new")) if table.at("new").value else ()
        moved = {new for news in changed.values() for new in news} | set(fresh)
        forward[edition] = {code: (code,) for code in codes if code not in moved} | changed
    back = {edition: _inverse(table) for edition, table in forward.items()}
    return Correlation(hub=hub, forward=forward, back=back)


def _edition(source: Reader) -> str:
    edition = source.text(example="2022")
    if edition and edition not in EDITIONS:
        source.refuse("engine.hs.edition", expected=", ".join(EDITIONS), example="2022")
    return edition


def _codes(source: Reader) -> tuple[str, ...]:
    text = source.text(example="010121010129")
    if len(text) % DIGITS or not (text.isascii() and text.isdigit()):
        source.refuse("engine.hs.not_a_code", example="010121010129")
        return ()
    return tuple(text[at : at + DIGITS] for at in range(0, len(text), DIGITS))


def _inverse(table: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for old, news in table.items():
        for new in news:
            found.setdefault(new, []).append(old)
    return {new: tuple(sorted(olds)) for new, olds in found.items()}


def translate(correlation: Correlation, code: HSCode, to: str) -> Translation:
    """Say what a code is in another edition; a heading or chapter stands for all its subheadings.

    National digits are left behind: they mean nothing in another edition.

    Raises:
        EngineError: There is no table for one of the two editions.
    """
    for edition in (code.edition, to):
        if edition not in correlation.forward:
            refusals = Refusals()
            known = ", ".join(sorted(correlation.forward))
            refusals.add(
                "edition", "engine.hs.edition", value=shown(edition), expected=known, example=correlation.hub
            )
            refusals.raise_if_any()
    if to == code.edition:
        return Translation((code,), "same")
    own = _beneath(code.digits, correlation.forward[code.edition])
    if not own:
        return Translation((), "unknown")
    found = _across(correlation, own, code.edition, to)
    if not found:
        return Translation((), "none")
    again = _across(correlation, found, to, code.edition)
    whole = set(again) <= set(own)
    folded = _fold(found, correlation.forward[to], len(code.digits))
    codes = tuple(HSCode(digits=digits, edition=to) for digits in folded)
    if len(codes) > 1:
        return Translation(codes, "split" if whole else "reorganised")
    if not whole:
        return Translation(codes, "merged")
    return Translation(codes, "same" if codes[0].digits == code.digits else "renumbered")


def _beneath(digits: str, existing: Mapping[str, Any]) -> list[str]:
    if len(digits) == DIGITS:
        return [digits] if digits in existing else []
    return [known for known in existing if known.startswith(digits)]


def _across(correlation: Correlation, codes: Iterable[str], start: str, to: str) -> tuple[str, ...]:
    hub = {new for code in codes for new in correlation.forward[start].get(code, ())}
    return tuple(sorted({old for new in hub for old in correlation.back[to].get(new, ())}))


def _fold(codes: tuple[str, ...], existing: Mapping[str, Any], length: int) -> tuple[str, ...]:
    """Write all the subheadings of a heading as the heading, if a heading was asked for."""
    if length == DIGITS:
        return codes
    found: list[str] = []
    for short in sorted({code[:length] for code in codes}):
        beneath = [code for code in codes if code.startswith(short)]
        complete = len(beneath) == sum(code.startswith(short) for code in existing)
        found.extend((short,) if complete else beneath)
    return tuple(found)


def restate(claim: Claim, to: str, correlation: Correlation) -> Claim:
    """Write all the codes of a claim in another edition; a code that may be one of several becomes all of them.

    A code that has no equivalent becomes unknown, so that it is asked for.
    """
    materials = claim.materials
    return claim._replace(
        hs=_restated(claim.hs, to, correlation),
        materials=None if materials is None else tuple(_material(one, to, correlation) for one in materials),
    )


def _material(material: Material, to: str, correlation: Correlation) -> Material:
    inputs = material.made_from
    return material._replace(
        hs=_restated(material.hs, to, correlation),
        made_from=None if inputs is None else tuple(_material(one, to, correlation) for one in inputs),
    )


def _restated(codes: tuple[HSCode, ...], to: str, correlation: Correlation) -> tuple[HSCode, ...]:
    found: list[HSCode] = []
    for code in codes:
        translated = translate(correlation, code, to).codes
        if not translated:  # one of the possible codes is lost, so nothing certain is left
            return ()
        found.extend(translated)
    return tuple(dict.fromkeys(found))
