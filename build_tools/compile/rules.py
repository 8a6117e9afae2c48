"""Compiles rules of origin into one shard for each chapter of products, all agreements together.

Agreements are written in older editions of the Harmonized System; a visitor asks with a code of the newest. A row
goes into every chapter of the newest edition in which a product it covers may stand today. Equal rules stand once.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from build_tools.compile.archive import ArchiveError
from build_tools.compile.shard import as_json, is_text
from py_engine.errors import EngineError
from py_engine.hs import EDITION
from py_engine.origin.notation_files import file_from_notation

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from build_tools.compile.archive import Archive
    from py_engine.origin.correlation import Correlation

__all__ = ["Today", "compiled", "named_in"]

RULES: Final = "rules"
SUBHEADING: Final = 6
TOP: Final = ("agreement", "hs", "scheme", "from", "citation", "status")
IDS: Final = {"goods": "name", "facts": "ask"}
"""The lists of an agreement that have words, and which of their fields it is."""

NOTHING: Final = {"requires": "nothing"}
Texts = dict[str, dict[str, str]]


class Today:
    """Where the products of an older edition stand in the newest one.

    >>> from py_engine.errors import Refusals
    >>> from py_engine.origin.correlation import pack, read_correlation
    >>> from py_engine.reading import Reader
    >>> table = pack(
    ...     {"2017": [("240319", "240319"), ("240412", ""), ("382499", "240319")]}, hub="2022", version=""
    ... )
    >>> today = Today(read_correlation(Reader(table, "", Refusals())), "2017")
    >>> sorted(today.chapters(["2403.11-2403.99"])), sorted(today.chapters(["0101"]))
    (['24', '38'], [])
    """

    def __init__(self, correlation: Correlation, edition: str) -> None:
        self.forward = correlation.forward[edition]
        self.back = correlation.back[edition]
        self.codes = sorted(self.forward)
        self.today = frozenset(correlation.forward[correlation.hub])

    def within(self, covers: Iterable[str]) -> set[str]:
        """Give the subheadings of the older edition that written codes or ranges touch."""
        found: set[str] = set()
        for codes in covers:
            first, dash, last = codes.replace(".", "").partition("-")
            low = first[:SUBHEADING].ljust(SUBHEADING, "0")
            high = (last if dash else first)[:SUBHEADING].ljust(SUBHEADING, "9")
            found.update(self.codes[bisect_left(self.codes, low) : bisect_right(self.codes, high)])
        return found

    def chapters(self, covers: Iterable[str]) -> set[str]:
        """Give the chapters of today that goods of written codes or ranges are in."""
        return {new[:2] for old in self.within(covers) for new in self.forward[old]}

    def gaps(self, covered: Collection[str]) -> dict[str, dict[str, list[str]]]:
        """Give, by chapter of today, the codes of which nothing, or only a part, is covered by rows."""
        found: dict[str, dict[str, list[str]]] = {}
        for new in sorted(self.back.keys() | self.today):
            olds = self.back.get(new, ())
            missing = [old for old in olds if old not in covered]
            if missing or not olds:
                kind = "part" if len(missing) < len(olds) else "whole"
                found.setdefault(new[:2], {}).setdefault(kind, []).append(new)
        return found


class _Row(NamedTuple):
    """A row or a note with what it shares with others, and where it goes."""

    agreement: str
    kind: str
    top: Mapping[str, Any]
    part: Mapping[str, Any]


def compiled(archive: Archive, correlation: Correlation) -> Iterator[tuple[str, dict[str, Any], Texts]]:
    """Give every shard with its sentences by language.

    Raises:
        ArchiveError: A row is not written in the notation, or has no product in its edition.
    """
    files = archive.data.get("agreements", {})
    chapters: dict[str, list[_Row]] = {}
    today = {
        edition: Today(correlation, edition)
        for edition in sorted({file["hs"] for stem, file in files.items() if f"/{RULES}/" in stem})
    }
    seen: set[str] = set()
    for stem in sorted(files):
        agreement, slash, inside = stem.partition("/")
        if not slash or not inside.startswith(f"{RULES}/"):
            continue
        file = files[stem]
        _check(file, stem, seen)
        top = {name: file[name] for name in TOP if name in file}
        for kind in ("rules", "notes"):
            for part in file.get(kind, []):
                for chapter in today[file["hs"]].chapters(part["covers"]):
                    chapters.setdefault(chapter, []).append(_Row(agreement, kind, top, part))
    gaps = _gaps(files, today)
    for chapter in sorted(chapters):
        shard, texts = _shard(chapter, chapters[chapter], files, gaps)
        yield f"{RULES}/{chapter}", shard, texts


def _gaps(files: Mapping[str, Any], today: Mapping[str, Today]) -> dict[str, dict[str, dict[str, list[str]]]]:
    """Give, by agreement and chapter, the codes of today that no row covers."""
    covered: dict[str, set[str]] = {}
    editions = {}
    for stem, file in files.items():
        agreement, _, inside = stem.partition("/")
        if inside.startswith(f"{RULES}/"):
            editions[agreement] = today[file["hs"]]
            mine = covered.setdefault(agreement, set())
            for row in file["rules"]:
                mine |= editions[agreement].within(row["covers"])
    return {agreement: place.gaps(covered[agreement]) for agreement, place in editions.items()}


def _check(file: Mapping[str, Any], stem: str, seen: set[str]) -> None:
    """Read the file with the engine's own reader. Of equal rules, which are many, it reads the first."""
    lighter = []
    for row in file["rules"]:
        text = f"{file['hs']} {file.get('scheme')} {as_json(row['rule'])}"
        lighter.append({**row, "rule": NOTHING} if text in seen else row)
        seen.add(text)
    try:
        file_from_notation({**file, "rules": lighter})
    except EngineError as error:
        raise ArchiveError(f"content/data/agreements/{stem}.yml: {error}") from error


