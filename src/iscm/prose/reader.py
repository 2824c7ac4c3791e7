"""From a text to what it says: statements, each with its place, and the unread rest. Nothing is lost between them.

A strict grammar does not suit real prose. Islands are read first (dates, names, kinds, numbers), the text is cut into
clauses, each clause's mentions of meetings are weighed as statements or as mere setting ("in preparation for the 7th
Ministerial"), and what stands around an accepted mention is drawn to it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from iscm.domain.statements import Found, Reading, Span, Statement
from iscm.domain.terms import mechanisms
from iscm.domain.when import ImpossibleDate, When
from iscm.prose import days
from iscm.prose.lexicon import theme_trie
from iscm.prose.mentions import Mention, mentions
from iscm.prose.scan import Edition, Scan, articles, clauses, is_small, look

_FORWARD = frozenset(
    "since until till by dated adopted adopting signed established founded endorsed approved deadline depuis adoptee "
    "adopte desde adoptada adoptado firmada firmado принятая принятой подписан утвержден".split()
)
_ALL = frozenset("both all tous toutes ambas ambos todas todos обе оба все deux".split())
_GENERIC_OPENERS = frozenset("no aucune ninguna not".split())


@dataclass(slots=True)
class Draft:
    """A statement being made: its mention and the tokens drawn to it."""

    mention: Mention
    start: int
    end: int
    clause: int
    dates: list[When] = field(default_factory=list)
    islands: list[days.Island] = field(default_factory=list)
    place: tuple[str | None, str | None] = (None, None)
    mode: str | None = None
    status: str | None = None
    joint: tuple[str, ...] = ()
    at: str | None = None
    topic: tuple[int, int] | None = None
    shared: bool = False  # coordinated with the next draft: what dates that one dates this one
    doubts: list[str] = field(default_factory=list)
    ordinal: int | None = None


def read(
    text: str, *, year: int | None = None, mechanism: str | None = None, lang: str | None = None
) -> Reading:
    """What ``text`` says of meetings. ``year`` is meant where a day has none; ``mechanism`` is the writer's slug;
    ``lang`` its language where known (en, fr, es, ru), else guessed.

    Spans count in ``text``, in code points. ``found`` and ``unread`` together cover it, each character once.
    """
    scan = look(text, lang)
    if year is not None:
        scan.islands = [x for x in scan.islands if x.sure or not _beyond(x, year)]
        scan.island_at = {i: x for x in scan.islands for i in range(x.first, x.end)}
    drafts: list[Draft] = []
    for number, (start, end, fresh) in enumerate(clauses(scan)):
        _clause(scan, drafts, start, end, fresh, number, mechanism)
    for draft in drafts:
        _date(scan, draft, mechanism)
    _share(scan, drafts)
    context = _YearContext(scan, year)
    found = [_finish(scan, draft, context, mechanism) for draft in drafts]
    return Reading(text, tuple(found), _rest(text, found))


def _beyond(island: days.Island, year: int) -> bool:
    """A year alone that lies far ahead is a plan's, not a meeting's: "scenarios for 2030"."""
    return any(d.last and d.last.year and d.precision == "year" and d.last.year > year + 2 for d in island.dates)


# -- which mentions are statements


def _clause(
    scan: Scan, drafts: list[Draft], start: int, end: int, fresh: bool, number: int, mechanism: str | None
) -> None:
    rows = mentions(scan, start, end, mechanism)
    accepted: list[Mention] = []
    for mention in rows:
        before = accepted[-1] if accepted else None
        if before and _names_what(scan, before, mention, start):
            mention.first = mention.first if before.edition else before.first
            accepted[-1] = mention
            continue
        if _accept(scan, mention, before, start, end, rows, fresh, drafts):
            accepted.append(mention)
    if not accepted:
        _continue(scan, drafts, rows, start, end, fresh)
        return
    first = len(drafts)
    for i, mention in enumerate(accepted):
        begin = _begin(scan, mention, start, i == 0)
        if i and _leads_with_date(scan, mention, accepted[i - 1]):
            begin = _leading_island(scan, mention).first
        for ordinal in (
            mention.ordinals[1:] and mention.ordinals or [mention.ordinals[0] if mention.ordinals else None]
        ):
            drafts.append(Draft(mention, begin, end, number, ordinal=ordinal))
    group = drafts[first:]
    for mention in accepted:
        _name_by_group(scan, mention, start)
    for one, following in zip(group, group[1:], strict=False):
        if one.mention is following.mention:  # "2nd and 3rd SOMs"
            split = _second_ordinal(scan, one.mention)
            one.end = min(split, one.end)
            following.start = split
            one.shared = True
        else:
            one.end = _trim(scan, one.start, following.start)
            one.shared = _coordinated(scan, one.mention, following.mention) and (
                (one.mention.count or 1) == 1 and not one.mention.plural
            )
    group[-1].end = _trim(scan, group[-1].start, end)


def _names_what(scan: Scan, before: Mention, mention: Mention, start: int) -> bool:
    """Two namings of one meeting: "ministers gathered in Bali for the 6th Ministerial", "RCM XXVI - Vice-Ministerial"."""
    intro, word = _intro(scan, mention, start)
    if before.verb and intro == "context" and word in ("for", "pour", "para", "на", "at", "to"):
        return True
    if before.verb and mention.verb and mention.first < before.end:
        return True
    group = before.types[0] in _BODIES or before.types[0] in ("ministerial", "vice-ministerial")
    bare = not before.ordinals and before.count is None and before.weak
    dated = any(j in scan.island_at for j in range(before.end, mention.first))
    if group and bare and intro == "held" and not dated:
        if set(mention.types) <= {"meeting", "annual", "conference", "ordinary", "extraordinary"}:
            mention.types = (before.types[0], *mention.types)
        return True
    gap = range(before.end, mention.first)
    if mention.edition and mention.ordinals and not before.ordinals and before.types[0] == "plenary":
        if len(gap) <= 2 and not dated and all(scan.tokens[i].kind == "word" and scan.string[i] != "&" for i in gap):
            mention.types, mention.name = (before.types[0], *mention.types), before.name
            mention.first = before.first
            return True
    if before.edition and before.ordinals and not mention.ordinals and mention.count is None and not mention.plural:
        if 0 < len(gap) <= 2 and all(scan.tokens[i].word in ("-", "–", "—", ":", "/") for i in gap):
            mention.ordinals = before.ordinals
            return True
    return False


def _second_ordinal(scan: Scan, mention: Mention) -> int:
    seen = 0
    i = mention.first
    while i < mention.end:
        ordinal = scan.ordinal(i)
        if ordinal:
            seen += 1
            if seen == 2:
                return i
            i += ordinal[1]
        else:
            i += 1
    return mention.first + 1


def _name_by_group(scan: Scan, mention: Mention, start: int) -> None:
    """"the Working Group held its first meeting", "Board: 2 meetings": the group before the verb says the kind."""
    if mention.types[0] not in ("meeting", "conference") or mention.first == start:
        return
    intro, _ = _intro(scan, mention, start)
    owned = scan.tokens[mention.first].word in ("its", "their", "leur", "su", "sus")
    i = mention.first - 1
    if intro != "held" and not (i > start and scan.tokens[i].word in ":–-"):
        return
    kinds = [
        scan.hit_at[j].sense.value
        for j in range(start, i)
        if scan.cat(j) in ("mark", "head")
        and (scan.hit_at[j].sense.value in _BODIES or (owned and scan.hit_at[j].sense.value == "ministerial"))
    ]
    last = max((j for j in range(start, i) if scan.cat(j) in ("mark", "head")), default=start)
    if kinds and not any(j in scan.island_at and scan.island_at[j].sure for j in range(last, i)):
        mention.types = (kinds[-1], *mention.types)


_BODIES = frozenset(
    "steering-group working-group reference-group troika friends-of-the-forum expert focal-points network senior-officials".split()
)


def _coordinated(scan: Scan, one: Mention, following: Mention) -> bool:
    """"SOM and Ministerial Conference (24-25 October)": nothing but a joining word between the two."""
    gap = range(one.end, following.first)
    joins = all(
        scan.string[i] in "&t" or scan.cat(i) == "next" or scan.tokens[i].word in articles(scan.lang) for i in gap
    )
    return joins and len(gap) <= 5 and not any(scan.tokens[i].word in _APART for i in gap)


_APART = frozenset(
    "followed preceded preceeded suivi suivie precedee seguida seguido precedida well asi ainsi также then puis plus after".split()
)


def _begin(scan: Scan, mention: Mention, start: int, leads: bool) -> int:
    """A sentence's first mention takes what stands before it: "On 3 May in Colombo, the Process held its SOM"."""
    if not leads:
        return mention.first
    i = start
    while (
        i < mention.first
        and scan.tokens[i].kind in ("sign", "line", "paragraph")
        and scan.tokens[i].word not in "(["
    ):
        i += 1
    if any(
        j in scan.island_at
        or scan.cat(j) in ("held", "will", "city", "state", "postponed", "cancelled", "online", "event")
        for j in range(i, mention.first)
    ):
        return i
    return mention.first


