"""The OpenAPI document, and schemathesis asking whatever it allows and much that it does not."""

from __future__ import annotations

import json

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from jsonschema import Draft202012Validator

from iscm.site.api.endpoints import SHAPES
from iscm.site.wsgi import application
from tests.api.asking import ENDPOINTS, get

pytestmark = pytest.mark.django_db


@pytest.fixture
def api(db: None):
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app=application)


asked = schemathesis.pytest.from_fixture("api")
# A cursor is text that only the API itself writes, and days may stand the wrong way round: that no schema can say.
SAID_BY_NO_SCHEMA = [schemathesis.checks.CHECKS.get_one("positive_data_acceptance")]


@asked.parametrize()
@settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_the_api_does_what_its_document_says(case):
    case.call_and_validate(excluded_checks=SAID_BY_NO_SCHEMA)


def test_the_document_is_whole():
    document = json.loads(get("openapi.json").content)
    assert document["openapi"] == "3.1.0"
    assert document["paths"].keys() == {f"/{one.path}" for one in ENDPOINTS}
    schemas = document["components"]["schemas"]
    assert schemas.keys() == {shape.name for shape in SHAPES} | {"Problem"}
    for schema in schemas.values():
        Draft202012Validator.check_schema(schema)
        assert all(field["description"] for field in schema["properties"].values())
    text = json.dumps(document)
    assert all(f'"#/components/schemas/{name}"' in text for name in schemas)
    for path in document["paths"].values():
        (operation,) = path.values()
        assert {"200", "304", "400", "406"} <= operation["responses"].keys()
