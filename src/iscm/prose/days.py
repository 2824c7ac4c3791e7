"""Dates in prose, read and written. What is read here, ``spell`` writes back, in each language.

Every token has a class, one letter; the grammar is a handful of regular expressions over the string of classes, so
that "from Tuesday 9 to Friday 12 June" is ``tWD-WDM``. An island is a stretch of tokens that is one date, or several
that share their month ("26 & 31 May"). Ranges and lists are kept apart: whether "4 and 5 July" is one meeting of two
days or two meetings depends on what it dates, so the reader of statements decides.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from iscm.domain.terms import load
from iscm.domain.when import ImpossibleDate, Point, When
from iscm.prose.slips import distance
from iscm.prose.tokens import Token, fold

# -- the grammar: D day  O ordinal day  M month  Y year  W weekday  t small word  - range  & and  / slash
#    ~ to, until  b between  q early, mid, late  s season  i in  I ISO date  N numeric date  x anything else
_DAY = r"(?:t*W,?)?t*[DO]"
_AND = r"(?:[-~/]|,?&|,)"
_YEAR = r"(?:,?t*Y(?![-/]Y))"
_DM = rf"{_DAY}(?:{_AND}{_DAY})*t*M{_YEAR}?"
_MD = rf"(?:W,?)?M(?:t*{_DAY})(?:{_AND}(?:W,?)?t*[DO](?!t*M))*(?!t*M){_YEAR}?"
_MY = rf"q*t*M(?:[-~/&]t*M)?{_YEAR}"
_BLOCK = rf"(?:{_DM}|{_MD}|{_MY}|N|I)"
_ISLAND = re.compile(
    rf"(?P<between>b)?t*(?P<a>{_BLOCK})(?:t?(?:[-~]|(?(between)&|-))(?P<b>t*{_BLOCK}))?"
    rf"|(?P<months>b?q*t*M(?:[-~/&]t*M)*)"
    rf"|(?P<season>q*t*s(?:,?t*Y(?![-/]Y))?)"
    r"|(?P<years>(?<=\()Y[-~]Y(?=\)))"
    rf"|(?P<year>(?<![-/Y])q*t*Y(?![-/&]?[YD]))"
)


@dataclass(frozen=True, slots=True)
class Island:
    """Dates at tokens ``first`` up to ``end``. ``dates`` in order; year None where not said.

    ``listed`` says that neighbours were joined by "and" or a comma, not by a range; ``sure`` is False for a month or
    year alone, which is a date only where the sentence puts it as one; ``wrong`` tells an impossible date in words.
    """

    first: int
    end: int
    dates: tuple[When, ...]
    listed: bool = False
    sure: bool = True
    wrong: str = ""


@dataclass(frozen=True, slots=True)
class _Words:
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
def _words(lang: str) -> _Words:
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
    return _Words(months, classes, frozenset(_FIRST[lang].split()), frozenset(abbreviated))


@cache
def _weekday_stems(lang: str) -> tuple[str, ...]:
    return tuple(fold(w[:-1]) for w in load("words")["weekdays"][lang] if w.endswith("*"))


@cache
def _seasons() -> dict[str, int]:
    return {fold(word): value for names in load("words")["seasons"].values() for word, value in names.items()}


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


def classes(tokens: Sequence[Token], canons: Sequence[tuple[str, str]], lang: str) -> str:
    """The class string: one letter for each token."""
    words, stems = _words(lang), _weekday_stems(lang)
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


_KINDS = {"iso": "I", "numeric": "N", "line": "t"}


def _word_class(
    tokens: Sequence[Token],
    canons: Sequence[tuple[str, str]],
    i: int,
    words: _Words,
    stems: tuple[str, ...],
    lang: str,
    before: str,
) -> str:
    word = tokens[i].word
    if letter := words.classes.get(word):
        return letter
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
    return "Y" if 1900 <= value <= 2100 else "x"


def _is_numbering(tokens: Sequence[Token], i: int) -> bool:
    """ "SOM no. 8": a number that counts editions."""
    before = tokens[i - 1].word if i else ""
    return before in ("no", "№", "#", "°") or (
        before == "." and i > 1 and tokens[i - 2].word in ("no", "nr", "num")
    )


_SUFFIXES = frozenset(["st", "nd", "rd", "th", "er"])


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
    names = (n for n in _words(lang).months if len(n) >= 4 and n[0] == word[0])
    ranked = sorted((distance(word, n, allowed), n) for n in names)
    return ranked[0][1] if ranked and ranked[0][0] <= allowed else None


def _is_abbreviation(token: Token, letter: str, words: _Words) -> bool:
    return (letter == "M" and token.word in words.abbreviated) or letter in "DO" or token.word in ("г", "гг")


_BARE_DAY = {"en": ("on", "the"), "fr": ("le",), "es": ("el",), "ru": ()}


def _bare_day(tokens: Sequence[Token], i: int, lang: str, before: Island) -> Island | None:
    """ "on the 23rd", "le 12": a day of the month of the date before it."""
    lead = _BARE_DAY[lang]
    if not lead or i < len(lead) or tuple(t.word for t in tokens[i - len(lead) : i]) != lead:
        return None
    ends = i + 1 >= len(tokens) or tokens[i + 1].word in (",", ".", ";", ")", "in", "en", "a", "à")
    last = before.dates[-1].last if before.dates else None
    digits = re.match(r"\d+", tokens[i].word)
    if not ends or not last or not last.month or not digits or int(digits[0]) > 31:
        return None
    try:
        point = Point(last.year, last.month, int(digits[0]))
    except ImpossibleDate:
        return None
    return Island(i, i + 1, (When(point, point),))


def islands(tokens: Sequence[Token], string: str, lang: str) -> list[Island]:
    """All dates in the class string, from left to right."""
    found = _islands(tokens, string, lang)
    taken = {i for island in found for i in range(island.first, island.end)}
    for i, letter in enumerate(string):
        if letter in "OD" and i not in taken and (letter == "O" or lang != "en"):
            before = next((x for x in reversed(found) if x.end <= i), None)
            island = _bare_day(tokens, i, lang, before) if before else None
            if island:
                found.append(island)
    return sorted(found, key=lambda x: x.first)


def _islands(tokens: Sequence[Token], string: str, lang: str) -> list[Island]:
    found: list[Island] = []
    at = 0
    while match := _ISLAND.search(string, at):
        first, end = match.span()
        while first < end and string[first] == "t":
            first += 1
        while end > first and string[end - 1] == "t" and tokens[end - 1].kind != "word":
            end -= 1
        at = max(match.end(), at + 1)
        if first == end:
            continue
        island = _read(match, tokens, string, lang, first, end)
        if island:
            found.append(island)
    return found


def _read(
    match: re.Match[str], tokens: Sequence[Token], string: str, lang: str, first: int, end: int
) -> Island | None:
    words = _words(lang)
    try:
        if match["season"]:
            season = string.index("s", first, end)
            y = string.find("Y", first, end)
            point = Point(int(tokens[y].word) if y >= 0 else None, _seasons()[tokens[season].word])
            return Island(first, end, (When(point, point),), sure=y >= 0)
        if match["years"]:
            return Island(
                first,
                end,
                (When(Point(int(tokens[first].word)), Point(int(tokens[end - 1].word))),),
                sure=False,
            )
        if match["year"]:
            y = string.index("Y", first)
            point = Point(int(tokens[y].word))
            return Island(first, end, (When(point, point),), sure=False)
        if match["months"]:
            values = [
                words.months[_month_word(tokens[i], words, lang)]
                for i in range(first, end)
                if string[i] == "M"
            ]
            points = [Point(None, v) for v in values]
            if len(points) == 2 and (set("-~") & set(string[first:end]) or string[match.start()] == "b"):
                return Island(first, end, (When(points[0], points[1]),), sure=False)
            return Island(first, end, tuple(When(p, p) for p in points), listed=len(points) > 1, sure=False)
        between = bool(match["between"])
        left = _block(match.start("a"), match.end("a"), tokens, string, lang, between)
        if not match["b"]:
            return Island(first, end, tuple(left[0]), left[1])
        right = _block(match.start("b"), match.end("b"), tokens, string, lang)
        start, close = left[0][-1], right[0][0]
        assert start.first
        assert close.last
        span_first = start.first
        if span_first.year is None and close.last.year is not None:
            year = close.last.year
            late = (span_first.month or 1, span_first.day or 1) > (
                close.last.month or 12,
                close.last.day or 31,
            )
            span_first = replace(span_first, year=year - 1 if late else year)
        dates = (*left[0][:-1], When(span_first, close.last), *right[0][1:])
        return Island(first, end, dates, listed=left[1] or right[1])
    except ImpossibleDate as error:
        return Island(first, end, (), wrong=str(error))


def _month_word(token: Token, words: _Words, lang: str) -> str:
    """The month's own spelling, also where it was misspelt."""
    return token.word if token.word in words.months else nearest_month(token.word, lang) or token.word


