"""The place of each tool in its page: form and example rendered now, addresses of what the page loads later."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from build_tools.compile import render, texts
from build_tools.compile.ask import ask
from build_tools.compile.shard import is_text, with_keys
from build_tools.compile.views import speak
from build_tools.runtime import of_tool
from build_tools.site.on_demand import index, kept, of_kinds
from build_tools.site.prepared import BASE, Tool
from py_engine.shards import here

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from build_tools.content.project import Project
    from build_tools.site.on_demand import Compiled


class ToolError(ValueError):
    """The engine refused a tool's form or example; the text says where and why."""


def rooms(project: Project) -> list[str]:
    """Every room of sentences that some tool needs."""
    return sorted({room for tool in project.data.get("tools", {}).values() for room in tool["speaks"]})


def asked(project: Project) -> dict[str, list[tuple[str, str]]]:
    """For each tool the calls that its page makes, each with the view that shows the answer."""
    return {
        tool["id"]: [(tool["answer"]["call"], tool["answer"]["view"])]
        for tool in project.data.get("tools", {}).values()
    }


def places(  # noqa: PLR0917 - what the steps of a build have made, in their order
    project: Project,
    data: Mapping[str, bytes],
    sets: Mapping[str, Compiled],
    runtime: Mapping[str, Any],
    squeeze: Callable[[list[bytes]], Mapping[bytes, bytes]],
    files: dict[str, bytes],
    today: date,
) -> dict[tuple[str, str], Tool]:
    """Make every tool's place in every language.

    Args:
        project: What was written.
        data: The shards of the folders of ``content/data`` by name.
        sets: The shards that are compiled from many files, with the sentences that belong to them.
        runtime: The manifest of the packed runtimes.
        squeeze: Packs files that are loaded on demand.
        files: The site's assets; the files that tools load are added.
        today: The day the example is made for.

    Raises:
        ToolError: The engine refused a form or an example, or a tool wants data that there is not.
    """
    made: dict[tuple[str, str], Tool] = {}
    tools = list(project.data["tools"].values())
    everything = {**data, **{name: one.data for name, one in sets.items()}}
    on_demand = {kind for tool in tools for kind in tool.get("asks", ())}
    wanted = [sets[name] for name in of_kinds(sets, on_demand)]
    plain = {part for one in wanted for part in (one.data, *one.texts.values())}
    squeezed = squeeze(sorted(plain)) if plain else {}
    for tool in tools:
        if missing := [name for name in tool["loads"] if name not in everything]:
            raise ToolError(f"content/data/tools: '{missing[0]}' is no data that a build reads")
        form = _ask(tool["form"]["call"], {"on": today.isoformat()}, everything)
        if "examples" in tool:  # to be loaded by whoever uses the page
            form["examples"] = with_keys(tool["examples"], f"tools.{tool['id']}.examples")
        for language in project.economy.languages:
            request = {**in_language(tool["example"], language), "on": today.isoformat()}
            example = _ask(tool["answer"]["call"], request, everything)
            spoken = texts(project, language, tool["speaks"])
            for name in here().keys() & sets.keys():  # what form and example are made of
                if said := sets[name].texts.get(language):
                    speak(language, said, name)
            config = {
                "language": language,
                "runtime": _placed(of_tool(runtime, tool["id"])),
                "data": [_loaded(name, everything, sets, language, files) for name in tool["loads"]],
                "texts": kept(f"data/{tool['id']}.{language}.{{}}.json", spoken, files),
                "say": _say(project, language),
            }
            if found := index(sets, tool.get("asks", ()), language, squeezed, files):
                config["index"] = found
            made[language, tool["id"]] = Tool(
                name=tool["id"],
                form_html=render(tool["form"]["view"], {**form, "example": example}, language, BASE),
                config=config,
            )
    return made


def _loaded(
    name: str,
    everything: Mapping[str, bytes],
    sets: Mapping[str, Compiled],
    language: str,
    files: dict[str, bytes],
) -> dict[str, Any]:
    """What a page needs to load a shard that comes with the tool, and the sentences that belong to it."""
    plain = name.replace("/", "-")
    entry = {"name": name, **kept(f"data/{plain}.{{}}.json", everything[name], files)}
    if said := sets[name].texts.get(language) if name in sets else None:
        entry["texts"] = kept(f"data/{plain}.{language}.{{}}.json", said, files)
    return entry


def in_language(value: Any, language: str) -> Any:
    """Give a value with each text in one language, in English where it lacks that.

    >>> in_language({"name": {"en": "Coffee", "es": "Café"}, "hs": "0901.21"}, "es")
    {'name': 'Café', 'hs': '0901.21'}
    """
    if is_text(value):
        return value.get(language, value["en"])
    if isinstance(value, dict):
        return {name: in_language(part, language) for name, part in value.items()}
    return value


def _placed(runtime: dict[str, Any]) -> dict[str, Any]:
    return {**runtime, "files": [{**file, "url": f"assets/{file['url']}"} for file in runtime["files"]]}


def _ask(call: str, request: Mapping[str, Any], data: Mapping[str, bytes]) -> dict[str, Any]:
    answer = ask(call, request, data)
    if "ok" not in answer:
        raise ToolError(f"content/data/tools: {call} refused its request: {answer['refused']}")
    ok: dict[str, Any] = answer["ok"]
    return ok


def _say(project: Project, language: str) -> dict[str, Any]:
    return {
        key.removeprefix("glue."): sentence
        for key, sentence in sorted(project.messages[language].items())
        if key.startswith("glue.")
    }
