"""Materials as kept: what people changed survives, what is withdrawn is told, and nobody sees what is not for them."""

import datetime as dt

import pytest

from iscm import shipped
from iscm.accounts.models import Change
from iscm.accounts.queries import trail
from iscm.domain.terms import load
from iscm.domain.when import When
from iscm.library import actions, queries
from iscm.library.models import Commitment, Maker, Publication
from iscm.meetings.models import Meeting
from iscm.registry.models import Mechanism, Party

pytestmark = pytest.mark.django_db
SLUG = "rabat-process-cadiz-political-declaration-and-action-plan"
LATER = dt.timedelta(days=3650)  # after the records were loaded, whatever the day


def edit(now, **values):
    actions.edit_material(slug=SLUG, by="p-ana", at=now, **values)


def test_shipped_kinds_are_of_the_vocabulary_and_said_by_the_title():
    kinds = {row["id"]: row["kind"] for row in shipped.publications() if "kind" in row}
    assert set(kinds.values()) <= set(load("materials"))
    assert len(kinds) == 29
    shown = Publication.objects.exclude(kind="").exclude(slug="highlights-2022")
    assert dict(shown.values_list("slug", "kind")) == kinds
    assert all(
        set(row["label"]) == {"en", "fr", "es", "ru", "zh", "ar"} for row in load("materials").values()
    )


def test_what_people_changed_survives_a_shipped_change(now):
    edit(now, kind="declaration", when=When.parse("2022-12-14"))
    rows = [
        row | {"note": "new", "kind": "report"} if row["id"] == SLUG else row
        for row in shipped.publications()
    ]
    kept = actions.keep_publications(rows=rows, sources=shipped.sources(), at=now + LATER)
    assert [row["id"] for row in kept.changed] == [SLUG]
    work = queries.publication(SLUG)
    assert (work.kind, str(work.when), work.note) == ("declaration", "2022-12-14", "new")


def test_an_edit_that_changes_nothing_leaves_no_entry(now):
    before = Change.objects.count()
    edit(now, kind="", title=Publication.objects.get(slug=SLUG).title)
    assert Change.objects.count() == before


def test_an_edit_tells_what_it_was_and_is(now):
    edit(now, when=When.parse("2022-12"), gcm=[5])
    (entry, *_rest) = trail("publication", SLUG)
    assert entry.before == {"when": None, "gcm": []}
    assert entry.after == {"when": "2022-12", "gcm": [5]}


def test_the_last_change_is_that_of_the_trail(now):
    edit(now + LATER, pages=12)
    row = Publication.objects.get(slug=SLUG)
    assert row.changed == now + LATER
    assert row.opened < row.changed
    for work in Publication.objects.all():
        assert work.changed == trail("publication", work.slug)[0].at


def test_a_withdrawn_material_is_on_no_list_and_leaves_a_sign(now):
    actions.withdraw_material(slug=SLUG, why="superseded", by="p-ana", at=now)
    assert queries.publication(SLUG) is None
    assert queries.material(SLUG) is None
    assert SLUG not in {work.id for work in queries.publications()}
    gone = queries.gone(SLUG)
    assert (gone.work.title, gone.gone, gone.work.url) == (Publication.objects.get(slug=SLUG).title, now, "")


def test_what_was_never_open_leaves_no_sign(now):
    Publication.objects.create(slug="hush", title="Hush", changed=now)
    actions.withdraw_material(slug="hush", why="", by="p-ana", at=now)
    assert queries.gone("hush") is None
    assert queries.harvested("hush") is None


def test_what_is_open_no_more_is_told_as_gone(now):
    edit(now + LATER, access="officials")
    found = queries.harvested(SLUG)
    assert found.gone == now + LATER
    assert queries.gone(SLUG) is None  # its page tells nobody that it is there still


def test_a_commitment_that_says_the_same_keeps_its_row(now):
    def split(*texts):
        rows = [
            {"number": str(n), "text": text, "themes": ["labour-migration"]}
            for n, text in enumerate(texts, 1)
        ]
        return actions.keep_commitments(slug=SLUG, rows=rows, by="p-ana", at=now)

    first, second = split("We agree.", "We meet again.")
    again, other = split("We agree.", "We meet in 2027.")
    assert (again.pk, other.pk == second.pk) == (first.pk, False)
    told = queries.material(SLUG).commitments
    assert [(one.number, one.text) for one in told] == [("1", "We agree."), ("2", "We meet in 2027.")]
    assert [subject.theme for subject in told[0].subjects] == ["labour-migration"]
    assert queries.material(SLUG).themes == ()  # those of a commitment are not those of the work


