"""The printed index beside what is told: each entry is one of three, and every difference is explained."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from iscm.analysis.reconciling import STANDINGS, ranking, reconcile
from iscm.analysis.trends import ranked

link = st.tuples(
    st.sampled_from(["data", "health", "gender"]), st.sampled_from(["rcm", "sacm", "igc", "gfmd"])
)
index = st.lists(link, max_size=12)
told = st.dictionaries(link, st.lists(st.text("0123456789", min_size=1), min_size=1, max_size=3).map(tuple))


@given(index, told)
def test_each_entry_is_one_of_three(printed, statements):
    found = {(one.theme, one.mechanism): one for one in reconcile(printed, statements)}
    assert found.keys() == set(printed) | statements.keys()
    for key, one in found.items():
        assert one.standing in STANDINGS
        assert (one.standing != "missed") == (key in printed)
        assert (one.standing != "attested") == (key in statements)
        assert one.statements == statements.get(key, ())


@given(index, told, st.randoms())
def test_the_order_makes_no_difference(printed, statements, random):
    mixed = random.sample(printed, len(printed))
    assert reconcile(mixed, statements) == reconcile(printed, statements)


@given(index, told)
def test_every_difference_of_the_ranking_is_explained(printed, statements):
    rows = ranking(reconcile(printed, statements))
    for row in rows:
        assert row.printed == len({slug for theme, slug in printed if theme == row.theme})
        assert row.recomputed == len({slug for theme, slug in statements if theme == row.theme})
        assert row.recomputed == row.printed - row.attested + row.missed
        assert (row.place is None) == (not row.recomputed)
        assert (row.printed_place is None) == (not row.printed)
    assert [row.recomputed for row in rows] == sorted((row.recomputed for row in rows), reverse=True)


@given(index)
def test_an_index_that_is_told_as_printed_keeps_its_ranking(printed):
    for row in ranking(reconcile(printed, dict.fromkeys(printed, ("1",)))):
        assert (row.attested, row.missed) == (0, 0)
        assert row.place == row.printed_place


def test_equals_share_a_place_and_nothing_has_none():
    assert ranked({"a": 5, "b": 3, "c": 5, "d": 0, "e": 1}) == {"a": 1, "b": 3, "c": 1, "e": 4}
