"""Reads rules of origin as treaties of the region word them in Spanish, so that an agreement can come from a gazette.

Productions::

    texto       := oracion { ";" "o" oracion }
    oracion     := cambio | sin_cambio | fabricacion | obtenido
    cambio      := "Un cambio a" producto ("desde" | "de") fuente [ ", excepto de" lista ] [ tambien ] [ condicion ]
    fuente      := "cualquier otro capítulo" | "cualquier otra partida" | "cualquier partida fuera del grupo" | lista
    tambien     := ", habiendo o no también un cambio desde" fuente [ ", excepto de" lista ]
    sin_cambio  := "No se requiere cambio de clasificación arancelaria a" producto condicion
    condicion   := ", siempre que" parte { "y" parte }
    parte       := contenido | limite | confeccion | obtenidas
    contenido   := "se cumpla con un valor de contenido regional no menor a" cifra metodo { "o" … }
    limite      := "el" ("valor" | "peso") "de los materiales" [ "de" lista ] "no exceda del" cifra "del" base
    fabricacion := "Fabricación" ("a partir de materias de cualquier partida" [ ", excepto" … ] | "en la que" parte)
    lista       := codigos { ("," | "o" | "y") codigos };  codigos := nivel codigo [ "a" codigo ]
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from build_tools.importers.grammar.scanner import GrammarError, Scanner
from build_tools.importers.grammar.uk_change import Sentence
from build_tools.importers.grammar.uk_shares import Share as _Share
from build_tools.importers.grammar.uk_shares import every, limits, some
from py_engine.errors import EngineError
from py_engine.hs import HSRange
from py_engine.origin import rules as r
from py_engine.quantity import millionths

if TYPE_CHECKING:
    from build_tools.importers.grammar.uk_goods import Context

__all__ = ["GrammarError", "read"]

LEVELS = {"capítulo": "chapter", "partida": "heading", "subpartida": "subheading"}
LEVEL = r"(capítulo|subpartida|partida)s?"
CODE = r"(\d{4}\.\d{2}|\d{2}\.\d{2}(?:\.\d{2})?|\d{6}|\d{4}|\d{1,2})(?![\d.]*\d|%|\w)"
BETWEEN = r",? ?(?:o|y)(?: (?:de )?(?:la|las|el|los))?\b|,(?: de)?(?: (?:la|las|el|los)\b)?"
FIGURE = r"(\d+(?:[.,]\d+)?) ?(?:%|por ciento)"
PRODUCT = r"((?:la|las|los|el|un|una|cualquier otro)?.+?)(?= desde | de cualquier |, siempre)"
METHODS = {
    "aumento": ("build_up", "transaction"),
    "reducción": ("build_down", "transaction"),
    "valor enfocado": ("focused", "transaction"),
    "costo neto": ("net_cost", "net_cost"),
}
CUT = (
    r"(?:el bien|la mercancía|el producto) (?:sea|esté|se) (?:tanto )?(?:corte|cortad[oa]) o (?:se )?(?:teja|tejid[oa])"
    r" (?:a forma|con forma),?(?: o ambos,)? y (?:se )?(?:cosa|cosid[oa]) o (?:se )?(?:ensamble|ensamblad[oa]) de"
    r" otr[oa] (?:forma|manera) en (?:el )?territorio de una o (?:más|ambas)(?: de las)? Partes"
)
USED = r"(?:utilizad[oa]s)?"


def read(text: str, c: Context) -> Sentence:
    """Read a whole text.

    Raises:
        GrammarError: Something in it is not in the grammar; nothing is left out in silence.
    """
    s = Scanner(text)
    found = [_sentence(s, c)]
    while not s.done:
        if not s.take(r"[.;,]? ?o(?= [A-ZÁÉÍÓÚ])", "o"):
            raise s.error()
        found.append(_sentence(s, c))
    return Sentence(some([one.rule for one in found]), found[0].product)


def _sentence(s: Scanner, c: Context) -> Sentence:
    if s.take("Un cambio a", "Un cambio a"):
        product = s.need(PRODUCT, "el producto").group(1)
        s.need("desde|de(?= cualquier)", "desde")
        rule = _except(s, c, _source(s, c))
        rule = _except(s, c, _also(s, c, rule))
        return Sentence(every([rule, *_tail(s, c)]), product)
    if s.take(
        r"No se requiere (?:un )?cambio de clasificación arancelaria (?:a|para)", "No se requiere cambio"
    ):
        product = s.need(PRODUCT, "el producto").group(1)
        return Sentence(every(_tail(s, c)), product)
    if s.take(r"(?:Fabricación|Producción)\b", "Fabricación"):
        return Sentence(every(_made(s, c)))
    if s.take(
        r"Tod[oa]s l[oa]s [\w ,]+? (?:deben ser|serán|son|sean) (?:totalmente|enteramente) obtenid[oa]s"
    ):
        return Sentence(r.WhollyObtained())
    raise s.error()


def _source(s: Scanner, c: Context) -> r.ChangeOfClassification:
    if found := s.take(rf"cualquier otr[oa] {LEVEL}(?! fuera)", "cualquier otra partida"):
        return r.ChangeOfClassification(LEVELS[found.group(1).lower()])
    if found := s.take(rf"cualquier (?:otr[oa] )?{LEVEL} fuera (?:de este|del) grupo"):
        return r.ChangeOfClassification(LEVELS[found.group(1).lower()], outside=c.covers)
    listed = _list(s, c)
    if not listed:
        raise s.error()
    return r.ChangeOfClassification("any", from_=listed)


def _except(s: Scanner, c: Context, rule: r.ChangeOfClassification) -> r.ChangeOfClassification:
    if not s.take(r",? ?except(?:o|uando)(?: de(?:sde)?)?(?: (?:la|las|el|los)\b)?", "excepto de"):
        return rule
    out = _list(s, c)
    if not out:
        raise s.error()
    return rule._replace(except_from=(*rule.except_from, *out))


def _also(s: Scanner, c: Context, rule: r.ChangeOfClassification) -> r.ChangeOfClassification:
    if not s.take(
        r",? ?(?:habiendo o no|haya o no)(?: también)? (?:un )?cambio (?:desde|de)", "habiendo o no"
    ):
        return rule
    return rule._replace(also=_source(s, c))


def _list(s: Scanner, c: Context) -> tuple[r.Goods, ...]:
    found: list[r.Goods] = []
    level = ""
    while True:
        at = s.at
        s.take(r"(?:la|las|el|los|del)\b")
        named = s.take(LEVEL, "partida")
        level = LEVELS[named.group(1).lower()] if named else level
        code = s.take(CODE, "un código")
        if not code or not level:
            s.at = at
            break
        found.append(_range(s, c, code.group(1), level))
        at = s.at
        if not s.take(BETWEEN, "o") or not s.peek(rf"(?:(?:la|las|el|los) )?(?:{LEVEL} )?{CODE}"):
            s.at = at
            break
    return tuple(found)


def _range(s: Scanner, c: Context, first: str, level: str) -> r.Goods:
    last, at = first, s.at
    if s.take(rf"(?:a|hasta)(?: (?:la|el))?(?: {LEVEL})?", "a"):
        end = s.take(CODE, "un código")
        if end:
            last = end.group(1)
        else:
            s.at = at
    width = 2 if level == "chapter" else 0
    ends = [code.replace(".", "").zfill(width) for code in (first, last)]
    try:
        codes = HSRange.parse("-".join(dict.fromkeys(ends)), edition=c.edition)
    except EngineError as error:
        s.at = at
        raise s.error() from error
    return r.Goods(of=(codes,))


def _tail(s: Scanner, c: Context) -> list[r.Rule]:
    if not s.take(r",? ?(?:siempre que|cuando|siempre y cuando):?", "siempre que"):
        return []
    return _parts(s, c)


def _parts(s: Scanner, c: Context) -> list[r.Rule]:
    found = [_part(s, c)]
    while s.peek(r",? ?y (?=el |la |se |tod|haya)"):
        s.take(r",? ?y")
        found.append(_part(s, c))
    return found


def _part(s: Scanner, c: Context) -> r.Rule:
    if s.take(
        r"(?:se cumpla (?:con )?|haya |exista |tenga )un (?:valor de contenido regional|contenido de valor regional)"
        r" (?:no menor|no inferior|de al menos|de no menos)(?: a| al| de(?:l)?)?:?",
        "un valor de contenido regional",
    ):
        return _contents(s, c)
    if s.take(CUT, "el bien se corte o teja con forma"):
        return r.Process(("cut_or_knit_to_shape", "sewn_or_assembled"))
    if found := s.take(
        r"el (valor|peso)(?: total)? de (?:todas |todos )?(?:las |los )?(?:materiales|materias)", "el valor"
    ):
        return _limit(s, c, "value" if found.group(1).lower() == "valor" else "weight")
    if s.take(
        r"tod[oa]s l[oa]s (?:materiales|materias)(?: del| de la| de los| de las| de)?", "todas las materias"
    ):
        on = _list(s, c)
        s.take(USED)
        s.need(r"(?:sean|deben ser|deberán ser|se)", "sean")
        found = s.need(r"((?:totalmente|enteramente) obtenid[oa]s|originari[oa]s)", "totalmente obtenidas")
        must = "originating" if found.group(1).lower().startswith("orig") else "wholly_obtained"
        return r.MaterialsMustOriginate(on or (r.ANYTHING,), must_be=must)
    raise s.error()


def _contents(s: Scanner, c: Context) -> r.Rule:
    found: list[r.Rule] = []
    while s.peek(rf"(?:,? ?o )?(?:\(?[a-z]\) )?{FIGURE}"):
        s.take(r"(?:,? ?o )?(?:\(?[a-z]\))?")
        number = _figure(s)
        s.need(
            r",? ?(?:cuando se utilice|conforme al|bajo|según|de acuerdo con) ?(?:el )?(?:método )?(?:de(?:l)? )?",
            "el método",
        )
        method, basis = METHODS[
            s.need(r"(aumento|reducción|valor enfocado|costo neto)(?: del valor)?", "el método")
            .group(1)
            .lower()
        ]
        of: tuple[r.Goods, ...] = ()
        if s.take(r",? ?considerando (?:solo|únicamente) los materiales no originarios de"):
            of = _list(s, c)
        found.append(r.RegionalValueContent(method, at_least=number, basis=basis, of=of))
        s.take(r"[;,](?= ?(?:o )?(?:\(?[a-z]\)))")
    if not found:
        raise s.error()
    return some(found)


def _figure(s: Scanner) -> int:
    return millionths(s.need(FIGURE, "un porcentaje").group(1).replace(",", "."))


def _limit(s: Scanner, c: Context, measure: str) -> r.Rule:
    s.take("no originari[oa]s")
    at = s.at
    on: tuple[r.Goods, ...] = (r.ANYTHING,)
    if s.take(r"clasificad[oa]s en la misma partida que el producto|de la misma partida que el producto"):
        on = (r.Goods(same="heading"),)
    elif s.take(r"de(?:l| la| los| las)?\b"):
        on = _list(s, c)
        if not on:
            s.at = at
            raise s.error()
    s.take(USED)
    s.need(r"no (?:exceda|excederá|debe exceder|supere)(?: de)?(?:l)?", "no exceda del")
    number = _figure(s)
    if measure == "weight":
        s.need(r"del peso(?: total| neto)? del (?:bien|producto)", "del peso del producto")
        return some(limits("weight", on, (_Share(number, "product"),)))
    if s.take(
        r"del precio (?:franco fábrica|en fábrica)(?: del (?:bien|producto))?", "del precio franco fábrica"
    ):
        return some(limits("value", on, (_Share(number, "ex_works"),)))
    s.need(r"del valor(?: de transacción)? (?:del bien|del producto|de la mercancía)", "del valor del bien")
    return some(limits("value", on, (_Share(number, "transaction"),)))


def _made(s: Scanner, c: Context) -> list[r.Rule]:
    if s.take(
        r"a partir de (?:materias|materiales) de cualquier (partida|capítulo|subpartida)",
        "a partir de materias",
    ):
        level = LEVELS[s.text[: s.at].rsplit(" ", 1)[-1].strip(",").lower()]
        rule = r.ChangeOfClassification("any")
        if s.take(
            r",? ?excepto(?: (?:la|las|el|los)(?= del producto))?(?: (?:las|los|la|el|de)\b)*", "excepto"
        ):
            if s.take(r"(?:de la misma partida que el |de la del |de la partida del |del |la del )?producto"):
                rule = rule._replace(shift=level)
                out = _list(s, c) if s.take(r",? ?y(?: de)?") else ()
            else:
                s.take(r"de")
                out = _list(s, c)
                if not out:
                    raise s.error()
            rule = rule._replace(except_from=out)
        if s.take(r"[.;]? ?(?:No obstante|Sin embargo),?"):
            rule = _allowing(s, c, rule)
        return [rule, *(_parts(s, c) if s.take(r",? ?y? ?en la que") else [])]
    s.need("en la que", "en la que")
    return _parts(s, c)


def _allowing(s: Scanner, c: Context, rule: r.ChangeOfClassification) -> r.ChangeOfClassification:
    s.need(
        r"(?:se podrán utilizar|pueden utilizarse) (?:materias|materiales) de",
        "se podrán utilizar materias de",
    )
    if s.take("la misma partida que el producto"):
        on: tuple[r.Goods, ...] = (r.Goods(same="heading"),)
    else:
        on = _list(s, c)
    if not on:
        raise s.error()
    s.need(
        r",? ?siempre que su valor total no (?:exceda|supere)(?: de)?l?",
        "siempre que su valor total no exceda del",
    )
    number = _figure(s)
    s.need(r"del precio franco fábrica(?: del producto)?", "del precio franco fábrica")
    return rule._replace(allowing=(r.LimitOnMaterial("value", on=on, at_most=number, base="ex_works"),))
