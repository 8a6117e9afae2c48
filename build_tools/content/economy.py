"""The economy an edition of the site belongs to: its name, languages, colours and contacts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from build_tools.content.faults import Faults, Place
from build_tools.content.yamltext import load

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from build_tools.content.yamltext import Document

CHECK: Final = "ECONOMY"
SOURCE: Final = "en"
"""The language that is always complete, and from which a missing sentence is borrowed."""
CORE: Final = ("en", "es")
"""The languages everything in the core is written in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Economy:
    """What makes an edition its own. Everything is text, as written in ``economy/economy.yml``."""

    id: str = ""
    name: Mapping[str, str] = field(default_factory=dict)
    site_name: Mapping[str, str] = field(default_factory=dict)
    description: Mapping[str, str] = field(default_factory=dict)
    site_url: str = ""
    edit_url: str = ""
    languages: tuple[str, ...] = (SOURCE,)
    """The first is the default one; its pages stand at the root of the site."""
    language_names: Mapping[str, str] = field(default_factory=dict)
    colours: Mapping[str, str] = field(default_factory=dict)
    logo: str = ""
    contact_email: str = ""
    features: Mapping[str, str] = field(default_factory=dict)


def read_economy(folder: Path, *, root: Path, faults: Faults) -> tuple[Economy, Document | None]:
    """Read ``economy.yml``; what has another shape stays empty here, and the check refuses it."""
    path = folder / "economy.yml"
    if not path.is_file():
        faults.error(CHECK, "economy.missing", Place(file="economy/economy.yml"))
        return Economy(), None
    document = load(path, root=root, faults=faults)
    value: Any = document.value if document is not None else None
    if not isinstance(value, dict):
        return Economy(), document
    languages = value.get("languages")
    codes = tuple(code for code in languages if isinstance(code, str)) if isinstance(languages, list) else ()
    economy = Economy(
        id=_text(value, "id"),
        name=_table(value, "name"),
        site_name=_table(value, "site_name"),
        description=_table(value, "description"),
        site_url=_text(value, "site_url"),
        edit_url=_text(value, "edit_url"),
        languages=codes or (SOURCE,),
        language_names=_table(value, "language_names"),
        colours=_table(value, "colours"),
        logo=_text(value, "logo"),
        contact_email=_text(value, "contact_email"),
        features=_table(value, "features"),
    )
    return economy, document


def _text(value: Mapping[str, Any], key: str) -> str:
    found = value.get(key)
    return found if isinstance(found, str) else ""


def _table(value: Mapping[str, Any], key: str) -> dict[str, str]:
    found = value.get(key)
    items = found.items() if isinstance(found, dict) else ()
    return {name: text for name, text in items if isinstance(text, str)}