def _leading_island(scan: Scan, mention: Mention) -> days.Island:
    i = mention.first - 1
    while i not in scan.island_at:
        i -= 1
    return scan.island_at[i]


def _leads_with_date(scan: Scan, mention: Mention, before: Mention) -> bool:
    """"the SOM on 24 August and, on 25 August, the Ministerial": a date that belongs to what follows it."""
    i = mention.first - 1
    while i > before.end and (scan.tokens[i].word in articles(scan.lang) or scan.tokens[i].word in (",", ":", "-", "–", ".")):
        i -= 1
    if i not in scan.island_at or scan.depth[i] or not scan.island_at[i].sure:
        return False
    island = scan.island_at[i]
    earlier = any(j in scan.island_at and scan.island_at[j] is not island for j in range(0 if before.first == 0 else before.first, island.first))
    led = any(j in scan.island_at for j in range(max(0, before.first - 3), before.first))
    return earlier or led


def _trim(scan: Scan, start: int, end: int) -> int:
    """The end of a statement without the words that only join it to the next."""
    i = end
    while i > start + 1:
        token = scan.tokens[i - 1]
        if token.kind in ("line", "paragraph") or (token.kind == "sign" and token.word in ",;:-–—.•|"):
            i -= 1
        elif scan.string[i - 1] == "&" or (
            scan.cat(i - 1) in ("next", "with", "context") and scan.hit_at[i - 1].end >= i
        ):
            i -= 1
        else:
            break
    return i


