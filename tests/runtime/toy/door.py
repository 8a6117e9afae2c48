"""The door of the toy views."""

import json

_texts = {}


def load_texts(language, text, of=""):
    _texts[language, of] = json.loads(text)["messages"]


def forget_texts(language, of):
    del _texts[language, of]


def page(call, request, view, language, base):
    from py_engine import bridge

    response = bridge.call(call, request)
    reply = json.loads(response)
    if "needs" in reply:
        return response
    spoken = sorted(of for _, of in _texts if of)
    reply = {**reply, "spoken": spoken}
    body = json.dumps(reply, sort_keys=True).replace("<", "&lt;")
    title = _texts[language, ""]["toy.title"]
    html = f'<div class="{view}"><h2>{title}</h2><pre>{body}</pre><a href="{base}">.</a></div>'
    return json.dumps({"ok": "ok" in reply, "response": response, "html": html})
