"""The wording of documents: the same in every language, with its plurals, ordinals and dates."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

import pytest

from iscm.documents.words import LANGUAGES, roman, table, words
from iscm.domain.terms import themes
from iscm.domain.when import When


def leaves(node: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(node, dict):
        for key, value in node.items():
            yield from leaves(value, f"{path}.{key}")
    else:
        yield path, node


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_language_says_everything_with_the_same_blanks(lang: str):
    own, english = dict(leaves(table(lang))), dict(leaves(table("en")))
    assert own.keys() == english.keys()
    assert {k: blanks(text) for k, text in own.items()} == {k: blanks(text) for k, text in english.items()}


def blanks(text: object) -> set[str]:
    return set(re.findall(r"{\w+}", str(text)))


def test_french_keeps_its_spaces_before_high_marks():
    for key, text in leaves(table("fr")):
        if key.startswith(".between"):
            continue  # as the writer writes them, so that they are read back
        assert not re.search(r"(?<![\u00a0\u202f])[:;?!»](?=\s|$)", str(text)), f"{key}: {text}"


@pytest.mark.parametrize("lang", ["fr", "es"])
def test_every_theme_has_a_label(lang: str):
    from iscm.documents.names import theme

    assert [slug for slug in themes() if theme(slug, lang).lang] == []


@pytest.mark.parametrize(
    ("number", "letters"),
    [(1, "I"), (4, "IV"), (8, "VIII"), (9, "IX"), (14, "XIV"), (40, "XL"), (0, "0"), (4000, "4000")],
)
def test_roman_numbers(number: int, letters: str):
    assert roman(number) == letters


@pytest.mark.parametrize(
    ("lang", "edtf", "text"),
    [
        ("en", "2022-01/2022-12", "January – December 2022"),
        ("fr", "2022-01/2022-12", "Janvier – décembre 2022"),
        ("es", "2022-01/2022-12", "Enero – diciembre de 2022"),
        ("en", "2021-07/2022-06", "July 2021 – June 2022"),
        ("en", "2022", "2022"),
        ("en", "2021/2022", "2021–2022"),
        ("en", "2021-11-10/2021-11-11", "10–11 November 2021"),
        ("fr", "2022-07-01", "1er juillet 2022"),
        ("es", "2022-06-30/2022-07-01", "30 de junio de 2022 – 1 de julio de 2022"),
        ("en", "2022-03/..", "2022-03/.."),
        ("en", "XXXX-11-10/XXXX-11-11", "10–11 November"),
        ("fr", "XXXX-07-01", "1er juillet"),
        ("es", "XXXX-06-30/XXXX-07-01", "30 de junio – 1 de julio"),
        ("en", "XXXX-03/XXXX-05", "March – May"),
    ],
)
def test_periods(lang: str, edtf: str, text: str):
    assert words(lang).period(When.parse(edtf)) == text


@pytest.mark.parametrize(
    ("lang", "number", "gender", "text"),
    [
        ("en", 1, "m", "1st"), ("en", 2, "m", "2nd"), ("en", 3, "m", "3rd"), ("en", 11, "m", "11th"),
        ("en", 22, "m", "22nd"),
        ("fr", 1, "f", "1ʳᵉ"), ("fr", 1, "m", "1ᵉʳ"), ("fr", 9, "f", "9ᵉ"),
        ("es", 9, "f", "9.ª"), ("es", 1, "m", "1.º"),
    ],
)  # fmt: skip
def test_ordinals(lang: str, number: int, gender: str, text: str):
    assert words(lang).ordinal(number, gender) == text


def test_lists_and_plurals():
    assert words("en").listed(["a", "b", "c"]) == "a, b and c"
    assert words("es").listed(["RCM", "IGC"]) == "RCM e IGC"
    assert words("fr").counted("figures.mechanisms", 1) == "mécanisme a rendu compte"
    assert words("fr").counted("figures.publications", 0) == "publication"
    assert words("en").counted("figures.publications", 0) == "publications"
    assert words("en").day(dt.date(2023, 2, 28)) == "28 February 2023"
