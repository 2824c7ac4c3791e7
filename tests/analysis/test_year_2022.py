"""What an editor must ask about the year 2022: the seven queries of a careful reading, and no flood beside them."""

from __future__ import annotations

from iscm.analysis.checks import find
from iscm.analysis.known import Known
from iscm.analysis.material import of_reading
from iscm.domain.statements import Finding
from tests.analysis.year2022 import ISSUE, RECORDS

FOUND = find(of_reading(ISSUE), RECORDS)


def asked(code: str, subject: str = "") -> Finding:
    """The one finding of a code about a subject, graver than a note."""
    (finding,) = (f for f in FOUND if f.code == code and (not subject or f.subject == subject))
    assert finding.severity in ("ask", "error")
    return finding


def test_a_mechanism_under_five_themes_without_meetings() -> None:
    finding = asked("themes-without-meetings", "rmfm")
    assert finding.values["n"] == 5
    assert "3rd Ministerial Forum (28 March - 1 April 2022, Nairobi)" in finding.message
    assert finding.quote == "RMFM"


def test_the_plenary_of_rcm_and_sacm_is_one_meeting_told_twice() -> None:
    finding = asked("joint-told-twice")
    assert finding.subject == "rcm+sacm"
    assert "31 May 2022" in finding.message


def test_the_joint_workshop_is_dated_on_one_side_only() -> None:
    finding = asked("joint-dated-once")
    assert finding.values["dated"] == "khartoum-process"
    assert finding.values["undated"] == "rabat-process"
    assert finding.quote == "a workshop held with the Khartoum Process"


def test_two_meetings_of_sacm_on_31_may() -> None:
    assert "SACM has two meetings on 31 May 2022" in asked("same-day", "sacm").message


def test_the_senior_officials_of_the_bali_process_on_a_sunday() -> None:
    assert asked("weekend", "bali-process").message == "18 December 2022 is a Sunday."


def test_the_global_meeting_has_no_year_and_speaks_of_a_forum_of_may_as_to_come() -> None:
    message = asked("year-contradicted").message
    assert "10-11 November, without a year" in message
    assert "17-20 May 2022" in message
    assert "The records hold on 10-11 November 2021: GRCP 9" in message


def test_names_that_drift() -> None:
    assert asked("name-drift", "midsa").values["names"] == ("MID-SA", "MIDSA")
    assert asked("name-drift", "abu-dhabi-dialogue").values["names"] == ("ADD", "Abu Dhabi Dialogue")
    assert asked("own-name-drift").quote == "ISEM"


def test_dates_that_the_records_contradict() -> None:
    differ = {(f.subject, str(f.values["date"])): f for f in FOUND if f.code == "date-against-records"}
    assert "13-14 December 2022 in Cádiz" in differ["rabat-process", "2022-12-14"].message
    assert "outside the period" in differ["bali-process", "2022-12-19"].message
    assert ("bali-process", "2022-12-18") in differ


def test_an_editor_would_read_it_all() -> None:
    assert len(FOUND) <= 25


def test_an_issue_is_checked_without_any_records() -> None:
    codes = {finding.code for finding in find(of_reading(ISSUE), Known())}
    assert {"joint-told-twice", "same-day", "weekend", "name-drift"} <= codes
    assert "date-against-records" not in codes
