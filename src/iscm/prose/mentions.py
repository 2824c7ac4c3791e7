"""Mentions of meetings: a noun that is a meeting, with its kind, number and ordinal, as "two technical working group
meetings", "la XV Reunión del Grupo Regional de Consulta", "8th ARCP", "senior officials met"."""

from __future__ import annotations

from functools import cache

from iscm.domain.terms import mechanisms, types
from iscm.prose.counts import MET, number_after, quantify, times
from iscm.prose.lexicon import Hit
from iscm.prose.mention import BODIES, GROUPS, Mention
from iscm.prose.phrases import EDITION, JOINTS, OF, OPAQUE, left_of, right_of
from iscm.prose.scan import Scan, articles, is_small
from iscm.prose.tokens import fold

# heads that are common words too: alone they are no meeting unless something dates or counts them
_WEAK = frozenset(
    "event exchange discussion debate talk round mission course board panel launch dialogue forum session consultation "
    "assembly hearing formation session echange debat tour discussion lancement dialogo ronda intercambio curso "
    "consulta call calls lanzamiento panel evento jornada training academy troika "
    "сессии мероприятия раунд дискуссии".split()
)
_PLAIN = frozenset(
    "meeting annual ordinary extraordinary preparatory thematic expert ad-hoc review plenary high-level "
    "consultation".split()
)


@cache
def _rank() -> dict[str, int]:
    return {key: i for i, key in enumerate(types())}


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
            at = elliptic.end if elliptic else at + 1
            continue
        mention = _mention(scan, start, end, at, hit, mechanism)
        if mention and (not found or mention.first >= found[-1].end):
            number_after(scan, mention, end)
            found += [*_numbered_before(scan, start, mention), mention]
            at = mention.end
        elif mention and mention.end > found[-1].end:
            at = mention.end
        else:
            at = hit.end
    return found


def _mention(scan: Scan, start: int, end: int, at: int, hit: Hit, mechanism: str | None) -> Mention | None:
    """The mention that the phrase at token ``at`` makes, if it makes one."""
    cat = hit.sense.cat
    if cat == "head" and at not in scan.island_at:
        return None if _is_owner(scan, hit.end) else _noun(scan, start, end, hit.first, hit.end)
    if cat in ("mark", "people"):
        met = _subject(scan, start, end, hit.first, hit.end)
        return met or (_label(scan, start, end, hit) if cat == "mark" else None)
    if cat in ("mechanism", "event"):
        return _own(scan, start, end, at, mechanism)
    if cat == "city" and mechanism:
        return _named_after_city(scan, start, end, hit.first, hit.end, mechanism)
    return None


def _is_owner(scan: Scan, i: int) -> bool:
    """ "the Forum's guidelines"."""
    tokens = scan.tokens
    return i + 1 < len(tokens) and tokens[i].word in "'’" and tokens[i + 1].word == "s"


def _label(scan: Scan, start: int, end: int, hit: Hit) -> Mention | None:
    """ "SG: 26 March, Geneva", "Experts (Arusha, 20-21 November)": a body stands for its meeting before its date."""
    i, tokens = hit.end, scan.tokens
    if i < end and scan.close.get(i) == i + 2:  # "Grupo Regional de Consulta (GRCM), 12 de noviembre"
        i += 3
    if i >= end or tokens[i].word not in ":(,":
        return None
    close = scan.close.get(i, i) if tokens[i].word == "(" else min(i + 5, end)
    before = tokens[hit.first - 1].word if hit.first > start else ";"
    if hit.first - 1 in scan.edition_at or not any(j in scan.island_at for j in range(i, close)):
        return None
    body = hit.sense.value in GROUPS | {"ministerial"} and (
        before in ",;:&" or scan.string[hit.first - 1] == "&"
    )
    if body:
        return Mention(hit.first, hit.end, hit.first, (hit.sense.value,), label=True)
    if before in (
        "una",
        "une",
        "one",
        "otra",
    ):  # "dos reuniones ordinarias y una extraordinaria, el 30 de mayo"
        return Mention(hit.first - 1, hit.end, hit.first, (hit.sense.value,), indefinite=True)
    return None


def _numbered_before(scan: Scan, start: int, mention: Mention) -> list[Mention]:
    """ "LVI (23-24 March), LVII (27-28 July) and LVIII (1 December) Ordinary Meetings": those before the last."""
    found: list[Mention] = []
    i = mention.first - 1
    while (mention.ordinals or mention.plural) and i > start:
        if scan.string[i] in "&,":
            i -= 1
            continue
        opening = next((o for o, c in scan.close.items() if c == i), None)
        ordinal = scan.ordinal(opening - 1) if opening and opening > start else None
        if opening is None or ordinal is None or ordinal[1] != 1:
            break
        if not mention.ordinals:
            mention.ordinals, mention.first = [ordinal[0]], opening - 1
        else:
            found.append(
                Mention(opening - 1, opening, opening - 1, mention.types, ordinals=[ordinal[0]], edition=True)
            )
        i = opening - 2
    if found:
        mention.plural = False
    return found[::-1]


