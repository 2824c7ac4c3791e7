"""The pages of the office: who sees them, what each may press, and the way of an issue through them by hand."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client

from iscm.documents.newsletter import compose
from iscm.newsletter.actions.approving import let_stand
from iscm.newsletter.models import Entry, Issue
from iscm.newsletter.queries import ANY, issue, waived
from iscm.newsletter.rules import Refused
from iscm.post.models import Letter
from iscm.renderers import formats, html
from tests.conftest import NOW
from tests.newsletter.office import YEAR, draft, person
from tests.site.pages import ADDRESSES, body, links, words

pytestmark = pytest.mark.django_db
PAGE = f"/office/issues/{YEAR}/"


def signed_in(name: str, *parts: str) -> Client:
    client = Client(enforce_csrf_checks=True)
    client.force_login(person(name, *parts))
    return client


def press(client: Client, verb: str, **said: str):
    """Press a button as the page offers it, with its hidden fields; approval is given where the issue is read."""
    page = body(client.get(f"{PAGE}en/" if verb == "approve" else PAGE))
    form = next(form for form in re.findall(r"<form.*?</form>", page, re.DOTALL) if f'value="{verb}"' in form)
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))
    return client.post(PAGE, hidden | {"do": verb} | said)


def offered(client: Client) -> set[str]:
    pages = (body(client.get(page)) for page in (PAGE, f"{PAGE}en/"))
    found = {verb for page in pages for verb in re.findall(r'name="do" value="([^"]*)"', page)}
    return found - {"waive", "ask again"}  # of the queries, not of the issue


@pytest.mark.parametrize(
    "page", ["/office/", PAGE, f"/fr{PAGE}", f"{PAGE}en/", f"{PAGE}highlights-{YEAR}.pdf"]
)
def test_nobody_else_sees_the_office(client, page):
    answer = client.get(page)
    language = "/fr" if page.startswith("/fr/") else ""
    there = f"{language}/sign-in/?next={page.replace('/', '%2F')}"
    assert (answer.status_code, answer["Location"]) == (302, there)
    assert client.post(page, {"do": "publish"}).status_code == 302
    client.force_login(person("somebody"))
    assert client.get(page).status_code == 404


def test_no_public_page_leads_to_the_office(client):
    for address in ADDRESSES[:3]:
        assert not [link for link in links(client.get(address)) if "/office" in link]


def test_an_issue_goes_its_way_by_hand(client):
    draft()
    cleo, ana = signed_in("cleo", "compiler"), signed_in("ana", "approver")
    assert "draft" in words(cleo.get("/office/"))
    assert "Open queries" in words(cleo.get(PAGE))
    assert (offered(cleo), offered(ana)) == ({"submit"}, set())
    assert press(cleo, "submit").status_code == 302
    assert (offered(cleo), offered(ana)) == (set(), {"approve", "hand back"})
    press(ana, "hand back", why="The <RCM> met twice")
    assert "The &lt;RCM&gt; met twice" in body(cleo.get(PAGE))
    press(cleo, "submit")
    press(ana, "approve")
    assert offered(ana) == {"publish", "hand back"}
    Entry.objects.filter(issue__year=YEAR, place=0).update(prose="Another word")
    assert offered(ana) == {"approve", "hand back"}
    assert "must be approved again" in words(ana.get(PAGE))
    press(ana, "approve")
    assert client.get(f"/issues/{YEAR}/").status_code == 404
    press(ana, "publish")
    assert client.get(f"/issues/{YEAR}/").status_code == 200
    page = words(ana.get(PAGE))
    for row in Issue.objects.get(year=YEAR).files.all():
        assert f"{row.name} {row.digest}" in page
    assert offered(ana) == {"send", "add erratum"}
    press(ana, "add erratum", text="Cádiz, not Cadiz", mechanism="rcm")
    assert "Cádiz, not Cadiz" in words(client.get(f"/issues/{YEAR}/"))
    press(ana, "send")
    assert offered(ana) == {"add erratum"}
    assert not Letter.objects.exists()
    history = body(cleo.get(PAGE)).partition('id="history"')[2]
    verbs = re.findall(r'<bdi lang="en">([^<]*)</bdi>', history)
    way = ["submit", "hand back", "submit", "approve", "approve", "publish", "add erratum", "send"]
    assert [verb for verb in verbs if verb != "keep"] == way[::-1]


def test_the_office_reads_a_draft_as_it_would_be_published(client):
    draft()
    cleo = signed_in("cleo", "compiler")
    value = issue(YEAR, ANY)
    for language in ("en", "fr", "es"):
        assert html.fragment(compose(value, language)) in body(cleo.get(f"{PAGE}{language}/"))
    made = formats.render(value, "fr")
    for name in ("highlights-2022-fr.txt", "highlights-2022-fr.json"):
        answer = cleo.get(f"{PAGE}{name}")
        assert answer.content == made[name]
        assert answer["Cache-Control"] == "private, no-store"
        assert client.get(f"/issues/{YEAR}/{name}").status_code == 404
    for nothing in ("de/", "highlights-2022.exe"):
        assert cleo.get(f"{PAGE}{nothing}").status_code == 404


def test_an_issue_that_changes_while_it_is_read_is_not_approved():
    draft()
    cleo, ana = signed_in("cleo", "compiler"), signed_in("ana", "approver")
    press(cleo, "submit")
    page = body(ana.get(f"{PAGE}en/"))
    said = {
        name: re.search(rf'name="{name}" value="([^"]*)"', page)[1]
        for name in ("csrfmiddlewaretoken", "seal")
    }
    Entry.objects.filter(issue__year=YEAR, place=0).update(prose="Another word")
    answer = ana.post(PAGE, said | {"do": "approve"})
    assert (answer.status_code, "look at it again" in words(answer)) == (409, True)


def test_what_is_not_offered_is_refused_in_a_sentence():
    draft()
    cleo, ana = signed_in("cleo", "compiler"), signed_in("ana", "compiler", "approver")
    for verb in ("approve", "publish", "send", "hand back", "add erratum"):
        token = re.search(r'csrfmiddlewaretoken" value="([^"]*)"', body(cleo.get(PAGE)))[1]
        answer = cleo.post(
            PAGE, {"do": verb, "csrfmiddlewaretoken": token, "seal": "", "why": "x", "text": "x"}
        )
        assert answer.status_code == 409
        assert "Only who has this part" in words(answer)
    press(ana, "submit")
    assert offered(ana) == {"hand back"}
    assert "another approver must approve it" in words(ana.get(PAGE))


def test_a_button_of_another_site_does_nothing():
    draft()
    cleo = signed_in("cleo", "compiler")
    assert cleo.post(PAGE, {"do": "submit"}).status_code == 403
    assert Issue.objects.get(year=YEAR).standing == "draft"


def test_a_year_without_an_issue_is_not_found():
    cleo = signed_in("cleo", "compiler")
    for page in ("/office/issues/1999/", "/office/issues/99999999/"):
        assert cleo.get(page).status_code == 404


def test_pages_of_the_office_are_kept_by_nobody():
    cleo = signed_in("cleo", "compiler")
    for page in ("/office/", PAGE):
        assert cleo.get(page)["Cache-Control"] == "private, no-store"


def test_the_administration_cannot_publish_nor_change_what_is_published(client):
    from tests.newsletter.office import published

    root = person("root")
    root.is_staff = root.is_superuser = True
    root.save()
    client.force_login(root)
    row = draft()
    page = body(client.get(f"/admin/newsletter/issue/{row.pk}/change/"))
    assert not re.search(r'name="(access|standing|published|seal)"', page)
    assert 'name="office"' in page
    published()
    page = body(client.get(f"/admin/newsletter/issue/{row.pk}/change/"))
    assert 'name="office"' not in page


def test_a_query_is_waived_by_name_with_a_reason_and_asked_again(client):
    draft()
    cleo = signed_in("cleo", "compiler")
    key = re.search(r'name="key" value="([^"]*)"', body(cleo.get(PAGE)))[1]

    def sent(**said: str):
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]*)"', body(cleo.get(PAGE)))[1]
        return cleo.post(PAGE, said | {"csrfmiddlewaretoken": token})

    assert "Say why it may stand." in words(sent(do="waive", key=key, reason=" "))
    assert "That query is no longer open." in words(sent(do="waive", key="nothing", reason="so"))
    assert sent(do="waive", key=key, reason="The secretariat <b>says</b> so.").status_code == 302
    assert waived(YEAR) == {unescape(key): "The secretariat <b>says</b> so."}
    assert "<b>says</b>" in words(cleo.get(PAGE))
    assert sent(do="ask again", key=key).status_code == 302
    assert waived(YEAR) == {}
    assert 'value="waive"' not in body(signed_in("adam", "administrator").get(PAGE))
    with pytest.raises(Refused):
        let_stand(year=YEAR, key=unescape(key), reason="so", by="adam", at=NOW)
