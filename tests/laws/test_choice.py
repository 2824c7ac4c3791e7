"""Laws of a choice: what is written is read back, and no address at all breaks the reader."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from iscm.domain import terms
from iscm.domain.states import states
from iscm.domain.when import Point, When
from iscm.meetings import rules
from iscm.meetings.rules import Choice

VALUES = {
    "mechanism": sorted(terms.mechanisms()), "state": sorted(map(str.lower, states())),
    "host": sorted(map(str.lower, states())), "theme": sorted(terms.themes()), "type": sorted(terms.types()),
    "level": rules.LEVELS, "region": sorted(rules.REGIONS), "online": rules.MANNERS,
    "status": (*rules.STATUSES, rules.NOT_STATED),
}  # fmt: skip
POINTS = st.one_of(
    st.builds(Point, st.integers(1900, 2100)),
    st.builds(Point, st.integers(1900, 2100), st.integers(1, 12)),
    st.builds(Point, st.integers(1900, 2100), st.sampled_from((21, 22, 23, 24))),
    st.builds(Point, st.integers(1900, 2100), st.integers(1, 12), st.integers(1, 28)),
)


@st.composite
def choices(draw: st.DrawFn) -> Choice:
    several = {
        name: tuple(sorted(draw(st.sets(st.sampled_from(values), max_size=2))))
        for name, values in VALUES.items()
    }
    since, until = draw(st.none() | POINTS), draw(st.none() | POINTS)
    try:
        if since and until:
            When(since, until)
    except ValueError:
        since, until = until, since
    words = draw(st.text(st.characters(exclude_categories=("C",)), max_size=60))
    return Choice(**several, since=since, until=until, q=" ".join(words.split()))


@given(choices())
def test_what_is_written_is_read_back(choice: Choice):
    assert Choice.parse(str(choice)) == (choice, ())
    assert Choice.parse(choice.pairs) == (choice, ())


@given(choices(), st.randoms())
def test_the_order_in_which_filters_are_said_is_nothing(choice: Choice, chance):
    pairs = choice.pairs
    chance.shuffle(pairs)
    assert Choice.parse(pairs) == (choice, ())


@given(st.text(max_size=300))
def test_any_text_is_a_choice_or_told_to_be_none(text: str):
    choice, faults = Choice.parse(text)
    assert not (faults and choice)
    if not faults:
        assert Choice.parse(str(choice)) == (choice, ())


@given(st.sampled_from(rules.FILTERS), st.text(max_size=250))
def test_any_value_is_read_or_told_to_be_none(name: str, value: str):
    choice, faults = Choice.parse([(name, value)])
    if not faults:
        assert Choice.parse(str(choice)) == (choice, ())
