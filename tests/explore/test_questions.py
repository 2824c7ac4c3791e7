"""What is found, and what comes first."""

from __future__ import annotations

import json
import os
import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from iscm.domain.terms import mechanisms
from iscm.explore.queries.search import search
from iscm.explore.rules import words
from iscm.prose.names import resolve
from tests.explore.asking import QUESTIONS, WIDE, found
from tests.repository import ROOT, run

db = pytest.mark.django_db
NAMES = [
    (name, slug)
    for slug, row in mechanisms().items()
    for name in (row.acronym, *row.name.values(), *row.aliases)
    if name and not name.startswith("the ")
]
LONG = [(name, slug) for name, slug in NAMES if len(words.key(name)) >= 6 and resolve(name) == slug]


@db
@pytest.mark.parametrize(("question", "first"), QUESTIONS)
def test_the_right_record_comes_first(question: str, first: str):
    assert found(question)[:1] == [first]


@db
@pytest.mark.parametrize(("name", "slug"), NAMES)
def test_every_name_of_a_mechanism_finds_it_first(name: str, slug: str):
    """Where two share a name, it is one of the first two."""
    assert f"mechanism {slug}" in found(name)[: 1 if resolve(name) == slug else 2]


@db
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_slip_in_a_name_is_forgiven(data: st.DataObject):
    name, slug = data.draw(st.sampled_from(LONG))
    at = data.draw(
        st.sampled_from([i for i, c in enumerate(name[:-1]) if c.isalpha() and name[i + 1].isalpha()] or [0])
    )
    typed = {
        "left out": name[:at] + name[at + 1 :],
        "doubled": name[: at + 1] + name[at:],
        "exchanged": name[:at] + name[at + 1] + name[at] + name[at + 2 :],
        "wrong": name[:at] + data.draw(st.sampled_from("aeiost")) + name[at + 1 :],
    }[data.draw(st.sampled_from(["left out", "doubled", "exchanged", "wrong"]))]
    another = resolve(typed) not in (None, slug)  # a slip may make another one's name: MIDCAS, MIDWAS
    small = words.key(typed) != words.whole(typed) and words.key(name) == words.whole(name)  # "IS Conference"
    if not (another or small):
        assert f"mechanism {slug}" in found(typed)[:3], typed


FILTERS = st.fixed_dictionaries(
    {},
    optional={
        "kind": st.sampled_from(["mechanism", "meeting", "statement", "publication"]),
        "mechanism": st.sampled_from(sorted(mechanisms())),
        "year": st.sampled_from(["2015", "2019", "2022"]),
        "theme": st.sampled_from(["labour-migration", "border-management"]),
    },
)


@db
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(question=st.sampled_from([*dict(QUESTIONS), *WIDE]), filters=FILTERS)
def test_a_filter_takes_away_and_keeps_the_order(question: str, filters: dict[str, str]):
    all_of_it = found(question)
    narrowed = found(question, filters=filters)
    assert narrowed == [hit for hit in all_of_it if hit in set(narrowed)]
    result = search(question, filters, stop=10_000)
    assert result.count == len(narrowed)
    assert all(
        value in hit.facets.get(name, (hit.kind,)) for hit in result.hits for name, value in filters.items()
    )


@db
@pytest.mark.parametrize("question", ["labour migration", "2022", "SOM", "Kenya"])
def test_each_number_of_a_facet_is_what_it_leads_to(question: str):
    for name, values in search(question).facets.items():
        for value, number in values:
            assert search(question, {name: value}).count == number, (name, value)


@db
def test_pages_together_are_the_whole_and_none_is_told_twice():
    whole = found("migration")
    assert len(whole) == len(set(whole)) == search("migration").count > 100
    pages = [
        hit for start in range(0, len(whole), 7) for hit in search("migration", None, start, start + 7).hits
    ]
    assert [f"{hit.kind} {hit.key}" for hit in pages] == whole


@db
def test_som_is_a_meeting_of_senior_officials_and_no_smuggling():
    hits = search("SOM", stop=1000).hits
    assert len(hits) > 50
    assert all("senior-officials" in hit.facets["type"] for hit in hits[:50])
    assert not [hit for hit in hits if hit.kind == "theme"]


@db
def test_a_word_that_is_not_known_is_mended_and_said():
    assert search("Ouagadogou").meant == "Ouagadougou"
    assert search("Ouagadougou").meant == ""
    assert found("Ouagadogou") == found("Ouagadougou")


@db
def test_where_no_record_has_every_word_those_with_most_are_shown():
    result = search("Kenya Manila xyzzyx")
    assert result.some
    assert result.count > 0
    assert not search("Kenya 2022").some


@db
@pytest.mark.parametrize(
    ("question", "marked"),
    [
        ("migraciones laborales", {"Migración laboral", "migración laboral"}),
        ("smuggling", {"smuggling", "Smuggling"}),
        ("Lilongwe SOM", {"Lilongwe", "SOM"}),
        ("кения", {"Кения"}),
        ("肯尼亚", {"肯尼亚"}),
        ("كينيا", {"كينيا"}),
    ],
)
def test_the_words_are_marked_where_they_stand(question: str, marked: set[str]):
    hit = search(question).hits[0]
    texts = [hit.title, *(passage.parts for passage in hit.passages)]
    shown = {text for parts in texts for text, mark in parts if mark}
    assert shown
    assert shown <= marked


@db
def test_the_sentence_of_the_highlights_is_shown_whole():
    (hit,) = [hit for hit in search("SOM Lilongwe").hits if hit.kind == "statement"]
    said = "".join(text for passage in hit.passages if passage.field == "prose" for text, _ in passage.parts)
    assert said == "SOM on better migration management (7-10 November, Lilongwe, Malawi)"


@db
@pytest.mark.parametrize(
    "question",
    [
        "",
        " ",
        "!!! ---",
        "\u202e\u200f",
        "😀",
        "'; DROP TABLE explore_card; --",
        "a:* & !b | (c",
        '"NEAR(',
        "%_\\",
    ],
)
def test_odd_questions_are_answered(question: str):
    result = search(question)
    assert result.unread == (bool(question.strip()) and not any(c.isalnum() for c in question))
    if result.unread:
        assert (result.count, result.hits, result.facets) == (0, (), {})


def test_both_databases_give_the_same_in_the_same_order():
    orders = []
    for engine in ("sqlite", "postgresql"):
        ours = ("PYTEST_", "ISCM_", "DATABASE_URL", "DJANGO_")
        here = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
        done = run(
            sys.executable, "-m", "tests.explore.asking",
            env=here | {"ISCM_TEST_DATABASE": engine, "PYTHONPATH": str(ROOT)},
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        orders.append(json.loads(done.stdout.splitlines()[-1]))
    assert orders[0] == orders[1]
    assert len(orders[0]["migration"]) > 100
