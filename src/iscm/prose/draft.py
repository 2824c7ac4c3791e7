"""A statement being made: its mention, its stretch of the text, and what is drawn to it from there."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from iscm.domain.terms import mechanisms
from iscm.domain.when import When
from iscm.prose import days
from iscm.prose.cues import cues
from iscm.prose.dating import dates_meeting, placed
from iscm.prose.mention import Mention
from iscm.prose.places import place
from iscm.prose.scan import Edition, Scan, articles
from iscm.prose.weigh import coordinated


@dataclass(slots=True)
class Draft:
    """Tokens ``start`` up to ``end`` of clause ``clause`` told of one mention. ``shared``: the next draft is
    coordinated with it, so that what dates the next dates this one too."""

    mention: Mention
    start: int
    end: int
    clause: int
    ordinal: int | None = None
    shared: bool = False
    dates: list[When] = field(default_factory=list)
    islands: list[days.Island] = field(default_factory=list)
    place: tuple[str | None, str | None] = (None, None)
    mode: str | None = None
    status: str | None = None
    joint: tuple[str, ...] = ()
    at: str | None = None
    doubts: list[str] = field(default_factory=list)
    dealt: bool = False  # one of several meetings that share a noun, a date each

    @property
    def single(self) -> bool:
        """Whether one meeting is meant."""
        return not self.mention.plural and (self.mention.count or 1) == 1 and not self.mention.many


def drafts_of(scan: Scan, accepted: list[Mention], start: int, end: int, clause: int) -> list[Draft]:
    """A draft for each mention of a clause, and for each number of "2nd and 3rd SOMs", side by side."""
    group: list[Draft] = []
    led = any(i in scan.island_at for i in range(start, accepted[0].first))
    for i, mention in enumerate(accepted):
        lead = _leading_island(scan, mention, accepted[i - 1], led) if i else None
        begin = lead.first if lead else mention.first if i else _begin(scan, mention, start)
        led = led if not i else lead is not None
        numbers: list[int | None] = [*mention.ordinals] or [None]
        group += [Draft(mention, begin, end, clause, ordinal) for ordinal in numbers]
    for one, following in zip(group, group[1:], strict=False):
        if one.mention is following.mention:
            one.end = following.start = _second_ordinal(scan, one.mention, one.start)
            one.shared = True
        else:
            one.end = trim(scan, one.start, following.start)
            one.shared = one.single and coordinated(scan, one.mention, following.mention)
    group[-1].end = trim(scan, group[-1].start, end)
    return group


def _second_ordinal(scan: Scan, mention: Mention, start: int) -> int:
    """The token of the next ordinal of a mention after ``start``."""
    ordinals = [i for i in range(max(start, mention.first), mention.end) if scan.ordinal(i)]
    return ordinals[1] if len(ordinals) > 1 else mention.first + 1


_LEAD = frozenset(["held", "will", "city", "state", "postponed", "cancelled", "online", "event", "joint"])


def _begin(scan: Scan, mention: Mention, start: int) -> int:
    """A sentence's first mention takes what stands before it: "On 3 May in Colombo, the Process held its SOM"."""
    i = start
    while (
        i < mention.first
        and scan.tokens[i].kind in ("sign", "line", "paragraph")
        and scan.tokens[i].word not in "(["
    ):
        i += 1
    leads = any(j in scan.island_at or scan.cat(j) in _LEAD for j in range(i, mention.first))
    return i if leads else mention.first


def _leading_island(scan: Scan, mention: Mention, before: Mention, led: bool) -> days.Island | None:
    """ "the SOM on 24 August and, on 25 August, the Ministerial": a date that belongs to what follows it.

    It does where the mention before has its date already: after its name, or, ``led``, before it.
    """
    i = mention.first - 1
    while i > before.end and (
        scan.tokens[i].word in articles(scan.lang) or scan.tokens[i].word in _BEFORE_NAME
    ):
        i -= 1
    island = scan.island_at.get(i)
    if island is None or scan.depth[i] or not island.sure:
        return None
    return island if led or any(j in scan.island_at for j in range(before.end, island.first)) else None


_BEFORE_NAME = frozenset([",", ":", "-", "–", ".", "by", "par", "por", "de", "d"])


