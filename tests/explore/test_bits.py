"""Sets of places and the order by numbers, against the plain way."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from iscm.explore.rules import bits

PLACES = st.sets(st.integers(0, 3000), max_size=200)
NUMBERS = st.dictionaries(st.integers(0, 3000), st.integers(0, 500), max_size=200)


@given(PLACES)
def test_a_set_is_packed_and_comes_back(places: set[int]):
    packed = bits.pack(bits.of(places, 3001))
    assert set(bits.places(bits.unpack(packed))) == places


@given(st.lists(st.tuples(PLACES, st.integers(0, 300)), max_size=6))
def test_planes_add_up(added: list[tuple[set[int], int]]):
    planes: list[int] = []
    sums: dict[int, int] = {}
    for places, number in added:
        bits.add(planes, bits.of(places, 3001), number)
        for place in places:
            sums[place] = sums.get(place, 0) + number
    for place, number in sums.items():
        assert sum((plane >> place & 1) << i for i, plane in enumerate(planes)) == number


@given(NUMBERS)
def test_the_order_is_that_of_the_numbers(numbers: dict[int, int]):
    planes: list[int] = []
    for place, number in numbers.items():
        bits.add(planes, 1 << place, number)
    expected = sorted(numbers, key=lambda place: (-numbers[place], place))
    assert list(bits.ordered(bits.of(numbers, 3001), planes)) == expected
