"""Laws of checking: what must hold for every issue."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as some

from iscm.analysis.checks import check, find
from iscm.analysis.known import Known, Past
from iscm.analysis.material import Line, Material, Section, dated, of_reading
from iscm.domain.statements import Statement
from iscm.domain.waivers import Waiver
from iscm.domain.when import When
from tests.analysis.issues import known
from tests.analysis.year2022 import ISSUE, RECORDS

SLUGS = ("arcp", "khartoum-process", "pidc", "rabat-process", "rcm", "sacm")
days = some.dates(dt.date(2021, 11, 1), dt.date(2023, 2, 1)).map(When.on)
spans = some.tuples(days, some.integers(0, 3)).map(
    lambda two: When.on(two[0].earliest, two[0].earliest + dt.timedelta(days=two[1]))
)


@some.composite
def lines(draw: some.DrawFn, mechanism: str) -> Line:
    kind = draw(
        some.sampled_from(("plenary", "workshop", "senior-officials", "ministerial", "side-event", "meeting"))
    )
    partners = [slug for slug in SLUGS if slug != mechanism]
    statement = Statement(
        type=kind,
        ordinal=draw(some.none() | some.integers(1, 9)),
        count=draw(some.none() | some.integers(1, 3)),
        dates=tuple(draw(some.lists(spans, max_size=3))),
        joint_with=tuple(draw(some.lists(some.sampled_from(partners), max_size=2, unique=True))),
        country=draw(some.none() | some.sampled_from(("FR", "EG", "CL"))),
    )
    return Line(mechanism=mechanism, statement=statement, dates=dated(statement, 2022), words=f"a {kind}")


@some.composite
def materials(draw: some.DrawFn) -> Material:
    slugs = draw(some.lists(some.sampled_from(SLUGS), unique=True, max_size=5))
    sections = [Section(mechanism=s, lines=tuple(draw(some.lists(lines(s), max_size=4)))) for s in slugs]
    return Material(year=2022, period=When.parse("2022"), sections=tuple(sections))


@some.composite
def records(draw: some.DrawFn) -> Past:
    return Past(
        mechanism=draw(some.sampled_from(SLUGS)),
        type=draw(some.sampled_from(("plenary", "ministerial", "senior-officials", "annual"))),
        title="a known meeting",
        ordinal=draw(some.none() | some.integers(1, 9)),
        when=draw(some.none() | spans),
    )


knowns = some.lists(records(), max_size=6).map(lambda rows: known(*rows))


@given(materials(), knowns, some.randoms())
def test_the_order_of_entries_does_not_matter(material: Material, held: Known, random: Random) -> None:
    sections = list(material.sections)
    random.shuffle(sections)
    turned = replace(material, sections=tuple(sections))
    assert find(turned, held) == find(material, held)


@given(materials(), knowns)
def test_the_same_in_gives_the_same_out(material: Material, held: Known) -> None:
    assert find(material, held) == find(material, held)


@given(materials(), knowns, some.data())
def test_waiving_removes_exactly_one(material: Material, held: Known, data: some.DataObject) -> None:
    found = find(material, held)
    if not found:
        return
    chosen = data.draw(some.sampled_from(found))
    checked = check(material, held, [Waiver(chosen.key, "so it was")])
    assert [f for f, _ in checked.waived] == [chosen]
    assert [*checked.open] == [f for f in found if f != chosen]


@given(materials(), knowns, some.data())
def test_an_unrelated_entry_removes_no_finding(
    material: Material, held: Known, data: some.DataObject
) -> None:
    line = Line(mechanism="igc", statement=Statement(type="expert"), words="experts met")
    wider = replace(material, sections=(*material.sections, Section(mechanism="igc", lines=(line,))))
    before = {f.key for f in find(material, held)}
    assert before <= {f.key for f in find(wider, held)}


@given(spans, some.booleans(), some.booleans())
def test_a_joint_meeting_is_found_from_either_side(when: When, first_dated: bool, other_dated: bool) -> None:
    def side(mechanism: str, partner: str, told: bool) -> Section:
        statement = Statement(type="workshop", joint_with=(partner,), dates=(when,) if told else ())
        line = Line(mechanism=mechanism, statement=statement, dates=statement.dates, words="a workshop")
        return Section(mechanism=mechanism, lines=(line,))

    def codes(first: bool, other: bool) -> set[str]:
        sections = (side("rabat-process", "sacm", first), side("sacm", "rabat-process", other))
        found = find(Material(year=2022, sections=sections), known())
        return {f.code for f in found if f.code.startswith("joint")}

    expected = "joint-told-twice" if first_dated == other_dated else "joint-dated-once"
    assert codes(first_dated, other_dated) == codes(other_dated, first_dated) == {expected}


@settings(max_examples=50)
@given(some.randoms())
def test_the_year_2022_reads_the_same_however_its_entries_stand(random: Random) -> None:
    entries = list(ISSUE.entries)
    random.shuffle(entries)
    turned = replace(ISSUE, entries=tuple(entries))
    assert find(of_reading(turned), RECORDS) == find(of_reading(ISSUE), RECORDS)
