"""Who may do what with an issue, where it stands; and that nothing is published by one person alone."""

from __future__ import annotations

import hashlib
from itertools import product

import pytest
from django.db import transaction
from hypothesis import example, given, settings
from hypothesis import strategies as st

from iscm import __version__
from iscm.accounts.models import Access, Change
from iscm.accounts.queries import trail
from iscm.newsletter import queries
from iscm.newsletter.actions import waive
from iscm.newsletter.actions.approving import add_erratum, approve, hand_back, publish, submit
from iscm.newsletter.models import Entry, IndexRow, Issue, PublishedFile, Standing
from iscm.newsletter.rules import Refused, as_json, from_json, seal
from tests.newsletter.office import AT, PARTS, YEAR, approved, draft, person, published

pytestmark = pytest.mark.django_db

MAY = {
    # where it stands and who asks: what may be done, and where it stands then
    ("draft", "compiler"): {"submit": "in-review"},
    ("in-review", "approver"): {"approve": "approved", "hand back": "draft"},
    ("approved", "approver"): {"publish": "published", "hand back": "draft"},
    ("published", "approver"): {"add erratum": "published"},
    ("shipped", "approver"): {"add erratum": "shipped"},
}
DO = {
    "submit": lambda by: submit(year=YEAR, by=by, at=AT),
    "hand back": lambda by: hand_back(year=YEAR, why="the RCM met twice", by=by, at=AT),
    "approve": lambda by: approve(year=YEAR, seal=queries.stand(YEAR).seal, by=by, at=AT),
    "publish": lambda by: publish(year=YEAR, by=by, at=AT),
    "add erratum": lambda by: add_erratum(year=YEAR, text="Cádiz, not Cadiz", by=by, at=AT),
}


def put(standing: str) -> None:
    draft()
    row = Issue.objects.get(year=YEAR)
    row.standing, row.submitted_by = standing, "somebody"
    if standing == "approved":
        row.approved_by, row.seal = "another", queries.stand(YEAR).seal
    row.save()


@pytest.fixture
def quick(monkeypatch):
    """Files of an issue take seconds to make, and are not what is asked here."""
    monkeypatch.setattr(
        "iscm.newsletter.actions.approving.made", lambda frozen: {"highlights-2022.txt": b"it"}
    )


@pytest.mark.parametrize(("standing", "part"), [*product(Standing.values, (*PARTS, "nobody"))])
def test_who_may_do_what(quick, standing, part):
    person("ana", *([part] if part in PARTS else []))
    for verb, do in DO.items():
        put(standing)
        then = MAY.get((standing, part), {}).get(verb)
        if then is None:
            with pytest.raises(Refused):
                do("ana")
            then = standing
        else:
            do("ana")
        assert Issue.objects.get(year=YEAR).standing == then, verb


STEPS_OF = [
    *product(["submit", "publish", "approve"], ["ana", "ben", "cleo"]),
    *product(["edit"], ["ana", "ben", "cleo"]),
    ("hand back", "ana"),
]


@settings(max_examples=40)
@given(st.lists(st.sampled_from(STEPS_OF), max_size=12))
@example([("submit", "ana"), ("approve", "ana"), ("publish", "ana")])
@example([("submit", "cleo"), ("approve", "ben"), ("publish", "ana")])
@example([("submit", "cleo"), ("approve", "ben"), ("edit", "cleo"), ("publish", "ben")])
@example([("edit", "ben"), ("submit", "cleo"), ("approve", "ben"), ("publish", "ben")])
def test_no_path_reaches_published_without_two_persons(steps):
    """Ana is everything, Ben an approver, Cleo a compiler; whatever they do, in whatever order."""
    with pytest.MonkeyPatch.context() as patch, transaction.atomic():
        patch.setattr("iscm.newsletter.actions.approving.made", lambda frozen: {"highlights-2022.txt": b"it"})
        person("ana", *PARTS)
        person("ben", "approver")
        person("cleo", "compiler")
        draft()
        Entry.objects.filter(issue__year=YEAR, place__gt=1).delete()
        IndexRow.objects.all().delete()
        approved_as = None
        for number, (verb, who) in enumerate(steps):
            if verb == "edit" and Issue.objects.get(year=YEAR).standing != "published":
                Entry.objects.filter(issue__year=YEAR, place=0).update(prose=f"Nº {number}", entered_by=who)
            elif verb != "edit":
                try:
                    DO[verb](who)
                except Refused:
                    continue
                if verb == "approve":
                    approved_as = queries.to_freeze(YEAR)
        row = Issue.objects.get(year=YEAR)
        told = [c for c in trail("issue", str(YEAR)) if c.verb in DO]
        if row.standing == "published":
            by = {c.verb: c.by for c in reversed(told)}
            assert by["submit"] != by["approve"]
            assert by["approve"] not in set(Entry.objects.values_list("entered_by", flat=True))
            assert row.frozen == approved_as
            assert row.access == Access.PUBLIC
        else:
            assert row.access == Access.CLOSED
            assert not row.frozen
        transaction.set_rollback(True)


def test_an_approver_cannot_approve_what_she_submitted():
    person("ana", "compiler", "approver")
    draft()
    submit(year=YEAR, by="ana", at=AT)
    with pytest.raises(Refused, match="submitted this issue yourself"):
        approve(year=YEAR, seal=queries.stand(YEAR).seal, by="ana", at=AT)


