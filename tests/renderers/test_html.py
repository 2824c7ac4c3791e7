"""The web page: self-contained, accessible in its structure, nothing asked of anyone."""

from __future__ import annotations

import re

import pytest

from iscm.documents.blocks import Document
from iscm.documents.newsletter import compose
from iscm.renderers import html
from tests.documents import year
from tests.renderers import reading, sample


@pytest.fixture(scope="module")
def issue() -> Document:
    return compose(year.load(), "fr")


@pytest.fixture(scope="module")
def page(issue: Document) -> str:
    return html.render(issue).decode()


def test_nothing_is_asked_of_anyone_and_nothing_runs(page: str):
    tags = reading.page(page).tags
    assert not [
        tag for tag, _ in tags if tag in ("script", "iframe", "object", "embed", "link", "img", "form")
    ]
    assert not [
        name for _, attributes in tags for name in attributes if name.startswith("on") or name == "src"
    ]
    assert not re.findall(r"url\((?!data:|#)", page)
    assert "@import" not in page
    policy = next(a["content"] for tag, a in tags if a.get("http-equiv") == "Content-Security-Policy")
    assert policy.startswith("default-src 'none'")


def test_it_names_its_language_and_title(page: str, issue: Document):
    tags = reading.page(page).tags
    assert next(a for tag, a in tags if tag == "html") == {"lang": "fr", "dir": "ltr"}
    assert f"<title>{issue.title}</title>" in page
    assert ("meta", {"name": "dcterms.issued", "content": "2023-02-28"}) in tags


def test_ids_are_there_once_and_every_inner_link_has_one(page: str):
    tags = reading.page(page).tags
    ids = [a["id"] for _, a in tags if "id" in a]
    assert len(ids) == len(set(ids))
    targets = {str(a["href"])[1:] for tag, a in tags if tag == "a" and str(a.get("href")).startswith("#")}
    targets |= {str(a["xlink:href"])[1:] for _, a in tags if "xlink:href" in a}
    assert targets <= set(ids)
    assert len(targets) > 80


def test_headings_go_down_step_by_step(page: str):
    levels = [int(tag[1]) for tag, _ in reading.page(page).tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in zip(levels, levels[1:], strict=False))


def test_tables_have_captions_and_scopes(page: str):
    tags = [tag for tag, _ in reading.page(page).tags]
    assert tags.count("table") == tags.count("caption") == 4
    assert all("scope" in a for tag, a in reading.page(page).tags if tag == "th")


def test_the_chart_is_hidden_from_readers_who_get_its_words_and_table(page: str, issue: Document):
    drawn = [a for tag, a in reading.page(page).tags if tag == "div" and "chart" in str(a.get("class"))]
    assert [a["aria-hidden"] for a in drawn] == ["true", "true"]
    assert 'id="popular-chart-said">Diagramme à barres de 20 domaines' in page
    links = [a for tag, a in reading.page(page).tags if tag == "a" and "xlink:href" in a]
    assert {a["tabindex"] for a in links} == {"-1"}


def test_further_places_are_numbered_links_with_a_name(page: str):
    more = [a for tag, a in reading.page(page).tags if tag == "a" and a.get("href") == "#s-2022-pafom-2"]
    assert {"href": "#s-2022-pafom-2", "aria-label": "PAFOM 2"} in more


def test_only_addresses_of_the_web_and_mail_become_links():
    tags = reading.page(html.render(sample.document()).decode()).tags
    followed = [a["href"] for tag, a in tags if tag == "a" and not str(a.get("href", "#")).startswith("#")]
    assert followed == ["mailto:office@example.org", "https://example.org/?a=1&b=%22"]


def test_the_fragment_is_the_body_alone(issue: Document, page: str):
    fragment = html.fragment(issue)
    assert fragment.startswith('<article class="issue" lang="fr"')
    assert fragment in page
    assert "style=" not in fragment


def test_the_stylesheet_comes_with_its_fonts_or_without():
    assert html.stylesheet().count("@font-face") == 3
    assert "@font-face" not in html.stylesheet(fonts=False)
    assert len(html.stylesheet()) < 120_000
    assert "--blue:" in html.stylesheet(fonts=False)
