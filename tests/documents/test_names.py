"""What mechanisms are called, and their order."""

from __future__ import annotations

import pytest

from iscm.documents import names
from iscm.documents.words import table
from iscm.domain.terms import mechanisms, themes


@pytest.mark.parametrize(
    ("slug", "lang", "short", "heading", "full"),
    [
        ("bali-process", "en", "Bali Process", "Bali Process",
         "Bali Process on People Smuggling, Trafficking in Persons and Related Transnational Crime"),
        ("midsa", "en", "MIDSA", "Migration Dialogue for Southern Africa (MIDSA)", None),
        ("rcm", "en", "RCM", "Regional Conference on Migration (RCM, Puebla Process)", None),
        ("prague-process", "fr", "Processus de Prague", "Processus de Prague", None),
        ("rabat-process", "fr", "Processus de Rabat", "Processus de Rabat",
         "Dialogue euro-africain sur la migration et le développement"),
        ("cmc", "es", "CMC", "Consultas del Caribe sobre Migración (CMC)", None),
        ("rcm", "ar", "RCM", "المؤتمر الإقليمي المعني بالهجرة (RCM، عملية بويبلا)", None),
        ("rcm", "zh", "RCM", "区域移民会议（RCM、普埃布拉进程）", None),
        ("rabat-process", "ru", "Рабатский процесс", "Рабатский процесс",
         "Евро-африканский диалог по миграции и развитию"),
        ("mixed-migration-centre", "en", "Mixed Migration Centre", "Mixed Migration Centre", None),
        ("A Body of Its Own", "fr", "A Body of Its Own", "A Body of Its Own", None),
    ],
)  # fmt: skip
def test_names(slug: str, lang: str, short: str, heading: str, full: str | None):
    name = names.mechanism(slug, lang)
    assert (name.short, name.heading.text, name.full and name.full.text) == (short, heading, full)


def test_a_name_that_is_only_known_in_english_says_that_it_is_english():
    assert names.mechanism("cmc", "it").heading.lang == "en"
    assert names.mechanism("cmc", "en").heading.lang is None
    assert names.theme("an-unknown-theme", "fr").text == "an-unknown-theme"


def test_the_order_folds_case_accents_and_marks():
    mixed = ["Zébu", "éléphant", "Eland", "l’âne", "AU HoAI", "Abu Dhabi", "5+5", "Österreich", "Oman"]
    assert sorted(mixed, key=names.order) == [
        "5+5", "Abu Dhabi", "AU HoAI", "Eland", "éléphant", "l’âne", "Oman", "Österreich", "Zébu",
    ]  # fmt: skip


def test_the_names_are_of_mechanisms_and_themes_that_exist():
    known = table("names")
    assert set(known["familiar"]) <= set(mechanisms())
    assert set(known["full"]) <= set(mechanisms())
    assert set(known["themes"]) <= set(themes())