def _accept(
    scan: Scan,
    mention: Mention,
    before: Mention | None,
    start: int,
    end: int,
    rows: list[Mention],
    fresh: bool,
    drafts: list[Draft],
) -> bool:
    intro, word = _intro(scan, mention, start)
    own = _own_date(scan, mention, end, rows)
    said = bool(mention.ordinals) or mention.count is not None or mention.many
    named = said or (mention.indefinite and not mention.weak)
    if _negated(scan, mention, start):
        return False
    if before is None:
        led = _led_by_date(scan, start, mention.first)
        if intro == "start":
            if mention.weak and not (
                own
                or led
                or said
                or mention.plural
                or _is_said_held(scan, mention, end)
                or _dated_elsewhere(scan, mention.end, end)
            ):
                return False
            changed = any(scan.cat(i) in ("cancelled", "postponed", "will") for i in range(mention.end, min(mention.end + 6, end)))
            if mention.definite and not own and not said and drafts and not led and not changed:
                return False
            return not _is_context_of(scan, mention, own, end) or own
        if intro in ("held", "will"):
            return True
        if mention.verb:
            return own or led or (mention.count or 0) > 1
        if intro in ("sep", "close", "next", "date"):
            if mention.weak and not own and not said:
                return False
            if mention.edition and mention.first > start + 1 and not own:
                return False
            return (
                own
                or said
                or led
                or (intro in ("sep", "next") and mention.plural)
                or (not _has_verb(scan, start, mention.first) and not mention.definite)
            )
        if intro == "context":
            if (mention.count or 0) > 1 and word in ("of", "de", "d", "after", "following", "through"):
                return True
            if (own or led) and any(scan.tokens[i].word in _APART for i in range(start, mention.first)):
                return not mention.weak
            if led and word in ("for", "to", "at", "pour", "à", "para", "a", "на", "для") and not mention.weak:
                return _has_verb(scan, start, mention.first)
            at_start = _only_small(scan, start, mention.first)
            if at_start and word in (
                "at",
                "during",
                "lors",
                "durante",
                "en",
                "в ходе",
                "на",
                "au",
                "a",
                "au cours",
                "for",
                "by",
                "by the",
                "through",
            ):
                return own or (
                    bool(mention.ordinals)
                    and _has_verb(scan, mention.end, end)
                    and not drafts
                    and word in ("at", "during", "lors", "durante")
                )
            if (
                word
                in (
                    "of",
                    "de",
                    "del",
                    "du",
                    "des",
                    "from",
                    "for",
                    "to",
                    "para",
                    "pour",
                    "since",
                    "until",
                    "between",
                )
                and not own
            ):
                return False
            return own and not _dated_elsewhere(scan, start, mention.first)
        if intro == "topic":
            return False
        if own and not mention.weak:
            return True
        met = mention.types[0] in _BODIES and any(scan.cat(i) == "held" for i in range(start, mention.first))
        return (own or (led and (met or not mention.weak))) and not _bare_verb_before(scan, mention)
    # a later mention of the same clause
    closed = _closed(scan, before, mention)
    open_topic = _has_topic(scan, before, mention)
    if mention.verb:
        return (own or (mention.count or 0) > 1) and intro in ("sep", "next", "start", "close", "context", "other")
    if (mention.count or 0) > 1 and intro == "context" and word in ("after", "following", "of", "through", "de", "tras", "après"):
        return True
    if (mention.count or 0) > 1 and mention.types[0] in _BODIES and _met(scan, mention, end):
        return True
    if intro == "next":
        return own or said or not mention.weak
    if intro in ("context", "topic"):
        return closed and own and not (mention.weak and not said)
    if intro == "held":
        return own or said or not mention.weak
    if intro == "with" and mention.weak:
        return False
    if intro in ("sep", "close", "with"):
        firmly = scan.string[max(mention.first - 2, 0) : mention.first] == ",&"
        if mention.types[0] == "side-event" or (own and firmly and not mention.weak):
            return True
        if own and (closed or not open_topic or named or mention.types[0] in _FIRM):
            return not (mention.weak and open_topic and not closed and not said)
        if named and not _in_topic_list(scan, before, mention, closed, open_topic):
            return not mention.definite or closed or bool(mention.ordinals)
        if closed and not mention.definite and not mention.weak:
            return intro == "sep" and (mention.types[0] in _FIRM or mention.plural)
        if (
            not open_topic
            and not mention.weak
            and intro == "sep"
            and not _has_verb(scan, before.end, mention.first)
        ):
            return _coordinated(scan, before, mention) or not mention.definite
        return False
    if intro == "date":
        return own or said
    return own and closed and not (mention.weak and not said)


def _met(scan: Scan, mention: Mention, end: int) -> bool:
    return any(scan.cat(i) == "held" for i in range(mention.end, min(mention.end + 2, end)))


_FIRM = frozenset(
    "ministerial vice-ministerial summit senior-officials steering-group working-group webinar workshop seminar "
    "roundtable training study-visit side-event policy-talk conference congress troika friends-of-the-forum plenary "
    "focal-points network reference-group thematic preparatory expert extraordinary ordinary".split()
)


def _intro(scan: Scan, mention: Mention, start: int) -> tuple[str, str]:
    """How a mention comes in: the class of what stands right before it, and its words."""
    i = mention.first - 1
    while i >= start:
        token = scan.tokens[i]
        if token.word in articles(scan.lang) or token.word in _ADVERBS or token.kind == "line":
            i -= 1
        elif token.kind == "sign" and token.word in "\"“”«»'’‘*":
            i -= 1
        else:
            break
    if i < start:
        return "start", ""
    token = scan.tokens[i]
    hit = scan.hit_at.get(i)
    if i in scan.island_at and scan.island_at[i].sure:
        return "date", ""
    if hit and hit.sense.cat in ("context", "topic", "next", "held", "will", "with"):
        if hit.sense.cat == "with" and scan.string[i] == "&":
            return "sep", ""
        words = " ".join(scan.tokens[j].word for j in range(hit.first, hit.end))
        if words == "for" and hit.sense.cat == "topic":
            return "context", words
        return hit.sense.cat, words
    if scan.string[i] in "&,":
        return "sep", ""
    if token.kind == "sign":
        if token.word in ")]":
            return "close", ""
        return ("start" if token.word in ":–—-•/" else "other"), ""
    if scan.string[i] == "i" or token.word in ("in", "en", "в"):
        return "context", token.word
    return "other", token.word


_ADVERBS = frozenset(
    "also then all both subsequently finally later again egalement aussi enfin tambien ademas posteriormente первая new nouveau respective annual-".split()
)


def _own_date(scan: Scan, mention: Mention, end: int, rows: list[Mention]) -> bool:
    """Whether a date follows before the next mention that could claim it."""
    following = next((m.first for m in rows if m.first >= mention.end), end)
    i = mention.end
    while i < end:
        if i in scan.island_at:
            island = scan.island_at[i]
            if i < following or scan.depth[i]:
                return _counts_as_date(scan, island, mention)
            return False
        if i >= following:
            return False
        i += 1
    return False


def _led_by_date(scan: Scan, start: int, first: int) -> bool:
    return any(i in scan.island_at and _placed(scan, scan.island_at[i]) for i in range(start, first))


