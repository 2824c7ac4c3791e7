"""``iscm summary``: the year in numbers, as a person reads it in the terminal."""

from __future__ import annotations

import io
from pathlib import Path

from rich.console import Console

from iscm.analysis.checks import Checked
from iscm.commands.summary import Summary, show
from iscm.domain.issues import Entry, IndexRow, Issue, Publication, Told
from iscm.domain.statements import Finding, Statement
from iscm.domain.when import When


def statement(kind: str, *dates: str, **more: object) -> Statement:
    return Statement(type=kind, dates=tuple(map(When.parse, dates)), **more)


JOINT = {"ordinal": 3}
ISSUE = Issue(
    year=2022,
    number=8,
    period=When.parse("2022-01/2022-12"),
    office="An office",
    contact="office@example.org",
    entries=(
        Entry(
            mechanism="rcm",
            statements=(
                Told(
                    id="2022/rcm/1",
                    statement=statement("plenary", "2022-05-31", joint_with=("sacm",), **JOINT),
                ),
                Told(id="2022/rcm/2", statement=statement("workshop", count=4)),
                Told(id="2022/rcm/3", statement=statement("training", count=None)),
            ),
        ),
        Entry(
            mechanism="sacm",
            statements=(
                Told(id="2022/sacm/1", statement=statement("plenary", joint_with=("rcm",), **JOINT)),
            ),
        ),
        Entry(mechanism="midwa"),
    ),
    themes=(
        IndexRow(theme="labour-migration", mechanisms=("rcm", "sacm")),
        IndexRow(theme="data", mechanisms=("rcm",)),
    ),
    publications=(Publication(title="A study"),),
)


def shown(folder: Path, *findings: Finding) -> str:
    out = io.StringIO()
    show(Summary(ISSUE, Checked(findings), folder), Console(file=out, width=100))
    return out.getvalue()


def test_it_counts_what_was_told_once(tmp_path: Path):
    """A joint meeting told twice is one; a silent mechanism did not report; a plural without a number adds none."""
    text = " ".join(shown(tmp_path).split())
    assert "Highlights of 2022 Issue VIII, January – December 2022" in text
    assert "2 mechanisms reported their year 5 meetings counted, 1 of them dated to the day" in text
    assert "2 themes in the index 1 publication listed 0 queries for the editor" in text


def test_the_theme_most_taken_up_comes_first_with_the_longest_bar(tmp_path: Path):
    lines = [line for line in shown(tmp_path).splitlines() if "█" in line]
    assert ["Labour migration" in lines[0], lines[0].count("█") == 2 * lines[1].count("█")] == [True, True]


def test_a_short_list_of_queries_shows_each_kind(tmp_path: Path):
    findings = [Finding(code="weekend", subject="rcm", message=f"Saturday {n}.") for n in range(8)]
    findings += [Finding(code="same-day", subject="rcm", message="Two meetings on one day.")]
    findings += [Finding(code="unread-words", subject="rcm", message="A note.", severity="note")]
    text = shown(tmp_path, *findings)
    assert "Two meetings on one day." in text
    assert "Saturday 3." in text
    assert "Saturday 4." not in text
    assert "A note." not in text
    assert "To ask back (9; 1 further note, 0 waived)" in text


def test_the_files_are_listed_as_people_look_for_them(tmp_path: Path):
    for name in ("highlights-2022.json", "highlights-2022.html", "highlights-2022.pdf", "notes.tmp"):
        (tmp_path / name).write_bytes(b"x" * 12_000)
    text = shown(tmp_path)
    assert (
        text.index("highlights-2022.html")
        < text.index("highlights-2022.pdf")
        < text.index("highlights-2022.json")
    )
    assert "12 kB" in text
    assert "notes.tmp" not in text


def test_a_year_not_compiled_says_how(tmp_path: Path):
    assert "none yet: iscm compile makes them" in shown(tmp_path)
