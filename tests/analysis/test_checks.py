"""Each check alone: what it asks, and what it lets pass."""

from __future__ import annotations

from dataclasses import replace

import pytest

from iscm.analysis.checks import CHECKS, find
from iscm.analysis.known import Known, pasts
from iscm.analysis.material import of_issue, of_reading
from iscm.analysis.wording import codes
from iscm.domain.claims import Source
from iscm.domain.issues import Entry, GlobalMeeting, Issue, Publication, Told
from iscm.domain.meetings import Meeting, Owner
from iscm.domain.statements import Finding, Span, Statement
from iscm.domain.when import When
from tests.analysis.issues import Said, compose, known, past, st


def ask(code: str, said: list[Said], records: Known | None = None, **more: object) -> list[Finding]:
    """The findings of a code about one entry of SACM."""
    reading = compose([("sacm", "SACM", said)], **more)  # type: ignore[arg-type]
    return [f for f in find(of_reading(reading), records or known()) if f.code == code]


def one(
    code: str, kind: str, *dates: str, records: Known | None = None, year: int = 2022, **more: object
) -> int:
    """How often a code is raised about one statement."""
    return len(ask(code, [("The meeting", st(kind, *dates, **more))], records, year=year))


@pytest.mark.parametrize(
    ("words", "year", "wrong"),
    [
        ("SOM (31 June)", 2022, "31 June"),
        ("SOM on 30 February 2021", 2022, "30 February 2021"),
        ("SOM (29 February)", 2023, "29 February"),
        ("SOM (29 February)", 2024, None),
        ("réunion du 31 novembre", 2022, "31 novembre"),
        ("reunión del 31 de abril de 2022", 2022, "31 de abril de 2022"),
        ("встреча 31 июня", 2022, "31 июня"),
        ("SOM (June 31)", 2022, "June 31"),
        ("SOM (31 May - 1 June)", 2022, None),
        ("In May 2022, 31 States met", 2022, None),
        ("SOM (31.06.2018)", 2022, "31.06.2018"),
        ("SOM (06/30/2018)", 2022, None),
        ("SOM (30/06/2018)", 2022, None),
        ("SOM (June 31, 2021)", 2022, "June 31, 2021"),
        ("some 35 may attend", 2022, None),
        ("in September 31 States", 2022, None),
        ("24 working group meetings in March 2022", 2022, None),
    ],
)
def test_impossible_dates(words: str, year: int, wrong: str | None) -> None:
    found = ask("impossible-date", [(words, st("meeting"))], year=year)
    assert [f.quote for f in found] == ([wrong] if wrong else [])
    assert all(f.subject == "sacm" and f.severity == "error" for f in found)


def test_an_impossible_date_that_only_the_reader_noticed() -> None:
    reading = compose([("sacm", "SACM", [("SOM (the last of June, 31)", st("senior-officials"))])])
    (entry,) = reading.entries
    doubtful = replace(entry, found=(replace(entry.found[0], doubts=("impossible-date",)),))
    (finding,) = find(of_reading(replace(reading, entries=(doubtful,))), known())
    assert finding.code == "impossible-date"


@pytest.mark.parametrize(
    ("words", "asks"),
    [
        ("SOM on Friday 9 June 2018", 1),
        ("SOM on Saturday 9 June 2018", 0),
        ("SOM on Sunday, 18 December", 0),
        ("SOM on Monday, 18 December", 1),
        ("SOM on Monday, December 18", 1),
        ("réunion du vendredi 9 juin 2018", 1),
        ("from Tuesday 7 to Friday 10 June 2022", 0),
    ],
)
def test_a_day_of_the_week_that_is_not_the_dates(words: str, asks: int) -> None:
    assert len(ask("weekday-differs", [(words, st("meeting"))])) == asks


@pytest.mark.parametrize(
    ("count", "dates", "asks"),
    [(2, 3, 1), (2, 1, 1), (1, 2, 1), (2, 2, 0), (9, 0, 0), (None, 2, 0), (1, 1, 0)],
)
def test_count_and_dates(count: int | None, dates: int, asks: int) -> None:
    days = [f"2022-05-{day:02d}" for day in range(3, 3 + dates)]
    assert one("count-and-dates", "workshop", *days, count=count) == asks


