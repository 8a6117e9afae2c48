"""Which names a view may use at each place, so that a misspelt name is found at build time, not by a visitor."""

from __future__ import annotations

import keyword
from dataclasses import dataclass, field

from build_tools.compile.vocabulary import RESERVED


@dataclass(slots=True)
class Loop:
    """One `for` being compiled: the Python names it would use, and whether the body asked for them."""

    number: int
    index_used: bool = False
    items_used: bool = False

    @property
    def index(self) -> str:
        """The Python name of the position, counted from zero."""
        return f"index_{self.number}"

    @property
    def items(self) -> str:
        """The Python name of what is looped over."""
        return f"items_{self.number}"


@dataclass(slots=True)
class Scope:
    """The names visible at one place of a view.

    Jinja2 hides what a loop sets from the lines after it, Python does not. So a loop may not set a name that
    is already visible around it: then both languages mean the same.
    """

    outer: frozenset[str] = frozenset()
    own: set[str] = field(default_factory=set)
    maybe: set[str] = field(default_factory=set)
    loop: Loop | None = None

    @property
    def visible(self) -> frozenset[str]:
        """Every variable that certainly has a value here."""
        return self.outer | self.own

    def inside_loop(self, loop: Loop | None, targets: set[str]) -> Scope:
        """The scope of the body of a loop over the given targets."""
        return Scope(outer=self.visible, own=set(targets), loop=loop)


def python_name(name: str) -> str:
    """Write the name of a template variable in Python without hiding a name the compiled code needs.

    >>> python_name("question"), python_name("class"), python_name("len"), python_name("items_1")
    ('question', 'class_', 'len_', 'items_1_')
    """
    helper = name.rpartition("_")[2].isdigit() or name.startswith("macro_")
    return f"{name}_" if keyword.iskeyword(name) or name in RESERVED or helper else name
