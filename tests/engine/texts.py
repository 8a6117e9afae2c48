"""Reads the sentences of the engine as they stand in i18n/, and makes catalogues of them for the tests."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from py_engine.speech import Catalogue

I18N = Path(__file__).resolve().parent.parent.parent / "i18n"
LANGUAGES = ("en", "es")
LOCALES = {"en": {"decimal": "."}, "es": {"decimal": ","}}


def sentences(language: str, room: str) -> dict[str, Any]:
    """Give every sentence of a room by its key."""
    text = (I18N / language / f"{room}.yml").read_text(encoding="utf-8")
    found: dict[str, Any] = {}
    _flatten(yaml.load(text, Loader=yaml.BaseLoader), room, found)  # noqa: S506  reads texts only
    return found


def _flatten(value: Any, key: str, found: dict[str, Any]) -> None:
    if isinstance(value, str) or "plural" in value:
        found[key] = value
        return
    for name, inner in value.items():
        _flatten(inner, f"{key}.{name}", found)


def catalogue(language: str, **more: str) -> Catalogue:
    """Make a catalogue of the engine's sentences, with a few invented texts beside them."""
    texts = {**sentences(language, "engine"), **sentences(language, "diagnostic"), **more}
    return Catalogue(language, texts, LOCALES[language])
