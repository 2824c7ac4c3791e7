"""Pictures on the web: true to the records, citable by their address, and framed by others in one place alone."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
from html import unescape
from xml.etree import ElementTree as ET

import pytest

from iscm.accounts.models import Revision
from iscm.accounts.views import SHELF
from iscm.domain.states import states
from iscm.newsletter.queries import issue
from iscm.registry.models import Mechanism
from iscm.registry.queries import mechanism, mechanisms, places
from iscm.renderers.pictures import WRITERS
from iscm.site.pictures.registry import PICTURES
from tests.site.pages import body, links, words

pytestmark = pytest.mark.django_db
DAY = dt.date(2022, 12, 31)
ASKED = [
    "/pictures/participation/?as_of=2022-12-31",
    "/pictures/participation/?as_of=2022-12-31&mechanism=rabat-process",
    "/pictures/themes/?year=2022",
    "/pictures/founded/",
]


def file(address: str, ending: str) -> str:
    """The address of a file of a picture's page."""
    return address.replace("/?", f".{ending}?").rstrip("/") + ("" if "?" in address else f".{ending}")


def rows(response) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


def test_the_numbers_are_those_of_the_records(client):
    told = rows(client.get(file(ASKED[0], "csv")))
    held = {
        states()[code].name["en"]: found["member"] for code, found in places(DAY).items() if "member" in found
    }
    counted = {row["State or territory"].rstrip("*"): int(row["Mechanisms"]) for row in told}
    assert {name: number for name, number in counted.items() if number} == {
        name: len(slugs) for name, slugs in held.items()
    }
    assert sum(known.kind == "state" for known in states().values()) <= len(told)


def test_a_mechanism_is_told_as_its_page_tells_it(client):
    told = rows(client.get(file(ASKED[1], "csv")))
    found = mechanism("rabat-process", DAY)
    members = {states()[part.party.id].name["en"] for part in found.members if part.party.is_place}
    assert {row["State or territory"] for row in told if "Member" in row["Takes part as"]} == members
    chairs = {states()[part.party.id].name["en"] for part in found.chairs_on(DAY)}
    assert {row["State or territory"] for row in told if "Chair" in row["Takes part as"]} == chairs
    assert f"as read in a source: {len(members)} States and territories." in words(client.get(ASKED[1]))


def test_what_was_worked_out_is_said_and_not_counted(client):
    found = next(row for row in mechanisms(DAY) if row.in_role("member", basis="inferred"))
    only = {p.party.id for p in found.in_role("member", basis="inferred") if p.party.is_place}
    only -= {p.party.id for p in found.participations if p.basis == "read"}
    response = client.get("/pictures/participation/", {"mechanism": found.slug, "as_of": "2022-12-31"})
    assert f"{len(only)} memberships that were only worked out from a parent body are not counted." in words(
        response
    )


def test_the_themes_are_those_of_the_issue(client):
    told = rows(client.get(file(ASKED[2], "csv")))
    assert sorted(int(row["Mechanisms"]) for row in told) == sorted(
        len(row.mechanisms) for row in issue(2022).themes if row.mechanisms
    )


def test_every_mechanism_with_a_year_is_drawn_and_no_other(client):
    told = rows(client.get(file(ASKED[3], "csv")))
    assert len(told) == sum(row.established is not None for row in mechanisms())
    Mechanism.objects.filter(slug="rcm").update(established=None)
    page = words(client.get("/pictures/founded/"))
    assert "Of 1 mechanism the year is not known: RCM." in page


@pytest.mark.parametrize("address", ASKED)
@pytest.mark.parametrize("language", ["", "/ar"])
def test_a_picture_stands_with_all_that_belongs_to_it(client, address, language):
    response = client.get(language + address)
    page = body(response)
    assert response.status_code == 200
    assert not re.search(r"<[^>]+\sstyle=", page)
    assert page.count('<svg aria-hidden="true"') == 2
    assert set(re.findall(r'<a tabindex="-1" xlink:href="([^":]+):', page)) == {"http"}
    assert "<caption" in page
    for ending in WRITERS:
        (link,) = [link for link in links(response) if re.search(rf"/pictures/\w+\.{ending}\b", link)]
        assert ("language=ar" in link) == bool(language)
    if "participation" in address:
        assert 'class="small"' in page


@pytest.mark.parametrize("address", ASKED)
def test_every_way_on_from_a_picture_leads_somewhere(client, address):
    response = client.get(address)
    inside = {link.removeprefix("http://testserver") for link in links(response)}
    kinds = {re.sub(r"(states|mechanisms|themes)/[^/?]+/", r"\1/one/", link): link for link in inside}
    pictured = [link for link in kinds.values() if re.search(r"/(states|mechanisms|themes|pictures)/", link)]
    assert len(pictured) > 5
    assert [link for link in pictured if client.get(link).status_code != 200] == []


