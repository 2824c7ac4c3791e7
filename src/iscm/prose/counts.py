"""How many and which: counts and ordinals of a mention, before its noun ("two", "8th", "XXIV") and after it ("SOM 2",
"Steering Committee x 3", "met twice")."""

from __future__ import annotations

import re

from iscm.prose.mention import BODIES, Mention
from iscm.prose.phrases import HALF, JOINTS, many_words, one_words
from iscm.prose.scan import Scan, articles

MET = frozenset(
    "met gathered convened meet meets assembled rencontres rencontrees sesiono sesionaron reuni reunis reunie reunies "
    "reunit reunissent reunirent reunio reunieron собрались встретились собрался встретился "
    "собиралась собирался собирались собралась встретилась встречалась встречались".split()
)


def quantify(scan: Scan, mention: Mention, head: int) -> None:
    """Count, ordinals and article, read off the phrase left of its head; ``name`` is set after them."""
    i = name = mention.first
    while i < head:
        step = _ordinal_at(scan, mention, i) or _count_at(scan, mention, i, head)
        if step:
            if not _words_before(scan, mention.first, i):
                name = i + step
            i += step
            continue
        if scan.tokens[i].word in articles(scan.lang) and i == mention.first:
            mention.definite = scan.tokens[i].word not in ("a", "an", "un", "une")
            name = i + 1
        i += 1
    while name < head and scan.tokens[name].kind in ("sign", "line"):
        name = scan.close[name] + 1 if scan.close.get(name, head) < head else name + 1
    mention.name = name


def _ordinal_at(scan: Scan, mention: Mention, i: int) -> int:
    """The number of tokens of an ordinal, kept with the mention; 0 where there is none."""
    ordinal = scan.ordinal(i)
    if not ordinal:
        return 0
    if ordinal[0] not in mention.ordinals:  # "55th (LV)"
        mention.ordinals.append(ordinal[0])
    return ordinal[1]


def _count_at(scan: Scan, mention: Mention, i: int, head: int) -> int:
    """The number of tokens that say how many, kept with the mention; 0 where there are none."""
    token = scan.tokens[i]
    if compound := scan.compound(i):
        mention.count = compound
        return 3
    value = scan.number(i)
    if value is not None and not mention.ordinals and _counts(scan, i, head):
        halved = i > mention.first and scan.tokens[mention.first].word in HALF
        mention.count = value // 2 if halved else value
        return 1
    if scan.cat(i) == "many":
        mention.many = True
        return scan.hit_at[i].end - i
    if token.word in many_words(scan.lang):
        mention.many = True
        return 1
    if token.word in one_words(scan.lang) and i <= mention.first + 1:
        mention.count = mention.count or (1 if token.word in _ONE else None)
        mention.indefinite = True
        return 1
    return 0


_ONE = frozenset("one single один одна одно одного одну".split())


def _words_before(scan: Scan, first: int, i: int) -> bool:
    return any(
        scan.tokens[j].kind == "word"
        and scan.tokens[j].word not in articles(scan.lang)
        and scan.string[j] != "&"
        and not scan.ordinal(j)
        for j in range(first, i)
    )


def _counts(scan: Scan, i: int, head: int) -> bool:
    """A number counts meetings unless it measures them: "three-day workshop", "60-minute"."""
    tokens = scan.tokens
    after = i + 1
    while after < head and tokens[after].word in JOINTS:
        after += 1
    return not (after < head and tokens[after].word in _MEASURES)


_MEASURES = frozenset(
    "day days hour hours week weeks month months year years part parts minute minutes jour jours dia dias state states "
    "country countries member members module point way pays paises estados дневн дневный дневная дневное".split()
)


def number_after(scan: Scan, mention: Mention, end: int) -> None:
    """Counts and ordinals that follow their noun: each way to say them may move ``mention.end`` past the number."""
    if mention.end >= end:
        return
    for way in (_times_met, _numbered, _told_apart, _multiplied, _bracketed, _lettered):
        if way(scan, mention, mention.end, end):
            return


def _times_met(scan: Scan, mention: Mention, i: int, end: int) -> bool:
    """ "the Steering Group met five times"."""
    if scan.tokens[i].word == ":" and mention.types[0] in BODIES and mention.weak and not mention.plural:
        mention.label = any(j in scan.island_at for j in range(i + 1, min(i + 5, end)))
        return mention.label
    while i < end and scan.tokens[i].word in _AUX:
        i += 1
    if i >= end or mention.types[0] not in BODIES or scan.tokens[i].word not in MET:
        return False
    times(scan, mention, i + 1, end)
    return True


_AUX = frozenset("had has have s est se ont a sont".split())


