"""Where a meeting was: a city and a country that the prose puts as its place, not where its members come from."""

from __future__ import annotations

from iscm.prose.cues import cues
from iscm.prose.mention import Mention
from iscm.prose.scan import Scan, articles


def place(scan: Scan, mention: Mention, start: int, end: int) -> tuple[str | None, str | None]:
    """(city in English, country code) of the meeting told in tokens ``start`` up to ``end``; None where not said."""
    city: str | None = None
    country: str | None = None
    for i in range(start, end):
        hit = scan.hit_at.get(i)
        if hit is None or hit.first != i or i in scan.edition_at or hit.sense.cat not in ("city", "state"):
            continue
        if not _is_put_as_place(scan, mention, start, end, hit.first, hit.end):
            continue
        if hit.sense.cat == "city":
            country, city = hit.sense.value.split(":")
            ahead = scan.hit_at.get(_past_comma(scan, hit.end))
            if ahead and ahead.sense.cat == "state":
                country = ahead.sense.value
            break
        if country is None:
            country = hit.sense.value
            city = _unknown_city(scan, start, hit.first)
    return city, country


def _past_comma(scan: Scan, i: int) -> int:
    while i < len(scan.tokens) and scan.tokens[i].word in ",(":
        i += 1
    return i


def _is_put_as_place(scan: Scan, mention: Mention, start: int, end: int, first: int, stop: int) -> bool:
    """Whether a name says where the meeting was: "in Rabat", "(Rabat, 3 May)", "Rabat, 3 May"."""
    i = first - 1
    while i >= start and scan.tokens[i].word in cues("place_article"):
        i -= 1
    in_name = mention.first <= first < mention.end
    if i < start:
        return start == first and not in_name
    word = scan.tokens[i].word
    is_city = scan.cat(first) == "city"
    if in_name and not mention.verb and scan.lang == "en":
        return is_city and word != "of" and first >= mention.name and not scan.depth[first]
    topic = in_topic(scan, mention, end, first)
    if scan.string[i] == "i" or word in cues("place"):
        after = scan.tokens[stop].word if stop < len(scan.tokens) else ""
        ends = (
            stop >= end
            or stop in scan.island_at
            or after in ("(", ",", ".", ";", "")
            or scan.string[stop] in "tb"
        )
        return (is_city and ends) if topic else True
    if word == "to":
        welcomed = any(scan.tokens[j].word in cues("welcome") for j in range(start, first))
        return mention.types[0] == "study-visit" or (is_city and welcomed)
    if scan.depth[first]:
        beside = range(max(start, first - 8), min(first + 8, end))
        return is_city or word in "([" or any(j in scan.island_at and scan.depth[j] for j in beside)
    if word in ",–—-:|/":
        beside = range(max(start, i - 4), min(stop + 4, end))
        return (is_city and not topic) or any(j in scan.island_at for j in beside)
    if i in scan.island_at or word in ("capitulo", "chapter"):
        return True
    if word in (")", "]"):
        return is_city
    return word in ("by", "par", "por") and scan.tokens[i - 1].word in cues("hosted_by")


def topic_start(scan: Scan, mention: Mention, end: int) -> int | None:
    """The token of "on", "about" ... that opens what the meeting was about."""
    for i in range(mention.end, end):
        if scan.cat(i) != "topic" or i in scan.island_at or scan.hit_at[i].first != i:
            continue
        after = scan.hit_at[i].end
        while after < end and scan.tokens[after].word in articles(scan.lang):
            after += 1
        edition = scan.edition_at.get(after)
        if after not in scan.island_at and not (edition and edition.hit.sense.cat == "event"):
            return i
    return None


def in_topic(scan: Scan, mention: Mention, end: int, first: int) -> bool:
    """Whether token ``first`` belongs to what the meeting was about: no date, bracket or verb ended that before."""
    start = topic_start(scan, mention, end)
    if start is None or start > first or scan.depth[first]:
        return False
    return not any(
        j in scan.island_at
        or scan.cat(j) in ("held", "will", "cancelled", "postponed")
        or scan.tokens[j].word == "("
        for j in range(scan.hit_at[start].end, first)
    )


def _unknown_city(scan: Scan, start: int, state: int) -> str | None:
    """ "in Naivasha Springs, Kenya": up to three capitalised words between "in" and a comma before the State."""
    comma = i = state - 1
    if comma < start or scan.tokens[comma].word != ",":
        return None
    while (
        i - 1 >= start
        and scan.tokens[i - 1].kind == "word"
        and scan.is_upper(i - 1)
        and i - 1 not in scan.hit_at
    ):
        i -= 1
    led = i - 1 >= start and (scan.tokens[i - 1].word in cues("place") or scan.tokens[i - 1].word in "(,")
    return scan.printed(i, comma) if led and 0 < comma - i <= 3 else None
