"""What a sample is: one request, whose page asks it, and the view that shows the answer."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any

ON = "2026-11-21"
REFUSED = "shared/refused"
EVERY = "*"  # asked by the page of every tool
NOWHERE = ""  # asked while the site is built or on the command line: no page loads what it needs


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One request, and the view that shows its answer."""

    tool: str  # whose page asks it: the id of a file in content/data/tools, or one of the words above
    call: str
    request: str
    view: str = ""
    language: str = "en"
    base: str = "../"
    needs: tuple[str, ...] = ()  # the data shards it takes
    # Whether the page answers it before anybody asks, so that all it needs is at hand. It may take no shard on demand.
    warm: bool = False

    def as_json(self) -> dict[str, Any]:
        """Its plain form."""
        return asdict(self)


def sample(
    tool: str,
    call: str,
    request: Any,
    view: str = "",
    language: str = "en",
    *,
    needs: tuple[str, ...] = (),
    warm: bool = False,
) -> Sample:
    """Make a sample of a request that becomes JSON.

    >>> sample("diagnosis", "hs.read", {"code": "0901.21"}).request
    '{"code": "0901.21"}'
    """
    text = json.dumps(request, ensure_ascii=False)
    return Sample(tool=tool, call=call, request=text, view=view, language=language, needs=needs, warm=warm)