def trim(scan: Scan, start: int, end: int) -> int:
    """The end of a statement without the words that only join it to the next."""
    i = end
    while i > start + 1:
        token, hit = scan.tokens[i - 1], scan.hit_at.get(i - 1)
        joins = token.kind in ("line", "paragraph") or (token.kind == "sign" and token.word in ",;:-–—.•|/")
        links = hit is not None and hit.sense.cat in ("next", "with", "context") and hit.end >= i
        if not (joins or links or scan.string[i - 1] == "&"):
            break
        i -= 1
    return i


# -- drawing


def draw(scan: Scan, draft: Draft, mechanism: str | None) -> None:
    """Draw dates, status, place, mode, partners and larger event from the draft's tokens."""
    draft.status, said_at = _status(scan, draft)
    draft.islands = _own_islands(scan, draft, said_at)
    for island in draft.islands:
        if island.wrong:
            draft.doubts.append("impossible-date")
        draft.dates += _moved_to(scan, draft, island, said_at)
    draft.dealt = any(scan.tokens[i].word in cues("respectively") for i in range(draft.start, draft.end))
    draft.dates = as_counted(draft)
    draft.place = place(scan, draft.mention, draft.start, draft.end)
    draft.mode = _mode(scan, draft)
    _partners(scan, draft, mechanism)


def _status(scan: Scan, draft: Draft) -> tuple[str | None, int]:
    """Cancelled before postponed before announced; and the token that says so."""
    found: dict[str, int] = {}
    for i in range(draft.start, draft.end):
        if (cat := scan.cat(i)) in ("cancelled", "postponed", "will"):
            found.setdefault(cat, i)
    for cat in ("cancelled", "postponed"):
        if cat in found:
            held = any(scan.cat(i) == "held" for i in range(found[cat] + 1, draft.end))
            return (None if held else cat), found[cat]  # "..., postponed, finally took place"
    return ("announced", found["will"]) if found else (None, -1)


def _own_islands(scan: Scan, draft: Draft, said_at: int) -> list[days.Island]:
    """The dates that are the meeting's: inside or after its name, else before it."""
    mention = draft.mention
    after = [
        x for x in scan.islands if mention.end <= x.first < draft.end and dates_meeting(scan, x, mention)
    ]
    inside = [x for x in scan.islands if mention.first <= x.first and x.end <= mention.end and x.sure]
    before = [
        x for x in scan.islands if draft.start <= x.first and x.end <= mention.first and placed(scan, x)
    ]
    found = inside or after or before
    found = [x for x in found if x.sure] or found
    if len(found) < 2:
        return found
    if draft.status == "postponed":
        later = [x for x in found if x.first > said_at] or found[-1:]
        left_behind = len(later) > 1 and scan.tokens[later[0].first - 1].word in cues("from")
        later = later[1:] if left_behind else later
        return later[:1] if draft.single else later
    if draft.single:
        return _opened_and_closed(scan, found) or _first_group(scan, found)
    return found


def _moved_to(scan: Scan, draft: Draft, island: days.Island, said_at: int) -> tuple[When, ...]:
    """The dates of an island; of "postponed from 3 May to 5 June", which is no span of days, the new one."""
    dates = island.dates
    moved = draft.status == "postponed" and 0 < island.first - said_at <= 3 and len(dates) == 1
    if moved and dates[0].first != dates[0].last and scan.tokens[island.first - 1].word in cues("from"):
        return (When(dates[0].last, dates[0].last),)
    return dates


def as_counted(draft: Draft) -> list[When]:
    """ "4 and 5 July" is one meeting of two days, or two meetings, as the count says."""
    dates, expected = draft.dates, draft.mention.count or 1
    if draft.dealt:
        return dates
    if draft.single:
        listed = len(draft.islands) > 1 or any(x.listed for x in draft.islands)
        return [days.joined(dates)] if len(dates) > 1 and listed and days.consecutive(dates) else dates
    if not 1 < expected < len(dates):
        return dates
    whole: list[When] = []
    for island in draft.islands:
        merges = island.listed and days.consecutive(island.dates)
        whole += [days.joined(island.dates)] if merges else island.dates
    if len(whole) == expected:
        return whole
    return dates[:expected] if len(draft.islands) > 1 else dates


def _opened_and_closed(scan: Scan, found: list[days.Island]) -> list[days.Island]:
    """ "opened on 13 December and closed on 14 December": one span."""
    one, other = found[:2]
    closes = any(
        scan.tokens[i].word in cues("closed") for i in range(max(one.end, other.first - 3), other.first)
    )
    if closes and one.dates and other.dates:
        return [
            replace(one, end=other.end, dates=(days.joined([one.dates[0], other.dates[-1]]),), listed=False)
        ]
    return []


