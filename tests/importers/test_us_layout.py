"""The page of a General Note, with invented rules: heads come off, numbering is followed, faults stop."""

from __future__ import annotations

import pytest

from build_tools.importers.errors import SourceFault
from build_tools.importers.gn_context import read_context
from build_tools.importers.gn_source import repaired
from build_tools.importers.layout_gn import CHAPTERS, Block, Note, read_note

HEAD = """      Harmonized Tariff Schedule of the United States Revision 3 (2031)
                Annotated for Statistical Reporting Purposes
{before}GN p.{page}

{before}Utopia

"""


def note(rules: dict[int, str], *, pages: dict[int, str] | None = None, end: str = "") -> str:
    """Write a note: the given chapters, and one plain rule for every other."""
    text = (
        HEAD.format(before="", page=1)
        + "99. United States-Utopia Accord.\n\n(n) Change in tariff classification rules.\n\n"
    )
    for chapter in CHAPTERS:
        text += f"Chapter {chapter}.\n\n"
        text += rules.get(chapter, "1.   A change to a heading of this chapter from any other chapter.\n\n")
        if pages and chapter in pages:
            text += pages[chapter]
    return text + end


def read(text: str) -> Note:
    """Read an invented note."""
    return read_note("GN99.txt", text)


def blocks(text: str, chapter: str) -> list[Block]:
    """Give the blocks of a chapter."""
    return [block for block in read(text).blocks if block.chapter == chapter]


def test_a_running_head_inside_a_rule_is_no_part_of_it() -> None:
    """The rule goes on after the head, and its lines are those of the file."""
    broken = (
        "1.   A change to heading 0301 from\n\f"
        + HEAD.format(before="          ", page=2)
        + "     any other chapter.\n\n2.   A change to heading 0302 from any other heading.\n\n"
    )
    text = note({3: broken})
    first, second = blocks(text, "03")
    assert first.passage.text == "A change to heading 0301 from any other chapter."
    assert (first.label, second.label) == ("1", "2")
    printed = text.replace("\f", "").split("\n")
    assert "any other chapter." in printed[first.passage.line(len(first.passage.text) - 1) - 1]
    assert read(text).page(second.passage.line(0)) == "2"


def test_the_numbering_is_followed_through_letters_deletions_and_rules_in_words() -> None:
    """A deleted number explains a gap; a chapter rule is no numbered rule; a bare chapter number ends a sentence."""
    rules = (
        "Chapter rule 1: Stones are stones.\n\n"
        "1.   A change to heading 6801 in the sense of chapter rule 1 for chapter\n"
        "     68.\n\n[Rules 2 through 3 deleted.]\n\n4A.  A change to heading 6802 from any other heading.\n\n"
    )
    found = blocks(note({68: rules}), "68")
    assert [(block.kind, block.label) for block in found] == [
        ("rule", "Chapter rule 1"),
        ("item", "1"),
        ("item", "4A"),
    ]
    assert found[1].passage.text.endswith("for chapter 68.")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            note({5: "1.   A change.\n\n3.   A change to heading 0503.\n\n"}),
            "rule 3 follows rule 1 in chapter 05",
        ),
        (note({}).replace("Chapter 9.\n", "Chapter 8.\n"), "chapters do not follow one another"),
        (note({}, pages={6: "\f" + HEAD.format(before="", page=5)}), "pages do not follow one another"),
        (
            note({}, pages={6: "\f" + HEAD.format(before="", page=2).replace("2031", "2032")}),
            "two editions in one document",
        ),
        (note({}, pages={6: "\fA page without a head.\n"}), "page 2 has no running head"),
        (note({}).replace("(n) Change in tariff", "(n) Changes of tariff"), "the subdivision with the rules"),
        (note({}).split("Chapter 60.")[0], "chapter 60 was not found"),
    ],
)
def test_a_changed_layout_stops(text: str, says: str) -> None:
    """The fault names file and line, and the readings where there are two."""
    with pytest.raises(SourceFault, match=says) as caught:
        read(text)
    assert str(caught.value).startswith("GN99.txt, line ")


def test_a_known_misprint_is_read_as_meant_and_missed_when_it_is_gone() -> None:
    """A source that was put right is noticed."""
    found = read(note({4: "1.   A hange to heading 0401 from any other chapter.\n\n"}))
    line = next(block.passage.line(0) for block in found.blocks if block.chapter == "04")
    repair = {"line": str(line), "printed": "A hange", "read": "A change"}
    blocks_ = repaired("GN99.txt", found.blocks, [repair])
    assert next(block for block in blocks_ if block.chapter == "04").passage.text.startswith("A change to")
    with pytest.raises(SourceFault, match="no longer here"):
        repaired("GN99.txt", blocks_, [repair])


def test_rules_for_a_time_know_their_days() -> None:
    """'until July 1, 2033' ends the day before; the rules in the paragraph are read on their own."""
    words = (
        "Subheading rule: Beginning on July 1, 2031 until July 1, 2033, the following rules of origin shall apply to\n"
        "subheading 7308.10: (a) A change to subheading 7308.10 from any other heading.\n\n"
    )
    (block, *_) = blocks(note({73: words}), "73")
    context = read_context(block)
    assert context is not None
    assert (str(context.start), str(context.until)) == ("2031-07-01", "2033-06-30")
    assert context.block.passage.text.startswith("(a) A change to subheading 7308.10")
