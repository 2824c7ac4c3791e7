"""How words are read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iscm.explore.rules import words
from iscm.prose.nearby import nearby


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Réunions", "reunion"),
        ("migración", "migracion"),
        ("migraciones", "MIGRACIONES"),
        ("migrants", "migrant"),
        ("процесса", "процесс"),
        ("Ёлка", "елка"),
        ("أبوظبي", "ابوظبي"),
        ("الهِجْرَة", "الهجرة"),
        ("الهجرة", "هجرة"),
        ("Łódź", "lodz"),
        ("ﬁnance", "finance"),
        ("２０２２", "2022"),
        ("٢٠٢٢", "2022"),
    ],
)
def test_forms_of_a_word_have_a_stem_in_common(one: str, other: str):
    assert words.stems(one) & words.stems(other)


@pytest.mark.parametrize(
    ("one", "other"), [("migration", "mitigation"), ("som", "smuggling"), ("mali", "bali")]
)
def test_other_words_have_none(one: str, other: str):
    assert not words.stems(one) & words.stems(other)


def surfaces(text: str) -> list[str]:
    return [token.surface for token in words.tokens(text)]


def test_words_over_hyphens_are_read_both_ways():
    assert surfaces("the MID-SA meeting") == ["the", "mid", "sa", "midsa", "meeting"]


def test_chinese_is_read_by_pairs_of_signs():
    assert surfaces("区域移民") == ["区域", "域移", "移民"]
    assert surfaces("IOM移民组织") == ["iom", "移民", "民组", "组织"]


@given(st.text(max_size=120))
def test_any_text_is_read_and_every_word_stands_where_it_says(text: str):
    text = words.clean(text)
    for token in words.tokens(text):
        assert 0 <= token.start < token.end <= len(text)
        assert token.stems
        assert "\x00" not in token.surface
        assert len(token.surface) <= 2 * words.LONGEST


@given(st.text(max_size=60))
def test_cleaning_twice_is_cleaning_once(text: str):
    assert words.clean(words.clean(text)) == words.clean(text)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("prauge", "prague"),
        ("kenia", "kenya"),
        ("ouagadogou", "ouagadougou"),
        ("labur", "labour"),
        ("mmigration", "migration"),
    ],
)
def test_a_slip_is_near(typed: str, meant: str):
    assert nearby(typed, ["kenya", "labour", "migration", "ouagadougou", "prague"]) == [meant]


@pytest.mark.parametrize("typed", ["xyz", "pra", "kkkkkk", "", "2022"])
def test_what_is_near_nothing_stays_alone(typed: str):
    assert nearby(typed, ["kenya", "labour", "migration", "prague"]) == []
