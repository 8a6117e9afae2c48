"""Reads the rule sets as the UK Trade Tariff publishes them: JSON files with sentences in Markdown and HTML.

The layout is checked before anything is believed: an unknown key, another type, a code of another length stops the
reading with the file and the place.
"""

from __future__ import annotations

import hashlib
import html
import json
import re
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["LayoutError", "Row", "Sentence", "Source", "cleaned", "fingerprint", "read_source"]

ROW_KEYS = {"heading", "min", "max", "rules", "valid"}
MAY_KEYS = {"chapter", "subdivision"}
RULE_KEYS = {"rule", "class", "footnotes", "operator", "quota", "import", "export"}
BULLET = "•"
CODE_LENGTH = 10


class LayoutError(Exception):
    """The source is not laid out as it was when this importer was written."""


class Sentence(NamedTuple):
    """One rule of a row as printed: its text, what joins it to the one before, and the publisher's own class."""

    text: str
    operator: str
    classes: tuple[str, ...]
    quota: bool
    imports: bool
    exports: bool
    span: str


class Row(NamedTuple):
    """One row of an annex as printed."""

    place: int
    heading: str
    described: str
    low: str
    high: str
    sentences: tuple[Sentence, ...]

    @property
    def key(self) -> str:
        """Name the row inside its file: its number, counted from one, and its printed heading."""
        return f"{self.place} ({self.heading})"


class Source(NamedTuple):
    """A file of rows, with the hash that says which edition of the file was read."""

    file: str
    sha256: str
    rows: tuple[Row, ...]


def cleaned(text: str) -> str:
    r"""Take the mark-up out of a text: links, emphasis, abbreviations; an indent becomes a bullet.

    >>> cleaned("Manufacture:\n\n- from [heading&nbsp;0901](/headings/0901),\n\n- up to **40%**")
    'Manufacture: • from heading 0901, • up to 40%'
    """
    plain = html.unescape(text).replace("\u00a0", " ")
    plain = re.sub(r"<abbr[^>]*>(.*?)</abbr>", r"\1", plain, flags=re.DOTALL)
    plain = re.sub(r"<br\s*/?>", "\n", plain)
    plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", plain)
    plain = re.sub(r"(?:^|\n)\s*[-\u2013]\s+", f" {BULLET} ", plain)
    plain = plain.replace("*", "")
    plain = re.sub(rf"(?:{BULLET}\s*)+", f"{BULLET} ", plain)
    return re.sub(r"\s+", " ", plain).strip()


def fingerprint(text: str) -> str:
    """Give a short name to a text that does not show it: the text itself stays in the source.

    >>> fingerprint("Of Cotton;") == fingerprint("of cotton")
    True
    """
    plain = re.sub(r"[^a-z0-9%]+", " ", text.lower()).strip()
    return hashlib.sha256(plain.encode()).hexdigest()[:8]


def read_source(path: Path) -> Source:
    """Read one file of rule sets.

    Raises:
        LayoutError: It is laid out in another way.
    """
    data = path.read_bytes()
    try:
        sets = json.loads(data)["rule_sets"]
    except (ValueError, KeyError, TypeError) as error:
        raise LayoutError(f"{path.name}: no list of rule_sets: {error}") from error
    rows = tuple(_row(path.name, place, item) for place, item in enumerate(sets, start=1))
    return Source(path.name, hashlib.sha256(data).hexdigest(), rows)


def _row(file: str, place: int, item: Any) -> Row:
    where = f"{file}, row {place}"
    if not isinstance(item, dict) or not set(item) >= ROW_KEYS or set(item) - ROW_KEYS - MAY_KEYS:
        raise LayoutError(f"{where}: the keys are not those of a row: {sorted(item)}")
    if item["valid"] is not True:
        raise LayoutError(f"{where}: the publisher itself calls the row invalid")
    low, high = item["min"], item["max"]
    for code in (low, high):
        if not (isinstance(code, str) and code.isdigit() and len(code) == CODE_LENGTH):
            raise LayoutError(f"{where}: '{code}' is not a code of ten digits")
    if low > high:
        raise LayoutError(f"{where}: the range runs backwards, {low} to {high}")
    return Row(
        place=place,
        heading=cleaned(item["heading"]),
        described=cleaned(item.get("subdivision", "")),
        low=low,
        high=high,
        sentences=tuple(
            _sentence(f"{where}, rule {number}", f"{place}.{number}", rule)
            for number, rule in enumerate(item["rules"], start=1)
        ),
    )


def _sentence(where: str, span: str, rule: Any) -> Sentence:
    if not isinstance(rule, dict) or set(rule) != RULE_KEYS:
        raise LayoutError(f"{where}: the keys are not those of a rule: {sorted(rule)}")
    if rule["operator"] not in (None, "or") or rule["footnotes"]:
        raise LayoutError(f"{where}: operator {rule['operator']!r}, footnotes {rule['footnotes']!r}")
    return Sentence(
        text=cleaned(rule["rule"]),
        operator=rule["operator"] or "",
        classes=tuple(rule["class"]),
        quota=rule["quota"],
        imports=rule["import"],
        exports=rule["export"],
        span=span,
    )
