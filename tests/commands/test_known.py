"""What the project's own records know, as checks want it."""

from __future__ import annotations

import pytest

from iscm.analysis.known import Known
from iscm.commands.known import pasts, shipped
from iscm.domain.when import When


@pytest.fixture(scope="module")
def known() -> Known:
    return shipped()


def test_the_shipped_meetings_are_known(known: Known) -> None:
    assert len(known.meetings) > 450
    sixth = next(m for m in known.of("rabat-process") if m.type == "ministerial" and m.ordinal == 6)
    assert str(sixth.when) == "2022-12-13/2022-12-14"
    assert (sixth.city, sixth.country) == ("Cádiz", "ES")


def test_events_are_found_by_series_and_number(known: Known) -> None:
    assert str(known.event("imrf-1").when) == "2022-05-17/2022-05-20"
    assert known.event("imrf") is None
    assert known.event("grcp-99") is None


def test_dormant_and_ended_mechanisms_are_at_rest(known: Known) -> None:
    assert {"midcas", "manila-process"} <= known.at_rest
    assert "rabat-process" not in known.at_rest


def test_a_joint_meeting_is_known_to_each_of_its_owners() -> None:
    row = {
        "type": "thematic",
        "title": "On climate",
        "when": [{"value": "2022-10-04"}, {"value": "2022-10-05", "chosen": True}],
        "owners": [{"mechanism": "khartoum-process"}, {"mechanism": "rabat-process"}],
    }
    one, other = pasts(row)
    assert (one.mechanism, one.joint_with) == ("khartoum-process", ("rabat-process",))
    assert (other.mechanism, other.joint_with) == ("rabat-process", ("khartoum-process",))
    assert one.when == other.when == When.parse("2022-10-05")
