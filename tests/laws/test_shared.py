"""What many have in common: what plain sets say, from either side, in any order, on any day of any year."""

import datetime as dt
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iscm.analysis.members import SEATED, members
from iscm.analysis.shared import Held, history, who_should_talk
from iscm.domain.claims import holds_on
from iscm.domain.mechanisms import Mechanism, Participation, Party
from iscm.domain.when import When

PLACES = [f"{one}{other}" for one in "ABCDEFGHI" for other in "ABCDEFGHI"]  # more than a word of bits holds
FEW = (*PLACES[:2], *PLACES[-2:])  # few, so that they are shared
SLUGS = ("au-hoai", "mid-igad", "midsa", "pafom", "rcm")
# few days, close to each other, so that first and last days of members meet those that are asked for
dates = st.sampled_from(
    [
        dt.date.fromisoformat(day)
        for day in (
            "1995-06-01",
            "1995-06-02",
            "2021-12-31",
            "2022-01-10",
            "2022-01-11",
            "2022-01-12",
            "2022-12-31",
        )
    ]
)
whens = st.none() | dates.map(When.on) | st.integers(2021, 2023).map(lambda year: When.parse(str(year)))
part = st.builds(
    Participation,
    party=st.builds(Party, st.sampled_from(("state", "territory", "group")), st.sampled_from(FEW)),
    role=st.sampled_from(("member", "observer")),
    since=whens,
    until=whens,
    basis=st.sampled_from(("read", "read", "inferred")),
    chosen=st.sampled_from((True, True, False)),
)
mechanism = st.builds(
    Mechanism,
    slug=st.sampled_from(SLUGS),
    level=st.just("regional"),
    established=whens,
    ended=whens,
    participations=st.lists(part, max_size=20).map(tuple),
)
EVERYBODY = Mechanism(
    slug="idm",
    level="global",
    participations=tuple(Participation(party=Party("state", place), role="member") for place in PLACES),
)
some = st.builds(
    lambda rows, wide: [*rows, EVERYBODY] if wide else rows,
    st.lists(mechanism, max_size=5, unique_by=lambda one: one.slug),
    st.booleans(),
)
sets = st.dictionaries(
    st.sampled_from(SLUGS), st.frozensets(st.sampled_from(PLACES), max_size=30), min_size=1
)


def held_on(one: Mechanism, day: dt.date, roles: tuple[str, ...] = ("member",)) -> set[str]:
    """As the record itself says it."""
    if not holds_on(day, one.established, one.ended):
        return set()
    return {p.party.id for p in one.as_of(day).in_role(*roles) if p.party.is_place}


@given(some, dates, st.sampled_from((("member",), SEATED)))
def test_members_of_a_day_are_those_of_the_record(rows, day, roles):
    found = Held.on(members(rows, roles), day)
    assert {row: set(found.names(row)) for row in found.rows} == {
        one.slug: held_on(one, day, roles) for one in rows
    }


@given(some, dates, st.randoms())
def test_the_order_of_records_makes_no_difference(rows, day, random):
    mixed = random.sample(rows, len(rows))
    assert Held.on(members(rows), day).pairs() == Held.on(members(mixed), day).pairs()


@given(some, dates)
def test_a_year_of_the_history_is_as_of_its_day(rows, day):
    known = members(rows)
    found = history(known, 1985, day)
    for year, number in zip(found.years, found.number.tolist(), strict=True):
        assert number == Held.on(known, min(dt.date(year, 12, 31), day)).table()
    for one, other in itertools.combinations(found.mechanisms, 2):
        last = Held.on(known, day).pair(one, other)
        sizes = (len(last.both) + len(last.only_one), len(last.both) + len(last.only_other), len(last.both))
        assert found.of(one, other)[day.year] == sizes
        assert (other in found.beside(one)) == any(n for _a, _b, n in found.of(one, other).values())


@given(some, dates)
def test_the_sums_of_a_history_are_those_of_its_pairs(rows, day):
    known = members(rows)
    for year, mechanisms, sharing, mean in history(known, 2020, day).summed():
        held = Held.on(known, min(dt.date(year, 12, 31), day)).holders()
        assert mechanisms == len(held.rows)
        assert sharing == len(held.pairs())
        all_pairs = mechanisms * (mechanisms - 1) // 2
        assert mean == pytest.approx(sum(p.jaccard for p in held.pairs()) / max(all_pairs, 1))


@given(sets)
def test_numbers_are_those_of_plain_sets_and_symmetric(held):
    found = Held.of(held)
    table = found.table()
    for i, one in enumerate(found.rows):
        assert found.sizes()[i] == len(held[one]) == table[i][i]
        for j, other in enumerate(found.rows):
            both, either = held[one] & held[other], held[one] | held[other]
            assert table[i][j] == table[j][i] == len(both) <= min(len(held[one]), len(held[other]))
            assert found.alike()[i][j] == pytest.approx(len(both) / len(either) if either else 0)
            pair = found.pair(one, other)
            assert set(pair.both) == both
            assert set(pair.only_one) == held[one] - held[other]
            assert pair == found.pair(other, one).turned()
            assert pair.jaccard <= min(pair.of_one, pair.of_other) <= 1


@given(sets)
def test_every_pair_that_shares_anything_is_told_once_the_most_alike_first(held):
    pairs = Held.of(held).pairs()
    assert {(p.one, p.other) for p in pairs} == {
        (a, b) for a, b in itertools.combinations(sorted(held), 2) if held[a] & held[b]
    }
    assert [p.jaccard for p in pairs] == sorted((p.jaccard for p in pairs), reverse=True)


@given(sets)
def test_turned_twice_it_is_the_same(held):
    found = Held.of(held)
    turned = found.turned()
    assert all(
        (row in turned.names(column)) == (column in held[row]) for row in held for column in found.columns
    )
    assert turned.turned().table() == found.table()
    assert found.holders().rows == tuple(row for row in sorted(held) if held[row])


pairs_of_slugs = st.frozensets(st.sampled_from(SLUGS), min_size=2)


@given(sets, sets, st.lists(pairs_of_slugs, max_size=4), pairs_of_slugs)
def test_who_should_talk_shares_both_and_never_met(states, themes, joint, more):
    by_theme = {slug: themes.get(slug, frozenset()) for slug in {*states, *themes}}
    found = who_should_talk(Held.of(states), Held.of(by_theme), joint)
    told = {frozenset((talk.states.one, talk.states.other)) for talk in found}
    assert told == {
        frozenset((a, b))
        for a, b in itertools.combinations(states, 2)
        if states[a] & states[b]
        and by_theme[a] & by_theme[b]
        and not any({a, b} <= together for together in joint)
    }
    assert [t.weight for t in found] == sorted((t.weight for t in found), reverse=True)
    met = who_should_talk(Held.of(states), Held.of(by_theme), [*joint, more])
    assert [talk for talk in found if not {talk.states.one, talk.states.other} <= more] == met
