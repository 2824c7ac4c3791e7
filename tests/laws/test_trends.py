"""Counts over the years: divided anyhow they are the total of the house, nothing twice and nothing lost."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from iscm.analysis.trends import Count, all_of, by, by_mechanism, by_theme, together, told
from iscm.domain.mechanisms import Subject
from iscm.domain.meetings import Meeting, Owner, total
from iscm.domain.when import When

DATES = (
    None,
    "2021",
    "2022",
    "2022-03",
    "2022-03-04",
    "2021-12-30/2022-01-02",
    "2022-05/..",
    "XXXX-10-05",
    "2023-22",
)


def _meeting(n: int, said: tuple) -> Meeting:
    count, date, kind, status, owners, wholes, themes = said
    inside = [f"m{whole}" if whole is not None and whole < n else "" for whole in wholes]
    return Meeting(
        id=f"m{n}",
        title="",
        type=kind,
        count=count,
        when=When.parse(date) if date else None,
        status=status,
        owners=tuple(Owner(mechanism=o, counted_in=w) for o, w in zip(owners, inside, strict=False)),
        subjects=tuple(Subject(theme, theme) for theme in themes),
    )


one = st.tuples(
    st.sampled_from([1, 1, 1, 2, 7, None]),
    st.sampled_from(DATES),
    st.sampled_from(["", "ministerial", "workshop"]),
    st.sampled_from(["", "", "", "held", "confirmed", "announced", "cancelled", "postponed"]),
    st.lists(st.sampled_from(["x", "y", "z"]), unique=True, max_size=3),
    st.lists(st.one_of(st.none(), st.integers(0, 3)), min_size=3, max_size=3),
    st.lists(st.sampled_from(["data", "health"]), unique=True),
)
meetings = st.lists(one, max_size=9).map(lambda rows: [_meeting(n, said) for n, said in enumerate(rows)])


def rows(held: list[Meeting]) -> list:
    return [row for meeting in held if (row := told(meeting))]


KEYS = (lambda row: row.year, lambda row: row.type, lambda row: row.mechanisms, lambda row: bool(row.themes))


@given(meetings)
def test_classes_add_up_to_the_total_of_the_house(held):
    expected = total(held)
    for key in KEYS:
        found = together(by(rows(held), key).values())
        assert (found.meetings, found.open) == (expected.meetings, expected.open)
        assert found == all_of(rows(held))


@given(meetings)
def test_what_is_known_to_the_day_is_what_the_house_calls_dated(held):
    """Except where days of a counted record and of those within it would be told twice."""
    holding = {o.counted_in for m in held for o in m.owners}
    plain = [m for m in held if m.id not in holding or not (m.when and m.when.days)]
    plain = [m for m in plain if not any(o.counted_in in holding & {p.id for p in plain} for o in m.owners)]
    assert all_of(rows(plain)).dated == total(plain).dated


@given(meetings, st.randoms())
def test_the_order_makes_no_difference(held, random):
    mixed = random.sample(rows(held), len(rows(held)))
    for key in KEYS:
        assert by(mixed, key) == by(rows(held), key)
    assert by_mechanism(mixed) == by_mechanism(rows(held))
    assert by_theme(mixed) == by_theme(rows(held))


@given(meetings, st.sampled_from(["cancelled", "postponed", "announced"]))
def test_what_was_not_held_changes_nothing(held, status):
    more = [
        *held,
        replace(_meeting(99, (3, "2022-03-04", "", "", ["x"], [None] * 3, ["data"])), status=status),
    ]
    assert by(rows(more), KEYS[0]) == by(rows(held), KEYS[0])
    assert by_mechanism(rows(more)) == by_mechanism(rows(held))


@given(meetings)
def test_each_mechanism_counts_as_the_house_does_for_it(held):
    found = by_mechanism(rows(held))
    for slug in "xyz":
        own = [m for m in held if slug in m.mechanisms]
        counted = together(found.get(slug, {}).values())
        assert (counted.meetings, counted.open) == (total(own, slug).meetings, total(own, slug).open)


@given(meetings)
def test_each_theme_counts_as_the_house_does(held):
    found = by_theme(rows(held))
    for theme in ("data", "health", ""):
        own = [m for m in held if theme in m.themes or (not theme and not m.themes)]
        assert together(found.get(theme, {}).values()).meetings == total(own).meetings


@given(st.lists(st.sampled_from(DATES), min_size=1, max_size=6), st.integers(1, 3))
def test_a_joint_meeting_counts_once_and_once_for_each_owner(dates, owners):
    slugs = ["x", "y", "z"][:owners]
    held = [_meeting(n, (1, date, "", "", slugs, [None] * 3, [])) for n, date in enumerate(dates)]
    assert all_of(rows(held)).meetings == len(dates)
    assert {s: together(c.values()).meetings for s, c in by_mechanism(rows(held)).items()} == dict.fromkeys(
        slugs, len(dates)
    )


@given(meetings)
def test_records_alike_may_be_counted_in_lots(held):
    lots: dict = {}
    single = [row._replace(within=()) for row in rows(held)]
    for row in single:
        alike = row._replace(id="")
        lots[alike] = lots.get(alike, 0) + 1
    grouped = [row._replace(number=number) for row, number in lots.items()]
    for key in KEYS:
        assert by(grouped, key) == by(single, key)


def test_days_that_arrive_later_leave_less_to_be_told_by_number():
    whole = _meeting(0, (24, "2022", "", "", ["x"], [None] * 3, []))
    known = [_meeting(n, (1, "2022-03-04", "", "", ["x"], [0, None, None], [])) for n in (1, 2, 3)]
    assert all_of(rows([whole])) == Count(counted=24)
    assert all_of(rows([whole, *known])) == Count(dated=3, counted=21)
    assert by(rows([whole, *known]), lambda row: row.days) == {True: Count(dated=3), False: Count(counted=21)}