def _ellipsis(scan: Scan, found: list[Mention], at: int, end: int) -> Mention | None:
    """An ordinal that stands for its noun: "the first in New York and the second in Geneva", "... and LIII (9 May)"."""
    last = found[-1]
    the = scan.tokens[at].word in ("the", "la", "le", "el")
    first = at + 1 if the or (last.series and scan.string[at] in "&,") else at
    if not last.ordinals or first >= end or not (the or last.series):
        return None
    ordinal = scan.ordinal(first)
    after = first + ordinal[1] if ordinal else end
    if not ordinal or after >= end or (after in scan.hit_at and scan.cat(after) not in ("context", "city")):
        return None
    word = scan.tokens[after].word
    if word == "(" or (the and (word in _AFTER_ORDINAL or after in scan.island_at)):
        return Mention(
            first, after, first, last.types, ordinals=[ordinal[0]], edition=True, series=last.series
        )
    return None


_AFTER_ORDINAL = frozenset("in at on en a à , from du del".split())


def _named_after_city(
    scan: Scan, start: int, end: int, first: int, stop: int, mechanism: str
) -> Mention | None:
    """ "Quito III": a process called by its city."""
    name = mechanisms().get(mechanism)
    ordinal = scan.ordinal(stop) if stop < end else None
    own = name and any(
        fold(a).startswith(scan.tokens[first].word + " ")
        for a in (*name.aliases, mechanism.replace("-", " "))
    )
    if not own or not ordinal or name is None or scan.tokens[stop].kind != "word" or not scan.is_upper(stop):
        return None
    return Mention(first, stop + 1, first, (name.edition or "meeting",), ordinals=[ordinal[0]], edition=True)


def _noun(scan: Scan, start: int, end: int, head: int, stop: int) -> Mention:
    """The mention whose head stands at tokens ``head`` up to ``stop``."""
    left, right = left_of(scan, start, head), right_of(scan, end, stop)
    kinds: list[str] = []
    further: list[str] = []  # said after "of": they name the body, and the kind only of a plain meeting
    heads: list[str] = []
    plural = scan.hit_at[head].sense.plural
    i, after_of = left, False
    while i < right:
        hit = scan.hit_at.get(i)
        if i >= stop and scan.tokens[i].word in OF[scan.lang] and not (hit and hit.sense.cat == "mark"):
            after_of = True
        if hit and hit.sense.cat in ("head", "mark"):
            if not after_of:
                kinds.append(hit.sense.value)
            elif hit.sense.cat == "mark" or hit.sense.value in BODIES:
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
    quantify(scan, mention, head)
    if scan.lang == "ru" and mention.count is None and _is_plural_ru(scan, left, head):
        mention.plural = True
    if not mention.ordinals and core in ("plenary", "meeting"):
        mention.ordinals += _ordinal_after_of(scan, stop, right)
    bare = len(set(kinds)) == 1 and right - mention.name <= 2
    mention.weak = (heads[0] in _WEAK and bare) or (core in BODIES and set(kinds) <= BODIES)
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
            and scan.tokens[stop].word in OF[scan.lang]
        ):
            return [ordinal[0]]
    return []


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
            is_small(scan, i) or scan.tokens[i].kind in ("sign", "number") or scan.tokens[i].word in EDITION
            for i in range(start, first)
        )
        if alone and edition.end < end and scan.tokens[edition.end].word in MET:
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
            if scan.cat(i) in OPAQUE:
                break
            i += 1
            continue
        if scan.tokens[i].word in JOINTS or scan.tokens[i].kind == "ordinal":
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
    left = left_of(scan, start, first)
    kinds = [scan.hit_at[j].sense.value for j in range(left, met) if scan.cat(j) in ("mark", "head")]
    mention = Mention(left, met, left, _ranked(kinds) or ("meeting",), verb=True)
    quantify(scan, mention, first)
    mention.count = None
    times(scan, mention, met + 1, end)
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
        if token.word in MET and not (i + 1 < end and scan.tokens[i + 1].word in ("with", "the")):
            return i
        if (token.kind == "sign" and token.word in ";:.") or i in scan.island_at:
            return 0
        named_after = scan.tokens[i - 1].word in (
            "the",
            "of",
            "du",
            "del",
            "la",
        )  # "senior officials of the Dialogue"
        if scan.cat(i) in ("head", "next") and token.word != "then" and not named_after:
            return 0
    return 0
