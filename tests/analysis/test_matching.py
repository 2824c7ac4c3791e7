"""A report is matched with what is known: nothing twice, nothing lost, whatever the order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iscm.analysis.matching import match, meant_by, told
from iscm.domain.meetings import Meeting, Owner
from iscm.domain.when import When
from iscm.prose import writer
from iscm.prose.reader import read

RCM = (Owner(mechanism="rcm"),)


def meeting(key: str, kind: str, when: str | None = None, **more) -> Meeting:
    more.setdefault("owners", RCM)
    return Meeting(id=key, title=key, type=kind, when=When.parse(when) if when else None, **more)


KNOWN = (
    meeting("som-8", "senior-officials", "2025-03-23", ordinal=8),
    meeting("workshop-may", "workshop", "2025-05-12/2025-05-13", city="San José", country="CR"),
    meeting("workshop-july", "workshop", "2025-07-01", topic="labour migration"),
    meeting("webinars", "webinar", "2025", count=4, mode="online"),
    meeting("joint", "thematic", "2025-10-05", owners=(Owner(mechanism="sacm"), Owner(mechanism="rcm"))),
    meeting("of-sacm", "workshop", "2025-05-12", owners=(Owner(mechanism="sacm"),)),
    meeting("last-year", "workshop", "2024-05-12"),
)


def proposed(text: str, known=KNOWN, year: int = 2025):
    reading = read(text, year=year, mechanism="rcm")
    return match(meant_by([f.statement for f in reading.found], year), known, "rcm", year)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("8th SOM (23 March)", [("som-8", "same")]),
        ("8th SOM (24 March)", [("som-8", "update")]),
        ("8th SOM (23 March, Managua, Nicaragua)", [("som-8", "update")]),
        ("9th SOM (23 September)", [(None, "new")]),
        ("SOM (March)", [("som-8", "same")]),
        ("workshop (12-13 May, San Jose, Costa Rica)", [("workshop-may", "same")]),
        ("workshop (20 August)", [(None, "new")]),
        ("two workshops (12-13 May and 1 July)", [("workshop-may", "same"), ("workshop-july", "same")]),
        ("two workshops (12-13 May and 2 May)", [("workshop-may", "same"), (None, "new")]),
        ("four webinars", [("webinars", "same")]),
        ("webinar (4 June)", [(None, "new")]),
        ("joint thematic meeting with SACM (5 October)", [("joint", "same")]),
        ("8th SOM (23 March); 8th SOM (23 March)", [("som-8", "same"), (None, "new")]),
        ("meeting (29 February)", [(None, "new")]),
    ],
)  # fmt: skip
def test_what_is_proposed(text, meant):
    assert [(m.meeting.id if m.meeting else None, m.verdict) for m in proposed(text)] == meant


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("8th SOM (24 March)", [("when", "2025-03-23", "2025-03-24")]),
        ("8th SOM (23 March, online)", [("mode", "", "online")]),
        ("8th SOM (23 March, Managua, Nicaragua)", [("city", "", "Managua"), ("country", "", "NI")]),
        ("workshop on labour migration in other words (1 July)", []),
        ("workshop (May)", []),
    ],
)
def test_what_would_change_is_said_with_what_it_was(text, changes):
    found = [(c.field, c.before, c.after) for m in proposed(text) for c in m.changes]
    assert found == changes


def test_two_that_fit_equally_are_left_to_a_person():
    twins = (meeting("one", "workshop", "2025-05"), meeting("two", "workshop", "2025-05"))
    (only,) = proposed("workshop (May)", twins)
    assert only.verdict == "unsure"
    assert {only.meeting.id, *(m.id for m in only.others)} == {"one", "two"}


def test_nothing_of_another_year_or_of_others_is_proposed():
    for text in ("workshop (12 May)", "workshop"):
        assert not {m.meeting.id for m in proposed(text) if m.meeting} & {"of-sacm", "last-year"}


@given(st.permutations(KNOWN))
def test_the_order_of_what_is_known_makes_no_difference(known):
    text = "8th SOM (23 March); two workshops (12-13 May and 1 July); four webinars; workshop (3 August)"
    assert [(m.meeting and m.meeting.id, m.changes) for m in proposed(text, known)] == [
        (m.meeting and m.meeting.id, m.changes) for m in proposed(text)
    ]


@given(
    st.lists(st.sampled_from(KNOWN), unique_by=lambda m: m.id),
    st.permutations(["8th SOM (23 March)", "workshop", "four webinars"]),
)
def test_a_meeting_is_proposed_once_and_everything_meant_has_its_answer(known, lines):
    found = proposed("; ".join(lines), known)
    given_to = [m.meeting.id for m in found if m.meeting]
    assert len(given_to) == len(set(given_to))
    assert len({m.meant.key for m in found}) == len(found) == 3


def test_what_the_hub_tells_of_its_own_records_is_known_to_it():
    own = [m for m in KNOWN if "rcm" in m.mechanisms and m.year == 2025]
    for language in ("en", "fr", "es"):
        text = writer.entry(told(own, "rcm"), language, year=2025)
        found = match(
            meant_by([f.statement for f in read(text, year=2025, mechanism="rcm").found], 2025),
            KNOWN,
            "rcm",
            2025,
        )
        assert {m.meeting.id for m in found if m.meeting} == {m.id for m in own}, text
        assert [m.verdict for m in found] == ["same"] * len(own), text
