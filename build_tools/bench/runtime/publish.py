"""Writes the figures of the public page: only what this run has measured, with machine, date and command."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from build_tools.bench.runtime.calls import Call
    from build_tools.bench.runtime.report import Row

FILE = "content/data/speed/runtime.yml"
HEAD = """\
# yaml-language-server: $schema=../../../schemas/speed.schema.json
# Written by `uv run puente bench runtime --publish`; never by hand. The page is content/<language>/how-fast.md.
"""


class Quoted(yaml.SafeDumper):
    """Every value in quotes: the loader reads text alone."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 - the library's own signature
        """Write everything out."""
        return True


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.Node:
    plain = value.replace("-", "").isalpha() and value.lower() not in {
        "none",
        "null",
        "on",
        "off",
        "yes",
        "no",
    }
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=None if plain else '"')


Quoted.add_representer(str, _text)


def figures(facts: Mapping[str, str], rows: Sequence[Row], calls: Sequence[Call]) -> dict[str, Any]:
    """The data file's content: every number is text."""
    day = facts["taken"][:10]
    conditions: dict[str, dict[str, Any]] = {}
    for row in rows:
        condition = conditions.setdefault(row.condition, {"id": row.condition, "results": []})
        result = {
            "contestant": row.contestant,
            "state": row.state,
            "rounds": str(row.rounds),
            "seconds": f"{row.ms / 1000:.2f}",
            "lowest": f"{row.lowest / 1000:.2f}",
            "highest": f"{row.highest / 1000:.2f}",
            "megabytes": f"{row.bytes / 1e6:.2f}",
            "requests": str(row.requests),
        }
        if row.state == "readable":
            result["kilobytes"] = f"{row.bytes / 1e3:.0f}"
        if row.memory:
            result["memory"] = f"{row.memory:.0f}"
        if row.cpu:
            result["processor"] = f"{row.cpu:.2f}"
        if row.ratio is not None:
            result["share"] = f"{100 * row.ratio:.0f}"
        condition["results"].append(result)
    return {
        "id": "runtime",
        "owner": "Puente maintainers",
        "checked_on": day,
        "sources": [
            {
                "id": "bench",
                "title": "puente bench runtime",
                "issuer": "Puente maintainers",
                "retrieved": day,
                "href": "how-fast",
            }
        ],
        "measured": {
            "on": day,
            "command": facts["command"],
            "processor": facts["processor"],
            "cores": facts["cores"],
            "system": facts["system"],
            "load_before": facts["load_before"],
            "load_after": facts.get("load_after", ""),
            "rounds": facts["rounds"],
            "browser": facts["browser"],
            "brake": facts["brake"],
            "versions": [
                {"id": name.removeprefix("version_"), "version": value}
                for name, value in facts.items()
                if name.startswith("version_") and value
            ],
        },
        "conditions": list(conditions.values()),
        "calls": [
            {
                "call": call.call,
                **({"view": call.view} if call.view else {}),
                "median": f"{call.median:.1f}",
                "slowest": f"{call.p95:.1f}",
                "times": str(call.times),
            }
            for call in calls
        ],
    }


def publish(root: Path, facts: Mapping[str, str], rows: Sequence[Row], calls: Sequence[Call]) -> Path:
    """Write the data file and give its path."""
    file = root / FILE
    file.parent.mkdir(parents=True, exist_ok=True)
    text = yaml.dump(
        figures(facts, rows, calls), Dumper=Quoted, sort_keys=False, allow_unicode=True, width=10_000
    )
    file.write_text(HEAD + text, encoding="utf-8")
    return file
