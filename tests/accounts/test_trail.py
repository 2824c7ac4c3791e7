"""The trail: sorting out what comes again, and who changed what."""

import pytest

from iscm.accounts import actions
from iscm.accounts.queries import digests, edited, trail
from iscm.accounts.rules import digest, sort_out


def test_what_comes_again_is_the_same_and_what_changed_is_not():
    rows = [{"id": "a", "n": 1}, {"id": "b", "n": 2}, {"id": "c", "n": 3}]
    first = sort_out(rows, lambda row: row["id"], {})
    assert [len(x) for x in (first.new, first.changed, first.same)] == [3, 0, 0]
    rows[1] = {"id": "b", "n": 5}
    again = sort_out(rows, lambda row: row["id"], first.marks)
    assert (again.new, again.changed) == ([], [rows[1]])
    resting_on_more = sort_out(rows, lambda row: row["id"], first.marks, {"theme": 1})
    assert len(resting_on_more.changed) == 3


def test_a_digest_does_not_depend_on_the_order_of_keys():
    assert digest({"a": 1, "b": 2}) == digest({"b": 2, "a": 1})
    assert digest({"a": 1}) != digest({"a": "1"})


@pytest.mark.django_db
def test_the_trail_tells_who_changed_what(now):
    actions.record_kept(kind="thing", marks={"x": "1"}, by="shipped", at=now)
    actions.record_kept(kind="thing", marks={"x": "2"}, by="shipped", at=now)
    actions.record(
        kind="thing",
        key="x",
        verb="set",
        by="ana",
        at=now,
        before={"city": "A"},
        after={"city": "B"},
        why="w",
    )
    assert digests("thing", "shipped") == {"x": "2"}
    assert edited("thing", "shipped") == {"x": {"city"}}
    assert [entry.verb for entry in trail("thing", "x")] == ["set", "keep", "keep"]
