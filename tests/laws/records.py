"""Records as hypothesis makes them: every type, with what may be said of a meeting of that type."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from hypothesis import strategies as st

from iscm.domain.statements import Statement
from iscm.domain.terms import bodies, events, load, mechanisms, places, themes, types
from iscm.domain.when import Point, When

YEAR = 2022
FIRST, LAST = dt.date(YEAR - 1, 11, 1), dt.date(YEAR + 1, 2, 28)


def days() -> st.SearchStrategy[When]:
    """A day, or a span of up to nine: inside a month, over two, over New Year."""
    return st.builds(
        lambda first, length: When.on(first, first + dt.timedelta(days=length)),
        st.dates(FIRST, LAST),
        st.sampled_from([0, 0, 0, 1, 1, 2, 4, 8]),
    )


def months() -> st.SearchStrategy[When]:
    """A month, or a span of months of one year or two."""

    def span(year: int, month: int, length: int) -> When:
        last = month + length
        return When(Point(year, month), Point(year + (last - 1) // 12, (last - 1) % 12 + 1))

    return st.builds(span, st.integers(YEAR - 2, YEAR + 1), st.integers(1, 12), st.sampled_from([0, 0, 1, 5]))


def points(year: int, month: int | None = None) -> When:
    return When(Point(year, month), Point(year, month))


def whens() -> st.SearchStrategy[When]:
    """A date of every kind that the house prints of a meeting: a span of years is none, it is a strategy's."""
    year = st.integers(YEAR - 5, YEAR + 2)
    return st.one_of(
        days(),
        days(),
        months(),
        st.builds(points, year),
        st.builds(points, year, st.integers(21, 24)),
    )


def series(size: int) -> st.SearchStrategy[tuple[When, ...]]:
    """The days of several meetings, in their order, none inside another."""

    def apart(values: list[When]) -> bool:
        return all(a.latest < b.earliest for a, b in zip(values, values[1:], strict=False))  # type: ignore[operator]

    several = st.lists(days(), min_size=2, max_size=max(2, size), unique=True)
    ordered = several.map(lambda values: sorted(values, key=lambda v: v.days or ())).filter(apart)
    return ordered.map(tuple)


def topics(lang: str, numbers: bool = True) -> st.SearchStrategy[str]:
    """Labels of themes, alone or two together; those with a number in them only where ``numbers`` says so."""
    labels = sorted({t.label[lang] for t in themes().values() if lang in t.label})
    labels = [label for label in labels if numbers or not any(c.isdigit() for c in label)]
    joiner = load("writing")[lang]["and"]
    one = st.sampled_from(labels).map(lambda label: label[0].lower() + label[1:])
    return st.one_of(one, st.builds(lambda a, b: f"{a} {joiner} {b}", one, one))


def cities() -> Sequence[tuple[str, str]]:
    """City and country; but for the one whose name has its country in it."""
    return [(row[0], code) for code, rows in places().items() for row in rows if "," not in row[0]]


def larger_events(lang: str) -> list[str]:
    """Those that have a name of their own in ``lang``: an English one can turn a short line into English."""
    return sorted(events().keys() - (set() if lang == "en" else {"gcm-regional-review"}))


NOUNS = tuple(load("writing")["en"]["nouns"])
MARKS = tuple(load("writing")["en"]["marks"])
RANK = {key: i for i, key in enumerate(types())}
# marks that go with any noun; the others name a body, and a body holds meetings
ADJECTIVES = tuple(key for key, mark in load("writing")["fr"]["marks"].items() if isinstance(mark, list))
# the IMRF is an event before it is a partner, and the number in PARIS21 can be taken for that of the next name
PARTNERS = tuple(sorted((mechanisms().keys() | bodies().keys()) - {"imrf", "paris21"}))


@st.composite
def kinds(draw: st.DrawFn, lang: str) -> tuple[str, ...]:
    """A type, and perhaps a mark or two beside it; the main one first, as the vocabulary ranks them."""
    main = draw(st.sampled_from(sorted(types())))
    marks = ADJECTIVES if main in NOUNS else MARKS
    more = draw(st.lists(st.sampled_from(marks), max_size=draw(st.sampled_from([0, 0, 1, 2])), unique=True))
    return tuple(sorted({main, *more} - ({"meeting"} if more else set()), key=RANK.__getitem__))


def without_year(when: When) -> When:
    """The same day of any year; a date that is but a year has nothing else to say, so it stays."""

    def bare(point: Point | None) -> Point | None:
        return replace(point, year=None) if point and point.month else point

    return When(bare(when.first), bare(when.last))


@st.composite
def statements(draw: st.DrawFn, lang: str, undated_years: bool = False) -> Statement:
    """A record as ``lang`` can say it.

    ``undated_years`` is for days whose year nobody said: then a year in the topic ("Agenda 2030") could be theirs.
    """
    main, *more = draw(kinds(lang))
    ordinal = draw(st.one_of(st.none(), st.none(), st.integers(1, 60)))
    count = 1 if ordinal else draw(st.sampled_from([1, 1, 1, 2, 3, 8, 12, 13, 24, None]))
    if count is not None and count > 1:
        dates = draw(st.one_of(st.just(()), series(min(count, 4))))
    elif count is None:
        dates = draw(st.one_of(st.just(()), series(3)))
    else:
        dates = draw(st.one_of(st.just(()), whens().map(lambda w: (w,))))
    if undated_years:
        dates = tuple(without_year(when) for when in dates)
    city, country = draw(st.one_of(st.just((None, None)), st.sampled_from(cities())))
    mode = draw(st.sampled_from([None, None, "online", "hybrid", "in-person"]))
    if "webinar" in (main, *more):
        mode = "online" if mode != "hybrid" else mode
    status = draw(st.sampled_from([None, None, None, "announced", "postponed", "cancelled"]))
    series_of = draw(st.one_of(st.none(), st.none(), st.sampled_from(larger_events(lang))))
    at = series_of and f"{series_of}-{draw(st.integers(1, 80))}"
    return Statement(
        type=main,
        kinds=tuple(more),
        ordinal=ordinal,
        count=count,
        dates=dates,
        topic=draw(st.one_of(st.none(), topics(lang, numbers=not undated_years))),
        city=city,
        country=country,
        joint_with=tuple(draw(st.lists(st.sampled_from(PARTNERS), max_size=2, unique=True))),
        at=at,
        mode=mode,
        status=status,
        gcm=tuple(draw(st.one_of(st.just(()), st.lists(st.integers(1, 23), max_size=2, unique=True)))),
    )
