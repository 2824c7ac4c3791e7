"""The pages of trends: their numbers are those of the records, each leads to its meetings, nonsense is told."""

from __future__ import annotations

import datetime as dt
import html
import re

import pytest

from iscm.accounts.models import Access
from iscm.accounts.views import SHELF
from iscm.analysis.drift import GAPS
from iscm.domain.meetings import total
from iscm.meetings.actions import change_status
from iscm.meetings.models import Meeting, Ownership
from iscm.meetings.queries import records, yearly
from iscm.meetings.rules import Choice
from iscm.newsletter.queries import issue, printed
from iscm.registry.models import Mechanism
from iscm.registry.queries import outlines
from iscm.renderers import charts
from iscm.site.trends import figures, pictures
from tests.site.pages import body, links, words

pytestmark = pytest.mark.django_db
PAGES = ("/trends/", "/trends/themes/", "/trends/telling/", "/trends/rhythm/")
DAY = dt.date(2026, 6, 30)


def choice(query: str) -> Choice:
    found, faults = Choice.parse(query)
    assert not faults
    return found


def behind(address: str) -> int:
    """How many meetings the list at an address stands for."""
    path, _, query = address.partition("?")
    assert path == "/meetings/"
    return records.tally(choice(query)).meetings


QUERIES = [
    "",
    "mechanism=rcm",
    "level=regional&from=2015",
    "region=africa",
    "theme=data",
    "from=2016-06&to=2022-03",
]


@pytest.mark.parametrize("query", QUERIES)
def test_each_number_of_a_class_leads_to_as_many_meetings(query: str):
    asked, known = choice(query), outlines()
    rows = yearly.told(asked)
    found = [
        *figures.types(asked, yearly.told(asked, "type")),
        *figures.levels(asked, rows, known),
        *figures.regions(asked, rows, known),
    ]
    assert any(row.address for row in found)
    for row in found:
        if row.address:
            assert behind(row.address) == row.count.meetings, row
        if row.wider:
            assert behind(row.wider) >= row.count.meetings


@pytest.mark.parametrize("query", QUERIES)
def test_each_number_of_a_year_leads_to_its_meetings_and_what_reaches_into_it(query: str):
    from iscm.analysis import trends

    asked, known = choice(query), outlines()
    rows = yearly.told(asked)
    found = figures.years(asked, rows, known)
    own = {
        slug: cells for slug, cells in trends.by_mechanism(rows).items() if figures.fits(asked, slug, known)
    }
    by_theme = trends.by_theme(yearly.told(asked, "theme"))
    shown = [row.year for row in found]
    cells = [(row.address, row.count) for row in found if row.address]
    for name, counted in (("mechanism", own), ("theme", by_theme)):
        for line in figures.lines(asked, name, counted, shown):
            if name != "theme" or not asked.theme or line.key in asked.theme:
                cells += [(address, count) for _year, count, address in line.cells if address and count]
    assert cells
    more = [behind(address) - count.meetings for address, count in cells]
    assert min(more) >= 0
    assert sum(one > 0 for one in more) <= len(more) / 20  # few reach over New Year, or have no end


def test_the_page_says_what_the_house_counts(client):
    everything = total(records.meetings())
    said = words(client.get("/trends/"))
    assert f"{everything.meetings} meetings: {everything.dated} known to the day" in said
    assert "There were more, whose number is not told." in said
    assert "the rows do not add up" in said
    assert "Not counted as held: announced 12" in said
    assert "2022 (81 of 92)" in said
    assert "Year not known" in said


def test_a_meeting_that_is_called_off_is_counted_no_more(client, now):
    before = total(records.meetings()).meetings
    change_status(meeting="rcm-2018-plenary-1", status="cancelled", when=None, by="ana", at=now)
    said = words(client.get("/trends/"))
    assert f"{before - 1} meetings:" in said
    assert "cancelled 1" in said


def test_what_is_not_public_is_in_no_count(client):
    SHELF.clear()
    before = words(client.get("/trends/?from=2020"))
    shut = Mechanism.objects.create(
        slug="shut", level="regional", region="Africa", access=Access.SECRETARIATS
    )
    hushed = Meeting.objects.create(
        slug="hushed", title="x", type="workshop", when="2022-01-01", access="closed"
    )
    Ownership.objects.create(meeting=hushed, mechanism=Mechanism.objects.get(slug="rcm"))
    joint = Meeting.objects.filter(ownerships__mechanism__slug="rcm", earliest__year=2022).first()
    Ownership.objects.create(meeting=joint, mechanism=shut)
    SHELF.clear()
    assert words(client.get("/trends/?from=2020")) == before
    assert "shut" not in body(client.get("/trends/telling/2022/")) + body(client.get("/trends/rhythm/"))


