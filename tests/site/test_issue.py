"""An issue on the site is the one that is compiled, with a download for every format."""

from __future__ import annotations

import pytest

from iscm.documents.newsletter import compose
from iscm.newsletter.models import Issue
from iscm.newsletter.queries import issue
from iscm.renderers import formats, html
from tests.site.pages import body, links, words

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("address", "lang"), [("/issues/2022/", "en"), ("/issues/2022/fr/", "fr"), ("/issues/2022/es/", "es")]
)
def test_the_page_holds_the_body_of_the_web_page(client, address, lang):
    response = client.get(address)
    assert html.fragment(compose(issue(2022), lang)) in body(response)
    assert sum(link.startswith("/issues/2022/highlights-2022") for link in links(response)) == len(
        formats.FORMATS
    )


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_every_download_is_the_compiled_file(client, lang):
    compiled = formats.render(issue(2022), lang)
    offered = [
        link
        for link in links(client.get("/issues/2022/" if lang == "en" else f"/issues/2022/{lang}/"))
        if "highlights-" in link
    ]
    assert sorted(link.rpartition("/")[2] for link in offered) == sorted(compiled)
    for link in offered:
        name = link.rpartition("/")[2]
        response = client.get(link)
        assert response.content == compiled[name], name
        assert response["Content-Disposition"] == f'attachment; filename="{name}"'
        again = client.get(link, headers={"if-none-match": response["ETag"]})
        assert again.status_code == 304


def test_english_has_one_address(client):
    response = client.get("/issues/2022/en/")
    assert (response.status_code, response["Location"]) == (301, "/issues/2022/")


@pytest.mark.parametrize(
    "address",
    [
        "/issues/2021/",
        "/issues/2022/de/",
        "/issues/2022/highlights-2022.exe",
        "/issues/2022/highlights-2021.pdf",
        "/issues/2021/highlights-2021.pdf",
        "/issues/99999999999/",
    ],
)
def test_what_is_not_kept_is_not_found(client, address):
    assert client.get(address).status_code == 404


def test_an_issue_that_is_not_public_is_nowhere(client):
    Issue.objects.update(access="secretariats")
    assert client.get("/issues/2022/").status_code == 404
    assert client.get("/issues/2022/highlights-2022.pdf").status_code == 404
    assert "Latest issue" not in words(client.get("/"))
