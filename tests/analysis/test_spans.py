"""Which spans of days meet: what a plain comparison of all pairs says, whatever the order."""

from hypothesis import given
from hypothesis import strategies as st

from iscm.analysis.spans import column, meeting

SPANS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 9)), max_size=40)


@given(SPANS)
def test_it_finds_what_a_comparison_of_all_pairs_finds(rows: list[tuple[int, int]]) -> None:
    spans = [(first, first + length) for first, length in rows]
    one, other = meeting(column([s[0] for s in spans]), column([s[1] for s in spans]))
    found = [tuple(sorted(pair)) for pair in zip(one.tolist(), other.tolist(), strict=True)]
    expected = [
        (a, b)
        for b, (first, last) in enumerate(spans)
        for a, (begin, end) in enumerate(spans[:b])
        if first <= end and begin <= last
    ]
    assert sorted(found) == sorted(expected)