@pytest.mark.parametrize("page", PAGES)
def test_a_choice_narrows_and_stands_in_the_address(client, page: str):
    response = client.get(f"{page}?region=Africa&mechanism=RCM")
    assert response.status_code == 302
    assert response["Location"] == f"{page}?mechanism=rcm&region=africa"
    narrowed = client.get(f"{page}?mechanism=rcm")
    assert "RCM" in words(narrowed)
    for other in PAGES:
        assert f"{other}?mechanism=rcm" in links(narrowed)


def test_another_year_or_day_keeps_the_choice(client):
    assert "/trends/telling/2019/?mechanism=rcm" in links(client.get("/trends/telling/?mechanism=rcm"))
    assert "/trends/rhythm/?mechanism=rcm" in links(client.get(f"/trends/rhythm/?mechanism=rcm&as_of={DAY}"))
    hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]+)"',
                        body(client.get(f"/trends/rhythm/?mechanism=rcm&as_of={DAY}")))  # fmt: skip
    assert ("as_of", str(DAY)) in hidden
    assert ("mechanism", "rcm") in hidden


@pytest.mark.parametrize("page", PAGES)
def test_nonsense_is_told(client, page: str):
    response = client.get(f"{page}?mechanisms=rcm")
    assert response.status_code == 400
    assert "“mechanisms” is no filter." in words(response)
    assert client.get(f"{page}?q=nothing-of-the-kind").status_code == 200


@pytest.mark.parametrize("day", ["yesterday", "2024-02-30", "1066-10-14", "2024-06", "20240630"])
def test_a_day_that_is_none_is_told(client, day: str):
    response = client.get(f"/trends/rhythm/?as_of={day}")
    assert response.status_code == 400
    assert f"As of: “{day}” is no day of these records." in words(response)


def test_a_year_out_of_reach_leads_to_the_last_issue(client):
    for page in ("themes", "telling"):
        response = client.get(f"/trends/{page}/3022/")
        assert response.status_code == 404
        assert f"/trends/{page}/2022/" in links(response)
    assert client.get("/trends/themes/2022/?mechanism=rcm").status_code == 400


COUNTS = {
    "/trends/": 15, "/trends/themes/": 9, "/trends/themes/2022/": 24, "/trends/telling/2022/": 9,
    "/trends/rhythm/": 7,
}  # fmt: skip


@pytest.mark.parametrize("page", COUNTS)
def test_at_a_fixed_number_of_queries(client, page: str, django_assert_num_queries):
    client.get("/")
    for query in ("", "?mechanism=rcm&mechanism=sacm") if "themes/2022" not in page else ("",):
        SHELF.clear()
        with django_assert_num_queries(COUNTS[page]):
            assert client.get(page + query).status_code == 200


def test_the_printed_index_is_whole_and_every_statement_is_led_to(client):
    found = figures.of_year(2022)
    index = [link for link in found.links if link.standing != "missed"]
    assert {(link.theme, link.mechanism) for link in index} == set(printed(2022))
    assert len(index) == sum(rank.printed for rank in found.ranking)
    told = {row.id: row for entry in issue(2022).entries for row in entry.statements}
    for link in found.links:
        assert bool(link.statements) == (link.standing != "attested")
        for one in link.statements:
            owners = (one.split("/")[1], *told[one].statement.joint_with)
            assert link.mechanism in owners
    for rank in found.ranking:
        assert rank.recomputed == rank.printed - rank.attested + rank.missed
    anchors = set(re.findall(r'\bid="([^"]+)"', body(client.get("/issues/2022/"))))
    led = [one for one in links(client.get("/trends/themes/2022/")) if one.startswith("/issues/2022/#s")]
    assert len(led) == sum(len(link.statements) for link in found.links)
    assert {one.partition("#")[2] for one in led} <= anchors


def test_a_year_without_an_index_has_only_what_records_say(client):
    said = words(client.get("/trends/themes/2019/"))
    assert "Most popular on record" in said
    assert "recomputed" not in said
    assert "Printed" not in said


