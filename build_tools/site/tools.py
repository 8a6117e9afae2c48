"""The place of each tool in its page: form and example rendered now, addresses of what the page loads later."""

from __future__ import annotations

import base64
import hashlib
import json
from typing import TYPE_CHECKING, Any

from build_tools.compile import render, texts
from build_tools.site.assets import hashed
from build_tools.site.prepared import BASE, Tool
from py_engine import bridge

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from build_tools.content.project import Project


class ToolError(ValueError):
    """The engine refused a tool's form or example; the text says where and why."""


def rooms(project: Project) -> list[str]:
    """Every room of sentences that some tool needs."""
    return sorted({room for tool in project.data.get("tools", {}).values() for room in tool["speaks"]})


def places(
    project: Project,
    data: Mapping[str, bytes],
    runtime: Mapping[str, Any],
    files: dict[str, bytes],
    today: date,
) -> dict[tuple[str, str], Tool]:
    """Make every tool's place in every language.

    Args:
        project: What was written.
        data: The shards by name.
        runtime: The manifest of the packed runtime.
        files: The site's assets; the files that tools load are added.
        today: The day the example is made for.

    Raises:
        ToolError: The engine refused a form or an example.
    """
    made: dict[tuple[str, str], Tool] = {}
    placed = {**runtime, "files": [{**file, "url": f"assets/{file['url']}"} for file in runtime["files"]]}
    shards = {}
    for name in sorted({name for tool in project.data["tools"].values() for name in tool["loads"]}):
        if name not in data:
            raise ToolError(f"content/data/tools: '{name}' is no folder of content/data that a build reads")
        bridge.load(name, data[name].decode())
        shards[name] = {"name": name, **_kept(f"data/{name}.json", data[name], files)}
    for tool in project.data["tools"].values():
        form = _ask(tool["form"]["call"], {"on": today.isoformat()})
        example = _ask(tool["answer"]["call"], {**tool["example"], "on": today.isoformat()})
        for language in project.economy.languages:
            spoken = texts(project, language, tool["speaks"])
            made[language, tool["id"]] = Tool(
                name=tool["id"],
                form_html=render(tool["form"]["view"], {**form, "example": example}, language, BASE),
                config={
                    "language": language,
                    "runtime": placed,
                    "data": [shards[name] for name in tool["loads"]],
                    "texts": _kept(f"data/{tool['id']}.{language}.json", spoken, files),
                    "say": _say(project, language),
                },
            )
    return made


def _ask(call: str, request: Mapping[str, Any]) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(bridge.call(call, json.dumps(request)))
    if "ok" not in answer:
        raise ToolError(f"content/data/tools: {call} refused its request: {answer['refused']}")
    ok: dict[str, Any] = answer["ok"]
    return ok


def _kept(name: str, data: bytes, files: dict[str, bytes]) -> dict[str, Any]:
    final = hashed(name, data)
    files[final] = data
    digest = base64.b64encode(hashlib.sha256(data).digest()).decode()
    return {"url": f"assets/{final}", "bytes": len(data), "integrity": f"sha256-{digest}"}


def _say(project: Project, language: str) -> dict[str, Any]:
    return {
        key.removeprefix("glue."): sentence
        for key, sentence in sorted(project.messages[language].items())
        if key.startswith("glue.")
    }
