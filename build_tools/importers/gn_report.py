"""How much of each General Note was read, and whether its codes exist in the edition it is written in."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final

from build_tools.importers.errors import SourceFault
from build_tools.importers.gn_merge import unread_parts

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from build_tools.importers.gn import Imported
    from build_tools.importers.gn_rows import Row
    from build_tools.importers.uk_hs import Edition

__all__ = ["check_codes", "check_ranges", "report"]

BACKWARDS: Final = re.compile(r"not (\S+) through (\S+)")


def check_codes(rows: Iterable[Row], edition: Edition, absent: set[str]) -> None:
    """Stop at a code that its edition does not have, unless it is known that the note prints it.

    Raises:
        SourceFault: A row is for a subheading or heading that does not exist.
    """
    known_absent = {code.replace(".", "") for code in absent}
    for row in rows:
        for codes in row.covers:
            for code in (codes.first, codes.last):
                digits = code.digits
                known = digits in known_absent or edition.has(digits)
                bound = codes.first != codes.last and digits[4:] in ("01", "99") and edition.has(digits[:4])
                if not (known or bound):
                    what = (
                        f"rule {row.chapter}-{row.label}: {code.dotted} does not exist in HS {edition.name}"
                    )
                    raise SourceFault(row.document, row.line, what)


def check_ranges(rows: Iterable[Row], known: set[str]) -> None:
    """Stop at a range that runs backwards; those known from the print stay unread and are told.

    Raises:
        SourceFault: The rule is not among the known ones.
    """
    for row in rows:
        name, found = f"{int(row.chapter)}-{row.label}", BACKWARDS.search(row.fault)
        if getattr(row.rule, "reason", "") == "contradiction" and found and name not in known:
            first, last = found.groups()
            readings = (f"{last} through {first}", f"{first} through another code, or another through {last}")
            raise SourceFault(row.document, row.line, f"rule {name}: a range runs backwards", readings)


def report(imported: Sequence[Imported], *, verbose: bool = False) -> str:
    """Say how many rows were read fully, in part or not, and why not."""
    lines = []
    for one in imported:
        kinds: Counter[str] = Counter()
        reasons: Counter[str] = Counter()
        details = []
        for row in one.rows:
            unread = list(unread_parts(row.rule))
            kind = "unread" if row.fault else "partly" if unread else "read"
            kinds[kind] += 1
            reasons.update(part.reason for part in unread)
            if verbose and unread:
                reason = row.fault or f"{row.document}, line {row.line}: {', '.join(p.fact for p in unread)}"
                details.append(f"  {row.chapter}-{row.label}: {reason}")
        total = sum(kinds.values())
        share = 100 * kinds["read"] / total if total else 0
        notes = sum(1 for note in one.notes if note.read)
        why = ", ".join(f"{reason} {count}" for reason, count in sorted(reasons.items())) or "-"
        size = sum(len(text.encode()) for text in one.made.files.values())
        lines.append(
            f"{one.agreement['id']:<12} HS {one.agreement['hs']}  rows {total:>5}  read {kinds['read']:>5}"
            f" ({share:.2f} %)  partly {kinds['partly']:>3}  unread {kinds['unread']:>3}  why: {why};"
            f"  chapter rules {notes} of {len(one.notes)};  {size / 1024:.0f} KiB"
        )
        lines.extend(details)
    return "\n".join(lines)
