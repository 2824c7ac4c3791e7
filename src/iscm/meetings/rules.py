"""How a shipped row of a meeting becomes rows, and how a choice of meetings is read: plain work on plain values."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any
from urllib.parse import parse_qsl, urlencode

from iscm.domain.states import regions, state_named, states
from iscm.domain.terms import themes, types
from iscm.domain.when import FIRST_YEAR, LAST_YEAR, Point, When
from iscm.prose.names import key, nearest, resolve, resolve_theme

Row = Mapping[str, Any]

PLAIN = ("title", "type", "ordinal", "city", "country", "mode", "status", "topic", "at", "note", "closed")
# "moved" is a step, not where it ends
STATUSES = ("announced", "confirmed", "held", "postponed", "cancelled")


def columns(row: Row) -> dict[str, Any]:
    """The values of a meeting's own columns; ``when`` as EDTF text or None."""
    values: dict[str, Any] = {
        "city": "",
        "country": "",
        "mode": "",
        "status": "",
        "topic": "",
        "at": "",
        "note": "",
    }
    values |= {"ordinal": None, "closed": False} | {k: row[k] for k in PLAIN if k in row}
    for name in ("kinds", "gcm"):
        values[name] = list(row.get(name, ()))
    return values | {
        "count": row.get("count", 1),
        "when": str(row["when"]) if row.get("when") else None,
        "figures": dict(row.get("figures", {})),
    }


def subjects(row: Row, themes: Mapping[str, Sequence[str]]) -> Iterator[dict[str, str]]:
    """Themes as printed with what they mean, and those meant without a printed wording, each once."""
    meant: set[str] = set()
    for printed in row.get("themes", ()):
        for theme in themes.get(printed) or [""]:
            meant.add(theme)
            yield {"printed": printed, "theme": theme}
    for theme in row.get("theme-ids", ()):
        if theme not in meant:
            yield {"printed": "", "theme": theme}


def claims(row: Row) -> Iterator[Row]:
    """Every claim with its ``field``; another title is a claim of the title."""
    for title in row.get("also", ()):
        yield {"field": "title", "value": title}
    for field, given in row.get("claims", {}).items():
        for claim in given:
            yield {**claim, "field": field}


# What a list, a calendar, a feed or the interface for programs is narrowed to: one value, read from an address.

REGIONS = {"africa": "002", "americas": "019", "asia": "142", "europe": "150", "oceania": "009"}  # M49
LEVELS = ("regional", "interregional", "global")
MANNERS = ("yes", "hybrid", "no", "not-stated")
NOT_STATED = "not-stated"
SEVERAL = ("mechanism", "state", "host", "theme", "type", "level", "region", "online", "status")
FILTERS = (*SEVERAL, "year", "from", "to", "q")
FORMER = {"country": "host", "mode": "online", "since": "from", "until": "to"}  # as addresses once said it
MODES = {"online": "yes", "in-person": "no"}
LONGEST, MOST = 200, 60  # characters of a value, values of an address

# Words of a region as recorded, and the continents they lie in. The widest reading: a choice must not lose a meeting.
REACH = {
    "africa": "africa", "african": "africa", "indian ocean": "africa", "north africa": "africa",
    "america": "americas", "americas": "americas", "caribbean": "americas",
    "asia": "asia", "asian": "asia", "gulf": "asia", "middle east": "asia", "silk routes": "asia",
    "commonwealth of independent states": "asia europe", "black sea": "asia europe",
    "europe": "europe", "balkans": "europe", "iberian": "europe", "euro": "europe",
    "mediterranean": "africa europe", "euro-mediterranean": "africa asia europe",
    "pacific": "oceania", "oceania": "oceania",
}  # fmt: skip


def reach(region: str) -> frozenset[str]:
    """Continents that a region as recorded lies in; none for "global", which is a level."""
    plain = region.casefold()
    found = (REACH[word] for word in REACH if re.search(rf"\b{word}\b", plain))
    return frozenset(" ".join(found).split())


