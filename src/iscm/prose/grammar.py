"""The grammar of dates, on one page: every token has a class, one letter, and a date is a regular expression over them.

"from Tuesday 9 to Friday 12 June" is ``tWD~WDM``; "26 & 31 May" is ``D&DM``; "March 3 and 4, 2015" is ``MD&D,Y``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from iscm.domain.terms import load
from iscm.domain.when import FIRST_YEAR, LAST_YEAR
from iscm.prose.slips import distance
from iscm.prose.tokens import Token, fold

# -- the grammar: D day  O ordinal day  M month  Y year  W weekday  t small word  - range  & and  / slash
#    ~ to, until  b between  q early, mid, late  s season  i in  I ISO date  N numeric date  x anything else
_DAY = r"(?:t*Wt?,?)?t*[DO]"
_AND = r"(?:[-~/]|,?&|,)"
_YEAR = r"(?:,?t*Y(?![-/]Y))"
_DM = rf"{_DAY}(?:{_AND}{_DAY})*t*M{_YEAR}?"
_MD = rf"(?:W,?)?M(?:t*{_DAY})(?:{_AND}(?:W,?)?t*[DO](?!t*M))*(?!t*M){_YEAR}?"
_MY = rf"q*t*M(?:[-~/&]t*M)?{_YEAR}"
_BLOCK = rf"(?:{_DM}|{_MD}|{_MY}|N|I)"
ISLAND = re.compile(
    rf"(?P<between>b)?t*(?P<a>{_BLOCK})(?:t?(?:[-~]|(?(between)&|-))(?P<b>t*{_BLOCK}))?"
    rf"|(?P<months>b?q*t*M(?:[-~/&]t*M)*)"
    rf"|(?P<season>q*t*s(?:,?t*Y(?![-/]Y))?)"
    r"|(?P<years>(?<=\()Y[-~]Y(?=\)))"
    rf"|(?P<year>(?<![-/Y])q*t*Y(?![-/&]?[YD]))"
)


@dataclass(frozen=True, slots=True)
class DateWords:
    months: dict[str, int]
    classes: dict[str, str]
    firsts: frozenset[str]
    abbreviated: frozenset[str]


_RANGE = {"en": "to till until through thru", "fr": "au a", "es": "al a hasta", "ru": "по до"}
_AND_WORDS = {"en": "and", "fr": "et", "es": "y e", "ru": "и"}
_SMALL = {
    "en": "the of on from day days year in",
    "fr": "le la les de du l d des jour jours",
    "es": "el la los de del dia dias desde año ano",
    "ru": "с со года год году г гг числа",
}
_IN = {"en": "in during", "fr": "en durant", "es": "en durante", "ru": "в во"}
_BETWEEN = {"en": "between", "fr": "entre", "es": "entre", "ru": "между"}
_ABOUT = {
    "en": "early mid late",
    "fr": "debut mi fin",
    "es": "principios mediados finales inicios fines",
    "ru": "начале середине конце",
}
_FIRST = {"en": "", "fr": "premier 1er", "es": "primero 1ro", "ru": ""}


@cache
def words_for(lang: str) -> DateWords:
    rows = load("words")
    months: dict[str, int] = {}
    abbreviated: set[str] = set()
    for tongue in dict.fromkeys((lang, "en")):
        for number, names in enumerate(rows["months"][tongue], 1):
            for i, name in enumerate(names):
                months.setdefault(fold(name), number)
                if (i and tongue != "ru") or (tongue == "ru" and len(name) <= 4):
                    abbreviated.add(fold(name))
    if lang == "fr":
        months.pop("mar", None)
    classes: dict[str, str] = {}
    for letter, table in (
        ("t", _SMALL),
        ("i", _IN),
        ("b", _BETWEEN),
        ("q", _ABOUT),
        ("~", _RANGE),
        ("&", _AND_WORDS),
    ):
        for tongue in dict.fromkeys(("en", lang)) if letter != "~" else (lang,):
            classes.update(dict.fromkeys(table[tongue].split(), letter))
    for tongue in ("en", lang):
        classes.update({fold(w): "s" for w in rows["seasons"][tongue]})
    classes.update({fold(w): "W" for w in rows["weekdays"][lang] if not w.endswith("*")})
    return DateWords(months, classes, frozenset(_FIRST[lang].split()), frozenset(abbreviated))


@cache
def _weekday_stems(lang: str) -> tuple[str, ...]:
    return tuple(fold(w[:-1]) for w in load("words")["weekdays"][lang] if w.endswith("*"))


_SIGNS = {
    "-": "-",
    "–": "-",
    "—": "-",
    "‑": "-",
    "−": "-",
    "&": "&",
    "/": "/",
    ",": ",",
    "(": "(",
    ")": ")",
    "+": "&",
}
_KINDS = {"iso": "I", "numeric": "N", "line": "t"}
_SUFFIXES = frozenset(["st", "nd", "rd", "th", "er"])


def classes(tokens: Sequence[Token], canons: Sequence[tuple[str, str]], lang: str) -> str:
    """The class string: one letter for each token."""
    words, stems = words_for(lang), _weekday_stems(lang)
    out: list[str] = []
    for i, token in enumerate(tokens):
        kind = token.kind
        if kind == "word":
            out.append(_word_class(tokens, canons, i, words, stems, lang, out[-1] if out else ""))
        elif kind == "sign":
            dot = token.word == "." and out and _is_abbreviation(tokens[i - 1], out[-1], words)
            out.append("t" if dot else _SIGNS.get(token.word, "x"))
        elif kind == "number":
            out.append("x" if _is_numbering(tokens, i) else _number_class(token.word))
        elif kind == "ordinal":
            digits = re.match(r"\d+", token.word)
            out.append("O" if digits and len(digits[0]) <= 2 and 1 <= int(digits[0]) <= 31 else "x")
        else:
            out.append(_KINDS.get(kind, "x"))
    return "".join(out)


def _word_class(
    tokens: Sequence[Token],
    canons: Sequence[tuple[str, str]],
    i: int,
    words: DateWords,
    stems: tuple[str, ...],
    lang: str,
    before: str,
) -> str:
    word = tokens[i].word
    if letter := words.classes.get(word):
        return letter
    if word == "sept" and lang == "fr" and not _beside_number(tokens, i):
        return "x"  # seven
    if canons[i][0] in words.months or _is_misspelt_month(tokens, i, canons[i][0], lang):
        return "M"
    if word in words.firsts:
        return "O"
    if before == "D" and word in _SUFFIXES and tokens[i - 1].kind == "number":
        return "t"  # "3 rd of December"
    return "W" if stems and word.startswith(stems) else "x"


def _number_class(word: str) -> str:
    value = int(word) if len(word) < 5 else 0
    if len(word) <= 2 and 1 <= value <= 31:
        return "D"
    return "Y" if FIRST_YEAR <= value <= LAST_YEAR else "x"


def _is_numbering(tokens: Sequence[Token], i: int) -> bool:
    """ "SOM no. 8": a number that counts editions."""
    before = tokens[i - 1].word if i else ""
    return before in ("no", "№", "#", "°") or (
        before == "." and i > 1 and tokens[i - 2].word in ("no", "nr", "num")
    )


def _is_abbreviation(token: Token, letter: str, words: DateWords) -> bool:
    return (letter == "M" and token.word in words.abbreviated) or letter in "DOW" or token.word in ("г", "гг")


def _beside_number(tokens: Sequence[Token], i: int) -> bool:
    beside = [tokens[j] for j in (i - 1, i + 1) if 0 <= j < len(tokens)]
    return any(token.kind in ("number", "ordinal") or token.word == "." for token in beside)


def _is_misspelt_month(tokens: Sequence[Token], i: int, word: str, lang: str) -> bool:
    """A word beside a number that is one slip from a month's name: "22 Mach", "29 de agsto"."""
    if not 4 <= len(word) <= 11:
        return False
    beside = [tokens[j].kind for j in (i - 1, i + 1) if 0 <= j < len(tokens)]
    after_of = i > 1 and tokens[i - 1].word in ("de", "of") and tokens[i - 2].kind == "number"
    return ("number" in beside or after_of) and nearest_month(word, lang) is not None


@lru_cache(4096)
def nearest_month(word: str, lang: str) -> str | None:
    """The month whose name is one slip from ``word``, two for a long one; with the same first letter."""
    allowed = 1 if len(word) < 8 else 2
    names = (n for n in words_for(lang).months if len(n) >= 4 and n[0] == word[0])
    ranked = sorted((distance(word, n, allowed), n) for n in names)
    return ranked[0][1] if ranked and ranked[0][0] <= allowed else None


def month_of(token: Token, words: DateWords, lang: str) -> str:
    """The month's own spelling, also where it was misspelt."""
    return token.word if token.word in words.months else nearest_month(token.word, lang) or token.word
