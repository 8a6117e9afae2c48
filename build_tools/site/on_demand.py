"""The data that a tool loads when a question needs it: files with hashed names, and for each tool an index of them."""

from __future__ import annotations

import base64
import hashlib
import json
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping


class Compiled(Protocol):
    """A data shard and, for each language, the sentences that belong to it."""

    @property
    def data(self) -> bytes:
        """The shard, as JSON."""

    @property
    def texts(self) -> Mapping[str, bytes]:
        """Language -> JSON with ``messages``."""


def kept(name: str, data: bytes, files: dict[str, bytes]) -> dict[str, Any]:
    """Put a file among the site's assets; gives what a page needs to load it.

    Args:
        name: Its name below ``assets/``, with ``{}`` where the hash of its content goes.
        data: Its content.
        files: The site's assets, to which it is added.
    """
    digest = hashlib.sha256(data).digest()
    final = name.format(digest.hex()[:10])
    files[final] = data
    integrity = f"sha256-{base64.b64encode(digest).decode()}"
    return {"url": f"assets/{final}", "bytes": len(data), "integrity": integrity}


def index(
    sets: Mapping[str, Compiled],
    kinds: Collection[str],
    language: str,
    squeezed: Mapping[bytes, bytes],
    files: dict[str, bytes],
) -> dict[str, Any] | None:
    """Write the shards of some kinds and their index; gives what a page needs to load the index, if there is anything.

    Args:
        sets: Every shard by name, ``<kind>`` or ``<kind>/<key>``.
        kinds: Those that the tool may ask for.
        language: Whose sentences stand beside them.
        squeezed: The packed form of each file, since not every host compresses what it sends.
        files: The site's assets, to which all is added.
    """

    def packed(name: str, plain: bytes) -> dict[str, Any]:
        entry = kept(f"data/{name.replace('/', '-')}.{{}}.gz.bin", squeezed[plain], files)
        return {**entry, "unpacked": len(plain)}

    entries: dict[str, Any] = {}
    for name in sorted(of_kinds(sets, kinds)):
        entries[name] = packed(name, sets[name].data)
        if language in sets[name].texts:
            entries[name]["texts"] = packed(f"{name}.{language}", sets[name].texts[language])
    if not entries:
        return None
    listed = json.dumps(entries, separators=(",", ":")).encode()
    return kept(f"data/index-{'-'.join(sorted(kinds))}.{language}.{{}}.json", listed, files)


def of_kinds(sets: Mapping[str, Compiled], kinds: Collection[str]) -> list[str]:
    """Names of the shards of some kinds.

    >>> of_kinds({"rules/09": None, "rules/10": None, "chains": None}, ["rules"])
    ['rules/09', 'rules/10']
    """
    return [name for name in sets if name.partition("/")[0] in kinds]