@pytest.mark.parametrize("address", ASKED)
def test_it_is_cited_by_an_address_that_gives_it_again(client, address):
    page = client.get(address)
    cited = unescape(re.search(r'id="citation"[^>]*>([^<]*)<', body(page))[1])
    permanent = re.search(r"http://testserver(/\S+)", cited)[1]
    assert permanent == address
    first, again = (
        re.search(r"<svg.*?</svg>", body(it), re.DOTALL)[0] for it in (page, client.get(permanent))
    )
    assert first == again
    assert cited.startswith("ISCM Hub, “")
    assert ("as it stood on 31 December 2022" in cited) == ("as_of" in address)


def test_without_a_day_the_citation_names_the_day_it_was_drawn(client):
    page = body(client.get("/pictures/participation/"))
    today = re.search(r"participation/\?as_of=(\d{4}-\d\d-\d\d)</textarea>", page)[1]
    assert dt.date.fromisoformat(today)
    code = unescape(re.search(r'id="code"[^>]*>([^<]*)<', page)[1])
    assert code.startswith('<iframe src="http://testserver/pictures/participation/embed/" title="In how many')


def test_the_date_of_the_records_is_that_of_their_last_change(client):
    Revision.objects.update(changed=dt.datetime(2023, 5, 3, 12, tzinfo=dt.UTC))
    assert "Records of 3 May 2023." in body(client.get("/pictures/founded/"))
    told = json.loads(client.get("/pictures/founded.vl.json").content)["usermeta"]
    assert told["issued"] == "2023-05-03"


def test_what_bibliographies_take_has_no_bare_signs(client):
    entry = unescape(re.search(r'id="bibtex"[^>]*>([^<]*)<', body(client.get(ASKED[1])))[1])
    assert entry.startswith("@misc{iscm-hub-participation-2022-12-31-rabat-process,")
    assert entry.count("{") == entry.count("}")
    from iscm.site.pictures.citing import _latex

    assert _latex("R&D 5% $x_1^2 {a} \\") == r"R\&D 5\% \$x\_1\textasciicircum{}2 \{a\} \textbackslash{}"


@pytest.mark.parametrize("address", ASKED)
@pytest.mark.parametrize("ending", WRITERS)
def test_every_file_comes_under_a_name_of_its_own(client, address, ending):
    begins = {
        "svg": b"<svg",
        "png": b"\x89PNG",
        "csv": b"\xef\xbb\xbf",
        "vl.json": b"{",
        "pdf": b"%PDF",
        "docx": b"PK",
    }
    response = client.get(file(address, ending))
    assert response.status_code == 200
    assert response.content.startswith(begins[ending])
    name = re.search(r'filename="([^"]+)"', response["Content-Disposition"])[1]
    assert name.startswith(address.split("/")[2])
    assert name.endswith(f".{ending}")
    assert response["X-Frame-Options"] == "DENY"


def test_files_speak_the_language_that_is_asked_for(client):
    french = client.get("/pictures/themes.csv?year=2022&language=fr")
    assert french["Content-Language"] == "fr"
    english = client.get("/pictures/themes.csv?year=2022")
    assert french.content != english.content
    assert len(rows(french)) == len(rows(english))
    drawn = ET.fromstring(client.get("/pictures/participation.svg?language=ar").content)
    assert drawn.get("{http://www.w3.org/XML/1998/namespace}lang") == "ar"
    response = client.get("/pictures/themes.csv?language=xx")
    assert response.status_code == 400
    assert "“xx” is no language of the hub." in words(response)


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("/pictures/participation/?as_of=yesterday", "“yesterday” is no day of the calendar."),
        ("/pictures/participation/?asof=2020-01-01", "only for “as_of”, “mechanism”"),
        ("/pictures/participation/?mechanism=rabat-proces", "Is “rabat-process” meant?"),
        ("/pictures/participation/embed/?as_of=1850-01-01", "is out of reach"),
        ("/pictures/participation.png?mechanism=none-such", "“none-such” is not known."),
        ("/pictures/themes/?year=1999", "“1999” is not known."),
        ("/pictures/themes.pdf?language=fr&year=x", "« x »"),
        ("/pictures/founded/?as_of=2020-01-01", "This picture is always the same"),
        ("/pictures/founded.svg?language=en&x=%00", "cannot be asked for “x”"),
    ],
)
def test_what_a_picture_cannot_be_asked_is_told_in_a_sentence(client, address, sentence):
    response = client.get(address)
    assert response.status_code == 400
    assert sentence in words(response)


