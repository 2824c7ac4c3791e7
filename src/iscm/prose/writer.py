"""A record to the house style's sentence, in English, French and Spanish: "two thematic meetings (12-13 July)".

The writer reads its own sentence before it lets it go. Of the wordings it knows, the plainest first, it takes the
first that is read back as what was meant; so a topic stands in quotation marks only where it would be misread without.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import product
from typing import Any, NamedTuple

from iscm.domain.statements import Statement
from iscm.domain.states import names, states
from iscm.domain.terms import bodies, events, mechanisms, themes, types
from iscm.domain.when import When
from iscm.prose.lexicon import lexicon
from iscm.prose.reader import read
from iscm.prose.spelling import LANGUAGES, count, date, dates, listed, ordinal, words
from iscm.prose.tokens import cut, fold
from iscm.prose.words import small_words


class Piece(NamedTuple):
    """A run of a sentence; ``strong`` where the house sets it in bold: the kind of the meeting."""

    text: str
    strong: bool = False


def statement(s: Statement, lang: str, *, year: int | None = None) -> str:
    """One record as words, without a full stop: "8th SOM (23 March)". Days of ``year`` stand without their year."""
    return "".join(piece.text for piece in pieces(s, lang, year=year))


def entry(statements: Sequence[Statement], lang: str, *, year: int | None = None) -> str:
    """A mechanism's year as one paragraph: semicolons between, a capital first, a full stop last; "" for silence."""
    return "".join(piece.text for piece in entry_pieces(statements, lang, year=year))


def pieces(s: Statement, lang: str, *, year: int | None = None) -> tuple[Piece, ...]:
    """``statement`` in runs, so that the kind of the meeting can be set in bold: two **thematic meetings** (...)."""
    return tuple(piece for piece in _worded(s, lang, year) if piece.text)


def entry_pieces(statements: Sequence[Statement], lang: str, *, year: int | None = None) -> tuple[Piece, ...]:
    """``entry`` in runs."""
    found: list[Piece] = []
    for number, s in enumerate(statements):
        if number:
            last = number == len(statements) - 1 and number > 1
            found.append(Piece(f"; {words(lang)['and']} " if last else "; "))
        found += pieces(s, lang, year=year)
    if not found:
        return ()
    found[0] = found[0]._replace(text=found[0].text[:1].upper() + found[0].text[1:])
    return (*found, Piece("."))


# -- which wording


@lru_cache(4096)
def _worded(s: Statement, lang: str, year: int | None) -> tuple[Piece, ...]:
    """The first wording that is read back whole; else one that keeps the title as printed and tells the rest right."""
    words(lang)  # an unknown language is told before anything is tried
    titled: tuple[Piece, ...] = ()
    plain: tuple[Piece, ...] = ()
    for wording in _wordings(s, lang, year):
        runs = wording.runs()
        told = _read_alone("".join(run.text for run in runs), year, _owner(s))
        if told == comparable(replace(s, title=wording.noun)):
            if titled and s.title not in wording.noun:
                return titled
            return runs
        plain = plain or runs
        if (
            s.title
            and s.title in wording.noun
            and not titled
            and told
            and _gist(told) == _gist(comparable(s))
        ):
            titled = runs
    return titled or plain


def _owner(s: Statement) -> str | None:
    """The mechanism whose own name the title has in it: "PAFOM Conference"."""
    named = [hit.sense.value for hit in _hits(s.title, _spoken(s.title)) if hit.sense.cat == "mechanism"]
    return next((slug for slug in named if slug not in s.joint_with), None)


def _read_alone(text: str, year: int | None, mechanism: str | None) -> Statement | None:
    """What the reader takes from a sentence, if that is one statement."""
    found = read(text, year=year, mechanism=mechanism).found
    return comparable(found[0].statement) if len(found) == 1 else None


def _gist(s: Statement) -> Statement:
    """A record without what its title may say in its own way: further kinds, topic, objectives, partners."""
    return replace(s, type="", kinds=(), title="", topic=None, gcm=(), joint_with=())


def comparable(s: Statement) -> Statement:
    """What of a record its sentence says by itself: all but the themes, which follow from its words.

    Further kinds have no order. That a meeting was held is not said: a record without a status is taken for it.
    """
    kinds = tuple(sorted(s.kinds))
    return replace(s, kinds=kinds, themes=(), status=None if s.status == "held" else s.status)


@dataclass(frozen=True, slots=True)
class _Wording:
    """Parts of a sentence in the order of print."""

    number: str
    noun: str
    partners: str
    event: str
    bracket: str
    topic: str
    bracket_first: bool

    def runs(self) -> tuple[Piece, ...]:
        tail = (self.bracket, self.topic) if self.bracket_first else (self.topic, self.bracket)
        after = " ".join(part for part in (self.partners, self.event, *tail) if part)
        return (
            Piece(self.number + " " if self.number else ""),
            Piece(self.noun, strong=True),
            Piece(" " + after if after else ""),
        )


