"""Noun phrases: where the one around a word for a meeting begins and ends.

To the left go counts, ordinals, names and adjectives ("two virtual technical working group"); to the right further
kinds and what follows "of" ("of the Steering Committee").
"""

from __future__ import annotations

from functools import cache

from iscm.domain.terms import load
from iscm.prose.scan import Scan, articles, is_small
from iscm.prose.tokens import fold

OPAQUE = frozenset(["context", "topic", "next", "held", "will", "with", "cancelled", "postponed"])
OF = {
    "en": frozenset(["of"]),
    "fr": frozenset(["de", "du", "des", "d"]),
    "es": frozenset(["de", "del"]),
    "ru": frozenset(),
}
JOINTS = frozenset("-‑'’‘\"“”«»\n") | {"\r\n"}
HALF = frozenset(["media", "demi", "half"])
EDITION = frozenset(["edition", "edicion", "round", "ronda"])
_PARTICIPLES = frozenset(
    "open-ended extended enlarged expanded advanced specialised specialized dedicated restricted combined united "
    "based".split()
)


@cache
def many_words(lang: str) -> frozenset[str]:
    return frozenset(fold(w) for w in load("words")["many"][lang] if " " not in w)


@cache
def one_words(lang: str) -> frozenset[str]:
    return frozenset(load("words")["one"][lang])


def left_of(scan: Scan, start: int, head: int) -> int:
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
    while first < head and scan.tokens[first].word in JOINTS | {",", "&", "/", "(", ")"}:
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
    if token.word in OF[scan.lang]:
        return _before_of(scan, start, i)
    if i in scan.edition_at:
        return max(scan.edition_at[i].first, start), True
    if hit:
        return None if hit.sense.cat in OPAQUE else (max(hit.first, start), True)
    if token.kind in ("paragraph", "iso", "numeric"):
        return None
    if token.kind in ("sign", "line"):
        return _sign_taken(scan, start, i)
    if scan.number(i) is not None and not _part_of_ordinal(scan, i):
        return _count_taken(scan, start, i)
    if (
        token.word in many_words(scan.lang)
        or token.word in one_words(scan.lang)
        or token.word in articles(scan.lang)
    ):
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
    if tokens[i - 1].word in EDITION:
        return i - 1, True
    if scan.cat(i - 1) == "people":  # "Heads of Immigration meeting"
        return scan.hit_at[i - 1].first, True
    if not _is_collective(scan, i - 1):
        return None
    first = i - 1
    if first > start and tokens[first - 1].word == "-":  # "demi-douzaine"
        first -= 1
    if first > start and tokens[first - 1].word in HALF | {"una", "une", "un", "a"}:
        first -= 1
    return first, False


def _sign_taken(scan: Scan, start: int, i: int) -> tuple[int, bool] | None:
    tokens = scan.tokens
    if tokens[i].word in JOINTS and i > start:
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


def right_of(scan: Scan, end: int, stop: int) -> int:
    """Where the noun phrase goes on to after its head: further kinds, "of the steering committee"."""
    tokens = scan.tokens
    at = last = stop
    while at < end and not (at in scan.island_at and scan.island_at[at].sure):
        token, hit = tokens[at], scan.hit_at.get(at)
        if token.word in JOINTS:
            at += 1
            continue
        if hit and hit.sense.cat in _NAMING and token.word not in _BETWEEN:
            at = last = hit.end
        elif token.word in OF[scan.lang]:
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
        if token.kind == "paragraph" or (token.kind == "sign" and token.word in ",;:.)–—"):
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
