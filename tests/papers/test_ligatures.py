"""Words that lost letters in a PDF, and words that only look as if."""

from __future__ import annotations

from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iscm.papers.ligatures import LIGATURES, known_words, mended

YEAR_2022 = (files("iscm.shipped") / "issues" / "2022.txt").read_text("utf-8")


@pytest.mark.parametrize(
    ("robbed", "whole"),
    [
        ("Meeng", "Meeting"),
        ("migraon", "migration"),
        ("o\ufb03ce", "office"),
        ("tra\ufb03cking", "trafficking"),
        ("Commiee", "Committee"),
        ("idencaon", "identification"),
        ("Senior Ocials", "Senior Officials"),
        ("e\x00ective", "effective"),
        ("Mee\ufffdng", "Meeting"),
        ("migra\ue001on", "migration"),
        ("MeeƟng of the CommiƩee", "Meeting of the Committee"),
    ],
)
def test_mended(robbed: str, whole: str) -> None:
    assert mended(robbed)[0] == whole


@pytest.mark.parametrize(
    "text",
    [
        "SOM in Lomé and Cotonou",
        "RCM, MIDWA, PIDC",
        "the labor of Gweru",
        "Réunion sur les données",
        "Bishkek, Mbabane",
    ],
)
def test_left_alone(text: str) -> None:
    assert mended(text) == (text, 0)


@pytest.mark.parametrize("ligature", ["ti", "tt", "ft", "fi", "ff"])
def test_a_whole_issue_without_one_ligature_comes_back(ligature: str) -> None:
    prose = YEAR_2022.replace("https", "")
    assert mended(prose.replace(ligature, ""))[0] == prose


def test_a_whole_issue_is_left_as_it_is() -> None:
    assert mended(YEAR_2022) == (YEAR_2022, 0)


@given(st.lists(st.sampled_from(sorted(known_words())), max_size=8))
def test_law_a_word_that_is_known_is_never_touched(words: list[str]) -> None:
    assert mended(" ".join(words)) == (" ".join(words), 0)


def test_the_list_holds_no_word_that_lost_its_letters() -> None:
    assert not {"meeng", "migraon", "consultaon"} & known_words()
    assert all(any(ligature in word for word in known_words()) for ligature in LIGATURES[:7])
