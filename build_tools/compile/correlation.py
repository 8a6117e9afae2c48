"""Reads content/data/correlation, how editions of the Harmonized System relate, and compiles the shard.

Codes stand one after the other, and two digits alone continue the heading before them: `010121 29 30` are three
subheadings of 0101. Codes that are one to one and equal are not written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from py_engine.origin.correlation import pack

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["HUB", "KINDS", "NOT_SPECIFIED", "SIX", "codes_of", "hub_codes", "pairs_of", "short", "value"]

HUB: Final = "2022"
NOT_SPECIFIED: Final = "999999"
SIX: Final = 6
UNDER_OLD: Final = ("renumbered", "split")
UNDER_NEW: Final = ("merged", "reorganised")
KINDS: Final = (*UNDER_OLD, *UNDER_NEW)


def short(codes: Iterable[str]) -> str:
    """Write codes with as few digits as can be.

    >>> short(["010121", "010129", "010511"]), codes_of("010121 29 010511")
    ('010121 29 010511', ('010121', '010129', '010511'))
    """
    words: list[str] = []
    heading = ""
    for code in codes:
        words.append(code[4:] if code[:4] == heading else code)
        heading = code[:4]
    return " ".join(words)


def codes_of(text: str) -> tuple[str, ...]:
    """Read what `short` wrote.

    Raises:
        ValueError: A word is neither six digits nor two that follow a heading.
    """
    found: list[str] = []
    for word in text.split():
        full = found[-1][:4] + word if found and len(word) == 2 else word
        if len(full) != SIX or not full.isdigit():
            raise ValueError(f"'{word}' is no code of six digits and does not continue one")
        found.append(full)
    return tuple(found)


def pairs_of(hub: str, written: Mapping[str, Mapping[str, str]]) -> tuple[tuple[str, str], ...]:
    """Give back all the pairs of an edition from the hub's codes and what its file says.

    Raises:
        ValueError: A word is no code.
    """
    found: set[tuple[str, str]] = set()
    for kind in UNDER_OLD:
        found |= {(new, old) for old, news in written.get(kind, {}).items() for new in codes_of(news)}
    for kind in UNDER_NEW:
        found |= {(new, old) for new, olds in written.get(kind, {}).items() for old in codes_of(olds)}
    changed = {new for new, _ in found}
    return tuple(sorted(found | {(code, code) for code in codes_of(hub) if code not in changed}))


def hub_codes(written: Mapping[str, Any]) -> str:
    """Give all codes of the hub from its file, chapter by chapter."""
    return " ".join(written["codes"].values())


def value(files: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Make the shard from the files of content/data/correlation, by their names; its version is left empty.

    Raises:
        ValueError: A word is no code.
    """
    hub = hub_codes(files[f"hs{HUB}"])
    pairs = {file["edition"]: pairs_of(hub, file) for name, file in files.items() if name != f"hs{HUB}"}
    return pack(pairs, hub=HUB, version="")
