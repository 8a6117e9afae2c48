"""The calls `origin.dossier` and `origin.rerun`: seal a determination in a file, and run such a file again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from py_engine import __version__
from py_engine.dossier.seal import FIELDS, FORMAT, VERSION, seal_of, sealed
from py_engine.errors import EngineError, Refusals, shown
from py_engine.origin.calls import determine_one
from py_engine.origin.told import plain
from py_engine.reading import Reader, parse_json

if TYPE_CHECKING:
    from py_engine.agreements.agreement import Agreement

__all__ = ["EXAMPLE", "dossier", "rerun", "result_of"]

EXAMPLE = '{"format":"puente.origin-dossier","version":1,"answers":{},"hash":"…"}'
LONGEST = 5_000_000
COMPARED = ("verdict", "criterion", "preference", "rule", "edition", "share")


def dossier(agreements: tuple[Agreement, ...], request: Reader) -> dict[str, Any]:
    """Determine origin under one agreement and seal what was entered together with the result.

    Raises:
        EngineError: The request is not understood.
        NeedsData: Rules, tariffs or correlations are not here.
    """
    told = determine_one(agreements, request)
    made = sealed(
        {
            "format": FORMAT,
            "version": VERSION,
            "engine_version": told["engine_version"],
            "data_version": told["data_version"],
            "on": told["on"],
            "agreement": told["agreement"]["id"],
            "importer": told["agreement"]["importer"],
            "answers": {name: text for name, text in request.at("answers").value.items() if text},
            "who": request.at("who").value or {},
            "result": result_of(told),
        }
    )
    code = told["product"]["hs"]
    name = f"puente-{made['agreement']}-{made['importer']}-{code}-{made['on']}.json"
    return {"kind": "origin.dossier", "dossier": made, "file_name": name, "determination": told}


def result_of(told: dict[str, Any]) -> dict[str, str]:
    """Take from a determination what a later run is compared with."""
    shares = [
        line["value"] for line in told["calculation"] if line["label"]["key"] == "determination.figure.share"
    ]
    return {
        "verdict": told["verdict"],
        "criterion": told["criterion"]["code"] if told["criterion"] else "",
        "preference": told["preference"],
        "rule": told["rule"]["id"] if told["rule"] else "",
        "edition": told["agreement"]["edition"],
        "share": " ".join(shares),
    }


def rerun(agreements: tuple[Agreement, ...], request: Reader) -> dict[str, Any]:
    """Run a dossier again and compare: the same, changed, or tampered with since it was sealed.

    Raises:
        EngineError: The text is no dossier, a damaged one, or of a newer version.
        NeedsData: Rules, tariffs or correlations are not here.
    """
    for _ in request.fields(example='{"text":"…"}', only=("text",)):
        pass
    text = request.at("text").text(example=EXAMPLE)
    request.refusals.raise_if_any()
    file = opened(text)
    asked = {name: file[name] for name in ("answers", "on", "agreement", "importer", "who")}
    told = determine_one(agreements, Reader(asked, "", Refusals()))
    now = result_of(told)
    before = {name: str(file["result"].get(name, "")) for name in COMPARED}
    state = "same" if before == now else "changed"
    if seal_of(file) != file["hash"]:
        state = "tampered"
    versions = {
        "engine_version": (file["engine_version"], __version__),
        "data_version": (file["data_version"], told["data_version"]),
    }
    pairs = {**{name: (before[name], now[name]) for name in COMPARED}, **versions}
    return {
        "kind": "origin.rerun",
        "state": state,
        "text": plain(f"determination.rerun.{state}"),
        "differences": [
            {"path": name, "before": old, "after": new, "text": _difference(name, old, new)}
            for name, (old, new) in pairs.items()
            if old != new
        ],
        "then": {
            **{name: file[name] for name in ("engine_version", "data_version", "on")},
            "verdict": before["verdict"],
        },
        "now": {
            "engine_version": __version__,
            "data_version": told["data_version"],
            "on": told["on"],
            "verdict": now["verdict"],
        },
        "dossier": file,
        "determination": told,
    }


def _difference(name: str, before: str, after: str) -> dict[str, Any]:
    nothing = plain("determination.rerun.nothing")
    if name == "verdict":
        return plain(
            "determination.rerun.difference",
            what=plain("determination.rerun.what.verdict"),
            before=_verdict(before),
            after=_verdict(after),
        )
    return plain(
        "determination.rerun.difference",
        what=plain(f"determination.rerun.what.{name}"),
        before=before or nothing,
        after=after or nothing,
    )


def _verdict(word: str) -> Any:
    known = word in ("met", "not_met", "undetermined")
    return plain(f"determination.verdict.{word}") if known else word


def opened(text: str) -> dict[str, Any]:
    """Read a dossier; one that is broken, of another kind or of a newer version is refused.

    Raises:
        EngineError: With every fault found.
    """
    refusals = Refusals()
    try:
        file = parse_json(text, path="text", example=EXAMPLE, longest=LONGEST)
    except EngineError:
        refusals.add("text", "engine.dossier.broken", value=shown(text), example=EXAMPLE)
        raise EngineError(refusals.found) from None
    source = Reader(file, "", refusals)
    if not isinstance(file, dict) or file.get("format") != FORMAT:
        value = shown(file.get("format") if isinstance(file, dict) else file)
        refusals.add("format", "engine.dossier.format", value=value, example=FORMAT)
        refusals.raise_if_any()
    version = file.get("version")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        refusals.add("version", "engine.dossier.version", value=shown(version), example=str(VERSION))
    elif version > VERSION:
        refusals.add("version", "engine.dossier.newer", value=str(version), expected=str(VERSION))
    refusals.raise_if_any()
    for name in FIELDS:
        if name not in file:
            refusals.add(name, "engine.value.missing", name=name, example=EXAMPLE)
    for name in ("answers", "who", "result"):
        if name in file:
            source.at(name).is_object(example="{}")
    for name in ("engine_version", "data_version", "on", "agreement", "importer", "hash"):
        if name in file and not isinstance(file[name], str):
            source.at(name).refuse("engine.value.text", example="…")
    refusals.raise_if_any()
    found: dict[str, Any] = file
    return found
