"""Pages of overlaps and clashes: each number leads to the names behind it, and what is unknown is said."""

from __future__ import annotations

import datetime as dt
import html
import re

import pytest

from iscm.analysis.members import members
from iscm.analysis.shared import Held
from iscm.documents.pictures.network import LONGEST
from iscm.domain.states import states
from iscm.meetings.models import Meeting, Ownership
from iscm.registry.models import Mechanism, Participation, Party
from iscm.registry.queries import mechanisms
from iscm.renderers import charts
from iscm.site.overlap.pictures import THRESHOLD, matrix, network
from iscm.site.overlap.records import Asked, _ground, ground
from tests.site.pages import body, links, words

pytestmark = pytest.mark.django_db
DAY = "2022-12-31"


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    """No test meets records gathered by another."""
    from iscm.accounts.views import SHELF

    SHELF.clear()
    SHELF.filled = 0
    _ground.cache_clear()


def held(day: str = DAY, *roles: str) -> Held:
    return Held.on(members(mechanisms(), roles or ("member",)), dt.date.fromisoformat(day))


def named(slug: str, day: str = DAY) -> set[str]:
    return {states()[code].called() for code in held(day).names(slug)}


CELL = re.compile(r'<td class="d\d"><a href="([^"]+)" aria-label="[^"]*">.*?</span> (\d+)</a></td>')


@pytest.mark.parametrize(
    "query", ["", "&observers=yes", "&level=regional", "&region=africa", "&level=global"]
)
def test_every_number_of_the_matrix_leads_to_as_many_names(client, query):
    page = body(client.get(f"/overlap/?as_of={DAY}{query}"))
    cells = {html.unescape(address): int(number) for address, number in CELL.findall(page)}
    known = held(DAY, *(("member", "observer") if "observers" in query else ()))
    assert len(cells) == sum(
        bool(pair.both) for pair in known.pairs() if f"overlap/{pair.one}/{pair.other}/" in page
    )
    for address, number in list(cells.items())[::17]:
        other = body(client.get(address))
        table = other.partition('id="members"')[2].partition("</table>")[0]
        assert table.count('<th scope="row">') == number, address


def test_the_matrix_is_the_same_from_either_side(client):
    page = body(client.get(f"/overlap/?as_of={DAY}"))
    found = CELL.findall(page)
    assert len(found) == 2 * len(set(found)) == 2 * len(held().pairs())


def test_two_mechanisms_beside_each_other(client):
    page = words(client.get(f"/overlap/ocam/rcm/?as_of={DAY}"))
    both, only = named("ocam") & named("rcm"), named("rcm") - named("ocam")
    assert len(both) == 8
    shared, _only, rest = page.partition("Only OCAM")
    assert all(name in shared for name in both)
    assert all(name in rest for name in only)
    assert "8 States and territories in common" in page
    assert "No joint meeting is on record, which does not say that none took place." in page


def test_joint_meetings_of_a_pair_are_told(client):
    page = client.get("/overlap/rcm/sacm/")
    joint = [row for row in ground().meetings.values() if {"rcm", "sacm"} <= set(row.mechanisms)]
    assert joint
    assert all(f"/meetings/{row.id}/" in links(page) for row in joint)


@pytest.mark.parametrize(
    ("asked", "leads"),
    [
        ("/overlap/sacm/rcm/?as_of=2015-01-01", "/overlap/rcm/sacm/?as_of=2015-01-01"),
        ("/overlap/RCM/Rabat Process/", "/overlap/rabat-process/rcm/"),
        ("/overlap/rcm/RCM/", "/mechanisms/rcm/"),
        ("/overlap/?as_of=&level=", "/overlap/"),
        ("/clashes/2022/?mechanism=&state=ke", "/clashes/2022/?state=ke"),
    ],
)
def test_each_page_has_one_address(client, asked, leads):
    response = client.get(asked)
    assert response.status_code in (301, 302)
    assert response["Location"] == leads


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("/overlap/?level=regionall", "“regionall” is not known. Is “regional” meant?"),
        ("/overlap/?colour=red", "“colour” is no filter of this list."),
        ("/overlap/states/?state=Kenia", "Is “Kenya” meant?"),
        ("/overlap/history/?as_of=2015-02-30", "is no day of the calendar"),
        ("/clashes/2022/?mechanism=rabat-proces", "Is “rabat-process” meant?"),
    ],
)
def test_what_cannot_be_shown_is_said(client, asked, said):
    response = client.get(asked)
    assert response.status_code == 400
    assert said in words(response)


