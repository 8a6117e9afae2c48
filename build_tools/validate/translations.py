"""Translations are checked like code: complete, with the same placeholders, plural forms and no markup.

The core must be complete in its languages. An economy's further language may lag behind: that is a warning, and
the visitor reads the source language there until somebody translates.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from build_tools.content.economy import CORE, SOURCE
from build_tools.content.faults import Place
from build_tools.content.messages import PLURAL
from build_tools.validate.walk import is_text, listed, walk

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from build_tools.content.faults import Faults
    from build_tools.content.messages import Message, Sentence
    from build_tools.content.project import Project
    from build_tools.content.yamltext import Document

CHECK: Final = "TRANSLATIONS"
NONE: Final = "-"
PLACEHOLDER: Final = re.compile(r"\{([A-Za-z_][A-Za-z0-9_]*)\}")
HTML: Final = re.compile(r"</?[a-zA-Z][^<>]*>|<!--|&(?:[a-zA-Z]+|#[0-9]+);")
FORMS: Final = {"en": ("one", "other"), "es": ("one", "other"), "pt": ("one", "other")}
"""The plural categories the engine tells apart; a language not listed needs at least `other`."""
CATEGORIES: Final = ("zero", "one", "two", "few", "many", "other")


def validate(project: Project, faults: Faults, today: date) -> None:  # noqa: ARG001  the date is every check's
    """Check the sentences of the interface, the texts in data, and that pages exist in every language."""
    languages = tuple(dict.fromkeys((*CORE, *project.economy.languages)))
    source = project.written.get(SOURCE, {})
    for language, messages in project.written.items():
        for key, message in messages.items():
            _sentence(message, language, faults)
            if language != SOURCE and key in source:
                _pair(message, source[key], faults)
            elif language != SOURCE:
                place = message.document.place(message.path)
                faults.error(CHECK, "translations.extra", place, name=key)
    for language in languages:
        if project.written.get(language) or language in CORE:
            _complete(project, source, language, faults)
    for file, document in project.documents.items():
        _texts(project, file, document, faults)
    _pages(project, faults)


def _complete(project: Project, source: Mapping[str, Message], language: str, faults: Faults) -> None:
    written = project.written.get(language, {})
    for key, message in source.items():
        if key in written:
            continue
        file = re.sub(rf"(^|/)i18n/{SOURCE}/", rf"\1i18n/{language}/", message.document.file)
        report = faults.error if language in CORE else faults.warning
        words = message.value if isinstance(message.value, str) else message.value.get("other", "")
        report(
            CHECK,
            "translations.missing",
            Place(file=file, path=message.path),
            name=key,
            language=language,
            text=words,
        )


def _sentence(message: Message, language: str, faults: Faults) -> None:
    """Check one sentence, or set of plural forms, by itself."""
    place = message.document.place(message.path)
    if isinstance(message.value, str):
        _words(message.value, place, faults)
        return
    wanted = FORMS.get(language, ("other",))
    allowed = FORMS.get(language, CATEGORIES)
    for form, words in message.value.items():
        spot = message.document.place((*message.path, form))
        if form == PLURAL:
            if not PLACEHOLDER.fullmatch(f"{{{words}}}"):
                faults.error(CHECK, "translations.plural_name", spot, value=words)
            continue
        _words(words, spot, faults)
        if form not in allowed:
            faults.error(CHECK, "translations.plural_extra", spot, value=form, allowed=listed(allowed))
    for form in wanted:
        if form not in message.value:
            faults.error(CHECK, "translations.plural_missing", place, name=form, allowed=listed(wanted))


def _words(words: str, place: Place, faults: Faults) -> None:
    found = HTML.search(words)
    if found:
        faults.error(CHECK, "translations.html", place, value=found[0])
    rest = PLACEHOLDER.sub("", words)
    if "{" in rest or "}" in rest:
        faults.error(CHECK, "translations.braces", place, value=words)


def _pair(message: Message, source: Message, faults: Faults) -> None:
    """Compare a sentence with the one it translates."""
    place = message.document.place(message.path)
    mine, theirs = message.value, source.value
    if isinstance(mine, str) != isinstance(theirs, str):
        faults.error(CHECK, "translations.shape", place, file=source.document.file)
        return
    wanted = _names(theirs)
    if not isinstance(mine, str) and not isinstance(theirs, str) and mine.get(PLURAL) != theirs.get(PLURAL):
        spot = message.document.place((*message.path, PLURAL))
        values = {"value": str(mine.get(PLURAL)), "expected": str(theirs.get(PLURAL))}
        faults.error(CHECK, "translations.plural_differs", spot, **values)
    _compare(_names(mine), wanted, place, faults)


def _names(sentence: Sentence) -> set[str]:
    """Give the placeholders of a sentence; of a plural set, those of any form, for `one` may do without."""
    forms = [sentence] if isinstance(sentence, str) else [w for f, w in sentence.items() if f != PLURAL]
    return {name for words in forms for name in PLACEHOLDER.findall(words)}


def _compare(mine: set[str], wanted: set[str], place: Place, faults: Faults) -> None:
    if mine != wanted:
        found = listed(f"{{{name}}}" for name in sorted(mine)) or NONE
        expected = listed(f"{{{name}}}" for name in sorted(wanted)) or NONE
        faults.error(CHECK, "translations.placeholders", place, value=found, expected=expected)


def _texts(project: Project, file: str, document: Document, faults: Faults) -> None:
    """Check that each text in data speaks every language and says the same in each."""
    core = file.startswith("content/")
    languages = tuple(dict.fromkeys((*(CORE if core else ()), *project.economy.languages)))
    for path, value in walk(document.value):
        if path == ("language_names",) or not is_text(value, languages):
            continue
        for language in languages:
            if language not in value:
                report = faults.error if language in CORE or not core else faults.warning
                report(CHECK, "translations.text", document.place(path), language=language)
        for language, words in value.items():
            place = document.place((*path, language))
            _words(words, place, faults)
            if language != SOURCE and SOURCE in value:
                _compare(_names(words), _names(value[SOURCE]), place, faults)


def _pages(project: Project, faults: Faults) -> None:
    """Check that each page exists in every language: in the core always, in an economy if it can."""
    there = {(page.language, page.path) for page in project.pages}
    for page in project.pages:
        wanted: Any = project.economy.languages if page.from_overlay else CORE
        report = faults.warning if page.from_overlay else faults.error
        for language in wanted:
            if (language, page.path) not in there:
                file = page.file.replace(f"content/{page.language}/", f"content/{language}/", 1)
                report(CHECK, "translations.page", page.place(), file=file, language=language)