@dataclass(frozen=True, slots=True)
class Fault:
    """What cannot be read of a choice: ``why`` is unknown, no-filter, no-date, no-year, order, twice, long, many or
    both; ``near`` are values that may have been meant."""

    filter: str
    said: str
    why: str
    near: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """Filters that all combine: a meeting must fit each, and one value of those given to a filter.

    ``state``: meetings that it hosts, or of mechanisms that it was a member of at the time; ``host`` only the first.
    ``region``: continents of the mechanism. ``online``: yes, hybrid, no (at a place, nothing said of joining from
    afar), not-stated. ``since`` and ``until``: a year, season, month or day. ``str()`` is the one way to write it.
    """

    mechanism: tuple[str, ...] = ()
    state: tuple[str, ...] = ()
    host: tuple[str, ...] = ()
    theme: tuple[str, ...] = ()
    type: tuple[str, ...] = ()
    level: tuple[str, ...] = ()
    region: tuple[str, ...] = ()
    online: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    since: Point | None = None
    until: Point | None = None
    q: str = ""

    @classmethod
    def parse(
        cls, query: str | Iterable[tuple[str, str]], beside: Collection[str] = ()
    ) -> tuple[Choice, tuple[Fault, ...]]:
        """A choice and all that is wrong with it; ``beside``: parameters of the address that are no filters."""
        if isinstance(query, str):
            query = parse_qsl(query, keep_blank_values=True)
        given: dict[str, list[str]] = {}
        faults: list[Fault] = []
        pairs = [
            (name, " ".join(said.split())) for name, said in query if name not in beside and said.strip()
        ]
        if len(pairs) > MOST:
            return cls(), (Fault("", str(len(pairs)), "many"),)
        for name, said in pairs:
            known = FORMER.get(name, name)
            if known not in FILTERS:
                faults.append(Fault(name, said, "no-filter", tuple(nearest(name[:LONGEST], FILTERS))))
            elif len(said) > LONGEST:
                faults.append(Fault(known, said, "long"))
            elif said not in given.setdefault(known, []):
                given[known].append(said)
        values: dict[str, Any] = {}
        for name in SEVERAL:
            read = {said: READ[name](said) for said in given.get(name, ())}
            faults += [
                Fault(name, said, "unknown", _near(name, said)) for said, key in read.items() if key is None
            ]
            values[name] = tuple(sorted({key for key in read.values() if key}))
        faults += _once(given)
        if not faults:
            since, until, faults = _span(given)
            values |= {"since": since, "until": until, "q": given.get("q", [""])[0].replace("\0", "")}
        return (cls(), tuple(faults)) if faults else (cls(**values), ())

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Names and values of its address, in the one order."""
        pairs = [(name, value) for name in SEVERAL for value in getattr(self, name)]
        if self.since and self.since == self.until and self.since.precision == "year":
            pairs.append(("year", str(self.since)))
        else:
            pairs += [(n, str(point)) for n, point in (("from", self.since), ("to", self.until)) if point]
        return pairs + ([("q", self.q)] if self.q else [])

    def __str__(self) -> str:
        return urlencode(self.pairs)

    def __bool__(self) -> bool:
        return bool(self.pairs)

    @property
    def within(self) -> When | None:
        """The time it asks for; None for any."""
        return When(self.since, self.until) if self.since or self.until else None

    def without(self, name: str, value: str) -> Choice:
        """The same with one value of a filter taken out."""
        return replace(self, **{name: tuple(v for v in getattr(self, name) if v != value)})


def _once(given: Mapping[str, list[str]]) -> list[Fault]:
    """A time and words can be said once, and a year not beside two ends of a span."""
    faults = [
        Fault(n, given[n][1], "twice") for n in ("year", "from", "to", "q") if len(given.get(n, ())) > 1
    ]
    if "year" in given and ("from" in given or "to" in given):
        faults.append(Fault("year", given["year"][0], "both"))
    return faults


def _span(given: Mapping[str, list[str]]) -> tuple[Point | None, Point | None, list[Fault]]:
    points: dict[str, Point] = {}
    faults: list[Fault] = []
    for name in ("year", "from", "to"):
        for said in given.get(name, ()):
            try:
                point = Point.parse(said)
            except ValueError:
                faults.append(Fault(name, said, "no-date"))
                continue
            if point.year is None or point.mark or (name == "year" and point.month):
                faults.append(Fault(name, said, "no-date"))
            elif not FIRST_YEAR <= point.year <= LAST_YEAR:
                faults.append(Fault(name, said, "no-year"))
            else:
                points[name] = point
    since, until = (points.get("year") or points.get(name) for name in ("from", "to"))
    try:
        if since and until:
            When(since, until)
    except ValueError:
        faults.append(Fault("to", str(until), "order", (str(since),)))
    return since, until, faults


@cache
def _types() -> dict[str, str]:
    """Kinds by their key and by their label in any language."""
    table = {key(kind): kind for kind in types()}
    for kind, row in types().items():
        for label in row.label.values():
            table.setdefault(key(label), kind)
    return table


def _type(said: str) -> str | None:
    return _types().get(key(said))


def _place(said: str) -> str | None:
    if said.upper() in states():
        return said.lower()
    known = state_named(said)
    return known.code.lower() if known else None


def _region(said: str) -> str | None:
    known = said.casefold()
    if known in REGIONS:
        return known
    named = (
        slug
        for slug, code in REGIONS.items()
        if known in (code, *map(str.casefold, regions()[code].values()))
    )
    return next(named, None)


def _one_of(*keys: str, also: Mapping[str, str] | None = None) -> Callable[[str], str | None]:
    known = {key: key for key in keys} | dict(also or {})
    return lambda said: known.get(said.casefold().replace(" ", "-"))


READ: dict[str, Callable[[str], str | None]] = {
    "mechanism": resolve,
    "state": _place,
    "host": _place,
    "theme": resolve_theme,
    "type": _type,
    "level": _one_of(*LEVELS),
    "region": _region,
    "online": _one_of(*MANNERS, also=MODES),
    "status": _one_of(*STATUSES, NOT_STATED),
}


def _near(name: str, said: str) -> tuple[str, ...]:
    """Values that look like what was said."""
    if name == "mechanism":
        return tuple(nearest(said))
    if name in ("state", "host"):
        called = {state.called(): state.code.lower() for state in states().values()}
        return tuple(called[one] for one in nearest(said, called))
    among = {
        "theme": themes(), "type": types(), "level": LEVELS, "region": REGIONS, "online": MANNERS,
        "status": (*STATUSES, NOT_STATED),
    }  # fmt: skip
    return tuple(nearest(said, among[name]))
