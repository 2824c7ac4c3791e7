"""The writer beside its laws: titles, names, and the year 2022 as shipped."""

from __future__ import annotations

from dataclasses import replace
from importlib.resources import files

import pytest
import yaml

from iscm.domain.statements import Statement
from iscm.domain.terms import bodies, load, mechanisms
from iscm.domain.when import When
from iscm.prose.particulars import _called, _means
from iscm.prose.reader import read
from iscm.prose.spelling import LANGUAGES
from iscm.prose.writer import Piece, comparable, entry, pieces, statement

ISSUE = yaml.safe_load((files("iscm.shipped") / "issues" / "2022.yaml").read_text("utf-8"))
ENTRIES = {row["mechanism"]: row["statements"] for row in ISSUE["entries"]}
DAY = (When.parse("2022-03-23"),)
# what a title says in words of its own, and may be read elsewhere: of two kinds, the other as the main one
OWN_WORDS = {"title", "type", "kinds", "topic"}


def read_back(mechanism: str) -> list[tuple[Statement, Statement]]:
    """Each shipped record of the mechanism, and what its sentence is read as."""
    meant = [Statement.from_json(row) for row in ENTRIES[mechanism]]
    text = entry(meant, "en", year=2022)
    found = [f.statement for f in read(text, year=2022, mechanism=mechanism).found]
    assert len(found) == len(meant), text
    return [
        (comparable(m), comparable(f if m.title else replace(f, title="")))
        for m, f in zip(meant, found, strict=True)
    ]


@pytest.mark.parametrize("mechanism", ENTRIES)
def test_the_shipped_year_is_read_back(mechanism: str) -> None:
    for meant, found in read_back(mechanism):
        said = {
            name for name in Statement.__dataclass_fields__ if getattr(meant, name) != getattr(found, name)
        }
        assert said <= (OWN_WORDS if meant.title else set()), (meant, found)
        assert found.type in (meant.type, *meant.kinds)


def test_a_title_is_kept_as_printed() -> None:
    record = Statement(type="forum", title="Regional Forum", ordinal=1, dates=DAY)
    assert statement(record, "en", year=2022) == "1st Regional Forum (23 March)"


def test_a_title_of_another_language_gives_way_to_the_kind_but_not_its_acronym() -> None:
    record = Statement(type="expert", title="expert gathering of the TFPP", dates=DAY)
    assert statement(record, "fr", year=2022) == "réunion d’experts TFPP (23 mars)"


def test_partners_that_the_title_names_are_not_named_again() -> None:
    record = Statement(
        type="plenary", title="Plenary Meeting between RCM and SACM", joint_with=("sacm",), dates=DAY
    )
    assert statement(record, "en", year=2022) == "Plenary Meeting between RCM and SACM (23 March)"


def test_the_kind_is_set_apart() -> None:
    record = Statement(type="thematic", count=2)
    assert pieces(record, "en") == (Piece("two "), Piece("thematic meetings", strong=True))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_partner_is_called_by_a_name_that_the_reader_knows(lang: str) -> None:
    unknown = [slug for slug in (*mechanisms(), *bodies()) if not _means(_called(slug, lang), slug, lang)]
    assert unknown == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_house_words_every_kind_and_event(lang: str) -> None:
    house = load("writing")[lang]
    assert {*house["nouns"], *house["marks"]} == set(load("types"))
    assert set(house["events"]) == set(load("events"))
    assert set(house["names"]) <= {*mechanisms(), *bodies()}
