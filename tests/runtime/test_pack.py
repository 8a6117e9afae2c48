"""The packed runtime: complete, the same every time, and readable by the tools of Pyodide's own world."""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import json
import shutil
import subprocess
import sys
import zipfile

import pyodide_build.common
import pyodide_lock
import pytest

from build_tools.compile import compile_views, shards, texts
from build_tools.runtime import RuntimeBuildError, build_runtime, making, pack
from build_tools.runtime.samples import samples
from build_tools.runtime.sandbox import questions, run
from tests.runtime.conftest import ROOT

PYODIDE = ROOT / "node_modules" / "pyodide"
BUDGET = 4_000_000  # bytes for engine, views and runtime together


def unpacked(folder, manifest, role):
    file = next(file for file in manifest["files"] if file["role"] == role)
    return gzip.decompress((folder.parent / file["url"]).read_bytes())


@pytest.fixture(scope="session")
def views(tmp_path_factory, project):
    folder = tmp_path_factory.mktemp("views")
    compile_views(ROOT / "site_src" / "views", folder, ROOT / "node_modules/lucide-static/icons", project)
    return folder


@pytest.fixture(scope="session")
def real(tmp_path_factory, project, views):
    """The real engine and the real views, packed."""
    folder = tmp_path_factory.mktemp("real") / "runtime"
    data, words = shards(project), texts(project, "en", None)
    manifest = build_runtime(ROOT, views, data, words, folder, lambda _: None)
    return folder, manifest, data, words


def test_every_call_and_view_answers_as_in_cpython(real, views, tmp_path):
    folder, manifest, data, words = real
    for role in ("stdlib", "engine"):
        (tmp_path / role).write_bytes(unpacked(folder, manifest, role))
    asked = samples(data, "en")
    job = questions(data, {"en": words}, asked)
    packed = run(PYODIDE, stdlib=str(tmp_path / "stdlib"), path=[str(tmp_path / "engine")], answer=job)
    home = views if (views / "puente_views").is_dir() else views.parent
    program = (
        f"import sys; sys.path[:0] = [{str(ROOT)!r}, {str(home)!r}]\n"
        f"guest = {{}}; exec(open({str(making.HERE / 'guest.py')!r}, encoding='utf-8').read(), guest)\n"
        "print(guest['answer'](sys.stdin.read()))"
    )
    here = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", program],
        input=json.dumps(job),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    assert packed["answers"] == json.loads(here.stdout)["answers"]
    shown = {sample.view for sample in asked if sample.view}
    written = {
        path.relative_to(ROOT / "site_src/views").as_posix().removesuffix(".html.j2")
        for path in (ROOT / "site_src/views").rglob("*.html.j2")
    }
    included = {
        "diagnostic/advice",
        "diagnostic/change",
        "diagnostic/charts",
        "diagnostic/record",
        "diagnostic/whole",
        "shared/parts",
    }
    assert shown >= written - included


def test_a_fault_is_reported_with_file_and_line(real, tmp_path):
    folder, manifest, data, words = real
    for role in ("stdlib", "engine"):
        (tmp_path / role).write_bytes(unpacked(folder, manifest, role))
    result = run(
        PYODIDE,
        stdlib=str(tmp_path / "stdlib"),
        path=[str(tmp_path / "engine")],
        answer=questions(data, {"en": words}, ()),
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
    manifest = build_runtime(root, root / "puente_views", {}, toy_texts, out, lambda _: None)
    stdlib, engine = tmp_path / "stdlib.zip", tmp_path / "engine.zip"
    engine.write_bytes(unpacked(out, manifest, "engine"))
    files = pack.unzipped(unpacked(out, manifest, "stdlib"))
    job = questions({}, {"en": toy_texts}, samples({}, "en"))
    stdlib.write_bytes(pack.zipped(files))
    run(PYODIDE, stdlib=str(stdlib), path=[str(engine)], answer=job)
    del files["colorsys.pyc"]
    stdlib.write_bytes(pack.zipped(files))
    with pytest.raises(RuntimeBuildError, match="No module named 'colorsys'"):
        run(PYODIDE, stdlib=str(stdlib), path=[str(engine)], answer=job)


def test_a_call_without_a_sample_fails_the_build(toy_root, toy_texts, tmp_path):
    root = tmp_path / "root"
    shutil.copytree(toy_root, root, symlinks=True)
    bridge = root / "py_engine" / "bridge.py"
    bridge.write_text(
        bridge.read_text("utf-8").replace('"expected": "hs.read"', '"expected": "hs.read, new.call"')
    )
    with pytest.raises(RuntimeBuildError, match=r"samples\.py has no sample for new\.call"):
        build_runtime(root, root / "puente_views", {}, toy_texts, tmp_path / "out", lambda _: None)


def test_two_builds_are_equal_byte_for_byte(toy_root, toy_texts, tmp_path):
    made = []
    for name in ("one", "two"):
        root = tmp_path / name
        shutil.copytree(toy_root, root, symlinks=True)
        (root / ".build" / "cache" / "runtime").unlink()  # nothing from an earlier build
        manifest = build_runtime(root, root / "puente_views", {}, toy_texts, root / "out", lambda _: None)
        made.append((manifest, {path.name: path.read_bytes() for path in (root / "out").iterdir()}))
    assert made[0] == made[1]


def test_an_unchanged_engine_costs_nothing(toy_root, toy_texts, tmp_path, monkeypatch):
    build_runtime(toy_root, toy_root / "puente_views", {}, toy_texts, tmp_path / "out", lambda _: None)
    monkeypatch.setattr(making, "run", None)
    said = []
    build_runtime(toy_root, toy_root / "puente_views", {}, toy_texts, tmp_path / "out", said.append)
    assert said == []


def test_the_manifest_tells_the_truth(real):
    folder, manifest, *_ = real
    assert {file["role"] for file in manifest["files"]} == {"loader", "script", "wasm", "stdlib", "engine"}
    for file in manifest["files"]:
        data = (folder.parent / file["url"]).read_bytes()
        digest = hashlib.sha256(data).digest()
        assert file["integrity"] == "sha256-" + base64.b64encode(digest).decode()
        assert digest.hex()[:10] in file["url"]
        plain = gzip.decompress(data) if file["url"].endswith(".gz.bin") else data
        assert file["unpacked"] == len(plain)
    assert {path.name for path in folder.iterdir()} == {
        file["url"].split("/")[1] for file in manifest["files"]
    }
    versions = json.loads((ROOT / "package.json").read_text())["dependencies"]
    assert manifest["pyodide"] == versions["pyodide"]
    assert sum(file["bytes"] for file in manifest["files"]) < BUDGET


def test_the_engine_is_a_valid_wheel(real, tmp_path):
    folder, manifest, *_ = real
    entry = manifest["lock"]["packages"]["py-engine"]
    data = unpacked(folder, manifest, "engine")
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
    lock = manifest["lock"]
    if sys.version_info < (3, 12):  # its pyodide-lock is older than the field abi_version
        lock = {**lock, "info": {**lock["info"], "version": manifest["pyodide"]}}
        del lock["info"]["abi_version"]
    file = tmp_path / "lock.json"
    file.write_text(json.dumps(lock))
    spec = pyodide_lock.PyodideLockSpec.from_json(file)
    spec.check_wheel_filenames()
    assert spec.packages["py-engine"].imports == ["puente_views", "py_engine"]
