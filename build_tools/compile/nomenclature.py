"""The nomenclature as a tree in one language: chapters, headings, the groups between dashes, subheadings."""

from __future__ import annotations

from dataclasses import dataclass, field

from build_tools.compile.nomenclature_files import Line, NomenclatureError, read_codes, read_lines

UNDIVIDED = "00"  # after the digits of a heading that has one subheading only
CHAPTER, HEADING, SUBHEADING = 2, 4, 6


@dataclass(slots=True)
class Node:
    """A line of the nomenclature. A group has no code of its own: it gathers the subheadings below it."""

    code: str  # 2, 4 or 6 digits; "" for a group
    depth: int
    text: str
    parent: int  # position in the list; -1 for a chapter
    finer: list[str] = field(default_factory=list)  # what the tariff's finer lines say of a subheading


def tree(language: str) -> list[Node]:
    """Every node in the order of the printed nomenclature, each after its parent.

    Raises:
        NomenclatureError: A code of HS 2022 has no text in this language, or a package is missing.
    """
    known = read_codes()
    nodes: list[Node] = []
    path: list[int] = []  # positions of the open parents
    for line in read_lines(language):
        if line.digits[6:] != "0000":  # finer than six digits
            if nodes[-1].code and line.digits.startswith(nodes[-1].code):
                nodes[-1].finer.append(line.text)
            continue
        code = _code(line)
        if line.depth <= 1 and code not in known:
            continue  # a subchapter, which is no level of the codes
        while path and nodes[path[-1]].depth >= line.depth:
            path.pop()
        nodes.append(Node(code=code, depth=line.depth, text=line.text, parent=path[-1] if path else -1))
        path.append(len(nodes) - 1)
        if code + UNDIVIDED in known:
            nodes.append(Node(code=code + UNDIVIDED, depth=line.depth + 1, text=line.text, parent=path[-1]))
    told = [node.code for node in nodes if node.code]
    if told != list(known):
        odd = sorted(set(told) ^ set(known)) or [code for code in told if told.count(code) > 1]
        raise NomenclatureError(
            f"the texts in '{language}' and the list of codes differ: {', '.join(odd[:9])}"
        )
    return nodes


def _code(line: Line) -> str:
    """The code of a line, "" for a group."""
    if line.depth == 0:
        return line.digits[:CHAPTER]
    if line.depth == 1:
        return line.digits[:HEADING] if line.goods and line.digits[HEADING:] == "000000" else "-"
    return line.digits[:SUBHEADING] if line.goods else ""
