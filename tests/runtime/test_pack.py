"""The packed runtime: complete, the same every time, and readable by the tools of Pyodide's own world."""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import json
import re
import shutil
import subprocess
import sys
import zipfile

import pyodide_build.common
import pyodide_lock
import pytest

from build_tools.compile import compile_views, shards, texts
from build_tools.compile.sets import shard_sets
from build_tools.runtime import RuntimeBuildError, build_runtime, making, of_tool, pack
from build_tools.runtime.samples import of_tool as samples_of
from build_tools.runtime.samples import samples
from build_tools.runtime.sandbox import questions, run
from build_tools.site.tools import asked as asked_by_pages
from tests.runtime.conftest import ROOT, TOOLS

PYODIDE = ROOT / "node_modules" / "pyodide"
BUDGET = 4_000_000  # bytes for engine, views and runtime together


def unpacked(folder, manifest, role, tool):
    file = next(file for file in of_tool(manifest, tool)["files"] if file["role"] == role)
    return gzip.decompress((folder.parent / file["url"]).read_bytes())


def everything(project):
    """All data shards, those that are compiled from many files among them."""
    return {**shards(project), **{name: one.data for name, one in shard_sets(project).items()}}


def spoken_beside(project):
    """The sentences that travel beside shards."""
    return {name: one.texts["en"] for name, one in shard_sets(project).items() if "en" in one.texts}


@pytest.fixture(scope="session")
def views(tmp_path_factory, project):
    folder = tmp_path_factory.mktemp("views")
    compile_views(ROOT / "site_src" / "views", folder, ROOT / "node_modules/lucide-static/icons", project)
    return folder


@pytest.fixture(scope="session")
def real(tmp_path_factory, project, views):
    """The real engine and the real views, packed."""
    folder = tmp_path_factory.mktemp("real") / "runtime"
    data, words = everything(project), texts(project, "en", None)
    tools, beside = asked_by_pages(project), spoken_beside(project)
    manifest = build_runtime(ROOT, views, data, words, folder, lambda _: None, tools=tools, beside=beside)
    return folder, manifest, data, words


def test_every_call_and_view_answers_as_in_cpython(real, project, views, tmp_path):
    folder, manifest, data, words = real
    beside = spoken_beside(project)
    asked = samples(data, "en")
    tools = sorted(manifest["tools"])
    (tmp_path / "stdlib").write_bytes(unpacked(folder, manifest, "stdlib", tools[0]))
    groups = {tool: samples_of(asked, tool) for tool in tools}
    for tool in tools:
        (tmp_path / tool).write_bytes(unpacked(folder, manifest, "engine", tool))
    packed = run(
        PYODIDE,
        stdlib=str(tmp_path / "stdlib"),
        files={f"/packed/{tool}.whl": str(tmp_path / tool) for tool in tools},
        answer=questions(
            [(f"/packed/{tool}.whl", group) for tool, group in groups.items()], {"en": words}, data, beside
        ),
    )
    home = views if (views / "puente_views").is_dir() else views.parent
    program = (
        f"import sys; sys.path[:0] = [{str(ROOT)!r}, {str(home)!r}]\n"
        f"guest = {{}}; exec(open({str(making.HERE / 'guest.py')!r}, encoding='utf-8').read(), guest)\n"
        "print(guest['answer'](sys.stdin.read()))"
    )
    here = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", program],
        input=json.dumps(questions([("", group) for group in groups.values()], {"en": words}, data, beside)),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    assert packed["answers"] == json.loads(here.stdout)["answers"]


def test_every_view_is_shown_by_a_sample(project):
    shown = {sample.view for sample in samples(everything(project), "en") if sample.view}
    sources = sorted((ROOT / "site_src/views").rglob("*.html.j2"))
    written = {
        path.relative_to(ROOT / "site_src/views").as_posix().removesuffix(".html.j2") for path in sources
    }
    included = {
        name.removesuffix(".html.j2")
        for path in sources
        for name in re.findall(
            r"""\{%-? *(?:include|import|from|extends) *["']([^"']+)""", path.read_text("utf-8")
        )
    }
    assert shown >= written - included