def _wordings(s: Statement, lang: str, year: int | None) -> Iterator[_Wording]:
    """Every wording, the plainest first."""
    bracket_orders = (True, False) if s.count != 1 and s.dates else (False, True)
    ways = product((False, True) if s.gcm else (False,), (False, True) if s.dates and s.status else (False,))
    brackets = [_bracket(s, lang, year, gcm=gcm, apart=apart) for gcm, apart in ways]
    for noun, topic, bracket, first in product(
        _nouns(s, lang), _topics(s, lang), brackets, bracket_orders if s.topic else (False,)
    ):
        yield _Wording(
            number=_number(s, noun, lang),
            noun=noun.text,
            partners=_partners(s, noun.text, lang),
            event=_event(s, lang),
            bracket=bracket,
            topic=topic,
            bracket_first=first,
        )


# -- the noun


class _Noun(NamedTuple):
    text: str
    gender: str
    activity: bool  # a workshop is "one workshop"; a SOM is just "SOM"


def _nouns(s: Statement, lang: str) -> list[_Noun]:
    made, *others = dict.fromkeys(_made(s, lang, adjective_first=first) for first in (True, False))
    found = []
    if s.title and not _fits(s, lang):
        acronyms = [word for word in _unknown(s.title) if word.isupper()]
        made, *others = (n._replace(text=" ".join([n.text, *acronyms])) for n in (made, *others))
    elif s.title:
        found.append(made._replace(text=s.title))
        if s.joint_with and not _says_joint(s.title, lang):
            found.append(made._replace(text=_joined(s.title, made, s, lang)))
    for noun in (made, *others):
        if s.joint_with:
            found.append(noun._replace(text=_joined(noun.text, noun, s, lang)))
        else:
            found.append(noun)
    return found


def _fits(s: Statement, lang: str) -> bool:
    """Whether a title can stand in a sentence of ``lang``: it is of that language, or it is a name of its own."""
    if s.title.isupper() or not _is_foreign(s.title, lang):
        return True
    long = [word for word in s.title.split() if len(word) > 3]
    return len(_unknown(s.title)) > 2 and all(word[0].isupper() for word in long)


def _unknown(title: str) -> list[str]:
    """The longer words of a title that say no kind of meeting."""
    tokens = cut(title)
    known = {i for hit in _hits(title, _spoken(title)) for i in range(hit.first, hit.end)}
    return [title[t.start : t.end] for i, t in enumerate(tokens) if len(t.word) > 3 and i not in known]


def _is_foreign(text: str, lang: str) -> bool:
    """Whether more words of a text are of another language than of ``lang``."""
    return _words_of(text, _spoken(text)) > _words_of(text, lang)


def _spoken(text: str) -> str:
    return max(LANGUAGES, key=lambda lang: _words_of(text, lang))


def _words_of(text: str, lang: str) -> int:
    return sum(token.word in _vocabulary(lang) for token in cut(text))


@cache
def _vocabulary(lang: str) -> frozenset[str]:
    """Words that speak for a language: small ones, those of kinds of meeting, and those of themes."""
    phrases = [
        p for theme in themes().values() for p in (theme.label.get(lang, ""), *theme.words.get(lang, ()))
    ]
    phrases += [p for kind in types().values() for p in (*kind.head.get(lang, ()), *kind.mark.get(lang, ()))]
    told = {t.word for phrase in phrases for t in cut(phrase)}
    if lang == "en":
        told |= {word + "s" for word in told}
    return small_words(lang) | told | {fold(month) for month in words(lang)["months"]}


def _hits(text: str, lang: str) -> list[Any]:
    tokens = cut(text)
    known = lexicon(lang)
    return known.hits(
        text, tokens, [known.canon(t.word) if t.kind == "word" else (t.word, "") for t in tokens]
    )


def _made(s: Statement, lang: str, *, adjective_first: bool = True) -> _Noun:
    """The house's own name of a meeting of its kinds."""
    kinds = tuple(dict.fromkeys((s.type, *s.kinds)))
    nouns, marks = words(lang)["nouns"], words(lang)["marks"]
    plural = s.count != 1
    own = [k for k in kinds if k in nouns and (k not in marks or len(kinds) == 1)]
    if "senior-officials" in kinds and lang == "en" and not own:
        own = ["senior-officials"]
    if not own and kinds[0] in nouns:
        own = [kinds[0]]
    told = [marks[k] for k in kinds if k not in own and k in marks]
    rows = [nouns[k] for k in own] or [nouns["meeting"]]
    activity = bool(own) and own != ["senior-officials"] and own != ["meeting"]
    if lang == "en":
        names = [row[0] for row in rows[1:]] + [rows[0][plural]]
        text = " ".join([*reversed(told), *names])
        if s.ordinal is not None:
            text = " ".join(w if w in ("hoc", "of", "the") else w[:1].upper() + w[1:] for w in text.split())
        return _Noun(text, "", activity)
    gender = rows[0][2]
    form = 2 * plural + (gender == "f")
    tails = [_agreed(m, form) for m in sorted(told, key=lambda m: isinstance(m, str) == adjective_first)]
    return _Noun(" ".join(["-".join(row[plural] for row in rows), *tails]), gender, activity)


