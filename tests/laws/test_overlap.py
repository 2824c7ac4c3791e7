"""Overlap: the same from either side, whatever the order of the records; nothing is lost, nothing counted twice."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from iscm.analysis.overlap import Overlap, Tie, overlap_of_mechanisms, overlap_of_states, shared_members, ties
from iscm.domain.mechanisms import Participation, Party
from iscm.domain.when import When

PLACES, SLUGS = ("KE", "UG", "TZ", "HK"), ("midsa", "pafom", "mid-igad")
ROLES, BASES = ("member", "observer", "partner", "chair"), ("read", "inferred")
tie = st.builds(Tie, *map(st.sampled_from, (PLACES, SLUGS, ROLES, BASES)))
some = st.lists(tie, max_size=30)
years = st.none() | st.integers(1995, 2030).map(lambda year: When.parse(str(year)))
part = st.builds(
    Participation,
    party=st.builds(Party, st.just("state"), st.sampled_from(PLACES)),
    role=st.sampled_from(ROLES),
    since=years,
    until=years,
    basis=st.sampled_from(BASES),
    chosen=st.booleans(),
)
days = st.dates(dt.date(1990, 1, 1), dt.date(2035, 1, 1))


@given(some, st.sampled_from(PLACES), st.sampled_from(PLACES), st.randoms())
def test_two_states_share_the_same_from_either_side_in_any_order(rows, left, right, random):
    found = overlap_of_states(rows, left, right)
    assert found == overlap_of_states(random.sample(rows, len(rows)) * 2, left, right)
    assert found.turned() == overlap_of_states(rows, right, left)
    assert found.turned().turned() == found


@given(some, st.sampled_from(SLUGS), st.sampled_from(SLUGS), st.randoms())
def test_two_mechanisms_likewise(rows, left, right, random):
    found = overlap_of_mechanisms(rows, left, right)
    assert found == overlap_of_mechanisms(random.sample(rows, len(rows)), left, right)
    assert found.turned() == overlap_of_mechanisms(rows, right, left)


@given(some, st.sampled_from(PLACES), st.sampled_from(PLACES))
def test_every_mechanism_is_shared_or_on_one_side_and_what_was_inferred_is_apart(rows, left, right):
    found = overlap_of_states(rows, left, right)
    parts = [set(found.both), set(found.left), set(found.right)]
    assert sum(map(len, parts)) == len(set.union(*parts))
    read = {t.mechanism for t in rows if t.basis == "read" and t.place in (left, right)}
    assert set.union(*parts) == read
    assert not found.perhaps & parts[0]
    for slug in found.perhaps:
        assert any(t.basis == "inferred" for t in rows if t.mechanism == slug and t.place in (left, right))


@given(some, st.sampled_from(PLACES))
def test_a_state_shares_everything_with_itself(rows, place):
    found = overlap_of_states(rows, place, place)
    assert not found.left
    assert not found.right
    assert all(one == other for one, other in found.both.values())


@given(some)
def test_members_shared_are_as_many_seen_from_the_other_mechanism(rows):
    for one in SLUGS:
        for other, number in shared_members(rows, one).items():
            assert shared_members(rows, other)[one] == number
            both = overlap_of_mechanisms([t for t in rows if t.role == "member"], one, other).both
            assert number == len(both)


@given(st.dictionaries(st.sampled_from(SLUGS), st.lists(part, max_size=8)), days, st.randoms())
def test_ties_do_not_depend_on_the_order_and_only_tell_of_the_day(rows, day, random):
    found = ties(rows, day)
    assert found == ties({slug: random.sample(parts, len(parts)) for slug, parts in rows.items()}, day)
    for one in found:
        assert any(
            (p.since is None or p.since.earliest <= day) and (p.until is None or p.until.latest >= day)
            for p in rows[one.mechanism]
            if (p.party.id, p.role, p.basis, p.chosen) == (one.place, one.role, one.basis, True)
        )


def test_a_chair_without_a_date_is_history():
    kenya = Party("state", "KE")
    assert ties({"midsa": [Participation(party=kenya, role="chair")]}, dt.date(2024, 1, 1)) == frozenset()


def test_nothing_is_an_overlap_too():
    assert overlap_of_states([], "KE", "UG") == Overlap()
