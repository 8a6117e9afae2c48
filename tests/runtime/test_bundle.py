"""Glue modules put together into one file: everything inside once, and a form that is not known is refused."""

from __future__ import annotations

import re
import subprocess

import pytest

from build_tools.npm import node
from build_tools.site.assets import INSIDE, TOGETHER
from build_tools.site.bundle import BundleError, bundled
from tests.runtime.conftest import ROOT

GLUE = ROOT / "site_src" / "glue"
SOURCES = {path.name: path.read_text("utf-8") for path in sorted(GLUE.glob("*.mjs"))}


def run(name, sources, tmp_path):
    file = tmp_path / "made.mjs"
    file.write_text(bundled(name, sources), "utf-8")
    done = subprocess.run([node(), str(file)], capture_output=True, text=True, check=True)
    return done.stdout.strip()


@pytest.mark.parametrize("name", sorted(TOGETHER))
def test_the_glue_is_put_together(name, tmp_path):
    made = bundled(name, SOURCES)
    assert not re.search(r"^(import|export) ", made, re.MULTILINE)
    file = tmp_path / name
    file.write_text(made, "utf-8")
    subprocess.run([node(), "--check", str(file)], check=True)
    for part in re.findall(r'from "\./([\w-]+)\.mjs"', SOURCES[name]):
        assert made.count(f"const ${part.replace('-', '_')} = ") == 1


def test_what_is_left_out_as_a_file_is_inside_another():
    inside = "".join(bundled(name, SOURCES) for name in TOGETHER)
    for name in INSIDE:
        assert f"const ${name.removesuffix('.mjs').replace('-', '_')} = " in inside
        users = [other for other, text in SOURCES.items() if f'"./{name}"' in text]
        assert set(users) <= TOGETHER | INSIDE | {"engine.mjs"}


def test_a_part_that_two_others_import_is_there_once_and_names_may_repeat(tmp_path):
    sources = {
        "a.mjs": 'import { b } from "./b.mjs";\nimport { c } from "./c.mjs";\nconst X = 1;\nconsole.log(b(), c, X);\n',
        "b.mjs": 'import { c } from "./c.mjs";\nconst X = 2;\nexport function b() {\n  return [X, c];\n}\n',
        "c.mjs": '// a remark\nconst X = 3;\nconsole.log("once");\nexport const c = X;\n',
    }
    assert run("a.mjs", sources, tmp_path) == "once\n[ 2, 3 ] 3 1"
    assert "remark" not in bundled("a.mjs", sources)


@pytest.mark.parametrize(
    "source",
    [
        'import b from "./b.mjs";\n',
        'import * as b from "./b.mjs";\n',
        "export default 1;\n",
        "export { x };\n",
        "export let x = 1;\n",
        'import { x } from "./a.mjs";\n',
        'import { x } from "./gone.mjs";\n',
    ],
)
def test_another_form_is_refused(source):
    with pytest.raises(BundleError):
        bundled("a.mjs", {"a.mjs": source, "b.mjs": "export const x = 1;\n"})