def _first_group(scan: Scan, found: list[days.Island]) -> list[days.Island]:
    """Of several dates of one meeting, those that stand together with the first."""
    group = found[:1]
    for island in found[1:]:
        gap = range(group[-1].end, island.first)
        if len(gap) > 3 or any(scan.string[i] not in "&,t/-" for i in gap):
            break
        group.append(island)
    return group


def _mode(scan: Scan, draft: Draft) -> str | None:
    cats = {scan.cat(i) for i in range(draft.start, draft.end)}
    if "hybrid" in cats or {"online", "in-person"} <= cats:
        return "hybrid"
    if "online" in cats or draft.mention.types[0] == "webinar":
        return "online"
    return "in-person" if "in-person" in cats else None


def _partners(scan: Scan, draft: Draft, mechanism: str | None) -> None:
    """Other owners, where the prose says so, and the larger event."""
    mention = draft.mention
    marked = any(scan.cat(i) == "joint" for i in range(draft.start, draft.end))
    own_in_name = any(
        e.slug == mechanism and mention.first <= e.hit.first < mention.end for e in scan.editions
    )
    joint: list[str] = []
    for edition in scan.editions:
        if not draft.start <= edition.hit.first < draft.end or edition.slug == mechanism:
            continue
        cat, slug = edition.hit.sense.cat, edition.slug
        led = _led_by_with(scan, edition.first, draft.start)
        in_name = mention.first <= edition.hit.first < mention.end
        tied = (
            (in_name and own_in_name)
            or _beside(scan, edition, mechanism)
            or _listed(scan, edition, mechanism)
        )
        at_event = (
            cat == "event" and not led and not tied and mention.types[0] in ("side-event", "preparatory")
        )
        if cat == "body":
            joint += [slug] if marked and led else []
        elif tied and slug in mechanisms():
            joint.append(slug)
        elif slug not in mechanisms() or (edition.number and not in_name) or slug == "imrf" or at_event:
            draft.at = draft.at or (f"{slug}-{edition.number}" if edition.number else slug)
        elif led or (marked and (in_name or _near_joint(scan, draft, edition.first))):
            joint.append(slug)
    draft.joint = tuple(dict.fromkeys(joint))


def _beside(scan: Scan, edition: Edition, mechanism: str | None) -> bool:
    """ "RCM-SACM Plenary": two names tied by a sign."""
    for other in scan.editions:
        if other.slug == mechanism:
            one, two = sorted((edition, other), key=lambda e: e.hit.first)
            if two.hit.first - one.hit.end == 1 and scan.tokens[one.hit.end].word in ("-", "‑", "–", "/"):
                return True
    return False


def _listed(scan: Scan, edition: Edition, mechanism: str | None) -> bool:
    """ "The Khartoum Process, the Rabat Process and the AU HoAI held ...": a list with the own name in it."""
    chain = [edition]
    for other in scan.editions:
        gap = range(chain[-1].end, other.first)
        if 0 < len(gap) <= 3 and all(
            scan.string[i] in "&,t" or scan.tokens[i].word in articles(scan.lang) for i in gap
        ):
            chain.append(other)
    for other in reversed(scan.editions):
        gap = range(other.end, chain[0].first)
        if 0 < len(gap) <= 3 and all(
            scan.string[i] in "&,t" or scan.tokens[i].word in articles(scan.lang) for i in gap
        ):
            chain.insert(0, other)
    return any(other.slug == mechanism for other in chain)


def _near_joint(scan: Scan, draft: Draft, first: int) -> bool:
    """Between a joint word and the partner stand only names and joining words: "between RCM and SACM"."""
    for i in range(first - 1, max(draft.start, first - 25) - 1, -1):
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
    return False


def _led_by_with(scan: Scan, first: int, start: int) -> bool:
    """Whether a partner's name follows "with", perhaps in a list of partners."""
    i = first - 1
    while i >= start:
        word = scan.tokens[i].word
        if word in cues("with") or (word == "/" and i and scan.tokens[i - 1].word == "w"):
            return True
        if i in scan.edition_at:
            i = scan.edition_at[i].first - 1
        elif (
            word in articles(scan.lang)
            or scan.string[i] in "&,"
            or word in ("its", "both", "(", ")", "'", "’")
        ):
            i -= 1
        else:
            return False
    return False
