"""Names of mechanisms, bodies and themes as people spell them."""

import pytest

from iscm.domain.terms import bodies, mechanisms, themes
from iscm.prose.names import near, nearest, resolve, resolve_body, resolve_theme


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("the Mid-SA", "midsa"),
        ("MID-SA", "midsa"),
        ("AU HoA Initiative (AU HoAI)", "au-hoai"),
        ("MID-IGAD/IGAD RCP", "mid-igad"),
        ("MID-IGAD or IGAD RCP", "mid-igad"),
        ("THE 1ST INTERNATIONAL MIGRATION REVIEW FORUM (IMRF)", "imrf"),
        ("Arab Regional Consultative Process for Migration (ARCP)", "arcp"),
        ("Le Processus de Budapest", "budapest-process"),
        ("Soderkoping process", "soderkoping-process"),
        ("Пражский процесс", "prague-process"),
        ("RCM/SACM", None),  # two mechanisms
        ("Prague Process Action Plan 2023-2027 (Prague Process)", None),  # a title, not a name
        ("Dialogue", None),
        ("", None),
    ],
)
def test_a_name_is_resolved_or_not_at_all(name: str, slug: str | None) -> None:
    assert resolve(name) == slug


def test_every_printed_name_finds_its_mechanism() -> None:
    for slug, row in mechanisms().items():
        for name in (slug, row.acronym, *row.name.values(), *row.aliases):
            if name and not name.startswith("the "):
                assert resolve(name) == slug, name


def test_every_name_of_a_body_finds_it_and_no_mechanism_is_a_body() -> None:
    for slug, row in bodies().items():
        for name in (slug, row.acronym, *row.name.values(), *row.aliases):
            if name:
                assert resolve_body(name) == slug, name
    assert not set(bodies()) & set(mechanisms())


def test_every_label_of_a_theme_finds_it() -> None:
    for slug, theme in themes().items():
        for label in theme.label.values():
            assert resolve_theme(label) == slug


@pytest.mark.parametrize(
    ("label", "theme"),
    [
        ("Climate change and environment", "climate-change"),
        ("Trafficking in persons", "combating-human-trafficking"),
        ("COVID 19", "covid-19"),
        ("Human trafficking & smuggling of migrants", None),  # two themes
        ("SOM", None),
    ],
)
def test_a_label_of_another_wording(label: str, theme: str | None) -> None:
    assert resolve_theme(label) == theme


def test_misspelt_names() -> None:
    assert near("Budapst Proces") == "budapest-process"
    assert near("RMFN") is None  # too short to be sure
    assert nearest("RMFN") == ["rmfm"]
    assert "rabat-process" in nearest("rabat")
    assert nearest("xyz") == []
