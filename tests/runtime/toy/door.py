"""The door of the toy views."""

import json

_texts = {}


def load_texts(language, text):
    _texts[language] = json.loads(text)["messages"]


def page(call, request, view, language, base):
    from py_engine import bridge

    response = bridge.call(call, request)
    reply = json.loads(response)
    body = json.dumps(reply, sort_keys=True).replace("<", "&lt;")
    html = f'<div class="{view}"><h2>{_texts[language]["toy.title"]}</h2><pre>{body}</pre><a href="{base}">.</a></div>'
    return json.dumps({"ok": "ok" in reply, "response": response, "html": html})