def _dated_elsewhere(scan: Scan, start: int, first: int) -> bool:
    return any(i in scan.island_at and scan.island_at[i].sure for i in range(start, first))


def _closed(scan: Scan, before: Mention, mention: Mention) -> bool:
    """Whether the mention before has its dates already."""
    return any(
        i in scan.island_at and (scan.island_at[i].sure or _placed(scan, scan.island_at[i]))
        for i in range(before.end, mention.first)
    )


def _has_topic(scan: Scan, before: Mention, mention: Mention) -> bool:
    last = before.end
    for i in range(before.end, mention.first):
        if i in scan.island_at or (scan.tokens[i].word == ")" and i):
            last = i + 1
    return any(
        scan.cat(i) == "topic" or (scan.cat(i) == "context" and not scan.depth[i])
        for i in range(last, mention.first - 1)
    )


def _in_topic_list(scan: Scan, before: Mention, mention: Mention, closed: bool, open_topic: bool) -> bool:
    return open_topic and not closed and mention.count is None and not mention.many and not mention.ordinals


def _has_verb(scan: Scan, first: int, end: int) -> bool:
    return any(
        scan.cat(i) in ("held", "will")
        or (scan.tokens[i].word in _VERBS)
        or (
            scan.lang == "en"
            and scan.tokens[i].kind == "word"
            and scan.tokens[i].word.endswith("ed")
            and not scan.is_upper(i)
            and len(scan.tokens[i].word) > 4
            and i not in scan.hit_at
        )
        for i in range(first, end)
        if not scan.depth[i]
    )


_VERBS = frozenset(
    "was were is are adopted agreed discussed approved endorsed took brought reviewed decided welcomed launched issued "
    "focused gathered counts has have est ont fue fueron adopto aprobo acordo discutio a adopte approuve adopta "
    "принял приняла приняли обсудили обсудил одобрил рассмотрел agree agrees remains counted published released".split()
)


def _bare_verb_before(scan: Scan, mention: Mention) -> bool:
    i = mention.first - 1
    return i >= 0 and scan.tokens[i].word in (
        "hold",
        "organise",
        "organize",
        "host",
        "convene",
        "celebrar",
        "tenir",
        "organiser",
        "провести",
    )


def _only_small(scan: Scan, start: int, end: int) -> bool:
    return all(
        is_small(scan, i) or scan.tokens[i].kind == "sign" or scan.cat(i) in ("context",)
        for i in range(start, end)
    )


def _negated(scan: Scan, mention: Mention, start: int) -> bool:
    words = {
        scan.tokens[i].word
        for i in range(max(start, mention.first - 1), min(mention.first + 1, len(scan.tokens)))
    }
    return bool(words & _GENERIC_OPENERS)


def _is_said_held(scan: Scan, mention: Mention, end: int) -> bool:
    return any(
        scan.cat(i) in ("held", "will", "cancelled", "postponed", "topic")
        for i in range(mention.end, min(mention.end + 4, end))
    )


def _is_context_of(scan: Scan, mention: Mention, own: bool, end: int) -> bool:
    """A definite, undated, unnumbered noun at the start of a sentence says nothing new."""
    if own or mention.ordinals or mention.count is not None or mention.many or mention.plural:
        return False
    return mention.definite and mention.types[0] == "meeting" and _has_verb(scan, mention.end, end)


def _continue(
    scan: Scan, drafts: list[Draft], rows: list[Mention], start: int, end: int, fresh: bool
) -> None:
    """A clause without a statement of its own may go on about the last one: "It was held online on 5 May"."""
    if not drafts:
        return
    last = drafts[-1]
    opener = scan.tokens[start].word if start < end else ""
    about = opener in (
        "it",
        "the",
        "this",
        "they",
        "both",
        "all",
        "elle",
        "il",
        "la",
        "el",
        "se",
        "este",
        "esta",
    ) or (rows and rows[0].definite)
    if not about:
        return
    goes_on = bool(rows and rows[0].definite and rows[0].first <= start + 1) or opener in (
        "it",
        "both",
        "all",
        "elle",
        "il",
    )
    dated = any(i in scan.island_at and scan.island_at[i].sure for i in range(start, end))
    undated = not any(scan.island_at.get(i) for i in range(last.start, last.end))
    if goes_on and (undated or not dated):
        last.end = _trim(scan, last.start, end)


# -- what is drawn to a statement


def _counts_as_date(scan: Scan, island: days.Island, mention: Mention) -> bool:
    if not island.dates:
        return True
    if not _placed(scan, island):
        return False
    i = island.first - 1
    while i >= mention.end and scan.string[i] in "ti":
        i -= 1
    return not (i >= mention.end and scan.tokens[i].word in _FORWARD and not scan.depth[i] and scan.cat(i) != "postponed")


def _placed(scan: Scan, island: days.Island) -> bool:
    """A month or year alone is a date only where it is put as one: "in 2017", "(October)", "Geneva, 2017"."""
    if island.sure:
        return True
    i, after = island.first - 1, island.end
    before = scan.tokens[i] if i >= 0 else None
    following = scan.tokens[after] if after < len(scan.tokens) else None
    ends = (
        following is None
        or (following.kind == "sign" and following.word in "),;.]:–—-&")
        or following.kind in ("line", "paragraph")
        or scan.string[after] == "&"
        or following.word
        in (
            "in",
            "at",
            "on",
            "by",
            "with",
            "and",
            "en",
            "à",
            "a",
            "в",
            "to",
            "as",
            "the",
            "was",
            "were",
            "s",
            "se",
        )
    )
    if before is None:
        return ends
    if scan.string[island.first] == "q" or scan.tokens[island.first].word in (
        "early",
        "mid",
        "late",
        "debut",
        "mi",
        "fin",
    ):
        return True
    if scan.cat(i) == "postponed":
        return True
    if scan.string[i] in "i" or before.word in (
        "in",
        "en",
        "em",
        "of",
        "during",
        "в",
        "durant",
        "durante",
        "over",
        "throughout",
        "for",
        "until",
        "de",
        "del",
        "from",
    ):
        if before.word in ("of", "for", "de", "del", "from", "until"):
            if (
                before.word in ("de", "del")
                and i
                and scan.tokens[i - 1].word in ("mes", "mois", "principios", "mediados", "finales", "inicios")
            ):
                return True
            return (
                before.word == "of"
                and i > 0
                and scan.tokens[i - 1].word in ("month", "beginning", "end", "autumn", "spring", "summer")
            )
        return ends or following is not None
    if before.word in "([":
        return ends or bool(scan.depth[i])
    if before.word in (",", "–", "—", "-", "/", "&", ":") or scan.string[i] == "&":
        return ends
    return scan.cat(i) in ("city", "state") and ends


