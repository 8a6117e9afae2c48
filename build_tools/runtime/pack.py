"""Archives and names: what goes into the zips, what the files are called, what the lock says about the engine."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import tomllib
import zipfile
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

EPOCH = (1980, 1, 1, 0, 0, 0)


def zipped(files: Mapping[str, bytes]) -> bytes:
    """A stored zip that depends on names and contents only.

    >>> zipped({"a": b"1", "b": b"2"}) == zipped({"b": b"2", "a": b"1"})
    True
    """
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(files):
            info = zipfile.ZipInfo(name, EPOCH)
            info.create_system = 3  # otherwise the machine's own system would be written down
            archive.writestr(info, files[name])
    return held.getvalue()


def unzipped(data: bytes) -> dict[str, bytes]:
    """The files of a zip, without its folders."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist() if not name.endswith("/")}


def engine_sources(root: Path, views: Path) -> dict[str, bytes]:
    """Python files of the engine and of the compiled views, by their place in the package."""
    package = views / "puente_views" if (views / "puente_views").is_dir() else views
    return {
        f"{name}/{path.relative_to(folder).as_posix()}": path.read_bytes()
        for name, folder in (("py_engine", root / "py_engine"), ("puente_views", package))
        for path in sorted(folder.rglob("*.py"))
    }


def project(file: bytes) -> dict[str, Any]:
    """The engine's name, version and licence, from its own project file."""
    return dict(tomllib.loads(file.decode())["project"])


def wheel_name(about: Mapping[str, Any], python: str) -> str:
    """The wheel's file name: byte code of one Python version, no machine code.

    >>> wheel_name({"name": "py-engine", "version": "0.1.0"}, "3.13.2")
    'py_engine-0.1.0-cp313-none-any.whl'
    """
    major, minor = python.split(".")[:2]
    return f"{about['name'].replace('-', '_')}-{about['version']}-cp{major}{minor}-none-any.whl"


def wheel(compiled: Mapping[str, bytes], about: Mapping[str, Any], python: str) -> bytes:
    """Compiled modules as a wheel, so that every tool that reads wheels can check it."""
    name, version, tag = wheel_name(about, python).removesuffix(".whl").split("-", 2)
    info = f"{name}-{version}.dist-info"
    files = {
        **compiled,
        f"{info}/METADATA": (
            f"Metadata-Version: 2.4\nName: {about['name']}\nVersion: {version}\nSummary: {about['description']}\n"
            f"License-Expression: {about['license']}\nRequires-Python: {about['requires-python']}\n"
        ).encode(),
        f"{info}/WHEEL": f"Wheel-Version: 1.0\nGenerator: puente\nRoot-Is-Purelib: true\nTag: {tag}\n".encode(),
    }
    rows = [f"{path},sha256={_digest(data)},{len(data)}" for path, data in sorted(files.items())]
    files[f"{info}/RECORD"] = "\n".join([*rows, f"{info}/RECORD,,", ""]).encode()
    return zipped(files)


def _digest(data: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(data).digest()).decode().rstrip("=")


def lock(info: Mapping[str, Any], about: Mapping[str, Any], python: str, data: bytes) -> dict[str, Any]:
    """Our lock in Pyodide's own format: the runtime it was made for and the one package there is."""
    return {
        "info": dict(info),
        "packages": {
            about["name"]: {
                "name": about["name"],
                "version": about["version"],
                "file_name": wheel_name(about, python),
                "install_dir": "site",
                "sha256": hashlib.sha256(data).hexdigest(),
                "package_type": "package",
                "imports": ["puente_views", "py_engine"],
                "depends": [],
                "unvendored_tests": False,
            }
        },
    }


def described(role: str, name: str, data: bytes, *, sent: int, unpacked: int) -> dict[str, Any]:
    """One line of the manifest. ``name`` carries ``{}`` where the content's hash goes.

    Args:
        role: What the worker takes it for.
        name: File name with a place for the hash.
        data: The bytes as they lie on the server.
        sent: Bytes that travel: of a script, those a host sends that compresses text, as hosts do.
        unpacked: Bytes once they are unpacked.
    """
    digest = hashlib.sha256(data).digest()
    return {
        "role": role,
        "url": name.format(digest.hex()[:10]),
        "bytes": sent,
        "unpacked": unpacked,
        "integrity": f"sha256-{base64.b64encode(digest).decode()}",
    }


def fingerprint(parts: Iterable[tuple[str, bytes]]) -> str:
    """One short name for many inputs."""
    digest = hashlib.sha256()
    for name, data in parts:
        digest.update(f"{name}\0{len(data)}\0".encode() + data)
    return digest.hexdigest()[:20]


def as_json(value: Any) -> bytes:
    """JSON that is the same whenever the value is."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