def test_more_dates_in_print_than_meetings() -> None:
    two = st("workshop", "2022-05-03", "2022-06-07", count=2)
    (finding,) = ask("count-and-dates", [("two workshops (3 May, 7 June and 5 July)", two)])
    assert finding.message == "The words say 2 meetings, and give 3 dates."
    assert ask("count-and-dates", [("two workshops (3 May and 7 June)", two)]) == []
    assert ask("count-and-dates", [("two workshops (3 & 7 June)", two)]) == []
    assert ask("count-and-dates", [("two workshops (3-4 May and 30 June - 1 July)", two)]) == []


@pytest.mark.parametrize(
    ("day", "asks"),
    [
        ("2022-12-18", 1),
        ("2022-12-16", 0),
        ("2022-12-16/2022-12-17", 1),
        ("2022-12", 0),
        ("2022-12-12/2022-12-16", 0),
    ],
)
def test_weekends(day: str, asks: int) -> None:
    assert one("weekend", "meeting", day) == asks


def test_a_weekend_is_the_hosts_own() -> None:
    friday, sunday = "2022-03-11", "2022-03-13"
    assert one("weekend", "meeting", friday, country="EG") == 1
    assert one("weekend", "meeting", sunday, country="EG") == 0
    assert one("weekend", "meeting", sunday, country="Egypt") == 0


def test_the_host_may_be_known_from_the_records() -> None:
    records = known(past("sacm", "meeting", "2022-03-13", country="EG"))
    assert one("weekend", "meeting", "2022-03-13", records=records) == 0


def test_a_weekend_that_the_records_confirm_is_a_note() -> None:
    records = known(past("sacm", "meeting", "2022-12-18"))
    (finding,) = ask("weekend", [("It met", st("meeting", "2022-12-18"))], records)
    assert finding.severity == "note"
    assert finding.message == "18 December 2022 is a Sunday. The records have the same date."


def test_an_issue_is_no_witness_of_itself() -> None:
    records = known(past("sacm", "meeting", "2022-12-18", sources=("highlights-2022",)))
    (finding,) = ask("weekend", [("It met", st("meeting", "2022-12-18"))], records)
    assert finding.severity == "ask"


def test_public_holidays_of_the_host() -> None:
    (finding,) = ask("public-holiday", [("It met", st("meeting", "2022-07-13/2022-07-14", country="FR"))])
    assert "14 July 2022 is a public holiday in France" in finding.message
    assert one("public-holiday", "meeting", "2022-07-14", country="CL") == 0
    assert one("public-holiday", "meeting", "2022-07-14") == 0


@pytest.mark.parametrize(
    ("day", "asks"), [("2021-12-31", 1), ("2022-12-31/2023-01-02", 0), ("2023-02", 1), ("2022", 0)]
)
def test_outside_the_period(day: str, asks: int) -> None:
    assert one("outside-period", "meeting", day) == asks


def test_a_day_without_a_year_is_of_the_issues_year() -> None:
    assert one("outside-period", "meeting", "XXXX-06-03") == 0
    assert one("weekend", "meeting", "XXXX-12-18") == 1


def test_two_meetings_on_one_day() -> None:
    said = [
        ("a plenary", st("plenary", "2022-05-30/2022-05-31")),
        ("focal points", st("focal-points", "2022-05-31")),
    ]
    assert len(ask("same-day", said)) == 1
    side = [("a forum", st("forum", "2022-05-31")), ("a side event", st("side-event", "2022-05-31"))]
    assert ask("same-day", side) == []


@pytest.mark.parametrize(
    ("code", "ordinal", "before"),
    [
        ("ordinal-skipped", 8, (6, "2021-10-01")),
        ("ordinal-repeated", 6, (6, "2021-10-01")),
        ("ordinal-backwards", 5, (6, "2021-10-01")),
        (None, 7, (6, "2021-10-01")),
        (None, 9, (6, "2018-10-01")),  # nobody knows what happened in between
    ],
)
def test_ordinals_beside_the_years_before(code: str | None, ordinal: int, before: tuple[int, str]) -> None:
    records = known(past("sacm", "ministerial", before[1], ordinal=before[0]))
    reading = compose([("sacm", "SACM", [("The meeting", st("ministerial", "2022-10-04", ordinal=ordinal))])])
    codes = {f.code for f in find(of_reading(reading), records) if f.code.startswith("ordinal")}
    assert codes == ({code} if code else set())


