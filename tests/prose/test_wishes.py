"""A line of prose, and the date that it looks for."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iscm.prose.wishes import read_wish

TODAY = dt.date(2026, 11, 24)
ONLINE = ("", "")
AUTUMN = "2027-10-01/2027-10-31 2027-11-01/2027-11-30"

SAID = [
    (
        "three days in October or November 2027, Nairobi or online",
        3,
        AUTUMN,
        [("Nairobi", "KE"), ONLINE],
        None,
    ),
    ("2 days between 3 May and 20 June 2027 in Geneva", 2, "2027-05-03/2027-06-20", [("Geneva", "CH")], None),
    ("a week in the second half of 2027", 5, "2027-07-01/2027-12-31", [], None),
    ("two weeks in March 2028", 12, "2028-03-01/2028-03-31", [], None),
    (
        "3-day meeting, 1-30 September 2027, Entebbe, Uganda",
        3,
        "2027-09-01/2027-09-30",
        [("Entebbe", "UG")],
        None,
    ),
    ("3 days in the first quarter of 2027 in Kenya", 3, "2027-01-01/2027-03-31", [("", "KE")], None),
    ("two days mid-March, Bangkok, with two travel days", 2, "2027-03-10/2027-03-21", [("Bangkok", "TH")], 2),
    ("five days, end of May or early June 2028", 5, "2028-05-22/2028-05-31 2028-06-01/2028-06-09", [], None),
    ("two days, autumn 2027", 2, "2027-09-01/2027-11-30", [], None),
    ("one day in December", 1, "2026-12-01/2026-12-31", [], None),
    ("one day in March", 1, "2027-03-01/2027-03-31", [], None),
    ("mid-2028", None, "2028-04-01/2028-08-31", [], None),
    (
        "trois jours en octobre ou novembre 2027, à Dakar ou en ligne",
        3,
        AUTUMN,
        [("Dakar", "SN"), ONLINE],
        None,
    ),
    (
        "trois jours début octobre 2027, Abidjan; un jour de voyage",
        3,
        "2027-10-01/2027-10-09",
        [("Abidjan", "CI")],
        1,
    ),
    ("trois jours au premier semestre 2027", 3, "2027-01-01/2027-06-30", [], None),
    ("dos días en octubre de 2027, San José", 2, "2027-10-01/2027-10-31", [("San José", "CR")], None),
    ("tres días a finales de mayo de 2027 en Bogotá", 3, "2027-05-22/2027-05-31", [("Bogotá", "CO")], None),
    ("три дня в октябре 2027 года, Ташкент", 3, "2027-10-01/2027-10-31", [("Tashkent", "UZ")], None),
    ("два дня в начале марта 2027 года", 2, "2027-03-01/2027-03-09", [], None),
]


@pytest.mark.parametrize(
    ("text", "length", "windows", "places", "travel"), SAID, ids=[row[0] for row in SAID]
)
def test_a_wish_is_read(text, length, windows, places, travel):
    found = read_wish(text, TODAY)
    told = " ".join(f"{first}/{last}" for first, last in found.windows)
    assert (found.length, told, list(found.places), found.travel) == (length, windows, places, travel)
    assert found.not_understood == ()


def test_what_is_not_understood_is_told_and_not_lost():
    found = read_wish("3 days in October, Gotham City, with a view", TODAY)
    assert found.not_understood == ("Gotham City", "view")
    assert read_wish("two days on 31 June 2027", TODAY).wrong == "June 2027 has no day 31"


@given(st.text(max_size=200))
def test_any_text_is_read_and_its_words_are_in_it(text: str):
    found = read_wish(text, TODAY)
    assert all(words in text for words in found.not_understood)
    assert all(first <= last for first, last in found.windows)


def test_a_day_of_leap_years_is_looked_for_in_the_next():
    assert read_wish("two days around 29 February", TODAY).windows == (
        (dt.date(2028, 2, 29), dt.date(2028, 2, 29)),
    )
    assert read_wish("29 February or May 2027", TODAY).wrong == "February 2027 has no day 29"


def test_no_length_is_made_of_nothing_or_less():
    assert read_wish("0 days in 2027", TODAY).length is None
    assert read_wish("-3 days in 2027", TODAY).length is None
    assert read_wish("2-3 days in 2027", TODAY).length == 3


def test_a_month_that_has_begun_is_looked_at_from_today_on():
    assert read_wish("one day in November", TODAY).windows == ((TODAY, dt.date(2026, 11, 30)),)
    assert read_wish("one day in November 2026", TODAY).windows == (
        (dt.date(2026, 11, 1), dt.date(2026, 11, 30)),
    )