def test_a_picture_that_is_none_asks_which_is_meant(client):
    response = client.get("/pictures/particpation/")
    assert response.status_code == 404
    assert "/pictures/participation/" in links(response)
    assert client.get("/pictures/none.png").status_code == 404
    assert client.get("/pictures/participation/?as_of=")["Location"] == "/pictures/participation/"


def test_any_name_of_a_mechanism_will_do(client):
    response = client.get("/pictures/participation/", {"mechanism": "Puebla Process"})
    assert "Who takes part: RCM" in words(response)


@pytest.mark.parametrize("key", PICTURES)
@pytest.mark.parametrize("language", ["", "/fr"])
def test_only_the_page_made_for_it_may_be_framed(client, key, language):
    response = client.get(f"{language}/pictures/{key}/embed/")
    policy = dict(part.strip().split(" ", 1) for part in response["Content-Security-Policy"].split(";"))
    assert policy.pop("frame-ancestors") == "*"
    assert set(policy.values()) == {"'self'", "'none'"}
    assert "X-Frame-Options" not in response
    page = body(response)
    assert '<base target="_blank">' in page
    assert f"http://testserver{language}/pictures/{key}/" in page
    again = client.get(f"{language}/pictures/{key}/embed/", HTTP_IF_NONE_MATCH=response["ETag"])
    assert again.status_code == 304
    for address in (f"{language}/pictures/{key}/", f"{language}/pictures/"):
        closed = client.get(address)
        assert closed["X-Frame-Options"] == "DENY"
        assert "frame-ancestors 'none'" in closed["Content-Security-Policy"]


def test_where_states_are_drawn_the_designations_stand(client):
    said = "do not imply any opinion of the publisher on the legal status of any country"
    assert said in words(client.get("/pictures/participation/embed/"))
    drawn = ET.fromstring(client.get("/pictures/participation.svg").content)
    assert said in " ".join(" ".join(drawn.itertext()).split())
    told = json.loads(client.get("/pictures/participation.vl.json").content)
    assert any(said in note for note in told["usermeta"]["notes"])
    assert "Security Council resolution 1244" in " ".join(told["usermeta"]["notes"])


def test_a_mechanism_that_is_not_public_is_in_no_picture(client):
    Mechanism.objects.filter(slug="rabat-process").update(access="closed")
    response = client.get("/pictures/participation/?mechanism=rabat-process&as_of=2022-12-31")
    assert response.status_code == 404
    for key in ("participation", "founded"):
        assert "Rabat Process" not in client.get(f"/pictures/{key}.csv").content.decode()
        assert "Rabat Process" not in client.get(f"/pictures/{key}.svg").content.decode()


@pytest.mark.usefixtures("empty")
def test_an_empty_hub_says_so(client):
    assert client.get("/pictures/").status_code == 200
    assert client.get("/pictures/participation/").status_code == 200
    for key in ("themes", "founded"):
        response = client.get(f"/pictures/{key}/")
        assert response.status_code == 404
        assert "Nothing is on record yet of which this picture could be drawn." in words(response)


QUERIES = dict(zip(ASKED, (7, 13, 17, 13), strict=True))


@pytest.mark.parametrize("address", ASKED)
def test_a_picture_costs_the_same_with_all_mechanisms_and_with_two(
    client, django_assert_num_queries, address
):
    with django_assert_num_queries(QUERIES[address]):
        assert client.get(address).status_code == 200
    Mechanism.objects.exclude(slug__in=["rabat-process", "rcm"]).update(access="closed")
    SHELF.clear()
    with django_assert_num_queries(QUERIES[address]):
        assert client.get(address).status_code == 200


def test_the_page_of_a_mechanism_shows_it_at_a_glance(client):
    page = body(client.get("/mechanisms/rcm/?as_of=2022-12-31"))
    assert "At a glance, as tiles by region" in page
    assert "Eastern Africa" not in page  # only the regions that take part
    assert "/pictures/participation/?as_of=2022-12-31&amp;mechanism=rcm" in page
    assert "/pictures/participation/?as_of=2015-06-30" in body(client.get("/states/?as_of=2015-06-30"))


def test_every_picture_is_in_the_manual_with_what_it_can_be_asked_for():
    from django.http import QueryDict

    from iscm.site.pictures.registry import PICTURES
    from tests.repository import read

    rows = [line.split("|") for line in read("docs/charts.md").splitlines() if line.startswith("| `")]
    told = {
        key.strip(): cells[3]
        for cells in rows
        for key in cells[1].replace("`", "").split(",")
        if len(cells) > 4
    }
    assert set(told) == set(PICTURES)
    for key, kind in PICTURES.items():
        asked = {name.strip() for name in told[key].replace("`", "").split(",") if name.strip()}
        assert asked == set(kind.form(QueryDict()).fields), key
