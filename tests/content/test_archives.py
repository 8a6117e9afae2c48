"""A build reads the large folders of data only where they changed; the check reads everything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from build_tools.compile.sets import shard_sets
from build_tools.content.project import ARCHIVES, read_project

if TYPE_CHECKING:
    from pathlib import Path


def test_a_build_leaves_the_archives_out_and_nothing_else(root: Path) -> None:
    whole = read_project(root)
    light = read_project(root, archives=False)
    assert set(whole.data) - set(light.data) == ARCHIVES
    assert {name: light.data[name] for name in light.data} == {name: whole.data[name] for name in light.data}
    assert light.files_read < whole.files_read


def test_a_tool_loads_only_what_a_build_makes(root: Path) -> None:
    """Of the large folders, shards are made apart, and only anew where a file changed."""
    light = read_project(root, archives=False)
    made = {name for name in shard_sets(light) if "/" not in name}
    for tool in light.data["tools"].values():
        assert set(tool["loads"]) <= set(light.data) | made
