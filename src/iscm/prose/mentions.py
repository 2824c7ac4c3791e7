"""Mentions of meetings: a noun that is a meeting, with its kind, number and ordinal, as "two technical working group
meetings", "la XV Reunión del Grupo Regional de Consulta", "8th ARCP", "senior officials met"."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from iscm.domain.terms import load, mechanisms, types
from iscm.prose.scan import Scan, articles, is_small
from iscm.prose.tokens import fold

_OPAQUE = frozenset(["context", "topic", "next", "held", "will", "with", "cancelled", "postponed"])
_OF = {
    "en": frozenset(["of"]),
    "fr": frozenset(["de", "du", "des", "d"]),
    "es": frozenset(["de", "del"]),
    "ru": frozenset(),
}
_JOINTS = frozenset("-‑'’‘\"“”«»")
_MET = frozenset(
    "met gathered convened meet meets assembled rencontres rencontrees sesiono sesionaron reuni reunis reunie reunies reunit reunissent reunirent reunio reunieron "
    "собрались встретились собрался встретился".split()
)
_PARTICIPLES = frozenset(
    "open-ended extended enlarged expanded advanced specialised specialized dedicated restricted combined united based".split()
)
_GROUPS = frozenset(
    ["steering-group", "working-group", "reference-group", "troika", "friends-of-the-forum", "expert"]
)
# heads that are common words too: alone they are no meeting unless something dates or counts them
_WEAK = frozenset(
    "event exchange discussion debate talk round mission course board panel launch dialogue forum session consultation "
    "assembly hearing formation session echange debat tour discussion lancement dialogo ronda intercambio curso consulta "
    "call calls lanzamiento panel evento jornada сессии мероприятия раунд дискуссии training academy troika".split()
)


_PLAIN = frozenset(
    "meeting annual ordinary extraordinary preparatory thematic expert ad-hoc review plenary high-level consultation".split()
)


@dataclass(slots=True)
class Mention:
    """A mention at tokens ``first`` up to ``end``. ``ordinals`` has more than one for "2nd and 3rd SOMs"."""

    first: int
    end: int
    name: int  # where the name begins, after article, count and ordinal
    types: tuple[str, ...]  # main type first
    plural: bool = False
    ordinals: list[int] = field(default_factory=list)
    count: int | None = None  # as said; None where no number stands
    many: bool = False  # "several", "a series of"
    definite: bool = False
    weak: bool = False
    indefinite: bool = False  # "a workshop"
    edition: bool = False  # "8th ARCP": the mechanism's name stands for its meeting
    verb: bool = False  # "senior officials met"


@cache
def _rank() -> dict[str, int]:
    return {key: i for i, key in enumerate(types())}


@cache
def _many(lang: str) -> frozenset[str]:
    return frozenset(fold(w) for w in load("words")["many"][lang] if " " not in w)


@cache
def _ones(lang: str) -> frozenset[str]:
    return frozenset(load("words")["one"][lang])


def mentions(scan: Scan, start: int, end: int, mechanism: str | None) -> list[Mention]:
    """All mentions in tokens ``start`` up to ``end`` outside brackets, from left to right."""
    found: list[Mention] = []
    at = start
    while at < end:
        hit = scan.hit_at.get(at)
        if scan.depth[at] or hit is None or hit.sense.cat in ("context", "with"):
            elliptic = _ellipsis(scan, found, at, end) if found and not scan.depth[at] else None
            if elliptic:
                found.append(elliptic)
                at = elliptic.end
            else:
                at += 1
            continue
        mention = None
        cat = hit.sense.cat
        if cat == "head" and at not in scan.island_at:
            mention = _noun(scan, start, end, hit.first, hit.end, mechanism)
        elif cat in ("mark", "people"):
            mention = _subject(scan, start, end, hit.first, hit.end)
        elif cat in ("mechanism", "event"):
            mention = _own(scan, start, end, at, mechanism)
        elif cat == "city" and mechanism:
            mention = _named_after_city(scan, start, end, hit.first, hit.end, mechanism)
        if mention and (not found or mention.first >= found[-1].end):
            _number_after(scan, mention, end)
            found.append(mention)
            at = mention.end
        elif mention and found and mention.end > found[-1].end:
            at = mention.end
        else:
            at = hit.end
    return found


def _ellipsis(scan: Scan, found: list[Mention], at: int, end: int) -> Mention | None:
    """ "... in New York in March and the second in Geneva": an ordinal that stands for its noun."""
    tokens = scan.tokens
    if tokens[at].word not in ("the", "la", "le", "el") or at + 1 >= end:
        return None
    ordinal = scan.ordinal(at + 1)
    if not ordinal or not found[-1].ordinals:
        return None
    after = at + 1 + ordinal[1]
    if after >= end or after in scan.hit_at and scan.cat(after) not in ("context", "city"):
        return None
    word = tokens[after].word
    if word in ("in", "at", "on", "en", "a", "à", ",", "(", "from", "du", "del") or after in scan.island_at:
        return Mention(at, after, at + 1, found[-1].types, ordinals=[ordinal[0]], edition=True)
    return None


def _named_after_city(
    scan: Scan, start: int, end: int, first: int, stop: int, mechanism: str
) -> Mention | None:
    """ "Quito III": a process called by its city."""
    name = mechanisms()[mechanism] if mechanism in mechanisms() else None
    ordinal = scan.ordinal(stop) if stop < end else None
    own = name and any(
        fold(a).startswith(scan.tokens[first].word + " ")
        for a in (*name.aliases, mechanism.replace("-", " "))
    )
    if not own or not ordinal or name is None or scan.tokens[stop].kind != "word" or not scan.is_upper(stop):
        return None
    return Mention(first, stop + 1, first, (name.edition or "meeting",), ordinals=[ordinal[0]], edition=True)


def _number_after(scan: Scan, mention: Mention, end: int) -> None:
    """Counts and ordinals that follow their noun: each way to say them may move ``mention.end`` past the number."""
    if mention.end >= end:
        return
    for way in (_times_met, _numbered, _told_apart, _multiplied, _bracketed, _lettered):
        if way(scan, mention, mention.end, end):
            return


def _times_met(scan: Scan, mention: Mention, i: int, end: int) -> bool:
    """ "the Steering Group met five times"."""
    if mention.types[0] not in _GROUPS or scan.tokens[i].word not in _MET:
        return False
    _times(scan, mention, i + 1, end)
    return True


def _numbered(scan: Scan, mention: Mention, i: int, end: int) -> bool:
    """ "SOM no. 8"."""
    tokens = scan.tokens
    if tokens[i].word not in ("no", "n", "nr", "num", "№", "#") or mention.ordinals:
        return False
    at = i + 1
    while at < end and tokens[at].word in (".", "o", "°", "º"):
        at += 1
    if at < end and tokens[at].kind in ("number", "ordinal"):
        mention.ordinals, mention.end = [int(re.sub(r"\D", "", tokens[at].word))], at + 1
    return True


def _told_apart(scan: Scan, mention: Mention, i: int, end: int) -> bool:
    """ "Working groups: 26 meetings", "SOMs: two"."""
    if scan.tokens[i].word not in ":—–" or i + 1 >= end or mention.count is not None or mention.ordinals:
        return False
    value = scan.number(i + 1)
    many = mention.plural or mention.types[0] in _GROUPS
    noun = scan.cat(i + 2) == "head"
    if value and many and (i + 2 >= end or noun or scan.tokens[i + 2].word in ":(.,;"):
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
    """ "Workshop II - New York", "SOM 2: 20 November"."""
    told = mention.ordinals or mention.count is not None or mention.plural or mention.edition
    if told or i in scan.island_at:
        return False
    token = scan.tokens[i]
    text = scan.text[token.start : token.end]
    after = scan.tokens[i + 1].word if i + 1 < end else ""
    ordinal = scan.ordinal(i)
    if (
        token.kind == "word"
        and text.isupper()
        and ordinal
        and after in ("", "-", "–", "—", "(", ",", ":", "in", "en")
    ):
        mention.ordinals, mention.end = [ordinal[0]], i + 1
    elif token.kind == "number" and len(text) <= 2 and after in ("", ":", "(", "–", "—"):
        mention.ordinals, mention.end = [int(text)], i + 1
    return True


def _times(scan: Scan, mention: Mention, i: int, end: int) -> None:
    """ "met twice", "met five times", "met for the fifth time"."""
    tokens = scan.tokens
    for at in range(i, min(i + 6, end)):
        word = tokens[at].word
        if word in _TWICE:
            mention.count = _TWICE[word]
        elif word in ("times", "fois", "veces", "раза", "раз") and at > i and scan.number(at - 1):
            mention.count = scan.number(at - 1)
        elif word in ("time", "fois", "vez", "раз") and at > i:
            ordinal = scan.ordinal(at - 1)
            mention.ordinals = [ordinal[0]] if ordinal else mention.ordinals
        elif at in scan.island_at:
            break
    if mention.count and mention.count > 1:
        mention.plural, mention.weak = True, False


_TWICE = {"once": 1, "twice": 2, "thrice": 3, "дважды": 2, "трижды": 3}


def _noun(scan: Scan, start: int, end: int, first: int, stop: int, mechanism: str | None) -> Mention:
    left = _left(scan, start, first)
    right = _right(scan, end, stop)
    return _build(scan, left, first, stop, right)


def _build(scan: Scan, left: int, head: int, stop: int, right: int) -> Mention:
    kinds: list[str] = []
    further: list[str] = []  # said after "of": they name the body, and the kind only of a plain meeting
    heads: list[str] = []
    plural = scan.hit_at[head].sense.plural
    i, after_of = left, False
    while i < right:
        hit = scan.hit_at.get(i)
        if i >= stop and scan.tokens[i].word in _OF[scan.lang] and not (hit and hit.sense.cat == "mark"):
            after_of = True
        if hit and hit.sense.cat in ("head", "mark"):
            if not after_of:
                kinds.append(hit.sense.value)
            elif hit.sense.cat == "mark" or hit.sense.value in _GROUPS:
                further.append(hit.sense.value)
            if hit.sense.cat == "head":
                heads.append(scan.tokens[hit.first].word if hit.end - hit.first == 1 else "")
                if scan.lang == "en" and not after_of:
                    plural = hit.sense.plural
            i = hit.end
        else:
            i += 1
    core = scan.hit_at[head].sense.value
    named_by_body = set(kinds) <= _PLAIN
    if named_by_body:
        kinds += further
    special = {scan.tokens[j].word for j in range(left, right)} & {"special", "especial", "speciale"}
    if (
        set(kinds) <= {"meeting"}
        and special
        and heads[0] in ("meeting", "meetings", "session", "reunion", "sesion")
    ):
        kinds.append("extraordinary")
    types = _ranked(kinds) + (() if named_by_body else tuple(k for k in further if k not in kinds))
    mention = Mention(left, right, left, types, plural)
    _quantify(scan, mention, head)
    if scan.lang == "ru" and mention.count is None and _is_plural_ru(scan, left, head):
        mention.plural = True
    if not mention.ordinals and core in ("plenary", "meeting"):
        mention.ordinals += _ordinal_after_of(scan, stop, right)
    bare = len(set(kinds)) == 1 and right - mention.name <= 2
    mention.weak = (heads[0] in _WEAK and bare) or (core in _GROUPS and set(kinds) <= _GROUPS)
    return mention


def _ranked(kinds: list[str]) -> tuple[str, ...]:
    return tuple(sorted(dict.fromkeys(kinds), key=_rank().__getitem__))


def _is_plural_ru(scan: Scan, left: int, head: int) -> bool:
    """A noun in the nominative plural: said by its adjective, or by itself at the start of a phrase."""
    if head > left:
        return scan.tokens[head - 1].word.endswith(("ые", "ие"))
    return scan.tokens[head].word.endswith(("ы", "инары", "речи")) and not (head and is_small(scan, head - 1))


def _ordinal_after_of(scan: Scan, stop: int, right: int) -> list[int]:
    """ "Plenaria de la VIII Reunión": the number of what it is the plenary of."""
    for i in range(stop, right):
        ordinal = scan.ordinal(i)
        if (
            ordinal
            and scan.cat(i + ordinal[1]) in ("head", "mark")
            and scan.tokens[stop].word in _OF[scan.lang]
        ):
            return [ordinal[0]]
    return []


def _left(scan: Scan, start: int, head: int) -> int:
    """Where the noun phrase that ends before ``head`` begins: at most seven words on, counts and articles with it."""
    first, i, steps = head, head - 1, 0
    while i >= start and steps < 10:
        taken = _taken(scan, start, i)
        if taken is None:
            break
        first, goes_on = taken
        if not goes_on:
            break
        i, steps = first - 1, steps + 1
    while first < head and scan.tokens[first].word in _JOINTS | {",", "&", "/", "(", ")"}:
        first += 1
    return first


def _taken(scan: Scan, start: int, i: int) -> tuple[int, bool] | None:
    """Whether the word at ``i`` belongs to the phrase on its right: (where it begins, whether more may come before)."""
    token, hit = scan.tokens[i], scan.hit_at.get(i)
    if i in scan.island_at:  # "2022 SOM", but no other date
        alone = scan.string[i] == "Y" and token.kind == "number" and not scan.island_at[i].sure
        return (i, True) if alone and scan.lang == "en" else None
    if scan.string[i] == "&":
        return (i, True) if i > start and _joins_names(scan, i) else None
    if token.word in _OF[scan.lang]:
        return _before_of(scan, start, i)
    if i in scan.edition_at:
        return max(scan.edition_at[i].first, start), True
    if hit:
        return None if hit.sense.cat in _OPAQUE else (max(hit.first, start), True)
    if token.kind in ("paragraph", "line", "iso", "numeric"):
        return None
    if token.kind == "sign":
        return _sign_taken(scan, start, i)
    if scan.number(i) is not None and not _part_of_ordinal(scan, i):
        return _count_taken(scan, start, i)
    if token.word in _many(scan.lang) or token.word in _ones(scan.lang) or token.word in articles(scan.lang):
        return i, False
    lower = not scan.is_upper(i)
    if is_small(scan, i) or (token.word.endswith("ed") and lower and token.word not in _PARTICIPLES):
        return None
    return i, True


def _before_of(scan: Scan, start: int, i: int) -> tuple[int, bool] | None:
    """ "una docena de talleres", "media docena de", "the sixth edition of the Forum"."""
    tokens = scan.tokens
    if i == start:
        return None
    if tokens[i - 1].word in _EDITION:
        return i - 1, True
    if not _is_collective(scan, i - 1):
        return None
    first = i - 1
    if first > start and tokens[first - 1].word == "-":  # "demi-douzaine"
        first -= 1
    if first > start and tokens[first - 1].word in _HALF | {"una", "une", "un", "a"}:
        first -= 1
    return first, False


_HALF = frozenset(["media", "demi", "half"])
_EDITION = frozenset(["edition", "edicion", "round", "ronda"])


def _sign_taken(scan: Scan, start: int, i: int) -> tuple[int, bool] | None:
    tokens = scan.tokens
    if tokens[i].word in _JOINTS and i > start:
        return i, True
    one_inside = i - 2 >= start and tokens[i].word == ")" and tokens[i - 2].word == "("
    if (
        one_inside and tokens[i - 1].kind in ("word", "ordinal") and scan.cat(i - 1) != "head"
    ):  # "(TIP)", "(LV)"
        return i - 2, True
    if tokens[i].word in "&/" and i > start and tokens[i - 1].kind == tokens[i + 1].kind == "word":
        return i, True
    return None


def _count_taken(scan: Scan, start: int, i: int) -> tuple[int, bool] | None:
    tokens = scan.tokens
    if i - 2 >= start and scan.compound(i - 2):  # "twenty-two"
        return i - 2, False
    if i > start and tokens[i - 1].word in ("-", "‑"):  # "2021-2024 meetings"
        return None
    if i > start and tokens[i - 1].word in ("a", "the", "las", "los", "les") and tokens[i].kind == "word":
        return i - 1, False
    return i, False


def _joins_names(scan: Scan, i: int) -> bool:
    """ "2nd and 3rd", "Government and Business Forum": a joining word inside a name."""
    if scan.ordinal(i - 1) and scan.ordinal(i + 1):
        return True
    before, after = scan.tokens[i - 1], scan.tokens[i + 1]
    plain = before.kind == after.kind == "word" and i - 1 not in scan.hit_at and i + 1 not in scan.hit_at
    return (
        plain
        and scan.lang == "en"
        and scan.is_upper(i - 1)
        and scan.is_upper(i + 1)
        and not is_small(scan, i - 1)
    )


def _is_collective(scan: Scan, i: int) -> bool:
    """ "una docena de talleres", "a dozen of": a number that is a noun."""
    return scan.tokens[i].word in (
        "docena", "decena", "quincena", "veintena", "douzaine", "dizaine", "quinzaine", "vingtaine", "dozen",
    )  # fmt: skip


def _part_of_ordinal(scan: Scan, i: int) -> bool:
    ordinal = scan.ordinal(i)
    return bool(ordinal and ordinal[1] > 1)


def _right(scan: Scan, end: int, stop: int) -> int:
    """Where the noun phrase goes on to after its head: further kinds, "of the steering committee"."""
    tokens = scan.tokens
    at = last = stop
    while at < end and not (at in scan.island_at and scan.island_at[at].sure):
        token, hit = tokens[at], scan.hit_at.get(at)
        if token.word in _JOINTS:
            at += 1
            continue
        if hit and hit.sense.cat in _NAMING and token.word not in _BETWEEN:
            at = last = hit.end
        elif token.word in _OF[scan.lang]:
            ahead = _complement(scan, at + 1, end)
            if not ahead:
                break
            at = last = ahead
        elif scan.lang == "ru" and hit and hit.sense.cat in ("mechanism", "body"):
            at = last = hit.end
        elif scan.lang != "en" and token.kind == "word" and not hit and not is_small(scan, at):
            ahead = _after_adjectives(scan, at, end)
            if not ahead:
                break
            at = last = ahead
        else:
            break
    return last


_NAMING = frozenset(["head", "mark", "joint", "online", "hybrid", "in-person"])
_BETWEEN = frozenset(["between", "entre", "между"])


def _after_adjectives(scan: Scan, at: int, end: int) -> int:
    """ "Reunión Regional Preparatoria": past a word or two between a head and its kind; 0 where none follows."""
    for j in range(at + 1, min(at + 3, end)):
        if scan.cat(j) in ("mark", "head"):
            return scan.hit_at[j].end
        if scan.tokens[j].kind != "word" or is_small(scan, j):
            break
    return at + 1 if _is_adjective(scan.tokens[at].word) else 0


def _is_adjective(word: str) -> bool:
    return word.startswith(_ADJECTIVES)


_ADJECTIVES = (
    "region", "subregion", "internation", "internacion", "nation", "nacion", "регион", "междунар", "обще",
    "interinstit", "bilater", "informel", "informal",
)  # fmt: skip


def _complement(scan: Scan, at: int, end: int) -> int:
    """The end of what follows "of", if it makes the meeting's kind or owner; 0 if it does not."""
    found = 0
    stop = min(at + 9, end)
    if at < end and scan.tokens[at].word in ("its", "their", "his"):
        return 0
    while at < stop:
        token = scan.tokens[at]
        if token.word == "(":
            if scan.close.get(at) != at + 2:  # no acronym
                break
            at += 3
            continue
        if scan.string[at] == "&" and _opens_another(scan, at + 1):
            break
        if token.kind in ("paragraph", "line") or (token.kind == "sign" and token.word in ",;:.)–—"):
            break
        if at in scan.island_at and scan.island_at[at].sure:
            break
        hit = scan.hit_at.get(at)
        if hit is None:
            at += 1
        elif hit.sense.cat in ("mark", "head", "mechanism", "body", "event"):
            if hit.sense.value in ("workshop", "webinar", "conference") and hit.sense.cat == "head":
                break
            edition = scan.edition_at.get(hit.first)
            found = at = edition.end if edition else hit.end
        elif hit.sense.cat in _ENDS_COMPLEMENT and token.word not in _INSIDE_COMPLEMENT:
            break
        else:
            at = hit.end
    return found