def _block(
    start: int, end: int, tokens: Sequence[Token], string: str, lang: str, between: bool = False
) -> tuple[list[When], bool]:
    """The dates of one block, and whether they were listed rather than ranged."""
    words = _words(lang)
    while string[start] == "t":
        start += 1
    if string[start] == "I":
        return [_iso(tokens[start].word)], False
    if string[start] == "N":
        return [_numeric(tokens[start].word)], False
    year = next((int(tokens[i].word) for i in range(start, end) if string[i] == "Y"), None)
    months = [
        words.months[_month_word(tokens[i], words, lang)] for i in range(start, end) if string[i] == "M"
    ]
    days: list[tuple[str, int]] = []  # (how it is joined to the one before, day)
    joint = ""
    for i in range(start, end):
        letter = string[i]
        if letter in "DO":
            value = 1 if tokens[i].word in words.firsts else int(re.match(r"\d+", tokens[i].word)[0])  # type: ignore[index]
            days.append((joint, value))
            joint = ""
        elif letter in "-~/&,":
            joint = letter if joint in ("", ",") else joint
    if not days:
        points = [Point(year, m) for m in months]
        if len(points) == 2 and "&" not in string[start:end]:
            return [When(points[0], points[1])], False
        return [When(p, p) for p in points], len(points) > 1
    month = months[0]
    dates: list[When] = []
    listed = False
    for joint, day in days:
        point = Point(year, month, day)
        ranged = joint in ("-", "~", "/") or (between and joint == "&")
        if (
            ranged
            and dates
            and dates[-1].first == dates[-1].last
            and dates[-1].first
            and (dates[-1].first.day or 0) <= day
        ):
            dates[-1] = When(dates[-1].first, point)
        else:
            listed = listed or bool(dates)
            dates.append(When(point, point))
    return dates, listed


