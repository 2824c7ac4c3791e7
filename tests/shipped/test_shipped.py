"""The shipped data is whole: counted once by hand from the sources that it was gathered from, and held here."""

import collections
import re

import pytest

from iscm import shipped
from iscm.domain.organisations import organisations
from iscm.domain.statements import Statement
from iscm.domain.states import states
from iscm.domain.terms import mechanisms as names
from iscm.domain.terms import themes, types
from iscm.domain.when import When

MECHANISMS = shipped.mechanisms()
MEETINGS = shipped.meetings()
PUBLICATIONS = shipped.publications()
(ISSUE,) = shipped.issues()


def claims(row, field):
    """The claims of a field, whether written plainly or as a list."""
    value = row.get(field)
    return value if isinstance(value, list) else [] if value is None else [{"value": value, "chosen": True}]


def parties(row, kind, **want):
    groups = row.get("participation", [])
    return [p for g in groups if all(g.get(k) == v for k, v in want.items()) for p in g.get(kind, [])]


def total(kind, **want):
    return sum(len(parties(row, kind, **want)) for row in MECHANISMS)


def test_mechanisms():
    assert len(MECHANISMS) == 46
    assert {row["slug"] for row in MECHANISMS} == set(names())
    assert all(row["region"] and claims(row, "established") and row["sources"] for row in MECHANISMS)
    levels = collections.Counter(
        c["value"] for r in MECHANISMS for c in claims(r, "level") if c.get("chosen")
    )
    assert levels == {"interregional": 17, "regional": 25, "global": 4}


def test_members_observers_and_partners():
    assert total("states", role="member", basis=None) == 701
    assert total("states", role="member", basis="inferred") == 120
    assert total("states", role="observer") == 45
    assert total("states", role="partner") == 8
    assert (
        total("organisations", role="observer") + total("groups", role="observer") + total("mechanisms")
        == 110
    )
    assert (
        total("organisations", role="member") == 8
    )  # 4 so named; 4 among groups: EU, its Commission twice, ASEAN
    assert total("groups", role="member") == 13
    assert total("organisations", role="partner") == 2
    assert total("states", role="steering") + total("organisations", role="steering") == 18


def test_territories_and_others_are_members():
    found = {p for row in MECHANISMS for p in parties(row, "states", role="member")}
    assert {"HK", "MO", "NC", "PF", "TK", "AS", "XK", "EH"} <= found
    assert len(found) == 208
    assert found <= set(states())


def test_every_party_is_known():
    slugs = {row["slug"] for row in MECHANISMS}
    for row in MECHANISMS:
        assert set(parties(row, "organisations")) <= set(organisations())
        assert set(parties(row, "mechanisms")) <= slugs
        assert {chair["state"] for chair in row.get("chairs", [])} <= set(states())


def test_chairs_bodies_and_names():
    assert sum(len(row.get("chairs", [])) for row in MECHANISMS) == 157
    assert sum(c.get("chosen") is False for row in MECHANISMS for c in row.get("chairs", [])) == 1
    assert sum(len(row.get("bodies", [])) for row in MECHANISMS) == 27
    (pidc,) = [row for row in MECHANISMS if row["slug"] == "pidc"]
    assert [n["since"] for n in pidc["names"]] == [1996, 1997, 2017, 2018]
    assert sum(len(n.name) + len(n.aliases) + bool(n.acronym) for n in names().values()) >= 296


def test_sources_that_disagree_stand_side_by_side():
    rivals = {
        (row["slug"], field)
        for row in MECHANISMS
        for field in ("level", "established", "member-count", "observer-count")
        if len(claims(row, field)) > 1
    }
    assert len(rivals) == 24
    for row in MECHANISMS:
        for field in ("level", "established", "status", "website", "secretariat", "member-count"):
            chosen = [c for c in claims(row, field) if c.get("chosen")]
            assert len(chosen) <= 1
            assert chosen or not claims(row, field)


def test_remarks():
    about = collections.Counter(k for row in MECHANISMS for k, v in row.get("remarks", {}).items() for _ in v)
    assert about == {"members": 18, "observers": 5, "chair": 4, "general": 30}


def test_meetings():
    """466 as gathered, 5 of them a joint meeting told twice; 51 more that only the issue of 2022 tells."""
    assert len(MEETINGS) == 466 - 5 + 51
    assert len({row["id"] for row in MEETINGS}) == len(MEETINGS)
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", row["id"]) for row in MEETINGS)
    assert all(row["type"] in types() and row["sources"] for row in MEETINGS)
    assert {o["mechanism"] for row in MEETINGS for o in row["owners"]} <= set(names())
    assert {row["country"] for row in MEETINGS if "country" in row} <= set(states())


def test_dates_as_exactly_as_known():
    dated = [When.parse(str(row["when"])) for row in MEETINGS if "when" in row]
    assert len(MEETINGS) - len(dated) == 15  # of 19 undated ones, four say a day without a year
    precision = collections.Counter(when.precision for when in dated if when.has_year)
    assert precision == {"day": 390, "month": 41, "year": 62}
    assert sum(not when.has_year for when in dated) == 4