def test_a_series_may_not_run_faster_than_it_ever_did() -> None:
    slow = [past("sacm", "ministerial", f"{2006 + 4 * n}-05-04", ordinal=n) for n in range(1, 4)]
    assert one("ordinal-skipped", "ministerial", "2022-05-04", ordinal=6, records=known(*slow)) == 1
    assert one("ordinal-skipped", "ministerial", "2022-05-04", ordinal=4, records=known(*slow)) == 0


def test_ordinals_within_the_issue() -> None:
    def said(first: int, second: int) -> list[Said]:
        return [
            ("In June", st("ordinary", "2022-06-13", ordinal=first)),
            ("in December", st("ordinary", "2022-12-12", ordinal=second)),
        ]

    assert ask("ordinal-skipped", said(54, 56))
    assert ask("ordinal-repeated", said(54, 54))
    assert ask("ordinal-backwards", said(55, 54))
    assert not [f for c in ("skipped", "repeated", "backwards") for f in ask(f"ordinal-{c}", said(54, 55))]


def test_a_group_counts_its_own_meetings() -> None:
    records = known(past("sacm", "working-group", "2021-03-01", ordinal=1, title="another group"))
    assert one("ordinal-skipped", "working-group", "2022-03-01", ordinal=8, records=records) == 0


def test_a_number_that_the_series_always_has() -> None:
    records = known(*(past("sacm", "ministerial", f"{2018 + n}-05-04", ordinal=n) for n in (1, 2, 3)))
    (finding,) = ask("ordinal-missing", [("Ministers met", st("ministerial", "2022-05-04"))], records)
    assert finding.severity == "note"
    assert "the 3rd was on 4 May 2021" in finding.message


def test_the_ministers_of_a_steering_group_are_no_ministerial() -> None:
    records = known(*(past("sacm", "ministerial", f"{2018 + n}-05-04", ordinal=n) for n in (1, 2, 3)))
    words = "foreign ministers of the Steering Group"
    assert ask("ordinal-missing", [(words, st("ministerial", "2022-05-04"))], records) == []


def test_the_records_have_the_same_number_on_other_days() -> None:
    records = known(past("sacm", "ministerial", "2022-10-04/2022-10-05", ordinal=6))
    assert one("date-against-records", "ministerial", "2022-10-04", ordinal=6, records=records) == 1
    assert (
        one("date-against-records", "ministerial", "2022-10-04/2022-10-05", ordinal=6, records=records) == 0
    )
    assert one("date-against-records", "ministerial", "2022-11-08", ordinal=6, records=records) == 1
    assert one("date-against-records", "ministerial", "2022-11-08", ordinal=7, records=records) == 0
    assert one("date-against-records", "workshop", "2022-11-08", records=records) == 0


def test_a_record_that_was_only_announced_contradicts_nothing() -> None:
    records = known(past("sacm", "ministerial", "2022-10-04", ordinal=6, status="announced"))
    assert one("date-against-records", "ministerial", "2022-11-08", ordinal=6, records=records) == 0


def test_a_meeting_that_the_records_hold_as_joint() -> None:
    records = known(past("sacm", "thematic", "2022-10-05/2022-10-07", joint_with=("rcm",)))
    (finding,) = ask("joint-against-records", [("It met", st("thematic", "2022-10-05/2022-10-07"))], records)
    assert "as a joint one with RCM" in finding.message


def test_a_joint_meeting_said_beside_another_of_the_day() -> None:
    records = known(past("sacm", "plenary", "2022-05-31", joint_with=("rcm",)))
    said = [
        ("a plenary with RCM", st("plenary", "2022-05-31", joint_with=("rcm",))),
        ("a workshop", st("workshop", "2022-05-31")),
    ]
    assert ask("joint-against-records", said, records) == []


