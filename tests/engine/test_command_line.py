import json
import subprocess
import sys

import pytest

from py_engine import bridge
from tests.engine.cases import CASES

SHARD = CASES / "diagnostic" / "_example_shard.json"
REQUEST = '{"answers":{"selling-use":"daily"},"on":"2026-11-21"}'


def run(*arguments, stdin=""):
    command = [sys.executable, "-m", "py_engine", *map(str, arguments)]
    return subprocess.run(command, input=stdin.encode(), capture_output=True, check=False)


def test_the_command_line_gives_the_same_bytes_as_the_page(tmp_path):
    request = tmp_path / "request.json"
    request.write_text(REQUEST, encoding="utf-8")
    done = run("call", "diagnostic.assess", "--data", SHARD, request)
    bridge.load("diagnostic", SHARD.read_text(encoding="utf-8"))
    assert done.stdout.decode() == bridge.call("diagnostic.assess", REQUEST) + "\n"
    assert done.returncode == 0


def test_a_refusal_is_an_answer_with_its_own_exit_code():
    done = run("call", "hs.read", "-", stdin='{"code":"ñ"}')
    assert done.returncode == 1
    assert json.loads(done.stdout)["refused"][0]["path"] == "code"


def test_data_can_come_from_a_folder_shard_by_shard(tmp_path):
    (tmp_path / "diagnostic.json").write_bytes(SHARD.read_bytes())
    done = run("call", "diagnostic.assess", "--data", tmp_path, "-", stdin=REQUEST)
    assert done.returncode == 0
    assert run("call", "diagnostic.assess", "--data", SHARD, "-", stdin=REQUEST).stdout == done.stdout


def test_data_that_is_needed_and_not_given_is_named():
    done = run("call", "diagnostic.assess", "-", stdin=REQUEST)
    assert done.returncode == 2
    assert b"diagnostic" in done.stderr
    assert b"--data" in done.stderr


@pytest.mark.parametrize("arguments", [("call", "hs.read", "no-such-file.json"), (), ("call", "hs.read")])
def test_what_cannot_be_asked_says_so(arguments):
    done = run(*arguments)
    assert done.returncode == 2
    assert done.stdout == b""
    assert b"py_engine" in done.stderr
