"""The clashes of 2022 that the shipped records hold, with the States that would have to be in two places."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest

from iscm.analysis.clashes import OTHERS, OWN, WITHIN, Clash, clashes
from iscm.analysis.members import members
from iscm.meetings.queries.entries import entries
from iscm.registry.queries import mechanisms

pytestmark = pytest.mark.django_db

IGC_AND_KHARTOUM = "AT BE CH DE DK ES FI GB GR IE NL NO PL SE"
# first day shared, last day shared, mechanisms of each side, States as read in sources
LAST_QUARTER = [
    ("10-18", "10-19", "abu-dhabi-dialogue", "pafom", ""),
    ("10-19", "10-19", "abu-dhabi-dialogue", "afml", "ID MY PH TH VN"),
    ("10-19", "10-20", "pafom", "afml", ""),
    ("10-20", "10-20", "afml", "ocam", ""),
    ("10-20", "10-20", "afml", "rabat-process", ""),
    ("10-20", "10-20", "ocam", "rabat-process", ""),
    ("10-20", "10-20", "pafom", "ocam", ""),
    ("10-20", "10-20", "pafom", "rabat-process", ""),
    ("10-24", "10-25", "idm", "prague-process", ""),
    ("11-10", "11-10", "midsa", "gfmd", ""),
    ("11-10", "11-10", "midsa", "riam", ""),
    ("11-10", "11-11", "gfmd", "riam", ""),
    ("11-22", "11-22", "igc", "gfmd", ""),
    ("11-22", "11-22", "igc", "khartoum-process", IGC_AND_KHARTOUM),
    ("11-22", "11-23", "gfmd", "khartoum-process", ""),
    ("12-01", "12-01", "budapest-process", "rcm", ""),
    ("12-13", "12-13", "ocam", "rabat-process", ""),
    ("12-13", "12-13", "ocam", "rabat-process", ""),
]


@pytest.fixture(scope="module")
def of_2022(django_db_blocker, django_db_setup) -> list[Clash]:
    with django_db_blocker.unblock():
        rows = mechanisms()
        found = clashes(entries(), members(rows), members(rows, bases=("read", "inferred")))
    return [clash for clash in found if clash.first.year <= 2022 <= clash.last.year]


def test_the_last_quarter(of_2022: list[Clash]):
    told = [
        (f"{c.first:%m-%d}", f"{c.last:%m-%d}", " ".join(c.left), " ".join(c.right), " ".join(c.states))
        for c in of_2022
        if c.kind == OTHERS and c.first >= dt.date(2022, 10, 1)
    ]
    assert sorted(told) == sorted(LAST_QUARTER)


def test_the_whole_year(of_2022: list[Clash]):
    """29 pairs of meetings of different mechanisms share a day. Three bind States known by name as members of both."""
    assert Counter(clash.kind for clash in of_2022) == {OTHERS: 29, OWN: 4, WITHIN: 1}
    bound = {(clash.left, clash.right): len(clash.states) for clash in of_2022 if clash.states}
    assert bound == {
        (("mid-igad",), ("khartoum-process", "rabat-process")): 7,
        (("abu-dhabi-dialogue",), ("afml",)): 5,
        (("igc",), ("khartoum-process",)): 14,
    }


def test_a_joint_meeting_binds_the_members_of_all_its_owners_and_is_one(of_2022: list[Clash]):
    joint = [clash for clash in of_2022 if len(clash.right) > 1]
    assert [clash.other for clash in joint] == ["khartoum-process-2022-02-10-workshop"]
    assert joint[0].states == ("DJ", "ET", "KE", "SD", "SO", "SS", "UG")


def test_members_worked_out_from_the_african_union_are_told_apart(of_2022: list[Clash]):
    apart = [clash for clash in of_2022 if clash.perhaps]
    assert [(clash.left, clash.right) for clash in apart] == [(("pafom",), ("rabat-process",))]
    assert len(apart[0].perhaps) == 25


def test_a_side_event_is_where_its_event_is(of_2022: list[Clash]):
    within = [clash for clash in of_2022 if clash.kind == WITHIN]
    assert {clash.meetings for clash in within} == {
        frozenset(("imrf-1", "abu-dhabi-dialogue-2022-05-17-side-event"))
    }