def test_a_side_event_off_the_days_of_its_event() -> None:
    records = known(past("imrf", "annual", "2022-05-17/2022-05-20", ordinal=1, title="First IMRF"))
    assert one("off-event-days", "side-event", "2022-05-17", at="imrf-1", records=records) == 0
    assert one("off-event-days", "side-event", "2022-06-17", at="imrf-1", records=records) == 1
    assert (
        one("off-event-days", "workshop", "2022-04-17", at="imrf-1", kinds=("preparatory",), records=records)
        == 0
    )
    assert (
        one("off-event-days", "workshop", "2022-06-17", at="imrf-1", kinds=("preparatory",), records=records)
        == 1
    )


def joint(mine: Statement | None, theirs: Statement | None) -> dict[str, Finding]:
    """The findings on joint meetings, of an entry of RCM and one of SACM."""
    entries = [
        ("rcm", "RCM", [("The first words", mine)] if mine else []),
        ("sacm", "SACM", [("The other words", theirs)] if theirs else []),
    ]
    found = find(of_reading(compose(entries)), known())
    return {f.code: f for f in found if f.code.startswith("joint")}


def test_joint_meetings_on_one_side_only() -> None:
    mine = st("workshop", "2022-05-31", joint_with=("sacm",))
    assert set(joint(mine, st("congress", "2022-07-31"))) == {"joint-one-side"}
    twin = joint(mine, st("workshop", "2022-05-31"))["joint-one-side"]
    assert "“The other words”" in twin.message


def test_joint_meetings_with_other_dates() -> None:
    mine = st("workshop", "2022-05-31", joint_with=("sacm",))
    assert set(joint(mine, st("workshop", "2022-05-30", joint_with=("rcm",)))) == {"joint-dates-differ"}


def test_two_joint_meetings_a_year_are_two() -> None:
    mine = st("workshop", "2022-05-31", joint_with=("sacm",))
    assert set(joint(mine, st("workshop", "2022-11-30", joint_with=("rcm",)))) == {"joint-one-side"}


def test_a_partner_that_is_no_mechanism_owes_no_line() -> None:
    assert joint(st("workshop", joint_with=("mixed-migration-centre",)), st("congress")) == {}


def test_a_meeting_of_three_is_one_meeting() -> None:
    entries = [
        (slug, slug.upper(), [(f"told by {slug}", st("plenary", "2022-05-31", joint_with=tuple(others)))])
        for slug, others in (("rcm", ["sacm", "ocam"]), ("sacm", ["rcm", "ocam"]), ("ocam", ["rcm", "sacm"]))
    ]
    (finding,) = (f for f in find(of_reading(compose(entries)), known()) if f.code.startswith("joint"))
    assert finding.subject == "ocam+rcm+sacm"
    assert "3 times" in finding.message


def test_unknown_mechanisms_and_what_is_near() -> None:
    reading = compose([("khartum-process", "Khartum Process", [("SOM", st("senior-officials"))])])
    (finding,) = (f for f in find(of_reading(reading), known()) if f.code == "unknown-mechanism")
    assert "Near to it: Khartoum Process" in finding.message


def test_a_theme_is_borne_by_reading_or_by_its_words() -> None:
    rows = {"gender": [("SACM", "sacm")]}
    assert ask("theme-without-statement", [("a workshop", st("workshop"))], rows=rows)
    assert not ask("theme-without-statement", [("a workshop", st("workshop", themes=("gender",)))], rows=rows)
    assert not ask("theme-without-statement", [("a workshop on gender", st("workshop"))], rows=rows)


def test_a_theme_that_others_bear_out() -> None:
    entries = [
        ("rcm", "RCM", [("a workshop on gender", st("workshop"))]),
        ("sacm", "SACM", [("a workshop", st("workshop"))]),
    ]
    rows = {"gender": [("RCM", "rcm"), ("SACM", "sacm")], "data": [("SACM", "sacm")]}
    found = find(of_reading(compose(entries, rows=rows)), known())
    (shown,) = (f for f in found if f.code == "themes-not-shown")
    assert (shown.subject, shown.values["themes"], shown.quote) == ("sacm", ("gender",), "SACM")
    (bare,) = (f for f in found if f.code == "theme-without-statement")
    assert bare.subject == "data"


def test_publications_without_an_address() -> None:
    papers = [Publication(title="One", url="#"), Publication(title="Two", url="https://www.iom.int/two")]
    (finding,) = ask("publication-without-address", [], publications=papers)
    assert finding.values["titles"] == ("One",)


