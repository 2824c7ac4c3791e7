"""A law: nobody learns more of a hold than its owners allow, whatever the hold says and whoever asks."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import astuple

from hypothesis import given
from hypothesis import strategies as st

from iscm.domain.when import When
from iscm.planning.rules import LADDER, Avoided, Plan, let_out, spans, yearly

CODES = ("KE", "UG", "TZ", "SO", "ET")
SLUGS = ("alpha", "beta", "gamma", "delta")
SECRET = re.compile(r"secret|alpha|beta|gamma|delta|KE|UG|TZ|SO|ET")

slugs = st.lists(st.sampled_from(SLUGS), min_size=1, max_size=3, unique=True)
members = st.fixed_dictionaries({slug: st.frozensets(st.sampled_from(CODES)) for slug in SLUGS})
whens = st.one_of(
    st.dates(dt.date(2027, 1, 1), dt.date(2028, 1, 1)).map(When.on), st.just(When.parse("2027-10"))
)
plans = st.builds(
    Plan,
    key=st.just("secret-key"), mechanisms=slugs.map(tuple), when=whens, title=st.just("secret title"),
    type=st.just("secret-type"), city=st.just("secret city"), country=st.just("SO"), mode=st.just("secret-mode"),
    shows=st.sampled_from(LADDER), by=st.just("p-secret"),
)  # fmt: skip


@given(plans, slugs, slugs, members)
def test_each_step_of_the_ladder_tells_no_more_than_it_says(plan, own, asked, known):
    held = let_out(plan, own, asked, known, SLUGS)
    if held is None:
        return
    step = LADDER.index(plan.shows)
    said = repr(astuple(held))
    assert not re.search("secret-key|p-secret", said)
    if step < 1:
        assert not SECRET.search(said)
    if step < 2:
        assert not re.search("|".join(SLUGS), said)
        ours = frozenset().union(*(known[slug] for slug in set(own) & set(asked)))
        assert 0 < held.number <= len(ours)
        assert held.members is None or set(held.members) <= ours
    if step < 3:
        assert "secret" not in said
        assert held.country is None


@given(plans, slugs, slugs, members)
def test_days_on_which_nobody_of_theirs_is_concerned_tell_nothing(plan, own, asked, known):
    theirs = frozenset().union(*(known[slug] for slug in {*own, *asked}))
    owners = frozenset().union(*(known[slug] for slug in plan.mechanisms))
    if not theirs & owners:
        assert let_out(plan, own, asked, known, SLUGS) is None


@given(plans, slugs, members)
def test_a_mechanism_that_they_may_not_know_of_is_never_named(plan, own, known):
    held = let_out(plan, own, own, known, nameable=())
    assert held is None or (held.mechanisms is None and held.title is None)


@given(plans, slugs, members, st.sampled_from(SLUGS))
def test_a_guest_adds_nothing_as_long_as_nobody_is_named(plan, own, known, guest):
    alone = let_out(plan, own, own, known, SLUGS)
    if plan.shows in ("number", "members"):
        assert let_out(plan, own, [*own, guest], known, SLUGS) == alone


def test_a_span_of_every_year_may_cross_new_year_and_stand_on_29_february():
    rule = Avoided(key=1, mechanism="alpha", kind="yearly", said="12-20/01-06")
    days = dt.date(2027, 1, 1), dt.date(2027, 12, 31)
    assert list(spans(rule, *days)) == [
        (dt.date(2026, 12, 20), dt.date(2027, 1, 6)),
        (dt.date(2027, 12, 20), dt.date(2028, 1, 6)),
    ]
    leap = Avoided(key=1, mechanism="alpha", kind="yearly", said="02-29/02-29")
    assert list(spans(leap, *days)) == [(dt.date(2027, 2, 28), dt.date(2027, 2, 28))]
    month = Avoided(key=1, mechanism="alpha", kind="days", said="2027-08")
    assert list(spans(month, *days)) == [(dt.date(2027, 8, 1), dt.date(2027, 8, 31))]
    assert yearly("07-15/08-31")[0].month == 7
