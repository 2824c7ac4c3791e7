"""The global event of the year: its days, how many mechanisms were represented, how many spoke, what preceded it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from iscm.domain.issues import GlobalMeeting
from iscm.domain.statements import Span
from iscm.domain.terms import load
from iscm.domain.when import When
from iscm.prose.days import consecutive, joined
from iscm.prose.scan import look
from iscm.prose.sections import spelt

_NOUN = (
    r"(?:(?:active|different|inter-?state|consultation|consultative|regional|interregional|and|migration|such)\W+){0,4}"
    r"(?:ISCMs?|RCPs?|IRFs?|MCIEs?|PCRs?|PRCs?|mechanisms?|process(?:es)?|forums?|fora|dialogues?|platforms?|"
    r"mécanismes?|processus|mecanismos?|procesos?|foros?|механизм\w*|процесс\w*|МККП|РКП)(?!\w)"
)
_SPOKE = (
    r"(?:spoke|spoken|speakers?|took\s+the\s+floor|taking\s+the\s+floor|intervened|interventions?|presented|"
    r"(?:made|delivered|gave)\s+(?:\w+\s+){0,2}(?:statements?|presentations?|interventions?)|statements|"
    r"pris\s+la\s+parole|prirent\s+la\s+parole|intervenus?|interventions|orateurs|oratrices|"
    r"tomaron\s+la\s+palabra|hicieron\s+uso\s+de\s+la\s+palabra|intervinieron|intervenciones|oradores|"
    r"выступил\w*|взял\w*\s+слово|выступлени\w*|выступа\w*)"
)
_CAME = (
    r"(?:represent\w*|representatives?|participat\w*|particip\w*|took\s+part|taking\s+part|attend\w*|present\b|"
    r"brought\s+together|gather\w*|conven\w*|présent\w*|représent\w*|réuni\w*|assist\w*|reuni\w*|presentes|"
    r"представ\w*|участв\w*|принял\w*\s+участие|собрал\w*|участи\w*)"
)
_SENTENCE = re.compile(r"[^.!?;\n]+(?:[.!?;](?!\s)[^.!?;\n]+)*[.!?;]?[\"”»)]*")
_QUOTED = re.compile(r"[\"“«]\s*(?P<topic>[^\"”»]{8,400}?)\s*[\"”»]")
_ONLINE = re.compile(
    r"\b(?:online|virtual(?:ly)?|en ligne|virtuelle?|en línea|virtual|онлайн|виртуальн\w*)\b", re.IGNORECASE
)
_HYBRID = re.compile(r"\b(?:hybrid|hybride|híbrid[oa]|гибридн\w*|смешанн\w*)\b", re.IGNORECASE)
_SERIES = re.compile(
    r"\bGRCP[\s-]?(?P<after>\d{1,2})\b|\b(?P<before>\d{1,2})(?:st|nd|rd|th)\s+(?:GRCP|Global\s+(?:ISCM|RCP))"
)
_REVIEW = re.compile(
    r"\b(?:(?P<before>\d{1,2})(?:st|nd|rd|th)\s+)?(?:IMRF|International Migration Review Forum)(?:\s+(?P<after>\d)\b)?",
    re.IGNORECASE,
)


@cache
def _numbers() -> dict[str, int]:
    table: dict[str, int] = {}
    for row in load("words")["numbers"].values():
        table.update({_plain(word): value for word, value in row.items()})
    return table


def _plain(word: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", word.casefold()) if not unicodedata.combining(c))


@cache
def _number() -> str:
    words = "|".join(
        sorted(
            (re.escape(w) for row in load("words")["numbers"].values() for w in row), key=len, reverse=True
        )
    )
    digits = r"\d{1,3}(?![\w/%]|[.,-]\d)"
    spelt_out = rf"(?:{words})(?:[\s-]+(?:(?:et|y)\s+)?(?:{words}|one|un|uno))?(?!\w)"
    return rf"(?P<n>(?<![\w.,/-])(?:{digits}|{spelt_out}))"


@cache
def _figures() -> dict[str, tuple[re.Pattern[str], ...]]:
    """How the two figures are worded, the surest wording first."""
    number, few = _number(), r"(?:[^\W\d]+\W+){0,7}?"
    other = number.replace("?P<n>", "?:")
    flags = re.IGNORECASE

    def compiled(*wordings: str) -> tuple[re.Pattern[str], ...]:
        return tuple(re.compile(wording, flags) for wording in wordings)

    return {
        "spoke": compiled(
            rf"{number}\s+(?:out\s+)?(?:of|des|de|sur|из)\s+(?:the\s+|les\s+|los\s+)?{other}\s+{few}{_SPOKE}",
            rf"{number}\s+(?:of\s+(?:them|which|whom|these)\s+)?{few}{_SPOKE}",
            rf"{_SPOKE}\W+(?:[^\W\d]+\W+){{0,3}}?{number}",
        ),
        "represented": compiled(
            rf"{_CAME}\W+(?:[^\W\d]+\W+){{0,5}}?{number}\s+{_NOUN}",
            rf"{number}\s+{_NOUN}\W+{few}{_CAME}",
            rf"{number}\s+{_NOUN}",
        ),
    }


def value_of(number: str) -> int | None:
    """23, "twenty-three", "veinte y tres", "vingt et un"."""
    if number.isdigit():
        return int(number)
    total = 0
    for word in re.findall(r"[^\W\d_]+", number):
        total += _numbers().get(_plain(word), 1 if _plain(word) in {"one", "un", "uno"} else 0)
    return total or None


def read_figures(text: str) -> tuple[tuple[int, Span] | None, tuple[int, Span] | None]:
    """How many mechanisms were represented and how many spoke, each with the place of its wording."""
    spoke = _find("spoke", text, None)
    represented = _find("represented", text, spoke[1] if spoke else None)
    return represented and (represented[0], represented[2]), spoke and (spoke[0], spoke[2])


def _find(which: str, text: str, not_at: Span | None) -> tuple[int, Span, Span] | None:
    """Value, place of the number, place of the wording. Of several numbers before a verb the last one is meant."""
    for pattern in _figures()[which]:
        place, best = 0, None
        while match := pattern.search(text, place):
            place = match.end("n")
            if best and match.end() != best[2].end:
                break
            number, value = Span(*match.span("n")), value_of(match["n"])
            if value and number != not_at:
                best = value, number, Span(match.start(), match.end())
            if best and which == "represented":
                break
        if best:
            return best
    return None


@dataclass(frozen=True, slots=True)
class Held:
    """When and where: the first date that is certainly one, and the first city, each with its place in the text."""

    when: When | None = None
    city: str | None = None
    country: str | None = None
    told: tuple[Span, ...] = ()


def read_held(text: str) -> Held:
    """When and where the meeting was, in whatever language it is told."""
    scan = look(text)
    when, city, country, told = None, None, None, []
    for island in scan.islands:
        if island.sure and island.dates:
            when = joined(island.dates) if island.listed and consecutive(island.dates) else island.dates[0]
            told.append(Span(scan.tokens[island.first].start, scan.tokens[island.end - 1].end))
            break
    for hit in scan.hits:
        if hit.sense.cat == "city":
            country, _, city = hit.sense.value.partition(":")
            told.append(Span(scan.tokens[hit.first].start, scan.tokens[hit.end - 1].end))
            break
    return Held(when, city, country, tuple(told))


def read_event(text: str, start: int, end: int, heading: str) -> tuple[GlobalMeeting, list[Span]]:
    """The event that ``text[start:end]`` tells of, and the sentences something was taken from.

    A year that is not printed stays unknown: such an event is often told a year late.
    """
    body = text[start:end]
    represented, spoke = read_figures(body)
    held = read_held(body)
    survey = spelt("survey").search(body)
    topic = _QUOTED.search(body)
    online, hybrid = _ONLINE.search(body), _HYBRID.search(body)
    told = [Span(*m.span()) for m in (survey, topic, online, hybrid) if m]
    told += [found[1] for found in (represented, spoke) if found]
    told += held.told
    meeting = GlobalMeeting(
        title=heading,
        event=_event(heading, body),
        dates=(held.when,) if held.when else (),
        represented=represented[0] if represented else None,
        spoke=spoke[0] if spoke else None,
        survey=bool(survey),
        topic=" ".join(topic["topic"].split()) if topic else None,
        city=held.city,
        country=held.country,
        mode="hybrid" if hybrid else "online" if online else None,
        text=" ".join(body.split()),
        span=Span(start, end),
    )
    read = [
        Span(start + sentence.start(), start + sentence.end())
        for sentence in _SENTENCE.finditer(body)
        if any(span.start < sentence.end() and sentence.start() < span.end for span in told)
    ]
    return meeting, read


def _event(heading: str, body: str) -> str | None:
    """``grcp-9`` where the global meeting of mechanisms is named with its number, else the event of the heading."""
    flat = unicodedata.normalize(
        "NFKC", f"{heading}\n{body}"
    )  # a number lifted as a footnote sign is a number
    if match := _SERIES.search(flat):
        return f"grcp-{match['after'] or match['before']}"
    if match := _REVIEW.search(flat):
        return f"imrf-{match['before'] or match['after']}" if match["before"] or match["after"] else "imrf"
    return "grcp" if re.search(r"\bGRCP\b", flat) else None