def test_a_pair_that_is_none_is_asked_back(client):
    response = client.get("/overlap/rcm/sakm/")
    assert response.status_code == 404
    assert "/overlap/rcm/sacm/" in links(response)
    assert client.get("/overlap/rcm/%00/").status_code == 404
    assert client.get("/clashes/3000/").status_code == 404


def test_a_state_beside_all_others_leads_to_both_together(client):
    page = body(client.get(f"/overlap/states/?state=ke&as_of={DAY}"))
    turned = held().turned()
    rows = re.findall(r'<a href="(/states/ke/\?with=(\w\w)[^"]*)">(\d+)</a>', page)
    assert {code.upper(): int(number) for _at, code, number in rows} == {
        other: len(both) for other in turned.rows if other != "KE" and (both := turned.pair("KE", other).both)
    }
    assert words(client.get(html.unescape(rows[0][0]))).count("in common") >= 1


def test_states_of_a_region_are_beside_each_other(client):
    page = body(client.get(f"/overlap/states/?region=018&as_of={DAY}"))
    inside = {code for code in held().turned().holders().rows if "018" in states()[code].regions}
    assert {code.upper() for code in re.findall(r'<th scope="row"><a href="\?state=(\w\w)', page)} == inside
    assert client.get("/overlap/states/?region=001").status_code == 400  # too many for a page


def test_who_takes_part_where_counts_every_member_once(client):
    page = body(client.get(f"/overlap/seats/?as_of={DAY}"))
    assert page.count(">●<") == sum(held().sizes())
    assert ">○<" not in page
    more = body(client.get(f"/overlap/seats/?as_of={DAY}&observers=yes"))
    assert more.count(">●<") + more.count(">○<") == sum(held(DAY, "member", "observer").sizes())


def test_nobody_is_counted_before_there_was_anything(client):
    assert "No mechanism with members by name fits all of this." in words(
        client.get("/overlap/?as_of=1950-01-01")
    )
    assert client.get("/overlap/history/?as_of=1950-01-01").status_code == 200


def test_the_unknown_is_said(client):
    page = words(client.get(f"/overlap/?as_of={DAY}"))
    assert "they count from the founding of the mechanism" in page
    gaps = page.partition("Lists of members known to have gaps")[2].partition("No member on record by name")
    assert "IGC" in gaps[0]
    assert "GFMD" in gaps[2]


def test_a_year_of_the_history_leads_to_that_day(client):
    page = client.get(f"/overlap/history/?as_of={DAY}")
    found = re.search(
        r'as_of=2014-12-31">2014</a></th><td class="end">(\d+)</td><td class="end">(\d+)', body(page)
    )
    then = held("2014-12-31").holders()
    assert (int(found[1]), int(found[2])) == (len(then.rows), len(then.pairs()))
    assert f"/overlap/?as_of={DAY}" in links(page)


def test_clashes_of_2022(client):
    page = words(client.get("/clashes/2022/"))
    assert "29 pairs of meetings of different mechanisms, 3 with States in two places" in page
    assert "14 States in two places: Austria , Belgium , Denmark" in page
    assert "25 States, if what is inferred from a parent body counts" in page
    assert "Which States it concerns is not known: no member on record by name of GFMD" in page
    assert "Of one mechanism 4" in page
    narrowed = words(client.get("/clashes/2022/?mechanism=igc&state=ch"))
    assert "1 pair of meetings of different mechanisms, 1 with States in two places" in narrowed
    assert "No clash of this year fits all of this." in words(
        client.get("/clashes/2022/?state=ch&mechanism=rcm")
    )