def _agreed(mark: str | list[str], form: int) -> str:
    """``form``: 0 masculine, 1 feminine, 2 and 3 their plurals."""
    if isinstance(mark, str):
        return mark
    return mark[form] if len(mark) == 4 else mark[form // 2]


def _form(s: Statement, gender: str) -> int:
    return 2 * (s.count != 1) + (gender == "f")


def _says_joint(title: str, lang: str) -> bool:
    return any(hit.sense.cat == "joint" for hit in _hits(title, lang))


def _joined(text: str, noun: _Noun, s: Statement, lang: str) -> str:
    """ "joint workshop", "atelier conjoint sur ..." """
    mark = words(lang)["joint"]
    if lang == "en":
        return f"{mark} {text}" if s.ordinal is None else f"Joint {text}"
    return f"{text} {_agreed(mark, _form(s, noun.gender))}"


def _number(s: Statement, noun: _Noun, lang: str) -> str:
    """The ordinal or the count before the noun, or nothing."""
    if s.ordinal is not None:
        return ordinal(s.ordinal, lang, noun.gender)
    if s.count is None:
        many = words(lang)["many"]
        return _many(many, noun) if len(s.dates) > 1 else ""
    if s.count == 1 and not (
        noun.activity and noun.text[:1].islower()
    ):  # a capital is a name's: "Regional Forum"
        return ""
    return count(s.count, lang, noun.gender)


def _many(many: str | list[str], noun: _Noun) -> str:
    return many if isinstance(many, str) else many[noun.gender == "f"]


# -- what stands around it


def _partners(s: Statement, noun: str, lang: str) -> str:
    """ "with RCM and SACM", unless the title names them: "Plenary Meeting between RCM and SACM"."""
    if {hit.sense.value for hit in _hits(noun, lang)} >= set(s.joint_with):
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
    tokens, hits = cut(name), _hits(name, lang)
    articles = {fold(a.rstrip("’")) for a in words(lang)["articles"]}
    rest = {i for i, t in enumerate(tokens) if t.kind != "sign" and t.word not in articles}
    return len(hits) == 1 and hits[0].sense.value == slug and rest <= set(range(hits[0].first, hits[0].end))


_CONTRACTED = {
    "fr": (("à le ", "au "), ("à les ", "aux "), ("de le ", "du "), ("de les ", "des ")),
    "es": (("a el ", "al "), ("de el ", "del ")),
}


def _event(s: Statement, lang: str) -> str:
    """The larger event: at it for a side event, ahead of it for what prepares it, else on its margins."""
    if not s.at:
        return ""
    ways = words(lang)["at"]
    kinds = (s.type, *s.kinds)
    way = ways["side" if "side-event" in kinds else "before" if "preparatory" in kinds else "beside"]
    return _contracted(f"{way} {_edition(s.at, lang)}", lang)


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


def _topics(s: Statement, lang: str) -> list[str]:
    if not s.topic:
        return [""]
    house = words(lang)
    opening, closing = house["quotes"]
    plain, quoted = f"{house['topic']} {s.topic}", f"{house['topic']} {opening}{s.topic}{closing}"
    return [quoted, plain] if _is_foreign(s.topic, lang) else [plain, quoted]


def _bracket(s: Statement, lang: str, year: int | None, *, gcm: bool, apart: bool) -> str:
    """ "(postponed to 3 May, Geneva, Switzerland, online; GCM Objective 23)".

    ``apart`` puts the status behind a semicolon: "(3 May, Geneva; postponed)".
    """
    house = words(lang)
    gender = _made(s, lang).gender
    form = _form(s, gender)
    moved = s.status in ("postponed", "announced") and not apart
    facts = [_when(s, lang, year, form, moved=moved)] if s.dates or moved else []
    facts += _place(s, lang)
    if s.mode and not (s.mode == "online" and s.type == "webinar"):
        facts.append(house["mode"][s.mode])
    parts = [house["comma"].join(facts)] if facts else []
    if s.status == "cancelled":
        parts.append(_agreed(house["cancelled"], form))
    elif s.status in ("postponed", "announced") and apart:
        parts.append(_agreed(house[s.status]["undated"], form))
    if gcm and s.gcm:
        numbers = listed([str(n) for n in s.gcm], lang)
        parts.append(house["objective"][len(s.gcm) > 1].format(numbers=numbers))
    return f"({'; '.join(parts)})" if parts else ""


def _when(s: Statement, lang: str, year: int | None, form: int, *, moved: bool) -> str:
    day = dates(s.dates, lang, year)
    if not moved or not s.status:
        return day
    ways = words(lang)[s.status]
    pattern = _agreed(ways["day" if s.dates else "undated"], form)
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


__all__ = ["Piece", "comparable", "date", "entry", "entry_pieces", "pieces", "statement"]
