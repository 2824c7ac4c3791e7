"""A client of the API, and its answers held to the document that describes them."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from django.test import Client
from jsonschema import Draft202012Validator

from iscm.renderers.openapi import answer_schema
from iscm.site.api.endpoints import ENDPOINTS, openapi

ROOT = "/api/v1/"
NAMED = {one.name: one for one in ENDPOINTS}
HUB = "http://testserver"


def get(path: str, **headers: str) -> Any:
    return Client(headers=headers).get(path if path.startswith("/") else ROOT + path)


def answer(path: str) -> dict[str, Any]:
    """What a right question is answered."""
    response = get(path)
    assert response.status_code == 200, response.content
    assert response["Content-Type"] == "application/json"
    return json.loads(response.content)  # type: ignore[no-any-return]


def problem(response: Any) -> dict[str, Any]:
    """What a wrong one is answered: short, and as RFC 9457 has it."""
    assert response["Content-Type"] == "application/problem+json"
    assert len(response.content) < 1500
    found: dict[str, Any] = json.loads(response.content)
    assert found["status"] == response.status_code
    assert {"type", "title", "detail"} <= found.keys()
    return found


@cache
def schema_of(name: str) -> Draft202012Validator:
    components = openapi(HUB)["components"]
    return Draft202012Validator({**answer_schema(NAMED[name]), "components": components})


def whole(path: str, limit: int) -> list[dict[str, Any]]:
    """A list read to its end."""
    rows: list[dict[str, Any]] = []
    following: str | None = f"{ROOT}{path}{'&' if '?' in path else '?'}limit={limit}"
    while following:
        found = answer(following.removeprefix(HUB))
        assert len(found["data"]) <= limit
        rows += found["data"]
        following = found["next"]
    assert len(rows) == found["total"]
    return rows