def test_silence_is_not_asked_of_those_at_rest() -> None:
    rows = (past("rcm", "ministerial", "2021-05-04"), past("mtm-dialogue", "meeting", "2021-05-04"))
    (finding,) = ask("silent-this-year", [], known(*rows, at_rest=frozenset(["mtm-dialogue"])))
    assert finding.values["names"] == ("RCM (2021)",)
    assert ask("silent-this-year", [], known(past("rcm", "ministerial", "2011-05-04"))) == []


def test_known_meetings_that_an_entry_does_not_tell() -> None:
    records = known(past("sacm", "training", "2022-05-24/2022-05-26", title="A training", city="Juba"))
    (finding,) = ask("records-not-told", [("It met", st("meeting", "2022-02-01"))], records)
    assert "A training (24-26 May 2022, Juba)" in finding.message
    assert ask("records-not-told", [("nine trainings", st("training", count=9))], records) == []


def test_a_year_said_is_not_asked_for() -> None:
    records = known(past("grcp", "annual", "2021-11-10/2021-11-11", ordinal=9, title="GRCP 9"))

    def asks(text: str) -> int:
        meeting = GlobalMeeting(dates=(When.parse("2022-11-10/2022-11-11"),), text=text)
        return len(ask("year-contradicted", [], records, meeting=meeting))

    assert asks("10-11 November, GRCP") == 1
    assert asks("10-11 November 2022, GRCP") == 0
    assert asks("10-11 November, another meeting") == 1
    assert asks("10-11 November 2022, another meeting") == 0


def test_a_date_of_the_global_meeting_that_the_reader_left() -> None:
    records = known(past("grcp", "annual", "2021-11-10/2021-11-11", ordinal=9, title="GRCP 9"))
    meeting = GlobalMeeting(text="The meeting of 10-11 November saw 23 mechanisms")
    (finding,) = ask("year-contradicted", [], records, meeting=meeting)
    assert "10-11 November 2021: GRCP 9" in finding.message


def test_an_issue_of_records_is_checked_too() -> None:
    def entry(slug: str, partner: str) -> Entry:
        told = Told(
            id=f"2022/{slug}/1", statement=st("plenary", "2022-05-31", joint_with=(partner,)), prose="plenary"
        )
        return Entry(mechanism=slug, statements=(told,))

    issue = Issue(
        year=2022,
        number=8,
        period=When.parse("2022-01/2022-12"),
        office="An office",
        contact="someone@iom.int",
        entries=(entry("rcm", "sacm"), entry("sacm", "rcm"), Entry(mechanism="riam")),
    )
    found = find(of_issue(issue), known(past("riam", "annual", "2021-12")))
    assert {f.code for f in found} == {"joint-told-twice", "silent-this-year"}
    assert all(f.span is None and f.line is None for f in found)


def test_what_the_reader_found_itself_is_kept_once() -> None:
    reading = compose([("sacm", "SACM", [("SOM (31 June)", st("senior-officials"))])])
    start = reading.text.index("31 June")
    own = Finding(code="impossible-date", message="June has no day 31", span=Span(start, start + 7))
    found = find(of_reading(replace(reading, findings=(own,))), known())
    assert [f.code for f in found].count("impossible-date") == 1


def test_every_check_has_words_and_every_word_a_check() -> None:
    of_the_reader = {"unknown-name", "unknown-theme"}
    assert set(codes()) == {check.code for check in CHECKS} | of_the_reader
    assert all(check.words.title and check.words.why for check in CHECKS)


def test_a_record_is_known_to_each_of_its_owners() -> None:
    meeting = Meeting(
        id="rcm-2022-plenary-3",
        title="3rd Plenary",
        type="plenary",
        ordinal=3,
        when=When.parse("2022-05-31"),
        owners=(Owner(mechanism="rcm"), Owner(mechanism="sacm")),
        sources=(Source(id="highlights-2022"),),
    )
    one, other = pasts(meeting)
    assert (one.mechanism, one.joint_with, one.ordinal) == ("rcm", ("sacm",), 3)
    assert (other.mechanism, other.joint_with) == ("sacm", ("rcm",))
    assert known(one, other).beside(2022).meetings == ()
    assert known(one, other).beside(2023).meetings == (one, other)
