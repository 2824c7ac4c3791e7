"""From a text to what it says: statements, each with its place, and the unread rest. Nothing is lost between them.

A strict grammar does not suit real prose. Islands are read first (``scan``: dates, names, kinds, numbers), the text is
cut into clauses, each clause's mentions of meetings (``mentions``) are weighed as statements or as mere setting
(``weigh``), and what stands around an accepted mention is drawn to it (``draft``). Here the drafts become statements.
"""

from __future__ import annotations

from iscm.domain.statements import Found, Reading, Span, Statement
from iscm.domain.when import ImpossibleDate, When
from iscm.prose import days
from iscm.prose.cues import cues
from iscm.prose.dating import dated
from iscm.prose.draft import Draft, drafts_of, draw, trim
from iscm.prose.places import topic_start
from iscm.prose.scan import Scan, clauses, is_small, look
from iscm.prose.sharing import share
from iscm.prose.themes import objectives_in, themes_in
from iscm.prose.weigh import statements_of


def read(
    text: str, *, year: int | None = None, mechanism: str | None = None, lang: str | None = None
) -> Reading:
    """What ``text`` says of meetings. ``year`` is meant where a day has none; ``mechanism`` is the writer's slug;
    ``lang`` its language where known (en, fr, es, ru), else guessed.

    Spans count in ``text``, in code points. ``found`` and ``unread`` together cover it, each character once.
    """
    scan = look(text, lang)
    if year is not None:
        scan.drop([island for island in scan.islands if _beyond(island, year)])
    drafts: list[Draft] = []
    for number, (start, end) in enumerate(clauses(scan)):
        accepted = statements_of(scan, start, end, mechanism, bool(drafts))
        if accepted:
            drafts += drafts_of(scan, accepted, start, end, number)
        elif drafts:
            _go_on(scan, drafts[-1], start, end)
    for draft in drafts:
        draw(scan, draft, mechanism)
    share(scan, drafts)
    found = tuple(_told(scan, draft, year) for draft in drafts)
    return Reading(text, found, _rest(text, found))


def _beyond(island: days.Island, year: int) -> bool:
    """A year alone that lies far ahead is a plan's, not a meeting's: "scenarios for 2030"."""
    return not island.sure and any(
        d.last and d.last.year and d.precision == "year" and d.last.year > year + 2 for d in island.dates
    )


def _go_on(scan: Scan, last: Draft, start: int, end: int) -> None:
    """A clause without a statement of its own may go on about the last one.

    "It was held online on 5 May"; "Two thematic meetings: Kyiv, 11-12 March; | Minsk, 7-8 October".
    """
    opens = scan.tokens[start].word in cues("pronoun") or _definite_head(scan, start, end)
    undated = not any(i in scan.island_at for i in range(last.start, last.end))
    several = last.mention.plural or last.mention.label
    if (opens and (undated or not dated(scan, start, end))) or (
        several and _only_place_and_date(scan, start, end)
    ):
        last.end = trim(scan, last.start, end)


def _only_place_and_date(scan: Scan, start: int, end: int) -> bool:
    return dated(scan, start, end) and all(
        i in scan.island_at or scan.cat(i) in _DETAILS or scan.tokens[i].kind == "sign" or is_small(scan, i)
        for i in range(start, end)
    )


def _definite_head(scan: Scan, start: int, end: int) -> bool:
    """ "The meeting ...", "La reunión ...": an article and a head at the start of a clause."""
    after = next((i for i in range(start + 1, min(start + 3, end)) if scan.cat(i) == "head"), None)
    return after is not None and scan.tokens[start].word in (
        "the",
        "this",
        "la",
        "el",
        "le",
        "cette",
        "esta",
        "este",
    )


def _told(scan: Scan, draft: Draft, year: int | None) -> Found:
    mention = draft.mention
    first, end = _extent(scan, draft)
    dates = _dates(scan, draft, year)
    statement = Statement(
        type=mention.types[0],
        kinds=tuple(kind for kind in mention.types[1:] if kind != "meeting"),
        title=scan.printed(mention.name, mention.end),
        ordinal=draft.ordinal,
        count=_count(draft, dates),
        dates=dates,
        topic=_topic(scan, draft),
        city=draft.place[0],
        country=draft.place[1],
        joint_with=draft.joint,
        at=draft.at,
        mode=draft.mode,
        status=draft.status,
        gcm=objectives_in(scan, first, end),
        themes=themes_in(scan, first, end),
    )
    span = _with_emphasis(scan.text, scan.tokens[first].start, scan.tokens[end - 1].end)
    return Found(statement, span, tuple(dict.fromkeys(draft.doubts)))