def _iso(text: str) -> When:
    """2018-06-05, 2018-06, 2018-06-05/07, 2018-06-30/07-01."""
    left, slash, right = text.partition("/")
    first = Point.parse(left)
    return When(first, Point.parse(left[: len(left) - len(right)] + right) if slash else first)


_ROMAN_MONTHS = {n: i for i, n in enumerate("i ii iii iv v vi vii viii ix x xi xii".split(), 1)}


def _numeric(text: str) -> When:
    """05.06.2018, 05-07.06.2018, 30.06-02.07.2018, 5/6/18: the day first, as everywhere but in the United States."""
    if letters := re.search(r"[ivx]+", text):
        text = text.replace(letters[0], str(_ROMAN_MONTHS.get(letters[0], 13)))
    numbers = [int(n) for n in re.findall(r"\d+", text)]
    if len(numbers) == 2 and "/" in text:
        return When(Point(None, numbers[1], numbers[0]), Point(None, numbers[1], numbers[0]))
    if text.endswith("."):  # "24.06.", "7.-9.09."
        return When(Point(None, numbers[-1], numbers[0]), Point(None, numbers[-1], numbers[-2]))
    year = numbers[-1] + (2000 if numbers[-1] < 100 else 0)
    if len(numbers) == 5:
        return When(Point(year, numbers[1], numbers[0]), Point(year, numbers[3], numbers[2]))
    day, month = numbers[-3], numbers[-2]
    if month > 12 >= day and len(numbers) == 3:
        day, month = month, day
    last = Point(year, month, day)
    return When(Point(year, month, numbers[0]) if len(numbers) == 4 else last, last)


def consecutive(dates: Sequence[When]) -> bool:
    """Whether single days follow one another without a gap, as in "4 and 5 July"."""
    days = [d.first for d in dates]
    if any(d.first != d.last for d in dates) or not all(p and p.day for p in days):
        return False
    ordinals = [dt.date(p.year or 2000, p.month or 1, p.day or 1).toordinal() for p in days if p]
    return all(b - a == 1 for a, b in zip(ordinals, ordinals[1:], strict=False))


def joined(dates: Sequence[When]) -> When:
    """One span from the first of ``dates`` to the last."""
    return When(dates[0].first, dates[-1].last)