@pytest.mark.parametrize("how", ["row", "trail of the issue", "trail of an entry"])
def test_an_approver_cannot_approve_what_she_has_a_hand_in(how):
    person("ana", "approver")
    person("cleo", "compiler")
    draft()
    submit(year=YEAR, by="cleo", at=AT)
    if how == "row":
        Entry.objects.filter(issue__year=YEAR, place=3).update(entered_by="ana")
    elif how == "trail of the issue":
        Change.objects.create(kind="issue", key=str(YEAR), verb="edit entries", by="ana", at=AT)
    else:
        Change.objects.create(kind="entry", key=f"{YEAR}/rcm", verb="edit", by="ana", at=AT)
    with pytest.raises(Refused, match="entered or changed a part"):
        approve(year=YEAR, seal=queries.stand(YEAR).seal, by="ana", at=AT)


def test_what_changed_under_the_approvers_eyes_is_not_approved():
    person("ana", "approver")
    person("cleo", "compiler")
    draft()
    submit(year=YEAR, by="cleo", at=AT)
    seen = queries.stand(YEAR).seal
    Entry.objects.filter(issue__year=YEAR, place=0).update(prose="No meeting")
    with pytest.raises(Refused, match="look at it again"):
        approve(year=YEAR, seal=seen, by="ana", at=AT)


def test_any_change_takes_the_approval_away_and_undoing_it_gives_it_back():
    approved()
    entry = Entry.objects.filter(issue__year=YEAR).first()
    before = entry.prose
    for change in (
        lambda: Entry.objects.filter(pk=entry.pk).update(prose=before + " "),
        lambda: Issue.objects.filter(year=YEAR).update(title="Another"),
        lambda: waive(year=YEAR, key="same-day:sacm:5f0c2a", reason="so it was", by="compiler", at=AT),
    ):
        assert not queries.stand(YEAR).changed
        change()
        assert (queries.stand(YEAR).standing, queries.stand(YEAR).changed) == ("in-review", True)
        with pytest.raises(Refused, match="must be approved again"):
            publish(year=YEAR, by="approver", at=AT)
        Entry.objects.filter(pk=entry.pk).update(prose=before)
        Issue.objects.filter(year=YEAR).update(title="ISEM 2022 Highlights")
    approve(year=YEAR, seal=queries.stand(YEAR).seal, by="approver", at=AT)
    assert queries.stand(YEAR).standing == "approved"


def test_handing_back_says_why():
    approved()
    with pytest.raises(Refused, match="Say what should be changed"):
        hand_back(year=YEAR, why=" \n", by="approver", at=AT)
    hand_back(year=YEAR, why="The RCM met twice", by="approver", at=AT)
    assert [(c.verb, c.why) for c in queries.history(YEAR)][:2] == [
        ("hand back", "The RCM met twice"),
        ("approve", ""),
    ]


def test_publishing_freezes_text_data_checks_and_files():
    approved()
    value, whole = queries.issue(YEAR, queries.ANY), queries.to_freeze(YEAR)
    asked = len(queries.checked(YEAR).open)
    assert queries.issue(YEAR) is None
    publish(year=YEAR, by="approver", at=AT)
    row = Issue.objects.get(year=YEAR)
    assert queries.issue(YEAR) == value == from_json(row.frozen)
    assert row.frozen == whole
    assert row.frozen["texts"]["rcm"]["prose"] == queries.prose(YEAR)["rcm"]
    assert (len(row.findings["open"]), row.version) == (asked, __version__)
    assert len(queries.digests(YEAR)) == 24
    for file in PublishedFile.objects.all():
        assert hashlib.sha256(file.content).hexdigest() == file.digest
    Entry.objects.filter(issue__year=YEAR).update(prose="")
    assert queries.issue(YEAR) == value
    with pytest.raises(Refused):
        publish(year=YEAR, by="approver", at=AT)


def test_the_seal_is_of_every_word():
    value = as_json(queries.issue(YEAR))
    assert seal(value, {}) == seal(dict(reversed(value.items())), {})
    assert seal(value, {}) != seal(value | {"office": ""}, {})
    assert seal(value, {}) != seal(value, {"key": "reason"})


def test_a_later_software_serves_what_was_published(client):
    published()
    PublishedFile.objects.filter(name="highlights-2022.txt").update(content=b"as it went out")
    assert client.get("/issues/2022/highlights-2022.txt").content == b"as it went out"


def test_errata_stand_beside_the_issue_and_change_nothing_of_it(client):
    row = published()
    before = client.get("/issues/2022/highlights-2022.json").content
    add_erratum(year=YEAR, mechanism="rcm", text="<b>Two</b> meetings, not three", by="approver", at=AT)
    for nobody in ("nobody", "rcm\0"):
        with pytest.raises(Refused, match="has no entry"):
            add_erratum(year=YEAR, mechanism=nobody, text="x", by="approver", at=AT)
    page = client.get("/issues/2022/").content.decode()
    assert "&lt;b&gt;Two&lt;/b&gt; meetings, not three" in page
    assert page.index("meetings, not three") < page.index('<article class="issue"')
    assert client.get("/issues/2022/highlights-2022.json").content == before
    assert Issue.objects.get(year=YEAR).frozen == row.frozen
    told = client.get("/api/v1/issues/2022").json()
    assert [(one["mechanism"], one["text"]) for one in told["errata"]] == [
        ("rcm", "<b>Two</b> meetings, not three")
    ]
    feed = client.get("/issues.atom").content.decode()
    assert "&lt;b&gt;Two&lt;/b&gt; meetings, not three" in feed


def test_a_draft_is_nowhere_in_public(client):
    approved()
    for address in ("/issues/2022/", "/issues/2022/highlights-2022.pdf", "/api/v1/issues/2022"):
        assert client.get(address).status_code == 404
    assert "2022" not in client.get("/issues.atom").content.decode()
