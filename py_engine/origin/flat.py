"""Flat answers of a form, ``inputs.0.name`` to text, gathered into a tree; numbers the way people type them.

What is left out, empty or "unknown" is unknown. Names that begin with ``page.`` belong to the page and are passed over.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from py_engine.errors import shown
from py_engine.message import Message
from py_engine.quantity import MILLION, millionths

if TYPE_CHECKING:
    from collections.abc import Mapping

    from py_engine.errors import Refusals
    from py_engine.reading import Reader

__all__ = ["Branch", "gather", "plain_number"]

EXAMPLE_ANSWERS = '{"product.hs":"0901.21","made_in":"PE","inputs.0.name":"green coffee"}'
UNKNOWN = ("", "unknown")
LARGEST = 10**12 * MILLION  # a price above a million millions is a slip
FREE = ("kinds", "facts", "processes")  # behind these, a name may have points of its own
THOUSAND = 3


class Branch:
    """One level of the tree of answers and the fields of it that nobody has read yet."""

    __slots__ = ("inner", "path", "refusals", "texts")

    def __init__(self, path: str, refusals: Refusals) -> None:
        self.path = path
        self.refusals = refusals
        self.texts: dict[str, str] = {}
        self.inner: dict[str, Branch] = {}

    def name(self, field: str) -> str:
        """Give the whole name of a field, as the form calls it."""
        return f"{self.path}.{field}" if self.path else field

    def at(self, field: str) -> Branch:
        """Go one level down; a level that nobody filled in is empty."""
        return self.inner.get(field) or Branch(self.name(field), self.refusals)

    def text(self, field: str) -> str:
        """Give what was typed, or nothing."""
        return self.texts.get(field, "")

    def refuse(self, field: str, key: str, **values: Any) -> None:
        """Remember a fault of one field."""
        self.refusals.add(self.name(field), key, value=shown(self.text(field)), **values)

    def truth(self, field: str) -> bool | None:
        """Read yes or no."""
        text = self.text(field)
        if text and text not in ("yes", "no", "true", "false"):
            self.refuse(field, "origin.given.yes_no", expected="yes, no, unknown")
            return None
        return None if not text else text in ("yes", "true")

    def word(self, field: str, words: tuple[str, ...]) -> str:
        """Read one word of a list."""
        text = self.text(field)
        if text and text not in words:
            self.refuse(field, "origin.notation.word", expected=", ".join(words))
            return ""
        return text

    def amount(self, field: str, *, above_zero: bool = False) -> int | None:
        """Read an amount in millionths."""
        text = self.text(field)
        if not text:
            return None
        fault, amount = plain_number(text)
        if fault is None and above_zero and amount == 0:
            fault = "zero"
        if fault is not None:
            self.refuse(field, f"origin.given.{fault}", example="1234.50")
            return None
        return amount

    def amounts(self, names: tuple[str, ...], *, above_zero: bool = False) -> dict[str, int]:
        """Read the amounts of this level by their names."""
        found = {}
        for name in self.texts:
            if name not in names:
                self.refusals.add(
                    self.name(name),
                    "engine.value.unknown_field",
                    value=shown(name),
                    expected=", ".join(names),
                )
                continue
            amount = self.amount(name, above_zero=above_zero)
            if amount is not None:
                found[name] = amount
        return found

    def truths(self) -> dict[str, bool]:
        """Read yes or no for every name of this level."""
        read = {name: self.truth(name) for name in self.texts}
        return {name: fact for name, fact in read.items() if fact is not None}

    def only(self, texts: tuple[str, ...], levels: tuple[str, ...] = ()) -> None:
        """Refuse every name that is not one of these, so that no fact is lost through a misspelled field."""
        for name in (*self.texts, *self.inner):
            if name not in (texts if name in self.texts else levels):
                expected = ", ".join((*texts, *levels))
                self.refusals.add(
                    self.name(name), "engine.value.unknown_field", value=shown(name), expected=expected
                )


def plain_number(text: str) -> tuple[str | None, int]:
    """Read a number with point or comma, and say what is wrong with it: the name of a fault, or ``None``.

    >>> [plain_number(text) for text in ("3,10", "1.234,50", "1,234.50", "0.125", "12 500")]
    [(None, 3100000), (None, 1234500000), (None, 1234500000), (None, 125000), (None, 12500000000)]
    >>> [plain_number(text)[0] for text in ("1,000", "-3", "4O", "1e3", "9" * 20)]
    ['unclear', 'negative', 'number', 'number', 'huge']
    """
    plain = "".join(text.split())
    if plain.startswith(("-", "\u2212")):
        return "negative", 0
    comma, point = plain.rfind(","), plain.rfind(".")
    if comma >= 0 and point >= 0:
        thousands, decimal = (",", ".") if point > comma else (".", ",")
        plain = plain.replace(thousands, "").replace(decimal, ".")
    elif comma >= 0:
        whole, part = plain[:comma], plain[comma + 1 :]
        if (len(part) == THOUSAND and whole.strip("0")) or plain.count(",") > 1:
            return "unclear", 0
        plain = f"{whole}.{part}"
    try:
        amount = millionths(plain)
    except ValueError:
        return "number", 0
    return ("huge", 0) if amount > LARGEST else (None, amount)


def gather(source: Reader) -> Branch:
    """Put flat answers into a tree; faults are remembered.

    >>> from py_engine.errors import Refusals
    >>> from py_engine.reading import Reader
    >>> answers = {"made_in": "PE", "inputs.0.name": "yarn", "facts.us-peru.x": "yes", "page.open": "1"}
    >>> tree = gather(Reader(answers, "answers", Refusals()))
    >>> tree.text("made_in"), tree.at("inputs").at("0").text("name"), tree.at("facts").texts
    ('PE', 'yarn', {'us-peru.x': 'yes'})
    """
    root = Branch("", source.refusals)
    if not source.is_object(example=EXAMPLE_ANSWERS):
        return root
    values: Mapping[str, Any] = source.value
    for name, value in values.items():
        if name.startswith("page."):
            continue
        if not isinstance(value, str):
            source.refusals.add(name, "engine.value.text", value=shown(value), example="yes")
            continue
        text = value.strip()
        if text not in UNKNOWN:
            _place(root, name, text)
    return root


def _place(root: Branch, name: str, text: str) -> None:
    level = root
    steps = name.split(".")
    for at, step in enumerate(steps[:-1]):
        found = level.inner.get(step)
        if found is None:
            found = level.inner[step] = Branch(level.name(step), root.refusals)
        level = found
        if step in FREE:
            level.texts[".".join(steps[at + 1 :])] = text
            return
    level.texts[steps[-1]] = text


def said(key: str, **values: Any) -> Message:
    """Say something about the answers that is no fault."""
    return Message(key, values)
