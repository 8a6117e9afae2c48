"""A build does not read the large folders of data that none of its pages loads; the check reads everything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from build_tools.content.project import ARCHIVES, read_project

if TYPE_CHECKING:
    from pathlib import Path


def test_a_build_leaves_the_archives_out_and_nothing_else(root: Path) -> None:
    whole = read_project(root)
    light = read_project(root, archives=False)
    assert set(whole.data) - set(light.data) == ARCHIVES
    assert {name: light.data[name] for name in light.data} == {name: whole.data[name] for name in light.data}
    assert light.files_read < whole.files_read


def test_no_tool_loads_what_a_build_leaves_out(root: Path) -> None:
    light = read_project(root, archives=False)
    for tool in light.data["tools"].values():
        assert ARCHIVES.isdisjoint(tool["loads"])