_ENDS_COMPLEMENT = frozenset(["next", "held", "will", "joint", "topic", "context", "cancelled", "postponed"])
_INSIDE_COMPLEMENT = frozenset("of de del du des d".split())


def _opens_another(scan: Scan, i: int) -> bool:
    """Whether after "and" another meeting is named, with its own number, count or article."""
    if i >= len(scan.tokens):
        return True
    return (
        bool(scan.ordinal(i))
        or scan.number(i) is not None
        or scan.tokens[i].word in ("a", "an", "one", "un", "une", "una")
    )


def _quantify(scan: Scan, mention: Mention, head: int) -> None:
    """Count, ordinals and article, read off the left part of the phrase; ``name`` is set after them."""
    i = mention.first
    lang = scan.lang
    name = i
    while i < head:
        token = scan.tokens[i]
        ordinal = scan.ordinal(i)
        if i in scan.edition_at and scan.edition_at[i].hit.first > i:
            edition = scan.edition_at[i]
            if (
                edition.hit.sense.cat == "event"
                and edition.hit.sense.value != "gfmd"
                and not _next_is_noun(scan, edition.end, head)
            ):
                i = edition.end
                continue
        if ordinal and not (
            token.kind == "word" and len(token.word) == 1 and not _next_is_noun(scan, i + 1, head)
        ):
            if ordinal[0] not in mention.ordinals:  # "55th (LV)"
                mention.ordinals.append(ordinal[0])
            i += ordinal[1]
            name = i if not _words_before(scan, mention.first, i - ordinal[1]) else name
            continue
        if compound := scan.compound(i):
            mention.count = compound
            i += 3
            name = i
            continue
        value = scan.number(i)
        if value is not None and not mention.ordinals and _counts(scan, i, head):
            halved = i > mention.first and scan.tokens[mention.first].word in _HALF
            mention.count = value // 2 if halved else value
            i += 1
            name = i
            continue
        if token.word in _many(lang):
            mention.many = True
            name = i + 1
        elif scan.cat(i) == "many":
            mention.many = True
            name = scan.hit_at[i].end
            i = name
            continue
        elif token.word in _ones(lang) and i <= mention.first + 1:
            if token.word in ("one", "single", "один", "одна", "одно", "одного", "одну"):
                mention.count = mention.count or 1
            mention.indefinite = True
            name = i + 1
        elif token.word in articles(lang) and i == mention.first:
            mention.definite = token.word not in ("a", "an", "un", "une")
            name = i + 1
        i += 1
    while name < head and scan.tokens[name].kind in ("sign", "line"):
        if scan.tokens[name].word == "(" and name in scan.close and scan.close[name] < head:
            name = scan.close[name] + 1
        else:
            name += 1
    mention.name = name


