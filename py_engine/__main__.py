"""The command-line door: the same question and the same answer as in the page, byte for byte.

    python -m py_engine call diagnostic.assess --data diagnostic.json request.json

This module alone may touch files and the command line; the browser never loads it.
"""

from __future__ import annotations

import argparse
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
        "--data", type=Path, help="a file with the data of the tool, for instance diagnostic.json"
    )
    options = parser.parse_args(arguments)
    try:
        if options.data:
            bridge.load(options.name.partition(".")[0], options.data.read_text(encoding="utf-8"))
        source = sys.stdin.buffer.read() if options.request == "-" else Path(options.request).read_bytes()
        reply = bridge.call(options.name, source.decode("utf-8"))
    except (OSError, UnicodeDecodeError, EngineError) as error:
        sys.stderr.write(f"{parser.prog}: {error}\n")
        return UNUSABLE
    sys.stdout.buffer.write(reply.encode("utf-8", "backslashreplace") + b"\n")
    return 0 if reply.startswith('{"ok":') else REFUSED


if __name__ == "__main__":
    raise SystemExit(main())