def test_counts_outcomes_notes_and_status():
    assert {
        r["id"]: r["count"] for r in MEETINGS if "count" in r and r["sources"] != ["highlights-2022"]
    } == {
        "abu-dhabi-dialogue-2024-02-10-preparatory": 8,
    }
    assert sum(len(row.get("outcomes", [])) for row in MEETINGS) == 112
    assert sum(row.get("status") == "announced" for row in MEETINGS) == 12
    assert sum("note" in row for row in MEETINGS) == 74
    assert sum(bool(row.get("claims")) for row in MEETINGS) == 30
    assert sum(len(row.get("history", [])) for row in MEETINGS) == 4


def test_a_joint_meeting_is_one_with_several_owners():
    joint = {row["id"]: [o["mechanism"] for o in row["owners"]] for row in MEETINGS if len(row["owners"]) > 1}
    assert len(joint) == 8
    assert joint["au-hoai-2017-11-08-thematic"] == ["au-hoai", "khartoum-process", "rabat-process"]
    assert joint["khartoum-process-2022-10-05-thematic"] == ["khartoum-process", "rabat-process"]
    assert joint["rcm-2022-plenary-3"] == ["rcm", "sacm"]


def test_global_meetings():
    by_id = {row["id"]: row for row in MEETINGS}
    (series,) = shipped.series()
    listed = series["meetings"]
    assert len(listed) == 11
    figures = {i: by_id[i].get("figures", {}).get("represented") for i in listed}
    assert [figures[f"grcp-{n}"] for n in (1, 2, 5, 6, 7, 8, 9)] == [9, 13, 15, 19, 22, 28, 23]
    assert by_id["grcp-9"]["figures"]["spoke"] == 18
    assert str(by_id["grcp-9"]["when"]) == "2021-11-10/2021-11-11"


def test_publications():
    """80 as gathered, and two more that only the issue of 2022 names."""
    assert len(PUBLICATIONS) == 80 + 2
    known = {row["id"] for row in MEETINGS}
    assert all(set(row.get("meetings", [])) <= known for row in PUBLICATIONS)
    assert all(set(row.get("with", [])) <= set(organisations()) for row in PUBLICATIONS)
    assert all(row["sources"] for row in PUBLICATIONS)


def test_themes_keep_the_printed_wording_and_lead_to_known_ones():
    printed = {t for row in (*MECHANISMS, *MEETINGS) for t in row.get("themes", [])}
    assert len(printed) == 248
    assert set(shipped.themes()) <= printed
    assert {t for ids in shipped.themes().values() for t in ids} <= set(themes())


def test_every_source_is_an_address_or_known_by_an_id():
    def cited(value):
        if isinstance(value, dict):
            for key, inner in value.items():
                if key == "source":
                    yield inner
                elif key == "sources":
                    yield from inner
                else:
                    yield from cited(inner)
        elif isinstance(value, list):
            for inner in value:
                yield from cited(inner)

    everything = set(cited([*MECHANISMS, *MEETINGS, *PUBLICATIONS, ISSUE, *shipped.series()]))
    assert all(s.startswith("http") or s in shipped.sources() for s in everything)
    assert len(everything) > 450


def test_the_issue_of_2022():
    assert (ISSUE["number"], len(ISSUE["entries"])) == (8, 22)
    assert sum(len(e["statements"]) for e in ISSUE["entries"]) == 78
    assert sum(len(row["mechanisms"]) for row in ISSUE["themes"]) == 84
    assert sum("rmfm" in row["mechanisms"] for row in ISSUE["themes"]) == 5
    assert len(ISSUE["publications"]) == 8
    told = ISSUE["global-meeting"]
    assert (told["represented"], told["spoke"], told["dates"]) == (23, 18, ["XXXX-11-10/XXXX-11-11"])


def test_the_issues_text_says_each_statement_in_order():
    text = shipped.issue_text(2022)
    for entry in ISSUE["entries"]:
        assert f"\n{entry['heading']}\n\n{entry['prose']}\n" in text
        at = 0
        for row in entry["statements"]:
            at = entry["prose"].index(row["text"], at) + len(row["text"])
            Statement.from_json(row)


def test_every_statement_leads_to_its_meetings():
    by_id = {row["id"]: row for row in MEETINGS}
    for entry in ISSUE["entries"]:
        for row in entry["statements"]:
            assert row["meetings"]
            for meeting in row["meetings"]:
                owners = [o["mechanism"] for o in by_id[meeting]["owners"]]
                assert entry["mechanism"] in owners


@pytest.mark.parametrize(
    "printed", ["MIDSA", "MID-SA", "ADD", "Abu Dhabi Dialogue", "ISEM 2022", "10-11 November"]
)
def test_the_editorial_problems_of_the_year_are_still_in_its_text(printed):
    assert printed in shipped.issue_text(2022)
