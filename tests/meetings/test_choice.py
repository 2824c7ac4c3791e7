"""A choice of meetings as addresses say it: what is understood, how it is written, and what is refused."""

from __future__ import annotations

import pytest

from iscm.meetings.forms import complaints, described
from iscm.meetings.rules import MOST, Choice, reach


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("", ""),
        ("mechanism=rcm", "mechanism=rcm"),
        ("mechanism=Puebla+Process&mechanism=SACM", "mechanism=rcm&mechanism=sacm"),
        ("mechanism=sacm&mechanism=rcm&mechanism=RCM", "mechanism=rcm&mechanism=sacm"),
        ("year=2022&state=KE", "state=ke&year=2022"),
        ("state=Kenya", "state=ke"),
        ("state=C%C3%B4te+d%27Ivoire", "state=ci"),
        ("host=Suisse", "host=ch"),
        ("theme=Labour+migration", "theme=labour-migration"),
        ("type=Ministerial", "type=ministerial"),
        ("level=Global&region=Afrique", "level=global&region=africa"),
        ("region=150", "region=europe"),
        ("online=no&status=not+stated", "online=no&status=not-stated"),
        ("from=2022&to=2022", "year=2022"),
        ("from=2022-10", "from=2022-10"),
        ("to=2022-10-05&from=2022-10-05", "from=2022-10-05&to=2022-10-05"),
        ("from=2022-24", "from=2022-24"),
        ("q=++two++words+", "q=two+words"),
        ("mechanism=&year=+&q=", ""),
        ("country=CH&since=2015&until=2020&mode=in-person", "host=ch&online=no&from=2015&to=2020"),
    ],
)
def test_what_is_understood_is_written_in_one_way(said: str, written: str):
    choice, faults = Choice.parse(said)
    assert (str(choice), faults) == (written, ())
    assert Choice.parse(written) == (choice, ())
    assert bool(choice) == bool(written)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("mechanism=rcmm", "Mechanism: “rcmm” is not known. Is “rcm” (RCM) meant?"),
        ("state=Keniya", "State: “Keniya” is not known. Is “ke” (Kenya) meant?"),
        ("host=zz", "Held in: “zz” is not known."),
        (
            "type=ministeral",
            "Kind: “ministeral” is not known. Is “ministerial” (Ministerial Conference) meant?",
        ),
        ("year=20x2", "Year: “20x2” is no date here. Say 2022, 2022-10 or 2022-10-05."),
        ("year=2022-10", "Year: “2022-10” is no date here. Say 2022, 2022-10 or 2022-10-05."),
        ("from=2022-02-30", "From: “2022-02-30” is no date here. Say 2022, 2022-10 or 2022-10-05."),
        ("from=XXXX-02", "From: “XXXX-02” is no date here. Say 2022, 2022-10 or 2022-10-05."),
        ("year=1066", "Year: 1066 is outside these records: say a year from 1900 to 2100."),
        ("from=2022&to=2021-12", "To: 2021-12 is before 2022."),
        ("year=2022&from=2021", "Year: say either a year, or from and to."),
        ("year=2022&year=2023", "Year: “2023” is said besides another: only one can hold."),
        ("q=" + "x" * 201, "Words: this is too long: say at most 200 characters."),
        ("&".join(["theme=data"] * (MOST + 1)), "61 values are too many: say at most 60."),
        ("online=perhaps", "Online: “perhaps” is not known."),
        ("level=%27+OR+1%3D1--", "Level: “' OR 1=1--” is not known."),
    ],
)
def test_nonsense_is_told_and_chooses_nothing(said: str, sentence: str):
    choice, faults = Choice.parse(said)
    assert complaints(faults) == [sentence]
    assert choice == Choice()


def test_what_is_no_filter_is_told_with_the_nearest_and_all_there_are():
    _choice, faults = Choice.parse("mecanism=rcm&page=2", beside=("page",))
    (sentence,) = complaints(faults)
    assert sentence.startswith(
        "“mecanism” is no filter. Is “mechanism” meant? The filters are mechanism, state,"
    )


def test_every_fault_is_told_at_once():
    _choice, faults = Choice.parse("state=zz&theme=xyzzy&year=1")
    assert [fault.filter for fault in faults] == ["state", "theme"]


def test_a_choice_in_words():
    choice, _faults = Choice.parse("mechanism=rcm&state=ke&region=africa&online=no&from=2022-10&q=sea")
    assert described(choice) == "RCM, Kenya, Africa, in person, from 2022-10, “sea”"


@pytest.mark.parametrize(
    ("region", "continents"),
    [
        ("global", set()),
        ("", set()),
        ("Horn of Africa - Europe", {"africa", "europe"}),
        ("South America", {"americas"}),
        ("Euro-Mediterranean", {"africa", "asia", "europe"}),
        ("Commonwealth of Independent States", {"asia", "europe"}),
        ("Asia-Pacific", {"asia", "oceania"}),
    ],
)
def test_a_region_as_recorded_lies_in_continents(region: str, continents: set[str]):
    assert reach(region) == continents


def test_every_region_that_is_shipped_lies_somewhere():
    from iscm import shipped

    for row in shipped.mechanisms():
        assert reach(row["region"]) or row["level"] == "global", row["region"]
