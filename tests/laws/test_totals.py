"""Totals: the order of meetings does not matter, dates that arrive later are not counted twice, nothing is lost."""

from hypothesis import given
from hypothesis import strategies as st

from iscm.domain.meetings import Meeting, Owner, total
from iscm.domain.when import When


def meeting(n, count=1, inside="", status="", when=None):
    owners = (Owner(mechanism="x", counted_in=inside),)
    return Meeting(id=f"m{n}", title="", type="meeting", count=count, owners=owners, status=status, when=when)


counted = st.integers(2, 40)


@given(st.lists(st.sampled_from([1, 1, 2, 7, None]), max_size=8), st.randoms())
def test_the_order_does_not_matter(counts, random):
    meetings = [meeting(n, count) for n, count in enumerate(counts)]
    mixed = random.sample(meetings, len(meetings))
    assert total(mixed) == total(meetings)
    assert total(meetings).meetings == sum(count or 2 for count in counts)
    assert total(meetings).open == (None in counts)


@given(counted, st.integers(0, 40))
def test_dates_that_arrive_later_are_not_counted_twice(number, known):
    record = meeting(0, number)
    dated = [meeting(n + 1, inside="m0", when=When.parse("2022-03-01")) for n in range(known)]
    found = total([*dated, record], "x")
    assert found.meetings == max(number, known)
    assert found.dated == known


@given(counted, st.integers(1, 5))
def test_another_mechanism_counts_for_itself(number, known):
    """A joint meeting may be one of five for one owner, and stand alone for the other."""
    joint = [
        Meeting(
            id=f"j{n}",
            title="",
            type="meeting",
            owners=(Owner(mechanism="x", counted_in="m0"), Owner(mechanism="y")),
        )
        for n in range(known)
    ]
    everything = [meeting(0, number), *joint]
    assert total(everything, "x").meetings == max(number, known)
    assert total(joint, "y").meetings == known
    assert total(everything).meetings == max(number, known)


@given(st.sampled_from(["cancelled", "postponed", "announced"]))
def test_what_was_not_held_is_not_counted(status):
    assert total([meeting(0), meeting(1, status=status)]).meetings == 1


def test_a_part_counts_by_itself_where_its_whole_is_not_looked_at():
    assert total([meeting(1, inside="m0")]).meetings == 1