def _next_is_noun(scan: Scan, i: int, head: int) -> bool:
    return i <= head


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
    while after < head and tokens[after].word in _JOINTS:
        after += 1
    if after < head and tokens[after].word in _MEASURES:
        return False
    return True


_MEASURES = frozenset(
    "day days hour hours week weeks month months year years part parts minute minutes jour jours dia dias state states "
    "country countries member members module point way pays paises estados дневн дневный дневная дневное".split()
)


def _own(scan: Scan, start: int, end: int, at: int, mechanism: str | None) -> Mention | None:
    """The mechanism's own name as a meeting: "the 8th ARCP", "PAFOM 7", "XX South American Conference on Migration"."""
    edition = scan.edition_at.get(at)
    if edition is None or edition.slug != mechanism:
        return None
    if (
        edition.first > start
        and scan.string[edition.first - 1] in "-~"
        and edition.first - 2 >= start
        and scan.ordinal(edition.first - 2)
    ):
        return None  # "the 3rd to 9th AFML"
    kind = mechanisms()[mechanism].edition if mechanism in mechanisms() else None
    first = max(edition.first, start)
    numbered = edition.number is not None
    stop = _right_of_name(scan, edition.end, end)
    if stop != edition.end:  # "SACM Conference": the noun follows and will be found
        return None
    if not numbered:
        alone = all(
            is_small(scan, i) or scan.tokens[i].kind in ("sign", "number") or scan.tokens[i].word in _EDITION
            for i in range(start, first)
        )
        if alone and edition.end < end and scan.tokens[edition.end].word in _MET:
            return Mention(first, edition.end, edition.hit.first, ("meeting",), verb=True)
        if not (kind and alone and _dated_or_held(scan, edition.end, end)):
            return None
        if edition.hit.sense.value == "idm":
            return None
    begin = first
    while first - 1 >= start and scan.tokens[first - 1].word in articles(scan.lang):
        first -= 1
    stop, kinds = edition.end, [kind or "meeting"]
    while scan.cat(stop) == "mark" and stop < end:
        kinds.append(scan.hit_at[stop].sense.value)
        stop = scan.hit_at[stop].end
    mention = Mention(first, stop, edition.hit.first, _ranked(kinds), edition=True)
    mention.definite = first < begin
    if numbered and edition.number:
        mention.ordinals = [edition.number]
    return mention


