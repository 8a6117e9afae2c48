"""Turns what people write into what the page loads: data shards, texts and compiled views. Decides no rule."""

from build_tools.compile.catalogue import texts
from build_tools.compile.shard import shards
from build_tools.compile.view_faults import ViewError
from build_tools.compile.views import compile_views, render

__all__ = ["ViewError", "compile_views", "render", "shards", "texts"]
