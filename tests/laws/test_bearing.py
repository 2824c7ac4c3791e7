"""The index of a year: whatever the order, nothing lost, nothing counted twice."""

from hypothesis import given
from hypothesis import strategies as st

from iscm.analysis.bearing import KINDS, Bearing, Cell, cells, together

themes, slugs, ids = st.sampled_from("abc"), st.sampled_from(("gfmd", "rcm")), st.sampled_from("1234")
some = st.lists(st.builds(Bearing, themes, slugs, st.sampled_from(KINDS), ids), max_size=25)


@given(some, st.randoms())
def test_the_order_makes_no_difference_nor_does_telling_twice(rows, random):
    assert cells(random.sample(rows, len(rows)) + rows) == cells(rows)


@given(some)
def test_every_meeting_and_statement_is_in_its_cell_once(rows):
    found = cells(rows)
    told = [("meeting", *key, one) for key, cell in found.items() for one in cell.meetings]
    told += [("statement", *key, one) for key, cell in found.items() for one in cell.statements]
    assert sorted(told) == sorted({(b.kind, b.theme, b.mechanism, b.id) for b in rows if b.kind != "printed"})
    assert {key for key, cell in found.items() if cell.printed} == {
        (b.theme, b.mechanism) for b in rows if b.kind == "printed"
    }


@given(some)
def test_a_joint_meeting_is_one_meeting_of_its_theme(rows):
    found = cells(rows)
    for theme in "abc":
        expected = {b.id for b in rows if b.theme == theme and b.kind == "meeting"}
        assert set(together(found, theme=theme).meetings) == expected
        assert len(together(found, theme=theme).meetings) == len(expected)
    assert together({}) == Cell()
