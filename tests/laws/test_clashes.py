"""Clashes: what a comparison of all pairs finds, in any order; more meetings never make fewer clashes."""

import datetime as dt
import itertools

from hypothesis import given
from hypothesis import strategies as st

from iscm.analysis.clashes import CALLED_OFF, OTHERS, OWN, WITHIN, clashes, possible, sure, undated
from iscm.analysis.members import members
from iscm.domain.mechanisms import Mechanism, Participation, Party
from iscm.domain.meetings import Entry
from iscm.domain.when import When
from tests.laws.test_shared import EVERYBODY, SLUGS, held_on, part
from tests.laws.test_shared import some as few

NEVER_KNOWN = "not-public"


def standing(slug: str) -> st.SearchStrategy[Mechanism]:
    """A mechanism that never ends, with members."""
    return st.builds(
        Mechanism,
        slug=st.just(slug),
        level=st.just("regional"),
        participations=st.lists(part, min_size=3, max_size=12).map(tuple),
    )


precise = st.builds(
    lambda first, more: When.on(first, first + dt.timedelta(days=more)),
    st.dates(dt.date(2022, 1, 8), dt.date(2022, 1, 14)),
    st.integers(0, 3),
)
vague = st.none() | st.sampled_from(
    [When.parse(text) for text in ("2022-01", "2022-02", "2022", "2021-12/2022-01", "2022-21")]
)
odd = st.tuples(
    precise | vague,
    st.sampled_from((1, 3, None)),
    st.sampled_from(("held", "announced", "cancelled", "postponed")),
)
usual = st.tuples(precise, st.just(1), st.just(""))  # most, or hardly any two would clash
owners = st.lists(st.sampled_from((*SLUGS, "idm", NEVER_KNOWN)), min_size=1, max_size=2, unique=True)
some = st.tuples(*map(standing, SLUGS), st.just(EVERYBODY)) | few


@st.composite
def entries(draw: st.DrawFn) -> list[Entry]:
    found = []
    for number in range(draw(st.integers(2, 9))):
        when, count, status = draw(usual if draw(st.integers(0, 3)) else odd)
        found.append(
            Entry(
                f"m{number}", "", "", count, str(when or ""), when and when.earliest, when and when.latest,
                "", "", "", status, "", tuple(draw(owners)),
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


def known(slug: str, *parts: tuple[str, str]) -> Mechanism:
    """With these members, each until a day."""
    rows = tuple(
        Participation(party=Party("state", code), role="member", until=When.parse(until))
        for code, until in parts
    )
    return Mechanism(slug=slug, level="regional", participations=rows)


def held(name: str, when: str, *slugs: str, number: int = 1) -> Entry:
    days = When.parse(when)
    return Entry(name, "", "", number, when, days.earliest, days.latest, "", "", "", "", "", slugs)


def test_members_are_those_of_the_first_day_that_both_share_and_of_every_owner():
    rows = [
        known("rcm", ("KE", "2022-01-10"), ("UG", "2022-01-11")),
        known("midsa", ("TZ", "2022-12-31")),
        known("pafom", ("KE", "2022-12-31"), ("UG", "2022-12-31"), ("TZ", "2022-12-31")),
    ]
    meetings = [held("joint", "2022-01-10/2022-01-12", "rcm", "midsa"), held("other", "2022-01-11", "pafom")]
    (clash,) = clashes(meetings, members(rows))
    assert (clash.one, clash.other, clash.states) == ("joint", "other", ("TZ", "UG"))


def test_what_is_known_to_its_month_or_stands_for_several_may_clash():
    rows = members(
        [known("rcm", ("KE", "2022")), known("midsa", ("KE", "2022")), known("pafom", ("UG", "2022"))]
    )
    day = held("day", "2022-01-31", "rcm")
    others = {
        "month": held("month", "2022-01", "midsa"),
        "several": held("several", "2022-01-20/2022-02-02", "midsa", number=4),
        "later": held("later", "2022-02", "midsa"),
        "nobody": held("nobody", "2022-01", "pafom"),
        "year": held("year", "2022", "midsa"),
        "own": held("own", "2022-01", "rcm"),
    }
    may = {name for name, row in others.items() if possible([day, row], rows)}
    assert may == {"month", "several"}
    assert not any(clashes([day, row], rows) for row in others.values())
    assert [row.id for row in undated([day, *others.values()], rows)] == ["year"]
