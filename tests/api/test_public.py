"""What is not public comes out of no address, whatever is asked, and nothing tells that it is there."""

from __future__ import annotations

import pytest

from iscm.domain.terms import mechanisms
from iscm.library.models import Publication
from iscm.meetings.models import Meeting, Ownership, Series
from iscm.newsletter.models import Issue, Told
from iscm.registry.models import Mechanism, Participation, Party, Relation, Source
from iscm.renderers.dumps.sets import SETS
from iscm.site.api import agents
from tests.api.asking import ENDPOINTS, HUB, ROOT, get

pytestmark = pytest.mark.django_db
MARK = "hush"


@pytest.fixture(params=["closed", "officials", "secretariats"])
def hidden(request: pytest.FixtureRequest, settings, tmp_path, now) -> None:
    """Records that not all may see, each tied to public ones in every way there is."""
    from iscm.accounts.actions import renew

    settings.HOME = tmp_path
    access = request.param
    open_mechanism, open_meeting = Mechanism.objects.get(slug="rcm"), Meeting.objects.get(slug="grcp-9")
    source = Source.objects.create(
        key=f"https://{MARK}.example/", title=f"{MARK} source", url=f"https://{MARK}.example/"
    )
    mechanism = Mechanism.objects.create(
        slug=f"{MARK}-mechanism", level="regional", secretariat=f"{MARK} office", access=access
    )
    mechanism.sources.add(source)
    Participation.objects.create(
        mechanism=mechanism, party=Party.objects.get(kind="state", key="KE"), role="member", note=MARK
    )
    party = Party.objects.create(kind="mechanism", key=mechanism.slug)
    Participation.objects.create(mechanism=open_mechanism, party=party, role="partner")
    Relation.objects.create(mechanism=open_mechanism, kind="successor", other=mechanism)
    meeting = Meeting.objects.create(
        slug=f"{MARK}-meeting",
        title=f"{MARK} meeting",
        type="meeting",
        when="2022-05-05",
        country="KE",
        city="Hushville",
        access=access,
    )
    Ownership.objects.create(meeting=meeting, mechanism=open_mechanism)
    Ownership.objects.create(meeting=open_meeting, mechanism=mechanism, wording=MARK)
    Ownership.objects.filter(meeting=open_meeting, mechanism=open_mechanism).update(counted_in=meeting)
    series = Series.objects.create(slug=f"{MARK}-series", name=MARK, access=access)
    Meeting.objects.filter(pk=open_meeting.pk).update(prepares=meeting, at=meeting.slug, series=series)
    work = Publication.objects.create(slug=f"{MARK}-work", title=f"{MARK} work", access=access)
    work.mechanisms.add(open_mechanism)
    work.meetings.add(open_meeting)
    public = Publication.objects.filter(access="public").first()
    public.meetings.add(meeting)
    public.mechanisms.add(mechanism)
    told = Told.objects.filter(entry__mechanism=open_mechanism).first()
    told.meetings.add(meeting)
    told.statement = {**told.statement, "joint_with": [mechanism.slug]}
    told.save()
    issue = Issue.objects.create(year=2019, number=5, title=MARK, office=MARK, access=access)
    entry = told.entry
    Told.objects.create(
        entry=issue.entries.create(mechanism=open_mechanism, place=1, prose=f"{MARK} words"),
        place=1, start=0, end=10, statement=told.statement,
    )  # fmt: skip
    of_hidden = Issue.objects.get(year=2022).entries.create(
        mechanism=mechanism, place=99, prose=f"{MARK} words"
    )
    Told.objects.create(entry=of_hidden, place=1, start=0, end=10, statement=told.statement)
    row = Issue.objects.get(year=2022).index.first()
    row.links.create(mechanism=mechanism, place=99, printed=MARK)
    assert entry.issue.year == 2022
    renew(at=now)


def text(response) -> str:
    raw = b"".join(response.streaming_content) if response.streaming else response.content
    return raw.decode("latin-1").casefold()


