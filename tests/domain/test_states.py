"""States: UN names, codes and regions, and the names that writers use instead."""

import csv
from importlib.resources import files

import pytest

from iscm.domain.states import NAME_LANGUAGES, _cells, fold, names, regions, state_named, states


def test_counts():
    by_kind = [s.kind for s in states().values()]
    assert len(states()) == 250
    assert (by_kind.count("state"), by_kind.count("territory"), by_kind.count("other")) == (197, 52, 1)
    assert sum(s.un == "member" for s in states().values()) == 193
    assert {s.code for s in states().values() if s.un == "observer"} == {"PS", "VA"}


def test_cells_agree_with_the_csv_module():
    lines = (files("iscm.domain.vocabulary") / "states.csv").read_text("utf-8").splitlines()
    assert [_cells(line) for line in lines] == list(csv.reader(lines))


def test_every_state_has_its_name_in_six_languages():
    for state in states().values():
        if (
            state.kind != "territory" or state.code != "TW"
        ):  # the UN list of names has none for it but English
            assert set(state.name) == set(NAME_LANGUAGES), state.code


def test_every_region_is_named_in_six_languages():
    used = {code for s in states().values() for code in s.regions}
    assert used <= set(regions())
    assert all(set(names) == set(NAME_LANGUAGES) for names in regions().values())


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Viet Nam", "VN"),
        ("Vietnam", "VN"),
        ("Turkey", "TR"),
        ("Türkiye", "TR"),
        ("Swaziland", "SZ"),
        ("Cape Verde", "CV"),
        ("Czech Republic", "CZ"),
        ("the former Yugoslav Republic of Macedonia", "MK"),
        ("Bolivia", "BO"),
        ("Venezuela", "VE"),
        ("Iran", "IR"),
        ("Russia", "RU"),
        ("Tanzania", "TZ"),
        ("Côte d'Ivoire", "CI"),
        ("Cote d’Ivoire", "CI"),
        ("Ivory Coast", "CI"),
        ("UK", "GB"),
        ("the US", "US"),
        ("DRC", "CD"),
        ("Lao PDR", "LA"),
        ("South Korea", "KR"),
        ("Palestine", "PS"),
        ("Hong Kong", "HK"),
        ("Macau", "MO"),
        ("Nauru", "NR"),
        ("Suède", "SE"),
        ("Perú", "PE"),
        ("Казахстан", "KZ"),
        ("المغرب", "MA"),
        ("中国", "CN"),
        ("Congo", "CG"),
        ("Niger", "NE"),
        ("Nigeria", "NG"),
        ("Moldova", "MD"),
        ("Kosovo", "XK"),
    ],
)
def test_a_name_in_any_spelling_finds_its_state(name, code):
    found = state_named(name)
    assert found is not None
    assert found.code == code


def test_no_name_is_shared_by_two_states():
    """Only "Micronesia" is a region and a State; no two States answer to one name."""
    owners: dict[str, set[str]] = {}
    for state in states().values():
        for name in (*state.name.values(), *state.also, *state.former):
            owners.setdefault(fold(name), set()).add(state.code)
    assert {name: codes for name, codes in owners.items() if len(codes) > 1} == {}
    assert all(code in states() for code in names().values())


def test_a_name_that_is_none_is_none():
    assert state_named("Atlantis") is None


def test_the_note_of_status_stays_with_the_name():
    assert "1244" in states()["XK"].note
    assert states()["XK"].kind == "other"
