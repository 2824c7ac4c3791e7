"""What a source's items say, which known meetings they mean, and where may be asked: plain work on plain values."""

from __future__ import annotations

import datetime as dt
import hashlib
import ipaddress
import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any
from urllib.parse import urljoin, urlsplit, urlunsplit

from iscm.analysis.matching import ENOUGH, Change, Meant, changes, fit, match
from iscm.domain.meetings import Meeting
from iscm.domain.statements import Found, Statement
from iscm.domain.states import state_named
from iscm.domain.when import FIRST_YEAR, LAST_YEAR, When
from iscm.papers.offered import Item, Offer
from iscm.papers.offered.item import FEED, PAGE, TABLE
from iscm.prose.reader import read

NEW, CHANGED, VANISHED, CONTRADICTION = ("new", "changed", "vanished", "contradiction")
# of a meeting, in the order in which they are shown
FIELDS = ("when", "status", "title", "city", "country", "mode", "ordinal", "topic")
MOST_ASKED = 8  # meetings among which somebody has to choose
MISSES = 2  # readings in a row without an item, after which it has gone
FIRST_WAIT, LONGEST_WAIT = dt.timedelta(hours=1), dt.timedelta(days=7)
PORTS = {"http": 80, "https": 443}
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_YEAR = re.compile(r"\D*\b((?:19|20)\d\d)\b\D*")
_ONLINE = re.compile(r"\b(online|virtual|webinar|zoom|teams|en ligne|en línea|virtuelle?)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A meeting as a source tells of it; ``when`` is EDTF text, "" for none. ``unread`` are sentences."""

    key: str
    title: str
    type: str = "meeting"
    kinds: tuple[str, ...] = ()
    ordinal: int | None = None
    when: str = ""
    city: str = ""
    country: str = ""
    mode: str = ""
    status: str = ""
    topic: str = ""
    address: str = ""
    language: str = ""
    joint: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()

    @property
    def digest(self) -> str:
        return mark_of(asdict(self) | {"key": ""})

    @property
    def date(self) -> When | None:
        return When.parse(self.when) if self.when else None

    @property
    def meant(self) -> Meant:
        """As ``analysis.matching`` takes it."""
        said = Statement(
            type=self.type, kinds=self.kinds, ordinal=self.ordinal, topic=self.topic or None, city=self.city or None,
            country=self.country or None, joint_with=self.joint, mode=self.mode or None, status=self.status or None,
        )  # fmt: skip
        return Meant(place=0, statement=said, when=self.date, count=1)

    def as_json(self) -> dict[str, Any]:
        return {name: value for name, value in asdict(self).items() if value not in ("", None, ())}

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> Told:
        lists = {name: tuple(row.get(name, ())) for name in ("kinds", "joint", "unread")}
        return cls(**{**row, **lists})


def mark_of(*values: object) -> str:
    """A mark that is the same where the values are."""
    text = json.dumps(values, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def told(offer: Offer, kind: str, mechanism: str, base: str) -> tuple[tuple[Told, ...], tuple[str, ...]]:
    """Meetings that an offer tells of, and what in it was not understood as one. ``base`` is the offer's address."""
    if kind in (PAGE, TABLE):
        found, rest = _of_lines(offer.items, mechanism)
    else:
        found, rest = [], []
        for item in offer.items:
            one = _of_item(item, mechanism, event=kind != FEED)
            if one is None:
                rest.append(item.title or item.key)
            else:
                found.append(one)
    return tuple(replace(one, address=_absolute(base, one.address)) for one in found), tuple(rest)


def _absolute(base: str, address: str) -> str:
    try:
        whole = urljoin(base, address)
        return whole if urlsplit(whole).scheme in PORTS and len(whole) <= 500 else base
    except ValueError:
        return base


def _of_item(item: Item, mechanism: str, *, event: bool) -> Told | None:
    """``event``: it is one already; else its words must say so, with a date."""
    line = ". ".join(part for part in (item.title, "" if event else item.text) if part)
    found = read(line, mechanism=mechanism, lang=item.language[:2] or None).found if line else ()
    dated = next((one for one in found if _sure(one)), None)
    if not event and item.when is None and dated is None:
        return None
    if not item.title:
        return None
    one = dated or next(iter(found), None)
    said = one.statement if one else Statement(type="meeting")
    city, country = _place(item)
    unread = list(item.unread)
    if item.place and not (city or country) and not _ONLINE.search(item.place):
        unread.append(f"its place “{item.place[:80]}” is not read")
    when = item.when or (dated.statement.dates[0] if dated else None)
    return Told(
        key=item.key, title=item.title, type=said.type, kinds=said.kinds, ordinal=said.ordinal, when=str(when or ""),
        city=city or said.city or "", country=country or said.country or "",
        mode=item.mode or ("online" if _ONLINE.search(item.place) else said.mode or ""),
        status=item.status or (said.status if said.status in ("cancelled", "postponed") else "") or "",
        topic=(said.topic or "")[:500], address=item.address, language=item.language, joint=said.joint_with,
        unread=tuple(unread),
    )  # fmt: skip


def _sure(found: Found) -> bool:
    """Whether it tells of one meeting with a date in a year."""
    dates = found.statement.dates
    return len(dates) == 1 and dates[0].has_year and found.statement.count == 1


def _place(item: Item) -> tuple[str, str]:
    """City and code of the State, of "Nairobi, Kenya" or as the source tells them apart."""
    state = state_named(item.country) if item.country else None
    if item.city or state:
        return item.city[:100], state.code if state else ""
    parts = [part.strip() for part in item.place.split(",") if part.strip()]
    state = state_named(parts[-1]) if parts else None
    if state and len(parts) > 1 and not any(sign.isdigit() for sign in parts[-2]):
        return parts[-2][:100], state.code
    if state:
        return "", state.code
    return (parts[0][:100], "") if len(parts) == 1 and len(parts[0]) < 30 and parts[0].isalpha() else ("", "")


def _of_lines(items: Iterable[Item], mechanism: str) -> tuple[list[Told], list[str]]:
    """Lines of prose; one with no words but a year, or a head with one, says the year of those below it."""
    found: list[Told] = []
    rest: list[str] = []
    seen: dict[str, int] = {}
    year: int | None = None
    for item in items:
        said = [one for one in read(item.text, year=year, mechanism=mechanism).found if _sure(one)]
        if not said:
            heading = _YEAR.fullmatch(item.text) if len(item.text) < 80 else None
            year = int(heading[1]) if heading else year
            rest.append(item.text)
        for one in said:
            title = _title(one.span.of(item.text), one.statement)
            key = "=" + mark_of(title.casefold())[:24]
            seen[key] = seen.get(key, 0) + 1
            named = replace(item, key=key if seen[key] == 1 else f"{key}#{seen[key]}", title=title)
            of = _of_item(named, mechanism, event=True)
            if of:
                s = one.statement
                found.append(replace(
                    of, when=str(s.dates[0]), type=s.type, kinds=s.kinds, ordinal=s.ordinal, city=s.city or "",
                    country=s.country or "", mode=s.mode or "", topic=(s.topic or "")[:500], joint=s.joint_with,
                    status=s.status if s.status in ("cancelled", "postponed") else "",
                ))  # fmt: skip
    return found, rest


_BRACKETS = re.compile(r"\s*\([^()]*\d[^()]*\)")


def _title(words: str, said: Statement) -> str:
    """A line without the dates in its brackets, so that it keeps its name when it moves."""
    plain = " ".join(_BRACKETS.sub("", words).split()).strip(" .,;:-–")
    if re.search(r"\d{1,2}\b", plain):
        head = re.split(r"\s*[,;:–-]\s+(?=[^,;:]*\d)", plain, maxsplit=1)[0]
        plain = head if len(head) > 8 else plain
    return plain[:500] or words[:500]


def renamed(new: Sequence[Told], missing: Mapping[str, Told]) -> dict[str, str]:
    """Of items with new keys, those that are known ones under another name: new key to known key.

    They say the same in everything but the key, or have the same title and date, or title and year; and no other is
    like them.
    """
    found: dict[str, str] = {}
    for like in (
        lambda one: one.digest,
        lambda one: f"{fold(one.title)}|{one.when}",
        lambda one: f"{fold(one.title)}|{one.when[:4]}",
    ):
        left = _alone((like(one), one.key) for one in new if one.key not in found)
        right = _alone((like(one), key) for key, one in missing.items() if key not in found.values())
        found |= {left[said]: right[said] for said in left.keys() & right.keys()}
    return found


def _alone(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    kept: dict[str, list[str]] = {}
    for said, key in pairs:
        kept.setdefault(said, []).append(key)
    return {said: keys[0] for said, keys in kept.items() if len(keys) == 1}


def fold(text: str) -> str:
    """Words of a title, to be compared."""
    return " ".join(re.findall(r"\w+", text.casefold()))


def meant(
    items: Sequence[Told], known: Sequence[Meeting], mechanism: str, today: dt.date
) -> dict[str, Meeting]:
    """Which known meetings of a mechanism the items mean: key of the item to the meeting; one meeting for one item.

    The same title in the same year is the same meeting, wherever it was moved to; else ``analysis.matching`` weighs.
    """
    found: dict[str, Meeting] = {}
    own = [one for one in known if mechanism in one.mechanisms]
    titled = _alone_titles(own)
    for item in items:
        one = titled.get((fold(item.title), _year(item, today)))
        if one and one.id not in {m.id for m in found.values()}:
            found[item.key] = one
    taken = {one.id for one in found.values()}
    left = [item for item in items if item.key not in found]
    free = [one for one in own if one.id not in taken]
    for year in sorted({_year(item, today) for item in left}):
        of_year = [item for item in left if _year(item, today) == year]
        for item, proposed in zip(
            of_year, match([i.meant for i in of_year], free, mechanism, year), strict=True
        ):
            if proposed.meeting and not proposed.others and proposed.meeting.id not in taken:
                found[item.key] = proposed.meeting
                taken.add(proposed.meeting.id)
    return found


def perhaps(item: Told, known: Iterable[Meeting], mechanism: str, today: dt.date) -> tuple[Meeting, ...]:
    """Every meeting of a mechanism that an item may be, the likeliest first: a person says which one it is."""
    found = []
    for one in known:
        if mechanism not in one.mechanisms:
            continue
        titled = fold(one.title) == fold(item.title) and one.year in (None, _year(item, today))
        near = one.year in (None, _year(item, today)) or (
            one.when and item.date and one.when.may_meet(item.date)
        )
        points = fit(item.meant, one, mechanism) + 9 * titled
        if titled or (near and points >= ENOUGH):
            found.append((points, one))
    return tuple(one for _points, one in sorted(found, key=lambda pair: (-pair[0], pair[1].id))[:MOST_ASKED])


def _alone_titles(own: Iterable[Meeting]) -> dict[tuple[str, int | None], Meeting]:
    kept: dict[tuple[str, int | None], list[Meeting]] = {}
    for one in own:
        if len(fold(one.title).split()) >= 4:
            kept.setdefault((fold(one.title), one.year), []).append(one)
    return {key: rows[0] for key, rows in kept.items() if len(rows) == 1}


def _year(item: Told, today: dt.date) -> int:
    day = item.date and (item.date.earliest or item.date.latest)
    return min(max(day.year if day else today.year, FIRST_YEAR), LAST_YEAR)


def shared(item: Told, known: Iterable[Meeting], mechanism: str) -> tuple[Meeting, ...]:
    """Meetings of other mechanisms that may be the same one, held together: the same days, and much else alike."""
    date = item.date
    if date is None or date.days is None:
        return ()
    found = []
    for one in known:
        if (
            mechanism in one.mechanisms
            or not one.when
            or one.when.days is None
            or not one.when.may_meet(date)
        ):
            continue
        words, theirs = set(fold(item.title).split()), set(fold(one.title).split())
        alike = len(words & theirs) >= 0.6 * max(1, min(len(words), len(theirs)))
        named = bool(set(item.joint) & set(one.mechanisms))
        if (alike or named) and fit(item.meant, one, mechanism) >= ENOUGH:
            found.append(one)
    return tuple(found)


def differences(item: Told, former: Told | None, meeting: Meeting, mechanism: str) -> Iterator[Change]:
    """What an item says otherwise than the record. A title only where the source itself has changed it.

    Topics are read in titles, and told in other words each time: they say nothing new of a known meeting.
    """
    yield from (one for one in changes(item.meant, meeting, mechanism) if one.field != "topic")
    if former and former.title != item.title and fold(former.title) == fold(meeting.title):
        yield Change(field="title", before=meeting.title, after=item.title)


def upcoming(item: Told, today: dt.date) -> bool:
    """Whether it is not over: what is over leaves a calendar, and is not called off."""
    date = item.date
    return date is None or date.latest is None or date.latest >= today


def next_try(at: dt.datetime, every: int, failures: int, asked: dt.timedelta | None = None) -> dt.datetime:
    """When a source is asked again: by its rhythm; after failures ever later, and not before its server asks."""
    wait = dt.timedelta(hours=every)
    if failures:
        wait = max(wait, min(FIRST_WAIT * 2 ** min(failures - 1, 10), LONGEST_WAIT))
    return at + max(wait, min(asked or dt.timedelta(), LONGEST_WAIT))


class Forbidden(ValueError):
    """An address that is not asked; ``args[0]`` says why in a sentence."""


def clean(address: str) -> str:
    """An address as it is asked: http or https, a host in ASCII, no name and password. ``Forbidden`` in words."""
    said = address.strip()
    try:
        parts = urlsplit(said)
        host = (parts.hostname or "").encode("idna").decode("ascii")
        port = parts.port
    except (ValueError, UnicodeError):
        raise Forbidden(f"“{said[:80]}” is no address of a page.") from None
    if parts.scheme not in PORTS or not host:
        raise Forbidden(f"“{said[:80]}” is no address that begins with https:// or http://.")
    if parts.username is not None or parts.password is not None:
        raise Forbidden("An address with a name or password in it is not asked.")
    if len(said) > 500 or re.search(r"[\x00-\x20\\]", said):
        raise Forbidden("An address has at most 500 signs, and no blanks.")
    shown = f"[{host}]" if ":" in host else host
    netloc = shown if port in (None, PORTS[parts.scheme]) else f"{shown}:{port}"
    return urlunsplit((parts.scheme, netloc, parts.path or "/", parts.query, ""))


def host_of(address: str) -> str:
    """Host and port of a clean address, as ``ISCM_HARVEST_ALLOW`` names them."""
    parts = urlsplit(address)
    return f"{parts.hostname}:{parts.port or PORTS[parts.scheme]}"


def outside(numbers: Collection[str]) -> bool:
    """Whether all these IP addresses are of the public Internet, whatever they are wrapped in."""
    return bool(numbers) and all(
        _public(ipaddress.ip_address(number.partition("%")[0])) for number in numbers
    )


def _public(one: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    if isinstance(one, ipaddress.IPv6Address):
        inner = one.ipv4_mapped or one.sixtofour or (one.teredo and one.teredo[1])
        if one in _NAT64:
            inner = ipaddress.ip_address(int(one) & 0xFFFFFFFF)
        if inner:
            return _public(inner)
        if one.is_site_local:
            return False
    return one.is_global and not one.is_multicast