def test_closed_mechanisms_and_meetings_are_named_nowhere(now):
    hush = Mechanism.objects.create(slug="hush-process", level="regional", access="closed")
    meeting = Meeting.objects.create(slug="hush-meeting", title="Hush", type="meeting", access="secretariats")
    work = Publication.objects.get(slug=SLUG)
    work.mechanisms.add(hush)
    work.meetings.add(meeting)
    party = Party.objects.create(kind="mechanism", key="hush-process")
    Maker.objects.create(publication=work, role="body", party=party)
    Commitment.objects.create(publication=work, place=1, text="We meet.", due_meeting=meeting, party=party)
    found = queries.open_materials([queries.material(SLUG)])[0]
    assert "hush" not in repr(found)
    assert queries.publications(mechanism="hush-process") == ()


def test_a_relation_to_a_hidden_work_is_not_told(now):
    other = "rabat-process-marrakesh-political-declaration-and-action"
    actions.relate(slug=SLUG, kind="follows", other=other, by="p-ana", at=now)
    actions.relate(slug=SLUG, kind="follows", other=other, by="p-ana", at=now)
    assert queries.material(SLUG).relations == (("follows", other),)
    assert queries.material(other).related == (("follows", SLUG),)
    Publication.objects.filter(slug=other).update(access="closed")
    assert queries.material(SLUG).relations == ()
    with pytest.raises(ValueError, match="itself"):
        actions.relate(slug=SLUG, kind="follows", other=SLUG, by="p-ana", at=now)


def test_a_material_costs_the_same_with_much_and_with_little(now, django_assert_num_queries):
    with django_assert_num_queries(12):
        queries.material(SLUG)
    rows = [{"text": f"We do {n}.", "themes": ["data"]} for n in range(9)]
    actions.keep_commitments(slug=SLUG, rows=rows, by="p-ana", at=now)
    with django_assert_num_queries(13):  # and the topics of commitments
        queries.material(SLUG)


@pytest.mark.parametrize("limit", [1, 7, 81, 100])
def test_harvesting_in_parts_gives_each_material_once(limit):
    place, seen = None, []
    while True:
        rows, place = queries.harvest(after=place, limit=limit)
        seen += [row.work.id for row in rows]
        if place is None:
            break
    assert len(seen) == len(set(seen)) == 83


def test_papers_of_four_kinds_part_the_list(now):
    data = b"Some text."
    actions.add_file(slug="rcm-rcm-charter", data=data, name="a.txt", access="public", by="p-ana", at=now)
    unknown = queries.publications(paper="unknown")[0].id
    actions.add_file(slug=unknown, data=data, name="a.txt", access="officials", by="p-ana", at=now)
    parts = {paper: {work.id for work in queries.publications(paper=paper)} for paper in queries.PAPERS}
    assert "rcm-rcm-charter" in parts["here"]
    assert unknown in parts["closed"]
    assert sum(map(len, parts.values())) == len(set().union(*parts.values())) == 83
    assert unknown in {work.id for work in queries.publications(paper="here", seen=("public", "officials"))}


def test_an_issue_of_the_highlights_is_a_material_and_keeping_it_twice_is_keeping_it_once(now):
    found = queries.material("highlights-2022")
    assert (found.work.kind, found.work.year, found.work.mechanisms) == ("newsletter", 2022, ("grcp",))
    assert [copy.url for copy in found.copies] == ["/issues/2022/"]
    before = Change.objects.count()
    files = [{"name": "x", "language": "en", "url": "/issues/2022/"}]
    actions.keep_newsletter(year=2022, title="Another", issuer="", files=files, by="p-ana", at=now)
    assert Change.objects.count() == before
    files.append({"name": "y", "language": "fr", "url": "/issues/2022/y"})
    actions.keep_newsletter(year=2022, title="Another", issuer="", files=files, by="p-ana", at=now)
    again = queries.material("highlights-2022")
    assert [copy.number for copy in again.copies] == [1, 2]
    assert again.work.title == found.work.title
