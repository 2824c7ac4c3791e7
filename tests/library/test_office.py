"""The page of a material for those who keep it: who may, and what comes of each form."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from iscm.accounts.queries import trail
from iscm.library import queries
from iscm.library.models import Publication
from tests.accounts.people import person
from tests.library.test_files import PDF

pytestmark = pytest.mark.django_db
SLUG = "rcm-rcm-charter"
PAGE = f"/library/{SLUG}/"


def visitor(*roles: str) -> Client:
    client = Client()
    client.force_login(person("ana@office.example", *roles), "iscm.site.account.adapters.Rights")
    return client


@pytest.mark.parametrize(
    ("roles", "status"),
    [
        (("secretariat:rcm",), 200),
        (("chair:rcm",), 200),
        (("compiler",), 200),
        (("secretariat:sacm",), 403),
        (("focal-point:KE",), 403),
        ((), 403),
    ],
)
def test_who_may_keep_it(roles, status):
    client = visitor(*roles)
    assert client.get(PAGE).status_code == status
    assert client.post(PAGE, {"do": "withdraw"}).status_code in ((302,) if status == 200 else (status,))
    assert (queries.publication(SLUG) is None) == (status == 200)


def test_who_is_not_signed_in_is_led_there():
    assert Client().post(PAGE, {"do": "withdraw"})["Location"].startswith("/sign-in/")
    assert queries.publication(SLUG)


def test_what_another_mechanism_keeps_to_itself_is_not_there():
    Publication.objects.filter(slug=SLUG).update(access="closed")
    assert visitor("secretariat:sacm").get(PAGE).status_code == 404


def test_a_file_is_added_and_withdrawn():
    client = visitor("secretariat:rcm")
    sent = {
        "do": "paper",
        "file": SimpleUploadedFile("../Charter.exe", PDF),
        "language": "es",
        "access": "public",
    }
    assert client.post(PAGE, sent).status_code == 302
    (copy,) = queries.material(SLUG).copies
    assert (copy.name, copy.language, copy.pages, copy.media_type) == (
        "Charter.pdf",
        "es",
        1,
        "application/pdf",
    )
    assert trail("publication", SLUG)[0].verb == "add file"
    assert client.post(PAGE, {"do": "withdraw-file", "number": "1", "why": "wrong"}).status_code == 302
    assert queries.material(SLUG).copies == ()
    assert trail("publication", SLUG)[0].why == "wrong"
    assert client.post(PAGE, {"do": "withdraw-file", "number": "9"}).status_code == 404


@pytest.mark.parametrize("data", [b" ", b"<html>", b"%PDF-1.7 broken", b"MZ\x90\xff"])
def test_a_file_that_is_no_paper_is_refused_in_words(data):
    sent = {"do": "paper", "file": SimpleUploadedFile("a.pdf", data), "access": "public"}
    response = visitor("compiler").post(PAGE, sent)
    assert response.status_code == 400
    assert 'class="complaint"' in response.content.decode()
    assert queries.material(SLUG).copies == ()


def test_numbered_paragraphs_are_proposed_and_kept_once_confirmed():
    client = visitor("compiler")
    page = client.post(PAGE, {"do": "split", "text": "We meet.\n1. We agree.\n2. We act."}).content.decode()
    assert "We agree." in page
    assert queries.material(SLUG).commitments == ()
    kept = {"do": "keep", "number": ["1", "2"], "text": ["We agree.", " "], "addressee": ["States", ""]}
    assert client.post(PAGE, kept).status_code == 302
    (one,) = queries.material(SLUG).commitments
    assert (one.number, one.text, one.addressee) == ("1", "We agree.", "States")
    assert client.post(PAGE, {"do": "split", "text": "Nothing numbered."}).status_code == 400


def test_facts_are_edited_and_told():
    client = visitor("secretariat:rcm")
    facts = {"do": "facts", "title": "RCM Charter", "kind": "other", "when": "1996-03", "access": "public"}
    assert client.post(PAGE, facts).status_code == 302
    work = queries.publication(SLUG)
    assert (work.kind, str(work.when)) == ("other", "1996-03")
    assert trail("publication", SLUG)[0].after["kind"] == "other"
    assert client.post(PAGE, facts | {"when": "1996-13"}).status_code == 400
    assert client.post(PAGE, facts | {"url": "javascript:alert(1)"}).status_code == 400