def _date(scan: Scan, draft: Draft, mechanism: str | None) -> None:
    """Draw dates, place, mode, status, partners and larger event from the tokens of the draft."""
    mention = draft.mention
    after = [x for x in scan.islands if mention.end <= x.first < draft.end]
    before = [x for x in scan.islands if draft.start <= x.first and x.end <= mention.first]
    inside = [x for x in scan.islands if mention.first <= x.first and x.end <= mention.end and x.sure]
    usable = [x for x in after if _counts_as_date(scan, x, mention) and not _is_aside(scan, x, draft)]
    if not usable:
        usable = inside + [x for x in before if _placed(scan, x)]
    sure = [x for x in usable if x.sure]
    if sure and any(not x.sure for x in usable):
        usable = sure
    status, at = _status(scan, draft)
    draft.status = status
    expected = mention.count or 1
    single = not mention.plural and expected == 1 and not mention.many
    if status == "postponed" and len(usable) > 1:
        later = [x for x in usable if x.first > at]
        usable = later[:1] or usable[-1:]
    elif single and len(usable) > 1:
        usable = _opened_and_closed(scan, usable) or _first_group(scan, usable)
    draft.islands = usable
    for island in usable:
        if island.wrong:
            draft.doubts.append("impossible-date")
        dates = list(island.dates)
        if (
            status == "postponed"
            and len(dates) == 1
            and dates[0].first != dates[0].last
            and at >= 0
            and _moved(scan, at, island)
        ):
            dates = [When(dates[0].last, dates[0].last)]
        draft.dates += dates
    if (
        single
        and len(draft.dates) > 1
        and len(usable) == 1
        and usable[0].listed
        and days.consecutive(draft.dates)
    ):
        draft.dates = [days.joined(draft.dates)]
    elif single and len(draft.dates) > 1 and len(usable) > 1 and days.consecutive(draft.dates):
        draft.dates = [days.joined(draft.dates)]
    elif expected > 1 and len(draft.dates) > expected:
        merged = [days.joined(x.dates) if x.listed and days.consecutive(x.dates) else None for x in usable]
        whole = [d for m, x in zip(merged, usable, strict=True) for d in ((m,) if m else x.dates)]
        draft.dates = whole if len(whole) == expected else draft.dates[:expected] if len(usable) > 1 else draft.dates
    _place(scan, draft)
    _mode(scan, draft)
    _partners(scan, draft, mechanism)


def _moved(scan: Scan, at: int, island: days.Island) -> bool:
    """"postponed from 3 May to 5 June": the range is no span of days."""
    i = island.first - 1
    return at < island.first and scan.tokens[i].word in ("from", "du", "del", "de", "с")


def _is_aside(scan: Scan, island: days.Island, draft: Draft) -> bool:
    """Dates of other things: after "adopted", "since", within a later phrase about a paper."""
    i = island.first - 1
    while i >= draft.mention.end and (scan.string[i] in "ti" or scan.tokens[i].word in ("on", "in")):
        i -= 1
    if i < draft.mention.end:
        return False
    return scan.tokens[i].word in _FORWARD and not scan.depth[i] and scan.cat(i) != "postponed"


def _opened_and_closed(scan: Scan, usable: list[days.Island]) -> list[days.Island]:
    """"opened on 13 December and closed on 14 December": one span."""
    one, other = usable[:2]
    between = {scan.tokens[i].word for i in range(one.end, other.first)}
    if between & _CLOSED and one.dates and other.dates:
        return [replace(one, end=other.end, dates=(days.joined([one.dates[0], other.dates[-1]]),), listed=False)]
    return []


_CLOSED = frozenset("closed concluded ended cloturee clausurada concluyo clausuro завершилась завершилось закрылась".split())


def _first_group(scan: Scan, usable: list[days.Island]) -> list[days.Island]:
    """Of several dates of one meeting, those that stand together with the first."""
    group = usable[:1]
    for island in usable[1:]:
        gap = range(group[-1].end, island.first)
        if len(gap) <= 3 and all(scan.string[i] in "&,t/-" for i in gap):
            group.append(island)
        else:
            break
    return group


def _status(scan: Scan, draft: Draft) -> tuple[str | None, int]:
    found: tuple[str | None, int] = (None, -1)
    for i in range(draft.start, draft.end):
        cat = scan.cat(i)
        if cat == "cancelled":
            return "cancelled", i
        if cat == "postponed":
            found = "postponed", i
        elif cat == "will" and found[0] is None and not scan.depth[i]:
            found = "announced", i
        elif cat == "will" and found[0] is None and scan.depth[i]:
            found = "announced", i
    return found


def _place(scan: Scan, draft: Draft) -> None:
    """City and country where the meeting was, not where its members come from."""
    city: str | None = None
    country: str | None = None
    for i in range(draft.start, draft.end):
        hit = scan.hit_at.get(i)
        if hit is None or hit.first != i or i in scan.edition_at:
            continue
        if hit.sense.cat == "city" and (city is None or country is None) and _is_put_as_place(scan, draft, hit.first, hit.end):
            code, city = hit.sense.value.split(":")
            country = code
            ahead = scan.hit_at.get(_past_comma(scan, hit.end))
            if ahead and ahead.sense.cat == "state":
                country = ahead.sense.value
            break
        if hit.sense.cat == "state" and country is None and _is_put_as_place(scan, draft, hit.first, hit.end):
            country = hit.sense.value
            city = city or _unknown_city(scan, draft, hit.first)
    draft.place = (city, country)


