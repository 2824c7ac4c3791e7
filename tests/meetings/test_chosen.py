"""Which meetings a choice chooses: told over again in plain Python, beside the database's answer."""

from __future__ import annotations

from dataclasses import replace

import pytest

from iscm.domain.claims import holds_on
from iscm.meetings.actions import withdraw
from iscm.meetings.models import Meeting
from iscm.meetings.queries.entries import changed, entries, number
from iscm.meetings.queries.records import listed, meeting, meetings, tally
from iscm.meetings.rules import SEVERAL, Choice, reach
from iscm.registry.queries import mechanisms

pytestmark = pytest.mark.django_db

CHOICES = [
    "mechanism=rcm", "mechanism=rcm&mechanism=gfmd", "state=ke", "state=ke&state=ug", "host=ch", "theme=data",
    "type=ministerial", "level=global", "region=africa", "region=africa&level=regional", "online=yes", "online=no",
    "online=hybrid", "online=not-stated", "status=announced", "status=not-stated", "year=2022", "from=2022-10",
    "to=1999", "from=2022-10&to=2022-11-15", "q=labour", "state=ke&year=2022&type=ministerial",
    "mechanism=rcm&level=global", "state=mx&host=mx&from=2015",
]  # fmt: skip


def parsed(query: str) -> Choice:
    choice, faults = Choice.parse(query)
    assert faults == ()
    return choice


def fits(row, choice: Choice, registry) -> bool:
    """The same by hand."""
    known = [registry[slug] for slug in row.mechanisms]
    manner = row.mode or ("in-person" if row.city or row.country else "")
    manner = {"online": "yes", "hybrid": "hybrid", "in-person": "no", "": "not-stated"}[manner]
    text = f"{row.title}\n{row.topic}\n{row.city}".casefold()
    return (
        (
            not (choice.mechanism or choice.level or choice.region)
            or any(
                (not choice.mechanism or m.slug in choice.mechanism)
                and (not choice.level or m.level in choice.level)
                and (not choice.region or bool(reach(m.region) & set(choice.region)))
                for m in known
            )
        )
        and (not choice.state or any(hosts_or_belongs(row, code.upper(), known) for code in choice.state))
        and (not choice.host or row.country.lower() in choice.host)
        and (not choice.theme or bool(set(row.themes) & set(choice.theme)))
        and (not choice.type or row.type in choice.type)
        and (not choice.status or (row.status or "not-stated") in choice.status)
        and (not choice.online or manner in choice.online)
        and (
            choice.within is None or bool(row.when and row.when.has_year and row.when.may_meet(choice.within))
        )
        and all(word in text for word in choice.q.split())
    )


def hosts_or_belongs(row, code: str, known) -> bool:
    def at_the_time(part) -> bool:
        if row.when is None or not row.when.has_year:
            return True
        days = [day for day in (row.when.earliest, row.when.latest) if day]
        return any(holds_on(day, part.since, part.until) for day in days)

    return row.country == code or any(
        part.party.id == code and part.party.is_place and at_the_time(part)
        for m in known
        for part in m.members
    )


@pytest.mark.parametrize("query", CHOICES)
def test_every_meeting_that_fits_and_no_other(query: str):
    choice = parsed(query)
    registry = {row.slug: row for row in mechanisms()}
    expected = {row.id for row in meetings() if fits(row, choice, registry)}
    assert {row.id for row in meetings(choice)} == expected
    rows = entries(choice)
    assert {row.id for row in rows} == expected
    days = [row.first for row in rows if row.first]
    assert days == sorted(days)
    assert not any(row.first for row in rows[len(days) :])
    assert number(choice) == len(expected) == listed(0, 10, choice)[0]
    assert expected or query in ("online=not-stated", "mechanism=rcm&level=global")


@pytest.mark.parametrize("query", CHOICES)
def test_filters_commute_and_narrow(query: str):
    """Each filter alone lets through what all let through together, in whatever order they are said."""
    pairs = parsed(query).pairs
    together = {row.id for row in entries(parsed(query))}
    backwards, faults = Choice.parse(reversed(pairs))
    assert (faults, {row.id for row in entries(backwards)}) == ((), together)
    for name in {name for name, _value in pairs}:
        alone, _faults = Choice.parse([pair for pair in pairs if pair[0] == name])
        assert together <= {row.id for row in entries(alone)}


def test_manners_share_out_every_meeting():
    counts = [number(Choice(online=(one,))) for one in ("yes", "hybrid", "no", "not-stated")]
    assert sum(counts) == number()


def test_a_state_counts_from_the_day_it_joined():
    from iscm.registry.models import Participation

    choice = Choice(mechanism=("rcm",), state=("mx",))
    before = {row.id: row.first for row in entries(choice) if row.country != "MX"}
    rows = Participation.objects.filter(mechanism__slug="rcm", party__key="MX", role="member")
    assert rows.exists()
    for row in rows:
        row.since = "2015-06"
        row.save()
    after = {row.id for row in entries(choice)}
    gone = {key for key, first in before.items() if key not in after}
    assert gone
    assert all(before[key] and before[key].year <= 2015 for key in gone)
    assert {key for key, first in before.items() if first and first.year > 2015} <= after


def test_the_number_of_queries_is_the_same_for_one_and_for_three(django_assert_num_queries):
    slugs = [row.id for row in entries(Choice(mechanism=("rcm",)))][:3]
    for few in (slugs[:1], slugs):
        with django_assert_num_queries(3):
            assert len(entries(slugs=few)) == len(few)
        with django_assert_num_queries(4):
            entries(slugs=few, trail=True)
    for query in (
        "mechanism=rcm&state=mx&region=americas&year=2018",
        "mechanism=rcm&state=mx&region=americas",
    ):
        with django_assert_num_queries(5):
            assert entries(parsed(query))
    with django_assert_num_queries(2):
        changed(Choice(mechanism=("rcm",)), 1)
    with django_assert_num_queries(2):
        changed(Choice(mechanism=("rcm",)), 3)
    with django_assert_num_queries(2):
        tally(Choice(mechanism=("rcm",)))


def test_the_withdrawn_are_on_no_list_but_in_the_trail(now):
    at = now.replace(year=2100)
    withdraw(meeting="gfmd-14", by="ana", at=at, why="never was")
    withdraw(meeting="gfmd-14", by="ana", at=now)
    choice = Choice(mechanism=("gfmd",))
    assert meeting("gfmd-14") is None
    assert "gfmd-14" not in {row.id for row in meetings(choice)} | {row.id for row in entries(choice)}
    (row,) = [row for row in entries(choice, trail=True) if row.id == "gfmd-14"]
    assert (row.withdrawn, row.sequence, row.changed) == (True, 1, at)
    assert Meeting.objects.filter(slug="gfmd-14").exists()


def test_a_meeting_in_its_series_follows_the_one_before():
    found = {row.id: row for row in entries(Choice(mechanism=("grcp",)))}
    assert found["grcp-2"].follows == "grcp-1"
    assert found["grcp-1"].follows == ""


def test_one_value_taken_out():
    choice = parsed("mechanism=rcm&mechanism=sacm&year=2022")
    assert str(choice.without("mechanism", "rcm")) == "mechanism=sacm&year=2022"
    assert all(getattr(replace(choice, mechanism=()), name) == () for name in SEVERAL)
