"""A mechanism as a value: who held the chair, and what held on a day."""

import datetime as dt

import pytest

from iscm.domain.claims import Claim, Source, holds_on
from iscm.domain.mechanisms import Mechanism, Name, Participation, Party, Subject
from iscm.domain.when import When


def day(text):
    return dt.date.fromisoformat(text)


def when(text):
    return When.parse(text) if text else None


@pytest.mark.parametrize(
    ("since", "until", "on", "held"),
    [
        (None, None, "2000-01-01", True),
        ("2003", "2006", "2003-01-01", True),
        ("2003", "2006", "2006-12-31", True),
        ("2003", "2006", "2007-01-01", False),
        ("2003-05", None, "2003-04-30", False),
        (None, "2003-05-02", "2003-05-02", True),
        (None, "2003-05-02", "2003-05-03", False),
    ],
)
def test_what_held_on_a_day(since, until, on, held):
    assert holds_on(day(on), when(since), when(until)) is held


def chair(code, since=None, until=None, **more):
    fields = {"role": "chair"} | more
    return Participation(party=Party("state", code), since=when(since), until=when(until), **fields)


@pytest.mark.parametrize(
    ("chairs", "held"),
    [
        ([chair("AA", "2000"), chair("BB", "2010")], ["BB"]),  # an end not known gives way
        ([chair("AA", "2000"), chair("BB", until="2025")], ["BB"]),  # ... also to a beginning not known
        ([chair("AA", "2000"), chair("BB", "2010", "2015")], ["AA"]),  # but not to one that ended
        ([chair("AA")], []),  # history without a date is not the present
        ([chair("AA", "2000", capacity="permanent"), chair("BB", "2010")], ["AA", "BB"]),
        ([chair("AA", "2000", role="co-chair"), chair("BB", "2010")], ["AA", "BB"]),
        ([chair("AA", "2019", "2021"), chair("BB", "2020-06")], ["AA", "BB"]),  # a handover, as far as known
        ([chair("AA", "2010", chosen=False), chair("BB", "2009")], ["BB"]),  # what another source says
        ([], []),
    ],
)
def test_who_held_the_chair(chairs, held):
    one = Mechanism(slug="x", level="regional", participations=tuple(chairs))
    assert [p.party.id for p in one.chairs_on(day("2020-07-01"))] == held


def test_read_and_inferred_are_never_in_one_count():
    read = Participation(party=Party("state", "FR"), role="member")
    inferred = Participation(party=Party("state", "ES"), role="member", basis="inferred")
    one = Mechanism(slug="x", level="regional", participations=(read, inferred))
    assert one.members == (read,)
    assert one.in_role("member", basis="inferred") == (inferred,)
    assert one.in_role("member", basis=None) == (read, inferred)


def test_as_of_a_day():
    old, new = (
        Name(text="Old", kind="former", until=when("2010")),
        Name(text="New", kind="name", since=when("2011")),
    )
    one = Mechanism(
        slug="x", level="regional", names=(old, new), participations=(chair("AA", "2000", "2005"),)
    )
    assert one.as_of(day("2004-01-01")).names == (old,)
    assert one.as_of(day("2012-01-01")).names == (new,)
    assert one.as_of(day("2012-01-01")).participations == ()


def test_the_chosen_claim_comes_first():
    rival, chosen = (
        Claim(field="established", value=v, chosen=c) for v, c in (("1991", False), ("1993", True))
    )
    one = Mechanism(slug="x", level="regional", claims=(rival, chosen))
    assert one.claimed("established") == (chosen, rival)
    assert one.claimed("status") == ()


def test_themes_each_once():
    subjects = (Subject("trafficking", "a"), Subject("smuggling", "b"), Subject("TIP", "a"), Subject("other"))
    assert Mechanism(slug="x", level="regional", subjects=subjects).themes == ("a", "b")


def test_a_source_is_called_by_its_title_or_address():
    assert Source(id="x", title="A page").called == "A page"
    assert Source(id="x", url="https://example.org").called == "https://example.org"
    assert Source(id="x").called == "x"
