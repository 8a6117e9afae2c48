# ruff: noqa: E501  a sentence of an agreement stays on as few lines as can be
"""The Spanish and the English wording of one rule give the same rule; all sentences here are invented."""

from __future__ import annotations

import pytest

from build_tools.importers.grammar import spanish, uk
from build_tools.importers.grammar.scanner import GrammarError
from build_tools.importers.grammar.uk_goods import Context
from build_tools.importers.uk_tables import read_tables
from py_engine.hs import HSRange
from py_engine.origin.notation import from_notation, to_notation

TABLES = read_tables()
CONTEXT = Context((HSRange.parse("6101-6106"),), "2022", TABLES.goods, TABLES.operations)

PAIRS = [
    (
        (
            "Un cambio a la partida 61.01 a 61.06 desde cualquier otro capítulo, excepto de la partida 51.06 a 51.13, 52.04 o"
            " capítulo 54, siempre que el bien sea cortado o tejido con forma, o ambos, y cosido o ensamblado de otra manera"
            " en territorio de una o más de las Partes."
        ),
        (
            "A change to a good of heading 6101 to heading 6106 from any other chapter, except from heading 5106 to heading"
            " 5113, heading 5204 or chapter 54, provided that the good is cut or knit to shape, or both, and sewn or"
            " otherwise assembled in the territory of one or more of the Parties."
        ),
    ),
    (
        "Un cambio a la subpartida 0901.21 desde cualquier otra subpartida.",
        "A change to a good of subheading 090121 from any other subheading.",
    ),
    (
        (
            "No se requiere cambio de clasificación arancelaria a la partida 85.04, siempre que haya un valor de contenido"
            " regional no menor a: (a) 35 por ciento bajo el método de aumento; o (b) 45 por ciento bajo el método de reducción."
        ),
        (
            "No change in tariff classification required for a good of heading 8504, provided there is a regional value"
            " content of not less than: • a) 35% under the build-up method or • b) 45% under the build-down method."
        ),
    ),
    (
        (
            "No se requiere un cambio de clasificación arancelaria a la partida 84.18, siempre que se cumpla con un valor de"
            " contenido regional no menor a 50 % bajo el método de valor enfocado, considerando únicamente los materiales no"
            " originarios de la partida 84.14 y 84.18."
        ),
        (
            "No change in tariff classification required for a good of heading 8418, provided there is a regional value"
            " content of not less than 50% under the focused value method taking into account only the non-originating"
            " materials of heading 8414 and heading 8418."
        ),
    ),
    (
        "Un cambio a la partida 64.02 desde cualquier partida fuera del grupo.",
        "A change from any heading outside this group.",
    ),
    (
        (
            "Un cambio a la subpartida 8404.20 desde la subpartida 8404.90, habiendo o no también un cambio desde cualquier"
            " otra partida."
        ),
        "A change from subheading 840490, whether or not there is also a change from any other heading.",
    ),
    (
        (
            "Un cambio a la partida 18.06 desde cualquier otra partida, siempre que el peso de los materiales no originarios de"
            " la partida 17.01 no exceda del 35 % del peso del bien."
        ),
        (
            "A change to a good of heading 1806 from any other heading, provided that the weight of non-originating materials"
            " of heading 1701 does not exceed 35% by weight of the good."
        ),
    ),
    (
        (
            "Fabricación en la que el valor de todas las materias utilizadas no exceda del 47,5 % del precio franco fábrica del"
            " producto."
        ),
        "Manufacture in which the value of all the materials used does not exceed 47.5% of the ex-works price of the product.",
    ),
    (
        "Fabricación a partir de materias de cualquier partida, excepto las de la partida 17.01 y 17.02.",
        "Manufacture from materials of any heading, except those of heading 1701 and heading 1702.",
    ),
    (
        (
            "Fabricación a partir de materias de cualquier partida, excepto la del producto. No obstante, se podrán utilizar"
            " materias de la misma partida que el producto, siempre que su valor total no exceda del 20 % del precio franco"
            " fábrica del producto."
        ),
        (
            "Manufacture from materials of any heading, except that of the product. However, materials of the same heading as"
            " the product may be used, provided that their total value does not exceed 20% of the ex-works price of the product."
        ),
    ),
    (
        (
            "Fabricación en la que todas las materias del capítulo 3 utilizadas sean totalmente obtenidas y el valor de todas las"
            " materias del capítulo 17 utilizadas no exceda del 30 % del precio franco fábrica."
        ),
        (
            "Manufacture in which: • all the materials of chapter 3 used are wholly obtained, and • the value of all the"
            " materials of chapter 17 used does not exceed 30% of the ex-works price of the product."
        ),
    ),
]


@pytest.mark.parametrize(("spanish_text", "english_text"), PAIRS)
def test_both_wordings_give_the_same_rule(spanish_text, english_text):
    ours = spanish.read(spanish_text, CONTEXT).rule
    assert to_notation(ours) == to_notation(uk.read(english_text, CONTEXT).rule)
    assert from_notation(to_notation(ours)) == ours


def test_alternatives_are_joined():
    text = (
        "Un cambio a la partida 22.08 desde cualquier otro capítulo; o No se requiere cambio de clasificación arancelaria a"
        " la partida 22.08, siempre que haya un valor de contenido regional no menor a 40 % bajo el método de reducción."
    )
    assert to_notation(spanish.read(text, CONTEXT).rule) == {
        "any_of": [{"change_of": "chapter"}, {"regional_value_content": "build_down", "at_least": "40"}]
    }


def test_an_unknown_word_is_shown_with_a_caret():
    with pytest.raises(GrammarError) as caught:
        spanish.read("Un cambio a la partida 61.01 desde cualquier otra provincia.", CONTEXT)
    assert str(caught.value).splitlines()[0].startswith("column 36: expected cualquier otra partida")
    assert str(caught.value).splitlines()[2].strip() == "^"


def test_a_backward_range_is_refused():
    with pytest.raises(GrammarError):
        spanish.read("Un cambio a la partida 61.06 desde la partida 52.12 a 52.04.", CONTEXT)


def test_nothing_behind_the_rule_is_left_out():
    with pytest.raises(GrammarError):
        spanish.read("Un cambio a la partida 61.01 desde cualquier otro capítulo salvo los lunes.", CONTEXT)
