"""Brings words of trade to a common root, so that plural, gender, accent and usual misspellings do not matter.

The same functions prepare the index at build time and read what a visitor types, so that both always agree. They need
no dictionary: a root is no word of the language, only what the forms of one word share.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["NEGATED", "fold", "roots", "spoken", "stems", "stop"]

NEGATED = "-"  # before the root of a word that the text denies: "not roasted" → -roast
LONGEST = 40  # letters of a word; nothing in trade is longer

_FROM = "áàâäãåéèêëíìîïóòôöõøúùûüñçýÿ"
_INTO = "aaaaaaeeeeiiiioooooouuuuncyy"
_PLAIN = str.maketrans(_FROM, _INTO) | {
    ord("æ"): "ae",
    ord("œ"): "oe",
    ord("ß"): "ss",
    0x301: "",
    0x303: "",
    0x308: "",
}
_WORD = re.compile(r"[a-z]+|[0-9]+")
_DOUBLED = re.compile(r"([bcdfghjklmnpqrstvwxz])\1")

# Words that tell nothing about goods. Those of denial are read before these are left out.
_STOP = {
    "en": frozenset(
        """
        a an and any are as at be by for from in into is it its kind of on or other others such than that
        the their them these thereof this those to use used which with whether whose being been but if all
        also own put up etc heading headings subheading subheadings chapter no nec nes elsewhere specified
        included including containing whole like similar i my we our need sell want some product products
        item items goods type types made make making
        """.split()  # noqa: SIM905  one text is read faster than a hundred
    ),
    "es": frozenset(
        """
        a al algun alguna algunos ante aun con como cual cualquier cuya cuyo de del demas desde dicho e el
        ella en entre es esta estas este estos etc ha han hasta haya incluso incluidas incluidos la las lo
        los mas me mi mis nuestro o otra otras otro otros para partida partidas subpartida subpartidas
        capitulo por que se sea sean ser si sobre son su sus tal tipo tipos tipo un una uno unas unos u
        vendo y ya necesito producto productos articulo articulos similar similares analogos analogas
        expresados comprendidos parte caso hecho hecha hechos hechas usado usados usada usadas utilizados
        utilizado utilizadas
        """.split()  # noqa: SIM905  one text is read faster than a hundred
    ),
}
_DENIES = {
    "en": frozenset(("not", "without", "except", "excepting", "excluding", "excl", "non", "un")),
    "es": frozenset(("sin", "excepto", "salvo", "no", "excluido", "excluidos", "excluida", "excluidas")),
}
_DENIES_PAIR = {
    "en": ("other", "than"),
    "es": ("distinto", "distinta", "distintos", "distintas", "excepcion"),
}


def fold(text: str) -> str:
    """Write a text in small plain letters.

    >>> fold("Piña “Golden”, ÑANDÚ")
    'pina “golden”, nandu'
    """
    return text.lower().translate(_PLAIN)


def stop(language: str) -> frozenset[str]:
    """Give the words of a language that tell nothing about goods."""
    return _STOP.get(language, frozenset())


def stems(text: str, language: str) -> list[tuple[str, str]]:
    """Give the words of a text that tell something, each with its root; a denied one with a dash before it.

    A denial reaches to the next comma, semicolon or bracket. Single letters join the word after them.

    >>> stems("Roasted coffees, not decaffeinated", "en")
    [('roasted', 'roast'), ('coffees', 'cofe'), ('decaffeinated', '-decafeinat')]
    >>> stems("T-shirts de algodón", "es")
    [('tshirts', 'tsirt'), ('algodon', 'algodon')]
    """
    found: list[tuple[str, str]] = []
    stop_words, denies, root = stop(language), _DENIES.get(language, frozenset()), roots(language)
    for clause in re.split(r"[,;:()\[\]|/•]+|\bn\.e\.[cs]\.?", fold(text)):
        denied, joined, before = False, "", ""
        for word in _WORD.findall(clause.replace("'s ", " ").replace("\u2019s ", " ").replace("s' ", "s ")):
            if language == "en" and word in ("no", "nos"):
                break  # "heading no. 2007": what follows is a number
            if word in denies or _pair(before, word, language):
                denied = True
                before = word
                continue
            before = word
            if len(word) == 1 and word.isalpha() and word not in stop_words:
                joined += word
                continue
            if word in stop_words and not joined:
                continue
            word = (joined + word)[:LONGEST]  # noqa: PLW2901  "t" and "shirt" are one word
            joined = ""
            found.append((word, (NEGATED if denied else "") + root(word)))
        if joined and len(joined) > 1:
            found.append((joined, joined))
    return found


def spoken(text: str) -> dict[str, str]:
    """Give for each folded word of a text the word as it was written.

    >>> spoken("Camiseta de algodón")
    {'camiseta': 'camiseta', 'de': 'de', 'algodon': 'algodón'}
    """
    return {fold(word): word for word in re.findall(r"[^\W\d_]+", text.lower())}


def _pair(before: str, word: str, language: str) -> bool:
    if language == "en":
        return (before, word) == _DENIES_PAIR["en"]
    return word in _DENIES_PAIR.get(language, ())


def roots(language: str) -> Callable[[str], str]:
    """Give the function that finds the root of a folded word."""
    return {"en": _english, "es": _spanish}.get(language, _plain)


def _plain(word: str) -> str:
    return word


def _english(word: str) -> str:
    """Find the root of an English word.

    >>> [
    ...     _english(word)
    ...     for word in ("knitted", "berries", "machines", "machining", "colour", "fibres", "dried")
    ... ]
    ['knit', 'bery', 'machin', 'machin', 'color', 'fiber', 'dry']
    """
    if word.isdigit() or len(word) < 3:
        return word
    word = _english_plural(word)
    if word.endswith("our") and len(word) > 4:
        word = word[:-3] + "or"
    if word.endswith("ied") and len(word) > 4:
        word = word[:-3] + "y"
    for ending, least in (("ically", 3), ("ical", 3), ("ing", 3), ("ed", 3), ("isation", 3), ("ization", 3)):
        if word.endswith(ending) and len(word) - len(ending) >= least and not word.endswith("eed"):
            word = word[: -len(ending)] + {"ically": "ic", "ical": "ic"}.get(
                ending, "iz" if "ation" in ending else ""
            )
            break
    if word.endswith("ion") and len(word) > 6 and word[-4] in "st":
        word = word[:-3]
    if word.endswith("ise") and len(word) > 5:
        word = word[:-2] + "z"
    if word.endswith(("bre", "tre")) and len(word) > 4:
        word = word[:-2] + "er"
    if word.endswith("e") and len(word) > 4:
        word = word[:-1]
    word = (
        word.replace("aeum", "eum")
        .replace("ph", "f")
        .replace("aluminium", "aluminum")
        .replace("sulf", "sulp")
    )
    return _DOUBLED.sub(r"\1", word)


def _english_plural(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "sses", "xes", "zes")) and len(word) > 4:
        return word[:-2]
    if word.endswith("oes") and len(word) > 4:
        return word[:-2]
    if (
        word.endswith("ves")
        and len(word) > 5
        and word not in ("olives", "valves", "gloves", "sleeves", "endives")
    ):
        return word[:-3] + "f"
    if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3:
        return word[:-1]
    return word


def _spanish(word: str) -> str:
    """Find the root of a Spanish word, written as it sounds.

    >>> [
    ...     _spanish(word)
    ...     for word in ("camisetas", "camizeta", "nueces", "nuez", "quesos", "kesos", "uebos", "huevo")
    ... ]
    ['kamiset', 'kamiset', 'nues', 'nues', 'kes', 'kes', 'ueb', 'ueb']
    """
    if word.isdigit() or len(word) < 3:
        return word
    word = _spanish_sound(word)
    if word.endswith("es") and len(word) > 4 and word[-3] not in "aeiou":
        word = word[:-2]
    elif word.endswith("s") and len(word) > 3 and not word.endswith(("ues", "us", "is")):
        word = word[:-1]
    if word[-1] in "aoe" and len(word) > 3:
        word = word[:-1]
    return word


def _spanish_sound(word: str) -> str:
    word = word.replace("ch", "\x01").replace("sh", "s").replace("ph", "f").replace("gue", "\x02e")
    word = word.replace("gui", "\x02i").replace("qu", "k").replace("ce", "se").replace("ci", "si")
    word = word.replace("ge", "je").replace("gi", "ji").replace("\x02", "g").replace("h", "")
    word = word.replace("c", "k").replace("v", "b").replace("z", "s").replace("ll", "y").replace("w", "u")
    return _DOUBLED.sub(r"\1", word.replace("\x01", "ch"))
