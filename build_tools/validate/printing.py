"""Prints faults the way people put them right: file by file, top to bottom, with the remedy in the sentence."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from build_tools.content.economy import SOURCE
from build_tools.content.faults import Faults
from build_tools.content.messages import read_messages
from py_engine.message import Message
from py_engine.speech import Catalogue

if TYPE_CHECKING:
    from build_tools.content.faults import Fault
    from build_tools.content.project import Project

ROOM: Final = "check"
OWN: Final = Path(__file__).parents[2]


def catalogue(project: Project, language: str) -> Catalogue:
    """Give the sentences of the check: the project's own, or those this program came with."""
    messages: dict[str, Any] = {}
    for code in (SOURCE, language):
        for room in (ROOM, "locale"):
            path = OWN / "i18n" / code / f"{room}.yml"
            if path.is_file():
                _, found = read_messages(path, root=OWN, faults=Faults())
                messages.update({key: message.value for key, message in found.items()})
    own = project.messages.get(language, {})
    messages.update({key: value for key, value in own.items() if key.startswith(f"{ROOM}.")})
    return Catalogue(language, messages, {"group": messages.get("locale.group", ","), "group_from": "5"})


def sentence(fault: Fault, words: Catalogue) -> str:
    """Say one fault: the path of the value, what is wrong, what was expected, and a near name if there is one."""
    text = words.say(Message(f"{ROOM}.{fault.key}", fault.values))
    near = fault.values.get("similar", "")
    if near:
        text += words.say(Message(f"{ROOM}.print.similar", {"similar": near}))
    return f"{fault.path}: {text}" if fault.path else text


def listing(faults: Faults, words: Catalogue, *, files: int) -> str:
    """Write the whole report: one heading per spot, and the count at the end."""
    lines: list[str] = []
    heading = ""
    for fault in faults:
        spot = words.say(Message(f"{ROOM}.print.spot", {"file": fault.file, "line": str(fault.line)}))
        if spot != heading:
            lines.append(spot)
            heading = spot
        mark = words.say(f"{ROOM}.print.warning") if fault.severity == "warning" else ""
        lines.append(f"  [{fault.check}] {mark}{sentence(fault, words)}")
    lines.append(summary(faults, words, files=files))
    return "\n".join(lines)


def summary(faults: Faults, words: Catalogue, *, files: int) -> str:
    """Count errors, warnings and files."""

    def count(key: str, number: int) -> str:
        return words.say(Message(f"{ROOM}.print.{key}", {"count": {"number": str(number)}}))

    touched = len({fault.file for fault in faults})
    values = {
        "errors": count("errors", faults.errors),
        "warnings": count("warnings", faults.warnings),
        "files": count("files", touched),
        "checked": count("checked", files),
    }
    return words.say(Message(f"{ROOM}.print.{'summary' if touched else 'clean'}", values))


def github(faults: Faults, words: Catalogue) -> str:
    """Write the faults as GitHub shows them, beside the line of the change that caused them."""
    return "\n".join(
        f"::{fault.severity} file={_escaped(fault.file, ',:')},line={fault.line},col={fault.column},"
        f"title={fault.check}::{_escaped(sentence(fault, words))}"
        for fault in faults
    )


def _escaped(text: str, more: str = "") -> str:
    for sign in ("%", "\r", "\n", *more):
        text = text.replace(sign, f"%{ord(sign):02X}")
    return text
