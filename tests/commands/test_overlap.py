"""``iscm overlap``: who shares what with whom, as a person reads it and as data; what cannot be told is said."""

from __future__ import annotations

import csv
import io
import json

import pytest

from iscm.analysis.members import members
from iscm.analysis.shared import Held
from iscm.commands import main
from iscm.commands.overlap import SHOWN
from iscm.registry.queries import mechanisms
from iscm.site.overlap.records import _ground

pytestmark = pytest.mark.django_db
DAY = "2022-12-31"


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    _ground.cache_clear()


@pytest.fixture
def asked(capsys):
    """Runs the command and gives its code, its answer and its complaint."""

    def run(*words: str) -> tuple[int, str, str]:
        code = main(["overlap", *words])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def test_all_pairs_as_data_are_those_of_the_records(asked):
    import datetime as dt

    code, out, _err = asked("--as-of", DAY, "--format", "json")
    pairs = Held.on(members(mechanisms()), dt.date.fromisoformat(DAY)).pairs()
    rows = json.loads(out)
    assert code == 0
    assert [(r["one"], r["other"], r["both"]) for r in rows] == [
        (p.one, p.other, list(p.both)) for p in pairs
    ]
    code, out, _err = asked("--as-of", DAY, "--format", "csv")
    table = list(csv.DictReader(io.StringIO(out)))
    assert [(r["one"], r["other"], r["both"].split("; ")) for r in table] == [
        (p.one, p.other, list(p.both)) for p in pairs
    ]
    code, out, _err = asked("--as-of", DAY)
    assert f"Mechanisms that share members, members on {DAY}: 138" in out
    assert f"... and {138 - SHOWN} more" in out
    assert "No member on record by name: ACP-EU MD" in out


def test_two_mechanisms(asked):
    code, out, _err = asked("RCM", "ocam", "--as-of", DAY)
    assert code == 0
    assert "RCM and OCAM on 2022-12-31: 73% of all of either" in out
    assert "Both (8): Belize, Costa Rica, Dominican Republic" in out
    assert "Only OCAM (0): none" in out


def test_two_states(asked):
    _code, out, _err = asked("--states", "Kenya", "UG", "--as-of", "2026-01-01")
    assert "Both (5): Khartoum Process, MID-IGAD, MIDCOM, MIDEAC, RMFM" in out


def test_a_name_stands_with_its_note(asked):
    _code, out, _err = asked("--states", "XK", "AL", "--as-of", DAY)
    assert "Kosovo* and Albania" in out
    assert "* References to Kosovo shall be understood" in out


def test_observers_count_only_where_asked_for(asked):
    alone, more = (asked("igc", "--as-of", DAY, *words)[1] for words in ((), ("--observers",)))
    assert alone.splitlines()[0] != more.splitlines()[0]
    assert "members and observers" in more


def test_clashes_of_a_year_and_of_a_mechanism(asked):
    _code, out, _err = asked("--clashes", "2022")
    assert "on the same days in 2022: 29, 3 with States in two places" in out
    assert "5 more of one mechanism, or one at the other" in out
    _code, out, _err = asked("--clashes", "2022", "--mechanism", "IGC")
    assert "14 in two places: Austria, Belgium, Denmark" in out
    assert len(json.loads(asked("--clashes", "2022", "--format", "json")[1])) == 34


def test_who_should_talk(asked):
    code, out, _err = asked("--talk", "--as-of", DAY)
    assert code == 0
    assert "MTM - Rabat Process: 37 States;" in out
    assert json.loads(asked("--talk", "--format", "json")[1])[0]["rank"] == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("rabat-proces",), "there is no mechanism “rabat-proces”; is rabat-process meant?"),
        (
            ("qqqqqqqqqqqq",),
            "there is no mechanism “qqqqqqqqqqqq”; name one by its slug, such as rabat-process.",
        ),
        (("rcm", "RCM"), "rcm is named twice; name two mechanisms"),
        (("rcm", "sacm", "igc"), "3 mechanisms are named; two can be laid beside each other."),
        (("gfmd",), "no member of GFMD is on record by name, so that what it shares is not known."),
        (("mideac", "--as-of", "2015-06-01"), "MIDEAC did not stand on 2015-06-01"),
        (("--states", "KE", "Kenya"), "KE is named twice; name two States"),
        (("--states", "Kenia"), "there is no State or territory “Kenia”; is Kenya (KE) meant?"),
        (("--as-of", "2015-02-30"), "--as-of: “2015-02-30” is no day from 1900 to 2100"),
        (("--clashes", "3000"), "--clashes: 3000 is no year from 1900 to 2100."),
        (("--clashes", "2022", "--observers"), "leave --as-of and --observers out."),
        (("--mechanism", "rcm"), "--mechanism narrows --clashes"),
        (("rcm", "--talk"), "mechanisms and --talk are two questions"),
    ],
)
def test_what_cannot_be_told_is_said_in_a_sentence(asked, words, said):
    code, out, err = asked(*words)
    assert (code, out) == (2, "")
    assert said in err
    assert err.startswith("iscm overlap: ")