def test_a_tool_gets_what_its_own_samples_import_and_no_more(real):
    folder, manifest, *_ = real
    names = set(pack.unzipped(unpacked(folder, manifest, "engine", "diagnosis")))
    assert "py_engine/diagnostic/calls.pyc" in names
    assert "puente_views/diagnostic__result.pyc" in names
    assert not [name for name in names if name.startswith(("py_engine/origin", "py_engine/agreements"))]
    assert "puente_views/diagnostic__form.pyc" not in names  # made while the site is built
    assert "py_engine/__main__.pyc" not in names


def test_a_fault_is_reported_with_file_and_line(real, tmp_path):
    folder, manifest, _, words = real
    for role in ("stdlib", "engine"):
        (tmp_path / role).write_bytes(unpacked(folder, manifest, role, "diagnosis"))
    result = run(
        PYODIDE,
        stdlib=str(tmp_path / "stdlib"),
        path=[str(tmp_path / "engine")],
        answer=questions([("", ())], {"en": words}, {}, {}),
    )
    assert "RuntimeError: provoked" in result["traceback"]
    assert 'File "provoked.py", line 1' in result["traceback"]


def test_a_missing_module_is_noticed(toy_root, toy_texts, tmp_path):
    root = tmp_path / "root"
    shutil.copytree(toy_root, root, symlinks=True)
    bridge = root / "py_engine" / "bridge.py"
    bridge.write_text(
        bridge.read_text("utf-8").replace("def load(", "import colorsys\n\n\ndef load("), "utf-8"
    )
    out = tmp_path / "out" / "runtime"
    manifest = build_runtime(root, root / "puente_views", {}, toy_texts, out, lambda _: None, tools=TOOLS)
    stdlib, engine = tmp_path / "stdlib.zip", tmp_path / "engine.zip"
    engine.write_bytes(unpacked(out, manifest, "engine", "toy"))
    files = pack.unzipped(unpacked(out, manifest, "stdlib", "toy"))
    job = questions([("", samples({}, "en"))], {"en": toy_texts}, {}, {})
    stdlib.write_bytes(pack.zipped(files))
    run(PYODIDE, stdlib=str(stdlib), path=[str(engine)], answer=job)
    del files["colorsys.pyc"]
    stdlib.write_bytes(pack.zipped(files))
    with pytest.raises(RuntimeBuildError, match="No module named 'colorsys'"):
        run(PYODIDE, stdlib=str(stdlib), path=[str(engine)], answer=job)


@pytest.mark.parametrize("gone", ["py_engine/helper.pyc", "puente_views/door.pyc"])
def test_an_import_that_is_missing_in_a_tools_pack_is_noticed(
    toy_root, toy_texts, tmp_path, monkeypatch, gone
):
    root = tmp_path / "root"
    shutil.copytree(toy_root, root, symlinks=True)
    (root / "py_engine" / "helper.py").write_text("HELP = 1\n", "utf-8")
    bridge = root / "py_engine" / "bridge.py"
    late = "    if name == 'hs.read':\n        from py_engine.helper import HELP\n"
    bridge.write_text(
        bridge.read_text("utf-8").replace(
            "    wish = json.loads(request)\n", f"    wish = json.loads(request)\n{late}"
        ),
        "utf-8",
    )
    plain = pack.wheel
    lacking = {**TOOLS, "other": ()}

    def spoilt(compiled, about, python):
        assert gone in compiled
        return plain({name: data for name, data in compiled.items() if name != gone}, about, python)

    monkeypatch.setattr(pack, "wheel", spoilt)
    with pytest.raises(RuntimeBuildError, match=r"No module named|cannot import name"):
        build_runtime(
            root, root / "puente_views", {}, toy_texts, tmp_path / "out", lambda _: None, tools=lacking
        )


def test_what_a_page_asks_without_a_sample_fails_the_build(toy_root, toy_texts, tmp_path):
    with pytest.raises(
        RuntimeBuildError, match=r"no sample of tool 'toy' for toy\.assess with view toy/result"
    ):
        build_runtime(
            toy_root,
            toy_root / "puente_views",
            {},
            toy_texts,
            tmp_path / "out",
            lambda _: None,
            tools={"toy": [("toy.assess", "toy/result"), ("hs.read", "")]},
        )