def _past_comma(scan: Scan, i: int) -> int:
    while i < len(scan.tokens) and scan.tokens[i].word in ",(":
        i += 1
    return i


_IN_PLACE = frozenset("in at en à a au aux в во на de from near around la el hosted par by".split())


def _is_put_as_place(scan: Scan, draft: Draft, first: int, end: int) -> bool:
    """Whether a place name says where the meeting was: "in Rabat", "(Rabat, 3 May)", "Rabat, 3 May"."""
    i = first - 1
    while i >= draft.start and scan.tokens[i].word in _BEFORE_PLACE:
        i -= 1
    if i < draft.start:
        return draft.start == first and not draft.mention.first <= first < draft.mention.end
    word = scan.tokens[i].word
    is_city = scan.cat(first) == "city"
    if draft.mention.first <= first < draft.mention.end and not draft.mention.verb and scan.lang == "en":
        return is_city and word != "of" and first >= draft.mention.name and not scan.depth[first]
    if scan.string[i] == "i" or word in _AT:
        following = scan.tokens[end].word if end < len(scan.tokens) else ""
        near = end in scan.island_at or following in ("(", ",", ".", ";", "") or end >= draft.end or scan.string[end] in "tb"
        return (is_city and near) if _in_topic(scan, draft, first) else True
    if word in ("to", "a", "в"):
        return draft.mention.types[0] == "study-visit" or (is_city and _welcomed(scan, draft, first))
    if scan.depth[first]:
        beside = range(max(draft.start, first - 8), min(first + 8, draft.end))
        return is_city or word in "([" or any(j in scan.island_at and scan.depth[j] for j in beside)
    if word in ",–—-:|/":
        beside = range(max(draft.start, i - 4), min(end + 4, draft.end))
        return (is_city and not _in_topic(scan, draft, first)) or any(j in scan.island_at for j in beside)
    if i in scan.island_at or word in ("capitulo", "chapter"):
        return True
    if word in (")", "]"):
        return is_city
    return word in ("by", "par", "por") and scan.tokens[i - 1].word in ("hosted", "accueillie", "accueilli", "organizada")


_BEFORE_PLACE = frozenset("the la el le les los l ’ ' г . городе ville".split())
_AT = frozenset("in at en в во à a au".split())


def _welcomed(scan: Scan, draft: Draft, first: int) -> bool:
    return any(scan.tokens[j].word in ("welcomed", "invited", "brought") for j in range(draft.start, first))


def _in_topic(scan: Scan, draft: Draft, first: int) -> bool:
    """Whether token ``first`` belongs to what the meeting was about: no date, bracket or verb ended that before."""
    topic = _topic_start(scan, draft)
    if topic is None or topic > first or scan.depth[first]:
        return False
    return not any(
        j in scan.island_at or scan.cat(j) in ("held", "will", "cancelled", "postponed") or scan.tokens[j].word == "("
        for j in range(scan.hit_at[topic].end, first)
    )





def _topic_start(scan: Scan, draft: Draft) -> int | None:
    for i in range(draft.mention.end, draft.end):
        if scan.cat(i) == "topic" and not (i in scan.island_at) and scan.hit_at[i].first == i:
            nxt = scan.hit_at[i].end
            while nxt < draft.end and scan.tokens[nxt].word in articles(scan.lang):
                nxt += 1
            if nxt in scan.island_at or (nxt in scan.edition_at and scan.edition_at[nxt].hit.sense.cat == "event"):
                continue
            return i
    return None


def _unknown_city(scan: Scan, draft: Draft, state: int) -> str | None:
    """ "in Naivasha Springs, Kenya": capitalised words between "in" and a comma before the State."""
    i = state - 1
    if i < draft.start or scan.tokens[i].word != ",":
        return None
    end = i
    while (
        i - 1 >= draft.start
        and scan.tokens[i - 1].kind == "word"
        and scan.is_upper(i - 1)
        and i - 1 not in scan.hit_at
    ):
        i -= 1
    if i == end or i - 1 < draft.start or end - i > 3:
        return None
    if scan.tokens[i - 1].word in ("in", "at", "en", "a", "в", "(", ","):
        return scan.printed(i, end)
    return None


def _mode(scan: Scan, draft: Draft) -> None:
    cats = {scan.cat(i) for i in range(draft.start, draft.end)}
    if "hybrid" in cats or {"online", "in-person"} <= cats:
        draft.mode = "hybrid"
    elif "online" in cats or draft.mention.types[0] == "webinar":
        draft.mode = "online"
    elif "in-person" in cats:
        draft.mode = "in-person"


def _partners(scan: Scan, draft: Draft, mechanism: str | None) -> None:
    """Other owners, where the prose says so, and the larger event."""
    marked = any(scan.cat(i) == "joint" for i in range(draft.start, draft.end))
    mention = draft.mention
    own_in_name = any(e.slug == mechanism and mention.first <= e.hit.first < mention.end for e in scan.editions)
    joint: list[str] = []
    for edition in scan.editions:
        if not draft.start <= edition.hit.first < draft.end or edition.slug == mechanism:
            continue
        cat, slug = edition.hit.sense.cat, edition.slug
        if cat != "body" and (slug not in mechanisms() or edition.number or slug == "imrf"):
            draft.at = draft.at or (f"{slug}-{edition.number}" if edition.number else slug)
            continue
        led = _led_by_with(scan, edition.first, draft.start)
        in_name = mention.first <= edition.hit.first < mention.end
        named = in_name and (own_in_name or _beside_own(scan, edition, mechanism))
        near = marked and (in_name or _near_joint(scan, draft, edition.first))
        if slug not in joint and (led or named or near) if cat != "body" else (marked and led == "with"):
            joint.append(slug)
    draft.joint = tuple(dict.fromkeys(joint))


