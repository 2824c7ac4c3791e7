"""Meetings as the database groups them are counted like the records one by one, at a fixed number of queries."""

from __future__ import annotations

from collections import Counter
from itertools import product

import pytest

from iscm.accounts.models import Access
from iscm.analysis import trends
from iscm.analysis.drift import Telling
from iscm.domain.terms import themes
from iscm.meetings.models import Meeting, Outcome, Ownership, Subject
from iscm.meetings.queries import records, yearly
from iscm.meetings.rules import Choice
from iscm.registry.models import Mechanism

pytestmark = pytest.mark.django_db
DATES = (
    None, "2021", "2021?", "2022-03", "2022-21", "2022-03-04", "2022-03-04?", "2021-12-30/2022-01-02",
    "2021-12-30~/2022-01-02~", "2022-03/2022-04", "2022-03-04/2022-04", "2022-05-01/..", "../2022-05-01", "XXXX-10-05",
    "XXXX-10-05/XXXX-10-06", "2022-03?/2022-04?",
)  # fmt: skip
ASKED = ("", "mechanism=rcm", "mechanism=rcm&mechanism=sacm&from=2010", "year=2022", "region=africa", "level=global",
         "theme=data&type=workshop", "status=cancelled", "q=odd")  # fmt: skip


def choice(query: str) -> Choice:
    found, faults = Choice.parse(query)
    assert not faults
    return found


@pytest.fixture
def odd() -> None:
    """Meetings of every kind of date and number; joint, within a counted one, of a mechanism that few may see."""
    rcm, sacm = (Mechanism.objects.get(slug=slug) for slug in ("rcm", "sacm"))
    shut = Mechanism.objects.create(slug="shut", level="global", access=Access.SECRETARIATS)
    whole = _meeting("whole", "2022", 9, rcm)
    for n, (date, count) in enumerate(product(DATES, (1, 3, None))):
        made = _meeting(f"odd-{n}", date, count, *[(rcm,), (rcm, sacm), (sacm,), (shut,), ()][n % 5])
        for theme in ("data", "data", "no theme of ours")[: n % 4]:
            Subject.objects.create(meeting=made, theme=theme, printed=f"{theme} {n}")
        if n % 7 == 0:
            Ownership.objects.filter(meeting=made, mechanism=rcm).update(counted_in=whole)
    _meeting("gone", "2022-01-01", 1, rcm, status="cancelled")
    _meeting("hushed", "2022-01-01", 1, rcm, access=Access.CLOSED)


def _meeting(slug: str, when: str | None, count: int | None, *owners: Mechanism, **more: str) -> Meeting:
    fields = {"type": "workshop", "access": "public", "title": f"odd {slug}"} | more
    made = Meeting.objects.create(slug=slug, when=when, count=count, **fields)
    for owner in owners:
        Ownership.objects.create(meeting=made, mechanism=owner)
    return made


def one_by_one(query: str) -> list[trends.Told]:
    """The slow way: every record as a value, without a mechanism that is not public."""
    rows = [row for row in map(trends.told, records.meetings(choice(query))) if row]
    known = set(Mechanism.objects.filter(access="public").values_list("slug", flat=True))
    return [
        row._replace(
            mechanisms=tuple(slug for slug in row.mechanisms if slug in known),
            themes=tuple(theme for theme in row.themes if theme in themes()),
        )
        for row in rows
    ]


@pytest.mark.usefixtures("odd")
@pytest.mark.parametrize("query", ASKED)
def test_lots_are_counted_like_records(query: str):
    slow = one_by_one(query)
    by_owner, by_type = yearly.told(choice(query)), yearly.told(choice(query), "type")
    assert trends.by(by_owner, lambda r: r.year) == trends.by(slow, lambda r: r.year)
    assert trends.by(by_type, lambda r: (r.year, r.type)) == trends.by(slow, lambda r: (r.year, r.type))
    assert trends.by_mechanism(by_owner) == trends.by_mechanism(slow)
    assert trends.by_theme(yearly.told(choice(query), "theme")) == trends.by_theme(slow)
    assert trends.meeting_in(by_owner) == trends.meeting_in(slow)
    total = records.tally(choice(query))
    found = trends.all_of(by_owner)
    assert (found.meetings, found.open) == (total.meetings, total.open)
    assert found.dated == total.dated


@pytest.mark.parametrize("by", ["mechanism", "type", "theme"])
@pytest.mark.parametrize("query", ["", "mechanism=rcm"])
def test_at_a_fixed_number_of_queries(by: str, query: str, django_assert_num_queries):
    asked = choice(query)
    with django_assert_num_queries(5 if by == "theme" else 4):
        yearly.told(asked, by)
    for count, ask in (
        (1, yearly.resting),
        (1, yearly.not_counted),
        (3, yearly.telling),
        (3, yearly.in_series),
    ):
        with django_assert_num_queries(count):
            ask(asked)
    with django_assert_num_queries(1):
        yearly.heard()


def test_what_a_year_rests_on_adds_up_to_its_records():
    found = yearly.resting()
    rows = [m for m in records.meetings() if trends.told(m)]
    assert {year: sum(kinds.values()) for year, kinds in found.items()} == Counter(m.year for m in rows)
    for year, kinds in found.items():
        issue = [m for m in rows if m.year == year and any(s.kind == "newsletter" for s in m.sources)]
        assert kinds.get("newsletter", 0) >= len(issue)
    assert found[2022]["newsletter"] > 80
    assert "newsletter" not in found[2019]


def test_what_records_tell_is_counted_once_a_year_and_once_an_owner():
    whole, own = yearly.telling()
    rows = [m for m in records.meetings() if trends.told(m) and m.year]
    for told in whole:
        held = [m for m in rows if m.year == told.year]
        assert told == _told(told.year, held)
    for slug in ("rcm", "rabat-process"):
        for told in own[slug]:
            assert told == _told(told.year, [m for m in rows if m.year == told.year and slug in m.mechanisms])


def _told(year: int, rows: list) -> Telling:
    return Telling(
        year,
        len(rows),
        days=sum(bool(m.when and m.when.days) for m in rows),
        place=sum(bool(m.city or m.country or m.mode) for m in rows),
        topic=sum(bool(m.topic) for m in rows),
        outcome=sum(bool(m.outcomes) for m in rows),
        participants=sum("participants" in m.figures or "represented" in m.figures for m in rows),
    )


def test_what_was_withdrawn_is_told_no_longer():
    meeting = Meeting.objects.filter(slug__startswith="rcm-").first()
    before = yearly.telling()[1]["rcm"]
    Outcome.objects.create(meeting=meeting, text="A decision", withdrawn="2026-01-01T00:00Z")
    assert yearly.telling()[1]["rcm"] == before


@pytest.mark.usefixtures("odd")
def test_who_is_not_public_is_heard_of_nowhere():
    assert "shut" not in yearly.heard()
    assert "shut" not in yearly.telling()[1]
    assert "shut" not in {row.mechanism for row in yearly.in_series()}
    assert "shut" not in trends.by_mechanism(yearly.told())
