"""The door of the toy engine, with the same two functions as the real one."""

import json

_shards = {}


def load(name, text):
    _shards[name] = json.loads(text)


def lack(name):
    _shards[name] = None


def unload(name):
    del _shards[name]


def call(name, request):
    wish = json.loads(request)
    if name == "hs.read":
        return json.dumps({"ok": {"code": wish.get("code", "")}})
    if name == "toy.assess":
        return _assess(wish)
    if name == "toy.open":
        return _open(wish)
    refusal = {"path": "call", "message": {"key": "toy.unknown", "values": {"expected": "hs.read"}}}
    return json.dumps({"refused": [refusal]})


def _assess(wish):
    answers = wish["answers"]
    if answers.get("q1") == "loop":
        while True:
            pass
    if answers.get("q1") == "crash":
        raise ValueError("the toy engine was asked to crash")
    if answers.get("q1") == "refuse":
        return json.dumps(
            {"refused": [{"path": "answers.q1", "message": {"key": "toy.refused", "values": {}}}]}
        )
    if answers.get("q1") == "import":
        import colorsys  # what no sample reaches is not in the packed runtime

        return json.dumps({"ok": {"colour": colorsys.rgb_to_hsv(0, 0, 0)}})
    wanted = answers.get("q2", "").removeprefix("needs ").split() if "needs" in answers.get("q2", "") else []
    if missing := [name for name in wanted if name not in _shards]:
        return json.dumps({"needs": missing}, separators=(",", ":"))
    found = {name: _shards[name] and len(_shards[name]["fill"]) for name in wanted}
    known = {"answers": answers, "on": wish["on"], "shard": _shards["toy"], "found": found}
    known["here"] = sorted(_shards)
    if "before" in wish:
        known["before"] = wish["before"]
    return json.dumps({"ok": known}, sort_keys=True)


def _open(wish):
    try:
        saved = json.loads(wish["text"])
        answers = saved["answers"]
    except (ValueError, KeyError):
        return json.dumps({"refused": [{"path": "text", "message": {"key": "toy.refused", "values": {}}}]})
    earlier = {"before": saved["before"]} if "before" in saved else {}
    return json.dumps({"ok": {"answers": answers, "set_aside": [], **earlier}})
