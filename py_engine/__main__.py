"""The command-line door: the same question and the same answer as in the page, byte for byte.

    python -m py_engine call diagnostic.assess --data diagnostic.json request.json

This module alone may touch files and the command line; the browser never loads it.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from py_engine import __version__, bridge
from py_engine.errors import EngineError

REFUSED = 1
UNUSABLE = 2


def main(arguments: list[str] | None = None) -> int:
    """Answer one request; 0 means answered, 1 refused (the reasons are in the JSON), 2 that nothing could be asked."""
    parser = argparse.ArgumentParser(
        prog="python -m py_engine", description="Ask the rules of Puente a question."
    )
    parser.add_argument("--version", action="version", version=__version__)
    asked = parser.add_subparsers(required=True).add_parser(
        "call", help="ask once and print the answer as JSON"
    )
    asked.add_argument("name", help="what to ask, for instance diagnostic.assess or hs.read")
    asked.add_argument("request", help="a file with the request as JSON, or - to read it from standard input")
    asked.add_argument(
        "--data",
        type=Path,
        help="the data of the tool: a file such as diagnostic.json, or a folder with files such as rules/09.json",
    )
    options = parser.parse_args(arguments)
    try:
        if options.data and not options.data.is_dir():
            bridge.load(options.name.partition(".")[0], options.data.read_text(encoding="utf-8"))
        source = sys.stdin.buffer.read() if options.request == "-" else Path(options.request).read_bytes()
        reply = _answer(options.name, source.decode("utf-8"), options.data)
    except (OSError, UnicodeDecodeError, EngineError) as error:
        sys.stderr.write(f"{parser.prog}: {error}\n")
        return UNUSABLE
    sys.stdout.buffer.write(reply.encode("utf-8", "backslashreplace") + b"\n")
    return 0 if reply.startswith('{"ok":') else REFUSED


def _answer(name: str, request: str, data: Path | None) -> str:
    """Ask until nothing is missing any more; what the folder does not have is said to be lacking."""
    while True:
        reply = bridge.call(name, request)
        if not reply.startswith('{"needs":'):
            return reply
        for shard in json.loads(reply)["needs"]:
            file = data / f"{shard}.json" if data and data.is_dir() else None
            if file is None:
                raise OSError(f"the data '{shard}' is needed: name the folder that has it with --data")
            if file.is_file():
                bridge.load(shard, file.read_text(encoding="utf-8"))
            else:
                bridge.lack(shard)


if __name__ == "__main__":
    raise SystemExit(main())