def _beside_own(scan: Scan, edition: Edition, mechanism: str | None) -> bool:
    """"RCM-SACM Plenary": two names tied by a sign."""
    for other in scan.editions:
        if other.slug == mechanism and (
            edition.first - other.end in (1, 2) or other.first - edition.end in (1, 2)
        ):
            return True
    return False





def _near_joint(scan: Scan, draft: Draft, first: int) -> bool:
    """Between a joint word and the partner stand only names and joining words: "between RCM and SACM"."""
    i = first - 1
    while i >= draft.start and first - i <= 24:
        if scan.cat(i) == "joint":
            return True
        if scan.cat(i) in ("topic", "held", "context") and scan.tokens[i].word not in (
            "of",
            "de",
            "del",
            "du",
            "des",
            "d",
        ):
            return False
        i -= 1
    return False


def _led_by_with(scan: Scan, first: int, start: int) -> str:
    """ "with" or "" for how a partner's name is tied to the statement, through a list of partners."""
    i = first - 1
    while i >= start:
        token = scan.tokens[i]
        if token.word in ("with", "avec", "con", "с", "со"):
            return "with"
        if i in scan.edition_at:
            i = scan.edition_at[i].first - 1
            continue
        if (
            token.word in articles(scan.lang)
            or scan.string[i] in "&,"
            or token.word in ("its", "both", "(", ")")
        ):
            i -= 1
            continue
        return ""
    return ""


# -- what two statements share


def _share(scan: Scan, drafts: list[Draft]) -> None:
    for one, following in zip(reversed(drafts[:-1]), reversed(drafts[1:]), strict=True):
        if not one.shared:
            continue
        if one.mention is following.mention:
            _deal(one, following)
        if not one.dates:
            one.dates, one.islands = list(following.dates), following.islands
            if (
                len(one.dates) > 1
                and (one.mention.count or 1) == 1
                and not one.mention.plural
                and days.consecutive(one.dates)
            ):
                one.dates = [days.joined(one.dates)]
        if one.place == (None, None):
            one.place = following.place
        one.mode = one.mode or following.mode
        one.at = one.at or following.at
        one.joint = one.joint or following.joint
        one.status = one.status or following.status
    _spread(scan, drafts)


def _deal(one: Draft, following: Draft) -> None:
    """ "2nd and 3rd SOMs (3 May and 5 June)": a date each."""
    if len(following.dates) == 2:
        one.dates, following.dates = following.dates[:1], following.dates[1:]
    elif len(following.dates) == 1 and following.dates[0].first != following.dates[0].last and not one.dates:
        one.dates = list(following.dates)


def _spread(scan: Scan, drafts: list[Draft]) -> None:
    """What the end of a list says for each of it: ", both in Asmara", ", all online", "A (3 May) and B (4 May), Rabat"."""
    for number, draft in enumerate(drafts):
        for i in range(draft.mention.end, draft.end):
            word = scan.tokens[i].word
            if word not in _ALL or i + 1 >= draft.end or scan.cat(i + 1) in ("head", "mark"):
                continue
            if scan.tokens[i - 1].word in (",", "–", "—", "-", "(", ")", "les", "las", "los", "toutes"):
                reach = 1 if word in _TWO else len(drafts)
                for other in drafts[max(0, number - reach) : number]:
                    _lend(scan, draft, other, i)
                break
        _trailing_place(scan, drafts, number)
        _same_place(scan, drafts, number)


_TWO = frozenset("both ambas ambos обе оба deux".split())
_SAME = frozenset("same mismo misma meme том".split())


def _trailing_place(scan: Scan, drafts: list[Draft], number: int) -> None:
    draft = drafts[number]
    if draft.place == (None, None) or not draft.islands:
        return
    last = max(x.end for x in draft.islands)
    names = [i for i in range(last, draft.end) if scan.cat(i) in ("city", "state") and not scan.depth[i]]
    if not names or any(scan.cat(i) in ("city", "state") for i in range(draft.mention.end, last)):
        return
    for other in reversed(drafts[:number]):
        if other.clause != draft.clause or other.place != (None, None) or not other.dates or _has_clause_end(scan, other):
            break
        other.place = draft.place


def _has_clause_end(scan: Scan, draft: Draft) -> bool:
    return any(scan.cat(i) == "held" for i in range(draft.mention.end, draft.end))


def _same_place(scan: Scan, drafts: list[Draft], number: int) -> None:
    draft = drafts[number]
    if number and draft.place == (None, None):
        if any(scan.tokens[i].word in _SAME for i in range(draft.mention.end, draft.end)):
            draft.place = drafts[number - 1].place


def _lend(scan: Scan, draft: Draft, other: Draft, at: int) -> None:
    cats = {scan.cat(j) for j in range(at, draft.end)}
    if other.place == (None, None) and cats & {"city", "state"}:
        other.place = draft.place
    if other.mode is None and cats & {"online", "hybrid", "in-person"}:
        other.mode = draft.mode
    if other.status is None and cats & {"cancelled", "postponed", "will"}:
        other.status = draft.status
    if not other.dates and any(j in scan.island_at for j in range(at, draft.end)):
        other.dates = list(draft.dates)


# -- the finished statement


class _YearContext:
    """Which year a day without one means: that of the dates it stands with, else the caller's, else the last said."""

    def __init__(self, scan: Scan, year: int | None) -> None:
        self.scan, self.year = scan, year

    def settle(self, when: When, draft: Draft) -> When:
        if when.has_year:
            return when
        said = self._said_beside(draft)
        year = said or self.year or self._said_before(draft)
        return when.in_year(year) if year else when

    def _said_beside(self, draft: Draft) -> int | None:
        years = [
            d.last.year
            for island in draft.islands
            for d in island.dates
            if d.last and d.last.year and d.precision == "day"
        ]
        if years:
            return years[-1]
        if draft.islands and self.year is None:
            return None
        return None

    def _said_before(self, draft: Draft) -> int | None:
        found: int | None = None
        for island in self.scan.islands:
            for date in island.dates:
                if date.last and date.last.year and island.first < draft.end:
                    found = date.last.year
        return found