def _right_of_name(scan: Scan, at: int, end: int) -> int:
    """Past the words of a noun phrase in which a mechanism's name is only an adjective."""
    i = at
    while i < min(at + 6, end):
        if scan.cat(i) == "head" and not scan.depth[i]:
            return scan.hit_at[i].end
        if scan.tokens[i].kind == "word" and not is_small(scan, i) and i not in scan.island_at:
            if scan.cat(i) in _OPAQUE:
                break
            i += 1
            continue
        if scan.tokens[i].word in _JOINTS or scan.tokens[i].kind == "ordinal":
            i += 1
            continue
        break
    return at


def _dated_or_held(scan: Scan, at: int, end: int) -> bool:
    """Whether a name is followed by its date, or by a verb that says it was held."""
    if at >= end:
        return False
    if scan.tokens[at].word in "([":
        return any(j in scan.island_at for j in range(at, scan.close.get(at, at)))
    if scan.tokens[at].word == "," and at + 1 < end:
        return at + 1 in scan.island_at
    return scan.cat(at) in ("held", "will") and scan.tokens[at].word in _WAS_HELD


_WAS_HELD = frozenset("was took tuvo se s a will is состоял состоялся состоялась прошел прошла".split())


def _subject(scan: Scan, start: int, end: int, first: int, stop: int) -> Mention | None:
    """A group that met: "the Troika met", "senior officials gathered in Geneva"."""
    met = _meets_at(scan, first, stop, end)
    if not met:
        return None
    left = _left(scan, start, first)
    kinds = [scan.hit_at[j].sense.value for j in range(left, met) if scan.cat(j) in ("mark", "head")]
    mention = Mention(left, met, left, _ranked(kinds) or ("meeting",), verb=True)
    _quantify(scan, mention, first)
    mention.count = None
    _times(scan, mention, met + 1, end)
    return mention


def _meets_at(scan: Scan, first: int, stop: int, end: int) -> int:
    """The token of "met" whose subject begins at ``first``; 0 where there is none."""
    people = scan.cat(first) == "people"
    before = first
    while people and before and scan.tokens[before - 1].kind == "word" and scan.is_upper(before - 1):
        before -= 1
    if people and before and scan.cat(before - 1) in ("context", "topic") and scan.lang == "en":
        return 0
    for i in range(stop, min(stop + (8 if people else 9), end)):
        token = scan.tokens[i]
        if token.word in _MET and not (i + 1 < end and scan.tokens[i + 1].word in ("with", "the")):
            return i
        if token.kind == "sign" and token.word in ";:." or i in scan.island_at:
            return 0
        if scan.cat(i) in ("head", "next") and token.word != "then":
            return 0
    return 0
