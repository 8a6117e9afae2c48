"""The shards of the product finder, `search/<language>`: the nomenclature's texts, their index, and words of ours."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from build_tools.compile.nomenclature import tree
from build_tools.compile.nomenclature_files import CODES, LINES, NomenclatureError, read_codes
from build_tools.compile.nomenclature_index import index, packed
from build_tools.compile.shard import is_text, named_parts, with_keys
from py_engine.search.words import NEGATED, stems

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from build_tools.compile.nomenclature import Node

LANGUAGES: Final = ("en", "es")
KEPT: Final = "search-{}.json"
ROOT: Final = Path(__file__).resolve().parents[2]
MAKERS: Final = ("build_tools/compile/nomenclature*.py", "py_engine/search/words.py")
FOR_EXAMPLE = 3  # plain names told with a code
QUESTIONS: Final = "search.questions.questions"
GROUPED = "="  # before the number of a meaning of several words


def compiled(
    data: Mapping[str, Mapping[str, Any]], folder: Path | None
) -> Iterator[tuple[str, dict[str, Any], dict[str, dict[str, str]]]]:
    """Each shard with its name, its value without a version, and the sentences of its questions by language.

    Args:
        data: The folders of content/data: `search`, and `chains`, whose goods have plain names too.
        folder: Where what was made is kept until one of the files or what compiles them changes; None for nowhere.
    """
    words = data.get("search", {})
    if not words:
        return
    kept = folder / KEPT.format(_fingerprint(data)) if folder else None
    if kept and kept.is_file():
        values = json.loads(kept.read_text(encoding="utf-8"))
    else:
        alone = read_codes()
        values = {language: shard_value(language, tree(language), alone, data) for language in LANGUAGES}
        if kept and folder:
            folder.mkdir(parents=True, exist_ok=True)
            for old in folder.glob(KEPT.format("*")):
                old.unlink()
            kept.write_text(json.dumps(values, ensure_ascii=False), encoding="utf-8")
    texts: dict[str, dict[str, str]] = {language: {} for language in LANGUAGES}
    for key, said in _texts(words.get("questions", {}).get("questions", []), QUESTIONS):
        for language in LANGUAGES:
            texts[language][key] = said.get(language, said["en"])
    for language in LANGUAGES:
        yield f"search/{language}", values[language], texts


def _fingerprint(data: Mapping[str, Mapping[str, Any]]) -> str:
    digest = sha256(
        json.dumps([data.get("search"), data.get("chains"), CODES, LINES], sort_keys=True).encode()
    )
    for path in sorted(path for glob in MAKERS for path in ROOT.glob(glob)):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _texts(value: Any, key: str) -> Iterator[tuple[str, Mapping[str, str]]]:
    if is_text(value):
        yield key, value
        return
    for name, part in named_parts(value):
        yield from _texts(part, f"{key}.{name}")


def shard_value(
    language: str, nodes: list[Node], alone: Mapping[str, str], data: Mapping[str, Any]
) -> dict[str, Any]:
    """One shard, without its version.

    Args:
        language: Code of the language.
        nodes: The nomenclature in it.
        alone: Code → a text in English that stands by itself.
        data: The folders `search` and `chains` of content/data, each file by name.

    Raises:
        NomenclatureError: A name stands at a code that the edition lacks.
    """
    goods = dict(_goods(data, language))
    if gone := sorted(goods.keys() - {node.code for node in nodes}):
        raise NomenclatureError(f"content/data/search or chains: HS 2022 has no {', '.join(gone)}")
    same, meanings, told = _same(data, language)
    found, words = index(nodes, alone if language == "en" else {}, goods, meanings, language)
    words |= told
    roots, posts = packed(found)
    named: dict[str, list[str]] = {}
    for code, names in goods.items():
        for name in names:
            if key := " ".join(root for _, root in stems(name, language)):
                named.setdefault(key, []).append(code)
    return {
        "language": language,
        "lines": " ".join(f"{node.depth}{node.code}" for node in nodes),
        "texts": "\n".join(node.text for node in nodes),
        "roots": roots,
        "posts": posts,
        "words": "\n".join(_word(words, root) for root in roots.split("\n")),
        "goods": {key: " ".join(dict.fromkeys(codes)) for key, codes in sorted(named.items())},
        "labels": {code: "; ".join(names[:FOR_EXAMPLE]) for code, names in sorted(goods.items())},
        "same": {key: " ".join(dict.fromkeys(into)) for key, into in sorted(same.items())},
        "wide": " ".join(dict.fromkeys(_wide(data, language))),
        "questions": with_keys(data["search"].get("questions", {}).get("questions", []), QUESTIONS),
    }


def _word(words: Mapping[str, str], root: str) -> str:
    """The word of a root; nothing where it is the root itself."""
    word = words.get(root.removeprefix(NEGATED), "")
    return "" if word == root else word


def names_in(text: str) -> list[str]:
    """The names that a line of ours lists.

    >>> names_in("avocado, hass avocado")
    ['avocado', 'hass avocado']
    """
    return [name.strip() for name in text.split(",") if name.strip()]


def _goods(data: Mapping[str, Any], language: str) -> Iterator[tuple[str, list[str]]]:
    found: dict[str, list[str]] = {}
    for file in data["search"].values():
        for line in file.get("goods", ()):
            if names := names_in(line.get(language, "")):
                found.setdefault(line["hs"].replace(".", ""), []).extend(names)
    for file in data.get("chains", {}).values():
        for good in file.get("goods", ()):
            names = found.setdefault(good["hs"].replace(".", ""), [])
            name = good["name"].get(language, "").replace(",", "").lower()
            names.extend([name] if name and name not in names else [])
    yield from sorted(found.items())


def _wide(data: Mapping[str, Any], language: str) -> Iterator[str]:
    for file in data["search"].values():
        for name in names_in(file.get("wide", {}).get(language, "")):
            yield from (root for _, root in stems(name, language))


def _same(
    data: Mapping[str, Any], language: str
) -> tuple[dict[str, list[str]], dict[str, tuple[str, ...]], dict[str, str]]:
    """Roots of another name → roots it stands for; the roots of meanings of several words; these as written."""
    same: dict[str, list[str]] = {}
    meanings: dict[str, tuple[str, ...]] = {}
    written: dict[str, str] = {}
    for file in data["search"].values():
        for number, line in enumerate(file.get("words", ())):
            if line["language"] != language:
                continue
            told = tuple(dict.fromkeys(root for _, root in stems(line["means"], language)))
            into = told[0] if len(told) == 1 else f"{GROUPED}{number}"
            if len(told) > 1:
                meanings[into], written[into] = told, line["means"]
            for name in names_in(line["words"]):
                key = " ".join(root for _, root in stems(name, language))
                if key and key != into:
                    same.setdefault(key, []).append(into)
    return same, meanings, written
