"""The `puente` command: one door to building, checking, serving, testing and measuring the site."""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from build_tools.progress import Progress, fail

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

ROOT = Path(__file__).resolve().parent.parent
IMPORTERS = ("gn", "uk", "hs-correlation", "tariffs")
REPORTS = ("content", "rules")
BENCHES = ("build", "origin", "runtime", "search", "views", "lighthouse")

GUIDE = """\
The two commands most people need:
  uv run puente serve       build the site, open it here, build again whenever a file changes
  uv run puente test        every check and every test

While you write content:
  uv run puente check             every fault of every file in one pass, with file, line and remedy
  uv run puente check --lang es   the same in Spanish

To publish:
  uv run puente build       writes the folder `site/`, which any web server can serve

Where is what: docs/architecture.md. How to help: CONTRIBUTING.md.
"""


def _root(text: str) -> Path:
    path = Path(text).resolve()
    if not (path / "mkdocs.yml").is_file():
        raise argparse.ArgumentTypeError(f"{path.name}/ has no mkdocs.yml; give the folder of the repository")
    return path


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"'{text}' is not a date; write it like 2026-11-21") from None


def parser() -> argparse.ArgumentParser:
    """Every command with its options; `--help` on each of them teaches."""
    top = argparse.ArgumentParser(
        prog="puente",
        description="Puente: a bilingual static site with a Python engine in the page.",
        epilog=GUIDE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = top.add_subparsers(dest="command", metavar="COMMAND", required=True)

    def command(
        name: str, run: Callable[[argparse.Namespace], int], summary: str, detail: str = ""
    ) -> argparse.ArgumentParser:
        made = commands.add_parser(
            name,
            help=summary,
            description=f"{summary[0].upper()}{summary[1:]}.",
            epilog=detail,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        made.set_defaults(run=run)
        made.add_argument("--root", type=_root, default=ROOT, help="the repository (default: this one)")
        return made

    def language(made: argparse.ArgumentParser) -> None:
        made.add_argument(
            "--lang", default="en", choices=("en", "es"), help="language of faults (default: en)"
        )

    serve = command(
        "serve", _serve, "build the site, serve it on this machine, and build again on every change"
    )
    serve.add_argument("--port", type=int, default=8000, help="port to serve on (default: 8000)")
    serve.add_argument("--open", action="store_true", help="open the site in your browser")
    serve.add_argument("--out", type=Path, help="folder for the site (default: .build/serve)")
    language(serve)

    build = command("build", _build, "build the whole site into a folder that any web server can serve")
    build.add_argument("--out", type=Path, help="folder for the site (default: site)")
    language(build)

    check = command(
        "check",
        _check,
        "report every fault in content, data and translations in one pass",
        "Every fault comes with file, line, the value found, what was expected and how to mend it.\n"
        "Errors end with code 1; warnings, such as records nobody checked for a year, do not.",
    )
    check.add_argument("--today", type=_day, help="the day to judge freshness by (default: today)")
    language(check)

    test = command(
        "test",
        _test,
        "run every check and every test",
        "Lint, types, content, then pytest; what follows `--` goes to pytest:\n"
        "  uv run puente test -- tests/engine -k level",
    )
    test.add_argument("pytest", nargs="*", help="arguments for pytest")

    bench = command(
        "bench",
        _bench,
        "measure, and print ratios against a named baseline",
        "build       CPU seconds and bytes of whole builds against plain mkdocs-material\n"
        "origin      determinations per second, all markets for one product, growth with inputs\n"
        "runtime     time to the first answer, bytes and memory against stock Pyodide and peers\n"
        "search      how often the product finder has the right code among its first\n"
        "views       ways of running templates in the browser's Python\n"
        "lighthouse  Lighthouse (mobile) on home, a lesson and a tool page, both languages",
    )
    bench.add_argument("name", choices=BENCHES, help="what to measure")
    bench.add_argument("rest", nargs=argparse.REMAINDER, help="options of that measurement (try --help)")

    bring = command(
        "import",
        _import,
        "read official publications of rules of origin into content/data/agreements",
        "gn   the General Notes of the Harmonized Tariff Schedule of the United States\n"
        "uk   the rule sets of the United Kingdom's agreements and of the CPTPP\n"
        "hs-correlation   what each code of HS 2022 was in earlier editions\n"
        "tariffs   the customs tariffs of the United States, Peru, the United Kingdom and Mexico\n"
        "Repeatable: the same source gives the same files. `puente import gn --help` says where a source is published.",
    )
    bring.add_argument("name", choices=IMPORTERS, help="which publication")
    bring.add_argument("rest", nargs=argparse.REMAINDER, help="options of that importer (try --help)")

    origin = command(
        "origin",
        _origin,
        "determine a list of clients and products, or run a saved dossier again",
        "batch   uv run puente origin batch clients.csv --on 2026-11-22 --out results.csv\n"
        "rerun   uv run puente origin rerun dossier.json",
    )
    origin.add_argument(
        "rest", nargs=argparse.REMAINDER, help="batch or rerun, and their options (try --help)"
    )

    told = command(
        "report",
        _report,
        "count what is in the project, and publish it",
        "content lessons, tools, minutes, words, reading level and parity, per language\n"
        "rules   how far the rules of origin of every agreement are read, by agreement and chapter",
    )
    told.add_argument("name", choices=REPORTS, help="what to count")
    told.add_argument("rest", nargs=argparse.REMAINDER, help="options of that report (try --help)")

    command("doctor", _doctor, "say what this machine has and lacks for building, testing and measuring")
    return top


def _serve(given: argparse.Namespace) -> int:
    from build_tools.serve import serve  # noqa: PLC0415 - each command imports only what it needs

    out = (given.out or given.root / ".build" / "serve").resolve()
    return serve(
        given.root, out, port=given.port, language=given.lang, open_browser=given.open, progress=Progress()
    )


def _build(given: argparse.Namespace) -> int:
    from build_tools.build import build  # noqa: PLC0415

    progress = Progress()
    out = build(
        given.root, (given.out or given.root / "site").resolve(), language=given.lang, progress=progress
    )
    files = [path for path in out.rglob("*") if path.is_file()]
    size = sum(path.stat().st_size for path in files) / 1e6
    progress.note(f"{len(files)} files, {size:.1f} MB in {os.path.relpath(out)}")
    return 0


def _check(given: argparse.Namespace) -> int:
    from build_tools.build import today  # noqa: PLC0415
    from build_tools.validate.command import run  # noqa: PLC0415

    return run(given.root, given.lang, given.today or today())


def _test(given: argparse.Namespace) -> int:
    from build_tools.testing import run  # noqa: PLC0415

    return run(given.root, given.pytest, Progress())


def _bench(given: argparse.Namespace) -> int:
    module = importlib.import_module(f"build_tools.bench.{given.name}")
    return int(module.main(given.rest) or 0)


def _import(given: argparse.Namespace) -> int:
    module = importlib.import_module(f"build_tools.importers.{given.name.replace('-', '_')}")
    return int(module.main(given.rest) or 0)


def _origin(given: argparse.Namespace) -> int:
    from build_tools.adviser import main  # noqa: PLC0415

    return main(given.rest)


def _report(given: argparse.Namespace) -> int:
    module = importlib.import_module(f"build_tools.report.{given.name}")
    return int(module.main(given.rest) or 0)


def _doctor(given: argparse.Namespace) -> int:
    from build_tools.doctor import run  # noqa: PLC0415

    return run(given.root)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Returns:
        The exit code: 0 when all is well, 1 when something is to be mended, 2 for a wrong call.
    """
    given_arguments = list(sys.argv[1:] if arguments is None else arguments)
    known, after = given_arguments, []
    if given_arguments[:1] == ["test"] and "--" in given_arguments:
        cut = given_arguments.index("--")
        known, after = given_arguments[:cut], given_arguments[cut + 1 :]
    given = parser().parse_args(known)
    if after:
        given.pytest = [*given.pytest, *after]
    try:
        return int(given.run(given))
    except KeyboardInterrupt:
        return fail("stopped")
    except (RuntimeError, ValueError, OSError) as error:
        if os.environ.get("PUENTE_DEBUG"):
            raise
        return fail(f"{error}\n(set PUENTE_DEBUG=1 to see where)")


if __name__ == "__main__":
    sys.exit(main())