def _finish(scan: Scan, draft: Draft, context: _YearContext, mechanism: str | None) -> Found:
    mention = draft.mention
    dates: list[When] = []
    for when in draft.dates:
        try:
            dates.append(context.settle(when, draft))
        except ImpossibleDate:
            draft.doubts.append("impossible-date")
    count = _count(mention, dates)
    first, end = _span(scan, draft)
    span = _with_emphasis(scan.text, scan.tokens[first].start, scan.tokens[end - 1].end)
    themes, gcm = _themes(scan, first, end, mention)
    statement = Statement(
        type=mention.types[0],
        kinds=tuple(t for t in mention.types[1:] if t != "meeting"),
        title=scan.printed(mention.name, mention.end),
        ordinal=draft.ordinal,
        count=count,
        dates=tuple(dates),
        topic=_topic(scan, draft),
        city=draft.place[0],
        country=draft.place[1],
        joint_with=tuple(s for s in draft.joint if s != mechanism),
        at=draft.at,
        mode=draft.mode,
        status=draft.status,
        gcm=gcm,
        themes=themes,
    )
    return Found(statement, span, tuple(dict.fromkeys(draft.doubts)))


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


def _count(mention: Mention, dates: list[When]) -> int | None:
    if mention.count is not None:
        return mention.count
    if mention.many:
        return None
    if mention.plural and not mention.ordinals:
        return None if len(dates) < 2 else len(dates)
    return 1


def _span(scan: Scan, draft: Draft) -> tuple[int, int]:
    first, end = draft.start, max(draft.end, min(draft.mention.end, len(scan.tokens)))
    if draft.shared and end <= first:
        end = first + 1
    for opening, closing in scan.close.items():  # a bracket is of one statement, whole
        if first <= opening < end <= closing:
            end = closing + 1
    return first, max(end, first + 1)


def _topic(scan: Scan, draft: Draft) -> str | None:
    start = _topic_start(scan, draft)
    if start is None:
        return None
    first = scan.hit_at[start].end
    end = first
    while end < draft.end:
        if scan.tokens[end].word in "([" and scan.close.get(end) and _is_detail(scan, end):
            break
        if end in scan.island_at and scan.island_at[end].sure:
            break
        if scan.tokens[end].word == "," and (end + 1 in scan.island_at or scan.cat(end + 1) == "city"):
            break
        if scan.cat(end) == "held":
            break
        end += 1
    while end > first and (
        scan.tokens[end - 1].kind in ("sign", "line", "paragraph")
        and scan.tokens[end - 1].word not in ')]"”»'
        or scan.cat(end - 1) in ("context", "topic")
        or is_small(scan, end - 1)
    ):
        end -= 1
    return scan.printed(first, end) or None


def _is_detail(scan: Scan, opening: int) -> bool:
    """Whether a bracket tells when, where or how, and so ends the topic before it."""
    inside = range(opening + 1, scan.close[opening])
    return any(j in scan.island_at for j in inside) or all(
        scan.cat(j) in _DETAILS or scan.tokens[j].kind == "sign" or is_small(scan, j) for j in inside
    )


_DETAILS = frozenset(["city", "state", "online", "hybrid", "in-person", "cancelled", "postponed", "will"])


def _themes(scan: Scan, first: int, end: int, mention: Mention) -> tuple[tuple[str, ...], tuple[int, ...]]:
    trie = theme_trie(scan.lang)
    found: list[str] = []
    gcm: list[int] = []
    i = first
    while i < end:
        token = scan.tokens[i]
        if token.word in (
            "objective",
            "objectives",
            "objectif",
            "objectifs",
            "objetivo",
            "objetivos",
        ) or token.word.startswith("цел"):
            gcm += _objectives(scan, i + 1, end)
        node, at, best = trie.get(_stem(trie, token.word)), i + 1, None
        while node is not None:
            if "" in node:
                best = node[""], at
            while at < end and scan.tokens[at].word in "-‑'’":
                at += 1
            if at >= end:
                break
            node = node.get(_stem(node, scan.tokens[at].word))
            at += 1
        if (
            best
            and not (i in scan.edition_at and scan.edition_at[i].hit.sense.cat == "mechanism")
            and not (mention.first <= i < mention.end and best[0] in ("capacity-building",))
        ):
            if best[0] not in found:
                found.append(best[0])
            i = best[1]
        else:
            i += 1
    return tuple(found), tuple(dict.fromkeys(gcm))


def _stem(node: dict[str, object], word: str) -> str:
    if word in node or len(word) < 3:
        return word
    for cut in range(len(word), 2, -1):
        if word[:cut] + "*" in node:
            return word[:cut] + "*"
    return word


def _objectives(scan: Scan, i: int, end: int) -> list[int]:
    found: list[int] = []
    while i < end:
        token = scan.tokens[i]
        if token.kind == "number" and 1 <= int(token.word) <= 23 and i not in scan.island_at:
            found.append(int(token.word))
        elif not (scan.string[i] in "&,t" or token.word in ("no", "n", ".")):
            break
        i += 1
    return found


def _rest(text: str, found: list[Found]) -> tuple[Span, ...]:
    """What no statement covers, in order."""
    rest: list[Span] = []
    at = 0
    for one in sorted(found, key=lambda f: f.span.start):
        if one.span.start > at:
            rest.append(Span(at, one.span.start))
        at = max(at, one.span.end)
    if at < len(text):
        rest.append(Span(at, len(text)))
    return tuple(rest)


def with_year(statement: Statement, year: int) -> Statement:
    """The same statement with ``year`` where its dates have none."""
    return replace(statement, dates=tuple(d if d.has_year else d.in_year(year) for d in statement.dates))