def _extent(scan: Scan, draft: Draft) -> tuple[int, int]:
    """The draft's tokens; a bracket that it opens is its own, whole."""
    first = draft.start
    end = draft.end if draft.shared else max(draft.end, draft.mention.end)
    for opening, closing in scan.close.items():
        if first <= opening < end <= closing:
            end = closing + 1
    return first, max(end, first + 1)


def _dates(scan: Scan, draft: Draft, year: int | None) -> tuple[When, ...]:
    """The dates with their year: of the dates they stand with, else the caller's, else the last said before."""
    beside = [
        d.last.year for x in draft.islands for d in x.dates if d.last and d.last.year and d.precision == "day"
    ]
    before = [
        d.last.year
        for x in scan.islands
        if x.sure and x.first < draft.end
        for d in x.dates
        if d.last and d.last.year
    ]
    said = beside or ([year] if year is not None else before)
    meant = said[-1] if said else None
    settled: list[When] = []
    for when in draft.dates:
        try:
            settled.append(when.in_year(meant) if meant and not when.has_year else when)
        except ImpossibleDate:  # 29 February of a common year
            draft.doubts.append("impossible-date")
    return tuple(settled)


def _count(draft: Draft, dates: tuple[When, ...]) -> int | None:
    """How many meetings are meant: as said, else as dated, else one; None for a plural without a number."""
    mention = draft.mention
    if mention.count is not None:
        return mention.count
    if draft.dealt:
        return 1
    if mention.many or (mention.plural and not mention.ordinals):
        return len(dates) if len(dates) > 1 and not mention.many else None
    if mention.label or len(dates) > 2:  # "Troika: 22 January & 5 June"
        return max(1, len(dates))
    return 1


_DETAILS = frozenset(["city", "state", "online", "hybrid", "in-person", "cancelled", "postponed", "will"])


def _topic(scan: Scan, draft: Draft) -> str | None:
    """What the meeting was about, as printed, up to its date, place or verb."""
    start = topic_start(scan, draft.mention, draft.end)
    if start is None:
        return None
    first = end = scan.hit_at[start].end
    while end < draft.end and not _ends_topic(scan, end):
        end += 1
    while end > first and _hangs(scan, end - 1):
        end -= 1
    topic = scan.printed(first, end)
    if len(topic) > 1 and _QUOTED.get(topic[0]) == topic[-1] and topic[-1] not in topic[1:-1]:
        topic = topic[1:-1].strip()
    return topic or None


_QUOTED = {"“": "”", "«": "»", "„": "“", '"': '"'}


def _ends_topic(scan: Scan, i: int) -> bool:
    if (i in scan.island_at and scan.island_at[i].sure) or scan.cat(i) == "held":
        return True
    if scan.tokens[i].word == ",":
        return i + 1 in scan.island_at or scan.cat(i + 1) == "city"
    return i in scan.close and _is_detail(scan, i)


def _hangs(scan: Scan, i: int) -> bool:
    """Whether a topic cannot end with this token: a loose sign, a preposition, an article."""
    token = scan.tokens[i]
    if token.kind in ("sign", "line", "paragraph"):
        return token.word not in ')]"”»'
    return scan.cat(i) in ("context", "topic") or is_small(scan, i)


def _is_detail(scan: Scan, opening: int) -> bool:
    """Whether a bracket tells when, where or how, and so ends the topic before it."""
    inside = range(opening + 1, scan.close[opening])
    return any(j in scan.island_at for j in inside) or all(
        scan.cat(j) in _DETAILS or scan.tokens[j].kind == "sign" or is_small(scan, j) for j in inside
    )


def _with_emphasis(text: str, start: int, end: int) -> Span:
    """The span with the marks of emphasis that open at its start or close at its end."""
    at = start
    while at and text[at - 1] in "*_":
        at -= 1
    if at < start and (at == 0 or text[at - 1] in " \t\n(;,"):
        start = at
    at = end
    while at < len(text) and text[at] in "*_":
        at += 1
    if at > end and (at == len(text) or not text[at].isalnum()):
        end = at
    return Span(start, end)


def _rest(text: str, found: tuple[Found, ...]) -> tuple[Span, ...]:
    """What no statement covers, in order."""
    rest: list[Span] = []
    at = 0
    for one in found:
        if one.span.start > at:
            rest.append(Span(at, one.span.start))
        at = max(at, one.span.end)
    if at < len(text):
        rest.append(Span(at, len(text)))
    return tuple(rest)