def test_no_list_and_no_record_has_it(hidden: None):
    for one in ENDPOINTS:
        if one.listed:
            assert MARK not in text(get(f"{one.path.format(as_of='2026-06-30', code='KE')}?limit=200"))
    for path in ("mechanisms/rcm", "mechanisms/rcm.jsonld", "meetings/grcp-9", "meetings/grcp-9.jsonld", "issues/2022",
                 "states/KE", "statements?mechanism=rcm", "meetings?mechanism=rcm&limit=200", "meetings?host=ke",
                 "publications?mechanism=rcm", "publications?meeting=grcp-9", "meetings?year=2022&limit=200",
                 "meetings?q=Hushville", "statements?meeting=grcp-9", "overlap/states/KE?limit=200",
                 "clashes?mechanism=rcm&limit=200", "reconciliation/2022",
                 "dates?mechanism=rcm&within=2022&limit=200",
                 "trends?by=mechanism&limit=200", "trends?by=region&year=2022"):  # fmt: skip
        assert MARK not in text(get(path)).replace("q=hushville", ""), path


def test_asked_for_by_name_it_is_as_if_it_were_not_there(hidden: None):
    """The same answer as for a name that nobody bears, the name apart."""
    for path in ("mechanisms/{}-mechanism", "mechanisms/{}-mechanism.jsonld", "meetings/{}-meeting",
                 "meetings/{}-meeting.jsonld",
                 "publications/{}-work", "statements?meeting={}-meeting", "publications?meeting={}-meeting",
                 "meetings?mechanism={}-mechanism", "publications?mechanism={}-mechanism",
                 "trends?mechanism={}-mechanism"):  # fmt: skip
        there, nowhere = get(path.format(MARK)), get(path.format("zzzz"))
        assert there.status_code == nowhere.status_code in (400, 404), path
        assert there.json()["detail"].replace(MARK, "zzzz") == nowhere.json()["detail"]
        assert MARK not in str(there.json().get("near"))
    assert get("issues/2019").status_code == get("issues/2018").status_code == 404
    assert MARK not in text(get("issues/2019"))


def test_numbers_do_not_tell(hidden: None):
    assert sum(row["meetings"] for row in get("trends?by=year&limit=200").json()["data"]) == 568
    totals = {
        name: get(f"{name}?limit=1").json()["total"]
        for name in ("mechanisms", "meetings", "publications", "issues", "statements")
    }
    assert totals == {"mechanisms": 46, "meetings": 512, "publications": 83, "issues": 1, "statements": 78}
    assert get("states/KE").json()["hosted"] == Meeting.objects.filter(country="KE", access="public").count()


def test_no_table_has_it(hidden: None):
    for name in (*(f"{of}.jsonl" for of in SETS), *(f"{of}.csv" for of in SETS), "iscm.sqlite"):
        assert MARK not in text(get(f"/data/{name}")), name


def test_pages_about_the_data_do_not_have_it(hidden: None):
    for path in ("/themes.ttl", "/catalog.ttl", "/llms.txt", "/data/", "/api/", ROOT, ROOT + "openapi.json"):
        assert MARK not in text(get(path))


def test_agents_do_not_hear_of_it(hidden: None):
    for found in (
        agents.search_mechanisms(HUB, "rcm"),
        agents.search_mechanisms(HUB, f"{MARK}-mechanism"),
        agents.mechanism(HUB, "rcm"),
        agents.meetings(HUB, {"mechanism": "rcm", "from": "2022"}),
        agents.state(HUB, "KE"),
        agents.themes(HUB),
    ):
        assert MARK not in str(found).casefold()


def test_a_known_mechanism_that_is_closed_is_not_there_either(now):
    from iscm.accounts.actions import renew

    assert "rcm" in mechanisms()  # its name is known to the reader of prose, which is no secret
    Mechanism.objects.filter(slug="rcm").update(access="closed")
    renew(at=now)
    assert get("mechanisms/rcm").status_code == 404
    for path in ("meetings?mechanism=rcm", "publications?mechanism=rcm", "statements?mechanism=rcm"):
        assert get(path).json()["data"] == []
    assert '"rcm"' not in text(get("states/MX"))
    assert "/mechanisms/rcm/" not in text(get("meetings/rcm-2018-plenary-1.jsonld"))
