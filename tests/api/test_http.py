"""How the API speaks HTTP, and that nonsense is answered clearly, shortly and cheaply."""

from __future__ import annotations

import json
from urllib.parse import quote, urlencode

import pytest
from django.test import Client

from iscm.renderers.openapi import Endpoint
from tests.api.asking import ENDPOINTS, ROOT, answer, get, problem

pytestmark = pytest.mark.django_db
PLACES = {"slug": "rcm", "id": "grcp-9", "code": "KE", "year": "2022", "as_of": "2026-06-30"}


def address(path: str) -> str:
    path = path.replace(
        "publications/{id}", "publications/" + answer("publications?limit=1")["data"][0]["id"]
    )
    return ROOT + path.format(**PLACES)


def needed(one: Endpoint) -> str:
    """An address with what this endpoint cannot do without."""
    said = [(p.name, str(p.example)) for p in one.parameters if p.needed]
    return address(one.path) + (f"?{urlencode(said)}" if said else "")


ALL = [one.path for one in ENDPOINTS]


@pytest.mark.parametrize("one", ENDPOINTS, ids=ALL)
def test_methods(one: Endpoint):
    client, at = Client(), needed(one)
    got, head = client.get(at), client.head(at)
    assert got.status_code == head.status_code == 200
    assert head.content == b""
    assert head["ETag"] == got["ETag"]
    asked = client.options(at)
    assert (asked.status_code, asked["Allow"]) == (204, "GET, HEAD, OPTIONS")
    assert asked["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    for method in (client.post, client.put, client.patch, client.delete):
        refused = method(at)
        assert (refused.status_code, refused["Allow"]) == (405, "GET, HEAD, OPTIONS")
        problem(refused)


@pytest.mark.parametrize("one", ENDPOINTS, ids=ALL)
def test_unchanged_is_said_at_one_look(one: Endpoint, django_assert_num_queries):
    at = needed(one)
    mark = get(at)["ETag"]
    with django_assert_num_queries(1):
        again = get(at, if_none_match=mark)
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", mark)
    assert get(at, if_none_match='"another"').status_code == 200


@pytest.mark.parametrize("path", ["mechanisms", "mechanisms/nobody", "meetings?x=1", "nowhere"])
def test_any_origin_may_read(path: str):
    response = get(path, origin="https://other.example")
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "ETag" in response["Access-Control-Expose-Headers"]
    assert not response.has_header("Access-Control-Allow-Credentials")


ACCEPTED = {
    "": 200, "*/*": 200, "application/json": 200, "application/*;q=0.5": 200,
    "text/html,application/xhtml+xml,*/*;q=0.8": 200, "text/html, application/json;q=0.1": 200,
    "application/ld+json": 303, "application/ld+json;q=0.2, application/json": 200,
    "text/html": 406, "application/json;q=0": 406, "application/json;q=0, */*": 303, "image/*, text/csv": 406,
    ";;;,,,q=q": 406, "application/json;q=nonsense": 406, "x" * 5000: 406,
}  # fmt: skip


@pytest.mark.parametrize("accept", ACCEPTED)
def test_media_types(accept: str):
    response = get("meetings/grcp-9", accept=accept)
    assert response.status_code == ACCEPTED[accept]
    assert "Accept" in response["Vary"]
    if response.status_code == 406:
        assert problem(response)["near"] == ["application/json", "application/ld+json"]
    if response.status_code == 303:
        assert response["Location"] == "/api/v1/meetings/grcp-9.jsonld"


WRONG = {
    "meetings?page=1000000000": ("page", None),
    "meetings?mechansim=rcm": ("mechansim", "mechanism"),
    "meetings?theme=dta": ("theme", "data"),
    "meetings?limit=0": ("limit", "1"),
    "meetings?limit=1000000000": ("limit", "200"),
    "meetings?limit=-5": ("limit", "1"),
    "meetings?limit=٥": ("limit", None),
    "meetings?limit=1&limit=2": ("limit", None),
    "meetings?theme=": ("theme", None),
    "meetings?year=0999": ("year", None),
    "meetings?year=2022&from=2020": ("year", None),
    "meetings?from=2022&to=2020": ("to", "2022"),
    "meetings?from=2022-02-30": ("from", None),
    "meetings?cursor=nonsense": ("cursor", None),
    "meetings?cursor=WyIyMDIyLTk5LTk5IiwiYSJd": ("cursor", None),
    "mechanisms?level=regionl": ("level", "regional"),
    "mechanisms?as_of=2022-13-01": ("as_of", None),
    "mechanisms?as_of=yesterday": ("as_of", None),
    "mechanisms?fields=slug,nam": ("fields", "name"),
    "mechanisms?state=Kenia": ("state", None),
    "states?region=999": ("region", None),
    "publications?language=English": ("language", None),
    "publications?meeting=No Such": ("meeting", None),
    "statements?year=1": ("year", "1990"),
    "issues/20222": ("year", "2100"),
    "themes?kind=thme": ("kind", "theme"),
    "statements?meeting=grcp9": ("meeting", "grcp-9"),
    "publications?meeting=no-such": ("meeting", None),
}


@pytest.mark.parametrize("path", WRONG)
def test_a_wrong_parameter_is_named_with_the_nearest_right_value(path: str):
    response = get(path)
    assert response.status_code == 400
    found = problem(response)
    name, near = WRONG[path]
    assert found["parameter"] == name
    if near:
        assert found["near"][0] == near


NASTY = [
    "' OR 1=1 --", "'; DROP TABLE meetings_meeting; --", "<script>alert(1)</script>", "%00", "\x00", "../../etc/passwd",
    "a" * 10_000, "\u202eemos",
    "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"), "{{7*7}}", "-1", "1e9", "NaN",
    "null", "[]", "%s%s%n", "\r\nSet-Cookie: a=b", "9" * 500,
]  # fmt: skip


@pytest.mark.parametrize("said", NASTY, ids=range(len(NASTY)))
def test_nonsense_in_every_parameter_is_refused_at_once(said: str):
    """400, or 200 and nothing found where any words may be said; never 500, never the whole list."""
    for one in ENDPOINTS:
        for parameter in one.parameters:
            if parameter.place == "query":
                at = f"{address(one.path)}?{parameter.name}={quote(said)}"
            else:
                at = ROOT + one.path.replace("{" + parameter.name + "}", quote(said, safe=""))
            response = get(at)
            if parameter.name == "q" and response.status_code == 200:
                assert json.loads(response.content)["total"] < 512
            else:
                assert response.status_code in (400, 404), (at, response.content[:200])
                problem(response)
                assert len(response.content) < 20_000, at
                assert (
                    b"<script" not in response.content
                    or response["Content-Type"] == "application/problem+json"
                )


def test_a_thousand_parameters_are_too_many():
    many = "&".join(f"p{n}=1" for n in range(2000))
    assert problem(get(f"meetings?{many}"))["detail"] == "Too many parameters."
    values = "&".join("theme=data" for _ in range(900))
    assert get(f"meetings?{values}").status_code in (200, 400)


def test_an_address_that_is_none_says_what_is_near():
    found = problem(get("mechanism"))
    assert found["status"] == 404
    assert "/api/v1/mechanisms" in found["near"]
    assert "/api/v1/meetings" in problem(get("meetings/"))["near"]


def test_the_page_for_people_names_every_address_and_asks_nothing_of_others():
    page = get("/api/").content.decode()
    for one in ENDPOINTS:
        assert f"{ROOT}{one.path}" in page
    assert 'src="http' not in page
    index = json.loads(get("/api/v1/").content)
    assert index["endpoints"].keys() == {one.name for one in ENDPOINTS}
