"""The shelf of kept answers counts what is on it, and nothing else."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from iscm.accounts.views import Kept, Shelf

steps = st.lists(st.tuples(st.sampled_from("abcdef"), st.integers(0, 60)) | st.just("clear"), max_size=40)


@given(steps)
def test_it_never_holds_more_than_its_room_and_counts_what_it_holds(done):
    shelf = Shelf(room=200)
    for step in done:
        if step == "clear":
            shelf.clear()
            continue
        key, size = step
        shelf.put(key, Kept(b"x" * size, {}, (), "", None, None))
        assert shelf.get(key) is not None
        assert shelf.filled == sum(answer.size for answer in shelf.kept.values()) <= 200
