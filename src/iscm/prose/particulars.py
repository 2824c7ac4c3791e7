"""What stands around the noun: partners, the larger event, the topic, and the bracket with days, place and status."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from iscm.domain.statements import Statement
from iscm.domain.states import names, states
from iscm.domain.terms import bodies, events, mechanisms
from iscm.domain.when import When
from iscm.prose import nouns
from iscm.prose.spelling import dates, listed, ordinal, words
from iscm.prose.tokens import cut, fold


def partners(s: Statement, noun: str, lang: str) -> str:
    """ "with RCM and SACM", unless the title names them: "Plenary Meeting between RCM and SACM"."""
    if {hit.sense.value for hit in nouns.phrases(noun, lang)} >= set(s.joint_with):
        return ""
    return f"{words(lang)['with']} {listed([_called(slug, lang) for slug in s.joint_with], lang)}"


@lru_cache(1024)
def _called(slug: str, lang: str) -> str:
    """A partner's name as short as it is known by; in another language where it has none in this one."""
    row = mechanisms().get(slug) or bodies().get(slug)
    if row is None:
        return slug
    choice = [
        words(lang)["names"].get(slug),
        row.acronym,
        row.name.get(lang),
        words("en")["names"].get(slug),
        row.called(lang),
        *sorted(row.aliases, key=len),
    ]
    known = (name for name in choice if name and _means(name, slug, lang))
    return next(known, row.called(lang))


def _means(name: str, slug: str, lang: str) -> bool:
    """Whether the reader takes the name, but for its article, for this partner."""
    tokens, found = cut(name), nouns.phrases(name, lang)
    articles = {fold(a.rstrip("’")) for a in words(lang)["articles"]}
    rest = {i for i, t in enumerate(tokens) if t.kind != "sign" and t.word not in articles}
    return (
        len(found) == 1 and found[0].sense.value == slug and rest <= set(range(found[0].first, found[0].end))
    )


def event(s: Statement, lang: str) -> str:
    """The larger event: at it for a side event, ahead of it for what prepares it, else on its margins."""
    if not s.at:
        return ""
    ways = words(lang)["at"]
    kinds = (s.type, *s.kinds)
    way = ways["side" if "side-event" in kinds else "before" if "preparatory" in kinds else "beside"]
    return _contracted(f"{way} {_edition(s.at, lang)}", lang)


_CONTRACTED = {
    "fr": (("à le ", "au "), ("à les ", "aux "), ("de le ", "du "), ("de les ", "des ")),
    "es": (("a el ", "al "), ("de el ", "del ")),
}


def _contracted(text: str, lang: str) -> str:
    for full, short in _CONTRACTED.get(lang, ()):
        text = re.sub(rf"\b{full}", short, text)
    return text


def _edition(at: str, lang: str) -> str:
    """ "the 1st IMRF", "COP27", "the GFMD Summit"."""
    series, _, number = at.rpartition("-")
    if not number.isdigit():
        series, number = at, ""
    pattern = words(lang)["events"].get(series)
    if pattern is None:
        name = _called(series, lang) if series in mechanisms() else events().get(series, {}).get("name", at)
        article, _, bare = name.partition(" ")
        pattern = (
            f"{article} {{n}} {bare}"
            if article in words(lang)["articles"]
            else f"{words(lang)['articles'][0]} {{n}} {name}"
        )
    gender = "f" if pattern.startswith("la ") else "m"
    n = ordinal(int(number), lang, gender) if number else ""
    return re.sub(r" +", " ", pattern.format(n=n, number=number))


def topics(s: Statement, lang: str) -> list[str]:
    if not s.topic:
        return [""]
    house = words(lang)
    opening, closing = house["quotes"]
    plain, quoted = f"{house['topic']} {s.topic}", f"{house['topic']} {opening}{s.topic}{closing}"
    return [quoted, plain] if nouns.is_foreign(s.topic, lang) else [plain, quoted]


def bracket(s: Statement, lang: str, year: int | None, *, gcm: bool, apart: bool) -> str:
    """ "(postponed to 3 May, Geneva, Switzerland, online; GCM Objective 23)".

    ``apart`` puts the status behind a semicolon: "(3 May, Geneva; postponed)".
    """
    house = words(lang)
    form = nouns.form(s, nouns.made(s, lang).gender)
    moved = s.status in ("postponed", "announced") and not apart
    facts = [_when(s, lang, year, form, moved=moved)] if s.dates or moved else []
    facts += _place(s, lang)
    if s.mode and not (s.mode == "online" and s.type == "webinar"):
        facts.append(house["mode"][s.mode])
    parts = [house["comma"].join(facts)] if facts else []
    if s.status == "cancelled":
        parts.append(nouns.agreed(house["cancelled"], form))
    elif s.status in ("postponed", "announced") and apart:
        parts.append(nouns.agreed(house[s.status]["undated"], form))
    if gcm and s.gcm:
        numbers = listed([str(n) for n in s.gcm], lang)
        parts.append(house["objective"][len(s.gcm) > 1].format(numbers=numbers))
    return f"({'; '.join(parts)})" if parts else ""


def _when(s: Statement, lang: str, year: int | None, form: int, *, moved: bool) -> str:
    day = dates(s.dates, lang, year)
    if not moved or not s.status:
        return day
    ways = words(lang)[s.status]
    pattern = nouns.agreed(ways["day" if s.dates else "undated"], form)
    return pattern.format(day=_toward(s.dates, day, lang, s.status))


def _toward(values: Sequence[When], day: str, lang: str, status: str) -> str:
    """A date after "postponed", "planned", with the small words that the language wants."""
    if not values:
        return ""
    several = len(values) > 1 or values[0].first != values[0].last
    exact = "days" if several else "day"
    return str(words(lang)["toward"][status][exact if values[0].precision == "day" else "vague"]).format(
        day=day
    )


def _place(s: Statement, lang: str) -> list[str]:
    city = words(lang).get("cities", {}).get(s.city, s.city)
    country = _country(s.country, lang) if s.country else None
    if city and country and city.endswith(f", {country}"):  # "Victoria, Seychelles"
        return [city]
    return [part for part in (city, country) if part]


def _country(code: str, lang: str) -> str:
    """A State's name without what stands in its brackets, where that still names it."""
    state = states().get(code)
    if state is None:
        return code
    full = state.short if lang == "en" and state.short else state.called(lang)
    bare = full.partition(" (")[0]
    return bare if names().get(fold(bare)) == code else full
