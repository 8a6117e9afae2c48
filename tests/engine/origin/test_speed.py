"""Evaluation stays light: its cost grows with the materials and no faster, and no float or pattern is in its way."""

import ast
import sys
import time
from pathlib import Path

from py_engine.hs import HSCode
from py_engine.origin.claim import Claim, Material
from py_engine.origin.evaluate import evaluate
from py_engine.origin.notation import from_notation
from py_engine.verdict import Verdict

ENGINE = Path(__file__).resolve().parents[3] / "py_engine" / "origin"
RULE = from_notation(
    {
        "any_of": [
            {
                "change_of": "chapter",
                "except_from": ["5106-5113", "5204-5212", "5310-5311", "5401-5408", "6001"],
            },
            {
                "all_of": [
                    {"change_of": "heading", "except_from": ["6006"]},
                    {"regional_value_content": "build_down", "at_least": "40", "basis": "fob"},
                ]
            },
        ]
    }
)


def claim(count):
    codes = [HSCode.parse(code) for code in ("6005.21", "5402.33", "6006.22", "9606.21")]
    materials = tuple(
        Material(f"m{at}", hs=(codes[at % 4],), value=1_000_000, originating=at % 3 == 0)
        for at in range(count)
    )
    return Claim(hs=(HSCode.parse("6105.10"),), prices={"fob": count * 2_000_000}, materials=materials)


def seconds(count, times):
    asked = claim(count)
    best = 1e9
    for _ in range(3):
        begun = time.perf_counter()
        for _ in range(times):
            evaluate(RULE, asked)
        best = min(best, (time.perf_counter() - begun) / times)
    return best


def test_the_cost_grows_with_the_materials_and_no_faster():
    assert evaluate(RULE, claim(10)).verdict is Verdict.NOT_MET
    assert seconds(1000, 2) < 300 * seconds(10, 50)


def test_no_binary_fraction_and_no_pattern_in_the_engine_room():
    for path in ENGINE.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            assert not (isinstance(node, ast.Constant) and isinstance(node.value, float)), path
            assert not (isinstance(node, ast.Name) and node.id == "float"), path
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            assert "re" not in names, path


def test_evaluating_loads_no_heavy_module():
    code = "import sys, py_engine.origin.evaluate; print(*{'decimal', 'datetime', 'fractions'} & set(sys.modules))"
    import subprocess

    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == ""