def test_every_year_leads_to_its_clashes(client):
    page = client.get("/clashes/")
    years = re.findall(r'<a href="(/clashes/\d+/)">\d+</a></th><td class="end">(\d+)</td>', body(page))
    assert len(years) > 5
    for address, number in years[::4]:
        assert f"{number} pair" in words(client.get(address))


def test_what_is_called_off_is_no_clash_and_what_is_not_public_is_not_there(client, now):
    from iscm.accounts.actions import renew

    Meeting.objects.filter(slug="igc-2022-11-21-som").update(status="cancelled")
    Meeting.objects.filter(slug="afml-2022-forum-15").update(access="secretariats")
    Mechanism.objects.filter(slug="ocam").update(access="closed")
    renew(at=now)
    page = body(client.get("/clashes/2022/"))
    for gone in ("igc-2022-11-21-som", "afml-2022-forum-15", "/mechanisms/ocam/", "OCAM"):
        assert gone not in page
    assert "OCAM" not in words(client.get(f"/overlap/?as_of={DAY}"))
    assert client.get("/overlap/ocam/rcm/").status_code == 404


def test_what_may_have_clashed_stands_apart(client, now):
    from iscm.accounts.actions import renew

    meeting = Meeting.objects.create(
        slug="midsa-2022-11-vague", title="A vague meeting", type="meeting", when="2022-11", access="public"
    )
    Ownership.objects.create(meeting=meeting, mechanism=Mechanism.objects.get(slug="igc"))
    renew(at=now)
    page = words(client.get("/clashes/2022/"))
    assert "29 pairs of meetings of different mechanisms" in page
    assert "A vague meeting" in page.partition("Perhaps")[2]


# questions to the database beside the fourteen of gathering: the revision, the last change, and each look at the mark
BESIDE = {
    "/overlap/": 3, "/overlap/states/?state=ke": 4, "/overlap/seats/": 3, "/overlap/themes/": 3, "/overlap/history/": 4,
    "/overlap/ocam/rcm/": 3, "/clashes/": 3, "/clashes/2022/": 4,
}  # fmt: skip


@pytest.mark.parametrize("address", BESIDE)
def test_a_page_costs_the_same_with_more_records(client, now, address, django_assert_num_queries):
    from iscm.accounts.actions import renew
    from iscm.accounts.views import SHELF

    for number in range(3):
        renew(at=now)
        with django_assert_num_queries(14 + BESIDE[address]):
            assert client.get(address).status_code == 200
        SHELF.clear()
        with django_assert_num_queries(BESIDE[address]):
            client.get(address)
        with django_assert_num_queries(1):
            client.get(address)
        kenya, ocam = Party.objects.get(kind="state", key="KE"), Mechanism.objects.get(slug="ocam")
        Participation.objects.create(mechanism=ocam, party=kenya, role="guest", note=str(number))


@pytest.mark.parametrize("draw", [network, matrix], ids=["network", "matrix"])
def test_a_picture_says_in_words_and_numbers_what_it_draws(draw):
    asked = Asked(dt.date.fromisoformat(DAY))
    picture = draw(ground(), asked)
    assert picture == draw(ground(), asked)
    assert (picture.as_of, picture.of_states) == (asked.day, True)
    assert "138 pairs have members in common" in picture.alternative
    assert "GFMD" in picture.unknown
    pairs = [pair for pair in held().pairs() if draw is matrix or pair.jaccard >= THRESHOLD]
    assert len(picture.table.rows) == len(pairs)
    for drawn in filter(None, (picture.specification, picture.narrow)):
        told = charts.svg(drawn)
        assert "Rabat Process" in told
        assert "NaN" not in told


def test_the_network_joins_those_above_the_threshold_and_names_everybody():
    picture = network(ground(), Asked(dt.date.fromisoformat(DAY)))
    curves = picture.specification["layer"][0]["data"]["values"]
    assert len({point["curve"] for point in curves}) == len(picture.table.rows)
    assert "at least 20%" in picture.alternative
    labels = [row["label"] for row in picture.specification["data"]["values"]]
    assert len(labels) == len(set(labels)) == len(held().holders().rows)
    assert max(map(len, labels)) <= LONGEST + 2
