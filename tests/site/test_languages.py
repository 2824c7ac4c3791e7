"""The six languages: catalogues whole and current, every page in each of them, nothing left in English unmarked."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from babel.messages.catalog import Message
from django.utils import translation

from iscm.documents import names
from iscm.domain import terms
from iscm.domain.when import When
from iscm.registry.templatetags import wording
from iscm.site import catalogues
from tests.site.pages import ADDRESSES, body

CODES = ("ar", "zh-hans", "en", "fr", "ru", "es")
TAGS = {"zh-hans": "zh-Hans"}
PREFIXED = tuple(code for code in CODES if code != "en")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")
MARKUP = re.compile(r"<[^>]+>")
COUNTED = {"n", "count", "number"}  # what a form of the plural may leave out: one meeting, two meetings


def sentences(language: str) -> list[Message]:
    return [message for message in catalogues.read(language) if message.id]


@pytest.fixture(scope="module")
def marked() -> object:
    return catalogues.marked()


@pytest.mark.parametrize("language", catalogues.LANGUAGES)
def test_a_catalogue_is_current_and_compiled(language, marked):
    """`script/messages` changes nothing."""
    path = catalogues.path_of(language)
    kept = catalogues.updated(language, marked)
    assert path.read_bytes() == catalogues.source(kept)
    assert path.with_suffix(".mo").read_bytes() == catalogues.compiled(kept)


@pytest.mark.parametrize("language", catalogues.LANGUAGES)
def test_a_catalogue_is_whole(language, marked):
    catalogue = catalogues.updated(language, marked)
    for message in catalogue:
        forms = message.string if isinstance(message.string, (list, tuple)) else (message.string,)
        assert all(forms), message.id
        assert not message.fuzzy or not message.id, message.id
        if isinstance(message.id, (list, tuple)):
            assert len(forms) == catalogue.num_plurals, message.id


@pytest.mark.parametrize("language", catalogues.LANGUAGES)
def test_a_translation_fills_in_the_same_and_marks_up_the_same(language):
    for message in sentences(language):
        originals = message.id if isinstance(message.id, (list, tuple)) else (message.id,)
        forms = message.string if isinstance(message.string, (list, tuple)) else (message.string,)
        asked = set().union(*(PLACEHOLDER.findall(text) for text in originals))
        spared = {f"%({name}){kind}" for name in COUNTED for kind in "sd"} if len(originals) > 1 else set()
        for form in forms:
            said = set(PLACEHOLDER.findall(form))
            assert said <= asked, message.id
            assert asked - spared - {"%(taken_up)s"} <= said or len(originals) > 1, message.id
            assert sorted(MARKUP.findall(form)) == sorted(MARKUP.findall(originals[-1])), message.id
        assert asked <= set().union(*(PLACEHOLDER.findall(form) for form in forms)), message.id


def test_what_is_marked_is_found_in_code_and_in_templates(tmp_path):
    (tmp_path / "page.html").write_text(
        '{% load i18n %}<p>\n  {% trans "One" %}{% blocktrans count n=n %}a {{ n }}{% plural %}b {{ n }}'
        '{% endblocktrans %}<a title="{% trans "It’s" %}">{{ x|default:_("None") }}</a></p>'
    )
    (tmp_path / "code.py").write_text(
        'from x import gettext as _\nsaid = _("Two") + _(\n    "Three "\n    "four"\n)\n'
    )
    found = [message for path in sorted(tmp_path.iterdir()) for message, _context in catalogues._found(path)]
    assert found == ["Two", "Three four", "One", ("a %(n)s", "b %(n)s"), "It’s", "None"]


def test_arabic_has_six_plurals_and_russian_three():
    def counted(language: str, number: int) -> str:
        with translation.override(language):
            return translation.ngettext("%(n)s State", "%(n)s States", number) % {"n": number}

    assert [counted("ru", n) for n in (1, 2, 5, 11, 21, 104)] == [
        "1 государство", "2 государства", "5 государств", "11 государств", "21 государство", "104 государства",
    ]  # fmt: skip
    assert [counted("ar", n) for n in (0, 1, 2, 3, 11, 100)] == [
        "لا دول", "دولة واحدة", "دولتان", "3 دول", "11 دولة", "100 دولة",
    ]  # fmt: skip
    assert counted("zh-hans", 3) == "3个国家"


def test_every_mechanism_kind_role_level_objective_and_theme_has_a_name_in_each_language():
    lost = []
    for lang in ("ar", "en", "es", "fr", "ru", "zh"):
        lost += [(lang, slug) for slug in terms.mechanisms() if names.mechanism(slug, lang).heading.lang]
        lost += [(lang, slug) for slug in terms.themes() if names.theme(slug, lang).lang]
        lost += [(lang, key) for key, row in terms.types().items() if not row.label.get(lang)]
        for table in ("levels", "roles", "gcm"):
            lost += [(lang, key) for key, row in terms.load(table).items() if not row["label"].get(lang)]
    assert not lost


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "5–7 June 2018 | October 2018 | since October 2018 | spring 2018 | about 2018"),
        ("fr", "5–7 juin 2018 | octobre 2018 | depuis octobre 2018 | printemps 2018 | vers 2018"),
        (
            "es",
            "5–7 de junio de 2018 | octubre de 2018 | desde octubre de 2018 | primavera de 2018 | hacia 2018",
        ),
        (
            "ru",
            "5–7 июня 2018\u202fг. | октябрь 2018 г. | с октября 2018 г. | весна 2018 г. | примерно 2018 г.",
        ),
        ("zh-hans", "2018年6月5日至7日 | 2018年10月 | 自2018年10月起 | 2018年春季 | 约2018年"),
        (
            "ar",
            "5–7 حزيران/يونيه 2018 | تشرين الأول/أكتوبر 2018 | منذ تشرين الأول/أكتوبر 2018 | ربيع 2018 | نحو 2018",
        ),
    ],
)
def test_dates_are_in_the_words_of_the_language(language, expected):
    dates = ("2018-06-05/2018-06-07", "2018-10", "2018-10/..", "2018-21", "2018~")
    with translation.override(language):
        assert " | ".join(wording.when(When.parse(date)) for date in dates) == expected


@pytest.mark.parametrize(("months", "expected"), [("levantine", "حزيران 2018"), ("gregorian", "يونيه 2018")])
def test_a_hub_may_choose_among_the_arabic_names_of_months(settings, months, expected):
    settings.ISCM_ARABIC_MONTHS = months
    with translation.override("ar"):
        assert wording.when(When.parse("2018-06")) == expected


def test_lists_go_by_the_alphabet_of_the_language():
    def ordered(lang: str, *words: str) -> list[str]:
        return sorted(words, key=lambda word: names.order(word, lang))

    assert ordered("ar", "البحرين", "أذربيجان", "الأردن", "الاتحاد الروسي") == [
        "الاتحاد الروسي", "أذربيجان", "الأردن", "البحرين",
    ]  # fmt: skip
    assert ordered("ru", "Йемен", "Китай", "Ирак", "Япония", "Иордания") == [
        "Иордания", "Ирак", "Йемен", "Китай", "Япония",
    ]  # fmt: skip
    assert ordered("zh", "中国", "阿富汗", "肯尼亚", "巴西") == ["阿富汗", "巴西", "肯尼亚", "中国"]
    assert ordered("fr", "Zambie", "Égypte", "Espagne") == ["Égypte", "Espagne", "Zambie"]


def test_a_name_that_is_missing_is_english_and_says_so():
    with translation.override("ar"):
        assert wording.called({"en": "Atlantis"}).__html__() == '<bdi lang="en">Atlantis</bdi>'
        assert wording.called({"en": "Atlantis"}) == "Atlantis"
        assert wording.english("<b>").__html__() == '<bdi lang="en">&lt;b&gt;</bdi>'
    with translation.override("en"):
        assert not hasattr(wording.english("Atlantis"), "__html__")


@pytest.mark.django_db
@pytest.mark.parametrize("code", PREFIXED)
@pytest.mark.parametrize("address", ADDRESSES)
def test_every_page_answers_in_every_language(client, code, address):
    response = client.get(f"/{code}{address}")
    page = body(response)
    if response.status_code in (301, 302):
        assert response["Location"].startswith(f"/{code}/")
        return
    assert response.status_code == 200
    direction = "rtl" if code == "ar" else "ltr"
    assert f'<html lang="{TAGS.get(code, code)}" dir="{direction}">' in page
    assert response["Content-Language"] == TAGS.get(code, code)


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/mechanisms/rcm/", "/meetings/?theme=labour-migration&from=2015"])
def test_a_page_names_itself_in_every_language(client, address):
    """In its head for machines, and in a menu for people: by the same addresses, each of which answers."""
    for code in CODES:
        here = "" if code == "en" else f"/{code}"
        page = body(client.get(f"{here}{address}"))
        alternate = dict(re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)"', page))
        there = {TAGS.get(c, c): ("" if c == "en" else f"/{c}") + address for c in CODES}
        expected = {tag: "http://testserver" + path.replace("&", "&amp;") for tag, path in there.items()}
        assert alternate == expected | {"x-default": expected["en"]}
        menu = page[page.index('class="wide languages"') : page.index('class="wide bar-top"')]
        shown = dict(re.findall(r'<a href="([^"]+)" lang="([^"]+)"', menu))
        assert {tag: href for href, tag in shown.items()} == {
            tag: path.replace("&", "&amp;") for tag, path in there.items() if tag != TAGS.get(code, code)
        }
        assert f'<span lang="{TAGS.get(code, code)}" aria-current="true">' in menu


@pytest.mark.django_db
@pytest.mark.parametrize("code", PREFIXED)
def test_links_of_a_page_stay_in_its_language(client, code):
    page = body(client.get(f"/{code}/mechanisms/rcm/"))
    page = page[page.index('class="wide bar-top"') :]
    inside = {link for link in re.findall(r'\shref="(/[^"]*)"', page) if link.partition("?")[0].endswith("/")}
    assert inside
    assert [link for link in inside if not link.startswith(f"/{code}/")] == []


@pytest.mark.django_db
def test_files_are_there_once(client):
    for address in ("/calendar.ics", "/look.css", "/changes.atom", "/issues/2022/highlights-2022.csv"):
        assert client.get(address).status_code == 200
        assert client.get(f"/fr{address}").status_code == 404


@pytest.mark.django_db
def test_the_first_page_asks_what_the_reader_reads(client):
    def first(wanted: str, **headers: str) -> tuple[int, str]:
        response = client.get("/", headers={"accept-language": wanted, **headers})
        assert "Accept-Language" in response["Vary"]
        return response.status_code, response.headers.get("Location", "")

    assert first("fr-CH, fr;q=0.9, en;q=0.8") == (302, "/fr/")
    assert first("zh-CN") == (302, "/zh-hans/")
    assert first("ar") == (302, "/ar/")
    assert first("en-GB, fr;q=0.5")[0] == 200
    assert first("tlh")[0] == 200
    assert first("fr", referer="http://testserver/meetings/")[0] == 200  # she has chosen English
    assert first("fr", **{"sec-fetch-site": "same-origin"})[0] == 200
    assert client.get("/meetings/", headers={"accept-language": "fr"})["Content-Language"] == "en"
    assert client.get("/", headers={"accept-language": "fr"})["Cache-Control"] == "no-store"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "leads"),
    [
        ("/en/meetings/?page=2", "/meetings/?page=2"),
        ("/zh/meetings/", "/zh-hans/meetings/"),
        ("/fr", "/fr/"),
        ("/es-mx/states/", "/es/states/"),
        ("/en//elsewhere.example/", "/elsewhere.example/"),
        ("/fr/mechanisms/puebla-process/", "/fr/mechanisms/rcm/"),
    ],
)
def test_near_addresses_lead_to_the_page(client, address, leads):
    assert client.get(address)["Location"] == leads


@pytest.mark.django_db
def test_the_issue_is_in_the_readers_language_where_it_is_written_in_it(client):
    assert '<article class="issue" lang="fr"' in body(client.get("/fr/issues/2022/"))
    assert '<article class="issue" lang="en" dir="ltr"' in body(client.get("/ar/issues/2022/"))
    assert '<article class="issue" lang="en"' in body(client.get("/fr/issues/2022/en/"))
    assert client.get("/fr/issues/2022/fr/")["Location"] == "/fr/issues/2022/"


class Words(HTMLParser):
    """What a page says in its own language: without what it marks as being in another, or as code."""

    VOID = frozenset("area base br col embed hr img input link meta source track wbr path rect".split())
    SILENT = frozenset("script style code kbd pre".split())
    SAID = frozenset("aria-label title placeholder alt".split())

    def __init__(self, language: str) -> None:
        super().__init__()
        self.language, self.hidden, self.found = language, [False], list[str]()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        other = "lang" in given and given["lang"] not in (self.language, TAGS.get(self.language))
        hidden = other or self.hidden[-1] or tag in self.SILENT
        if not hidden:
            self.found += [value for name, value in attrs if name in self.SAID and value]
        if tag not in self.VOID:
            self.hidden.append(hidden)

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.VOID:
            self.hidden.pop()

    def handle_data(self, data: str) -> None:
        if not self.hidden[-1]:
            self.found.append(data)


NAMES = {
    "Word",
    "SQLite",
    "OpenAPI",
    "Atom",
    "Apache License",
    "HoAI",
    "Puebla",
    "DataCite XML",
    "DataCite JSON",
}  # in every language the same
ADDRESS = re.compile(r"https?://\S+|[\w/-]*\.[a-z]{2,}[\w/.-]*")


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["ar", "zh-hans"])
@pytest.mark.parametrize(
    "address", [*ADDRESSES, "/mechanisms/gfmd/", "/mechanisms/mid-igad/", "/data/", "/api/"]
)
def test_nothing_on_a_page_is_in_english_unmarked(client, code, address):
    reader = Words(code)
    reader.feed(body(client.get(f"/{code}{address}")))
    said = ADDRESS.sub(" ", " \n ".join(reader.found)).replace("puebla", "")
    english = set(re.findall(r"[A-Za-z]*[a-z]{3,}[A-Za-z]*(?: [A-Za-z]+)*", said)) - NAMES
    assert not english


def test_the_scan_sees_english_and_passes_over_what_is_marked():
    reader = Words("ar")
    reader.feed('<p title="Seen">Left<br>behind <bdi lang="en">not <i>this</i></bdi> <b>nor</b>')
    assert " ".join("".join(reader.found).split()) == "SeenLeftbehind nor"
