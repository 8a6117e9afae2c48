"""From the rows of a General Note to the files of an agreement: one per chapter, sorted, read back and compared."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from build_tools.content.faults import Faults
from build_tools.content.yamltext import parse
from build_tools.importers.errors import SourceFault
from build_tools.importers.gn_merge import unread_parts
from build_tools.importers.uk_write import yaml_text
from py_engine.errors import EngineError
from py_engine.origin.notation_files import file_from_notation, file_to_notation
from py_engine.origin.notation_parts import write_codes
from py_engine.origin.rule_sets import Note, RuleFile, RuleSet
from py_engine.origin.rules import Citation, Goods, Process, Provided
from py_engine.origin.select import overlaps

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from build_tools.importers.gn_notes import Draft
    from build_tools.importers.gn_rows import Row
    from build_tools.importers.gn_source import Source
    from build_tools.importers.gn_words import Vocabulary

__all__ = ["Made", "make_files"]

SCHEME = "hts-us"
OWNER = "Puente maintainers"
ISSUER = "United States International Trade Commission"
PUBLISHED_AT = "https://hts.usitc.gov/"


class Made(NamedTuple):
    """The files of an agreement by name, and its rows."""

    files: dict[str, str]
    rule_sets: tuple[RuleSet, ...]
    notes: tuple[Note, ...]


class Heading(NamedTuple):
    """What every file of an agreement says at its top."""

    agreement: Mapping[str, Any]
    source: Source
    published: str
    checked_on: str

    @property
    def document(self) -> str:
        """The name of the document in the list of sources."""
        return f"hts-gn{self.source.note.number}"

    @property
    def article(self) -> str:
        """The subdivision the rules stand in."""
        return f"{self.source.note.number}({self.source.note.subdivision})"

    @property
    def start(self) -> date:
        """The day of the edition: what held before it is not known from this document."""
        return date.fromisoformat(self.published)

    def describing(self) -> dict[str, Any]:
        """Give the owner, the day of checking and the document."""
        revision = self.source.note.edition.replace(" revision ", ", Revision ")
        title = f"Harmonized Tariff Schedule of the United States ({revision}), General Note {self.source.note.number}"
        return {
            "owner": OWNER,
            "checked_on": self.checked_on,
            "sources": [
                {
                    "id": self.document,
                    "title": title,
                    "issuer": ISSUER,
                    "published": self.published,
                    "href": PUBLISHED_AT,
                    "sha256": self.source.sha256,
                }
            ],
        }


def make_files(heading: Heading, rows: list[Row], notes: list[Draft], words: Vocabulary) -> Made:
    """Make the files of an agreement.

    Raises:
        SourceFault: Two rows are for the same goods, or what would be written does not read back as the same.
    """
    rule_sets = _numbered([_rule_set(heading, row) for row in rows])
    _stop_at_overlaps(heading, rule_sets, rows)
    noted = tuple(_note(heading, draft) for draft in notes)
    chapters: dict[str, list[RuleSet]] = defaultdict(list)
    for row in rule_sets:
        chapters[row.covers[0].first.chapter].append(row)
    files = {}
    for chapter, found in sorted(chapters.items()):
        found.sort(key=_order)
        files[f"rules/ch{chapter}.yml"] = _text(heading, f"ch{chapter}", tuple(found), ())
    if noted:
        files["rules/notes.yml"] = _text(heading, "notes", (), noted)
    everything = ([row.rule for row in rule_sets], [row.ex for row in rule_sets], noted)
    names = _names(everything)
    if names["goods"]:
        files["goods.yml"] = _listing(heading, words.goods_file(names["goods"]))
    if names["facts"]:
        files["facts.yml"] = _listing(heading, words.facts_file(names["facts"], names["figures"]))
    return Made(files, tuple(rule_sets), noted)


def _order(row: RuleSet) -> tuple[Any, ...]:
    ex = row.ex
    return (row.covers[0].first.full, ex.other if ex else True, ex.rank if ex else 0, row.start, row.id)


def _rule_set(heading: Heading, row: Row) -> RuleSet:
    unread = any(True for _ in unread_parts(row.rule))
    status = "not-covered" if row.fault else "partly-read" if unread else row.status or "machine-checked"
    return RuleSet(
        id=f"{int(row.chapter)}-{row.label.lower() or '1'}",
        covers=row.covers,
        rule=row.rule,
        edition=heading.agreement["hs"],
        citation=Citation(
            heading.document,
            article=heading.article,
            item=_item(row.chapter, row.label),
        ),
        start=row.start or heading.start,
        until=row.until,
        ex=row.ex,
        status=status,
        notes=row.notes,
        scheme=SCHEME,
    )


def _item(chapter: str, label: str) -> str:
    return f"{int(chapter)}, {label}" if label else str(int(chapter))


def _numbered(rows: list[RuleSet]) -> list[RuleSet]:
    """Give rows of one printed rule names of their own: 16-3, 16-3.2."""
    seen: Counter[str] = Counter()
    made = []
    for row in rows:
        plain = row.id.replace(" ", "-")
        seen[plain] += 1
        made.append(row._replace(id=f"{plain}.{seen[plain]}" if seen[plain] > 1 else plain))
    return made


def _stop_at_overlaps(heading: Heading, rule_sets: list[RuleSet], rows: list[Row]) -> None:
    lines = {row.id: source for row, source in zip(rule_sets, rows, strict=True)}
    by_chapter: dict[str, list[RuleSet]] = defaultdict(list)
    for row in rule_sets:
        by_chapter[row.covers[0].first.chapter].append(row)
    for chapter in by_chapter.values():
        for one, other in overlaps(chapter):
            if "not-covered" in (one.status, other.status):
                continue
            first, second = lines[one.id], lines[other.id]
            readings = tuple(
                f"line {row.line}: {', '.join(codes.text for codes in row.covers)}" for row in (first, second)
            )
            what = f"rules {one.id} and {other.id} overlap"
            raise SourceFault(heading.source.note.document, first.line, what, readings)


def _note(heading: Heading, draft: Draft) -> Note:
    return Note(
        id=draft.id,
        covers=draft.covers,
        effect=draft.effect,
        edition=heading.agreement["hs"],
        citation=Citation(
            heading.document,
            article=heading.article,
            item=f"{int(draft.chapter)}, {draft.label.lower()}" if draft.label else "",
        )
        if not draft.article
        else Citation(heading.document, article=draft.article),
        start=max(date.fromisoformat(draft.start), heading.start) if draft.start else heading.start,
        when=draft.when,
        rule=draft.rule,
        without=draft.without,
        scheme=SCHEME,
        status=draft.status if draft.read else "partly-read",
    )


def _text(heading: Heading, name: str, rule_sets: tuple[RuleSet, ...], notes: tuple[Note, ...]) -> str:
    """Write a file and read it again: what comes back must be what was meant."""
    file = RuleFile(
        id=f"{heading.agreement['id']}-{name}",
        agreement=heading.agreement["id"],
        edition=heading.agreement["hs"],
        start=heading.start,
        citation=Citation(heading.document, article=heading.article),
        rule_sets=rule_sets,
        notes=notes,
        scheme=SCHEME,
    )
    written = file_to_notation(file)
    rules, noted = written.pop("rules"), written.pop("notes", [])
    whole = {**written, **heading.describing(), "rules": rules}
    text = yaml_text(whole | {"notes": noted} if noted else whole)
    document = parse(text, file=name, faults=Faults())
    try:
        again = file_from_notation(document.value if document else None)
    except EngineError as error:
        raise SourceFault(f"{heading.agreement['id']}/{name}", 0, str(error)) from error
    if again != file:
        raise SourceFault(f"{heading.agreement['id']}/{name}", 0, "what was written reads back differently")
    return text


def _listing(heading: Heading, value: dict[str, Any]) -> str:
    ((name, entries),) = ((key, part) for key, part in value.items() if isinstance(part, list))
    return yaml_text(
        {"id": f"{heading.agreement['id']}-{value['id']}", **heading.describing(), name: entries}
    )


def _names(value: Any) -> dict[str, set[str]]:
    """Collect the goods and facts that rules name."""
    found: dict[str, set[str]] = {"goods": set(), "facts": set(), "figures": set()}
    _collect(value, found)
    return found


def _collect(value: Any, found: dict[str, set[str]]) -> None:
    if isinstance(value, Goods):
        found["goods"].update(value.named, value.unnamed)
        return
    if isinstance(value, Provided):
        found["facts"].add(value.fact)
        if value.at_least is not None or value.at_most is not None:
            found["figures"].add(value.fact)
    named = getattr(value, "named", "")
    if isinstance(named, str) and named:
        found["goods"].add(named)
    if isinstance(value, Process | tuple | list):
        for part in value:
            _collect(part, found)


def codes_text(codes: Iterable[Any]) -> str:
    """Write codes for a report."""
    return ", ".join(write_codes(one) for one in codes)
