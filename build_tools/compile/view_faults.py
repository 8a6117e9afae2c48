"""What can be wrong with a view, said as a key and values. The sentences are in i18n/<language>/compile.yml."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class ViewFault:
    """One fault in one view: where it is, and which sentence describes it."""

    file: str
    line: int
    key: str
    values: Mapping[str, str] = field(default_factory=dict, compare=False)

    def sentence(self, messages: Mapping[str, Any]) -> str:
        """Fill the sentence of this fault with its values.

        >>> fault = ViewFault(file="a.html.j2", line=3, key="unknown_name", values={"name": "anwser"})
        >>> fault.sentence({"compile.unknown_name": "nothing is called {name} here"})
        'a.html.j2, line 3: nothing is called anwser here'
        """
        text = str(messages[f"compile.{self.key}"])
        for name, value in self.values.items():
            text = text.replace("{" + name + "}", value)
        return f"{self.file}, line {self.line}: {text}"


class ViewError(Exception):
    """The views cannot be compiled. Carries every fault found, sorted by file and line."""

    def __init__(self, faults: list[ViewFault], messages: Mapping[str, Any]) -> None:
        """Keep the faults and say them in the language of the messages.

        Args:
            faults: everything that was found.
            messages: flat catalogue with the `compile.…` sentences.
        """
        self.faults = tuple(sorted(faults))
        super().__init__("\n".join(fault.sentence(messages) for fault in self.faults))
