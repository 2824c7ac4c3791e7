"""Clashes: what a comparison of all pairs finds, in any order; more meetings never make fewer clashes."""

import datetime as dt
import itertools

from hypothesis import given
from hypothesis import strategies as st

from iscm.analysis.clashes import CALLED_OFF, OTHERS, OWN, WITHIN, clashes, possible, sure, undated
from iscm.analysis.members import members
from iscm.domain.meetings import Entry
from iscm.domain.when import When
from tests.laws.test_shared import SLUGS, held_on, some

NEVER_KNOWN = "not-public"
whens = st.builds(
    lambda first, more: When.on(first, first + dt.timedelta(days=more)),
    st.dates(dt.date(2022, 1, 1), dt.date(2022, 2, 28)),
    st.integers(0, 6),
) | st.sampled_from(
    [When.parse(text) for text in ("2022-01", "2022-02", "2022", "2021-12/2022-01", "2022-21")]
)


@st.composite
def entries(draw: st.DrawFn) -> list[Entry]:
    found = []
    for number in range(draw(st.integers(0, 12))):
        when = draw(st.none() | whens)
        owners = draw(st.lists(st.sampled_from((*SLUGS, NEVER_KNOWN)), max_size=3, unique=True))
        found.append(
            Entry(
                f"m{number}", "", "", draw(st.sampled_from((1, 1, 1, 3, None))), str(when or ""),
                when and when.earliest, when and when.latest, "", "", "",
                draw(st.sampled_from(("", "held", "announced", "cancelled", "postponed"))), "", tuple(owners),
                part_of=tuple(draw(st.lists(st.sampled_from(("m0", "m1")), max_size=1))),
            )
        )  # fmt: skip
    return found


@given(entries(), some)
def test_it_finds_what_a_comparison_of_all_pairs_finds(rows, mechanisms):
    known = {one.slug: one for one in mechanisms}
    found = {clash.meetings: clash for clash in clashes(rows, members(mechanisms))}
    expected = set()
    for a, b in itertools.combinations(rows, 2):
        left, right = (set(row.mechanisms) & known.keys() for row in (a, b))
        off = {a.status, b.status} & set(CALLED_OFF)
        if not (left and right and not off and sure(a) and sure(b)):
            continue
        first, last = max(a.first, b.first), min(a.last, b.last)
        if first > last:
            continue
        expected.add(frozenset((a.id, b.id)))
        clash = found[frozenset((a.id, b.id))]
        assert (clash.first, clash.last) == (first, last)
        assert {clash.one: set(clash.left), clash.other: set(clash.right)} == {a.id: left, b.id: right}
        bound = [set().union(*(held_on(known[slug], first) for slug in side)) for side in (left, right)]
        kind = OWN if left & right else WITHIN if {a.id, b.id} & {*a.part_of, *b.part_of} and (
            a.id in b.part_of or b.id in a.part_of) else OTHERS  # fmt: skip
        assert clash.kind == kind
        assert set(clash.states) == (set() if kind == OWN else bound[0] & bound[1])
    assert found.keys() == expected


@given(entries(), some, st.randoms())
def test_the_order_makes_no_difference_and_one_more_meeting_takes_none_away(rows, mechanisms, random):
    known = members(mechanisms)
    whole = clashes(rows, known)
    assert whole == clashes(random.sample(rows, len(rows)) * 2, known)
    assert set(clashes(rows[1:], known)) <= set(whole)
    assert all(clash.one != clash.other for clash in whole)
    assert len({clash.meetings for clash in whole}) == len(whole)


@given(entries(), some)
def test_what_was_worked_out_is_never_among_what_was_read(rows, mechanisms):
    read, all_ = members(mechanisms), members(mechanisms, bases=("read", "inferred"))
    apart = clashes(rows, read, all_)
    assert [clash.states for clash in apart] == [clash.states for clash in clashes(rows, read)]
    for clash, together in zip(apart, clashes(rows, all_), strict=True):
        assert set(clash.states) | set(clash.perhaps) == set(together.states)
        assert not set(clash.states) & set(clash.perhaps)


@given(entries(), some)
def test_sure_possible_and_undated_are_apart_and_nothing_is_lost(rows, mechanisms):
    known = members(mechanisms)
    certain = {clash.meetings for clash in clashes(rows, known)}
    may = possible(rows, known)
    assert not certain & {clash.meetings for clash in may}
    assert all(clash.states and clash.kind == OTHERS for clash in may)
    vague = {row.id for row in undated(rows, known)}
    assert not vague & {name for clash in may for name in clash.meetings}
    by_id = {row.id: row for row in rows}
    for clash in may:
        a, b = by_id[clash.one], by_id[clash.other]
        assert not (sure(a) and sure(b))
        assert When.parse(a.when).may_meet(When.parse(b.when))
