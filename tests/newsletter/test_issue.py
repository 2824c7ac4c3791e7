"""The year 2022 as kept: the records that its issue is compiled from."""

import copy

import pytest

from iscm import shipped
from iscm.domain.when import When
from iscm.meetings.queries.records import meeting
from iscm.newsletter import queries
from iscm.newsletter.actions import keep_issues, waive
from iscm.newsletter.models import Entry, Issue
from iscm.newsletter.rules import as_json, from_json
from iscm.registry.models import Mechanism
from tests.newsletter.office import published

pytestmark = pytest.mark.django_db


def test_the_year_comes_out_whole():
    issue = queries.issue(2022)
    assert (issue.number, issue.period, issue.contact) == (8, When.parse("2022-01/2022-12"), "grcp@iom.int")
    assert len(issue.entries) == 22
    assert sum(len(e.statements) for e in issue.entries) == 78
    assert (len(issue.initiatives), len(issue.themes)) == (2, 20)
    assert sum(len(row.mechanisms) for row in issue.themes) == 84
    assert [p.title[:14] for p in issue.publications][:2] == ["Impact assessm", "Taking stock o"]
    assert len(issue.publications) == 8
    event = issue.global_meeting
    assert (event.event, event.represented, event.spoke, event.survey) == ("grcp-9", 23, 18, True)
    assert [str(d) for d in event.dates] == ["XXXX-11-10/XXXX-11-11"]
    assert queries.heading(2022) == "ISEM 2022 Highlights"


def test_the_number_of_queries_is_fixed(django_assert_num_queries):
    with django_assert_num_queries(12):
        queries.issue(2022)


def test_each_statement_has_its_words_and_an_identifier_of_its_own():
    issue = queries.issue(2022)
    told = [t for entry in issue.entries for t in entry.statements]
    assert len({t.id for t in told}) == 78
    (first, *_) = next(e.statements for e in issue.entries if e.mechanism == "rabat-process")
    assert (first.id, first.prose) == (
        "2022/rabat-process/1",
        "6th Ministerial Conference (14 December, Cádiz, Spain)",
    )
    assert (first.statement.type, first.statement.ordinal) == ("ministerial", 6)
    assert all(t.prose and t.prose in queries.prose(2022)[t.id.split("/")[1]] for t in told)


def test_every_statement_is_evidence_for_a_meeting_that_is_kept():
    evidence = queries.evidence(2022)
    assert len(evidence) == 78
    assert all(meeting(slug) for slugs in evidence.values() for slug in slugs)
    assert evidence["2022/rcm/1"] == evidence["2022/sacm/2"] == ("rcm-2022-plenary-3",)


def test_names_as_printed_stay_in_the_index():
    rows = {row.theme: row for row in queries.issue(2022).themes}
    labour = rows["labour-migration"]
    assert dict(zip(labour.mechanisms, labour.names, strict=True))["abu-dhabi-dialogue"] == "ADD"
    assert sum("rmfm" in row.mechanisms for row in rows.values()) == 5


def test_a_year_without_an_issue_is_none():
    assert queries.issue(1999) is None
    assert queries.years() == (2022,)


def test_keeping_twice_is_keeping_once(now):
    before = queries.issue(2022), queries.evidence(2022)
    kept = keep_issues(rows=shipped.issues(), sources=shipped.sources(), at=now)
    assert len(kept.same) == 1
    assert (queries.issue(2022), queries.evidence(2022)) == before


def test_a_corrected_issue_arrives_until_people_have_worked_on_it(now):
    (row,) = copy.deepcopy(shipped.issues())
    row["office"] = "Another office"
    keep_issues(rows=[row], sources=shipped.sources(), at=now)
    assert queries.issue(2022).office == "Another office"
    published()
    row["office"] = "A third office"
    keep_issues(rows=[row], sources=shipped.sources(), at=now)
    assert queries.issue(2022).office == "Another office"


def test_what_was_believed_when_an_issue_went_out_can_be_made_again():
    before = queries.issue(2022)
    published()
    Entry.objects.filter(issue__year=2022, mechanism__slug="rcm").delete()
    Issue.objects.filter(year=2022).update(office="Elsewhere")
    assert queries.issue(2022) == before


def test_a_frozen_issue_is_the_issue():
    issue = queries.issue(2022)
    assert from_json(as_json(issue)) == issue


def test_a_query_is_waived_with_its_reason(now):
    for reason in ("a misprint", "a misprint", "checked with the secretariat"):
        waive(year=2022, key="themes-without-meetings|rmfm", reason=reason, by="ana", at=now)
    assert queries.waived(2022) == {"themes-without-meetings|rmfm": "checked with the secretariat"}


def test_silence_is_an_entry_without_statements():
    row = Issue.objects.get(year=2022)
    row.entries.create(mechanism=Mechanism.objects.get(slug="colombo-process"), place=99)
    assert queries.issue(2022).entries[-1].statements == ()
