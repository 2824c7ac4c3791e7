"""What a meeting's row must be to fit a choice, and to be seen."""

import datetime as dt
from collections.abc import Collection, Iterable

from django.db.models import Q, QuerySet

from iscm.accounts.models import Access
from iscm.domain.when import When
from iscm.meetings.models import Meeting, Ownership, Subject
from iscm.meetings.rules import NOT_STATED, Choice, reach
from iscm.registry.models import Mechanism, Participation

PUBLIC = (Access.PUBLIC,)
FEW = 500  # rows are asked for by name up to here: SQLite takes no more than a thousand


def fitting(choice: Choice, seen: Collection[str] = PUBLIC) -> Q:
    """What a meeting's row must fulfil to be of a choice. One owner fits mechanism, level and region together; none
    that the reader may not see."""
    found = Q()
    if choice.mechanism or choice.level or choice.region:
        found &= Q(pk__in=_owned(choice, seen).values("meeting"))
    if choice.state:
        found &= Q(country__in=_codes(choice.state)) | Q(pk__in=_of_members(choice.state).values("meeting"))
    if choice.host:
        found &= Q(country__in=_codes(choice.host))
    if choice.theme:
        found &= Q(pk__in=Subject.objects.filter(theme__in=choice.theme, withdrawn=None).values("meeting"))
    if choice.type:
        found &= Q(type__in=choice.type)
    if choice.status:
        found &= Q(status__in=["" if one == NOT_STATED else one for one in choice.status])
    if choice.online:
        manner = Q(pk__in=())
        for one in choice.online:
            manner |= _MANNERS[one]
        found &= manner
    if choice.within:
        found &= touching(choice.within)
    for word in choice.q.split():
        found &= Q(title__icontains=word) | Q(topic__icontains=word) | Q(city__icontains=word)
    return found


_SOMEWHERE = ~Q(city="", country="")
_MANNERS = {
    "yes": Q(mode="online"),
    "hybrid": Q(mode="hybrid"),
    "no": Q(mode="in-person") | (Q(mode="") & _SOMEWHERE),
    NOT_STATED: Q(mode="", city="", country=""),
}


def _codes(said: Iterable[str]) -> list[str]:
    return [code.upper() for code in said]


def _owned(choice: Choice, seen: Collection[str]) -> QuerySet[Ownership]:
    rows = Ownership.objects.filter(withdrawn=None, mechanism__access__in=seen)
    if choice.mechanism:
        rows = rows.filter(mechanism__slug__in=choice.mechanism)
    if choice.level:
        rows = rows.filter(mechanism__level__in=choice.level)
    if choice.region:
        wanted = set(choice.region)
        regions = Mechanism.objects.exclude(region="").values_list("pk", "region")
        rows = rows.filter(mechanism__in=[pk for pk, region in regions if wanted & reach(region)])
    return rows


def _of_members(codes: Iterable[str]) -> QuerySet[Ownership]:
    """Meetings of mechanisms that one of these States was a member of, as read in a source, on the meeting's day."""
    spans = Participation.objects.filter(
        party__key__in=_codes(codes), party__kind__in=("state", "territory", "other"),
        role="member", basis="read", chosen=True, withdrawn=None,
    ).values_list("since_first", "until_last", "mechanism")  # fmt: skip
    held: dict[tuple[dt.date | None, dt.date | None], list[int]] = {}
    for since, until, mechanism in spans:
        held.setdefault((since, until), []).append(mechanism)
    member = Q(pk__in=())
    for (since, until), mechanisms in held.items():
        time = Q(mechanism__in=mechanisms)
        if since:
            time &= Q(meeting__latest__gte=since) | Q(meeting__latest=None)
        if until:
            time &= Q(meeting__earliest__lte=until) | Q(meeting__earliest=None)
        member |= time
    return Ownership.objects.filter(member, withdrawn=None)


def public(seen: Collection[str]) -> QuerySet[Meeting]:
    return Meeting.objects.filter(access__in=seen, merged_into=None, withdrawn=None)


LATE = When.parse("9999-12-31").earliest


def touching(time: When) -> Q:
    """Rows whose time may share a day with this one; an open end reaches for ever."""
    found = Q(earliest__isnull=False) | Q(latest__isnull=False)
    if time.latest:
        found &= Q(earliest__isnull=True) | Q(earliest__lte=time.latest)
    if time.earliest:
        found &= Q(latest__isnull=True) | Q(latest__gte=time.earliest)
    return found
