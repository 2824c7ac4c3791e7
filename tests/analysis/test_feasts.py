"""Feasts and big weeks against dates that are known, and who keeps them."""

import datetime as dt

import pytest

from iscm.analysis.feasts import feasts, general_debate, keeps, weeks
from iscm.domain.terms import load

KNOWN = [
    ("ramadan", 2023, "2023-03-23", "2023-04-20"),
    ("eid-al-fitr", 2023, "2023-04-21", "2023-04-23"),
    ("eid-al-adha", 2022, "2022-07-09", "2022-07-11"),
    ("easter", 2027, "2027-03-25", "2027-03-29"),
    ("orthodox-easter", 2027, "2027-04-30", "2027-05-03"),
    ("yom-kippur", 2027, "2027-10-11", "2027-10-11"),
    ("year-end", 2026, "2026-12-24", "2027-01-01"),
]


@pytest.mark.parametrize(("feast", "year", "first", "last"), KNOWN)
def test_a_feast_falls_on_its_days(feast: str, year: int, first: str, last: str) -> None:
    days = [(str(s.first), str(s.last)) for s in feasts(year) if s.id == feast]
    assert days == [(first, last)]


def test_a_year_may_hold_the_fasting_month_twice() -> None:
    assert [str(s.first) for s in feasts(2030) if s.id == "ramadan"] == ["2030-01-05", "2030-12-26"]


def test_every_feast_is_there_in_every_year_of_a_plan() -> None:
    for year in range(2020, 2036):
        assert {s.id for s in feasts(year)} == set(load("feasts"))


# as the Secretariat printed them (A/INF/71/1)
DEBATES = {2017: 19, 2018: 25, 2019: 24, 2020: 22, 2021: 21, 2022: 20, 2023: 19, 2024: 24, 2025: 23, 2026: 22}


@pytest.mark.parametrize(("year", "day"), DEBATES.items())
def test_the_general_debate_opens_when_the_assembly_resolved(year: int, day: int) -> None:
    assert general_debate(year) == dt.date(year, 9, day)


def test_a_conference_without_days_yet_is_only_perhaps_in_its_usual_month() -> None:
    (cop,) = (week for week in weeks(2040) if week.id == "cop")
    assert (cop.sure, str(cop.first), str(cop.last)) == (False, "2040-11-01", "2040-11-30")
    assert not [week for week in weeks(2000) if week.id == "cop"]  # the past is known, or not told


@pytest.mark.parametrize(
    ("feast", "keeping", "others"),
    [
        ("ramadan", ["MA", "ID", "SN", "TR", "BD"], ["BR", "JP", "FR"]),
        ("eid-al-adha", ["MA", "TR"], ["FR", "PF"]),
        ("orthodox-christmas", ["ET", "EG", "RS"], ["AT", "FI", "ES"]),
        ("nowruz", ["KZ", "UZ", "TJ"], ["TN", "ZA", "JP"]),
        ("lunar-new-year", ["CN", "VN", "KR"], ["TG", "MV"]),
    ],
)
def test_who_keeps_a_feast_is_read_from_public_holidays(
    feast: str, keeping: list[str], others: list[str]
) -> None:
    assert [code for code in keeping + others if keeps(code, feast, 2027)] == keeping
