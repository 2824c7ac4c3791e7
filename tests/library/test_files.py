"""Files: what is taken, how it is given out, and what somebody tries who may not have it."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from iscm.library import actions
from iscm.library.models import File, Publication, materials
from iscm.library.rules import LARGEST, Unfit, called, numbered, type_of
from iscm.library.views.files import asked
from tests.accounts.people import person

SLUG = "rcm-rcm-charter"
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]>>endobj\ntrailer<</Root 1 0 R>>\n"
)


def packed(*names: str, **said: str) -> bytes:
    box = io.BytesIO()
    with zipfile.ZipFile(box, "w") as file:
        for name in names:
            file.writestr(name, said.get(name, "x"))
    return box.getvalue()


@pytest.fixture
def kept(db, now):
    """A file of a work, kept with an access."""

    def keep(access: str = "public", data: bytes = PDF, **more: str) -> File:
        return actions.add_file(
            slug=SLUG, data=data, name="Charter.pdf", access=access, by="p-ana", at=now, **more
        )

    return keep


def address(row: File) -> str:
    return f"/publications/{SLUG}/files/{row.number}/{row.name}"


TAKEN = {
    "pdf": PDF,
    "docx": packed("word/document.xml"),
    "xlsx": packed("xl/workbook.xml"),
    "pptx": packed("ppt/presentation.xml"),
    "odt": packed("mimetype", mimetype="application/vnd.oasis.opendocument.text"),
    "txt": "Declaración".encode(),
}
REFUSED = {
    "empty": b" \x00\n",
    "macros": packed("word/document.xml", "word/vbaProject.bin"),
    "unknown": b"MZ\x90\x00\xff\xfe",
}
NO_PAPER = {
    "page": b"<!doctype html><script>alert(1)</script>",
    "drawing": b"  <svg xmlns='http://www.w3.org/2000/svg'/>",
    "page with a mark": b"\xef\xbb\xbf<html>",
    "archive": packed("a.exe"),
    "half an archive": b"PK\x03\x04nonsense",
    "another's type": packed("mimetype", mimetype="text/html"),
    "latin-1": "Déclaration".encode("latin-1"),
}


@pytest.mark.parametrize("ending", TAKEN)
def test_a_type_is_told_by_content(ending):
    assert type_of(TAKEN[ending]).ending == ending


@pytest.mark.parametrize("why", REFUSED)
def test_what_is_no_paper_is_refused(why):
    with pytest.raises(Unfit, match=why):
        type_of(REFUSED[why])


@pytest.mark.parametrize("name", NO_PAPER)
def test_what_a_browser_would_run_is_refused(name):
    with pytest.raises(Unfit, match="unknown"):
        type_of(NO_PAPER[name])


def test_a_file_too_large_is_refused():
    with pytest.raises(Unfit, match="large"):
        type_of(b"%PDF-" + bytes(LARGEST))


@given(st.text())
def test_a_name_leads_nowhere(said):
    name = called(said, "pdf")
    assert name.endswith(".pdf")
    assert not set(name) & set('/\\\0\n\r"<>')
    assert not name.startswith(".")


@given(st.lists(st.from_regex(r"[A-Z][a-z ]{3,30}[a-z]\.", fullmatch=True), min_size=1, max_size=30))
def test_numbered_paragraphs_are_found_whole(texts):
    text = "Preamble.\n\n" + "\n\n".join(f"{n}. {said}" for n, said in enumerate(texts, 1))
    assert list(numbered(text)) == [(str(n), " ".join(said.split())) for n, said in enumerate(texts, 1)]


def test_a_text_without_numbers_has_none():
    assert list(numbered("We agree.\n3. Late.")) == []


def test_a_number_out_of_turn_begins_nothing():
    assert list(numbered("1. We recall\n12. December of last year.\n2) We agree.")) == [
        ("1", "We recall 12. December of last year."),
        ("2", "We agree."),
    ]


@given(st.integers(1, 500), st.integers(0, 600), st.integers(0, 600))
def test_a_range_lies_within_the_file(size, first, last):
    for said in (f"bytes={first}-{last}", f"bytes={first}-", f"bytes=-{last}"):
        part = asked(said, size)
        if part:
            assert 0 <= part[0] <= part[1] < size


@pytest.mark.parametrize(
    "said", ["", "bytes=", "bytes=-", "lines=1-2", "bytes=1-2,4-5", "bytes=9-1", "bytes=a-b"]
)
def test_a_range_that_is_none_gives_the_whole(said):
    assert asked(said, 100) is None


def test_the_same_bytes_are_kept_once(kept):
    first, second = kept(language="en"), kept(language="fr")
    assert first.content.name == second.content.name
    assert (first.number, second.number) == (1, 2)
    assert materials().exists(first.content.name)
    with pytest.raises(Unfit, match="twice"):
        kept(language="en")
    assert kept(language="en", data=PDF + b"%").version == 2


def test_a_pdf_that_cannot_be_opened_is_refused(kept):
    with pytest.raises(Unfit, match="locked"):
        kept(data=b"%PDF-1.7 nothing more")


def test_a_file_goes_out_as_bytes_that_nothing_runs(kept, client):
    row = kept(language="en")
    response = client.get(address(row))
    assert response.getvalue() == PDF
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert "unsafe" not in response["Content-Security-Policy"]
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")
    assert response["ETag"] == f'"{row.digest}"'
    assert client.get(address(row), headers={"if-none-match": response["ETag"]}).status_code == 304


def test_a_part_of_a_file(kept, client):
    row = kept()
    part = client.get(address(row), headers={"range": "bytes=5-9", "accept-encoding": "gzip"})
    assert (part.status_code, part.getvalue()) == (206, PDF[5:10])
    assert part["Content-Range"] == f"bytes 5-9/{len(PDF)}"
    assert "Content-Encoding" not in part
    assert client.get(address(row), headers={"range": "bytes=-4"}).getvalue() == PDF[-4:]
    assert client.get(address(row), headers={"range": f"bytes={len(PDF)}-"}).status_code == 416
    old = client.get(address(row), headers={"range": "bytes=5-9", "if-range": '"another"'})
    assert (old.status_code, old.getvalue()) == (200, PDF)
    assert client.head(address(row))["Content-Length"] == str(len(PDF))
    assert client.post(address(row)).status_code == 405


@pytest.mark.parametrize(
    ("access", "role", "status"),
    [
        ("officials", "", 404),
        ("officials", "focal-point:KE", 200),
        ("secretariats", "focal-point:KE", 404),
        ("secretariats", "secretariat:rcm", 200),
        ("closed", "secretariat:rcm", 200),
        ("closed", "secretariat:sacm", 404),
        ("closed", "compiler", 200),
    ],
)
def test_who_may_have_a_paper(kept, access, role, status):
    row = kept(access)
    visitor = Client()
    if role:
        visitor.force_login(person("ana@office.example", role), "iscm.site.account.adapters.Rights")
    response = visitor.get(address(row))
    assert response.status_code == status
    if status == 200:
        assert response["Cache-Control"] == "private, no-store"
    page = Client().get(f"/publications/{SLUG}/").content.decode()
    assert row.digest not in page
    assert row.name not in page
    assert "Kept here, not public" in page
    for ending in ("jsonld", "csl.json", "bib"):
        assert row.digest not in Client().get(f"/publications/{SLUG}.{ending}").content.decode()


def test_access_is_asked_each_time(kept, client, now):
    row = kept()
    tag = client.get(address(row))["ETag"]
    File.objects.filter(pk=row.pk).update(access="closed")
    assert client.get(address(row), headers={"if-none-match": tag}).status_code == 404
    File.objects.filter(pk=row.pk).update(access="public")
    Publication.objects.filter(slug=SLUG).update(access="closed")
    assert client.get(address(row)).status_code == 404


def test_a_withdrawn_file_says_so_and_gives_nothing(kept, client, now):
    row = kept()
    actions.withdraw_file(slug=SLUG, number=row.number, why="wrong file", by="p-ana", at=now)
    response = client.get(address(row))
    assert response.status_code == 410
    assert b"%PDF" not in response.content
    assert row.digest not in client.get(f"/publications/{SLUG}/").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    [
        "files/1/x.pdf",
        "files/99999/x.pdf",
        "files/1/..%2f..%2fsecret-key",
        "files/1/%00",
        "files/-1/x",
        "files/1/",
    ],
)
def test_addresses_of_nothing(client, path):
    assert client.get(f"/publications/{SLUG}/{path}").status_code == 404


def test_another_name_leads_to_the_file(kept, client):
    row = kept()
    assert client.get(f"/publications/{SLUG}/files/{row.number}/evil.html").url == address(row)


def test_a_file_withdrawn_with_its_work_leaves_its_address(kept, now):
    row = kept()
    actions.withdraw_material(slug=SLUG, why="", by="p-ana", at=now)
    answer = Client().get(address(row))
    assert answer.status_code == 410
    assert row.name in answer.content.decode()


def test_a_closed_file_withdrawn_with_its_work_leaves_no_sign(kept, now):
    row = kept("closed")
    actions.withdraw_material(slug=SLUG, why="", by="p-ana", at=now)
    assert Client().get(address(row)).status_code == 404