def test_a_call_without_a_sample_fails_the_build(toy_root, toy_texts, tmp_path):
    root = tmp_path / "root"
    shutil.copytree(toy_root, root, symlinks=True)
    bridge = root / "py_engine" / "bridge.py"
    bridge.write_text(
        bridge.read_text("utf-8").replace('"expected": "hs.read"', '"expected": "hs.read, new.call"')
    )
    with pytest.raises(RuntimeBuildError, match=r"samples has no sample for new\.call"):
        build_runtime(
            root, root / "puente_views", {}, toy_texts, tmp_path / "out", lambda _: None, tools=TOOLS
        )


def test_two_builds_are_equal_byte_for_byte(toy_root, toy_texts, tmp_path):
    made = []
    for name in ("one", "two"):
        root = tmp_path / name
        shutil.copytree(toy_root, root, symlinks=True)
        (root / ".build" / "cache" / "runtime").unlink()  # nothing from an earlier build
        manifest = build_runtime(
            root, root / "puente_views", {}, toy_texts, root / "out", lambda _: None, tools=TOOLS
        )
        made.append((manifest, {path.name: path.read_bytes() for path in (root / "out").iterdir()}))
    assert made[0] == made[1]


def test_an_unchanged_engine_costs_nothing(toy_root, toy_texts, tmp_path, monkeypatch):
    views, out = toy_root / "puente_views", tmp_path / "out"
    build_runtime(toy_root, views, {}, toy_texts, out, lambda _: None, tools=TOOLS)
    monkeypatch.setattr(making, "run", None)
    said = []
    unused = {"rules/09": b"{}"}  # data that no sample takes
    build_runtime(toy_root, views, unused, toy_texts, out, said.append, tools=TOOLS)
    assert said == []


def test_the_manifest_tells_the_truth(real):
    folder, manifest, *_ = real
    there = set()
    for tool in manifest["tools"]:
        files = of_tool(manifest, tool)["files"]
        assert {file["role"] for file in files} == {"loader", "script", "wasm", "stdlib", "engine"}
        for file in files:
            data = (folder.parent / file["url"]).read_bytes()
            digest = hashlib.sha256(data).digest()
            assert file["integrity"] == "sha256-" + base64.b64encode(digest).decode()
            assert digest.hex()[:10] in file["url"]
            plain = gzip.decompress(data) if file["url"].endswith(".gz.bin") else data
            assert file["unpacked"] == len(plain)
            there.add(file["url"].split("/")[1])
        assert sum(file["bytes"] for file in files) < BUDGET, tool
    assert {path.name for path in folder.iterdir()} == there
    versions = json.loads((ROOT / "package.json").read_text())["dependencies"]
    assert manifest["pyodide"] == versions["pyodide"]


def test_the_engine_is_a_valid_wheel(real, tmp_path):
    folder, manifest, *_ = real
    entry = manifest["tools"]["diagnosis"]["lock"]["packages"]["py-engine"]
    data = unpacked(folder, manifest, "engine", "diagnosis")
    assert hashlib.sha256(data).hexdigest() == entry["sha256"]
    wheel = tmp_path / entry["file_name"]
    wheel.write_bytes(data)
    pyodide_build.common.unpack_wheel(wheel, tmp_path / "unpacked")  # checks every hash in RECORD
    names = zipfile.ZipFile(io.BytesIO(data)).namelist()
    assert {name.split("/")[0] for name in names if "dist-info" not in name} == set(entry["imports"])
    assert not [name for name in names if name.endswith(".py")]
    assert pyodide_build.common.check_wasm_magic_number(PYODIDE / "pyodide.asm.wasm")


def test_the_lock_is_one_that_pyodide_tools_read(real, tmp_path):
    _, manifest, *_ = real
    lock = manifest["tools"]["diagnosis"]["lock"]
    if sys.version_info < (3, 12):  # its pyodide-lock is older than the field abi_version
        lock = {**lock, "info": {**lock["info"], "version": manifest["pyodide"]}}
        del lock["info"]["abi_version"]
    file = tmp_path / "lock.json"
    file.write_text(json.dumps(lock))
    spec = pyodide_lock.PyodideLockSpec.from_json(file)
    spec.check_wheel_filenames()
    assert spec.packages["py-engine"].imports == ["puente_views", "py_engine"]
