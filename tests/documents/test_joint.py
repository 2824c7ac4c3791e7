"""A meeting that several mechanisms tell of is one meeting."""

from __future__ import annotations

from iscm.documents.joint import Telling, once
from iscm.domain.issues import Told
from iscm.domain.statements import Statement
from iscm.domain.when import When


def telling(mechanism: str, *joint: str, dates: tuple[str, ...] = (), **more: object) -> Telling:
    said = Statement(type="workshop", joint_with=joint, dates=tuple(map(When.parse, dates)), **more)
    return Telling(mechanism, Told(id=f"2022/{mechanism}/1", statement=said))


def groups(*tellings: Telling) -> list[tuple[str, ...]]:
    return [tuple(t.mechanism for t in gathering.tellings) for gathering in once(tellings)]


def test_both_sides_that_name_each_other_tell_of_one_meeting():
    assert groups(telling("rcm", "sacm"), telling("pidc"), telling("sacm", "rcm")) == [
        ("rcm", "sacm"),
        ("pidc",),
    ]


def test_the_dated_side_speaks_for_both():
    (meeting,) = once(
        [
            telling("rabat-process", "khartoum-process"),
            telling("khartoum-process", "rabat-process", dates=("2022-02-10",)),
        ]
    )
    assert [str(d) for d in meeting.statement.dates] == ["2022-02-10"]
    assert meeting.mechanisms == ("khartoum-process", "rabat-process")
    assert meeting.id == "2022/khartoum-process/1"


def test_what_differs_stays_apart():
    one = telling("rcm", "sacm", dates=("2022-05-31",))
    assert len(groups(one, telling("sacm", "rcm", dates=("2022-06-01",)))) == 2
    assert len(groups(one, telling("sacm", "rcm", dates=("2022-05-31",), ordinal=3))) == 2
    assert len(groups(one, telling("sacm", dates=("2022-05-31",)))) == 2
    assert len(groups(one, telling("rcm", "sacm", dates=("2022-05-31",)))) == 2


def test_three_hosts():
    three = [telling("a", "b", "c"), telling("b", "a", "c"), telling("c", "a", "b")]
    assert groups(*three) == [("a", "b", "c")]
    assert groups(*reversed(three)) == [("c", "b", "a")]


def test_a_partner_that_does_not_report_is_still_named():
    (meeting,) = once([telling("rabat-process", "mixed-migration-centre")])
    assert meeting.mechanisms == ("rabat-process", "mixed-migration-centre")