def _numbered(scan: Scan, mention: Mention, i: int, end: int) -> bool:
    """ "SOM no. 8"."""
    tokens = scan.tokens
    if tokens[i].word not in ("no", "n", "nr", "num", "№", "#") or mention.ordinals:
        return False
    at = i + 1
    while at < end and tokens[at].word in (".", "o", "°", "º"):
        at += 1
    ordinal = scan.ordinal(at) if at < end else None
    if at < end and tokens[at].kind in ("number", "ordinal"):
        mention.ordinals, mention.end = [int(re.sub(r"\D", "", tokens[at].word))], at + 1
    elif ordinal:  # "n.º XXVIII"
        mention.ordinals, mention.end = [ordinal[0]], at + ordinal[1]
    return True


def _told_apart(scan: Scan, mention: Mention, i: int, end: int) -> bool:
    """ "Working groups: 26 meetings", "SOMs: two"."""
    if scan.tokens[i].word not in ":—–" or i + 1 >= end or mention.count is not None or mention.ordinals:
        return False
    value = scan.number(i + 1)
    many = mention.plural or mention.types[0] in BODIES
    noun = scan.cat(i + 2) == "head"
    if not (value and many and (i + 2 >= end or noun or scan.tokens[i + 2].word in ":(.,;")):
        return False
    mention.count, mention.end, mention.weak = value, i + (3 if noun else 2), False
    return True


def _multiplied(scan: Scan, mention: Mention, i: int, end: int) -> bool:
    """ "Steering Committee x 3"."""
    if scan.tokens[i].word not in ("x", "×") or i + 1 >= end or scan.tokens[i + 1].kind != "number":
        return False
    mention.count, mention.end = int(scan.tokens[i + 1].word), i + 2
    mention.plural, mention.weak = True, False
    return True


def _bracketed(scan: Scan, mention: Mention, i: int, end: int) -> bool:
    """ "Working Groups (24 meetings)", "Workshops (4)", "SG meetings (x3)", "Meeting (XXII, 22-23 November)"."""
    tokens, close = scan.tokens, scan.close.get(i)
    if tokens[i].word != "(" or close is None:
        return False
    inside = range(i + 1, close)
    ordinal = scan.ordinal(i + 1)
    if ordinal and not mention.ordinals and tokens[i + 1 + ordinal[1]].word in (",", ")"):
        mention.ordinals = [ordinal[0]]
        return True
    plain = all(
        scan.number(j) is not None or tokens[j].word in ("x", "×") or scan.cat(j) == "head" for j in inside
    )
    counts = [value for j in inside if (value := scan.number(j)) is not None]
    if plain and len(counts) == 1 and mention.count is None:
        mention.count, mention.end, mention.weak = counts[0], close + 1, False
        return True
    return False


def _lettered(scan: Scan, mention: Mention, i: int, end: int) -> bool:
    """ "Workshop II - New York", "SOM 2: 20 November", "meetings LII (17 June) and LIII (9 December)"."""
    if mention.ordinals or mention.count is not None or mention.edition or i in scan.island_at:
        return False
    if mention.plural and scan.tokens[i].word == ":":
        i += 1
    ordinal = scan.ordinal(i) if i < end else None
    after = i + (ordinal[1] if ordinal else 1)
    word = scan.tokens[after].word if after < end else ""
    if mention.plural:
        if ordinal and word == "(":
            mention.ordinals, mention.end = [ordinal[0]], after
            mention.plural, mention.series = False, True
        return True
    token = scan.tokens[i]
    text = scan.text[token.start : token.end]
    named = word in ("", "-", "–", "—", "(", ",", ":", "in", "en") or after in scan.edition_at
    if token.kind == "word" and text.isupper() and ordinal and named:
        mention.ordinals, mention.end = [ordinal[0]], after
    elif token.kind == "number" and len(text) <= 2 and word in ("", ":", "(", "–", "—"):
        mention.ordinals, mention.end = [int(text)], i + 1
    return True


def times(scan: Scan, mention: Mention, i: int, end: int) -> None:
    """ "met twice", "met five times", "met for the fifth time"."""
    tokens = scan.tokens
    for at in range(i, min(i + 6, end)):
        word = tokens[at].word
        if word in _TWICE:
            mention.count = _TWICE[word]
        elif (
            word in ("times", "fois", "reprises", "veces", "ocasiones", "oportunidades", "раза", "раз")
            and at > i
            and scan.number(at - 1)
        ):
            mention.count = scan.number(at - 1)
        elif word in ("time", "fois", "vez", "раз") and at > i:
            ordinal = scan.ordinal(at - 1)
            mention.ordinals = [ordinal[0]] if ordinal else mention.ordinals
        elif at in scan.island_at:
            break
    if mention.count and mention.count > 1:
        mention.plural, mention.weak = True, False


_TWICE = {"once": 1, "twice": 2, "thrice": 3, "дважды": 2, "трижды": 3}