def test_what_is_told_no_longer_and_who_is_silent(client):
    said = words(client.get("/trends/telling/2022/"))
    assert "2022 beside the three years before" in said
    assert "told less" in said  # the issue of 2022 names few places
    page = body(client.get("/trends/telling/2022/")).partition('id="silent"')[2].partition('id="years"')[0]
    silent = set(re.findall(r'href="/mechanisms/([a-z0-9-]+)/"', page))
    known = outlines()
    heard = yearly.heard()
    assert silent
    for slug in silent:
        assert not known[slug].at_rest(DAY)
        assert 2022 not in heard[slug]
    assert not silent & {slug for _theme, slug in printed(2022)}


def test_a_rhythm_as_of_a_day_knows_nothing_of_later_meetings():
    for day in (dt.date(2015, 1, 1), dt.date(2022, 12, 31), DAY):
        for row in figures.rhythms(Choice(), day):
            assert all(one <= day for one in row.days)
            assert (row.beat is None) == (len(row.days) <= GAPS)
            assert row.coming is None or row.coming >= day
    before, after = (figures.rhythms(choice("mechanism=rcm"), dt.date(year, 1, 1)) for year in (2018, 2026))
    assert len(before) <= len(after)


def test_who_is_at_rest_is_never_later_than_usual(client):
    late = [row for row in figures.rhythms(Choice(), DAY) if row.overdue]
    assert late
    Mechanism.objects.filter(slug=late[0].mechanism).update(status="dormant")
    again = figures.rhythms(choice(f"mechanism={late[0].mechanism}"), DAY)
    assert {row.standing for row in again} <= {"rest", "unknown"}
    said = words(client.get(f"/trends/rhythm/?mechanism={late[0].mechanism}&as_of={DAY}"))
    assert "At rest" in said
    assert "0 series later than usual" in said


def test_a_date_is_shown_no_more_exactly_than_known(client):
    Meeting.objects.create(
        slug="vague", title="RCM", type="vice-ministerial", when="2026-03", access="public"
    )
    Ownership.objects.create(
        meeting=Meeting.objects.get(slug="vague"), mechanism=Mechanism.objects.get(slug="rcm")
    )
    page = body(client.get(f"/trends/rhythm/?mechanism=rcm&as_of={DAY}"))
    assert ">March 2026</td>" in page


DRAWN = {
    "years": pictures.by_year,
    "types": lambda asked: pictures.by_class("type", asked),
    "levels": lambda asked: pictures.by_class("level", asked),
    "regions": lambda asked: pictures.by_class("region", asked),
    "themes": pictures.themes,
    "told": pictures.told,
    "rhythms": lambda asked: pictures.rhythms(DAY, asked),
}


@pytest.mark.parametrize("name", DRAWN)
@pytest.mark.parametrize("query", ["", "mechanism=rcm"])
def test_a_picture_is_whole(name: str, query: str):
    picture = DRAWN[name](choice(query))
    assert picture
    assert picture.alternative
    assert picture.table.rows
    assert all(len(row.cells) == len(picture.table.head) for row in picture.table.rows)
    for drawn in (picture.specification, picture.narrow):
        svg = charts.svg(drawn)
        assert svg.startswith("<svg")
        assert len(svg) > 2000
    assert DRAWN[name](choice("q=nothing-of-the-kind")) is None


def test_the_table_of_a_picture_holds_every_meeting():
    everything = total(records.meetings()).meetings
    for name in ("years", "types", "levels", "regions"):
        head = DRAWN[name](Choice()).table.head.index("Together")
        cells = [row.cells[head][0].text for row in DRAWN[name](Choice()).table.rows]
        assert sum(int(cell.removeprefix("≥ ")) for cell in cells) == everything


def test_the_reconciled_index_is_drawn():
    picture = pictures.reconciled(2022)
    assert picture
    assert "38 are borne out by a statement" in picture.alternative
    assert "borne out by a statement" in html.unescape(charts.svg(picture.specification))
    assert pictures.reconciled(2019) is None


def test_a_picture_runs_from_the_right_in_arabic():
    from django.utils.translation import override

    with override("ar"):
        drawn = pictures.by_year(Choice()).specification
    assert drawn["encoding"]["x"]["scale"]["reverse"] is True