def _shard(
    chapter: str, rows: list[_Row], files: Mapping[str, Any], gaps: Mapping[str, Any]
) -> tuple[dict[str, Any], Texts]:
    shared = _Shared()
    texts: Texts = {}
    agreements: dict[str, Any] = {}
    for agreement in sorted(gaps):
        mine = [row for row in rows if row.agreement == agreement]
        found: dict[str, Any] = {"hs": _edition(agreement, files)}
        found["files"] = _files(chapter, mine, shared, texts)
        if chapter in gaps[agreement]:
            found["gaps"] = gaps[agreement][chapter]
        names = {name for row in mine for name in named_in(row.part)}
        if units := words(agreement, names, files, texts):
            found["facts"] = units
        agreements[agreement] = found
    return {"chapter": chapter, "hs": EDITION, "rules": shared.rules, "agreements": agreements}, texts


def _edition(agreement: str, files: Mapping[str, Any]) -> str:
    """Name the one edition of an agreement's rules."""
    found = {file["hs"] for stem, file in files.items() if stem.startswith(f"{agreement}/{RULES}/")}
    if len(found) > 1:
        raise ArchiveError(f"{agreement}: its rules are of several editions: {', '.join(sorted(found))}")
    return str(found.pop())


def _files(chapter: str, rows: list[_Row], shared: _Shared, texts: Texts) -> list[dict[str, Any]]:
    """Put rows that share their top into one file, in the order they came."""
    made: dict[str, dict[str, Any]] = {}
    for row in rows:
        agreement = row.agreement
        file = made.setdefault(
            as_json(row.top), {"id": f"{agreement}-{chapter}-{len(made) + 1}", **row.top, "rules": []}
        )
        part = dict(row.part)
        for name in ("rule", "when"):
            if name in part:
                part[name] = shared.place(part[name])
        if is_text(part.get("wording")):
            key = f"rules.{agreement}.rows.{part['id']}.wording"
            _say(texts, key, part["wording"])
            part["wording"] = key
        file.setdefault(row.kind, []).append(part)
    return list(made.values())


class _Shared:
    """Rules of a shard, each once."""

    def __init__(self) -> None:
        self.rules: list[Any] = []
        self._at: dict[str, int] = {}

    def place(self, rule: Any) -> int:
        text = as_json(rule)
        if text not in self._at:
            self._at[text] = len(self.rules)
            self.rules.append(rule)
        return self._at[text]


def named_in(value: Any) -> Iterator[str]:
    """Give whatever may be the name of goods or of a fact in a rule, a note or a provision.

    >>> sorted(named_in({"all_of": [{"provided": "hand-made"}, {"materials": [{"named": ["a", "b"]}]}]}))
    ['a', 'b', 'hand-made']
    """
    if isinstance(value, dict):
        for name, part in value.items():
            if name in ("named", "unnamed", "provided", "fact", "listed"):
                yield from (
                    one for one in ([part] if isinstance(part, str) else part) if isinstance(one, str)
                )
            if not isinstance(part, str):
                yield from named_in(part)
    elif isinstance(value, list):
        for part in value:
            yield from named_in(part)


def words(
    agreement: str, names: set[str], files: Mapping[str, Any], texts: Texts
) -> dict[str, dict[str, str]]:
    """Put the words for some names of an agreement among the texts, and give the units of facts that have one."""
    units = {}
    for room, said in IDS.items():
        for entry in files.get(f"{agreement}/{room}", {}).get(room, []):
            if entry["id"] in names:
                _say(texts, f"rules.{agreement}.{room}.{entry['id']}.{said}", entry[said])
                if "unit" in entry:
                    units[entry["id"]] = {"unit": entry["unit"]}
    return units


def _say(texts: Texts, key: str, sentence: Mapping[str, str]) -> None:
    for language, text in sentence.items():
        texts.setdefault(language, {})[key] = text
