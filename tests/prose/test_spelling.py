"""Dates, counts and ordinals as the house writes them."""

from __future__ import annotations

import pytest

from iscm.domain.when import When
from iscm.prose.spelling import count, date, dates, listed, ordinal

KINDS = [
    ("2022-03-23", "23 March", "23 mars", "23 de marzo"),
    ("2021-03-01", "1 March 2021", "1er mars 2021", "1 de marzo de 2021"),
    ("2022-07-12/2022-07-13", "12-13 July", "12-13 juillet", "12-13 de julio"),
    ("2022-06-30/2022-07-01", "30 June - 1 July", "30 juin - 1er juillet", "30 de junio - 1 de julio"),
    (
        "2021-06-30/2021-07-01",
        "30 June - 1 July 2021",
        "30 juin - 1er juillet 2021",
        "30 de junio - 1 de julio de 2021",
    ),
    (
        "2021-12-30/2022-01-02",
        "30 December 2021 - 2 January 2022",
        "30 décembre 2021 - 2 janvier 2022",
        "30 de diciembre de 2021 - 2 de enero de 2022",
    ),
    ("XXXX-10-05", "5 October", "5 octobre", "5 de octubre"),
    ("2022-05", "May", "mai", "mayo"),
    ("2018-10", "October 2018", "octobre 2018", "octubre de 2018"),
    ("2022-03/2022-05", "March-May", "mars-mai", "marzo-mayo"),
    (
        "2016-02/2018-10",
        "February 2016 - October 2018",
        "février 2016 - octobre 2018",
        "febrero de 2016 - octubre de 2018",
    ),
    ("2022-05/2022-06-03", "May - 3 June", "mai - 3 juin", "mayo - 3 de junio"),
    ("2018", "2018", "2018", "2018"),
    ("2019/2021", "2019-2021", "2019-2021", "2019-2021"),
    ("2021-21", "spring 2021", "printemps 2021", "primavera de 2021"),
    ("2022-21/2022-23", "spring - autumn", "printemps - automne", "primavera - otoño"),
    ("2018-05~", "around May 2018", "vers mai 2018", "hacia mayo de 2018"),
    ("2022-05-03?", "3 May, to be confirmed", "3 mai, à confirmer", "3 de mayo, por confirmar"),
    ("../2019", "until 2019", "jusqu’à 2019", "hasta 2019"),
    ("2019-05/..", "from May 2019", "depuis mai 2019", "desde mayo de 2019"),
]


@pytest.mark.parametrize(("edtf", "en", "fr", "es"), KINDS)
def test_every_kind_of_date_is_written(edtf: str, en: str, fr: str, es: str) -> None:
    when = When.parse(edtf)
    assert [date(when, lang, 2022) for lang in ("en", "fr", "es")] == [en, fr, es]


@pytest.mark.parametrize(
    ("values", "written"),
    [
        (["2022-05-26", "2022-05-31"], "26 and 31 May"),
        (["2022-05-03", "2022-05-05/2022-05-06", "2022-05-09"], "3, 5-6 and 9 May"),
        (["2022-07-12/2022-07-13", "2022-10-05/2022-10-07"], "12-13 July and 5-7 October"),
        (["2022-05-03", "2022-06-05", "2022-07-07"], "3 May, 5 June and 7 July"),
        (["2021-05-03", "2022-06-05"], "3 May 2021 and 5 June 2022"),
        (["2022-05-26", "2022-05-31", "2022-06-02"], "26 and 31 May and 2 June"),
        (["2022-05", "2022-07"], "May and July"),
    ],
)
def test_days_of_one_month_share_it_and_years_stand_where_they_differ(
    values: list[str], written: str
) -> None:
    assert dates([When.parse(v) for v in values], "en", 2022) == written


def test_counts_stand_in_words_up_to_twelve() -> None:
    assert [count(n, "en") for n in (1, 2, 12, 13)] == ["one", "two", "twelve", "13"]
    assert [count(1, "fr", g) for g in "mf"] == ["un", "une"]
    assert [count(n, "es") for n in (1, 12, 24)] == ["un", "doce", "24"]


def test_ordinals_agree() -> None:
    assert [ordinal(n, "en") for n in (1, 2, 3, 4, 11, 21, 112)] == [
        "1st",
        "2nd",
        "3rd",
        "4th",
        "11th",
        "21st",
        "112th",
    ]
    assert [ordinal(n, "fr", g) for n, g in ((1, "m"), (1, "f"), (8, "f"))] == ["1er", "1re", "8e"]
    assert [ordinal(n, "es", g) for n, g in ((1, "m"), (3, "m"), (8, "m"), (11, "m"), (8, "f"))] == [
        "1.er", "3.er", "8.º", "11.º", "8.ª",
    ]  # fmt: skip


def test_spanish_joins_before_the_sound_i_with_e() -> None:
    assert listed(["Perú", "Italia"], "es") == "Perú e Italia"
    assert listed(["agua", "hielo"], "es") == "agua y hielo"
