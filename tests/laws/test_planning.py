"""Ranking dates: every date once, whatever the order; more in the way never makes a date better."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iscm.analysis.planning.ranking import possible, rank
from iscm.analysis.planning.reasons import WEIGHTS, Held, Shut
from iscm.analysis.planning.wish import Membership, Table, Unplannable, Wish
from iscm.domain.meetings import Entry

DAY = dt.date(2027, 10, 4)
CODES = ("KE", "UG", "ET", "NE", "CR", "WS")
MEMBERS = {
    "own": Membership(frozenset({"KE", "UG", "ET"})),
    "near": Membership(frozenset({"KE", "NE"})),
    "bloc": Membership(inferred=frozenset(CODES)),
    "far": Membership(frozenset({"CR"})),
    "nobody": Membership(),
}
TABLE = Table(
    mechanisms=frozenset({"own"}),
    members=MEMBERS["own"].read,
    chairs=frozenset({"KE"}),
    troika=frozenset({"UG"}),
)


def entry(id_: str, first: dt.date, days: int, *mechanisms: str, when: str = "", **more: str) -> Entry:
    last = first + dt.timedelta(days=days - 1)
    plain = {"city": "", "country": "", "mode": "", "status": "", "topic": ""} | more
    return Entry(
        id_, id_, "workshop", 1, when or f"{first}/{last}", first, last, mechanisms=mechanisms, **plain
    )


entries = st.lists(
    st.builds(
        lambda day, days, owners, status, n: entry(
            f"m{n}", DAY + dt.timedelta(days=day), days, *owners, status=status
        ),
        st.integers(-6, 30),
        st.integers(1, 5),
        st.lists(
            st.sampled_from(["own", "near", "bloc", "far", "nobody"]), min_size=1, max_size=3, unique=True
        ),
        st.sampled_from(["", "announced", "cancelled"]),
        st.integers(0, 10**6),
    ),
    max_size=12,
)
wishes = st.builds(
    lambda length, days, travel, places: Wish(
        length=length, windows=((DAY, DAY + dt.timedelta(days=length + days)),), travel=travel, places=places
    ),
    st.integers(1, 5),
    st.integers(0, 20),
    st.integers(0, 2),
    st.sampled_from([("",), ("KE",), ("KE", ""), ("NE", "CR")]),
)


@given(wishes, entries, st.randoms())
def test_every_date_is_ranked_once_and_the_order_of_records_makes_no_difference(wish, rows, random):
    found = rank(wish, TABLE, rows, MEMBERS)
    assert sorted(c.first.toordinal() for c in found) == wish.starts
    assert [c.weight for c in found] == sorted(c.weight for c in found)
    again = rank(wish, TABLE, random.sample(rows, len(rows)), MEMBERS)
    assert [(c.first, c.place, c.weight) for c in found] == [(c.first, c.place, c.weight) for c in again]
    for one in found:
        assert one.weight == pytest.approx(sum(r.weight for r in one.reasons), abs=0.01)
        assert (one.last - one.first).days + 1 == wish.length


@given(wishes, entries, entries)
def test_a_meeting_more_never_makes_a_date_better_nor_takes_a_reason_away(wish, rows, more):
    before = {c.first: c for c in rank(wish, TABLE, rows, MEMBERS)}
    after = {c.first: c for c in rank(wish, TABLE, rows + more, MEMBERS)}
    for first, one in before.items():
        assert after[first].weight >= one.weight - 0.01
        if after[first].place == one.place:
            assert set(one.reasons) <= set(after[first].reasons)


@given(wishes, entries)
def test_who_would_be_in_two_places_is_a_member_here_and_there(wish, rows):
    for one in rank(wish, TABLE, rows, MEMBERS):
        for reason in one.of("clash"):
            theirs = frozenset().union(*(MEMBERS[slug].read for slug in reason.mechanisms))
            assert set(reason.states) == TABLE.members & theirs
            assert not set(reason.inferred) & set(reason.states)
            assert reason.first <= one.last
            assert one.first <= reason.last


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 30)), min_size=1, max_size=5), st.integers(1, 4))
@settings(deadline=None)
def test_windows_that_meet_are_one(spans, length):
    windows = tuple((DAY + dt.timedelta(days=a), DAY + dt.timedelta(days=a + b)) for a, b in spans)
    days = {day.toordinal() + n for day, last in windows for n in range((last - day).days + 1)}
    expected = sorted(d for d in days if all(d + n in days for n in range(length)))
    if not expected:
        with pytest.raises(Unplannable):
            Wish(length=length, windows=windows)
    else:
        assert Wish(length=length, windows=windows).starts == expected


ONE = Wish(length=1, windows=((DAY, DAY),), places=("KE",), travel=1)


def weight(*rows: Entry, wish: Wish = ONE, **more: object) -> float:
    (found,) = rank(wish, TABLE, rows, MEMBERS, **more)
    return found.weight


def test_the_chair_weighs_before_the_troika_and_that_before_a_member():
    chair = Membership(frozenset({"KE"}))
    troika, member = Membership(frozenset({"UG"})), Membership(frozenset({"ET"}))
    for kind, who in (("chair", chair), ("troika", troika), ("clash", member)):
        (found,) = rank(ONE, TABLE, [entry("m", DAY, 1, "x")], {"x": who})
        assert found.weight == WEIGHTS[kind]


def test_a_joint_meeting_binds_the_members_of_all_its_owners_and_counts_once():
    (found,) = rank(ONE, TABLE, [entry("m", DAY, 1, "near", "far", "bloc")], MEMBERS)
    (clash,) = found.of("clash")
    assert clash.states == ("KE",)
    assert clash.inferred == ("UG", "ET")  # the bloc's, and not counted with those that were read
    assert clash.number == 1


def test_what_is_called_off_is_in_nobodys_way():
    assert (
        weight(entry("m", DAY, 1, "near", status="cancelled"), entry("n", DAY, 1, "near", status="postponed"))
        == 0
    )


def test_a_meeting_of_which_the_month_is_known_weighs_as_much_as_it_is_likely():
    sure = weight(entry("m", DAY, 1, "near"))
    month = Entry(
        "m",
        "m",
        "workshop",
        1,
        "2027-10",
        dt.date(2027, 10, 1),
        dt.date(2027, 10, 31),
        "",
        "",
        "",
        "",
        "",
        ("near",),
    )
    assert 0 < weight(month) < sure
    (found,) = rank(ONE, TABLE, [month], MEMBERS)
    assert [(r.kind, r.sure, r.states) for r in found.reasons] == [("perhaps", False, ("KE",))]


def test_a_meeting_of_which_the_year_alone_is_known_tells_no_date_from_another():
    year = entry("m", dt.date(2027, 1, 1), 365, "near", when="2027")
    (found,) = rank(ONE, TABLE, [year], MEMBERS)
    assert found.weight > 0
    assert found.telling == ()


def test_days_of_travel_are_asked_for_between_two_places_alone():
    before = entry("m", DAY - dt.timedelta(days=2), 2, "near", city="Niamey", country="NE")
    assert weight(before) == WEIGHTS["chair"] * WEIGHTS["near"]
    assert weight(before._replace(mode="online")) == 0
    at_home = Wish(length=1, windows=((DAY, DAY),), places=("",), travel=1)
    assert weight(before, wish=at_home) == 0
    assert weight(before, wish=Wish(length=1, windows=((DAY, DAY),), places=("KE",), travel=0)) == 0


def test_on_both_sides_of_the_date_line_the_day_before_is_the_same_day():
    table = Table(mechanisms=frozenset({"own"}), members=frozenset({"WS", "NU"}))
    members = {"x": Membership(frozenset({"NU"}))}
    online = Wish(length=1, windows=((DAY, DAY),), places=("",), travel=0)
    rows = [entry("m", DAY - dt.timedelta(days=1), 1, "x", mode="online")]
    assert rank(online, table, rows, members)[0].of("near")
    assert not rank(online, TABLE, rows, {"x": Membership(frozenset({"KE"}))})[0].of("near")


def test_what_is_held_weighs_by_number_where_no_names_are_told():
    held = Held(first=DAY, last=DAY, sure=True, number=2)
    (found,) = rank(ONE, TABLE, [], MEMBERS, held=[held])
    (reason,) = found.reasons
    assert (reason.kind, reason.number, reason.states, reason.mechanisms, reason.words) == (
        "held",
        2,
        (),
        (),
        "",
    )
    assert found.weight == 2 * WEIGHTS["clash"]


def test_a_standing_list_bars_its_days():
    (found,) = rank(ONE, TABLE, [], MEMBERS, shut=[Shut(DAY, DAY, "budget week")])
    assert [(r.kind, r.words) for r in found.reasons] == [("avoid", "budget week")]


def test_the_summit_of_a_global_process_binds_everybody():
    summit = entry("s", DAY, 1, "gfmd")._replace(type="summit")
    assert [r.kind for r in rank(ONE, TABLE, [summit], MEMBERS)[0].reasons] == ["week"]
    talk = entry("s", DAY, 1, "gfmd")
    assert [r.kind for r in rank(ONE, TABLE, [talk], MEMBERS)[0].reasons] == ["unknown"]


@pytest.mark.parametrize(
    ("day", "place", "kind"),
    [
        ("2027-10-02", "KE", "weekend"),  # a Saturday
        ("2027-10-01", "EG", "weekend"),  # a Friday in Cairo
        ("2027-10-01", "KE", ""),
        ("2027-12-13", "KE", "holiday"),  # in place of Jamhuri Day, a Sunday
        ("2027-09-22", "KE", "week"),  # the General Assembly's
        ("2027-11-10", "KE", "week"),  # COP 32
        ("2027-05-17", "KE", "feast"),  # Eid al-Adha
        ("2027-02-10", "KE", "fast"),
        ("2027-10-02", "", "weekends"),
    ],
)
def test_what_the_calendar_itself_says(day: str, place: str, kind: str):
    date = dt.date.fromisoformat(day)
    (found,) = rank(Wish(length=1, windows=((date, date),), places=(place,)), TABLE, [], MEMBERS)
    kinds = [r.kind for r in found.reasons if r.kind != "weekends" or not place]
    assert kind in (kinds or [""])


def test_the_better_place_is_taken_for_each_date():
    friday = dt.date(2027, 10, 1)
    wish = Wish(length=1, windows=((friday, friday),), places=("EG", "KE"))
    (found,) = rank(wish, TABLE, [], MEMBERS)
    assert found.place == "KE"
    assert possible([found]) == 1


BAD = [
    ("backwards", {"length": 1, "windows": ((DAY, DAY - dt.timedelta(days=1)),)}),
    ("wide", {"length": 1, "windows": ((DAY, dt.date(2190, 1, 1)),)}),
    ("length", {"length": 0, "windows": ((DAY, DAY),)}),
    ("length", {"length": 99, "windows": ((DAY, DAY.replace(year=2028)),)}),
    ("narrow", {"length": 3, "windows": ((DAY, DAY),)}),
    ("travel", {"length": 1, "windows": ((DAY, DAY),), "travel": 30}),
    ("when", {"length": 1, "windows": ()}),
]


@pytest.mark.parametrize(("why", "wish"), BAD)
def test_what_cannot_be_looked_for_is_said(why: str, wish: dict[str, object]):
    with pytest.raises(Unplannable) as fault:
        Wish(**wish)
    assert fault.value.why == why


def test_what_is_not_sure_makes_no_date_impossible():
    held = Held(first=DAY.replace(day=1), last=DAY.replace(day=31), sure=False, number=2)
    assert possible(rank(ONE, TABLE, [], MEMBERS, held=[held])) == 1
    assert possible(rank(ONE, TABLE, [], MEMBERS, held=[Held(first=DAY, last=DAY, sure=True, number=2)])) == 0


def test_what_is_held_beside_weighs_for_who_has_to_travel():
    held = Held(first=DAY - dt.timedelta(days=1), last=DAY - dt.timedelta(days=1), sure=True, number=2)
    (found,) = rank(ONE, TABLE, [], MEMBERS, held=[held])
    assert [reason.beside for reason in found.reasons] == [True]
    assert found.weight == 2 * WEIGHTS["clash"] * WEIGHTS["near"]
